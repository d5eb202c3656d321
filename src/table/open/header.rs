//! Which lines of a region are its header.

use super::region::{Line, Region, side_by_side};

/// More lines than this at the top are no header.
pub const MAX_LINES: usize = 7;
/// A row that has this share of the parts of a usual row is a whole one.
const WHOLE_ROW: f64 = 0.7;
/// A header has at most this many whole rows.
const MAX_WHOLE_ROWS: usize = 2;

/// How many lines at the top are the header: those above the first seam inside, or else the lines in
/// bold, those before the first figures, or the first.
pub fn lines(region: &Region<'_>, full: &[f64], bold: &dyn Fn(u16) -> bool) -> usize {
    let lines = &region.lines;
    // no line may be drawn over the header
    let open_top = full
        .first()
        .is_some_and(|y| lines.first().is_some_and(|l| l.middle() < *y));
    let tops = open_top.then_some(region.bbox.top);
    let ys: Vec<f64> = tops.into_iter().chain(full.iter().copied()).collect();
    let bands = ys.windows(2).map(|w| {
        let count = |y: f64| lines.partition_point(|l| l.middle() < y);
        (count(w[0]), count(w[1]))
    });
    let bands: Vec<(usize, usize)> = bands.filter(|b| b.1 > b.0).collect();
    let above = bands.first().map_or(0, |b| b.1);
    if above < lines.len() && above > 0 {
        let (head, body) = lines.split_at(above);
        let words = !has_figures(head) && has_figures(body);
        if above <= MAX_LINES && (words || whole_rows(head, body) <= MAX_WHOLE_ROWS) {
            return above;
        }
        // rows of the body are parted by seams too: look at the first of them
        return by_look(&lines[..above], bold);
    }
    by_look(lines, bold)
}

/// Whether a good part of some lines is figures.
pub fn has_figures(lines: &[Line<'_>]) -> bool {
    let segments = || lines.iter().flat_map(|l| &l.segments);
    segments().filter(|s| s.numeric).count() * 4 >= segments().count().max(1)
}

/// How many rows of some lines are as full as the rows of others.
fn whole_rows(lines: &[Line<'_>], others: &[Line<'_>]) -> usize {
    let parts = |lines: &[Line<'_>]| -> Vec<usize> {
        let groups = side_by_side(lines).into_iter();
        let count = |g: std::ops::Range<usize>| lines[g].iter().map(|l| l.segments.len()).sum();
        groups.map(count).collect()
    };
    let usual = parts(others).into_iter().max().unwrap_or(0);
    let whole = |n: &&usize| **n as f64 >= WHOLE_ROW * usual as f64;
    parts(lines).iter().filter(whole).count()
}

fn by_look(lines: &[Line<'_>], bold: &dyn Fn(u16) -> bool) -> usize {
    let is_bold = |l: &&Line| l.segments.iter().all(|s| bold(s.font));
    let in_bold = lines.iter().take_while(is_bold).count();
    if in_bold > 0 && in_bold < lines.len() {
        return in_bold.min(MAX_LINES);
    }
    if let Some(count) = above_figures(lines) {
        return if count <= MAX_LINES { count } else { 0 };
    }
    let groups = side_by_side(lines);
    // words throughout: the first row names the columns
    let parts = |g: &std::ops::Range<usize>| {
        let lines = lines[g.clone()].iter();
        lines.map(|l| l.segments.len()).sum::<usize>()
    };
    let first = match groups.as_slice() {
        // one label over several columns, and those of the columns
        [over, labels, _, ..] if parts(over) == 1 && parts(labels) > 2 => labels.end,
        [over, labels, _, ..] if is_shared(&lines[over.clone()], &lines[labels.clone()]) => {
            labels.end
        }
        [first, ..] => first.end,
        [] => 0,
    };
    if first < lines.len() { first } else { 0 }
}

/// Whether some labels all stand under one label above them, between the others beside it.
fn is_shared(over: &[Line<'_>], labels: &[Line<'_>]) -> bool {
    let below = || labels.iter().flat_map(|l| &l.segments);
    let x0 = below().map(|s| s.x0).fold(f64::MAX, f64::min);
    let x1 = below().map(|s| s.x1).fold(f64::MIN, f64::max);
    let above = || over.iter().flat_map(|l| &l.segments);
    let apart = above().filter(|s| s.x1 <= x0 || s.x0 >= x1).count();
    let shared = above().filter(|s| {
        let middle = (s.x0 + s.x1) / 2.0;
        x0 < middle && middle < x1
    });
    below().count() > 1 && apart > 0 && shared.count() == 1 && apart + 1 == above().count()
}

/// How many lines stand above the columns of figures: down to the last that has something over one
/// of them. `None` when there are too few figures to tell.
fn above_figures(lines: &[Line<'_>]) -> Option<usize> {
    let figures = |l: &Line<'_>| -> Vec<(f64, f64)> {
        let numeric = l.segments.iter().filter(|s| s.numeric);
        numeric.map(|s| (s.x0, s.x1)).collect()
    };
    let with = |l: &&Line<'_>| !figures(l).is_empty();
    let count = lines.iter().filter(with).count();
    if count < MIN_FIGURES {
        return None;
    }
    let first = lines.iter().position(|l| with(&l))?;
    let columns: Vec<(f64, f64)> = lines[first..].iter().flat_map(figures).collect();
    let over = |l: &Line<'_>| {
        let mut parts = l.segments.iter();
        parts.any(|s| columns.iter().any(|c| s.x1.min(c.1) > s.x0.max(c.0)))
    };
    Some(lines[..first].iter().rposition(over).map_or(0, |i| i + 1))
}

/// With fewer lines of figures the columns of figures are not known.
const MIN_FIGURES: usize = 3;
