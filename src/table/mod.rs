//! Rulings, fills and lines to tables.
//!
//! In: a [`Page`](crate::pdf::Page). Out: its tables with exact spans, cell by cell, and the boxes that hold text
//! but no grid. Coordinates: page space.
//!
//! # Source
//! Edges → intersections → cells → tables, as in tabula and pdfplumber; every intermediate is kept
//! so that `inspect` can draw it.

mod bars;
mod boxes;
mod chart;
mod connected;
mod connectors;
mod doubt;
mod edges;
mod glyphs;
mod grid;
mod groups;
mod join;
mod labels;
mod layouts;
mod net;
mod open;
mod overflow;
mod page_tables;
mod painted;
mod refine;
mod schedule;
mod steps;
mod strips;
mod stub;

pub use bars::{Interval, IntervalKind, find as find_intervals, keep_dated};
pub use boxes::BoxNode;
pub use doubt::{Doubt, DoubtKind, sureness};
pub use join::join;
pub use labels::{Carried, Labels};
pub use page_tables::{PageTables, find};
pub use painted::Painted;
pub use steps::{Steps, steps};

use crate::geometry::Rect;
use crate::pdf::Color;
use crate::text::Text;

/// By what a table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Drawn lines.
    Rulings,
    /// Boxes that stand in rows and columns under header boxes.
    Boxes,
    /// Lines across, and white space between columns.
    HorizontalRules,
    /// Painted bands, and white space between columns.
    Shading,
    /// White space alone.
    Alignment,
}

impl Evidence {
    /// As the document prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rulings => "rulings",
            Self::Boxes => "boxes",
            Self::HorizontalRules => "horizontal-rules",
            Self::Shading => "shading",
            Self::Alignment => "alignment",
        }
    }
}

/// A cell with its text.
#[derive(Debug, Clone)]
pub struct Cell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// Paragraphs: what hard breaks and list markers set apart.
    pub paragraphs: Vec<Text>,
    /// The colour the whole cell is painted in, unless white.
    pub fill: Option<Color>,
    /// Page of its first row.
    pub page: u32,
    /// Its box on that page.
    pub bbox: Rect,
}

impl Cell {
    /// Its whole text, a paragraph a line.
    pub fn text(&self) -> Text {
        Text::join(&self.paragraphs, '\n')
    }

    /// Whether it has no text.
    pub fn is_blank(&self) -> bool {
        self.paragraphs.iter().all(Text::is_blank)
    }

    /// Whether it covers a row.
    pub fn covers_row(&self, row: usize) -> bool {
        (self.row..self.row + self.rowspan).contains(&row)
    }

    /// Whether it covers a column.
    pub fn covers_col(&self, col: usize) -> bool {
        (self.col..self.col + self.colspan).contains(&col)
    }
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Rows at the top that name the columns.
    pub header_rows: usize,
    /// Cells by row, then column; they tile the grid.
    pub cells: Vec<Cell>,
    /// Its box on each page it stands on.
    pub places: Vec<(u32, Rect)>,
    /// The line above it.
    pub caption: Option<Text>,
    /// By what it was found.
    pub evidence: Evidence,
    /// Bars and arrows over its year columns.
    pub intervals: Vec<Interval>,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
    /// The texts of header rows that further pages repeat: `cells` has them once.
    pub repeated: Vec<Text>,
    /// No line closes the last row.
    pub open_bottom: bool,
    /// No line closes the first row.
    pub open_top: bool,
}

impl Table {
    /// A table of these cells, which tile its grid.
    pub fn of_cells(rows: usize, cols: usize, cells: Vec<Cell>) -> Self {
        Self {
            rows,
            cols,
            header_rows: 0,
            cells,
            places: vec![(1, Rect::default())],
            caption: None,
            evidence: Evidence::Rulings,
            intervals: Vec::new(),
            doubts: Vec::new(),
            repeated: Vec::new(),
            open_bottom: false,
            open_top: false,
        }
    }

    /// The cell that covers a place.
    pub fn cell_at(&self, row: usize, col: usize) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|c| c.covers_row(row) && c.covers_col(col))
    }

    /// The cells that begin in a row.
    pub fn row_cells(&self, row: usize) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |c| c.row == row)
    }

    /// Sorts the cells by row, then column.
    pub fn sort(&mut self) {
        self.cells.sort_by_key(|c| (c.row, c.col));
    }

    /// How many rows at the top look like a header: the first row, and with it those that its
    /// cells reach down to, when every cell has text and the rows look different from the next.
    fn count_header_rows(&self) -> usize {
        let Some(depth) = self.row_cells(0).map(|c| c.rowspan).max() else {
            return 0;
        };
        if depth >= self.rows {
            return 0;
        }
        let head: Vec<&Cell> = self.cells.iter().filter(|c| c.row < depth).collect();
        let full = head.iter().all(|c| !c.is_blank());
        let painted = |cells: &[&Cell]| cells.iter().all(|c| c.fill.is_some());
        let bold = |cells: &[&Cell]| {
            let mut chars = cells
                .iter()
                .flat_map(|c| &c.paragraphs)
                .flat_map(Text::chars);
            chars.all(|ch| ch.style.bold || !ch.is_printed())
        };
        let next: Vec<&Cell> = self.row_cells(depth).collect();
        let differs = (painted(&head) && !painted(&next)) || (bold(&head) && !bold(&next));
        // group rows below a header are painted too: one cell over all columns is no header
        let next_is_group = next.len() == 1 && head.len() > 1 && painted(&head);
        if full && head.len() > 1 && (differs || next_is_group) {
            depth
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    //! Tables made on the spot, for the tests of what is told from cells alone.

    use super::*;
    use crate::text::TextChar;

    /// A cell with a text that is printed on page 1.
    pub(super) fn cell(text: &str, row: usize, col: usize, rowspan: usize, colspan: usize) -> Cell {
        let printed = |c| TextChar {
            page: 1,
            ..TextChar::gap(c)
        };
        Cell {
            row,
            col,
            rowspan,
            colspan,
            paragraphs: vec![Text::new(text.chars().map(printed).collect())],
            fill: None,
            page: 1,
            bbox: Rect::default(),
        }
    }

    /// The cell, painted.
    pub(super) fn painted(cell: Cell) -> Cell {
        Cell {
            fill: Some(Color::rgb(200, 220, 255)),
            ..cell
        }
    }

    /// The cell in bold.
    pub(super) fn bold(mut cell: Cell) -> Cell {
        let strong = |ch: &TextChar| {
            let mut ch = ch.clone();
            ch.style.bold = true;
            ch
        };
        for text in &mut cell.paragraphs {
            *text = Text::new(text.chars().iter().map(strong).collect());
        }
        cell
    }

    /// A table of such cells.
    pub(super) fn table(header_rows: usize, cells: Vec<Cell>) -> Table {
        let mut table = Table {
            rows: cells.iter().map(|c| c.row + c.rowspan).max().unwrap_or(0),
            cols: cells.iter().map(|c| c.col + c.colspan).max().unwrap_or(0),
            header_rows,
            cells,
            places: vec![(1, Rect::default())],
            caption: None,
            evidence: Evidence::Rulings,
            intervals: Vec::new(),
            open_bottom: false,
            open_top: false,
            doubts: Vec::new(),
            repeated: Vec::new(),
        };
        table.sort();
        table
    }
}
