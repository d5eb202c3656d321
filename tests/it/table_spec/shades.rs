//! Painted rows, and no lines.

use super::draw::{BLUE, CREAM, Colour, GREY, PEN, Sheet, WHITE};
use super::plan::Plan;
use super::{LIST, check_list, check_sizes};

const HEAD: Colour = [0.7, 0.78, 0.9];

#[test]
fn a_painted_header_and_every_second_row() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.bands(sheet, &[2, 4], GREY);
        plan.texts(sheet);
    });
}

#[test]
fn a_painted_header_and_a_last_row_that_is_white() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.bands(sheet, &[1, 3], GREY);
        plan.texts(sheet);
    });
}

#[test]
fn rows_in_two_colours() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0, 2, 4], CREAM);
        plan.bands(sheet, &[1, 3], BLUE);
        plan.texts(sheet);
    });
}

#[test]
fn white_rows_painted_as_well() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.bands(sheet, &[1, 3], WHITE);
        plan.bands(sheet, &[2, 4], GREY);
        plan.texts(sheet);
    });
}

#[test]
fn a_patch_for_each_cell_of_the_painted_rows() {
    check_list(|sheet, plan| {
        for cell in &plan.cells {
            let colour = if cell.row == 0 { HEAD } else { GREY };
            if cell.row % 2 == 0 {
                sheet.fill(plan.area(cell), colour);
            }
        }
        plan.texts(sheet);
    });
}

#[test]
fn a_painted_header_only() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.texts(sheet);
    });
}

#[test]
fn a_painted_header_and_a_line_at_the_end() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.texts(sheet);
        plan.rules(sheet, &PEN, &[5]);
    });
}

#[test]
fn bands_under_wrapped_text_and_numbers() {
    let rows = [
        "指標名|内容|現状値|目標値",
        "子育て支援|地域の子育て支援センターを利用した親子の延べ人数を数える|12,340|15,000",
        "見守り|見守り協定を結んだ事業者の数|86|120",
        "公共交通|コミュニティバスの年間の利用者数と乗合タクシーの利用者数の合計|9,876|11,000",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[7.0, 14.0, 5.5, 5.5], &rows).align("llrr");
        plan.bands(sheet, &[0], HEAD);
        plan.bands(sheet, &[2], GREY);
        plan.texts(sheet);
    });
}

/// The first column is painted, too: labels at the left.
#[test]
fn a_painted_header_and_painted_labels() {
    check_list(|sheet, plan| {
        let [x0, top, _, bottom] = plan.whole();
        plan.bands(sheet, &[0], HEAD);
        sheet.fill([x0, top, plan.xs[1], bottom], HEAD);
        for row in 1..LIST.len() {
            let [_, top, x1, bottom] = plan.row(row);
            let colour = if row % 2 == 0 { GREY } else { WHITE };
            sheet.fill([plan.xs[1], top, x1, bottom], colour);
        }
        plan.texts(sheet);
    });
}

#[test]
fn bands_and_the_shading_of_cells() {
    let mut sheet = Sheet::portrait();
    let plan = Plan::new(10.5, (50.0, 60.0), &super::WIDTHS, &LIST);
    plan.bands(&mut sheet, &[0], HEAD);
    plan.bands(&mut sheet, &[2, 4], GREY);
    plan.texts(&mut sheet);
    let document = super::check(&[sheet], &[&LIST]);
    for cell in &document.tables[0].cells {
        assert_eq!(cell.shaded, cell.row % 2 == 0, "{}", cell.text);
    }
}

#[test]
fn bands_and_white_upright_lines() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], HEAD);
        plan.bands(sheet, &[1, 3], GREY);
        plan.bands(sheet, &[2, 4], [0.95, 0.95, 0.95]);
        for line in plan.uprights() {
            let (width, colour) = (1.0, WHITE);
            sheet.line(
                line,
                &super::draw::Pen {
                    width,
                    colour,
                    ..PEN
                },
            );
        }
        plan.texts(sheet);
    });
}

#[test]
fn every_second_row_painted_and_the_header_white() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[1, 3], GREY);
        plan.texts(sheet);
    });
}

#[test]
fn stripes_beside_labels_over_rows() {
    let rows = [
        "基本目標|施策名|担当課|評価",
        "学びと育ち|保育の充実|こども課|A",
        "^|居場所づくり|教育課|B",
        "安全|防災訓練の実施|危機管理課|A",
        "^|見守りの強化|福祉課|A",
        "^|道路の点検|道路課|B",
        "^|川の点検|河川課|B",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), &[9.0, 11.0, 8.0, 5.0], &rows).middle();
        plan.bands(sheet, &[0], HEAD);
        for row in [2, 4, 6] {
            let [_, top, x1, bottom] = plan.row(row);
            sheet.fill([plan.xs[1], top, x1, bottom], GREY);
        }
        plan.texts(sheet);
    });
}
