//! Ruby (ルビ, furigana): small kana beside ideographs that say how to read them.
//!
//! Set apart from the text, or `策定` with さくてい over it would become `さく策てい定` or a line of
//! its own. The method is that of JIS X 4051: ruby is about half as large as its base, stands over
//! it in horizontal and to its right in vertical writing, and does not reach far beyond it.

use super::page::{Glyph, Hidden, Page, Ruby};
use crate::geometry::{Rect, Squares};
use crate::normalize::chars::is_kana_or_ideograph;
use rustc_hash::FxHashSet;

/// Size of ruby as a share of its base's: half, and a little around it.
const SIZE: std::ops::RangeInclusive<f64> = 0.35..=0.62;
/// How far (in ems of the base) ruby and base may overlap or stand apart.
const APART: f64 = 0.22;
/// How far (in ems of the base) ruby may reach beyond the character it belongs to.
const OVERHANG: f64 = 0.6;
/// Neighbours nearer than this (in ems of the ruby) belong to one reading.
const NEIGHBOUR: f64 = 0.6;

/// Kana over a whole line may be a motto over a heading; a page that gives readings gives as many, or
/// gives them within lines.
const HABIT: usize = 3;
/// Glyphs on one line stray from it by less than this (in ems).
const SAME_LINE: f64 = 0.25;

/// Sets the ruby of a page apart, and lists it with its base.
pub fn set_apart(page: &mut Page) {
    let largest = page
        .glyphs
        .iter()
        .filter(|g| is_base(g))
        .map(|g| g.size)
        .fold(0.0, f64::max);
    let could_be = |g: &Glyph| is_kana(g) && g.size <= SIZE.end() * largest;
    if !page.glyphs.iter().any(could_be) {
        return;
    }
    let visible = |g: &Glyph| g.hidden.is_none() && !g.text.trim().is_empty();
    let boxes = page.glyphs.iter().map(|g| visible(g).then_some(g.bbox));
    let index = Squares::new(boxes, page.width, page.height);
    let base_of: Vec<Option<usize>> = page
        .glyphs
        .iter()
        .map(|g| could_be(g).then(|| base_of(page, &index, g)).flatten())
        .collect();
    let mut done = vec![false; page.glyphs.len()];
    let mut groups: Vec<(Vec<usize>, bool)> = Vec::new();
    for i in 0..page.glyphs.len() {
        if base_of[i].is_none() || done[i] {
            continue;
        }
        let (group, pure) = reading(page, &index, &base_of, i);
        for &member in &group {
            done[member] = true;
        }
        if pure {
            let in_line = is_in_line(page, &index, &base_of, &group);
            groups.push((group, in_line));
        }
    }
    let habit = groups.len() >= HABIT;
    for (group, in_line) in groups {
        if habit || in_line {
            let ruby = describe(page, &base_of, &group);
            page.ruby.push(ruby);
            for member in group {
                page.glyphs[member].hidden = Some(Hidden::Ruby);
            }
        }
    }
}

/// Whether the base of a reading is part of a longer line.
fn is_in_line(page: &Page, index: &Squares, base_of: &[Option<usize>], group: &[usize]) -> bool {
    let bases: FxHashSet<usize> = group.iter().filter_map(|&i| base_of[i]).collect();
    let beside = |&base: &usize| {
        let glyph = &page.glyphs[base];
        let reach = NEIGHBOUR * glyph.size;
        let mut near = index.near(&glyph.bbox.grown(reach));
        near.any(|i| !bases.contains(&i) && are_neighbours(glyph, &page.glyphs[i]))
    };
    bases.iter().any(beside)
}

fn is_kana(glyph: &Glyph) -> bool {
    let kana = |c: char| matches!(u32::from(c), 0x3041..=0x3096 | 0x30A1..=0x30FC);
    glyph.hidden.is_none() && !glyph.text.is_empty() && glyph.text.chars().all(kana)
}

fn is_base(glyph: &Glyph) -> bool {
    let ideograph = |c: char| is_kana_or_ideograph(c) && (u32::from(c) >= 0x3400 || c == '々');
    glyph.hidden.is_none() && !glyph.text.is_empty() && glyph.text.chars().all(ideograph)
}

/// The ideograph that a small kana stands beside.
fn base_of(page: &Page, index: &Squares, ruby: &Glyph) -> Option<usize> {
    let reach = ruby.size / SIZE.start();
    let near = index.near(&ruby.bbox.grown(reach));
    let fits = near.filter(|&i| is_base(&page.glyphs[i]) && stands_beside(ruby, &page.glyphs[i]));
    let distance = |i: &usize| {
        let (a, b) = (ruby.bbox.center(), page.glyphs[*i].bbox.center());
        (a.x - b.x).abs() + (a.y - b.y).abs()
    };
    fits.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

fn stands_beside(ruby: &Glyph, base: &Glyph) -> bool {
    let em = base.size.max(0.1);
    if !SIZE.contains(&(ruby.size / em)) || ruby.rotation != base.rotation {
        return false;
    }
    let center = ruby.bbox.center();
    let over = (ruby.bbox.bottom - base.bbox.top).abs() <= APART * em
        && center.x >= base.bbox.x0 - OVERHANG * em
        && center.x <= base.bbox.x1 + OVERHANG * em;
    let right_of = (ruby.bbox.x0 - base.bbox.x1).abs() <= APART * em
        && center.y >= base.bbox.top - OVERHANG * em
        && center.y <= base.bbox.bottom + OVERHANG * em;
    if base.vertical { right_of } else { over }
}

/// The glyphs on a line with glyph `start`, one beside the other, and whether all of them are ruby:
/// a small line of text over a large one has other characters, and ends elsewhere.
fn reading(
    page: &Page,
    index: &Squares,
    base_of: &[Option<usize>],
    start: usize,
) -> (Vec<usize>, bool) {
    let mut group = vec![start];
    let mut in_group = FxHashSet::from_iter([start]);
    let mut pure = true;
    let mut at = 0;
    while let Some(&member) = group.get(at) {
        at += 1;
        let glyph = &page.glyphs[member];
        let reach = NEIGHBOUR * glyph.size;
        for i in index.near(&glyph.bbox.grown(reach)) {
            if in_group.contains(&i) || !are_neighbours(glyph, &page.glyphs[i]) {
                continue;
            }
            if base_of[i].is_some() {
                group.push(i);
                in_group.insert(i);
            } else {
                pure = false;
            }
        }
    }
    (group, pure)
}

fn are_neighbours(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size);
    let alike = a.size.min(b.size) > 0.8 * size;
    // upright glyphs under one another are a vertical line, whatever the writing mode says
    let (dx, dy) = (a.bbox.x_overlap(&b.bbox), a.bbox.y_overlap(&b.bbox));
    let beside = -dx <= NEIGHBOUR * size && (a.origin.y - b.origin.y).abs() <= SAME_LINE * size;
    let under = -dy <= NEIGHBOUR * size && (a.bbox.x0 - b.bbox.x0).abs() <= SAME_LINE * size;
    alike && (beside || under)
}

fn describe(page: &Page, base_of: &[Option<usize>], group: &[usize]) -> Ruby {
    let glyph = |i: usize| &page.glyphs[i];
    let in_order = |mut list: Vec<usize>| {
        list.sort_by(|&a, &b| {
            let (a, b) = (glyph(a), glyph(b));
            let key = |g: &Glyph| if g.vertical { g.bbox.top } else { g.bbox.x0 };
            key(a).total_cmp(&key(b))
        });
        list.dedup();
        list
    };
    let text_of =
        |list: &[usize]| -> String { list.iter().map(|&i| glyph(i).text.as_str()).collect() };
    let bases = in_order(group.iter().filter_map(|&i| base_of[i]).collect());
    let bbox = Rect::bounding(group.iter().map(|&i| &glyph(i).bbox)).unwrap_or_default();
    Ruby {
        base: text_of(&bases),
        text: text_of(&in_order(group.to_vec())),
        bbox,
    }
}
