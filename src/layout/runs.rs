//! Glyphs to runs: neighbours in the content stream that stand side by side on one baseline.
//!
//! Everything is done in *line coordinates*, so that horizontal, vertical and turned text share
//! one code: `along` grows in reading direction, `across` grows from line to line.
//!
//! ```text
//!   horizontal          vertical             turned 90° clockwise
//!   ──along──▶          ◀─across─┐           ◀─across─┐
//!   │                            │ along              │ along
//!   across                       ▼                    ▼
//!   ▼
//! ```

use crate::geometry::{BoxIndex, Point, Rect};
use crate::pdf::Glyph;

/// Direction of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Left to right, lines from top to bottom.
    Horizontal,
    /// Top to bottom, lines from right to left.
    Vertical,
    /// Turned a quarter clockwise: reads downwards, lines from right to left.
    Turned90,
    /// Upside down.
    Turned180,
    /// Turned a quarter counter-clockwise: reads upwards, lines from left to right.
    Turned270,
}

impl Direction {
    /// `(along, across)` of a point.
    pub fn coordinates(self, p: Point) -> (f64, f64) {
        match self {
            Self::Horizontal => (p.x, p.y),
            Self::Vertical | Self::Turned90 => (p.y, -p.x),
            Self::Turned180 => (-p.x, -p.y),
            Self::Turned270 => (-p.y, p.x),
        }
    }

    /// A box as `(along start, along end, across start, across end)`.
    pub fn extent(self, r: &Rect) -> (f64, f64, f64, f64) {
        let (a, c) = self.coordinates(Point { x: r.x0, y: r.top });
        let (b, d) = self.coordinates(Point {
            x: r.x1,
            y: r.bottom,
        });
        (a.min(b), a.max(b), c.min(d), c.max(d))
    }
}

/// A glyph in line coordinates.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'g> {
    /// The glyph.
    pub glyph: &'g Glyph,
    /// Direction of its line.
    pub direction: Direction,
    /// Where it begins along the line.
    pub start: f64,
    /// Where it ends along the line.
    pub end: f64,
    /// Baseline across lines.
    pub baseline: f64,
    /// Middle across lines.
    pub middle: f64,
}

/// Some glyphs side by side.
#[derive(Debug, Clone)]
pub struct Run<'g> {
    /// Its glyphs in reading order.
    pub glyphs: Vec<Placed<'g>>,
}

/// How far (in ems) a next glyph may begin before the end of the one before: kerning, and
/// punctuation set half-width.
const MAX_OVERLAP: f64 = 0.55;
/// The widest gap (in ems) within a run; a wider one is looked at when lines are put together.
const MAX_RUN_GAP: f64 = 0.9;
/// Baselines nearer than this (in ems) are one.
const SAME_BASELINE: f64 = 0.12;
/// Upright glyphs this far apart (in ems, from middle to middle) stand under one another as
/// vertical text does: set solid 1.0, spaced out up to 1.7; shifted punctuation 0.43.
const VERTICAL_PITCH: (f64, f64) = (0.4, 1.75);
/// How far (in ems) their middles may stray sideways.
const VERTICAL_STRAY: f64 = 0.3;
/// Fewer upright glyphs under one another are no evidence of vertical writing.
const MIN_VERTICAL: usize = 3;

/// Puts glyphs into runs, in the order of the stream.
pub fn runs<'g>(glyphs: &[&'g Glyph]) -> Vec<Run<'g>> {
    let directions = directions(glyphs);
    let mut out: Vec<Run<'g>> = Vec::new();
    for (glyph, direction) in glyphs.iter().zip(directions) {
        let placed = place(glyph, direction);
        match out.last_mut() {
            Some(run) if continues(run, &placed) => run.glyphs.push(placed),
            _ => out.push(Run {
                glyphs: vec![placed],
            }),
        }
    }
    out
}

fn place(glyph: &Glyph, direction: Direction) -> Placed<'_> {
    let (start, end, c0, c1) = direction.extent(&glyph.bbox);
    let middle = (c0 + c1) / 2.0;
    let baseline = if direction == Direction::Vertical {
        middle
    } else {
        direction.coordinates(glyph.origin).1
    };
    Placed {
        glyph,
        direction,
        start,
        end,
        baseline,
        middle,
    }
}

fn continues(run: &Run<'_>, next: &Placed<'_>) -> bool {
    let Some(last) = run.glyphs.last() else {
        return false;
    };
    let size = last.glyph.size.max(next.glyph.size);
    let gap = next.start - last.end;
    let hanging = last.direction == Direction::Vertical
        && (hangs_aside(last.glyph) || hangs_aside(next.glyph));
    let tolerance = if hanging { HANGS_ASIDE } else { SAME_BASELINE };
    last.direction == next.direction
        && (last.baseline - next.baseline).abs() <= tolerance * size
        && (hanging || gap >= -MAX_OVERLAP * size)
        && gap <= MAX_RUN_GAP * size
        && next.start > last.start - 0.01
}

/// The direction of each glyph: by its rotation and writing mode, and by place where upright
/// glyphs follow one another downwards (Chromium sets vertical text so, with writing mode 0).
fn directions(glyphs: &[&Glyph]) -> Vec<Direction> {
    let mut out: Vec<Direction> = glyphs.iter().map(|g| declared(g)).collect();
    let mut start = 0;
    while start < glyphs.len() {
        let mut end = start + 1;
        while end < glyphs.len()
            && out[start] == Direction::Horizontal
            && out[end] == Direction::Horizontal
            && stands_under(glyphs[end - 1], glyphs[end])
        {
            end += 1;
        }
        let chain = &glyphs[start..end];
        let japanese = chain.iter().filter(|g| reads_vertically(g)).count();
        if chain.len() >= MIN_VERTICAL && japanese * 3 >= chain.len() * 2 {
            out[start..end].fill(Direction::Vertical);
        }
        start = end;
    }
    turned_within_vertical(glyphs, &mut out);
    alone_within_vertical(glyphs, &mut out);
    out
}

/// Fewer glyphs set vertically make no page of vertical text.
const MIN_VERTICAL_TEXT: usize = 30;

/// Upright characters that stand alone in the stream, because the ones around them came from
/// another font, belong to the vertical line they stand in: one of its characters is right above or
/// below, and none of horizontal text beside.
fn alone_within_vertical(glyphs: &[&Glyph], directions: &mut [Direction]) {
    let is = |d: &Direction, wanted| *d == wanted;
    let vertical = directions
        .iter()
        .filter(|d| is(d, Direction::Vertical))
        .count();
    if vertical < MIN_VERTICAL_TEXT {
        return;
    }
    let index = BoxIndex::new(glyphs.iter().map(|g| g.bbox));
    // a line of such characters joins one by one, from where it touches the line
    for _ in 0..MAX_ALONE {
        let mut changed = false;
        for i in 0..glyphs.len() {
            if directions[i] == Direction::Horizontal
                && reads_vertically(glyphs[i])
                && stands_in_vertical(i, glyphs, directions, &index)
            {
                directions[i] = Direction::Vertical;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

/// Most characters in a row that stand alone.
const MAX_ALONE: usize = 4;

fn stands_in_vertical(
    i: usize,
    glyphs: &[&Glyph],
    directions: &[Direction],
    index: &BoxIndex,
) -> bool {
    let own = glyphs[i];
    let (mut in_line, mut beside) = (false, false);
    for (bbox, other) in index.in_band(own.bbox.top - own.size, own.bbox.bottom + own.size) {
        if other == i || glyphs[other].text.trim().is_empty() {
            continue;
        }
        let vertical = directions[other] == Direction::Vertical;
        let column = (bbox.center().x - own.bbox.center().x).abs() <= VERTICAL_STRAY * own.size;
        in_line |= vertical && column;
        let level = (bbox.center().y - own.bbox.center().y).abs() <= VERTICAL_STRAY * own.size;
        let near = -bbox.x_overlap(&own.bbox) <= VERTICAL_STRAY * own.size;
        beside |= directions[other] == Direction::Horizontal && level && near && !column;
    }
    in_line && !beside
}

/// Latin letters and digits lie on their side between upright Japanese in vertical writing: they
/// belong to its line.
fn turned_within_vertical(glyphs: &[&Glyph], directions: &mut [Direction]) {
    let in_line = |a: &Glyph, b: &Glyph| {
        let (a, b, size) = (a.bbox.center(), b.bbox.center(), a.size.max(b.size));
        (a.x - b.x).abs() <= VERTICAL_STRAY * size && (a.y - b.y).abs() <= VERTICAL_PITCH.1 * size
    };
    let mut join = |i: usize, from: usize| {
        if (directions[i], directions[from]) == (Direction::Turned90, Direction::Vertical)
            && in_line(glyphs[i], glyphs[from])
        {
            directions[i] = Direction::Vertical;
        }
    };
    for i in 1..glyphs.len() {
        join(i, i - 1);
    }
    for i in (1..glyphs.len()).rev() {
        join(i - 1, i);
    }
}

fn declared(glyph: &Glyph) -> Direction {
    match (glyph.rotation, glyph.vertical) {
        (0, true) => Direction::Vertical,
        (90, false) => Direction::Turned90,
        (180, false) => Direction::Turned180,
        (270, false) => Direction::Turned270,
        (90, true) => Direction::Turned180,
        (180, true) => Direction::Turned270,
        (270, true) => Direction::Horizontal,
        _ => Direction::Horizontal,
    }
}

fn stands_under(above: &Glyph, below: &Glyph) -> bool {
    let size = above.size.max(below.size).max(0.1);
    let (a, b) = (above.bbox.center(), below.bbox.center());
    let pitch = (b.y - a.y) / size;
    let alike = above.size.min(below.size) / size > 0.8;
    let stray = if hangs_aside(above) || hangs_aside(below) {
        HANGS_ASIDE
    } else {
        VERTICAL_STRAY
    };
    alike
        && (a.x - b.x).abs() <= stray * size
        && (VERTICAL_PITCH.0..=VERTICAL_PITCH.1).contains(&pitch)
}

/// Punctuation that stands in the upper right of its place in vertical writing, where horizontal
/// glyphs of it are shifted by up to this much (in ems) to look right.
const HANGS_ASIDE: f64 = 0.8;

fn hangs_aside(glyph: &Glyph) -> bool {
    matches!(glyph.text.as_str(), "、" | "。" | "，" | "．")
}

/// Kana, ideographs and the punctuation between them. Digits and marks stand under one another in
/// every table column and say nothing.
fn reads_vertically(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| {
        crate::normalize::is_japanese(c) && !crate::normalize::chars::is_mark(c) && !c.is_numeric()
    })
}
