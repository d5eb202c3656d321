//! The values of an indicator: of the same role and year, of other years, or set anew.

use super::values::{base_unit, is_same_number, later_or_earlier, magnitude, up_or_down};
use super::{Change, Kind, Of, Subject, Weight};
use crate::document::IndicatorValue;
use crate::edition::essence::{essence, says_same};

/// The share of roles and years that both have, of which the values are the same too.
pub fn shared(old: &[IndicatorValue], new: &[IndicatorValue]) -> f32 {
    let same = |a: &&IndicatorValue| new.iter().any(|b| is_one(a, b) && says_one(a, b));
    let count = old.iter().filter(same).count();
    let fewest = old.len().min(new.len()).max(1);
    (count as f32 / fewest as f32).min(1.0)
}

/// What differs between the values of an indicator.
pub fn differences(
    of_old: &Of,
    of_new: &Of,
    old: &[IndicatorValue],
    new: &[IndicatorValue],
) -> Vec<Change> {
    let about = About { of_old, of_new };
    let mut old: Vec<&IndicatorValue> = old.iter().collect();
    let mut new: Vec<&IndicatorValue> = new.iter().collect();
    let mut out = Vec::new();
    // the same in all but its print, then of the same role and year, then what was set anew
    out.extend(about.take(&mut old, &mut new, |a, b| is_one(a, b) && says_one(a, b)));
    out.extend(about.take(&mut old, &mut new, is_one));
    out.extend(about.set_anew(&mut old, &mut new));
    // each edition has actual values of its own years; one that went and made no room for another is missed
    let rolls_on = new.iter().any(|v| v.role == "actual");
    let weight = |v: &IndicatorValue, is_due: bool| match v.role == "actual" && is_due {
        true => Weight::Routine,
        false => Weight::Substantive,
    };
    let removed = old
        .iter()
        .map(|v| (Kind::ValueRemoved, weight(v, rolls_on), Some(*v), None));
    let added = new
        .iter()
        .map(|v| (Kind::ValueAdded, weight(v, true), None, Some(*v)));
    let lone = removed.chain(added);
    out.extend(lone.map(|(kind, weight, old, new)| about.change(kind, weight, old, new)));
    out
}

/// The same role and year.
fn is_one(a: &IndicatorValue, b: &IndicatorValue) -> bool {
    let year = |v: &IndicatorValue| match v.year {
        Some(_) => None,
        None => v.year_text.as_deref().map(essence),
    };
    a.role == b.role && a.year == b.year && year(a) == year(b)
}

/// The same number of the same unit, in whatever thousands; where one is not understood, the same text.
fn says_one(a: &IndicatorValue, b: &IndicatorValue) -> bool {
    let (x, y) = (a.value.as_ref(), b.value.as_ref());
    let unit = |v: &IndicatorValue| {
        v.unit
            .as_deref()
            .map(base_unit)
            .unwrap_or_default()
            .to_owned()
    };
    let same = match (x, y) {
        (Some(_), Some(_)) => is_same_number(x, a.multiplier, y, b.multiplier),
        _ => says_same(&a.text, &b.text),
    };
    // of a range or a fraction the number is a part only
    let rest = a.text.len().max(b.text.len()) <= LONGEST_NUMBER || says_same(&a.text, &b.text);
    same && unit(a) == unit(b) && a.qualifiers == b.qualifiers && rest && bounds(a) == bounds(b)
}

/// Longer texts (bytes) say more than a number and its unit.
const LONGEST_NUMBER: usize = 40;

/// How many numbers a text has: a range or a fraction has two.
fn bounds(value: &IndicatorValue) -> Vec<String> {
    let essence = essence(&value.text);
    let numbers = essence.split(|c: char| !c.is_ascii_digit() && c != '.');
    let mut all: Vec<String> = numbers
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect();
    // the first is compared as a number
    all.drain(..all.len().min(1));
    all
}

struct About<'a> {
    of_old: &'a Of,
    of_new: &'a Of,
}

impl About<'_> {
    /// Takes away the values that belong together, and says what differs between them.
    fn take(
        &self,
        old: &mut Vec<&IndicatorValue>,
        new: &mut Vec<&IndicatorValue>,
        belong: impl Fn(&IndicatorValue, &IndicatorValue) -> bool,
    ) -> Vec<Change> {
        let mut out = Vec::new();
        old.retain(|a| {
            let Some(j) = new.iter().position(|b| belong(a, b)) else {
                return true;
            };
            out.extend(self.difference(a, new.remove(j)));
            false
        });
        out
    }

    /// The only target or baseline left on each side is the same one, of another year.
    fn set_anew(
        &self,
        old: &mut Vec<&IndicatorValue>,
        new: &mut Vec<&IndicatorValue>,
    ) -> Vec<Change> {
        let mut out = Vec::new();
        for role in ["baseline", "target"] {
            let lone = |values: &[&IndicatorValue]| {
                let mut places = (0..values.len()).filter(|i| values[*i].role == role);
                places.next().filter(|_| places.next().is_none())
            };
            if let (Some(i), Some(j)) = (lone(old), lone(new)) {
                out.extend(self.difference(old.remove(i), new.remove(j)));
            }
        }
        out
    }

    fn difference(&self, a: &IndicatorValue, b: &IndicatorValue) -> Option<Change> {
        let change = |kind, weight| Some(self.change(kind, weight, Some(a), Some(b)));
        let same_year = is_one(a, b);
        if says_one(a, b) {
            return match (same_year, a.text == b.text && a.unit == b.unit) {
                (true, true) => None,
                (true, false) => change(Kind::ValueChanged, Weight::Clerical),
                (false, _) => {
                    let kind = match a.role.as_str() {
                        "target" => Kind::DeadlineMoved,
                        _ => Kind::ValueChanged,
                    };
                    let later = a.year.zip(b.year).map(|(a, b)| a.cmp(&b));
                    let moved = change(kind, Weight::Substantive)?;
                    Some(moved.towards(later.and_then(later_or_earlier)))
                }
            };
        }
        let numbers =
            a.text == b.text || is_same_number(a.value.as_ref(), None, b.value.as_ref(), None);
        if numbers && a.value.is_some() && a.unit != b.unit {
            return change(Kind::UnitChanged, Weight::Substantive);
        }
        let kind = match a.role.as_str() {
            "target" => Kind::TargetChanged,
            _ => Kind::ValueChanged,
        };
        let whole = |v: &IndicatorValue| magnitude(v.value.as_ref()?, v.multiplier);
        let unit = |v: &IndicatorValue| v.unit.as_deref().map(base_unit).map(str::to_owned);
        let order = whole(a).zip(whole(b)).map(|(a, b)| a.cmp(&b));
        let order = order.filter(|_| unit(a) == unit(b));
        Some(change(kind, Weight::Substantive)?.towards(order.and_then(up_or_down)))
    }

    fn change(
        &self,
        kind: Kind,
        weight: Weight,
        old: Option<&IndicatorValue>,
        new: Option<&IndicatorValue>,
    ) -> Change {
        let of = |of: &Of, value: Option<&IndicatorValue>| {
            of.clone().at(value.map_or(&[], |v| v.at.as_slice()))
        };
        let year = match (old.map(|v| v.year), new.map(|v| v.year)) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => a.or(b).flatten(),
        };
        let role = old.or(new).map_or("", |v| v.role.as_str());
        let is_same_year = old.zip(new).is_none_or(|(a, b)| is_one(a, b));
        let shown = |v: &IndicatorValue| match (&v.year_text, is_same_year) {
            // the year is said where it is not the same
            (Some(year), false) => format!("{} ({year})", v.text),
            _ => v.text.clone(),
        };
        let (before, after) = (old.map(shown), new.map(shown));
        Change::new(kind, weight, Subject::Indicator)
            .of([of(self.of_old, old)], [of(self.of_new, new)])
            .field(role)
            .year(year)
            .texts(before.as_deref(), after.as_deref())
    }
}
