//! [`Catalogue`]: the messages of one kind of thing in Japanese, out of a TOML file.

use super::template::{Template, values};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// Findings, by code.
pub static FINDINGS: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::of(include_str!("ja/findings.toml")));
/// Mistakes in rule files and lists of sources, by code.
pub static MISTAKES: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::of(include_str!("ja/mistakes.toml")));
/// Errors and failures, by code.
pub static ERRORS: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::of(include_str!("ja/errors.toml")));
/// What the command line says beside.
pub static PHRASES: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::of(include_str!("ja/phrases.toml")));

/// The catalogues by the names of their files.
const ALL: [(&str, &LazyLock<Catalogue>); 4] = [
    ("findings", &FINDINGS),
    ("mistakes", &MISTAKES),
    ("errors", &ERRORS),
    ("phrases", &PHRASES),
];

/// A file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What is said of each code.
    #[serde(default)]
    code: BTreeMap<String, Code>,
    /// Parts of messages by the name of their list.
    #[serde(default)]
    list: BTreeMap<String, Vec<Pair>>,
    /// Remedies of any code.
    #[serde(default)]
    helps: Vec<Pair>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    /// What it means.
    means: String,
    /// What can be done about it, where that is the same for all of the code.
    #[serde(default)]
    help: String,
    /// The messages.
    #[serde(default)]
    messages: Vec<Pair>,
}

/// A text in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: String,
    ja: String,
}

/// Pairs, made ready when one of them is first needed.
#[derive(Debug, Default)]
struct Texts {
    pairs: Vec<Pair>,
    templates: OnceLock<Vec<Template>>,
}

impl From<Vec<Pair>> for Texts {
    fn from(pairs: Vec<Pair>) -> Self {
        Self {
            pairs,
            templates: OnceLock::new(),
        }
    }
}

impl Texts {
    /// The templates, the one with the most text first.
    fn templates(&self) -> &[Template] {
        self.templates.get_or_init(|| {
            let each = self
                .pairs
                .iter()
                .filter_map(|p| Template::new(&p.en, &p.ja));
            let mut out: Vec<Template> = each.collect();
            out.sort_by_key(|t| std::cmp::Reverse(t.literal()));
            out
        })
    }
}

#[derive(Debug, Default)]
struct Entry {
    means: String,
    help: String,
    messages: Texts,
}

/// The messages of one kind of thing.
#[derive(Debug, Default)]
pub struct Catalogue {
    codes: BTreeMap<String, Entry>,
    lists: BTreeMap<String, Texts>,
    helps: Texts,
    /// Why the file could not be read; a test holds that there is nothing.
    broken: Option<String>,
}

impl Catalogue {
    fn of(text: &str) -> Self {
        match toml::from_str::<File>(text) {
            Ok(file) => file.into(),
            Err(e) => Self {
                broken: Some(e.to_string()),
                ..Self::default()
            },
        }
    }

    /// What a code means.
    pub fn means(&self, code: &str) -> Option<&str> {
        self.codes.get(code).map(|e| e.means.as_str())
    }

    /// The remedy of all of a code.
    pub fn help_of(&self, code: &str) -> Option<&str> {
        self.codes.get(code).map(|e| e.help.as_str())
    }

    /// A message; in English behind its meaning where no template fits.
    pub fn message(&self, code: &str, english: &str) -> String {
        let Some(entry) = self.codes.get(code) else {
            return english.to_owned();
        };
        self.first(&entry.messages, english).unwrap_or_else(|| {
            let means = entry.means.trim_end_matches('。');
            format!("{means}（英語の原文: {english}）")
        })
    }

    /// A remedy; in English where nothing fits.
    pub fn help(&self, code: &str, english: &str) -> String {
        self.remedy(code, english)
            .unwrap_or_else(|| english.to_owned())
    }

    fn remedy(&self, code: &str, english: &str) -> Option<String> {
        if english.is_empty() {
            return Some(String::new());
        }
        let entry = self.codes.get(code)?;
        let known = super::known(code).is_some_and(|code| code.help() == english);
        if known && !entry.help.is_empty() {
            return Some(entry.help.clone());
        }
        self.first(&self.helps, english)
    }

    /// A phrase: an entry of the list `phrases`.
    pub fn phrase(&self, english: &str) -> String {
        self.translated("phrases", english)
    }

    fn translated(&self, list: &str, english: &str) -> String {
        let list = self.lists.get(list);
        let found = list.and_then(|list| self.first(list, english));
        found.unwrap_or_else(|| english.to_owned())
    }

    fn first(&self, texts: &Texts, english: &str) -> Option<String> {
        let translate = |list: &str, value: &str| self.translated(list, value);
        let mut templates = texts.templates().iter();
        templates.find_map(|t| t.apply(english, &translate))
    }
}

impl From<File> for Catalogue {
    fn from(file: File) -> Self {
        let entry = |code: Code| Entry {
            means: code.means,
            help: code.help,
            messages: code.messages.into(),
        };
        let codes = file.code.into_iter().map(|(k, v)| (k, entry(v)));
        let lists = file.list.into_iter().map(|(k, v)| (k, v.into()));
        Self {
            codes: codes.collect(),
            lists: lists.collect(),
            helps: file.helps.into(),
            broken: None,
        }
    }
}

/// What is not said in Japanese of one thing, each in a line that says what to write where.
pub fn gaps(name: &str, code: &str, message: &str, help: &str) -> Vec<String> {
    let file = format!("src/language/ja/{name}.toml");
    let found = ALL.iter().find(|(n, _)| *n == name);
    let Some((catalogue, entry)) = found.and_then(|(_, c)| Some((c, c.codes.get(code)?))) else {
        return vec![format!(
            "{file} has no [code.{code}]: give it `means`, `help` and `messages`"
        )];
    };
    let mut out = Vec::new();
    if catalogue.first(&entry.messages, message).is_none() {
        out.push(format!(
            "{file}, [code.{code}]: no template fits `{message}`; add {{ en = \"…\", ja = \"…\" }} to `messages`, with a \
             name in braces for each value"
        ));
    }
    if catalogue.remedy(code, help).is_none() {
        out.push(format!(
            "{file}: no template of [[helps]] fits `{help}` ({code})"
        ));
    }
    out
}

/// Templates with less text than this fit nearly everything, and say nothing about a message.
const SAYS_SOMETHING: usize = 5;

/// Whether a message or a remedy of any finding or mistake is this English text.
pub fn knows(english: &str) -> bool {
    [&FINDINGS, &MISTAKES].into_iter().any(|catalogue| {
        let messages = catalogue.codes.values().map(|e| &e.messages);
        let texts = messages.chain([&catalogue.helps]);
        let mut templates = texts.flat_map(Texts::templates);
        let same = |_: &str, value: &str| value.to_owned();
        templates.any(|t| t.literal() >= SAYS_SOMETHING && t.apply(english, &same).is_some())
    })
}

/// What is wrong in the files: a value that only one of the two languages has, a list that is missing.
pub fn faults() -> Vec<String> {
    ALL.iter()
        .flat_map(|(name, c)| faults_of(name, c))
        .collect()
}

/// What is wrong in a file.
fn faults_of(name: &str, catalogue: &Catalogue) -> Vec<String> {
    let mut out: Vec<String> = catalogue
        .broken
        .iter()
        .map(|e| format!("{name}: {e}"))
        .collect();
    let lists = catalogue.lists.values();
    let codes = catalogue.codes.values().map(|e| &e.messages);
    for texts in lists.chain(codes).chain([&catalogue.helps]) {
        for Pair { en, ja } in &texts.pairs {
            let (of_en, of_ja) = (values(en), values(ja));
            if of_en.keys().ne(of_ja.keys()) {
                out.push(format!("{name}: `{en}` and `{ja}` have other values"));
            }
            let named = of_ja.values().flatten();
            let unknown = named.filter(|list| !catalogue.lists.contains_key(*list));
            out.extend(unknown.map(|list| format!("{name}: `{ja}`: there is no [[list.{list}]]")));
            if ja.is_empty() || Template::new(en, ja).is_none() {
                out.push(format!("{name}: `{en}` is no template"));
            }
        }
    }
    out
}
