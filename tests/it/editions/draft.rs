//! An edition in the making: items with tags that outlive renumbering, so that it is known which is which.

use super::number::{restyled, values};
use indexmap::IndexMap;
use keikaku::document::{Document, Indicator, Item};
use keikaku::normalize::measure_number::{ordinal, parse, plain};
use std::collections::{BTreeMap, BTreeSet};

/// What an item is called while an edition is made. Those of the old edition are called by their place.
pub type Tag = usize;

/// What happens to the substance of an item; at most one of these, so that the truth stays plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It stays; its number, place, status or fields may differ.
    Intact,
    /// Its title is put in other words.
    Reworded,
    /// It is a part of what was split.
    Split,
    /// It is what several became.
    Merged,
    /// It belongs to another item.
    Moved,
    /// It is new.
    Added,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Entry {
    pub tag: Tag,
    /// The old items that it is.
    pub from: Vec<Tag>,
    pub parent: Option<Tag>,
    pub repeats: Option<Tag>,
    pub role: Role,
    /// Fields in which only a deadline differs.
    pub deadlines: BTreeSet<String>,
    pub item: Item,
}

/// An indicator.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The old indicator that it is.
    pub from: Option<Tag>,
    pub of: Option<Tag>,
    pub indicator: Indicator,
}

/// How the numbers of the items of one kind count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    /// From 1 under each parent.
    Local,
    /// Through the whole document.
    Through,
    /// Not at all: codes.
    None,
}

/// An edition in the making.
pub struct Draft {
    pub document: Document,
    pub entries: Vec<Entry>,
    pub measured: Vec<Measured>,
    schemes: BTreeMap<String, Scheme>,
    /// The numbers of the old items, by tag.
    pub numbers: Vec<Option<String>>,
    next: Tag,
}

/// Where a branch is put.
pub enum Spot {
    Before(Tag),
    After(Tag),
    Under(Tag),
}

impl Draft {
    /// A draft that is the old edition still.
    pub fn of(old: &Document) -> Self {
        let tags: BTreeMap<&str, Tag> = (old.items.iter().enumerate())
            .map(|(i, item)| (item.id.as_str(), i))
            .collect();
        let tag = |id: &Option<String>| id.as_ref().and_then(|id| tags.get(id.as_str()).copied());
        let entries = old.items.iter().enumerate().map(|(i, item)| Entry {
            tag: i,
            from: vec![i],
            parent: tag(&item.parent),
            repeats: tag(&item.repeats),
            role: Role::Intact,
            deadlines: BTreeSet::new(),
            item: item.clone(),
        });
        let measured = old
            .indicators
            .iter()
            .enumerate()
            .map(|(i, indicator)| Measured {
                from: Some(i),
                of: tag(&indicator.of),
                indicator: indicator.clone(),
            });
        Self {
            document: old.clone(),
            entries: entries.collect(),
            measured: measured.collect(),
            schemes: schemes(&old.items),
            numbers: old.items.iter().map(|i| i.number.clone()).collect(),
            next: old.items.len(),
        }
    }

    /// A tag that is not used yet.
    pub fn fresh(&mut self) -> Tag {
        self.next += 1;
        self.next
    }

    /// The place of an item; a tag that is asked for is there.
    pub fn at(&self, tag: Tag) -> usize {
        let found = self.entries.iter().position(|e| e.tag == tag);
        found.expect("an item that is there")
    }

    /// An item.
    pub fn entry(&mut self, tag: Tag) -> &mut Entry {
        let at = self.at(tag);
        &mut self.entries[at]
    }

    /// The items of the same kind under the same parent, itself among them.
    pub fn siblings(&self, tag: Tag) -> Vec<Tag> {
        let own = &self.entries[self.at(tag)];
        let same = |e: &&Entry| e.parent == own.parent && e.item.kind == own.item.kind;
        self.entries.iter().filter(same).map(|e| e.tag).collect()
    }

    /// The items that stand under others.
    pub fn parents(&self) -> BTreeSet<Tag> {
        self.entries.iter().filter_map(|e| e.parent).collect()
    }

    /// The items under an item, at any depth, and itself.
    pub fn branch(&self, tag: Tag) -> BTreeSet<Tag> {
        let mut out = BTreeSet::from([tag]);
        for entry in &self.entries {
            if entry.parent.is_some_and(|p| out.contains(&p)) {
                out.insert(entry.tag);
            }
        }
        out
    }

    /// Takes out an item and all that is under it.
    pub fn take(&mut self, tag: Tag) -> Vec<Entry> {
        let branch = self.branch(tag);
        let (out, rest) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(|e| branch.contains(&e.tag));
        self.entries = rest;
        out
    }

    /// Puts in an item and all that is under it.
    pub fn put(&mut self, branch: Vec<Entry>, spot: &Spot) {
        let at = match spot {
            Spot::Before(tag) => self.at(*tag),
            Spot::Under(tag) => self.at(*tag) + 1,
            Spot::After(tag) => {
                let before = self.branch(*tag);
                let last = self.entries.iter().rposition(|e| before.contains(&e.tag));
                last.map_or(self.entries.len(), |i| i + 1)
            }
        };
        self.entries.splice(at..at, branch);
    }

    /// Gives every item of a family that counts the number of its place.
    pub fn renumber(&mut self) {
        let mut counts: BTreeMap<(Option<Tag>, String), u32> = BTreeMap::new();
        let mut above: BTreeMap<Tag, (Option<String>, Option<String>)> = BTreeMap::new();
        for i in 0..self.entries.len() {
            let entry = &self.entries[i];
            let before = entry.item.number.clone();
            if let Some(number) = &before {
                let scheme = self.schemes.get(&entry.item.kind).copied();
                let scope = entry.parent.filter(|_| scheme != Some(Scheme::Through));
                let count = counts.entry((scope, entry.item.kind.clone())).or_default();
                *count += 1;
                let parent = entry.parent.and_then(|p| above.get(&p));
                if matches!(scheme, Some(Scheme::Local | Scheme::Through)) {
                    let next = numbered(number, *count, parent);
                    self.entries[i].item.number = Some(next);
                }
            }
            let after = self.entries[i].item.number.clone();
            above.insert(self.entries[i].tag, (before, after));
        }
    }

    /// Ids and keys as the converter gives them, parents and repeats by these ids: the finished items by tag.
    pub fn finish(mut self) -> Document {
        let names = self.names();
        for entry in &mut self.entries {
            let (id, key) = names[&entry.tag].clone();
            entry.item.id = id;
            entry.item.number_key = key;
            entry.item.parent = entry.parent.map(|p| names[&p].0.clone());
            entry.item.repeats = entry.repeats.map(|r| names[&r].0.clone());
        }
        self.document.items = self.entries.into_iter().map(|e| e.item).collect();
        refer(&mut self.document.items);
        let measured = self.measured.into_iter().enumerate();
        self.document.indicators = measured
            .map(|(i, m)| Indicator {
                id: format!("indicator{}", i + 1),
                of: m.of.map(|of| names[&of].0.clone()),
                ..m.indicator
            })
            .collect();
        self.document
    }

    /// The id and the number key of each item, made as the converter makes them.
    pub fn names(&self) -> BTreeMap<Tag, (String, Option<String>)> {
        let mut out: BTreeMap<Tag, (String, Option<String>)> = BTreeMap::new();
        let mut used = BTreeSet::new();
        let mut counts: BTreeMap<(Option<Tag>, &str), usize> = BTreeMap::new();
        let parents: BTreeMap<Tag, Option<Tag>> =
            self.entries.iter().map(|e| (e.tag, e.parent)).collect();
        for entry in &self.entries {
            let kind = entry.item.kind.as_str();
            let number = entry.item.number.as_deref().map(plain);
            let part = number.clone().unwrap_or_else(|| {
                let count = counts.entry((entry.parent, kind)).or_default();
                *count += 1;
                format!("_{count}")
            });
            let above = entry
                .parent
                .map_or(String::new(), |p| format!("{}/", out[&p].0));
            let id = (1..).map(|n| match n {
                1 => format!("{above}{kind}{part}"),
                n => format!("{above}{kind}{part}~{n}"),
            });
            let id = id
                .into_iter()
                .find(|id| used.insert(id.clone()))
                .expect("an unused id");
            let mut parent = entry.parent;
            let mut key_above = None;
            while let (Some(p), None) = (parent, &key_above) {
                key_above = out[&p].1.clone();
                parent = parents[&p];
            }
            let key = number.map(|n| key_above.map_or(n.clone(), |k| format!("{k}/{n}")));
            out.insert(entry.tag, (id, key));
        }
        out
    }
}

/// The number of the n-th item, under a parent whose number may differ now.
fn numbered(number: &str, n: u32, parent: Option<&(Option<String>, Option<String>)>) -> String {
    let Some(own) = parse(number) else {
        return number.to_owned();
    };
    let mut levels = values(&own);
    if let Some(last) = levels.last_mut() {
        *last = n;
    }
    let upper = levels.len() - 1;
    if let Some((Some(before), Some(after))) = parent
        && let (Some(before), Some(after)) = (parse(before), parse(after))
        && upper > 0
        && own.fits_under(&before)
    {
        for (level, value) in levels[..upper]
            .iter_mut()
            .rev()
            .zip(values(&after).iter().rev())
        {
            *level = *value;
        }
    }
    restyled(number, &levels).unwrap_or_else(|| levels.last().map_or(String::new(), u32::to_string))
}

/// Refers to the items that have the numbers, where items were referred to before.
fn refer(items: &mut [Item]) {
    let mut by_number: IndexMap<String, Vec<String>> = IndexMap::new();
    for item in items.iter() {
        if let Some(number) = &item.number {
            by_number
                .entry(plain(number))
                .or_default()
                .push(item.id.clone());
        }
    }
    for item in items.iter_mut().filter(|i| !i.ref_items.is_empty()) {
        let found = item.refs.iter().filter_map(|r| by_number.get(&plain(r)));
        item.ref_items = found
            .filter(|ids| ids.len() == 1)
            .flatten()
            .cloned()
            .collect();
    }
}

/// How each kind counts.
fn schemes(items: &[Item]) -> BTreeMap<String, Scheme> {
    let mut kinds: BTreeMap<&str, Vec<(Option<&str>, u32)>> = BTreeMap::new();
    for item in items {
        if let Some(n) = item.number.as_deref().and_then(ordinal) {
            kinds
                .entry(&item.kind)
                .or_default()
                .push((item.parent.as_deref(), n));
        }
    }
    let scheme = |numbers: &[(Option<&str>, u32)]| {
        let mut counts: BTreeMap<Option<&str>, u32> = BTreeMap::new();
        let local = numbers.iter().all(|(parent, n)| {
            let count = counts.entry(*parent).or_default();
            *count += 1;
            count == n
        });
        let through = numbers.iter().zip(1..).all(|((_, n), i)| *n == i);
        match (local, through) {
            (true, _) => Scheme::Local,
            (_, true) => Scheme::Through,
            _ => Scheme::None,
        }
    };
    let kinds = kinds.iter();
    kinds
        .map(|(kind, numbers)| ((*kind).to_owned(), scheme(numbers)))
        .collect()
}
