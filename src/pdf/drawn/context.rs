//! Where a mark stands: on a line of text, or alone in a cell.

use super::super::page::{Glyph, Page, Ruling};
use super::outline::Kind;
use super::{DARK, Found, MAX_MARK, MIN_MARK};
use crate::geometry::{BoxIndex, Point, Rect};

/// Height of a mark in ems of the text beside it, or of the page.
const EMS: (f64, f64) = (0.4, 2.2);
/// Height of a square in ems: smaller ones are bullets, larger ones boxes.
const SQUARE_EMS: (f64, f64) = (0.5, 1.5);
/// How far (in ems) text may stand from a mark on its line.
const BESIDE: f64 = 1.0;
/// Lines around a mark are a cell when they are no further away (points), across and along.
const CELL: (f64, f64) = (150.0, 60.0);
/// A line this many times as long as the mark, through its middle, is an axis or a connector.
const THROUGH: f64 = 1.2;
/// An image that covers less of the page than this share is a picture, and what is drawn on it too.
const BACKGROUND: f64 = 0.5;
/// Height of the baseline over the lower edge of the em.
const DESCENT: f64 = 0.12;

/// What stands on the page around the marks.
pub struct Context {
    glyphs: BoxIndex,
    shapes: BoxIndex,
    pictures: Vec<Rect>,
    em: f64,
}

impl Context {
    /// The context of marks with the given boxes.
    pub fn new(page: &Page, own: &[Rect]) -> Self {
        let seen = |g: &Glyph| g.hidden.is_none() && !g.text.trim().is_empty();
        // a hidden glyph keeps its place in the index, far away
        let away = Rect {
            x0: -1e9,
            top: -1e9,
            x1: -1e9,
            bottom: -1e9,
        };
        let boxes = page
            .glyphs
            .iter()
            .map(|g| if seen(g) { g.bbox } else { away });
        let mut sizes: Vec<f64> = page
            .glyphs
            .iter()
            .filter(|g| seen(g))
            .map(|g| g.size)
            .collect();
        sizes.sort_by(f64::total_cmp);
        let owned = BoxIndex::new(own.iter().copied());
        let is_own = |b: &Rect| {
            let mut near = owned.in_band(b.top, b.bottom);
            near.any(|(o, _)| o.encloses(b, 0.5))
        };
        let shapes = page.shapes.iter().map(|s| s.bbox).filter(|b| !is_own(b));
        let is_picture = |b: &Rect| b.area() < BACKGROUND * page.width * page.height;
        Self {
            glyphs: BoxIndex::new(boxes),
            shapes: BoxIndex::new(shapes),
            pictures: page
                .images
                .iter()
                .map(|i| i.bbox)
                .filter(is_picture)
                .collect(),
            em: sizes.get(sizes.len() / 2).copied().unwrap_or(0.0),
        }
    }

    /// The glyph that stands for a mark, or nothing when it is none.
    pub fn place(&self, page: &Page, found: &Found) -> Option<Glyph> {
        let b = &found.bbox;
        let size = b.width().max(b.height());
        let dark = found.c != '■' || found.color.rgb.iter().all(|c| *c <= DARK);
        if !(MIN_MARK..=MAX_MARK).contains(&size) || !dark || self.is_part_of_picture(b) {
            return None;
        }
        if page.rulings.iter().any(|r| passes(r, b, found.kind)) {
            return None;
        }
        let beside = self.beside(page, b);
        let em = beside.map_or(self.em, |g| g.size);
        let (least, most) = if found.kind == Kind::Square {
            SQUARE_EMS
        } else {
            EMS
        };
        if em <= 0.0 || !(least * em..=most * em).contains(&size) {
            return None;
        }
        if let Some(text) = beside {
            return Some(on_line(found, text));
        }
        // a dot or box alone in a cell may be an ornament of any kind, so the cell must be drawn
        is_in_cell(page, b).then(|| alone(found))
    }

    /// Text in it, a picture under it, or drawing around it.
    fn is_part_of_picture(&self, b: &Rect) -> bool {
        let text = |(g, _): (Rect, usize)| b.contains(g.center());
        let drawing = |(s, _): (Rect, usize)| s.intersection(b).is_some();
        self.glyphs.in_band(b.top, b.bottom).any(text)
            || self.shapes.in_band(b.top, b.bottom).any(drawing)
            || self.pictures.iter().any(|p| p.contains(b.center()))
    }

    /// The nearest glyph on the line of a mark.
    fn beside<'p>(&self, page: &'p Page, b: &Rect) -> Option<&'p Glyph> {
        let middle = b.center().y;
        let on_line = |(g, i): (Rect, usize)| {
            let glyph = &page.glyphs[i];
            let upright = glyph.rotation == 0 && !glyph.vertical;
            let level = (g.center().y - middle).abs() <= 0.5 * glyph.size;
            let gap = -g.x_overlap(b);
            (upright && level && gap <= BESIDE * glyph.size).then_some((gap, i))
        };
        let near = self.glyphs.in_band(b.top, b.bottom).filter_map(on_line);
        let nearest = near.min_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        nearest.map(|(_, i)| &page.glyphs[i])
    }
}

/// A line that runs through a mark: the axis of a chart, the thread of a timeline. A line along the
/// side of a square that goes on beyond it is the border of a cell.
fn passes(ruling: &Ruling, b: &Rect, kind: Kind) -> bool {
    let r = ruling.bbox();
    let length = ruling.end - ruling.start;
    if kind == Kind::Square {
        let touches = b.grown(0.7).intersection(&r).is_some();
        return touches && length > THROUGH * b.width().max(b.height());
    }
    let inner = b.grown(-0.2 * b.width().min(b.height()));
    length > THROUGH * b.width().max(b.height()) && inner.intersection(&r).is_some()
}

/// Drawn lines on all four sides, not far away.
fn is_in_cell(page: &Page, b: &Rect) -> bool {
    let mut sides = [false; 4];
    let middle = b.center();
    for r in &page.rulings {
        let (across, along, reach) = if r.horizontal {
            (middle.y, middle.x, CELL.1)
        } else {
            (middle.x, middle.y, CELL.0)
        };
        let gap = r.pos - across;
        let own = b.grown(1.0).encloses(&r.bbox(), 0.0);
        if !own && (r.start..=r.end).contains(&along) && gap.abs() <= reach {
            sides[usize::from(r.horizontal) * 2 + usize::from(gap > 0.0)] = true;
        }
    }
    sides.iter().all(|s| *s)
}

/// The mark as a character of the line it stands on.
fn on_line(found: &Found, text: &Glyph) -> Glyph {
    let b = &found.bbox;
    let bbox = Rect {
        top: text.bbox.top,
        bottom: text.bbox.bottom,
        ..*b
    };
    let origin = Point {
        x: b.x0,
        y: text.origin.y,
    };
    found.glyph(bbox, origin, text.size)
}

fn alone(found: &Found) -> Glyph {
    let b = &found.bbox;
    let size = b.height();
    let origin = Point {
        x: b.x0,
        y: b.bottom - DESCENT * size,
    };
    found.glyph(*b, origin, size)
}
