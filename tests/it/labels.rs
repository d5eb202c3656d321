//! The labels of cells, values of merged cells, and what sets pieces of a text apart.

use crate::support::{PageSpec, document_of, grid, pdf, repo, texts};
use keikaku::ReadOptions;
use keikaku::document::{Cell, Table};
use keikaku::inspect::{inspect, tables_json};
use keikaku::table::Labels;
use serde_json::json;

fn tables(content: &[u8]) -> Vec<Table> {
    document_of(&pdf(&[PageSpec::new(content)]), "plan.pdf").tables
}

fn cell<'t>(table: &'t Table, text: &str) -> &'t Cell {
    table.cells.iter().find(|c| c.text == text).unwrap()
}

fn labels(table: &Table, text: &str) -> (Vec<String>, Vec<String>) {
    let labels = cell(table, text).labels.clone();
    labels.map_or_else(Default::default, |l| (l.above, l.left))
}

/// A painted header of two levels, a group row, and a column of labels merged over rows:
///
/// ```text
/// なまえ │   しみん
///        │ あ  │ い
/// もくひょう１
/// う     │ 1   │ 2
///        │ 3   │ 4
/// ```
fn population() -> Vec<u8> {
    let mut content = b"0.8 g 50 210 300 40 re f 0 g ".to_vec();
    for (xs, ys) in [
        ([50.0, 150.0], [210.0, 250.0]),
        ([150.0, 350.0], [230.0, 250.0]),
        ([150.0, 250.0], [210.0, 230.0]),
        ([250.0, 350.0], [210.0, 230.0]),
        ([50.0, 350.0], [190.0, 210.0]),
        ([50.0, 150.0], [150.0, 190.0]),
    ] {
        content.extend(grid(&xs, &ys));
    }
    content.extend(grid(&[150.0, 250.0, 350.0], &[150.0, 170.0, 190.0]));
    content.extend(texts(&[
        (60.0, 226.0, 10.0, "なまえ"),
        (230.0, 236.0, 10.0, "しみん"),
        (160.0, 216.0, 10.0, "あ"),
        (260.0, 216.0, 10.0, "い"),
        (60.0, 196.0, 10.0, "もくひょう１"),
        (60.0, 166.0, 10.0, "う"),
        (160.0, 176.0, 10.0, "1"),
        (260.0, 176.0, 10.0, "2"),
        (160.0, 156.0, 10.0, "3"),
        (260.0, 156.0, 10.0, "4"),
    ]));
    content
}

#[test]
fn a_body_cell_has_the_labels_above_and_left_of_it() {
    let tables = tables(&population());
    let table = &tables[0];
    assert_eq!((table.header_rows, table.label_cols), (2, 1));
    let list = |items: &[&str]| items.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let group = "もくひょう1";
    assert_eq!(
        labels(table, "4"),
        (list(&["しみん", "い"]), list(&[group, "う"]))
    );
    assert_eq!(labels(table, "う"), (list(&["なまえ"]), list(&[group])));
    for none in ["しみん", "あ", group] {
        assert!(cell(table, none).labels.is_none(), "{none}");
    }
}

#[test]
fn inspect_prints_the_labels_of_joined_tables() {
    let bytes = pdf(&[PageSpec::new(&population())]);
    let inspection = inspect(&bytes, None, &ReadOptions::default()).unwrap();
    let found = tables_json(&inspection);
    let table = &found["logical_tables"][0];
    assert_eq!(table["label_cols"], 1);
    let last = table["cells"].as_array().unwrap().last().unwrap();
    let expected = json!({ "above": ["しみん", "い"], "left": ["もくひょう1", "う"] });
    assert_eq!(last["labels"], expected);
}

#[test]
fn a_merged_value_is_carried_and_the_printed_grid_stays() {
    let bytes = pdf(&[PageSpec::new(&population())]);
    let inspection = inspect(&bytes, None, &ReadOptions::default()).unwrap();
    let table = &inspection.flow.tables[0];
    let labels = Labels::new(table);
    let at = |row, col| {
        let value = labels.value_at(row, col).unwrap();
        (value.cell.text().as_str().to_owned(), value.carried_from)
    };
    assert_eq!(at(3, 0), ("う".into(), None));
    assert_eq!(at(4, 0), ("う".into(), Some(3)));
    assert_eq!(at(4, 2), ("4".into(), None));
    let covered: usize = table.cells.iter().map(|c| c.rowspan * c.colspan).sum();
    assert_eq!(covered, table.rows * table.cols);
}

/// Two columns and two rows with a text at the top left, and more content.
fn with_text(text: &str, more: &str) -> Vec<u8> {
    let mut content = grid(&[50.0, 200.0, 350.0], &[100.0, 140.0, 180.0]);
    content.extend(texts(&[
        (60.0, 156.0, 10.0, text),
        (210.0, 156.0, 10.0, "い"),
        (60.0, 116.0, 10.0, "う"),
        (210.0, 116.0, 10.0, "え"),
    ]));
    content.extend(more.as_bytes());
    content
}

#[test]
fn struck_text_is_a_run_and_its_line_no_border() {
    // stroked over かきく, and filled twice over い
    let more = "0.5 w 80 159.5 m 110 159.5 l S 210 159 10 0.4 re f 210 160.2 10 0.4 re f ";
    let tables = tables(&with_text("あいかきくけこ", more));
    let table = &tables[0];
    assert_eq!((table.rows, table.cols), (2, 2));
    let runs = &cell(table, "あいかきくけこ").runs;
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].start, runs[0].end, runs[0].struck), (2, 5, true));
    let runs = &cell(table, "い").runs;
    assert_eq!((runs[0].start, runs[0].end, runs[0].struck), (0, 1, true));
    assert!(cell(table, "う").runs.is_empty());
}

#[test]
fn an_underline_strikes_nothing() {
    let more = "0.5 w 60 154.5 m 90 154.5 l S ";
    let tables = tables(&with_text("あいう", more));
    let cells = tables.iter().flat_map(|t| &t.cells);
    assert!(cells.flat_map(|c| &c.runs).all(|r| !r.struck));
}

#[test]
fn coloured_text_is_a_run() {
    let mut content = with_text("あ", "1 0 0 rg ");
    content.extend(texts(&[(70.0, 156.0, 10.0, "か")]));
    let tables = tables(&content);
    let runs = serde_json::to_value(&cell(&tables[0], "あか").runs).unwrap();
    assert_eq!(runs, json!([{ "start": 1, "end": 2, "color": "#ff0000" }]));
}

/// Offsets count characters of the text, and plain text has no runs.
#[test]
fn runs_lie_within_their_text() {
    for name in ["toyota-taikei", "shishin-shinchoku", "anjo-gaiyo"] {
        let path = repo("fixtures").join(name).join(format!("{name}.pdf"));
        let document = document_of(&std::fs::read(path).unwrap(), name);
        for cell in document.tables.iter().flat_map(|t| &t.cells) {
            let mut before = 0;
            for run in &cell.runs {
                assert!(before <= run.start && run.start < run.end, "{run:?}");
                assert!(run.bold || run.struck || run.color.is_some() || run.shaded.is_some());
                before = run.end;
            }
            assert!(before <= cell.text.chars().count());
        }
    }
}
