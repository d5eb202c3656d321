//! The rules at hand, and which of them reads a document.

use super::check::check;
use super::compile::{compile, compile_head};
use super::model::{Head, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Error, Result};
use crate::reading::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// The shipped rule files.
#[derive(rust_embed::Embed)]
#[folder = "rules"]
#[include = "*.toml"]
#[exclude = "guide/*"]
#[exclude = "vocabulary.toml"]
struct Shipped;

/// Some rules.
#[derive(Debug, Default)]
pub struct RuleSet {
    entries: Vec<Entry>,
}

/// A rule file at hand. Its patterns are compiled when it is chosen: most runs need one of many.
#[derive(Debug)]
pub struct Entry {
    head: Head,
    file: String,
    text: String,
    /// It was added to the shipped rules.
    added: bool,
    rule: OnceLock<std::result::Result<Rule, Vec<Diagnostic>>>,
}

impl Entry {
    fn new(file: &str, text: &str) -> std::result::Result<Self, Vec<Diagnostic>> {
        Ok(Self {
            head: compile_head(file, text)?,
            file: file.to_owned(),
            text: text.to_owned(),
            added: false,
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

    /// What tells it from every other rule, and from itself after a change: its id, file, and the digest of its
    /// text.
    pub fn identity(&self) -> String {
        let digest = hex(&Sha256::digest(self.text.as_bytes()));
        format!("{} {} {digest}", self.head.id, self.file)
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

    /// Whether it was added to the shipped rules.
    pub(super) fn added(&self) -> bool {
        self.added
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
        set.insert(files.iter().map(|(n, t)| (n.as_str(), t.as_str())), false)?;
        Ok(set)
    }

    /// The shipped rule files by name: name and text.
    pub fn shipped_files() -> Vec<(String, String)> {
        let files = Shipped::iter().filter_map(|name| Some((Shipped::get(&name)?, name)));
        let text = |data: &[u8]| String::from_utf8_lossy(data).into_owned();
        let mut files: Vec<(String, String)> = files
            .map(|(file, name)| (name.into(), text(&file.data)))
            .collect();
        files.sort();
        files
    }

    /// Adds rules; one with the id of another replaces it.
    ///
    /// # Errors
    /// All mistakes in all files at once that keep a rule from working, and kinds that there are not; then
    /// none is added.
    pub fn add<'t>(&mut self, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<()> {
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        let checked = files
            .par_iter()
            .map(|(name, text)| match compile(name, text) {
                // what else `rules check` says is doubtful; a kind that no data set knows is wrong
                Ok(_) => {
                    let found = check(name, text).found.into_iter();
                    found.filter(|d| d.code == Code::UnknownKind).collect()
                }
                Err(found) => found,
            });
        let errors: Vec<Vec<Diagnostic>> = checked.collect();
        let errors: Vec<Diagnostic> = errors.into_iter().flatten().collect();
        if !errors.is_empty() {
            return Err(Error::Rules(errors));
        }
        self.insert(files, true)
    }

    /// Adds rules of which only the head is checked.
    fn insert<'t>(
        &mut self,
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        own: bool,
    ) -> Result<()> {
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
        for mut entry in added {
            entry.added = own;
            self.entries.retain(|e| e.id() != entry.id());
            self.entries.push(entry);
        }
        self.entries.sort_by(|a, b| a.id().cmp(b.id()));
        Ok(())
    }

    /// What tells the whole set from any other.
    pub fn identity(&self) -> String {
        let mut digest = Sha256::new();
        for entry in &self.entries {
            digest.update(format!("{} {}\n", entry.identity(), entry.added));
        }
        hex(&digest.finalize())
    }

    /// The rules, by id.
    pub fn rules(&self) -> &[Entry] {
        &self.entries
    }

    /// The rule with an id.
    pub fn by_id(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.id() == id)
    }
}
