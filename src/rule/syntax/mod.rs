//! The text of a rule file to [`RuleFile`] (or of another TOML file to its struct), with every mistake of its syntax, keys and types at once.
//!
//! ```text
//!   text ─ parse ─▶ table with places ─ prune ─▶ what fits the schema ─ serde ─▶ RuleFile
//!            └ all syntax errors         └ unknown keys, wrong types, missing keys
//! ```
//!
//! What does not fit is mended where the meaning is plain (a key misspelt, a value without its list) and
//! left out elsewhere, so that the rest of the file can be checked in the same run; [`Damage`] says where.

mod damage;
mod language;
mod prune;

pub use damage::{Damage, NOWHERE, Parts};
pub use language::{Key, Language, Shape, TableShape, resolved};

use super::config::RuleFile;
use crate::diagnostic::{Code, Diagnostic};
use prune::Pruner;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use toml::de::{DeTable, Deserializer};

/// What became of a file's text.
pub struct Read<T = RuleFile> {
    /// The file without what does not fit; none if nothing of it is left.
    pub raw: Option<T>,
    /// All mistakes found on the way.
    pub found: Vec<Diagnostic>,
    /// What was left out.
    pub damage: Damage,
}

/// Largest rule file in bytes; the largest known has some 30,000.
const MAX_FILE: usize = 1 << 20;
/// Most mistakes of syntax, and of keys, that are said of one file: who has more has another kind of file.
pub(super) const MAX_SAID: usize = 500;
/// Most patterns in a rule file; the most known are some 200.
const MAX_PATTERNS: usize = 2_000;

/// Reads a rule file as far as it can be read.
pub fn read(file: &str, source: &Arc<str>) -> Read {
    read_as(file, source, Language::get())
}

/// Reads a file of some language as far as it can be read.
pub fn read_as<T: DeserializeOwned>(
    file: &str,
    source: &Arc<str>,
    language: &'static Language,
) -> Read<T> {
    if source.len() > MAX_FILE {
        let size = source.len();
        let message = format!("the file has {size} bytes, over the limit of {MAX_FILE}");
        return refused(Diagnostic::new(
            Code::FileTooLarge,
            file,
            source,
            0..0,
            message,
        ));
    }
    let (table, errors) = DeTable::parse_recoverable(source);
    let mut found: Vec<Diagnostic> = errors
        .iter()
        .take(MAX_SAID)
        .map(|e| syntax_error(file, source, e))
        .collect();
    // one slip makes the parser stumble several times; the first place is the one to mend
    found.sort_by_key(|d| d.span.start);
    found.dedup_by_key(|d| d.line);
    let lines = found.iter().map(|d| d.line).collect();
    let mut pruner = Pruner::new(file, source, language, lines);
    let pruned = pruner.root(table);
    if pruner.patterns.len() > MAX_PATTERNS {
        pruner.patterns.sort_by_key(|span| span.start);
        let span = pruner.patterns[MAX_PATTERNS].clone();
        let many = pruner.patterns.len();
        let message = format!("the file has {many} patterns, over the limit of {MAX_PATTERNS}");
        return refused(Diagnostic::new(
            Code::TooManyPatterns,
            file,
            source,
            span,
            message,
        ));
    }
    found.append(&mut pruner.found);
    let raw = match T::deserialize(Deserializer::from(pruned)) {
        Ok(raw) => Some(raw),
        Err(e) => {
            // what is wrong has been reported, unless the schema says less than the structs do
            if found.is_empty() {
                found.push(syntax_error(file, source, &e));
            }
            None
        }
    };
    Read {
        raw,
        found,
        damage: pruner.damage,
    }
}

/// A file that is not looked at any further.
fn refused<T>(why: Diagnostic) -> Read<T> {
    Read {
        raw: None,
        found: vec![why],
        damage: Damage::default(),
    }
}

/// What the parser says.
pub fn syntax_error(file: &str, source: &Arc<str>, e: &toml::de::Error) -> Diagnostic {
    let span = e.span().unwrap_or(0..0);
    let message = e.message().lines().next().unwrap_or_default();
    Diagnostic::new(Code::Syntax, file, source, span, message)
}

/// The known name that an unknown one is nearest to, if it is near.
pub fn nearest<'k>(unknown: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let length = |s: &str| s.chars().count();
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(unknown, known), known))
        .filter(|(distance, known)| {
            *distance <= length(known).max(3) / 3 + 1
                && *distance < length(known).max(length(unknown))
        })
        .min()
        .map(|(_, known)| known.to_owned())
}
