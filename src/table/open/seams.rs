//! Seams: what separates rows where no grid is drawn, lines across and edges of painted bands.
//!
//! ```text
//!   ━━━━━━━━━━━━━━━━━━━━━━━━   a seam as wide as the table
//!     年次      人口（人）
//!            ─────────────    a seam over some columns: they have a label in common
//!             男      女
//!   ────────────────────────
//!   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   a painted row: its upper and lower edges are seams
//! ```

use crate::geometry::{BoxIndex, Rect};
use crate::pdf::{Fill, Page};
use crate::table::net::Edge;

/// Lines and edges of paint at one height.
#[derive(Debug, Clone, PartialEq)]
pub struct Seam {
    /// Distance from the top of the page.
    pub y: f64,
    /// The pieces it is drawn in, from the left.
    pub pieces: Vec<(f64, f64)>,
    /// It is drawn as a line, and not only the edge of a painted area.
    pub drawn: bool,
}

/// Seams of the same width under one another.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Left end.
    pub x0: f64,
    /// Right end.
    pub x1: f64,
    /// Heights of the seams that are as wide as the stack, from the top.
    pub ys: Vec<f64>,
    /// Which of them are drawn as lines.
    drawn: Vec<bool>,
}

impl Stack {
    /// Whether what is between a seam and the next can be a double line or a row without text,
    /// rather than the space between two painted boxes.
    pub fn is_blank_row(&self, i: usize) -> bool {
        let height = self.ys[i + 1] - self.ys[i];
        height <= MAX_DOUBLE || self.drawn[i] && self.drawn[i + 1] && height <= MAX_BLANK
    }
}

/// A double line is at most this high, in points.
const MAX_DOUBLE: f64 = 3.0;
/// A row without text is at most this high, in points.
const MAX_BLANK: f64 = 30.0;

/// Pieces at heights closer than this (points) are at one height.
const SAME_HEIGHT: f64 = 1.6;
/// Pieces closer than this (points) are one seam: the lines over columns stand a little apart.
const MAX_GAP: f64 = 10.0;
/// Seams whose ends differ by less than this (points) are equally wide.
const SAME_END: f64 = 4.0;
/// Narrower stacks (points) are underlined words.
const MIN_WIDTH: f64 = 60.0;
/// A painted area of more than this share of the page is its background.
const BACKGROUND: f64 = 0.75;
/// Lower painted areas (points) are lines or marks.
const MIN_BAND: f64 = 4.0;

impl Seam {
    /// Left end.
    pub fn x0(&self) -> f64 {
        self.pieces.first().map_or(0.0, |p| p.0)
    }

    /// Right end.
    pub fn x1(&self) -> f64 {
        self.pieces.last().map_or(0.0, |p| p.1)
    }

    /// The share of `[x0, x1]` it covers.
    pub fn coverage(&self, x0: f64, x1: f64) -> f64 {
        let common = |p: &(f64, f64)| (p.1.min(x1) - p.0.max(x0)).max(0.0);
        self.pieces.iter().map(common).sum::<f64>() / (x1 - x0).max(0.01)
    }
}

/// All seams of a page, from the top, of lines and painted areas outside the boxes `taken`.
pub fn seams(page: &Page, lines: &[Edge], taken: &BoxIndex) -> Vec<Seam> {
    let is_free = |r: &Rect| taken.holding(r.center()).is_none();
    let mut pieces: Vec<(f64, f64, f64, bool)> = lines
        .iter()
        .map(|e| (e.pos, e.start, e.end, true))
        .collect();
    let bands = page.fills.iter().filter(|f| is_band(page, f));
    for band in bands.map(|f| f.bbox).filter(is_free) {
        pieces.push((band.top, band.x0, band.x1, false));
        pieces.push((band.bottom, band.x0, band.x1, false));
    }
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut start = 0;
    while start < pieces.len() {
        let y = pieces[start].0;
        let end = start + pieces[start..].partition_point(|p| p.0 - y <= SAME_HEIGHT);
        out.extend(chains(&mut pieces[start..end]));
        start = end;
    }
    out
}

fn is_band(page: &Page, fill: &Fill) -> bool {
    let painted = fill.fill.is_some_and(|c| !c.is_white());
    let b = &fill.bbox;
    painted
        && fill.rectangular
        && b.height() >= MIN_BAND
        && b.width() >= MIN_BAND
        && b.area() < BACKGROUND * page.width * page.height
}

/// The seams that pieces at one height make.
fn chains(pieces: &mut [(f64, f64, f64, bool)]) -> Vec<Seam> {
    pieces.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut out: Vec<Seam> = Vec::new();
    for &(y, x0, x1, drawn) in pieces.iter() {
        match out.last_mut() {
            Some(seam) if x0 - seam.x1() <= MAX_GAP => {
                seam.drawn |= drawn;
                match seam.pieces.last_mut() {
                    Some(last) if x0 - last.1 <= 0.5 => last.1 = last.1.max(x1),
                    _ => seam.pieces.push((x0, x1)),
                }
            }
            _ => out.push(Seam {
                y,
                pieces: vec![(x0, x1)],
                drawn,
            }),
        }
    }
    out
}

/// Seams of one width under one another, the widest first.
pub fn stacks(seams: &[Seam]) -> Vec<Stack> {
    let mut ends: Vec<(f64, f64, f64, bool)> = seams
        .iter()
        .map(|s| (s.x0(), s.x1(), s.y, s.drawn))
        .collect();
    ends.retain(|e| e.1 - e.0 >= MIN_WIDTH);
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    for group in ends.chunk_by_mut(|a, b| b.0 - a.0 <= SAME_END) {
        group.sort_by(|a, b| a.1.total_cmp(&b.1));
        for same in group.chunk_by_mut(|a, b| b.1 - a.1 <= SAME_END) {
            same.sort_by(|a, b| a.2.total_cmp(&b.2));
            let mut heights: Vec<(f64, bool)> = same.iter().map(|e| (e.2, e.3)).collect();
            heights.dedup_by(|b, a| {
                let one = b.0 - a.0 <= SAME_HEIGHT;
                a.1 |= one && b.1;
                one
            });
            let (ys, drawn): (Vec<f64>, Vec<bool>) = heights.into_iter().unzip();
            if ys.len() >= 2 {
                let x0 = same.iter().map(|e| e.0).fold(f64::MAX, f64::min);
                let x1 = same.iter().map(|e| e.1).fold(f64::MIN, f64::max);
                out.push(Stack { x0, x1, ys, drawn });
            }
        }
    }
    out.sort_by(|a, b| (b.x1 - b.x0).total_cmp(&(a.x1 - a.x0)));
    out
}

/// The seams within a box, those at its own edges included.
pub fn within(seams: &[Seam], area: &Rect) -> Vec<Seam> {
    let area = area.grown(SAME_END);
    let from = seams.partition_point(|s| s.y < area.top);
    let inside = seams[from..].iter().take_while(|s| s.y <= area.bottom);
    let inside = inside.filter(|s| s.x0() >= area.x0 && s.x1() <= area.x1);
    let mut out: Vec<Seam> = Vec::new();
    for seam in inside {
        // pieces further apart than a seam may have gaps are still one line of a table
        match out.last_mut() {
            Some(last) if seam.y - last.y <= SAME_HEIGHT => {
                last.pieces.extend(&seam.pieces);
                last.pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
                last.drawn |= seam.drawn;
            }
            _ => out.push(seam.clone()),
        }
    }
    out
}
