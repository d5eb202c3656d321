//! What a set of documents exercises: which lines of the rules had a say, which marks were seen, and where
//! text ended nowhere.
//!
//! In: readings with the documents made of them, and the rules. Out: a [`CoverageReport`]. A line that nothing
//! exercises is not wrong, but nobody would notice if it were.

mod marks;
mod show;

pub use marks::UnseenMark;
pub use show::{markdown, summary, text};

use crate::account::{Account, PageAccount, Place};
use crate::error::Result;
use crate::reading::Reading;
use crate::rule::{Coverage, Exercised, Features, Met, RuleSet, status_codes};
use marks::Marks;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-coverage/1";

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

/// A page with glyphs that ended nowhere, or in two places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LostPage {
    /// The document.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// Glyphs that are nowhere in the document.
    pub lost: usize,
    /// Glyphs that are in two places of it.
    pub twice: usize,
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
    /// Where the glyphs of all documents went.
    pub account: Account,
    /// Pages with glyphs that ended nowhere, or in two places; on all others every glyph is accounted for.
    pub lost: Vec<LostPage>,
}

/// Gathers what documents exercise.
pub struct Collector<'r> {
    rules: Vec<Coverage<'r>>,
    marks: Marks,
    codes: BTreeSet<String>,
    account: Account,
    lost: Vec<LostPage>,
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
            account: Account::default(),
            lost: Vec::new(),
            documents: 0,
            pages: 0,
        })
    }

    /// Counts a document, with what [`crate::rule::convert_with_lines`] tells of it.
    pub fn add(&mut self, name: &str, reading: &Reading, found: &Exercised) {
        let Exercised {
            document,
            lines,
            account,
        } = found;
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
        self.account.add(&document.account);
        // by the account and not by the findings, which tell only so many
        self.lost
            .extend(account.iter().filter_map(|p| lost(name, p)));
        self.documents += 1;
        self.pages += document.source.pages as usize;
    }

    /// What was gathered.
    pub fn finish(self) -> CoverageReport {
        let met = |code: &&str| !self.codes.contains(*code);
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
            account: self.account,
            lost: self.lost,
        }
    }
}

/// What went astray on a page.
fn lost(document: &str, account: &PageAccount) -> Option<LostPage> {
    let count = |place| account.in_place(place).count();
    let (lost, twice) = (count(Place::Lost), count(Place::Twice));
    (lost + twice > 0).then(|| LostPage {
        document: document.to_owned(),
        page: account.page,
        lost,
        twice,
    })
}

/// The JSON Schema of a [`CoverageReport`].
pub fn coverage_schema() -> serde_json::Value {
    crate::audit::report::titled::<CoverageReport>("Keikaku coverage, version 1")
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
