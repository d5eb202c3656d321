//! The audit for a browser: what a person has to look at comes first, with what is expected beside it.

use crate::cli::run;
use crate::support::repo;
use keikaku::audit::{FixtureSet, Options, audit_to_view};
use keikaku::inspect::viewer::Kind;
use keikaku::rule::RuleSet;
use serde_json::{Value, json};
use std::path::Path;

/// Two fixtures, the second with a fault.
fn set(folder: &Path) {
    for name in ["anjo-table", "tomisato-suishin"] {
        std::fs::create_dir(folder.join(name)).unwrap();
        for file in [&format!("{name}.pdf"), "truth.json"] {
            let from = repo("fixtures").join(name).join(file);
            std::fs::copy(from, folder.join(name).join(file)).unwrap();
        }
    }
    let path = folder.join("tomisato-suishin/truth.json");
    let mut truth: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    truth["legend"][0]["meaning"] = json!("済んだ");
    std::fs::write(&path, truth.to_string()).unwrap();
}

#[test]
fn what_has_to_be_looked_at_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    set(folder.path());
    let set = FixtureSet::load(folder.path()).unwrap();
    let rules = RuleSet::shipped().unwrap();
    let (report, views) = audit_to_view(&set, &rules, &Options::default());
    let names: Vec<&str> = report.fixtures.iter().map(|f| f.name.as_str()).collect();
    assert!(
        names[0].contains("anjo") && names[1].contains("tomisato"),
        "{names:?}"
    );
    assert_eq!(views[0].name, names[1]);
    let said = views[0].discrepancies.as_ref().unwrap();
    assert_eq!(
        (said[0].kind, said[0].field.as_str()),
        (Kind::Different, "meaning")
    );
    assert_eq!(said[0].expected.as_deref(), Some("済んだ"));
    assert!(
        said[1..]
            .iter()
            .all(|d| d.field == "status" || d.kind == Kind::Print),
        "{said:#?}"
    );
}

#[test]
fn an_audit_writes_one_page_for_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    set(folder.path());
    let page = folder.path().join("page.html");
    let (status, out, err) = run(&[
        "audit",
        &folder.path().to_string_lossy(),
        "--html",
        &page.to_string_lossy(),
        "--summary",
    ]);
    assert_eq!(status, 1, "{out}{err}");
    assert!(out.starts_with("FAILED: 2 fixtures"), "{out}");
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.contains("default-src 'none'") && text.trim_end().ends_with("</html>"));
    assert!(text.contains("tomisato-suishin") && text.contains("anjo-table"));
}
