//! Labels over several rows or columns of the body: which cells they make one.

use super::{Builder, RowDraft};
use crate::geometry::Rect;
use crate::table::open::over_rows::{self, RowLabel};
use crate::table::open::region::{Line, side_by_side};
use crate::table::open::seams::Seam;
use std::ops::Range;

/// Seams stand at most this far (in ems) from the text of a band.
const MAX_BAND_MARGIN: f64 = 1.5;
/// Fewer groups of several rows between lines may as well have blank cells.
const MIN_GROUPS: usize = 2;
/// The middles of two labels over the same columns differ by less than this, in ems.
const LONE_OFF: f64 = 0.6;
/// Labels that begin at places closer than this (in ems) stand under one another.
const SAME_START: f64 = 0.3;

impl<'g> Builder<'_, 'g> {
    /// Adds the rows of a body whose first `depth` columns are labels over rows, each at the middle
    /// of its own. Adds nothing when they are not.
    pub(super) fn labelled_body(
        &mut self,
        lines: &[Line<'g>],
        depth: usize,
        bold: &dyn Fn(u16) -> bool,
    ) -> bool {
        let Some((labels, rest)) = over_rows::split(lines, self.columns, depth, self.em()) else {
            return false;
        };
        let (first, next) = (self.rows.len(), self.next);
        if depth + 1 < self.columns.len() {
            self.plain_body(&rest, bold);
        } else if !over_rows::is_wrapped(&rest, self.em()) {
            let groups = side_by_side(&rest).into_iter();
            groups.for_each(|g| self.push_row(&rest[g]));
        } else {
            return false;
        }
        let groups = self.label_groups(&labels, first);
        if groups.is_none() {
            self.rows.truncate(first);
            self.next = next;
        }
        for (col, (labels, groups)) in labels.into_iter().zip(groups.iter().flatten()).enumerate() {
            for (label, group) in labels.into_iter().zip(groups) {
                let row = &mut self.rows[first + group.start];
                let owner = row.owners[col];
                row.words
                    .extend(label.words.into_iter().map(|w| (owner, w)));
                let rows = &mut self.rows[first + group.start..first + group.end];
                rows.iter_mut().for_each(|r| r.owners[col] = owner);
            }
        }
        groups.is_some()
    }

    /// The rows of the labels of each column, counted from `first`, when they are all over the rows
    /// they stand at the middle of.
    fn label_groups(
        &self,
        labels: &[Vec<RowLabel<'g>>],
        first: usize,
    ) -> Option<Vec<Vec<Range<usize>>>> {
        let rows = &self.rows[first..];
        let ends: Vec<(f64, f64)> = rows.iter().map(|r| (r.top, r.bottom)).collect();
        let depth = labels.len();
        let filled = |r: &RowDraft| {
            let cols = (depth..self.columns.len()).map(|c| r.owners[c]);
            let written = cols.filter(|o| r.words.iter().any(|w| w.0 == *o));
            written.count() * 2 > self.columns.len() - depth
        };
        if !rows.iter().all(filled) {
            return None;
        }
        let groups: Vec<Vec<Range<usize>>> = labels
            .iter()
            .map(|labels| over_rows::groups(labels, &ends, self.em()))
            .collect::<Option<_>>()?;
        // a total above the first group has nothing in the next column
        let is_lone = |r: &&RowDraft| r.words.iter().all(|w| w.0 != r.owners[depth]);
        let lead = rows.iter().take_while(is_lone).count();
        let mut pairs = labels.iter().zip(&groups);
        if pairs.all(|(l, g)| {
            let from = g.partition_point(|g| g.start < lead);
            over_rows::may_be_first(&l[from..], &g[from..], &ends, self.em())
        }) {
            return None;
        }
        // the lines of one column beside labels that agree are wrapped text
        let alike = groups.windows(2).all(|w| w[0] == w[1]);
        if alike && depth + 1 == self.columns.len() {
            return None;
        }
        let starts = |g: &[Range<usize>]| g.iter().map(|r| r.start).collect::<Vec<_>>();
        let nested = groups.windows(2).all(|w| {
            let inner = starts(&w[1]);
            starts(&w[0]).iter().all(|s| inner.binary_search(s).is_ok())
        });
        let full = self.region.full_seams();
        let parted = |g: &Range<usize>| {
            let (top, bottom) = (ends[g.start].0, ends[g.end - 1].1);
            let next = full.partition_point(|y| *y <= top);
            full.get(next).is_some_and(|y| *y < bottom)
        };
        (nested && !groups.iter().flatten().any(parted)).then_some(groups)
    }

    /// A label alone under a header label over the first columns stands over all of them: `全体` beside
    /// `居住地区│東部`. `header` is the number of rows of the header.
    pub(super) fn merge_lone_labels(&mut self, header: usize) {
        let Some(last) = header.checked_sub(1).map(|row| &self.rows[row]) else {
            return;
        };
        let shared = last.owners[0];
        let count = last.owners.iter().take_while(|o| **o == shared).count();
        let above = self.rows[..header].iter().flat_map(|r| &r.words);
        let label = Rect::bounding(above.filter(|w| w.0 == shared).map(|w| &w.1.bbox));
        let Some(label) = label.filter(|_| count > 1 && count < self.columns.len()) else {
            return;
        };
        let words = self.rows[header..].iter().flat_map(|r| &r.words);
        let mut starts: Vec<f64> = words.map(|w| w.1.bbox.x0).collect();
        starts.sort_by(f64::total_cmp);
        let is_usual = |x: f64| {
            let near = SAME_START * self.em();
            let from = starts.partition_point(|s| *s < x - near);
            starts.get(from + 1).is_some_and(|s| *s <= x + near)
        };
        let is_central = |b: &Rect| {
            (b.center().x - label.center().x).abs() < LONE_OFF * self.em() && !is_usual(b.x0)
        };
        let lone: Vec<Option<usize>> = (header..self.rows.len())
            .map(|row| self.lone_label(row, count, is_central))
            .collect();
        for (row, owner) in self.rows[header..].iter_mut().zip(lone) {
            if let Some(owner) = owner {
                row.owners[..count].fill(owner);
            }
        }
    }

    /// The cell of the only label that a row has in its first `count` columns, unless it goes on in
    /// another row: it begins at the first of them, or stands in the middle of all.
    fn lone_label(
        &self,
        row: usize,
        count: usize,
        is_central: impl Fn(&Rect) -> bool,
    ) -> Option<usize> {
        let own = &self.rows[row];
        let mut labels = own
            .words
            .iter()
            .filter(|w| own.owners[..count].contains(&w.0));
        let owner = labels.next()?.0;
        let beside = own
            .words
            .iter()
            .any(|w| !own.owners[..count].contains(&w.0));
        let next_to = [row.wrapping_sub(1), row + 1];
        let mut next_to = next_to.iter().filter_map(|r| self.rows.get(*r));
        let goes_on = next_to.any(|r| {
            r.owners[..count]
                .iter()
                .any(|o| own.owners[..count].contains(o))
        });
        if !beside || goes_on || labels.any(|w| w.0 != owner) {
            return None;
        }
        let words = own.words.iter().filter(|w| w.0 == owner).map(|w| &w.1.bbox);
        let central = is_central(&Rect::bounding(words)?);
        (central || own.owners[0] == owner).then_some(owner)
    }

    /// A label at the middle of a band between two seams belongs to all its rows, when no other
    /// stands in its column and the same is true of the columns to its left.
    pub(super) fn merge_labels(&mut self, first: usize) {
        let rows = &self.rows[first..];
        let (Some(upper), Some(lower)) = (rows.first(), rows.last()) else {
            return;
        };
        let (top, bottom) = (upper.top, lower.bottom);
        let seams = &self.region.seams;
        let is_full = |s: &&Seam| self.region.is_full(s);
        let end = seams.partition_point(|s| s.y <= top + 1.0);
        let start = seams.partition_point(|s| s.y < bottom - 1.0);
        let above = seams[..end].iter().rfind(is_full).map_or(f64::MIN, |s| s.y);
        let below = seams[start..]
            .iter()
            .find(is_full)
            .map_or(f64::MAX, |s| s.y);
        let gap = MAX_BAND_MARGIN * self.em();
        if rows.len() < 2 || top - above > gap || below - bottom > gap {
            return;
        }
        let middle = (above + below) / 2.0;
        for col in 0..self.columns.len() - 1 {
            let owners: Vec<usize> = self.rows[first..].iter().map(|r| r.owners[col]).collect();
            let words = self.rows[first..].iter().flat_map(|r| &r.words);
            let own: Vec<Rect> = words
                .filter(|w| owners.contains(&w.0))
                .map(|w| w.1.bbox)
                .collect();
            let central = Rect::bounding(&own)
                .is_some_and(|b| (b.center().y - middle).abs() <= 0.5 * self.em());
            let holders = self.rows[first..]
                .iter()
                .filter(|r| r.words.iter().any(|w| w.0 == r.owners[col]));
            if !central || holders.count() != 1 {
                return;
            }
            self.merge_rows(first, col);
        }
    }

    /// Where lines part groups of rows, and nothing else, a label in the first row of each belongs to
    /// the whole group. The rows are those from `first` on.
    pub(super) fn merge_led_groups(&mut self, first: usize) {
        let drawn = |s: &&Seam| s.drawn && self.region.is_full(s);
        let ys: Vec<f64> = self
            .region
            .seams
            .iter()
            .filter(drawn)
            .map(|s| s.y)
            .collect();
        let rows = &self.rows[first..];
        let group_of = |r: &RowDraft| ys.partition_point(|y| *y < (r.top + r.bottom) / 2.0);
        let has_label = |r: &RowDraft| r.words.iter().any(|w| w.0 == r.owners[0]);
        let groups: Vec<&[RowDraft]> = rows.chunk_by(|a, b| group_of(a) == group_of(b)).collect();
        let led = |g: &&[RowDraft]| {
            let own = g.windows(2).all(|w| w[0].owners[0] != w[1].owners[0]);
            let narrow = g[0].owners[1] != g[0].owners[0];
            own && narrow && has_label(&g[0]) && !g[1..].iter().any(has_label)
        };
        let several = groups.iter().filter(|g| g.len() > 1).count();
        if several < MIN_GROUPS || !groups.iter().all(led) {
            return;
        }
        let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
        let mut from = first;
        for length in lengths {
            let owner = self.rows[from].owners[0];
            let rows = &mut self.rows[from..from + length];
            rows.iter_mut().for_each(|r| r.owners[0] = owner);
            from += length;
        }
    }

    /// Makes one cell of a column from a row on.
    fn merge_rows(&mut self, first: usize, col: usize) {
        let owner = self.rows[first].owners[col];
        for row in &mut self.rows[first..] {
            let old = row.owners[col];
            for o in row.owners.iter_mut().filter(|o| **o == old) {
                *o = owner;
            }
            for (o, _) in row.words.iter_mut().filter(|w| w.0 == old) {
                *o = owner;
            }
        }
    }
}
