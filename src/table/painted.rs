//! The painted areas of a page by place, so that a cell looks only at those near it.

use crate::geometry::{BoxIndex, Rect};
use crate::pdf::{Color, Fill, Page};

/// A painted area that covers at least this share of a cell paints the cell.
pub const MIN_PAINTED: f64 = 0.75;

/// An index over the painted areas of a page.
pub struct Painted<'p> {
    fills: &'p [Fill],
    index: BoxIndex,
}

impl<'p> Painted<'p> {
    /// Indexes the painted areas of a page.
    pub fn new(page: &'p Page) -> Self {
        Self {
            fills: &page.fills,
            index: BoxIndex::new(page.fills.iter().map(|f| f.bbox)),
        }
    }

    /// The colour on top of a whole cell, unless white: the last area painted that covers it.
    pub fn color_of(&self, cell: &Rect) -> Option<Color> {
        // what covers most of a cell covers its middle
        let middle = cell.center().y;
        let covers = |&(bbox, i): &(Rect, usize)| {
            let common = bbox.intersection(cell).map_or(0.0, |r| r.area());
            self.fills[i].fill.is_some() && common >= MIN_PAINTED * cell.area()
        };
        let around = self.index.in_band(middle, middle).filter(covers);
        let top = around.map(|(_, i)| i).max()?;
        self.fills[top].fill.filter(|c| !c.is_white())
    }

    /// The painted and outlined areas within a box, give or take `slack` points, in paint order.
    pub fn within(&self, area: &Rect, slack: f64) -> Vec<&'p Fill> {
        let band = self.index.in_band(area.top - slack, area.bottom + slack);
        let inside = band.filter(|(r, _)| area.encloses(r, slack));
        let mut found: Vec<usize> = inside.map(|(_, i)| i).collect();
        found.sort_unstable();
        found.into_iter().map(|i| &self.fills[i]).collect()
    }
}
