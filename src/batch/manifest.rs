//! What became of every input of a run: `manifest.json`.

use super::job::{Failure, Summary};
use super::left_over::LeftOver;
use super::store::{Kept, Outcome, Record};
use crate::document::{Account, RuleRef};
use crate::finding::Severity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of this contract.
pub const SCHEMA: &str = "keikaku-manifest/1";
/// Name of the file in the output folder.
pub const NAME: &str = "manifest.json";

/// What became of every input of a run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Always `keikaku-manifest/1`.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of the program.
    pub program: String,
    /// When the run began (RFC 3339, UTC).
    pub started: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Most files read at the same time.
    pub jobs: usize,
    /// It was interrupted: inputs are skipped, and tables are those of an earlier run.
    pub interrupted: bool,
    /// The sums.
    pub totals: Totals,
    /// Findings by code, over all documents.
    pub findings: BTreeMap<String, FindingTotal>,
    /// Every input, in the order of the command line and by name.
    pub inputs: Vec<Entry>,
    /// Files that hold the records of all documents.
    pub files: Vec<Written>,
    /// Documents that are not among these records, because they contradict themselves.
    pub left_out: Vec<Failure>,
    /// Why these files are not there as they should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    /// Results of earlier runs in this folder that are none of this one.
    pub left_over: LeftOver,
}

/// Sums over the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Inputs.
    pub inputs: usize,
    /// Inputs that were read in this run.
    pub converted: usize,
    /// Inputs whose document was there already.
    pub cached: usize,
    /// Inputs without a document.
    pub failed: usize,
    /// Inputs that were not tried.
    pub skipped: usize,
    /// Pages of all documents.
    pub pages: u64,
    /// Pages that were read in this run.
    pub pages_converted: u64,
    /// Where the glyphs of all documents went.
    pub account: Account,
    /// Documents with a glyph that is lost or in two places: with `--strict` the run fails for them.
    pub unaccounted: usize,
}

/// How often a finding was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingTotal {
    /// How much it weighs.
    pub severity: Severity,
    /// How often.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was read in this run.
    Converted,
    /// Nothing that its document depends on has changed.
    Cached,
    /// It has no document; `error` says why.
    Failed,
    /// It was not tried; `error` says why.
    Skipped,
}

/// An input.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Its path as given, or as found below a folder.
    pub path: String,
    /// Its document below the output folder, if it has one there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// What became of it.
    pub status: Status,
    /// SHA-256 of its bytes, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Its pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The rule that read it; null where none did.
    pub rule: Option<RuleRef>,
    /// Where its glyphs went, if it has a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Findings by code.
    pub findings: BTreeMap<String, usize>,
    /// Time spent on it, in seconds.
    pub seconds: f64,
    /// Why it has no document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    /// Findings with how much they weigh, for the sums.
    #[serde(skip)]
    pub(super) weights: BTreeMap<String, (Severity, usize)>,
}

/// A file of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Written {
    /// Below the output folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Entry {
    /// An input without a document.
    pub fn without(path: String, status: Status, error: Failure) -> Self {
        Self {
            path,
            output: None,
            status,
            sha256: None,
            bytes: None,
            pages: None,
            rule: None,
            account: None,
            findings: BTreeMap::new(),
            seconds: 0.0,
            error: Some(error),
            weights: BTreeMap::new(),
        }
    }

    /// An input whose document was given away.
    pub fn converted(path: String, summary: &Summary, seconds: f64) -> Self {
        let outcome = Outcome::Document(Kept::of(summary, &[]));
        let input = (summary.sha256.clone(), summary.bytes);
        let record = Record::new(String::new(), String::new(), input, outcome);
        Self {
            seconds,
            ..Self::of(path, Status::Converted, &record)
        }
    }

    /// An input of which there is a record.
    pub(super) fn of(path: String, status: Status, record: &Record) -> Self {
        let failure = match &record.outcome {
            Outcome::Failure(failure) => failure.clone(),
            Outcome::Document(_) => Failure::interrupted(),
        };
        let mut entry = Self::without(path, status, failure);
        entry.sha256 = Some(record.input.0.clone());
        entry.bytes = Some(record.input.1);
        if let Outcome::Document(kept) = &record.outcome {
            entry.error = None;
            entry.pages = Some(kept.pages);
            entry.account = Some(kept.account);
            entry.rule.clone_from(&kept.rule);
            entry.weights.clone_from(&kept.findings);
            entry.findings = kept
                .findings
                .iter()
                .map(|(c, (_, n))| (c.clone(), *n))
                .collect();
        }
        entry
    }

    /// Whether it has a document.
    pub fn has_document(&self) -> bool {
        matches!(self.status, Status::Converted | Status::Cached)
    }

    /// How many of its glyphs are lost, and how many in two places.
    pub fn astray(&self) -> (u64, u64) {
        let account = self.account.unwrap_or_default();
        (account.lost, account.twice)
    }

    /// Its findings: code, how much they weigh, and how many there are.
    pub fn weights(&self) -> impl Iterator<Item = (&str, Severity, usize)> + Clone {
        self.weights
            .iter()
            .map(|(code, (s, n))| (code.as_str(), *s, *n))
    }
}

impl Totals {
    /// The sums over some inputs.
    pub fn of(entries: &[Entry]) -> Self {
        let mut out = Self::default();
        for entry in entries {
            let pages = u64::from(entry.pages.unwrap_or_default());
            out.inputs += 1;
            match entry.status {
                Status::Converted => {
                    out.converted += 1;
                    out.pages_converted += pages;
                }
                Status::Cached => out.cached += 1,
                Status::Failed => out.failed += 1,
                Status::Skipped => out.skipped += 1,
            }
            if entry.has_document() {
                out.pages += pages;
                out.account.add(&entry.account.unwrap_or_default());
                out.unaccounted += usize::from(entry.astray() != (0, 0));
            }
        }
        out
    }
}

/// Findings of some inputs by code.
pub(super) fn findings_of(entries: &[Entry]) -> BTreeMap<String, FindingTotal> {
    let mut out: BTreeMap<String, FindingTotal> = BTreeMap::new();
    for (code, severity, count) in entries.iter().flat_map(Entry::weights) {
        let total = out.entry(code.to_owned()).or_insert(FindingTotal {
            severity,
            count: 0,
            documents: 0,
        });
        total.count += count;
        total.documents += 1;
    }
    out
}
