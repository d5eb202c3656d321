//! Texts in cells: entries, upright text, wide spacing; rows with rows of their own.

use super::draw::{PEN, Sheet};
use super::plan::Plan;
use super::{check, check_sizes, document, kept, pdf_of};

#[test]
fn several_entries_in_a_cell() {
    let rows = [
        "施策名|取組内容|担当課",
        "保育の充実|・施設の整備¶・保育士の確保¶・延長保育|こども課",
        "健康づくり|・健診の受診¶・食育の推進|健康課",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[8.0, 14.0, 7.0], &rows).ruled(sheet, &PEN);
    });
}

#[test]
fn entries_that_are_wrapped() {
    let rows = [
        "施策名|取組内容|担当課",
        "保育|・待機児童をなくすために必要な施設を整える¶・保育士の確保|こども課",
        "健康|①健診の受診を勧め、病気を早く見つけて治す¶②食育の推進|健康課",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[8.0, 14.0, 7.0], &rows).ruled(sheet, &PEN);
    });
}

#[test]
fn entries_beside_entries() {
    let rows = [
        "施策名|取組内容|評価",
        "保育|①施設の整備¶②保育士の確保¶③延長保育|①A¶②B¶③A",
        "健康|①健診の受診¶②食育の推進|①C¶②A",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[8.0, 14.0, 7.0], &rows).ruled(sheet, &PEN);
    });
}

/// Upright text in a narrow cell over rows, by an upright font.
#[test]
fn upright_text_in_a_narrow_cell() {
    let rows = [
        "|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
        "^|居場所づくり|こども課",
        "^|食育の推進|健康課",
    ];
    let whole = rows.join("\n").replacen('|', "子育て|", 1);
    let whole: Vec<&str> = whole.lines().collect();
    check_sizes(&[&whole], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[2.0, 12.0, 7.0], &rows).heads(0);
        plan.ruled(sheet, &PEN);
        let [_, top, _, bottom] = plan.whole();
        let start = (top + bottom) / 2.0 - 1.5 * size;
        sheet.upright(50.0 + size, start, size, "子育て");
    });
}

/// Upright text as spreadsheets print it: one character under the other.
#[test]
fn upright_text_by_single_characters() {
    let rows = [
        "|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
        "^|居場所づくり|こども課",
        "^|食育の推進|健康課",
    ];
    let whole = rows.join("\n").replacen('|', "基本方針|", 1);
    let whole: Vec<&str> = whole.lines().collect();
    check_sizes(&[&whole], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &[2.0, 12.0, 7.0], &rows).heads(0);
        plan.ruled(sheet, &PEN);
        let [_, top, _, bottom] = plan.whole();
        let start = (top + bottom) / 2.0 - 1.1 * size;
        for (i, c) in ["基", "本", "方", "針"].iter().enumerate() {
            sheet.text(50.0 + size / 2.0, start + 1.05 * size * i as f32, size, c);
        }
    });
}

/// 計　画: labels spread over their cells, by a wide space or by nothing at all between the characters.
fn spread_labels(spaces: bool) {
    let rows = ["計画|目標|実績", "R5|120|118", "R6|150|149"];
    for (size, gap) in [(9.0, 1.0), (12.0, 2.0)] {
        let mut sheet = Sheet::portrait();
        let blank = ["||", "R5|120|118", "R6|150|149"];
        let plan = Plan::new(size, (50.0, 60.0), &[8.0, 8.0, 8.0], &blank);
        plan.ruled(&mut sheet, &PEN);
        let y = plan.ys()[1] - 0.5 * size;
        for (i, label) in ["計画", "目標", "実績"].iter().enumerate() {
            let x = plan.xs[i] + (8.0 - 2.0 - gap) / 2.0 * size;
            let (a, b) = label.split_at(3);
            if spaces {
                let between = "　".repeat(gap as usize);
                sheet.text(x, y, size, &format!("{a}{between}{b}"));
            } else {
                sheet.text(x, y, size, a);
                sheet.text(x + (1.0 + gap) * size, y, size, b);
            }
        }
        let document = check(&[sheet], &[&rows]);
        let heads: Vec<&str> = document.tables[0].cells[..3]
            .iter()
            .map(|c| c.text.as_str())
            .collect();
        assert_eq!(heads, ["計画", "目標", "実績"], "{size} pt");
    }
}

#[test]
fn labels_spread_by_white_space() {
    spread_labels(false);
}

#[test]
fn labels_spread_by_wide_spaces() {
    spread_labels(true);
}

#[test]
fn a_column_with_rows_of_its_own() {
    let rows = [
        "施策名|取組|実績|評価",
        "保育の充実|施設の整備|12|A",
        "^|保育士の確保|30|^",
        "^|延長保育|4|^",
        "健康づくり|健診の受診|41|B",
        "^|食育の推進|7|^",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[8.0, 10.0, 5.0, 5.0], &rows).ruled(sheet, &PEN);
    });
}

/// Two columns whose inner rows are of different heights: every line of one is a row of the grid.
#[test]
fn columns_with_different_rows_of_their_own() {
    let rows = [
        "施策名|取組|指標",
        "保育の充実|施設の整備|待機児童数",
        "^|^|^",
        "^|保育士の確保|^",
        "^|^|保育士の数",
        "^|延長保育|^",
        "^|^|^",
    ];
    // lines of the second column after two rows each, of the third after three
    check_sizes(
        &[&[
            "施策名|取組|指標",
            "保育の充実|施設の整備|待機児童数",
            "^|保育士の確保|^",
            "^|^|保育士の数",
            "^|延長保育|^",
        ]],
        |sheet, size| {
            let plan = Plan::new(size, (50.0, 60.0), &[8.0, 10.0, 8.0], &rows);
            plan.ruled(sheet, &PEN);
        },
    );
}

/// A sheet for one measure: labels and values, with rows of different columns.
#[test]
fn a_form_with_rows_of_different_columns() {
    let rows = [
        "施策名|保育の充実|<|<|<|<",
        "担当課|こども課|<|連携課|学校教育課|<",
        "目標|R5|12|<|R6|8",
        "成果|待機児童が減った|<|<|<|<",
    ];
    for (size, landscape) in [(8.0, false), (11.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        let widths = [7.0, 5.0, 5.0, 5.0, 5.0, 5.0];
        let plan = Plan::new(size, (50.0, 60.0), &widths, &rows).heads(0);
        plan.ruled(&mut sheet, &PEN);
        check(&[sheet], &[&rows]);
    }
}

#[test]
fn numbers_with_units_and_brackets_stay_whole() {
    let rows = [
        "指標名|現状値¶（令和4年度）|目標値¶（令和13年度）",
        "健診受診率|41.7%|47.0%",
        "利用者数|12,340人|15,000人",
    ];
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        Plan::new(size, (50.0, 60.0), &[8.0, 9.0, 9.0], &rows).ruled(&mut sheet, &PEN);
        let bytes = pdf_of(&[sheet]);
        let found = document(&bytes);
        let texts: Vec<String> = found.tables[0]
            .cells
            .iter()
            .map(|c| super::plain(&c.text).replace('¶', ""))
            .collect();
        let expected = [
            "指標名",
            "現状値(令和4年度)",
            "目標値(令和13年度)",
            "健診受診率",
            "41.7%",
            "47.0%",
            "利用者数",
            "12,340人",
            "15,000人",
        ];
        assert_eq!(texts, expected, "{}", kept(&bytes, "units"));
    }
}
