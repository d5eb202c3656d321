//! Runs to text lines.

use super::joined::{Groups, SAME_LINE, join};
use super::runs::{Direction, Placed, Run};
use super::spacing::{
    drop_auto_spaces, even_words, is_space_between, is_spaced_letter, join_letter_spaced,
    letter_spacing,
};
use crate::geometry::Rect;
use crate::normalize::chars::{clean_char, selects_shape, voiced};
use crate::text::{Glyphs, Style, Text, TextChar};
use compact_str::CompactString;

/// A line of text.
#[derive(Debug, Clone)]
pub struct TextLine {
    /// Its text, with spaces where glyphs stand apart.
    pub text: Text,
    /// Its box.
    pub bbox: Rect,
    /// Its direction.
    pub direction: Direction,
    /// The size of most of its glyphs, in points.
    pub size: f64,
}

impl TextLine {
    /// The line's box in line coordinates.
    pub fn extent(&self) -> (f64, f64, f64, f64) {
        self.direction.extent(&self.bbox)
    }
}

/// Without brackets around it the letters of a word are at most this far apart (in ems) where no
/// space is printed: single letters further apart head the columns of a table.
const MAX_BARE_GAP: f64 = 2.0;
/// Fewer letters that stand alone are no word set wide.
const MIN_SPACED: usize = 3;

/// Puts runs on lines. Runs further apart than `max_gap` ems stay on lines of their own; within a
/// table cell there is no such limit.
pub fn assemble(page: u32, fonts_bold: &[bool], runs: Vec<Run<'_>>, max_gap: f64) -> Vec<TextLine> {
    let mut groups = Groups::new(runs.len());
    join(&runs, max_gap, &mut groups);
    for word in spaced_out(&runs) {
        for pair in word.windows(2) {
            groups.unite(pair[0], pair[1]);
        }
    }
    let mut lines: Vec<Vec<Placed<'_>>> = vec![Vec::new(); runs.len()];
    for (i, run) in runs.into_iter().enumerate() {
        lines[groups.find(i)].extend(run.glyphs);
    }
    lines
        .into_iter()
        .filter(|glyphs| !glyphs.is_empty())
        .filter_map(|glyphs| line(page, fonts_bold, glyphs))
        .collect()
}

/// Letters that stand alone with even gaps between them, wider than those of a line: `（　公　印　）`.
fn spaced_out(runs: &[Run<'_>]) -> Vec<Vec<usize>> {
    let blank = |g: &Placed<'_>| g.glyph.text.trim().is_empty();
    let single = |i: &usize| match runs[*i].glyphs.as_slice() {
        [letter, rest @ ..] => is_spaced_letter(letter.glyph) && rest.iter().all(blank),
        [] => false,
    };
    let first = |i: usize| &runs[i].glyphs[0];
    let mut letters: Vec<usize> = (0..runs.len()).filter(single).collect();
    letters.sort_by(|&a, &b| {
        let (a, b) = (first(a), first(b));
        let by_line = a
            .direction
            .cmp(&b.direction)
            .then(a.middle.total_cmp(&b.middle));
        by_line.then(a.start.total_cmp(&b.start))
    });
    let on_line = |a: usize, b: usize| {
        let (a, b) = (first(a), first(b));
        a.direction == b.direction && b.middle - a.middle <= SAME_LINE * a.glyph.size
    };
    let mut out = Vec::new();
    for line in letters.chunk_by(|&a, &b| on_line(a, b)) {
        let mut line = line.to_vec();
        line.sort_by(|&a, &b| first(a).start.total_cmp(&first(b).start));
        let gap =
            |a: usize, b: usize| (first(b).start - first(a).end) / first(a).glyph.size.max(0.1);
        let bracketed = |w: &Vec<usize>| {
            let is = |i: Option<&usize>, bracket: &str| {
                i.is_some_and(|&i| bracket.contains(first(i).glyph.text.as_str()))
            };
            is(w.first(), "（【〔") && is(w.last(), "）】〕")
        };
        let close = |w: &Vec<usize>| w.windows(2).all(|p| gap(p[0], p[1]) <= MAX_BARE_GAP);
        let words = even_words(&line, gap).into_iter();
        out.extend(words.filter(|w| w.len() >= MIN_SPACED && (bracketed(w) || close(w))));
    }
    out
}

fn line(page: u32, bold: &[bool], mut glyphs: Vec<Placed<'_>>) -> Option<TextLine> {
    // a stable sort: glyphs in the same place keep the order they were drawn in
    glyphs.sort_by(|a, b| a.start.total_cmp(&b.start));
    let bbox = Rect::bounding(
        glyphs
            .iter()
            .filter(|g| !g.glyph.text.trim().is_empty())
            .map(|g| &g.glyph.bbox),
    )?;
    let mut sizes: Vec<f64> = glyphs.iter().map(|g| g.glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let spacing = letter_spacing(&glyphs);
    let mut chars: Vec<TextChar> = Vec::with_capacity(glyphs.len() + 4);
    let mut previous: Option<&Placed<'_>> = None;
    for placed in &glyphs {
        if let Some(last) = previous
            && is_space_between(last, placed, spacing)
        {
            chars.push(TextChar::gap(' '));
        }
        push_glyph(&mut chars, page, bold, placed);
        previous = Some(placed);
    }
    let direction = glyphs[0].direction;
    let chars = join_letter_spaced(drop_auto_spaces(chars), direction);
    Some(TextLine {
        text: Text::new(chars).into_trimmed(),
        bbox,
        direction,
        size: sizes[sizes.len() / 2],
    })
}

fn push_glyph(chars: &mut Vec<TextChar>, page: u32, bold: &[bool], placed: &Placed<'_>) {
    let glyph = placed.glyph;
    let style = Style {
        size: glyph.size as f32,
        bold: bold.get(usize::from(glyph.font)).copied().unwrap_or(false),
        patch: glyph.backdrop.filter(|_| glyph.on_patch).map(|c| c.rgb),
        rgb: glyph.color.rgb,
        struck: glyph.struck,
        confidence: glyph.confidence,
        drawn: glyph.drawn,
    };
    for printed in glyph.text.chars() {
        if let Some(last) = chars.last_mut()
            && let Some(composed) = voiced(last.c, printed)
        {
            last.c = composed;
            last.raw.push(printed);
            last.glyphs.add(glyph.index);
            continue;
        }
        match clean_char(printed) {
            Some(c) => chars.push(TextChar {
                c,
                variation: None,
                raw: CompactString::new(printed.encode_utf8(&mut [0; 4])),
                page,
                glyphs: Glyphs::one(glyph.index),
                bbox: glyph.bbox,
                style,
            }),
            // what prints nothing stays with the character before it
            None => {
                if let Some(last) = chars.last_mut() {
                    last.raw.push(printed);
                    if selects_shape(last.c, printed) {
                        last.variation = Some(printed);
                    }
                }
            }
        }
    }
}
