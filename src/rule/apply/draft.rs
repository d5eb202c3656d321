//! Items before their parents and status are resolved.

use crate::account::PageAccount;
use crate::document::{At, Value};
use crate::normalize::{Policy, fold_char, normalized};
use crate::text::Text;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// An item whose parent and status are not yet resolved.
pub struct Draft {
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub parent: Parent,
    pub name: Option<String>,
    /// Name of the table or section of the rule that it was read by.
    pub within: Option<String>,
    pub status: Option<Text>,
    /// What the status means, where the page says so beside it: the header of the marked column.
    pub meaning: Option<String>,
    /// What the status was read by.
    pub status_from: Source,
    /// Marks that are known without a legend.
    pub marks: Vec<String>,
    pub refs: Vec<String>,
    pub flags: Vec<String>,
    pub fields: IndexMap<String, Option<Value>>,
    pub page: u32,
    pub at: Vec<At>,
}

/// What a text was read by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Source {
    /// Line of the rule, from 1; 0 where none says it.
    pub line: usize,
    /// Table, row and column of its cell.
    pub cell: Option<(usize, usize, usize)>,
}

/// What the document does not say of how it was read.
#[derive(Debug, Default)]
pub struct Trace {
    /// For each item the mark of its status, and what it was read by.
    pub status: Vec<Option<(Text, Source)>>,
    /// Where the glyphs of each page went.
    pub places: Vec<PageAccount>,
    /// Lines of the rule that had a say, and that no place in the document names.
    pub lines: BTreeSet<usize>,
}

/// The parent of a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Parent {
    None,
    Item(usize),
    /// Not open when the item was read: the only one of these kinds or names, if there is one.
    Later(Vec<String>),
}

/// A mark as marks are compared: the forms of one mark are one.
pub fn mark_key(text: &str) -> String {
    let plain = normalized(Policy::PLAIN, text);
    plain.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|c| !c.is_whitespace())
        .collect()
}
