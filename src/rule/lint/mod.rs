//! Lints: what a rule file says that can have no effect, or can hardly be meant.
//!
//! In: a file that deserialises, and what of it was left out ([`Damage`]). Out: diagnostics. Each lint is a
//! function with a doc comment; nothing is said of the absence of what was left out.

mod captures;
mod names;
mod order;
mod patterns;
mod sites;
mod tables;

use super::compile::words_of;
use super::config::RuleFile;
use super::pattern::{Facts, facts};
use super::syntax::{Damage, NOWHERE, nearest};
use super::words::Words;
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::fold_pattern;
use sites::Site;
use std::ops::Range;
use std::sync::Arc;

/// Runs all lints.
pub fn lint(file: &str, source: &Arc<str>, raw: &RuleFile, damage: &Damage) -> Vec<Diagnostic> {
    let mut lint = Lint {
        file,
        source,
        raw,
        damage,
        words: words_of(&raw.words),
        sites: sites::sites(raw),
        found: Vec::new(),
    };
    lint.names();
    lint.order();
    lint.patterns();
    lint.captures();
    lint.tables();
    lint.found
}

/// What the lints look at.
struct Lint<'a> {
    file: &'a str,
    source: &'a Arc<str>,
    raw: &'a RuleFile,
    damage: &'a Damage,
    words: Words<'a>,
    sites: Vec<Site<'a>>,
    found: Vec<Diagnostic>,
}

impl Lint<'_> {
    /// A mistake, unless it is at a placeholder.
    fn report(&mut self, code: Code, span: Range<usize>, message: String, help: Option<String>) {
        if span.start != NOWHERE {
            let mut found = Diagnostic::new(code, self.file, self.source, span, message);
            found.help = help;
            self.found.push(found);
        }
    }

    /// A mistake about what is missing beside a place, unless something was left out there.
    fn lacks(&mut self, code: Code, span: Range<usize>, message: String, help: Option<String>) {
        if !self.damage.is_beside(span.start) {
            self.report(code, span, message, help);
        }
    }

    /// What a pattern can match; nothing is known of one that does not compile.
    fn facts(&self, pattern: &str) -> Option<Facts> {
        let expanded = self.words.expand(pattern).ok()?;
        facts(&fold_pattern(&expanded))
    }
}

/// `did you mean …?`, where a known name is near.
fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    nearest(name, known).map(|meant| format!("did you mean `{meant}`?"))
}
