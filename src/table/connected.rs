//! Which lines of a page touch one another.
//!
//! Source: Imai and Asano, "Finding the connected components and a maximum clique of an intersection
//! graph of rectangles in the plane" (1983): a sweep from left to right over a tree of the horizontal
//! edges that the sweep line crosses. A part of the tree whose edges are known to be in one net is
//! not looked into again, so that the time does not grow with the crossings, of which a grid has as
//! many as the square of its lines.

use super::net::Edge;
use std::ops::Range;

/// What the sweep meets; at one place edges begin before they are crossed and end after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A horizontal edge begins.
    Begin,
    /// A vertical edge stands here.
    Cross,
    /// A horizontal edge has ended.
    End,
}

/// The net of each edge, horizontal ones first: the least number of the edges in it. Edges whose
/// ends are within `reach` points of another touch it; `horizontal` is sorted by position.
pub fn components(horizontal: &[Edge], vertical: &[Edge], reach: f64) -> Vec<usize> {
    let mut nets = Joined::new(horizontal.len() + vertical.len());
    for standing in levels(vertical, reach) {
        sweep(horizontal, vertical, &standing, reach, &mut nets);
    }
    (0..horizontal.len() + vertical.len())
        .map(|i| nets.find(i))
        .collect()
}

/// Vertical edges that overlap, from the top: no net reaches from one level to the next, and one
/// table after the other is a small tree.
fn levels(vertical: &[Edge], reach: f64) -> Vec<Vec<usize>> {
    let mut from_top: Vec<usize> = (0..vertical.len()).collect();
    from_top.sort_by(|&a, &b| vertical[a].start.total_cmp(&vertical[b].start));
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f64::NEG_INFINITY;
    for v in from_top {
        let edge = &vertical[v];
        match out.last_mut() {
            Some(level) if edge.start - reach <= bottom => level.push(v),
            _ => out.push(vec![v]),
        }
        bottom = bottom.max(edge.end + reach);
    }
    out
}

/// Joins the vertical edges `standing` with the horizontal ones that they touch.
fn sweep(
    horizontal: &[Edge],
    vertical: &[Edge],
    standing: &[usize],
    reach: f64,
    nets: &mut Joined,
) {
    let first_at = |pos: f64| horizontal.partition_point(|h| h.pos < pos);
    let first_after = |pos: f64| horizontal.partition_point(|h| h.pos <= pos);
    let ranges: Vec<Range<usize>> = standing
        .iter()
        .map(|&v| first_at(vertical[v].start - reach)..first_after(vertical[v].end + reach))
        .collect();
    let lowest = ranges.iter().map(|r| r.start).min().unwrap_or(0);
    let highest = ranges.iter().map(|r| r.end).max().unwrap_or(0);
    if highest <= lowest {
        return;
    }
    let across = || horizontal[lowest..highest].iter().enumerate();
    let mut events: Vec<(f64, Event, usize)> = Vec::new();
    events.extend(across().map(|(h, e)| (e.start - reach, Event::Begin, h)));
    events.extend(across().map(|(h, e)| (e.end + reach, Event::End, h)));
    let crosses = standing.iter().enumerate();
    events.extend(crosses.map(|(i, &v)| (vertical[v].pos, Event::Cross, i)));
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut crossed = Crossed::new(lowest, highest - lowest);
    for (_, event, i) in events {
        match event {
            Event::Begin => crossed.begin(i),
            Event::End => crossed.end(i),
            Event::Cross => {
                let range = &ranges[i];
                let with = horizontal.len() + standing[i];
                crossed.join(range.start - lowest..range.end - lowest, with, nets);
            }
        }
    }
}

/// Union-find; the least member stands for a set.
struct Joined(Vec<usize>);

impl Joined {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn find(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// What is known of the edges in a part of the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    /// How many of them the sweep line crosses.
    count: u32,
    /// One of them, where all that the sweep line crosses are in one net.
    one: Option<u32>,
}

/// The horizontal edges that the sweep line crosses, in a binary tree by position.
struct Crossed {
    /// The number of the first of them among all.
    first: usize,
    /// The root is at 1, the halves of `i` at `2 i` and `2 i + 1`.
    parts: Vec<Part>,
    leaves: usize,
}

impl Crossed {
    fn new(first: usize, n: usize) -> Self {
        let leaves = n.next_power_of_two();
        Self {
            first,
            parts: vec![Part::default(); 2 * leaves],
            leaves,
        }
    }

    fn begin(&mut self, edge: usize) {
        let mut at = self.leaves + edge;
        while at > 0 {
            let part = &mut self.parts[at];
            // an edge that begins is in a net of its own
            part.one = (part.count == 0).then_some((self.first + edge) as u32);
            part.count += 1;
            at /= 2;
        }
    }

    fn end(&mut self, edge: usize) {
        let mut at = self.leaves + edge;
        while at > 0 {
            self.parts[at].count -= 1;
            at /= 2;
        }
    }

    /// Puts the crossed edges in a range into the net of edge `with`.
    fn join(&mut self, range: Range<usize>, with: usize, nets: &mut Joined) {
        let (mut from, mut to) = (range.start + self.leaves, range.end + self.leaves);
        while from < to {
            if from % 2 == 1 {
                self.join_part(from, with, nets);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                self.join_part(to, with, nets);
            }
            (from, to) = (from / 2, to / 2);
        }
    }

    fn join_part(&mut self, at: usize, with: usize, nets: &mut Joined) {
        let part = self.parts[at];
        match part.one {
            _ if part.count == 0 => {}
            Some(edge) => nets.unite(edge as usize, with),
            None => {
                self.join_part(2 * at, with, nets);
                self.join_part(2 * at + 1, with, nets);
                self.parts[at].one = Some(with as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Compares every pair.
    fn by_pairs(horizontal: &[Edge], vertical: &[Edge], reach: f64) -> Vec<usize> {
        let mut nets = Joined::new(horizontal.len() + vertical.len());
        for (h, a) in horizontal.iter().enumerate() {
            for (v, b) in vertical.iter().enumerate() {
                let level = a.pos >= b.start - reach && a.pos <= b.end + reach;
                if level && b.pos >= a.start - reach && b.pos <= a.end + reach {
                    nets.unite(h, horizontal.len() + v);
                }
            }
        }
        (0..horizontal.len() + vertical.len())
            .map(|i| nets.find(i))
            .collect()
    }

    fn edges() -> impl Strategy<Value = Vec<Edge>> {
        let edge = (0..60u8, 0..60u8, 1..20u8).prop_map(|(pos, start, length)| Edge {
            pos: f64::from(pos),
            start: f64::from(start),
            end: f64::from(start) + f64::from(length),
        });
        proptest::collection::vec(edge, 0..40)
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_every_pair_tells(mut across in edges(), down in edges()) {
            across.sort_by(|a, b| a.pos.total_cmp(&b.pos));
            let (found, expected) = (components(&across, &down, 1.0), by_pairs(&across, &down, 1.0));
            prop_assert_eq!(found, expected);
        }
    }
}
