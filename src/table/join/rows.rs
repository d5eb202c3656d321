//! The rows of the next page under those of a table: a row that the page break cut, and labels that
//! run over the break, become one again.

use super::{Joined, so_far};
use crate::table::{Cell, Table};
use crate::text::Text;

/// Puts the rows of `next` below its first `header` rows under those of the table.
pub fn append(joined: &mut Joined, mut next: Table, header: usize) {
    joined.table.repeated.extend(drop_header(&mut next, header));
    joined.table.repeated.append(&mut next.repeated);
    let seam = Seam::new(joined, &next, header);
    let cut = usize::from(seam.is_cut);
    let first_row = joined.table.rows - cut;
    let mut continued: Vec<(usize, usize)> = Vec::new();
    let from = joined.table.cells.len();
    for mut cell in next.cells {
        if let Some(upper) = seam.upper(joined, &cell, &continued) {
            continued.push((upper, cell.rowspan - cut));
            merge_paragraphs(&mut joined.table.cells[upper].paragraphs, cell.paragraphs);
            continue;
        }
        cell.row += first_row;
        if let Some(column) = joined.columns.get_mut(cell.col) {
            column.count(&cell);
        }
        joined.table.cells.push(cell);
    }
    for &(cell, rows) in &continued {
        joined.lengthen(cell, rows);
    }
    joined.table.rows = first_row + next.rows;
    let merged = continued.iter().map(|c| c.0);
    joined.bottom = lowest(&joined.table, merged.chain(from..joined.table.cells.len()));
    joined.table.places.extend(next.places);
    joined.table.doubts.extend(next.doubts);
    joined.table.open_bottom = next.open_bottom;
    for mut interval in next.intervals {
        interval.row += first_row;
        joined.table.intervals.push(interval);
    }
}

impl Joined {
    fn lengthen(&mut self, cell: usize, rows: usize) {
        let cell = &mut self.table.cells[cell];
        cell.rowspan += rows;
        if let Some(column) = self.columns.get_mut(cell.col) {
            column.has_merged |= cell.rowspan > 1;
        }
    }
}

/// Which of some cells reach the last row, by column.
pub fn lowest(table: &Table, cells: impl Iterator<Item = usize>) -> Vec<usize> {
    let reaches = |cell: &usize| table.cells[*cell].row + table.cells[*cell].rowspan >= table.rows;
    let mut lowest: Vec<usize> = cells.filter(reaches).collect();
    lowest.sort_by_key(|cell| table.cells[*cell].col);
    lowest
}

/// Takes rows off the top; returns their texts.
fn drop_header(next: &mut Table, header: usize) -> Vec<Text> {
    let head = next.cells.extract_if(.., |c| c.row < header);
    let repeated = head.flat_map(|c| c.paragraphs).collect();
    for cell in &mut next.cells {
        cell.row -= header;
    }
    next.rows -= header;
    next.intervals.retain(|i| i.row >= header);
    for interval in &mut next.intervals {
        interval.row -= header;
    }
    repeated
}

/// Where two pages meet.
struct Seam {
    /// The page break cut a row in two.
    is_cut: bool,
    /// By column: whether its cells label rows.
    labels: Vec<bool>,
}

impl Seam {
    fn new(joined: &Joined, next: &Table, header: usize) -> Self {
        let below = so_far(next, 0);
        let pairs = joined.columns.iter().zip(&below);
        let labels: Vec<bool> = pairs.map(|(a, b)| a.has_merged || b.has_merged).collect();
        Self {
            is_cut: is_cut_row(joined, next, header, &labels),
            labels,
        }
    }

    /// The cell above the break that a cell goes on with.
    fn upper(&self, joined: &Joined, cell: &Cell, continued: &[(usize, usize)]) -> Option<usize> {
        let upper = (cell.row == 0).then(|| above(joined, cell)).flatten()?;
        let is_label = self.labels.get(cell.col).copied().unwrap_or(false);
        let goes_on = self.is_cut || is_label && self.label_runs_on(joined, cell, upper, continued);
        goes_on.then_some(upper)
    }

    /// Whether a blank cell in a column of merged labels continues the label above the page break.
    /// All labels to its left run on too, and no cell of its column is blank, or a label to the left
    /// is merged over the same rows.
    fn label_runs_on(
        &self,
        joined: &Joined,
        cell: &Cell,
        upper: usize,
        continued: &[(usize, usize)],
    ) -> bool {
        let cells = &joined.table.cells;
        let label = &cells[upper];
        let left = || continued.iter().filter(|c| cells[c.0].col < cell.col);
        let labels = self.labels.iter().take(cell.col).filter(|is| **is).count();
        let never_blank = joined.columns.get(cell.col).is_some_and(|c| !c.has_blank);
        let beside =
            || left().any(|(other, rows)| (cells[*other].row, *rows) == (label.row, cell.rowspan));
        let all_left = left().count() == labels;
        cell.is_blank() && !label.is_blank() && all_left && (never_blank || beside())
    }
}

/// The cell of the last row above a cell of the first row of the next page.
fn above(joined: &Joined, cell: &Cell) -> Option<usize> {
    let cells = &joined.table.cells;
    let at = joined
        .bottom
        .binary_search_by_key(&cell.col, |i| cells[*i].col);
    let upper = joined.bottom[at.ok()?];
    let fits = cells[upper].row >= joined.table.header_rows && cells[upper].colspan == cell.colspan;
    fits.then_some(upper)
}

/// Whether the page break cut a row: no line closes it, or the cell that every other row fills
/// first (its number or name) is blank while others go on.
fn is_cut_row(joined: &Joined, next: &Table, header: usize, labels: &[bool]) -> bool {
    let table = &joined.table;
    let first: Vec<&Cell> = next.row_cells(0).collect();
    let last: Vec<&Cell> = joined.bottom.iter().map(|i| &table.cells[*i]).collect();
    let same_cells = first.len() == last.len()
        && first
            .iter()
            .zip(&last)
            .all(|(a, b)| (a.col, a.colspan) == (b.col, b.colspan));
    if !same_cells || first.len() < 2 || table.rows <= table.header_rows {
        return false;
    }
    let open = table.open_bottom || (header == 0 && next.open_top);
    // merged labels run on blank without their row being cut: look at the first other column
    let mut pairs = first.iter().zip(&last);
    let is_label = |cell: &Cell| labels.get(cell.col).copied().unwrap_or(false);
    let lead = pairs.find(|(a, b)| a.rowspan == 1 && b.rowspan == 1 && !is_label(a));
    let leads_blank = lead.is_some_and(|(a, b)| {
        a.is_blank() && !b.is_blank() && column_is_filled(joined, next, a.col)
    });
    open || leads_blank
}

/// Every row but the first of the next page has something in this column.
fn column_is_filled(joined: &Joined, next: &Table, col: usize) -> bool {
    let filled_above = joined.columns.get(col).is_some_and(|c| !c.has_narrow_blank);
    let mut below = next
        .cells
        .iter()
        .filter(|c| c.row > 0 && c.col == col && c.colspan == 1);
    filled_above && below.all(|c| !c.is_blank())
}

/// Puts the second half of a cut cell behind the first. The last paragraph goes on unless the
/// next one opens an entry.
fn merge_paragraphs(upper: &mut Vec<Text>, lower: Vec<Text>) {
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
