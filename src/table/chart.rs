//! The bars of a chart.

use super::painted::Painted;
use crate::geometry::{BoxIndex, Rect};

/// So many bars make a chart.
const MIN_BARS: usize = 3;
/// A painted area higher than this many times the word on it is no patch under it.
const MAX_PATCH: f64 = 2.2;
/// The ends of bars that stand on one line differ by less than this, in points.
const SAME_END: f64 = 1.0;
/// Borders of cells and painted areas differ by less than this, in points.
const SAME_BORDER: f64 = 3.0;

/// Painted areas in a box that are no patches under words.
pub fn bars(painted: &Painted<'_>, area: &Rect, words: &BoxIndex) -> Vec<Rect> {
    let is_patch = |b: &Rect| {
        let mut beside = words.in_band(b.top, b.bottom);
        beside.any(|(w, _)| b.contains(w.center()) && b.height() < MAX_PATCH * w.height())
    };
    let inside = painted.within(area, SAME_BORDER).into_iter();
    let seen = inside.filter(|f| f.rectangular && f.fill.is_some_and(|c| !c.is_white()));
    seen.map(|f| f.bbox).filter(|b| !is_patch(b)).collect()
}

/// Bars on one base, upright or lying.
pub fn are_bars(bars: &[Rect]) -> bool {
    let standing = |b: &Rect| (b.bottom, b.width(), b.top);
    let lying = |b: &Rect| (b.x0, b.height(), b.x1);
    in_a_row(bars, standing) || in_a_row(bars, lying)
}

/// Whether the bars of a chart stand in a box.
pub fn has_bars(painted: &Painted<'_>, area: &Rect, words: &BoxIndex) -> bool {
    are_bars(&bars(painted, area, words))
}

/// Whether enough bars have one base and one breadth, and different ends; `of` gives the three.
fn in_a_row(bars: &[Rect], of: impl Fn(&Rect) -> (f64, f64, f64)) -> bool {
    let mut sorted: Vec<(f64, f64, f64)> = bars.iter().map(of).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    sorted.chunk_by(|a, b| b.0 - a.0 <= SAME_END).any(|base| {
        let breadth = base[0].1;
        let alike = base.iter().filter(|b| (b.1 - breadth).abs() <= SAME_END);
        let mut ends: Vec<f64> = alike.map(|b| b.2).collect();
        ends.sort_by(f64::total_cmp);
        ends.dedup_by(|a, b| (*a - *b).abs() <= SAME_END);
        ends.len() >= MIN_BARS
    })
}
