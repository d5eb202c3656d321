//! Tags before headings of several lines: the number of a policy in a box of its own, and its name
//! beside it.
//!
//! ```text
//!   ┌────────────┐  市民協働に関する情報の
//!   │ 基本施策 1 │  収集及び提供
//!   └────────────┘
//! ```
//!
//! A box beside one line is a patch under a part of that line, and no box.

use crate::geometry::{BoxIndex, Rect};
use crate::layout::{Direction, TextLine, text_lines};
use crate::pdf::{Glyph, Page};
use crate::table::BoxNode;
use crate::text::TextChar;

/// Gap (in ems) between a tag and its heading.
const MAX_GAP: f64 = 1.2;
/// Gap (in ems) between the lines of a heading.
const MAX_LEADING: f64 = 0.8;
/// Lines of a heading; more are a paragraph with a label at its side.
const LINES: std::ops::RangeInclusive<usize> = 2..=3;
/// How far (in ems) the starts of its lines differ, and its middle from that of its tag.
const STRAY: f64 = 0.4;

/// Puts the texts of tags before the headings beside them; tells which boxes are tags. `inside` are
/// the glyphs in each box, `lines` those in none.
pub fn join(
    page: &Page,
    boxes: &[BoxNode],
    inside: &[Vec<&Glyph>],
    lines: &mut [TextLine],
) -> Vec<bool> {
    let index = BoxIndex::new(lines.iter().map(|l| l.bbox));
    let mut is_tag = vec![false; boxes.len()];
    for (i, node) in boxes
        .iter()
        .enumerate()
        .filter(|(_, n)| n.children.is_empty())
    {
        let near = beside(&node.bbox, lines, &index);
        if !LINES.contains(&near.len()) {
            continue;
        }
        let own = text_lines(page, &inside[i], f64::INFINITY);
        if let [tag] = own.as_slice()
            && is_heading(lines, &near, tag)
        {
            let first = &mut lines[near[0]];
            let mut text = tag.text.clone();
            text.push_all(&[TextChar::gap(' ')]);
            text.push_all(first.text.chars());
            first.text = text;
            first.bbox.x0 = tag.bbox.x0;
            is_tag[i] = true;
        }
    }
    is_tag
}

/// The lines that begin right of a box, from the top, down to where they would go on below it.
fn beside(bbox: &Rect, lines: &[TextLine], index: &BoxIndex) -> Vec<usize> {
    let reach = bbox.height();
    let near = index.in_band(bbox.top - reach, bbox.bottom + reach);
    let begins = |(b, i): &(Rect, usize)| {
        let gap = b.x0 - bbox.x1;
        (-STRAY..=MAX_GAP).contains(&(gap / lines[*i].size.max(0.1)))
    };
    let mut out: Vec<usize> = near.filter(begins).map(|(_, i)| i).collect();
    out.sort_by(|&a, &b| lines[a].bbox.top.total_cmp(&lines[b].bbox.top));
    out
}

/// Whether lines are a heading with a tag at their middle, or at the first of them.
fn is_heading(lines: &[TextLine], of: &[usize], tag: &TextLine) -> bool {
    let first = &lines[of[0]];
    let size = first.size;
    let follows = |w: &[usize]| {
        let (a, b) = (&lines[w[0]], &lines[w[1]]);
        let alike = (a.bbox.x0 - b.bbox.x0).abs() <= STRAY * size && (a.size - b.size).abs() < 0.5;
        // a broken line is full
        let full = b.bbox.x1 <= a.bbox.x1 + size;
        alike && full && b.bbox.top - a.bbox.bottom <= MAX_LEADING * size
    };
    let last = &lines[of[of.len() - 1]];
    let level = tag.bbox.center().y;
    let middle = (first.bbox.top + last.bbox.bottom) / 2.0;
    let is_level = (first.bbox.center().y - STRAY * size..=middle + STRAY * size).contains(&level);
    let upright = first.direction == Direction::Horizontal && tag.direction == first.direction;
    upright && is_level && tag.size <= size && of.windows(2).all(follows)
}
