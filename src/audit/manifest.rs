//! `manifest.toml` of a set of fixtures. The keys are documented here, and nowhere else: `keikaku schema fixtures` is made
//! of these structs.

use super::set::{ExpectedFailure, Fixture, FixtureSet, Threshold};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::{Error, Result};
use crate::rule::config::{Name, schema_of};
use crate::rule::syntax::{Language, NOWHERE, read_as};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// The fixtures of a folder.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keikaku fixtures")]
pub struct ManifestFile {
    /// How good each field must be in all fixtures, by its name; `*` for those that are not named.
    #[serde(default)]
    pub thresholds: IndexMap<String, Threshold>,
    /// The fixtures.
    #[serde(default)]
    pub fixture: Vec<FixtureEntry>,
}

/// A PDF with the document held to be right.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixtureEntry {
    /// Its name, unique in the set.
    pub name: Name,
    /// The PDF, from the folder of the manifest.
    pub pdf: Name,
    /// The document held to be right. By default `NAME.truth.json`, `NAME.json` or `truth.json` beside the PDF.
    pub truth: Option<Name>,
    /// SHA-256 of the PDF.
    pub sha256: Option<String>,
    /// SHA-256 of the truth.
    pub truth_sha256: Option<String>,
    /// Id of the rule that is to read it. By default the one that is chosen.
    pub rule: Option<String>,
    /// Number of pages.
    pub pages: Option<u32>,
    /// How good each field must be, by its name; `*` for those that are not named.
    #[serde(default)]
    pub thresholds: IndexMap<String, Threshold>,
    /// Failures that are known.
    #[serde(default)]
    pub expected_failure: Vec<ExpectedFailure>,
    /// What the PDF was made of; for people.
    pub source: Option<String>,
    /// What made the PDF; for people.
    pub producer: Option<String>,
    /// Its version; for people.
    pub producer_version: Option<String>,
    /// When it was made; for people.
    pub made: Option<String>,
    /// Its licence; for people.
    pub licence: Option<String>,
    /// Its fonts; for people.
    pub fonts: Option<String>,
    /// What is special about it; for people.
    pub note: Option<String>,
}

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::of_schema(&manifest_schema(), "ManifestFile"));

/// The JSON Schema of a manifest of fixtures.
pub fn manifest_schema() -> serde_json::Value {
    schema_of::<ManifestFile>()
}

/// Reads the text of a manifest; the truth of a fixture that names none is for the caller to find.
///
/// # Errors
/// All mistakes in it, with line and column.
pub(super) fn parse(path: &Path, text: &str) -> Result<FixtureSet> {
    let source: Arc<str> = Arc::from(text);
    let file = path.to_string_lossy();
    let read = read_as::<ManifestFile>(&file, &source, &LANGUAGE);
    let mut found = read.found;
    if let Some(raw) = &read.raw {
        check(raw, &file, &source, &mut found);
    }
    let raw = match read.raw {
        Some(raw) if found.is_empty() => raw,
        _ => {
            found.sort_by_key(|d| d.span.start);
            return Err(Error::Fixtures(found));
        }
    };
    let root = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let fixtures = raw.fixture.into_iter().map(|entry| fixture(&root, entry));
    Ok(FixtureSet {
        fixtures: fixtures.collect(),
        manifest: Some(path.to_owned()),
        thresholds: raw.thresholds,
        faults: Vec::new(),
        root,
    })
}

fn fixture(root: &Path, entry: FixtureEntry) -> Fixture {
    Fixture {
        name: entry.name.as_str().to_owned(),
        pdf: root.join(entry.pdf.as_str()),
        truth: entry
            .truth
            .map_or_else(PathBuf::new, |t| root.join(t.as_str())),
        sha256: entry.sha256,
        truth_sha256: entry.truth_sha256,
        rule: entry.rule,
        pages: entry.pages,
        thresholds: entry.thresholds,
        expected_failures: entry.expected_failure,
    }
}

/// What the types of the keys do not say.
fn check(raw: &ManifestFile, file: &str, source: &Arc<str>, found: &mut Vec<Diagnostic>) {
    let mut say = |code, name: &Name, message: String, help: &str| {
        if name.span().start != NOWHERE {
            let d = Diagnostic::new(code, file, source, name.span(), message);
            found.push(d.with_help(help));
        }
    };
    let mut names = BTreeSet::new();
    for entry in &raw.fixture {
        let name = entry.name.as_str();
        if !names.insert(name) {
            let message = format!("`{name}` is the name of an earlier fixture");
            say(
                Code::DuplicateName,
                &entry.name,
                message,
                "give each a name of its own",
            );
        }
        for path in [Some(&entry.pdf), entry.truth.as_ref()]
            .into_iter()
            .flatten()
        {
            let inside = |c: Component<'_>| matches!(c, Component::Normal(_) | Component::CurDir);
            if !Path::new(path.as_str()).components().all(inside) {
                let message = format!(
                    "`{}` leads out of the folder of the manifest",
                    path.as_str()
                );
                let help = "keep the files of a set together, below its manifest";
                say(Code::WrongValue, path, message, help);
            }
        }
        for (field, threshold) in entry.thresholds.iter().chain(&raw.thresholds) {
            if !threshold.is_share() {
                let message = format!("a threshold of `{field}` is no share");
                say(
                    Code::WrongValue,
                    &entry.name,
                    message,
                    "write a number from 0 to 1",
                );
            }
        }
    }
}
