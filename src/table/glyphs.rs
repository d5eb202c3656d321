//! The visible glyphs of a page by place, and which of them no table has taken.

use crate::geometry::{BoxIndex, Rect};
use crate::pdf::{Glyph, Page};

/// An index over glyphs by their middles.
pub struct Glyphs<'g> {
    glyphs: Vec<&'g Glyph>,
    middles: BoxIndex,
    is_free: Vec<bool>,
}

impl<'g> Glyphs<'g> {
    /// The visible glyphs of a page; all are free.
    pub fn visible(page: &'g Page) -> Self {
        Self::new(page.glyphs.iter().filter(|g| g.hidden.is_none()).collect())
    }

    /// Some glyphs; all are free.
    pub fn new(glyphs: Vec<&'g Glyph>) -> Self {
        let middle = |g: &&Glyph| g.bbox.center();
        let point = |p| Rect::from_corners(p, p);
        Self {
            middles: BoxIndex::new(glyphs.iter().map(middle).map(point)),
            is_free: vec![true; glyphs.len()],
            glyphs,
        }
    }

    fn indexes(&self, area: &Rect) -> Vec<usize> {
        let band = self.middles.in_band(area.top, area.bottom);
        let inside = band.filter(|(r, i)| self.is_free[*i] && area.encloses(r, 0.0));
        let mut out: Vec<usize> = inside.map(|(_, i)| i).collect();
        out.sort_unstable();
        out
    }

    /// Free ones whose middle is in a box, in the order of the page.
    pub fn within(&self, area: &Rect) -> Vec<&'g Glyph> {
        let indexes = self.indexes(area).into_iter();
        indexes.map(|i| self.glyphs[i]).collect()
    }

    /// Takes those in a box away.
    pub fn take(&mut self, area: &Rect) {
        for i in self.indexes(area) {
            self.is_free[i] = false;
        }
    }

    /// All that are free.
    pub fn left(&self) -> Vec<&'g Glyph> {
        let all = self.glyphs.iter().zip(&self.is_free);
        all.filter(|(_, free)| **free).map(|(g, _)| *g).collect()
    }
}
