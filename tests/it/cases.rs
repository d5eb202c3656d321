//! Texts and what becomes of them, one a line: `tests/cases/normalize.tsv` (policy, input, expected)
//! and `tests/cases/values.tsv` (what is known around it, input, what it says).

use keikaku::normalize::{Policy, normalize, normalized};
use keikaku::value::{Context, ERAS, Era, Triangle, read};
use std::fmt::Write;

/// The lines of a table, with their numbers and their escapes undone.
fn table(name: &str) -> Vec<(usize, [String; 3])> {
    let path = format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(n, line)| {
            let mut columns = line.split('\t').map(unescaped);
            let mut next = || columns.next().unwrap_or_default();
            (n + 1, [next(), next(), next()])
        })
        .collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, length) = match escape.chars().next() {
            Some('n') => ('\n', 1),
            Some('r') => ('\r', 1),
            Some('t') => ('\t', 1),
            Some('u') => {
                let end = escape.find('}').unwrap();
                let code = u32::from_str_radix(&escape[2..end], 16).unwrap();
                (char::from_u32(code).unwrap(), end + 1)
            }
            other => (other.unwrap(), other.unwrap().len_utf8()),
        };
        out.push(c);
        rest = &escape[length..];
    }
    out + rest
}

fn report(failures: &[String], all: usize, least: usize) {
    let mut text = String::new();
    for failure in failures.iter().take(60) {
        writeln!(text, "{failure}").unwrap();
    }
    assert!(
        failures.is_empty(),
        "{} of {all} cases:\n{text}",
        failures.len()
    );
    assert!(all >= least, "only {all} cases");
}

#[test]
fn texts_through_the_steps_of_a_policy() {
    let cases = table("normalize.tsv");
    let least = 2_000;
    let mut failures = Vec::new();
    for (line, [policy, input, expected]) in &cases {
        let policy = Policy::parse(policy).unwrap();
        let out = normalize(policy, input);
        if out.text != *expected {
            failures.push(format!(
                "{line}: {input:?} -> {:?}, not {expected:?}",
                out.text
            ));
        } else if out.undone(input) != *input {
            failures.push(format!(
                "{line}: {input:?} cannot be had back: {:?}",
                out.edits
            ));
        } else if normalized(policy, expected) != *expected {
            failures.push(format!("{line}: {expected:?} is changed once more"));
        }
    }
    report(&failures, cases.len(), least);
}

/// What is known around a text: `unit=千円,year=2022`.
fn context(text: &str) -> Context<'_> {
    let mut out = Context::default();
    for part in text.split(',').filter(|p| *p != "-") {
        let (key, value) = part.split_once('=').unwrap();
        match (key, value) {
            ("unit", unit) => out.unit = Some(unit),
            ("triangle", "minus") => out.triangle = Triangle::Minus,
            ("triangle", "mark") => out.triangle = Triangle::Mark,
            ("parentheses", "minus") => out.parentheses_are_minus = true,
            ("year", year) => out.year = Some(year.parse().unwrap()),
            ("role", "year") => out.years = true,
            ("era", name) => out.era = Some(*ERAS.iter().find(|e: &&Era| e.name == name).unwrap()),
            _ => panic!("{text}"),
        }
    }
    out
}

#[test]
fn texts_and_what_they_say() {
    let cases = table("values.tsv");
    let least = 1_500;
    let mut failures = Vec::new();
    for (line, [known, input, expected]) in &cases {
        let said = read(input, &context(known)).to_string();
        if said != *expected {
            failures.push(format!(
                "{line}: {known} {input:?} -> {said}, not {expected}"
            ));
        }
    }
    report(&failures, cases.len(), least);
}
