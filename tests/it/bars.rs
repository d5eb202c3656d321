//! Bars and arrows over year columns.

use crate::support::{PageSpec, document_of, grid, pdf, texts};
use keikaku::document::{Interval, Table};

const XS: [f32; 5] = [50.0, 150.0, 200.0, 250.0, 300.0];

/// A table with the header とりくみ R6 R7 R8 and two rows of 24 points, from 156 and 132 downwards.
fn plan(header: [&str; 3], over: &str) -> Vec<u8> {
    let mut content = Vec::new();
    content.extend(over.as_bytes());
    content.extend(b"0 g 0 G 1 w\n");
    content.extend(grid(&XS, &[108.0, 132.0, 156.0, 180.0]));
    content.extend(texts(&[
        (56.0, 164.0, 10.0, "とりくみ"),
        (156.0, 164.0, 10.0, header[0]),
        (206.0, 164.0, 10.0, header[1]),
        (256.0, 164.0, 10.0, header[2]),
        (56.0, 140.0, 10.0, "あいう"),
        (56.0, 116.0, 10.0, "かきく"),
    ]));
    content
}

const YEARS: [&str; 3] = ["R6", "R7", "R8"];

fn table(content: &[u8]) -> Table {
    let bytes = pdf(&[PageSpec::new(content)]);
    let mut tables = document_of(&bytes, "bars.pdf").tables;
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

fn told(intervals: &[Interval]) -> Vec<String> {
    let one = |i: &Interval| {
        format!(
            "row {} cols {}-{} {}-{} {}",
            i.row, i.start, i.end, i.start_label, i.end_label, i.kind
        )
    };
    intervals.iter().map(one).collect()
}

#[test]
fn a_bar_covers_the_years_under_it() {
    let table = table(&plan(
        YEARS,
        "0.2 0.5 1 rg 155 139 90 10 re f\n1 0 0 rg 205 115 93 10 re f\n",
    ));
    assert_eq!((table.rows, table.cols), (3, 4));
    assert_eq!(
        told(&table.intervals),
        ["row 1 cols 1-2 R6-R7 bar", "row 2 cols 2-3 R7-R8 bar"]
    );
    assert_eq!(table.intervals[0].color.as_deref(), Some("#3380ff"));
    assert!(table.cells.iter().all(|c| !c.shaded));
}

#[test]
fn a_bar_with_an_outline_does_not_break_the_grid() {
    let table = table(&plan(YEARS, "0.2 0.5 1 rg 0 0 0.5 RG 160 139 85 10 re B\n"));
    assert_eq!((table.rows, table.cols), (3, 4));
    assert_eq!(told(&table.intervals), ["row 1 cols 1-2 R6-R7 bar"]);
}

#[test]
fn the_text_in_a_bar_goes_with_it() {
    let mut content = plan(YEARS, "0.6 0.8 1 rg 152 137 146 14 re f\n");
    content.extend(texts(&[(210.0, 140.0, 10.0, "じっし")]));
    let table = table(&content);
    assert_eq!(told(&table.intervals), ["row 1 cols 1-3 R6-R8 bar"]);
    assert_eq!(table.intervals[0].text.as_deref(), Some("じっし"));
}

#[test]
fn a_bar_drawn_cell_by_cell_is_one() {
    let table = table(&plan(
        YEARS,
        "0.2 0.5 1 rg 150 139 50 10 re f 200 139 50 10 re f 250 139 50 10 re f\n",
    ));
    assert_eq!(told(&table.intervals), ["row 1 cols 1-3 R6-R8 bar"]);
}

#[test]
fn drawn_arrows_and_block_arrows_are_intervals() {
    let line = "156 144 m 240 144 l S 239 140 m 246 144 l 239 148 l f\n";
    let block =
        "0 0.6 0 rg 205 117 m 285 117 l 285 113 l 296 120 l 285 127 l 285 123 l 205 123 l h f\n";
    let table = table(&plan(YEARS, &format!("{line}{block}")));
    assert_eq!((table.rows, table.cols), (3, 4));
    assert_eq!(
        told(&table.intervals),
        ["row 1 cols 1-2 R6-R7 arrow", "row 2 cols 2-3 R7-R8 arrow"]
    );
}

#[test]
fn months_and_quarters_are_years_too_and_words_are_not() {
    let bar = "0.2 0.5 1 rg 155 139 90 10 re f\n";
    let quarters = table(&plan(["1Q", "2Q", "3Q"], bar));
    assert_eq!(told(&quarters.intervals), ["row 1 cols 1-2 1Q-2Q bar"]);
    let words = table(&plan(["あ", "い", "う"], bar));
    assert!(words.intervals.is_empty());
}

#[test]
fn a_shaded_cell_is_no_bar() {
    let table = table(&plan(YEARS, "0.8 g 150 132 50 24 re f\n"));
    assert!(table.intervals.is_empty());
    assert!(table.cells.iter().any(|c| c.shaded));
}
