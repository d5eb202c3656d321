//! What a set of documents exercises.

use super::held::run;
use crate::support::repo;
use serde_json::Value;

fn covered(args: &[&str]) -> Value {
    let all: Vec<&str> = ["coverage", "--format", "json"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let found = run(&all).code(0);
    serde_json::from_slice(&found.get_output().stdout).unwrap()
}

fn rule<'r>(report: &'r Value, id: &str) -> &'r Value {
    let rules = report["rules"].as_array().unwrap();
    rules.iter().find(|r| r["id"] == id).unwrap()
}

#[test]
fn a_line_that_nothing_exercises_is_named_with_its_place() {
    let own = repo("rules/toyota-taikei.toml");
    let text = std::fs::read_to_string(own).unwrap();
    let extra = "\n[[section]]\nname = \"別表\"\nlevel = 1\npattern = '^附則第(?<number>[0-9]+)項(?<title>.+)$'\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("toyota-taikei.toml");
    std::fs::write(&file, text.clone() + extra).unwrap();
    let pdf = repo("fixtures/toyota-taikei/toyota-taikei.pdf");
    let report = covered(&[
        pdf.to_str().unwrap(),
        "--rules",
        folder.path().to_str().unwrap(),
    ]);
    let found = rule(&report, "toyota-taikei");
    assert_eq!(found["documents"], 1);
    let open = found["unexercised"].as_array().unwrap();
    let line = text.lines().count() + 5;
    let ours = open
        .iter()
        .find(|l| l["source"].as_str().unwrap().contains("附則第"));
    let ours = ours.unwrap_or_else(|| panic!("{open:?}"));
    assert_eq!(ours["line"], line);
    assert_eq!(ours["what"], "heading of section `別表`");
    let all = found["lines"].as_u64().unwrap();
    assert_eq!(
        all,
        found["exercised"].as_u64().unwrap() + open.len() as u64
    );
    assert_eq!(
        rule(&report, "okazaki-gaiyo")["documents"],
        0,
        "a rule that no document uses is named"
    );
}

#[test]
fn each_document_counts_for_its_own_rule() {
    let path = |name: &str| {
        repo("fixtures")
            .join(format!("{name}/{name}.pdf"))
            .to_str()
            .unwrap()
            .to_owned()
    };
    let report = covered(&[&path("anjo-gaiyo"), &path("okazaki-gaiyo")]);
    for id in ["anjo-gaiyo", "okazaki-gaiyo"] {
        let found = rule(&report, id);
        assert_eq!(found["documents"], 1);
        assert!(found["exercised"].as_u64().unwrap() > 20, "{found}");
    }
    let other = rule(&report, "toyota-taikei");
    assert_eq!(
        (&other["documents"], &other["exercised"]),
        (&0.into(), &0.into())
    );
}

#[test]
fn what_a_pair_of_columns_reads_is_exercised() {
    // the entries beside others name the column in their values, and not the pattern
    let pdf = repo("fixtures/tomisato-suishin/tomisato-suishin.pdf");
    let report = covered(&[pdf.to_str().unwrap()]);
    let open = rule(&report, "tomisato-suishin")["unexercised"]
        .as_array()
        .unwrap();
    assert!(
        open.iter()
            .all(|l| !l["what"].as_str().unwrap().contains("entry in column")),
        "{open:?}"
    );
}

#[test]
fn marks_and_codes_that_are_never_met_are_told() {
    let report = covered(&[repo("fixtures/tomisato-suishin/tomisato-suishin.pdf")
        .to_str()
        .unwrap()]);
    let unmet: Vec<&str> = report["unmet_codes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        unmet.contains(&"abolished") && !unmet.contains(&"nearly_done"),
        "{unmet:?}"
    );
    assert_eq!(report["lost"], serde_json::json!([]));
    assert_eq!(report["schema"], "keikaku-coverage/1");
}
