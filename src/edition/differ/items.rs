//! Items: what came, went, was split or merged, and what differs of those that stayed.

use super::fields::{About, Record, fields};
use super::labels::Labels;
use super::status::status;
use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::Item;
use crate::edition::change::By;
use crate::edition::essence::essence;
use crate::edition::pairing::{Made, Pairing};
use crate::edition::side::{Edition, Entry};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What differs between the items, in the order of the new edition.
pub fn items(pairing: &Pairing<'_, '_>, labels: &Labels) -> Vec<Change> {
    let items = Items {
        pairing,
        labels,
        groups: Groups::new(pairing),
    };
    let of_new: Vec<Vec<Change>> = (0..pairing.new.entries.len())
        .into_par_iter()
        .map(|i| items.of_new(i))
        .collect();
    let mut gone = items.gone();
    let mut out = gone.remove(&None).unwrap_or_default();
    for (i, changes) in of_new.into_iter().enumerate() {
        out.extend(changes);
        out.extend(gone.remove(&Some(i)).unwrap_or_default());
    }
    out
}

/// What was split and merged, by the index of the whole and of each part.
struct Groups {
    /// Old item to its parts.
    splits: BTreeMap<usize, Vec<usize>>,
    /// New item to what went into it.
    mergers: BTreeMap<usize, Vec<usize>>,
    /// New item to the old one that it is a part of.
    part_of: BTreeMap<usize, usize>,
    /// Old items that are in a part or went into another.
    went: BTreeSet<usize>,
}

impl Groups {
    fn new(pairing: &Pairing<'_, '_>) -> Self {
        let mut splits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut mergers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for part in &pairing.parts {
            match part.by {
                By::Split => splits.entry(part.old).or_default().push(part.new),
                _ => mergers.entry(part.new).or_default().push(part.old),
            }
        }
        for (old, parts) in &mut splits {
            parts.extend(pairing.of_old(*old).map(|made| made.new));
            parts.sort_unstable();
        }
        for (new, parts) in &mut mergers {
            parts.extend(pairing.of_new(*new).map(|made| made.old));
            parts.sort_unstable();
        }
        let of_split = pairing.parts.iter().filter(|p| p.by == By::Split);
        Self {
            splits,
            mergers,
            part_of: of_split.map(|p| (p.new, p.old)).collect(),
            went: pairing.parts.iter().map(|p| p.old).collect(),
        }
    }
}

struct Items<'i, 'e, 'd> {
    pairing: &'i Pairing<'e, 'd>,
    labels: &'i Labels,
    groups: Groups,
}

impl Items<'_, '_, '_> {
    fn old(&self, i: usize) -> &Entry<'_> {
        &self.pairing.old.entries[i]
    }

    fn new_entry(&self, i: usize) -> &Entry<'_> {
        &self.pairing.new.entries[i]
    }

    /// All that is to be said of an item of the new edition.
    fn of_new(&self, i: usize) -> Vec<Change> {
        let mut out = Vec::new();
        let own = Of::item(self.new_entry(i).item);
        if let Some(from) = self.groups.mergers.get(&i) {
            let from = from.iter().map(|o| Of::item(self.old(*o).item));
            let merged = Change::new(Kind::Merged, Weight::Substantive, Subject::Item);
            out.push(merged.of(from, [own]));
            out.extend(self.parts(Whole::New(i)));
        }
        let part_of = self.groups.part_of.get(&i).copied();
        let made = self.pairing.of_new(i);
        let whole = part_of.or(made.map(|m| m.old));
        let split = whole.and_then(|whole| Some((whole, self.groups.splits.get(&whole)?)));
        if let Some((whole, parts)) = split {
            // said once, at the first part
            if parts.first() == Some(&i) {
                let parts = parts.iter().map(|n| Of::item(self.new_entry(*n).item));
                let split = Change::new(Kind::Split, Weight::Substantive, Subject::Item);
                out.push(split.of([Of::item(self.old(whole).item)], parts));
                out.extend(self.parts(Whole::Old(whole)));
            }
            return out;
        }
        match made {
            // what went into it is compared there
            _ if self.groups.mergers.contains_key(&i) => {}
            Some(made) => out.extend(self.differences(made)),
            None => out.push(alone(Kind::Added, self.new_entry(i).item)),
        }
        out
    }

    /// The items that went, by the item of the new edition behind which they had their place.
    fn gone(&self) -> BTreeMap<Option<usize>, Vec<Change>> {
        let mut out: BTreeMap<Option<usize>, Vec<Change>> = BTreeMap::new();
        let mut place = None;
        for i in 0..self.pairing.old.entries.len() {
            let went = self.groups.went.contains(&i);
            match self.pairing.of_old(i) {
                Some(made) => place = Some(made.new),
                None if went => {}
                None => {
                    let removed = alone(Kind::Removed, self.old(i).item);
                    out.entry(place).or_default().push(removed);
                }
            }
        }
        out
    }

    /// What differs between an item and its pair.
    fn differences(&self, made: Made) -> Vec<Change> {
        let (a, b) = (self.old(made.old), self.new_entry(made.new));
        let (old, new) = (a.item, b.item);
        let mut out = Vec::new();
        let change = |kind, weight| {
            Change::new(kind, weight, Subject::Item).of([Of::item(old)], [Of::item(new)])
        };
        out.extend(self.number(a, b));
        if !self.pairing.is_pair(a.parent, b.parent) {
            let title =
                |e: &Edition<'_>, p: Option<usize>| p.map(|p| e.entries[p].item.title.clone());
            let (before, after) = (
                title(self.pairing.old, a.parent),
                title(self.pairing.new, b.parent),
            );
            let moved = change(Kind::Moved, Weight::Substantive).field("parent");
            out.push(moved.texts(before.as_deref(), after.as_deref()));
        }
        if old.kind != new.kind {
            let kind = change(Kind::KindChanged, Weight::Substantive).field("kind");
            out.push(kind.texts(Some(&old.kind), Some(&new.kind)));
        }
        if let Some(weight) = weight_of(&old.title, &new.title) {
            let reworded = change(Kind::Reworded, weight).field("title");
            out.push(
                reworded
                    .texts(Some(&old.title), Some(&new.title))
                    .with_words(),
            );
        }
        let said = self.said_before(old, new);
        let own = self.content(old, new).into_iter();
        out.extend(own.map(|c| match said.iter().any(|s| is_repeated(s, &c)) {
            true => c.note("再掲: the same is said of the item that this one repeats"),
            false => c,
        }));
        out
    }

    /// What differs of what is said about an item.
    fn content(&self, old: &Item, new: &Item) -> Vec<Change> {
        let mut out: Vec<Change> = status(old, new).into_iter().collect();
        out.extend(marks(Kind::FlagsChanged, old, new));
        out.extend(marks(Kind::RefsChanged, old, new));
        out.extend(self.fields(old, new));
        out
    }

    /// What differs of the item that both repeat.
    fn said_before(&self, old: &Item, new: &Item) -> Vec<Change> {
        let first =
            |e: &Edition<'_>, item: &Item| item.repeats.as_deref().and_then(|id| e.of_id(id));
        let (a, b) = (first(self.pairing.old, old), first(self.pairing.new, new));
        match (a, b) {
            (Some(a), Some(b)) if self.pairing.is_pair(Some(a), Some(b)) => {
                self.content(self.old(a).item, self.new_entry(b).item)
            }
            _ => Vec::new(),
        }
    }

    fn number(&self, a: &Entry<'_>, b: &Entry<'_>) -> Option<Change> {
        let (old, new) = (a.item, b.item);
        if old.number == new.number {
            return None;
        }
        let weight = match a.number == b.number {
            true => Weight::Clerical,
            false => Weight::Substantive,
        };
        let change = Change::new(Kind::Renumbered, weight, Subject::Item).field("number");
        let change = change.of([Of::item(old)], [Of::item(new)]);
        Some(change.texts(old.number.as_deref(), new.number.as_deref()))
    }

    fn fields(&self, old: &Item, new: &Item) -> Vec<Change> {
        let about = About {
            subject: Subject::Item,
            old: &Of::item(old),
            new: &Of::item(new),
        };
        fields(&about, self.labels, Record::of(old), Record::of(new))
    }

    /// What the parts say otherwise than the whole, where it is more than a part of its text.
    fn parts(&self, whole: Whole) -> Vec<Change> {
        let ends: Vec<(usize, usize)> = match whole {
            Whole::Old(o) => self.groups.splits[&o].iter().map(|n| (o, *n)).collect(),
            Whole::New(n) => self.groups.mergers[&n].iter().map(|o| (*o, n)).collect(),
        };
        let item = |(o, n): &(usize, usize)| match whole {
            Whole::Old(_) => self.new_entry(*n).item,
            Whole::New(_) => self.old(*o).item,
        };
        let has = |item: &Item, label: &str| {
            item.fields
                .get(label)
                .is_some_and(|v| super::labels::says_something(v.as_ref()))
        };
        let mut out = Vec::new();
        for (o, n) in &ends {
            let own = item(&(*o, *n));
            let told = |change: &Change| {
                let label = change.field.as_deref().unwrap_or_default();
                let other = |end: &&(usize, usize)| !std::ptr::eq(item(end), own);
                let in_other = || ends.iter().filter(other).any(|end| has(item(end), label));
                match (change.kind, &whole) {
                    // another part has it
                    (Kind::FieldRemoved, Whole::Old(_)) | (Kind::FieldAdded, Whole::New(_)) => {
                        in_other()
                    }
                    (Kind::FieldChanged, _) => is_part_of(change, &whole),
                    _ => change.weight == Weight::Clerical,
                }
            };
            let changed = self
                .content(self.old(*o).item, self.new_entry(*n).item)
                .into_iter();
            out.extend(changed.filter(|c| !told(c)));
        }
        out
    }
}

/// Whether the text of the part is a part of that of the whole. Short ones are so by chance: 200 is in 1200.
fn is_part_of(change: &Change, whole: &Whole) -> bool {
    let (Some(before), Some(after)) = (&change.before, &change.after) else {
        return false;
    };
    let (whole, part) = match whole {
        Whole::Old(_) => (before, after),
        Whole::New(_) => (after, before),
    };
    let part = essence(part);
    part.chars().count() >= SHORTEST_PART && essence(whole).contains(&part)
}

/// Shorter texts (characters) are no parts of others.
const SHORTEST_PART: usize = 8;

/// The whole of a split or a merger.
enum Whole {
    Old(usize),
    New(usize),
}

/// An item of one edition only.
fn alone(kind: Kind, item: &Item) -> Change {
    let is_repeat = item.repeats.is_some();
    let kind = match (kind, is_repeat) {
        (Kind::Added, true) => Kind::RepeatAdded,
        (Kind::Removed, true) => Kind::RepeatRemoved,
        (kind, _) => kind,
    };
    let weight = if is_repeat {
        Weight::Routine
    } else {
        Weight::Substantive
    };
    let change = Change::new(kind, weight, Subject::Item);
    match kind {
        Kind::Added | Kind::RepeatAdded => change.of([], [Of::item(item)]),
        _ => change.of([Of::item(item)], []),
    }
}

/// Flags or refs: short texts, whose order says nothing.
fn marks(kind: Kind, old: &Item, new: &Item) -> Option<Change> {
    let (field, before, after) = match kind {
        Kind::RefsChanged => ("refs", &old.refs, &new.refs),
        _ => ("flags", &old.flags, &new.flags),
    };
    let folded = |all: &[String]| {
        let mut all: Vec<String> = all.iter().map(|t| essence(t)).collect();
        all.sort();
        all.dedup();
        all
    };
    if before == after || folded(before) == folded(after) {
        return None;
    }
    let shown = |all: &[String]| (!all.is_empty()).then(|| all.join("、"));
    let change = Change::new(kind, Weight::Substantive, Subject::Item).field(field);
    let change = change.of([Of::item(old)], [Of::item(new)]);
    Some(change.texts(shown(before).as_deref(), shown(after).as_deref()))
}

/// The same change of the same text.
fn is_repeated(said: &Change, again: &Change) -> bool {
    let what = |c: &Change| (c.kind, c.field.clone(), c.before.clone(), c.after.clone());
    what(said) == what(again)
}
