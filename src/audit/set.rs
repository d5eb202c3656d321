//! The fixtures of a folder, as `manifest.toml` lists them, or as they are found without one.

use super::difference::Kind;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How good a field must be, from 0 to 1. What is not given is 1, but for exactness, which is 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}
