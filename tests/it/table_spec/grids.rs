//! Full grids, by the many ways in which programs draw lines.

use super::draw::{BLACK, BLUE, PEN, Pen, Sheet, WHITE};
use super::plan::Plan;
use super::{LIST, WIDTHS, check, check_list, check_sizes};

#[test]
fn strokes() {
    check_list(|sheet, plan| plan.ruled(sheet, &PEN));
}

#[test]
fn thick_strokes() {
    let pen = Pen { width: 2.0, ..PEN };
    check_list(|sheet, plan| plan.ruled(sheet, &pen));
}

#[test]
fn hairlines() {
    let pen = Pen { width: 0.0, ..PEN };
    check_list(|sheet, plan| plan.ruled(sheet, &pen));
}

#[test]
fn thin_filled_rectangles() {
    let pen = Pen { bar: true, ..PEN };
    check_list(|sheet, plan| plan.ruled(sheet, &pen));
}

#[test]
fn outlines_of_cells_stroked_twice() {
    check_list(|sheet, plan| {
        plan.boxes(sheet, &PEN, 2);
        plan.texts(sheet);
    });
}

/// Word processors draw each border of each cell by itself.
#[test]
fn a_line_for_each_side_of_each_cell() {
    check_list(|sheet, plan| {
        for cell in &plan.cells {
            let [x0, top, x1, bottom] = plan.area(cell);
            sheet.line([x0, top, x1, top], &Pen { bar: true, ..PEN });
            sheet.line([x0, bottom, x1, bottom], &Pen { bar: true, ..PEN });
            sheet.line([x0, top, x0, bottom], &Pen { bar: true, ..PEN });
            sheet.line([x1, top, x1, bottom], &Pen { bar: true, ..PEN });
        }
        plan.texts(sheet);
    });
}

#[test]
fn dashed_lines() {
    for dash in [1.0, 3.0] {
        let pen = Pen { dash, ..PEN };
        check_list(|sheet, plan| plan.ruled(sheet, &pen));
    }
}

/// Some programs draw each dash as a line of its own.
#[test]
fn dashes_as_many_short_lines() {
    check_list(|sheet, plan| {
        for [x0, y0, x1, y1] in plan.levels() {
            let count = ((x1 - x0) / 3.0) as usize;
            for i in 0..count {
                let x = x0 + 3.0 * i as f32;
                sheet.line([x, y0, x + 2.0, y1], &PEN);
            }
        }
        for line in plan.uprights() {
            sheet.line(line, &PEN);
        }
        plan.texts(sheet);
    });
}

#[test]
fn double_lines() {
    let pen = Pen { twin: 1.5, ..PEN };
    check_list(|sheet, plan| plan.ruled(sheet, &pen));
}

#[test]
fn a_double_line_under_the_header() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &PEN);
        let pen = Pen { twin: 2.0, ..PEN };
        plan.rules(sheet, &pen, &[1]);
    });
}

#[test]
fn a_thick_frame_around_thin_lines() {
    check_list(|sheet, plan| {
        plan.ruled(sheet, &Pen { width: 0.2, ..PEN });
        sheet.frame(plan.whole(), &Pen { width: 2.5, ..PEN });
    });
}

#[test]
fn faint_grey_lines() {
    let colour = [0.9, 0.9, 0.9];
    check_list(|sheet, plan| plan.ruled(sheet, &Pen { colour, ..PEN }));
}

#[test]
fn white_lines_on_colour() {
    let (width, colour) = (1.0, WHITE);
    check_list(|sheet, plan| {
        sheet.fill(plan.whole(), BLUE);
        plan.ruled(
            sheet,
            &Pen {
                width,
                colour,
                ..PEN
            },
        );
    });
}

/// Presentations: every cell is a coloured patch, with white between them.
#[test]
fn coloured_cells_with_white_between() {
    check_list(|sheet, plan| {
        for cell in &plan.cells {
            let [x0, top, x1, bottom] = plan.area(cell);
            let area = [x0 + 0.5, top + 0.5, x1 - 0.5, bottom - 0.5];
            sheet.fill(area, BLUE);
        }
        plan.texts(sheet);
    });
}

/// The frame is whole, and the lines inside end before it or go beyond it.
fn inner_lines(reach: f32) {
    check_list(|sheet, plan| {
        sheet.frame(plan.whole(), &PEN);
        let pen = Pen { reach, ..PEN };
        let (levels, uprights) = (plan.levels(), plan.uprights());
        for line in &levels[1..levels.len() - 1] {
            sheet.line(*line, &pen);
        }
        for line in &uprights[1..uprights.len() - 1] {
            sheet.line(*line, &pen);
        }
        plan.texts(sheet);
    });
}

#[test]
fn inner_lines_stop_short_of_the_frame() {
    inner_lines(-1.0);
    inner_lines(-2.0);
}

#[test]
fn inner_lines_go_beyond_the_frame() {
    inner_lines(1.0);
    inner_lines(2.0);
}

#[test]
fn every_line_stops_short_of_the_corners() {
    let pen = Pen { reach: -1.5, ..PEN };
    check_list(|sheet, plan| plan.ruled(sheet, &pen));
}

#[test]
fn a_frame_open_at_left_and_right() {
    check_list(|sheet, plan| {
        let uprights = plan.uprights();
        for line in plan.levels() {
            sheet.line(line, &PEN);
        }
        for line in &uprights[1..uprights.len() - 1] {
            sheet.line(*line, &PEN);
        }
        plan.texts(sheet);
    });
}

#[test]
fn a_frame_without_top_and_bottom() {
    check_list(|sheet, plan| {
        let levels = plan.levels();
        for line in plan.uprights() {
            sheet.line(line, &PEN);
        }
        for line in &levels[1..levels.len() - 1] {
            sheet.line(*line, &PEN);
        }
        plan.texts(sheet);
    });
}

/// The page is full: the last row has sides and no bottom.
#[test]
fn a_frame_that_is_not_closed_at_the_end_of_the_page() {
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let probe = Plan::new(size, (50.0, 0.0), &WIDTHS, &LIST);
        let top = sheet.height - 40.0 - probe.bottom();
        let plan = Plan::new(size, (50.0, top), &WIDTHS, &LIST);
        let levels = plan.levels();
        for line in &levels[..levels.len() - 1] {
            sheet.line(*line, &PEN);
        }
        for line in plan.uprights() {
            sheet.line(line, &PEN);
        }
        plan.texts(&mut sheet);
        check(&[sheet], &[&LIST]);
    }
}

#[test]
fn wrapped_text_and_numbers_at_the_right() {
    let rows = [
        "指標名|内容|現状値|目標値",
        "子育て支援|地域の子育て支援センターを利用した親子の延べ人数を数える|12,340|15,000",
        "見守り|見守り協定を結んだ事業者の数|86|120",
        "公共交通|コミュニティバスの年間の利用者数と乗合タクシーの利用者数の合計|9,876|",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[7.0, 14.0, 5.5, 5.5], &rows).align("llrr");
        plan.ruled(sheet, &PEN);
    });
}

#[test]
fn blank_cells_and_a_blank_column() {
    let rows = [
        "番号|施策名|備考|評価",
        "1|子育て支援||A",
        "2|||",
        "3|公共交通の確保||",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &WIDTHS, &rows);
        plan.ruled(sheet, &PEN);
    });
}

#[test]
fn a_grid_in_colour_with_a_dark_header() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0], BLUE);
        for row in 1..LIST.len() {
            let colour = if row % 2 == 0 {
                [0.95, 0.95, 0.95]
            } else {
                WHITE
            };
            plan.bands(sheet, &[row], colour);
        }
        let colour = [0.2, 0.3, 0.6];
        plan.ruled(sheet, &Pen { colour, ..PEN });
        plan.rules(
            sheet,
            &Pen {
                colour: BLACK,
                ..PEN
            },
            &[0, 1, LIST.len()],
        );
    });
}

#[test]
fn cells_that_differ_in_colour_only() {
    let (dark, pale) = ([0.75, 0.83, 0.93], [0.93, 0.95, 0.99]);
    check_list(|sheet, plan| {
        for cell in &plan.cells {
            let even = (cell.row + cell.col) % 2 == 0;
            sheet.fill(plan.area(cell), if even { dark } else { pale });
        }
        plan.texts(sheet);
    });
}

#[test]
fn every_line_drawn_twice_a_little_apart() {
    check_list(|sheet, plan| {
        for [x0, y0, x1, y1] in plan.levels().into_iter().chain(plan.uprights()) {
            sheet.line([x0, y0, x1, y1], &PEN);
            sheet.line([x0 + 0.4, y0 + 0.4, x1 + 0.4, y1 + 0.4], &PEN);
        }
        plan.texts(sheet);
    });
}

#[test]
fn wrapped_text_with_wide_padding() {
    let rows = [
        "番号|取組内容|担当課",
        "1|地域の子育て支援拠点を利用した親子の交流を増やす|こども課",
        "2|見守り協定を結ぶ|福祉課",
    ];
    for pad in [0.8, 1.2, 1.4] {
        check_sizes(&[&rows], |sheet, size| {
            Plan::new(size, (50.0, 60.0), &[5.0, 14.0, 8.0], &rows)
                .pad(pad)
                .ruled(sheet, &PEN);
        });
    }
}
