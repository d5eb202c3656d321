//! What an audit prints.

use super::{audited, change, copied, item};
use keikaku::audit::show::{Options, junit, markdown, text};
use keikaku::audit::{Report, report_schema};
use serde_json::json;

/// An audit with a wrong title, a long text that differs, and a hostile one.
fn report() -> Report {
    let folder = copied("show");
    change(&folder, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("<b>数で|わかる\u{1b}[2J</b>\u{0}");
        item(t, "近隣の市の指針との比べ合い")["fields"]["担当"] = json!("庶務課");
    });
    audited(&folder)
}

#[test]
fn text_names_field_place_and_both_values() {
    let report = report();
    let text_of = |options: Options| text(&report, &options);
    let plain = text_of(Options::default());
    assert!(
        plain.starts_with("FAILED: 1 fixture · 1 failed · 2 differences"),
        "{plain}"
    );
    let line = plain
        .lines()
        .find(|l| l.trim_start().starts_with("~ title"))
        .unwrap();
    assert!(
        line.contains("数でわかる目標の設定") && line.contains("p.2 ["),
        "{line}"
    );
    assert!(plain.contains("row 28"), "{plain}");
    let owner = plain
        .lines()
        .find(|l| l.contains("近隣の市の指針"))
        .unwrap();
    assert!(owner.trim_start().starts_with("item 15 近隣"), "{owner}");
    assert!(
        plain.contains("- fields.担当  expected `庶務課`, found nothing"),
        "{plain}"
    );
    assert!(plain.contains("shishin-shinchoku"), "by rule");
    assert!(!plain.contains('\u{1b}'), "nothing steers the terminal");
    assert!(
        text_of(Options {
            color: true,
            ..Options::default()
        })
        .contains("\u{1b}[31m")
    );
    let summary = text_of(Options {
        summary: true,
        ..Options::default()
    });
    assert!(
        !summary.contains("庶務課") && summary.contains("recall"),
        "{summary}"
    );
}

#[test]
fn junit_is_xml_with_a_suite_a_fixture_and_a_case_a_field() {
    let report = report();
    let xml = junit(&report).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let suite = document
        .descendants()
        .find(|n| n.has_tag_name("testsuite"))
        .unwrap();
    assert_eq!(suite.attribute("name"), Some("plan"));
    assert_eq!(suite.attribute("failures"), Some("2"));
    let cases: Vec<_> = suite
        .children()
        .filter(|n| n.has_tag_name("testcase"))
        .collect();
    assert_eq!(cases.len(), report.fixtures[0].fields.len());
    let title = cases
        .iter()
        .find(|c| c.attribute("name") == Some("title"))
        .unwrap();
    let failure = title
        .children()
        .find(|n| n.has_tag_name("failure"))
        .unwrap();
    assert!(failure.attribute("message").unwrap().contains("recall"));
    assert!(failure.text().unwrap().contains("数でわかる目標の設定"));
    let kind = cases
        .iter()
        .find(|c| c.attribute("name") == Some("kind"))
        .unwrap();
    assert!(!kind.children().any(|n| n.is_element()));
}

#[test]
fn markdown_obeys_nothing_that_a_pdf_says() {
    let out = markdown(&report(), &Options::default());
    assert!(out.starts_with("## Audit: FAILED"), "{out}");
    assert!(out.contains("&lt;b&gt;数で\\|わかる"), "{out}");
    assert!(!out.contains("<b>"));
    let rows = out
        .lines()
        .filter(|l| l.starts_with("| missing |") || l.starts_with("| different |"));
    assert_eq!(rows.count(), 2, "{out}");
}

#[test]
fn json_validates_against_its_schema() {
    let report = serde_json::to_value(report()).unwrap();
    assert_eq!(report["schema"], "keikaku-audit/1");
    let validator = jsonschema::validator_for(&report_schema()).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn what_fails_by_its_print_alone_is_told() {
    let folder = copied("show-exact");
    change(&folder, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数で わかる目標の設定")
    });
    let manifest = "[[fixture]]\nname = \"plan\"\npdf = \"plan.pdf\"\n[fixture.thresholds]\ntitle = { exactness = 1 }\n";
    std::fs::write(folder.join("manifest.toml"), manifest).unwrap();
    let report = audited(&folder);
    let page = markdown(&report, &Options::default());
    assert!(page.contains("title: exactness 0.9"), "{page}");
    let xml = junit(&report).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let failure = document
        .descendants()
        .find(|n| n.has_tag_name("failure"))
        .unwrap();
    assert!(
        failure.text().unwrap().contains("数で わかる目標の設定"),
        "{xml}"
    );
}

#[test]
fn junit_has_no_character_that_xml_forbids() {
    let mut report = report();
    let text = "a\u{0}\u{b}\u{1b}[2J\u{FFFE}\u{FFFF}b";
    let fixture = &mut report.fixtures[0];
    fixture.name = text.into();
    for difference in &mut fixture.differences {
        difference.of.name = text.into();
        difference.found = Some(text.into());
    }
    let is_char = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let xml = junit(&report).unwrap();
    assert!(xml.chars().all(is_char), "{xml}");
    let shown = text_of(&report);
    assert!(
        shown.chars().all(|c| c == '\n' || !c.is_control()),
        "{shown:?}"
    );
}

fn text_of(report: &Report) -> String {
    text(report, &Options::default())
}
