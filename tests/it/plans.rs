//! The real plans, where they are at hand.

use crate::audit::{audited, shown};
use crate::support::{document, shared};
use keikaku::audit::Verdict;
use serde_json::Value;

#[test]
fn the_five_plans_are_read_as_printed() {
    let Some(folder) = shared("plans") else {
        return;
    };
    let report = audited(&folder);
    assert_eq!(report.fixtures.len(), 5);
    assert_eq!(report.verdict, Verdict::Passed, "{}", shown(&report));
}

/// The truth file says which printed counts disagree with the rows; each of them is a finding, and
/// nothing else is.
#[test]
fn each_contradiction_of_the_summary_is_a_finding() {
    let Some(folder) = shared("plans") else {
        return;
    };
    let truth = std::fs::read(folder.join("shishin.truth.json")).unwrap();
    let truth: Value = serde_json::from_slice(&truth).unwrap();
    let claims = truth["summary_check"].as_array().unwrap().iter();
    let wrong = claims
        .flat_map(|rank| rank["claims"].as_array().unwrap())
        .filter(|claim| claim["agrees"] == false)
        .count();
    let document = document(&folder.join("shishin.pdf"));
    let found = document
        .findings
        .iter()
        .filter(|f| f.code == "count-mismatch");
    assert_eq!(found.count(), wrong);
}

#[test]
fn the_corpus_is_read_without_a_panic() {
    let Some(folder) = shared("corpus") else {
        return;
    };
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_pdf = path.extension().is_some_and(|e| e == "pdf");
        // the longest is for the benchmark, not for an unoptimised test
        if !is_pdf || path.metadata().unwrap().len() > 3_000_000 {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let result = keikaku::read(&bytes, "corpus.pdf", &keikaku::ReadOptions::default());
        let is_negative = path.to_string_lossy().contains("neg-");
        assert_eq!(result.is_err(), is_negative, "{}", path.display());
        read += 1;
    }
    assert!(read > 50);
}
