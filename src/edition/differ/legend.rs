//! Legends: which marks came and went, and which mean something else.

use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::{Document, LegendEntry};
use crate::edition::essence::{essence, says_same};
use rustc_hash::FxHashMap;

/// What differs between the legends.
pub fn legend(old: &Document, new: &Document) -> Vec<Change> {
    let key = |e: &LegendEntry| (essence(&e.mark), e.scope.as_deref().map(essence));
    let mut before: FxHashMap<_, &LegendEntry> = FxHashMap::default();
    for entry in old.legend.iter().rev() {
        before.insert(key(entry), entry);
    }
    let known: FxHashMap<_, ()> = new.legend.iter().map(|e| (key(e), ())).collect();
    // a meaning under another mark is no new meaning
    let mut gone: Vec<&LegendEntry> = old
        .legend
        .iter()
        .filter(|e| !known.contains_key(&key(e)))
        .collect();
    let mut out = Vec::new();
    for entry in &new.legend {
        match before.get(&key(entry)) {
            Some(other) => out.extend(both(other, entry)),
            None => {
                let same = gone
                    .iter()
                    .position(|o| says_same(&o.meaning, &entry.meaning));
                out.push(match same.map(|i| gone.remove(i)) {
                    Some(other) => remarked(other, entry),
                    None => alone(Kind::Added, entry),
                });
            }
        }
    }
    out.extend(gone.into_iter().map(|entry| alone(Kind::Removed, entry)));
    out
}

fn of(entry: &LegendEntry) -> Of {
    Of {
        id: entry.mark.clone(),
        number: None,
        title: entry.meaning.clone(),
        at: entry.at.clone(),
    }
}

fn alone(kind: Kind, entry: &LegendEntry) -> Change {
    let change = Change::new(kind, Weight::Substantive, Subject::Legend).field(&entry.mark);
    match kind {
        Kind::Added => change.of([], [of(entry)]).texts(None, Some(&entry.meaning)),
        _ => change.of([of(entry)], []).texts(Some(&entry.meaning), None),
    }
}

/// One mark in both: its meaning.
fn both(old: &LegendEntry, new: &LegendEntry) -> Option<Change> {
    let weight = weight_of(&old.meaning, &new.meaning)?;
    let change = Change::new(Kind::Redefined, weight, Subject::Legend).of([of(old)], [of(new)]);
    let change = change
        .field(&new.mark)
        .texts(Some(&old.meaning), Some(&new.meaning));
    Some(change.with_words())
}

/// One meaning in both, under another mark.
fn remarked(old: &LegendEntry, new: &LegendEntry) -> Change {
    let change = Change::new(Kind::MarkChanged, Weight::Substantive, Subject::Legend);
    let change = change.of([of(old)], [of(new)]).field("mark");
    change.texts(Some(&old.mark), Some(&new.mark))
}
