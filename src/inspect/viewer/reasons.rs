//! Why each value is what it is, found out beforehand for all values of a document.

use crate::rule::explain::{Explanation, Line, Subject};
use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use std::collections::BTreeMap;

/// Most values that are explained: a page with all reasons of a report of 400 pages would take minutes to write.
const MOST_EXPLAINED: usize = 20_000;

/// The reasons of all values, by what they are asked with: `item-3`, `item-3.status`, `item-3.fields.実績`,
/// `indicator-0.values.2`, `legend-1`, `plan.title`. What may be there twice goes by its place in the document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reasons {
    of: BTreeMap<String, Chain>,
    /// Values that have none, because there were too many.
    without: usize,
}

#[derive(Debug, Clone)]
struct Chain(Vec<Line>);

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lines = serializer.serialize_seq(Some(self.0.len()))?;
        for line in &self.0 {
            lines.serialize_element(&(line.depth, &line.what, &line.text))?;
        }
        lines.end()
    }
}

/// What is asked.
enum Question {
    Item(usize),
    Status(usize),
    Field(usize, String),
    Indicator(usize),
    Value(usize, usize),
    Mark(usize),
    Plan(&'static str),
}

impl Question {
    /// What the page asks it with.
    fn key(&self) -> String {
        match self {
            Self::Item(i) => format!("item-{i}"),
            Self::Status(i) => format!("item-{i}.status"),
            Self::Field(i, label) => format!("item-{i}.fields.{label}"),
            Self::Indicator(i) => format!("indicator-{i}"),
            Self::Value(i, v) => format!("indicator-{i}.values.{v}"),
            Self::Mark(i) => format!("legend-{i}"),
            Self::Plan(field) => format!("plan.{field}"),
        }
    }

    fn answer(&self, subject: &Subject<'_>) -> Explanation {
        match self {
            Self::Item(i) => subject.explain_item(*i, None),
            Self::Status(i) => subject.explain_item(*i, Some("status")),
            Self::Field(i, label) => subject.explain_label(*i, label),
            Self::Indicator(i) => subject.explain_indicator(*i, None),
            Self::Value(i, v) => subject.explain_value(*i, *v),
            Self::Mark(i) => subject.explain_mark(*i),
            Self::Plan(field) => subject.explain(&format!("plan.{field}"), None),
        }
    }
}

/// The reasons of a document.
pub fn of(subject: &Subject<'_>) -> Reasons {
    let mut questions = questions(subject);
    let without = questions.len().saturating_sub(MOST_EXPLAINED);
    questions.truncate(MOST_EXPLAINED);
    let answers = questions.par_iter().map(|q| {
        let said = q.answer(subject);
        (q.key(), Chain(said.lines))
    });
    Reasons {
        of: answers.collect(),
        without,
    }
}

fn questions(subject: &Subject<'_>) -> Vec<Question> {
    let document = subject.document();
    // of a plan also what is not printed: it says where else it is from
    let mut out: Vec<Question> = subject.plan_fields().map(Question::Plan).collect();
    out.extend((0..document.legend.len()).map(Question::Mark));
    for (i, item) in document.items.iter().enumerate() {
        // number, title and the rest are in the reasons of the item as a whole
        out.push(Question::Item(i));
        out.extend(item.status.as_ref().map(|_| Question::Status(i)));
        let labels = item.fields.keys().cloned();
        out.extend(labels.map(|label| Question::Field(i, label)));
    }
    for (i, indicator) in document.indicators.iter().enumerate() {
        out.push(Question::Indicator(i));
        out.extend((0..indicator.values.len()).map(|v| Question::Value(i, v)));
    }
    out
}
