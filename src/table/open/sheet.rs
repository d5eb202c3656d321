//! What of a page is in no ruled table: where tables without a drawn grid are looked for.

use super::region::Region;
use super::seams::Seam;
use crate::geometry::{BoxIndex, Rect};
use crate::layout::WordLine;
use crate::pdf::Page;
use crate::table::painted::Painted;

/// Lines nearer to the edge of a text than this (points) are around it.
const INNER: f64 = 2.0;
/// An upright line through more of a region than this is a border of its columns.
const HALF: f64 = 0.5;

/// What of a page is in no ruled table.
pub struct Sheet<'p, 'g> {
    /// The page.
    pub page: &'p Page,
    /// Its painted areas.
    pub painted: &'p Painted<'p>,
    /// The words of its lines.
    pub words: BoxIndex,
    /// Its lines of words from the top.
    pub lines: Vec<WordLine<'g>>,
    /// Its seams from the top.
    pub seams: Vec<Seam>,
    /// Painted or outlined boxes.
    pub boxes: Vec<Rect>,
    /// Upright lines and shapes.
    pub drawn: BoxIndex,
}

impl<'g> Sheet<'_, 'g> {
    /// A part of it.
    pub fn region(&self, area: Rect) -> Region<'g> {
        let mut region = Region::new(area, &self.lines, &self.seams);
        let inside = self.drawn.in_band(area.top, area.bottom).map(|(r, _)| r);
        let uprights = inside.filter(|r| {
            let (x, common) = (r.center().x, r.y_overlap(&area));
            let within = x > area.x0 + INNER && x < area.x1 - INNER;
            within && r.width() < INNER && common > HALF * area.height()
        });
        region.uprights = uprights.map(|r| r.center().x).collect();
        region
    }

    /// Whether a font is bold.
    pub fn is_bold(&self, font: u16) -> bool {
        let fonts = &self.page.fonts;
        fonts.get(usize::from(font)).is_some_and(|f| f.bold)
    }

    /// A part of it, and the edges of what is painted there.
    pub fn painted_region(&self, area: Rect) -> Region<'g> {
        let mut region = self.region(area);
        let inside = self.boxes.iter().filter(|b| b.y_overlap(&area) > INNER);
        let edges = inside.flat_map(|b| [b.x0, b.x1]);
        let within = |x: &f64| *x > area.x0 + INNER && *x < area.x1 - INNER;
        region.painted = edges.filter(within).collect();
        region
    }
}
