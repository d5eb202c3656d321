//! Tables, their cells, the pieces of a cell's text that are not plain, and bars over years.

use super::{BOX, ForeignKey, OF_DOCUMENT, PLACE, Relation, boxed, columns, with_place};
use crate::document::{Cell, Document, Interval, Run, Table};

columns!(TABLE, fn own(of: &'d Table) {
    table_id: Text filled, "Id of the table, unique in the document" => &of.id;
    pages: List required, "Pages it stands on" => &of.pages;
    row_count: Integer required, "Number of rows" => of.rows;
    col_count: Integer required, "Number of columns" => of.cols;
    header_rows: Integer required, "Number of header rows at the top" => of.header_rows;
    label_cols: Integer required, "Number of columns at the left that name the rows" => of.label_cols;
    caption: Text, "The line above it" => &of.caption;
    evidence: Text required, "By what it was found: `rulings`, `boxes`, `horizontal-rules`, `shading` or `alignment`" => &of.evidence;
    sureness: Number, "How sure it is that it is read right, from 0 to 1" => of.sureness;
    page: Integer, "Page it begins on" => of.at.first().map(|a| a.page);
});

pub(super) const TABLES: Relation = Relation {
    name: "tables",
    title: "Tables (表)",
    about: "A table, joined over pages; its cells are in `cells`.",
    key: &["document", "table_id"],
    foreign_keys: &[OF_DOCUMENT],
    own: TABLE,
    place: PLACE,
    rows: |of| Box::new(of.tables.iter().map(|t| with_place(own(t), &t.at))),
};

/// A record that belongs to a table.
const OF_TABLE: ForeignKey = ForeignKey {
    columns: &["document", "at_table"],
    relation: "tables",
    references: &["document", "table_id"],
};

/// The key of `cells`.
const CELL_KEY: &[&str] = &["document", "at_table", "at_row", "at_col"];

columns!(CELL, fn cell(of: (&'d Table, &'d Cell)) {
    at_table: Text filled, "Id of the table" => &of.0.id;
    at_row: Integer filled, "First row, from 0" => of.1.row;
    at_col: Integer filled, "First column, from 0" => of.1.col;
    rowspan: Integer required, "Rows it covers" => of.1.rowspan;
    colspan: Integer required, "Columns it covers" => of.1.colspan;
    header: Boolean required, "It is a header cell" => of.1.header;
    text: Text required, "Normalised text; empty for a blank cell" => &of.1.text;
    raw: Text required, "Text as printed" => &of.1.raw;
    labels_above: List, "Header cells over its columns, from the top; null for a header cell or one without labels" => of.1.labels.as_ref().map(|l| &l.above);
    labels_left: List, "Group rows over it, outermost first, then the label cells left of it" => of.1.labels.as_ref().map(|l| &l.left);
    status_mark: Text, "The mark, where the cell holds a mark of the legend and nothing else" => of.1.status.as_ref().map(|s| &s.mark);
    status_meaning: Text, "What the mark means by the legend" => of.1.status.as_ref().and_then(|s| s.meaning.as_ref());
    status_code: Text, "Status in one vocabulary for all municipalities" => of.1.status.as_ref().map(|s| &s.code);
    shaded: Boolean required, "The whole cell is painted in a colour other than white" => of.1.shaded;
    fill: Text, "That colour as `#rrggbb`, or `pattern`" => &of.1.fill;
    drawn_marks: List required, "Characters of the text that are drawn as shapes: ○, △, → …" => &of.1.drawn_marks;
    page: Integer required, "Page of its first row" => of.1.page;
});

/// All cells, with their tables.
fn cells(of: &Document) -> impl Iterator<Item = (&Table, &Cell)> {
    let tables = of.tables.iter();
    tables.flat_map(|t| t.cells.iter().map(move |c| (t, c)))
}

pub(super) const CELLS: Relation = Relation {
    name: "cells",
    title: "Cells (セル)",
    about: "A cell of a table; the cells tile its grid.",
    key: CELL_KEY,
    foreign_keys: &[OF_DOCUMENT, OF_TABLE],
    own: CELL,
    place: BOX,
    rows: |of| {
        Box::new(cells(of).map(|(t, c)| {
            let mut row = cell((t, c));
            row.extend(boxed((c.r#box, c.from_ocr)));
            row
        }))
    },
};

columns!(RUN, fn run(of: (&'d Table, &'d Cell, usize, &'d Run)) {
    at_table: Text filled, "Id of the table" => &of.0.id;
    at_row: Integer filled, "Row of the cell" => of.1.row;
    at_col: Integer filled, "Column of the cell" => of.1.col;
    position: Integer filled, "Its place among the runs of the cell, from 0" => of.2;
    start_char: Integer required, "First character of the cell's text, from 0" => of.3.start;
    end_char: Integer required, "The character behind the last" => of.3.end;
    bold: Boolean required, "Bold" => of.3.bold;
    color: Text, "Text colour as `#rrggbb`, unless black" => &of.3.color;
    struck: Boolean required, "A line is drawn through it (取消線)" => of.3.struck;
    shaded: Text, "Colour of the patch it is printed on, where that is not the cell's" => &of.3.shaded;
});

pub(super) const RUNS: Relation = Relation {
    name: "runs",
    title: "Runs (文字飾り)",
    about: "A piece of a cell's text that is bold, coloured, struck through or on a patch.",
    key: &["document", "at_table", "at_row", "at_col", "position"],
    foreign_keys: &[
        OF_DOCUMENT,
        ForeignKey {
            columns: CELL_KEY,
            relation: "cells",
            references: CELL_KEY,
        },
    ],
    own: RUN,
    place: &[],
    rows: |of| {
        Box::new(cells(of).flat_map(|(t, c)| {
            let runs = c.runs.iter().enumerate();
            runs.map(move |(n, r)| run((t, c, n, r)))
        }))
    },
};

columns!(INTERVAL, fn interval(of: (&'d Table, usize, &'d Interval)) {
    at_table: Text filled, "Id of the table" => &of.0.id;
    position: Integer filled, "Its place among the intervals of the table, from 0" => of.1;
    at_row: Integer required, "Row, from 0" => of.2.row;
    start_col: Integer required, "First column, from 0" => of.2.start;
    end_col: Integer required, "Last column" => of.2.end;
    start_label: Text required, "Header of the first column" => &of.2.start_label;
    end_label: Text required, "Header of the last column" => &of.2.end_label;
    kind: Text required, "`bar` or `arrow`" => &of.2.kind;
    color: Text, "Its colour as `#rrggbb`, or `pattern`, where it is drawn" => &of.2.color;
    text: Text, "The text in it" => &of.2.text;
    page: Integer required, "Page" => of.2.page;
});

pub(super) const INTERVALS: Relation = Relation {
    name: "intervals",
    title: "Intervals (実施期間の線)",
    about: "A bar or arrow over columns of years, quarters or months.",
    key: &["document", "at_table", "position"],
    foreign_keys: &[OF_DOCUMENT, OF_TABLE],
    own: INTERVAL,
    place: BOX,
    rows: |of| {
        Box::new(of.tables.iter().flat_map(|t| {
            t.intervals.iter().enumerate().map(move |(n, i)| {
                let mut row = interval((t, n, i));
                row.extend(boxed((i.r#box, None)));
                row
            })
        }))
    },
};
