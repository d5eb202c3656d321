//! Marked content (ISO 32000-2, 14.6): `/ActualText` (14.9.4) and optional content (8.11).

use super::lexer::Operand;
use super::optional::OptionalContent;
use super::page::{Glyph, Hidden, Page};
use super::source::Source;
use super::text_string;
use compact_str::CompactString;
use lopdf::{Dictionary, Object};

/// The open marked-content sequences.
#[derive(Default)]
pub struct MarkedContent {
    stack: Vec<Sequence>,
    hidden: usize,
}

struct Sequence {
    actual_text: Option<String>,
    first_glyph: usize,
    hides: bool,
}

/// Deepest nesting that is tracked; an unbalanced stream would grow without bound.
const MAX_OPEN: usize = 10_000;

impl MarkedContent {
    /// Inside optional content that is switched off.
    pub fn hidden(&self) -> bool {
        self.hidden > 0
    }

    /// Enters an object with an `/OC` entry; returns whether it hides its content.
    pub fn begin_object(
        &mut self,
        source: &Source<'_>,
        optional: &OptionalContent,
        dict: &Dictionary,
    ) -> bool {
        let hides = dict.get(b"OC").is_ok_and(|oc| optional.hides(source, oc));
        self.hidden += usize::from(hides);
        hides
    }

    /// Leaves the object.
    pub fn end_object(&mut self, hides: bool) {
        self.hidden -= usize::from(hides);
    }

    /// `BMC` and `BDC`, before the glyph with the given index. False when too many are open.
    pub fn begin(
        &mut self,
        source: &Source<'_>,
        optional: &OptionalContent,
        resources: &Dictionary,
        operands: &[Operand<'_>],
        first_glyph: usize,
    ) -> bool {
        if self.stack.len() >= MAX_OPEN {
            return false;
        }
        let mut sequence = Sequence {
            actual_text: None,
            first_glyph,
            hides: false,
        };
        let tag = operands.first().and_then(Operand::name);
        match operands.get(1) {
            Some(Operand::Dict(entries)) => {
                let actual = entries.iter().find(|(k, _)| k.as_ref() == b"ActualText");
                sequence.actual_text = actual
                    .and_then(|(_, v)| v.string())
                    .map(text_string::decode);
            }
            Some(Operand::Name(name)) => {
                let lists = source.get_dict(resources, b"Properties");
                let entry = lists.and_then(|l| l.get(name).ok());
                if tag == Some(b"OC") {
                    sequence.hides = entry.is_some_and(|oc| optional.hides(source, oc));
                } else if let Some(Object::Dictionary(dict)) = entry.map(|o| source.resolve(o)) {
                    let actual = source.get(dict, b"ActualText");
                    sequence.actual_text = actual
                        .and_then(|t| t.as_str().ok())
                        .map(text_string::decode);
                }
            }
            _ => {}
        }
        self.hidden += usize::from(sequence.hides);
        self.stack.push(sequence);
        true
    }

    /// `EMC`.
    pub fn end(&mut self, page: &mut Page) {
        let Some(sequence) = self.stack.pop() else {
            return;
        };
        self.hidden -= usize::from(sequence.hides);
        if let Some(text) = &sequence.actual_text {
            replace_text(page, sequence.first_glyph, text);
        }
    }
}

/// Lets the glyphs from `first` on say `text`: one character each where the numbers agree, and
/// else all of it on the first glyph, whose box then covers them all.
fn replace_text(page: &mut Page, first: usize, text: &str) {
    let text: String = text.chars().filter(|c| *c != '\u{ad}').collect();
    let glyphs = &mut page.glyphs[first..];
    let says = |g: &Glyph| g.text.chars().any(char::is_alphanumeric);
    if text.trim().is_empty() && glyphs.iter().any(says) {
        // a reader sees it all the same: it is left out, but not in silence
        let seen = glyphs.iter_mut().filter(|g| g.hidden.is_none());
        seen.for_each(|glyph| glyph.hidden = Some(Hidden::Unsaid));
        return;
    }
    if glyphs.is_empty() {
        return;
    }
    if glyphs.len() == text.chars().count() {
        for (glyph, c) in glyphs.iter_mut().zip(text.chars()) {
            glyph.text = CompactString::from_iter([c]);
        }
        return;
    }
    let line = glyphs[0].bbox;
    let same_line = glyphs.iter().all(|g| g.bbox.y_overlap(&line) > 0.0);
    if !same_line && text.chars().count() > 1 {
        // a paragraph's worth of replacement: its glyphs say more about place than it can
        return;
    }
    let bbox = glyphs.iter().fold(line, |b, g| b.union(&g.bbox));
    glyphs[0].bbox = bbox;
    glyphs[0].text = CompactString::from(text);
    page.glyphs.truncate(first + 1);
    if page.glyphs[first].text.is_empty() {
        page.glyphs.pop();
    }
}
