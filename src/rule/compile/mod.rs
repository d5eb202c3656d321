//! [`RuleFile`] to [`Rule`]: patterns compiled and names resolved, all mistakes at once.

mod checks;
mod entries;
mod head;
mod marker;
mod tables;

pub(super) use head::compile_head;
pub(super) use tables::ABOVE;

use super::config::{self, Name, Pattern, RuleFile};
use super::model::*;
use super::pattern::{self, MAX_BYTES, MAX_CAPTURES, Refused};
use super::syntax::{self, Damage, NOWHERE, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::{Policy, Step, fold_pattern};
use crate::rule::words::{BadWord, MAX_LENGTH, Words};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Reads a rule file.
///
/// # Errors
/// Every mistake found, with its place.
pub fn compile(file: &str, text: &str) -> Result<Rule, Vec<Diagnostic>> {
    let compiled = compile_all(file, &Arc::from(text));
    match compiled.rule {
        Some(rule) if compiled.found.is_empty() => Ok(rule),
        _ => Err(compiled.found),
    }
}

/// What became of a rule file, with its mistakes.
pub(super) struct Compiled {
    /// The file as it was written, without what does not fit.
    pub raw: Option<RuleFile>,
    /// What works of it.
    pub rule: Option<Rule>,
    /// The mistakes, by place.
    pub found: Vec<Diagnostic>,
    /// What does not work.
    pub damage: Damage,
}

/// Reads a rule file as far as it can be read.
pub(super) fn compile_all(file: &str, source: &Arc<str>) -> Compiled {
    let read = syntax::read(file, source);
    let mut out = Compiled {
        raw: None,
        rule: None,
        found: read.found,
        damage: read.damage,
    };
    if let Some(raw) = read.raw {
        let mut c = Compiler::new(file, source, words_of(&raw.words));
        c.damage = std::mem::take(&mut out.damage);
        out.rule = Some(c.rule(&raw));
        let Compiler { errors, damage, .. } = c;
        out.found.extend(errors);
        out.damage = damage;
        out.raw = Some(raw);
    }
    in_order(&mut out.found);
    out
}

/// Sorts mistakes by their place, and drops what is said twice.
pub(super) fn in_order(found: &mut Vec<Diagnostic>) {
    found.sort_by(|a, b| {
        (a.span.start, a.code, &a.message).cmp(&(b.span.start, b.code, &b.message))
    });
    found.dedup_by(|a, b| (a.span.start, &a.message) == (b.span.start, &b.message));
}

pub(super) fn words_of(own: &std::collections::BTreeMap<String, Pattern>) -> Words<'_> {
    Words::new(own.iter().map(|(k, v)| (k.as_str(), v.as_str())))
}

struct Compiler<'a> {
    file: &'a str,
    source: &'a Arc<str>,
    words: Words<'a>,
    /// Words of the rule that do not work; patterns that use them are not blamed for it.
    broken: BTreeSet<String>,
    errors: Vec<Diagnostic>,
    damage: Damage,
    /// Byte offset at which each line begins.
    lines: Vec<usize>,
}

impl<'a> Compiler<'a> {
    fn new(file: &'a str, source: &'a Arc<str>, words: Words<'a>) -> Self {
        let breaks = source.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self {
            file,
            source,
            words,
            broken: BTreeSet::new(),
            errors: Vec::new(),
            damage: Damage::default(),
            lines: std::iter::once(0)
                .chain(breaks.map(|(i, _)| i + 1))
                .collect(),
        }
    }

    fn error(&mut self, code: Code, span: Range<usize>, message: impl Into<String>) {
        self.push(code, span, message.into(), None);
    }

    fn push(&mut self, code: Code, span: Range<usize>, message: String, help: Option<String>) {
        if span.start == NOWHERE {
            return;
        }
        self.damage.at(span.start);
        let mut diagnostic = Diagnostic::new(code, self.file, self.source, span, message);
        diagnostic.help = help;
        self.errors.push(diagnostic);
    }

    /// Something is missing beside what stands at a place; unless something was left out there, which may
    /// have been it.
    fn lacks(&mut self, code: Code, span: Range<usize>, message: impl Into<String>) {
        if !self.damage.is_beside(span.start) {
            self.error(code, span, message);
        }
    }

    /// A mistake in a name, with the known one that is nearest to it.
    fn error_near<'k>(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: String,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let meant = nearest(name, known);
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        self.push(code, span, message, help);
    }

    /// The line of a byte, from 1; 0 for what stands nowhere.
    fn line(&self, at: usize) -> usize {
        if at == NOWHERE {
            return 0;
        }
        self.lines.partition_point(|start| *start <= at)
    }

    /// A pattern written in the file.
    fn re(&mut self, pattern: &Pattern) -> Option<Re> {
        self.pattern(pattern.as_str(), pattern.span())
    }

    /// A pattern, written or made of what stands at `span`.
    fn pattern(&mut self, pattern: &str, span: Range<usize>) -> Option<Re> {
        if !self.broken.is_empty() && self.words.uses(pattern, &|w| self.broken.contains(w)) {
            self.damage.at(span.start);
            return None;
        }
        let expanded = match self.words.expand(pattern) {
            Ok(expanded) => expanded,
            Err(bad) => {
                self.bad_word(bad, span);
                return None;
            }
        };
        match pattern::compiled(&fold_pattern(&expanded)) {
            Ok(regex) => Some(Re {
                regex,
                line: self.line(span.start),
            }),
            Err(refused) => {
                self.refused(refused, span);
                None
            }
        }
    }

    fn refused(&mut self, refused: Refused, span: Range<usize>) {
        match refused {
            Refused::Bad(reason) => {
                let message = format!("bad regular expression: {reason}");
                self.error(Code::BadPattern, span, message);
            }
            Refused::TooLarge => {
                let message = format!(
                    "the pattern is too complex: compiled, it is over the limit of {MAX_BYTES} bytes"
                );
                let help =
                    "repeat less (`{1,1000}`), and prefer `[^x]` to `\\p{…}` within repetitions";
                self.push(Code::PatternTooLarge, span, message, Some(help.into()));
            }
            Refused::Captures(many) => {
                let message =
                    format!("the pattern has {many} captures, over the limit of {MAX_CAPTURES}");
                let help = "use `(?:…)` where nothing is made of the capture";
                self.push(Code::TooManyCaptures, span, message, Some(help.into()));
            }
        }
    }

    fn bad_word(&mut self, bad: BadWord, span: Range<usize>) {
        match bad {
            // the word is there, but something was wrong with it
            BadWord::Unknown(name) if self.damage.lost(&name) => self.damage.at(span.start),
            BadWord::Unknown(name) => {
                let known: Vec<String> = self.words.names().map(str::to_owned).collect();
                let message = format!("no word is called `{name}`");
                let known = known.iter().map(String::as_str);
                self.error_near(Code::UnknownWord, span, message, &name, known);
            }
            BadWord::Circular(name) => {
                let message = format!("the word `{name}` contains itself");
                self.error(Code::CircularWord, span, message);
            }
            BadWord::TooLong => {
                let message = format!(
                    "with its words in place, the pattern is over the limit of {MAX_LENGTH} bytes"
                );
                self.error(Code::PatternTooLarge, span, message);
            }
        }
    }

    /// Checks the words of the rule, each for itself first, so that a mistake is said once.
    fn own_words(&mut self, raw: &RuleFile) {
        for (name, pattern) in &raw.words {
            let errors = self.errors.len();
            let itself = |w: &str| w == name;
            match self.words.stubbed(pattern.as_str()) {
                Err(bad) => self.bad_word(bad, pattern.span()),
                Ok(_) if self.words.uses(pattern.as_str(), &itself) => {
                    self.bad_word(BadWord::Circular(name.clone()), pattern.span());
                }
                Ok(stubbed) => {
                    if let Err(refused) = pattern::compiled(&fold_pattern(&stubbed)) {
                        self.refused(refused, pattern.span());
                    }
                }
            }
            if self.errors.len() > errors {
                self.broken.insert(name.clone());
            }
        }
        for (name, pattern) in &raw.words {
            if !self.broken.contains(name) && self.re(pattern).is_none() {
                self.broken.insert(name.clone());
            }
        }
    }

    fn re_opt(&mut self, pattern: &Option<Pattern>) -> Option<Re> {
        pattern.as_ref().and_then(|p| self.re(p))
    }

    fn wholes(&mut self, patterns: &[Pattern]) -> Vec<Re> {
        patterns.iter().filter_map(|p| self.whole(p, &[])).collect()
    }

    fn res(&mut self, patterns: &[Pattern]) -> Vec<Re> {
        patterns.iter().filter_map(|p| self.re(p)).collect()
    }

    /// A pattern that must match from end to end, with the captures it needs.
    fn whole(&mut self, pattern: &Pattern, needed: &[&str]) -> Option<Re> {
        self.with_captures(pattern, needed)?;
        self.pattern(&format!("^(?:{})$", pattern.as_str()), pattern.span())
    }

    fn with_captures(&mut self, pattern: &Pattern, needed: &[&str]) -> Option<Re> {
        let re = self.re(pattern)?;
        for name in needed {
            if !re.regex.capture_names().flatten().any(|n| n == *name) {
                let message = format!("the pattern has no capture `{name}`");
                self.error(Code::MissingCapture, pattern.span(), message);
            }
        }
        Some(re)
    }

    fn rule(&mut self, raw: &RuleFile) -> Rule {
        self.own_words(raw);
        if raw.example.is_empty() {
            let message = "the rule file has no `[[example]]`";
            self.lacks(Code::NoExample, raw.id.span(), message);
        }
        // compiled for its mistakes; choosing a rule has it from the head
        self.matches(raw.matches.get_ref());
        let mut rule = Rule {
            id: raw.id.as_str().to_owned(),
            version: raw.version,
            title: raw.title.clone(),
            why: raw.why.clone(),
            file: self.file.to_owned(),
            sha256: {
                use sha2::Digest;
                crate::reading::hex(&sha2::Sha256::digest(self.source.as_bytes()))
            },
            plan: self.plan(&raw.plan),
            furniture: Furniture {
                patterns: self.wholes(&raw.furniture.patterns),
                keep: self.wholes(&raw.furniture.keep),
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
            text: Arc::clone(self.source),
        };
        rule.legends = raw
            .legend
            .iter()
            .map(|l| self.legend(l.get_ref(), raw))
            .collect();
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
            self.error_near(Code::UnknownPolicy, raw.policy.span(), message, name, known);
        }
        Some((self.whole(&raw.field, &[])?, policy.ok()?))
    }

    fn known_table(&mut self, name: &Name, file: &RuleFile) {
        let names = file.table.iter().map(|t| t.name.as_str());
        let text = name.as_str();
        if !names.clone().any(|n| n == text) && !self.damage.lost(text) {
            let message = format!("no `[[table]]` is named `{text}`");
            self.error_near(Code::UnknownName, name.span(), message, text, names);
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
