//! The fields of an item or indicator.

use super::labels::{Goes, Labels, says_something};
use super::values::{Difference, difference, is_deadline};
use super::{Change, Kind, Of, Subject, Weight};
use crate::document::{Item, Status, Value, ValueKind};
use crate::edition::essence::{essence, without_years};
use indexmap::IndexMap;

/// The fields of a record, by their labels.
pub type Fields = IndexMap<String, Option<Value>>;

/// A record on one side: its fields, and the status that one of them may repeat.
#[derive(Clone, Copy)]
pub struct Record<'d> {
    /// The fields.
    pub fields: &'d Fields,
    /// The status.
    pub status: Option<&'d Status>,
}

impl<'d> Record<'d> {
    /// That of an item.
    pub fn of(item: &'d Item) -> Self {
        Self {
            fields: &item.fields,
            status: item.status.as_ref(),
        }
    }

    /// One without a status.
    pub fn plain(fields: &'d Fields) -> Self {
        Self {
            fields,
            status: None,
        }
    }
}

/// What the differences of two records are about.
pub struct About<'a> {
    /// Item or indicator.
    pub subject: Subject,
    /// In the old edition.
    pub old: &'a Of,
    /// In the new edition.
    pub new: &'a Of,
}

/// What differs between the fields of two records.
pub fn fields(about: &About<'_>, labels: &Labels, old: Record<'_>, new: Record<'_>) -> Vec<Change> {
    let mut out = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (label, value) in old.fields {
        let (to, goes) = match labels.map.get(label) {
            Some((to, goes)) => (to.as_str(), *goes),
            None => (label.as_str(), Goes::On),
        };
        seen.push(to);
        let value = value.as_ref();
        match (new.fields.get(to), goes) {
            (Some(other), Goes::Rolled) if is_deadline(label) => {
                out.extend(retargeted(about, to, value, other.as_ref()));
            }
            (other, Goes::Rolled) => {
                out.extend(rolled(about, Kind::ValueRemoved, label, value));
                let other = other.and_then(Option::as_ref);
                out.extend(rolled(about, Kind::ValueAdded, to, other));
            }
            (Some(other), Goes::On) => {
                out.extend(both(about, to, (old, value), (new, other.as_ref())));
            }
            (None, Goes::On) => {
                out.extend(alone(about, Kind::FieldRemoved, label, value, labels));
            }
        }
    }
    for (label, value) in new
        .fields
        .iter()
        .filter(|(l, _)| !seen.contains(&l.as_str()))
    {
        out.extend(alone(
            about,
            Kind::FieldAdded,
            label,
            value.as_ref(),
            labels,
        ));
    }
    out
}

/// A value under the same label on both sides.
fn both(
    about: &About<'_>,
    label: &str,
    (old, a): (Record<'_>, Option<&Value>),
    (new, b): (Record<'_>, Option<&Value>),
) -> Option<Change> {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return None,
        // printed and not understood on one side: a finding of that document tells why
        (a, b) => {
            let changed = change(about, Kind::FieldChanged, Weight::Substantive, label, a, b);
            return Some(changed.note("printed and not understood on one side"));
        }
    };
    // a status column is compared as the status
    if is_status(old.status, a) && is_status(new.status, b) {
        return None;
    }
    match (is_blank(a), is_blank(b)) {
        (true, true) => return None,
        (true, false) => {
            return Some(change(
                about,
                Kind::FieldAdded,
                Weight::Substantive,
                label,
                None,
                Some(b),
            ));
        }
        (false, true) => {
            return Some(change(
                about,
                Kind::FieldRemoved,
                Weight::Substantive,
                label,
                Some(a),
                None,
            ));
        }
        (false, false) => {}
    }
    let Difference {
        kind,
        weight,
        direction,
    } = match is_number(label) {
        true => renumbered(a, b)?,
        false => difference(label, a, b)?,
    };
    let changed = change(about, kind, weight, label, Some(a), Some(b)).with_words();
    Some(changed.towards(direction))
}

/// Whether a column is that of numbers that only count: an indicator's, a row's.
fn is_number(label: &str) -> bool {
    let counted = ["", "施策", "指標", "事業", "整理", "項目", "取組", "通し"];
    let label = essence(label).to_ascii_lowercase();
    label
        .strip_suffix("番号")
        .is_some_and(|what| counted.contains(&what))
        || matches!(label.as_str(), "no" | "№" | "番" | "通番" | "項番")
}

fn renumbered(old: &Value, new: &Value) -> Option<Difference> {
    let weight = super::weight_of(&old.text, &new.text)?;
    Some(Difference {
        kind: Kind::Renumbered,
        weight,
        direction: None,
    })
}

fn is_blank(value: &Value) -> bool {
    value.text.is_empty()
        || value.kind == ValueKind::Absent && value.absence.as_deref() == Some("blank")
}

/// Whether a field is the status column: it is nothing but the mark, or blank where there is no status.
fn is_status(status: Option<&Status>, value: &Value) -> bool {
    let Some(status) = status else {
        return value.text.is_empty();
    };
    // marks are short, and most fields are not
    status.mark == value.text
        || value.text.len() <= 2 * status.mark.len()
            && essence(&status.mark) == essence(&value.text)
}

/// The value of a year that only one edition has, as each has its own.
fn rolled(about: &About<'_>, kind: Kind, label: &str, value: Option<&Value>) -> Option<Change> {
    let value = value.filter(|v| !is_blank(v))?;
    let (_, years) = without_years(&essence(label));
    let (old, new) = match kind {
        Kind::ValueAdded => (None, Some(value)),
        _ => (Some(value), None),
    };
    let change = change(about, kind, Weight::Routine, label, old, new);
    Some(change.year(years.last().copied()))
}

/// A target of another year: 目標値(R7) and 目標値(R9).
fn retargeted(
    about: &About<'_>,
    label: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Option<Change> {
    let text = |v: Option<&Value>| v.map(|v| v.text.clone()).unwrap_or_default();
    let weight = super::weight_of(&text(old), &text(new))?;
    let change = change(about, Kind::TargetChanged, weight, label, old, new);
    Some(change.with_words())
}

/// A value under a label that the other side does not have.
fn alone(
    about: &About<'_>,
    kind: Kind,
    label: &str,
    value: Option<&Value>,
    labels: &Labels,
) -> Option<Change> {
    if !says_something(value) {
        return None;
    }
    let is_new = kind == Kind::FieldAdded;
    let columns = if is_new {
        &labels.added
    } else {
        &labels.removed
    };
    let items = columns.get(label).copied();
    let (_, years) = without_years(&essence(label));
    let (kind, weight) = match (years.as_slice(), items) {
        // a column of a year that the other edition does not have: every edition has its own years
        _ if is_deadline(label) => (kind, Weight::Substantive),
        ([_], Some(_)) if is_new => (Kind::ValueAdded, Weight::Routine),
        ([_], Some(_)) => (Kind::ValueRemoved, Weight::Routine),
        (_, Some(items)) if labels.is_column(items) => return None,
        _ => (kind, Weight::Substantive),
    };
    let (old, new) = if is_new { (None, value) } else { (value, None) };
    let year = years.first().copied().filter(|_| weight == Weight::Routine);
    Some(change(about, kind, weight, label, old, new).year(year))
}

fn change(
    about: &About<'_>,
    kind: Kind,
    weight: Weight,
    label: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Change {
    let at = |of: &Of, value: Option<&Value>| of.clone().at(value.map_or(&[], |v| &v.at));
    Change::new(kind, weight, about.subject)
        .of([at(about.old, old)], [at(about.new, new)])
        .field(label)
        .texts(old.map(|v| v.text.as_str()), new.map(|v| v.text.as_str()))
}
