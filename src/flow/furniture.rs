//! Page numbers and running heads.

use super::{PageFlow, Part};
use crate::geometry::{BoxIndex, Rect};
use crate::normalize::fold_char;
use std::collections::BTreeMap;

/// The bands at the top and bottom of a page, as a share of its height, where furniture stands.
const MARGIN: f64 = 0.1;
/// The least that these bands measure, in points: an inch.
const MIN_MARGIN: f64 = 72.0;
/// A running head stands at the same height on each page, give or take this much (points).
const SAME_HEIGHT: f64 = 4.0;

/// Marks furniture: a page number in the margin, and text that the margin of another page repeats
/// at the same height. Digits count: `基本方針1` and `基本方針2` are headings, not a running head.
pub fn mark(pages: &mut [PageFlow]) {
    let mut seen: BTreeMap<(bool, String), Vec<(u32, f64)>> = BTreeMap::new();
    for page in pages.iter() {
        for (top, text, height) in margin_texts(page) {
            let places = seen.entry((top, key(top, &text))).or_default();
            places.push((page.number, height));
        }
    }
    for places in seen.values_mut() {
        places.sort_by(|a, b| a.1.total_cmp(&b.1));
    }
    for page in pages {
        let (number, height) = (page.number, page.height);
        let usual = usual_size(&page.parts);
        let is_candidate = |part: &Part| {
            let Part::Block(block) = part else {
                return false;
            };
            let Some(top) = margin(height, block.bbox.top, block.bbox.bottom) else {
                return false;
            };
            let text = block.text.as_str();
            let places = seen.get(&(top, key(top, text)));
            let repeats = places.is_some_and(|p| is_elsewhere(p, number, block.bbox.top));
            let heading = block.size >= HEADING_SIZE * usual;
            is_page_number(text) || repeats && !heading
        };
        let candidates: Vec<bool> = page.parts.iter().map(is_candidate).collect();
        let others = page.parts.iter().zip(&candidates);
        let others = others.filter_map(|(part, candidate)| match part {
            Part::Block(b) if !candidate => Some(b.bbox),
            _ => None,
        });
        let others = BoxIndex::new(others);
        let beside = |b: &Rect| {
            let mut near = others.in_band(b.top, b.bottom);
            near.any(|(other, _)| other.y_overlap(b) > b.height() / 2.0)
        };
        // a number on a line with other text is a value, unless that text is furniture as well
        let candidates: Vec<bool> = page
            .parts
            .iter()
            .zip(&candidates)
            .map(|(part, candidate)| match part {
                Part::Block(b) => *candidate && !beside(&b.bbox),
                Part::Table(_) => false,
            })
            .collect();
        // furniture stands outside of everything else: the first line of a column does not
        let mut body: Vec<Rect> = page
            .parts
            .iter()
            .zip(&candidates)
            .filter(|(_, candidate)| !**candidate)
            .map(|(part, _)| match part {
                Part::Block(b) => b.bbox,
                Part::Table(t) => page.tables[*t].places[0].1,
            })
            .collect();
        body.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut from_below = body.clone();
        from_below.sort_by(|a, b| b.bottom.total_cmp(&a.bottom));
        for (part, candidate) in page.parts.iter_mut().zip(candidates) {
            if let Part::Block(b) = part
                && candidate
            {
                let own = b.bbox;
                let in_column = |r: &Rect| r.x_overlap(&own) > 0.0;
                let mut higher = body.iter().take_while(|r| r.top < own.bottom);
                let mut lower = from_below.iter().take_while(|r| r.bottom > own.top);
                b.furniture = !higher.any(in_column) || !lower.any(in_column);
            }
        }
    }
}

/// Whether a text stands at a height on a page other than its own, given its places by height.
fn is_elsewhere(places: &[(u32, f64)], page: u32, top: f64) -> bool {
    let from = places.partition_point(|(_, y)| *y < top - SAME_HEIGHT);
    let mut level = places[from..]
        .iter()
        .take_while(|(_, y)| *y <= top + SAME_HEIGHT);
    level.any(|(other, _)| *other != page)
}

/// A line of this many times the usual size of a page's text is a heading: it repeats on the pages of
/// its chapter, but it is no running head.
const HEADING_SIZE: f64 = 1.3;

/// The size of most characters on a page.
fn usual_size(parts: &[Part]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = parts
        .iter()
        .filter_map(|p| match p {
            Part::Block(b) => Some((b.size, b.text.chars().len())),
            Part::Table(_) => None,
        })
        .collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
    let mut so_far = 0;
    let middle = sizes.iter().find(|(_, characters)| {
        so_far += characters;
        so_far > half
    });
    middle.map_or(f64::MAX, |m| m.0)
}

/// Whether something stands in the top (true) or bottom (false) margin of a page.
pub fn margin(height: f64, top: f64, bottom: f64) -> Option<bool> {
    // a share of a page that lies on its side is less than its margins
    let margin = (height * MARGIN).max(MIN_MARGIN).min(height / 4.0);
    if bottom <= margin {
        Some(true)
    } else if top >= height - margin {
        Some(false)
    } else {
        None
    }
}

fn margin_texts(page: &PageFlow) -> impl Iterator<Item = (bool, String, f64)> + '_ {
    page.parts.iter().filter_map(|part| match part {
        Part::Block(b) => {
            let top = margin(page.height, b.bbox.top, b.bbox.bottom)?;
            Some((top, b.text.as_str().to_owned(), b.bbox.top))
        }
        Part::Table(_) => None,
    })
}

/// What makes two texts in margins the same: at the foot of a page a number may follow the text, which
/// counts the pages.
fn key(top: bool, text: &str) -> String {
    let counted = text.trim_end().trim_end_matches(|c: char| c.is_numeric());
    let parted = counted.len() < text.len() && counted.ends_with(char::is_whitespace);
    without_space(if !top && parted { counted } else { text })
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

fn digits_apart(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|c| !c.is_whitespace())
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect()
}

/// `3`, `- 3 -`, `3/12`, `1 / 3 ページ`, `P.3`.
pub fn is_page_number(text: &str) -> bool {
    let plain = digits_apart(text);
    let plain = plain
        .trim_end_matches("ページ")
        .trim_end_matches('頁')
        .trim_start_matches(['P', 'p', '.']);
    let core = plain.trim_matches(['-', '~']);
    let mut parts = core.split('/');
    let numeric = |s: &str| !s.is_empty() && s.len() <= 3 && s.chars().all(|c| c == '0');
    parts.next().is_some_and(numeric) && parts.next().is_none_or(numeric) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_in_their_usual_forms() {
        for yes in ["3", "- 3 -", "１２", "1 / 3 ページ", "P.4", "3頁"] {
            assert!(is_page_number(yes), "{yes}");
        }
        for no in ["令和6年", "No.3", "1/2/3", "", "12345", "(1)", "2024"] {
            assert!(!is_page_number(no), "{no}");
        }
    }
}
