//! [`Printed`]: where a text stands in a document, whatever was read of it.
//!
//! All texts that are looked for are searched for at once (Aho and Corasick 1975), so that the time does not grow
//! with their number.

use super::equal::fold;
use crate::place::At;
use crate::reading::Reading;
use crate::rule::passages;
use crate::text::Text;
use aho_corasick::AhoCorasick;
use indexmap::IndexSet;
use std::collections::BTreeMap;

/// The texts that are looked for, each once.
#[derive(Debug, Default)]
pub struct Needles(IndexSet<String>);

impl Needles {
    /// Adds a text: its first line, as the others may stand elsewhere.
    pub fn add(&mut self, text: &str) -> usize {
        let mut lines = text.lines().map(fold);
        let line = lines.find(|l| !l.is_empty()).unwrap_or_default();
        self.0.insert_full(line).0
    }
}

/// Where one text was found: the first place on each page.
#[derive(Debug, Clone, Default)]
pub struct Found(BTreeMap<u32, Vec<At>>);

impl Found {
    /// The place on a page, else the first.
    pub fn at(&self, page: Option<u32>) -> Option<Vec<At>> {
        let on_page = page.and_then(|p| self.0.get(&p));
        on_page.or_else(|| self.0.values().next()).cloned()
    }
}

/// A document as one folded text.
pub struct Printed<'r> {
    passages: Vec<&'r Text>,
    /// Byte at which each passage begins.
    starts: Vec<usize>,
    text: String,
}

impl<'r> Printed<'r> {
    /// That of a reading.
    pub fn of(reading: &'r Reading) -> Self {
        let passages: Vec<&Text> = passages(&reading.flow)
            .into_iter()
            .map(|p| p.text)
            .collect();
        let mut starts = Vec::with_capacity(passages.len());
        let mut text = String::new();
        for passage in &passages {
            starts.push(text.len());
            // without a break between: a sentence may go on in the next passage
            text += &fold(passage.as_str());
        }
        Self {
            passages,
            starts,
            text,
        }
    }

    /// Whether a text is printed, over passages if need be.
    pub fn has(&self, text: &str) -> bool {
        let wanted: String = fold(text);
        memchr::memmem::find(self.text.as_bytes(), wanted.as_bytes()).is_some()
    }

    /// Where the texts stand.
    pub fn find(&self, needles: &Needles) -> Vec<Found> {
        let mut out = vec![Found::default(); needles.0.len()];
        // an empty text is everywhere
        let wanted = needles.0.iter().enumerate().filter(|(_, n)| !n.is_empty());
        let (of, texts): (Vec<usize>, Vec<&String>) = wanted.unzip();
        if texts.is_empty() {
            return out;
        }
        let Ok(automaton) = AhoCorasick::new(&texts) else {
            return out;
        };
        for hit in automaton.find_overlapping_iter(&self.text) {
            let found = &mut out[of[hit.pattern().as_usize()]];
            let passage = self.starts.partition_point(|s| *s <= hit.start()).max(1) - 1;
            let page = self.passages[passage].page().unwrap_or_default();
            found
                .0
                .entry(page)
                .or_insert_with(|| self.place(passage, hit.start(), hit.end()));
        }
        out
    }

    /// The place of a range of bytes within a passage.
    fn place(&self, passage: usize, start: usize, end: usize) -> Vec<At> {
        let text = self.passages[passage];
        let begin = self.starts[passage];
        // folding may turn one character into several: the way back is by the length of what stands before
        let chars: Vec<char> = text.as_str().chars().collect();
        let char_at = |byte: usize| {
            let wanted = byte.saturating_sub(begin);
            let (mut low, mut high) = (0, chars.len());
            while low < high {
                let middle = (low + high) / 2;
                let before: String = chars[..middle].iter().collect();
                match fold(&before).len() < wanted {
                    true => low = middle + 1,
                    false => high = middle,
                }
            }
            low
        };
        text.char_slice(char_at(start)..char_at(end)).at()
    }
}
