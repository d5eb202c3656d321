//! Items before their parents and status are resolved.

use crate::document::{At, Value};
use crate::normalize::{Policy, fold_char, normalized};
use crate::text::Text;
use indexmap::IndexMap;

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
    /// Marks that are known without a legend.
    pub marks: Vec<String>,
    pub refs: Vec<String>,
    pub flags: Vec<String>,
    pub fields: IndexMap<String, Option<Value>>,
    pub page: u32,
    pub at: Vec<At>,
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
