//! Edges that touch one another, and the positions they share.

use crate::geometry::Rect;

/// Lines closer than this (points) are one: double lines are 1–2 pt apart, the lowest row of a
/// real table is over 6 pt high.
pub const SNAP: f64 = 2.6;

/// A straight edge of a net of lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Distance from the top (horizontal) or left (vertical) edge of the page, in points.
    pub pos: f64,
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
}

impl Edge {
    /// Whether it reaches a place along its line, give or take `slack` points.
    pub fn reaches(&self, at: f64, slack: f64) -> bool {
        self.start - slack <= at && at <= self.end + slack
    }

    /// The box it covers, level or upright.
    pub fn area(&self, level: bool) -> Rect {
        let (across, along) = ((self.pos, self.pos), (self.start, self.end));
        let ((x0, x1), (top, bottom)) = if level {
            (along, across)
        } else {
            (across, along)
        };
        Rect {
            x0,
            top,
            x1,
            bottom,
        }
    }
}

/// Edges that touch one another.
#[derive(Debug, Clone, Default)]
pub struct Net {
    /// Horizontal edges, from the top.
    pub horizontal: Vec<Edge>,
    /// Vertical edges, from the left.
    pub vertical: Vec<Edge>,
}

impl Net {
    /// The box around all edges.
    pub fn bbox(&self) -> Rect {
        let mut r = Rect {
            x0: f64::MAX,
            top: f64::MAX,
            x1: f64::MIN,
            bottom: f64::MIN,
        };
        for e in &self.horizontal {
            (r.x0, r.x1) = (r.x0.min(e.start), r.x1.max(e.end));
            (r.top, r.bottom) = (r.top.min(e.pos), r.bottom.max(e.pos));
        }
        for e in &self.vertical {
            (r.top, r.bottom) = (r.top.min(e.start), r.bottom.max(e.end));
            (r.x0, r.x1) = (r.x0.min(e.pos), r.x1.max(e.pos));
        }
        r
    }

    /// How many edges it has.
    pub fn len(&self) -> usize {
        self.horizontal.len() + self.vertical.len()
    }

    /// Puts its edges in order.
    pub fn sort(&mut self) {
        self.horizontal.sort_by(|a, b| a.pos.total_cmp(&b.pos));
        self.vertical.sort_by(|a, b| a.pos.total_cmp(&b.pos));
    }
}

/// The distinct positions among some values, those within the snapping distance taken as one.
pub fn positions(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
        .chunk_by(|a, b| b - a <= SNAP)
        .map(|group| group.iter().sum::<f64>() / group.len() as f64)
        .collect()
}

/// Lines that end within this (points) of another touch it: two boxes set closely under one another
/// are 2.5 pt apart and do not.
pub const TOUCH: f64 = 1.8;

/// What edges cover of a line, as stretches apart from one another.
#[derive(Debug, Clone, Default)]
pub struct Covered(Vec<(f64, f64)>);

impl Covered {
    /// What edges, sorted by position, cover at `pos`.
    pub fn new(edges: &[Edge], pos: f64) -> Self {
        let from = edges.partition_point(|e| e.pos < pos - SNAP);
        let near = edges[from..].iter().take_while(|e| e.pos <= pos + SNAP);
        let mut stretches: Vec<(f64, f64)> = near.map(|e| (e.start, e.end)).collect();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut out: Vec<(f64, f64)> = Vec::new();
        for (start, end) in stretches {
            match out.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => out.push((start, end)),
            }
        }
        Self(out)
    }

    /// The share of `[start, end]` that is covered.
    pub fn share(&self, start: f64, end: f64) -> f64 {
        let from = self.0.partition_point(|s| s.1 <= start);
        let within = self.0[from..].iter().take_while(|s| s.0 < end);
        let total: f64 = within.map(|s| s.1.min(end) - s.0.max(start)).sum();
        total / (end - start).max(0.01)
    }
}
