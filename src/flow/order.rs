//! Reading order of the things on a page: a recursive XY-cut that prefers columns.
//!
//! # Source
//! Nagy and Seth's recursive X-Y cut, with one change: horizontal white space is cut first only
//! where no gutter runs through it, so that blank lines at the same height in two columns do not
//! interleave the columns. And a gutter between things that belong together line by line, labels and
//! their numbers, parts no columns: such a group is read row by row.

use crate::geometry::Rect;

/// A vertical strip of white between columns.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    x0: f64,
    x1: f64,
}

/// A thing to order.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Its box.
    pub bbox: Rect,
    /// It is a number or a few characters: what stands in a cell, not what a column consists of.
    pub short: bool,
}

/// One column or band without columns, read from the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Indexes of its things. Where these belong together line by line there is a list for each row
    /// that begins at the left, with the lines that go on with it; else there is one list.
    pub rows: Vec<Vec<usize>>,
    /// From where to where it is free to reach across the page, up to the next columns.
    pub column: (f64, f64),
}

/// Orders things; `em` is the usual size of text, gutters are at least 0.9 em wide.
pub fn order(items: &[Item], em: f64) -> Vec<Leaf> {
    let boxes: Vec<Rect> = items.iter().map(|i| i.bbox).collect();
    let short: Vec<bool> = items.iter().map(|i| i.short).collect();
    let ids: Vec<usize> = (0..boxes.len()).collect();
    let all = bounds(&ids, &boxes);
    let mut cutter = Cutter {
        boxes: &boxes,
        short: &short,
        em,
        out: Vec::new(),
    };
    cutter.cut(ids, (all.x0, all.x1), MAX_DEPTH);
    cutter.out
}

/// Gutters are at least this wide, in ems: closer columns than 1 em do not occur in print.
const MIN_GUTTER: f64 = 0.9;
/// Columns side by side are at least this high together, in ems: one line with a gap in it is a
/// line.
const MIN_COLUMNS: f64 = 1.9;
/// More columns side by side than this do not fit on paper; what looks so is read line by line.
const MAX_GUTTERS: usize = 250;
/// Deepest nesting of columns within columns.
const MAX_DEPTH: usize = 12;

/// Share of the sparser side's lines that stand on a line with the other side, where the two belong
/// together row by row.
const MIN_LINKED: f64 = 0.7;
/// Share of one side that is short then: columns of running text may stand in step as well.
const MIN_SHORT: f64 = 0.7;
/// Things whose middles are nearer than this (in ems) stand on one line.
const SAME_LINE: f64 = 0.3;

struct Cutter<'b> {
    boxes: &'b [Rect],
    short: &'b [bool],
    em: f64,
    out: Vec<Leaf>,
}

impl Cutter<'_> {
    fn cut(&mut self, ids: Vec<usize>, column: (f64, f64), depth: usize) {
        if ids.len() <= 1 || depth == 0 {
            self.leaf(ids, &[], column);
            return;
        }
        let min_gutter = self.em * MIN_GUTTER;
        for (group, gutters) in groups(ids, self.boxes, min_gutter) {
            let height = bounds(&group, self.boxes).height();
            let columnless = gutters.is_empty() || gutters.len() > MAX_GUTTERS;
            if columnless || height < MIN_COLUMNS * self.em {
                self.leaf(group, &[], column);
                continue;
            }
            let (within_rows, between): (Vec<Gutter>, Vec<Gutter>) = gutters
                .iter()
                .partition(|g| self.is_within_rows(&group, &gutters, g));
            if between.is_empty() {
                self.leaf(group, &within_rows, column);
                continue;
            }
            let rooms = rooms(&between, column);
            let columns = columns(group, self.boxes, &between);
            for (ids, room) in columns.into_iter().zip(rooms) {
                if !ids.is_empty() {
                    self.cut(ids, room, depth - 1);
                }
            }
        }
    }

    /// Whether the columns on both sides of a gutter belong together line by line.
    fn is_within_rows(&self, group: &[usize], gutters: &[Gutter], gutter: &Gutter) -> bool {
        let columns = columns(group.to_vec(), self.boxes, gutters);
        let at = gutters.partition_point(|g| g.x0 < gutter.x0);
        let (Some(beside), Some(right)) = (columns.get(at), columns.get(at + 1)) else {
            return false;
        };
        // amounts in a second column belong to the labels, not to the amounts in the first
        let left = &columns[..=at].concat();
        let is_short = |side: &[usize]| {
            let short = side.iter().filter(|&&i| self.short[i]).count();
            short as f64 >= MIN_SHORT * side.len() as f64
        };
        let (few, many) = if left.len() <= right.len() {
            (left, right)
        } else {
            (right, left)
        };
        let middle = |i: usize| self.boxes[i].center().y;
        let mut heights: Vec<f64> = many.iter().map(|&i| middle(i)).collect();
        heights.sort_by(f64::total_cmp);
        let linked = |i: &&usize| {
            let y = middle(**i);
            let next = heights.partition_point(|h| *h < y - SAME_LINE * self.em);
            heights
                .get(next)
                .is_some_and(|h| *h <= y + SAME_LINE * self.em)
        };
        let linked = few.iter().filter(linked).count();
        few.len() >= 2
            && linked as f64 >= MIN_LINKED * few.len() as f64
            && (is_short(beside) || is_short(right))
    }

    fn leaf(&mut self, mut ids: Vec<usize>, within_rows: &[Gutter], column: (f64, f64)) {
        if ids.is_empty() {
            return;
        }
        ids.sort_by(|&a, &b| read_before(&self.boxes[a], &self.boxes[b]));
        let rows = match within_rows.first() {
            Some(gutter) => self.rows(ids, gutter),
            None => vec![ids],
        };
        self.out.push(Leaf { rows, column });
    }

    /// Rows from the top; what stands right of the first gutter alone goes on with the row above.
    fn rows(&self, ids: Vec<usize>, first: &Gutter) -> Vec<Vec<usize>> {
        let mut by_height = ids;
        let middle = |i: usize| self.boxes[i].center().y;
        by_height.sort_by(|&a, &b| middle(a).total_cmp(&middle(b)));
        let mut out: Vec<Vec<usize>> = Vec::new();
        for line in by_height.chunk_by(|&a, &b| middle(b) - middle(a) <= SAME_LINE * self.em) {
            let mut line = line.to_vec();
            line.sort_by(|&a, &b| self.boxes[a].x0.total_cmp(&self.boxes[b].x0));
            let begins = line.iter().any(|&i| self.boxes[i].x0 < first.x0);
            match out.last_mut() {
                Some(row) if !begins => row.extend(line),
                _ => out.push(line),
            }
        }
        out
    }
}

/// The room of each column between gutters: up to where the next one begins.
fn rooms(gutters: &[Gutter], (x0, x1): (f64, f64)) -> Vec<(f64, f64)> {
    let starts = std::iter::once(x0).chain(gutters.iter().map(|g| g.x1));
    let ends = gutters.iter().map(|g| g.x0).chain(std::iter::once(x1));
    starts.zip(ends).collect()
}

fn bounds(ids: &[usize], boxes: &[Rect]) -> Rect {
    Rect::bounding(ids.iter().map(|&i| &boxes[i])).unwrap_or_default()
}

/// By top edge; things on one line from the left. Tops are compared in steps, so that this is an
/// order.
fn read_before(a: &Rect, b: &Rect) -> std::cmp::Ordering {
    let step = |r: &Rect| (r.center().y / 3.0).round();
    step(a)
        .total_cmp(&step(b))
        .then(a.x0.total_cmp(&b.x0))
        .then(a.top.total_cmp(&b.top))
}

/// Bands between horizontal white space, put together while a gutter runs through them.
fn groups(ids: Vec<usize>, boxes: &[Rect], min: f64) -> Vec<(Vec<usize>, Vec<Gutter>)> {
    let mut out: Vec<(Vec<usize>, Vec<Gutter>)> = Vec::new();
    // what the last group covers along x
    let mut covered = Covered::default();
    for band in bands(ids, boxes) {
        let own = gutters(&band, boxes, min);
        let before = out.len();
        let above = std::mem::take(&mut covered);
        let band_covers = Covered::of(&band, boxes);
        match out.last_mut() {
            Some((group, shared)) if !shared.is_empty() => {
                let kept = still_free(shared, &band_covers, min);
                if kept.is_empty() {
                    out.push((band, own));
                } else {
                    // a column may begin lower than the others: its gutter joins here
                    let new = still_free(&own, &above, min);
                    *shared = kept;
                    let known = shared.clone();
                    let apart = |g: &Gutter| known.iter().all(|k| g.x1 <= k.x0 || g.x0 >= k.x1);
                    shared.extend(new.into_iter().filter(apart));
                    shared.sort_by(|a, b| a.x0.total_cmp(&b.x0));
                    group.extend(band);
                }
            }
            Some((group, _)) if own.is_empty() => group.extend(band),
            Some((group, shared)) if begins_column(group, &band, &own, boxes) => {
                *shared = own;
                group.extend(band);
            }
            _ => out.push((band, own)),
        }
        covered = match out.len() > before {
            true => band_covers,
            false => above.with(band_covers),
        };
    }
    out
}

/// Lines of one column begin within this (points) of one another.
const SAME_START: f64 = 3.0;

/// What stands right of a gutter, directly above the columns, is the top of its
/// column where it begins at its left edge.
fn begins_column(group: &[usize], band: &[usize], gutters: &[Gutter], boxes: &[Rect]) -> bool {
    let (above, below) = (bounds(group, boxes), bounds(band, boxes));
    let right = gutters.first().is_some_and(|g| above.x0 >= g.x1);
    let in_one = gutters.iter().all(|g| above.x1 <= g.x0 || above.x0 >= g.x1);
    let line = boxes[group[0]].height();
    let beside = band
        .iter()
        .map(|&i| boxes[i].x0)
        .filter(|x0| *x0 >= gutters[0].x1);
    let aligned = (beside.fold(f64::MAX, f64::min) - above.x0).abs() <= SAME_START;
    right && aligned && in_one && below.top - above.bottom <= line
}

fn bands(mut ids: Vec<usize>, boxes: &[Rect]) -> Vec<Vec<usize>> {
    ids.sort_by(|&a, &b| boxes[a].top.total_cmp(&boxes[b].top));
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut bottom = f64::MIN;
    for id in ids {
        match out.last_mut() {
            Some(band) if boxes[id].top < bottom - 0.5 => band.push(id),
            _ => out.push(vec![id]),
        }
        bottom = bottom.max(boxes[id].bottom);
    }
    out
}

fn gutters(ids: &[usize], boxes: &[Rect], min: f64) -> Vec<Gutter> {
    let mut spans: Vec<(f64, f64)> = ids.iter().map(|&i| (boxes[i].x0, boxes[i].x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut right = f64::MAX;
    for (x0, x1) in spans {
        if x0 - right >= min {
            out.push(Gutter { x0: right, x1: x0 });
        }
        right = if right == f64::MAX { x1 } else { right.max(x1) };
    }
    out
}

/// What some things cover along x, from the left, as stretches apart from one another.
#[derive(Debug, Clone, Default)]
struct Covered(Vec<(f64, f64)>);

impl Covered {
    fn of(ids: &[usize], boxes: &[Rect]) -> Self {
        Self::default().with(Self(
            ids.iter().map(|&i| (boxes[i].x0, boxes[i].x1)).collect(),
        ))
    }

    /// What both cover.
    fn with(self, other: Self) -> Self {
        let mut all = [self.0, other.0].concat();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut out: Vec<(f64, f64)> = Vec::new();
        for (x0, x1) in all {
            match out.last_mut() {
                Some(last) if x0 <= last.1 => last.1 = last.1.max(x1),
                _ => out.push((x0, x1)),
            }
        }
        Self(out)
    }
}

/// The parts of some gutters that things leave free.
fn still_free(gutters: &[Gutter], things: &Covered, min: f64) -> Vec<Gutter> {
    let mut out = Vec::new();
    for gutter in gutters {
        let from = things.0.partition_point(|s| s.1 <= gutter.x0);
        let mut x0 = gutter.x0;
        for stretch in things.0[from..].iter().take_while(|s| s.0 < gutter.x1) {
            out.push(Gutter { x0, x1: stretch.0 });
            x0 = stretch.1;
        }
        out.push(Gutter { x0, x1: gutter.x1 });
    }
    out.retain(|g| g.x1 - g.x0 >= min);
    out
}

fn columns(ids: Vec<usize>, boxes: &[Rect], gutters: &[Gutter]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); gutters.len() + 1];
    for id in ids {
        let middle = boxes[id].center().x;
        out[gutters.partition_point(|g| (g.x0 + g.x1) / 2.0 < middle)].push(id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves of these boxes, of which those in `short` are numbers.
    fn leaves(boxes: &[Rect], short: &[usize]) -> Vec<Leaf> {
        let item = |(i, bbox): (usize, &Rect)| Item {
            bbox: *bbox,
            short: short.contains(&i),
        };
        let items: Vec<Item> = boxes.iter().enumerate().map(item).collect();
        order(&items, 10.0)
    }

    fn flat(boxes: &[Rect], short: &[usize]) -> Vec<usize> {
        let leaves = leaves(boxes, short).into_iter();
        leaves.flat_map(|l| l.rows.concat()).collect()
    }

    fn r(x0: f64, top: f64, x1: f64, bottom: f64) -> Rect {
        Rect {
            x0,
            top,
            x1,
            bottom,
        }
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        // a title, two columns whose lines stand at the same heights, a footer
        let boxes = [
            r(0.0, 0.0, 200.0, 10.0),
            r(0.0, 20.0, 90.0, 30.0),
            r(110.0, 20.0, 200.0, 30.0),
            r(0.0, 40.0, 90.0, 50.0),
            r(110.0, 40.0, 200.0, 50.0),
            r(20.0, 80.0, 180.0, 90.0),
        ];
        assert_eq!(flat(&boxes, &[]), [0, 1, 3, 2, 4, 5]);
    }

    #[test]
    fn a_column_that_begins_higher_is_still_read_in_its_turn() {
        let boxes = [
            r(110.0, 0.0, 200.0, 10.0),
            r(0.0, 14.0, 90.0, 24.0),
            r(110.0, 14.0, 200.0, 24.0),
            r(0.0, 28.0, 90.0, 38.0),
        ];
        assert_eq!(flat(&boxes, &[]), [1, 3, 0, 2]);
    }

    #[test]
    fn a_line_with_a_gap_is_no_column() {
        let boxes = [r(0.0, 0.0, 50.0, 10.0), r(100.0, 0.0, 200.0, 10.0)];
        assert_eq!(flat(&boxes, &[]), [0, 1]);
    }

    #[test]
    fn labels_and_their_numbers_are_rows() {
        // three labels with numbers; the second label takes two lines
        let boxes = [
            r(0.0, 0.0, 60.0, 10.0),
            r(0.0, 15.0, 80.0, 25.0),
            r(0.0, 45.0, 40.0, 55.0),
            r(150.0, 0.0, 200.0, 10.0),
            r(160.0, 15.0, 200.0, 25.0),
            r(170.0, 45.0, 200.0, 55.0),
        ];
        assert_eq!(flat(&boxes, &[3, 4, 5]), [0, 3, 1, 4, 2, 5]);
        assert_eq!(flat(&boxes, &[]), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn what_goes_on_beside_a_marker_stays_with_it() {
        let boxes = [
            r(0.0, 0.0, 10.0, 10.0),
            r(30.0, 0.0, 200.0, 10.0),
            r(30.0, 15.0, 200.0, 25.0),
            r(0.0, 30.0, 10.0, 40.0),
            r(30.0, 30.0, 200.0, 40.0),
        ];
        assert_eq!(leaves(&boxes, &[0, 3])[0].rows, [vec![0, 1, 2], vec![3, 4]]);
    }
}
