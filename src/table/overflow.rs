//! Text that runs over the border of its cell.
//!
//! Spreadsheets print a text that is wider than its cell across the blank cells to its right. Such
//! a text is one line without a gap at the borders it crosses, and the cells it crosses hold
//! nothing else. And 句読点 hang over the end of a full line (ぶら下げ), and so over the border of a
//! narrow cell.

use super::grid::Grid;
use crate::geometry::Rect;
use crate::pdf::Glyph;

/// Gap (in ems) at a border up to which a text crosses it: two texts in two cells keep their
/// padding apart, 0.4 em at least.
const MAX_GAP: f64 = 0.25;
/// Baselines closer than this (in ems) are one.
const SAME_BASELINE: f64 = 0.1;

/// Gives the glyphs of texts that run over borders back to the cells they begin in. `owners` holds
/// the cell that each glyph lies in.
pub fn give_back(grid: &Grid, glyphs: &[&Glyph], owners: &mut [Option<usize>]) {
    let mut held = vec![0usize; grid.cells.len()];
    for owner in owners.iter().flatten() {
        held[*owner] += 1;
    }
    let mut start = 0;
    while start < glyphs.len() {
        let mut end = start + 1;
        while end < glyphs.len() && goes_on(glyphs[end - 1], glyphs[end]) {
            end += 1;
        }
        if let Some(first) = owners[start]
            && runs_over(grid, &owners[start..end], first, &held)
        {
            owners[start..end].fill(Some(first));
        }
        start = end;
    }
    for i in 1..glyphs.len() {
        if hangs(glyphs[i]) && goes_on(glyphs[i - 1], glyphs[i]) && owners[i - 1].is_some() {
            owners[i] = owners[i - 1];
        }
    }
}

/// Where a text without a gap is cut by the border of two cells that both hold more: a border that
/// is none, or two texts printed into one another.
pub fn cuts(glyphs: &[&Glyph], owners: &[Option<usize>]) -> Vec<Rect> {
    let mut out = Vec::new();
    for i in 1..glyphs.len() {
        let (a, b) = (glyphs[i - 1], glyphs[i]);
        let differ = matches!((owners[i - 1], owners[i]), (Some(a), Some(b)) if a != b);
        let solid = b.bbox.x0 - a.bbox.x1 <= SOLID * a.size;
        let printed = !a.text.trim().is_empty() && !b.text.trim().is_empty();
        if differ && solid && printed && goes_on(a, b) {
            out.push(a.bbox.union(&b.bbox));
        }
    }
    out
}

/// Letters of one word are at most this far apart, in ems.
const SOLID: f64 = 0.08;

/// Punctuation that hangs over the end of a line (JIS X 4051, 4.1).
fn hangs(glyph: &Glyph) -> bool {
    matches!(glyph.text.as_str(), "、" | "。" | "，" | "．")
}

fn goes_on(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size);
    let upright = |g: &Glyph| g.rotation == 0 && !g.vertical;
    upright(a)
        && upright(b)
        && (a.origin.y - b.origin.y).abs() <= SAME_BASELINE * size
        && (-size..=MAX_GAP * size).contains(&(b.bbox.x0 - a.bbox.x1))
}

/// Whether a line that begins in one cell reaches into others to its right in the same rows, all
/// of which hold nothing but this line.
fn runs_over(grid: &Grid, line: &[Option<usize>], first: usize, held: &[usize]) -> bool {
    let mut others: Vec<usize> = line
        .iter()
        .flatten()
        .copied()
        .filter(|c| *c != first)
        .collect();
    if others.is_empty() {
        return false;
    }
    let home = &grid.cells[first];
    let mine = |cell: usize| line.iter().filter(|o| **o == Some(cell)).count();
    others.dedup();
    others.iter().all(|&i| {
        let cell = &grid.cells[i];
        cell.row == home.row
            && cell.rowspan == home.rowspan
            && cell.col > home.col
            && mine(i) == held[i]
    })
}
