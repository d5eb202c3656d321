//! Words in patterns: `{現状値}` stands for the pattern of the word 現状値.
//!
//! A word's pattern may use other words. Braces that the syntax of regular expressions gives a meaning
//! (`\p{Han}`, `x{2,3}`, `\{`) are left as they are.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The shared words (`rules/vocabulary.toml`), by name.
static SHARED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    #[derive(Deserialize, Default)]
    struct File {
        words: BTreeMap<String, String>,
    }
    let text = include_str!("../../rules/vocabulary.toml");
    toml::from_str::<File>(text).unwrap_or_default().words
});

/// The shared words of patterns, by name.
pub fn shared() -> &'static BTreeMap<String, String> {
    &SHARED
}

/// The words that patterns may use: those of the rule, then the shared ones.
#[derive(Debug, Default)]
pub struct Words<'a> {
    own: BTreeMap<&'a str, &'a str>,
}

/// Most words within words; a word that needs more needs itself.
const MAX_DEPTH: usize = 8;
/// Longest pattern with its words in place, in bytes.
pub const MAX_LENGTH: usize = 1 << 16;

/// Why a pattern has no meaning.
#[derive(Debug, PartialEq, Eq)]
pub enum BadWord {
    /// There is no such word.
    Unknown(String),
    /// The words contain each other.
    Circular(String),
    /// The pattern becomes too long.
    TooLong,
}

impl<'a> Words<'a> {
    /// Words of a rule file.
    pub fn new(own: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self { own: own.collect() }
    }

    /// The pattern of a word.
    fn get(&self, name: &str) -> Option<&str> {
        let shared = || shared().get(name).map(String::as_str);
        self.own.get(name).copied().or_else(shared)
    }

    /// The names of all words.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let shared = shared().keys().map(String::as_str);
        self.own.keys().copied().chain(shared)
    }

    /// A pattern with the patterns of its words in place.
    ///
    /// # Errors
    /// When a word is unknown, or the words contain each other.
    pub fn expand(&self, pattern: &str) -> Result<String, BadWord> {
        let mut out = String::with_capacity(pattern.len());
        self.expand_into(pattern, &mut out, 0)?;
        Ok(out)
    }

    /// The names of the words that a pattern uses itself.
    pub fn mentioned(pattern: &str) -> impl Iterator<Item = &str> {
        let mut rest = pattern;
        std::iter::from_fn(move || {
            let (_, name, behind) = next_word(rest)?;
            rest = behind;
            Some(name)
        })
    }

    /// Whether a pattern uses, itself or by another word, one for which `wanted` holds.
    pub fn uses(&self, pattern: &str, wanted: &dyn Fn(&str) -> bool) -> bool {
        // each word once, however often others mention it
        let mut seen: BTreeSet<&str> = Self::mentioned(pattern).collect();
        let mut next: Vec<&str> = seen.iter().copied().collect();
        while let Some(name) = next.pop() {
            if wanted(name) {
                return true;
            }
            let within = self.get(name).into_iter().flat_map(Self::mentioned);
            next.extend(within.filter(|n| seen.insert(n)));
        }
        false
    }

    /// A pattern with something that matches in place of its words.
    ///
    /// # Errors
    /// When a word is unknown.
    pub fn stubbed(&self, pattern: &str) -> Result<String, BadWord> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, name, behind)) = next_word(rest) {
            if self.get(name).is_none() {
                return Err(BadWord::Unknown(name.to_owned()));
            }
            out.push_str(before);
            out.push_str("(?:x)");
            rest = behind;
        }
        Ok(out + rest)
    }

    fn expand_into(&self, pattern: &str, out: &mut String, depth: usize) -> Result<(), BadWord> {
        let mut rest = pattern;
        while let Some((before, name, behind)) = next_word(rest) {
            out.push_str(before);
            let Some(word) = self.get(name) else {
                return Err(BadWord::Unknown(name.to_owned()));
            };
            if depth == MAX_DEPTH {
                return Err(BadWord::Circular(name.to_owned()));
            }
            out.push_str("(?:");
            self.expand_into(word, out, depth + 1)?;
            out.push(')');
            if out.len() > MAX_LENGTH {
                return Err(BadWord::TooLong);
            }
            rest = behind;
        }
        out.push_str(rest);
        Ok(())
    }
}

/// What stands before the first word of a pattern, its name, and what stands behind it.
fn next_word(pattern: &str) -> Option<(&str, &str, &str)> {
    let mut chars = pattern.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            // an escaped character, and the braces that belong to it: \p{Han}, \x{3042}
            '\\' => {
                let escaped = chars.next().map(|(_, c)| c);
                let braced = escaped.is_some_and(|c| "pPxuUb".contains(c));
                if braced && chars.as_str().starts_with('{') {
                    chars.by_ref().find(|(_, c)| *c == '}');
                }
            }
            '{' => {
                let behind = &pattern[at + 1..];
                let end = behind.find('}')?;
                let name = &behind[..end];
                let counts = name.chars().all(|c| c.is_ascii_digit() || ", ".contains(c));
                if !counts {
                    return Some((&pattern[..at], name, &behind[end + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words<'static> {
        Words::new([("a", "x|y"), ("b", "{a}+"), ("c", "{c}")].into_iter())
    }

    #[test]
    fn words_stand_for_their_patterns() {
        let expand = |p| words().expand(p).unwrap();
        assert_eq!(expand("^{a}1{2,3}$"), "^(?:x|y)1{2,3}$");
        assert_eq!(expand("{b}"), "(?:(?:x|y)+)");
        assert_eq!(expand(r"\p{Han}\{a\}\x{3042}"), r"\p{Han}\{a\}\x{3042}");
    }

    #[test]
    fn unknown_and_circular_words_are_errors() {
        let unknown = BadWord::Unknown("d".into());
        assert_eq!(words().expand("{d}"), Err(unknown));
        assert_eq!(words().expand("{c}"), Err(BadWord::Circular("c".into())));
    }
}
