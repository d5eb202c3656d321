//! Level lines only.

use super::draw::{PEN, Pen, Sheet};
use super::plan::Plan;
use super::{LIST, check, check_list, check_sizes};

/// A table with text that is wrapped in its second column.
const WRAPPED: [&str; 4] = [
    "番号|取組内容|担当課|評価",
    "1|地域の子育て支援センターを利用した親子の交流の場を増やす|こども課|A",
    "2|見守り協定を結ぶ|福祉課|B",
    "3|コミュニティバスの路線を見直し、乗合タクシーと合わせて公共交通を確保し続ける|都市整備課|C",
];

#[test]
fn lines_at_the_top_under_the_header_and_at_the_bottom() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &Pen { width: 1.0, ..PEN }, &[0, 5]);
        plan.rules(sheet, &PEN, &[1]);
        plan.texts(sheet);
    });
}

#[test]
fn three_lines_around_numbers() {
    let rows = [
        "地区|人口|世帯数|高齢化率",
        "北部|12,340|5,120|31.2",
        "中部|30,210|13,004|27.5",
        "南部|8,765|3,990|35.0",
        "合計|51,315|22,114|29.6",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (60.0, 80.0), &[7.0, 7.0, 7.0, 7.0], &rows).align("lrrr");
        plan.rules(sheet, &PEN, &[0, 1, 5]);
        plan.texts(sheet);
    });
}

#[test]
fn a_line_under_each_row() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4, 5]);
        plan.texts(sheet);
    });
}

#[test]
fn a_line_under_each_row_and_none_at_the_top() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[1, 2, 3, 4, 5]);
        plan.texts(sheet);
    });
}

#[test]
fn dotted_lines_between_rows() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[0, 1, 5]);
        plan.rules(sheet, &Pen { dash: 1.0, ..PEN }, &[2, 3, 4]);
        plan.texts(sheet);
    });
}

#[test]
fn lines_under_rows_with_wrapped_text_at_the_top() {
    check_sizes(&[&WRAPPED], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &WRAPPED);
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4]);
        plan.texts(sheet);
    });
}

#[test]
fn lines_under_rows_with_wrapped_text_in_the_middle() {
    check_sizes(&[&WRAPPED], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &WRAPPED).middle();
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4]);
        plan.texts(sheet);
    });
}

/// Three lines in all: the rows are told by the first line of each.
#[test]
fn three_lines_and_wrapped_text_at_the_top() {
    check_sizes(&[&WRAPPED], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &WRAPPED).pad(0.8);
        plan.rules(sheet, &PEN, &[0, 1, 4]);
        plan.texts(sheet);
    });
}

#[test]
fn three_lines_and_wrapped_text_in_the_middle() {
    check_sizes(&[&WRAPPED], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &WRAPPED)
            .middle()
            .pad(0.8);
        plan.rules(sheet, &PEN, &[0, 1, 4]);
        plan.texts(sheet);
    });
}

#[test]
fn short_lines_under_labels_over_columns() {
    let rows = [
        "指標名|実績値|<|目標値|<",
        "^|R4|R5|R8|R13",
        "待機児童数|12|8|5|0",
        "健診受診率|41.7|43.0|45.0|47.0",
        "相談件数|120|133|150|180",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let widths = [9.0, 5.0, 5.0, 5.0, 5.0];
        let plan = Plan::new(size, (50.0, 60.0), &widths, &rows)
            .heads(2)
            .align("lrrrr");
        plan.rules(sheet, &Pen { width: 1.0, ..PEN }, &[0, 5]);
        plan.rules(sheet, &PEN, &[2]);
        let y = plan.ys()[1];
        for (from, to) in [(1, 3), (3, 5)] {
            sheet.line([plan.xs[from] + 4.0, y, plan.xs[to] - 4.0, y], &PEN);
        }
        plan.texts(sheet);
    });
}

/// Web pages: the border of each cell is a line, with a gap between the columns.
#[test]
fn lines_in_a_piece_for_each_column() {
    for gap in [0.7, 1.5, 3.0] {
        check_list(|sheet, plan| {
            for cell in &plan.cells {
                let [x0, top, x1, bottom] = plan.area(cell);
                if cell.row == 0 {
                    sheet.line([x0 + gap, top, x1 - gap, top], &PEN);
                }
                sheet.line([x0 + gap, bottom, x1 - gap, bottom], &PEN);
            }
            plan.texts(sheet);
        });
    }
}

#[test]
fn a_label_over_rows_between_lines() {
    let rows = [
        "基本方針|施策名|担当課",
        "子ども|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
        "健康|健診の受診|健康課",
        "^|食育の推進|健康課",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[7.0, 12.0, 7.0], &rows);
        for line in plan.levels() {
            sheet.line(line, &PEN);
        }
        plan.texts(sheet);
    });
}

#[test]
fn blank_cells_between_lines() {
    let rows = [
        "番号|施策名|担当課|評価",
        "1|子育て支援の充実||A",
        "2||福祉課|",
        "3|公共交通の確保|都市整備課|",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &super::WIDTHS, &rows);
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4]);
        plan.texts(sheet);
    });
}

#[test]
fn two_columns_between_lines() {
    let rows = [
        "計画の名称|第2期子ども計画",
        "計画の期間|令和7年度から令和11年度まで",
        "担当課|こども課",
        "根拠となる法令|子ども・子育て支援法",
    ];
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let plan = Plan::new(size, (50.0, 60.0), &[9.0, 20.0], &rows).heads(0);
        plan.rules(&mut sheet, &PEN, &[0, 1, 2, 3, 4]);
        plan.texts(&mut sheet);
        check(&[sheet], &[&rows]);
    }
}

#[test]
fn text_stands_above_and_below_the_lines() {
    check_sizes(&[&LIST], |sheet, size| {
        let prose = "市は、次の施策を着実に進め、毎年度その結果を公表します。";
        sheet.text(50.0, 50.0, size, prose);
        let plan = Plan::new(size, (50.0, 60.0 + size), &super::WIDTHS, &LIST);
        plan.rules(sheet, &PEN, &[0, 1, 5]);
        plan.texts(sheet);
        sheet.text(50.0, plan.bottom() + 3.0 * size, size, prose);
    });
}

#[test]
fn lines_and_bands_together() {
    check_list(|sheet, plan| {
        plan.bands(sheet, &[0, 2, 4], [0.9, 0.93, 0.98]);
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4, 5]);
        plan.texts(sheet);
    });
}

#[test]
fn level_lines_and_one_upright_line() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4, 5]);
        let [_, top, _, bottom] = plan.whole();
        sheet.line([plan.xs[1], top, plan.xs[1], bottom], &PEN);
        plan.texts(sheet);
    });
}

#[test]
fn upright_lines_and_one_under_the_header() {
    check_list(|sheet, plan| {
        plan.rules(sheet, &PEN, &[0, 1, 5]);
        for line in plan.uprights() {
            sheet.line(line, &PEN);
        }
        plan.texts(sheet);
    });
}
