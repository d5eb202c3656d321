//! A document held against its truth, field by field.
//!
//! ```text
//! truth ────┐ facts ─▶ pair ─▶ what is the same thing ─▶ items, indicators, tables … ─▶ ledger ─▶ differences
//! document ─┘                                                        printed: where it stands ┘   and tallies
//! ```
//!
//! Pure functions, and the same result for any number of threads.

mod cells;
mod datum;
pub mod equal;
mod facts;
mod items;
mod ledger;
mod links;
mod pair;
mod paired;
mod parts;
mod printed;
mod tables;

pub use equal::{Equality, fold};
pub use facts::is_field;
pub use paired::{Paired, paired};

use super::difference::{Difference, Of, Subject};
use super::tally::Tally;
use super::truth::Truth;
use crate::document::Document;
use crate::place::At;
use crate::reading::Reading;
use facts::{Facts, Held};
use indexmap::IndexMap;
use ledger::{Clues, Context, Ledger};
use printed::Printed;
use std::collections::BTreeSet;

/// What a comparison found.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Everything that is not as it is held to be, in the order of the pages.
    pub differences: Vec<Difference>,
    /// Counts by field.
    pub fields: IndexMap<String, Tally>,
    /// Ids, as they were found, of the things that are on both sides.
    pub there: BTreeSet<String>,
}

/// Holds a document against its truth. The reading tells where something is printed that the document lacks; without
/// it, this is not looked for, nor are the samples of paragraphs.
pub fn compare(truth: &Truth, document: &Document, reading: Option<&Reading>) -> Compared {
    let value = serde_json::to_value(document).unwrap_or_default();
    let held = match truth.is_whole() {
        true => Held::All,
        false => Held::of(truth.value()),
    };
    let expected = Facts::of(truth.value(), &held);
    let found = Facts::of(&value, &Held::All);
    let printed = reading.map(Printed::of);
    let mut ledger = Ledger::default();
    plan(&mut ledger, truth, &expected, &found);
    parts::legend(&mut ledger, &expected, &found);
    let pairs = items::items(&mut ledger, &expected, &found, truth.is_whole());
    items::indicators(&mut ledger, &expected, &found, &pairs, truth.is_whole());
    tables::tables(&mut ledger, &expected, &found, truth.is_whole());
    parts::sections(&mut ledger, &expected, &found);
    parts::footnotes(&mut ledger, &expected, &found);
    parts::findings(&mut ledger, &expected, &found);
    if let Some(printed) = &printed {
        samples(&mut ledger, truth, printed);
    }
    let there = ledger.take_there();
    let (differences, fields) = ledger.finish(printed.as_ref());
    Compared {
        differences,
        fields,
        there,
    }
}

fn of_plan(found: &Facts) -> Of {
    let title = found.plan.get("plan.title").map(datum::Datum::text);
    Of {
        subject: Subject::Plan,
        id: String::new(),
        name: title.unwrap_or_default().to_owned(),
    }
}

/// The plan, the rule, and the number of pages.
fn plan(ledger: &mut Ledger, truth: &Truth, expected: &Facts, found: &Facts) {
    let of = of_plan(found);
    let on = Context {
        of: &of,
        owner: &[],
        page: None,
    };
    for (field, value) in &expected.plan {
        if field != "source.pages" {
            ledger.value(field, &on, Some(value), found.plan.get(field));
        }
    }
    let pages = found.plan.get("source.pages").map(datum::Datum::text);
    let pages: u32 = pages.and_then(|p| p.parse().ok()).unwrap_or_default();
    if let Some(expected) = truth.pages() {
        match expected == pages {
            true => ledger.same("source.pages", true),
            false => {
                // the first page that is there on one side only
                let first = At {
                    page: expected.min(pages) + 1,
                    ..At::default()
                };
                let clues = Clues {
                    read: vec![first],
                    ..Clues::default()
                };
                let both = [expected.to_string(), pages.to_string()];
                ledger.different("source.pages", &of, both, clues);
            }
        }
    }
    if let (Some(expected), Some(found)) = (&expected.ruby, &found.ruby) {
        ledger.list("ruby", &on, expected, found);
    }
}

/// Texts that must be printed somewhere.
fn samples(ledger: &mut Ledger, truth: &Truth, printed: &Printed<'_>) {
    let of = Of {
        subject: Subject::Section,
        id: String::new(),
        name: String::new(),
    };
    for sample in truth.samples() {
        match printed.has(sample) {
            true => ledger.same("text", true),
            false => ledger.missing("text", &of, sample.to_owned(), Clues::default()),
        }
    }
}
