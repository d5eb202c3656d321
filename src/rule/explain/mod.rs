//! Why a value is what it is, and why another is not there.
//!
//! In: a reading and the rules. Out: an [`Explanation`], at most [`MOST_LINES`] lines. What it says comes
//! from the document, or is found once more by the code that read it: the place (page, box, print), the
//! cell and the headers above it, the line of the rule, what its pattern captured, the steps of
//! normalisation, the legend, the value.

mod blocks;
mod chain;
mod choice;
mod entries;
mod field;
mod find;
mod headers;
mod indicator;
mod item;
mod missing;
mod origin;
mod plan;
mod prefix;
mod report;
mod value;

pub use choice::explain_choice;
pub use report::{Explanation, Line, MOST_LINES};

use super::apply::{Bound, Trace, tables_of};
pub use super::convert::Drafted;
use super::convert::convert_traced;
use super::model::Rule;
use super::set::RuleSet;
use crate::account::PageAccount;
use crate::document::Document;
use crate::error::Result;
use crate::language::Language;
use crate::reading::Reading;

/// A document that questions are asked about.
pub struct Subject<'r> {
    reading: &'r Reading,
    rule: Option<&'r Rule>,
    document: Document,
    trace: Trace,
    bound: Vec<Bound<'r>>,
    /// In which findings are told; all else is in English.
    language: Language,
}

impl<'r> Subject<'r> {
    /// Converts a reading as [`super::convert`] does, and keeps what the document does not say. Where no rule
    /// fits, `drafted` holds the draft that reads it.
    ///
    /// # Errors
    /// As [`super::convert`].
    pub fn new(
        reading: &'r Reading,
        rules: &'r RuleSet,
        id: Option<&str>,
        drafted: &'r Drafted,
    ) -> Result<Self> {
        let traced = convert_traced(reading, rules, id, drafted)?;
        let bound = traced.rule.map(|rule| tables_of(rule, &reading.flow));
        Ok(Self {
            reading,
            rule: traced.rule,
            document: traced.document,
            trace: traced.trace,
            bound: bound.unwrap_or_default(),
            language: Language::English,
        })
    }

    /// Tells findings in a language; all else is in English.
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Where the glyphs of each page went, from the first page, by index in [`crate::pdf::Page::glyphs`].
    pub fn account(&self) -> &[PageAccount] {
        &self.trace.places
    }

    /// Explains `ITEM` or `ITEM.FIELD`; `page` leaves only what begins on a page, from 1.
    pub fn explain(&self, question: &str, page: Option<u32>) -> Explanation {
        find::explain(self, question, page)
    }

    /// Explains an item, or a field of it, by its place in the document.
    pub fn explain_item(&self, index: usize, field: Option<&str>) -> Explanation {
        match field {
            Some(name) => field::explain(self, index, name),
            None => item::explain(self, index),
        }
        .within_limit()
    }

    /// Explains the field of an item under exactly this label, even one that is called as something else of it.
    pub fn explain_label(&self, index: usize, label: &str) -> Explanation {
        field::of_label(self, &self.document.items[index], label).within_limit()
    }

    /// Explains one value of an indicator, by their places in the document.
    pub fn explain_value(&self, index: usize, value: usize) -> Explanation {
        indicator::explain_value(self, index, value).within_limit()
    }

    /// Explains an entry of the legend, by its place in the document.
    pub fn explain_mark(&self, index: usize) -> Explanation {
        plan::entry(self, &self.document.legend[index]).within_limit()
    }

    /// What the plan has: `title`, `period` …
    pub fn plan_fields(&self) -> impl Iterator<Item = &'static str> {
        plan::present(&self.document.plan)
    }

    /// Explains an indicator, or some of its values, by its place in the document.
    pub fn explain_indicator(&self, index: usize, values: Option<&str>) -> Explanation {
        indicator::explain(self, index, values).within_limit()
    }
}
