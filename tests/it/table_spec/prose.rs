//! Text that looks a little like a table, and is none.

use super::draw::{PEN, Sheet, ems};
use super::{check, plain, said};

const SIZES: [f32; 3] = [8.0, 10.5, 12.0];

/// Reads a page without tables, and fails unless all these texts are in it.
fn none(sheet: Sheet, texts: &[&str]) {
    let document = check(&[sheet], &[]);
    let said = said(&document);
    for text in texts {
        let text = plain(text);
        assert!(said.contains(&text), "`{text}` is not in `{said}`");
    }
}

#[test]
fn two_columns_of_prose() {
    let left = [
        "この計画は、市のめざすまちの",
        "姿を示し、市民とともに歩むた",
        "めの道しるべとして作られまし",
        "た。計画の期間は五年とし、社",
        "会の変化に応じて見直します。",
    ];
    let right = [
        "市は毎年度、施策の進み具合を",
        "調べて、その結果を市民に公表",
        "します。公表の方法は、広報紙",
        "とホームページによるほか、説",
        "明会を開いて意見を伺います。",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        sheet.lines(60.0, 80.0, size, &left);
        sheet.lines(60.0 + 17.0 * size, 80.0, size, &right);
        none(sheet, &[&left.concat(), &right.concat()]);
    }
}

#[test]
fn a_numbered_list() {
    let items = [
        "保育の質を高め、待機児童をなくす",
        "学校と地域が力を合わせる",
        "相談の窓口をひとつにまとめる",
        "働く親を支える",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        for (i, item) in items.iter().enumerate() {
            let y = 80.0 + 1.8 * size * i as f32;
            sheet.text(60.0, y, size, &format!("({})", i + 1));
            sheet.text(60.0 + 2.5 * size, y, size, item);
        }
        none(sheet, &items);
    }
}

#[test]
fn a_list_on_two_levels() {
    let items = [
        ("1", "子どもを育てるまち"),
        ("", "・保育の充実"),
        ("", "・教育の充実"),
        ("2", "元気に暮らすまち"),
        ("", "・健診の受診"),
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        for (i, (number, item)) in items.iter().enumerate() {
            let y = 80.0 + 1.8 * size * i as f32;
            sheet.text(60.0, y, size, number);
            let indent = if number.is_empty() { 4.0 } else { 2.0 };
            sheet.text(60.0 + indent * size, y, size, item);
        }
        none(sheet, &["子どもを育てるまち", "保育の充実", "健診の受診"]);
    }
}

fn contents(size: f32, leader: char) -> Sheet {
    let entries = [
        ("第1章", "計画の策定にあたって", "1"),
        ("第2章", "市の現状と課題", "5"),
        ("第3章", "計画の基本的な考え方", "12"),
        ("第4章", "施策の展開", "20"),
        ("第5章", "計画の推進", "48"),
    ];
    let mut sheet = Sheet::portrait();
    for (i, (number, title, page)) in entries.iter().enumerate() {
        let y = 100.0 + 2.0 * size * i as f32;
        sheet.text(60.0, y, size, number);
        let x = 60.0 + 4.0 * size;
        sheet.text(x, y, size, title);
        let count = ((30.0 - ems(title)) / ems(&leader.to_string())) as usize;
        let leaders: String = std::iter::repeat_n(leader, count).collect();
        sheet.text(x + ems(title) * size, y, size, &leaders);
        sheet.text(60.0 + (36.0 - ems(page)) * size, y, size, page);
    }
    sheet
}

#[test]
fn a_table_of_contents() {
    for size in SIZES {
        for leader in ['…', '・', '.'] {
            check(&[contents(size, leader)], &[]);
        }
    }
}

#[test]
fn labels_and_values() {
    let lines = [
        "計画名：第2期子ども計画",
        "担当課：こども課",
        "期　間：令和7年度から令和11年度",
        "電　話：0123-45-6789",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        sheet.lines(60.0, 80.0, size, &lines);
        none(sheet, &["第2期子ども計画", "令和11年度"]);
    }
}

#[test]
fn labels_and_values_at_a_tab_stop() {
    let lines = [
        ("計画名", "：第2期子ども計画"),
        ("担当課", "：こども課"),
        ("計画の期間", "：令和7年度から令和11年度"),
        ("電話", "：0123-45-6789"),
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        for (i, (label, value)) in lines.iter().enumerate() {
            let y = 80.0 + 1.6 * size * i as f32;
            sheet.text(60.0, y, size, label);
            sheet.text(60.0 + 8.0 * size, y, size, value);
        }
        none(sheet, &["第2期子ども計画", "令和11年度"]);
    }
}

#[test]
fn the_address_on_the_last_page() {
    let lines = [
        "〇〇市　こども部　こども課",
        "〒123-4567　〇〇市中央1丁目2番3号",
        "電話　0123-45-6789　FAX　0123-45-6780",
        "E-mail　kodomo@city.example.jp",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        sheet.text(200.0, 640.0, 14.0, "第2期子ども計画");
        sheet.lines(150.0, 700.0, size, &lines);
        none(sheet, &["第2期子ども計画", "0123-45-6780"]);
    }
}

#[test]
fn prose_in_a_frame() {
    let lines = [
        "この計画は、市のめざすまちの姿を示し、市民",
        "とともに歩むための道しるべとして作られまし",
        "た。計画の期間は五年とします。",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        let bottom = 66.0 + 6.0 * size;
        sheet.frame([55.0, 66.0, 65.0 + 22.0 * size, bottom], &PEN);
        sheet.lines(60.0, 70.0 + 1.5 * size, size, &lines);
        let document = super::document(&super::pdf_of(&[sheet]));
        // one frame around text may be a table of one cell
        assert!(document.tables.iter().all(|t| t.cells.len() == 1));
        assert!(said(&document).contains(&lines.concat()));
    }
}

#[test]
fn headings_with_lines_under_them() {
    let size = 10.5;
    let mut sheet = Sheet::portrait();
    for i in 0..3 {
        let y = 80.0 + 120.0 * i as f32;
        sheet.text(60.0, y, 14.0, ["基本方針1", "基本方針2", "基本方針3"][i]);
        sheet.line([60.0, y + 5.0, 535.0, y + 5.0], &PEN);
        let lines = [
            "市は、だれもが安心して暮らせるまちをめざし、次の施策を進めます。",
            "施策の進み具合は、毎年度、市民に公表します。",
        ];
        sheet.lines(60.0, y + 30.0, size, &lines);
    }
    none(sheet, &["基本方針2", "毎年度、市民に公表します。"]);
}

#[test]
fn a_letter_with_date_and_sender_at_the_right() {
    let size = 10.5;
    let mut sheet = Sheet::portrait();
    sheet.text(420.0, 80.0, size, "令和7年3月31日");
    sheet.text(60.0, 110.0, size, "市民の皆様へ");
    sheet.text(420.0, 140.0, size, "〇〇市長　山田");
    let lines = [
        "このたび、市は第2期子ども計画を作りました。計画の策定にあたり、",
        "ご意見をお寄せいただいた皆様に、心からお礼を申し上げます。",
    ];
    sheet.lines(60.0, 180.0, size, &lines);
    none(sheet, &["市民の皆様へ", &lines.concat()]);
}

#[test]
fn prose_in_columns_beside_a_small_list() {
    let left = [
        "市は、だれもが安心して暮らせ",
        "るまちをめざし、この計画を作",
        "りました。計画は、次の四つの",
        "方針からなります。",
    ];
    let right = [
        "・子どもを育てる",
        "・健康に暮らす",
        "・災害に備える",
        "・まちを結ぶ",
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        sheet.lines(60.0, 80.0, size, &left);
        sheet.lines(60.0 + 18.0 * size, 80.0, size, &right);
        none(sheet, &[&left.concat(), "子どもを育てる"]);
    }
}

#[test]
fn a_page_of_notes_with_hanging_numbers() {
    let notes = [
        ("※1", "待機児童：保育所に入れずに待つ児童。"),
        ("※2", "食育：食について学び、選ぶ力を育てること。"),
        ("※3", "健診：病気を早く見つけるための診査。"),
    ];
    for size in SIZES {
        let mut sheet = Sheet::portrait();
        for (i, (mark, note)) in notes.iter().enumerate() {
            let y = 500.0 + 1.7 * size * i as f32;
            sheet.text(60.0, y, size, mark);
            sheet.text(60.0 + 3.0 * size, y, size, note);
        }
        none(sheet, &["保育所に入れずに待つ児童"]);
    }
}

#[test]
fn a_title_page_with_lines_in_the_middle() {
    let size = 10.5;
    let mut sheet = Sheet::portrait();
    for (i, line) in ["第2期", "子ども計画", "（令和7年度～令和11年度）", "〇〇市"]
        .iter()
        .enumerate()
    {
        let width = ems(line) * 2.0 * size;
        sheet.text(
            (595.0 - width) / 2.0,
            200.0 + 60.0 * i as f32,
            2.0 * size,
            line,
        );
    }
    none(sheet, &["子ども計画"]);
}
