//! What tells the next part of a table from another table that only looks like it.

use super::draw::{GREY, PEN, Sheet};
use super::plan::Plan;
use super::{WIDTHS, check};

const HEAD: &str = "番号|施策名|担当課|評価";
const WORDS: [&str; 4] = [
    HEAD,
    "1-1|子育て支援の充実|こども課|A",
    "1-2|見守り体制の強化|福祉課|B",
    "1-3|健診の受診|健康課|A",
];

/// The first rows at the end of a page, and the second at the top of the next.
fn parts(size: f32, widths: &[f32], first: &[&str], second: &[&str]) -> ([Sheet; 2], [Plan; 2]) {
    let sheets = [Sheet::portrait(), Sheet::portrait()];
    let height = Plan::new(size, (50.0, 0.0), widths, first).bottom();
    let above = Plan::new(size, (50.0, 792.0 - height), widths, first);
    let below = Plan::new(size, (50.0, 50.0), widths, second);
    (sheets, [above, below])
}

fn ruled(size: f32, first: &[&str], second: &[&str], heads: usize) -> [Sheet; 2] {
    let (mut sheets, [above, below]) = parts(size, &WIDTHS, first, second);
    for (sheet, plan) in sheets.iter_mut().zip([above, below.heads(heads)]) {
        plan.ruled(sheet, &PEN);
    }
    sheets
}

/// Words throughout: only that a column has its name again tells the header.
#[test]
fn a_header_that_names_a_column_again_is_another() {
    let second = [
        "番号|事業名|所管|期間",
        "あ|道路の改良|土木課|中期",
        "い|公園の整備|公園課|長期",
    ];
    for size in [8.0, 10.5] {
        check(&ruled(size, &WORDS, &second, 1), &[&WORDS, &second]);
    }
}

/// No header on the second page, but its columns hold figures where those of the first hold words.
#[test]
fn columns_of_another_kind_are_another_table() {
    let second = [
        "1-4|12|41|47",
        "1-5|15|43|48",
        "1-6|18|45|50",
        "1-7|21|47|52",
    ];
    for size in [8.0, 10.5] {
        check(&ruled(size, &WORDS, &second, 0), &[&WORDS, &second]);
    }
}

#[test]
fn tables_with_numbered_titles_are_not_joined() {
    let second = [HEAD, "2-1|公共交通の確保|都市整備課|A"];
    let (mut sheets, plans) = parts(9.0, &WIDTHS, &WORDS, &second);
    for (sheet, plan) in sheets.iter_mut().zip(&plans) {
        plan.bands(sheet, &[0], GREY);
        plan.ruled(sheet, &PEN);
    }
    let [_, top, _, _] = plans[0].whole();
    sheets[0].text(50.0, top - 6.0, 9.0, "表1　子どもの施策");
    sheets[1].text(50.0, 44.0, 9.0, "表2　まちの施策");
    check(&sheets, &[&WORDS, &second]);
}

/// Level lines, no header on the second page, and the same columns, on odd and even margins.
#[test]
fn level_lines_go_on_without_the_header() {
    let second = [
        "2-1|公共交通の確保|都市整備課|A",
        "2-2|防災訓練|危機管理課|C",
        "2-3|空き家の利活用|住宅課|B",
    ];
    for size in [8.0, 10.5] {
        for left in [50.0, 75.0] {
            let (mut sheets, [above, _]) = parts(size, &WIDTHS, &WORDS, &second);
            let below = Plan::new(size, (left, 50.0), &WIDTHS, &second).heads(0);
            for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
                let rows: Vec<usize> = (0..plan.ys().len()).collect();
                plan.rules(sheet, &PEN, &rows);
                plan.texts(sheet);
            }
            check(&sheets, &[&[&WORDS[..], &second[..]].concat()]);
        }
    }
}

/// Lines between all rows on one page, and a grid on the other: the header tells that it goes on.
#[test]
fn lines_of_another_kind_under_the_same_header() {
    let second = [
        HEAD,
        "2-1|公共交通の確保|都市整備課|A",
        "2-2|防災訓練|危機管理課|C",
    ];
    for size in [8.0, 10.5] {
        let (mut sheets, [above, below]) = parts(size, &WIDTHS, &WORDS, &second);
        above.ruled(&mut sheets[0], &PEN);
        let rows: Vec<usize> = (0..below.ys().len()).collect();
        below.rules(&mut sheets[1], &PEN, &rows);
        below.texts(&mut sheets[1]);
        check(&sheets, &[&[&WORDS[..], &second[1..]].concat()]);
    }
}

/// A header of years is repeated: no word in most of its cells.
#[test]
fn a_header_of_years_is_repeated() {
    let head = "区分|R5|R6|R7";
    let first = [head, "乳児|12|15|11", "幼児|41|43|47"];
    let second = [head, "児童|120|133|180", "生徒|45|51|60"];
    let whole = [head, first[1], first[2], second[1], second[2]];
    for size in [8.0, 10.5] {
        check(&ruled(size, &first, &second, 1), &[&whole]);
    }
}

/// A label over rows goes on blank over two page breaks.
#[test]
fn a_label_goes_on_over_three_pages() {
    let head = "基本方針|施策名|担当課";
    let rows = |label: &str, from: usize| -> Vec<String> {
        let row = |i: usize| {
            let label = if i == from { label } else { "^" };
            format!("{label}|施策その{i}|こども課")
        };
        std::iter::once(head.to_owned())
            .chain((from..from + 3).map(row))
            .collect()
    };
    let pages = [rows("子ども", 0), rows("", 3), rows("", 6)];
    let mut sheets = [Sheet::portrait(), Sheet::portrait(), Sheet::portrait()];
    for (sheet, rows) in sheets.iter_mut().zip(&pages) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let plan = Plan::new(9.0, (50.0, 50.0), &[7.0, 12.0, 7.0], &rows);
        plan.bands(sheet, &[0], GREY);
        plan.ruled(sheet, &PEN);
    }
    let document = super::document(&super::pdf_of(&sheets));
    assert_eq!(document.tables.len(), 1);
    let table = &document.tables[0];
    let labels = table.cells.iter().filter(|c| c.col == 0 && c.row > 0);
    let labels: Vec<(usize, &str)> = labels.map(|c| (c.rowspan, c.text.as_str())).collect();
    assert_eq!(labels, [(9, "子ども")]);
}

/// The last page holds the total only, the first two columns merged.
#[test]
fn only_the_total_is_left_for_the_last_page() {
    let head = "番号|施策名|予算額|決算額";
    let first = [head, "1|保育の充実|120|110", "2|遊び場の整備|80|75"];
    for repeated in [true, false] {
        let mut second = vec!["合計|<|200|185"];
        if repeated {
            second.insert(0, head);
        }
        let sheets = ruled(9.0, &first, &second, usize::from(repeated));
        let whole = [head, first[1], first[2], "合計|<|200|185"];
        check(&sheets, &[&whole]);
    }
}

/// Words throughout, and only the header is centred.
#[test]
fn a_centred_row_over_columns_of_words_is_another_header() {
    let second = [
        "分野|事業|所管|期間",
        "道路の分野|道路の改良をする事業|土木建設課|中期",
        "公園の分野|公園の整備をする事業|公園緑地課|長期",
    ];
    for size in [8.0, 10.5] {
        check(&ruled(size, &WORDS, &second, 1), &[&WORDS, &second]);
    }
}

/// The same form on each page, filled in for another measure.
#[test]
fn forms_that_are_filled_in_once_a_page_are_not_joined() {
    let form = |name: &str, office: &str| -> Vec<String> {
        ["項目|内容".to_owned(), format!("施策名|{name}")]
            .into_iter()
            .chain([format!("担当課|{office}"), "評価|継続する".to_owned()])
            .collect()
    };
    let forms = [
        form("子育て支援の充実", "こども課"),
        form("防災訓練", "危機管理課"),
    ];
    let forms = forms
        .each_ref()
        .map(|rows| -> Vec<&str> { rows.iter().map(String::as_str).collect() });
    for from in [0, 1] {
        let mut sheets = [Sheet::portrait(), Sheet::portrait()];
        for (sheet, rows) in sheets.iter_mut().zip(&forms) {
            let plan = Plan::new(9.0, (50.0, 50.0), &[8.0, 20.0], &rows[from..]);
            plan.heads(1 - from).ruled(sheet, &PEN);
        }
        check(&sheets, &[&forms[0][from..], &forms[1][from..]]);
    }
}

/// The number of the sheet stands behind the title, the unit at the right.
#[test]
fn a_title_with_the_number_of_the_sheet() {
    let second = [HEAD, "2-1|公共交通の確保|都市整備課|A"];
    for size in [8.0, 10.5] {
        let (mut sheets, _) = parts(size, &WIDTHS, &WORDS, &second);
        for (i, rows) in [&WORDS[..], &second[..]].into_iter().enumerate() {
            let plan = Plan::new(size, (50.0, 80.0), &WIDTHS, rows);
            plan.ruled(&mut sheets[i], &PEN);
            let title = format!("施策の一覧（{}／2）", i + 1);
            sheets[i].text(50.0, 74.0, size, &title);
        }
        check(&sheets, &[&[&WORDS[..], &second[1..]].concat()]);
    }
}

/// Level lines close every row; the number of the row that goes on is blank.
#[test]
fn a_row_between_level_lines_is_cut() {
    let first = [
        "番号|取組|成果",
        "1|施設を整える|待機児童が減った",
        "2|健診を受けやすくするため土曜も|受診する人が増えた",
    ];
    let second = [
        "番号|取組|成果",
        "|診査を行う|",
        "3|訓練を行う|参加者が増えた",
        "4|道路を直す|事故が減った",
    ];
    let whole = [
        first[0],
        first[1],
        "2|健診を受けやすくするため土曜も診査を行う|受診する人が増えた",
        second[2],
        second[3],
    ];
    for size in [8.0, 10.5] {
        let (mut sheets, plans) = parts(size, &[4.0, 16.0, 13.0], &first, &second);
        for (sheet, plan) in sheets.iter_mut().zip(plans) {
            let plan = plan.heads(0);
            let rows: Vec<usize> = (0..plan.ys().len()).collect();
            plan.rules(sheet, &PEN, &rows);
            plan.texts(sheet);
        }
        check(&sheets, &[&whole]);
    }
}
