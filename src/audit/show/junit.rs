//! An audit for continuous integration: a test suite a fixture, a test case a field.

use super::words;
use crate::audit::difference::{Difference, Kind};
use crate::audit::report::{Audited, ExpectedOutcome, FileFault, Report, Verdict};
use crate::edition::show::clean::one_line;
use quick_junit::{NonSuccessKind, Report as JUnit, TestCase, TestCaseStatus, TestSuite};

/// An audit as JUnit XML. What differs within the thresholds of a fixture is in the output of its case.
///
/// # Errors
/// When it cannot be written.
pub fn junit(report: &Report) -> Result<String, String> {
    let mut out = JUnit::new("keikaku audit");
    if !report.files.is_empty() {
        let mut suite = TestSuite::new("files");
        suite.add_test_cases(report.files.iter().map(fault));
        out.add_test_suite(suite);
    }
    out.add_test_suites(report.fixtures.iter().map(suite));
    out.to_string()
        .map_err(|e| format!("the audit cannot be written: {e}"))
}

fn fault(fault: &FileFault) -> TestCase {
    let mut out = TestCase::new(clean(&fault.file), failed(&fault.message, &fault.help));
    out.set_classname("files");
    out
}

fn failed(message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status
        .set_message(clean(message))
        .set_description(clean(description));
    status
}

/// Without the characters that XML 1.0 has no place for, even as references; what steers a terminal as its code.
fn clean(text: &str) -> String {
    let is_char = |c: char| !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let lines: Vec<String> = text
        .lines()
        .map(|line| one_line(line).into_owned())
        .collect();
    lines
        .join("\n")
        .chars()
        .map(|c| if is_char(c) { c } else { '\u{FFFD}' })
        .collect()
}

fn suite(fixture: &Audited) -> TestSuite {
    let mut out = TestSuite::new(clean(&fixture.name));
    let mut add = |name: &str, status: TestCaseStatus, output: &str| {
        let mut case = TestCase::new(clean(name), status);
        case.set_classname(clean(&fixture.name));
        if !output.is_empty() {
            case.set_system_out(clean(output));
        }
        out.add_test_case(case);
    };
    if let Some(failure) = &fixture.failure {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(clean(failure));
        add("document", status, "");
    }
    for field in fixture.fields.keys() {
        let (status, output) = case(fixture, field);
        add(field, status, &output);
    }
    // what is of no field, such as glyphs that are lost
    let is_of_field = |below: &str| fixture.fields.keys().any(|f| is_of(below, f));
    for below in fixture.below.iter().filter(|below| !is_of_field(below)) {
        add("document", failed(below, below), "");
    }
    for outcome in &fixture.expected {
        if let ExpectedOutcome::Worse { failure, .. } = outcome {
            let name = format!("known failure: {}", failure.field);
            add(&name, failed(&words::outcome(outcome), &failure.why), "");
        }
    }
    out
}

/// Whether what is below a threshold is of a field.
fn is_of(below: &str, field: &str) -> bool {
    below
        .strip_prefix(field)
        .is_some_and(|rest| rest.starts_with(": "))
}

/// How a field came out, and what differs within its threshold.
fn case(fixture: &Audited, field: &str) -> (TestCaseStatus, String) {
    let of_field = fixture.differences.iter().filter(|d| d.field == field);
    let (print, others): (Vec<&Difference>, Vec<&Difference>) =
        of_field.partition(|d| d.kind == Kind::Print && !d.expected_failure);
    let (known, new): (Vec<&Difference>, Vec<&Difference>) =
        others.into_iter().partition(|d| d.expected_failure);
    let told = |differences: &[&Difference]| {
        let lines: Vec<String> = differences.iter().map(|d| words::line(d)).collect();
        lines.join("\n")
    };
    let below = fixture.below.iter().filter(|below| is_of(below, field));
    let below: Vec<&str> = below.map(String::as_str).collect();
    if fixture.verdict == Verdict::Failed && !below.is_empty() {
        // below exactness, what differs in print is what fails
        let is_exactness = below.iter().any(|b| b.contains(": exactness "));
        let why = [told(&new), told(if is_exactness { &print } else { &[] })];
        let why: Vec<String> = why.into_iter().filter(|w| !w.is_empty()).collect();
        return (failed(&below.join("; "), &why.join("\n")), told(&known));
    }
    if known.is_empty() {
        return (TestCaseStatus::success(), told(&new));
    }
    let mut skipped = TestCaseStatus::skipped();
    skipped.set_message("fails as expected");
    (skipped, told(&known))
}
