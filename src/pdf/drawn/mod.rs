//! Marks and arrows that are drawn and not set as text.
//!
//! In: the small paths of a page ([`Sketch`]) in paint order. Out: glyphs with the character that a
//! reader sees (○ △ × ✓ → …), flagged [`Glyph::drawn`], and [`Arrow`]s. What belongs to a chart, a
//! logo or an ornament stays what it is: pieces that touch anything else than their own kind, marks
//! with text in them, and marks beside no text and in no cell.

mod context;
mod outline;

use super::page::{Arrow, Color, FontInfo, Glyph, Page};
use super::path::{Paint, Subpath};
use crate::geometry::{BoxIndex, Point, Rect};
use compact_str::CompactString;
use context::Context;
use outline::{Kind, Side, kind_of};

/// A mark is at least this wide or high, in points.
const MIN_MARK: f64 = 4.0;
/// And at most this wide and high, in points.
const MAX_MARK: f64 = 24.0;
/// A path of more points is a picture; a ring of two circles has 18.
const MAX_POINTS: usize = 40;
/// A longer path of few points may be a block arrow, which has 7 corners.
const MAX_ARROW_POINTS: usize = 9;
/// A page with more small paths is a map or a drawing, and none of them is a mark.
const MAX_SKETCHES: usize = 20_000;
/// More pieces that touch one another are a picture.
const MAX_PIECES: usize = 4;
/// Pieces nearer than this (points) touch.
const TOUCH: f64 = 0.3;
/// A line shorter than this (points) with a head is a character, a longer one an arrow.
const MIN_ARROW: f64 = 16.0;
/// How far (points) the head of an arrow may stand from the end of its line.
const HEAD_GAP: f64 = 2.0;
/// A filled square that is lighter than this in some channel is a swatch of a chart's legend.
const DARK: u8 = 96;
/// An inner circle of more than this share of the outer one is the other edge of a thick outline.
const RING: f64 = 0.85;

/// A small path as painted.
#[derive(Debug, Clone)]
pub struct Sketch {
    pieces: Vec<Subpath>,
    bbox: Rect,
    fill: Option<Color>,
    stroke: Option<Color>,
    order: u32,
}

/// Keeps a path that may be a mark or an arrow.
pub fn keep(sketches: &mut Vec<Sketch>, path: &[Subpath], paint: &Paint) {
    let points: usize = path.iter().map(|s| s.points.len()).sum();
    let painted = paint.fill.is_some() || paint.stroke.is_some();
    if !painted || points > MAX_POINTS || sketches.len() > MAX_SKETCHES {
        return;
    }
    let boxes: Vec<Rect> = path.iter().filter_map(Subpath::bbox).collect();
    let Some(bbox) = Rect::bounding(&boxes) else {
        return;
    };
    let (w, h) = (bbox.width(), bbox.height());
    let is_line = w.min(h) < 1.0;
    let may_be_arrow = h <= MAX_MARK && path.len() == 1 && (7..=MAX_ARROW_POINTS).contains(&points);
    let is_small = w <= MAX_MARK && h <= MAX_MARK;
    if !is_line && (is_small || may_be_arrow) && paint.clip.encloses(&bbox, TOUCH) {
        let pieces = match paint.fill {
            Some(_) => path.iter().map(filled).collect(),
            None => path.to_vec(),
        };
        sketches.push(Sketch {
            pieces,
            bbox,
            fill: paint.fill,
            stroke: paint.stroke,
            order: paint.order,
        });
    }
}

/// What is filled is closed (8.5.3.3.1).
fn filled(piece: &Subpath) -> Subpath {
    Subpath {
        closed: true,
        ..piece.clone()
    }
}

/// Turns the sketches of a page into marks and arrows.
pub fn read(page: &mut Page, sketches: &[Sketch]) {
    if sketches.is_empty() || sketches.len() > MAX_SKETCHES {
        return;
    }
    let mut found: Vec<Found> = Vec::new();
    let groups = groups(sketches);
    for group in &groups {
        let parts: Vec<&Sketch> = group.iter().map(|&i| &sketches[i]).collect();
        found.extend(recognized(&parts));
    }
    arrows(page, &mut found);
    let own: Vec<Rect> = found.iter().map(|f| f.bbox).collect();
    let context = Context::new(page, &own);
    let placed: Vec<(Found, Glyph)> = found
        .into_iter()
        .filter_map(|f| Some((f, context.place(page, &f)?)))
        .collect();
    if placed.is_empty() {
        return;
    }
    let font = page.fonts.len() as u16;
    page.fonts.push(FontInfo::named("drawn"));
    for (found, glyph) in placed {
        take_out(page, &found);
        page.glyphs.push(Glyph { font, ..glyph });
    }
}

/// A mark that was recognized.
#[derive(Debug, Clone, Copy)]
struct Found {
    kind: Kind,
    c: char,
    bbox: Rect,
    color: Color,
    order: u32,
}

impl Found {
    fn glyph(&self, bbox: Rect, origin: Point, size: f64) -> Glyph {
        Glyph {
            index: 0,
            text: CompactString::from_iter([self.c]),
            code: u32::from(self.c),
            bbox,
            origin,
            size,
            font: 0,
            rotation: 0,
            vertical: false,
            color: self.color,
            backdrop: None,
            on_patch: false,
            drawn: true,
            struck: false,
            confidence: None,
            hidden: None,
            order: self.order,
        }
    }
}

/// Sketches that touch one another.
fn groups(sketches: &[Sketch]) -> Vec<Vec<usize>> {
    let index = BoxIndex::new(sketches.iter().map(|s| s.bbox));
    let mut seen = vec![false; sketches.len()];
    let mut out = Vec::new();
    for first in 0..sketches.len() {
        if std::mem::replace(&mut seen[first], true) {
            continue;
        }
        let mut group = vec![first];
        let mut at = 0;
        while at < group.len() {
            let bbox = sketches[group[at]].bbox.grown(TOUCH);
            for (other, i) in index.in_band(bbox.top, bbox.bottom) {
                if !seen[i] && bbox.intersection(&other).is_some() {
                    seen[i] = true;
                    group.push(i);
                }
            }
            at += 1;
        }
        group.sort_unstable();
        out.push(group);
    }
    out
}

/// How a loop is painted.
#[derive(Clone, Copy, PartialEq)]
struct Loop {
    kind: Kind,
    bbox: Rect,
    /// Painted in a colour, not only outlined.
    solid: bool,
    /// Painted white without an outline: a hole.
    hole: bool,
    color: Color,
}

/// The mark that some pieces make together.
fn recognized(parts: &[&Sketch]) -> Option<Found> {
    let pieces = parts.iter().map(|p| p.pieces.len()).sum::<usize>();
    if pieces > MAX_PIECES {
        return None;
    }
    let mut loops = Vec::with_capacity(pieces);
    for part in parts {
        let seen = |c: Option<Color>| c.filter(|c| !c.is_white());
        let (fill, stroke) = (seen(part.fill), seen(part.stroke));
        for piece in &part.pieces {
            loops.push(Loop {
                kind: kind_of(piece)?,
                bbox: piece.bbox()?,
                solid: fill.is_some(),
                hole: fill.is_none() && stroke.is_none(),
                color: fill.or(stroke).unwrap_or(Color::BLACK),
            });
        }
    }
    let outer = *loops
        .iter()
        .max_by(|a, b| a.bbox.area().total_cmp(&b.bbox.area()))?;
    let c = character(&loops, &outer, parts.len() == 1)?;
    Some(Found {
        kind: outer.kind,
        c,
        bbox: outer.bbox,
        color: outer.color,
        order: parts.first()?.order,
    })
}

/// The character of some loops around one another.
fn character(loops: &[Loop], outer: &Loop, one_path: bool) -> Option<char> {
    if let Kind::Diagonal(falling) = outer.kind {
        let crossing = |l: &Loop| l.kind == Kind::Diagonal(!falling) && crosses(l, outer);
        return (loops.len() == 2 && loops.iter().any(crossing)).then_some('×');
    }
    let share = |l: &Loop| l.bbox.width() / outer.bbox.width().max(f64::EPSILON);
    let nested = |l: &Loop| l.kind == outer.kind && crosses(l, outer);
    if outer.hole || !loops.iter().all(nested) {
        return None;
    }
    let inner: Vec<&Loop> = loops.iter().filter(|l| share(l) < RING).collect();
    let same = loops.iter().filter(|l| share(l) >= RING);
    // a ring is one path of two circles, or a white circle on a dark one
    let ring = one_path && loops.len() == 2 || loops.iter().any(|l| l.hole);
    let solid = !ring && same.clone().any(|l| l.solid);
    match (inner.is_empty() || ring, solid) {
        (true, solid) => symbol(outer.kind, solid),
        (false, false) if outer.kind == Kind::Circle && inner.len() == 1 => Some('◎'),
        _ => None,
    }
}

/// The middles of two loops are the same.
fn crosses(a: &Loop, b: &Loop) -> bool {
    let (p, q) = (a.bbox.center(), b.bbox.center());
    let slack = 0.12 * b.bbox.width().max(b.bbox.height());
    (p.x - q.x).abs() <= slack && (p.y - q.y).abs() <= slack
}

fn symbol(kind: Kind, solid: bool) -> Option<char> {
    let (hollow, filled) = match kind {
        Kind::Circle => ('○', '●'),
        Kind::Triangle(Side::Up) => ('△', '▲'),
        Kind::Triangle(Side::Down) => ('▽', '▼'),
        Kind::Triangle(Side::Left) => ('◁', '◀'),
        Kind::Triangle(Side::Right) => ('▷', '▶'),
        Kind::Square => ('□', '■'),
        Kind::Diamond => ('◇', '◆'),
        Kind::Star => ('☆', '★'),
        Kind::Tick => ('✓', '✓'),
        Kind::Arrow(side) | Kind::Chevron(side) => (arrow(side), arrow(side)),
        Kind::Diagonal(_) => return None,
    };
    Some(if solid { filled } else { hollow })
}

fn arrow(side: Side) -> char {
    match side {
        Side::Up => '↑',
        Side::Down => '↓',
        Side::Left => '←',
        Side::Right => '→',
    }
}

/// Takes lines with a head and long block arrows out of the rulings and marks. A short line with a
/// head becomes one mark.
fn arrows(page: &mut Page, found: &mut Vec<Found>) {
    let index = BoxIndex::new(found.iter().map(|f| f.bbox));
    let mut heads = vec![false; found.len()];
    let mut short = Vec::new();
    let mut arrows = Vec::new();
    page.rulings.retain(|ruling| {
        let line = ruling.bbox();
        if !ruling.horizontal || ruling.color.is_white() {
            return true;
        }
        let head = |end: f64, side: Side| {
            let reach = MAX_MARK / 2.0;
            let mut near = index.in_band(line.top - reach, line.bottom + reach);
            near.find(|(b, i)| is_head(&found[*i], side) && meets(b, end, &line))
                .map(|(_, i)| i)
        };
        let ends = (head(line.x0, Side::Left), head(line.x1, Side::Right));
        if ends == (None, None) {
            return true;
        }
        let used: Vec<usize> = ends.0.into_iter().chain(ends.1).collect();
        let bbox = used.iter().fold(line, |b, &i| b.union(&found[i].bbox));
        used.iter().for_each(|&i| heads[i] = true);
        if bbox.width() < MIN_ARROW && used.len() == 1 {
            let side = if ends.0.is_some() {
                Side::Left
            } else {
                Side::Right
            };
            short.push(Found {
                kind: Kind::Arrow(side),
                c: arrow(side),
                bbox,
                ..found[used[0]]
            });
        } else {
            arrows.push(Arrow {
                bbox,
                to_left: ends.0.is_some(),
                to_right: ends.1.is_some(),
                color: ruling.color,
            });
        }
        false
    });
    let mut i = 0;
    found.retain(|f| {
        let is_long = f.bbox.width() > MAX_MARK;
        if is_long && matches!(f.kind, Kind::Arrow(Side::Left | Side::Right)) {
            arrows.push(Arrow {
                bbox: f.bbox,
                to_left: f.kind == Kind::Arrow(Side::Left),
                to_right: f.kind == Kind::Arrow(Side::Right),
                color: f.color,
            });
        }
        i += 1;
        // a chevron without a line is no character of its own
        !heads[i - 1] && !is_long && !matches!(f.kind, Kind::Chevron(_))
    });
    found.extend(short);
    page.arrows = arrows;
}

fn is_head(found: &Found, side: Side) -> bool {
    found.kind == Kind::Triangle(side) || found.kind == Kind::Chevron(side)
}

/// The head of an arrow stands at an end of its line, and its middle on the line.
fn meets(head: &Rect, end: f64, line: &Rect) -> bool {
    let level = (head.center().y - line.top).abs() <= 0.2 * head.height();
    let at_end = (head.x0 - HEAD_GAP..=head.x1 + HEAD_GAP).contains(&end);
    level && at_end && line.width() > 0.5 * head.width()
}

/// What was drawn to make a mark is no box and no line.
fn take_out(page: &mut Page, found: &Found) {
    let area = found.bbox.grown(1.0);
    page.fills
        .retain(|f| f.order < found.order || !area.encloses(&f.bbox, 0.0));
    page.rulings.retain(|r| !area.encloses(&r.bbox(), 0.0));
}
