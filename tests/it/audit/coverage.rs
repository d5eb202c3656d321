//! What a set of documents exercises.

use super::held::{Held, run};
use crate::support::{PageSpec, pdf, repo, texts};
use keikaku::audit::coverage::{Collector, text};
use keikaku::rule::{RuleSet, convert_with_lines};
use keikaku::{ReadOptions, read};
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
    let found = rule(&report, "tomisato-suishin");
    let open = found["unexercised"].as_array().unwrap();
    // they are lines that could be unexercised: without a document they are
    let none = covered(&[repo("fixtures/anjo-gaiyo/anjo-gaiyo.pdf").to_str().unwrap()]);
    let all = rule(&none, "tomisato-suishin")["unexercised"].as_array();
    let sites = all.unwrap().iter();
    let columns = sites.filter(|l| l["what"].as_str().unwrap().contains("entry in column"));
    assert!(columns.count() > 0, "{none}");
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
    assert_eq!(report["account"]["placed"], 100.0);
    assert!(
        report["account"]["glyphs"].as_u64().unwrap() > 100,
        "{report}"
    );
}

#[test]
fn the_rule_that_a_set_wants_reads_its_fixture() {
    let held = Held::new("anjo-gaiyo");
    let manifest = held.manifest() + "rule = \"okazaki-gaiyo\"\n";
    std::fs::write(held.folder.path().join("manifest.toml"), manifest).unwrap();
    let (folder, pdf) = (held.folder.path().to_owned(), held.path("anjo-gaiyo.pdf"));
    for path in [folder.clone(), folder.join("manifest.toml"), pdf] {
        let report = covered(&[path.to_str().unwrap()]);
        assert_eq!(rule(&report, "okazaki-gaiyo")["documents"], 1, "{path:?}");
        assert_eq!(rule(&report, "anjo-gaiyo")["documents"], 0, "{path:?}");
    }
}

#[test]
fn pages_with_glyphs_that_went_astray_are_counted_by_the_account() {
    let content = texts(&[
        (50.0, 250.0, 10.0, "けいかく"),
        (50.0, 220.0, 10.0, "あいう"),
    ]);
    let bytes = pdf(&[PageSpec::new(&content)]);
    let mut reading = read(&bytes, "a.pdf", &ReadOptions::default()).unwrap();
    reading.flow.parts.pop();
    let rules = RuleSet::default();
    let found = convert_with_lines(&reading, &rules, None).unwrap();
    let mut collector = Collector::new(&rules).unwrap();
    collector.add("a.pdf", &reading, &found);
    let report = collector.finish();
    assert_eq!((report.account.lost, report.account.placed), (3, 57.14));
    let page = &report.lost[0];
    assert_eq!((page.page, page.lost, page.twice), (1, 3, 0));
    let said = text(&report);
    assert!(
        said.contains("57.14 % of the glyphs")
            && said.contains("3 are nowhere and 0 in two places, on 1 of 1 pages")
            && said.contains("a.pdf page 1: 3 glyphs nowhere"),
        "{said}"
    );
}

#[test]
fn what_is_printed_has_a_schema() {
    for (name, schema) in [
        ("coverage", "keikaku-coverage/1"),
        ("against", "keikaku-against/1"),
    ] {
        let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("keikaku"));
        let found = command.args(["schema", name]).assert().code(0);
        let text = String::from_utf8(found.get_output().stdout.clone()).unwrap();
        assert!(text.contains(schema) && text.contains("\"share\"") == (name == "against"));
    }
}
