//! Labels over rows where no line says how many: each stands at the middle of its own.
//!
//! ```text
//!                   学びの場づくり    教育課
//!    学びと育ち      居場所の確保      こども課
//!                   相談の充実        福祉課
//!                   防災訓練の実施    防災課
//!    安全           ────           ← between two rows: it belongs to both
//!                   見守りの強化      福祉課
//! ```

use super::columns::Columns;
use super::region::Line;
use crate::geometry::Rect;
use crate::layout::{Segment, Word};
use std::ops::Range;

/// A label at the left of some rows.
#[derive(Debug, Clone)]
pub struct RowLabel<'g> {
    /// Upper end.
    pub top: f64,
    /// Lower end.
    pub bottom: f64,
    /// Its words.
    pub words: Vec<Word<'g>>,
    /// The last of its lines.
    last: Segment,
    /// That line has other columns beside it.
    level: bool,
}

/// A label may be off the middle of its rows by this much, in ems.
const MAX_OFF: f64 = 0.45;
/// A label on a line of its own row is off the middle of the row by less than this, in ems.
const ON_ROW: f64 = 0.3;
/// A line with less white than this (in ems) at its end is full.
const FULL: f64 = 1.5;
/// The lines of a label are nearer than this, in ems.
const MAX_LEADING: f64 = 1.0;

/// The labels of the columns before `depth`, column by column, and the lines without them. `None`
/// when figures are among them.
pub fn split<'g>(
    lines: &[Line<'g>],
    columns: &Columns,
    depth: usize,
    em: f64,
) -> Option<(Vec<Vec<RowLabel<'g>>>, Vec<Line<'g>>)> {
    let mut labels: Vec<Vec<RowLabel>> = vec![Vec::new(); depth];
    let mut rest = Vec::new();
    for line in lines {
        let column = |s: &Segment| columns.span(s.x0, s.x1, 0.3 * em).0;
        let is_label = |s: &&Segment| column(s) < depth;
        let (own, others): (Vec<&Segment>, Vec<&Segment>) =
            line.segments.iter().partition(is_label);
        for segment in own {
            if segment.numeric {
                return None;
            }
            let col = column(segment);
            let level = !others.is_empty();
            add(&mut labels[col], line, segment, level, |upper| {
                columns.is_wrapped(col, upper, segment, em)
            });
        }
        rest.extend(without_labels(line, &others));
    }
    Some((labels, rest))
}

/// Whether many of the lines of a column are full, as those of wrapped text are.
pub fn is_wrapped(lines: &[Line<'_>], em: f64) -> bool {
    let ends = || lines.iter().map(|l| l.words.bbox.x1);
    let last = ends().fold(f64::MIN, f64::max);
    let full = ends().filter(|x| *x > last - FULL * em).count();
    full * 4 > lines.len() + 2
}

/// Adds a line to the label above it when it goes on there, or else a label. Two lines that are both
/// `level` with a row are two labels.
fn add<'g>(
    labels: &mut Vec<RowLabel<'g>>,
    line: &Line<'g>,
    segment: &Segment,
    level: bool,
    goes_on: impl Fn(&Segment) -> bool,
) {
    let words = &line.words.words[segment.words.0..segment.words.1];
    let Some(bbox) = Rect::bounding(words.iter().map(|w| &w.bbox)) else {
        return;
    };
    let near = MAX_LEADING * line.words.size;
    match labels.last_mut() {
        Some(label)
            if bbox.top - label.bottom < near
                && !(level && label.level)
                && goes_on(&label.last) =>
        {
            label.bottom = label.bottom.max(bbox.bottom);
            label.words.extend(words.iter().cloned());
            label.last = *segment;
            label.level = level;
        }
        _ => labels.push(RowLabel {
            top: bbox.top,
            bottom: bbox.bottom,
            words: words.to_vec(),
            last: *segment,
            level,
        }),
    }
}

/// A line with but some of its parts.
fn without_labels<'g>(line: &Line<'g>, parts: &[&Segment]) -> Option<Line<'g>> {
    let words = parts
        .iter()
        .flat_map(|s| &line.words.words[s.words.0..s.words.1]);
    let bbox = Rect::bounding(words.map(|w| &w.bbox))?;
    let mut out = line.clone();
    out.words.bbox = bbox;
    out.segments = parts.iter().map(|s| **s).collect();
    Some(out)
}

/// The rows of each label, when all rows can be shared out so that each label stands at the middle
/// of its own; `rows` are their upper and lower ends. `None` when they cannot, or when each label has
/// one row.
pub fn groups(labels: &[RowLabel<'_>], rows: &[(f64, f64)], em: f64) -> Option<Vec<Range<usize>>> {
    if labels.is_empty() || labels.len() >= rows.len() {
        return None;
    }
    let middle = |l: &RowLabel| (l.top + l.bottom) / 2.0;
    let mut out = Vec::new();
    let mut start = 0;
    for label in labels {
        let top = rows.get(start)?.0;
        let off = |end: usize| ((top + rows[end].1) / 2.0 - middle(label)).abs();
        // the lower ends of rows grow, and so do the middles
        let next = start + rows[start..].partition_point(|r| (top + r.1) / 2.0 < middle(label));
        let near = [next.saturating_sub(1).max(start), next.min(rows.len() - 1)];
        let end = near
            .into_iter()
            .min_by(|a, b| off(*a).total_cmp(&off(*b)))?;
        if off(end) > MAX_OFF * em {
            return None;
        }
        out.push(start..end + 1);
        start = end + 1;
    }
    (start == rows.len()).then_some(out)
}

/// Whether labels that stand at the middle of their rows may as well stand in the first of them: the
/// first has one row, and none stands between two.
pub fn may_be_first(
    labels: &[RowLabel<'_>],
    groups: &[Range<usize>],
    rows: &[(f64, f64)],
    em: f64,
) -> bool {
    let on_row = |l: &RowLabel| {
        let middle = (l.top + l.bottom) / 2.0;
        let row = rows.partition_point(|r| r.1 < middle);
        let at = rows.get(row).map(|r| (r.0 + r.1) / 2.0);
        at.is_some_and(|y| (y - middle).abs() < ON_ROW * em)
    };
    groups.first().is_some_and(|g| g.len() == 1) && labels.iter().all(on_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(middle: f64) -> RowLabel<'static> {
        RowLabel {
            top: middle - 5.0,
            bottom: middle + 5.0,
            words: Vec::new(),
            level: false,
            last: Segment {
                x0: 0.0,
                x1: 50.0,
                chars: 5,
                numeric: false,
                head: 10.0,
                start: 'あ',
                end: 'い',
                font: 0,
                words: (0, 1),
            },
        }
    }

    fn of(middles: &[f64], count: usize) -> Option<Vec<Range<usize>>> {
        let labels: Vec<RowLabel> = middles.iter().map(|m| label(*m)).collect();
        let rows: Vec<(f64, f64)> = (0..count)
            .map(|i| (20.0 * i as f64, 20.0 * i as f64 + 10.0))
            .collect();
        let found = groups(&labels, &rows, 10.0)?;
        (!may_be_first(&labels, &found, &rows, 10.0)).then_some(found)
    }

    #[test]
    fn a_label_stands_at_the_middle_of_its_rows() {
        assert_eq!(of(&[25.0, 75.0], 5), Some(vec![0..3, 3..5]));
        assert_eq!(of(&[15.0, 45.0], 3), Some(vec![0..2, 2..3]));
    }

    #[test]
    fn labels_in_the_first_of_their_rows_are_over_one() {
        assert_eq!(of(&[5.0, 45.0], 4), None);
        assert_eq!(of(&[5.0, 65.0, 125.0], 7), None);
        assert_eq!(of(&[5.0, 25.0], 2), None);
    }
}
