//! Cells over several rows and columns.

use super::draw::{GREY, PEN, Pen, Sheet};
use super::plan::Plan;
use super::{check, check_sizes};

/// Draws rows as a full grid, in each size, by strokes, by bars and by outlines of cells.
fn ruled(widths: &[f32], heads: usize, rows: &[&str]) {
    check_sizes(&[rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), widths, rows).heads(heads);
        plan.ruled(sheet, &PEN);
    });
    check_sizes(&[rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), widths, rows).heads(heads);
        plan.ruled(sheet, &Pen { bar: true, ..PEN });
    });
    check_sizes(&[rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), widths, rows).heads(heads);
        plan.boxes(sheet, &PEN, 1);
        plan.texts(sheet);
    });
}

#[test]
fn labels_over_rows() {
    ruled(
        &[7.0, 12.0, 7.0],
        1,
        &[
            "基本方針|施策名|担当課",
            "子ども|保育の充実|こども課",
            "^|学校教育の推進|学校教育課",
            "^|居場所づくり|こども課",
            "健康|健診の受診|健康課",
            "^|食育の推進|^",
        ],
    );
}

#[test]
fn labels_over_columns() {
    ruled(
        &[10.0, 6.0, 6.0, 6.0],
        1,
        &[
            "指標|令和5年度|令和6年度|令和7年度",
            "子育て|<|<|<",
            "待機児童数|12|8|0",
            "健康|<|<|<",
            "健診受診率|41.7|43.0|45.2",
            "食育教室|中止|<|4",
        ],
    );
}

#[test]
fn labels_over_rows_and_columns() {
    ruled(
        &[6.0, 6.0, 6.0, 6.0, 6.0],
        1,
        &[
            "区分|<|件数|金額|備考",
            "歳入|市税|12|340|なし",
            "^|交付金|4|120|^",
            "歳出|扶助費|8|210|注",
            "予備費|<|3|<|注",
        ],
    );
}

#[test]
fn a_block_over_rows_and_columns() {
    ruled(
        &[6.0, 7.0, 7.0, 7.0],
        1,
        &[
            "年度|前期|中期|後期",
            "令和5|計画の見直し|<|評価",
            "令和6|^|<|公表",
            "令和7|実施|<|<",
        ],
    );
}

#[test]
fn a_header_of_two_levels() {
    ruled(
        &[4.0, 10.0, 6.0, 6.0, 6.0],
        2,
        &[
            "番号|指標名|現状値|目標値|<",
            "^|^|令和4年度|令和8年度|令和13年度",
            "1|待機児童数|12|5|0",
            "2|健診受診率|41.7|45.0|47.0",
        ],
    );
}

#[test]
fn a_header_of_three_levels() {
    ruled(
        &[8.0, 5.0, 5.0, 5.0, 5.0, 5.0],
        3,
        &[
            "指標名|実績|<|<|<|目標",
            "^|前期|<|後期|<|^",
            "^|R4|R5|R6|R7|R8",
            "待機児童数|12|11|8|5|0",
            "受診率|41|42|43|44|47",
        ],
    );
}

#[test]
fn headers_at_the_left_on_two_levels() {
    ruled(
        &[5.0, 8.0, 6.0, 6.0],
        1,
        &[
            "分野|項目|令和5|令和6",
            "福祉|相談件数|120|133",
            "^|訪問件数|45|51",
            "合計|<|165|184",
        ],
    );
}

/// The outline of the cell is no rectangle: the text stands at its top, one part below is taken.
#[test]
fn an_outline_like_an_l() {
    for (size, landscape) in [(8.0, true), (10.5, false)] {
        let mut sheet = Sheet::turned(landscape);
        let rows = ["事業の概要||", "|年度|予算", "|R5|120", "|R6|150"];
        let plan = Plan::new(size, (50.0, 60.0), &[8.0, 6.0, 6.0], &rows).heads(0);
        let [x0, top, x1, bottom] = plan.whole();
        let (xs, ys) = (&plan.xs, plan.ys());
        sheet.frame([x0, top, x1, bottom], &PEN);
        for y in &ys[1..4] {
            sheet.line([xs[1], *y, x1, *y], &PEN);
        }
        for x in &xs[1..3] {
            sheet.line([*x, ys[1], *x, bottom], &PEN);
        }
        plan.texts(&mut sheet);
        let texts = texts_of_l(&super::pdf_of(&[sheet]));
        assert_eq!(
            texts,
            ["事業の概要", "年度", "予算", "R5", "120", "R6", "150"]
        );
    }
}

/// The texts of the one table of a file, in order, without the blank ones; the cells must tile it.
fn texts_of_l(bytes: &[u8]) -> Vec<String> {
    let document = super::document(bytes);
    assert_eq!(document.tables.len(), 1, "{}", super::kept(bytes, "l"));
    let table = &document.tables[0];
    assert_eq!(
        (table.rows, table.cols),
        (4, 3),
        "{}",
        super::kept(bytes, "l")
    );
    let area: usize = table.cells.iter().map(|c| c.rowspan * c.colspan).sum();
    assert_eq!(area, 12);
    let texts = table.cells.iter().map(|c| super::plain(&c.text));
    texts.filter(|t| !t.is_empty()).collect()
}

/// 該当なし by a line from corner to corner.
#[test]
fn a_diagonal_line_in_a_cell() {
    let rows = [
        "指標名|令和5年度|令和6年度",
        "待機児童数|12|",
        "健診受診率||45.2",
        "利用者数|300|310",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[10.0, 7.0, 7.0], &rows);
        plan.ruled(sheet, &PEN);
        for cell in plan.cells.iter().filter(|c| c.text.is_empty()) {
            let [x0, top, x1, bottom] = plan.area(cell);
            sheet.line([x0, bottom, x1, top], &PEN);
        }
    });
}

#[test]
fn a_diagonal_line_in_the_corner_of_the_header() {
    let rows = ["|令和5年度|令和6年度", "北部|12|14", "南部|30|31"];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[8.0, 7.0, 7.0], &rows);
        plan.ruled(sheet, &PEN);
        let [x0, top, x1, bottom] = plan.area(&plan.cells[0]);
        sheet.line([x0, top, x1, bottom], &PEN);
    });
}

#[test]
fn a_diagonal_line_through_several_cells() {
    let rows = [
        "番号|施策名|実績|評価",
        "1|保育の充実|12|A",
        "2|施設の廃止||",
        "3|食育の推進|4|B",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[4.0, 9.0, 6.0, 6.0], &rows);
        plan.ruled(sheet, &PEN);
        let [_, top, x1, bottom] = plan.row(2);
        sheet.line([plan.xs[2], top, x1, bottom], &PEN);
    });
}

/// A column whose labels stand over different numbers of rows than those of the next column.
#[test]
fn steps_of_spans() {
    ruled(
        &[6.0, 6.0, 9.0],
        1,
        &[
            "大項目|中項目|小項目",
            "安全|防災|訓練の実施",
            "^|^|備蓄の充実",
            "^|防犯|見守り活動",
            "快適|道路|舗装の補修",
            "^|^|歩道の整備",
            "^|公園|遊具の点検",
        ],
    );
}

#[test]
fn painted_labels_over_rows() {
    let rows = [
        "基本方針|施策名|担当課",
        "子ども|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
        "健康|健診の受診|健康課",
        "^|食育の推進|健康課",
    ];
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let plan = Plan::new(size, (50.0, 60.0), &[7.0, 12.0, 7.0], &rows);
        plan.bands(&mut sheet, &[0], GREY);
        for label in ["子ども", "健康"] {
            sheet.fill(plan.area_of(label), GREY);
        }
        plan.ruled(&mut sheet, &PEN);
        let document = check(&[sheet], &[&rows]);
        for cell in &document.tables[0].cells {
            assert_eq!(cell.shaded, cell.row == 0 || cell.col == 0, "{}", cell.text);
        }
    }
}

/// Blank cells that are merged: no text tells where they end.
#[test]
fn merged_blank_cells() {
    ruled(
        &[6.0, 6.0, 6.0, 6.0],
        1,
        &["区分|R5|R6|R7", "北部|<||1", "南部|||<", "^|4|5|6"],
    );
}

#[test]
fn groups_by_rows_over_all_columns() {
    ruled(
        &[4.0, 13.0, 7.0, 4.0],
        1,
        &[
            "番号|施策名|担当課|評価",
            "基本方針1　子どもが輝くまち|<|<|<",
            "1|保育の充実|こども課|A",
            "2|居場所づくり|こども課|B",
            "基本方針2　健康なまち|<|<|<",
            "3|健診の受診|健康課|A",
        ],
    );
}

/// A column that is split in some rows and whole in others.
#[test]
fn columns_split_in_some_rows() {
    ruled(
        &[7.0, 4.0, 4.0, 4.0, 4.0],
        1,
        &[
            "指標名|現状|<|目標|<",
            "待機児童|男|女|男|女",
            "人数|5|7|0|0",
            "受診率|41|<|47|<",
        ],
    );
}
