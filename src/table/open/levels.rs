//! Header labels of several levels: which label stands over which columns.
//!
//! ```text
//!             人口（人）      ← over three columns: a line under it, its width, or its middle says so
//!    年次   ─────────────
//!            総数  男  女
//! ```

use super::columns::Columns;
use super::region::Line;
use super::seams::Seam;
use crate::layout::Segment;

/// Which cell each place of some rows belongs to, and where the rows end.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// Cells by row and column; equal numbers are one cell.
    pub owners: Vec<Vec<usize>>,
    /// Lower end of each row.
    pub bottoms: Vec<f64>,
}

/// A label over several columns.
#[derive(Debug, Clone)]
struct Parent {
    cols: (usize, usize),
    top: f64,
    bottom: f64,
}

/// A segment and the height of its line.
#[derive(Debug, Clone, Copy)]
struct Label {
    segment: Segment,
    top: f64,
    bottom: f64,
    cols: (usize, usize),
}

impl Label {
    fn middle(&self) -> f64 {
        (self.segment.x0 + self.segment.x1) / 2.0
    }
}

/// Middles nearer than this (in ems) are one.
const SAME_MIDDLE: f64 = 0.9;
/// A label is over the columns below a line that covers this share of what stands in them.
const COVERED: f64 = 0.5;

/// The levels of a header that ends at `bottom`; `partial` are the seams within it that do not
/// reach over all columns.
pub fn levels(
    lines: &[Line<'_>],
    columns: &Columns,
    partial: &[&Seam],
    bottom: f64,
    em: f64,
) -> Levels {
    let labels = labels(lines, columns, em);
    let mut parents = Vec::new();
    let mut free = labels.clone();
    for (piece, y) in pieces(partial) {
        let cols = covered(columns, piece, &free, y);
        if cols.1 - cols.0 < 2 {
            continue;
        }
        let above =
            |l: &Label| l.bottom <= y + 0.3 * em && piece.0 <= l.middle() && l.middle() <= piece.1;
        let (own, rest): (Vec<Label>, Vec<Label>) = free.into_iter().partition(above);
        free = rest;
        for (own, cols) in shared_out(&own, cols, columns) {
            parents.extend(parent(&own, cols).map(|p| Parent { bottom: y, ..p }));
        }
    }
    let known: Vec<(usize, usize)> = parents.iter().map(|p: &Parent| p.cols).collect();
    let floating = over_hanging(&free, &known, columns, em);
    free.retain(|l| {
        !floating.iter().any(|p| {
            l.top >= p.top && l.bottom <= p.bottom && (p.cols.0..p.cols.1).contains(&l.cols.0)
        })
    });
    parents.extend(floating);
    parents.extend(by_place(&free, columns, em));
    build(columns.len(), parents, &labels, bottom)
}

fn labels(lines: &[Line<'_>], columns: &Columns, em: f64) -> Vec<Label> {
    let of = |line: &Line| {
        let (top, bottom) = (line.top(), line.bottom());
        let label = move |s: &Segment| Label {
            segment: *s,
            top,
            bottom,
            cols: columns.span(s.x0, s.x1, 0.35 * em),
        };
        line.segments.iter().map(label).collect::<Vec<_>>()
    };
    lines.iter().flat_map(of).collect()
}

/// The pieces of seams from the top, each with its height.
fn pieces<'s>(partial: &'s [&Seam]) -> impl Iterator<Item = ((f64, f64), f64)> + 's {
    partial
        .iter()
        .flat_map(|s| s.pieces.iter().map(move |p| (*p, s.y)))
}

/// The columns a piece of a line covers, told by what stands in the columns and by the labels
/// below the piece.
fn covered(columns: &Columns, piece: (f64, f64), labels: &[Label], y: f64) -> (usize, usize) {
    let share = |x0: f64, x1: f64| (piece.1.min(x1) - piece.0.max(x0)) / (x1 - x0).max(0.1);
    let is_covered = |col: usize| {
        let (x0, x1) = columns.content[col];
        let own = labels
            .iter()
            .filter(|l| l.top > y - 1.0 && l.cols == (col, col + 1));
        let by_label = own
            .map(|l| share(l.segment.x0, l.segment.x1))
            .fold(0.0, f64::max);
        share(x0, x1).max(by_label) >= COVERED
    };
    let mut cols = (0..columns.len()).filter(|c| is_covered(*c));
    match cols.next() {
        Some(first) => (first, cols.next_back().unwrap_or(first) + 1),
        None => (0, 0),
    }
}

fn parent(labels: &[Label], cols: (usize, usize)) -> Option<Parent> {
    Some(Parent {
        cols,
        top: labels.iter().map(|l| l.top).reduce(f64::min)?,
        bottom: labels.iter().map(|l| l.bottom).reduce(f64::max)?,
    })
}

/// Labels side by side share the columns under them, so that each stands over the middle of its own.
/// Labels under one another are one.
fn shared_out(
    labels: &[Label],
    cols: (usize, usize),
    columns: &Columns,
) -> Vec<(Vec<Label>, (usize, usize))> {
    let mut groups: Vec<Vec<Label>> = Vec::new();
    let mut sorted = labels.to_vec();
    sorted.sort_by(|a, b| a.segment.x0.total_cmp(&b.segment.x0));
    for label in sorted {
        let right = |g: &Vec<Label>| g.iter().map(|l| l.segment.x1).fold(f64::MIN, f64::max);
        match groups.last_mut() {
            Some(group) if label.segment.x0 < right(group) => group.push(label),
            _ => groups.push(vec![label]),
        }
    }
    let middle = |g: &Vec<Label>| {
        let x0 = g.iter().map(|l| l.segment.x0).fold(f64::MAX, f64::min);
        let x1 = g.iter().map(|l| l.segment.x1).fold(f64::MIN, f64::max);
        (x0 + x1) / 2.0
    };
    let middles: Vec<f64> = groups.iter().map(middle).collect();
    let spans = partition(&middles, cols, columns);
    groups.into_iter().zip(spans).collect()
}

/// Cuts columns into runs, one for each of some middles, so that the middles are as near as can be
/// to those of their runs. Nothing when there are fewer columns than middles.
fn partition(middles: &[f64], cols: (usize, usize), columns: &Columns) -> Vec<(usize, usize)> {
    let count = cols.1 - cols.0;
    if middles.is_empty() || count < middles.len() {
        return Vec::new();
    }
    let off = |i: usize, from: usize, to: usize| {
        let (from, to) = (cols.0 + from, cols.0 + to);
        let by_content = (columns.content[from].0 + columns.content[to - 1].1) / 2.0;
        let by_border = (columns.borders[from] + columns.borders[to]) / 2.0;
        (middles[i] - by_content)
            .abs()
            .min((middles[i] - by_border).abs())
    };
    // least[i][end]: the first i runs end before column `end`
    let mut least = vec![vec![(f64::MAX, 0); count + 1]; middles.len() + 1];
    least[0][0] = (0.0, 0);
    for i in 0..middles.len() {
        for end in i + 1..=count {
            for from in i..end {
                let cost = least[i][from].0 + off(i, from, end);
                if cost < least[i + 1][end].0 {
                    least[i + 1][end] = (cost, from);
                }
            }
        }
    }
    let mut out = Vec::new();
    let mut end = count;
    for i in (1..=middles.len()).rev() {
        let from = least[i][end].1;
        out.push((cols.0 + from, cols.0 + end));
        end = from;
    }
    out.reverse();
    out
}

/// Where some labels stand at the middle or the top of the header, columns that have theirs in its
/// last line have another above it in common.
fn over_hanging(
    labels: &[Label],
    known: &[(usize, usize)],
    columns: &Columns,
    em: f64,
) -> Vec<Parent> {
    let Some(last) = labels.iter().map(|l| l.bottom).reduce(f64::max) else {
        return Vec::new();
    };
    let is_low = |l: &Label| l.bottom > last - 0.4 * em;
    let of = |col: usize| {
        labels
            .iter()
            .filter(move |l| (l.cols.0..l.cols.1).contains(&col))
    };
    let is_known = |col: usize| known.iter().any(|k| (k.0..k.1).contains(&col));
    let hangs = |col: usize| of(col).any(is_low) && !is_known(col);
    let floats = |col: usize| of(col).next().is_some() && !of(col).any(is_low);
    if !(0..columns.len()).any(floats) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut from = 0;
    while from < columns.len() {
        let run = (from..columns.len()).take_while(|c| hangs(*c)).count();
        let cols = (from, from + run);
        from += run.max(1);
        let upper: Vec<Label> = labels
            .iter()
            .filter(|l| !is_low(l) && l.cols.0 >= cols.0 && l.cols.1 <= cols.1)
            .copied()
            .collect();
        for (own, cols) in shared_out(&upper, cols, columns) {
            if cols.1 - cols.0 > 1 {
                out.extend(parent(&own, cols));
            }
        }
    }
    out
}

/// Labels that are wider than a column, or stand over the middle of several.
fn by_place(labels: &[Label], columns: &Columns, em: f64) -> Vec<Parent> {
    let mut out: Vec<Parent> = Vec::new();
    for label in labels {
        let Some(cols) = over(label, labels, columns, em) else {
            continue;
        };
        match out.last_mut() {
            // its second line
            Some(last) if last.cols == cols => last.bottom = label.bottom,
            _ => out.extend(parent(&[*label], cols)),
        }
    }
    out
}

/// The columns a label stands over, when there are several: each has a label below, and none has
/// another beside it.
fn over(label: &Label, labels: &[Label], columns: &Columns, em: f64) -> Option<(usize, usize)> {
    let below = |col: usize| {
        labels
            .iter()
            .filter(move |l| l.top > label.top + 0.5 * em && l.cols == (col, col + 1))
    };
    let beside = |col: usize| {
        labels.iter().any(|l| {
            let level = l.bottom.min(label.bottom) - l.top.max(label.top) > 0.0;
            let same = l.segment == label.segment && l.top == label.top;
            level && !same && (l.cols.0..l.cols.1).contains(&col)
        })
    };
    let own = columns.content[label.cols.0];
    let crosses = label.cols.1 - label.cols.0 > 1;
    let s = &label.segment;
    let at_home = (s.x0 - own.0).abs().min((s.x1 - own.1).abs());
    let at_home = at_home.min((label.middle() - (own.0 + own.1) / 2.0).abs());
    // a column that no label stands over at all shares that of its neighbour
    let bare = |col: usize| !labels.iter().any(|l| (l.cols.0..l.cols.1).contains(&col));
    let fits = |col: &usize| (below(*col).next().is_some() || bare(*col)) && !beside(*col);
    let mut first = label.cols.0;
    while first > 0 && fits(&(first - 1)) {
        first -= 1;
    }
    let mut end = label.cols.1;
    while end < columns.len() && fits(&end) {
        end += 1;
    }
    let leaf = below(label.cols.0).next().is_none();
    if !leaf && !(label.cols.0..label.cols.1).all(|c| fits(&c)) {
        return None;
    }
    let left = |c: usize| {
        below(c)
            .map(|l| l.segment.x0)
            .fold(columns.content[c].0, f64::min)
    };
    let right = |c: usize| {
        below(c)
            .map(|l| l.segment.x1)
            .fold(columns.content[c].1, f64::max)
    };
    let mut best: Option<(f64, (usize, usize))> = None;
    for a in first..=label.cols.0 {
        for b in label.cols.1..=end {
            if b - a < 2 {
                continue;
            }
            let by_content = label.middle() - (left(a) + right(b - 1)) / 2.0;
            let by_border = label.middle() - (columns.borders[a] + columns.borders[b]) / 2.0;
            let off = by_content.abs().min(by_border.abs());
            if best.is_none_or(|(least, _)| off < least) {
                best = Some((off, (a, b)));
            }
        }
    }
    let (off, cols) = best?;
    let limit = SAME_MIDDLE * em;
    // beside columns without any label of their own the nearer middle tells
    let mut others = (cols.0..cols.1).filter(|c| !(label.cols.0..label.cols.1).contains(c));
    let off_home = (label.middle() - (own.0 + own.1) / 2.0).abs();
    if leaf && others.all(bare) && off < limit && off + 0.3 * em < off_home {
        return Some(cols);
    }
    (crosses && cols == label.cols || off < limit && (crosses || at_home > limit)).then_some(cols)
}

/// Puts labels into rows: a label over several columns is a level above those below it.
fn build(columns: usize, mut parents: Vec<Parent>, labels: &[Label], bottom: f64) -> Levels {
    parents.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.cols.cmp(&b.cols)));
    let overlap = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
    let mut depth: Vec<usize> = Vec::new();
    for (i, p) in parents.iter().enumerate() {
        let above = (0..i).filter(|&j| overlap(parents[j].cols, p.cols));
        depth.push(above.map(|j| depth[j] + 1).max().unwrap_or(0));
    }
    let has_leaf = |col: usize, under: f64| {
        labels
            .iter()
            .any(|l| l.top > under - 1.0 && (l.cols.0..l.cols.1).contains(&col))
    };
    let stack = |col: usize| -> Vec<usize> {
        (0..parents.len())
            .filter(|&i| (parents[i].cols.0..parents[i].cols.1).contains(&col))
            .collect()
    };
    let is_leaf = |i: usize| {
        let p = &parents[i];
        !(p.cols.0..p.cols.1).any(|c| has_leaf(c, p.bottom))
    };
    let rows = (0..parents.len())
        .map(|i| depth[i] + 1 + usize::from(!is_leaf(i)))
        .max()
        .unwrap_or(1);
    let owner = |row: usize, col: usize| {
        let stack = stack(col);
        let leaf = parents.len() + col;
        if let Some(&i) = stack.iter().find(|&&i| depth[i] == row) {
            i
        } else if stack.iter().all(|&i| depth[i] < row) {
            stack
                .last()
                .copied()
                .filter(|&i| is_leaf(i))
                .unwrap_or(leaf)
        } else {
            // a level that this column skips belongs to the label below it
            stack
                .iter()
                .copied()
                .find(|&i| depth[i] > row)
                .unwrap_or(leaf)
        }
    };
    let owners = (0..rows)
        .map(|row| (0..columns).map(|col| owner(row, col)).collect())
        .collect();
    let mut bottoms: Vec<f64> = (0..rows)
        .map(|r| {
            let at = (0..parents.len()).filter(|&i| depth[i] == r);
            at.map(|i| parents[i].bottom).fold(f64::MIN, f64::max)
        })
        .collect();
    bottoms[rows - 1] = bottom;
    Levels { owners, bottoms }
}
