//! Tables that go on over pages become one.
//!
//! Two tables are one when the second is the first on the next page, the first the last on its
//! page, they have the same columns in the same places, and the second repeats the header of the
//! first or has none. Repeated header rows are counted once. A row that a page break cut in two
//! becomes one again, and so does a merged cell that runs over the break.

use super::{Cell, Interval, Table};
use crate::geometry::Rect;

/// Column borders may differ by this share of the table width and still be the same columns:
/// 0.5 % is 3 pt on A4.
const SAME_COLUMN: f64 = 0.006;

/// Joins the tables of a document, given page by page. `is_last` and `is_first` tell whether a
/// table is the last or first thing on its page, furniture aside.
pub fn join(
    pages: Vec<Vec<Table>>,
    is_last: impl Fn(&Table) -> bool,
    is_first: impl Fn(&Table) -> bool,
) -> Vec<Table> {
    let mut out: Vec<Table> = Vec::new();
    for tables in pages {
        for (i, table) in tables.into_iter().enumerate() {
            match out.last_mut() {
                Some(last) if i == 0 && is_first(&table) && is_last(last) && same(last, &table) => {
                    append(last, table);
                }
                _ => out.push(table),
            }
        }
    }
    out
}

/// Whether `next` goes on where `table` stops.
fn same(table: &Table, next: &Table) -> bool {
    let (Some((page, _)), Some((next_page, _))) = (table.places.last(), next.places.first()) else {
        return false;
    };
    if next_page - page != 1 || table.evidence != next.evidence {
        return false;
    }
    let header = repeated_header(table, next);
    same_columns(table, next) && (header > 0 || next.header_rows == 0)
}

/// Where columns begin, as shares of the table width, from cells of one column.
fn columns(table: &Table) -> Vec<f64> {
    let Some((page, bbox)) = table.places.last() else {
        return Vec::new();
    };
    let on_page: Vec<&Cell> = table.cells.iter().filter(|c| c.page == *page).collect();
    (0..table.cols)
        .map(|col| {
            let starts = on_page.iter().filter(|c| c.col == col);
            let x = starts.map(|c| c.bbox.x0).fold(f64::NAN, f64::min);
            (x - bbox.x0) / bbox.width().max(1.0)
        })
        .collect()
}

fn same_columns(table: &Table, next: &Table) -> bool {
    let (a, b) = (columns(table), columns(next));
    let widths = (place(table).width(), place(next).width());
    let same_width = (widths.0 - widths.1).abs() <= SAME_COLUMN * widths.0.max(widths.1) * 2.0;
    // a column that is merged away on one of the pages says nothing there
    let near = |(x, y): (&f64, &f64)| x.is_nan() || y.is_nan() || (x - y).abs() <= SAME_COLUMN;
    table.cols == next.cols && same_width && a.iter().zip(&b).all(near)
}

fn place(table: &Table) -> Rect {
    table.places.last().map(|p| p.1).unwrap_or_default()
}

/// How many rows of `next` repeat the top of `table`.
fn repeated_header(table: &Table, next: &Table) -> usize {
    let depth = table.header_rows.max(1);
    let head = |t: &Table| -> Vec<(usize, usize, usize, usize, String)> {
        let mut cells: Vec<_> = t
            .cells
            .iter()
            .filter(|c| c.row < depth)
            .map(|c| {
                let text: String = c.text().as_str().split_whitespace().collect();
                (c.row, c.col, c.rowspan, c.colspan, text)
            })
            .collect();
        cells.sort();
        cells
    };
    let (a, b) = (head(table), head(next));
    // without other evidence a row of words in every column is a header, and one with figures is data
    let is_word = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_numeric());
    let is_header = match table.header_rows {
        0 => a.len() > 1 && a.iter().filter(|c| is_word(&c.4)).count() * 3 >= a.len() * 2,
        _ => a.iter().any(|c| !c.4.is_empty()),
    };
    if a == b && is_header && next.rows > depth {
        depth
    } else {
        0
    }
}

fn append(table: &mut Table, mut next: Table) {
    let header = repeated_header(table, &next);
    if header > 0 && table.header_rows == 0 {
        table.header_rows = header;
    }
    next.cells.retain(|c| c.row >= header);
    for cell in &mut next.cells {
        cell.row -= header;
    }
    next.rows -= header;
    let labels: Vec<usize> = (0..table.cols)
        .filter(|&col| is_label_column(table, col) || is_label_column(&next, col))
        .collect();
    let cut = is_cut_row(table, &next, header, &labels);
    let first_row = table.rows - usize::from(cut);
    let below_header = next.intervals.into_iter().filter(|i| i.row >= header);
    table.intervals.extend(below_header.map(|i| Interval {
        row: i.row - header + first_row,
        ..i
    }));
    let mut continued: Vec<(usize, usize)> = Vec::new();
    for mut cell in next.cells {
        let upper = (cell.row == 0).then(|| above(table, &cell)).flatten();
        let goes_on = |upper: &usize| {
            let is_label = labels.contains(&cell.col);
            cut || (is_label && label_runs_on(table, &cell, *upper, &continued, &labels))
        };
        if let Some(upper) = upper.filter(goes_on) {
            continued.push((upper, cell.rowspan - usize::from(cut)));
            merge_paragraphs(&mut table.cells[upper].paragraphs, cell.paragraphs);
            continue;
        }
        cell.row += first_row;
        table.cells.push(cell);
    }
    for (cell, rows) in continued {
        table.cells[cell].rowspan += rows;
    }
    table.rows = first_row + next.rows;
    table.places.extend(next.places);
    table.doubts.extend(next.doubts);
    table.open_bottom = next.open_bottom;
    table.sort();
}

/// The cell of the last row above a cell of the first row of the next page.
fn above(table: &Table, cell: &Cell) -> Option<usize> {
    let last_row = table.rows.checked_sub(1)?;
    table.cells.iter().position(|c| {
        c.covers_row(last_row)
            && c.row >= table.header_rows
            && (c.col, c.colspan) == (cell.col, cell.colspan)
    })
}

/// Whether a blank cell in a column of merged labels continues the label above the page break. All
/// labels to its left run on too, and no cell of its column is blank, or a label to the left is
/// merged over the same rows.
fn label_runs_on(
    table: &Table,
    cell: &Cell,
    upper: usize,
    continued: &[(usize, usize)],
    labels: &[usize],
) -> bool {
    let label = &table.cells[upper];
    let left: Vec<&(usize, usize)> = continued
        .iter()
        .filter(|(other, _)| table.cells[*other].col < cell.col)
        .collect();
    let all_left = left.len() == labels.iter().filter(|col| **col < cell.col).count();
    let beside = left
        .iter()
        .any(|(other, rows)| (table.cells[*other].row, *rows) == (label.row, cell.rowspan));
    cell.is_blank() && !label.is_blank() && all_left && (never_blank(table, cell.col) || beside)
}

/// A column whose cells are merged over rows labels those rows.
fn is_label_column(table: &Table, col: usize) -> bool {
    let mut body = table
        .cells
        .iter()
        .filter(|c| c.col == col && c.row >= table.header_rows);
    body.any(|c| c.rowspan > 1)
}

/// In a column of merged labels every cell says something.
fn never_blank(table: &Table, col: usize) -> bool {
    let mut labels = table
        .cells
        .iter()
        .filter(|c| c.col == col && c.row >= table.header_rows);
    labels.all(|c| !c.is_blank())
}

/// Whether the page break cut a row: no line closes it, or the cell that every other row fills
/// first (its number or name) is blank while others go on.
fn is_cut_row(table: &Table, next: &Table, header: usize, labels: &[usize]) -> bool {
    let Some(last_row) = table.rows.checked_sub(1) else {
        return false;
    };
    let first: Vec<&Cell> = next.row_cells(0).collect();
    let last: Vec<&Cell> = table
        .cells
        .iter()
        .filter(|c| c.covers_row(last_row))
        .collect();
    let same_cells = first.len() == last.len()
        && first
            .iter()
            .zip(&last)
            .all(|(a, b)| (a.col, a.colspan) == (b.col, b.colspan));
    if !same_cells || first.len() < 2 || last_row < table.header_rows {
        return false;
    }
    let open = table.open_bottom || (header == 0 && next.open_top);
    // merged labels run on blank without their row being cut: look at the first other column
    let mut pairs = first.iter().zip(&last);
    let lead = pairs.find(|(a, b)| a.rowspan == 1 && b.rowspan == 1 && !labels.contains(&a.col));
    let leads_blank = lead.is_some_and(|(a, b)| {
        a.is_blank() && !b.is_blank() && column_is_filled(table, next, a.col)
    });
    open || leads_blank
}

/// Every row but the first of the next page has something in this column.
fn column_is_filled(table: &Table, next: &Table, col: usize) -> bool {
    let body = |c: &&Cell| c.col == col && c.colspan == 1;
    let above = table
        .cells
        .iter()
        .filter(|c| c.row >= table.header_rows)
        .filter(body);
    let below = next.cells.iter().filter(|c| c.row > 0).filter(body);
    above.chain(below).all(|c| !c.is_blank())
}

/// Puts the second half of a cut cell behind the first. The last paragraph goes on unless the
/// next one opens an entry.
fn merge_paragraphs(upper: &mut Vec<crate::text::Text>, lower: Vec<crate::text::Text>) {
    let mut lower = lower.into_iter().peekable();
    if let (Some(last), Some(first)) = (upper.last_mut(), lower.peek())
        && !crate::layout::opens_entry(first.as_str())
        && !last.as_str().ends_with('。')
    {
        crate::layout::join_soft(last, first);
        lower.next();
    }
    upper.extend(lower);
}
