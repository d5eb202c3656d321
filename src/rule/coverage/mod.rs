//! Which lines of a rule some documents exercise.
//!
//! In: a rule, and documents with the readings they were made of. Out: each line of the rule file that says
//! something, and whether it ever had a say. A value names the line it was read by (`at.rule`); what leaves no
//! value behind (headers, furniture, checks, what a table ends at) is asked once more of the reading, by the
//! code that read it.

mod facts;
mod probe;
mod sites;

use super::choose::Features;
use super::model::Rule;
use super::set::Entry;
use crate::document::Document;
use crate::error::Result;
use crate::reading::Reading;
use facts::Facts;
use sites::Site;
use std::collections::BTreeSet;

/// A line of a rule file that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    /// Line in the file, from 1.
    pub line: usize,
    /// What it is: "header of table `一覧`".
    pub what: String,
    /// How it is written.
    pub source: String,
}

/// A document, with what it was made of.
#[derive(Debug, Clone, Copy)]
pub struct Met<'d> {
    /// The reading.
    pub reading: &'d Reading,
    /// What rules are chosen by.
    pub features: &'d Features,
    /// The document.
    pub document: &'d Document,
    /// Lines of its rule that had a say, and that no place in the document names
    /// ([`super::convert_with_lines`]).
    pub lines: &'d BTreeSet<usize>,
}

/// Which lines of a rule have been exercised so far.
pub struct Coverage<'r> {
    rule: &'r Rule,
    entry: &'r Entry,
    sites: Vec<Site<'r>>,
    used: Vec<bool>,
    documents: usize,
}

impl<'r> Coverage<'r> {
    /// A rule that no document has exercised yet.
    ///
    /// # Errors
    /// All mistakes in the rule file.
    pub fn new(entry: &'r Entry) -> Result<Self> {
        let rule = entry.rule()?;
        let sites = sites::sites(entry, rule);
        Ok(Self {
            rule,
            entry,
            used: vec![false; sites.len()],
            sites,
            documents: 0,
        })
    }

    /// The rule.
    pub fn entry(&self) -> &'r Entry {
        self.entry
    }

    /// How many documents it has read.
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Counts what a document exercises. One that another rule reads is met as well: what keeps this rule from
    /// reading it has had its say.
    pub fn meet(&mut self, met: &Met<'_>) {
        let rule = met.document.rule.as_ref();
        let reads = rule.is_some_and(|r| r.id == self.rule.id);
        self.documents += usize::from(reads);
        let facts = Facts::new(self.rule, self.entry, *met, reads);
        for (site, used) in self.sites.iter().zip(&mut self.used) {
            *used = *used || site.probe.holds(&facts);
        }
    }

    /// Every line that says something, and whether it has been exercised; in the order of the file.
    pub fn lines(&self) -> Vec<(RuleLine, bool)> {
        let source: Vec<&str> = self.rule.text.lines().collect();
        let line = |(site, used): (&Site<'_>, &bool)| {
            let written = site.line.checked_sub(1).and_then(|i| source.get(i));
            let line = RuleLine {
                line: site.line,
                what: site.what.clone(),
                source: written.map_or(String::new(), |s| s.trim().to_owned()),
            };
            (line, *used)
        };
        let mut out: Vec<(RuleLine, bool)> = self.sites.iter().zip(&self.used).map(line).collect();
        out.sort_by_key(|(line, _)| line.line);
        out
    }
}
