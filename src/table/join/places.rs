//! Where the cells of a table stand, and how large what is printed in them.

use crate::geometry::Rect;
use crate::table::{Cell, Table};

/// The cells of a page stand together, those of the last page at the end.
pub fn on_last_page(table: &Table) -> impl Iterator<Item = &Cell> {
    let page = table.places.last().map(|p| p.0);
    let cells = table.cells.iter().rev();
    cells.take_while(move |c| Some(c.page) == page)
}

/// The cells of some rows at the top.
pub fn top(table: &Table, rows: usize) -> impl Iterator<Item = &Cell> {
    table.cells.iter().take_while(move |c| c.row < rows)
}

/// The box of what is printed in a cell.
pub fn ink(cell: &Cell) -> Option<Rect> {
    let chars = cell.paragraphs.iter().flat_map(|p| p.chars());
    let boxes = chars.filter(|ch| ch.is_printed()).map(|ch| ch.bbox);
    boxes.reduce(|a, b| a.union(&b))
}

/// The size of what is printed in a cell, in points.
pub fn em(cell: &Cell) -> f64 {
    let mut chars = cell.paragraphs.iter().flat_map(|p| p.chars());
    let size = chars.find(|ch| ch.is_printed()).map(|ch| ch.style.size);
    size.map_or(0.0, f64::from)
}
