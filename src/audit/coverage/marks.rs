//! Which marks of the legends are used.

use crate::document::{At, Cell, Document, LegendEntry};
use crate::normalize::{Policy, normalized};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// A legend entry whose mark nothing has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct UnseenMark {
    /// The rule, or empty where none reads the document.
    pub rule: String,
    /// The mark.
    pub mark: String,
    /// Its meaning.
    pub meaning: String,
    /// The documents whose legend has it.
    pub documents: Vec<String>,
}

/// The marks of some documents.
#[derive(Debug, Default)]
pub struct Marks {
    explained: Vec<UnseenMark>,
    seen: BTreeSet<(String, String)>,
}

impl Marks {
    /// Counts those of a document.
    pub fn add(&mut self, name: &str, document: &Document) {
        let rule = document.rule.as_ref().map_or("", |r| r.id.as_str());
        for mark in used(document) {
            self.seen.insert((rule.to_owned(), key(mark)));
        }
        for entry in &document.legend {
            let said = entry.meaning.as_str();
            // a sign that names a flag is kept as the flag: ★は重点事業
            let flags = document.items.iter().flat_map(|i| &i.flags);
            let flagged = flags
                .into_iter()
                .any(|f| said.contains(f.as_str()) || *f == entry.mark);
            if flagged || is_painted(entry, document) || is_printed(entry, document) {
                self.seen.insert((rule.to_owned(), key(&entry.mark)));
            }
            let known = |e: &&mut UnseenMark| {
                e.rule == rule && e.mark == entry.mark && e.meaning == entry.meaning
            };
            match self.explained.iter_mut().find(known) {
                Some(known) if known.documents.iter().any(|d| d == name) => {}
                Some(known) => known.documents.push(name.to_owned()),
                None => self.explained.push(UnseenMark {
                    rule: rule.to_owned(),
                    mark: entry.mark.clone(),
                    meaning: entry.meaning.clone(),
                    documents: vec![name.to_owned()],
                }),
            }
        }
    }

    /// Those that no document uses.
    pub fn unseen(mut self) -> Vec<UnseenMark> {
        let seen = self.seen;
        self.explained
            .retain(|e| !seen.contains(&(e.rule.clone(), key(&e.mark))));
        self.explained.sort();
        self.explained
    }
}

/// Words of a mark that is paint and no character: 網掛け, 色付き.
const PAINT: [&str; 3] = ["網", "色", "塗"];

/// The mark is paint, and something is painted.
fn is_painted(entry: &LegendEntry, document: &Document) -> bool {
    let mut values = document.indicators.iter().flat_map(|i| &i.values);
    let mut items = document.items.iter();
    let mut fields = document
        .items
        .iter()
        .flat_map(|i| i.fields.values().flatten());
    PAINT.iter().any(|word| entry.mark.contains(word))
        && (values.any(|v| v.shaded)
            || fields.any(|v| v.shaded)
            || items.any(|i| i.flags.iter().any(|f| f == "shaded")))
}

/// The mark is a word or in brackets, and a value says it: `Ⅱ-ア` for `【Ⅱ-ア】`, `No.7` for `No.●`. One
/// character says nothing: it may be a part of any word.
fn is_printed(entry: &LegendEntry, document: &Document) -> bool {
    let mark = key(&entry.mark);
    let inner = mark
        .split(['【', '】', '[', ']'])
        .find(|part| !part.is_empty());
    let inner = inner.unwrap_or(&mark).trim_end_matches(['●', '○']);
    let items = document.items.iter();
    let texts = items.flat_map(|i| {
        let own = [Some(&i.title), i.number.as_ref()].into_iter().flatten();
        own.chain(i.fields.values().flatten().map(|v| &v.raw))
    });
    let body = document
        .tables
        .iter()
        .flat_map(|t| t.cells.iter().filter(|c| !c.header));
    let cells = body
        .filter(|c| !entry.at.iter().any(|at| stands_in(at, c)))
        .map(|c| &c.raw);
    let mut texts = texts.chain(cells);
    match inner.chars().count() {
        0 | 1 => mark.chars().count() > 1 && texts.any(|t| key(t).contains(&mark)),
        _ => texts.any(|t| key(t).contains(inner)),
    }
}

/// Whether a place is in a cell: a legend that stands in a table does not use its own marks.
fn stands_in(at: &At, cell: &Cell) -> bool {
    let [x0, top, x1, bottom] = at.r#box;
    let (x, y) = ((x0 + x1) / 2.0, (top + bottom) / 2.0);
    let [left, above, right, below] = cell.r#box;
    at.page == cell.page && (left..=right).contains(&x) && (above..=below).contains(&y)
}

fn used(document: &Document) -> impl Iterator<Item = &str> {
    let items = document.items.iter().filter_map(|i| i.status.as_ref());
    let cells = document.tables.iter().flat_map(|t| &t.cells);
    let cells = cells.filter_map(|c| c.status.as_ref());
    items.chain(cells).map(|s| s.mark.as_str())
}

/// Every code that a status or legend entry has.
pub fn codes(document: &Document) -> impl Iterator<Item = String> + '_ {
    let items = document.items.iter().filter_map(|i| i.status.as_ref());
    let legend = document.legend.iter().filter_map(|l| l.code.clone());
    items.map(|s| s.code.clone()).chain(legend)
}

/// The forms of one mark are one.
fn key(mark: &str) -> String {
    let plain = normalized(Policy::PLAIN, mark);
    plain.chars().filter(|c| !c.is_whitespace()).collect()
}
