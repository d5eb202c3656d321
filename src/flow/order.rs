//! Reading order of the things on a page: a recursive XY-cut that prefers columns.
//!
//! # Source
//! Nagy and Seth's recursive X-Y cut, with one change: horizontal white space is cut first only
//! where no gutter runs through it, so that blank lines at the same height in two columns do not
//! interleave the columns.

use crate::geometry::Rect;

/// A vertical strip of white between columns.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gutter {
    x0: f64,
    x1: f64,
}

/// Orders boxes: each inner list is one column or band without columns, read from the top.
/// `em` is the usual size of text; gutters are at least 0.9 em wide.
pub fn order(boxes: &[Rect], em: f64) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    cut(
        (0..boxes.len()).collect(),
        boxes,
        em * MIN_GUTTER,
        em,
        &mut out,
        MAX_DEPTH,
    );
    out
}

/// Gutters are at least this wide, in ems: closer columns than 1 em do not occur in print.
const MIN_GUTTER: f64 = 0.9;
/// Columns side by side are at least this high together, in ems: one line with a gap in it is a
/// line.
const MIN_COLUMNS: f64 = 1.9;
/// Deepest nesting of columns within columns.
const MAX_DEPTH: usize = 12;

fn cut(
    ids: Vec<usize>,
    boxes: &[Rect],
    min_gutter: f64,
    em: f64,
    out: &mut Vec<Vec<usize>>,
    depth: usize,
) {
    if ids.len() <= 1 || depth == 0 {
        out.extend((!ids.is_empty()).then_some(ids));
        return;
    }
    for (group, gutters) in groups(ids, boxes, min_gutter) {
        let height = bounds(&group, boxes).height();
        if gutters.is_empty() || height < MIN_COLUMNS * em {
            let mut leaf = group;
            leaf.sort_by(|&a, &b| read_before(&boxes[a], &boxes[b]));
            out.push(leaf);
            continue;
        }
        for column in columns(group, boxes, &gutters) {
            cut(column, boxes, min_gutter, em, out, depth - 1);
        }
    }
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
    for band in bands(ids, boxes) {
        let own = gutters(&band, boxes, min);
        match out.last_mut() {
            Some((group, shared)) if !shared.is_empty() => {
                let kept = still_free(shared, &band, boxes, min);
                if kept.is_empty() {
                    out.push((band, own));
                } else {
                    // a column may begin lower than the others: its gutter joins here
                    let new = still_free(&own, group, boxes, min);
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
    }
    out
}

/// What stands right of a gutter, directly above the columns, is the top of its column.
fn begins_column(group: &[usize], band: &[usize], gutters: &[Gutter], boxes: &[Rect]) -> bool {
    let (above, below) = (bounds(group, boxes), bounds(band, boxes));
    let right = gutters.first().is_some_and(|g| above.x0 >= g.x1);
    let in_one = gutters.iter().all(|g| above.x1 <= g.x0 || above.x0 >= g.x1);
    let line = boxes[group[0]].height();
    right && in_one && below.top - above.bottom <= line
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

/// The parts of some gutters that a band leaves free.
fn still_free(shared: &[Gutter], band: &[usize], boxes: &[Rect], min: f64) -> Vec<Gutter> {
    let mut free: Vec<Gutter> = shared.to_vec();
    for &id in band {
        let b = &boxes[id];
        free = free
            .into_iter()
            .flat_map(|g| {
                let left = Gutter {
                    x0: g.x0,
                    x1: g.x1.min(b.x0),
                };
                let right = Gutter {
                    x0: g.x0.max(b.x1),
                    x1: g.x1,
                };
                let apart = b.x1 <= g.x0 || b.x0 >= g.x1;
                if apart { vec![g] } else { vec![left, right] }
            })
            .filter(|g| g.x1 - g.x0 >= min)
            .collect();
    }
    free
}

fn columns(ids: Vec<usize>, boxes: &[Rect], gutters: &[Gutter]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); gutters.len() + 1];
    for id in ids {
        let middle = boxes[id].center().x;
        out[gutters.partition_point(|g| (g.x0 + g.x1) / 2.0 < middle)].push(id);
    }
    out.retain(|c| !c.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let flat: Vec<usize> = order(&boxes, 10.0).concat();
        assert_eq!(flat, [0, 1, 3, 2, 4, 5]);
    }

    #[test]
    fn a_column_that_begins_higher_is_still_read_in_its_turn() {
        let boxes = [
            r(110.0, 0.0, 200.0, 10.0),
            r(0.0, 14.0, 90.0, 24.0),
            r(110.0, 14.0, 200.0, 24.0),
            r(0.0, 28.0, 90.0, 38.0),
        ];
        assert_eq!(order(&boxes, 10.0).concat(), [1, 3, 0, 2]);
    }

    #[test]
    fn a_line_with_a_gap_is_no_column() {
        let boxes = [r(0.0, 0.0, 50.0, 10.0), r(100.0, 0.0, 200.0, 10.0)];
        assert_eq!(order(&boxes, 10.0), [vec![0, 1]]);
    }
}
