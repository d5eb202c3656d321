//! Glyphs to words on visual lines: what tables without drawn columns are found by.
//!
//! A word ends where glyphs stand apart or a space is printed. Words that a single printed space
//! or an ordinary word gap separates are *glued*: they are more likely one cell than two.
//! Only upright text counts; marks under one another in a column are no vertical text here.

use crate::geometry::Rect;
use crate::pdf::Glyph;

/// A word.
#[derive(Debug, Clone)]
pub struct Word<'g> {
    /// Its glyphs from the left, without spaces.
    pub glyphs: Vec<&'g Glyph>,
    /// Spaces printed behind it.
    pub spaces: Vec<&'g Glyph>,
    /// Its box.
    pub bbox: Rect,
    /// No more than an ordinary space lies between it and the word before.
    pub glued: bool,
    /// It consists of digits and signs.
    pub numeric: bool,
}

/// Words side by side on one baseline.
#[derive(Debug, Clone)]
pub struct WordLine<'g> {
    /// Its words from the left.
    pub words: Vec<Word<'g>>,
    /// The box around them.
    pub bbox: Rect,
    /// Size of most of its glyphs, in points.
    pub size: f64,
}

/// Glyphs whose middles differ by less than this (in ems) stand on one line.
const SAME_LINE: f64 = 0.3;
/// Glyphs closer than this (in ems) belong to one word.
const WORD_GAP: f64 = 0.18;
/// Words further apart than this (in ems) are not glued, unless a printed space fills the gap.
const GLUE_GAP: f64 = 0.42;
/// By how much (in ems) a gap may exceed the space printed in it.
const SPACE_SLACK: f64 = 0.25;
/// Footnote numbers and the like are at most this large, as a share of their line.
const RAISED_SIZE: f64 = 0.78;

/// The words of some upright visible glyphs, in lines from the top.
pub fn word_lines<'g>(glyphs: &[&'g Glyph]) -> Vec<WordLine<'g>> {
    let mut upright: Vec<&Glyph> = glyphs
        .iter()
        .copied()
        .filter(|g| g.hidden.is_none() && g.rotation == 0 && !g.vertical && !g.text.is_empty())
        .collect();
    let middle = |g: &Glyph| g.bbox.center().y;
    upright.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut lines: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in upright {
        let near = |line: &Vec<&Glyph>| {
            let first = line[0];
            middle(glyph) - middle(first) <= SAME_LINE * first.size.min(glyph.size)
        };
        match lines.last_mut() {
            Some(line) if near(line) => line.push(glyph),
            _ => lines.push(vec![glyph]),
        }
    }
    let mut lines: Vec<WordLine> = lines.into_iter().filter_map(line).collect();
    attach_raised(&mut lines);
    lines
}

fn line(mut glyphs: Vec<&Glyph>) -> Option<WordLine<'_>> {
    glyphs.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let mut sizes: Vec<f64> = glyphs.iter().map(|g| g.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let mut words: Vec<Word> = Vec::new();
    let mut spaces = Spaces::default();
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            spaces.count += 1;
            spaces.width += glyph.bbox.width();
            if let Some(word) = words.last_mut() {
                word.spaces.push(glyph);
            }
            continue;
        }
        let gap = words.last().map_or(f64::MAX, |w| glyph.bbox.x0 - w.bbox.x1);
        match words.last_mut() {
            Some(word) if spaces.count == 0 && gap <= WORD_GAP * size => {
                word.bbox = word.bbox.union(&glyph.bbox);
                word.glyphs.push(glyph);
            }
            _ => words.push(Word {
                glyphs: vec![glyph],
                spaces: Vec::new(),
                bbox: glyph.bbox,
                glued: gap <= GLUE_GAP * size || spaces.fill(gap, size),
                numeric: false,
            }),
        }
        spaces = Spaces::default();
    }
    for word in &mut words {
        word.numeric = is_numeric(word);
    }
    let bbox = Rect::bounding(words.iter().map(|w| &w.bbox))?;
    Some(WordLine { words, bbox, size })
}

/// Spaces printed since the last word.
#[derive(Default)]
struct Spaces {
    count: usize,
    width: f64,
}

impl Spaces {
    /// One space, and no more, makes the gap.
    fn fill(&self, gap: f64, size: f64) -> bool {
        self.count == 1 && gap <= self.width.min(1.1 * size) + SPACE_SLACK * size
    }
}

/// Digits with what stands around them, `1,234.5` `▲3` `(12.5)` `45%` `$1,000`, or one mark that is
/// no letter: `○` `－`.
fn is_numeric(word: &Word<'_>) -> bool {
    let mut digits = 0;
    for c in word.glyphs.iter().flat_map(|g| g.text.chars()) {
        match crate::normalize::fold_char(c) {
            '0'..='9' => digits += 1,
            ',' | '.' | '-' | '+' | '%' | '(' | ')' | '*' | '/' | '$' | '¥' | '▲' | '△' | '±'
            | '–' | '—' | '−' | '†' | '‡' | '#' | '※' => {}
            other if word.glyphs.len() == 1 => return !other.is_alphanumeric(),
            _ => return false,
        }
    }
    let is_year = digits == 4 && word.glyphs.len() == 4 && {
        let two = |i: usize| word.glyphs[i].text.as_str();
        matches!((two(0), two(1)), ("1", "9") | ("2", "0"))
    };
    !is_year && (digits > 0 || word.glyphs.len() == 1)
}

/// Small raised or lowered words are part of the line they overlap, above or below.
fn attach_raised(lines: &mut Vec<WordLine<'_>>) {
    let mut out: Vec<WordLine> = Vec::with_capacity(lines.len());
    let mut rest = lines.drain(..).peekable();
    while let Some(line) = rest.next() {
        if let Some(above) = out.last_mut().filter(|l| is_raised(&line, l)) {
            attach(line, above);
        } else if let Some(below) = rest.peek_mut().filter(|l| is_raised(&line, l)) {
            attach(line, below);
        } else {
            out.push(line);
        }
    }
    drop(rest);
    *lines = out;
}

fn is_raised(small: &WordLine<'_>, line: &WordLine<'_>) -> bool {
    let middle = small.bbox.center().y;
    let within = line.bbox.top < middle && middle < line.bbox.bottom;
    small.size <= RAISED_SIZE * line.size && within && stand_beside(small, line)
}

fn attach<'g>(small: WordLine<'g>, line: &mut WordLine<'g>) {
    for mut word in small.words {
        let at = line.words.partition_point(|w| w.bbox.x0 <= word.bbox.x0);
        word.glued = at > 0;
        line.words.insert(at, word);
    }
}

/// Every word of a small line touches a word of the other.
fn stand_beside(small: &WordLine<'_>, line: &WordLine<'_>) -> bool {
    let near = WORD_GAP * 2.0 * line.size;
    small.words.iter().all(|s| {
        let mut words = line.words.iter();
        words
            .any(|w| (s.bbox.x0 - w.bbox.x1).abs() <= near || (w.bbox.x0 - s.bbox.x1).abs() <= near)
    })
}

impl WordLine<'_> {
    /// Its words, glued ones together. `parts` tells whether two words stand in two columns.
    pub fn segments(&self, parts: &dyn Fn(&Word<'_>, &Word<'_>) -> bool) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::new();
        for (i, word) in self.words.iter().enumerate() {
            let chars = word.glyphs.len();
            let before = i.checked_sub(1).map(|b| &self.words[b]);
            let both_numeric = before.is_some_and(|b| word.numeric && b.numeric);
            let at_border = before.is_some_and(|b| parts(b, word));
            match out.last_mut() {
                Some(last) if word.glued && !both_numeric && !at_border => {
                    last.x1 = last.x1.max(word.bbox.x1);
                    last.chars += chars;
                    last.numeric &= word.numeric;
                    last.end = end(word);
                    last.words.1 = i + 1;
                }
                _ => out.push(Segment {
                    x0: word.bbox.x0,
                    x1: word.bbox.x1,
                    chars,
                    numeric: word.numeric,
                    head: head(word),
                    start: word.glyphs[0].text.chars().next().unwrap_or(' '),
                    end: end(word),
                    font: word.glyphs[0].font,
                    words: (i, i + 1),
                }),
            }
        }
        out
    }
}

fn end(word: &Word<'_>) -> char {
    let last = word.glyphs.last().and_then(|g| g.text.chars().last());
    last.map_or(' ', crate::normalize::fold_char)
}

impl WordLine<'_> {
    /// It is a line drawn with dashes: `-------`, `────`.
    pub fn is_rule(&self) -> bool {
        let glyphs = || self.words.iter().flat_map(|w| &w.glyphs);
        let is_dash = |g: &&Glyph| {
            matches!(
                g.text.as_str(),
                "-" | "─" | "━" | "=" | "_" | "－" | "—" | "―"
            )
        };
        glyphs().count() >= MIN_RULE && glyphs().all(is_dash)
    }
}

/// Fewer dashes are a dash.
const MIN_RULE: usize = 8;

/// Width of the part of a word before which, and within which, no line is broken.
fn head(word: &Word<'_>) -> f64 {
    let is_cjk = |g: &&Glyph| g.text.chars().next().is_some_and(|c| c >= '\u{2e80}');
    let length = match word.glyphs.iter().position(is_cjk) {
        Some(0) => 1,
        Some(at) => at,
        None => word.glyphs.len(),
    };
    word.glyphs[length - 1].bbox.x1 - word.bbox.x0
}

/// Glued words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// Left end.
    pub x0: f64,
    /// Right end.
    pub x1: f64,
    /// How many glyphs it has.
    pub chars: usize,
    /// All its words are numeric.
    pub numeric: bool,
    /// Width of what could not be broken off at its start: a letter of Japanese, a word of others.
    pub head: f64,
    /// Its first character.
    pub start: char,
    /// Its last character, folded.
    pub end: char,
    /// Font of its first glyph.
    pub font: u16,
    /// Its words on the line: from, up to.
    pub words: (usize, usize),
}
