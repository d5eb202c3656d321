//! Group rows: rows in the body of a table that name the rows below them (`基本目標1 …`).
//!
//! A row is one when a single cell covers all columns, or when its first cell alone has text and
//! the row looks different from the others: painted from side to side in a colour that no row of
//! several texts has, or bold while the first column is not. Notes (`※ …`) and prose name nothing.

use super::{Cell, Table};
use crate::text::Text;
use std::collections::BTreeSet;

/// Most levels of group rows: 基本目標, 基本方針, 基本施策, 施策.
const MAX_LEVELS: usize = 4;

/// The group rows of a table, row by row.
#[derive(Debug, Clone, Default)]
pub struct GroupRows {
    /// The cells of the group rows that each row stands under, outermost first; without itself.
    pub groups: Vec<Vec<usize>>,
    /// Whether each row is a group row.
    pub is_group: Vec<bool>,
}

/// How a group row looks; rows of one level look alike.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    fill: Option<[u8; 3]>,
    bold: bool,
}

/// Finds the group rows. A group row that follows another at once and looks different is a level
/// below it; any other ends the levels before, down to the one that looks like it.
pub fn group_rows(table: &Table) -> GroupRows {
    let labels = group_cells(table);
    let mut out = GroupRows::default();
    let mut open: Vec<(Look, usize)> = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        if let Some(cell) = *label {
            let look = look(&table.cells[cell]);
            let follows = row > 0 && labels[row - 1].is_some();
            match open.iter().position(|(other, _)| *other == look) {
                Some(level) => open.truncate(level),
                None if follows && open.len() < MAX_LEVELS => {}
                None => open.clear(),
            }
            out.groups.push(open.iter().map(|g| g.1).collect());
            open.push((look, cell));
        } else {
            out.groups.push(open.iter().map(|g| g.1).collect());
        }
        out.is_group.push(label.is_some());
    }
    out
}

/// The cell of each row that names the rows below it.
fn group_cells(table: &Table) -> Vec<Option<usize>> {
    let rows = rows(table);
    let colors = colors_of_records(table, &rows);
    let plain_column = (table.header_rows..table.rows)
        .filter_map(|row| rows[row].first())
        .map(|i| &table.cells[*i])
        .any(|c| c.col == 0 && !c.is_blank() && !is_bold(c));
    let is_group = |row: &[usize]| -> Option<usize> {
        let (first, rest) = row.split_first()?;
        let cell = &table.cells[*first];
        let whole = cell.col == 0
            && row.iter().map(|i| table.cells[*i].colspan).sum::<usize>() == table.cols;
        let low = row.iter().all(|i| table.cells[*i].rowspan == 1);
        let alone = rest.iter().all(|i| table.cells[*i].is_blank());
        let differs = rest.is_empty()
            || painted_in(table, row).is_some_and(|color| !colors.contains(&color))
            || (is_bold(cell) && plain_column);
        (whole && low && alone && differs && names_rows(cell)).then_some(*first)
    };
    (0..table.rows)
        .map(|row| match row < table.header_rows || table.cols < 2 {
            true => None,
            false => is_group(&rows[row]),
        })
        .collect()
}

/// The cells that begin in each row.
fn rows(table: &Table) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); table.rows];
    for (i, cell) in table.cells.iter().enumerate() {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(i);
        }
    }
    rows
}

/// The colours of whole rows with several texts: banded rows, totals.
fn colors_of_records(table: &Table, rows: &[Vec<usize>]) -> BTreeSet<[u8; 3]> {
    let is_record =
        |row: &&Vec<usize>| row.iter().filter(|i| !table.cells[**i].is_blank()).count() > 1;
    let body = rows.iter().skip(table.header_rows);
    body.filter(is_record)
        .filter_map(|row| painted_in(table, row))
        .collect()
}

/// The colour of a row whose cells are all painted in it.
fn painted_in(table: &Table, row: &[usize]) -> Option<[u8; 3]> {
    let fill = |i: &usize| table.cells[*i].fill.map(|f| f.rgb);
    let first = fill(row.first()?)?;
    row.iter().all(|i| fill(i) == Some(first)).then_some(first)
}

fn look(cell: &Cell) -> Look {
    Look {
        fill: cell.fill.map(|f| f.rgb),
        bold: is_bold(cell),
    }
}

/// Whether all text of a cell is bold.
pub fn is_bold(cell: &Cell) -> bool {
    let chars = cell.paragraphs.iter().flat_map(Text::chars);
    let mut printed = chars
        .filter(|c| c.is_printed() && !c.c.is_whitespace())
        .peekable();
    printed.peek().is_some() && printed.all(|c| c.style.bold)
}

/// Short, and neither a note nor a sentence.
fn names_rows(cell: &Cell) -> bool {
    let text = cell.text();
    let text = text.as_str().trim();
    is_label_text(cell) && !text.starts_with(['※', '*', '＊', '注']) && !text.ends_with('。')
}

/// A label has at most this many characters: the longest column titles seen have about 60, and a
/// cell of more is prose, which names nothing.
pub const MAX_LABEL: usize = 120;

/// Whether the text of a cell can be a label.
pub fn is_label_text(cell: &Cell) -> bool {
    let length: usize = cell.paragraphs.iter().map(|p| p.chars().len()).sum();
    !cell.is_blank() && length <= MAX_LABEL
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bold, cell, painted, table};
    use super::*;

    fn record(row: usize) -> Vec<Cell> {
        vec![cell("名", row, 0, 1, 1), cell("値", row, 1, 1, 1)]
    }

    fn found(rows: Vec<Vec<Cell>>) -> GroupRows {
        group_rows(&table(0, rows.concat()))
    }

    #[test]
    fn a_row_of_one_cell_names_the_rows_below_it() {
        let rows = found(vec![
            record(0),
            vec![cell("一", 1, 0, 1, 2)],
            record(2),
            vec![cell("二", 3, 0, 1, 2)],
            record(4),
        ]);
        assert_eq!(rows.groups, [vec![], vec![], vec![2], vec![], vec![5]]);
        assert_eq!(rows.is_group, [false, true, false, true, false]);
    }

    #[test]
    fn group_rows_of_two_looks_are_two_levels() {
        let rows = found(vec![
            vec![painted(cell("一", 0, 0, 1, 2))],
            vec![cell("ア", 1, 0, 1, 2)],
            record(2),
            vec![cell("イ", 3, 0, 1, 2)],
            record(4),
            vec![painted(cell("二", 5, 0, 1, 2))],
            record(6),
        ]);
        assert_eq!(rows.groups[1], [0]);
        assert_eq!(rows.groups[2], [0, 1]);
        assert_eq!(rows.groups[4], [0, 4]);
        assert!(rows.groups[5].is_empty());
        assert_eq!(rows.groups[6], [7]);
    }

    #[test]
    fn a_row_with_one_text_needs_to_look_different() {
        let blank = |row| cell("", row, 1, 1, 1);
        let plain = vec![cell("名", 0, 0, 1, 1), blank(0)];
        let strong = vec![bold(cell("名", 1, 0, 1, 1)), blank(1)];
        let filled = vec![painted(cell("名", 2, 0, 1, 1)), painted(blank(2))];
        let label = vec![painted(cell("名", 3, 0, 1, 1)), blank(3)];
        let rows = found(vec![plain, strong, filled, label, record(4)]);
        assert_eq!(rows.is_group, [false, true, true, false, false]);
    }

    #[test]
    fn banded_rows_notes_and_prose_are_no_groups() {
        let band = |row| record(row).into_iter().map(painted).collect::<Vec<_>>();
        let empty = vec![
            painted(cell("名", 2, 0, 1, 1)),
            painted(cell("", 2, 1, 1, 1)),
        ];
        let rows = found(vec![
            band(0),
            record(1),
            empty,
            vec![cell("※ 注", 3, 0, 1, 2)],
            vec![cell("これは文である。", 4, 0, 1, 2)],
        ]);
        assert_eq!(rows.is_group, [false; 5]);
    }
}
