//! Texts to typed values, in the document's form.

use super::draft::fold;
use crate::document::{Document, Value, ValueKind};
use crate::finding::Code;
use crate::normalize::{Policy, normalized};
use crate::rule::model::Re;
use crate::text::Text;
use crate::value::{Amount, Context, Point, Quantity, Said, Span, When, read};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::Number;

/// The typed value of a text: an absence, a number with or without unit, a time, or text.
pub fn value(text: &Text, context: &Context<'_>) -> (Value, Vec<Doubt>) {
    let trimmed = text.trimmed();
    let mut out = Value {
        text: trimmed.as_str().to_owned(),
        raw: trimmed.raw(),
        at: trimmed.at(),
        ..Value::default()
    };
    let reading = read(&out.text, context);
    let doubts = doubts(&out.text, &reading.said);
    out.note = reading.note;
    match reading.said {
        Said::Text => {}
        Said::Direction(direction) => out.direction = Some(direction.name().to_owned()),
        Said::Absent(absence) => {
            out.kind = ValueKind::Absent;
            out.absence = Some(absence.name().to_owned());
        }
        // a minus or a mark: neither is guessed
        Said::Quantity(quantity) if quantity.triangle => out.note = None,
        Said::Quantity(quantity) => set_quantity(&mut out, &quantity),
        Said::When(When::Point(point)) => set_point(&mut out, &point),
        Said::When(When::Period(start, end)) => {
            out.kind = ValueKind::Period;
            out.start = start.map(|p| first_day(&p));
            out.end = end.map(|p| last_day(&p));
            let parts = [start, end].into_iter().flatten();
            out.qualifiers
                .extend(parts.filter_map(|p| p.part).map(|p| p.name().to_owned()));
        }
    }
    (out, doubts)
}

/// What a person must know about a value.
pub type Doubt = (Code, String);

fn doubts(text: &str, said: &Said) -> Vec<Doubt> {
    let mut out = Vec::new();
    let points: Vec<&Point> = match said {
        Said::Quantity(quantity) if quantity.triangle => {
            let message = format!("△ of `{text}` may be a minus or a mark");
            out.push((Code::ValueAmbiguous, message));
            Vec::new()
        }
        Said::When(When::Point(point)) => vec![point],
        Said::When(When::Period(start, end)) => start.iter().chain(end).collect(),
        _ => Vec::new(),
    };
    for point in &points {
        if point.era_overrun {
            let message = format!("`{text}` is outside of its era: {}", point.iso());
            out.push((Code::EraOverrun, message));
        }
        if let Some(other) = point.contradicts {
            let message = format!("`{text}` says both {} and {other}", point.year);
            out.push((Code::YearMismatch, message));
        }
    }
    if let [start, end] = points.as_slice()
        && end.last_day() < start.first_day()
    {
        let message = format!("`{text}` ends before it begins");
        out.push((Code::YearMismatch, message));
    }
    out
}

/// Inserts a field; of two that have one name each keeps its value.
pub fn insert_apart(fields: &mut IndexMap<String, Option<Value>>, name: String, value: Value) {
    let mut label = name.clone();
    let mut n = 2;
    while fields.contains_key(&label) {
        label = format!("{name}#{n}");
        n += 1;
    }
    fields.insert(label, Some(value));
}

/// A decimal as a number of JSON, with the digits that were printed.
pub fn number(decimal: Decimal) -> Option<Number> {
    decimal.to_string().parse().ok()
}

fn set_quantity(out: &mut Value, quantity: &Quantity) {
    out.kind = match quantity.unit {
        Some(_) => ValueKind::Amount,
        None => ValueKind::Number,
    };
    match quantity.amount {
        Amount::One(n) => out.value = number(n),
        Amount::Range(from, to) => {
            out.value = from.and_then(number);
            out.upper = to.and_then(number);
        }
        Amount::Fraction(part, whole) => {
            out.value = number(part);
            out.out_of = number(whole);
        }
    }
    out.unit = quantity.unit.clone();
    out.multiplier = quantity.multiplier;
    out.direction = quantity.change.map(|d| d.name().to_owned());
    out.qualifiers = qualifiers(quantity);
}

fn qualifiers(quantity: &Quantity) -> Vec<String> {
    let said = [
        (quantity.approximate, "approximate"),
        (quantity.all, "all"),
        (quantity.change.is_some(), "change"),
    ];
    let said = said.into_iter().filter(|(is, _)| *is).map(|(_, name)| name);
    let bound = quantity.bound.map(|b| b.name());
    said.chain(bound).map(str::to_owned).collect()
}

fn set_point(out: &mut Value, point: &Point) {
    out.kind = match point.span {
        Span::FiscalYear => ValueKind::FiscalYear,
        Span::Half(_) | Span::Quarter(_) => ValueKind::Period,
        Span::Year | Span::Month(_) | Span::Day(..) => ValueKind::Date,
    };
    if matches!(point.span, Span::Year | Span::FiscalYear) {
        out.value = Some(point.year.into());
    }
    out.start = Some(first_day(point));
    out.end = Some(last_day(point));
    out.qualifiers
        .extend(point.part.map(|p| p.name().to_owned()));
}

fn iso((year, month, day): (i32, u32, u32)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn first_day(point: &Point) -> String {
    iso(point.first_day())
}

fn last_day(point: &Point) -> String {
    iso(point.last_day())
}

/// Takes the fields and titles that a rule names through its policies; what is printed stays in `raw`.
pub fn normalize_fields(document: &mut Document, policies: &[(Re, Policy)]) {
    if policies.is_empty() {
        return;
    }
    let policy_of = |label: &str| {
        let folded = fold(label);
        let found = policies
            .iter()
            .find(|(field, _)| field.matches_whole(&folded));
        found.map(|(_, policy)| *policy)
    };
    for item in &mut document.items {
        if let Some(policy) = policy_of("title") {
            item.title = normalized(policy, &item.title);
        }
        for (label, value) in &mut item.fields {
            if let (Some(policy), Some(value)) = (policy_of(label), value) {
                let printed = policy == Policy::PRINTED;
                let source = if printed { &value.raw } else { &value.text };
                value.text = normalized(policy, source);
            }
        }
    }
}
