//! Rows put together from the top, and the cells they make.

mod labels;

use super::OpenTable;
use super::columns::Columns;
use super::form::Form;
use super::levels;
use super::region::{Line, Region};
use super::rows::{self, Row};
use super::seams::Seam;
use crate::layout::{Segment, Word};
use crate::table::Evidence;
use crate::table::grid::Grid;
use rustc_hash::FxHashSet;

/// What begins with one of these, alone in its row, is the title of the rows below.
const TITLES: &str = "【〈《〔■◆";
/// So many columns may be labels over rows.
const MAX_LABEL_COLUMNS: usize = 2;
/// At least this share of the places of a table has something in it.
const MIN_FILLED: f64 = 0.3;

/// A row: the cell of each column, and what stands in it.
struct RowDraft<'g> {
    owners: Vec<usize>,
    top: f64,
    bottom: f64,
    words: Vec<(usize, Word<'g>)>,
}

/// Rows put together from the top.
pub struct Builder<'r, 'g> {
    region: &'r Region<'g>,
    columns: &'r Columns,
    rows: Vec<RowDraft<'g>>,
    /// The next cell number.
    next: usize,
    /// Every row lies between two seams.
    is_ruled: bool,
    /// Of a form, what its fields share.
    form: Option<&'r Form>,
}

impl<'r, 'g> Builder<'r, 'g> {
    /// No rows yet.
    pub fn new(region: &'r Region<'g>, columns: &'r Columns) -> Self {
        Self {
            region,
            columns,
            rows: Vec::new(),
            next: 0,
            is_ruled: false,
            form: None,
        }
    }

    /// The same for a form.
    pub fn with_fields(self, form: &'r Form) -> Self {
        Self {
            form: Some(form),
            ..self
        }
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn em(&self) -> f64 {
        self.region.em
    }

    /// Adds the rows of the header.
    pub fn header(&mut self, lines: &[Line<'g>], bottom: f64) {
        if lines.is_empty() {
            return;
        }
        let partial: Vec<&Seam> = self
            .region
            .partial_seams()
            .filter(|s| s.drawn && s.y < bottom - 1.0)
            .collect();
        let levels = levels::levels(lines, self.columns, &partial, bottom, self.em());
        let base = self.next;
        let mut top = self.region.bbox.top;
        for (owners, bottom) in levels.owners.into_iter().zip(levels.bottoms) {
            let owners: Vec<usize> = owners.iter().map(|o| base + o).collect();
            let most = owners.iter().max().map_or(base, |m| m + 1);
            self.next = self.next.max(most);
            self.rows.push(RowDraft {
                owners,
                top,
                bottom,
                words: Vec::new(),
            });
            top = bottom;
        }
        let columns = self.columns;
        for line in lines {
            let row = self.rows.iter().position(|r| line.middle() < r.bottom);
            let row = row.unwrap_or(self.rows.len() - 1);
            let row = &mut self.rows[row];
            for s in &line.segments {
                let col = columns.at((s.x0 + s.x1) / 2.0);
                let words = line.words.words[s.words.0..s.words.1].iter().cloned();
                row.words.extend(words.map(|w| (row.owners[col], w)));
            }
        }
    }

    /// Adds the rows of the body.
    pub fn body(&mut self, lines: &[Line<'g>], bold: &dyn Fn(u16) -> bool) {
        let header = self.rows.len();
        let most = MAX_LABEL_COLUMNS.min(self.columns.len().saturating_sub(2));
        let labelled = (1..=most).rev().any(|n| self.labelled_body(lines, n, bold))
            || self.columns.len() == MAX_LABEL_COLUMNS + 1
                && self.labelled_body(lines, MAX_LABEL_COLUMNS, bold);
        if !labelled {
            self.plain_body(lines, bold);
            self.merge_led_groups(header);
        }
        self.merge_lone_labels(header);
    }

    /// Adds the rows of a body in which no label is over several rows without a line to say so.
    fn plain_body(&mut self, lines: &[Line<'g>], bold: &dyn Fn(u16) -> bool) {
        let bands = self.bands(lines);
        let split: Vec<Vec<Row>> = bands
            .iter()
            .map(|band| rows::rows(band, self.columns_of(band), self.em(), bold))
            .collect();
        let whole = split.iter().filter(|r| r.len() == 1).count();
        let pairs = bands.iter().zip(&split);
        let crowded = pairs.filter(|(b, r)| self.has_full_rows(b, r)).count();
        let is_row = bands.len() >= 3 && (whole * 2 >= bands.len() || crowded == 0);
        self.is_ruled = is_row;
        for (band, rows) in bands.into_iter().zip(split) {
            if is_row && !self.has_full_rows(band, &rows) {
                self.push_row(band);
                continue;
            }
            let first = self.rows.len();
            for row in rows {
                self.push_row(&band[row.lines]);
            }
            self.merge_labels(first);
        }
    }

    /// The lines of the body from seam to seam.
    fn bands<'l>(&self, lines: &'l [Line<'g>]) -> Vec<&'l [Line<'g>]> {
        let mut out: Vec<&[Line]> = Vec::new();
        let mut rest = lines;
        let mut ends: Vec<usize> = self
            .region
            .seams
            .iter()
            .map(|seam| lines.partition_point(|l| l.middle() < seam.y))
            .collect();
        // the fields of a form and its block are apart
        ends.extend(self.form.iter().flat_map(|f| [f.block.start, f.block.end]));
        ends.sort_unstable();
        for end in ends {
            let (band, below) = rest.split_at(end - (lines.len() - rest.len()));
            out.push(band);
            rest = below;
        }
        out.push(rest);
        out.retain(|band| !band.is_empty());
        out
    }

    /// Whether some lines are among the fields of a form.
    fn is_field(&self, lines: &[Line<'_>]) -> bool {
        let top = lines.first().map_or(0.0, Line::top);
        self.form.is_some_and(|form| {
            let block = &self.region.lines[form.block.clone()];
            let end = block.last().map_or(0.0, Line::bottom);
            block.first().is_some_and(|first| top < first.top()) || top > end
        })
    }

    /// The columns that the lines of a band leave white between.
    fn columns_of(&self, lines: &[Line<'_>]) -> &'r Columns {
        match self.form {
            Some(form) if self.is_field(lines) => &form.fields,
            _ => self.columns,
        }
    }

    /// Whether the second row of a band fills most of the columns that the first fills, so that
    /// they are rows and not lines of one.
    fn has_full_rows(&self, band: &[Line<'_>], rows: &[Row]) -> bool {
        let filled = |row: &Row| {
            let segments = band[row.lines.clone()].iter().flat_map(|l| &l.segments);
            let mut cols: Vec<usize> = segments.map(|s| self.column(s)).collect();
            cols.sort_unstable();
            cols.dedup();
            cols
        };
        let rows: Vec<Vec<usize>> = rows.iter().map(filled).collect();
        let most = rows.iter().map(Vec::len).max().unwrap_or(0);
        let full: Vec<&Vec<usize>> = rows
            .iter()
            .filter(|cols| cols.len() >= 2 && cols.len() * 2 > most)
            .collect();
        let common = |a: &[usize], b: &[usize]| a.iter().filter(|c| b.contains(c)).count();
        full.windows(2).any(|w| common(w[0], w[1]) >= 2)
    }

    fn column(&self, s: &Segment) -> usize {
        self.columns.span(s.x0, s.x1, 0.3 * self.em()).0
    }

    fn push_row(&mut self, lines: &[Line<'g>]) {
        let count = self.columns.len();
        let mut owners: Vec<usize> = (self.next..self.next + count).collect();
        self.next += count;
        let segments: Vec<&Segment> = lines.iter().flat_map(|l| &l.segments).collect();
        let spans = if self.is_field(lines) {
            self.field_spans(&segments)
        } else {
            self.spans(&segments)
        };
        for (first, end) in spans {
            let owner = owners[first];
            owners[first..end].fill(owner);
        }
        let mut words = Vec::new();
        for line in lines {
            for s in &line.segments {
                let owner = owners[self.column(s)];
                let own = line.words.words[s.words.0..s.words.1].iter().cloned();
                words.extend(own.map(|w| (owner, w)));
            }
        }
        self.rows.push(RowDraft {
            owners,
            top: lines.iter().map(Line::top).fold(f64::MAX, f64::min),
            bottom: lines.iter().map(Line::bottom).fold(f64::MIN, f64::max),
            words,
        });
    }

    /// Which columns of a row are one cell.
    fn spans(&self, segments: &[&Segment]) -> Vec<(usize, usize)> {
        let em = self.em();
        if let [only] = segments {
            return self.single(only).into_iter().collect();
        }
        let span = |s: &&Segment| self.columns.span(s.x0, s.x1, 0.5 * em);
        segments
            .iter()
            .map(span)
            .filter(|s| s.1 - s.0 > 1)
            .collect()
    }

    /// The columns of the fields of a row: each reaches to the next.
    fn field_spans(&self, segments: &[&Segment]) -> Vec<(usize, usize)> {
        let start = |s: &&Segment| self.column(s);
        let mut starts: Vec<usize> = segments.iter().map(start).collect();
        starts.sort_unstable();
        starts.dedup();
        starts.push(self.columns.len());
        starts.windows(2).map(|w| (w[0], w[1])).collect()
    }

    /// A row with but one label: it belongs to the column it begins in, however far it reaches,
    /// unless it stands in the middle of several.
    fn single(&self, s: &Segment) -> Option<(usize, usize)> {
        let em = self.em();
        let columns = self.columns;
        let (first, end) = columns.span(s.x0, s.x1, 0.5 * em);
        if first == 0 && TITLES.contains(s.start) {
            return Some((0, columns.len()));
        }
        let (x0, x1) = columns.content[first];
        let alone = end - first == 1;
        let at_start = (s.x0 - x0).abs() < 2.5 * em && (first == 0 || alone);
        let at_end = alone && (s.x1 - x1).abs() < em;
        let central = alone && (s.x0 + s.x1 - x0 - x1).abs() < 2.0 * em;
        if at_start || at_end || central {
            return None;
        }
        let middle = (s.x0 + s.x1) / 2.0;
        let groups = [1, 0].map(|from| (from, columns.len()));
        groups
            .into_iter()
            .filter(|g| g.1 - g.0 > 1)
            .find(|&(from, to)| {
                let by_border = (columns.borders[from] + columns.borders[to]) / 2.0;
                let by_content = (columns.content[from].0 + columns.content[to - 1].1) / 2.0;
                (middle - by_border).abs().min((middle - by_content).abs()) < 1.5 * em
            })
    }

    /// Where rows meet: on the seam between them, or halfway. Where a drawn seam does not reach,
    /// what it parts elsewhere is one cell.
    fn borders(&mut self, header_rows: usize) -> Vec<f64> {
        let mut ys = vec![self.region.bbox.top];
        let words = self.rows.iter().flat_map(|r| &r.words);
        let mut written: FxHashSet<usize> = words.map(|w| w.0).collect();
        for row in 1..self.rows.len() {
            let (upper, lower) = (&self.rows[row - 1], &self.rows[row]);
            if row < header_rows {
                ys.push(upper.bottom);
                continue;
            }
            let from = (upper.top + upper.bottom) / 2.0;
            let to = (lower.top + lower.bottom) / 2.0;
            let seams = &self.region.seams;
            let next = seams.partition_point(|s| s.y <= from);
            let between = seams[next..].iter().take_while(|s| s.y < to);
            let widest = between.max_by(|a, b| {
                let width = |s: &Seam| s.coverage(self.region.bbox.x0, self.region.bbox.x1);
                width(a).total_cmp(&width(b))
            });
            match widest {
                Some(seam) => {
                    ys.push(seam.y);
                    let seam = seam.clone();
                    if row > header_rows {
                        self.merge_beside(row, &seam, &mut written);
                    }
                }
                None => ys.push((upper.bottom.min(lower.top) + lower.top.max(upper.bottom)) / 2.0),
            }
        }
        ys.push(self.region.bbox.bottom);
        ys
    }

    /// Merges the cells above and below a seam in columns that it does not reach, when one of them
    /// is blank; `written` are those that are not.
    fn merge_beside(&mut self, row: usize, seam: &Seam, written: &mut FxHashSet<usize>) {
        if !seam.drawn || self.region.is_full(seam) {
            return;
        }
        for col in 0..self.columns.len() {
            let (c0, c1) = self.columns.content[col];
            if seam.coverage(c0, c1) > 0.3 {
                continue;
            }
            let (upper, lower) = (self.rows[row - 1].owners[col], self.rows[row].owners[col]);
            // a line over figures is drawn above their total: it leaves two labels apart
            if !self.is_ruled && written.contains(&upper) && written.contains(&lower) {
                continue;
            }
            if written.remove(&lower) {
                written.insert(upper);
            }
            for (owner, _) in &mut self.rows[row].words {
                if *owner == lower {
                    *owner = upper;
                }
            }
            for owner in &mut self.rows[row].owners {
                if *owner == lower {
                    *owner = upper;
                }
            }
        }
    }

    /// Enough places have something in them: a drawing has few.
    fn is_filled(&self) -> bool {
        let mut filled: Vec<usize> = self
            .rows
            .iter()
            .flat_map(|r| &r.words)
            .map(|w| w.0)
            .collect();
        filled.sort_unstable();
        filled.dedup();
        filled.len() as f64 >= MIN_FILLED * (self.rows.len() * self.columns.len()) as f64
    }

    /// The table, unless too little is in it.
    pub fn finish(mut self, header_rows: usize, evidence: Evidence) -> Option<OpenTable<'g>> {
        if self.rows.len() < 2 || self.columns.len() < 2 || !self.is_filled() {
            return None;
        }
        let ys = self.borders(header_rows);
        let owners: Vec<Vec<usize>> = self.rows.iter().map(|r| r.owners.clone()).collect();
        let (grid, index) = Grid::from_owners(&self.columns.borders, &ys, &owners);
        let mut words = vec![Vec::new(); grid.cells.len()];
        for (owner, word) in self.rows.into_iter().flat_map(|r| r.words) {
            if let Some(cell) = index.get(&owner) {
                words[*cell].push(word);
            }
        }
        Some(OpenTable {
            grid,
            words,
            evidence,
            header_rows,
        })
    }
}
