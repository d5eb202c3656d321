//! New fixtures, and what of them was looked at.

use super::held::{run, said};
use crate::support::repo;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn made(folder: &Path) -> String {
    let pdf = repo("fixtures/tomisato-suishin/tomisato-suishin.pdf");
    let to = folder.to_str().unwrap();
    said(&run(&["add", pdf.to_str().unwrap(), "--to", to, "--name", "new"]).code(0))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_conversion_becomes_a_fixture_that_nobody_has_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("manifest.toml"), "# mine\n").unwrap();
    let shown = made(folder.path());
    assert!(shown.contains("nobody has looked at"), "{shown}");
    let own = folder.path().join("new");
    let truth = json(&own.join("truth.json"));
    assert_eq!(truth["schema"], "keikaku/1");
    let manifest = fs::read_to_string(folder.path().join("manifest.toml")).unwrap();
    assert!(manifest.starts_with("# mine\n"), "{manifest}");
    for file in ["new.pdf", "truth.json"] {
        let digest = keikaku::batch::digest(&fs::read(own.join(file)).unwrap());
        assert!(manifest.contains(&digest), "{file}");
    }
    let unreviewed = json(&own.join("review.json"))["unreviewed"]
        .as_array()
        .unwrap()
        .len();
    let parts = [
        "legend",
        "items",
        "indicators",
        "tables",
        "sections",
        "footnotes",
    ];
    let parts = parts.map(|p| truth[p].as_array().unwrap().len());
    assert_eq!(unreviewed, 1 + parts.iter().sum::<usize>(), "and the plan");
    // it holds, and says how much of it nobody has looked at
    let to = folder.path().to_str().unwrap();
    let audited = run(&[to, "--format", "json"]).code(0);
    let report: Value = serde_json::from_slice(&audited.get_output().stdout).unwrap();
    assert_eq!(report["fixtures"][0]["unreviewed"], unreviewed);
    let text = said(&run(&[to]).code(0));
    assert!(
        text.contains(&format!("{unreviewed} parts that nobody has looked at")),
        "{text}"
    );
}

#[test]
fn a_name_or_a_pdf_that_is_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let manifest = fs::read_to_string(folder.path().join("manifest.toml")).unwrap();
    let pdf = repo("fixtures/tomisato-suishin/tomisato-suishin.pdf");
    let other = repo("fixtures/toyota-taikei/toyota-taikei.pdf");
    let to = folder.path().to_str().unwrap();
    for (pdf, name, says) in [
        (&other, "new", "`new` is there already"),
        (&pdf, "again", "`new` is a fixture of the same PDF"),
        (&other, "../out", "cannot be the name"),
    ] {
        let shown = said(&run(&["add", pdf.to_str().unwrap(), "--to", to, "--name", name]).code(2));
        assert!(shown.contains(says), "{shown}");
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("manifest.toml")).unwrap(),
        manifest
    );
    assert!(!folder.path().join("again").exists());
}

#[test]
fn what_was_looked_at_is_taken_off_the_list_and_told() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let to = folder.path().to_str().unwrap();
    let own = folder.path().join("new");
    let left = || {
        let review = json(&own.join("review.json"));
        let list = review["unreviewed"].as_array().unwrap().iter();
        list.map(|n| n.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = left();
    let item = all
        .iter()
        .find(|n| n.starts_with("items:"))
        .unwrap()
        .clone();
    run(&["review", "new", &item, "legend", "--fixtures", to]).code(0);
    assert!(
        left()
            .iter()
            .all(|n| *n != item && !n.starts_with("legend:"))
    );
    let history = fs::read_to_string(own.join("history.jsonl")).unwrap();
    assert!(
        history
            .lines()
            .last()
            .unwrap()
            .contains("\"act\":\"review\"")
    );
    assert!(history.contains(&item) && history.contains("a tester"));
    let unknown = said(&run(&["review", "new", "plam", "--fixtures", to]).code(2));
    assert!(unknown.contains("did you mean `plan`"), "{unknown}");
    let listed = run(&["review", "new", "--fixtures", to]).code(0);
    let listed = String::from_utf8(listed.get_output().stdout.clone()).unwrap();
    assert_eq!(
        listed.lines().map(str::to_owned).collect::<Vec<_>>(),
        left()
    );
    run(&["review", "new", "--all", "--fixtures", to]).code(0);
    assert!(left().is_empty());
}

#[test]
fn what_is_accepted_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let to = folder.path().to_str().unwrap();
    let own = folder.path().join("new");
    let mut truth = json(&own.join("truth.json"));
    let id = truth["items"][0]["id"].as_str().unwrap().to_owned();
    truth["items"][0]["title"] = "ほかの題".into();
    let text = serde_json::to_string_pretty(&truth).unwrap() + "\n";
    let manifest = fs::read_to_string(folder.path().join("manifest.toml")).unwrap();
    let digests = [
        fs::read(own.join("truth.json")).unwrap(),
        text.clone().into_bytes(),
    ];
    let [old, new] = digests.map(|bytes| keikaku::batch::digest(&bytes));
    fs::write(own.join("truth.json"), text).unwrap();
    fs::write(
        folder.path().join("manifest.toml"),
        manifest.replace(&old, &new),
    )
    .unwrap();
    let what = format!("new:{id}.title");
    run(&[to, "--accept", &what, "--why", "x", "--yes"]).code(0);
    let left = json(&own.join("review.json"))["unreviewed"].to_string();
    assert!(!left.contains(&format!("\"items:{id}\"")), "{left}");
    run(&[to]).code(0);
}

#[test]
fn fixtures_that_were_found_without_a_manifest_stay() {
    let folder = super::copied("add-flat");
    let to = folder.to_str().unwrap();
    made(&folder);
    let text = said(&run(&[to, "--format", "json"]).code(0));
    let report: Value = serde_json::from_str(&text).unwrap();
    let names = report["fixtures"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["plan", "new"]);
    // the manifest has no digest of the one that was found: its file is looked at
    let pdf = folder.join("plan.pdf");
    let told = said(&run(&["add", pdf.to_str().unwrap(), "--to", to, "--name", "x"]).code(2));
    assert!(
        told.contains("`plan` is a fixture of the same PDF"),
        "{told}"
    );
}

#[test]
fn a_number_or_title_names_a_part_of_a_review_as_well() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let to = folder.path().to_str().unwrap();
    let own = folder.path().join("new");
    let truth = json(&own.join("truth.json"));
    let items = truth["items"].as_array().unwrap();
    let title = |i: &Value| i["title"].as_str().unwrap().to_owned();
    let only = |t: &String| items.iter().filter(|i| title(i) == *t).count() == 1;
    let item = items.iter().find(|i| only(&title(i))).unwrap();
    let name = format!("items:{}", title(item));
    run(&["review", "new", &name, "--fixtures", to]).code(0);
    let left = json(&own.join("review.json"))["unreviewed"].to_string();
    let id = item["id"].as_str().unwrap();
    assert!(!left.contains(&format!("\"items:{id}\"")), "{left}");
    run(&["review", "new", "", "--fixtures", to]).code(2);
}

#[test]
fn a_list_of_what_is_unreviewed_that_cannot_be_read_fails() {
    let folder = super::copied("review-broken");
    let to = folder.to_str().unwrap();
    // beside `plan.truth.json` it has the name of the plan: that of the folder is of no fixture
    fs::write(folder.join("review.json"), "no json").unwrap();
    run(&[to]).code(0);
    fs::write(folder.join("plan.review.json"), "no json").unwrap();
    let told = said(&run(&[to]).code(1));
    assert!(told.contains("plan.review.json"), "{told}");
}
