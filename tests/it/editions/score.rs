//! How well a comparison agrees with the truth.

use super::truth::{TrueChange, Truth};
use crate::support::norm;
use keikaku::edition::{Change, Comparison, Kind, Pair, Subject, Weight};
use std::collections::BTreeSet;
use std::fmt;

/// What was found, and what was not.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Pairs of items.
    pub items: Matching,
    /// Pairs of indicators.
    pub indicators: Matching,
    /// True substantive changes.
    pub substantive: usize,
    /// Those that were not reported.
    pub missed: Vec<String>,
    /// Changes that were reported as substantive.
    pub reported: usize,
    /// Those that are none.
    pub false_ones: Vec<String>,
}

/// Pairs that are right, missing and wrong.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    pub right: usize,
    pub missing: Vec<String>,
    pub wrong: Vec<String>,
}

impl Matching {
    fn of(truth: &BTreeSet<(String, String)>, found: &[Pair]) -> Self {
        let found: BTreeSet<(String, String)> = found
            .iter()
            .map(|p| (p.old.clone(), p.new.clone()))
            .collect();
        let lines = |a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>| {
            a.difference(b)
                .map(|(old, new)| format!("{old} = {new}"))
                .collect()
        };
        Self {
            right: truth.intersection(&found).count(),
            missing: lines(truth, &found),
            wrong: lines(&found, truth),
        }
    }

    /// How many of the pairs found are right.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong.len())
    }

    /// How many of the true pairs are found.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missing.len())
    }

    /// Both in one.
    pub fn f1(&self) -> f64 {
        ratio(
            2 * self.right,
            2 * self.right + self.wrong.len() + self.missing.len(),
        )
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.missing.extend(other.missing);
        self.wrong.extend(other.wrong);
    }
}

/// Of nothing, all is right.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl Score {
    /// How many of the reported substantive changes are none.
    pub fn false_share(&self) -> f64 {
        ratio(self.false_ones.len(), self.reported.max(1))
    }

    /// How many of the true substantive changes are missed.
    pub fn missed_share(&self) -> f64 {
        ratio(self.missed.len(), self.substantive.max(1))
    }

    /// Both scores as one, over several comparisons.
    pub fn add(&mut self, other: Self) {
        self.items.add(other.items);
        self.indicators.add(other.indicators);
        self.substantive += other.substantive;
        self.missed.extend(other.missed);
        self.reported += other.reported;
        self.false_ones.extend(other.false_ones);
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, matching) in [("items", &self.items), ("indicators", &self.indicators)] {
            writeln!(
                f,
                "{what}: precision {:.4}, recall {:.4}, F1 {:.4}",
                matching.precision(),
                matching.recall(),
                matching.f1()
            )?;
            matching
                .missing
                .iter()
                .try_for_each(|l| writeln!(f, "  missing pair {l}"))?;
            matching
                .wrong
                .iter()
                .try_for_each(|l| writeln!(f, "  wrong pair   {l}"))?;
        }
        writeln!(
            f,
            "missed {} of {} substantive changes",
            self.missed.len(),
            self.substantive
        )?;
        self.missed
            .iter()
            .try_for_each(|l| writeln!(f, "  missed {l}"))?;
        writeln!(
            f,
            "{} of {} reported are false",
            self.false_ones.len(),
            self.reported
        )?;
        self.false_ones
            .iter()
            .try_for_each(|l| writeln!(f, "  false  {l}"))
    }
}

/// Scores a comparison.
pub fn score(found: &Comparison, truth: &Truth) -> Score {
    let true_ones = truth
        .changes
        .iter()
        .filter(|t| t.weight == Weight::Substantive);
    let missed = true_ones
        .clone()
        .filter(|t| !found.changes.iter().any(|c| says(c, t) && weighs(c, t)));
    let substantive = found
        .changes
        .iter()
        .filter(|c| c.weight == Weight::Substantive);
    let false_ones = substantive.clone().filter(|c| {
        let known = truth
            .changes
            .iter()
            .any(|t| says(c, t) && t.weight == Weight::Substantive);
        !known && !truth.tolerated.iter().any(|t| says(c, t))
    });
    Score {
        items: Matching::of(&truth.items, &found.items),
        indicators: Matching::of(&truth.indicators, &found.indicators),
        substantive: true_ones.clone().count(),
        missed: missed.map(true_line).collect(),
        reported: substantive.clone().count(),
        false_ones: false_ones.map(line).collect(),
    }
}

/// Whether a reported change is a true one: of a kind that says it, of the same thing, in the same field. A split may be
/// reported once or for each part.
fn says(change: &Change, truth: &TrueChange) -> bool {
    let kind = change.kind == truth.kind || truth.or.contains(&change.kind);
    let field = match (&change.field, &truth.field) {
        (Some(a), Some(b)) => label(a) == label(b),
        _ => true,
    };
    kind && field
        && change.subject == truth.subject
        && (same(&change.old, &truth.old, truth) || same(&change.new, &truth.new, truth))
}

/// A section has no id: it is known by its heading. The plan is one.
fn same(of: &[keikaku::edition::Of], ids: &[String], truth: &TrueChange) -> bool {
    let named = |id: &String| {
        of.iter()
            .any(|o| o.id == *id || truth.subject == Subject::Section && norm(&o.title) == norm(id))
    };
    truth.subject == Subject::Plan || ids.iter().any(named)
}

/// Whether it is as heavy as it should be. Whether another number, or a 再掲, matters is a matter of taste: any weight is
/// right, but it must be reported.
fn weighs(change: &Change, truth: &TrueChange) -> bool {
    let taste = matches!(
        truth.kind,
        Kind::Renumbered | Kind::RepeatAdded | Kind::RepeatRemoved
    );
    taste || change.weight == truth.weight
}

/// A label in one notation of years, for comparison.
fn label(label: &str) -> String {
    let year = keikaku::value::years::years(label);
    let rest = super::years::YEAR.replace(label, "").replace('年', "");
    format!(
        "{:?}{}",
        year.first().map(|y| y.year),
        norm(&rest).replace('度', "")
    )
}

fn true_line(truth: &TrueChange) -> String {
    let field = truth.field.as_deref().unwrap_or_default();
    format!(
        "{:?} {:?} {:?} -> {:?} {field}",
        truth.subject, truth.kind, truth.old, truth.new
    )
}

fn line(change: &Change) -> String {
    let ids = |of: &[keikaku::edition::Of]| {
        of.iter()
            .map(|o| format!("{} {}", o.id, o.title))
            .collect::<Vec<_>>()
    };
    let texts = (
        change.before.as_deref().unwrap_or_default(),
        change.after.as_deref().unwrap_or_default(),
    );
    let field = change.field.as_deref().unwrap_or_default();
    format!(
        "{:?} {:?} {:?} -> {:?} {field} {texts:?}",
        change.subject,
        change.kind,
        ids(&change.old),
        ids(&change.new)
    )
}
