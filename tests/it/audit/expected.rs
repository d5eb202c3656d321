//! Thresholds, and failures that are known.

use super::{audited, change, copied, item};
use keikaku::audit::{ExpectedOutcome, Report, Verdict};
use serde_json::json;
use std::path::Path;

/// The audit of a folder with two wrong titles, under a manifest.
fn under(name: &str, manifest: &str) -> Report {
    let folder = copied(&format!("expected-{name}"));
    change(&folder, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数でわかる目的の設定");
        item(t, "近隣の市の指針との比べ合い")["title"] = json!("近隣の市の計画との比べ合い");
    });
    written(&folder, manifest);
    audited(&folder)
}

fn written(folder: &Path, manifest: &str) {
    let text = format!("{manifest}\n");
    let text = text.replace(
        "[fixture]",
        "[[fixture]]\nname = \"plan\"\npdf = \"plan.pdf\"\n",
    );
    std::fs::write(folder.join("manifest.toml"), text).unwrap();
}

#[test]
fn all_must_be_right_unless_a_threshold_says_less() {
    let report = under("all", "[fixture]");
    assert_eq!(report.verdict, Verdict::Failed);
    let below = &report.fixtures[0].below;
    assert!(
        below.iter().any(|b| b.starts_with("title: recall 0.9")),
        "{below:?}"
    );
    for thresholds in [
        "[fixture]\n[fixture.thresholds]\ntitle = { precision = 0.9, recall = 0.9 }",
        "[thresholds]\ntitle = { precision = 0.9, recall = 0.9 }\n[fixture]",
        "[thresholds]\n\"*\" = { precision = 0.9, recall = 0.9 }\n[fixture]",
        "[thresholds]\ntitle = { precision = 1, recall = 1 }\n[fixture]\n[fixture.thresholds]\n\"*\" = { precision = 0.9, recall = 0.9 }",
    ] {
        assert_eq!(
            under("less", thresholds).verdict,
            Verdict::Passed,
            "{thresholds}"
        );
    }
    let strict = "[thresholds]\ntitle = { recall = 0.9 }\n[fixture]";
    assert_eq!(
        under("strict", strict).verdict,
        Verdict::Failed,
        "the precision is 1 as before"
    );
}

#[test]
fn exactness_fails_where_it_is_asked_for() {
    let folder = copied("exact");
    change(&folder, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数で わかる目標の設定")
    });
    written(&folder, "[fixture]");
    assert_eq!(audited(&folder).verdict, Verdict::Passed);
    written(
        &folder,
        "[fixture]\n[fixture.thresholds]\ntitle = { exactness = 1 }",
    );
    let report = audited(&folder);
    assert_eq!(report.verdict, Verdict::Failed);
    assert!(report.fixtures[0].below[0].starts_with("title: exactness"));
}

fn outcomes(report: &Report) -> Vec<&'static str> {
    let name = |o: &ExpectedOutcome| match o {
        ExpectedOutcome::Fails { .. } => "fails",
        ExpectedOutcome::Passes { .. } => "passes",
        ExpectedOutcome::Worse { .. } => "worse",
    };
    report.fixtures[0].expected.iter().map(name).collect()
}

#[test]
fn a_known_failure_fails_as_expected() {
    let report = under(
        "known",
        "[fixture]\n[[fixture.expected_failure]]\nfield = \"title\"\nmost = 2\nwhy = \"two titles are set in a picture\"",
    );
    assert_eq!(report.verdict, Verdict::KnownFailures);
    assert_eq!(outcomes(&report), ["fails"]);
    let known = report.fixtures[0]
        .differences
        .iter()
        .filter(|d| d.expected_failure);
    assert_eq!(known.count(), 2);
    assert_eq!(report.fixtures[0].below, [] as [&str; 0]);
}

#[test]
fn a_known_failure_that_got_worse_fails() {
    let of = |more: &str| {
        let manifest = format!(
            "[fixture]\n[[fixture.expected_failure]]\nfield = \"title\"\nwhy = \"x\"\n{more}"
        );
        under("worse", &manifest)
    };
    let more = of("");
    assert_eq!(
        (outcomes(&more), more.verdict),
        (vec!["worse"], Verdict::Failed)
    );
    let id = "group5/group_1/measure14";
    let one = of(&format!("of = \"{id}\""));
    assert_eq!(outcomes(&one), ["fails"], "the other title is none of it");
    assert_eq!(one.verdict, Verdict::Failed);
    let otherwise = of(&format!("of = \"{id}\"\nfound = \"数でわかる手順の設定\""));
    assert_eq!(outcomes(&otherwise), ["worse"]);
    let pinned = of(&format!(
        "of = \"{id}\"\nfound = \"数でわかる目標の設定\"\nkind = \"different\""
    ));
    assert_eq!(outcomes(&pinned), ["fails"]);
    let missing = of("kind = \"missing\"");
    assert_eq!(
        (outcomes(&missing), missing.verdict),
        (vec!["passes"], Verdict::Failed)
    );
}

#[test]
fn a_known_failure_that_passes_is_said_and_fails_nothing() {
    let folder = copied("passes");
    written(
        &folder,
        "[fixture]\n[[fixture.expected_failure]]\nfield = \"title\"\nwhy = \"was mended\"",
    );
    let report = audited(&folder);
    assert_eq!(
        (outcomes(&report), report.verdict),
        (vec!["passes"], Verdict::Passed)
    );
    let text = super::shown(&report);
    assert!(
        text.contains("does not fail any more") && text.contains("was mended"),
        "{text}"
    );
}

/// The outcomes of known failures of one title that is wrong.
fn of_title(name: &str, entries: &str) -> Report {
    let folder = copied(&format!("expected-{name}"));
    change(&folder, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数でわかる目的の設定");
        item(t, "近隣の市の指針との比べ合い")["title"] = json!("近隣の市の計画との比べ合い");
    });
    written(&folder, &format!("[fixture]\n{entries}"));
    audited(&folder)
}

#[test]
fn two_entries_of_one_field_have_a_difference_each() {
    let entry = |found: &str| {
        format!(
            "[[fixture.expected_failure]]\nfield = \"title\"\nwhy = \"x\"\nfound = \"{found}\"\n"
        )
    };
    let both = entry("近隣の市の指針との比べ合い") + &entry("数でわかる目標の設定");
    let report = of_title("two", &both);
    assert_eq!(outcomes(&report), ["fails", "fails"]);
    assert_eq!(report.verdict, Verdict::KnownFailures);
}

#[test]
fn a_known_failure_of_something_that_is_gone_is_worse() {
    let entry =
        "[[fixture.expected_failure]]\nfield = \"title\"\nwhy = \"x\"\nof = \"group9/measure99\"\n";
    assert_eq!(outcomes(&of_title("gone", entry)), ["worse"]);
}

#[test]
fn a_field_that_is_compared_nowhere_is_a_mistake() {
    let entry = "[[fixture.expected_failure]]\nfield = \"fields.実続\"\nwhy = \"x\"\n";
    assert_eq!(outcomes(&of_title("nowhere", entry)), ["worse"]);
    let report = of_title(
        "nowhere-threshold",
        "[fixture.thresholds]\ntitel = { recall = 0.5 }\n",
    );
    let told: Vec<&str> = report.files.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("did you mean `title`"), "{told:?}");
}

#[test]
fn a_slip_in_a_truth_fails_and_the_rest_is_compared() {
    let folder = copied("slip");
    change(&folder, |t| t["items"][0]["titel"] = json!("題"));
    let report = audited(&folder);
    assert_eq!(report.verdict, Verdict::Failed);
    assert!(report.files[0].message.contains("did you mean `title`"));
    assert!(report.fixtures[0].fields.contains_key("title"));
}
