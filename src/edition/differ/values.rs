//! Two values of one field: the same, the same in other characters, or different, and in which way.

use crate::document::{Value, ValueKind};
use crate::edition::change::{Direction, Kind, Weight};
use crate::edition::essence::{dates, essence, undated};
use crate::value::power;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// How two values differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// `field_changed` or `deadline_moved`.
    pub kind: Kind,
    /// Whether it matters.
    pub weight: Weight,
    /// Which way, where that can be told.
    pub direction: Option<Direction>,
}

/// What differs between two values of a field; `None` where nothing does.
pub fn difference(label: &str, old: &Value, new: &Value) -> Option<Difference> {
    let changed = |kind, weight, direction| {
        Some(Difference {
            kind,
            weight,
            direction,
        })
    };
    let (a, b) = (essence(&old.text), essence(&new.text));
    if old.text == new.text || a == b {
        return match contradicts(old, new) {
            // the unit may stand above the column
            true if unit(old) != unit(new) => changed(Kind::UnitChanged, Weight::Substantive, None),
            true => changed(Kind::FieldChanged, Weight::Substantive, None),
            false if old.text == new.text => None,
            false => changed(Kind::FieldChanged, Weight::Clerical, None),
        };
    }
    if is_same(old, new) {
        return changed(Kind::FieldChanged, Weight::Clerical, None);
    }
    if let Some(later) = moved(label, (old, &a), (new, &b)) {
        return changed(Kind::DeadlineMoved, Weight::Substantive, later);
    }
    changed(Kind::FieldChanged, Weight::Substantive, way(old, new))
}

/// The unit without its power of ten.
fn unit(value: &Value) -> Option<&str> {
    value.unit.as_deref().map(base_unit)
}

/// A unit without the power of ten that it names: 円 for 千円.
pub fn base_unit(unit: &str) -> &str {
    match power(unit) {
        Some(_) => unit.trim_start_matches(['十', '百', '千', '万', '億', '兆']),
        None => unit,
    }
}

/// Whether two values of one text are read as different ones.
fn contradicts(old: &Value, new: &Value) -> bool {
    let typed = |v: &Value| {
        !matches!(
            v.kind,
            ValueKind::Text | ValueKind::List | ValueKind::Absent
        )
    };
    typed(old) && typed(new) && !is_same(old, new)
}

/// Which way a number went, where both ends of a range go the same way.
fn way(old: &Value, new: &Value) -> Option<Direction> {
    if unit(old) != unit(new) {
        return None;
    }
    let whole = |v: &Value, n: Option<&serde_json::Number>| magnitude(n?, v.multiplier);
    let lower = whole(old, old.value.as_ref())?.cmp(&whole(new, new.value.as_ref())?);
    let upper = match (
        whole(old, old.upper.as_ref()),
        whole(new, new.upper.as_ref()),
    ) {
        (Some(a), Some(b)) => a.cmp(&b),
        (None, None) => lower,
        _ => return None,
    };
    (lower == upper).then(|| up_or_down(lower)).flatten()
}

/// Whether two typed values are the same number, time, or way of saying nothing.
fn is_same(old: &Value, new: &Value) -> bool {
    let typed = !matches!(old.kind, ValueKind::Text | ValueKind::List);
    typed
        && old.kind == new.kind
        && old.absence == new.absence
        && unit(old) == unit(new)
        && old.qualifiers == new.qualifiers
        && old.direction == new.direction
        && (&old.start, &old.end) == (&new.start, &new.end)
        && is_same_number(old.value.as_ref(), old.multiplier, new.value.as_ref(), new.multiplier)
        && is_same_number(old.upper.as_ref(), None, new.upper.as_ref(), None)
        && is_same_number(old.out_of.as_ref(), None, new.out_of.as_ref(), None)
        // nothing but its text tells a dash from a note
        && old.kind != ValueKind::Absent
}

/// The number that a text is, commas and unit aside.
pub fn decimal_of(text: &str) -> Option<Decimal> {
    let essence = essence(text);
    let digits = essence.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (sign, digits) = match digits.strip_prefix(['▲', '△', '-']) {
        Some(rest) => (-Decimal::ONE, rest),
        None => (Decimal::ONE, digits),
    };
    Some(sign * digits.parse::<Decimal>().ok()?)
}

/// A number of a document as a decimal.
pub fn decimal(number: &serde_json::Number) -> Option<Decimal> {
    let text = number.to_string();
    text.parse()
        .ok()
        .or_else(|| Decimal::from_scientific(&text).ok())
}

/// A number of a document with its power of ten.
pub fn magnitude(number: &serde_json::Number, times: Option<u64>) -> Option<Decimal> {
    decimal(number)?.checked_mul(Decimal::from(times.unwrap_or(1)))
}

/// Whether two numbers, each in its own thousands, are the same; so are two that are not there.
pub fn is_same_number(
    a: Option<&serde_json::Number>,
    a_times: Option<u64>,
    b: Option<&serde_json::Number>,
    b_times: Option<u64>,
) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let (a, b) = (magnitude(a, a_times), magnitude(b, b_times));
            a.is_some() && a == b
        }
        _ => false,
    }
}

/// From the first to the second it goes …
pub fn up_or_down(order: Ordering) -> Option<Direction> {
    match order {
        Ordering::Less => Some(Direction::Up),
        Ordering::Greater => Some(Direction::Down),
        Ordering::Equal => None,
    }
}

/// From the first to the second it is …
pub fn later_or_earlier(order: Ordering) -> Option<Direction> {
    match order {
        Ordering::Less => Some(Direction::Later),
        Ordering::Greater => Some(Direction::Earlier),
        Ordering::Equal => None,
    }
}

/// Words that make a year in a text one until which, or from which, something is to be done.
const DEADLINE: [&str; 14] = [
    "予定",
    "まで",
    "目途",
    "目標",
    "期限",
    "完了",
    "時期",
    "期間",
    "開始",
    "供用",
    "スケジュール",
    "工期",
    "年次",
    "竣工",
];

/// Whether a text says when something is to be done.
pub fn is_deadline(text: &str) -> bool {
    DEADLINE.iter().any(|word| text.contains(word))
}

/// Whether only the dates differ, of something that is to be done: `Some` and the direction, if they tell one.
fn moved(
    label: &str,
    (old, a): (&Value, &str),
    (new, b): (&Value, &str),
) -> Option<Option<Direction>> {
    let is_time = |v: &Value| {
        matches!(
            v.kind,
            ValueKind::Date | ValueKind::FiscalYear | ValueKind::Period
        )
    };
    if is_time(old) && is_time(new) {
        let order = old
            .end
            .as_ref()
            .zip(new.end.as_ref())
            .map(|(a, b)| a.cmp(b));
        let begin = || {
            old.start
                .as_ref()
                .zip(new.start.as_ref())
                .map(|(a, b)| a.cmp(b))
        };
        let order = order.filter(|o| o.is_ne()).or_else(begin);
        return Some(order.and_then(later_or_earlier));
    }
    let (dates_a, dates_b) = (dates(a), dates(b));
    let only_dates = undated(a) == undated(b)
        && dates_a != dates_b
        && !dates_a.is_empty()
        && !dates_b.is_empty();
    if !only_dates || !(is_deadline(label) || is_deadline(a)) {
        return None;
    }
    let last = |dates: &[i64]| dates.iter().max().copied();
    Some(later_or_earlier(last(&dates_a).cmp(&last(&dates_b))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value {
            text: text.into(),
            raw: text.into(),
            ..Value::default()
        }
    }

    fn found(label: &str, old: &str, new: &str) -> Option<(Kind, Weight, Option<Direction>)> {
        let found = difference(label, &value(old), &value(new))?;
        Some((found.kind, found.weight, found.direction))
    }

    #[test]
    fn kinds_of_differences() {
        use Kind::{DeadlineMoved, FieldChanged};
        use Weight::{Clerical, Substantive};
        assert_eq!(found("実績", "12件", "12件"), None);
        for (label, old, new, expected) in [
            (
                "実績",
                "12件、開催",
                "12件，開催。",
                (FieldChanged, Clerical, None),
            ),
            ("実績", "12件", "13件", (FieldChanged, Substantive, None)),
            (
                "目標年度",
                "令和7年度",
                "R9年度",
                (DeadlineMoved, Substantive, Some(Direction::Later)),
            ),
            (
                "進捗",
                "平成28年3月開設予定",
                "平成28年1月開設予定",
                (DeadlineMoved, Substantive, Some(Direction::Earlier)),
            ),
            (
                "実績",
                "令和5年度に実施",
                "令和6年度に実施",
                (FieldChanged, Substantive, None),
            ),
            ("備考", "－", "", (FieldChanged, Substantive, None)),
        ] {
            assert_eq!(found(label, old, new), Some(expected), "{old} {new}");
        }
    }
}
