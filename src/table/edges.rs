//! Rulings to edges: the pieces of one drawn line become one, lines that nearly coincide become
//! one, and lines that touch form a net.

use super::connected::components;
use super::connectors::without_connectors;
use super::net::{Edge, Net, SNAP, TOUCH};
use super::strips::stacked;
use crate::pdf::Ruling;
use rustc_hash::FxHashMap;

/// A gap up to this (points) in a line is a join of two cells' borders.
const JOIN_GAP: f64 = 1.2;
/// A gap up to this (points) before a short piece is one between dashes; between long pieces it is
/// the space between two boxes.
const DASH_GAP: f64 = 4.0;
/// Dashes are at most this long, in points.
const MAX_DASH: f64 = 12.0;
/// A shorter line (points) is a tick or a piece of a letter.
const MIN_LENGTH: f64 = 4.0;

/// Finds the nets of a page.
pub fn nets(rulings: &[Ruling]) -> Vec<Net> {
    let horizontal = merged(rulings.iter().filter(|r| r.horizontal));
    let vertical = merged(rulings.iter().filter(|r| !r.horizontal));
    connected(&horizontal, &vertical)
}

/// Lines in the same place, joined along their direction. White lines are drawn to be seen on
/// colour, so they count.
pub fn merged<'r>(rulings: impl Iterator<Item = &'r Ruling>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = rulings
        .map(|r| Edge {
            pos: r.pos,
            start: r.start,
            end: r.end,
        })
        .collect();
    edges.sort_by(|a, b| a.pos.total_cmp(&b.pos).then(a.start.total_cmp(&b.start)));
    let mut out = Vec::new();
    for group in edges.chunk_by(|a, b| b.pos - a.pos <= SNAP / 2.0) {
        let mut group = group.to_vec();
        group.sort_by(|a, b| a.start.total_cmp(&b.start));
        let weight: f64 = group.iter().map(|e| e.end - e.start).sum();
        let pos = group.iter().map(|e| e.pos * (e.end - e.start)).sum::<f64>() / weight;
        let mut current = Edge { pos, ..group[0] };
        for edge in &group[1..] {
            let gap = edge.start - current.end;
            let dashed = edge.end - edge.start <= MAX_DASH && gap <= DASH_GAP;
            if gap <= JOIN_GAP || dashed {
                current.end = current.end.max(edge.end);
            } else {
                out.push(current);
                current = Edge { pos, ..*edge };
            }
        }
        out.push(current);
    }
    out.retain(|e| e.end - e.start >= MIN_LENGTH);
    out
}

/// Splits edges into nets of edges that cross or touch.
fn connected(horizontal: &[Edge], vertical: &[Edge]) -> Vec<Net> {
    let net_of = components(horizontal, vertical, TOUCH);
    let mut sizes = vec![0usize; net_of.len()];
    for net in &net_of {
        sizes[*net] += 1;
    }
    // most lines of a drawing touch no other: they need no net
    let mut lone: Vec<Edge> = Vec::new();
    let mut nets: Vec<Net> = Vec::new();
    let mut place: FxHashMap<usize, usize> = FxHashMap::default();
    let of_horizontal = net_of.iter().zip(horizontal).map(|(n, e)| (n, e, true));
    let of_vertical = net_of[horizontal.len()..].iter().zip(vertical);
    for (net, edge, is_horizontal) in of_horizontal.chain(of_vertical.map(|(n, e)| (n, e, false))) {
        if sizes[*net] == 1 {
            lone.extend(is_horizontal.then_some(*edge));
            continue;
        }
        let at = *place.entry(*net).or_insert_with(|| {
            nets.push(Net::default());
            nets.len() - 1
        });
        let own = &mut nets[at];
        match is_horizontal {
            true => own.horizontal.push(*edge),
            false => own.vertical.push(*edge),
        }
    }
    let mut nets = stacked(nets, &lone);
    nets.retain(|net| net.len() >= 3);
    nets.into_iter().flat_map(without_connectors).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Color;
    use crate::table::net::Covered;

    fn ruling(horizontal: bool, pos: f64, start: f64, end: f64) -> Ruling {
        Ruling {
            horizontal,
            pos,
            start,
            end,
            thickness: 0.5,
            color: Color::BLACK,
        }
    }

    #[test]
    fn pieces_and_double_lines_become_one_edge() {
        let rulings = [
            ruling(true, 10.0, 0.0, 50.0),
            ruling(true, 10.2, 52.0, 100.0),
            ruling(true, 11.0, 0.0, 100.0),
            ruling(false, 0.0, 10.0, 60.0),
            ruling(false, 100.0, 10.0, 60.0),
        ];
        let nets = nets(&rulings);
        assert_eq!(nets.len(), 1);
        assert_eq!(nets[0].horizontal.len(), 1);
        assert_eq!(nets[0].vertical.len(), 2);
    }

    #[test]
    fn tables_that_do_not_touch_are_two_nets() {
        let square = |y: f64| {
            [
                ruling(true, y, 0.0, 50.0),
                ruling(true, y + 20.0, 0.0, 50.0),
                ruling(false, 0.0, y, y + 20.0),
                ruling(false, 50.0, y, y + 20.0),
            ]
        };
        let both = [square(0.0), square(30.0)].concat();
        assert_eq!(nets(&both).len(), 2);
    }

    #[test]
    fn covered_counts_overlaps_once() {
        let edge = |start, end| Edge {
            pos: 5.0,
            start,
            end,
        };
        let covered = Covered::new(&[edge(0.0, 6.0), edge(4.0, 8.0)], 5.0);
        let c = covered.share(0.0, 10.0);
        assert!((c - 0.8).abs() < 1e-9);
    }
}
