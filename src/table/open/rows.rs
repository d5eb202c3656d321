//! Rows where no line separates them: which lines go on in the row above, and which begin one.

use super::anchors;
use super::columns::Columns;
use super::region::{Line, side_by_side};
use crate::layout::Segment;
use std::ops::Range;

/// Lines of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its lines, by index among those given.
    pub lines: Range<usize>,
}

/// Gaps between lines that differ by less than this (in ems) are alike.
const SAME_GAP: f64 = 0.3;
/// A line begins further in than the one above it by at least this, in ems.
const INDENT: f64 = 0.4;

/// Shorter lines (in ems) are no lines of a sentence.
const MIN_SENTENCE: f64 = 7.0;

/// No page has more lines: the time to share them out grows with the square of their number.
const MAX_BAND_LINES: usize = 500;

/// Where all columns go on at once their lines are at least this long, in ems.
const MIN_PROSE: f64 = 12.0;
/// Shorter labels (in ems) are not broken.
const MIN_LABEL: f64 = 3.0;

/// What stands in a column of one line.
#[derive(Debug, Clone, Copy)]
struct Part {
    col: usize,
    segment: Segment,
}

/// Lines beside one another and what they have in each column.
struct Step {
    lines: Range<usize>,
    parts: Vec<Part>,
    top: f64,
    bottom: f64,
}

/// Puts lines into rows. `bold` tells of a font whether it is bold.
pub fn rows(
    lines: &[Line<'_>],
    columns: &Columns,
    em: f64,
    bold: &dyn Fn(u16) -> bool,
) -> Vec<Row> {
    let steps: Vec<Step> = side_by_side(lines)
        .into_iter()
        .map(|range| step(lines, range, columns, em))
        .collect();
    by_gap(&steps, columns, em)
        .or_else(|| by_anchor(lines, columns, em))
        .unwrap_or_else(|| by_wrapping(&steps, columns, em, bold))
}

/// Rows by the columns that have one line a row.
fn by_anchor(lines: &[Line<'_>], columns: &Columns, em: f64) -> Option<Vec<Row>> {
    if lines.len() > MAX_BAND_LINES {
        return None;
    }
    let rows = anchors::rows(lines, columns, em)?;
    let mut start = 0;
    let chunks = rows.chunk_by(|a, b| a == b).map(|chunk| {
        let lines = start..start + chunk.len();
        start = lines.end;
        Row { lines }
    });
    Some(chunks.collect())
}

fn step(lines: &[Line<'_>], range: Range<usize>, columns: &Columns, em: f64) -> Step {
    let of = &lines[range.clone()];
    let segments = of.iter().flat_map(|l| &l.segments);
    Step {
        parts: segments
            .map(|s| Part {
                col: columns.span(s.x0, s.x1, 0.3 * em).0,
                segment: *s,
            })
            .collect(),
        top: of.iter().map(Line::top).fold(f64::MAX, f64::min),
        bottom: of.iter().map(Line::bottom).fold(f64::MIN, f64::max),
        lines: range,
    }
}

/// Rows set apart by more white than lies between the lines of one: then no row has two lines that
/// both fill most columns, and no column of figures has two lines.
fn by_gap(steps: &[Step], columns: &Columns, em: f64) -> Option<Vec<Row>> {
    let gaps: Vec<f64> = steps
        .windows(2)
        .map(|w| (w[1].top - w[0].bottom) / em)
        .collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f64::total_cmp);
    let jump = sorted
        .windows(2)
        .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))
        .filter(|w| w[1] - w[0] >= SAME_GAP)?;
    let limit = (jump[0] + jump[1]) / 2.0;
    let mut groups: Vec<Range<usize>> = Vec::new();
    for i in 0..steps.len() {
        match groups.last_mut() {
            Some(group) if gaps[i - 1] < limit => group.end = i + 1,
            _ => groups.push(i..i + 1),
        }
    }
    let one_row = |group: &Range<usize>| {
        (0..columns.len()).all(|col| {
            let in_col = |s: &&Step| s.parts.iter().any(|p| p.col == col && p.segment.numeric);
            steps[group.clone()].iter().filter(in_col).count() <= 1
        }) && steps[group.clone()]
            .windows(2)
            .all(|w| goes_on(&w[0], &w[1], columns, em) || goes_on_above(&w[0], &w[1]))
    };
    // a row of a table has something in two columns, or opens a group
    let is_row = |group: &Range<usize>| {
        let mut parts = steps[group.clone()].iter().flat_map(|s| &s.parts);
        let first = parts.next().map(|p| p.col);
        first == Some(0) || parts.any(|p| Some(p.col) != first)
    };
    let plausible = groups.iter().filter(|g| is_row(g)).count() * 10 >= groups.len() * 9;
    (plausible && groups.iter().all(one_row)).then(|| {
        groups
            .into_iter()
            .map(|g| Row {
                lines: steps[g.start].lines.start..steps[g.end - 1].lines.end,
            })
            .collect()
    })
}

/// The upper of two lines has nothing in the columns of the lower but those that go on: text in
/// several lines beside a label set at its middle.
fn goes_on_above(upper: &Step, lower: &Step) -> bool {
    upper.parts.len() < lower.parts.len()
        && upper
            .parts
            .iter()
            .all(|p| lower.parts.iter().any(|q| q.col == p.col))
}

/// Rows by what the lines say: a line goes on in the row above when all it has can have been
/// wrapped there.
fn by_wrapping(steps: &[Step], columns: &Columns, em: f64, bold: &dyn Fn(u16) -> bool) -> Vec<Row> {
    let gaps = steps.windows(2).map(|w| w[1].top - w[0].bottom);
    let usual = gaps.clone().fold(f64::MAX, f64::min);
    let mut out: Vec<Row> = Vec::new();
    let mut gaps = gaps;
    for (i, step) in steps.iter().enumerate() {
        let gap = if i == 0 {
            0.0
        } else {
            gaps.next().unwrap_or(0.0)
        };
        let same_weight = |a: &Step, b: &Step| {
            let weight = |s: &Step| s.parts.first().is_some_and(|p| bold(p.segment.font));
            weight(a) == weight(b)
        };
        match out.last_mut() {
            Some(row)
                if gap <= usual + SAME_GAP * em
                    && same_weight(&steps[i - 1], step)
                    && goes_on(&steps[i - 1], step, columns, em) =>
            {
                row.lines.end = step.lines.end;
            }
            _ => out.push(Row {
                lines: step.lines.clone(),
            }),
        }
    }
    out
}

/// Whether all of a line can be the next line of what is above it: each part stands under one that
/// left no room for its first letter or word, and none is a figure. A line that has something in
/// every column of the one above it more likely begins a row.
fn goes_on(upper: &Step, lower: &Step, columns: &Columns, em: f64) -> bool {
    let all = lower.parts.len() >= upper.parts.len() && upper.parts.len() > 1;
    let several = lower.parts.len() > 1;
    let wrapped = |part: &Part| {
        let above = upper.parts.iter().filter(|p| p.col == part.col);
        let Some(above) = above.max_by(|a, b| a.segment.x1.total_cmp(&b.segment.x1)) else {
            return false;
        };
        let (x0, x1) = columns.content[part.col];
        let width = above.segment.x1 - above.segment.x0;
        let room = (x1 - x0) - width;
        let figures = part.segment.numeric && above.segment.numeric;
        let full = columns.is_wrapped(part.col, &above.segment, &part.segment, em);
        let start = part.segment.start;
        let sentence = width > MIN_SENTENCE * em;
        let is_cjk = start >= '\u{2e80}';
        let least = if all { MIN_PROSE } else { MIN_SENTENCE };
        let within = start.is_lowercase() || is_cjk && room < em && width > least * em;
        let indented = part.segment.x0 > above.segment.x0 + INDENT * em;
        let label = sentence || indented || is_cjk && width > MIN_LABEL * em;
        !figures && full && (within || label && !all && !several)
    };
    !lower.parts.is_empty() && lower.parts.iter().all(wrapped)
}
