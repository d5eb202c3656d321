//! New truth, for what a person names and nothing else.

use super::held::{Held, said};
use serde_json::{Value, json};
use std::fs;

const NAME: &str = "shishin-shinchoku";

fn wrong() -> Held {
    let held = Held::new(NAME);
    held.change(|t| t["items"][2]["fields"]["実績"] = json!("ほかの値"));
    held
}

fn is_path(a: &Value, b: &Value, path: &str, out: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let keys: Vec<&String> = x.keys().collect();
            assert_eq!(
                keys,
                y.keys().collect::<Vec<_>>(),
                "keys and their order of {path}"
            );
            x.keys()
                .for_each(|k| is_path(&x[k], &y[k], &format!("{path}/{k}"), out));
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            (0..x.len()).for_each(|i| is_path(&x[i], &y[i], &format!("{path}/{i}"), out));
        }
        _ if a != b => out.push(path.to_owned()),
        _ => {}
    }
}

#[test]
fn a_field_is_accepted_and_nothing_else_changes() {
    let held = wrong();
    let before = held.text("truth.json");
    let accept = [
        "--accept",
        "shishin-shinchoku:1.実績",
        "--why",
        "the page says so",
    ];
    let refused = held.audit(&accept).code(1);
    let shown = said(&refused);
    assert!(
        shown.contains("ほかの値") && shown.contains("page 1"),
        "{shown}"
    );
    assert_eq!(
        held.text("truth.json"),
        before,
        "without `--yes` nothing is written"
    );
    assert!(!held.path("history.jsonl").exists());

    held.audit(&[&accept[..], &["--yes"]].concat()).code(0);
    let (old, new) = (serde_json::from_str(&before).unwrap(), held.truth());
    let mut changed = Vec::new();
    is_path(&old, &new, "", &mut changed);
    assert_eq!(changed, ["/items/2/fields/実績"]);
    let original = fs::read_to_string(crate::support::repo(
        "fixtures/shishin-shinchoku/truth.json",
    ))
    .unwrap();
    assert_eq!(
        held.text("truth.json").lines().count(),
        original.lines().count(),
        "its style is kept"
    );
    assert!(held.text("truth.json").starts_with("{\n \""));
}

#[test]
fn the_manifest_and_the_history_say_what_was_done() {
    let held = wrong();
    held.audit(&[
        "--accept",
        "shishin-shinchoku:1.実績",
        "--why",
        "looked",
        "--yes",
    ])
    .code(0);
    let manifest = held.manifest();
    let digest = keikaku::batch::digest(held.text("truth.json").as_bytes());
    assert!(
        manifest.contains(&format!("truth_sha256 = \"{digest}\"")),
        "{manifest}"
    );
    assert!(
        manifest
            .starts_with("# ours\n\n[[fixture]]\nname = \"shishin-shinchoku\"   # the only one\n")
    );
    assert!(manifest.contains("note = \"kept\""));
    let history = held.history();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0]["when"], "2026-01-02T03:04:05Z");
    assert_eq!(history[0]["who"], "a tester");
    assert_eq!(history[0]["why"], "looked");
    assert_eq!(history[0]["what"][0]["old"], "ほかの値");
    assert_eq!(
        history[0]["what"][0]["new"],
        held.truth()["items"][2]["fields"]["実績"]
    );
    assert_eq!(history[0]["rule"]["id"], NAME);
    let folder = held.folder.path().to_str().unwrap();
    let shown = said(&super::held::run(&["history", NAME, "--fixtures", folder]).code(0));
    assert!(
        shown.contains("a tester accepted") && shown.contains("why: looked"),
        "{shown}"
    );
    // what is written is the truth that the manifest has: it can be accepted again
    held.audit(&["--accept", "shishin-shinchoku:1.実績", "--why", "again"])
        .code(0);
    assert_eq!(held.history().len(), 1, "nothing changes, nothing is told");
}

#[test]
fn items_come_and_go_as_a_whole() {
    let held = Held::new(NAME);
    held.change(|t| {
        let items = t["items"].as_array_mut().unwrap();
        let gone = items.remove(3);
        let mut odd = gone;
        (odd["id"], odd["number"], odd["title"]) =
            (json!("odd"), json!("999"), json!("どこにもない施策の名前"));
        // nothing that it could be taken for
        (odd["kind"], odd["parent"], odd["status"]) = (json!("action"), json!(null), json!(null));
        (odd["fields"], odd["flags"]) = (json!({}), json!([]));
        items.push(odd);
    });
    let n = held.truth()["items"].as_array().unwrap().len();
    held.audit(&[
        "--accept",
        "shishin-shinchoku:2",
        "shishin-shinchoku:999",
        "--why",
        "x",
        "--yes",
    ])
    .code(0);
    let truth = held.truth();
    let items = truth["items"].as_array().unwrap();
    assert_eq!(items.len(), n);
    assert!(items.iter().all(|i| i["number"] != "999"));
    assert_eq!(items[3]["number"], "2", "in its place");
    assert_eq!(
        items[3]["parent"], items[2]["parent"],
        "under the parent as the truth calls it"
    );
    assert_eq!(
        items[3]["fields"]["施策の実施"], "済・継",
        "in the shape of the others"
    );
}

#[test]
fn entries_of_the_legend_and_of_the_plan_are_accepted_by_name() {
    let held = Held::new("tomisato-suishin");
    let before = held.truth();
    held.change(|t| {
        t["plan"]["title"] = json!("ほかの計画");
        t["legend"][0]["meaning"] = json!("ほかの意味");
    });
    let mark = before["legend"][0]["mark"].as_str().unwrap().to_owned();
    let entry = format!("tomisato-suishin:legend.{mark}");
    held.audit(&[
        "--accept",
        &entry,
        "tomisato-suishin:plan.title",
        "--why",
        "x",
        "--yes",
    ])
    .code(0);
    let after = held.truth();
    assert_ne!(after["plan"]["title"], "ほかの計画");
    assert_ne!(after["legend"][0]["meaning"], "ほかの意味");
    assert_eq!(after["items"], before["items"]);
}

#[test]
fn names_that_mean_nothing_are_refused_with_the_nearest() {
    let held = wrong();
    let before = held.text("truth.json");
    for (name, says) in [
        ("shishin-shinchoku", "names no part"),
        ("shishin-shinchok:1", "did you mean `shishin-shinchoku`"),
        ("shishin-shinchoku:1.実", "did you mean"),
        ("shishin-shinchoku:legend.x", "nothing is called"),
        ("shishin-shinchoku:*", "--whole-document"),
    ] {
        let shown = said(
            &held
                .audit(&["--accept", name, "--why", "x", "--yes"])
                .code(2),
        );
        assert!(shown.contains(says), "{name}: {shown}");
    }
    let shown = said(
        &held
            .audit(&["--accept", "shishin-shinchoku:1.実績", "--yes"])
            .code(2),
    );
    assert!(shown.contains("--why"), "{shown}");
    assert_eq!(held.text("truth.json"), before);
}

#[test]
fn a_truth_that_somebody_changed_is_not_written_over() {
    let held = wrong();
    held.audit(&[
        "--accept",
        "shishin-shinchoku:1.実績",
        "--why",
        "x",
        "--yes",
    ])
    .code(0);
    held.change(|t| t["items"][2]["title"] = json!("by hand"));
    let before = held.text("truth.json");
    let shown = said(
        &held
            .audit(&[
                "--accept",
                "shishin-shinchoku:1.title",
                "--why",
                "x",
                "--yes",
            ])
            .code(2),
    );
    assert!(
        shown.contains("not the one that the manifest has"),
        "{shown}"
    );
    assert_eq!(held.text("truth.json"), before);
}

#[test]
#[cfg(unix)]
fn a_write_that_fails_leaves_everything_as_it_was() {
    let held = wrong();
    // the history cannot be written: a folder stands in its place
    fs::create_dir(held.path("history.jsonl")).unwrap();
    let (truth, manifest) = (held.text("truth.json"), held.manifest());
    held.audit(&[
        "--accept",
        "shishin-shinchoku:1.実績",
        "--why",
        "x",
        "--yes",
    ])
    .code(2);
    assert_eq!(
        (held.text("truth.json"), held.manifest()),
        (truth, manifest)
    );
}
