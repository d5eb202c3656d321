//! What holds for every format: names are used once, keys are unique, and foreign keys hold.

use super::records::{Datum, RELATIONS, Relation, Row};
use super::{Sink, Writer};
use crate::document::Document;
use crate::error::{Error, Result};
use std::collections::{BTreeMap, HashSet};

/// A sink that refuses what would break a key, whole and before it is written.
pub(super) struct Checked {
    inner: Box<dyn Writer + Send>,
    /// What is written: [`RELATIONS`], then those that are not of documents.
    relations: Vec<&'static Relation>,
    names: HashSet<String>,
    /// Writing failed before: what the files hold is not known.
    broken: Option<String>,
}

impl Checked {
    pub(super) fn new(inner: Box<dyn Writer + Send>, relations: Vec<&'static Relation>) -> Self {
        Self {
            inner,
            relations,
            names: HashSet::new(),
            broken: None,
        }
    }

    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        let written = self.inner.write(relation, rows);
        written.inspect_err(|error| self.broken = Some(error.to_string()))
    }

    fn usable(&self) -> Result<()> {
        match &self.broken {
            None => Ok(()),
            Some(reason) => Err(Error::Io {
                path: ".".into(),
                reason: format!("the output is incomplete: {reason}"),
            }),
        }
    }
}

impl Sink for Checked {
    fn add(&mut self, name: &str, document: &Document) -> Result<()> {
        self.usable()?;
        if self.names.contains(name) {
            return Err(Error::SameName(name.to_owned()));
        }
        keys_hold(name, document)?;
        for (n, relation) in RELATIONS.iter().enumerate() {
            self.write(n, &mut relation.records(name, document))?;
        }
        self.names.insert(name.to_owned());
        Ok(())
    }

    fn add_rows(
        &mut self,
        relation: &Relation,
        rows: &mut dyn Iterator<Item = Row<'_>>,
    ) -> Result<()> {
        self.usable()?;
        let mut others = self.relations.iter().skip(RELATIONS.len());
        match others.position(|r| r.name == relation.name) {
            Some(n) => self.write(RELATIONS.len() + n, rows),
            None => Err(Error::Internal(format!(
                "`{}` is not among what is written",
                relation.name
            ))),
        }
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        self.usable()?;
        self.inner.finish()
    }
}

/// The keys of the records of one document, by relation and columns.
type Keys = BTreeMap<(&'static str, &'static [&'static str]), HashSet<String>>;

/// Whether the keys of a document are unique and its foreign keys hold.
fn keys_hold(name: &str, document: &Document) -> Result<()> {
    let wrong = |reason: String| Error::Contradiction {
        document: name.to_owned(),
        reason,
    };
    let mut keys = Keys::new();
    let mut links = Vec::new();
    for relation in RELATIONS {
        let indices = |columns: &[&str]| columns.iter().filter_map(|c| relation.index(c)).collect();
        let own: Vec<usize> = indices(relation.key);
        let foreign = relation.foreign_keys.iter();
        let foreign: Vec<_> = foreign.map(|f| (f, indices(f.columns))).collect();
        let mut seen = HashSet::new();
        for row in relation.records(name, document) {
            let key = key(&row, &own);
            for (link, columns) in &foreign {
                if link.relation != "documents" && columns.iter().all(|c| !row[*c].is_null()) {
                    links.push((relation.name, *link, self::key(&row, columns)));
                }
            }
            if seen.contains(&key) {
                return Err(wrong(format!("two `{}` have the key {key}", relation.name)));
            }
            seen.insert(key);
        }
        keys.insert((relation.name, relation.key), seen);
    }
    let there = |relation, columns, key| {
        keys.get(&(relation, columns))
            .is_some_and(|k| k.contains(key))
    };
    match links
        .iter()
        .find(|(_, f, key)| !there(f.relation, f.references, key))
    {
        None => Ok(()),
        Some((from, link, key)) => Err(wrong(format!(
            "`{from}` name a record {key} that `{}` do not have",
            link.relation
        ))),
    }
}

/// The columns of a key as one text.
fn key(row: &Row<'_>, columns: &[usize]) -> String {
    let parts = columns.iter().map(|c| row[*c].clone());
    Datum::List(parts.collect()).json()
}
