//! What a value is: type, number, unit and where it is stated, year, absence.

use super::Subject;
use super::report::{Explanation, quote};
use crate::document::{At, Value, ValueKind};
use crate::flow::Part;
use crate::normalize::{Policy, normalized};
use crate::rule::apply::unit_in;

impl Subject<'_> {
    /// The type of a value and what it was read as.
    pub(super) fn say_value(&self, out: &mut Explanation, value: &Value) {
        out.from("type", kind(value));
        let parts = parts(value);
        if !parts.is_empty() {
            out.from("read as", parts.join(", "));
        }
        if let (Some(unit), Some(at)) = (&value.unit, value.at.first()) {
            out.from("unit", self.unit_from(unit, &value.text, at));
        }
    }

    /// Where the unit of a value is stated.
    pub(super) fn unit_from(&self, unit: &str, text: &str, at: &At) -> String {
        let plain = |text: &str| normalized(Policy::PLAIN, text);
        if plain(text).contains(&plain(unit)) {
            return format!("`{unit}`, printed with the value");
        }
        if let Some(header) = self.header_with(at, |h| unit_in(h).as_deref() == Some(unit)) {
            return format!("`{unit}`, from the header {}", quote(&header));
        }
        let above = self.text_above(at).filter(|t| t.contains("単位"));
        match above.filter(|t| unit_in(t).as_deref() == Some(unit)) {
            Some(text) => format!("`{unit}`, from the text above the table: {}", quote(&text)),
            None => match self.cell_with(at, unit) {
                Some(place) => format!("`{unit}`, from the row's cell {place}"),
                None => format!("`{unit}`"),
            },
        }
    }

    fn header_with(&self, at: &At, fits: impl Fn(&str) -> bool) -> Option<String> {
        let (bound, _, col) = self.bound_at(at)?;
        let texts = bound.view.path(col).map(|c| c.text().as_str().to_owned());
        texts.rev().find(|t| fits(t))
    }

    /// The paragraph right above the table of a place, or its caption.
    fn text_above(&self, at: &At) -> Option<String> {
        let id = at.table.as_ref()?;
        let index = self.document.tables.iter().position(|t| t.id == *id)?;
        let parts = &self.reading.flow.parts;
        let is_it = |p: &Part| matches!(p, Part::Table(t) if *t == index);
        let place = parts.iter().position(is_it)?;
        let above = match parts[..place].last() {
            Some(Part::Block(block)) => Some(block.text.as_str().to_owned()),
            _ => None,
        };
        let caption = self.document.tables[index].caption.clone();
        above.filter(|t| t.contains("単位")).or(caption)
    }

    /// The cell in the row of a place that holds just a text.
    fn cell_with(&self, at: &At, text: &str) -> Option<String> {
        let (bound, row, _) = self.bound_at(at)?;
        let plain = |text: &str| normalized(Policy::PLAIN, text);
        let cells = bound.view.row(row).into_iter();
        let mut same = cells.filter(|c| plain(c.text().as_str()) == plain(text));
        same.next().map(|c| {
            let (_, row, col) = bound.view.place(c);
            format!("row {row} column {col}")
        })
    }
}

/// The type, with the kind of absence.
fn kind(value: &Value) -> String {
    let name = value.kind.as_str();
    match (&value.absence, value.kind) {
        (Some(absence), _) => format!("{name}: {absence}"),
        (None, ValueKind::Text) => "text: no number, date or sign of absence as a whole".into(),
        (None, _) => name.into(),
    }
}

/// Number, range, multiplier, days, direction.
fn parts(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut part = |name: &str, text: Option<String>| {
        out.extend(text.map(|t| format!("{name} {t}")));
    };
    part("value", value.value.as_ref().map(ToString::to_string));
    part("upper", value.upper.as_ref().map(ToString::to_string));
    part("out_of", value.out_of.as_ref().map(ToString::to_string));
    part("multiplier", value.multiplier.map(|m| m.to_string()));
    part("start", value.start.clone());
    part("end", value.end.clone());
    part("direction", value.direction.clone());
    part("note", value.note.clone());
    let qualifiers = (!value.qualifiers.is_empty()).then(|| value.qualifiers.join(" "));
    part("qualifiers", qualifiers);
    out
}
