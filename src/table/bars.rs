//! Bars and arrows over year columns: from when to when something is done.
//!
//! In: a page and its tables. Out: [`Interval`]s. [`find`] takes what lies over the columns of a row
//! on one page; [`keep_dated`] looks at the header of the joined table, and keeps what lies over years,
//! quarters or months. Coordinates: page space.
//!
//! ```text
//!   ┌──────┬──────┬──────┬──────┐
//!   │ 取組 │  R6  │  R7  │  R8  │   year columns
//!   ├──────┼──────┼──────┼──────┤
//!   │ あ   │  ▇▇▇▇▇▇▇▇▇▇ │      │   R6 – R7: a bar is lower than its row
//!   ├──────┼──────┼──────┼──────┤
//!   │ い   │      │ ───────────▶│   R7 – R8
//!   └──────┴──────┴──────┴──────┘
//! ```

use super::glyphs::Glyphs;
use super::painted::Painted;
use super::{Cell, Table};
use crate::geometry::{BoxIndex, Rect};
use crate::layout::text_in_box;
use crate::pdf::{Color, Fill, Glyph, Page, Ruling};
use crate::text::Text;
use crate::value::years::period_label;
use std::borrow::Cow;
use std::cell::OnceCell;

/// A bar covers this share of the height of its row; more is the shading of the cell, less a line.
const BAR_HEIGHT: (f64, f64) = (0.15, 0.85);
/// A column counts when this share of its width is covered.
const MIN_COVERED: f64 = 0.3;
/// Pieces of a bar drawn cell by cell are no further apart than this, in points.
const PIECE_GAP: f64 = 1.5;
/// A bar may reach out of its table by this much, in points.
const SLACK: f64 = 2.0;
/// Fewer columns of years side by side are no time line.
const MIN_YEARS: usize = 2;
/// A table without a header that is plain to see may have one in this many rows at its top.
const HEADER_ROWS: usize = 2;

/// How an interval is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalKind {
    /// A painted bar.
    Bar,
    /// An arrow, drawn or set as text.
    Arrow,
}

impl IntervalKind {
    /// As the document prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Arrow => "arrow",
        }
    }
}

/// The columns that a bar or arrow covers in a row.
#[derive(Debug, Clone)]
pub struct Interval {
    /// Row.
    pub row: usize,
    /// First column.
    pub start: usize,
    /// Last column.
    pub end: usize,
    /// Header of the first column.
    pub start_label: String,
    /// Header of the last column.
    pub end_label: String,
    /// How it is drawn.
    pub kind: IntervalKind,
    /// Its colour, where it is drawn.
    pub color: Option<Color>,
    /// The text in it.
    pub text: Option<Text>,
    /// Page.
    pub page: u32,
    /// Its box on that page.
    pub bbox: Rect,
}

/// Finds what lies over the columns of the tables of a page, whatever their headers say.
pub fn find(page: &Page, painted: &Painted<'_>, tables: &mut [Table]) {
    let sheet = Sheet::new(page, painted);
    for table in tables {
        table.intervals = in_table(&sheet, table);
    }
}

/// A page, and what of it is looked up by place.
struct Sheet<'p> {
    page: &'p Page,
    painted: &'p Painted<'p>,
    arrows: BoxIndex,
    glyphs: OnceCell<Glyphs<'p>>,
}

impl<'p> Sheet<'p> {
    fn new(page: &'p Page, painted: &'p Painted<'p>) -> Self {
        Self {
            page,
            painted,
            arrows: BoxIndex::new(page.arrows.iter().map(|a| a.bbox)),
            glyphs: OnceCell::new(),
        }
    }

    fn glyphs_in(&self, bbox: &Rect) -> Vec<&'p Glyph> {
        let glyphs = self.glyphs.get_or_init(|| Glyphs::visible(self.page));
        glyphs.within(bbox)
    }

    /// Whether a box is part of an arrow.
    fn is_in_arrow(&self, b: &Rect) -> bool {
        let mut near = self.arrows.in_band(b.top - SLACK, b.bottom + SLACK);
        near.any(|(arrow, _)| arrow.encloses(b, SLACK))
    }
}

fn in_table(sheet: &Sheet<'_>, table: &Table) -> Vec<Interval> {
    if year_labels(table).is_none() && table.header_rows > 0 {
        return Vec::new();
    }
    let place = table.places[0].1.grown(SLACK);
    let lanes = Lanes::new(table);
    let drawn = sheet.painted.within(&place, 0.0).into_iter();
    let bars = drawn.filter(|f| !sheet.is_in_arrow(&f.bbox));
    let mut out: Vec<Interval> = bars.filter_map(|f| bar(sheet, &lanes, f)).collect();
    join_pieces(&mut out, &lanes, sheet);
    let arrows = sheet.page.arrows.iter();
    let arrows = arrows.filter(|a| place.encloses(&a.bbox, 0.0));
    out.extend(arrows.filter_map(|a| {
        let row = lanes.row_at(a.bbox.center().y)?;
        lanes.interval(sheet, row, a.bbox, IntervalKind::Arrow, Some(a.color))
    }));
    out.extend(text_arrows(table));
    out.sort_by_key(|i| (i.row, i.start, i.end));
    out
}

/// Heights (points) of bars with an outline.
const OUTLINED: (f64, f64) = (4.0, 30.0);
/// Lines nearer than this (points) are at the same place.
const SAME_LINE: f64 = 1.0;

/// The rulings of a page without the outlines of bars, which lie across columns and would cut their
/// cells: the grid goes on through a bar, and no line of it ends there.
pub fn grid_rulings(page: &Page) -> Cow<'_, [Ruling]> {
    let mut bars = low_boxes(page);
    if !bars.is_empty() {
        let index = BoxIndex::new(page.rulings.iter().map(Ruling::bbox));
        bars.retain(|f| is_across_lines(page, &index, &f.bbox));
    }
    if bars.is_empty() {
        return Cow::Borrowed(&page.rulings);
    }
    let bars = BoxIndex::new(bars.into_iter().map(|f| f.bbox));
    let is_free = |r: &&Ruling| {
        let b = r.bbox();
        let mut near = bars.in_band(b.top - SAME_LINE, b.bottom + SAME_LINE);
        !near.any(|(bar, _)| bar.encloses(&b, SAME_LINE))
    };
    Cow::Owned(page.rulings.iter().filter(is_free).copied().collect())
}

/// Low painted rectangles with an outline, drawn in one go or one after the other.
fn low_boxes(page: &Page) -> Vec<&Fill> {
    let seen = |c: Option<Color>| c.is_some_and(|c| !c.is_white());
    let is_low = |f: &&Fill| {
        let b = &f.bbox;
        let is_low = (OUTLINED.0..=OUTLINED.1).contains(&b.height()) && b.width() > b.height();
        is_low && f.rectangular
    };
    let low: Vec<&Fill> = page.fills.iter().filter(is_low).collect();
    let painted = low.iter().filter(|f| seen(f.fill));
    let painted = BoxIndex::new(painted.map(|f| f.bbox));
    let is_painted = |b: &Rect| {
        let mut level = painted.in_band(b.top, b.bottom);
        level.any(|(p, _)| p.encloses(b, SAME_LINE) && b.encloses(&p, SAME_LINE))
    };
    let bars = low.into_iter();
    bars.filter(|f| seen(f.stroke) && is_painted(&f.bbox))
        .collect()
}

/// Upright lines go through a box, and no line of a grid goes on from its edges.
fn is_across_lines(page: &Page, index: &BoxIndex, b: &Rect) -> bool {
    let near = |v: f64, w: f64| (v - w).abs() <= SAME_LINE;
    let mut crossed = false;
    let around = b.grown(SAME_LINE);
    for (r, i) in index.in_band(around.top, around.bottom) {
        if around.intersection(&r).is_none() || around.encloses(&r, 0.0) {
            continue;
        }
        let ruling = &page.rulings[i];
        let edges = [b.top, b.bottom];
        let joins = if ruling.horizontal {
            edges.iter().any(|y| near(ruling.pos, *y))
        } else {
            edges
                .iter()
                .any(|y| near(ruling.start, *y) || near(ruling.end, *y))
        };
        if joins {
            return false;
        }
        crossed |= !ruling.horizontal;
    }
    crossed
}

/// Rows and columns of a table by their edges.
struct Lanes {
    rows: Vec<Option<(f64, f64)>>,
    cols: Vec<Option<(f64, f64)>>,
}

impl Lanes {
    fn new(table: &Table) -> Self {
        let mut out = Self {
            rows: vec![None; table.rows],
            cols: vec![None; table.cols],
        };
        let widen = |lane: Option<&mut Option<(f64, f64)>>, (from, to): (f64, f64)| {
            if let Some(lane) = lane {
                let (a, b) = lane.unwrap_or((from, to));
                *lane = Some((a.min(from), b.max(to)));
            }
        };
        for Cell {
            bbox: b,
            row,
            col,
            rowspan,
            colspan,
            ..
        } in &table.cells
        {
            if *rowspan == 1 {
                widen(out.rows.get_mut(*row), (b.top, b.bottom));
            }
            if *colspan == 1 {
                widen(out.cols.get_mut(*col), (b.x0, b.x1));
            }
        }
        out
    }

    fn row_at(&self, y: f64) -> Option<usize> {
        let holds =
            |r: &Option<(f64, f64)>| r.is_some_and(|(top, bottom)| (top..=bottom).contains(&y));
        self.rows.iter().position(holds)
    }

    /// The first and last column that a box covers.
    fn covered(&self, b: &Rect) -> Option<(usize, usize)> {
        let covers = |range: &Option<(f64, f64)>| {
            range.is_some_and(|(x0, x1)| {
                b.x1.min(x1) - b.x0.max(x0) >= MIN_COVERED * (x1 - x0).max(f64::EPSILON)
            })
        };
        let start = self.cols.iter().position(covers)?;
        let end = self.cols.iter().rposition(covers)?;
        Some((start, end))
    }

    fn interval(
        &self,
        sheet: &Sheet<'_>,
        row: usize,
        bbox: Rect,
        kind: IntervalKind,
        color: Option<Color>,
    ) -> Option<Interval> {
        let (start, end) = self.covered(&bbox)?;
        Some(Interval {
            row,
            start,
            end,
            start_label: String::new(),
            end_label: String::new(),
            kind,
            color,
            text: text_inside(sheet, &bbox, color),
            page: sheet.page.number,
            bbox,
        })
    }
}

fn bar(sheet: &Sheet<'_>, lanes: &Lanes, fill: &Fill) -> Option<Interval> {
    let color = fill.fill.filter(|c| !c.is_white())?;
    let row = lanes.row_at(fill.bbox.center().y)?;
    let (top, bottom) = lanes.rows[row]?;
    let share = fill.bbox.height() / (bottom - top).max(f64::EPSILON);
    let within = fill.bbox.top >= top - SLACK && fill.bbox.bottom <= bottom + SLACK;
    let is_bar = (BAR_HEIGHT.0..=BAR_HEIGHT.1).contains(&share)
        && within
        && fill.bbox.width() > fill.bbox.height();
    if !is_bar || hugs_text(sheet, &fill.bbox) {
        return None;
    }
    lanes.interval(sheet, row, fill.bbox, IntervalKind::Bar, Some(color))
}

fn text_inside(sheet: &Sheet<'_>, bbox: &Rect, fill: Option<Color>) -> Option<Text> {
    let paragraphs = text_in_box(sheet.page, bbox, fill, &sheet.glyphs_in(bbox));
    let text = Text::join(&paragraphs, '\n');
    (!text.is_blank()).then_some(text)
}

/// A tag is not much wider than the text on it, in ems; a bar is as long as what it stands for.
const TAG_PADDING: f64 = 1.6;

fn hugs_text(sheet: &Sheet<'_>, bbox: &Rect) -> bool {
    let glyphs = sheet.glyphs_in(bbox);
    let printed = glyphs.iter().filter(|g| !g.text.trim().is_empty());
    let Some(text) = Rect::bounding(printed.map(|g| &g.bbox)) else {
        return false;
    };
    let size = glyphs.iter().map(|g| g.size).fold(0.0, f64::max);
    bbox.width() - text.width() <= TAG_PADDING * size
}

/// A bar drawn cell by cell is one.
fn join_pieces(bars: &mut Vec<Interval>, lanes: &Lanes, sheet: &Sheet<'_>) {
    bars.sort_by(|a, b| a.row.cmp(&b.row).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    let mut out: Vec<Interval> = Vec::new();
    for next in bars.drain(..) {
        match out.last_mut() {
            Some(last) if is_next_piece(last, &next) => {
                let bbox = last.bbox.union(&next.bbox);
                last.text = text_inside(sheet, &bbox, last.color);
                last.bbox = bbox;
                if let Some((start, end)) = lanes.covered(&bbox) {
                    (last.start, last.end) = (start, end);
                }
            }
            _ => out.push(next),
        }
    }
    *bars = out;
}

fn is_next_piece(last: &Interval, next: &Interval) -> bool {
    let level = (last.bbox.top - next.bbox.top).abs() <= PIECE_GAP
        && (last.bbox.bottom - next.bbox.bottom).abs() <= PIECE_GAP;
    let gap = next.bbox.x0 - last.bbox.x1;
    last.row == next.row && last.color == next.color && level && gap <= PIECE_GAP
}

/// Cells with nothing in them but an arrow; those side by side are one interval.
fn text_arrows(table: &Table) -> Vec<Interval> {
    let mut out: Vec<Interval> = Vec::new();
    for cell in table.cells.iter().filter(|c| is_arrow(c.text().as_str())) {
        match out.last_mut() {
            Some(last) if last.row == cell.row && last.end + 1 == cell.col => {
                last.end = cell.col + cell.colspan - 1;
                last.bbox = last.bbox.union(&cell.bbox);
            }
            _ => out.push(Interval {
                row: cell.row,
                start: cell.col,
                end: cell.col + cell.colspan - 1,
                start_label: String::new(),
                end_label: String::new(),
                kind: IntervalKind::Arrow,
                color: None,
                text: None,
                page: cell.page,
                bbox: cell.bbox,
            }),
        }
    }
    out
}

/// An arrow to the right, with or without a line of dashes.
fn is_arrow(text: &str) -> bool {
    let head = |c: char| "→⇒➡➔➜➝➞➤⟶⇨▶►▷".contains(c);
    let line = |c: char| c.is_whitespace() || "-－ー―─━—–=＝←⇔↔⇐".contains(c);
    text.contains(head) && text.chars().all(|c| head(c) || line(c))
}

/// Keeps the intervals of a table that lie over years, quarters or months, and names their ends.
pub fn keep_dated(table: &mut Table) {
    if table.intervals.is_empty() {
        return;
    }
    let labels = year_labels(table);
    let header = table.header_rows;
    table.intervals.retain_mut(|i| {
        let Some(labels) = labels.as_ref().filter(|_| i.row >= header.max(1)) else {
            return false;
        };
        let dated = |col: &usize| labels.get(*col).is_some_and(Option::is_some);
        let (Some(start), Some(end)) = (
            (i.start..=i.end).find(dated),
            (i.start..=i.end).rfind(dated),
        ) else {
            return false;
        };
        // what lies over other columns for the most part says nothing of years
        if (end - start + 1) * 2 < i.end - i.start + 1 {
            return false;
        }
        (i.start, i.end) = (start, end);
        i.start_label = labels[start].clone().unwrap_or_default();
        i.end_label = labels[end].clone().unwrap_or_default();
        true
    });
}

/// The header of each column that names a time; `None` without two such columns side by side.
fn year_labels(table: &Table) -> Option<Vec<Option<String>>> {
    let depth = match table.header_rows {
        0 => HEADER_ROWS.min(table.rows),
        rows => rows,
    };
    let label = |col: usize| {
        let above = table
            .cells
            .iter()
            .filter(|c| c.row < depth && c.covers_col(col));
        let mut named = above.rev().filter_map(|c| {
            let text = c.text().one_line();
            let text = text.as_str().trim();
            period_label(text).then(|| text.to_owned())
        });
        // the lowest: months stand under their year
        named.next()
    };
    let labels: Vec<Option<String>> = (0..table.cols).map(label).collect();
    let mut beside = labels.windows(MIN_YEARS);
    let found = beside.any(|w| w.iter().all(Option::is_some));
    found.then_some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_arrows_only_is_an_arrow() {
        for text in ["→", "⇒", "───→", "→ →", "－－▶"] {
            assert!(is_arrow(text), "{text}");
        }
        for text in ["", "実施→", "←", "─", "-"] {
            assert!(!is_arrow(text), "{text}");
        }
    }
}
