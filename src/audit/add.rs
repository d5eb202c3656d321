//! A new fixture, made of a conversion: right only when somebody has looked at all of it.

use super::files::shown;
use super::history::{self, Changed, Deed, Doer};
use super::lock::Lock;
use super::review::{self, Review};
use super::set::{Fixture, FixtureSet, MANIFEST};
use super::write::{text_like, write_together};
use crate::batch::digest;
use crate::document::Document;
use crate::error::{Error, Result};
use std::path::Path;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// What adding came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// A fixture of so many parts that nobody has looked at.
    Made(usize),
    /// One of that name is there already.
    NameTaken,
    /// One with the same PDF is there already; its name.
    SamePdf(String),
}

/// Makes a fixture of a PDF and the document that was read.
///
/// # Errors
/// When a file cannot be read or written; then nothing is there.
pub fn add(
    folder: &Path,
    name: &str,
    pdf: &[u8],
    document: &Document,
    doer: &Doer,
) -> Result<Added> {
    let _lock = Lock::of_folder(folder)?;
    // without a manifest it is the files that make the fixtures: they go into the one that is made
    let set = match FixtureSet::load(folder) {
        Err(Error::NothingHere { .. }) => FixtureSet::default(),
        other => other?,
    };
    let sha256 = digest(pdf);
    for fixture in &set.fixtures {
        if fixture.name == name {
            return Ok(Added::NameTaken);
        }
        if is_of(fixture, pdf, &sha256) {
            return Ok(Added::SamePdf(fixture.name.clone()));
        }
    }
    let own = folder.join(name);
    if own.exists() {
        return Ok(Added::NameTaken);
    }
    let fixture = Fixture {
        name: name.to_owned(),
        pdf: own.join(format!("{name}.pdf")),
        truth: own.join("truth.json"),
        ..Fixture::default()
    };
    let failed = |e: serde_json::Error| Error::Io {
        path: fixture.truth.clone(),
        reason: e.to_string(),
    };
    let truth = format!(
        "{}\n",
        serde_json::to_string_pretty(document).map_err(failed)?
    )
    .into_bytes();
    let manifest = with_entries(
        &set,
        folder,
        own_entry(name, document, [&sha256, &digest(&truth)]),
    )?;
    let review = Review::all_of(document);
    let what = Changed {
        what: "*".into(),
        old: None,
        new: None,
    };
    let act = doer.act(Deed::Add, vec![what], document.rule.clone());
    let written = write_together(&[
        (fixture.pdf.clone(), pdf.to_vec()),
        (fixture.truth.clone(), truth),
        (review::path(&fixture), review.bytes()?),
        history::with(&fixture, &act)?,
        (folder.join(MANIFEST), manifest.into_bytes()),
    ]);
    if written.is_err() {
        // an empty folder would be taken for the fixture
        let _ = std::fs::remove_dir(&own);
    }
    written?;
    Ok(Added::Made(review.unreviewed.len()))
}

/// Whether a fixture is of a PDF.
fn is_of(fixture: &Fixture, pdf: &[u8], sha256: &str) -> bool {
    if let Some(known) = &fixture.sha256 {
        return known.eq_ignore_ascii_case(sha256);
    }
    let as_long = fixture
        .pdf
        .metadata()
        .is_ok_and(|m| m.len() == pdf.len() as u64);
    as_long && std::fs::read(&fixture.pdf).is_ok_and(|bytes| bytes == pdf)
}

/// The new fixture.
fn own_entry(name: &str, document: &Document, [pdf, truth]: [&str; 2]) -> Table {
    let mut table = Table::new();
    table.insert("name", value(name));
    table.insert("pdf", value(format!("{name}/{name}.pdf")));
    table.insert("truth", value(format!("{name}/truth.json")));
    table.insert("pages", value(i64::from(document.source.pages)));
    table.insert("sha256", value(pdf));
    table.insert("truth_sha256", value(truth));
    table
}

/// A fixture that was found without a manifest.
fn found_entry(folder: &Path, fixture: &Fixture) -> Table {
    let mut table = Table::new();
    table.insert("name", value(fixture.name.as_str()));
    table.insert("pdf", value(shown(folder, &fixture.pdf)));
    table.insert("truth", value(shown(folder, &fixture.truth)));
    table
}

/// The manifest with one more fixture, and those that were found without one; what is there stays, comments and
/// order too.
fn with_entries(set: &FixtureSet, folder: &Path, own: Table) -> Result<String> {
    let path = folder.join(MANIFEST);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(Error::of_io(&path, &e)),
    };
    let wrong = |reason: String| Error::Io {
        path: path.clone(),
        reason,
    };
    let known: DocumentMut = text
        .strip_prefix('\u{FEFF}')
        .unwrap_or(&text)
        .parse()
        .map_err(|e: toml_edit::TomlError| wrong(e.to_string()))?;
    if known
        .get("fixture")
        .is_some_and(|f| !f.is_array_of_tables())
    {
        return Err(wrong("`fixture` is no list of tables `[[fixture]]`".into()));
    }
    let mut fixtures = ArrayOfTables::new();
    let found = set.fixtures.iter().filter(|_| set.manifest.is_none());
    found.for_each(|f| fixtures.push(found_entry(folder, f)));
    fixtures.push(own);
    let mut own = DocumentMut::new();
    own.insert("fixture", Item::ArrayOfTables(fixtures));
    // behind all that is there, a comment at the end too
    let between = if text.trim().is_empty() { "" } else { "\n\n" };
    let all = format!("{}{between}{own}", text.trim_end());
    Ok(text_like(&all, &text))
}
