//! Files and folders.

use super::{Set, digest_of, edition, totals, year};
use crate::cli::fixture;
use std::fs;
use std::time::Instant;

#[test]
fn a_new_edition_is_shown_then_written_then_known() {
    let set = Set::plans("first");
    set.put("a.pdf", &year(2023, 10, "△"));
    assert_eq!(set.check(), 1);
    assert!(!set.path("data").exists(), "nothing is written unasked");
    let report = set.write();
    assert_eq!(totals(&report), "new 1", "{report:#}");
    assert_eq!(report["plans"][0]["is_new"], true);
    assert_eq!(report["plans"][0]["title"], "市民計画");
    set.put("sub/b.pdf", &year(2024, 10, "○"));
    let (code, shown, _) = set.run(&["--check"]);
    assert_eq!(code, 1);
    assert!(
        shown.contains("since 2023") && shown.contains("with `--write`"),
        "{shown}"
    );
    assert_eq!(set.editions().len(), 1);
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 1, new 1", "{report:#}");
    let kinds = &report["plans"][0]["editions"][0]["differs"]["summary"]["kinds"];
    assert_eq!(kinds["status_changed"], 10, "{report:#}");
    assert_eq!(set.editions(), [("2023".into(), 1), ("2024".into(), 1)]);
    let (_, history, err) = set.command("history", &["アサノウタ"]);
    assert!(
        history.contains("2023\t△") && history.contains("2024\t○"),
        "{history}{err}"
    );
}

#[test]
fn a_second_run_does_nothing() {
    let set = Set::plans("idle");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    let database = set.path("data/keikaku-data.sqlite");
    let before = digest_of(&database);
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 1");
    assert_eq!(digest_of(&database), before);
    assert_eq!(set.check(), 0);
    // written again with the same bytes, and copied: nothing new is published
    set.put("a.pdf", &year(2023, 10, "○"));
    set.put("copy.pdf", &year(2023, 10, "○"));
    assert_eq!(set.check(), 0);
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 2");
    assert_eq!(set.editions(), [("2023".into(), 1)]);
}

#[test]
fn other_content_of_the_same_edition_is_a_revision_and_nothing_is_lost() {
    let set = Set::plans("revised");
    let (first, second) = (year(2023, 10, "△"), year(2023, 10, "○"));
    set.put("a.pdf", &first);
    set.write();
    set.put("a.pdf", &second);
    let report = set.write();
    assert_eq!(totals(&report), "revised 1", "{report:#}");
    assert_eq!(set.editions(), [("2023".into(), 2)]);
    let plans = set.dataset().plans().unwrap();
    for revision in &plans[0].editions[0].revisions {
        assert_eq!(digest_of(&set.dataset().pdf(&revision.pdf)), revision.pdf);
    }
    // what was there first is published again
    set.put("a.pdf", &first);
    let report = set.write();
    assert_eq!(totals(&report), "revised 1", "{report:#}");
    let plans = set.dataset().plans().unwrap();
    let revisions = &plans[0].editions[0].revisions;
    assert_eq!(revisions.len(), 3);
    assert_eq!(revisions[0].document, revisions[2].document);
    assert_eq!(set.check(), 0);
}

#[test]
fn what_vanishes_is_a_finding_and_stays() {
    let set = Set::plans("vanished");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.put("b.pdf", &year(2024, 10, "○"));
    set.write();
    fs::remove_file(set.path("plans/a.pdf")).unwrap();
    assert_eq!(set.check(), 1);
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 1, vanished 1");
    assert_eq!(report["vanished"][0]["finding"]["code"], "source-vanished");
    assert_eq!(set.editions().len(), 2);
    assert_eq!(set.check(), 0, "it is told once");
    let findings = set.dataset().reports().unwrap();
    assert!(
        findings
            .iter()
            .any(|r| r.about == "plans/a.pdf" && r.settled.is_none())
    );
    set.put("a.pdf", &year(2023, 10, "○"));
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 2, returned 1", "{report:#}");
    let findings = set.dataset().reports().unwrap();
    assert!(findings.iter().all(|r| r.settled.is_some()));
    assert_eq!(set.check(), 0);
}

#[test]
fn a_folder_that_is_away_is_no_reason_to_say_that_all_has_vanished() {
    let set = Set::plans("away");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    fs::rename(set.path("plans"), set.path("elsewhere")).unwrap();
    let (code, report) = set.report(&["--write"]);
    assert_eq!(
        (code, totals(&report).as_str()),
        (2, "failed 1"),
        "{report:#}"
    );
    fs::rename(set.path("elsewhere"), set.path("plans")).unwrap();
    assert_eq!(set.check(), 0);
}

#[test]
fn one_bad_file_stops_no_other() {
    let set = Set::plans("bad");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.put("b.pdf", b"no pdf at all");
    let (code, report) = set.report(&["--write"]);
    assert_eq!(
        (code, totals(&report).as_str()),
        (3, "new 1, failed 1"),
        "{report:#}"
    );
    assert_eq!(report["failed"][0]["failure"]["code"], "not-a-pdf");
    assert_eq!(set.check(), 3);
    set.put("b.pdf", &year(2024, 10, "○"));
    assert_eq!(totals(&set.write()), "unchanged 1, new 1");
}

#[test]
fn editions_may_come_in_any_order() {
    let set = Set::plans("order");
    set.put("c.pdf", &year(2025, 10, "○"));
    set.write();
    set.put("a.pdf", &year(2023, 10, "△"));
    set.put("b.pdf", &year(2024, 10, "△"));
    set.write();
    let labels: Vec<String> = set.editions().into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["2023", "2024", "2025"]);
    let items = set.dataset().items("").unwrap();
    let items = items.iter().filter(|i| i.editions.len() == 3);
    assert_eq!(items.count(), 10, "one identity over all editions");
}

#[test]
fn the_values_of_an_indicator_are_one_series() {
    let set = Set::plans("series");
    let rows: Vec<(usize, &str)> = (1..=5).map(|n| (n, "○")).collect();
    let values = [("2023年度実績値", "10"), ("2025年度目標値", "30")];
    set.put(
        "a.pdf",
        &edition("ミドリ市市民計画 2023年度", &rows, &values),
    );
    let values = [
        ("2023年度実績値", "12"),
        ("2024年度実績値", "20"),
        ("2025年度目標値", "30"),
    ];
    set.put(
        "b.pdf",
        &edition("ミドリ市市民計画 2024年度", &rows, &values),
    );
    let report = set.write();
    assert_eq!(totals(&report), "new 2", "{report:#}");
    let (code, shown, err) = set.command("series", &["ミドリノヒロサ"]);
    assert_eq!(code, 0, "{err}");
    assert!(shown.contains("actual\t2024\t20"), "{shown}");
    assert!(shown.contains("editions-disagree"), "{shown}");
    let out = set.path("out");
    let (code, _, err) = set.command(
        "export",
        &["-o", out.to_str().unwrap(), "--format", "json,csv"],
    );
    assert_eq!(code, 0, "{err}");
    assert!(
        out.join("items.csv").exists() && out.join("datapackage.json").exists(),
        "{err}"
    );
    let documents = fs::read_dir(&out).unwrap().filter(|e| {
        let name = e.as_ref().unwrap().file_name().into_string().unwrap();
        name.contains('@') && name.ends_with(".json")
    });
    assert_eq!(documents.count(), 2);
}

#[test]
fn editions_of_the_fixtures_find_their_plan() {
    let list = "[guards]\nlost = 1\n[[source]]\nid = \"plans\"\nfolder = \"plans\"\npattern = \"okazaki-*.pdf\"\n";
    let set = Set::new("fixtures", list);
    for name in ["okazaki-gaiyo", "okazaki-onecolumn", "toyota-taikei"] {
        fs::copy(fixture(name), set.path("plans").join(format!("{name}.pdf"))).unwrap();
    }
    let report = set.write();
    assert_eq!(totals(&report), "new 2", "{report:#}");
    assert_eq!(report["plans"].as_array().unwrap().len(), 1);
    let plan = &set.dataset().plans().unwrap()[0];
    assert_eq!(plan.code.as_deref(), Some("232025"));
    assert_eq!(plan.editions[1].key.ordinal, Some(4));
}

#[test]
fn a_thousand_unchanged_files_take_less_than_two_seconds() {
    let set = Set::plans("thousand");
    let bytes = year(2023, 10, "○");
    for i in 0..1_000 {
        set.put(&format!("{}/{i}.pdf", i % 10), &bytes);
    }
    set.write();
    let begun = Instant::now();
    let report = set.write();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(totals(&report), "unchanged 1000");
    // this build is not optimised, and others run beside it
    assert!(seconds < 6.0, "{seconds} s");
}
