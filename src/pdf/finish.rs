//! The last touches on a page, which need all of it: text drawn several times for a bold look is
//! kept once, the colour under each glyph is looked up, and white text on paper is set apart.

use super::page::{Fill, Glyph, Hidden, Page};
use crate::geometry::{Rect, Squares};
use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;
use std::hash::BuildHasher;

/// Glyphs with the same text nearer than this share of their size are one glyph drawn twice.
/// Fake bold shifts by 0.02–0.05 em; the narrowest Japanese text sets characters 0.45 em apart.
const SAME_PLACE: f64 = 0.15;
/// Size of the squares (points) by which glyph origins are indexed: no repeat is shifted further.
const BUCKET: f64 = 2.0;

/// Finishes a page.
pub fn finish(page: &mut Page) {
    hide_repeated(&mut page.glyphs);
    count_unmapped(page);
    let painted = page.fills.iter().map(|f| f.fill.map(|_| f.bbox));
    let grid = Squares::new(painted, page.width, page.height);
    let shown = page.images.iter().map(|i| Some(i.bbox));
    let shown = shown.chain(page.shapes.iter().map(|s| Some(s.bbox)));
    let pictures = Squares::new(shown, page.width, page.height);
    let mut glyphs = std::mem::take(&mut page.glyphs);
    // fills are in paint order: the last one before the glyph that lies under its middle
    let topmost_under = |g: &Glyph| {
        let before = page.fills.partition_point(|f| f.order < g.order);
        grid.last_at(g.bbox.center(), before)
    };
    let under: Vec<Option<usize>> = glyphs.iter().map(topmost_under).collect();
    let patches = patches(&page.fills, &glyphs, &under);
    for (glyph, under) in glyphs.iter_mut().zip(under) {
        let color = under.and_then(|i| page.fills[i].fill);
        glyph.backdrop = color.filter(|c| !c.is_white());
        glyph.on_patch = glyph.backdrop.is_some() && under.is_some_and(|i| patches[i]);
        if glyph.hidden.is_none()
            && glyph.color.is_white()
            && glyph.backdrop.is_none()
            && !glyph.text.trim().is_empty()
            && pictures.last_at(glyph.bbox.center(), usize::MAX).is_none()
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

/// Hides all but one of glyphs that say the same in the same place: the last is on top, but a white
/// one only fills the outline of another (袋文字).
fn hide_repeated(glyphs: &mut [Glyph]) {
    // the glyphs kept so far, by place and text; those that say the same replace one another
    let mut seen: FxHashMap<(i64, i64, u64), SmallVec<[usize; 2]>> = FxHashMap::default();
    seen.reserve(glyphs.len());
    let bucket = |v: f64| (v / BUCKET).floor() as i64;
    for i in 0..glyphs.len() {
        let glyph = &glyphs[i];
        if glyph.hidden.is_some() || glyph.text.trim().is_empty() {
            continue;
        }
        let text = FxBuildHasher.hash_one(&glyph.text);
        let (bx, by) = (bucket(glyph.origin.x), bucket(glyph.origin.y));
        let mut repeated = Vec::new();
        let near = near_enough(glyph).min(BUCKET);
        for x in bucket(glyph.origin.x - near)..=bucket(glyph.origin.x + near) {
            for y in bucket(glyph.origin.y - near)..=bucket(glyph.origin.y + near) {
                let key = (x, y, text);
                let near = seen.get(&key).into_iter().flatten().copied();
                let near = near.filter(|&other| glyphs[other].hidden.is_none());
                repeated.extend(near.filter(|&other| {
                    let next_to = other + 1 == i && follows(&glyphs[other], glyph);
                    !next_to && is_repeated(&glyphs[other], glyph)
                }));
            }
        }
        let outlined = |&other: &usize| !glyphs[other].color.is_white();
        if glyph.color.is_white() && repeated.iter().any(outlined) {
            glyphs[i].hidden = Some(Hidden::Repeated);
            continue;
        }
        for other in repeated {
            glyphs[other].hidden = Some(Hidden::Repeated);
        }
        let place = seen.entry((bx, by, text)).or_default();
        place.retain(|other| glyphs[*other].hidden.is_none());
        place.push(i);
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

/// How far (in points) from a glyph it may have been drawn before.
fn near_enough(glyph: &Glyph) -> f64 {
    // letters set closer than their own width are neighbours, however narrow
    let upright = glyph.vertical || glyph.rotation % 180 == 90;
    let advance = if upright {
        glyph.bbox.height()
    } else {
        glyph.bbox.width()
    };
    (SAME_PLACE * glyph.size).min(advance / 2.0)
}

fn is_repeated(earlier: &Glyph, later: &Glyph) -> bool {
    let near = near_enough(later).min(SAME_PLACE * earlier.size);
    earlier.text == later.text
        && (earlier.origin.x - later.origin.x).abs() <= near
        && (earlier.origin.y - later.origin.y).abs() <= near
}
