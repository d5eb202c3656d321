//! [`Truth`]: the document that is held to be right, or a part of one.

use crate::document;
use serde_json::Value;

/// The document that is held to be right.
///
/// With `schema` it is a whole one of the contract, and all of it holds. Without, it is a part of one: what it names
/// holds, and a key that no entity of a kind has says nothing. Its ids are its own.
#[derive(Debug, Clone)]
pub struct Truth {
    value: Value,
    pages: Option<u32>,
}

impl Truth {
    /// Reads a truth.
    ///
    /// # Errors
    /// In words, when it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let value = serde_json::from_slice(bytes).map_err(|e| format!("not JSON: {e}"))?;
        Self::new(value)
    }

    /// A truth that was read.
    ///
    /// # Errors
    /// In words, when it is none.
    pub fn new(value: Value) -> Result<Self, String> {
        let Value::Object(map) = &value else {
            return Err("not an object: a truth is a document, or a part of one".into());
        };
        match map.get("schema").map(|s| s.as_str()) {
            None | Some(Some(document::SCHEMA)) => {}
            Some(other) => {
                let other = other.unwrap_or("no text");
                return Err(format!(
                    "`schema` is `{other}`, and not `{}`",
                    document::SCHEMA
                ));
            }
        }
        if !KEYS.iter().any(|key| map.contains_key(*key)) {
            let keys = KEYS.join("`, `");
            return Err(format!("nothing in it is held: it has none of `{keys}`"));
        }
        check(map)?;
        let pages = ["/source/pages", "/meta/pages"];
        let pages = pages.iter().find_map(|p| value.pointer(p)?.as_u64());
        Ok(Self {
            pages: pages.map(|p| p as u32),
            value,
        })
    }

    /// With the number of pages that the manifest gives, where the truth gives none.
    pub fn with_pages(mut self, pages: Option<u32>) -> Self {
        self.pages = self.pages.or(pages);
        self
    }

    /// Whether it is a whole document.
    pub fn is_whole(&self) -> bool {
        self.value.get("schema").is_some()
    }

    /// As it was read.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// How many pages the PDF has.
    pub fn pages(&self) -> Option<u32> {
        self.pages
    }

    /// Texts that must be printed somewhere.
    pub fn samples(&self) -> impl Iterator<Item = &str> {
        let samples = self
            .value
            .get("paragraph_samples")
            .and_then(Value::as_array);
        samples.into_iter().flatten().filter_map(Value::as_str)
    }
}

/// The keys of which a truth has at least one.
pub(super) const KEYS: [&str; 8] = [
    "plan",
    "legend",
    "items",
    "indicators",
    "tables",
    "sections",
    "footnotes",
    "findings",
];

/// What is a list in a document is one in its truth.
fn check(map: &serde_json::Map<String, Value>) -> Result<(), String> {
    for key in &KEYS[1..] {
        if map.get(*key).is_some_and(|v| !v.is_array()) {
            return Err(format!("`{key}` is not a list"));
        }
    }
    if map.get("plan").is_some_and(|v| !v.is_object()) {
        return Err("`plan` is not an object".into());
    }
    Ok(())
}
