//! Texts to typed values.

use crate::document::{Value, ValueKind};
use crate::normalize::number;
use crate::text::Text;

/// The typed value of a text: an absence, a number with or without unit, or text.
pub fn value(text: &Text) -> Value {
    let trimmed = text.trimmed();
    let mut out = Value {
        text: trimmed.as_str().to_owned(),
        raw: trimmed.raw(),
        value: None,
        unit: None,
        kind: ValueKind::Text,
        absence: None,
        carried_from: None,
        shaded: false,
        at: trimmed.at(),
    };
    if let Some(absence) = number::absence(&out.text) {
        out.kind = ValueKind::Absent;
        out.absence = Some(absence.to_owned());
    } else if let Some(quantity) = number::quantity(&out.text) {
        out.kind = match quantity.unit {
            Some(_) => ValueKind::Amount,
            None => ValueKind::Number,
        };
        out.value = Some(quantity.number);
        out.unit = quantity.unit;
    }
    out
}
