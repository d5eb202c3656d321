//! Several tables on a page, and what else stands in their frames.

use super::draw::{PEN, Pen, Sheet};
use super::plan::Plan;
use super::{LIST, WIDTHS, check, check_sizes, document, found, kept, pdf_of, said};

const LEFT: [&str; 4] = [
    "地区|人口|世帯",
    "北部|1,234|512",
    "中部|3,021|1,300",
    "南部|876|399",
];
const RIGHT: [&str; 3] = ["年度|予算額|決算額", "R5|120|118", "R6|150|149"];

#[test]
fn two_ruled_tables_side_by_side() {
    for (size, gap) in [(8.0, 10.0), (10.5, 15.0)] {
        let mut sheet = Sheet::portrait();
        let left = Plan::new(size, (40.0, 80.0), &[5.0, 5.0, 5.0], &LEFT);
        let x = left.whole()[2] + gap;
        let right = Plan::new(size, (x, 80.0), &[5.0, 6.0, 6.0], &RIGHT);
        left.ruled(&mut sheet, &PEN);
        right.ruled(&mut sheet, &PEN);
        check(&[sheet], &[&LEFT, &RIGHT]);
    }
}

#[test]
fn two_tables_of_the_same_rows_side_by_side() {
    let right = ["地区|件数|金額", "東部|12|34", "西部|30|56", "港|8|9"];
    for (size, gap) in [(8.0, 6.0), (10.5, 12.0)] {
        let mut sheet = Sheet::portrait();
        let left = Plan::new(size, (40.0, 80.0), &[5.0, 5.0, 5.0], &LEFT);
        let x = left.whole()[2] + gap;
        let other = Plan::new(size, (x, 80.0), &[5.0, 6.0, 6.0], &right);
        left.ruled(&mut sheet, &PEN);
        other.ruled(&mut sheet, &PEN);
        check(&[sheet], &[&LEFT, &right]);
    }
}

/// Level lines only, with a gap between the two tables.
#[test]
fn two_tables_with_level_lines_side_by_side() {
    let right = ["地区|件数|金額", "東部|12|34", "西部|30|56", "港|8|9"];
    for (size, gap) in [(8.0, 24.0), (10.5, 30.0)] {
        let mut sheet = Sheet::portrait();
        let left = Plan::new(size, (40.0, 80.0), &[5.0, 5.0, 5.0], &LEFT).align("lcc");
        let x = left.whole()[2] + gap;
        let other = Plan::new(size, (x, 80.0), &[5.0, 6.0, 6.0], &right).align("lcc");
        for plan in [&left, &other] {
            plan.rules(&mut sheet, &PEN, &[0, 1, 2, 3, 4]);
            plan.texts(&mut sheet);
        }
        check(&[sheet], &[&LEFT, &right]);
    }
}

/// White lines between painted cells are the only borders.
#[test]
fn two_painted_tables_side_by_side() {
    let right = ["地区|件数|金額", "東部|12|34", "西部|30|56", "港|8|9"];
    for (size, gap) in [(8.0, 12.0), (10.5, 20.0)] {
        let mut sheet = Sheet::portrait();
        let left = Plan::new(size, (40.0, 80.0), &[5.0, 5.0, 5.0], &LEFT);
        let x = left.whole()[2] + gap;
        let other = Plan::new(size, (x, 80.0), &[5.0, 6.0, 6.0], &right);
        for plan in [&left, &other] {
            for cell in &plan.cells {
                let [x0, top, x1, bottom] = plan.area(cell);
                let area = [x0 + 0.4, top + 0.4, x1 - 0.4, bottom - 0.4];
                sheet.fill(area, super::draw::CREAM);
            }
            plan.texts(&mut sheet);
        }
        check(&[sheet], &[&LEFT, &right]);
    }
}

#[test]
fn two_tables_one_close_under_the_other() {
    let below = ["年度|予算額", "R5|120", "R6|150"];
    for gap in [8.0, 14.0] {
        check_sizes(&[&LIST, &below], |sheet, size| {
            let above = Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST);
            let top = above.bottom() + gap;
            above.ruled(sheet, &PEN);
            Plan::new(size, (50.0, top), &[9.0, 12.0], &below).ruled(sheet, &PEN);
        });
    }
}

#[test]
fn two_tables_of_the_same_columns_with_a_title_between() {
    let below = ["番号|施策名|担当課|評価", "3-1|道路の補修|土木課|B"];
    check_sizes(&[&LIST, &below], |sheet, size| {
        let above = Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST);
        let top = above.bottom() + 3.0 * size;
        above.ruled(sheet, &PEN);
        sheet.text(50.0, top - size, size, "基本方針3　快適なまち");
        Plan::new(size, (50.0, top), &WIDTHS, &below).ruled(sheet, &PEN);
    });
}

/// A table in a cell of another, with space around it.
#[test]
fn a_table_in_a_cell() {
    let inner = ["年度|件数", "R5|12", "R6|30"];
    let outer = ["施策名|保育の充実", "実績|", "評価|A"];
    for (size, landscape) in [(8.0, false), (10.5, true)] {
        let mut sheet = Sheet::turned(landscape);
        let plan = Plan::new(size, (50.0, 60.0), &[8.0, 24.0], &outer)
            .heads(0)
            .high(1, 10.0);
        plan.ruled(&mut sheet, &PEN);
        let [_, top, _, _] = plan.row(1);
        let place = (plan.xs[1] + 2.0 * size, top + 1.5 * size);
        Plan::new(size, place, &[6.0, 6.0], &inner).ruled(&mut sheet, &PEN);
        let bytes = pdf_of(&[sheet]);
        let document = document(&bytes);
        let at = || kept(&bytes, &size.to_string());
        let tables = found(&document);
        assert!(
            tables.contains(&super::expected(&inner)),
            "{}: {tables:?}",
            at()
        );
        let whole = tables
            .iter()
            .find(|t| t[0] == "3 x 2" && t[1].contains("施策名"));
        let whole = whole.unwrap_or_else(|| panic!("{}: {tables:?}", at()));
        assert_eq!(whole[2], "0,1 1x1 保育の充実");
        assert_eq!(whole[6], "2,1 1x1 A");
    }
}

#[test]
fn a_table_in_a_cell_below_text_of_the_cell() {
    let inner = ["年度|件数", "R5|12", "R6|30"];
    let outer = [
        "施策名|保育の充実",
        "実績|年度ごとの件数は次のとおり",
        "評価|A",
    ];
    let size = 10.5;
    let mut sheet = Sheet::portrait();
    let plan = Plan::new(size, (50.0, 60.0), &[8.0, 24.0], &outer)
        .heads(0)
        .high(1, 12.0);
    plan.ruled(&mut sheet, &PEN);
    let [_, top, _, _] = plan.row(1);
    let place = (plan.xs[1] + 2.0 * size, top + 3.0 * size);
    Plan::new(size, place, &[6.0, 6.0], &inner).ruled(&mut sheet, &PEN);
    let bytes = pdf_of(&[sheet]);
    let document = document(&bytes);
    let at = || kept(&bytes, "portrait");
    let tables = found(&document);
    assert!(
        tables.contains(&super::expected(&inner)),
        "{}: {tables:?}",
        at()
    );
    let said = said(&document);
    for text in ["年度ごとの件数は次のとおり", "保育の充実", "評価A"] {
        assert!(said.contains(text), "{}: `{text}` is not in `{said}`", at());
    }
}

#[test]
fn a_title_in_the_frame_over_all_columns() {
    let rows = [
        "施策の一覧（令和6年度）|<|<|<",
        "番号|施策名|担当課|評価",
        "1-1|子育て支援の充実|こども課|A",
        "1-2|見守り体制の強化|福祉課|B",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &WIDTHS, &rows)
            .heads(2)
            .ruled(sheet, &PEN);
    });
}

#[test]
fn a_note_in_the_frame_over_all_columns() {
    let rows = [
        "番号|施策名|担当課|評価",
        "1-1|子育て支援の充実|こども課|A",
        "1-2|見守り体制の強化|福祉課|B",
        "※評価は令和6年度末のものです。|<|<|<",
    ];
    // the note is text below the table, and no row of it
    check_sizes(&[&rows[..3]], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &WIDTHS, &rows).ruled(sheet, &PEN);
    });
}

#[test]
fn a_note_and_a_unit_outside_the_frame() {
    check_sizes(&[&LIST], |sheet, size| {
        let plan = Plan::new(size, (50.0, 70.0), &WIDTHS, &LIST);
        plan.ruled(sheet, &PEN);
        let [_, top, x1, bottom] = plan.whole();
        sheet.text(x1 - 6.0 * size, top - 0.4 * size, size, "（単位：件）");
        sheet.text(
            50.0,
            bottom + 1.2 * size,
            size,
            "※評価は令和6年度末のものです。",
        );
    });
}

/// A grid with a thick line between two halves is one table.
#[test]
fn a_table_in_two_halves_is_one() {
    let rows = [
        "地区|人口|地区|人口",
        "北部|1,234|東部|876",
        "中部|3,021|西部|1,300",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[6.0, 7.0, 6.0, 7.0], &rows);
        plan.ruled(sheet, &PEN);
        let [_, top, _, bottom] = plan.whole();
        let pen = Pen { twin: 1.5, ..PEN };
        sheet.line([plan.xs[2], top, plan.xs[2], bottom], &pen);
    });
}

#[test]
fn two_tables_without_lines_one_under_the_other() {
    let below = [
        "年度|予算額|決算額",
        "R5|120|118",
        "R6|150|149",
        "R7|160|155",
    ];
    check_sizes(&[&LIST, &below], |sheet, size| {
        let above = Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST);
        let top = above.bottom() + 4.0 * size;
        above.texts(sheet);
        sheet.text(
            50.0,
            top - 0.5 * size,
            size,
            "表2　予算と決算の推移は次のとおりです。",
        );
        let top = top + size;
        let plan = Plan::new(size, (50.0, top), &[6.0, 6.0, 6.0], &below);
        plan.align("crr").texts(sheet);
    });
}
