//! One edition, prepared for comparing: what each item says, and what stands around it.

use super::essence::essence;
use super::likeness::Grams;
use crate::document::{Document, Item, Value};
use crate::normalize::measure_number::plain;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// An item and what stands around it. Indices are those of the document's items.
pub struct Entry<'d> {
    /// The item.
    pub item: &'d Item,
    /// What its title says.
    pub title: String,
    /// The bigrams of that.
    pub grams: Grams,
    /// Its own number in plain form.
    pub number: Option<String>,
    /// The item above.
    pub parent: Option<usize>,
    /// The items below, in order.
    pub children: Vec<usize>,
    /// The sibling before.
    pub before: Option<usize>,
    /// The sibling behind.
    pub behind: Option<usize>,
    /// The bigrams of its fields.
    pub content: Grams,
}

/// The bigrams of a part of an item.
pub type GramsOf = for<'a, 'd> fn(&'a Entry<'d>) -> &'a Grams;

/// One edition.
pub struct Edition<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its items.
    pub entries: Vec<Entry<'d>>,
    by_id: FxHashMap<&'d str, usize>,
}

impl<'d> Edition<'d> {
    /// Prepares a document.
    pub fn new(document: &'d Document) -> Self {
        let items = document.items.iter().enumerate();
        // the first of an id is the one that others mean by it
        let by_id = items.rev().map(|(i, item)| (item.id.as_str(), i)).collect();
        let entries = document.items.par_iter().map(entry).collect();
        let mut out = Self {
            document,
            entries,
            by_id,
        };
        out.relate();
        out
    }

    /// The item of an id.
    pub fn of_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Fills in who stands above, below and beside whom.
    fn relate(&mut self) {
        let mut tops: Vec<usize> = Vec::new();
        for i in 0..self.entries.len() {
            let above = self.entries[i].item.parent.as_deref();
            let parent = above.and_then(|p| self.of_id(p)).filter(|p| *p != i);
            self.entries[i].parent = parent;
            let siblings = match parent {
                Some(p) => &mut self.entries[p].children,
                None => &mut tops,
            };
            let before = siblings.last().copied();
            siblings.push(i);
            self.entries[i].before = before;
            if let Some(before) = before {
                self.entries[before].behind = Some(i);
            }
        }
    }
}

fn entry(item: &Item) -> Entry<'_> {
    let title = essence(&item.title);
    Entry {
        grams: Grams::of_title(&title),
        title,
        number: item.number.as_deref().map(plain),
        parent: None,
        children: Vec::new(),
        before: None,
        behind: None,
        content: content(item),
        item,
    }
}

/// Shorter texts (characters) say too little of what an item is about: marks, departments, years.
const SHORTEST_CONTENT: usize = 8;

fn content(item: &Item) -> Grams {
    let texts = item
        .fields
        .values()
        .flatten()
        .map(|v: &Value| v.text.as_str());
    let long = texts.filter(|t| t.chars().nth(SHORTEST_CONTENT - 1).is_some());
    // no essence: characters are compared one by one here, and this is the bulk of a plan's text
    Grams::of_all(long)
}
