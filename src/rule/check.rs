//! All that is wrong with a rule file: its syntax and keys, its patterns and names, what in it can have no
//! effect, and its examples.

use super::compile::{compile_all, in_order};
use super::example::check_examples_of;
use super::lint;
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Lints by which an example comes out otherwise, or not at all.
const EXPLAIN: [Code; 8] = [
    Code::NeverMatches,
    Code::HeaderSpace,
    Code::EmptyLevel,
    Code::Unreachable,
    Code::CaptureTypo,
    Code::UnknownCapture,
    Code::UnknownKind,
    Code::IdleLegend,
];

/// A rule file that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The file's name.
    pub file: String,
    /// Its text.
    pub source: Arc<str>,
    /// The rule's `id` with its bytes in the file, if it has one.
    pub id: Option<(String, Range<usize>)>,
    /// The mistakes, in the order of the file.
    pub found: Vec<Diagnostic>,
}

/// Checks a rule file, and runs its examples.
pub fn check(file: &str, text: &str) -> Checked {
    let source: Arc<str> = Arc::from(text);
    let mut compiled = compile_all(file, &source);
    let mut found = std::mem::take(&mut compiled.found);
    let id = compiled.raw.as_ref().map(|raw| &raw.id);
    let id = id.filter(|id| !id.as_str().is_empty());
    let id = id.map(|id| (id.as_str().to_owned(), id.span()));
    if let (Some(raw), Some(rule)) = (&compiled.raw, &compiled.rule) {
        let lints = lint::lint(file, &source, raw, &compiled.damage);
        // what a lint explains need not be said again by an example
        let explain = lints.iter().filter(|l| EXPLAIN.contains(&l.code));
        explain.for_each(|l| compiled.damage.at(l.span.start));
        found.extend(lints);
        found.extend(check_examples_of(rule, &compiled.damage));
    }
    in_order(&mut found);
    Checked {
        file: file.to_owned(),
        source,
        id,
        found,
    }
}

/// Reports each id that an earlier one of some files has, in the later file.
pub fn check_ids(files: &mut [Checked]) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for checked in files {
        let Some((id, span)) = &checked.id else {
            continue;
        };
        if let Some(other) = seen.get(id) {
            let message = format!("the id `{id}` is also that of `{other}`");
            let (file, source) = (&checked.file, &checked.source);
            let found = Diagnostic::new(Code::DuplicateId, file, source, span.clone(), message);
            let help = "each rule has an id of its own; the later one would replace the earlier";
            checked.found.push(found.with_help(help));
            in_order(&mut checked.found);
        } else {
            seen.insert(id.clone(), checked.file.clone());
        }
    }
}
