//! What differs, once it is known what is the same.
//!
//! Every file here compares one subject and knows nothing of the others; texts are compared by what they say
//! (`essence`), so that what is only printed otherwise is clerical.

pub mod errata;
mod fields;
mod indicators;
mod items;
mod labels;
mod legend;
mod observations;
mod plan;
mod status;
mod tables;
mod texts;
mod values;

pub use indicators::indicators;
pub use items::items;
pub use labels::Labels;
pub use legend::legend;
pub use plan::plan;
pub use tables::tables;
pub use texts::{footnotes, sections};

use super::change::{Change, Direction, Kind, Of, Subject, Weight};
use super::essence::essence;
use super::words::words;
use crate::document::{Indicator, Item};
use crate::place::At;
use values::up_or_down;

impl Change {
    fn new(kind: Kind, weight: Weight, subject: Subject) -> Self {
        Self {
            kind,
            weight,
            subject,
            old: Vec::new(),
            new: Vec::new(),
            field: None,
            year: None,
            before: None,
            after: None,
            words: Vec::new(),
            direction: None,
            note: None,
        }
    }

    fn of(mut self, old: impl IntoIterator<Item = Of>, new: impl IntoIterator<Item = Of>) -> Self {
        self.old = old.into_iter().collect();
        self.new = new.into_iter().collect();
        self
    }

    fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    fn texts(mut self, before: Option<&str>, after: Option<&str>) -> Self {
        self.before = before.map(str::to_owned);
        self.after = after.map(str::to_owned);
        self
    }

    /// With the words that differ, where both texts are there.
    fn with_words(mut self) -> Self {
        if let (Some(before), Some(after)) = (&self.before, &self.after) {
            self.words = words(before, after);
        }
        self
    }

    fn towards(mut self, direction: Option<Direction>) -> Self {
        self.direction = direction;
        self
    }

    fn year(mut self, year: Option<i32>) -> Self {
        self.year = year;
        self
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl Of {
    fn item(item: &Item) -> Self {
        Self {
            id: item.id.clone(),
            number: item.number.clone(),
            title: item.title.clone(),
            at: item.at.clone(),
        }
    }

    fn indicator(indicator: &Indicator) -> Self {
        Self {
            id: indicator.id.clone(),
            number: None,
            title: indicator.name.clone(),
            at: indicator.at.clone(),
        }
    }

    /// The same, at the place of one of its values.
    fn at(mut self, at: &[At]) -> Self {
        if !at.is_empty() {
            self.at = at.to_vec();
        }
        self
    }
}

/// Whether two texts differ, and whether that matters; `None` where they are the same, character by character.
fn weight_of(before: &str, after: &str) -> Option<Weight> {
    match before == after {
        true => None,
        false if essence(before) == essence(after) => Some(Weight::Clerical),
        false => Some(Weight::Substantive),
    }
}

/// A likeness with two decimals, as it is written.
pub fn rounded(likeness: f32) -> f64 {
    f64::from((likeness.clamp(0.0, 1.0) * 100.0).round()) / 100.0
}
