//! What a mark means where it stands.

use super::draft::{Draft, mark_key};
use crate::document::LegendEntry;
use rustc_hash::FxHashMap;

/// What a mark means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// One thing.
    One(String),
    /// Several, and nothing tells which.
    Several(Vec<String>),
    /// The legend does not have it.
    Unknown,
}

/// The entries of the legends by mark; the forms of one mark are one.
pub struct Marks(FxHashMap<String, Vec<LegendEntry>>);

impl Marks {
    pub fn new(legend: &[LegendEntry]) -> Self {
        let mut out: FxHashMap<String, Vec<LegendEntry>> = FxHashMap::default();
        for entry in legend {
            out.entry(mark_key(&entry.mark))
                .or_default()
                .push(entry.clone());
        }
        Self(out)
    }

    /// What a mark of an item means: by the entries of its own table, section or kind, else by those
    /// that hold everywhere; of several, by the one on the item's own page.
    pub fn meaning(&self, mark: &str, draft: &Draft) -> Meaning {
        let Some(entries) = self.0.get(&mark_key(mark)) else {
            return Meaning::Unknown;
        };
        let is_own = |e: &&LegendEntry| {
            let scope = e.scope.as_ref();
            scope.is_some()
                && (scope == draft.within.as_ref()
                    || scope == Some(&draft.kind)
                    || scope == draft.name.as_ref())
        };
        let mut found: Vec<&LegendEntry> = entries.iter().filter(is_own).collect();
        if found.is_empty() {
            found = entries.iter().filter(|e| e.scope.is_none()).collect();
        }
        if meanings(&found).len() > 1 {
            let page = draft.page;
            let on_page = found.iter().filter(|e| e.at.iter().any(|a| a.page == page));
            let on_page: Vec<&LegendEntry> = on_page.copied().collect();
            if !on_page.is_empty() {
                found = on_page;
            }
        }
        let mut said = meanings(&found);
        match said.len() {
            0 => Meaning::Unknown,
            1 => Meaning::One(said.remove(0)),
            _ => Meaning::Several(said),
        }
    }
}

/// Different meanings, in order.
fn meanings(entries: &[&LegendEntry]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for entry in entries {
        if !out.iter().any(|m| mark_key(m) == mark_key(&entry.meaning)) {
            out.push(entry.meaning.clone());
        }
    }
    out
}
