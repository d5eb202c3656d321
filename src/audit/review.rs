//! `review.json` beside a truth: what nobody has looked at yet. A fixture without it was made by hand.

use super::history::{self, Changed, Deed, Doer};
use super::set::Fixture;
use super::write::write_together;
use crate::document::Document;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Name of the file.
pub const REVIEW: &str = "review.json";

/// What nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Review {
    /// Names of parts: `plan`, `items:1-1`, `legend:B`, `tables:table1` …
    pub unreviewed: Vec<String>,
}

impl Review {
    /// All parts of a document.
    pub fn all_of(document: &Document) -> Self {
        let mut out = vec!["plan".to_owned()];
        let mut put = |section: &str, id: &str| {
            let name = format!("{section}:{id}");
            let again = out
                .iter()
                .filter(|n| **n == name || n.starts_with(&format!("{name}#")))
                .count();
            out.push(match again {
                0 => name,
                n => format!("{name}#{}", n + 1),
            });
        };
        document.legend.iter().for_each(|l| put("legend", &l.mark));
        document.items.iter().for_each(|i| put("items", &i.id));
        document
            .indicators
            .iter()
            .for_each(|i| put("indicators", &i.id));
        document.tables.iter().for_each(|t| put("tables", &t.id));
        for (i, section) in document.sections.iter().enumerate() {
            let name = section
                .heading
                .clone()
                .unwrap_or_else(|| (i + 1).to_string());
            put("sections", &name);
        }
        document
            .footnotes
            .iter()
            .for_each(|f| put("footnotes", &f.term));
        Self { unreviewed: out }
    }

    /// That of a fixture; empty where it has none.
    ///
    /// # Errors
    /// When the file cannot be read as one.
    pub fn load(fixture: &Fixture) -> Result<Self> {
        let path = path(fixture);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Error::of_io(&path, &e)),
        };
        serde_json::from_slice(&bytes).map_err(|e| Error::Io {
            path,
            reason: format!("no list of what is unreviewed: {e}"),
        })
    }

    /// Takes away what a name stands for: a part, all of a section, an id whatever its section. What was there.
    pub fn take(&mut self, name: &str) -> Vec<String> {
        let names = |part: &String| {
            let (section, id) = part.split_once(':').unwrap_or((part, ""));
            part == name || section == name || id == name
        };
        let (taken, left) = std::mem::take(&mut self.unreviewed)
            .into_iter()
            .partition(names);
        self.unreviewed = left;
        taken
    }

    /// As it is written.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let text = serde_json::to_string_pretty(self).map_err(|e| Error::Io {
            path: REVIEW.into(),
            reason: e.to_string(),
        })?;
        Ok(format!("{text}\n").into_bytes())
    }
}

/// The file of a fixture.
pub fn path(fixture: &Fixture) -> PathBuf {
    fixture.truth.with_file_name(REVIEW)
}

/// How many parts of a fixture nobody has looked at; none where that cannot be read.
pub fn unreviewed(fixture: &Fixture) -> usize {
    Review::load(fixture).map_or(0, |r| r.unreviewed.len())
}

/// What marking parts as looked at came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marked {
    /// These are done, and so many are left.
    Done(Vec<String>, usize),
    /// These names mean nothing that is unreviewed; each with the nearest.
    Unknown(Vec<(String, Option<String>)>),
}

/// Marks parts of a fixture as looked at; no name stands for all of them.
///
/// # Errors
/// When a file cannot be read or written.
pub fn mark(fixture: &Fixture, names: &[String], doer: &Doer) -> Result<Marked> {
    let mut review = Review::load(fixture)?;
    let all = review.unreviewed.clone();
    let (mut done, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        let taken = review.take(name);
        if taken.is_empty() && !done.iter().any(|d: &String| d == name) {
            unknown.push((name.clone(), nearest(name, &all)));
        }
        done.extend(taken);
    }
    if names.is_empty() {
        done = std::mem::take(&mut review.unreviewed);
    }
    if !unknown.is_empty() {
        return Ok(Marked::Unknown(unknown));
    }
    if !done.is_empty() {
        let what = done.iter().map(|name| Changed {
            what: name.clone(),
            old: None,
            new: None,
        });
        let act = doer.act(Deed::Review, what.collect(), None);
        write_together(&[
            (path(fixture), review.bytes()?),
            history::with(fixture, &act)?,
        ])?;
    }
    Ok(Marked::Done(done, review.unreviewed.len()))
}

/// The name that is nearest, if one is near at all.
pub(super) fn nearest(name: &str, known: &[String]) -> Option<String> {
    let id = |k: &str| {
        k.split_once(':')
            .map_or(k.to_owned(), |(_, id)| id.to_owned())
    };
    let far = |k: &String| {
        strsim::damerau_levenshtein(name, k).min(strsim::damerau_levenshtein(name, &id(k)))
    };
    let near = known.iter().min_by_key(|k| far(k))?;
    (far(near) <= name.chars().count().max(2) / 2 + 1).then(|| near.clone())
}
