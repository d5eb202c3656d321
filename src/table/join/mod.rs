//! Tables that go on over pages become one.
//!
//! Two tables are one when the second is the first on the next page, the first the last on its
//! page, they have the same columns in the same places, and the second repeats the header of the
//! first or has none. Repeated header rows are counted once. A row that a page break cut in two
//! becomes one again, and so does a merged cell that runs over the break.
//!
//! A header that is repeated word by word is the best evidence: it outweighs another width, and
//! that one page shows lines where the other shows none. Without it the columns must stand in the
//! same places and hold the same kind of content, and nothing may look like another header. Forms
//! that are filled in once a page stay apart: their first column says the same on each.

mod columns;
mod header;
mod kinds;
mod places;
mod rows;

use super::{Cell, Evidence, Table};
use kinds::Kinds;

/// Joins the tables of a document, given page by page. `is_last` and `is_first` tell whether a
/// table is the last or first thing on its page, furniture aside.
pub fn join(
    pages: Vec<Vec<Table>>,
    is_last: impl Fn(&Table) -> bool,
    is_first: impl Fn(&Table) -> bool,
) -> Vec<Table> {
    let mut out: Vec<Joined> = Vec::new();
    for tables in pages {
        for (i, table) in tables.into_iter().enumerate() {
            let last = out.last_mut().filter(|last| {
                i == 0 && follows(&last.table, &table) && is_first(&table) && is_last(&last.table)
            });
            let part = last.and_then(|last| Some((part_of(last, &table)?, last)));
            match part {
                Some(((part, header), last)) => last.append(part.unwrap_or(table), header),
                None => out.push(Joined::new(table)),
            }
        }
    }
    out.into_iter().map(|joined| joined.table).collect()
}

/// A table so far, with what the next page asks of it, so that no page looks at all cells again.
struct Joined {
    table: Table,
    /// By column.
    columns: Vec<SoFar>,
    /// The cells that reach the last row, by column.
    bottom: Vec<usize>,
}

/// What a column held so far, below the header.
#[derive(Debug, Clone, Copy, Default)]
struct SoFar {
    /// A cell of it is merged over rows: it labels them.
    has_merged: bool,
    /// A cell that begins in it is blank.
    has_blank: bool,
    /// A cell of this column alone is blank.
    has_narrow_blank: bool,
    kinds: Kinds,
}

impl Joined {
    fn new(table: Table) -> Self {
        let columns = so_far(&table, table.header_rows);
        let bottom = rows::lowest(&table, 0..table.cells.len());
        Self {
            table,
            columns,
            bottom,
        }
    }

    fn append(&mut self, next: Table, header: usize) {
        if header > self.table.header_rows {
            // the header of the first page was not known whole
            self.table.header_rows = header;
            self.columns = so_far(&self.table, header);
        }
        rows::append(self, next, header);
    }
}

impl SoFar {
    fn count(&mut self, cell: &Cell) {
        self.has_merged |= cell.rowspan > 1;
        self.has_blank |= cell.is_blank();
        self.has_narrow_blank |= cell.is_blank() && cell.colspan == 1;
        self.kinds.count(cell);
    }
}

/// What the columns of a table hold from a row on.
fn so_far(table: &Table, from: usize) -> Vec<SoFar> {
    let mut columns = vec![SoFar::default(); table.cols];
    for cell in table.cells.iter().filter(|c| c.row >= from) {
        if let Some(column) = columns.get_mut(cell.col) {
            column.count(cell);
        }
    }
    columns
}

/// Whether the page of `next` comes right after the last of `table`.
fn follows(table: &Table, next: &Table) -> bool {
    match (table.places.last(), next.places.first()) {
        (Some((page, _)), Some((next_page, _))) => page.checked_add(1) == Some(*next_page),
        _ => false,
    }
}

/// Whether `next` goes on where the table stops: how many rows at its top are the header once more,
/// and with it a copy on the columns of the table, if it shows but some of their borders.
fn part_of(joined: &Joined, next: &Table) -> Option<(Option<Table>, usize)> {
    let wide = columns::spread(&joined.table, next);
    let header = joint(joined, wide.as_ref().unwrap_or(next))?;
    Some((wide, header))
}

/// How many rows at the top of `next` are the header once more, if it goes on where the table stops.
fn joint(joined: &Joined, next: &Table) -> Option<usize> {
    let table = &joined.table;
    if table.cols != next.cols {
        return None;
    }
    let header = header::repeated(table, next);
    if kinds::is_same_form(table, next, header) {
        return None;
    }
    if header > 0 {
        return columns::match_under_header(table, next, header).then_some(header);
    }
    let alike = is_drawn(table) == is_drawn(next)
        && (!is_drawn(table) || table.evidence == next.evidence)
        && columns::match_in_place(table, next);
    let other = || header::begins_another(joined, next) || kinds::differ(&joined.columns, next);
    (alike && !other()).then_some(0)
}

/// Whether the borders of its columns are drawn, not estimated from the white between texts.
fn is_drawn(table: &Table) -> bool {
    matches!(table.evidence, Evidence::Rulings | Evidence::Boxes)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cell, table};
    use super::*;
    use crate::geometry::Rect;

    /// A part on a page: a header and rows.
    fn part(page: u32, rows: usize) -> Table {
        let head = [cell("番号", 0, 0, 1, 1), cell("施策名", 0, 1, 1, 1)];
        let body = (1..rows).flat_map(|row| {
            let number = format!("{page}-{row}");
            [cell(&number, row, 0, 1, 1), cell("充実", row, 1, 1, 1)]
        });
        let mut table = table(1, head.into_iter().chain(body).collect());
        let place = |c: &Cell| Rect {
            x0: 50.0 + 100.0 * c.col as f64,
            top: 20.0 * c.row as f64,
            x1: 150.0 + 100.0 * c.col as f64,
            bottom: 20.0 * (c.row + 1) as f64,
        };
        for cell in &mut table.cells {
            cell.page = page;
            cell.bbox = place(cell);
        }
        let boxes: Vec<Rect> = table.cells.iter().map(|c| c.bbox).collect();
        table.places = vec![(page, Rect::bounding(&boxes).unwrap_or_default())];
        table
    }

    #[test]
    fn the_cells_of_many_pages_stand_in_order() {
        let pages = (1..=500).map(|page| vec![part(page, 21)]).collect();
        let joined = join(pages, |_| true, |_| true);
        assert_eq!(joined.len(), 1);
        assert_eq!((joined[0].rows, joined[0].places.len()), (10_001, 500));
        let order: Vec<(usize, usize)> = joined[0].cells.iter().map(|c| (c.row, c.col)).collect();
        assert!(order.is_sorted());
        assert_eq!(order.len(), 20_002);
    }

    #[test]
    fn a_page_between_parts_them() {
        let joined = join(vec![vec![part(1, 3)], vec![part(3, 3)]], |_| true, |_| true);
        assert_eq!(joined.len(), 2);
    }

    #[test]
    fn a_total_takes_the_columns_of_its_table() {
        let mut total = table(0, vec![cell("合計", 0, 0, 1, 1)]);
        total.places = vec![(2, part(1, 3).places[0].1)];
        total.cells[0].page = 2;
        total.cells[0].bbox = total.places[0].1;
        let wide = columns::spread(&part(1, 3), &total).map(|t| (t.cols, t.cells[0].colspan));
        assert_eq!(wide, Some((2, 2)));
    }
}
