//! What a set of documents exercises: which lines of the rules had a say, which marks were seen, and where
//! text ended nowhere.
//!
//! In: readings with the documents made of them, and the rules. Out: a [`CoverageReport`]. A line that nothing
//! exercises is not wrong, but nobody would notice if it were.

mod marks;
mod show;

pub use marks::UnseenMark;
pub use show::{markdown, summary, text};

use crate::document::Document;
use crate::error::Result;
use crate::reading::Reading;
use crate::rule::{Coverage, Features, Met, RuleSet, status_codes};
use marks::Marks;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-coverage/1";

/// The finding of glyphs that are in no value, cell or text of the document.
const TEXT_LOST: &str = "text-lost";

/// A line of a rule that nothing exercises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unexercised {
    /// Line in the rule file, from 1.
    pub line: usize,
    /// What it is.
    pub what: String,
    /// How it is written.
    pub source: String,
}

/// A rule, and how much of it some documents exercise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RuleCoverage {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Documents that it reads.
    pub documents: usize,
    /// Things that it says: patterns, headers, columns, markers, legends, sections, checks …
    pub lines: usize,
    /// Those of them that had a say in a document.
    pub exercised: usize,
    /// The others, in the order of the file.
    pub unexercised: Vec<Unexercised>,
}

/// A page with text that ended nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LostPage {
    /// The document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// Places on it.
    pub places: usize,
}

/// What a set of documents exercises.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct CoverageReport {
    /// Always `keikaku-coverage/1`.
    pub schema: String,
    /// Number of documents.
    pub documents: usize,
    /// Their pages.
    pub pages: usize,
    /// The rules, by id; one without a document is used by none.
    pub rules: Vec<RuleCoverage>,
    /// Legend entries whose mark no item, cell or flag has.
    pub unseen_marks: Vec<UnseenMark>,
    /// Codes of the vocabulary that no status and no legend entry has.
    pub unmet_codes: Vec<String>,
    /// Pages with text that ended nowhere; on all others every glyph is accounted for.
    pub lost: Vec<LostPage>,
}

/// Gathers what documents exercise.
pub struct Collector<'r> {
    rules: Vec<Coverage<'r>>,
    marks: Marks,
    codes: BTreeSet<String>,
    lost: BTreeMap<(String, u32), usize>,
    documents: usize,
    pages: usize,
}

impl<'r> Collector<'r> {
    /// Nothing is exercised yet.
    ///
    /// # Errors
    /// When a rule file is wrong.
    pub fn new(rules: &'r RuleSet) -> Result<Self> {
        let rules: Result<Vec<Coverage<'r>>> = rules.rules().iter().map(Coverage::new).collect();
        Ok(Self {
            rules: rules?,
            marks: Marks::default(),
            codes: BTreeSet::new(),
            lost: BTreeMap::new(),
            documents: 0,
            pages: 0,
        })
    }

    /// Counts a document, with the lines of its rule as [`crate::rule::convert_with_lines`] tells them.
    pub fn add(
        &mut self,
        name: &str,
        reading: &Reading,
        (document, lines): (&Document, &BTreeSet<usize>),
    ) {
        let met = Met {
            reading,
            features: &Features::of(reading),
            document,
            lines,
        };
        for rule in &mut self.rules {
            rule.meet(&met);
        }
        self.marks.add(name, document);
        self.codes.extend(marks::codes(document));
        for finding in document.findings.iter().filter(|f| f.code == TEXT_LOST) {
            for at in &finding.at {
                *self.lost.entry((name.to_owned(), at.page)).or_default() += 1;
            }
        }
        self.documents += 1;
        self.pages += document.source.pages as usize;
    }

    /// What was gathered.
    pub fn finish(self) -> CoverageReport {
        let met = |code: &&str| !self.codes.contains(*code);
        let lost = |((document, page), places)| LostPage {
            document,
            page,
            places,
        };
        CoverageReport {
            schema: SCHEMA.into(),
            documents: self.documents,
            pages: self.pages,
            rules: self.rules.iter().map(of_rule).collect(),
            unseen_marks: self.marks.unseen(),
            unmet_codes: status_codes()
                .into_iter()
                .filter(met)
                .map(str::to_owned)
                .collect(),
            lost: self.lost.into_iter().map(lost).collect(),
        }
    }
}

fn of_rule(coverage: &Coverage<'_>) -> RuleCoverage {
    let lines = coverage.lines();
    let exercised = lines.iter().filter(|(_, used)| *used).count();
    let open = lines.iter().filter(|(_, used)| !used);
    RuleCoverage {
        id: coverage.entry().id().to_owned(),
        file: coverage.entry().file().to_owned(),
        documents: coverage.documents(),
        lines: lines.len(),
        exercised,
        unexercised: open
            .map(|(line, _)| Unexercised {
                line: line.line,
                what: line.what.clone(),
                source: line.source.clone(),
            })
            .collect(),
    }
}
