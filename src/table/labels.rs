//! Which labels belong to a cell: the header cells above it, the label cells left of it, and the
//! group row that it stands under.
//!
//! ```text
//!   ┌────────┬──────────────┐
//!   │        │ 人口（人）   │
//!   │  区分  ├──────┬───────┤   above the 7: 人口（人）, 女
//!   │        │  男  │  女   │   left of it:  基本目標1, 東部
//!   ├────────┴──────┴───────┤
//!   │ 基本目標1             │ ← a group row: a label of the rows below it
//!   ├────────┬──────┬───────┤
//!   │  東部  │   5  │   7   │
//!   └────────┴──────┴───────┘
//! ```
//!
//! In: a [`Table`], joined over pages. Out: indexes into its cells. Nothing is copied, so that the
//! printed grid stays what it is; a value that a merged cell carries down is asked for with
//! [`Labels::value_at`].
//!
//! All indexes are built once a table, in time proportional to the places of its grid.

use super::groups::{group_rows, is_label_text};
use super::stub::label_cols;
use super::{Cell, Table};

/// What a place of the grid says, and the row it says it in.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'t> {
    /// The cell that covers the place.
    pub cell: &'t Cell,
    /// The first row of the cell, when that is a row above.
    pub carried_from: Option<usize>,
}

/// The labels of the cells of a table.
#[derive(Debug, Clone)]
pub struct Labels<'t> {
    table: &'t Table,
    label_cols: usize,
    /// The cells that cover each column, from the top.
    columns: Vec<Vec<usize>>,
    /// The group rows that each row stands under, outermost first; without itself.
    groups: Vec<Vec<usize>>,
    /// Whether each row is a group row.
    is_group: Vec<bool>,
    /// Whether each cell has a text that can be a label.
    names: Vec<bool>,
}

impl<'t> Labels<'t> {
    /// Finds the labels of a table.
    pub fn new(table: &'t Table) -> Self {
        let mut columns = vec![Vec::new(); table.cols];
        for (i, cell) in table.cells.iter().enumerate() {
            let end = (cell.col + cell.colspan).min(table.cols);
            for column in columns.iter_mut().take(end).skip(cell.col) {
                column.push(i);
            }
        }
        let rows = group_rows(table);
        Self {
            table,
            label_cols: label_cols(table, &columns, &rows.is_group),
            columns,
            groups: rows.groups,
            is_group: rows.is_group,
            names: table.cells.iter().map(is_label_text).collect(),
        }
    }

    /// How many columns at the left name the rows; 0 when nothing tells.
    pub fn label_cols(&self) -> usize {
        self.label_cols
    }

    /// Whether a row names the rows below it.
    pub fn is_group_row(&self, row: usize) -> bool {
        self.is_group.get(row).copied().unwrap_or(false)
    }

    /// The header cells over the columns of a body cell, from the top; none for header cells and
    /// group rows.
    pub fn above(&self, cell: usize) -> Vec<usize> {
        let Some(own) = self.body_cell(cell) else {
            return Vec::new();
        };
        if self.is_group_row(own.row) {
            return Vec::new();
        }
        let end = (own.col + own.colspan).min(self.columns.len());
        let columns = self.columns.get(own.col..end).unwrap_or_default();
        let is_header = |i: &usize| self.table.cells[*i].row < self.table.header_rows;
        let headers = columns
            .iter()
            .flat_map(|column| column.iter().copied().take_while(is_header));
        self.labels(headers.collect())
    }

    /// The group rows over a body cell, then the label cells left of it that share rows with it,
    /// from the left; none for header cells.
    pub fn left(&self, cell: usize) -> Vec<usize> {
        let Some(own) = self.body_cell(cell) else {
            return Vec::new();
        };
        let groups = self.groups.get(own.row).cloned().unwrap_or_default();
        if self.is_group_row(own.row) {
            return groups;
        }
        let columns = self.columns.iter().take(self.label_cols.min(own.col));
        let mut labels: Vec<usize> = columns.flat_map(|c| self.beside(c, own)).collect();
        labels.retain(|i| self.table.cells[*i].col + self.table.cells[*i].colspan <= own.col);
        labels.sort_by_key(|i| (self.table.cells[*i].col, *i));
        labels.dedup();
        labels.retain(|i| self.names[*i]);
        groups.into_iter().chain(labels).collect()
    }

    /// What a place of the grid says: the cell that covers it, and the row it is carried from.
    pub fn value_at(&self, row: usize, col: usize) -> Option<Carried<'t>> {
        let column = self.columns.get(col)?;
        let after = column.partition_point(|i| self.table.cells[*i].row <= row);
        let cell = &self.table.cells[column[after.checked_sub(1)?]];
        cell.covers_row(row).then(|| Carried {
            cell,
            carried_from: (cell.row < row).then_some(cell.row),
        })
    }

    /// The text of a cell on one line, as a label.
    pub fn text(&self, cell: usize) -> String {
        let text = self.table.cells.get(cell).map(Cell::text);
        text.map_or(String::new(), |t| {
            t.one_line().into_trimmed().as_str().to_owned()
        })
    }

    fn body_cell(&self, cell: usize) -> Option<&'t Cell> {
        let cell = self.table.cells.get(cell)?;
        (cell.row >= self.table.header_rows).then_some(cell)
    }

    /// The body cells of a column that share rows with a cell.
    fn beside(&self, column: &[usize], own: &Cell) -> Vec<usize> {
        let cells = &self.table.cells;
        let first = column.partition_point(|i| cells[*i].row + cells[*i].rowspan <= own.row);
        let shares = |i: &usize| cells[*i].row < own.row + own.rowspan;
        let beside = column[first..].iter().copied().take_while(shares);
        beside
            .filter(|i| {
                cells[*i].row >= self.table.header_rows && !self.is_group_row(cells[*i].row)
            })
            .collect()
    }

    /// In the order of the table, each once, without those that say nothing.
    fn labels(&self, mut cells: Vec<usize>) -> Vec<usize> {
        cells.sort_unstable();
        cells.dedup();
        cells.retain(|i| self.names[*i]);
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::super::groups::MAX_LABEL;
    use super::super::tests::{bold, cell, painted, table};
    use super::*;

    fn texts(table: &Table, labels: &[usize]) -> Vec<String> {
        let text = |i: &usize| table.cells[*i].text().as_str().to_owned();
        labels.iter().map(text).collect()
    }

    /// The table of the module's picture.
    fn population() -> Table {
        table(
            2,
            vec![
                cell("区分", 0, 0, 2, 1),
                cell("人口（人）", 0, 1, 1, 2),
                cell("男", 1, 1, 1, 1),
                cell("女", 1, 2, 1, 1),
                cell("基本目標1", 2, 0, 1, 3),
                cell("東部", 3, 0, 1, 1),
                cell("5", 3, 1, 1, 1),
                cell("7", 3, 2, 1, 1),
                cell("西部", 4, 0, 1, 1),
                cell("1", 4, 1, 1, 1),
                cell("2", 4, 2, 1, 1),
            ],
        )
    }

    #[test]
    fn headers_groups_and_labels_of_a_cell() {
        let table = population();
        let labels = Labels::new(&table);
        assert_eq!(labels.label_cols(), 1);
        assert_eq!(texts(&table, &labels.above(7)), ["人口（人）", "女"]);
        assert_eq!(texts(&table, &labels.left(7)), ["基本目標1", "東部"]);
        assert_eq!(texts(&table, &labels.above(5)), ["区分"]);
        assert_eq!(texts(&table, &labels.left(5)), ["基本目標1"]);
        for none in [0, 2, 4] {
            assert!(labels.above(none).is_empty() && labels.left(none).is_empty());
        }
    }

    #[test]
    fn a_merged_body_cell_has_all_its_labels_once() {
        let mut table = table(
            1,
            vec![
                cell("目標", 0, 0, 1, 1),
                cell("名", 0, 1, 1, 1),
                cell("値", 0, 2, 1, 1),
                cell("甲", 1, 0, 2, 1),
                cell("乙", 1, 1, 1, 1),
                cell("丙", 1, 2, 1, 1),
                cell("丁と戊", 2, 1, 1, 2),
            ],
        );
        table.header_rows = 1;
        let labels = Labels::new(&table);
        assert_eq!(labels.label_cols(), 1);
        assert_eq!(texts(&table, &labels.above(6)), ["名", "値"]);
        assert_eq!(texts(&table, &labels.left(6)), ["甲"]);
    }

    #[test]
    fn a_merged_value_is_carried_to_all_its_rows() {
        let table = table(
            0,
            vec![
                cell("甲", 0, 0, 2, 1),
                cell("乙", 0, 1, 1, 1),
                cell("丙", 1, 1, 1, 1),
            ],
        );
        let labels = Labels::new(&table);
        let at = |row, col| {
            let value = labels.value_at(row, col)?;
            Some((value.cell.text().as_str().to_owned(), value.carried_from))
        };
        assert_eq!(at(0, 0), Some(("甲".into(), None)));
        assert_eq!(at(1, 0), Some(("甲".into(), Some(0))));
        assert_eq!(at(1, 1), Some(("丙".into(), None)));
        assert_eq!(at(2, 0), None);
        assert_eq!(at(0, 2), None);
    }

    #[test]
    fn prose_is_no_label() {
        let long = "文".repeat(MAX_LABEL + 1);
        assert!(!is_label_text(&cell(&long, 0, 0, 1, 1)));
        assert!(is_label_text(&painted(cell("文", 0, 0, 1, 1))));
        assert!(!is_label_text(&bold(cell(" ", 0, 0, 1, 1))));
    }
}
