//! The rules at hand, and which of them reads a document.

use super::compile::{compile, compile_head};
use super::model::{Head, Re, Rule};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::reading::Reading;
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");
/// The file with the words of status, which is no rule.
const VOCABULARY: &str = "vocabulary.toml";
/// The rule that is tried when no other fits.
const FALLBACK: &str = "fallback.toml";

/// Some rules.
#[derive(Debug, Default)]
pub struct RuleSet {
    entries: Vec<Entry>,
    fallback: Option<Entry>,
}

/// A rule file at hand. Its patterns are compiled when it is chosen: most runs need one of many.
#[derive(Debug)]
pub struct Entry {
    head: Head,
    file: String,
    text: String,
    rule: OnceLock<std::result::Result<Rule, Vec<Diagnostic>>>,
}

impl Entry {
    fn new(file: &str, text: &str) -> std::result::Result<Self, Vec<Diagnostic>> {
        Ok(Self {
            head: compile_head(file, text)?,
            file: file.to_owned(),
            text: text.to_owned(),
            rule: OnceLock::new(),
        })
    }

    /// Unique among all rules.
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// Version.
    pub fn version(&self) -> u32 {
        self.head.version
    }

    /// What it reads.
    pub fn title(&self) -> &str {
        &self.head.title
    }

    /// The rule file's name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole rule.
    ///
    /// # Errors
    /// All mistakes in the file.
    pub fn rule(&self) -> Result<&Rule> {
        self.rule
            .get_or_init(|| compile(&self.file, &self.text))
            .as_ref()
            .map_err(|found| Error::Rules(found.clone()))
    }

    /// How well the rule fits: 2 for each pattern of `all`, 1 for each of `any` that is found;
    /// `None` when it does not fit.
    fn score(&self, reading: &Reading, text: &str) -> Option<u32> {
        let m = &self.head.matches;
        let fold = |s: &Option<String>| -> String {
            let s = s.as_deref().unwrap_or_default();
            s.chars().map(crate::normalize::fold_char).collect()
        };
        let in_field = |re: &Option<Re>, field: &Option<String>| {
            re.as_ref().is_none_or(|p| p.is_match(&fold(field)))
        };
        let fits = m.all.iter().all(|p| p.is_match(text))
            && !m.none.iter().any(|p| p.is_match(text))
            && in_field(&m.info_title, &reading.info_title)
            && in_field(&m.producer, &reading.source.producer);
        let any = m.any.iter().filter(|p| p.is_match(text)).count() as u32;
        fits.then_some(2 * m.all.len() as u32 + any)
    }
}

/// Which rule was taken.
#[derive(Debug)]
pub enum Choice<'r> {
    /// A rule that fits, its score, and the next best with its score.
    Rule(&'r Rule, u32, Option<(&'r Entry, u32)>),
    /// None fits; the fallback, if there is one, reads what is plain to see.
    None(Option<&'r Rule>),
}

impl RuleSet {
    /// The shipped rules, which are embedded in the program.
    ///
    /// # Errors
    /// Never for a released program: a test compiles each shipped rule.
    pub fn shipped() -> Result<Self> {
        let mut files: Vec<(String, &str)> = SHIPPED
            .files()
            .filter(|f| f.path().extension().is_some_and(|e| e == "toml"))
            .filter_map(|f| {
                let name = f.path().file_name()?.to_string_lossy().into_owned();
                Some((name, f.contents_utf8()?))
            })
            .filter(|(name, _)| name != VOCABULARY)
            .collect();
        files.sort();
        let mut set = Self::default();
        set.insert(files.iter().map(|(n, t)| (n.as_str(), *t)))?;
        Ok(set)
    }

    /// Adds rules; one with the id of another replaces it.
    ///
    /// # Errors
    /// All mistakes in all files at once; then none is added.
    pub fn add<'t>(&mut self, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<()> {
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        let checked = files.iter().map(|(name, text)| compile(name, text));
        let errors: Vec<Diagnostic> = checked.filter_map(|r| r.err()).flatten().collect();
        if !errors.is_empty() {
            return Err(Error::Rules(errors));
        }
        self.insert(files)
    }

    /// Adds rules of which only the head is checked.
    fn insert<'t>(&mut self, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<()> {
        let mut added: Vec<Entry> = Vec::new();
        let mut errors: Vec<Diagnostic> = Vec::new();
        for (name, text) in files {
            match Entry::new(name, text) {
                Ok(entry) => {
                    if let Some(other) = added.iter().find(|e| e.id() == entry.id()) {
                        let at = text.find(entry.id()).unwrap_or(0);
                        let message =
                            format!("the id `{}` is also that of `{}`", entry.id(), other.file);
                        let span = at..at + entry.id().len();
                        errors.push(Diagnostic::new(name, text, span, message));
                    }
                    added.push(entry);
                }
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(Error::Rules(errors));
        }
        for entry in added {
            if entry.file == FALLBACK {
                self.fallback = Some(entry);
                continue;
            }
            self.entries.retain(|e| e.id() != entry.id());
            self.entries.push(entry);
        }
        self.entries.sort_by(|a, b| a.id().cmp(b.id()));
        Ok(())
    }

    /// The rules, by id.
    pub fn rules(&self) -> &[Entry] {
        &self.entries
    }

    /// All rules with the fallback.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().chain(&self.fallback)
    }

    /// The rule that reads a document: the one with the best score, or the one with the given id.
    ///
    /// # Errors
    /// When two fit equally well.
    pub fn choose(&self, reading: &Reading, id: Option<&str>) -> Result<Choice<'_>> {
        if let Some(entry) = id.and_then(|id| self.entries.iter().find(|e| e.id() == id)) {
            return Ok(Choice::Rule(entry.rule()?, 0, None));
        }
        let text = super::passages::folded_text(&reading.flow);
        let mut fits: Vec<(u32, &Entry)> = self
            .entries
            .iter()
            .filter_map(|e| Some((e.score(reading, &text)?, e)))
            .collect();
        fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id().cmp(b.1.id())));
        match fits.as_slice() {
            [] => Ok(Choice::None(match &self.fallback {
                Some(entry) => Some(entry.rule()?),
                None => None,
            })),
            [(a, first), (b, second), ..] if a == b => Err(Error::RuleTie {
                first: first.id().to_owned(),
                second: second.id().to_owned(),
                score: *a,
            }),
            [(score, entry), rest @ ..] => {
                let next = rest.first().map(|(s, e)| (*e, *s));
                Ok(Choice::Rule(entry.rule()?, *score, next))
            }
        }
    }
}
