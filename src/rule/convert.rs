//! A reading to a document: by the rule that fits, or by a draft of one.

use super::apply::{Trace, apply_traced};
use super::choose::{Choice, Features};
use super::model::Rule;
use super::set::{Entry, RuleSet};
use super::survey;
use crate::account::PageAccount;
use crate::document::{Document, RuleRef};
use crate::error::{Error, Result};
use crate::finding::{Code, Finding};
use crate::reading::Reading;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Chooses the rule for a reading and applies it; `id` names a rule to take without asking. Where two
/// fit equally well, none is taken, and a finding names both.
///
/// # Errors
/// When a rule file is wrong, or no rule has the id.
pub fn convert(reading: &Reading, rules: &RuleSet, id: Option<&str>) -> Result<Document> {
    Ok(convert_choosing(reading, rules, id)?.document)
}

/// A document, and what tells whether other rules would give another one.
#[derive(Debug)]
pub struct Converted {
    /// The document.
    pub document: Document,
    /// Where the glyphs of each page went, from the first page, by index in [`crate::pdf::Page::glyphs`].
    pub account: Vec<PageAccount>,
    /// The verdict of the choice of its rule.
    pub verdict: String,
    /// What the rule was chosen by.
    pub features: Features,
}

/// [`convert`], with how the rule was chosen.
///
/// # Errors
/// As [`convert`].
pub fn convert_choosing(reading: &Reading, rules: &RuleSet, id: Option<&str>) -> Result<Converted> {
    let features = Features::of(reading);
    let drafted = Drafted::default();
    let (traced, verdict) = match id {
        Some(id) => {
            let entry = rules.asked_for(id)?;
            (by_rule(reading, entry)?, entry.identity())
        }
        None => {
            let choice = rules.choose_by(&features);
            (by_choice(reading, &choice, &drafted)?, choice.verdict())
        }
    };
    Ok(Converted {
        document: traced.document,
        account: traced.trace.places,
        verdict,
        features,
    })
}

impl RuleSet {
    /// The verdict of the choice, or of the rule that is asked for ([`Converted::verdict`]).
    ///
    /// # Errors
    /// When no rule has the id.
    pub fn verdict(&self, features: &Features, id: Option<&str>) -> Result<String> {
        match id {
            Some(id) => Ok(self.asked_for(id)?.identity()),
            None => Ok(self.choose_by(features).verdict()),
        }
    }

    fn asked_for(&self, id: &str) -> Result<&Entry> {
        self.by_id(id)
            .ok_or_else(|| Error::NoSuchRule(id.to_owned()))
    }
}

/// A document, with what it exercises.
#[derive(Debug)]
pub struct Exercised {
    /// The document.
    pub document: Document,
    /// The lines of its rule that had a say and that no place in the document names.
    pub lines: BTreeSet<usize>,
    /// Where the glyphs of each page went, as in [`Converted`].
    pub account: Vec<PageAccount>,
}

/// [`convert`], with what the document exercises.
///
/// # Errors
/// As [`convert`].
pub fn convert_with_lines(
    reading: &Reading,
    rules: &RuleSet,
    id: Option<&str>,
) -> Result<Exercised> {
    let drafted = Drafted::default();
    let traced = convert_traced(reading, rules, id, &drafted)?;
    Ok(Exercised {
        document: traced.document,
        lines: traced.trace.lines,
        account: traced.trace.places,
    })
}

/// The draft that reads a document for which there is no rule; made when it is needed.
#[derive(Debug, Default)]
pub struct Drafted(OnceLock<Option<Rule>>);

/// A document with how it was read.
pub(super) struct Traced<'r> {
    pub document: Document,
    pub trace: Trace,
    /// The rule that read it, or the draft of one.
    pub rule: Option<&'r Rule>,
}

/// [`convert`], with what the document does not say of how it was read.
pub(super) fn convert_traced<'r>(
    reading: &Reading,
    rules: &'r RuleSet,
    id: Option<&str>,
    drafted: &'r Drafted,
) -> Result<Traced<'r>> {
    match id {
        Some(id) => by_rule(reading, rules.asked_for(id)?),
        None => by_choice(reading, &rules.choose(reading), drafted),
    }
}

/// A document by the rule that was chosen, or without one.
fn by_choice<'r>(
    reading: &Reading,
    choice: &Choice<'r>,
    drafted: &'r Drafted,
) -> Result<Traced<'r>> {
    if let Some(entry) = choice.taken() {
        let mut traced = by_rule(reading, entry)?;
        if let Some(message) = choice.weakness() {
            let finding = Finding::new(Code::RuleWeakMatch, message, Vec::new());
            traced.document.findings.push(finding);
        }
        return Ok(traced);
    }
    let (mut document, trace, rule) = plain(reading, drafted);
    let finding = match choice.tied() {
        Some((a, b, score)) => {
            let message = format!("`{}` and `{}` both reach {score}", a.id(), b.id());
            Finding::new(Code::RuleTie, message, Vec::new())
        }
        None => Finding::new(Code::NoRule, choice.why_none(), Vec::new()),
    };
    document.findings.insert(0, finding);
    Ok(Traced {
        document,
        trace,
        rule,
    })
}

/// A document that no rule file reads: what is plain to see in it.
fn plain<'r>(reading: &Reading, drafted: &'r Drafted) -> (Document, Trace, Option<&'r Rule>) {
    let rule = drafted.0.get_or_init(|| survey::rule(reading)).as_ref();
    let (mut document, trace) = apply_traced(reading, rule);
    // what a draft does not fit is no news: the tables and the text are there all the same
    let of_rule = |f: &Finding| {
        [
            Code::EntryUnmatched,
            Code::FieldMissing,
            Code::ColumnMissing,
            Code::PairMismatch,
            Code::ParentMissing,
        ]
        .iter()
        .any(|code| f.code == code.as_str())
    };
    document.findings.retain(|f| !of_rule(f));
    (document, trace, rule)
}

fn by_rule<'r>(reading: &Reading, entry: &'r Entry) -> Result<Traced<'r>> {
    let rule = entry.rule()?;
    let (mut document, trace) = apply_traced(reading, Some(rule));
    document.rule = Some(RuleRef {
        id: rule.id.clone(),
        version: rule.version,
        sha256: rule.sha256.clone(),
    });
    Ok(Traced {
        document,
        trace,
        rule: Some(rule),
    })
}
