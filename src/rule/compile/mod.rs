//! [`RuleFile`] to [`Rule`]: patterns compiled and names resolved, all mistakes at once.

mod checks;
mod entries;
mod head;
mod marker;
mod tables;
mod words;

pub(super) use head::compile_head;
pub use words::Words;

use super::config::{self, Name, Pattern, RuleFile};
use super::model::*;
use crate::diagnostic::Diagnostic;
use crate::normalize::{Policy, Step, fold_pattern};
use regex::RegexBuilder;
use std::ops::Range;
use words::BadWord;

/// Largest compiled size of one pattern in bytes; a larger one is refused as too complex.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// Reads a rule file.
///
/// # Errors
/// Every mistake found, with its place.
pub fn compile(file: &str, text: &str) -> Result<Rule, Vec<Diagnostic>> {
    let raw: RuleFile = toml::from_str(text).map_err(|e| vec![toml_error(file, text, &e)])?;
    let words = words_of(&raw.words);
    let mut c = Compiler::new(file, text, words);
    let rule = c.rule(&raw);
    if c.errors.is_empty() {
        Ok(rule)
    } else {
        Err(c.errors)
    }
}

fn words_of(own: &std::collections::BTreeMap<String, Pattern>) -> Words<'_> {
    Words::new(own.iter().map(|(k, v)| (k.as_str(), v.as_str())))
}

fn toml_error(file: &str, text: &str, e: &toml::de::Error) -> Diagnostic {
    let span = e.span().unwrap_or(0..0);
    let message = e.message().lines().next().unwrap_or_default().to_owned();
    let diagnostic = Diagnostic::new(file, text, span, &message);
    match suggestion(&message) {
        Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

/// The known key nearest to an unknown one, from the parser's own list of what it expected.
fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    message.contains("unknown").then_some(())?;
    nearest(unknown, names)
}

/// The known name that an unknown one is nearest to, if it is near.
fn nearest<'k>(unknown: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    known
        .map(|known| (strsim::damerau_levenshtein(unknown, known), known))
        .filter(|(distance, known)| *distance <= known.len().max(3) / 3 + 1)
        .min()
        .map(|(_, known)| known.to_owned())
}

struct Compiler<'a> {
    file: &'a str,
    text: &'a str,
    words: Words<'a>,
    errors: Vec<Diagnostic>,
    /// Byte offset at which each line begins.
    lines: Vec<usize>,
}

impl<'a> Compiler<'a> {
    fn new(file: &'a str, text: &'a str, words: Words<'a>) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self {
            file,
            text,
            words,
            errors: Vec::new(),
            lines: std::iter::once(0)
                .chain(breaks.map(|(i, _)| i + 1))
                .collect(),
        }
    }

    fn error(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.errors
            .push(Diagnostic::new(self.file, self.text, span, message));
    }

    /// A mistake in a name, with the known one that is nearest to it.
    fn error_near<'k>(
        &mut self,
        span: Range<usize>,
        message: String,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let diagnostic = Diagnostic::new(self.file, self.text, span, message);
        self.errors.push(match nearest(name, known) {
            Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// A pattern written in the file.
    fn re(&mut self, pattern: &Pattern) -> Option<Re> {
        self.pattern(pattern.as_str(), pattern.span())
    }

    /// A pattern, written or made of what stands at `span`.
    fn pattern(&mut self, pattern: &str, span: Range<usize>) -> Option<Re> {
        let expanded = match self.words.expand(pattern) {
            Ok(expanded) => expanded,
            Err(bad) => {
                self.bad_word(bad, span);
                return None;
            }
        };
        let built = RegexBuilder::new(&fold_pattern(&expanded))
            .dot_matches_new_line(true)
            .size_limit(MAX_PATTERN_BYTES)
            .build();
        match built {
            Ok(regex) => Some(Re {
                regex,
                line: self.line(span.start),
            }),
            Err(e) => {
                let reason = e.to_string();
                let last = reason.lines().last().unwrap_or_default().to_owned();
                let last = last.trim_start_matches("error: ");
                self.error(span, format!("bad regular expression: {last}"));
                None
            }
        }
    }

    fn bad_word(&mut self, bad: BadWord, span: Range<usize>) {
        match bad {
            BadWord::Unknown(name) => {
                let known: Vec<String> = self.words.names().map(str::to_owned).collect();
                let message = format!("no word is called `{name}`");
                self.error_near(span, message, &name, known.iter().map(String::as_str));
            }
            BadWord::Circular(name) => {
                self.error(span, format!("the word `{name}` contains itself"));
            }
            BadWord::TooLong => self.error(span, "the pattern is too long with its words"),
        }
    }

    fn re_opt(&mut self, pattern: &Option<Pattern>) -> Option<Re> {
        pattern.as_ref().and_then(|p| self.re(p))
    }

    fn res(&mut self, patterns: &[Pattern]) -> Vec<Re> {
        patterns.iter().filter_map(|p| self.re(p)).collect()
    }

    fn with_captures(&mut self, pattern: &Pattern, needed: &[&str]) -> Option<Re> {
        let re = self.re(pattern)?;
        for name in needed {
            if !re.regex.capture_names().flatten().any(|n| n == *name) {
                let message = format!("the pattern has no capture `{name}`");
                self.error(pattern.span(), message);
            }
        }
        Some(re)
    }

    fn rule(&mut self, raw: &RuleFile) -> Rule {
        for word in raw.words.values() {
            self.re(word);
        }
        if raw.example.is_empty() {
            self.error(raw.id.span(), "the rule has no `[[example]]`");
        }
        let mut rule = Rule {
            id: raw.id.as_str().to_owned(),
            version: raw.version,
            title: raw.title.clone(),
            why: raw.why.clone(),
            file: self.file.to_owned(),
            sha256: {
                use sha2::Digest;
                crate::reading::hex(&sha2::Sha256::digest(self.text.as_bytes()))
            },
            matches: self.matches(&raw.matches),
            plan: self.plan(&raw.plan),
            furniture: Furniture {
                patterns: self.res(&raw.furniture.patterns),
                keep: self.res(&raw.furniture.keep),
            },
            legends: Vec::new(),
            footnotes: Vec::new(),
            tables: raw.table.iter().filter_map(|t| self.table(t)).collect(),
            forms: raw.form.iter().filter_map(|f| self.form(f)).collect(),
            sections: raw.section.iter().filter_map(|s| self.section(s)).collect(),
            normalize: raw
                .normalize
                .iter()
                .filter_map(|n| self.normalize(n))
                .collect(),
            checks: raw
                .check
                .iter()
                .filter_map(|c| self.check(c, raw))
                .collect(),
            examples: Vec::new(),
            text: self.text.to_owned(),
        };
        rule.legends = raw.legend.iter().map(|l| self.legend(l, raw)).collect();
        rule.footnotes = raw
            .footnote
            .iter()
            .filter_map(|f| self.with_captures(&f.pattern, &["term", "text"]))
            .collect();
        let examples = raw.example.iter();
        rule.examples = examples.map(|e| (e.span(), e.get_ref().clone())).collect();
        rule
    }

    fn legend(&mut self, raw: &config::Legend, file: &RuleFile) -> Legend {
        if let Some(table) = &raw.table {
            self.known_table(table, file);
        }
        let pattern = match &raw.pattern {
            Some(p) if raw.mark.is_some() => self.with_captures(p, &["meaning"]),
            Some(p) => self.with_captures(p, &["mark", "meaning"]),
            None => None,
        };
        let spans = [
            raw.stated.as_ref().map(toml::Spanned::span),
            raw.pattern.as_ref().map(Pattern::span),
            raw.table.as_ref().map(Name::span),
        ];
        let line = spans.into_iter().flatten().next();
        Legend {
            pattern,
            mark: raw.mark.clone(),
            meaning: raw.meaning.clone(),
            after: self.re_opt(&raw.after),
            table: raw.table.as_ref().map(text),
            mark_column: self.header_opt(&raw.mark_column),
            meaning_column: self.header_opt(&raw.meaning_column),
            scope: raw.scope.as_ref().map(text),
            stated: raw.stated.as_ref().is_some_and(|s| *s.get_ref()),
            line: line.map_or(0, |s| self.line(s.start)),
        }
    }

    fn normalize(&mut self, raw: &config::Normalize) -> Option<(Re, Policy)> {
        let policy = Policy::parse(raw.policy.as_str());
        if let Err(name) = &policy {
            let steps = Step::ALL.iter().map(|s| s.name());
            let known = Policy::NAMED.iter().map(|(n, _)| *n).chain(steps);
            let message = format!("`{name}` is neither a policy nor a step");
            self.error_near(raw.policy.span(), message, name, known);
        }
        Some((self.re(&raw.field)?, policy.ok()?))
    }

    fn known_table(&mut self, name: &Name, file: &RuleFile) {
        let names = file.table.iter().map(|t| t.name.as_str());
        if !names.clone().any(|n| n == name.as_str()) {
            let message = format!("no `[[table]]` is named `{}`", name.as_str());
            self.error_near(name.span(), message, name.as_str(), names);
        }
    }
}

/// The text of a name.
fn text(name: &Name) -> String {
    name.as_str().to_owned()
}

/// The texts of names.
fn texts(names: &[Name]) -> Vec<String> {
    names.iter().map(text).collect()
}
