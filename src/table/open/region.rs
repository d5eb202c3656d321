//! A part of a page that may be a table without a drawn grid: its lines of words and its seams.

use super::columns::{Columns, RowExtents};
use super::seams::{self, Seam};
use crate::geometry::Rect;
use crate::layout::{Segment, Word, WordLine};

/// A line of words within a region.
#[derive(Debug, Clone)]
pub struct Line<'g> {
    /// The words.
    pub words: WordLine<'g>,
    /// Glued words together.
    pub segments: Vec<Segment>,
}

/// A part of a page and what is in it.
#[derive(Debug, Clone)]
pub struct Region<'g> {
    /// Its box.
    pub bbox: Rect,
    /// Its lines from the top.
    pub lines: Vec<Line<'g>>,
    /// Its seams from the top, those on its edges included.
    pub seams: Vec<Seam>,
    /// Upright lines through most of its height, by distance from the left edge of the page.
    pub uprights: Vec<f64>,
    /// Left and right edges of painted areas: where columns are painted apart, borders.
    pub painted: Vec<f64>,
    /// Size of most of its text, in points.
    pub em: f64,
}

/// A seam that covers at least this share of a region, from end to end, is as wide as the region.
const FULL: f64 = 0.8;
/// A space wider than this (in ems) at the border of two columns is no space between words.
const WIDE_SPACE: f64 = 0.29;
/// A gap wider than the space printed in it by more than this (in ems) is no space between words.
const SPACE_SLACK: f64 = 0.04;
/// Its ends may stay within the region by this much, in points.
const SHORT_END: f64 = 4.0;
/// Lines that overlap by more than this share of the lower one stand beside one another.
const BESIDE: f64 = 0.3;
/// Lines that have no column in common do so when they overlap by more than this share.
const TOUCHING: f64 = 0.08;

impl Line<'_> {
    /// Upper end.
    pub fn top(&self) -> f64 {
        self.words.bbox.top
    }

    /// Lower end.
    pub fn bottom(&self) -> f64 {
        self.words.bbox.bottom
    }

    /// Middle.
    pub fn middle(&self) -> f64 {
        self.words.bbox.center().y
    }

    /// What it has in a column.
    pub fn part_in(&self, columns: &Columns, col: usize, em: f64) -> Option<&Segment> {
        let mut parts = self.segments.iter();
        parts.find(|s| columns.span(s.x0, s.x1, 0.3 * em).0 == col)
    }

    /// How far it overlaps another line, in points.
    fn overlap(&self, other: &Self) -> f64 {
        self.words.bbox.y_overlap(&other.words.bbox)
    }
}

impl<'g> Region<'g> {
    /// What of the lines and seams of a page is in a box.
    pub fn new(bbox: Rect, lines: &[WordLine<'g>], page_seams: &[Seam]) -> Self {
        let from = lines.partition_point(|l| l.bbox.center().y < bbox.top);
        let inside = lines[from..]
            .iter()
            .take_while(|l| l.bbox.center().y <= bbox.bottom);
        let lines: Vec<Line> = inside.filter_map(|l| clip(l, &bbox)).collect();
        let mut sizes: Vec<f64> = lines.iter().map(|l| l.words.size).collect();
        sizes.sort_by(f64::total_cmp);
        Self {
            em: sizes.get(sizes.len() / 2).copied().unwrap_or(10.0),
            seams: seams::within(page_seams, &bbox),
            uprights: Vec::new(),
            painted: Vec::new(),
            lines,
            bbox,
        }
    }

    /// Whether a seam is as wide as the region.
    pub fn is_full(&self, seam: &Seam) -> bool {
        let (x0, x1) = (self.bbox.x0, self.bbox.x1);
        let ends = seam.x0() <= x0 + SHORT_END && seam.x1() >= x1 - SHORT_END;
        ends && seam.coverage(x0, x1) >= FULL
    }

    /// Heights of the seams as wide as the region.
    pub fn full_seams(&self) -> Vec<f64> {
        let full = self.seams.iter().filter(|s| self.is_full(s));
        full.map(|s| s.y).collect()
    }

    /// The seams that are narrower than the region.
    pub fn partial_seams(&self) -> impl Iterator<Item = &Seam> {
        self.seams.iter().filter(|s| !self.is_full(s))
    }

    /// Parts words that stand in two columns where the space between them is wider than an ordinary
    /// one.
    pub fn part_at(&mut self, columns: &Columns) {
        for line in &mut self.lines {
            let em = line.words.size;
            let parts = |a: &Word<'_>, b: &Word<'_>| {
                // a space as wide as the font has it stands between two words
                let printed: f64 = a.spaces.iter().map(|g| g.bbox.width()).sum();
                let gap = b.bbox.x0 - a.bbox.x1;
                let wide = gap > WIDE_SPACE * em && gap > printed + SPACE_SLACK * em;
                wide && columns.at(a.bbox.center().x) < columns.at(b.bbox.center().x)
            };
            line.segments = line.words.segments(&parts);
        }
    }

    /// The lines between two heights.
    pub fn lines_in(&self, top: f64, bottom: f64) -> &[Line<'g>] {
        let from = self.lines.partition_point(|l| l.middle() < top);
        let to = self.lines.partition_point(|l| l.middle() < bottom);
        &self.lines[from..to.max(from)]
    }
}

/// What of a line is in a box.
pub fn clip<'g>(line: &WordLine<'g>, bbox: &Rect) -> Option<Line<'g>> {
    let inside = |x: f64| x >= bbox.x0 && x <= bbox.x1;
    let words: Vec<_> = line
        .words
        .iter()
        .filter(|w| inside(w.bbox.center().x))
        .cloned()
        .collect();
    let words = WordLine {
        bbox: Rect::bounding(words.iter().map(|w| &w.bbox))?,
        words,
        size: line.size,
    };
    Some(Line {
        segments: words.segments(&|_, _| false),
        words,
    })
}

/// Lines that stand beside one another, as ranges: the parts of one row whose baselines differ,
/// such as a label in two lines and the figure beside it.
pub fn side_by_side(lines: &[Line<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut() {
            Some(group) if stands_beside(&lines[group.clone()], line) => group.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

fn stands_beside(group: &[Line<'_>], line: &Line<'_>) -> bool {
    let lower = |a: &Line, b: &Line| (a.bottom() - a.top()).min(b.bottom() - b.top());
    let Some(last) = group.last() else {
        return false;
    };
    let common = |a: &Segment, b: &Segment| a.x1.min(b.x1) > a.x0.max(b.x0);
    let apart = |l: &Line| {
        let mut own = l.segments.iter();
        !own.any(|a| line.segments.iter().any(|b| common(a, b)))
    };
    let least = if group.iter().all(apart) {
        TOUCHING
    } else {
        BESIDE
    };
    last.overlap(line) > least * lower(last, line) && !is_next_row(group, line)
}

/// Whether a line is a row of its own although something beside both ties it to the lines above:
/// it has two or more columns in common with one of them, none of which can have been wrapped.
fn is_next_row(group: &[Line<'_>], line: &Line<'_>) -> bool {
    group.iter().any(|upper| {
        let common = |a: &Segment, b: &Segment| a.x1.min(b.x1) > a.x0.max(b.x0);
        let below = line
            .segments
            .iter()
            .filter(|s| upper.segments.iter().any(|u| common(u, s)));
        below.count() >= 2
    })
}

/// What some lines beside one another cover, parts closer than `gap` points joined.
pub fn extents(lines: &[Line<'_>], gap: f64) -> RowExtents {
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
