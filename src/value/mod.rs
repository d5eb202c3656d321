//! What a text says: numbers with units, years and dates, absence; each read whole or not at all.
//!
//! In: a text, and what is known around it ([`Context`]). Out: a [`Reading`]. Pure functions; a text
//! is folded by the policy `plain` first, so that its width and its dashes do not matter. Numbers are
//! decimals from print to output, never binary floats.

mod absence;
mod decimal;
mod era;
mod quantity;
mod scan;
mod show;
pub mod tokens;
mod units;
mod when;
pub mod years;

pub use absence::{Absence, absence};
pub use era::{ERAS, Era};
pub use quantity::{Amount, Bound, Direction, Quantity, direction, quantity};
pub use units::{Base, base, is_known_unit, power};
pub use when::{Part, Point, Span, When, when};

use crate::normalize::{Policy, normalized};

/// What △ before a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Triangle {
    /// Nothing tells.
    #[default]
    Unknown,
    /// A minus.
    Minus,
    /// A mark.
    Mark,
}

/// What is known around a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'c> {
    /// The unit that the header gives: （単位：千円）.
    pub unit: Option<&'c str>,
    /// What △ is in this column.
    pub triangle: Triangle,
    /// Numbers in brackets are negative.
    pub parentheses_are_minus: bool,
    /// The year in force: what 同年 and 4月 are of.
    pub year: Option<i32>,
    /// The era of years that do not say theirs.
    pub era: Option<Era>,
    /// Bare numbers are years.
    pub years: bool,
}

/// What a text says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Nothing, and how.
    Absent(Absence),
    /// A number.
    Quantity(Quantity),
    /// Which way something goes.
    Direction(Direction),
    /// A point in time, or a period.
    When(When),
    /// Something else.
    Text,
}

/// What a text says, and the note that it points to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it says.
    pub said: Said,
    /// The note mark behind it, folded: `※1`.
    pub note: Option<String>,
}

/// Reads a text.
pub fn read(text: &str, context: &Context<'_>) -> Reading {
    let folded = normalized(Policy::PLAIN, text);
    let plain = said(&folded, context);
    if plain != Said::Text {
        return Reading {
            said: plain,
            note: None,
        };
    }
    if let Some((value, note)) = split_note(&folded) {
        let said = said(value, context);
        if said != Said::Text {
            return Reading {
                said,
                note: Some(note.to_owned()),
            };
        }
    }
    Reading {
        said: Said::Text,
        note: None,
    }
}

fn said(folded: &str, context: &Context<'_>) -> Said {
    if let Some(absence) = absence(folded) {
        return Said::Absent(absence);
    }
    // a sentence is none of these
    if folded.len() > MAX_LENGTH {
        return Said::Text;
    }
    if let Some(direction) = direction(folded) {
        return Said::Direction(direction);
    }
    let inner = folded.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let inner = inner.filter(|t| !t.contains(['(', ')']));
    if let Some(when) = when(folded, context).or_else(|| when(inner?, context)) {
        return Said::When(when);
    }
    quantity(folded, context).map_or(Said::Text, Said::Quantity)
}

/// Longer texts (bytes) are no values.
const MAX_LENGTH: usize = 120;

/// A value and the note mark behind it: `12件※1`, `3.4(注2)`.
fn split_note(folded: &str) -> Option<(&str, &str)> {
    let inner = folded.strip_suffix(')').unwrap_or(folded);
    let core = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let mark = ["※", "*", "注"].into_iter().find(|m| core.ends_with(m))?;
    let mut start = core.len() - mark.len();
    // 100*2 is a product
    if mark == "*" && core.len() < inner.len() && inner.len() == folded.len() {
        return None;
    }
    let before = &folded[..start];
    if before.ends_with('(') {
        start -= 1;
    }
    (start > 0).then(|| (folded[..start].trim_end(), &folded[start..]))
}
