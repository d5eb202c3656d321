//! Mistakes in rule files, each an edit of a good one (`tests/cases/mistakes.toml`): every one is reported on
//! its line, and said once.

use crate::support::repo;
use keikaku::rule::{Checked, Code, check, check_ids, reference};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Mistakes {
    mistake: Vec<Mistake>,
}

#[derive(Deserialize)]
struct Mistake {
    file: String,
    from: String,
    to: String,
    line: usize,
    code: String,
    message: String,
    help: Option<String>,
}

impl Mistake {
    /// The edited file, checked.
    fn check(&self) -> Checked {
        let text = std::fs::read_to_string(repo(&self.file)).unwrap();
        assert!(text.contains(&self.from), "{}: {}", self.file, self.from);
        let checked = check(&self.file, &text.replacen(&self.from, &self.to, 1));
        for found in &checked.found {
            let gaps = keikaku::language::missing::of_mistake(found);
            assert!(gaps.is_empty(), "{}", gaps.join("\n"));
        }
        checked
    }

    /// Whether it is among those found.
    fn is_in(&self, checked: &Checked) -> bool {
        checked.found.iter().any(|d| {
            let help = d.help.as_deref().unwrap_or_default();
            let helps = self.help.as_ref().is_none_or(|h| help.contains(h));
            (d.line, d.code.as_str()) == (self.line, self.code.as_str())
                && d.message.contains(&self.message)
                && helps
        })
    }
}

fn mistakes() -> Vec<Mistake> {
    let text = std::fs::read_to_string(repo("tests/cases/mistakes.toml")).unwrap();
    toml::from_str::<Mistakes>(&text).unwrap().mistake
}

fn shown(checked: &Checked) -> String {
    let lines = checked.found.iter().map(ToString::to_string);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_mistake_is_reported_on_its_line() {
    let all = mistakes();
    assert!(all.len() >= 150);
    let mut failures = Vec::new();
    for mistake in &all {
        let checked = mistake.check();
        if !mistake.is_in(&checked) {
            let Mistake {
                file,
                to,
                line,
                code,
                ..
            } = mistake;
            let found = shown(&checked);
            failures.push(format!("{file}:{line}: {code} for {to:?}:\n{found}\n"));
        }
    }
    let count = failures.len();
    assert!(failures.is_empty(), "{count}:\n{}", failures.join("\n"));
}

/// A mistake leads to no further ones, other than those that it truly makes: a name that is gone leaves what
/// refers to it without a meaning.
#[test]
fn a_mistake_is_said_once() {
    let mut several = Vec::new();
    for mistake in mistakes() {
        let checked = mistake.check();
        let lines: BTreeSet<usize> = checked.found.iter().map(|d| d.line).collect();
        if lines.len() > 1 {
            several.push(format!("{:?}:\n{}\n", mistake.to, shown(&checked)));
        }
    }
    let count = several.len();
    assert!(count <= 5, "{count}:\n{}", several.join("\n"));
}

#[test]
fn good_files_have_no_mistakes() {
    let files: BTreeSet<String> = mistakes().into_iter().map(|m| m.file).collect();
    assert!(files.len() >= 7);
    for file in files {
        let text = std::fs::read_to_string(repo(&file)).unwrap();
        let found = check(&file, &text);
        assert!(found.found.is_empty(), "{}", shown(&found));
    }
}

#[test]
fn mistakes_all_over_a_file_are_found_in_one_run() {
    let text = std::fs::read_to_string(repo("tests/cases/rules/anjo-gaiyo.toml")).unwrap();
    let edits = [
        ("version = 1", "version = \"1\"", "wrong-type"),
        ("required =", "requierd =", "unknown-key"),
        ("(?<mark>★)", "(?<mark>★", "bad-pattern"),
        ("split = \"whole\"", "split = \"hole\"", "wrong-value"),
        ("name = \"目標\"\n", "", "missing-key"),
        (
            "parent = [\"policy\"]",
            "parent = [\"polcy\"]",
            "unknown-name",
        ),
        ("text = \"86%\"", "text = \"68%\"", "example-fails"),
        (
            "kind = \"action\", parent",
            "kind = \"actoin\", parent",
            "unknown-kind",
        ),
    ];
    let mut edited = text;
    for (from, to, _) in edits {
        assert!(edited.contains(from), "{from}");
        edited = edited.replacen(from, to, 1);
    }
    let checked = check("anjo.toml", &edited);
    let codes: Vec<&str> = checked.found.iter().map(|d| d.code.as_str()).collect();
    for (_, to, code) in edits {
        assert!(codes.contains(&code), "{to}: {}", shown(&checked));
    }
    let places: Vec<usize> = checked.found.iter().map(|d| d.span.start).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_later_file_with_the_id_of_an_earlier_one_is_reported() {
    let text = std::fs::read_to_string(repo("tests/cases/rules/toyota-taikei.toml")).unwrap();
    let mut files = [check("a.toml", &text), check("b.toml", &text)];
    check_ids(&mut files);
    assert!(files[0].found.is_empty());
    let found = &files[1].found[0];
    assert_eq!((found.code, found.line), (Code::DuplicateId, 3));
    assert!(found.message.contains("`a.toml`"), "{found}");
}

#[test]
fn a_file_that_is_too_large_is_not_looked_at() {
    let checked = check("a.toml", &"# long\n".repeat(200_000));
    assert_eq!(checked.found.len(), 1);
    assert_eq!(checked.found[0].code, Code::FileTooLarge);
    assert!(checked.found[0].message.contains("1048576"));
}

#[test]
fn a_file_with_too_many_patterns_is_not_compiled() {
    let text = std::fs::read_to_string(repo("tests/cases/rules/toyota-taikei.toml")).unwrap();
    let many = format!("any = [{}'x', ", "'めざす',\n".repeat(2_000));
    let checked = check("a.toml", &text.replacen("any = [", &many, 1));
    assert_eq!(checked.found.len(), 1, "{}", shown(&checked));
    assert_eq!(checked.found[0].code, Code::TooManyPatterns);
    assert!(checked.found[0].message.contains("limit of 2000"));
}

/// Codes that no edit of one file raises; tests above do.
const ELSEWHERE: [Code; 3] = [Code::DuplicateId, Code::FileTooLarge, Code::TooManyPatterns];

#[test]
fn every_code_is_raised() {
    let raised: BTreeSet<String> = mistakes().into_iter().map(|m| m.code).collect();
    for code in Code::ALL {
        let there = raised.contains(code.as_str()) || ELSEWHERE.contains(code);
        assert!(there, "{} is raised by no test", code.as_str());
        assert!(code.description().ends_with('.'));
    }
    let known: BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    assert_eq!(known.len(), Code::ALL.len());
    assert!(raised.iter().all(|r| known.contains(r.as_str())));
}

/// Whatever a file says, checking it comes to an end, and every place is within the file.
#[test]
fn files_cut_anywhere_are_checked() {
    let text = std::fs::read_to_string(repo("tests/cases/rules/hyoka-sheet.toml")).unwrap();
    for (at, _) in text.char_indices().step_by(97) {
        let checked = check("cut.toml", &text[..at]);
        assert!(checked.found.iter().all(|d| d.span.end <= at), "{at}");
        assert!(!checked.found.is_empty(), "{at}");
    }
}

/// A large file that is no rule at all is refused without looking at each of its lines for long.
#[test]
fn large_files_that_are_no_rules_are_refused_soon() {
    let begun = std::time::Instant::now();
    let keys: String = (0..10_000).map(|i| format!("key{i} = {i}\n")).collect();
    for text in ["x\n".repeat(50_000), "[[table]]\n".repeat(10_000), keys] {
        let found = check("large.toml", &text).found;
        assert!(!found.is_empty() && found.len() <= 1_100, "{}", found.len());
    }
    let taken = begun.elapsed();
    assert!(taken.as_secs() < 60, "{taken:?}");
}

#[test]
fn the_reference_is_up_to_date() {
    let path = repo("rules/guide/reference.md");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == reference(),
        "rules/guide/reference.md is stale; renew it with \
         `cargo run -- rules schema --format markdown > rules/guide/reference.md`"
    );
}

#[test]
fn good_files_fit_the_schema() {
    let schema = keikaku::rule::config::json_schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(schema.get("$id").is_none());
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in [
        "tests/cases/rules/anjo-gaiyo.toml",
        "tests/cases/rules/hyoka-sheet.toml",
    ] {
        let text = std::fs::read_to_string(repo(file)).unwrap();
        let value: toml::Value = toml::from_str(&text).unwrap();
        let value = serde_json::to_value(value).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
    }
    let keys: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(keys[..3], ["id", "version", "title"]);
}
