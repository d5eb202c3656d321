//! Lines through text (取り消し線): what a revised plan crosses out.
//!
//! ```text
//!        ┌──┬──┬──┐
//!   ─────┼──┼──┼──┼─── a border: goes on far beyond the text
//!      ──┼╴╴┼╴╴┼──     a strike: in the middle of the boxes, as long as the text
//!        └──┴──┴──┘
//!      ───────────     an underline: at the lower edge of the boxes
//! ```
//!
//! In: the rulings and visible glyphs of a page. Out: struck glyphs know it, and the lines through
//! them are no rulings any more, so that no table is found by them. A line may be drawn in pieces,
//! and there may be two of them.

use super::page::{Glyph, Page, Ruling};

/// A strike runs through this part of the glyph boxes, as shares of their height from either edge.
/// Office programs draw it 0.25–0.35 em over the baseline, which is 0.53–0.63 from the top, and an
/// underline below 0.85; a double strike lies 0.1 em on both sides.
const BAND: f64 = 0.2;
/// A strike is at most this thick, in ems; what is thicker paints the text over.
const MAX_THICKNESS: f64 = 0.2;
/// How far (in ems) a strike may begin before its text or end behind it, both together.
const MAX_SURPLUS: f64 = 1.0;
/// A strike ends at most this far (in ems) within a glyph. A horizontal stroke of an outlined
/// ideograph leaves 0.05 em on both sides.
const MAX_SHORT: f64 = 0.04;
/// The widest gap (in ems) in struck text: a space.
const MAX_GAP: f64 = 1.0;
/// Glyphs larger than this (points) are not looked at: what is struck is text that is read.
const MAX_SIZE: f64 = 100.0;
/// Pieces of one line stray by less than this, in points.
const MAX_STRAY: f64 = 0.3;
/// The widest gap (points) between the pieces of one line: a run of text begins where the one
/// before ends, give or take rounding.
const MAX_BREAK: f64 = 0.6;
/// A border ends at most this far (points) from the line that it ends on.
const AT_LINE: f64 = 1.5;

/// Marks the struck glyphs of a page and takes the lines through them out of its rulings.
pub fn set_apart(page: &mut Page) {
    let mut is_strike = vec![false; page.rulings.len()];
    for horizontal in [true, false] {
        let lines = Lines::new(&page.rulings, horizontal);
        let across = Lines::new(&page.rulings, !horizontal);
        let glyphs = Across::new(&page.glyphs, horizontal);
        for line in lines.rows.iter().flat_map(|row| &row.lines) {
            let mut under = glyphs.under(&page.glyphs, line);
            under.sort_by(|a, b| a.1.start.total_cmp(&b.1.start));
            let says =
                |(i, _): &(usize, Extent)| page.glyphs[*i].text.contains(char::is_alphanumeric);
            // a line over spaces sets notes apart, and one over a dash is the dash
            let is_text = under.iter().any(says);
            if !is_text || !is_text_long(line, &under) || across.closes(line) {
                continue;
            }
            line.rulings.iter().for_each(|i| is_strike[*i] = true);
            for (glyph, _) in under {
                page.glyphs[glyph].struck = true;
            }
        }
    }
    let mut is_strike = is_strike.into_iter();
    page.rulings.retain(|_| !is_strike.next().unwrap_or(false));
}

/// A drawn line, put together from its pieces.
#[derive(Debug)]
struct Line {
    pos: f64,
    start: f64,
    end: f64,
    thickness: f64,
    /// Indexes of its pieces.
    rulings: Vec<usize>,
}

/// Lines of about the same position; they do not overlap.
struct Row {
    pos: f64,
    lines: Vec<Line>,
}

/// The lines of a direction, by position.
struct Lines {
    rows: Vec<Row>,
}

impl Lines {
    fn new(rulings: &[Ruling], horizontal: bool) -> Self {
        let is_seen =
            |i: &usize| rulings[*i].horizontal == horizontal && !rulings[*i].color.is_white();
        let mut sorted: Vec<usize> = (0..rulings.len()).filter(is_seen).collect();
        sorted.sort_by(|a, b| rulings[*a].pos.total_cmp(&rulings[*b].pos));
        let near = |a: &usize, b: &usize| rulings[*b].pos - rulings[*a].pos <= MAX_STRAY;
        let row = |row: &[usize]| Row {
            pos: rulings[row[0]].pos,
            lines: joined(rulings, row),
        };
        Self {
            rows: sorted.chunk_by(near).map(row).collect(),
        }
    }

    /// Whether a line of the other direction has both its ends on these: it is a border.
    fn closes(&self, line: &Line) -> bool {
        self.meets(line.start, line.pos) && self.meets(line.end, line.pos)
    }

    fn meets(&self, pos: f64, along: f64) -> bool {
        let first = self.rows.partition_point(|r| r.pos < pos - AT_LINE);
        let rows = self.rows[first..].iter();
        rows.take_while(|r| r.pos <= pos + AT_LINE).any(|row| {
            let after = row.lines.partition_point(|l| l.start <= along + AT_LINE);
            after
                .checked_sub(1)
                .is_some_and(|i| row.lines[i].end >= along - AT_LINE)
        })
    }
}

/// The lines that rulings of one position are pieces of.
fn joined(rulings: &[Ruling], row: &[usize]) -> Vec<Line> {
    let mut row = row.to_vec();
    row.sort_by(|a, b| rulings[*a].start.total_cmp(&rulings[*b].start));
    let mut out: Vec<Line> = Vec::new();
    for i in row {
        let ruling = &rulings[i];
        match out.last_mut() {
            Some(line) if ruling.start <= line.end + MAX_BREAK => {
                line.end = line.end.max(ruling.end);
                line.thickness = line.thickness.max(ruling.thickness);
                line.rulings.push(i);
            }
            _ => out.push(Line {
                pos: ruling.pos,
                start: ruling.start,
                end: ruling.end,
                thickness: ruling.thickness,
                rulings: vec![i],
            }),
        }
    }
    out
}

/// Where a glyph begins and ends along a direction, and its height across.
#[derive(Debug, Clone, Copy)]
struct Extent {
    start: f64,
    end: f64,
    pos: f64,
    height: f64,
    size: f64,
}

/// The glyphs of text in a direction, by their middles across and along it.
struct Across {
    rows: Vec<(f64, Vec<usize>)>,
    horizontal: bool,
}

impl Across {
    fn new(glyphs: &[Glyph], horizontal: bool) -> Self {
        let at = |i: usize| extent(&glyphs[i], horizontal);
        let is_text = |i: &usize| {
            let glyph = &glyphs[*i];
            let upright = !glyph.vertical && glyph.rotation.is_multiple_of(180);
            glyph.hidden.is_none() && glyph.size <= MAX_SIZE && upright == horizontal
        };
        let mut sorted: Vec<usize> = (0..glyphs.len()).filter(is_text).collect();
        sorted.sort_by(|a, b| at(*a).pos.total_cmp(&at(*b).pos));
        let row = |row: &[usize]| {
            let mut row = row.to_vec();
            row.sort_by(|a, b| middle(&at(*a)).total_cmp(&middle(&at(*b))));
            (at(row[0]).pos, row)
        };
        let near = |a: &usize, b: &usize| at(*b).pos - at(*a).pos <= MAX_STRAY;
        Self {
            rows: sorted.chunk_by(near).map(row).collect(),
            horizontal,
        }
    }

    /// The glyphs that a line runs through.
    fn under(&self, glyphs: &[Glyph], line: &Line) -> Vec<(usize, Extent)> {
        let reach = BAND * MAX_SIZE;
        let first = self.rows.partition_point(|r| r.0 < line.pos - reach);
        let rows = self.rows[first..].iter();
        let mut out = Vec::new();
        for (_, row) in rows.take_while(|r| r.0 <= line.pos + reach) {
            let at = |i: usize| extent(&glyphs[i], self.horizontal);
            let first = row.partition_point(|i| middle(&at(*i)) < line.start);
            let along = row[first..].iter().map(|i| (*i, at(*i)));
            let along = along.take_while(|(_, e)| middle(e) <= line.end);
            out.extend(along.filter(|(_, e)| (line.pos - e.pos).abs() <= BAND * e.height));
        }
        out
    }
}

fn middle(extent: &Extent) -> f64 {
    (extent.start + extent.end) / 2.0
}

fn extent(glyph: &Glyph, horizontal: bool) -> Extent {
    let (b, c) = (&glyph.bbox, glyph.bbox.center());
    let (start, end, pos, height) = if horizontal {
        (b.x0, b.x1, c.y, b.height())
    } else {
        (b.top, b.bottom, c.x, b.width())
    };
    Extent {
        start,
        end,
        pos,
        height,
        size: glyph.size,
    }
}

/// Whether a line is thin and as long as the text it runs through, which has no gaps. `under` is
/// sorted by its start.
fn is_text_long(line: &Line, under: &[(usize, Extent)]) -> bool {
    let sizes = under.iter().map(|(_, e)| e.size);
    let Some(em) = sizes.reduce(f64::max) else {
        return false;
    };
    let Some(before) = under.first().map(|(_, e)| e.start - line.start) else {
        return false;
    };
    let (mut end, mut gap) = (line.start + before, 0.0f64);
    for (_, glyph) in under {
        gap = gap.max(glyph.start - end);
        end = glyph.end.max(end);
    }
    let behind = line.end - end;
    let is_whole = before.min(behind) >= -MAX_SHORT * em;
    is_whole
        && before + behind <= MAX_SURPLUS * em
        && gap <= MAX_GAP * em
        && line.thickness <= MAX_THICKNESS * em
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::pdf::Color;

    /// A page with `count` glyphs of 10 points in a row from (100, 100), and some rulings.
    fn struck(count: usize, rulings: Vec<Ruling>) -> (usize, usize) {
        let glyph = |i: usize| {
            let mut glyph = Glyph::for_test('字', i as u32);
            let x0 = 100.0 + 10.0 * i as f64;
            glyph.bbox = Rect {
                x0,
                top: 100.0,
                x1: x0 + 10.0,
                bottom: 110.0,
            };
            glyph
        };
        let mut page = Page {
            glyphs: (0..count).map(glyph).collect(),
            rulings,
            ..Page::default()
        };
        set_apart(&mut page);
        let struck = page.glyphs.iter().filter(|g| g.struck).count();
        (struck, page.rulings.len())
    }

    fn ruling(horizontal: bool, pos: f64, start: f64, end: f64) -> Ruling {
        Ruling {
            horizontal,
            pos,
            start,
            end,
            thickness: 0.5,
            color: Color::BLACK,
        }
    }

    fn line(pos: f64, start: f64, end: f64) -> Ruling {
        ruling(true, pos, start, end)
    }

    #[test]
    fn a_line_through_text_is_a_strike() {
        assert_eq!(struck(4, vec![line(105.5, 100.0, 140.0)]), (4, 0));
        assert_eq!(struck(4, vec![line(105.5, 110.0, 130.0)]), (2, 0));
        let double = vec![line(104.5, 99.0, 141.0), line(106.5, 99.0, 141.0)];
        assert_eq!(struck(4, double), (4, 0));
        let pieces = vec![line(105.5, 120.2, 140.0), line(105.6, 100.0, 120.0)];
        assert_eq!(struck(4, pieces), (4, 0));
    }

    #[test]
    fn underlines_and_borders_are_none() {
        assert_eq!(struck(4, vec![line(109.0, 100.0, 140.0)]), (0, 1));
        assert_eq!(struck(4, vec![line(111.0, 100.0, 140.0)]), (0, 1));
        assert_eq!(struck(4, vec![line(105.0, 80.0, 160.0)]), (0, 1));
        // the horizontal stroke of an outlined ideograph
        assert_eq!(struck(1, vec![line(105.0, 100.5, 109.5)]), (0, 1));
        let thick = Ruling {
            thickness: 4.0,
            ..line(105.0, 100.0, 140.0)
        };
        assert_eq!(struck(4, vec![thick]), (0, 1));
        let border = vec![
            line(105.0, 98.0, 142.0),
            ruling(false, 98.0, 50.0, 150.0),
            ruling(false, 142.0, 50.0, 150.0),
        ];
        assert_eq!(struck(4, border), (0, 3));
    }
}
