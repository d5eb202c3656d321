//! Rows by their anchors: the columns that have one line a row tell where the rows are, and the
//! lines of the others are shared out among them.
//!
//! ```text
//!                  子育て世帯の負担を軽く
//!    信頼される行政  するため、相談を年四回     ○        ← the anchors of two rows, 信頼… and ○
//!                  開く。
//!                  夜間や休日にも対応でき
//!    学びと育ち     るよう、連絡網を整える。    ●
//! ```

use super::columns::Columns;
use super::region::Line;

/// A line of a column.
#[derive(Clone)]
struct Entry {
    /// Its number among the lines.
    line: usize,
    /// Its middle.
    y: f64,
    /// It can go on in the same cell as the one above.
    goes_on: bool,
}

/// Lines at heights closer than this (in ems) are beside one another.
const LEVEL: f64 = 0.4;
/// A cell's lines may be off its anchor by this much, in ems.
const MAX_OFF: f64 = 0.45;
/// What a row costs that has nothing in a column, in ems.
const BLANK: f64 = 0.35;

/// How the lines of a cell stand to the anchor of its row.
#[derive(Clone, Copy)]
enum Align {
    Middle,
    Top,
}

/// The row of each line, or `None` when the columns do not agree on rows.
pub fn rows(lines: &[Line<'_>], columns: &Columns, em: f64) -> Option<Vec<usize>> {
    let mut entries: Vec<Vec<Entry>> = vec![Vec::new(); columns.len()];
    let mut anchors: Vec<f64> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        for s in &line.segments {
            let col = columns.span(s.x0, s.x1, 0.3 * em).0;
            let above = entries[col].last();
            if above.is_none_or(|e| e.line != i) {
                let upper = above.and_then(|e| lines[e.line].part_in(columns, col, em));
                let entry = Entry {
                    line: i,
                    y: line.middle(),
                    goes_on: upper.is_some_and(|u| columns.is_wrapped(col, u, s, em)),
                };
                entries[col].push(entry);
            }
            if s.numeric
                && anchors
                    .last()
                    .is_none_or(|y| line.middle() - y > LEVEL * em)
            {
                anchors.push(line.middle());
            }
        }
    }
    let wraps = entries.iter().any(|e| e.len() > anchors.len());
    if anchors.len() < 2 || !wraps {
        return None;
    }
    let mut rows: Vec<Option<usize>> = vec![None; lines.len()];
    for entries in &entries {
        for (line, row) in shared_out(entries, &anchors, em)? {
            match rows[line] {
                Some(other) if other != row => return None,
                _ => rows[line] = Some(row),
            }
        }
    }
    let rows: Vec<usize> = rows.into_iter().collect::<Option<_>>()?;
    rows.is_sorted().then_some(rows)
}

/// The anchor that each line of a column belongs to.
fn shared_out(entries: &[Entry], anchors: &[f64], em: f64) -> Option<Vec<(usize, usize)>> {
    let ways = [Align::Middle, Align::Top].map(|align| cheapest(entries, anchors, em, align));
    let best = ways
        .into_iter()
        .flatten()
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(best.1)
}

/// Cuts the lines of a column into runs, one an anchor, so that the sum of their distances is least.
/// `None` when a run is too far off its anchor.
fn cheapest(
    entries: &[Entry],
    anchors: &[f64],
    em: f64,
    align: Align,
) -> Option<(f64, Vec<(usize, usize)>)> {
    let (n, k) = (entries.len(), anchors.len());
    let off = |from: usize, to: usize, row: usize| -> f64 {
        if from == to {
            return BLANK * em;
        }
        let place = match align {
            Align::Middle => (entries[from].y + entries[to - 1].y) / 2.0,
            Align::Top => entries[from].y,
        };
        let off = (place - anchors[row]).abs();
        let one_cell = entries[from + 1..to].iter().all(|e| e.goes_on);
        if off <= MAX_OFF * em && one_cell {
            off
        } else {
            f64::INFINITY
        }
    };
    // least[row][to]: the first `row` anchors have the lines before `to`
    let mut least = vec![vec![(f64::INFINITY, 0); n + 1]; k + 1];
    least[0][0] = (0.0, 0);
    for row in 0..k {
        for to in 0..=n {
            let from = to.saturating_sub(MAX_CELL_LINES);
            for start in from..=to {
                let cost = least[row][start].0 + off(start, to, row);
                if cost < least[row + 1][to].0 {
                    least[row + 1][to] = (cost, start);
                }
            }
        }
    }
    let total = least[k][n].0;
    if !total.is_finite() {
        return None;
    }
    let mut out = Vec::new();
    let mut to = n;
    for row in (0..k).rev() {
        let from = least[row + 1][to].1;
        out.extend((from..to).map(|e| (entries[e].line, row)));
        to = from;
    }
    Some((total, out))
}

/// A cell has at most this many lines.
const MAX_CELL_LINES: usize = 30;
