//! Glyphs to lines and paragraphs.
//!
//! In: glyphs of a page, or of one cell or box of it. Out: [`TextLine`]s and [`Paragraph`]s with
//! the provenance of every character. Coordinates: page space, and line coordinates (see
//! [`Direction`]) within.
//!
//! # Source
//! The vocabulary (line, word, gap in units of the font size) is that of pdfminer's layout
//! analysis; the content stream's own order is used as evidence first, because office programs
//! draw a line in one go.

mod joined;
mod lines;
mod runs;
mod spacing;
mod words;
mod wrap;

pub use lines::TextLine;
pub use runs::Direction;
pub use words::{Segment, Word, WordLine, word_lines};
pub use wrap::{Paragraph, Room, join_soft, opens_entry, opens_line, paragraphs};

use crate::geometry::Rect;
use crate::pdf::{Color, Glyph, Page};
use crate::text::Text;

/// Lines of a page's glyphs; glyphs further apart than `max_gap` ems are on lines of their own.
/// Hidden glyphs are left out.
pub fn text_lines(page: &Page, glyphs: &[&Glyph], max_gap: f64) -> Vec<TextLine> {
    let bold: Vec<bool> = page.fonts.iter().map(|f| f.bold).collect();
    let visible: Vec<&Glyph> = glyphs
        .iter()
        .copied()
        .filter(|g| g.hidden.is_none() && !g.text.is_empty())
        .collect();
    let lines = lines::assemble(page.number, &bold, runs::runs(&visible), max_gap);
    lines.into_iter().filter(|l| !l.text.is_blank()).collect()
}

/// Share of the lower line's height by which lines that stand side by side overlap: lines set solid
/// under one another overlap by up to 0.15, a centred arrow beside two lines by 0.4.
const MIN_BESIDE: f64 = 0.33;

/// Sorts lines in reading order: horizontal ones from the top, vertical ones from the right, and
/// those that stand side by side along the line.
pub fn sort_lines(lines: &mut Vec<TextLine>) {
    let horizontal = lines
        .iter()
        .filter(|l| l.direction == Direction::Horizontal)
        .count();
    let mainly_horizontal = horizontal * 2 >= lines.len();
    let group = |l: &TextLine| (l.direction == Direction::Horizontal) != mainly_horizontal;
    let middle = |l: &TextLine| (l.extent().2 + l.extent().3) / 2.0;
    lines.sort_by(|a, b| {
        group(a)
            .cmp(&group(b))
            .then(a.direction.cmp(&b.direction))
            .then(middle(a).total_cmp(&middle(b)))
    });
    // cluster first, then sort: a tolerance inside a comparator is no order
    let mut rows: Vec<Beside> = Vec::new();
    for line in lines.drain(..) {
        match rows.last_mut() {
            Some(row) if row.has_room_for(&line) => row.push(line),
            _ => rows.push(Beside::new(line)),
        }
    }
    for Beside { lines: mut row, .. } in rows {
        row.sort_by(|a, b| a.extent().0.total_cmp(&b.extent().0));
        lines.extend(row);
    }
}

/// Lines that stand side by side along the line.
struct Beside {
    lines: Vec<TextLine>,
    /// What all of them cover across.
    common: (f64, f64),
    /// Their greatest height.
    height: f64,
    /// From where to where they reach along.
    reach: (f64, f64),
}

impl Beside {
    fn new(line: TextLine) -> Self {
        let (start, end, top, bottom) = line.extent();
        Self {
            lines: vec![line],
            common: (top, bottom),
            height: bottom - top,
            reach: (start, end),
        }
    }

    fn push(&mut self, line: TextLine) {
        let (start, end, top, bottom) = line.extent();
        self.common = (self.common.0.max(top), self.common.1.min(bottom));
        self.height = self.height.max(bottom - top);
        self.reach = (self.reach.0.min(start), self.reach.1.max(end));
        self.lines.push(line);
    }

    /// Whether a line stands beside all of them; what they have in common tells it of most rows.
    fn has_room_for(&self, line: &TextLine) -> bool {
        let (start, end, top, bottom) = line.extent();
        let shared = self.common.1.min(bottom) - self.common.0.max(top);
        let level = shared > MIN_BESIDE * self.height.min(bottom - top);
        let outside = end <= self.reach.0 + 0.5 || self.reach.1 <= start + 0.5;
        let same_direction = self.lines[0].direction == line.direction;
        let all_beside = || self.lines.iter().all(|l| side_by_side(l, line));
        level && outside && same_direction || all_beside()
    }
}

/// By how much two lines overlap across, in points.
fn overlap(a: &TextLine, b: &TextLine) -> f64 {
    let (.., at, ab) = a.extent();
    let (.., bt, bb) = b.extent();
    ab.min(bb) - at.max(bt)
}

/// Two lines overlap across by more than a third of the lower, and do not overlap along: an arrow
/// set between two lines stands beside the upper one.
fn side_by_side(a: &TextLine, b: &TextLine) -> bool {
    let (a0, a1, at, ab) = a.extent();
    let (b0, b1, bt, bb) = b.extent();
    a.direction == b.direction
        && overlap(a, b) > MIN_BESIDE * (ab - at).min(bb - bt)
        && (a1 <= b0 + 0.5 || b1 <= a0 + 0.5)
}

/// Padding (in ems) that a box keeps free at its end when its own lines do not tell.
const MAX_PADDING: f64 = 0.6;
/// And when they are plainly set from the left edge: what they keep free there is no accident.
const MAX_LEFT_PADDING: f64 = 1.5;
/// Lines whose starts differ by less than this (in ems) begin at the same place.
const SAME_START: f64 = 0.2;
/// Lines that are centred end where they begin further in; these differ by more than this (in ems).
const OTHER_END: f64 = 1.0;

/// The room that lines had in a box: up to its inner edge, or as far as the longest line reaches.
pub fn room_in(bbox: &Rect, lines: &[TextLine]) -> Option<Room> {
    let first = lines.first()?;
    let (start, end, ..) = first.direction.extent(bbox);
    let same: Vec<_> = lines
        .iter()
        .filter(|l| l.direction == first.direction)
        .map(TextLine::extent)
        .collect();
    let least = same.iter().map(|e| e.0).fold(f64::MAX, f64::min);
    let most = same.iter().map(|e| e.1).fold(f64::MIN, f64::max);
    let widest = match is_set_left(&same, first.size) {
        true => MAX_LEFT_PADDING,
        false => MAX_PADDING,
    };
    let padding = (least - start).clamp(0.0, widest * first.size);
    Some(Room {
        start: start + padding,
        end: most.max(end - padding),
    })
}

/// Whether some of the lines with these extents, of type of `size` points, begin at one place and
/// end at different ones.
fn is_set_left(lines: &[(f64, f64, f64, f64)], size: f64) -> bool {
    let least = lines.iter().map(|e| e.0).fold(f64::MAX, f64::min);
    let at_left = lines.iter().filter(|e| e.0 - least <= SAME_START * size);
    let ends = at_left.map(|e| e.1);
    let (shortest, longest) = ends.fold((f64::MAX, f64::MIN), |(a, b), e| (a.min(e), b.max(e)));
    longest - shortest > OTHER_END * size
}

/// The paragraphs of the glyphs in a cell or box that is painted in `fill`, in reading order.
pub fn text_in_box(page: &Page, bbox: &Rect, fill: Option<Color>, glyphs: &[&Glyph]) -> Vec<Text> {
    let mut lines = text_lines(page, glyphs, f64::INFINITY);
    sort_lines(&mut lines);
    let room = room_in(bbox, &lines);
    paragraphs(&lines, room)
        .into_iter()
        .map(|p| p.text.painted_in(fill.map(|c| c.rgb)))
        .collect()
}
