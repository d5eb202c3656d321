//! Rule files: the shipped ones are sound, and mistakes are reported where they are.

use crate::support::repo;
use keikaku::rule::{RuleSet, check_examples, compile};

#[test]
fn the_shipped_rules_compile_and_their_examples_hold() {
    let set = RuleSet::shipped().unwrap();
    assert!(set.rules().len() >= 5);
    for entry in set.rules() {
        let rule = entry.rule().unwrap();
        let wrong: Vec<String> = check_examples(rule)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(!rule.why.is_empty() && !rule.title.is_empty());
    }
}

#[test]
fn every_rule_file_of_the_folder_is_shipped() {
    let folder = std::fs::read_dir(repo("rules")).unwrap();
    let names = folder.map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> = names
        .filter(|n| n.ends_with(".toml") && n != "vocabulary.toml")
        .collect();
    files.sort();
    let set = RuleSet::shipped().unwrap();
    let mut shipped: Vec<&str> = set.rules().iter().map(|r| r.file()).collect();
    shipped.sort_unstable();
    assert_eq!(files, shipped);
}

const SOUND: &str = r#"
id = "a"
version = 1
title = "t"
why = "w"

[match]
all = ['計画']

[[section]]
level = 1
kind = "policy"
pattern = '^(?<number>（\d+）)(?<title>.+)$'

[[example]]
in = "（1）情報"
given = "（1）情報"
expect = { number = "（1）", title = "情報" }
"#;

#[test]
fn a_sound_rule_has_no_diagnostics() {
    let rule = compile("a.toml", SOUND).unwrap();
    assert!(check_examples(&rule).is_empty());
}

fn only(text: &str) -> keikaku::rule::Diagnostic {
    let mut found = compile("a.toml", text).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn an_unknown_key_is_reported_with_what_was_meant() {
    let found = only(&SOUND.replace("kind =", "kimd ="));
    assert_eq!((found.line, found.column), (12, 1));
    assert_eq!(found.help.as_deref(), Some("did you mean `kind`?"));
    assert_eq!(found.source_line(), r#"kimd = "policy""#);
}

#[test]
fn a_bad_pattern_is_reported_at_its_place() {
    let found = only(&SOUND.replace("(?<title>.+)", "(?<title>.+"));
    assert_eq!((found.line, found.column), (13, 11));
    assert!(found.message.contains("regular expression"), "{found}");
}

#[test]
fn a_missing_capture_is_reported() {
    let found = only(&SOUND.replace("(?<title>.+)", "(?<name>.+)"));
    assert!(found.message.contains("`title`"), "{found}");
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let text = SOUND
        .replace("(?<title>.+)", "(?<title>.+")
        .replace("'計画'", "'計画('");
    assert_eq!(compile("a.toml", &text).unwrap_err().len(), 2);
}

#[test]
fn a_rule_without_an_example_is_refused() {
    let text = &SOUND[..SOUND.find("[[example]]").unwrap()];
    assert!(only(text).message.contains("example"));
}

#[test]
fn an_example_that_fails_says_what_came_out() {
    let rule = compile(
        "a.toml",
        &SOUND.replace("title = \"情報\"", "title = \"情\""),
    )
    .unwrap();
    let found = check_examples(&rule);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("情報"), "{}", found[0]);
}

#[test]
fn the_same_id_twice_is_an_error() {
    let error = RuleSet::default()
        .add([("a.toml", SOUND), ("b.toml", SOUND)])
        .unwrap_err();
    assert!(error.to_string().contains("`a`"), "{error}");
}

#[test]
fn a_rule_of_the_same_id_replaces_a_shipped_one() {
    let mut set = RuleSet::shipped().unwrap();
    let before = set.rules().len();
    let text = SOUND.replace("id = \"a\"", "id = \"toyota-taikei\"");
    set.add([("mine.toml", text.as_str())]).unwrap();
    assert_eq!(set.rules().len(), before);
    let mine = set
        .rules()
        .iter()
        .find(|r| r.id() == "toyota-taikei")
        .unwrap();
    assert_eq!(mine.file(), "mine.toml");
}

/// Nothing about one document lives in code: no name of a municipality, no mark of one legend.
#[test]
fn no_municipality_is_named_in_the_code() {
    for (path, text) in crate::house::sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for name in [
            "豊田", "富里", "岡崎", "安城", "toyota", "tomisato", "okazaki", "anjo",
        ] {
            assert!(!code.contains(name), "{name} in {path}");
        }
    }
    assert!(repo("rules/toyota-taikei.toml").exists());
}
