//! New truth, for what a person names and nothing else.
//!
//! In: a fixture, the document that was read, and names. Out: an [`Acceptance`]: each value that would change,
//! before and after, with its place; [`write()`] then writes truth, manifest, history and review
//! together. What is not named stays as it is, to the order of its keys.

mod editor;
mod fields;
mod ids;
mod refusal;
mod shape;
pub(super) mod target;

pub use refusal::Refusal;

use super::compare::paired;
use super::history::{self, Changed, Deed, Doer};
use super::lock::Lock;
use super::review::{self, Review};
use super::run::{Options, Reader};
use super::set::{Fixture, FixtureSet};
use super::truth::Truth;
use super::write::{json_like, text_like, write_together};
use crate::batch::digest;
use crate::document::{At, Document, RuleRef};
use crate::error::{Error, Result};
use crate::rule::RuleSet;
use editor::Editor;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use target::{Both, NoTarget, Target, apart};

/// A value that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What, and its values before and after.
    pub changed: Changed,
    /// Where what was found was read.
    pub at: Vec<At>,
    /// What was found, as the document has it.
    pub found: Option<Value>,
    /// The part that is reviewed by it, as [`Review`] names it.
    part: String,
}

/// What would become of a truth.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The values that change.
    pub edits: Vec<Edit>,
    /// Names for which truth and document say the same already.
    pub same: Vec<String>,
    truth: Vec<u8>,
    rule: Option<RuleRef>,
    /// The files of before, and their SHA-256.
    seen: Vec<(PathBuf, Option<String>)>,
}

/// Reads the PDF of a fixture as the audit does.
///
/// # Errors
/// When it is not the PDF of the manifest, or cannot be read.
pub fn read(
    fixture: &Fixture,
    rules: &RuleSet,
    options: &Options,
) -> std::result::Result<Document, Refusal> {
    let bytes = unchanged(&fixture.pdf, fixture.sha256.as_deref())?;
    let reader = Reader::new(rules, options, false);
    let read = reader.read_fixture(&bytes, fixture);
    read.map(|r| r.document).map_err(Refusal::Unread)
}

/// A file that is the one of the manifest.
fn unchanged(path: &Path, sha256: Option<&str>) -> std::result::Result<Vec<u8>, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| Error::of_io(path, &e))?;
    match sha256 {
        Some(expected) if !digest(&bytes).eq_ignore_ascii_case(expected) => {
            Err(Refusal::Changed(path.to_owned(), digest(&bytes)))
        }
        _ => Ok(bytes),
    }
}

/// Finds out what accepting would change; nothing is written.
///
/// # Errors
/// When the truth cannot be read or a name means nothing or several things.
pub fn prepare(
    set: &FixtureSet,
    fixture: &Fixture,
    document: &Document,
    names: &[String],
    whole: bool,
) -> std::result::Result<Acceptance, Refusal> {
    let path = &fixture.truth;
    let bytes = unchanged(path, fixture.truth_sha256.as_deref())?;
    let truth = Truth::parse(&bytes).map_err(|e| Refusal::NoTruth(path.clone(), e))?;
    let found = serde_json::to_value(document)
        .map_err(|e| Refusal::NoTruth(path.clone(), e.to_string()))?;
    let paired = paired(&truth, &found);
    let both = Both {
        truth: truth.value(),
        document: &found,
        paired: &paired,
    };
    let mut targets = Vec::new();
    for name in names {
        let target = both.target(name).map_err(|e| refused(name, e))?;
        if target == Target::Everything && !whole {
            return Err(Refusal::Whole);
        }
        targets.push((name.clone(), target));
    }
    let mut editor = Editor::new(&both, truth.is_whole());
    let mut same = Vec::new();
    for (name, target) in apart(targets) {
        if !editor.take(&target) {
            same.push(name);
        }
    }
    let like = String::from_utf8_lossy(&bytes).into_owned();
    let (value, edits) = editor.finish();
    let mut seen = vec![(path.clone(), Some(digest(&bytes)))];
    if let Some(manifest) = &set.manifest {
        seen.push((manifest.clone(), digest_of(manifest)?));
    }
    Ok(Acceptance {
        edits,
        same,
        truth: json_like(&value, &like)?,
        rule: document.rule.clone(),
        seen,
    })
}

fn refused(name: &str, why: NoTarget) -> Refusal {
    let name = name.to_owned();
    match why {
        NoTarget::Unknown(near) => Refusal::Unknown { name, near },
        NoTarget::Several(ids) => Refusal::Several { name, ids },
        NoTarget::Cells => Refusal::Cells(name),
    }
}

/// SHA-256 of a file; none where it is not there.
fn digest_of(path: &Path) -> Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(digest(&bytes))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::of_io(path, &e)),
    }
}

/// Two fixtures with one truth cannot be accepted of at once: what is written for one would undo the other.
///
/// # Errors
/// When there are two such.
pub fn no_shared_truth(fixtures: &[&Fixture]) -> std::result::Result<(), Refusal> {
    let mut known: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for fixture in fixtures {
        if let Some(other) = known.insert(real(&fixture.truth), &fixture.name) {
            return Err(Refusal::Shared(other.to_owned(), fixture.name.clone()));
        }
    }
    Ok(())
}

/// Where a file is, behind all symbolic links.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Writes truths, their SHA-256 in the manifest, the histories, and what is reviewed by it; all or nothing.
///
/// # Errors
/// When a file cannot be read or written, or is no longer what was shown; then no file is changed.
pub fn write(set: &FixtureSet, ready: &[(&Fixture, Acceptance)], doer: &Doer) -> Result<()> {
    let folders = match &set.manifest {
        Some(manifest) => vec![manifest.as_path()],
        None => ready.iter().map(|(f, _)| f.truth.as_path()).collect(),
    };
    // in one order, so that two who want the same locks never wait for each other
    let mut folders: Vec<PathBuf> = folders
        .iter()
        .filter_map(|f| real(f).parent().map(Path::to_owned))
        .collect();
    folders.sort();
    folders.dedup();
    let locks = folders.iter().map(|folder| Lock::of_folder(folder));
    let _locks = locks.collect::<Result<Vec<_>>>()?;
    let mut files = Vec::new();
    for (fixture, acceptance) in ready {
        acceptance.still()?;
        files.extend(acceptance.files(fixture, doer)?);
    }
    if let Some(manifest) = &set.manifest {
        let bytes = std::fs::read_to_string(manifest).map_err(|e| Error::of_io(manifest, &e))?;
        let all = FixtureSet::load(manifest)?.fixtures;
        let mut digests = BTreeMap::new();
        for (fixture, acceptance) in ready {
            let truth = real(&fixture.truth);
            let of_truth = all.iter().filter(|f| real(&f.truth) == truth);
            let digest = digest(&acceptance.truth);
            digests.extend(of_truth.map(|f| (f.name.clone(), digest.clone())));
        }
        let text = with_digests(manifest, &bytes, &digests)?;
        files.push((manifest.clone(), text.into_bytes()));
    }
    write_together(&files)
}

impl Acceptance {
    /// Whether the files are still those that were shown.
    fn still(&self) -> Result<()> {
        for (path, seen) in &self.seen {
            if digest_of(path)? != *seen {
                return Err(Error::Io {
                    path: path.clone(),
                    reason: "changed in the meantime; nothing was written, look at it again".into(),
                });
            }
        }
        Ok(())
    }

    /// The truth, the history and the review of a fixture, as they will be.
    fn files(&self, fixture: &Fixture, doer: &Doer) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        let what = self.edits.iter().map(|e| e.changed.clone()).collect();
        let act = doer.act(Deed::Accept, what, self.rule.clone());
        let mut files = vec![
            (fixture.truth.clone(), self.truth.clone()),
            history::with(fixture, &act)?,
        ];
        let mut left = Review::load(fixture)?;
        let before = left.clone();
        for edit in &self.edits {
            left.take(&edit.part);
        }
        if left != before {
            files.push((review::path(fixture), left.bytes()?));
        }
        Ok(files)
    }
}

/// The manifest with other SHA-256 of truths, by the names of their fixtures; all else stays, comments and order too.
fn with_digests(manifest: &Path, text: &str, digests: &BTreeMap<String, String>) -> Result<String> {
    let wrong = |reason: String| Error::Io {
        path: manifest.to_owned(),
        reason,
    };
    let plain = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut parsed: toml_edit::DocumentMut = plain
        .parse()
        .map_err(|e: toml_edit::TomlError| wrong(e.to_string()))?;
    let fixtures = parsed
        .get_mut("fixture")
        .and_then(|f| f.as_array_of_tables_mut());
    let mut written = 0;
    for table in fixtures.into_iter().flat_map(|f| f.iter_mut()) {
        let name = table.get("name").and_then(|n| n.as_str());
        let Some(digest) = name.and_then(|n| digests.get(n)) else {
            continue;
        };
        written += 1;
        match table.get_mut("truth_sha256").and_then(|v| v.as_value_mut()) {
            // a comment behind it stays
            Some(value) => {
                let decor = value.decor().clone();
                *value = digest.into();
                *value.decor_mut() = decor;
            }
            None => {
                table.insert("truth_sha256", toml_edit::value(digest));
            }
        }
    }
    match written == digests.len() {
        true => Ok(text_like(&parsed.to_string(), text)),
        false => Err(wrong(
            "`fixture` is no list of tables `[[fixture]]`: the SHA-256 of a truth has no place"
                .into(),
        )),
    }
}
