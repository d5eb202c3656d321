//! Tables without a drawn grid: lines across, painted bands, or nothing but the text itself.
//!
//! A region is found by its seams or by the alignment of its text; white space gives its columns,
//! seams and spacing its rows, and labels over several columns their spans. The result is a grid
//! like that of a ruled table, with the cell of every word.

use super::Evidence;
use super::aligned;
use super::columns::{Columns, RowExtents};
use super::grid::Grid;
use super::header;
use super::levels;
use super::painted::Painted;
use super::refine;
use super::region::{Line, Region, side_by_side};
use super::rows::{self, Row};
use super::seams::{Seam, Stack, stacks};
use crate::geometry::{BoxIndex, Rect};
use crate::layout::{Segment, Word, WordLine};
use crate::pdf::Page;
use rustc_hash::FxHashSet;

/// A table without a drawn grid.
#[derive(Debug, Clone)]
pub struct OpenTable<'g> {
    /// Its cells.
    pub grid: Grid,
    /// The words of each cell, by index of the cell.
    pub words: Vec<Vec<Word<'g>>>,
    /// By what it was found.
    pub evidence: Evidence,
    /// How many rows at its top are its header.
    pub header_rows: usize,
}

/// What of a page is in no ruled table.
pub struct Sheet<'p, 'g> {
    /// The page.
    pub page: &'p Page,
    /// Its painted areas.
    pub painted: &'p Painted<'p>,
    /// The words of its lines.
    pub words: BoxIndex,
    /// Its lines of words from the top.
    pub lines: Vec<WordLine<'g>>,
    /// Its seams from the top.
    pub seams: Vec<Seam>,
    /// Painted or outlined boxes.
    pub boxes: Vec<Rect>,
    /// Upright lines and shapes.
    pub drawn: BoxIndex,
}

impl<'g> Sheet<'_, 'g> {
    /// A part of it.
    fn region(&self, area: Rect) -> Region<'g> {
        let mut region = Region::new(area, &self.lines, &self.seams);
        let inside = self.drawn.in_band(area.top, area.bottom).map(|(r, _)| r);
        let uprights = inside.filter(|r| {
            let (x, common) = (r.center().x, r.y_overlap(&area));
            let within = x > area.x0 + INNER && x < area.x1 - INNER;
            within && r.width() < INNER && common > HALF * area.height()
        });
        region.uprights = uprights.map(|r| r.center().x).collect();
        region
    }

    /// Whether a font is bold.
    fn is_bold(&self, font: u16) -> bool {
        let fonts = &self.page.fonts;
        fonts.get(usize::from(font)).is_some_and(|f| f.bold)
    }
}

/// A gap (in ems) this wide stands between two columns rather than two words.
const COLUMN_GAP: f64 = 1.0;
/// Seams stand at most this far (in ems) from the text of a band.
const MAX_BAND_MARGIN: f64 = 1.5;
/// At least this share of the places of a table has something in it.
const MIN_FILLED: f64 = 0.3;
/// Labels stand at most this far (in ems) above the line under them.
const MAX_HEADER_GAP: f64 = 1.2;
/// A label further (in ems) from all that stands in columns has a column of its own.
const LONE: f64 = 0.8;
/// A seam over more of the width than this may end what is above it.
const HALF: f64 = 0.5;
/// Lines nearer to the edge of a text than this (points) are around it.
const INNER: f64 = 2.0;
/// Text with so many lines and shapes within it is the lettering of a drawing.
const MIN_DRAWN: usize = 4;
/// A line that takes up more than this share of the width is no label.
const TITLE_WIDTH: f64 = 0.55;
/// A row with one label over the whole width is at most this high, in ems.
const MAX_LABEL_BAND: f64 = 3.0;
/// At least this share of the rows of a table has something in two columns.
const MIN_ROWS_IN_COLUMNS: f64 = 0.4;

/// The tables between seams.
pub fn between_seams<'g>(sheet: &Sheet<'_, 'g>) -> Vec<OpenTable<'g>> {
    let mut out: Vec<OpenTable> = Vec::new();
    for stack in stacks(&sheet.seams) {
        for area in tabular_runs(&stack, sheet) {
            let taken = |t: &OpenTable| {
                t.grid
                    .bbox
                    .intersection(&area)
                    .is_some_and(|c| c.area() > 0.0)
            };
            if !out.iter().any(taken) && !refine::has_bars(sheet.painted, &area, &sheet.words) {
                let area = with_rest(with_header(area, sheet), sheet);
                let region = sheet.region(area);
                out.extend(assemble(region, &|font| sheet.is_bold(font)));
            }
        }
    }
    out
}

/// The tables that nothing but the alignment of their text shows, outside the boxes `taken`.
pub fn by_alignment<'g>(sheet: &Sheet<'_, 'g>, taken: &[Rect]) -> Vec<OpenTable<'g>> {
    let taken = BoxIndex::new(taken.iter().copied());
    let lines = sheet.lines.iter();
    let free: Vec<WordLine> = lines.filter_map(|l| without(l, &taken)).collect();
    let whole = Rect {
        x0: 0.0,
        top: 0.0,
        x1: sheet.page.width,
        bottom: sheet.page.height,
    };
    let mut out = Vec::new();
    let is_bold = |font: u16| sheet.is_bold(font);
    for area in aligned::runs(&free, &whole) {
        let region = Region::new(area.grown(1.0), &free, &sheet.seams);
        let header = header::lines(&region, &[], &is_bold);
        let (head, body) = region.lines.split_at(header);
        let Some(columns) = find_columns(&region, head, body) else {
            continue;
        };
        if !is_drawing(sheet, &area)
            && !refine::has_bars(sheet.painted, &area, &sheet.words)
            && aligned::is_table(&region, &columns)
            && !aligned::is_parted(&region, &sheet.boxes)
        {
            out.extend(assemble(region, &is_bold));
        }
    }
    out
}

/// Whether lines and shapes run through some text, as they do through the lettering of a chart.
fn is_drawing(sheet: &Sheet<'_, '_>, area: &Rect) -> bool {
    let inner = area.grown(-INNER);
    let inside = sheet.drawn.in_band(area.top, area.bottom);
    let crossing =
        inside.filter(|(r, _)| r.intersection(&inner).is_some() && r.width() < 0.9 * area.width());
    crossing.count() >= MIN_DRAWN
}

/// The words of a line outside some boxes.
fn without<'g>(line: &WordLine<'g>, taken: &BoxIndex) -> Option<WordLine<'g>> {
    let is_free = |w: &&Word| taken.holding(w.bbox.center()).is_none();
    let words: Vec<Word> = line.words.iter().filter(is_free).cloned().collect();
    Some(WordLine {
        bbox: Rect::bounding(words.iter().map(|w| &w.bbox))?,
        words,
        size: line.size,
    })
}

/// The boxes between the seams of a stack in which text stands in columns.
fn tabular_runs(stack: &Stack, sheet: &Sheet<'_, '_>) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    let mut run: Option<Rect> = None;
    for (i, w) in stack.ys.windows(2).enumerate() {
        let band = Rect {
            x0: stack.x0,
            top: w[0],
            x1: stack.x1,
            bottom: w[1],
        };
        let region = Region::new(band, &sheet.lines, &sheet.seams);
        let between = region.lines_in(band.top, band.bottom);
        if between.is_empty() && stack.is_blank_row(i) {
            run = run.map(|r| Rect {
                bottom: band.bottom,
                ..r
            });
            continue;
        }
        if run.is_none() && is_title(between, &band) {
            continue;
        }
        if is_tabular(between, region.em) {
            run = Some(run.map_or(band, |r| r.union(&band)));
        } else if run.is_some() && is_single(between) && band.height() <= MAX_LABEL_BAND * region.em
        {
            run = run.map(|r| r.union(&band));
        } else {
            out.extend(run.take());
        }
    }
    out.extend(run);
    out
}

/// A region and the labels right above its first seam, one a column: no line is drawn over them.
fn with_labels(area: Rect, region: &Region<'_>, header: usize, sheet: &Sheet<'_, '_>) -> Rect {
    let (head, body) = region.lines.split_at(header);
    let Some(columns) = find_columns(region, head, body) else {
        return area;
    };
    let em = region.em;
    let high = Rect {
        top: area.top - MAX_HEADER_GAP * 2.0 * em,
        bottom: area.top,
        ..area
    };
    let above = sheet.region(high);
    let Some(line) = above.lines.last() else {
        return area;
    };
    let mut cols: Vec<usize> = line
        .segments
        .iter()
        .map(|s| columns.span(s.x0, s.x1, 0.3 * em).0)
        .collect();
    let parts = cols.len();
    cols.dedup();
    let near = area.top - line.bottom() <= MAX_HEADER_GAP * em;
    let most = cols.len() * 3 >= columns.len() * 2 && columns.len() > 2;
    if near && most && cols.len() == parts && parts > 2 {
        Rect {
            top: line.top() - 0.2 * em,
            ..area
        }
    } else {
        area
    }
}

/// A region without a header of its own, and the labels above it.
fn with_header(area: Rect, sheet: &Sheet<'_, '_>) -> Rect {
    let region = sheet.region(area);
    let header = header::lines(&region, &region.full_seams(), &|font| sheet.is_bold(font));
    if header > 0 {
        return with_labels(area, &region, header, sheet);
    }
    let high = Rect {
        top: area.top - (header::MAX_LINES as f64) * 2.0 * region.em,
        bottom: area.top,
        ..area
    };
    let above = sheet.region(high);
    let mut top = area.top;
    for line in above.lines.iter().rev() {
        let is_near = top - line.bottom() <= MAX_HEADER_GAP * region.em;
        let underlined = above
            .partial_seams()
            .any(|s| s.drawn && s.y > line.middle() && s.y < top + 1.0);
        let long = line
            .segments
            .iter()
            .any(|s| s.x1 - s.x0 > TITLE_WIDTH * area.width());
        if !is_near || long || line.segments.len() < 2 && !underlined {
            break;
        }
        top = line.top();
    }
    Rect { top, ..area }
}

/// A region that no drawn line closes, and the rows below it.
fn with_rest(area: Rect, sheet: &Sheet<'_, '_>) -> Rect {
    let region = sheet.region(area);
    let full: Vec<&Seam> = region.seams.iter().filter(|s| region.is_full(s)).collect();
    let ys = region.full_seams();
    let header = header::lines(&region, &ys, &|font| sheet.is_bold(font));
    let has_body = full.len() > 2 || header::has_figures(&region.lines);
    if full.last().is_some_and(|s| s.drawn) && has_body {
        return area;
    }
    let below = sheet.seams.partition_point(|s| s.y <= area.bottom + 1.0);
    let ends = |s: &&Seam| s.coverage(area.x0, area.x1) > HALF;
    let next = sheet.seams[below..].iter().find(ends);
    let low = Rect {
        top: area.bottom,
        bottom: next.map_or(sheet.page.height, |s| s.y),
        ..area
    };
    let below = sheet.region(low);
    let count = aligned::reach(&region.lines, &below.lines);
    if count == 0 {
        return area;
    }
    let rest = below.lines[..count].iter().map(Line::bottom);
    let longer = Rect {
        bottom: rest.fold(area.bottom, |a, b| a.max(b + 0.2 * region.em)),
        ..area
    };
    let region = sheet.region(longer);
    let (head, body) = region.lines.split_at(header);
    let columns = find_columns(&region, head, body);
    if columns.is_some_and(|c| aligned::is_table(&region, &c)) {
        longer
    } else {
        area
    }
}

/// Lines of a title, set beside its number: one takes up most of the width.
fn is_title(lines: &[Line<'_>], band: &Rect) -> bool {
    let mut segments = lines.iter().flat_map(|l| &l.segments);
    lines.len() > 1 && segments.any(|s| s.x1 - s.x0 > TITLE_WIDTH * band.width())
}

/// One short label over the whole width.
fn is_single(lines: &[Line<'_>]) -> bool {
    lines.len() == 1 && lines[0].segments.len() == 1
}

/// Most lines have parts set apart, or all of them leave the same white.
fn is_tabular(lines: &[Line<'_>], em: f64) -> bool {
    let groups = side_by_side(lines);
    let apart = |g: &std::ops::Range<usize>| extents(&lines[g.clone()], COLUMN_GAP * em).len() >= 2;
    let count = groups.iter().filter(|g| apart(g)).count();
    let most = count as f64 >= MIN_ROWS_IN_COLUMNS * groups.len() as f64;
    count > 0 && (most || extents(lines, COLUMN_GAP * em).len() >= 2)
}

/// What some lines beside one another cover, parts closer than `gap` points joined.
fn extents(lines: &[Line<'_>], gap: f64) -> RowExtents {
    let mut parts: RowExtents = lines
        .iter()
        .flat_map(|l| &l.segments)
        .map(|s| (s.x0, s.x1))
        .collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: RowExtents = Vec::new();
    for part in parts {
        match out.last_mut() {
            Some(last) if part.0 - last.1 < gap => last.1 = last.1.max(part.1),
            _ => out.push(part),
        }
    }
    out
}

/// Makes a table of a region, or `None` when its text stands in no columns.
pub fn assemble<'g>(mut region: Region<'g>, bold: &dyn Fn(u16) -> bool) -> Option<OpenTable<'g>> {
    let full = region.full_seams();
    let header = header::lines(&region, &full, bold);
    let (head, body) = region.lines.split_at(header);
    let mut columns = find_columns(&region, head, body)?;
    add_header_columns(&mut columns, head, region.em);
    region.part_at(&columns);
    let region = &region;
    let (head, body) = region.lines.split_at(header);
    let mut builder = Builder::new(region, &columns);
    builder.header(head, header_bottom(region, header, &full));
    let header_rows = builder.rows.len();
    builder.body(body, bold);
    builder.finish(header_rows, evidence(region, &full))
}

/// What tells most about a region.
fn evidence(region: &Region<'_>, full: &[f64]) -> Evidence {
    let is_full = |y: f64| full.binary_search_by(|f| f.total_cmp(&y)).is_ok();
    let drawn = |s: &&Seam| s.drawn && is_full(s.y);
    if region.seams.iter().filter(drawn).count() >= 2 {
        Evidence::HorizontalRules
    } else if full.len() >= 2 {
        Evidence::Shading
    } else {
        Evidence::Alignment
    }
}

/// Where the header ends: at the seam below its lines, or halfway to the next line.
fn header_bottom(region: &Region<'_>, header: usize, full: &[f64]) -> f64 {
    let Some(last) = header.checked_sub(1).map(|i| &region.lines[i]) else {
        return region.bbox.top;
    };
    let next = region.lines.get(header);
    let end = next.map_or(region.bbox.bottom, Line::middle);
    let seam = full.iter().find(|y| **y > last.middle() && **y < end);
    seam.copied()
        .unwrap_or_else(|| middle(last, next, region.bbox.bottom))
}

fn find_columns(region: &Region<'_>, head: &[Line<'_>], body: &[Line<'_>]) -> Option<Columns> {
    let mut parts: Vec<RowExtents> = side_by_side(body)
        .into_iter()
        .map(|g| extents(&body[g], 0.0))
        .collect();
    // the lowest labels of a header stand over one column each
    parts.extend(head.last().map(|l| extents(std::slice::from_ref(l), 0.0)));
    parts.retain(|p| p.len() >= 2);
    let (x0, x1) = (region.bbox.x0, region.bbox.x1);
    Columns::find(&parts, region.em, x0, x1, &region.uprights)
}

/// A column whose cells are all blank has but its label.
fn add_header_columns(columns: &mut Columns, head: &[Line<'_>], em: f64) {
    let Some(last) = head.last() else {
        return;
    };
    let end = columns.borders.last().copied().unwrap_or_default();
    for s in &last.segments {
        // a label at the middle of a column whose text does not fill it
        let middle = (s.x0 + s.x1) / 2.0;
        let next = columns.content.iter().map(|c| c.0).find(|x| *x > middle);
        let left = columns.content.iter().rev().find(|c| c.0 < middle);
        let central =
            |c: &(f64, f64)| ((c.0 + next.unwrap_or(end)) / 2.0 - middle).abs() < 1.5 * em;
        if left.is_some_and(central) {
            continue;
        }
        let apart = |c: &(f64, f64)| s.x1 + LONE * em < c.0 || s.x0 - LONE * em > c.1;
        if columns.content.iter().all(apart) {
            columns.add(s.x0, s.x1);
        }
    }
}

/// A row: the cell of each column, and what stands in it.
struct RowDraft<'g> {
    owners: Vec<usize>,
    top: f64,
    bottom: f64,
    words: Vec<(usize, Word<'g>)>,
}

/// Rows put together from the top.
struct Builder<'r, 'g> {
    region: &'r Region<'g>,
    columns: &'r Columns,
    rows: Vec<RowDraft<'g>>,
    /// The next cell number.
    next: usize,
    /// Every row lies between two seams.
    is_ruled: bool,
}

impl<'r, 'g> Builder<'r, 'g> {
    fn new(region: &'r Region<'g>, columns: &'r Columns) -> Self {
        Self {
            region,
            columns,
            rows: Vec::new(),
            next: 0,
            is_ruled: false,
        }
    }

    fn em(&self) -> f64 {
        self.region.em
    }

    /// Adds the rows of the header.
    fn header(&mut self, lines: &[Line<'g>], bottom: f64) {
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
    fn body(&mut self, lines: &[Line<'g>], bold: &dyn Fn(u16) -> bool) {
        let bands = self.bands(lines);
        let split: Vec<Vec<Row>> = bands
            .iter()
            .map(|band| rows::rows(band, self.columns, self.em(), bold))
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

    /// A label at the middle of a band between two seams belongs to all its rows, when no other
    /// stands in its column and the same is true of the columns to its left.
    fn merge_labels(&mut self, first: usize) {
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

    /// The lines of the body from seam to seam.
    fn bands<'l>(&self, lines: &'l [Line<'g>]) -> Vec<&'l [Line<'g>]> {
        let mut out: Vec<&[Line]> = Vec::new();
        let mut rest = lines;
        for seam in &self.region.seams {
            let count = rest.partition_point(|l| l.middle() < seam.y);
            let (band, below) = rest.split_at(count);
            out.push(band);
            rest = below;
        }
        out.push(rest);
        out.retain(|band| !band.is_empty());
        out
    }

    /// Whether the second row of a band fills most of the columns that the first fills, so that
    /// they are rows and not lines of one.
    fn has_full_rows(&self, band: &[Line<'_>], rows: &[Row]) -> bool {
        let count = |row: &Row| {
            let segments = band[row.lines.clone()].iter().flat_map(|l| &l.segments);
            let mut cols: Vec<usize> = segments.map(|s| self.column(s)).collect();
            cols.sort_unstable();
            cols.dedup();
            cols.len()
        };
        let counts: Vec<usize> = rows.iter().map(count).collect();
        let most = counts.iter().max().copied().unwrap_or(0);
        counts.iter().filter(|c| **c >= 2 && **c * 2 > most).count() >= 2
    }

    fn column(&self, s: &Segment) -> usize {
        self.columns.span(s.x0, s.x1, 0.3 * self.em()).0
    }

    fn push_row(&mut self, lines: &[Line<'g>]) {
        let count = self.columns.len();
        let mut owners: Vec<usize> = (self.next..self.next + count).collect();
        self.next += count;
        let segments: Vec<&Segment> = lines.iter().flat_map(|l| &l.segments).collect();
        for (first, end) in self.spans(&segments) {
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

    /// A row with but one label: it belongs to the column it begins in, however far it reaches,
    /// unless it stands in the middle of several.
    fn single(&self, s: &Segment) -> Option<(usize, usize)> {
        let em = self.em();
        let columns = self.columns;
        let (first, end) = columns.span(s.x0, s.x1, 0.5 * em);
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

    fn finish(mut self, header_rows: usize, evidence: Evidence) -> Option<OpenTable<'g>> {
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

fn middle(upper: &Line<'_>, lower: Option<&Line<'_>>, end: f64) -> f64 {
    lower.map_or(end, |l| (upper.bottom() + l.top()) / 2.0)
}
