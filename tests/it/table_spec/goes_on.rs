//! Tables without a full grid that go on over pages, and cells that a page break cuts.

use super::draw::{GREY, PEN, Sheet};
use super::plan::Plan;
use super::{WIDTHS, check};

const HEAD: &str = "番号|施策名|担当課|評価";
const WHOLE: [&str; 6] = [
    HEAD,
    "1-1|子育て支援の充実|こども課|A",
    "1-2|見守り体制の強化|福祉課|B",
    "1-3|健診の受診|健康課|A",
    "2-1|公共交通の確保|都市整備課|A",
    "2-2|防災訓練|危機管理課|C",
];

/// The first four rows at the end of a page, and the others under the header on the next.
fn parts(size: f32) -> ([Sheet; 2], [Plan; 2]) {
    let sheets = [Sheet::portrait(), Sheet::portrait()];
    let height = Plan::new(size, (50.0, 0.0), &WIDTHS, &WHOLE[..4]).bottom();
    let above = Plan::new(size, (50.0, 792.0 - height), &WIDTHS, &WHOLE[..4]);
    let second = [HEAD, WHOLE[4], WHOLE[5]];
    let below = Plan::new(size, (50.0, 50.0), &WIDTHS, &second);
    (sheets, [above, below])
}

#[test]
fn level_lines_with_the_header_repeated() {
    for size in [8.0, 10.5, 14.0] {
        let (mut sheets, plans) = parts(size);
        for (sheet, plan) in sheets.iter_mut().zip(&plans) {
            let rows: Vec<usize> = (0..plan.ys().len()).collect();
            plan.rules(sheet, &PEN, &rows);
            plan.texts(sheet);
        }
        check(&sheets, &[&WHOLE]);
    }
}

#[test]
fn bands_with_the_header_repeated() {
    for size in [8.0, 10.5, 14.0] {
        let (mut sheets, plans) = parts(size);
        for (sheet, plan) in sheets.iter_mut().zip(&plans) {
            plan.bands(sheet, &[0], [0.7, 0.78, 0.9]);
            plan.bands(sheet, &[2], GREY);
            for row in (0..plan.ys().len() - 1).filter(|r| *r == 1 || *r == 3) {
                plan.bands(sheet, &[row], [0.95, 0.95, 0.95]);
            }
            plan.texts(sheet);
        }
        check(&sheets, &[&WHOLE]);
    }
}

#[test]
fn a_frame_open_at_left_and_right_with_the_header_repeated() {
    for size in [8.0, 10.5, 14.0] {
        let (mut sheets, plans) = parts(size);
        for (sheet, plan) in sheets.iter_mut().zip(&plans) {
            let uprights = plan.uprights();
            for line in plan.levels().iter().chain(&uprights[1..uprights.len() - 1]) {
                sheet.line(*line, &PEN);
            }
            plan.texts(sheet);
        }
        check(&sheets, &[&WHOLE]);
    }
}

/// The label over rows is printed again on the next page.
#[test]
fn a_label_over_rows_is_printed_again() {
    let head = "基本方針|施策名|担当課";
    let first = [
        head,
        "子ども|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
    ];
    let second = [
        head,
        "子ども|居場所づくり|こども課",
        "^|遊び場の整備|公園課",
    ];
    let mut sheets = [Sheet::portrait(), Sheet::portrait()];
    let widths = [7.0, 12.0, 7.0];
    let height = Plan::new(9.0, (50.0, 0.0), &widths, &first).bottom();
    let above = Plan::new(9.0, (50.0, 792.0 - height), &widths, &first);
    let below = Plan::new(9.0, (50.0, 50.0), &widths, &second);
    for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
        plan.ruled(sheet, &PEN);
    }
    let document = super::document(&super::pdf_of(&sheets));
    assert_eq!(document.tables.len(), 1);
    let table = &document.tables[0];
    assert_eq!((table.rows, table.cols), (5, 3));
    let labels: Vec<(usize, usize, &str)> = table
        .cells
        .iter()
        .filter(|c| c.col == 0 && c.row > 0)
        .map(|c| (c.row, c.rowspan, c.text.as_str()))
        .collect();
    // one cell, or one on each page; never the label twice in one
    let one = [(1, 4, "子ども")];
    let two = [(1, 2, "子ども"), (3, 2, "子ども")];
    assert!(labels == one || labels == two, "{labels:?}");
}

/// Two columns of the row that the page break cuts go on.
#[test]
fn a_row_is_cut_in_two_columns() {
    let first = [
        "番号|取組|成果",
        "1|施設を整える|待機児童が減った",
        "2|健診を受けやすくするため土曜も|受診する人が前の年より五",
    ];
    let second = ["|診査を行う|十人増えた", "3|訓練を行う|参加者が増えた"];
    let whole = [
        "番号|取組|成果",
        "1|施設を整える|待機児童が減った",
        "2|健診を受けやすくするため土曜も診査を行う|受診する人が前の年より五十人増えた",
        "3|訓練を行う|参加者が増えた",
    ];
    for size in [8.0, 10.5] {
        let widths = [4.0, 16.0, 13.0];
        let mut sheets = [Sheet::portrait(), Sheet::portrait()];
        let height = Plan::new(size, (50.0, 0.0), &widths, &first).bottom();
        let above = Plan::new(size, (50.0, 792.0 - height), &widths, &first);
        let below = Plan::new(size, (50.0, 50.0), &widths, &second).heads(0);
        let levels = above.levels();
        for line in levels[..levels.len() - 1].iter().chain(&above.uprights()) {
            sheets[0].line(*line, &PEN);
        }
        above.texts(&mut sheets[0]);
        for line in below.levels()[1..].iter().chain(&below.uprights()) {
            sheets[1].line(*line, &PEN);
        }
        below.texts(&mut sheets[1]);
        check(&sheets, &[&whole]);
    }
}

/// Every page closes its frame; the number of the row that goes on is blank.
#[test]
fn a_row_is_cut_and_both_frames_are_closed() {
    let first = [
        "番号|取組|成果",
        "1|施設を整える|待機児童が減った",
        "2|健診を受けやすくするため土曜も|受診する人が増えた",
    ];
    let second = [
        "番号|取組|成果",
        "|診査を行う|",
        "3|訓練を行う|参加者が増えた",
    ];
    let whole = [
        "番号|取組|成果",
        "1|施設を整える|待機児童が減った",
        "2|健診を受けやすくするため土曜も診査を行う|受診する人が増えた",
        "3|訓練を行う|参加者が増えた",
    ];
    for size in [8.0, 10.5] {
        let widths = [4.0, 16.0, 13.0];
        let mut sheets = [Sheet::portrait(), Sheet::portrait()];
        let height = Plan::new(size, (50.0, 0.0), &widths, &first).bottom();
        let above = Plan::new(size, (50.0, 792.0 - height), &widths, &first);
        let below = Plan::new(size, (50.0, 50.0), &widths, &second);
        for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
            plan.ruled(sheet, &PEN);
        }
        check(&sheets, &[&whole]);
    }
}

/// A heading stands above the repeated header on each page: the table goes on.
#[test]
fn the_title_of_the_table_is_repeated_with_a_sign_that_it_goes_on() {
    let (mut sheets, plans) = parts(9.0);
    for (sheet, plan) in sheets.iter_mut().zip(&plans) {
        plan.ruled(sheet, &PEN);
    }
    let [_, top, _, _] = plans[0].whole();
    sheets[0].text(50.0, top - 6.0, 9.0, "表1　施策の一覧");
    sheets[1].text(50.0, 44.0, 9.0, "表1　施策の一覧（つづき）");
    check(&sheets, &[&WHOLE]);
}

#[test]
fn the_last_page_holds_one_row() {
    for size in [8.0, 10.5] {
        let mut sheets = [Sheet::portrait(), Sheet::portrait()];
        let height = Plan::new(size, (50.0, 0.0), &WIDTHS, &WHOLE[..5]).bottom();
        let above = Plan::new(size, (50.0, 792.0 - height), &WIDTHS, &WHOLE[..5]);
        let second = [HEAD, WHOLE[5]];
        let below = Plan::new(size, (50.0, 50.0), &WIDTHS, &second);
        for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
            plan.ruled(sheet, &PEN);
        }
        check(&sheets, &[&WHOLE]);
    }
}

/// The columns of the second part are wider, as programs fit each page by itself.
fn wider_columns(by: f32) {
    let (mut sheets, [above, _]) = parts(9.0);
    let second = [HEAD, WHOLE[4], WHOLE[5]];
    let below = Plan::new(9.0, (50.0, 50.0), &WIDTHS.map(|w| w * by), &second);
    for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
        plan.bands(sheet, &[0], GREY);
        plan.ruled(sheet, &PEN);
    }
    check(&sheets, &[&WHOLE]);
}

#[test]
fn columns_that_are_a_hundredth_wider() {
    wider_columns(1.01);
}

#[test]
fn columns_that_are_a_twentieth_wider() {
    wider_columns(1.05);
}

/// Odd and even pages have different margins.
#[test]
fn parts_with_different_margins() {
    for header in [true, false] {
        let (mut sheets, [above, _]) = parts(9.0);
        let second = [HEAD, WHOLE[4], WHOLE[5]];
        let from = usize::from(!header);
        let below = Plan::new(9.0, (85.0, 50.0), &WIDTHS, &second[from..]);
        for (sheet, plan) in sheets.iter_mut().zip([above, below.heads(1 - from)]) {
            plan.ruled(sheet, &PEN);
        }
        check(&sheets, &[&WHOLE]);
    }
}

/// Two tables on the first page; the second of them goes on.
#[test]
fn the_last_table_of_a_page_goes_on() {
    let (mut sheets, plans) = parts(9.0);
    let other = ["年度|予算額", "R5|120", "R6|150"];
    Plan::new(9.0, (50.0, 60.0), &[8.0, 10.0], &other).ruled(&mut sheets[0], &PEN);
    for (sheet, plan) in sheets.iter_mut().zip(&plans) {
        plan.ruled(sheet, &PEN);
    }
    check(&sheets, &[&other, &WHOLE]);
}

/// The table ends on the second page, and another with other columns follows there.
#[test]
fn another_table_follows_where_the_first_ends() {
    let (mut sheets, plans) = parts(9.0);
    let other = ["年度|予算額", "R5|120", "R6|150"];
    let top = plans[1].bottom() + 30.0;
    Plan::new(9.0, (50.0, top), &[8.0, 10.0], &other).ruled(&mut sheets[1], &PEN);
    for (sheet, plan) in sheets.iter_mut().zip(&plans) {
        plan.ruled(sheet, &PEN);
    }
    check(&sheets, &[&WHOLE, &other]);
}
