//! How a fixture came out: failures that are known, and thresholds.

use super::difference::{Difference, Kind};
use super::report::{Audited, ExpectedOutcome, Verdict};
use super::set::{ExpectedFailure, Fixture, FixtureSet, Threshold};
use super::tally::Tally;
use indexmap::IndexMap;

/// Judges a fixture by its differences and counts; if `strict`, by its glyphs as well.
pub(super) fn judge(set: &FixtureSet, fixture: &Fixture, strict: bool, out: &mut Audited) {
    let known = fixture.expected_failures.iter();
    out.expected = known.map(|f| expected(f, &mut out.differences)).collect();
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

/// What became of a failure that is known; the differences it stands for are marked.
fn expected(failure: &ExpectedFailure, differences: &mut [Difference]) -> ExpectedOutcome {
    let is_meant = |d: &&mut Difference| {
        let kind = match failure.kind {
            Some(kind) => d.kind == kind,
            // what differs in print does not fail
            None => d.kind != Kind::Print,
        };
        let of = failure.of.as_ref().is_none_or(|of| *of == d.of.id);
        kind && of && d.field == failure.field && !d.expected_failure
    };
    let (mut count, mut other) = (0, None);
    for difference in differences.iter_mut().filter(is_meant) {
        let is_found = failure.found.is_none() || failure.found == difference.found;
        if !is_found {
            other = Some(difference.found.clone());
            continue;
        }
        count += 1;
        difference.expected_failure = count <= failure.most;
    }
    let failure = failure.clone();
    if let Some(found) = other {
        let was = failure.found.clone().unwrap_or_default();
        let message = match found {
            Some(found) => format!("found `{found}`, and not `{was}` as expected"),
            None => format!("found nothing, and not `{was}` as expected"),
        };
        return ExpectedOutcome::Worse { failure, message };
    }
    match count {
        0 => ExpectedOutcome::Passes { failure },
        n if n > failure.most => {
            let message = format!("{n} differences, and at most {} are expected", failure.most);
            ExpectedOutcome::Worse { failure, message }
        }
        _ => ExpectedOutcome::Fails { failure },
    }
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
