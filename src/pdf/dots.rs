//! Dotted and dashed lines drawn as many small filled rectangles (Chromium draws them so).

use super::page::{Color, Page, Ruling};
use crate::geometry::Rect;

/// A dot or dash is at most this wide and high, in points.
const MAX_DOT: f64 = 3.5;
/// Dots of one line stray from it by less than this, in points.
const MAX_STRAY: f64 = 0.3;
/// The widest gap between the dots of one line, in points.
const MAX_GAP: f64 = 4.0;
/// Fewer dots in a row are bullets or leaders of a word.
const MIN_DOTS: usize = 6;

/// A dot, and whether it was taken for a ruling: of dashes with the same measures, rounding makes
/// some thin enough to be lines and others not.
struct Dot {
    bbox: Rect,
    color: Color,
    index: usize,
    is_ruling: bool,
}

/// Turns rows and columns of dots into rulings, and takes the dots out of the fills.
pub fn join(page: &mut Page) {
    let dots = dots(page);
    if dots.len() < MIN_DOTS {
        return;
    }
    let mut fills = vec![false; page.fills.len()];
    let mut rulings = vec![false; page.rulings.len()];
    let mut found = Vec::new();
    for horizontal in [true, false] {
        for line in lines(&dots, horizontal) {
            for dot in line.iter().map(|&i| &dots[i]) {
                let used = if dot.is_ruling {
                    &mut rulings
                } else {
                    &mut fills
                };
                used[dot.index] = true;
            }
            found.extend(ruling(&dots, &line, horizontal));
        }
    }
    let mut fills = fills.into_iter();
    page.fills.retain(|_| !fills.next().unwrap_or(false));
    let mut rulings = rulings.into_iter();
    page.rulings.retain(|_| !rulings.next().unwrap_or(false));
    page.rulings.extend(found);
}

fn dots(page: &Page) -> Vec<Dot> {
    let is_small = |b: &Rect| b.width() <= MAX_DOT && b.height() <= MAX_DOT;
    let fills = page.fills.iter().enumerate().filter_map(|(index, f)| {
        let color = f.fill.filter(|c| !c.is_white())?;
        is_small(&f.bbox).then_some(Dot {
            bbox: f.bbox,
            color,
            index,
            is_ruling: false,
        })
    });
    let rulings = page.rulings.iter().enumerate().filter_map(|(index, r)| {
        let half = r.thickness / 2.0;
        let b = r.bbox();
        let bbox = if r.horizontal {
            Rect {
                top: b.top - half,
                bottom: b.bottom + half,
                ..b
            }
        } else {
            Rect {
                x0: b.x0 - half,
                x1: b.x1 + half,
                ..b
            }
        };
        (is_small(&bbox) && !r.color.is_white()).then_some(Dot {
            bbox,
            color: r.color,
            index,
            is_ruling: true,
        })
    });
    fills.chain(rulings).collect()
}

/// `(across, start, end)` of a dot.
fn place(dot: &Dot, horizontal: bool) -> (f64, f64, f64) {
    let (b, c) = (&dot.bbox, dot.bbox.center());
    if horizontal {
        (c.y, b.x0, b.x1)
    } else {
        (c.x, b.top, b.bottom)
    }
}

fn lines(dots: &[Dot], horizontal: bool) -> Vec<Vec<usize>> {
    let at = |i: usize| place(&dots[i], horizontal);
    let mut sorted: Vec<usize> = (0..dots.len()).collect();
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

fn ruling(dots: &[Dot], line: &[usize], horizontal: bool) -> Option<Ruling> {
    let (first, last) = (&dots[*line.first()?], &dots[*line.last()?]);
    let (pos, start, _) = place(first, horizontal);
    let (.., end) = place(last, horizontal);
    let b = &first.bbox;
    Some(Ruling {
        horizontal,
        pos,
        start,
        end,
        thickness: if horizontal { b.height() } else { b.width() },
        color: first.color,
    })
}
