//! What is held back for a person to decide on.

use super::sources::Guards;
use crate::document::{Document, Item};
use crate::edition::Comparison;
use crate::finding::{Code, Finding, Severity};
use std::collections::BTreeSet;

/// Kinds of items that are measures, where a document has some.
const MEASURES: [&str; 3] = ["measure", "submeasure", "action"];
/// Most findings of one kind that are named as reasons.
const NAMED: usize = 3;

/// Why a document is held back; nothing when it is not. `former` is the edition (or revision) before it, with what
/// differs.
pub fn reasons(
    guards: &Guards,
    new: &Document,
    former: Option<(&Document, &Comparison)>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let of = |codes: &'static [Code]| {
        let is_it = move |f: &&Finding| codes.iter().any(|c| c.as_str() == f.code);
        new.findings.iter().filter(is_it).take(NAMED).cloned()
    };
    if guards.no_rule {
        out.extend(of(&[Code::NoRule]));
    }
    if guards.weak_rule {
        out.extend(of(&[Code::RuleWeakMatch, Code::RuleTie]));
    }
    if guards.contradictions {
        out.extend(contradictions(new, former.map(|(old, _)| old)));
    }
    if guards.errors {
        let errors = new
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error);
        let unsaid: Vec<Finding> = errors
            .filter(|f| !out.contains(f))
            .take(NAMED)
            .cloned()
            .collect();
        out.extend(unsaid);
    }
    if let Some((old, comparison)) = former {
        let nothing_left = new.items.is_empty() && !old.items.is_empty();
        match nothing_left {
            true if guards.no_items => out.push(no_items(old)),
            true => {}
            false => out.extend(lost(guards, old, comparison)),
        }
    }
    out
}

/// Totals that disagree with their rows, and did not in the edition before.
fn contradictions(new: &Document, old: Option<&Document>) -> Vec<Finding> {
    let old = old.map_or(&[][..], |d| &d.findings);
    unknown(&new.findings, old).take(NAMED).cloned().collect()
}

/// The disagreements that are no earlier ones.
fn unknown<'f>(new: &'f [Finding], old: &[Finding]) -> impl Iterator<Item = &'f Finding> {
    let is_it = |f: &&Finding| f.code == Code::CountMismatch.as_str();
    let old = old.iter().filter(is_it);
    let known: BTreeSet<String> = old.map(|f| without_digits(&f.message)).collect();
    let found = new.iter().filter(is_it);
    found.filter(move |f| !known.contains(&without_digits(&f.message)))
}

/// The numbers are others every year.
fn without_digits(message: &str) -> String {
    message.chars().filter(|c| !c.is_numeric()).collect()
}

fn no_items(old: &Document) -> Finding {
    let message = format!(
        "it has no items, and the edition before has {}",
        old.items.len()
    );
    Finding::new(Code::MeasuresLost, message, Vec::new())
}

/// More measures of the edition before than may be are not in this one.
fn lost(guards: &Guards, old: &Document, comparison: &Comparison) -> Option<Finding> {
    let paired: BTreeSet<&str> = comparison.items.iter().map(|p| p.old.as_str()).collect();
    let measures = measures(old);
    let gone: Vec<&&Item> = measures
        .iter()
        .filter(|i| !paired.contains(i.id.as_str()))
        .collect();
    let share = gone.len() as f64 / measures.len().max(1) as f64;
    if gone.is_empty() || share <= guards.lost {
        return None;
    }
    let names: Vec<String> = gone
        .iter()
        .take(NAMED)
        .map(|i| format!("`{}`", shown(i)))
        .collect();
    let message = format!(
        "{} of {} measures of the edition before are not in it ({:.0} %, more than {:.0} %): {}{}",
        gone.len(),
        measures.len(),
        share * 100.0,
        guards.lost * 100.0,
        names.join(", "),
        if gone.len() > NAMED { " …" } else { "" }
    );
    let at = gone
        .iter()
        .take(NAMED)
        .flat_map(|i| i.at.first().cloned())
        .collect();
    Some(Finding::new(Code::MeasuresLost, message, at))
}

/// The measures of a document; where nothing is called one, all items. What repeats another is none of its own.
fn measures(document: &Document) -> Vec<&Item> {
    let own = || document.items.iter().filter(|i| i.repeats.is_none());
    let called: Vec<&Item> = own()
        .filter(|i| MEASURES.contains(&i.kind.as_str()))
        .collect();
    match called.is_empty() {
        true => own().collect(),
        false => called,
    }
}

fn shown(item: &Item) -> String {
    match &item.number {
        Some(number) => format!("{number} {}", item.title),
        None => item.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_disagreed_before_may_disagree_with_other_numbers() {
        let mismatch = |text: &str| Finding::new(Code::CountMismatch, text, Vec::new());
        let old = [mismatch("`合計` says 12, its rows are 11")];
        let new = [
            mismatch("`合計` says 30, its rows are 28"),
            mismatch("`小計` says 12, its rows are 11"),
        ];
        let found: Vec<&Finding> = unknown(&new, &old).collect();
        assert_eq!(found, [&new[1]]);
    }
}
