//! What a child is asked, and what it answers.

use super::files::shown;
use crate::document::{Account, RuleRef};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::pdf::Limits;
use crate::rule::RuleSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest time for one file, in seconds, unless told otherwise: ten times what the largest known plan takes on
/// one slow processor.
const DEFAULT_SECONDS: u64 = 120;
/// Most memory for one file, in bytes, unless told otherwise: ten times what the largest known plan takes.
const DEFAULT_MEMORY: u64 = 2 << 30;

/// Least memory that can be asked for: half of it is taken by a reader of a small plan.
const LEAST_MEMORY: u64 = 128 << 20;

/// The rules that a child reads by: their texts, so that all children read by the same ones even where a file
/// changes meanwhile.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Setup {
    /// The shipped rules are among them.
    pub shipped: bool,
    /// Rule files that add to them or replace them: name and text.
    pub rules: Vec<(String, String)>,
}

impl Setup {
    /// The rules, compiled.
    ///
    /// # Errors
    /// All mistakes in the rule files.
    pub fn load(&self) -> Result<RuleSet> {
        let mut set = match self.shipped {
            true => RuleSet::shipped()?,
            false => RuleSet::default(),
        };
        set.add(self.rules.iter().map(|(n, t)| (n.as_str(), t.as_str())))?;
        Ok(set)
    }
}

/// How one PDF is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JobOptions {
    /// Take the rule with this id without asking whether it fits.
    pub rule: Option<String>,
    /// Password of an encrypted file; the empty one is always tried.
    pub password: Option<String>,
    /// What to do with pages that have no text.
    pub ocr: Ocr,
    /// Limits by name, where they differ from the defaults.
    pub limits: JobLimits,
}

/// What to do with pages that have no text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Ocr {
    /// Report them only
    #[default]
    Off,
    /// Read them with Tesseract, and say so with every value
    Auto,
}

/// Limits on what one file may cost, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, u64>")]
pub struct JobLimits(BTreeMap<String, u64>);

impl TryFrom<BTreeMap<String, u64>> for JobLimits {
    type Error = String;

    fn try_from(limits: BTreeMap<String, u64>) -> std::result::Result<Self, String> {
        let mut out = Self::default();
        for (name, value) in limits {
            out.set(&name, value)?;
        }
        Ok(out)
    }
}

impl JobLimits {
    /// Sets a limit by its name.
    ///
    /// # Errors
    /// When there is none of that name; the message has those that there are.
    pub fn set(&mut self, name: &str, value: u64) -> std::result::Result<(), String> {
        let own = ["seconds", "memory-bytes"];
        if !own.contains(&name) && !Limits::default().set(name, value) {
            let names = [&own, Limits::NAMES].concat().join("`, `");
            return Err(format!("no limit is called `{name}`; there are `{names}`"));
        }
        if name == "memory-bytes" && (1..LEAST_MEMORY).contains(&value) {
            return Err(format!(
                "`memory-bytes` must be {LEAST_MEMORY} or more, which the program itself needs; 0 is no limit"
            ));
        }
        self.0.insert(name.to_owned(), value);
        Ok(())
    }

    /// Those of `other` besides, where both have one that of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn get(&self, name: &str) -> Option<u64> {
        self.0.get(name).copied()
    }

    /// Longest time in seconds; 0 for none.
    pub fn seconds(&self) -> u64 {
        self.get("seconds").unwrap_or(DEFAULT_SECONDS)
    }

    /// Most memory in bytes; 0 for no limit.
    pub fn memory_bytes(&self) -> u64 {
        self.get("memory-bytes").unwrap_or(DEFAULT_MEMORY)
    }

    /// Those on the reading itself.
    pub fn of_reading(&self) -> Limits {
        let mut out = Limits::default();
        for (name, value) in &self.0 {
            out.set(name, *value);
        }
        out
    }
}

/// One PDF to convert. Its bytes travel behind it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Name of the file, without folders.
    pub name: String,
    /// How it is read.
    pub options: JobOptions,
    /// What is wanted of it.
    pub shape: Shape,
    /// Pages read at the same time; the reader that is asked says how many.
    #[serde(default)]
    pub(super) threads: usize,
}

impl Job {
    /// A job.
    pub fn new(name: String, options: JobOptions, shape: Shape) -> Self {
        Self {
            name,
            options,
            shape,
            threads: 1,
        }
    }
}

/// In which form a document is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Indented JSON, and what its rule was chosen by, for the store.
    Stored,
    /// Indented JSON.
    Pretty,
    /// JSON on one line.
    Line,
    /// Its records, one a line.
    Records,
}

/// Where the bytes of a PDF are.
#[derive(Debug, Clone)]
pub enum Source {
    /// In a regular file.
    File(PathBuf),
    /// In memory.
    Memory(Vec<u8>),
}

/// What a child has to say of a PDF besides the document itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Summary {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many these are.
    pub bytes: u64,
    /// Number of pages.
    pub pages: u32,
    /// The rule that read it.
    pub rule: Option<RuleRef>,
    /// Where its glyphs went.
    pub account: Box<Account>,
    /// What a person must know.
    pub findings: Vec<Finding>,
    /// All that the document takes from the choice of its rule.
    pub verdict: String,
    /// Another time it may come out otherwise: its time was over before it was read to the end, or a program
    /// that reads pictures failed.
    pub may_change: bool,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// The kind of error, in kebab case.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What can be done about it.
    pub help: String,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            help: error.help().to_owned(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl Failure {
    /// What is wrong with an input that cannot be tried: its path, and why.
    pub fn of_input(error: Error) -> (String, Self) {
        let mut failure = Self::from(&error);
        let path = match error {
            Error::Io { path, reason } => {
                failure.message = reason;
                shown(&path)
            }
            Error::NothingHere { path } => {
                failure.message = "no PDF found here".into();
                shown(&path)
            }
            _ => String::new(),
        };
        (path, failure)
    }

    /// The user asked for the end.
    pub fn interrupted() -> Self {
        Self {
            code: "interrupted".into(),
            message: "interrupted".into(),
            help: "run the same command again: what is done is not done again".into(),
        }
    }

    /// Whether it is a matter of the bytes alone: the same the next time, on any machine.
    pub(super) fn is_lasting(&self) -> bool {
        [
            "not-a-pdf",
            "empty-file",
            "password-needed",
            "damaged",
            "no-pages",
            "limit-exceeded",
            "out-of-memory",
        ]
        .contains(&self.code.as_str())
    }

    /// Whether it says nothing of the file: an earlier result is as good as it was.
    pub(super) fn is_of_the_machine(&self) -> bool {
        ["interrupted", "no-reader", "storage-full", "io"].contains(&self.code.as_str())
    }

    /// Two inputs would become one file.
    pub(super) fn collision(other: &Path) -> Self {
        Self {
            code: "collision".into(),
            message: format!("its result would overwrite that of {}", other.display()),
            help: "convert the folder above both, or give them different names".into(),
        }
    }
}

/// What became of a job.
#[derive(Debug)]
pub struct Answer {
    /// The facts, or why there are none.
    pub result: std::result::Result<Summary, Failure>,
    /// The document in the shape that was wanted; empty when it failed.
    pub document: Vec<u8>,
    /// What its rule was chosen by, as JSON, for [`Shape::Stored`].
    pub features: Vec<u8>,
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Self {
        Self {
            result: Err(failure),
            document: Vec::new(),
            features: Vec::new(),
        }
    }
}
