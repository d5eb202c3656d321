//! `review.json` beside `truth.json`, `X.review.json` beside `X.truth.json`: what nobody has looked at yet. A fixture without it was made by hand.

use super::accept::target::{LISTS, list, named};
use super::compare::fold;
use super::history::{self, Changed, Deed, Doer};
use super::lock::Lock;
use super::set::{Fixture, FixtureSet};
use super::truth::Truth;
use super::write::write_together;
use crate::document::Document;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Name of the file beside a `truth.json`.
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
            part == name || section == name || (!id.is_empty() && id == name)
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
    history::beside(fixture, REVIEW)
}

/// What marking parts as looked at came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marked {
    /// These are done, and so many are left.
    Done(Vec<String>, usize),
    /// These names mean nothing that is unreviewed; each with the nearest.
    Unknown(Vec<(String, Option<String>)>),
    /// This name is that of several parts.
    Several(String, Vec<String>),
}

/// Marks parts of a fixture as looked at; no name stands for all of them.
///
/// # Errors
/// When a file cannot be read or written.
pub fn mark(set: &FixtureSet, fixture: &Fixture, names: &[String], doer: &Doer) -> Result<Marked> {
    let _lock = Lock::of(set, fixture)?;
    let mut review = Review::load(fixture)?;
    let all = review.unreviewed.clone();
    let (mut done, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        let mut taken = review.take(name);
        if taken.is_empty() {
            let ids = parts_of(fixture, name);
            if ids.len() > 1 {
                return Ok(Marked::Several(name.clone(), ids));
            }
            taken = ids.first().map_or(Vec::new(), |id| review.take(id));
        }
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

/// The parts of a truth that have a number or title, as accepting knows them: `items:1-1`, `1-1`, `legend.B`.
fn parts_of(fixture: &Fixture, name: &str) -> Vec<String> {
    let truth = std::fs::read(&fixture.truth).ok();
    let Some(truth) = truth.and_then(|bytes| Truth::parse(&bytes).ok()) else {
        return Vec::new();
    };
    let within = name.split_once([':', '.']);
    let own = within.filter(|(section, _)| LISTS.iter().any(|(list, _)| list == section));
    let name = fold(own.map_or(name, |(_, name)| name));
    for (section, keys) in LISTS {
        let is_meant = match own {
            Some((own, _)) => own == section,
            None => matches!(section, "items" | "indicators"),
        };
        for key in keys.iter().filter(|_| is_meant && !name.is_empty()) {
            let things = list(truth.value(), section);
            let places = named(truth.value(), section, key, &name);
            let ids = places.iter().filter_map(|i| things[*i][keys[0]].as_str());
            let ids: Vec<String> = ids.map(|id| format!("{section}:{id}")).collect();
            if !ids.is_empty() {
                return ids;
            }
        }
    }
    Vec::new()
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
