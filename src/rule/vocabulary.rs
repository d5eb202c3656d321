//! The words that all rules build upon (`rules/vocabulary.toml`): words in patterns, header words of the
//! kinds, and our own words for what a status means, across municipalities.

use crate::normalize::{fold_char, fold_pattern};
use crate::rule::words::Words;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize, Default)]
struct File {
    kind: Vec<Kind>,
    status: Vec<Entry>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
    header: String,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    pattern: String,
}

/// The kinds of items, from the highest down.
pub const KINDS: [&str; 7] = [
    "vision",
    "policy",
    "priority",
    "measure",
    "submeasure",
    "action",
    "group",
];

static FILE: LazyLock<File> = LazyLock::new(|| {
    let text = include_str!("../../rules/vocabulary.toml");
    toml::from_str(text).unwrap_or_default()
});

static STATUS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let status = FILE.status.iter();
    status
        .filter_map(|e| {
            let pattern = Regex::new(&fold_pattern(&e.pattern)).ok()?;
            Some((pattern, e.code.as_str()))
        })
        .collect()
});

static KIND: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let kinds = FILE.kind.iter();
    kinds
        .filter_map(|k| Some((whole(&k.header)?, k.kind.as_str())))
        .collect()
});

/// A pattern with shared words.
pub fn pattern(pattern: &str) -> Option<Regex> {
    let expanded = Words::default().expand(pattern).ok()?;
    Regex::new(&fold_pattern(&expanded)).ok()
}

/// A pattern with shared words that must match from end to end.
fn whole(pattern: &str) -> Option<Regex> {
    self::pattern(&format!("^(?:{pattern})$"))
}

/// A shared word as a pattern that must match from end to end.
pub fn word(name: &str) -> Option<Regex> {
    whole(&format!("{{{name}}}"))
}

/// The kind of item that a header names, in folded text without white space.
pub fn kind_of(header: &str) -> Option<&'static str> {
    let found = KIND.iter().find(|(pattern, _)| pattern.is_match(header));
    found.map(|(_, kind)| *kind)
}

/// Words of a legend that are flags themselves: ★は重点事業.
const FLAG_WORDS: [&str; 5] = ["重点", "新規", "拡充", "再掲", "継続"];

/// The flag that the meaning of a sign names.
pub fn flag_word(meaning: &str) -> Option<&'static str> {
    FLAG_WORDS.into_iter().find(|w| meaning.contains(w))
}

/// The codes that a status can have, each once.
pub fn status_codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = STATUS.iter().map(|(_, code)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The code of a status by the words of its meaning, or of its mark where the mark is a word.
pub fn status_code(words: &str) -> Option<&'static str> {
    let folded: String = words
        .chars()
        .map(fold_char)
        .filter(|c| !c.is_whitespace())
        .collect();
    STATUS
        .iter()
        .find(|(pattern, _)| pattern.is_match(&folded))
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_vocabulary_is_sound() {
        let text = include_str!("../../rules/vocabulary.toml");
        let file: File = toml::from_str(text).unwrap();
        assert_eq!(file.status.len(), STATUS.len(), "every pattern compiles");
        assert_eq!(file.kind.len(), KIND.len(), "every header compiles");
        for name in crate::rule::words::shared().keys() {
            assert!(word(name).is_some(), "{name}");
        }
    }

    #[test]
    fn words_of_status() {
        for (words, code) in [
            ("予定通り", "on_schedule"),
            ("未実施", "not_done"),
            ("完了", "done"),
            ("完了の目途", "nearly_done"),
            ("継続中", "continuing"),
            ("済・継", "done_continuing"),
            ("済", "done"),
            ("一部済", "partly_done"),
            ("着手中", "in_progress"),
            ("未", "not_started"),
            ("A", "grade"),
            ("遅れあり", "delayed"),
        ] {
            assert_eq!(status_code(words), Some(code), "{words}");
        }
        assert_eq!(status_code("資料1-2の番号"), None);
    }

    #[test]
    fn headers_name_kinds() {
        for (header, kind) in [
            ("めざす姿", Some("vision")),
            ("基本方針", Some("policy")),
            ("基本施策", Some("measure")),
            ("取組の主な内容", Some("action")),
            ("重点取組", Some("priority")),
            ("実行計画", Some("action")),
            ("推進事業(アクションプラン例示)", Some("action")),
            ("担当課", None),
            ("備考", None),
        ] {
            assert_eq!(kind_of(header), kind, "{header}");
        }
    }

    #[test]
    fn words_for_the_columns_of_indicators() {
        for (name, header) in [
            ("現状値", "基準値"),
            ("現状値", "現況値"),
            ("目標値", "目標"),
            ("実績値", "実績"),
            ("担当課", "所管課"),
            ("番号", "No."),
            ("指標", "成果指標"),
            ("年度", "令和4年度"),
            ("年度", "2023(令和5)年度"),
            ("年度", "R5"),
        ] {
            let word = word(name).unwrap();
            assert!(word.is_match(header), "{name} {header}");
        }
    }
}
