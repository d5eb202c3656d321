//! Measure numbers count: siblings of one kind go 1, 2, 3 …; what does not is a finding.

use crate::document::Item;
use crate::finding::{Code, Finding};
use crate::normalize::measure_number::{ordinal, parse};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The items of one kind under one parent.
type Family<'i> = (Option<&'i str>, &'i str);

/// Reports gaps, duplicates and wrong order, and numbers that belong under another.
pub fn check(items: &[Item], findings: &mut Vec<Finding>) {
    check_parents(items, findings);
    let mut families: BTreeMap<Family<'_>, Vec<(&Item, u32)>> = BTreeMap::new();
    let mut uses: Uses<'_> = BTreeMap::new();
    for item in items {
        if let Some(n) = item.number.as_deref().and_then(ordinal) {
            let family = (item.parent.as_deref(), item.kind.as_str());
            families.entry(family).or_default().push((item, n));
            *uses.entry(&item.kind).or_default().entry(n).or_default() += 1;
        }
    }
    for ((_, kind), siblings) in families {
        let codes = are_codes(&siblings);
        let mut before: Option<(&Item, u32)> = None;
        for (item, n) in siblings {
            let last = before.map_or(0, |(_, n)| n);
            // codes do not count, but each is used once
            let twice = before.is_some() && n == last;
            let gap = Some(n) != last.checked_add(1) && !runs_on(&uses, kind, last, n);
            if twice || gap && !codes {
                let message = message(kind, item, before, n.cmp(&last));
                findings.push(Finding::new(Code::NumberGap, message, item.at.clone()));
            }
            before = Some((item, n));
        }
    }
}

/// Whether numbers are codes of an office, which do not count: `0214`, `30701`.
fn are_codes(siblings: &[(&Item, u32)]) -> bool {
    let digits = |i: &Item| {
        let number = i.number.as_deref().unwrap_or_default();
        let plain = number.chars().all(char::is_numeric);
        if plain { number.chars().count() } else { 0 }
    };
    siblings.iter().all(|(item, _)| digits(item) >= CODE_DIGITS)
        && siblings.iter().all(|(_, n)| *n != 1)
}

/// A number of so many digits, among others of as many, is a code.
const CODE_DIGITS: usize = 3;

/// The upper levels of a number are the number of the item above: `2-1` stands under `方針 2`.
fn check_parents(items: &[Item], findings: &mut Vec<Finding>) {
    let by_id: FxHashMap<&str, &Item> = items.iter().map(|i| (i.id.as_str(), i)).collect();
    for item in items {
        let parent = item.parent.as_deref().and_then(|p| by_id.get(p));
        let (Some(own), Some(above)) = (&item.number, parent.and_then(|p| p.number.as_ref()))
        else {
            continue;
        };
        let (Some(number), Some(over)) = (parse(own), parse(above)) else {
            continue;
        };
        if number.levels.len() > 1 && !number.fits_under(&over) {
            let message = format!("{} `{own}` stands under `{above}`", item.kind);
            findings.push(Finding::new(Code::NumberParent, message, item.at.clone()));
        }
    }
}

/// Numbers of a kind go through the whole document, one after the other.
pub fn run_through(items: &[Item], kind: &str, findings: &mut Vec<Finding>) {
    let of_kind = items.iter().filter(|i| i.kind == kind);
    let mut before: Option<(&Item, u32)> = None;
    for item in of_kind {
        let Some(n) = item.number.as_deref().and_then(ordinal) else {
            let message = format!("{kind} `{}` has no number", item.title);
            findings.push(Finding::new(Code::NumberGap, message, item.at.clone()));
            continue;
        };
        let last = before.map_or(0, |(_, n)| n);
        if Some(n) != last.checked_add(1) {
            let message = message(kind, item, before, n.cmp(&last));
            findings.push(Finding::new(Code::NumberGap, message, item.at.clone()));
        }
        before = Some((item, n));
    }
}

fn message(kind: &str, item: &Item, before: Option<(&Item, u32)>, order: Ordering) -> String {
    let number = |i: &Item| i.number.clone().unwrap_or_default();
    let what = match order {
        Ordering::Equal => "the number is used twice",
        Ordering::Less => "the order is wrong",
        Ordering::Greater => "there is a gap",
    };
    match before {
        Some((before, _)) => format!(
            "{kind} `{}` follows `{}`: {what}",
            number(item),
            number(before)
        ),
        None => format!("{kind} `{}` is the first: {what}", number(item)),
    }
}

/// How often each number is used by each kind.
type Uses<'i> = BTreeMap<&'i str, BTreeMap<u32, usize>>;

/// Numbers may run on through all groups of a plan, so that one group holds a part of them: the
/// numbers in between are used by the same kind elsewhere, and this one only once.
fn runs_on(uses: &Uses<'_>, kind: &str, last: u32, n: u32) -> bool {
    let Some(of_kind) = uses.get(kind).filter(|u| n > last && u.get(&n) == Some(&1)) else {
        return false;
    };
    of_kind.range(last.saturating_add(1)..n).count() as u32 == n - last - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use indexmap::IndexMap;

    fn item(parent: &str, number: &str) -> Item {
        Item {
            id: format!("{parent}/{number}"),
            kind: "measure".into(),
            number: Some(number.into()),
            number_key: None,
            title: number.into(),
            parent: Some(parent.into()),
            status: None,
            refs: Vec::new(),
            ref_items: Vec::new(),
            repeats: None,
            flags: Vec::new(),
            fields: IndexMap::new(),
            page: 1,
            at: Vec::new(),
        }
    }

    fn messages(items: &[Item]) -> Vec<String> {
        let mut findings = Vec::new();
        check(items, &mut findings);
        findings.into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn gaps_duplicates_and_disorder_are_reported() {
        let gap = [item("a", "①"), item("a", "③")];
        assert_eq!(messages(&gap), ["measure `③` follows `①`: there is a gap"]);
        let twice = [item("a", "ア"), item("a", "ア")];
        assert_eq!(
            messages(&twice),
            ["measure `ア` follows `ア`: the number is used twice"]
        );
        let back = [item("a", "(1)"), item("a", "(2)"), item("a", "(1)")];
        assert_eq!(messages(&back).len(), 1);
        assert_eq!(
            messages(&[item("a", "2")]),
            ["measure `2` is the first: there is a gap"]
        );
    }

    #[test]
    fn a_number_under_another_is_reported() {
        let mut policy = item("", "方針 2");
        policy.parent = None;
        let under = |number: &str| Item {
            parent: Some(policy.id.clone()),
            ..item("x", number)
        };
        let items = [policy.clone(), under("2-1"), under("3-2")];
        let found = messages(&items);
        assert_eq!(found[0], "measure `3-2` stands under `方針 2`");
    }

    #[test]
    fn numbers_that_run_on_through_groups_are_no_gap() {
        let items = [
            item("a", "1"),
            item("a", "2"),
            item("b", "3"),
            item("b", "4"),
        ];
        assert!(messages(&items).is_empty());
    }
}
