//! Our own words for what a status means, across municipalities (`rules/vocabulary.toml`).

use crate::normalize::{fold_char, fold_pattern};
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct File {
    status: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    pattern: String,
}

static STATUS: LazyLock<Vec<(Regex, String)>> = LazyLock::new(|| {
    let text = include_str!("../../rules/vocabulary.toml");
    let file: File = toml::from_str(text).unwrap_or(File { status: Vec::new() });
    file.status
        .into_iter()
        .filter_map(|e| Some((Regex::new(&fold_pattern(&e.pattern)).ok()?, e.code)))
        .collect()
});

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
        .map(|(_, code)| code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_vocabulary_is_sound() {
        let text = include_str!("../../rules/vocabulary.toml");
        let file: File = toml::from_str(text).unwrap();
        assert_eq!(file.status.len(), STATUS.len(), "every pattern compiles");
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
}
