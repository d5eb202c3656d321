//! The rules at hand, and which of them reads a document.

use super::compile::{compile, compile_head};
use super::model::{Head, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Error, Result};
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");
/// The file with the words of status, which is no rule.
const VOCABULARY: &str = "vocabulary.toml";
/// The rule that is tried when no other fits.
pub(super) const FALLBACK: &str = "fallback.toml";

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

    /// What choosing a rule needs to know of it.
    pub(super) fn head(&self) -> &Head {
        &self.head
    }
}

impl RuleSet {
    /// The shipped rules, which are embedded in the program.
    ///
    /// # Errors
    /// Never for a released program: a test compiles each shipped rule.
    pub fn shipped() -> Result<Self> {
        let files = Self::shipped_files();
        let mut set = Self::default();
        set.insert(files.iter().map(|(n, t)| (n.as_str(), *t)))?;
        Ok(set)
    }

    /// The shipped rule files by name: name and text.
    pub fn shipped_files() -> Vec<(String, &'static str)> {
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
        files
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
                        let source = text.into();
                        let found =
                            Diagnostic::new(Code::DuplicateId, name, &source, span, message);
                        errors.push(found);
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

    /// The rule with an id.
    pub fn by_id(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.id() == id)
    }

    /// The rule that reads what no other fits.
    pub fn fallback(&self) -> Option<&Entry> {
        self.fallback.as_ref()
    }
}
