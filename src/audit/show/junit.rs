//! An audit for continuous integration: a test suite a fixture, a test case a field.

use super::words;
use crate::audit::difference::{Difference, Kind};
use crate::audit::report::{Audited, ExpectedOutcome, FileFault, Report, Verdict};
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
    let mut out = TestCase::new(fault.file.as_str(), failed(&fault.message, &fault.help));
    out.set_classname("files");
    out
}

fn failed(message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_description(description);
    status
}

fn suite(fixture: &Audited) -> TestSuite {
    let mut out = TestSuite::new(fixture.name.as_str());
    let mut add = |name: &str, status: TestCaseStatus, output: &str| {
        let mut case = TestCase::new(name, status);
        case.set_classname(fixture.name.as_str());
        if !output.is_empty() {
            case.set_system_out(output);
        }
        out.add_test_case(case);
    };
    if let Some(failure) = &fixture.failure {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(failure.as_str());
        add("document", status, "");
    }
    for field in fixture.fields.keys() {
        let (status, output) = case(fixture, field);
        add(field, status, &output);
    }
    for outcome in &fixture.expected {
        if let ExpectedOutcome::Worse { failure, .. } = outcome {
            let name = format!("known failure: {}", failure.field);
            add(&name, failed(&words::outcome(outcome), &failure.why), "");
        }
    }
    out
}

/// How a field came out, and what differs within its threshold.
fn case(fixture: &Audited, field: &str) -> (TestCaseStatus, String) {
    let of_field = fixture.differences.iter().filter(|d| d.field == field);
    let (known, new): (Vec<&Difference>, Vec<&Difference>) = of_field
        .filter(|d| d.kind != Kind::Print)
        .partition(|d| d.expected_failure);
    let told = |differences: &[&Difference]| {
        let lines: Vec<String> = differences.iter().map(|d| words::line(d)).collect();
        lines.join("\n")
    };
    let prefix = format!("{field}: ");
    let below: Vec<&str> = fixture
        .below
        .iter()
        .filter(|below| below.starts_with(&prefix))
        .map(String::as_str)
        .collect();
    if fixture.verdict == Verdict::Failed && !below.is_empty() {
        return (failed(&below.join("; "), &told(&new)), told(&known));
    }
    if known.is_empty() {
        return (TestCaseStatus::success(), told(&new));
    }
    let mut skipped = TestCaseStatus::skipped();
    skipped.set_message("fails as expected");
    (skipped, told(&known))
}
