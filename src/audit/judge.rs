//! How a fixture came out: failures that are known, and thresholds.

use super::compare::is_field;
use super::difference::{Difference, Kind};
use super::files::shown;
use super::report::{Audited, ExpectedOutcome, FileFault, FileFaultKind, Verdict};
use super::set::{ExpectedFailure, Fixture, FixtureSet, Threshold};
use super::tally::Tally;
use crate::rule::syntax::nearest;
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeSet;

/// Judges a fixture by its differences and counts; if `strict`, by its glyphs as well. `there` are the ids of the things
/// that are on both sides.
pub(super) fn judge(
    set: &FixtureSet,
    fixture: &Fixture,
    (there, strict): (&BTreeSet<String>, bool),
    out: &mut Audited,
) {
    let holders = assigned(&fixture.expected_failures, &mut out.differences);
    let compared = Compared {
        fields: &out.fields,
        there,
    };
    let outcome = |(i, failure): (usize, &ExpectedFailure)| {
        let own = out.differences.iter().zip(&holders);
        let own: Vec<&Difference> = own
            .filter(|(_, h)| **h == Some(i))
            .map(|(d, _)| d)
            .collect();
        expected(failure, &own, &compared)
    };
    let known = fixture.expected_failures.iter().enumerate();
    out.expected = known.map(outcome).collect();
    let effective = without_known(&out.fields, &out.differences);
    out.below = effective
        .iter()
        .flat_map(|(field, tally)| below(field, tally, &threshold(set, fixture, field)))
        .collect();
    let astray = out.account.map_or(0, |account| account.astray());
    if strict && astray > 0 {
        out.below
            .push(format!("{astray} glyphs lost or in two places"));
    }
    let is_worse = |o: &ExpectedOutcome| matches!(o, ExpectedOutcome::Worse { .. });
    let fails = |o: &ExpectedOutcome| matches!(o, ExpectedOutcome::Fails { .. });
    out.verdict = match () {
        () if !out.below.is_empty() || out.expected.iter().any(is_worse) => Verdict::Failed,
        () if out.expected.iter().any(fails) => Verdict::KnownFailures,
        () => Verdict::Passed,
    };
}

/// What was compared of a fixture.
struct Compared<'c> {
    fields: &'c IndexMap<String, Tally>,
    there: &'c BTreeSet<String>,
}

/// Whether a difference is one that a known failure stands for.
type Fits = dyn Fn(&ExpectedFailure, &Difference) -> bool;

/// Which failure that is known each difference is of: first those that are found as an entry says, then the others.
/// As many as an entry allows are marked.
fn assigned(known: &[ExpectedFailure], differences: &mut [Difference]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; differences.len()];
    let is_as_said = |f: &ExpectedFailure, d: &Difference| f.found.is_some() && f.found == d.found;
    let rounds: [&Fits; 3] = [&is_as_said, &|f, _| f.found.is_none(), &|_, _| true];
    let mut full = vec![0; known.len()];
    for is_of_round in rounds {
        for (i, failure) in known.iter().enumerate() {
            for (difference, holder) in differences.iter_mut().zip(&mut out) {
                let is_free = holder.is_none() && is_meant(failure, difference);
                if !is_free || !is_of_round(failure, difference) {
                    continue;
                }
                *holder = Some(i);
                let stands = failure.found.is_none() || failure.found == difference.found;
                full[i] += usize::from(stands);
                difference.expected_failure = stands && full[i] <= failure.most;
            }
        }
    }
    out
}

fn is_meant(failure: &ExpectedFailure, difference: &Difference) -> bool {
    let kind = match failure.kind {
        Some(kind) => difference.kind == kind,
        // what differs in print does not fail
        None => difference.kind != Kind::Print,
    };
    let of = failure.of.as_ref().is_none_or(|of| *of == difference.of.id);
    kind && of && difference.field == failure.field
}

/// Fields that are the presence of a thing.
const PRESENCE: [&str; 7] = [
    "items",
    "indicators",
    "legend",
    "tables",
    "sections",
    "footnotes",
    "findings",
];

/// What became of a failure that is known, by the differences that are its own.
fn expected(
    failure: &ExpectedFailure,
    own: &[&Difference],
    compared: &Compared<'_>,
) -> ExpectedOutcome {
    let worse = |message: String| ExpectedOutcome::Worse {
        failure: failure.clone(),
        message,
    };
    let is_other = |d: &&&Difference| failure.found.is_some() && failure.found != d.found;
    if let Some(other) = own.iter().find(is_other) {
        let was = failure.found.as_deref().unwrap_or_default();
        return worse(match &other.found {
            Some(found) => format!("found `{found}`, and not `{was}` as expected"),
            None => format!("found nothing, and not `{was}` as expected"),
        });
    }
    match own.len() {
        0 => {}
        n if n > failure.most => {
            let most = failure.most;
            return worse(format!("{n} differences, and at most {most} are expected"));
        }
        _ => {
            return ExpectedOutcome::Fails {
                failure: failure.clone(),
            };
        }
    }
    let is_compared = compared.fields.contains_key(&failure.field) || is_field(&failure.field);
    // what was surplus leaves nothing behind when it is gone
    if !is_compared && failure.kind != Some(Kind::Surplus) {
        return worse(nowhere(&failure.field, compared.fields.keys()));
    }
    let is_gone = |of: &&String| !of.is_empty() && !compared.there.contains(*of);
    match failure.of.as_ref().filter(is_gone) {
        Some(of) if !PRESENCE.contains(&failure.field.as_str()) => {
            worse(format!("nothing that is expected was found as `{of}`"))
        }
        _ => ExpectedOutcome::Passes {
            failure: failure.clone(),
        },
    }
}

/// A field that no comparison had, in words.
fn nowhere<'f>(field: &str, known: impl Iterator<Item = &'f String>) -> String {
    let meant = nearest(field, known.map(String::as_str));
    let meant = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    format!("`{field}` is compared nowhere{meant}")
}

/// The thresholds of fields that are compared nowhere: of a fixture in it, of the set in all of them.
pub(super) fn thresholds(set: &FixtureSet, audited: &[Audited]) -> Vec<FileFault> {
    let read: Vec<&Audited> = audited.iter().filter(|a| a.failure.is_none()).collect();
    let mut out = Vec::new();
    let mut say = |fixture: Option<&str>, names: &IndexMap<String, Threshold>, of: &[&Audited]| {
        let fields: IndexSet<&String> = of.iter().flat_map(|a| a.fields.keys()).collect();
        for name in names.keys().filter(|name| !is_known(name, &fields)) {
            let file = set.manifest.as_deref().unwrap_or(&set.root);
            let said = nowhere(name, fields.iter().copied());
            out.push(FileFault {
                kind: FileFaultKind::Mistake,
                file: shown(&set.root, file),
                fixture: fixture.map(str::to_owned),
                message: format!("a threshold means nothing: {said}"),
                help: "name a field as the differences do, `fields.*` for all labels, or `*`"
                    .into(),
            });
        }
    };
    for audited in &read {
        let of = set.fixtures.iter().find(|f| f.name == audited.name);
        of.into_iter()
            .for_each(|f| say(Some(&f.name), &f.thresholds, &[*audited]));
    }
    // what only some fixtures have can be told of all of them alone
    if read.len() == set.fixtures.len() {
        say(None, &set.thresholds, &read);
    }
    out
}

fn is_known(name: &str, fields: &IndexSet<&String>) -> bool {
    let group = name.strip_suffix(".*");
    let is_group = group.is_some_and(|g| matches!(g, "fields" | "values" | "plan" | "source"));
    name == "*" || is_group || is_field(name) || fields.iter().any(|f| f.as_str() == name)
}

/// The counts as if there were no failures that are known.
fn without_known(
    fields: &IndexMap<String, Tally>,
    differences: &[Difference],
) -> IndexMap<String, Tally> {
    let mut out = fields.clone();
    for difference in differences.iter().filter(|d| d.expected_failure) {
        let Some(tally) = out.get_mut(&difference.field) else {
            continue;
        };
        let take = |n: &mut usize| *n = n.saturating_sub(1);
        match difference.kind {
            Kind::Missing => take(&mut tally.expected),
            Kind::Surplus => take(&mut tally.found),
            Kind::Different => {
                take(&mut tally.expected);
                take(&mut tally.found);
            }
            Kind::Print => {
                take(&mut tally.expected);
                take(&mut tally.found);
                take(&mut tally.same);
            }
        }
    }
    out
}

/// How good a field must be: as the fixture says, else the set; by its name, else by `fields.*`, else by `*`.
pub fn threshold(set: &FixtureSet, fixture: &Fixture, field: &str) -> Threshold {
    let group = field.split_once('.').map(|(group, _)| format!("{group}.*"));
    let names = [Some(field), group.as_deref(), Some("*")];
    let mut out = Threshold::default();
    for thresholds in [&fixture.thresholds, &set.thresholds] {
        for name in names.into_iter().flatten() {
            if let Some(known) = thresholds.get(name) {
                out.precision = out.precision.or(known.precision);
                out.recall = out.recall.or(known.recall);
                out.exactness = out.exactness.or(known.exactness);
            }
        }
    }
    out
}

/// What of a field is below its threshold, in words.
fn below(field: &str, tally: &Tally, threshold: &Threshold) -> Vec<String> {
    let parts = [
        (
            "precision",
            tally.precision(),
            threshold.precision.unwrap_or(1.0),
        ),
        ("recall", tally.recall(), threshold.recall.unwrap_or(1.0)),
        (
            "exactness",
            tally.exactness(),
            threshold.exactness.unwrap_or(0.0),
        ),
    ];
    let below = parts.into_iter().filter(|(_, is, least)| is < least);
    let said = below.map(|(name, is, least)| format!("{field}: {name} {is:.3} is below {least}"));
    said.collect()
}
