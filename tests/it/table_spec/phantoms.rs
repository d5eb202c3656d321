//! Fills and clips that are no cells: the grid is as if they were not there.

use super::draw::{BLUE, CREAM, GREY, PEN, Sheet, WHITE, ems};
use super::plan::Plan;
use super::{LIST, check, check_list, check_sizes};

#[test]
fn a_white_patch_under_each_text() {
    check_list(|sheet, plan| {
        for cell in &plan.cells {
            let [x0, top, x1, bottom] = plan.area(cell);
            sheet.fill([x0 + 2.0, top + 1.0, x1 - 2.0, bottom - 1.0], WHITE);
        }
        plan.ruled(sheet, &PEN);
    });
}

#[test]
fn a_white_patch_under_one_text() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        let [x0, top, _, bottom] = plan.area_of("公共交通の確保");
        let width = ems("公共交通の確保") * plan.size;
        let pad = plan.size / 2.0;
        sheet.fill([x0 + pad, top + 2.0, x0 + pad + width, bottom - 2.0], WHITE);
        plan.texts(sheet);
    });
}

#[test]
fn fills_slightly_smaller_than_their_cells() {
    for inset in [0.5, 1.5, 3.0] {
        check_list(|sheet, plan| {
            for cell in plan.cells.iter().filter(|c| c.row == 0 || c.col == 3) {
                let [x0, top, x1, bottom] = plan.area(cell);
                sheet.fill([x0 + inset, top + inset, x1 - inset, bottom - inset], GREY);
            }
            plan.ruled(sheet, &PEN);
        });
    }
}

#[test]
fn a_clip_around_each_cell() {
    check_list(|sheet, plan| {
        for line in plan.levels().into_iter().chain(plan.uprights()) {
            sheet.line(line, &PEN);
        }
        for cell in &plan.cells {
            let [x0, top, x1, bottom] = plan.area(cell);
            let rect = sheet.rect([x0 + 1.0, top + 1.0, x1 - 1.0, bottom - 1.0]);
            sheet.raw(&format!("q {rect} W n"));
            let y = (top + bottom) / 2.0 + plan.size * 0.4;
            sheet.text(x0 + plan.size / 2.0, y, plan.size, &cell.text);
            sheet.raw("Q");
        }
    });
}

#[test]
fn a_clip_around_the_page_and_a_painted_background() {
    check_list(|sheet, plan| {
        let page = [0.0, 0.0, sheet.width, sheet.height];
        let rect = sheet.rect(page);
        sheet.raw(&format!("q {rect} W n"));
        sheet.fill(page, WHITE);
        sheet.fill([20.0, 20.0, sheet.width - 20.0, sheet.height - 20.0], CREAM);
        plan.ruled(sheet, &PEN);
        sheet.raw("Q");
    });
}

#[test]
fn a_background_over_the_whole_table() {
    for by in [0.0, 4.0] {
        check_list(|sheet, plan| {
            let [x0, top, x1, bottom] = plan.whole();
            sheet.fill([x0 - by, top - by, x1 + by, bottom + by], CREAM);
            plan.ruled(sheet, &PEN);
        });
    }
}

#[test]
fn a_highlight_behind_a_word() {
    check_list(|sheet, plan| {
        let [x0, top, _, bottom] = plan.area_of("高齢者の見守り体制の強化");
        let x = x0 + 4.5 * plan.size;
        let area = [x, top + 2.0, x + 3.0 * plan.size, bottom - 2.0];
        sheet.fill(area, [1.0, 1.0, 0.0]);
        plan.ruled(sheet, &PEN);
    });
}

#[test]
fn underlines_under_words() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        for text in ["公共交通の確保", "防災訓練の実施"] {
            let [x0, _, _, bottom] = plan.area_of(text);
            let (x, y) = (x0 + plan.size / 2.0, bottom - plan.size * 0.35);
            sheet.line([x, y, x + ems(text) * plan.size, y], &PEN);
        }
    });
}

#[test]
fn a_box_around_a_word() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        let [x0, top, _, bottom] = plan.area_of("子育て支援の充実");
        let x = x0 + plan.size * 0.4;
        sheet.frame([x, top + 2.0, x + 3.2 * plan.size, bottom - 2.0], &PEN);
    });
}

/// A bar chart in cells: the length of the bar is the value.
#[test]
fn bars_in_cells() {
    let rows = ["地区|達成率|人数", "北部||12", "中部||30", "南部||21"];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[6.0, 14.0, 5.0], &rows);
        for (row, share) in [(1, 0.4), (2, 0.9), (3, 0.7)] {
            let [_, top, _, bottom] = plan.row(row);
            let x = plan.xs[1];
            let area = [x, top + 3.0, x + share * 14.0 * size, bottom - 3.0];
            sheet.fill(area, BLUE);
        }
        plan.ruled(sheet, &PEN);
    });
}

/// A schedule: arrows through the years.
#[test]
fn arrows_through_cells() {
    let rows = [
        "取組|R5|R6|R7|R8",
        "計画の策定||||",
        "施設の整備||||",
        "評価||||",
    ];
    for (size, landscape) in [(9.0, false), (11.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let plan = Plan::new(size, (50.0, 60.0), &[9.0, 5.0, 5.0, 5.0, 5.0], &rows);
        plan.ruled(&mut sheet, &PEN);
        for (row, from, to) in [(1, 1, 3), (2, 2, 5), (3, 4, 5)] {
            let [_, top, _, bottom] = plan.row(row);
            let y = (top + bottom) / 2.0;
            let (x0, x1) = (plan.xs[from] + 4.0, plan.xs[to] - 4.0);
            sheet.line([x0, y, x1, y], &PEN);
            sheet.line([x1 - 4.0, y - 3.0, x1, y], &PEN);
            sheet.line([x1 - 4.0, y + 3.0, x1, y], &PEN);
        }
        check(&[sheet], &[&rows]);
    }
}

/// Shadows of a slide: the table is drawn again behind itself, moved and grey.
#[test]
fn a_shadow_behind_the_table() {
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &LIST);
        let [x0, top, x1, bottom] = plan.whole();
        sheet.fill([x0 + 3.0, top + 3.0, x1 + 3.0, bottom + 3.0], GREY);
        sheet.fill(plan.whole(), WHITE);
        plan.ruled(&mut sheet, &PEN);
        check(&[sheet], &[&LIST]);
    }
}

const YEARS: [&str; 4] = [
    "取組|R5|R6|R7|R8",
    "計画の策定||||",
    "施設の整備||||",
    "評価||||",
];

/// A schedule in each size, with something from one border to another in two of its rows.
fn schedule(draw: impl Fn(&mut Sheet, [f32; 4])) {
    check_sizes(&[&YEARS], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[9.0, 5.0, 5.0, 5.0, 5.0], &YEARS);
        plan.ruled(sheet, &PEN);
        for (row, from, to) in [(1, 1, 3), (2, 2, 5)] {
            let [_, top, _, bottom] = plan.row(row);
            draw(sheet, [plan.xs[from], top, plan.xs[to], bottom]);
        }
    });
}

#[test]
fn arrows_from_border_to_border() {
    schedule(|sheet, [x0, top, x1, bottom]| {
        let y = (top + bottom) / 2.0;
        sheet.line([x0, y, x1, y], &PEN);
    });
}

#[test]
fn painted_bars_through_cells() {
    schedule(|sheet, [x0, top, x1, bottom]| {
        sheet.fill([x0 + 2.0, top + 3.0, x1 - 2.0, bottom - 3.0], BLUE);
    });
}

#[test]
fn framed_bars_through_cells() {
    schedule(|sheet, [x0, top, x1, bottom]| {
        let area = [x0 + 2.0, top + 3.0, x1 - 2.0, bottom - 3.0];
        sheet.fill(area, BLUE);
        sheet.frame(area, &PEN);
    });
}

#[test]
fn a_word_struck_out() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        let [x0, top, _, bottom] = plan.area_of("公共交通の確保");
        let (x, y) = (x0 + plan.size / 2.0, (top + bottom) / 2.0);
        sheet.line([x, y, x + 7.0 * plan.size, y], &PEN);
    });
}

#[test]
fn an_underlined_word_between_level_lines() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4, 5]);
        plan.texts(sheet);
        let [x0, _, _, bottom] = plan.area_of("公共交通の確保");
        let (x, y) = (x0 + plan.size / 2.0, bottom - plan.size * 0.35);
        sheet.line([x, y, x + 7.0 * plan.size, y], &PEN);
    });
}

#[test]
fn a_frame_around_the_page_and_a_stamp() {
    check_list(|sheet, plan| {
        let page = [25.0, 25.0, sheet.width - 25.0, sheet.height - 25.0];
        sheet.frame(page, &PEN);
        sheet.frame([sheet.width - 80.0, 30.0, sheet.width - 50.0, 55.0], &PEN);
        plan.ruled(sheet, &PEN);
    });
}

#[test]
fn a_second_frame_outside_the_table() {
    check_list(|sheet, plan| {
        let [x0, top, x1, bottom] = plan.whole();
        sheet.frame([x0 - 3.0, top - 3.0, x1 + 3.0, bottom + 3.0], &PEN);
        plan.ruled(sheet, &PEN);
    });
}

/// A line leads from the table to something else on the page.
#[test]
fn a_connector_from_the_table() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        let ([_, _, x1, bottom], [_, top, _, low]) = (plan.whole(), plan.row(3));
        let y = (top + low) / 2.0;
        sheet.line([x1, y, x1 + 40.0, y], &PEN);
        sheet.line([x1 + 40.0, y, x1 + 40.0, bottom + 60.0], &PEN);
    });
}
