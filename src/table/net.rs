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
