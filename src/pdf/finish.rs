//! The last touches on a page, which need all of it: text drawn several times for a bold look is
//! kept once, the colour under each glyph is looked up, and white text on paper is set apart.

use super::page::{Fill, Glyph, Hidden, Page};
use crate::geometry::Rect;
use rustc_hash::FxHashMap;

/// Glyphs with the same text nearer than this share of their size are one glyph drawn twice.
/// Fake bold shifts by 0.02–0.05 em; the narrowest Japanese text sets characters 0.45 em apart.
const SAME_PLACE: f64 = 0.15;
/// Size of the squares (points) by which glyph origins are indexed: no repeat is shifted further.
const BUCKET: f64 = 2.0;
/// Height of the bands (points) by which fills are indexed.
const BAND: f64 = 24.0;

/// Finishes a page.
pub fn finish(page: &mut Page) {
    hide_repeated(&mut page.glyphs);
    count_unmapped(page);
    let bands = Bands::new(&page.fills, page.height);
    let mut glyphs = std::mem::take(&mut page.glyphs);
    let under: Vec<Option<usize>> = glyphs
        .iter()
        .map(|g| bands.topmost_under(&page.fills, g))
        .collect();
    let patches = patches(&page.fills, &glyphs, &under);
    for (glyph, under) in glyphs.iter_mut().zip(under) {
        let color = under.and_then(|i| page.fills[i].fill);
        glyph.backdrop = color.filter(|c| !c.is_white());
        glyph.on_patch = glyph.backdrop.is_some() && under.is_some_and(|i| patches[i]);
        if glyph.hidden.is_none()
            && glyph.color.is_white()
            && glyph.backdrop.is_none()
            && !glyph.text.trim().is_empty()
            && !on_picture(page, glyph)
        {
            glyph.hidden = Some(Hidden::WhiteOnWhite);
        }
    }
    page.glyphs = glyphs;
}

/// Counts the glyphs of each font that say nothing, once replacement text has had its say.
fn count_unmapped(page: &mut Page) {
    for glyph in page.glyphs.iter().filter(|g| g.text == "\u{fffd}") {
        if let Some(font) = page.fonts.get_mut(usize::from(glyph.font)) {
            font.unmapped += 1;
        }
    }
}

/// A patch is wider and higher than the text on it by at most this much, in ems: a tag has a
/// padding of 0.3 em on each side, a heading band is as wide as its column.
const PATCH_PADDING: f64 = 1.6;

/// Which fills hug the text of one line.
fn patches(fills: &[Fill], glyphs: &[Glyph], under: &[Option<usize>]) -> Vec<bool> {
    let mut text: Vec<Option<(Rect, f64)>> = vec![None; fills.len()];
    for (glyph, under) in glyphs.iter().zip(under) {
        let (Some(i), false) = (under, glyph.text.trim().is_empty()) else {
            continue;
        };
        let (all, size) = text[*i].unwrap_or((glyph.bbox, glyph.size));
        text[*i] = Some((all.union(&glyph.bbox), size.max(glyph.size)));
    }
    let hugs = |(fill, text): (&Fill, Option<(Rect, f64)>)| {
        text.is_some_and(|(all, size)| {
            fill.bbox.width() - all.width() <= PATCH_PADDING * size
                && fill.bbox.height() <= (1.0 + PATCH_PADDING) * size
        })
    };
    fills.iter().zip(text).map(hugs).collect()
}

fn on_picture(page: &Page, glyph: &Glyph) -> bool {
    let center = glyph.bbox.center();
    let images = page.images.iter().map(|i| &i.bbox);
    let shapes = page.shapes.iter().map(|s| &s.bbox);
    images.chain(shapes).any(|b| b.contains(center))
}

/// Hides all but the last of glyphs that say the same in the same place: it is the one on top.
fn hide_repeated(glyphs: &mut [Glyph]) {
    // the glyphs kept so far, by place; those that say the same replace one another
    let mut seen: FxHashMap<(i64, i64), Vec<usize>> = FxHashMap::default();
    let mut repeated = vec![false; glyphs.len()];
    let bucket = |v: f64| (v / BUCKET).floor() as i64;
    for (i, glyph) in glyphs.iter().enumerate() {
        if glyph.hidden.is_some() || glyph.text.trim().is_empty() {
            continue;
        }
        let (bx, by) = (bucket(glyph.origin.x), bucket(glyph.origin.y));
        for key in [-1, 0, 1]
            .iter()
            .flat_map(|dx| [-1, 0, 1].map(|dy| (bx + dx, by + dy)))
        {
            let Some(near) = seen.get_mut(&key) else {
                continue;
            };
            near.retain(|&other| {
                let next_to = other + 1 == i && follows(&glyphs[other], glyph);
                repeated[other] = !next_to && is_repeated(&glyphs[other], glyph);
                !repeated[other]
            });
        }
        seen.entry((bx, by)).or_default().push(i);
    }
    for (glyph, _) in glyphs.iter_mut().zip(repeated).filter(|(_, r)| *r) {
        glyph.hidden = Some(Hidden::Repeated);
    }
}

/// How far (in ems) a glyph may begin from the end of the one that it follows.
const FOLLOWS: f64 = 0.02;

/// A glyph begins where the one before it ends: two narrow letters of one word, `ll`.
fn follows(earlier: &Glyph, later: &Glyph) -> bool {
    let tolerance = FOLLOWS * later.size;
    let gap = if earlier.vertical || earlier.rotation % 180 == 90 {
        (later.bbox.top - earlier.bbox.bottom)
            .abs()
            .min((earlier.bbox.top - later.bbox.bottom).abs())
    } else {
        (later.bbox.x0 - earlier.bbox.x1)
            .abs()
            .min((earlier.bbox.x0 - later.bbox.x1).abs())
    };
    gap <= tolerance
}

fn is_repeated(earlier: &Glyph, later: &Glyph) -> bool {
    let near = SAME_PLACE * later.size.min(earlier.size);
    earlier.text == later.text
        && (earlier.origin.x - later.origin.x).abs() <= near
        && (earlier.origin.y - later.origin.y).abs() <= near
}

/// Fills by horizontal band, so that a glyph looks at the few near it.
struct Bands {
    bands: Vec<Vec<u32>>,
}

impl Bands {
    fn new(fills: &[Fill], height: f64) -> Self {
        let count = (height / BAND).ceil().clamp(1.0, 10_000.0) as usize;
        let mut bands = vec![Vec::new(); count];
        for (i, fill) in fills.iter().enumerate() {
            if fill.fill.is_some() {
                let (first, last) = (band(fill.bbox.top, count), band(fill.bbox.bottom, count));
                for b in &mut bands[first..=last] {
                    b.push(i as u32);
                }
            }
        }
        Self { bands }
    }

    /// The last fill painted before the glyph that lies under its middle.
    fn topmost_under(&self, fills: &[Fill], glyph: &Glyph) -> Option<usize> {
        let center = glyph.bbox.center();
        self.bands[band(center.y, self.bands.len())]
            .iter()
            .rev()
            .map(|&i| i as usize)
            .find(|&i| fills[i].order < glyph.order && fills[i].bbox.contains(center))
    }
}

fn band(y: f64, count: usize) -> usize {
    ((y / BAND).max(0.0) as usize).min(count - 1)
}
