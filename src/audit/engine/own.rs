//! What we read on a page, as the comparison needs it.

use super::bag::{NOTHING, characters};
use crate::geometry::Rect;
use crate::layout::text_lines;
use crate::pdf::{Glyph, Hidden, Page};

/// A character of a glyph.
#[derive(Debug, Clone, Copy)]
pub struct OwnChar {
    /// The character, folded.
    pub c: char,
    /// Box of its glyph.
    pub bbox: Rect,
    /// Why it is no part of the text.
    pub hidden: Option<Hidden>,
    /// Drawn as a shape; no engine reads those.
    pub drawn: bool,
}

/// The characters of a page, in the order of the content stream.
pub fn own_chars(page: &Page) -> Vec<OwnChar> {
    page.glyphs.iter().flat_map(of_glyph).collect()
}

fn of_glyph(glyph: &Glyph) -> impl Iterator<Item = OwnChar> + '_ {
    characters(&glyph.text).map(|c| OwnChar {
        c,
        bbox: glyph.bbox,
        hidden: glyph.hidden,
        drawn: glyph.drawn,
    })
}

/// Glyphs further apart than this (in ems) are on lines of their own: two columns are.
const LINE_GAP: f64 = 1.2;

/// The lines of a page, folded, each behind a line break: a haystack for words.
pub fn haystack(page: &Page) -> String {
    let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
    let mut out = String::new();
    for line in text_lines(page, &glyphs, LINE_GAP) {
        out.push('\n');
        out.extend(characters(&line.text.raw()).filter(|c| *c != NOTHING));
    }
    out
}
