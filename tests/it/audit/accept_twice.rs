//! Accepting several things at once, after others, and beside others.

use super::held::{Held, run, said};
use keikaku::audit::accept::{prepare, read, write};
use keikaku::audit::history::Doer;
use keikaku::audit::{FixtureSet, Options};
use keikaku::rule::RuleSet;
use serde_json::{Value, json};
use std::fs;

const NAME: &str = "shishin-shinchoku";

/// Accepts, by a folder, without asking.
fn accept(held: &Held, names: &[&str], more: &[&str]) -> assert_cmd::assert::Assert {
    let names = names.iter().map(|n| format!("{NAME}:{n}"));
    let names: Vec<String> = names.collect();
    let mut args = vec!["--accept"];
    args.extend(names.iter().map(String::as_str));
    args.extend(["--why", "looked", "--yes"]);
    args.extend(more);
    held.audit(&args)
}

fn odd(held: &Held) {
    held.change(|t| {
        let odd = json!({ "id": "odd", "kind": "action", "number": "999", "title": "どこにもない施策の名前",
            "parent": null, "status": null, "refs": [], "flags": [], "fields": {}, "page": 1 });
        t["items"].as_array_mut().unwrap().insert(3, odd);
    });
}

fn titles(held: &Held) -> Vec<String> {
    let truth = held.truth();
    let items = truth["items"].as_array().unwrap().iter();
    items
        .map(|i| i["title"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn one_thing_that_is_named_twice_is_taken_once() {
    let held = Held::new(NAME);
    let before = titles(&held);
    odd(&held);
    accept(&held, &["odd", "どこにもない施策の名前", "odd.title"], &[]).code(0);
    assert_eq!(titles(&held), before);
    held.change(|t| drop(t["items"].as_array_mut().unwrap().remove(3)));
    fs::write(
        held.folder.path().join("manifest.toml"),
        held.manifest()
            .lines()
            .filter(|l| !l.contains("truth_sha256"))
            .map(|l| format!("{l}\n"))
            .collect::<String>(),
    )
    .unwrap();
    let title = &before[3];
    accept(&held, &[&format!("{title}.title"), title], &[]).code(0);
    assert_eq!(titles(&held), before);
}

#[test]
fn a_list_has_its_things_in_it() {
    let held = Held::new(NAME);
    let before = titles(&held);
    odd(&held);
    accept(&held, &["999", "items", "2", "999.title"], &[]).code(0);
    assert_eq!(titles(&held).len(), before.len());
    assert_eq!(held.history()[0]["what"].as_array().unwrap().len(), 1);
}

#[test]
fn a_list_of_a_part_has_the_ids_of_the_truth() {
    let held = Held::new(NAME);
    let ids = |t: &Value| {
        let items = t["items"].as_array().unwrap().iter();
        items
            .map(|i| (i["id"].clone(), i["parent"].clone()))
            .collect::<Vec<_>>()
    };
    let before = ids(&held.truth());
    held.change(|t| t["items"][2]["title"] = json!("ほかの題"));
    accept(&held, &["items"], &[]).code(0);
    assert_eq!(ids(&held.truth()), before);
    // and no key that it did not have
    let statuses = held.truth()["items"].to_string();
    assert!(!statuses.contains("\"code\""), "{statuses}");
}

#[test]
fn what_is_accepted_is_read_as_the_audit_reads_it() {
    let held = Held::new(NAME);
    held.change(|t| t["plan"]["title"] = json!("ほかの計画"));
    accept(&held, &["plan.title"], &["--rule", "toyota-taikei"]).code(0);
    assert_eq!(held.history()[0]["rule"]["id"], "toyota-taikei");
}

#[test]
fn what_changed_since_it_was_shown_is_not_written_over() {
    let held = Held::new(NAME);
    held.change(|t| t["items"][2]["fields"]["実績"] = json!("ほかの値"));
    let set = FixtureSet::load(held.folder.path()).unwrap();
    let fixture = &set.fixtures[0];
    let rules = RuleSet::shipped().unwrap();
    let document = read(fixture, &rules, &Options::default()).unwrap();
    let names = ["1.実績".to_owned()];
    let prepared = || prepare(&set, fixture, &document, &names, false).unwrap();
    let doer = Doer {
        when: "2026-01-02T03:04:05Z".into(),
        who: "a tester".into(),
        why: "x".into(),
    };
    let (first, second) = (prepared(), prepared());
    write(&set, &[(fixture, first)], &doer).unwrap();
    let after = held.text("truth.json");
    let told = write(&set, &[(fixture, second)], &doer).unwrap_err();
    assert!(told.to_string().contains("in the meantime"), "{told}");
    assert_eq!(held.text("truth.json"), after);
    assert_eq!(held.history().len(), 1);
}

#[test]
fn fixtures_with_one_truth_have_its_digest_both() {
    let held = Held::new(NAME);
    fs::copy(held.path(&format!("{NAME}.pdf")), held.path("again.pdf")).unwrap();
    let manifest = format!(
        "[[fixture]]\nname = \"{NAME}\"\npdf = \"{NAME}/{NAME}.pdf\"\ntruth = \"{NAME}/truth.json\"\n\n[[fixture]]\nname = \"a:b\"\npdf = \"{NAME}/again.pdf\"\ntruth = \"{NAME}/truth.json\"\n"
    );
    fs::write(held.folder.path().join("manifest.toml"), manifest).unwrap();
    held.change(|t| {
        t["items"][2]["title"] = json!("ほかの題");
        t["plan"]["title"] = json!("ほかの計画");
    });
    let both = [
        "--accept",
        "shishin-shinchoku:plan.title",
        "a:b:1.title",
        "--why",
        "x",
        "--yes",
    ];
    let refused = said(&held.audit(&both).code(2));
    assert!(refused.contains("have one truth"), "{refused}");
    accept(&held, &["plan.title"], &[]).code(0);
    // a name with a colon is one
    held.audit(&["--accept", "a:b:1.title", "--why", "x", "--yes"])
        .code(0);
    let digest = keikaku::batch::digest(held.text("truth.json").as_bytes());
    assert_eq!(held.manifest().matches(&digest).count(), 2);
    assert_ne!(held.truth()["plan"]["title"], "ほかの計画");
}

#[test]
fn a_pdf_that_is_not_the_one_of_the_manifest_is_refused() {
    let held = Held::new(NAME);
    held.change(|t| t["items"][2]["title"] = json!("ほかの題"));
    let manifest = held.manifest() + "sha256 = \"00\"\n";
    fs::write(held.folder.path().join("manifest.toml"), manifest).unwrap();
    let told = said(&accept(&held, &["1.title"], &[]).code(2));
    assert!(told.contains("not the one that the manifest has"), "{told}");
}

#[test]
fn all_that_changes_is_shown_and_nothing_steers_the_terminal() {
    let held = Held::new(NAME);
    let long = "長".repeat(90);
    held.change(|t| {
        t["items"][2]["fields"]["実績"] = json!(format!("{long}\u{1b}[2J終"));
        t["items"][2]["page"] = json!(7);
    });
    let shown = said(&accept(&held, &["1"], &[]).code(0));
    assert!(shown.contains("fields.実績  `"), "{shown}");
    assert!(shown.contains(&format!("{long}\\u{{1b}}[2J終")), "{shown}");
    assert!(shown.contains("page  `7` -> `1`"), "{shown}");
    let folder = held.folder.path().to_str().unwrap();
    let told = said(&run(&["history", NAME, "--fixtures", folder]).code(0));
    assert!(told.contains("終") && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn a_label_in_another_print_is_not_a_second_one() {
    let held = Held::new(NAME);
    held.change(|t| {
        let fields = t["items"][2]["fields"].as_object_mut().unwrap();
        fields.shift_remove("実績");
        fields.insert("実　績".into(), json!("ほかの値"));
    });
    accept(&held, &["1.実績"], &[]).code(0);
    let fields = held.truth()["items"][2]["fields"].clone();
    assert!(fields.get("実績").is_none(), "{fields}");
    assert_ne!(fields["実　績"], "ほかの値");
}

#[test]
fn parts_of_values_and_tables_are_named_one_by_one() {
    let held = Held::new(NAME);
    let told = said(&accept(&held, &["tables.table1.cells"], &[]).code(2));
    assert!(told.contains("every cell"), "{told}");
    let held = Held::new("toyota-taikei");
    held.change(|t| {
        t["indicators"][0]["values"][0]["text"] = json!("1%");
        t["indicators"][0]["values"][1]["text"] = json!("2%");
    });
    let name = held.truth()["indicators"][0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let args = |what: &str| format!("toyota-taikei:{name}.values.{what}");
    held.audit(&["--accept", &args("nothing"), "--why", "x", "--yes"])
        .code(2);
    held.audit(&["--accept", &args("actual"), "--why", "x", "--yes"])
        .code(0);
    let values = held.truth()["indicators"][0]["values"].clone();
    assert_eq!(values[0]["text"], "1%", "another role");
    assert_ne!(values[1]["text"], "2%");
}

#[test]
fn a_list_of_inline_tables_is_not_passed_over() {
    let held = Held::new(NAME);
    held.change(|t| t["plan"]["title"] = json!("ほかの計画"));
    let manifest = format!("fixture = [{{ name = \"{NAME}\", pdf = \"{NAME}/{NAME}.pdf\" }}]\n");
    fs::write(held.folder.path().join("manifest.toml"), &manifest).unwrap();
    let told = said(&accept(&held, &["plan.title"], &[]).code(2));
    assert!(told.contains("[[fixture]]"), "{told}");
    assert_eq!(held.truth()["plan"]["title"], "ほかの計画");
}
