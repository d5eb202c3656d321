//! What nobody can tell for sure: which edition something is, and what no longer matters.

use super::{Set, edition, totals, year};
use std::fs;
use std::thread::sleep;
use std::time::Duration;

fn plain(title: &str, measures: usize, mark: &str) -> Vec<u8> {
    let rows: Vec<(usize, &str)> = (1..=measures).map(|n| (n, mark)).collect();
    edition(title, &rows, &[])
}

/// Numbers and reasons of what waits.
fn waiting(set: &Set) -> Vec<(String, Vec<String>)> {
    let reviews = keikaku::refresh::waiting(&set.dataset()).unwrap();
    let shown = reviews.iter().map(|r| {
        let codes = r.review.reasons.iter().map(|f| f.code.clone());
        (r.id.to_string(), codes.collect())
    });
    shown.collect()
}

#[test]
fn what_does_not_say_which_edition_it_is_takes_the_place_of_none() {
    let set = Set::plans("no-edition");
    set.put("a.pdf", &plain("ミドリ市市民計画", 10, "△"));
    set.put("b.pdf", &plain("ミドリ市市民計画", 10, "○"));
    assert_eq!(totals(&set.write()), "new 1, held 1");
    let held = waiting(&set);
    assert_eq!(held[0].1, ["edition-unclear"]);
    let id = held[0].0.as_str();
    let (code, shown, _) = set.command("review", &["show", id]);
    assert!(code == 0 && shown.contains("needs `--edition`"), "{shown}");
    let (code, _, err) = set.command("review", &["accept", id]);
    assert!(code == 2 && err.contains("--edition"), "{err}");
    let (code, _, err) = set.command("review", &["accept", id, "--edition", "近日"]);
    assert!(code == 2 && err.contains("as it would be printed"), "{err}");
    let (code, _, err) = set.command("review", &["accept", id, "--edition", "令和6年度"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(set.editions(), [("-".into(), 1), ("2024".into(), 1)]);
    assert_eq!(set.check(), 0);
    // at its own place it is a revision
    set.put("a.pdf", &plain("ミドリ市市民計画", 9, "△"));
    assert_eq!(totals(&set.write()), "unchanged 1, revised 1");
}

#[test]
fn two_places_that_claim_one_edition_are_asked_about() {
    let set = Set::plans("claims");
    set.put("a.pdf", &year(2023, 10, "△"));
    set.write();
    set.put("b.pdf", &year(2023, 10, "○"));
    assert_eq!(totals(&set.write()), "unchanged 1, held 1");
    let held = waiting(&set);
    assert_eq!(held[0].1, ["edition-unclear"]);
    let edition = set.dataset().plans().unwrap()[0].editions[0].id.clone();
    let wrong = format!("{}x", edition);
    let (code, _, err) = set.command("review", &["accept", &held[0].0, "--edition", &wrong]);
    assert!(
        code == 2 && err.contains(&format!("did you mean `{edition}`?")),
        "{err}"
    );
    let (code, _, err) = set.command("review", &["accept", &held[0].0, "--edition", &edition]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(set.editions(), [("2023".into(), 2)]);
    assert_eq!(set.check(), 0);
}

#[test]
fn what_waits_is_not_accepted_over_what_came_meanwhile() {
    let set = Set::plans("meanwhile");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    set.put("b.pdf", &year(2024, 5, "○"));
    set.write();
    set.put("c.pdf", &year(2024, 10, "○"));
    assert_eq!(totals(&set.write()), "unchanged 2, new 1, waiting 1");
    let id = waiting(&set)[0].0.clone();
    let (code, _, err) = set.command("review", &["accept", &id]);
    assert!(code == 2 && err.contains("--edition"), "{err}");
    let (code, _, err) = set.command("review", &["accept", &id, "--edition", "2024年度"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(set.editions(), [("2023".into(), 1), ("2024".into(), 2)]);
}

#[test]
fn what_has_moved_and_changed_is_a_revision() {
    let set = Set::plans("moved");
    set.put("a.pdf", &year(2023, 10, "△"));
    set.write();
    fs::remove_file(set.path("plans/a.pdf")).unwrap();
    set.put("b.pdf", &year(2023, 10, "○"));
    assert_eq!(totals(&set.write()), "revised 1, vanished 1");
    // moved again, as the next edition takes its place
    set.put("b.pdf", &year(2024, 10, "○"));
    set.put("c.pdf", &year(2023, 9, "○"));
    assert_eq!(totals(&set.write()), "new 1, revised 1");
    assert_eq!(set.editions(), [("2023".into(), 3), ("2024".into(), 1)]);
}

#[test]
fn what_is_published_no_longer_need_not_be_decided_on() {
    let set = Set::plans("superseded");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    let lost = year(2024, 5, "○");
    set.put("b.pdf", &lost);
    set.write();
    let old = waiting(&set)[0].0.clone();
    set.put("b.pdf", &year(2024, 9, "○"));
    assert_eq!(totals(&set.write()), "unchanged 1, new 1");
    assert!(waiting(&set).is_empty());
    let (code, _, err) = set.command("review", &["accept", &old, "--who", "keikaku"]);
    assert!(code == 2 && err.contains("superseded"), "{err}");
    // published once more it is asked about once more
    set.put("b.pdf", &lost);
    assert_eq!(totals(&set.write()), "unchanged 1, held 1");
    // and whoever rejects it has rejected it
    let new = waiting(&set)[0].0.clone();
    let why = ["reject", &new, "--why", "half", "--who", "keikaku"];
    assert_eq!(set.command("review", &why).0, 0);
    assert_eq!(totals(&set.write()), "unchanged 1, rejected 1");
}

#[test]
fn a_plan_that_is_named_must_be_there_or_be_made() {
    let set = Set::plans("named");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    let plan = set.dataset().plans().unwrap()[0].id.clone();
    set.put("b.pdf", &year(2024, 5, "○"));
    set.write();
    let id = waiting(&set)[0].0.clone();
    let refused = |name: &str, help: &str| {
        let (code, _, err) = set.command("review", &["accept", &id, "--plan", name]);
        assert!(code == 2 && err.contains(help), "{name}: {err}");
    };
    refused(&format!("{plan}x"), &format!("did you mean `{plan}`?"));
    refused("elsewhere", "`--plan new:elsewhere` makes one");
    refused("new:../x", "cannot be the id of a plan");
    refused("new:a\\b", "cannot be the id of a plan");
    refused(&format!("new:{plan}"), "already");
    let (code, _, err) = set.command("review", &["accept", &id, "--plan", "new:other"]);
    assert_eq!(code, 0, "{err}");
    let plans = set.dataset().plans().unwrap();
    let ids: Vec<&str> = plans.iter().map(|p| p.id.as_str()).collect();
    assert!(ids.len() == 2 && ids.contains(&"other"), "{ids:?}");
}

#[test]
fn the_same_bytes_at_two_places_fail_at_both() {
    let set = Set::plans("twice");
    set.put("a.pdf", b"no pdf at all");
    set.put("b.pdf", b"no pdf at all");
    for _ in 0..2 {
        assert_eq!(totals(&set.report(&["--write"]).1), "failed 2");
    }
    set.put("a.pdf", &year(2023, 10, "○"));
    assert_eq!(totals(&set.report(&["--write"]).1), "new 1, failed 1");
}

#[test]
fn a_damaged_document_stops_only_what_is_compared_with_it() {
    let set = Set::plans("damaged");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    let document = set.dataset().plans().unwrap()[0].editions[0].revisions[0]
        .document
        .clone();
    let path = format!("data/documents/{}/{document}.json", &document[..2]);
    let whole = fs::read(set.path(&path)).unwrap();
    fs::write(set.path(&path), b"{}").unwrap();
    set.put("b.pdf", &year(2024, 10, "○"));
    set.put("c.pdf", &plain("ミドリ市マツリ計画 2024年度", 10, "○"));
    // something new counts more than what failed
    assert_eq!(set.check(), 1);
    let (code, report) = set.report(&["--write"]);
    assert_eq!(
        (code, totals(&report).as_str()),
        (3, "unchanged 1, new 1, failed 1"),
        "{report:#}"
    );
    assert_eq!(report["failed"][0]["place"], "plans/b.pdf");
    assert_eq!(set.check(), 3);
    fs::write(set.path(&path), whole).unwrap();
    assert_eq!(totals(&set.write()), "unchanged 2, new 1");
}

#[test]
fn guards_that_are_off_hold_nothing() {
    let list = "[guards]\nno_items = false\n[[source]]\nid = \"plans\"\nfolder = \"plans\"\n";
    let set = Set::new("no-items", list);
    set.put("a.pdf", &year(2023, 10, "○"));
    set.put("b.pdf", &year(2024, 0, "○"));
    assert_eq!(totals(&set.write()), "new 2");
}

#[test]
fn commands_that_read_no_documents_ask_for_no_rules() {
    let list = "[[source]]\nid = \"plans\"\nfolder = \"plans\"\nrule = \"midori\"\n";
    let set = Set::new("own-rule", list);
    let (code, _, err) = set.command("review", &["reject", "1", "--why", "none"]);
    assert!(
        code == 2 && !set.path("data").exists(),
        "no data set is made: {err}"
    );
    set.put("a.pdf", &year(2023, 10, "○"));
    set.write();
    for (command, more) in [("review", &[][..]), ("history", &["アサノウタ"])] {
        let (code, _, err) = set.command(command, more);
        assert_eq!(code, 0, "{command}: {err}");
    }
}

#[test]
fn what_is_gone_was_not_seen() {
    let set = Set::plans("seen");
    set.put("a.pdf", &year(2023, 10, "○"));
    set.put("b.pdf", &year(2024, 10, "○"));
    set.write();
    let seen = || {
        set.dataset().addresses().unwrap()["plans/a.pdf"]
            .last_seen
            .clone()
    };
    let before = seen();
    sleep(Duration::from_millis(1_100));
    fs::remove_file(set.path("plans/a.pdf")).unwrap();
    set.write();
    assert_eq!(seen(), before);
}
