//! Dotted and dashed lines drawn as many small filled rectangles (Chromium draws them so).

use super::page::{Fill, Page, Ruling};

/// A dot or dash is at most this wide and high, in points.
const MAX_DOT: f64 = 3.5;
/// Dots of one line stray from it by less than this, in points.
const MAX_STRAY: f64 = 0.3;
/// The widest gap between the dots of one line, in points.
const MAX_GAP: f64 = 4.0;
/// Fewer dots in a row are bullets or leaders of a word.
const MIN_DOTS: usize = 6;

/// Turns rows and columns of dots into rulings, and takes the dots out of the fills.
pub fn join(page: &mut Page) {
    let dots: Vec<usize> = (0..page.fills.len())
        .filter(|&i| is_dot(&page.fills[i]))
        .collect();
    if dots.len() < MIN_DOTS {
        return;
    }
    let mut used = vec![false; page.fills.len()];
    for horizontal in [true, false] {
        for line in lines(&page.fills, &dots, horizontal) {
            for &i in &line {
                used[i] = true;
            }
            page.rulings.extend(ruling(&page.fills, &line, horizontal));
        }
    }
    let mut flags = used.into_iter();
    page.fills.retain(|_| !flags.next().unwrap_or(false));
}

fn is_dot(fill: &Fill) -> bool {
    let painted = fill.fill.is_some_and(|c| !c.is_white());
    painted && fill.bbox.width() <= MAX_DOT && fill.bbox.height() <= MAX_DOT
}

/// `(across, start, end)` of a dot.
fn place(fill: &Fill, horizontal: bool) -> (f64, f64, f64) {
    let (b, c) = (&fill.bbox, fill.bbox.center());
    if horizontal {
        (c.y, b.x0, b.x1)
    } else {
        (c.x, b.top, b.bottom)
    }
}

fn lines(fills: &[Fill], dots: &[usize], horizontal: bool) -> Vec<Vec<usize>> {
    let at = |i: usize| place(&fills[i], horizontal);
    let mut sorted = dots.to_vec();
    sorted.sort_by(|&a, &b| at(a).0.total_cmp(&at(b).0));
    let mut out = Vec::new();
    for row in sorted.chunk_by(|&a, &b| at(b).0 - at(a).0 <= MAX_STRAY) {
        let mut row = row.to_vec();
        row.sort_by(|&a, &b| at(a).1.total_cmp(&at(b).1));
        let pieces = row.chunk_by(|&a, &b| at(b).1 - at(a).2 <= MAX_GAP);
        out.extend(
            pieces
                .filter(|p| p.len() >= MIN_DOTS)
                .map(<[usize]>::to_vec),
        );
    }
    out
}

fn ruling(fills: &[Fill], line: &[usize], horizontal: bool) -> Option<Ruling> {
    let (first, last) = (*line.first()?, *line.last()?);
    let (pos, start, _) = place(&fills[first], horizontal);
    let (.., end) = place(&fills[last], horizontal);
    let b = &fills[first].bbox;
    Some(Ruling {
        horizontal,
        pos,
        start,
        end,
        thickness: if horizontal { b.height() } else { b.width() },
        color: fills[first].fill?,
    })
}
