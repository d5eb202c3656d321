//! The steps on the way to the tables of a page, for people who look why one came out wrong.

use super::bars;
use super::edges::{merged, nets};
use super::net::Net;
use super::open::seams;
use crate::geometry::{BoxIndex, Point};
use crate::pdf::Page;

/// What tables are made of.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// Edges that touch one another, net by net: `(from, to)` of each.
    pub nets: Vec<Vec<(Point, Point)>>,
    /// Where edges of a net cross or meet.
    pub crossings: Vec<Point>,
    /// Lines across and edges of painted bands that part rows: `(from, to)` of each piece.
    pub seams: Vec<(Point, Point)>,
}

/// Edges that end within this (points) of another meet it.
const TOUCH: f64 = 1.8;

/// Takes the steps of a page again.
pub fn steps(page: &Page) -> Steps {
    let found = nets(&bars::grid_rulings(page));
    let lines = merged(page.rulings.iter().filter(|r| r.horizontal));
    let at = |x, y| Point { x, y };
    let seams = seams(page, &lines, &BoxIndex::new(std::iter::empty()));
    Steps {
        crossings: found.iter().flat_map(crossings).collect(),
        nets: found.iter().map(edges).collect(),
        seams: seams
            .iter()
            .flat_map(|s| s.pieces.iter().map(move |p| (at(p.0, s.y), at(p.1, s.y))))
            .collect(),
    }
}

fn edges(net: &Net) -> Vec<(Point, Point)> {
    let at = |x, y| Point { x, y };
    let across = net.horizontal.iter();
    let down = net.vertical.iter();
    across
        .map(|e| (at(e.start, e.pos), at(e.end, e.pos)))
        .chain(down.map(|e| (at(e.pos, e.start), at(e.pos, e.end))))
        .collect()
}

fn crossings(net: &Net) -> Vec<Point> {
    let mut out = Vec::new();
    for v in &net.vertical {
        // horizontal edges are sorted by position
        let from = net.horizontal.partition_point(|h| h.pos < v.start - TOUCH);
        let level = net.horizontal[from..]
            .iter()
            .take_while(|h| h.pos <= v.end + TOUCH);
        let meets = level.filter(|h| v.pos >= h.start - TOUCH && v.pos <= h.end + TOUCH);
        out.extend(meets.map(|h| Point { x: v.pos, y: h.pos }));
    }
    out
}
