//! A table as a rule sees it: header rows, the rows below them, and columns by their headers.
//!
//! ```text
//!   ┌──────┬─────────────┐
//!   │      │  令和4年度  │  ┐
//!   │ 施策 ├──────┬──────┤  │ head: the path of the last column is 令和4年度 > 目標
//!   │      │ 実績 │ 目標 │  ┘
//!   ├──────┼──────┼──────┤
//!   │  …   │   5  │   7  │  ┐ body
//! ```

use super::super::draft::fold;
use super::super::grids::table_id;
use crate::document::At;
use crate::rule::model::Header;
use crate::table::{Cell, Table};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A table, or the part of one, that a rule reads.
pub struct View<'t> {
    /// The table; turned, where its headers stand in the first column.
    pub table: Cow<'t, Table>,
    /// Its index in the document.
    pub index: usize,
    /// Rows and columns are those of the document's table the other way round.
    transposed: bool,
    /// Rows that name the columns.
    pub head: Range<usize>,
    /// Rows with values.
    pub body: Range<usize>,
    /// For each place of the grid the cell that covers it.
    grid: Arc<[Option<u32>]>,
    /// For each column the header cells above it, from the top.
    paths: Vec<Vec<usize>>,
}

impl<'t> View<'t> {
    /// A table with its head and body.
    pub fn new(
        table: Cow<'t, Table>,
        index: usize,
        transposed: bool,
        head: Range<usize>,
        body: Range<usize>,
    ) -> Self {
        let grid = grid(&table);
        Self::of_grid(table, index, transposed, (head, body), grid)
    }

    /// [`View::new`] of a table whose grid is known: its parts share one.
    pub fn of_grid(
        table: Cow<'t, Table>,
        index: usize,
        transposed: bool,
        (head, body): (Range<usize>, Range<usize>),
        grid: Arc<[Option<u32>]>,
    ) -> Self {
        let mut view = Self {
            table,
            index,
            transposed,
            head,
            body,
            grid,
            paths: Vec::new(),
        };
        view.paths = (0..view.table.cols).map(|col| view.path_of(col)).collect();
        view
    }

    /// The header cells above a column. A column without any takes those of the column to its
    /// left: a header may stand at the left of all the columns it names.
    fn path_of(&self, col: usize) -> Vec<usize> {
        let above = |col: usize| -> Vec<usize> {
            let mut cells: Vec<usize> = self
                .head
                .clone()
                .filter_map(|row| self.cell_index(row, col))
                .collect();
            cells.dedup();
            cells
        };
        let named = |cells: &Vec<usize>| cells.iter().any(|i| !self.table.cells[*i].is_blank());
        let mut columns = (0..=col).rev().map(above);
        columns.find(named).unwrap_or_default()
    }

    fn cell_index(&self, row: usize, col: usize) -> Option<usize> {
        let at = row * self.table.cols + col;
        let inside = row < self.table.rows && col < self.table.cols;
        let index = inside.then(|| self.grid.get(at).copied().flatten())?;
        index.map(|i| i as usize)
    }

    /// The cell that covers a place.
    pub fn cell(&self, row: usize, col: usize) -> Option<&Cell> {
        self.cell_index(row, col).map(|i| &self.table.cells[i])
    }

    /// The cells that a row touches, each once, from the left.
    pub fn row(&self, row: usize) -> Vec<&Cell> {
        let mut cells: Vec<usize> = (0..self.table.cols)
            .filter_map(|col| self.cell_index(row, col))
            .collect();
        cells.dedup();
        cells.into_iter().map(|i| &self.table.cells[i]).collect()
    }

    /// The columns that a header names.
    pub fn columns(&self, header: &Header) -> Vec<usize> {
        let fits = |col: &usize| self.fits(*col, header);
        (0..self.table.cols).filter(fits).collect()
    }

    /// The first column that a header names.
    pub fn column(&self, header: &Header) -> Option<usize> {
        (0..self.table.cols).find(|col| self.fits(*col, header))
    }

    /// Whether the headers of a column, from the top, are those of a pattern, level by level; levels
    /// may stand between them.
    fn fits(&self, col: usize, header: &Header) -> bool {
        let mut path = self.path(col);
        let found = |level: &crate::rule::model::Re| {
            path.any(|cell| level.matches_whole(&fold(cell.text().as_str())))
        };
        header.levels.iter().all(found)
    }

    /// The header cells above a column, from the top.
    pub fn path(&self, col: usize) -> impl DoubleEndedIterator<Item = &Cell> {
        let cells = self.paths.get(col).map(Vec::as_slice).unwrap_or_default();
        cells.iter().map(|i| &self.table.cells[*i])
    }

    /// The printed header of a column, white space removed: the lowest level, with those above it where
    /// another column has the same.
    pub fn label(&self, col: usize) -> String {
        let lowest = self.lowest(col);
        if lowest.is_empty() {
            return format!("column{}", col + 1);
        }
        let own = self.paths.get(col);
        let twins = (0..self.table.cols).filter(|c| *c != col && self.paths.get(*c) != own);
        if twins.into_iter().any(|c| self.lowest(c) == lowest) {
            let levels = self.path(col).map(label_text).filter(|t| !t.is_empty());
            return levels.collect::<Vec<_>>().join(ABOVE);
        }
        lowest
    }

    fn lowest(&self, col: usize) -> String {
        self.path(col)
            .next_back()
            .map(label_text)
            .unwrap_or_default()
    }

    /// A cell's place in the document's table: table, row, column.
    pub fn place(&self, cell: &Cell) -> (usize, usize, usize) {
        if self.transposed {
            (self.index, cell.col, cell.row)
        } else {
            (self.index, cell.row, cell.col)
        }
    }

    /// The place of the first cell of a row.
    pub fn row_place(&self, row: usize) -> (usize, usize, usize) {
        if self.transposed {
            (self.index, 0, row)
        } else {
            (self.index, row, 0)
        }
    }

    /// Row and column here of a row and column of the document's table.
    pub fn turned(&self, row: usize, col: usize) -> (usize, usize) {
        if self.transposed {
            (col, row)
        } else {
            (row, col)
        }
    }

    /// Where a cell is, also a blank one.
    pub fn at(&self, cell: &Cell) -> At {
        let (table, row, col) = self.place(cell);
        At {
            table: Some(table_id(table)),
            row: Some(row),
            col: Some(col),
            ..At::new(cell.page, cell.bbox)
        }
    }
}

/// What stands between the levels of a label.
const ABOVE: &str = "/";

fn label_text(cell: &Cell) -> String {
    cell.text().as_str().split_whitespace().collect()
}

/// For each place of the grid of a table the cell that covers it.
pub fn grid(table: &Table) -> Arc<[Option<u32>]> {
    let mut grid = vec![None; table.rows * table.cols];
    for (i, cell) in table.cells.iter().enumerate() {
        for row in cell.row..(cell.row + cell.rowspan).min(table.rows) {
            for col in cell.col..(cell.col + cell.colspan).min(table.cols) {
                grid[row * table.cols + col] = Some(i as u32);
            }
        }
    }
    grid.into()
}

/// The table with rows for columns.
pub fn transposed(table: &Table) -> Table {
    let mut out = table.clone();
    (out.rows, out.cols) = (table.cols, table.rows);
    // the rows that were its header are columns now
    out.header_rows = 0;
    for cell in &mut out.cells {
        (cell.row, cell.col) = (cell.col, cell.row);
        (cell.rowspan, cell.colspan) = (cell.colspan, cell.rowspan);
    }
    out.sort();
    out
}
