//! Nets under one another that are strips of one table.

use super::net::{Edge, Net, SNAP, positions};
use crate::geometry::Rect;
use rustc_hash::FxHashMap;

/// The highest row over all columns, in points: a line of text with its padding. A caption between
/// two tables stands in a wider gap.
const MAX_FULL_ROW: f64 = 26.0;
/// A strip is looked for among so many of its width above it: more than a few tables with open
/// sides do not stand beside one another, and those of one width are told from the lowest.
const MAX_ABOVE: usize = 16;

/// A net and what is asked of it again and again.
struct Strip {
    net: Net,
    bbox: Rect,
    /// No upright line is drawn at its sides.
    is_open: bool,
    columns: Vec<f64>,
}

/// Rows over all columns cut the inner lines of a table whose sides are open into several nets.
/// Those with the same width and the same columns, a row or two apart, are one; the lines between
/// them belong to it.
///
/// `lone` are the lines across that touch no other, from the top.
pub fn stacked(nets: Vec<Net>, lone: &[Edge]) -> Vec<Net> {
    let mut nets: Vec<(Rect, Net)> = nets.into_iter().map(|n| (n.bbox(), n)).collect();
    nets.sort_by(|a, b| a.0.top.total_cmp(&b.0.top));
    let mut out: Vec<Strip> = Vec::new();
    let mut open = ByLeftEnd::default();
    for (bbox, net) in nets {
        let next = Strip::new(bbox, net);
        if !next.is_open {
            out.push(next);
            continue;
        }
        let mut above = open.near(bbox.x0);
        above.retain(|&i| same_extent(&out[i].bbox, &bbox));
        let mut above = above.into_iter().take(MAX_ABOVE);
        match above.find(|&i| out[i].goes_on(&next, lone)) {
            Some(i) => out[i].append(next, lone),
            None => {
                open.add(bbox.x0, out.len());
                out.push(next);
            }
        }
    }
    out.into_iter().map(Strip::finished).collect()
}

/// Strips by where they begin.
#[derive(Default)]
struct ByLeftEnd(FxHashMap<i64, Vec<usize>>);

impl ByLeftEnd {
    /// Width of what is looked at together, in points: the ends of strips of one table differ by less.
    const WIDTH: f64 = 4.0 * SNAP;

    fn add(&mut self, x0: f64, strip: usize) {
        let key = (x0 / Self::WIDTH).floor() as i64;
        self.0.entry(key).or_default().push(strip);
    }

    /// Those that begin near, the last first.
    fn near(&self, x0: f64) -> Vec<usize> {
        let key = (x0 / Self::WIDTH).floor() as i64;
        let last = |key: i64| self.0.get(&key).into_iter().flat_map(|s| s.iter().rev());
        let near = (key - 1..=key + 1).flat_map(|key| last(key).take(MAX_ABOVE));
        let mut out: Vec<usize> = near.copied().collect();
        out.sort_unstable_by(|a, b| b.cmp(a));
        out
    }
}

fn same_extent(a: &Rect, b: &Rect) -> bool {
    (a.x0 - b.x0).abs() <= SNAP && (a.x1 - b.x1).abs() <= SNAP
}

impl Strip {
    fn new(bbox: Rect, net: Net) -> Self {
        let on_side = |e: &Edge| (e.pos - bbox.x0).abs() <= SNAP || (e.pos - bbox.x1).abs() <= SNAP;
        let is_open = !net.vertical.iter().any(on_side);
        Self {
            is_open,
            columns: positions(net.vertical.iter().map(|e| e.pos)),
            bbox,
            net,
        }
    }

    /// The lines of its width between it and one below.
    fn between<'l>(&self, next: &Self, lone: &'l [Edge]) -> impl Iterator<Item = &'l Edge> {
        let (top, bottom) = (self.bbox.bottom, next.bbox.top);
        let (x0, x1) = (self.bbox.x0, self.bbox.x1);
        let from = lone.partition_point(|e| e.pos <= top);
        let between = lone[from..].iter().take_while(move |e| e.pos < bottom);
        between.filter(move |e| (e.start - x0).abs() <= SNAP && (e.end - x1).abs() <= SNAP)
    }

    fn goes_on(&self, next: &Self, lone: &[Edge]) -> bool {
        let near = |(x, y): (&f64, &f64)| (x - y).abs() <= SNAP;
        let same_columns = self.columns.len() == next.columns.len()
            && self.columns.iter().zip(&next.columns).all(near);
        let (top, bottom) = (self.bbox.bottom, next.bbox.top);
        if !same_columns || bottom <= top {
            return false;
        }
        // every step from the one to the other, over the lines between, is a row
        let mut reached = top;
        for edge in self.between(next, lone) {
            if edge.pos - reached > MAX_FULL_ROW {
                return false;
            }
            reached = edge.pos;
        }
        bottom - reached <= MAX_FULL_ROW
    }

    fn append(&mut self, next: Self, lone: &[Edge]) {
        let lines: Vec<Edge> = self.between(&next, lone).copied().collect();
        self.net.horizontal.extend(lines);
        let weight = |net: &Net| net.vertical.len().max(1) as f64;
        let (own, other) = (weight(&self.net), weight(&next.net));
        for (x, y) in self.columns.iter_mut().zip(&next.columns) {
            *x = (*x * own + y * other) / (own + other);
        }
        self.net.horizontal.extend(next.net.horizontal);
        self.net.vertical.extend(next.net.vertical);
        self.bbox = self.bbox.union(&next.bbox);
    }

    /// Its net with the edges in order.
    fn finished(mut self) -> Net {
        self.net.sort();
        self.net
    }
}
