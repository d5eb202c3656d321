//! Legends: which marks came and went, and which mean something else.

use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::{Document, LegendEntry};
use crate::edition::essence::{essence, says_same};

/// What differs between the legends.
pub fn legend(old: &Document, new: &Document) -> Vec<Change> {
    let mut gone: Vec<&LegendEntry> = old.legend.iter().collect();
    let mut pairs: Vec<Option<&LegendEntry>> = vec![None; new.legend.len()];
    // the same entry first, then the same mark, then the same meaning under another mark
    let ways: [fn(&LegendEntry, &LegendEntry) -> bool; 4] = [
        |a, b| is_same_mark(a, b) && a.meaning == b.meaning,
        |a, b| is_same_mark(a, b) && says_same(&a.meaning, &b.meaning),
        is_same_mark,
        |a, b| says_same(&a.meaning, &b.meaning),
    ];
    for way in ways {
        for (pair, entry) in pairs
            .iter_mut()
            .zip(&new.legend)
            .filter(|(pair, _)| pair.is_none())
        {
            let other = gone.iter().position(|other| way(other, entry));
            *pair = other.map(|i| gone.remove(i));
        }
    }
    let mut out = Vec::new();
    for (pair, entry) in pairs.iter().zip(&new.legend) {
        match pair {
            None => out.push(alone(Kind::Added, entry)),
            Some(other) if says_same(&other.mark, &entry.mark) => out.extend(both(other, entry)),
            Some(other) => out.push(remarked(other, entry)),
        }
    }
    out.extend(gone.into_iter().map(|entry| alone(Kind::Removed, entry)));
    out
}

/// The same mark, in the same scope.
fn is_same_mark(a: &LegendEntry, b: &LegendEntry) -> bool {
    let scope = |e: &LegendEntry| e.scope.as_deref().map(essence);
    says_same(&a.mark, &b.mark) && scope(a) == scope(b)
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
