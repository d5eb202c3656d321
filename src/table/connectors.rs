//! Lines that lead from one drawn thing to another and are no borders: the connectors of a flow
//! chart, a line from a table to a note.
//!
//! A border has two different areas at its sides, a connector the same on both: the paper around.
//!
//! ```text
//!   ┌──────┐        ┌──┬──┐
//!   └──┬───┘        ├──┼──┤
//!      │            ├──┼──┼───┐
//!   ┌──┴───┐        └──┴──┘   │
//!   └──────┘                  │
//! ```

use super::connected::components;

use super::net::{Covered, Edge, Net, SNAP, TOUCH, positions};
use crate::geometry::{BoxIndex, Rect};
use std::collections::BTreeMap;

/// An outline is closed when edges cover at least this share of each side.
const CLOSED: f64 = 0.97;
/// Edges cover a side of an area when they are at least this share of it.
const MIN_COVERAGE: f64 = 0.7;
/// A net with more crossings is no diagram.
const MAX_UNITS: usize = 20_000;
/// Fewer edges close no area.
const MIN_EDGES: usize = 3;

/// The parts of a net without the lines between them. A net that is closed all around is left as
/// it is: what is drawn in a frame may be a border of it.
pub fn without_connectors(net: Net) -> Vec<Net> {
    if is_closed(&net) {
        return vec![net];
    }
    let Some((borders, others)) = Lattice::new(&net).map(|l| l.shared_out(&net)) else {
        return vec![net];
    };
    if borders.len() == 0 || others.len() == 0 {
        return vec![net];
    }
    let figures = Figures::new(parts(&borders));
    let (connectors, kept): (Vec<Net>, Vec<Net>) = parts(&others)
        .into_iter()
        .partition(|part| figures.are_joined_by(part));
    if connectors.is_empty() {
        return vec![net];
    }
    let mut rest = borders;
    for part in kept {
        rest.horizontal.extend(part.horizontal);
        rest.vertical.extend(part.vertical);
    }
    rest.sort();
    let mut out = parts(&rest);
    out.retain(|n| n.len() >= MIN_EDGES);
    out
}

/// Whether lines are drawn along all four sides of the box around a net.
fn is_closed(net: &Net) -> bool {
    let b = net.bbox();
    let across = |y| Covered::new(&net.horizontal, y).share(b.x0, b.x1) >= CLOSED;
    let down = |x| Covered::new(&net.vertical, x).share(b.top, b.bottom) >= CLOSED;
    across(b.top) && across(b.bottom) && down(b.x0) && down(b.x1)
}

/// The edges of a net by which of them touch one another.
fn parts(net: &Net) -> Vec<Net> {
    let of = components(&net.horizontal, &net.vertical, TOUCH);
    let mut out: BTreeMap<usize, Net> = BTreeMap::new();
    let (across, down) = of.split_at(net.horizontal.len());
    for (part, edge) in across.iter().zip(&net.horizontal) {
        out.entry(*part).or_default().horizontal.push(*edge);
    }
    for (part, edge) in down.iter().zip(&net.vertical) {
        out.entry(*part).or_default().vertical.push(*edge);
    }
    out.into_values().collect()
}

/// What connectors lead to.
struct Figures {
    nets: Vec<(Rect, Net)>,
    index: BoxIndex,
}

impl Figures {
    fn new(nets: Vec<Net>) -> Self {
        let nets: Vec<(Rect, Net)> = nets.into_iter().map(|n| (n.bbox(), n)).collect();
        Self {
            index: BoxIndex::new(nets.iter().map(|n| n.0)),
            nets,
        }
    }

    /// Whether some lines lead from one closed figure to others, or out into the white.
    fn are_joined_by(&self, part: &Net) -> bool {
        let area = part.bbox().grown(TOUCH);
        let near = self.index.in_band(area.top, area.bottom);
        let touched =
            near.filter(|(b, i)| area.intersection(b).is_some() && touches(&self.nets[*i].1, part));
        let mut count = 0;
        for (bbox, i) in touched {
            let inner = bbox.grown(-TOUCH);
            let enters = |e: &Edge, level: bool| inner.intersection(&e.area(level)).is_some();
            let is_within = part.horizontal.iter().any(|e| enters(e, true))
                || part.vertical.iter().any(|e| enters(e, false));
            if is_within || !is_closed(&self.nets[i].1) {
                return false;
            }
            count += 1;
        }
        count > 0
    }
}

/// Whether an edge of one net touches one of the other across.
fn touches(a: &Net, b: &Net) -> bool {
    let meet = |h: &Edge, v: &Edge| h.reaches(v.pos, TOUCH) && v.reaches(h.pos, TOUCH);
    let any = |across: &[Edge], down: &[Edge]| {
        let first = |v: &Edge| across.partition_point(|h| h.pos < v.start - TOUCH);
        let meets = |v: &Edge| {
            let mut level = across[first(v)..]
                .iter()
                .take_while(|h| h.pos <= v.end + TOUCH);
            level.any(|h| meet(h, v))
        };
        down.iter().any(meets)
    };
    any(&a.horizontal, &b.vertical) || any(&b.horizontal, &a.vertical)
}

/// The areas between the lines of a net, and around it: `area[row][col]` lies before the line with
/// the same number.
struct Lattice {
    xs: Vec<f64>,
    ys: Vec<f64>,
    area: Vec<Vec<usize>>,
}

impl Lattice {
    fn new(net: &Net) -> Option<Self> {
        let b = net.bbox();
        let xs = with_ends(positions(net.vertical.iter().map(|e| e.pos)), b.x0, b.x1);
        let ys = with_ends(
            positions(net.horizontal.iter().map(|e| e.pos)),
            b.top,
            b.bottom,
        );
        if xs.len() * ys.len() > MAX_UNITS {
            return None;
        }
        let down: Vec<Covered> = xs.iter().map(|x| Covered::new(&net.vertical, *x)).collect();
        let across: Vec<Covered> = ys
            .iter()
            .map(|y| Covered::new(&net.horizontal, *y))
            .collect();
        // nothing is drawn around the net
        let drawn = |line: &Covered, at: &[f64], unit: usize| {
            (1..at.len()).contains(&unit) && line.share(at[unit - 1], at[unit]) >= MIN_COVERAGE
        };
        let area = flooded(
            (ys.len() + 1, xs.len() + 1),
            |row, col| drawn(&down[col], &ys, row),
            |row, col| drawn(&across[row], &xs, col),
        );
        Some(Self { xs, ys, area })
    }

    /// The edges of the net that are borders for some way, and those that are nowhere.
    fn shared_out(&self, net: &Net) -> (Net, Net) {
        let (mut borders, mut others) = (Net::default(), Net::default());
        for edge in &net.horizontal {
            let row = nearest(&self.ys, edge.pos);
            let parts = |col: usize| self.area[row][col] != self.area[row + 1][col];
            let to = if edge.is_free(&self.xs, parts) {
                &mut others
            } else {
                &mut borders
            };
            to.horizontal.push(*edge);
        }
        for edge in &net.vertical {
            let col = nearest(&self.xs, edge.pos);
            let parts = |row: usize| self.area[row][col] != self.area[row][col + 1];
            let to = if edge.is_free(&self.ys, parts) {
                &mut others
            } else {
                &mut borders
            };
            to.vertical.push(*edge);
        }
        (borders, others)
    }
}

impl Edge {
    /// Whether it covers some unit between lines `at`, and none where it parts two areas.
    fn is_free(&self, at: &[f64], parts: impl Fn(usize) -> bool) -> bool {
        let from = at.partition_point(|v| *v < self.start - SNAP).max(1);
        let to = at.partition_point(|v| *v <= self.end + SNAP);
        let covers = |unit: &usize| {
            let (a, b) = (at[unit - 1], at[*unit]);
            self.end.min(b) - self.start.max(a) >= MIN_COVERAGE * (b - a)
        };
        let mut units = (from..to.min(at.len())).filter(covers).peekable();
        units.peek().is_some() && !units.any(parts)
    }
}

/// Positions with the ends of what is drawn.
fn with_ends(mut at: Vec<f64>, start: f64, end: f64) -> Vec<f64> {
    if at.first().is_none_or(|a| a - start > SNAP) {
        at.insert(0, start);
    }
    if at.last().is_none_or(|a| end - a > SNAP) {
        at.push(end);
    }
    at
}

/// The number of the position that is nearest to a value.
fn nearest(at: &[f64], value: f64) -> usize {
    let after = at.partition_point(|a| *a < value);
    let near = after.saturating_sub(1)..(after + 1).min(at.len());
    let best = near.min_by(|&a, &b| (at[a] - value).abs().total_cmp(&(at[b] - value).abs()));
    best.unwrap_or(0)
}

/// The areas of a lattice of units; `right` and `below` tell whether a border is drawn there.
fn flooded(
    (rows, cols): (usize, usize),
    right: impl Fn(usize, usize) -> bool,
    below: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<usize>> {
    let mut area = vec![vec![usize::MAX; cols]; rows];
    let mut count = 0;
    for start in (0..rows * cols).map(|i| (i / cols, i % cols)) {
        if area[start.0][start.1] != usize::MAX {
            continue;
        }
        area[start.0][start.1] = count;
        let mut open = vec![start];
        while let Some((row, col)) = open.pop() {
            let mut enter = |row: usize, col: usize, is_closed: bool| {
                if !is_closed && area[row][col] == usize::MAX {
                    area[row][col] = count;
                    open.push((row, col));
                }
            };
            if col + 1 < cols {
                enter(row, col + 1, right(row, col));
            }
            if row + 1 < rows {
                enter(row + 1, col, below(row, col));
            }
            if col > 0 {
                enter(row, col - 1, right(row, col - 1));
            }
            if row > 0 {
                enter(row - 1, col, below(row - 1, col));
            }
        }
        count += 1;
    }
    area
}
