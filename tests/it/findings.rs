//! Each kind of finding is raised by something, and nothing else is in the list.

use crate::support::{PageSpec, document_of, pdf, repo, texts};
use keikaku::finding::Code;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use std::collections::BTreeSet;

/// The codes of the findings of a page under a rule; the rule's head is added.
fn codes(content: &[u8], rule: &str) -> BTreeSet<String> {
    let text = format!(
        "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n{rule}\n\
         [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {{}}\n"
    );
    let bytes = pdf(&[PageSpec::new(content)]);
    let reading = read(&bytes, "x.pdf", &ReadOptions::default()).unwrap();
    let mut rules = RuleSet::default();
    rules.add([("t.toml", text.as_str())]).unwrap();
    let document = convert(&reading, &rules, None).unwrap();
    for finding in &document.findings {
        let gaps = keikaku::language::missing::of_finding(finding);
        assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    }
    document.findings.into_iter().map(|f| f.code).collect()
}

fn lines(lines: &[&str]) -> Vec<u8> {
    let placed: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(i, t)| (50.0, 250.0 - 30.0 * i as f32, 10.0, *t))
        .collect();
    texts(&placed)
}

const ITEMS: &str = r#"
[[section]]
level = 1
pattern = '^けいかく$'
item = [{ kind = "measure", pattern = '^(?<number>[①-⑳])(?<title>\S+?)(?<status>◇)?(?<flag>さい)?$' }]
"#;

#[test]
fn findings_of_rules() {
    let has = |code: &str, page: &[u8], rule: &str| {
        let found = codes(page, rule);
        assert!(found.contains(code), "{code}: {found:?}");
    };
    let plan = |pattern: &str| format!("[plan]\npatterns = ['{pattern}']\nrequired = [\"title\"]");
    has("field-missing", &lines(&["あ"]), &plan("(?<title>い)"));
    has(
        "field-missing",
        &lines(&["あ"]),
        "[plan]\nrequired = [\"period\"]",
    );
    has("era-overrun", &lines(&["H35"]), &plan("(?<period>H35)"));
    has("value-unread", &lines(&["あ"]), &plan("(?<period>あ)"));
    has(
        "year-mismatch",
        &lines(&["R3(2030)"]),
        &plan(r"(?<period>R3.*)"),
    );
    has("entry-unmatched", &lines(&["けいかく", "あ"]), ITEMS);
    has("mark-unknown", &lines(&["けいかく", "①あ◇"]), ITEMS);
    has("number-gap", &lines(&["けいかく", "①あ", "③い"]), ITEMS);
    let under = ITEMS
        .replace("item =", "kind = \"policy\"\nitem =")
        .replace("[①-⑳]", "\\d-\\d")
        .replace("^けいかく$", "^(?<number>\\d)(?<title>けいかく)$")
        .replace(
            "kind = \"measure\"",
            "kind = \"measure\", parent = [\"policy\"]",
        );
    has("number-parent", &lines(&["1けいかく", "2-1あ"]), &under);
    let repeats = format!("{ITEMS}\n[[check]]\ntype = \"repeats\"\nflag = \"さい\"");
    has("ref-dangling", &lines(&["けいかく", "①あさい"]), &repeats);
    let required =
        format!("{ITEMS}\n[[check]]\ntype = \"required\"\nkind = \"measure\"\nfields = [\"い\"]");
    has("field-missing", &lines(&["けいかく", "①あ"]), &required);
}

/// Without a legend a sign has no code, however usual it is.
#[test]
fn an_unexplained_mark_has_no_code() {
    let rule = format!(
        "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n{ITEMS}\n\
         [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {{}}\n"
    );
    let bytes = pdf(&[PageSpec::new(&lines(&["けいかく", "①あ◇"]))]);
    let reading = read(&bytes, "x.pdf", &ReadOptions::default()).unwrap();
    let mut rules = RuleSet::default();
    rules.add([("some/folder/t.toml", rule.as_str())]).unwrap();
    let document = convert(&reading, &rules, None).unwrap();
    let status = document.items[0].status.as_ref().unwrap();
    assert_eq!(
        (status.mark.as_str(), status.code.as_str()),
        ("◇", "unknown")
    );
    let line = document.items[0].at[0].rule.as_deref().unwrap();
    assert!(line.starts_with("t.toml:"), "{line}");
}

#[test]
fn findings_of_tables() {
    let path = repo("fixtures/shishin-shinchoku/shishin-shinchoku.pdf");
    let counts = crate::support::document(&path);
    assert!(counts.findings.iter().any(|f| f.code == "count-mismatch"));
    let mut content = crate::support::grid(&[50.0, 150.0, 350.0], &[100.0, 160.0, 180.0]);
    content.extend(texts(&[
        (60.0, 165.0, 10.0, "あ"),
        (160.0, 165.0, 10.0, "い"),
        (60.0, 140.0, 10.0, "①う"),
        (60.0, 125.0, 10.0, "②え"),
        (160.0, 140.0, 10.0, "◇お"),
        (160.0, 125.0, 10.0, "◇か"),
        (160.0, 110.0, 10.0, "◇き"),
    ]));
    let found = codes(
        &content,
        r#"
[[table]]
name = "t"
headers = ['あ', 'い']
[[table.column]]
header = 'あ'
item = [{ kind = "measure", parent = ["policy"], pattern = '^(?<number>[①-⑳])(?<title>.+)$' }]
[[table.column]]
header = 'い'
pair = 'あ'
item = [{ pattern = '^(?<status>◇)(?<field>.+)$' }]
[[table.column]]
header = 'う'
item = [{ kind = "action", pattern = '(?<title>.+)' }]
[[section]]
level = 1
kind = "policy"
pattern = '^ない(?<title>.+)$'
optional = true
"#,
    );
    for code in ["pair-mismatch", "column-missing", "parent-missing"] {
        assert!(found.contains(code), "{code}: {found:?}");
    }
}

#[test]
fn findings_of_pages() {
    let has = |code: &str, content: &[u8]| {
        let found = codes(content, "");
        assert!(found.contains(code), "{code}: {found:?}");
    };
    has("hidden-text", b"BT 3 Tr /L 10 Tf 50 200 Td (x) Tj ET");
    has("content-skipped", b"BT /L 10 Tf 50 200 Td (x) Tj ) ET");
    has("no-text-layer", b"50 50 m 60 90 l 90 50 l f");
    has("object-missing", b"BT /Nope 10 Tf 50 200 Td (x) Tj ET");
    has("object-missing", b"/Nope Do");
    has("gaiji", b"BT /J 10 Tf 50 200 Td <81AC> Tj ET");
    has("glyph-unmapped", b"BT /J 10 Tf 50 200 Td <FCFC> Tj ET");
}

#[test]
fn findings_of_choosing_a_rule() {
    let bytes = pdf(&[PageSpec::new(&lines(&["けいかく"]))]);
    let document = document_of(&bytes, "x.pdf");
    assert_eq!(document.findings[0].code, "no-rule");
    assert!(document.rule.is_none());
    assert!(
        document
            .sections
            .iter()
            .any(|s| s.text.contains("けいかく"))
    );
    let rule = |id: &str, any: &str| {
        format!(
            "id = \"{id}\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['けい']\nany = [{any}]\n\
             [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {{}}\n"
        )
    };
    let reading = read(&bytes, "x.pdf", &ReadOptions::default()).unwrap();
    let choose = |second: &str| {
        let (a, b) = (rule("a", ""), rule("b", second));
        let mut rules = RuleSet::default();
        rules
            .add([("a.toml", a.as_str()), ("b.toml", b.as_str())])
            .unwrap();
        convert(&reading, &rules, None)
    };
    let weak = choose("'かく'").unwrap();
    assert_eq!(weak.rule.unwrap().id, "b");
    assert!(weak.findings.iter().any(|f| f.code == "rule-weak-match"));
    let tie = choose("").unwrap();
    let found = tie.findings.iter().find(|f| f.code == "rule-tie").unwrap();
    assert!(found.message.contains("`a`") && found.message.contains("`b`"));
    assert!(tie.rule.is_none());
    // nothing of `any` is found: it fits, but little speaks for it
    let mut rules = RuleSet::default();
    let alone = rule("a", "'ない'");
    rules.add([("a.toml", alone.as_str())]).unwrap();
    let weak = convert(&reading, &rules, None).unwrap();
    let found = weak.findings.iter().find(|f| f.code == "rule-weak-match");
    assert!(found.unwrap().message.contains("`any`"));
}

/// Codes whose test stands elsewhere or needs a damaged file.
const ELSEWHERE: &[(&str, &str)] = &[
    ("xref-rebuilt", "bad_input"),
    ("limit-hit", "bad_input"),
    ("stream-undecodable", "bad_input"),
];

#[test]
fn every_code_has_a_description_a_help_and_a_test() {
    let files = [
        "account",
        "findings",
        "bad_input",
        "apart",
        "cli",
        "values",
        "dataset/series",
        "editions/cases",
        "refresh/doubts",
        "refresh/files",
        "refresh/reviews",
    ];
    let tests: String = files
        .iter()
        .map(|f| std::fs::read_to_string(repo(&format!("tests/it/{f}.rs"))).unwrap())
        .collect();
    let mut seen = BTreeSet::new();
    for code in Code::ALL {
        assert!(!code.description().is_empty() && !code.help().is_empty());
        assert!(seen.insert(code.as_str()), "{} twice", code.as_str());
        let quoted = format!("\"{}\"", code.as_str());
        let times = tests.matches(&quoted).count();
        let listed = ELSEWHERE.iter().any(|(c, _)| *c == code.as_str());
        assert!(
            times > usize::from(listed),
            "no test raises `{}`",
            code.as_str()
        );
    }
}

#[test]
fn findings_of_municipalities() {
    let codes_of = |constants: &str| {
        codes(
            &lines(&["あ"]),
            &format!("[plan]\nconstants = {{ {constants} }}"),
        )
    };
    assert!(codes_of("municipality = \"府中市\"").contains("municipality-ambiguous"));
    for wrong in ["232115", "132063"] {
        let constants = format!("municipality = \"豊田市\", municipality_code = \"{wrong}\"");
        assert!(
            codes_of(&constants).contains("municipality-mismatch"),
            "{wrong}"
        );
    }
    let right = codes_of("municipality = \"豊田市\", municipality_code = \"232114\"");
    assert!(!right.contains("municipality-mismatch"));
}

/// An indicator has one number; what is more or less than that is no value, and is told.
#[test]
fn an_indicator_that_is_no_single_number_is_unread() {
    let rule = r"
[[section]]
level = 1
pattern = '^けいかく$'
indicator = [{ pattern = '^(?<name>[あ-ん]+):(?<target>.+)$' }]";
    let unread = |text: &str| codes(&lines(&["けいかく", text]), rule).contains("value-unread");
    assert!(!unread("あ:12"));
    for text in ["あ:5/6", "あ:10~20", "あ:R6.4.1", "あ:2025年度"] {
        assert!(unread(text), "{text}");
    }
}
