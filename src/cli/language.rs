//! Which language people read on this command line.

use crate::language::Language;
use clap::ValueEnum;
use std::sync::OnceLock;

/// What was asked for; machine formats do not ask.
static CHOSEN: OnceLock<Language> = OnceLock::new();

/// A language as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// English
    En,
    /// Japanese
    Ja,
}

impl From<Name> for Language {
    fn from(name: Name) -> Self {
        match name {
            Name::En => Self::English,
            Name::Ja => Self::Japanese,
        }
    }
}

/// Settles the language: that of the option, or else that of the locale.
pub fn choose(asked: Option<Name>) {
    let _ = CHOSEN.set(asked.map_or_else(of_environment, Language::from));
}

/// The language that is settled.
pub fn chosen() -> Language {
    CHOSEN.get().copied().unwrap_or_default()
}

/// A phrase in the language that is settled.
pub fn phrase(english: &str) -> String {
    chosen().phrase(english)
}

fn of_environment() -> Language {
    let variable = |name: &str| std::env::var(name).ok();
    of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(variable))
}

/// The first of the variables that is set and not empty counts (POSIX, Environment Variables, 8.2).
fn of_locale(variables: [Option<String>; 3]) -> Language {
    let mut set = variables.into_iter().flatten().filter(|v| !v.is_empty());
    set.next()
        .map_or(Language::English, |name| Language::of_locale(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_counts() {
        let of = |all: &str, messages: &str, lang: &str| {
            of_locale([all, messages, lang].map(|v| Some(v.to_owned())))
        };
        assert_eq!(of("ja_JP.UTF-8", "C", "C"), Language::Japanese);
        assert_eq!(of("C", "ja_JP.UTF-8", "ja_JP.UTF-8"), Language::English);
        assert_eq!(of("", "ja_JP.UTF-8", "C"), Language::Japanese);
        assert_eq!(of("", "", "ja"), Language::Japanese);
        assert_eq!(of_locale([None, None, None]), Language::English);
    }
}
