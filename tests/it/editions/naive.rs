//! A comparison that is good for nothing but trying the score: items of the same number and title are the same.

use keikaku::document::{Document, Item};
use keikaku::edition::{
    By, Change, Comparison, Kind, Of, Pair, SCHEMA, Side, Subject, Summary, Weight,
};

/// Compares by number and title only.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let same = |a: &Item, b: &Item| a.number_key == b.number_key && a.title == b.title;
    let mut changes = Vec::new();
    let mut items = Vec::new();
    for item in &new.items {
        match old.items.iter().find(|o| same(o, item)) {
            Some(before) => items.push(pair(&before.id, &item.id)),
            None => changes.push(change(Kind::Added, &[], &[item])),
        }
    }
    for item in old
        .items
        .iter()
        .filter(|o| !new.items.iter().any(|n| same(o, n)))
    {
        changes.push(change(Kind::Removed, &[item], &[]));
    }
    Comparison {
        schema: SCHEMA.into(),
        old: Side::default(),
        new: Side::default(),
        summary: Summary::default(),
        changes,
        items,
        indicators: Vec::new(),
        findings: Vec::new(),
    }
}

/// A pair that is sure.
pub fn pair(old: &str, new: &str) -> Pair {
    Pair {
        old: old.into(),
        new: new.into(),
        by: By::Number,
        sureness: 1.0,
    }
}

/// A substantive change of items.
pub fn change(kind: Kind, old: &[&Item], new: &[&Item]) -> Change {
    let of = |items: &[&Item]| {
        items
            .iter()
            .map(|i| Of {
                id: i.id.clone(),
                number: i.number.clone(),
                title: i.title.clone(),
                at: Vec::new(),
            })
            .collect()
    };
    Change {
        kind,
        weight: Weight::Substantive,
        subject: Subject::Item,
        old: of(old),
        new: of(new),
        field: None,
        year: None,
        before: None,
        after: None,
        words: Vec::new(),
        direction: None,
        note: None,
    }
}
