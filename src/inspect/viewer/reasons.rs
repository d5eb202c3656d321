//! Why each value is what it is, found out beforehand for all values of a document.

use crate::rule::explain::{Explanation, Line, Subject};
use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use std::collections::BTreeMap;

/// Most values that are explained: a page with all reasons of a report of 400 pages would take minutes to write.
const MOST_EXPLAINED: usize = 20_000;

/// The reasons of all values, by what they are asked with: `item-3`, `item-3.実績`, `indicator-0.target` …
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
    Item(usize, Option<String>),
    Indicator(usize, Option<String>),
    Words(String),
}

impl Question {
    /// What the page asks it with.
    fn key(&self) -> String {
        let with =
            |field: &Option<String>| field.as_ref().map_or(String::new(), |f| format!(".{f}"));
        match self {
            Self::Item(i, field) => format!("item-{i}{}", with(field)),
            Self::Indicator(i, field) => format!("indicator-{i}{}", with(field)),
            Self::Words(words) => words.clone(),
        }
    }

    fn answer(&self, subject: &Subject<'_>) -> Explanation {
        match self {
            Self::Item(i, field) => subject.explain_item(*i, field.as_deref()),
            Self::Indicator(i, field) => subject.explain_indicator(*i, field.as_deref()),
            Self::Words(words) => subject.explain(words, None),
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
    let mut out: Vec<Question> = document
        .plan
        .at
        .keys()
        .map(|f| Question::Words(format!("plan.{f}")))
        .collect();
    let marks = document.legend.iter();
    out.extend(marks.map(|l| Question::Words(format!("legend.{}", l.mark))));
    for (i, item) in document.items.iter().enumerate() {
        // number, title and the rest are in the reasons of the item as a whole
        let status = item.status.as_ref().map(|_| "status".to_owned());
        let fields = status
            .into_iter()
            .chain(item.fields.keys().cloned())
            .map(Some);
        out.extend(
            std::iter::once(None)
                .chain(fields)
                .map(|f| Question::Item(i, f)),
        );
    }
    for (i, indicator) in document.indicators.iter().enumerate() {
        out.push(Question::Indicator(i, None));
        let mut names: Vec<String> = indicator
            .values
            .iter()
            .map(|v| match v.year {
                Some(year) => format!("{}.{year}", v.role),
                None => v.role.clone(),
            })
            .collect();
        names.dedup();
        out.extend(names.into_iter().map(|n| Question::Indicator(i, Some(n))));
    }
    out
}
