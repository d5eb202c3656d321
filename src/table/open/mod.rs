//! Tables without a drawn grid: lines across, painted bands, or nothing but the text itself.
//!
//! A region is found by its seams or by the alignment of its text; white space gives its columns,
//! seams and spacing its rows, and labels over several columns their spans. The result is a grid
//! like that of a ruled table, with the cell of every word.
//!
//! ```text
//!   sheet ─▶ seams ─▶ between ─┐             ┌─▶ columns ─▶ header, levels ─┐
//!        └─▶ aligned ──────────┴─▶ region ─▶ assemble ─▶ rows, anchors ─────┼─▶ builder ─▶ table
//!                                            └─▶ form, over_rows ──────────┘
//! ```

mod aligned;
mod anchors;
mod assemble;
mod between;
mod builder;
mod columns;
mod form;
mod header;
mod levels;
mod over_rows;
mod region;
mod rows;
mod seams;
mod sheet;

pub use columns::{Columns, RowExtents};
pub use region::{Line, Region};
pub use rows::{Row, rows};
pub use seams::seams;
pub use sheet::Sheet;

use super::Evidence;
use super::grid::Grid;
use crate::geometry::Rect;
use crate::layout::Word;

/// A table without a drawn grid.
#[derive(Debug, Clone)]
pub struct OpenTable<'g> {
    /// Its cells.
    pub grid: Grid,
    /// The words of each cell, by index of the cell.
    pub words: Vec<Vec<Word<'g>>>,
    /// By what it was found.
    pub evidence: Evidence,
    /// How many rows at its top are its header.
    pub header_rows: usize,
}

/// Finds the tables of a sheet.
pub fn find<'g>(sheet: &Sheet<'_, 'g>) -> Vec<OpenTable<'g>> {
    if sheet.lines.is_empty() {
        return Vec::new();
    }
    let mut found = between::tables(sheet);
    let taken: Vec<Rect> = found.iter().map(|t| t.grid.bbox).collect();
    found.extend(aligned::tables(sheet, &taken));
    found
}
