//! [`Text`]: a string whose every character knows what was printed and where.

use crate::geometry::Rect;
use crate::normalize::{Policy, normalize};
use crate::place::At;
use compact_str::CompactString;
use std::ops::Range;

/// How a character looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Style {
    /// Height of the em in points.
    pub size: f32,
    /// Set in a bold font.
    pub bold: bool,
    /// Colour of the painted patch it is printed on, where that is not the colour of the whole
    /// cell or box.
    pub patch: Option<[u8; 3]>,
    /// Text colour.
    pub rgb: [u8; 3],
    /// A line is drawn through it.
    pub struck: bool,
    /// How sure a text recognizer was of it, in percent; `None` for text of the file itself.
    pub confidence: Option<u8>,
    /// Drawn as a shape, and not set in a font.
    pub drawn: bool,
}

impl Style {
    fn certainty(&self) -> Option<f64> {
        self.confidence.map(|percent| f64::from(percent) / 100.0)
    }
}

/// The lesser of two certainties, where there is one.
fn least(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Text of which every channel is at most this counts as black: rich black and the dark greys of
/// body text (`#231815`, `#404040`) are no colour that says something.
const DARKEST_COLOR: u8 = 64;

/// What sets a piece of a text apart from plain text: black, regular, not struck, on no patch.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Emphasis {
    /// Set in a bold font.
    pub bold: bool,
    /// Text colour, unless black.
    pub color: Option<[u8; 3]>,
    /// A line is drawn through it.
    pub struck: bool,
    /// Colour of the painted patch it is printed on.
    pub patch: Option<[u8; 3]>,
}

impl Emphasis {
    fn of(style: &Style) -> Self {
        let is_black = style.rgb.iter().all(|c| *c <= DARKEST_COLOR);
        Self {
            bold: style.bold,
            color: (!is_black).then_some(style.rgb),
            struck: style.struck,
            patch: style.patch,
        }
    }
}

/// The glyphs that a character was read from, by their indexes on its page: one, and a mark that is set over
/// or behind it (`か` and `゛`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    own: u32,
    mark: u32,
}

impl Glyphs {
    /// No glyph: no page has so many.
    pub const NONE: Self = Self {
        own: u32::MAX,
        mark: u32::MAX,
    };

    /// One glyph.
    pub fn one(index: u32) -> Self {
        Self {
            own: index,
            ..Self::NONE
        }
    }

    /// Adds a glyph that is part of the same character.
    pub fn add(&mut self, index: u32) {
        if self.own == u32::MAX {
            self.own = index;
        } else if self.own != index {
            self.mark = index;
        }
    }

    /// Their indexes.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        [self.own, self.mark].into_iter().filter(|i| *i != u32::MAX)
    }
}

/// One character of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextChar {
    /// As normalised.
    pub c: char,
    /// The variation selector that says which shape of an ideograph is meant.
    pub variation: Option<char>,
    /// As printed; empty for a space or line break that only its place tells of.
    pub raw: CompactString,
    /// Page it stands on, from 1; 0 for a character that no glyph stands for.
    pub page: u32,
    /// The glyphs it was read from.
    pub glyphs: Glyphs,
    /// Its box on that page.
    pub bbox: Rect,
    /// How it looks.
    pub style: Style,
}

impl TextChar {
    /// A space or line break between glyphs.
    pub fn gap(c: char) -> Self {
        Self {
            c,
            variation: None,
            raw: CompactString::const_new(""),
            page: 0,
            glyphs: Glyphs::NONE,
            bbox: Rect::default(),
            style: Style::default(),
        }
    }

    /// Whether a glyph stands for it.
    pub fn is_printed(&self) -> bool {
        self.page != 0
    }
}

/// A text with the provenance of each character.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    chars: Vec<TextChar>,
    string: String,
    /// Byte offset of each character in `string`, and the end.
    offsets: Vec<u32>,
}

impl Text {
    /// A text of these characters.
    pub fn new(chars: Vec<TextChar>) -> Self {
        let mut string = String::with_capacity(chars.len() * 3);
        let mut offsets = Vec::with_capacity(chars.len() + 1);
        for ch in &chars {
            offsets.push(string.len() as u32);
            string.push(ch.c);
            string.extend(ch.variation);
        }
        offsets.push(string.len() as u32);
        Self {
            chars,
            string,
            offsets,
        }
    }

    /// Adds characters at the end.
    pub fn push_all(&mut self, chars: &[TextChar]) {
        self.offsets.pop();
        for ch in chars {
            self.offsets.push(self.string.len() as u32);
            self.string.push(ch.c);
            self.string.extend(ch.variation);
        }
        self.offsets.push(self.string.len() as u32);
        self.chars.extend_from_slice(chars);
    }

    /// Takes the last character away.
    pub fn pop(&mut self) -> Option<TextChar> {
        let last = self.chars.pop()?;
        self.offsets.pop();
        if let Some(end) = self.offsets.last() {
            self.string.truncate(*end as usize);
        }
        Some(last)
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The text as printed.
    pub fn raw(&self) -> String {
        self.chars.iter().map(|c| c.raw.as_str()).collect()
    }

    /// Its characters.
    pub fn chars(&self) -> &[TextChar] {
        &self.chars
    }

    /// No characters, or white space only.
    pub fn is_blank(&self) -> bool {
        self.string.trim().is_empty()
    }

    /// The characters in a byte range of [`Text::as_str`].
    pub fn chars_in(&self, range: Range<usize>) -> &[TextChar] {
        let end = self.char_index(range.end);
        &self.chars[self.char_index(range.start).min(end)..end]
    }

    /// The text as rule patterns see it: look-alike characters folded to one
    /// ([`crate::normalize::fold_char`]), character for character.
    pub fn folded(&self) -> Self {
        let fold = |ch: &TextChar| TextChar {
            c: crate::normalize::fold_char(ch.c),
            variation: None,
            ..ch.clone()
        };
        Self::new(self.chars.iter().map(fold).collect())
    }

    /// The index of the character that begins at or after a byte of [`Text::as_str`].
    pub fn char_index(&self, byte: usize) -> usize {
        let at = self.offsets.partition_point(|&o| (o as usize) < byte);
        at.min(self.chars.len())
    }

    /// The text of a range of characters.
    pub fn char_slice(&self, range: Range<usize>) -> Self {
        Self::new(self.chars[range].to_vec())
    }

    /// Plain text that stands on no page, for the examples in rule files.
    pub fn plain(text: &str) -> Self {
        Self::new(text.chars().map(TextChar::gap).collect())
    }

    /// The text through the steps of a policy; each character keeps the place and the print of what
    /// it came from.
    pub fn normalized(&self, policy: Policy) -> Self {
        let out = normalize(policy, &self.string);
        let mut chars: Vec<TextChar> = Vec::with_capacity(self.chars.len());
        let mut at = 0;
        for edit in &out.edits {
            let start = self.char_index(edit.from.start);
            chars.extend_from_slice(&self.chars[at.min(start)..start]);
            let end = self.char_index(edit.from.end).max(start);
            at = end;
            push_edited(
                &mut chars,
                &out.text[edit.to.clone()],
                &self.chars[start..end],
            );
        }
        chars.extend_from_slice(&self.chars[at..]);
        Self::new(chars)
    }

    /// The text on one line: line breaks between Japanese go, others become a space.
    pub fn one_line(&self) -> Self {
        let mut out: Vec<TextChar> = Vec::with_capacity(self.chars.len());
        for (i, ch) in self.chars.iter().enumerate() {
            if ch.c != '\n' {
                out.push(ch.clone());
                continue;
            }
            let japanese = |c: Option<&TextChar>| {
                c.is_none_or(|c| crate::normalize::is_japanese(c.c) || c.c.is_whitespace())
            };
            if !japanese(out.last()) && !japanese(self.chars.get(i + 1)) {
                out.push(TextChar::gap(' '));
            }
        }
        Self::new(out)
    }

    /// The text of a byte range of [`Text::as_str`].
    pub fn slice(&self, range: Range<usize>) -> Self {
        Self::new(self.chars_in(range).to_vec())
    }

    /// The text without white space at its ends.
    pub fn trimmed(&self) -> Self {
        let start = self.string.len() - self.string.trim_start().len();
        let end = self.string.trim_end().len();
        if start == 0 && end == self.string.len() {
            return self.clone();
        }
        self.slice(start..end.max(start))
    }

    /// [`Text::trimmed`] of a text that is not needed any more.
    pub fn into_trimmed(self) -> Self {
        let is_trimmed = self.string.trim().len() == self.string.len();
        if is_trimmed { self } else { self.trimmed() }
    }

    /// Several texts, one after the other, with `separator` in between.
    pub fn join<'a>(texts: impl IntoIterator<Item = &'a Text>, separator: char) -> Self {
        let mut chars: Vec<TextChar> = Vec::new();
        for text in texts {
            if !chars.is_empty() {
                chars.push(TextChar::gap(separator));
            }
            chars.extend_from_slice(&text.chars);
        }
        Self::new(chars)
    }

    /// The pieces that are not plain, by characters. White space is as what stands before it.
    pub fn emphases(&self) -> Vec<(Range<usize>, Emphasis)> {
        let mut out: Vec<(Range<usize>, Emphasis)> = Vec::new();
        for (i, ch) in self.chars.iter().enumerate() {
            let inherits = !ch.is_printed() || ch.c.is_whitespace();
            let own = Emphasis::of(&ch.style);
            match out.last_mut() {
                Some((range, emphasis)) if inherits || *emphasis == own => {
                    range.end = i + 1;
                }
                None if inherits => {}
                _ => out.push((i..i + 1, own)),
            }
        }
        out.retain(|(_, emphasis)| *emphasis != Emphasis::default());
        out
    }

    /// Where it is printed: a box a page and column, in reading order.
    pub fn at(&self) -> Vec<At> {
        let mut out: Vec<At> = Vec::new();
        let mut last = Rect::default();
        let mut all = Rect::default();
        for ch in self.chars.iter().filter(|c| c.is_printed()) {
            match out.last_mut() {
                // back up by more than two lines: another column
                Some(at) if at.page == ch.page && ch.bbox.bottom > last.top - last.height() => {
                    all = all.union(&ch.bbox);
                    at.r#box = all.rounded();
                    at.from_ocr = least(at.from_ocr, ch.style.certainty());
                }
                _ => {
                    all = ch.bbox;
                    out.push(At {
                        from_ocr: ch.style.certainty(),
                        ..At::new(ch.page, all)
                    });
                }
            }
            last = ch.bbox;
        }
        out
    }

    /// The characters that are drawn as shapes, in order.
    pub fn drawn_marks(&self) -> Vec<String> {
        let drawn = self.chars.iter().filter(|c| c.style.drawn);
        drawn.map(|c| c.c.to_string()).collect()
    }

    /// How sure a text recognizer was of its least sure character, from 0 to 1; `None` for text of
    /// the file itself.
    pub fn from_ocr(&self) -> Option<f64> {
        let certainties = self.chars.iter().map(|c| c.style.certainty());
        certainties.fold(None, least)
    }

    /// The glyphs it was read from, in order: page and index on it. A glyph of several characters is there once.
    pub fn glyphs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let printed = self.chars.iter().filter(|c| c.is_printed());
        let all = printed.flat_map(|c| c.glyphs.iter().map(|g| (c.page, g)));
        let mut last = None;
        all.filter(move |glyph| last.replace(*glyph) != Some(*glyph))
    }

    /// The page of its first glyph.
    pub fn page(&self) -> Option<u32> {
        self.chars.iter().find(|c| c.is_printed()).map(|c| c.page)
    }

    /// The text in a cell or box that is painted in `fill`: what stands on that colour stands on no
    /// patch.
    pub fn painted_in(mut self, fill: Option<[u8; 3]>) -> Self {
        for ch in &mut self.chars {
            ch.style.patch = ch.style.patch.filter(|c| Some(*c) != fill);
        }
        self
    }

    /// Whether every printed, visible character stands on a painted patch.
    pub fn is_shaded(&self) -> bool {
        let mut printed = self
            .chars
            .iter()
            .filter(|c| c.is_printed() && !c.c.is_whitespace())
            .peekable();
        printed.peek().is_some() && printed.all(|c| c.style.patch.is_some())
    }
}

/// Adds what some characters become: the first of it has their print, and what becomes nothing stays
/// with the character before it.
fn push_edited(chars: &mut Vec<TextChar>, to: &str, from: &[TextChar]) {
    let raw: CompactString = from.iter().map(|c| c.raw.as_str()).collect();
    let Some(first) = from.first() else {
        return;
    };
    if to.is_empty() {
        if let Some(last) = chars.last_mut() {
            last.raw.push_str(&raw);
        }
        return;
    }
    let of_first = TextChar {
        variation: None,
        raw: CompactString::const_new(""),
        ..first.clone()
    };
    let before = chars.len();
    chars.extend(to.chars().map(|c| TextChar {
        c,
        ..of_first.clone()
    }));
    chars[before].raw = raw;
}

impl From<Vec<TextChar>> for Text {
    fn from(chars: Vec<TextChar>) -> Self {
        Self::new(chars)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Text {
        let chars = s.chars().enumerate().map(|(i, c)| TextChar {
            c,
            variation: None,
            raw: CompactString::from_iter([c]),
            page: 1,
            glyphs: Glyphs::one(i as u32),
            bbox: Rect {
                x0: i as f64 * 10.0,
                top: 0.0,
                x1: i as f64 * 10.0 + 10.0,
                bottom: 10.0,
            },
            style: Style::default(),
        });
        Text::new(chars.collect())
    }

    #[test]
    fn a_slice_keeps_its_place() {
        let t = text("方針 1");
        let s = t.slice(7..8);
        assert_eq!(s.as_str(), "1");
        assert_eq!(s.at()[0].r#box, [30.0, 0.0, 40.0, 10.0]);
    }

    #[test]
    fn emphasis_is_by_runs_and_spaces_inherit() {
        let mut chars = text("あ い うえ").chars().to_vec();
        for i in [2, 4] {
            chars[i].style.struck = true;
        }
        chars[5].style.rgb = [200, 0, 0];
        chars[0].style.rgb = [35, 24, 21];
        let found = Text::new(chars).emphases();
        let ranges: Vec<Range<usize>> = found.iter().map(|e| e.0.clone()).collect();
        assert_eq!(ranges, [2..5, 5..6]);
        assert!(found[0].1.struck && !found[1].1.struck);
        assert_eq!(found[1].1.color, Some([200, 0, 0]));
        assert!(text("あ い").emphases().is_empty());
    }

    #[test]
    fn a_normalised_text_keeps_its_places_and_its_print() {
        let t = text("㈱　あ い（1）");
        let out = t.normalized(Policy::PLAIN);
        assert_eq!(out.as_str(), "(株) あい(1)");
        assert_eq!(out.raw(), t.raw());
        assert_eq!(out.slice(6..9).at()[0].r#box, t.slice(6..9).at()[0].r#box);
        assert_eq!(t.normalized(Policy::PLAN), t);
    }

    #[test]
    fn a_selected_shape_is_kept_and_not_seen_by_patterns() {
        let mut chars = text("葛城市").chars().to_vec();
        chars[0].variation = Some('\u{E0100}');
        let mut t = Text::new(chars);
        assert_eq!(t.as_str(), "葛\u{E0100}城市");
        assert_eq!(t.folded().as_str(), "葛城市");
        assert_eq!(t.slice(7..10).as_str(), "城");
        t.pop();
        t.pop();
        assert_eq!(t.as_str(), "葛\u{E0100}");
    }

    #[test]
    fn trimming_is_by_characters() {
        assert_eq!(text("　済 ").trimmed().as_str(), "済");
        assert_eq!(text("　 ").trimmed().as_str(), "");
    }
}
