//! The fixtures of a folder, as `manifest.toml` lists them, or as they are found without one.

use super::difference::Kind;
use super::report::FileFault;
use super::{files, manifest};
use crate::error::{Error, Result};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Name of the manifest of a set.
pub const MANIFEST: &str = "manifest.toml";

/// How good a field must be, from 0 to 1. What is not given is 1, but for exactness, which is 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The share of what was found that must be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// The share of what is expected that must be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// The share of what is expected that must be found character for character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exactness: Option<f64>,
}

/// A failure that is known, and must not get worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedFailure {
    /// The field, as in [`super::Difference::field`].
    pub field: String,
    /// Id of what it belongs to; absent for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How it differs; absent for any way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What is found today; another value is a new failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// How many differences it stands for; more are worse.
    #[serde(default = "one")]
    pub most: usize,
    /// Why it fails.
    pub why: String,
}

fn one() -> usize {
    1
}

impl Threshold {
    /// Whether all of it is from 0 to 1.
    pub fn is_share(&self) -> bool {
        let all = [self.precision, self.recall, self.exactness];
        all.into_iter().flatten().all(|v| (0.0..=1.0).contains(&v))
    }
}

/// A PDF with the document held to be right.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fixture {
    /// Its name, unique in the set.
    pub name: String,
    /// The PDF.
    pub pdf: PathBuf,
    /// The document held to be right: a whole document (`schema` is `keikaku/1`), or a part of one, which
    /// then holds only what it names.
    pub truth: PathBuf,
    /// SHA-256 of the PDF.
    pub sha256: Option<String>,
    /// SHA-256 of the truth.
    pub truth_sha256: Option<String>,
    /// Id of the rule that is to read it; absent for the one that is chosen.
    pub rule: Option<String>,
    /// Number of pages; a truth that gives one goes before it.
    pub pages: Option<u32>,
    /// Thresholds of this fixture, by field; `*` for those that are not named.
    pub thresholds: IndexMap<String, Threshold>,
    /// Failures that are known.
    pub expected_failures: Vec<ExpectedFailure>,
}

/// The fixtures of a folder.
#[derive(Debug, Clone, Default)]
pub struct FixtureSet {
    /// The folder.
    pub root: PathBuf,
    /// Its `manifest.toml`, if it has one.
    pub manifest: Option<PathBuf>,
    /// Thresholds of all fixtures, by field; `*` for those that are not named.
    pub thresholds: IndexMap<String, Threshold>,
    /// The fixtures, in the order of the manifest, else of their names.
    pub fixtures: Vec<Fixture>,
    /// Files that are missing, or belong to no fixture. What changed is told by the audit, which reads them.
    pub faults: Vec<FileFault>,
}

impl FixtureSet {
    /// Every file of the set that there is or should be: what an audit reads, and nothing may be written over.
    pub fn files(&self) -> Vec<PathBuf> {
        // what is kept beside a truth is as hard to come by
        const BESIDE: [&str; 2] = ["review.json", "history.jsonl"];
        let mut out: Vec<PathBuf> = self.manifest.iter().cloned().collect();
        for fixture in &self.fixtures {
            out.extend([fixture.pdf.clone(), fixture.truth.clone()]);
            out.extend(BESIDE.map(|name| fixture.truth.with_file_name(name)));
        }
        out.extend(self.faults.iter().map(|fault| self.root.join(&fault.file)));
        out
    }

    /// Reads a set: a folder, with or without a manifest, a manifest, or a single PDF or truth of a folder.
    ///
    /// # Errors
    /// When nothing is there, or the manifest is wrong.
    pub fn load(path: &Path) -> Result<Self> {
        let data = path.metadata().map_err(|e| Error::of_io(path, &e))?;
        if data.is_dir() {
            let manifest = path.join(MANIFEST);
            return match manifest.is_file() {
                true => Self::of_manifest(&manifest),
                false => files::without_manifest(path),
            };
        }
        match path.extension().is_some_and(|e| e == "toml") {
            true => Self::of_manifest(path),
            false => Self::of_file(path),
        }
    }

    fn of_manifest(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|e| Error::of_io(path, &e))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::Io {
            path: path.to_owned(),
            reason: "not UTF-8: save the file with the encoding UTF-8".into(),
        })?;
        let mut set = manifest::parse(path, &text)?;
        files::complete(&mut set)?;
        Ok(set)
    }

    /// The one fixture of a PDF or truth: as a manifest of its folder, or of one of the two above, has it.
    fn of_file(path: &Path) -> Result<Self> {
        let own = path.canonicalize().map_err(|e| Error::of_io(path, &e))?;
        for folder in own.ancestors().skip(1).take(3) {
            let manifest = folder.join(MANIFEST);
            if !manifest.is_file() {
                continue;
            }
            let mut set = match Self::of_manifest(&manifest) {
                Ok(set) => set,
                Err(mistakes) if is_ours(&manifest) => return Err(mistakes),
                Err(_) => continue,
            };
            set.fixtures.retain(|f| f.pdf == own || f.truth == own);
            if !set.fixtures.is_empty() {
                set.faults
                    .retain(|fault| fault.fixture == set.fixtures.first().map(|f| f.name.clone()));
                return Ok(set);
            }
        }
        files::single(path)
    }
}

/// Whether a manifest that cannot be read as one of fixtures is meant as one: it has `fixture` somewhere.
fn is_ours(manifest: &Path) -> bool {
    let bytes = std::fs::read(manifest).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    match text.parse::<toml::Table>() {
        Ok(table) => table.contains_key("fixture"),
        Err(_) => text.lines().any(|line| {
            let line = line.trim_start();
            line.trim_start_matches(['[', ' ']).starts_with("fixture")
        }),
    }
}
