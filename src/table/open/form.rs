//! Forms: fields whose texts share the columns of a block of figures.
//!
//! ```text
//!    担当課   防災安全課       事業期間  令和6年度から令和8年度まで    ← fields: each reaches to the next
//!    概要    対象   小中学生とその保護者                           ← or to the end
//!    区分    単位   令和5年度   令和6年度   令和7年度   令和8年度     ← the block: its rows leave the same white
//!    参加者数  人     7,786     2,695     7,977     4,386
//!    相談件数  件       102     5,661     2,203     1,299
//! ```

use super::columns::{Columns, RowExtents};
use super::region::{Line, Region, extents, side_by_side};
use std::ops::Range;

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The columns of the block.
    pub columns: Columns,
    /// The columns that the fields leave white between, some of them over several of the block.
    pub fields: Columns,
    /// The lines of the block.
    pub block: Range<usize>,
}

/// Parts nearer than this (in ems) are one.
const GAP: f64 = 0.7;
/// A block has at least so many rows, its labels included.
const MIN_ROWS: usize = 3;
/// And so many columns.
const MIN_COLUMNS: usize = 4;

/// The form that a region is: a block of figures with more columns than the region as a whole shows,
/// and fields above or below it.
pub fn find(region: &Region<'_>, fields: &Columns) -> Option<Form> {
    let groups = side_by_side(&region.lines);
    let parts: Vec<RowExtents> = groups
        .iter()
        .map(|g| extents(&region.lines[g.clone()], GAP * region.em))
        .collect();
    let rows = block(&parts, |row| {
        has_figures(&region.lines[groups[row].clone()])
    })?;
    let count = parts[rows.start].len();
    if count <= fields.len() || rows.len() == parts.len() {
        return None;
    }
    let columns = block_columns(region, &parts, &rows)?;
    let shares = |row: usize| parts[row].len() < count && !parts[row].is_empty();
    let others = (0..parts.len()).filter(|row| !rows.contains(row));
    others.clone().all(shares).then(|| Form {
        columns,
        fields: fields.clone(),
        block: groups[rows.start].start..groups[rows.end - 1].end,
    })
}

/// The longest run of rows with equally many parts, of which all but the first have figures.
fn block(parts: &[RowExtents], figures: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let mut best: Option<Range<usize>> = None;
    let mut start = 0;
    for run in parts.chunk_by(|a, b| a.len() == b.len()) {
        let rows = start..start + run.len();
        start = rows.end;
        let fits = run[0].len() >= MIN_COLUMNS && run.len() >= MIN_ROWS;
        let longer = best.as_ref().is_none_or(|b| b.len() < run.len());
        if fits && longer && rows.clone().skip(1).all(&figures) {
            best = Some(rows);
        }
    }
    best
}

/// Whether at least half of the parts of a row are figures.
fn has_figures(lines: &[Line<'_>]) -> bool {
    let segments = || lines.iter().flat_map(|l| &l.segments);
    segments().filter(|s| s.numeric).count() * 2 >= segments().count()
}

/// The columns of a block, with borders that the fields cross least; `None` when its rows do not
/// leave the same white.
fn block_columns(
    region: &Region<'_>,
    parts: &[RowExtents],
    rows: &Range<usize>,
) -> Option<Columns> {
    let own = &parts[rows.clone()];
    let mut content = own.first()?.clone();
    for row in own {
        for (c, part) in content.iter_mut().zip(row) {
            *c = (c.0.min(part.0), c.1.max(part.1));
        }
    }
    if content.windows(2).any(|w| w[0].1 >= w[1].0) {
        return None;
    }
    let between = content
        .windows(2)
        .map(|w| clearest(parts, (w[0].1, w[1].0)));
    let mut borders = vec![region.bbox.x0];
    borders.extend(between);
    borders.push(region.bbox.x1);
    Some(Columns { content, borders })
}

/// The middle of the widest white between two places that the fewest rows cross.
fn clearest(rows: &[RowExtents], (from, to): (f64, f64)) -> f64 {
    let mut ends: Vec<(f64, i32)> = vec![(from, 0), (to, 0)];
    for &(x0, x1) in rows.iter().flatten().filter(|p| p.1 > from && p.0 < to) {
        ends.push((x0.max(from), 1));
        ends.push((x1.min(to), -1));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut crossing = 0;
    let mut best = (i32::MAX, 0.0, (from + to) / 2.0);
    for pair in ends.windows(2) {
        crossing += pair[0].1;
        let width = pair[1].0 - pair[0].0;
        if width > 0.0 && (crossing < best.0 || crossing == best.0 && width > best.1) {
            best = (crossing, width, (pair[0].0 + pair[1].0) / 2.0);
        }
    }
    best.2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_lies_where_the_fewest_texts_cross_it() {
        let rows = vec![
            vec![(0.0, 10.0), (30.0, 40.0)],
            vec![(0.0, 14.0), (17.0, 40.0)],
            vec![(0.0, 40.0)],
        ];
        assert!((clearest(&rows, (10.0, 30.0)) - 15.5).abs() < 1e-9);
    }

    #[test]
    fn a_block_is_the_longest_run_of_equal_rows() {
        let row = |count: usize| (0..count).map(|i| (i as f64, i as f64 + 0.5)).collect();
        let rows: Vec<RowExtents> = [2, 3, 5, 5, 5, 2].into_iter().map(row).collect();
        assert_eq!(block(&rows, |_| true), Some(2..5));
        assert_eq!(block(&rows, |row| row != 4), None);
    }
}
