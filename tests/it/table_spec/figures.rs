//! Figures, headings and boxes that are drawn like tables, and are none.

use super::draw::{BLUE, CREAM, GREY, PEN, Pen, Sheet, ems};
use super::{check, plain, said};

/// Reads a page, and fails if a table is found, or a text is not in its place.
fn none(sheet: Sheet, texts: &[&str]) {
    let document = check(&[sheet], &[]);
    let said = said(&document);
    for text in texts {
        let text = plain(text);
        assert!(said.contains(&text), "`{text}` is not in `{said}`");
    }
}

#[test]
fn a_bar_chart_with_lines_and_numbers() {
    for size in [8.0, 10.5] {
        let mut sheet = Sheet::portrait();
        for i in 0..6 {
            let y = 300.0 - 30.0 * i as f32;
            let colour = [0.8; 3];
            sheet.line([100.0, y, 400.0, y], &Pen { colour, ..PEN });
            sheet.text(
                96.0 - ems("100") * size,
                y + 3.0,
                size,
                &format!("{}", i * 20),
            );
        }
        for (i, height) in [60.0, 90.0, 120.0, 80.0].iter().enumerate() {
            let x = 120.0 + 70.0 * i as f32;
            sheet.fill([x, 300.0 - height, x + 40.0, 300.0], BLUE);
            sheet.text(x + 5.0, 295.0 - height, size, &format!("{height}"));
            sheet.text(x + 10.0, 315.0, size, &format!("R{}", i + 3));
        }
        sheet.text(100.0, 125.0, size, "図1　待機児童数の推移");
        none(sheet, &["待機児童数の推移"]);
    }
}

#[test]
fn a_heading_in_a_painted_bar_with_its_number_in_a_square() {
    for size in [10.0, 14.0] {
        let mut sheet = Sheet::portrait();
        for i in 0..2 {
            let y = 80.0 + 150.0 * i as f32;
            let bottom = y + 2.0 * size;
            sheet.fill([50.0, y, 50.0 + 3.0 * size, bottom], [0.2, 0.4, 0.7]);
            sheet.fill([50.0 + 3.0 * size, y, 540.0, bottom], BLUE);
            let base = y + 1.35 * size;
            sheet.text(50.0 + size, base, size, &format!("{}", i + 1));
            let title = ["子どもが輝くまち", "健康なまち"][i];
            sheet.text(50.0 + 4.0 * size, base, size, title);
            let prose = [
                "市は、だれもが安心して暮らせるまちをめざし、次の施策を進めます。",
                "施策の進み具合は、毎年度、市民に公表します。",
            ];
            sheet.lines(50.0, bottom + 25.0, 10.0, &prose);
        }
        let document = super::document(&super::pdf_of(&[sheet]));
        let said = said(&document);
        for text in [
            "子どもが輝くまち",
            "健康なまち",
            "毎年度、市民に公表します。",
        ] {
            assert!(said.contains(text), "`{text}` is not in `{said}`");
        }
        // a bar may be a row of its own; the two are no table together, and the prose is in none
        for table in &document.tables {
            let texts: String = table.cells.iter().map(|c| c.text.as_str()).collect();
            assert!(!texts.contains("毎年度"), "{texts}");
            assert!(table.rows == 1, "{texts}");
        }
    }
}

#[test]
fn a_callout_with_a_list() {
    let mut sheet = Sheet::portrait();
    let area = [60.0, 80.0, 400.0, 180.0];
    sheet.fill(area, CREAM);
    sheet.frame(area, &PEN);
    let lines = [
        "計画の要点",
        "・待機児童をなくす",
        "・健診を勧める",
        "・訓練を行う",
    ];
    sheet.lines(75.0, 105.0, 10.5, &lines);
    let document = super::document(&super::pdf_of(&[sheet]));
    assert!(document.tables.iter().all(|t| t.cells.len() == 1));
    let said = said(&document);
    assert!(
        said.contains("計画の要点") && said.contains("・訓練を行う"),
        "{said}"
    );
}

#[test]
fn a_flow_chart() {
    let mut sheet = Sheet::portrait();
    for (i, step) in ["計画の策定", "施策の実施", "進み具合の評価", "計画の見直し"]
        .iter()
        .enumerate()
    {
        let y = 100.0 + 60.0 * i as f32;
        sheet.frame([200.0, y, 360.0, y + 30.0], &PEN);
        sheet.text(280.0 - ems(step) * 5.0, y + 19.0, 10.0, step);
        if i < 3 {
            sheet.line([280.0, y + 30.0, 280.0, y + 60.0], &PEN);
        }
    }
    let document = super::document(&super::pdf_of(&[sheet]));
    // each box by itself, or none: they are no table with one another
    let tables = super::found(&document);
    assert!(tables.iter().all(|t| t[0] == "1 x 1"), "{tables:?}");
    let said = said(&document);
    assert!(said.contains("進み具合の評価"), "{said}");
}

#[test]
fn a_legend_with_painted_squares() {
    let mut sheet = Sheet::portrait();
    for (i, text) in ["完了", "継続", "未着手"].iter().enumerate() {
        let x = 300.0 + 80.0 * i as f32;
        sheet.fill([x, 92.0, x + 12.0, 104.0], [BLUE, CREAM, GREY][i]);
        sheet.text(x + 16.0, 102.0, 10.0, text);
    }
    none(sheet, &["完了", "未着手"]);
}

#[test]
fn running_heads_with_lines() {
    let mut sheets = Vec::new();
    for page in 1..=3 {
        let mut sheet = Sheet::portrait();
        sheet.text(60.0, 40.0, 8.0, "第2期子ども計画");
        sheet.text(480.0, 40.0, 8.0, "第1章　計画の策定");
        sheet.line([60.0, 46.0, 535.0, 46.0], &PEN);
        let lines = [
            "市は、だれもが安心して暮らせるまちをめざし、次の施策を進めます。",
            "施策の進み具合は、毎年度、市民に公表します。公表の方法は、広報紙と",
            "ホームページによります。",
        ];
        sheet.lines(60.0, 80.0, 10.5, &lines);
        sheet.line([60.0, 800.0, 535.0, 800.0], &PEN);
        sheet.text(290.0, 815.0, 8.0, &format!("{page}"));
        sheets.push(sheet);
    }
    check(&sheets, &[]);
}

/// A ruled table in one column of the page, and prose in the other: the prose is in no cell.
#[test]
fn prose_beside_a_table() {
    let prose = [
        "この計画は、市のめざすまちの",
        "姿を示し、市民とともに歩むた",
        "めの道しるべとして作られまし",
        "た。計画の期間は五年とし、社",
        "会の変化に応じて見直します。",
    ];
    let rows = ["年度|件数|評価", "R5|120|A", "R6|150|B", "R7|90|A"];
    for size in [8.0, 10.5] {
        for lines in [true, false] {
            let mut sheet = Sheet::portrait();
            sheet.lines(50.0, 80.0, size, &prose);
            let place = (50.0 + 17.0 * size, 70.0);
            let plan = super::Plan::new(size, place, &[5.0, 6.0, 5.0], &rows).align("lrc");
            if lines {
                plan.ruled(&mut sheet, &PEN);
            } else {
                plan.rules(&mut sheet, &PEN, &[0, 1, 4]);
                plan.texts(&mut sheet);
            }
            let document = check(&[sheet], &[&rows]);
            assert!(said(&document).contains(&prose.concat()));
        }
    }
}

/// Blanks to fill in: a label and a line.
#[test]
fn lines_to_write_on() {
    let mut sheet = Sheet::portrait();
    for (i, label) in ["住所", "氏名", "電話番号"].iter().enumerate() {
        let y = 100.0 + 30.0 * i as f32;
        sheet.text(60.0, y, 10.5, label);
        sheet.line([130.0, y + 2.0, 400.0, y + 2.0], &PEN);
    }
    none(sheet, &["住所", "電話番号"]);
}
