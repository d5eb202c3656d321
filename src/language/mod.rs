//! [`Language`]: what people read of findings, mistakes in rule files and errors, in English or Japanese.
//!
//! Documents and all machine formats are in English, whatever the language: they are a contract. What is
//! shown to people goes through here. A message is translated by its English text, so that a finding of a
//! stored document can be read as well as one that was just made: each kind has templates
//! (`src/language/ja/*.toml`), the one that fits takes the values out of the English message and puts them
//! into the Japanese one. What fits none is shown in English behind the meaning of its kind, never dropped.
//!
//! This stage is pure: which language is asked for is found out by the command line.

mod catalogue;
mod page;
mod template;

pub use page::page;

use crate::diagnostic::{self, Diagnostic};
use crate::finding::{self, Finding, Severity};
use catalogue::{ERRORS, FINDINGS, MISTAKES, PHRASES};
use serde::Serialize;

/// A language that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, in which all machine formats are as well.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

/// Something in the words of a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Worded {
    /// What is wrong, with the values.
    pub message: String,
    /// What can be done about it; empty where nobody knows.
    pub help: String,
}

/// A kind of findings in the words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// What a finding of the kind means.
    pub means: String,
    /// What can be done about it.
    pub help: String,
}

/// A kind of findings in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Its code.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// In English.
    pub en: Meaning,
    /// In Japanese.
    pub ja: Meaning,
}

/// What is missing in the Japanese of this program, for its tests: each line says what to write into which file.
pub mod missing {
    use super::catalogue;
    use crate::diagnostic::Diagnostic;
    use crate::finding::Finding;

    pub use super::catalogue::{faults, knows};

    /// Of a finding: its message and its remedy.
    pub fn of_finding(finding: &Finding) -> Vec<String> {
        catalogue::gaps("findings", &finding.code, &finding.message, &finding.help)
    }

    /// Of a mistake in a rule file.
    pub fn of_mistake(found: &Diagnostic) -> Vec<String> {
        let help = found.help.as_deref().unwrap_or_default();
        catalogue::gaps("mistakes", found.code.as_str(), &found.message, help)
    }

    /// Of an error.
    pub fn of_error(code: &str, message: &str, help: &str) -> Vec<String> {
        catalogue::gaps("errors", code, message, help)
    }
}

/// All kinds of findings in both languages, in the order of the list of codes.
pub fn kinds() -> Vec<Kind> {
    let of = |language: Language, code: finding::Code| Meaning {
        means: language.means(code.as_str()).unwrap_or_default().to_owned(),
        help: language.help(code.as_str()).unwrap_or_default().to_owned(),
    };
    let all = finding::Code::ALL.iter().map(|code| Kind {
        code: code.as_str(),
        severity: code.severity(),
        en: of(Language::English, *code),
        ja: of(Language::Japanese, *code),
    });
    all.collect()
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// Its tag (BCP 47), as in `lang="ja"`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// The language of a locale's name as POSIX has it: `ja_JP.UTF-8`, `ja`, `C`, `en_US`.
    pub fn of_locale(name: &str) -> Self {
        let language = name.split(['_', '.', '@', '-']).next().unwrap_or_default();
        match language.eq_ignore_ascii_case("ja") {
            true => Self::Japanese,
            false => Self::English,
        }
    }

    /// A severity as it stands at the beginning of a line.
    pub fn severity(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::English, Severity::Info) => "info",
            (Self::English, Severity::Warning) => "warning",
            (Self::English, Severity::Error) => "error",
            (Self::Japanese, Severity::Info) => "情報",
            (Self::Japanese, Severity::Warning) => "警告",
            (Self::Japanese, Severity::Error) => "エラー",
        }
    }

    /// The word before a remedy.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::English => "help",
            Self::Japanese => "対処",
        }
    }

    /// A finding, be it new or out of a document.
    pub fn finding(self, finding: &Finding) -> Worded {
        self.worded(&FINDINGS, &finding.code, &finding.message, &finding.help)
    }

    /// Findings, each with its words.
    pub fn findings<'f>(
        self,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Vec<(&'f Finding, Worded)> {
        let each = findings.into_iter().map(|f| (f, self.finding(f)));
        each.collect()
    }

    /// A mistake in a rule file, or in a list of sources.
    pub fn mistake(self, found: &Diagnostic) -> Worded {
        let help = found.help.as_deref().unwrap_or_default();
        self.worded(&MISTAKES, found.code.as_str(), &found.message, help)
    }

    /// An error by its code, for there is more than one type of them.
    pub fn error(self, code: &str, message: &str, help: &str) -> Worded {
        self.worded(&ERRORS, code, message, help)
    }

    /// A phrase of the command line (`src/language/ja/phrases.toml`).
    pub fn phrase(self, english: &str) -> String {
        match self {
            Self::English => english.to_owned(),
            Self::Japanese => PHRASES.phrase(english),
        }
    }

    /// What findings of a kind mean; nothing for a code that this program does not know.
    pub fn means(self, code: &str) -> Option<&'static str> {
        match self {
            Self::English => known(code).map(finding::Code::description),
            Self::Japanese => FINDINGS.means(code),
        }
    }

    /// What can be done about findings of a kind; nothing for a code that this program does not know.
    pub fn help(self, code: &str) -> Option<&'static str> {
        match self {
            Self::English => known(code).map(finding::Code::help),
            Self::Japanese => FINDINGS.help_of(code),
        }
    }

    /// What mistakes of a kind are; nothing for a code that this program does not know.
    pub fn means_mistake(self, code: &str) -> Option<&'static str> {
        let mut all = diagnostic::Code::ALL.iter();
        match self {
            Self::English => all.find(|c| c.as_str() == code).map(|c| c.description()),
            Self::Japanese => MISTAKES.means(code),
        }
    }

    fn worded(
        self,
        catalogue: &catalogue::Catalogue,
        code: &str,
        message: &str,
        help: &str,
    ) -> Worded {
        match self {
            Self::English => Worded {
                message: message.to_owned(),
                help: help.to_owned(),
            },
            Self::Japanese => Worded {
                message: catalogue.message(code, message),
                help: catalogue.help(code, help),
            },
        }
    }
}

fn known(code: &str) -> Option<finding::Code> {
    let mut all = finding::Code::ALL.iter();
    all.find(|c| c.as_str() == code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    #[test]
    fn a_finding_is_told_with_its_values() {
        let message = "the mark `Q` of `広報の充実` is not in the legend";
        let finding = Finding::new(Code::MarkUnknown, message, Vec::new());
        let ja = Language::Japanese.finding(&finding);
        assert!(
            ja.message.contains("「広報の充実」") && ja.message.contains("「Q」"),
            "{ja:?}"
        );
        assert!(!ja.message.contains("legend"), "{ja:?}");
        assert_eq!(Language::English.finding(&finding).message, message);
    }

    #[test]
    fn what_fits_no_template_is_never_dropped() {
        let finding = Finding::new(Code::MarkUnknown, "something new", Vec::new());
        let ja = Language::Japanese.finding(&finding);
        assert!(ja.message.contains("something new"));
        let means = Language::Japanese.means("mark-unknown").unwrap_or("?");
        assert!(ja.message.contains(means.trim_end_matches('。')), "{ja:?}");
        let unknown = Finding {
            code: "of-a-later-program".into(),
            ..finding
        };
        assert_eq!(
            Language::Japanese.finding(&unknown).message,
            "something new"
        );
    }

    #[test]
    fn locales_name_languages() {
        for name in ["ja", "ja_JP", "ja_JP.UTF-8", "ja_JP.eucJP", "ja-JP", "JA"] {
            assert_eq!(Language::of_locale(name), Language::Japanese, "{name}");
        }
        for name in [
            "",
            "C",
            "POSIX",
            "C.UTF-8",
            "en_US.UTF-8",
            "jam_JM",
            "jv_ID",
        ] {
            assert_eq!(Language::of_locale(name), Language::English, "{name}");
        }
    }
}
