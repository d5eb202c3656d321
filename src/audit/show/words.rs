//! What an audit says, in words; the formats put it on their page.

use crate::audit::difference::{Difference, Kind, Located, Of, Subject};
use crate::audit::report::{Audited, ExpectedOutcome, Report, Verdict};
use crate::audit::tally::Tally;
use crate::edition::show::clean::one_line;
use crate::place::At;
use indexmap::IndexMap;

/// `1 difference`, `3 differences`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::KnownFailures => "passed with known failures",
        Verdict::Failed => "FAILED",
    }
}

/// Fixtures of which nobody has looked at some parts.
pub fn unreviewed(report: &Report) -> impl Iterator<Item = String> + '_ {
    let open = report.fixtures.iter().filter(|f| f.unreviewed > 0);
    open.map(|f| {
        let parts = count(f.unreviewed, "part", "parts");
        format!(
            "{}: {parts} that nobody has looked at (`keikaku audit review {}`)",
            f.name, f.name
        )
    })
}

/// How many of the glyphs of all pages are accounted for; nothing where there are none.
pub fn account(report: &Report) -> Option<String> {
    let account = &report.account;
    let lost = match account.astray() {
        0 => "none lost, none in two places".to_owned(),
        _ => format!("{} lost, {} in two places", account.lost, account.twice),
    };
    let share = format!("{} % of {} glyphs", account.placed, account.glyphs);
    (account.glyphs > 0).then(|| format!("{share} are where they should be: {lost}"))
}

/// The first line of an audit.
pub fn headline(report: &Report) -> String {
    let fixtures = count(report.fixtures.len(), "fixture", "fixtures");
    let failed = report
        .fixtures
        .iter()
        .filter(|f| f.verdict == Verdict::Failed);
    let all = report.fixtures.iter().flat_map(|f| &f.differences);
    let (mut differences, mut print, mut known) = (0, 0, 0);
    for difference in all {
        match difference.kind {
            _ if difference.expected_failure => known += 1,
            Kind::Print => print += 1,
            _ => differences += 1,
        }
    }
    let mut out = vec![fixtures];
    let mut add = |n: usize, text: String| {
        if n > 0 {
            out.push(text);
        }
    };
    let failed = failed.count();
    add(failed, format!("{failed} failed"));
    add(
        report.files.len(),
        count(
            report.files.len(),
            "file not as it should be",
            "files not as they should be",
        ),
    );
    add(differences, count(differences, "difference", "differences"));
    add(known, count(known, "known difference", "known differences"));
    add(print, format!("{print} in print only"));
    let values = total(&report.fields);
    out.push(format!(
        "{} of {} values as expected",
        values.same, values.expected
    ));
    format!("{}: {}", verdict(report.verdict), out.join(" · "))
}

/// The counts of all fields together.
pub fn total(fields: &IndexMap<String, Tally>) -> Tally {
    let mut out = Tally::default();
    fields.values().for_each(|t| out.add(t));
    out
}

/// Subject and name of what a difference is of.
pub fn owner(of: &Of) -> String {
    let id = match of.subject {
        Subject::Item | Subject::Indicator | Subject::Table if of.name != of.id => of.id.as_str(),
        _ => "",
    };
    let id = if id.is_empty() {
        String::new()
    } else {
        format!(" ({id})")
    };
    format!("{} {}{id}", of.subject.as_str(), of.name)
        .trim()
        .to_owned()
}

/// Page, box, row and column.
pub fn place(at: &[At], located: Located) -> String {
    let Some(first) = at.first() else {
        return String::new();
    };
    let mut out = format!("p.{}", first.page);
    if first.r#box != [0.0; 4] {
        let [x0, top, x1, bottom] = first.r#box.map(f64::round);
        out += &format!(" [{x0} {top} {x1} {bottom}]");
    }
    if let Some(row) = first.row {
        out += &format!(" row {row}");
    }
    if let Some(col) = first.col {
        out += &format!(" column {col}");
    }
    if at.len() > 1 {
        out += &format!(" and {} more", at.len() - 1);
    }
    let by = match located {
        Located::Printed => " (printed here)",
        Located::Owner => " (its owner)",
        Located::Held => " (by the truth)",
        Located::Read | Located::Unknown => "",
    };
    out + by
}

/// The sign of a difference.
pub fn sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "-",
        Kind::Surplus => "+",
        Kind::Different => "~",
        Kind::Print => "=",
    }
}

/// How a difference differs, in a word.
pub fn kind(difference: &Difference) -> &'static str {
    match difference.kind {
        _ if difference.expected_failure => "known",
        Kind::Missing => "missing",
        Kind::Surplus => "surplus",
        Kind::Different => "different",
        Kind::Print => "print",
    }
}

/// A difference on one line.
pub fn line(difference: &Difference) -> String {
    let values = match (&difference.expected, &difference.found) {
        (Some(a), None) => format!("expected `{a}`, found nothing"),
        (None, Some(b)) => format!("found `{b}`, expected nothing"),
        (Some(a), Some(b)) => format!("expected `{a}`, found `{b}`"),
        (None, None) => String::new(),
    };
    let place = place(&difference.at, difference.located);
    let text = format!(
        "{}: {}: {values} {place}",
        owner(&difference.of),
        difference.field
    );
    one_line(text.trim()).into_owned()
}

/// The differences of a fixture by what they belong to, in their order.
pub fn by_owner<'d>(
    differences: impl Iterator<Item = &'d Difference>,
) -> Vec<(&'d Of, Vec<&'d Difference>)> {
    let mut out: IndexMap<(Subject, &str, &str), (&Of, Vec<&Difference>)> = IndexMap::new();
    for difference in differences {
        let of = &difference.of;
        let key = (of.subject, of.id.as_str(), of.name.as_str());
        out.entry(key)
            .or_insert_with(|| (of, Vec::new()))
            .1
            .push(difference);
    }
    out.into_values().collect()
}

/// What became of a failure that is known.
pub fn outcome(outcome: &ExpectedOutcome) -> String {
    let (failure, said) = match outcome {
        ExpectedOutcome::Fails { failure } => (failure, "fails as expected".to_owned()),
        ExpectedOutcome::Passes { failure } => (
            failure,
            "does not fail any more: its entry in the manifest can go".to_owned(),
        ),
        ExpectedOutcome::Worse { failure, message } => {
            (failure, format!("is worse than expected: {message}"))
        }
    };
    let of = failure
        .of
        .as_deref()
        .map(|of| format!(" of {of}"))
        .unwrap_or_default();
    format!(
        "known failure `{}`{of} {said} ({})",
        failure.field, failure.why
    )
}

/// A line of a table: name, expected, found, same, precision, recall, exactness.
pub fn row(name: &str, tally: &Tally) -> [String; 7] {
    let share = |v: f64| format!("{:.1}%", (v * 1000.0).floor() / 10.0);
    [
        name.to_owned(),
        tally.expected.to_string(),
        tally.found.to_string(),
        tally.same.to_string(),
        share(tally.precision()),
        share(tally.recall()),
        share(tally.exactness()),
    ]
}

/// The head of these tables.
pub const HEAD: [&str; 7] = [
    "",
    "expected",
    "found",
    "same",
    "precision",
    "recall",
    "exact",
];

/// By field, by fixture, by rule.
pub fn tables(report: &Report) -> [(&'static str, Vec<[String; 7]>); 3] {
    let mut fields: Vec<[String; 7]> = report.fields.iter().map(|(f, t)| row(f, t)).collect();
    fields.push(row("all", &total(&report.fields)));
    let of_fixture = |f: &Audited| row(&f.name, &total(&f.fields));
    let fixtures = report.fixtures.iter().map(of_fixture).collect();
    let of_rule = |(rule, fields): (&String, &IndexMap<String, Tally>)| {
        let name = if rule.is_empty() { "(no rule)" } else { rule };
        row(name, &total(fields))
    };
    let rules = report.rules.iter().map(of_rule).collect();
    [("field", fields), ("fixture", fixtures), ("rule", rules)]
}
