//! Tables as the document prints them.

use crate::account::{Ledger, Place};
use crate::document::{At, Cell, CellLabels, Interval, Run, Table};
use crate::pdf::Color;
use crate::table::{self, Labels};
use crate::text::Emphasis;
use std::ops::Range;

/// The tables of a document.
pub fn tables(tables: &[table::Table], ledger: &mut Ledger) -> Vec<Table> {
    let tables = tables.iter().enumerate();
    tables.map(|(i, t)| grid(i, t, ledger)).collect()
}

fn grid(index: usize, table: &table::Table, ledger: &mut Ledger) -> Table {
    for text in &table.repeated {
        ledger.put(text.glyphs(), Place::RepeatedHeader);
    }
    let labels = Labels::new(table);
    let mut pages: Vec<u32> = table.places.iter().map(|p| p.0).collect();
    pages.dedup();
    let places = table.places.iter();
    let cells = table.cells.iter().enumerate();
    Table {
        id: table_id(index),
        pages,
        rows: table.rows,
        cols: table.cols,
        header_rows: table.header_rows,
        label_cols: labels.label_cols(),
        caption: table.caption.as_ref().map(|c| c.as_str().to_owned()),
        evidence: table.evidence.as_str().into(),
        sureness: table::sureness(table),
        at: places.map(|(page, r)| At::new(*page, *r)).collect(),
        cells: cells
            .map(|(i, c)| Cell {
                labels: labels_of(i, &labels),
                ..cell(table, c, ledger)
            })
            .collect(),
        intervals: table.intervals.iter().map(interval).collect(),
    }
}

fn interval(i: &table::Interval) -> Interval {
    Interval {
        row: i.row,
        start: i.start,
        end: i.end,
        start_label: i.start_label.clone(),
        end_label: i.end_label.clone(),
        kind: i.kind.as_str().into(),
        color: i.color.map(|c| c.to_css()),
        text: i.text.as_ref().map(|t| t.as_str().to_owned()),
        page: i.page,
        r#box: i.bbox.rounded(),
    }
}

fn cell(table: &table::Table, c: &table::Cell, ledger: &mut Ledger) -> Cell {
    let text = c.text();
    ledger.put(text.glyphs(), Place::Cell);
    let runs = text.emphases();
    Cell {
        row: c.row,
        col: c.col,
        rowspan: c.rowspan,
        colspan: c.colspan,
        text: text.as_str().to_owned(),
        raw: text.raw(),
        shaded: c.fill.is_some(),
        fill: c.fill.map(|f| f.to_css()),
        header: c.row < table.header_rows,
        page: c.page,
        r#box: c.bbox.rounded(),
        from_ocr: text.from_ocr(),
        labels: None,
        runs: runs.into_iter().map(run).collect(),
        drawn_marks: text.drawn_marks(),
        status: None,
    }
}

fn run((range, emphasis): (Range<usize>, Emphasis)) -> Run {
    let css = |[r, g, b]: [u8; 3]| Color::rgb(r, g, b).to_css();
    Run {
        start: range.start,
        end: range.end,
        bold: emphasis.bold,
        color: emphasis.color.map(css),
        struck: emphasis.struck,
        shaded: emphasis.patch.map(css),
    }
}

fn labels_of(cell: usize, labels: &Labels<'_>) -> Option<CellLabels> {
    let (above, left) = (labels.above(cell), labels.left(cell));
    let texts = |cells: Vec<usize>| cells.into_iter().map(|i| labels.text(i)).collect();
    (!above.is_empty() || !left.is_empty()).then(|| CellLabels {
        above: texts(above),
        left: texts(left),
    })
}

/// Id of a table by its place in the document.
pub fn table_id(index: usize) -> String {
    format!("table{}", index + 1)
}
