//! What is held back, and what a person decides.

use super::{Set, edition, totals, year};
use crate::cli::fixture;
use std::fs;

fn held(set: &Set) -> Vec<(i64, Vec<String>)> {
    let reviews = keikaku::refresh::waiting(&set.dataset()).unwrap();
    let codes =
        |r: &keikaku::dataset::Review| r.review.reasons.iter().map(|f| f.code.clone()).collect();
    reviews.iter().map(|r| (r.id, codes(r))).collect()
}

#[test]
fn an_edition_that_lost_measures_waits_until_it_is_accepted() {
    let set = Set::plans("accept");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    set.put("b.pdf", &year(2024, 5, "○"));
    assert_eq!(set.check(), 1);
    let report = set.write();
    assert_eq!(totals(&report), "unchanged 1, held 1", "{report:#}");
    assert_eq!(set.editions().len(), 1, "nothing is merged");
    let held = held(&set);
    assert_eq!(held[0].1, ["measures-lost"]);
    assert_eq!(set.check(), 0, "it waits, and is nothing new");
    let id = held[0].0.to_string();
    let (code, listed, _) = set.command("review", &[]);
    assert!(code == 0 && listed.contains("5 of 10 measures"), "{listed}");
    let (code, shown, err) = set.command("review", &["show", &id]);
    assert!(code == 0 && shown.contains("removed"), "{shown}{err}");
    let (code, ..) = set.command(
        "review",
        &["accept", &id, "--why", "it is so", "--who", "me"],
    );
    assert_eq!(code, 0);
    assert_eq!(set.editions(), [("2023".into(), 1), ("2024".into(), 1)]);
    let (code, _, err) = set.command("review", &["accept", &id]);
    assert!(code == 2 && err.contains("accepted by me"), "{err}");
    assert_eq!(set.check(), 0);
    let (_, listed, _) = set.command("review", &[]);
    assert!(listed.contains("nothing waits"), "{listed}");
}

#[test]
fn what_is_rejected_is_not_offered_again() {
    let set = Set::plans("reject");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    set.put("b.pdf", &year(2024, 5, "○"));
    set.write();
    let id = held(&set)[0].0.to_string();
    assert_eq!(
        set.command("review", &["reject", &id]).0,
        2,
        "a reason is asked for"
    );
    assert_eq!(
        set.command("review", &["reject", &id, "--why", "half of it is missing"])
            .0,
        0
    );
    assert_eq!(set.check(), 0);
    assert_eq!(totals(&set.write()), "unchanged 1, rejected 1");
    assert!(held(&set).is_empty());
    // what is published in its place is another matter
    set.put("b.pdf", &year(2024, 9, "○"));
    assert_eq!(totals(&set.write()), "unchanged 1, new 1");
}

#[test]
fn what_does_not_say_to_which_plan_it_belongs_is_held() {
    let set = Set::plans("unclear");
    fs::copy(fixture("toyota-taikei"), set.path("plans/a.pdf")).unwrap();
    assert_eq!(totals(&set.write()), "held 1");
    let held = held(&set);
    assert_eq!(held[0].1, ["plan-unclear"]);
    let id = held[0].0.to_string();
    let (code, _, err) = set.command("review", &["accept", &id]);
    assert!(code == 2 && err.contains("--plan"), "{err}");
    let (code, _, err) = set.command("review", &["accept", &id, "--plan", "new:toyota"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(set.dataset().plans().unwrap()[0].id, "toyota");
}

#[test]
fn a_source_may_say_to_which_plan_and_edition_its_documents_belong() {
    let list = "[[source]]\nid = \"toyota\"\nfile = \"plans/taikei_r5.pdf\"\nplan = \"toyota\"\n\
                municipality = \"豊田市\"\nrule = \"toyota-taikei\"\nedition = '(?<year>r\\d+)'\n";
    let set = Set::new("given", list);
    fs::copy(fixture("toyota-taikei"), set.path("plans/taikei_r5.pdf")).unwrap();
    let report = set.write();
    assert_eq!(totals(&report), "new 1", "{report:#}");
    let plan = &set.dataset().plans().unwrap()[0];
    assert_eq!(
        (plan.id.as_str(), plan.code.as_deref()),
        ("toyota", Some("232114"))
    );
    assert_eq!(plan.editions[0].key.year, Some(2023));
}

#[test]
fn a_title_that_is_nearly_that_of_a_plan_is_asked_about() {
    let set = Set::plans("alike");
    let rows: Vec<(usize, &str)> = (1..=5).map(|n| (n, "○")).collect();
    set.put(
        "a.pdf",
        &edition("ミドリ市ミンナノマチ市民計画 2023年度", &rows, &[]),
    );
    set.write();
    set.put(
        "c.pdf",
        &edition("ミドリ市ミンナノムラ市民計画 2024年度", &rows, &[]),
    );
    let report = set.write();
    let plans = set.dataset().plans().unwrap();
    let held = held(&set);
    assert!(
        held.iter().any(|(_, codes)| codes == &["title-alike"]),
        "{report:#}"
    );
    let alike = &report["held"][0]["reasons"][0]["message"];
    let message = alike.as_str().unwrap();
    assert!(
        message.contains("ミンナノマチ市民計画") && message.contains("ミンナノムラ市民計画"),
        "{message}"
    );
    let id = held[0].0.to_string();
    let (code, _, err) = set.command("review", &["accept", &id]);
    assert!(code == 2 && err.contains("--plan new"), "{err}");
    let (code, _, err) = set.command("review", &["accept", &id, "--plan", &plans[0].id]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(set.dataset().plans().unwrap()[0].editions.len(), 2);
}

#[test]
fn what_another_rule_reads_well_is_held_no_longer() {
    let set = Set::plans("ruled");
    set.put("a.pdf", &year(2023, 10, "○"));
    let list = set.path("SOURCES.toml");
    let without = ["refresh", list.to_str().unwrap(), "--write"];
    let (code, _, err) = crate::cli::run(&without);
    assert_eq!(code, 0, "{err}");
    let held_first = held(&set);
    assert!(
        held_first[0].1.contains(&"no-rule".to_owned()),
        "{held_first:?}"
    );
    let report = set.write();
    assert_eq!(totals(&report), "new 1", "{report:#}");
    assert!(held(&set).is_empty());
    assert_eq!(set.check(), 0);
}
