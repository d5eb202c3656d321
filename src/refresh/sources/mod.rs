//! The list of sources: read, checked, and ready for use.

mod check;
mod file;

pub use check::is_id;
pub use file::SourcesFile;

use crate::error::{Error, Result};
use crate::fetch::Settings;
use crate::rule::RuleSet;
use crate::rule::config::schema_of;
use crate::rule::syntax::{Language, read_as};
use globset::GlobMatcher;
use regex::Regex;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// Where documents are published, and what is to be done with them.
#[derive(Debug)]
pub struct Sources {
    /// The folder of the list, from which relative paths are read.
    pub folder: PathBuf,
    /// The folder of the data set.
    pub dataset: PathBuf,
    /// How requests are made.
    pub fetch: Settings,
    /// What is held back.
    pub guards: Guards,
    /// The sources, in the order of the list.
    pub sources: Vec<Source>,
}

/// One source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub id: String,
    /// Where its documents are.
    pub from: From,
    /// The plan to which they belong.
    pub plan: Option<String>,
    /// Their municipality, as it was written.
    pub municipality: Option<String>,
    /// The rule that reads them.
    pub rule: Option<String>,
    /// What reads the edition off link texts and file names.
    pub edition: Option<Regex>,
    /// Their password.
    pub password: Option<String>,
}

/// Where documents are.
#[derive(Debug, Clone)]
pub enum From {
    /// In a file.
    File(String),
    /// In a folder.
    Folder {
        /// As it was written.
        folder: String,
        /// Which files, by their path in it.
        wanted: GlobMatcher,
    },
    /// At an address.
    Url(String),
    /// On a page that links to them.
    Page {
        /// Its address.
        url: String,
        /// Which links.
        links: Regex,
    },
}

/// What is held back for a person to decide on.
#[derive(Debug, Clone, PartialEq)]
pub struct Guards {
    /// Largest share of the measures that may be lost.
    pub lost: f64,
    /// What no rule reads.
    pub no_rule: bool,
    /// What a rule reads that fits weakly.
    pub weak_rule: bool,
    /// What contradicts itself.
    pub contradictions: bool,
    /// What has no items any more.
    pub no_items: bool,
    /// What could not be read in part.
    pub errors: bool,
}

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::of_schema(&json_schema(), "SourcesFile"));

/// The JSON Schema of a list of sources.
pub fn json_schema() -> serde_json::Value {
    schema_of::<SourcesFile>()
}

impl Sources {
    /// Reads a list; without `rules`, for what reads no documents, it may name any.
    ///
    /// # Errors
    /// When it cannot be read; all mistakes in it, with line and column.
    pub fn load(path: &Path, rules: Option<&RuleSet>) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|e| Error::of_io(path, &e))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::Io {
            path: path.to_owned(),
            reason: "not UTF-8: save the file with the encoding UTF-8".into(),
        })?;
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Self::parse(&path.to_string_lossy(), &text, folder, rules)
    }

    /// Reads the text of a list in a folder.
    ///
    /// # Errors
    /// All mistakes in it, with line and column.
    pub fn parse(file: &str, text: &str, folder: &Path, rules: Option<&RuleSet>) -> Result<Self> {
        let source: Arc<str> = Arc::from(text);
        let read = read_as::<SourcesFile>(file, &source, &LANGUAGE);
        let mut checker = check::Checker::new(file, &source, rules, (read.found, read.damage));
        let sources = read.raw.map(|raw| checker.sources(raw, folder));
        checker.found.sort_by_key(|d| d.span.start);
        checker
            .found
            .dedup_by(|a, b| (a.span.start, &a.message) == (b.span.start, &b.message));
        match sources {
            Some(sources) if checker.found.is_empty() => Ok(sources),
            _ => Err(Error::Sources(checker.found)),
        }
    }

    /// The source with an id.
    pub fn by_id(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }
}
