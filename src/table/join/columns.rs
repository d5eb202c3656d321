//! Whether two tables have the same columns.

use super::is_drawn;
use super::places::{em, ink, on_last_page, top};
use crate::geometry::Rect;
use crate::table::{Cell, Table};

/// Column borders may differ by this share of the table width and still be the same columns:
/// 0.6 % is 3 pt on A4.
const SAME_COLUMN: f64 = 0.006;

/// The same under a repeated header, where a program fitted the columns to each page.
const SAME_COLUMN_UNDER_HEADER: f64 = 0.02;

/// On a page that is turned the columns are wider: by up to this factor, or its inverse.
const MAX_WIDENING: f64 = 2.0;

/// What a repeated header says stands where it stood, but for this (ems).
const SAME_PLACE: f64 = 1.0;

/// Two columns lie over each other if they share this much of the narrower one.
const COMMON: f64 = 0.5;

/// So many rows at the end of a table may be the only ones on their page: a total and a remark.
const FEW_ROWS: usize = 2;

/// A copy of `next` on the columns of the table, if it is but a row or two whose borders are all
/// borders of the table: the cells of a total are merged, and show no border between.
pub fn spread(table: &Table, next: &Table) -> Option<Table> {
    let drawn = is_drawn(table) && table.evidence == next.evidence;
    if !drawn || next.rows > FEW_ROWS || next.cols >= table.cols || !next.intervals.is_empty() {
        return None;
    }
    let borders = starts(table);
    let nearest = |x: f64| borders.iter().position(|b| (b - x).abs() <= SAME_COLUMN);
    let places: Option<Vec<usize>> = starts(next).into_iter().map(nearest).collect();
    let mut places = places.filter(|p| p.first() == Some(&0))?;
    places.push(table.cols);
    let mut wide = next.clone();
    wide.cols = table.cols;
    for cell in &mut wide.cells {
        let (from, to) = (
            *places.get(cell.col)?,
            *places.get(cell.col + cell.colspan)?,
        );
        cell.col = from;
        cell.colspan = to.checked_sub(from).filter(|span| *span > 0)?;
    }
    Some(wide)
}

/// Whether the columns are the same, the header being repeated. Only shares of the width are
/// compared: a turned page is wider.
pub fn match_under_header(table: &Table, next: &Table, header: usize) -> bool {
    let widening = place(next).width() / place(table).width().max(1.0);
    if is_drawn(table) && is_drawn(next) {
        let plausible = (MAX_WIDENING.recip()..=MAX_WIDENING).contains(&widening);
        plausible && same_shares(table, next, SAME_COLUMN_UNDER_HEADER)
    } else {
        same_header_places(table, next, header)
    }
}

/// Whether the columns stand in the same places, or on a page with another margin.
pub fn match_in_place(table: &Table, next: &Table) -> bool {
    if is_drawn(table) {
        let (a, b) = (place(table).width(), place(next).width());
        let same_width = (a - b).abs() <= 2.0 * SAME_COLUMN * a.max(b);
        return same_width && same_shares(table, next, SAME_COLUMN);
    }
    let (a, b) = (inks(table), inks(next));
    let left = |columns: &[Option<Rect>]| columns.iter().flatten().next().map(|r| r.x0);
    let margin = left(&b).zip(left(&a)).map_or(0.0, |(b, a)| b - a);
    lie_over(&a, &b, 0.0) || lie_over(&a, &b, margin)
}

fn same_shares(table: &Table, next: &Table, tolerance: f64) -> bool {
    let (a, b) = (starts(table), starts(next));
    // a column that is merged away on one of the pages says nothing there
    let near = |(x, y): (&f64, &f64)| x.is_nan() || y.is_nan() || (x - y).abs() <= tolerance;
    a.iter().zip(&b).all(near)
}

/// Where columns begin, as shares of the table width, from the cells on its last page.
fn starts(table: &Table) -> Vec<f64> {
    let bbox = place(table);
    let mut starts = vec![f64::NAN; table.cols];
    for cell in on_last_page(table) {
        if let Some(start) = starts.get_mut(cell.col) {
            *start = start.min((cell.bbox.x0 - bbox.x0) / bbox.width().max(1.0));
        }
    }
    starts
}

/// What is printed in each column on the last page of a table.
fn inks(table: &Table) -> Vec<Option<Rect>> {
    let mut inks: Vec<Option<Rect>> = vec![None; table.cols];
    for cell in on_last_page(table).filter(|c| c.colspan == 1) {
        if let (Some(column), Some(ink)) = (inks.get_mut(cell.col), ink(cell)) {
            *column = Some(column.map_or(ink, |r| r.union(&ink)));
        }
    }
    inks
}

fn place(table: &Table) -> Rect {
    table.places.last().map(|p| p.1).unwrap_or_default()
}

/// Whether each column lies over its like, the second table being moved by `margin` points.
fn lie_over(a: &[Option<Rect>], b: &[Option<Rect>], margin: f64) -> bool {
    let pairs = || a.iter().zip(b).filter_map(|(a, b)| (*a).zip(*b));
    pairs().count() > 1
        && pairs().all(|(a, b)| {
            let common = a.x1.min(b.x1 - margin) - a.x0.max(b.x0 - margin);
            common >= COMMON * a.width().min(b.width())
        })
}

/// Whether the texts of a repeated header stand in the same places, when the outermost of them are
/// laid over each other. The borders of such columns are estimated, and differ from page to page.
fn same_header_places(table: &Table, next: &Table, header: usize) -> bool {
    let middle = |c: &Cell| ink(c).map(|r| r.center().x);
    let pairs = top(table, header).zip(top(next, header));
    let pairs: Vec<(f64, f64)> = pairs
        .filter_map(|(a, b)| middle(a).zip(middle(b)))
        .collect();
    let first = pairs.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let last = pairs.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    let widening = (last.1 - first.1) / (last.0 - first.0).max(1.0);
    let slack = SAME_PLACE * top(table, header).map(em).fold(0.0, f64::max);
    let stays = |(a, b): &(f64, f64)| (first.1 + (a - first.0) * widening - b).abs() <= slack;
    (MAX_WIDENING.recip()..=MAX_WIDENING).contains(&widening) && pairs.iter().all(stays)
}
