//! PLACEHOLDER, to be deleted when the comparison itself is merged: pairs items by their id and sees what came, what
//! went, and which titles and statuses differ, so that what shows a comparison has one to show.

use super::change::{
    By, Change, Comparison, Kind, Of, Pair, SCHEMA, Side, Subject, Summary, Weight,
};
use crate::document::{Document, Item};
use std::collections::HashMap;

/// What differs between two editions.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let before = by_id(&old.items);
    let after = by_id(&new.items);
    let mut changes = Vec::new();
    let mut items = Vec::new();
    for item in &new.items {
        match before.get(item.id.as_str()) {
            None => changes.push(change(Kind::Added, None, Some(item))),
            Some(earlier) => {
                items.push(Pair {
                    old: earlier.id.clone(),
                    new: item.id.clone(),
                    by: By::Number,
                    sureness: 1.0,
                });
                changes.extend(differing(earlier, item));
            }
        }
    }
    let gone = old
        .items
        .iter()
        .filter(|i| !after.contains_key(i.id.as_str()));
    changes.extend(gone.map(|item| change(Kind::Removed, Some(item), None)));
    Comparison {
        schema: SCHEMA.to_owned(),
        old: side(old),
        new: side(new),
        summary: summary(&changes, items.len()),
        changes,
        items,
        indicators: Vec::new(),
        findings: Vec::new(),
    }
}

fn by_id(items: &[Item]) -> HashMap<&str, &Item> {
    items.iter().map(|i| (i.id.as_str(), i)).collect()
}

fn differing(old: &Item, new: &Item) -> Vec<Change> {
    let mark = |item: &Item| item.status.as_ref().map(|s| s.mark.clone());
    let mut out = Vec::new();
    let mut put = |kind, field: &str, before: Option<String>, after: Option<String>| {
        if before != after {
            let mut change = change(kind, Some(old), Some(new));
            (change.field, change.before, change.after) = (Some(field.into()), before, after);
            out.push(change);
        }
    };
    let title = |item: &Item| Some(item.title.clone());
    put(Kind::Reworded, "title", title(old), title(new));
    put(Kind::StatusChanged, "status", mark(old), mark(new));
    out
}

fn change(kind: Kind, old: Option<&Item>, new: Option<&Item>) -> Change {
    let of = |item: &Item| Of {
        id: item.id.clone(),
        number: item.number.clone(),
        title: item.title.clone(),
        at: item.at.clone(),
    };
    Change {
        kind,
        weight: Weight::Substantive,
        subject: Subject::Item,
        old: old.map(of).into_iter().collect(),
        new: new.map(of).into_iter().collect(),
        field: None,
        year: None,
        before: None,
        after: None,
        words: Vec::new(),
        direction: None,
        note: None,
    }
}

fn side(document: &Document) -> Side {
    Side {
        file_name: document.source.file_name.clone(),
        sha256: document.source.sha256.clone(),
        title: document.plan.title.clone(),
        municipality: document.plan.municipality.clone(),
        edition: document.plan.edition.clone(),
        period: document.plan.period.clone(),
        items: document.items.len(),
        indicators: document.indicators.len(),
    }
}

fn summary(changes: &[Change], paired: usize) -> Summary {
    let mut out = Summary {
        substantive: changes.len(),
        ..Summary::default()
    };
    let mut changed: Vec<&str> = Vec::new();
    for change in changes {
        *out.kinds.entry(change.kind).or_default() += 1;
        if let ([old], [_]) = (change.old.as_slice(), change.new.as_slice()) {
            changed.push(&old.id);
        }
    }
    changed.sort_unstable();
    changed.dedup();
    out.unchanged_items = paired - changed.len();
    out
}
