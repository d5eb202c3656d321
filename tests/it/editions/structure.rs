//! Changes of what items there are, and where: added, removed, moved, split, merged, reordered, repeated, reworded.

use super::draft::{Draft, Entry, Role, Spot, Tag};
use super::generate::Shares;
use super::random::Random;
use super::titles::{Pairs, alike, invented, merged, neighbour, pairs, parts, reworded};
use super::words::SENTENCES;
use crate::support::norm;
use indexmap::IndexMap;
use keikaku::document::{Item, Value};
use keikaku::normalize::measure_number::plain;
use std::collections::{BTreeMap, BTreeSet};

/// A draft, and what must be known so that the truth stays plain.
struct Structure<'d> {
    draft: &'d mut Draft,
    random: &'d mut Random,
    /// Items that may be changed: in no repetition, with no role yet.
    free: Vec<Tag>,
    /// Items with something under them, or measured by an indicator.
    carrying: BTreeSet<Tag>,
    /// All titles of both editions, folded.
    titles: BTreeSet<String>,
    /// Old titles of items that do not stay as they are: what is like them could be taken for them.
    risky: Vec<(Tag, Pairs)>,
}

/// What is to happen to which items.
#[derive(Default)]
struct Roles {
    removed: Vec<Tag>,
    split: Vec<Tag>,
    merged: Vec<(Tag, Tag)>,
    moved: Vec<Tag>,
    reworded: Vec<Tag>,
}

/// Makes all changes of structure.
pub fn change(draft: &mut Draft, shares: &Shares, random: &mut Random) {
    let mut free: Vec<Tag> = draft.entries.iter().map(|e| e.tag).collect();
    let repeats = draft
        .entries
        .iter()
        .filter_map(|e| Some([e.tag, e.repeats?]));
    let repeated: BTreeSet<Tag> = repeats.flatten().collect();
    let titles: Vec<String> = draft.entries.iter().map(|e| norm(&e.item.title)).collect();
    // items of one title could be taken for each other by anybody
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    titles
        .iter()
        .for_each(|t| *count.entry(t).or_default() += 1);
    free.retain(|t| !repeated.contains(t) && count[titles[*t].as_str()] == 1);
    random.shuffle(&mut free);
    let measured = draft.measured.iter().filter_map(|m| m.of);
    let carrying = draft.parents().into_iter().chain(measured).collect();
    let titles = titles.iter().cloned().collect();
    let mut structure = Structure {
        draft,
        random,
        free,
        carrying,
        titles,
        risky: Vec::new(),
    };
    let roles = structure.roles(shares);
    structure.apply(&roles);
    structure.add(shares);
    structure.repeat(shares);
    structure.draft.renumber();
    structure.reorder(shares);
}

impl Structure<'_> {
    /// Chooses what happens to which items, each at most once.
    fn roles(&mut self, shares: &Shares) -> Roles {
        let n = self.draft.entries.len();
        let mut roles = Roles::default();
        let mergers = self.random.share(shares.split_or_merged / 4.0, n);
        for _ in 0..mergers {
            roles.merged.extend(self.siblings_to_merge());
        }
        let count = self.random.share(shares.split_or_merged / 2.0, n);
        roles.split = self.some(count, |_, _| true);
        let count = self.random.share(shares.removed, n);
        roles.removed = self.some(count, |s, t| !s.carrying.contains(&t));
        let count = self.random.share(shares.moved, n);
        roles.moved = self.some(count, |s, t| s.homes(t).len() > 1);
        let count = self.random.share(shares.reworded, n);
        roles.reworded = self.some(count, |_, _| true);
        let lists = [&roles.split, &roles.removed, &roles.moved, &roles.reworded];
        let mut risky: Vec<Tag> = lists.into_iter().flatten().copied().collect();
        risky.extend(roles.merged.iter().flat_map(|(a, b)| [*a, *b]));
        for tag in risky {
            let title = &self.draft.entries[self.draft.at(tag)].item.title;
            self.risky.push((tag, pairs(title)));
        }
        roles
    }

    /// So many free items that fit; they are free no more.
    fn some(&mut self, count: usize, fits: impl Fn(&Self, Tag) -> bool) -> Vec<Tag> {
        let mut out = Vec::new();
        let mut rest = Vec::new();
        for tag in std::mem::take(&mut self.free) {
            if out.len() < count && fits(self, tag) {
                out.push(tag);
            } else {
                rest.push(tag);
            }
        }
        self.free = rest;
        out
    }

    /// Two neighbours with nothing under them.
    fn siblings_to_merge(&mut self) -> Option<(Tag, Tag)> {
        let free: BTreeSet<Tag> = self.free.iter().copied().collect();
        let fits = |t: &Tag| free.contains(t) && !self.carrying.contains(t);
        let mut found = None;
        for tag in self.free.iter().filter(|t| fits(t)) {
            let siblings = self.draft.siblings(*tag);
            let at = siblings.iter().position(|s| s == tag)?;
            if let Some(next) = siblings.get(at + 1).filter(|t| fits(t)) {
                found = Some((*tag, *next));
                break;
            }
        }
        let (a, b) = found?;
        self.free.retain(|t| *t != a && *t != b);
        Some((a, b))
    }

    /// Other parents of the same kind, and its own.
    fn homes(&self, tag: Tag) -> Vec<Tag> {
        let parent = self.draft.entries[self.draft.at(tag)].parent;
        let Some(parent) = parent else {
            return Vec::new();
        };
        let kind = &self.draft.entries[self.draft.at(parent)].item.kind;
        let homes = self.draft.entries.iter().filter(|e| &e.item.kind == kind);
        homes.map(|e| e.tag).collect()
    }

    fn apply(&mut self, roles: &Roles) {
        for tag in &roles.reworded {
            self.reword(*tag);
        }
        for tag in &roles.split {
            self.split(*tag);
        }
        for (a, b) in &roles.merged {
            self.merge(*a, *b);
        }
        for tag in &roles.removed {
            self.draft.take(*tag);
        }
        for tag in &roles.moved {
            self.move_away(*tag);
        }
    }

    /// Whether a title that is to stand for old ones is nearer to them than to any other that it could be taken for.
    fn plain(&self, title: &str, of: &[Tag]) -> bool {
        let own = pairs(title);
        let (mine, others): (Vec<_>, Vec<_>) = self.risky.iter().partition(|(t, _)| of.contains(t));
        let least = mine.iter().map(|(_, p)| alike(p, &own)).fold(1.0, f64::min);
        let most = others
            .iter()
            .map(|(_, p)| alike(p, &own))
            .fold(0.0, f64::max);
        // what holds the old title whole is hardly taken for something else
        let new = norm(title);
        let whole = |t: &Tag| new.contains(&norm(&self.draft.document.items[*t].title));
        let margin = if of.iter().all(whole) { 0.05 } else { 0.15 };
        least >= 0.35 && most + margin < least && !self.titles.contains(&new)
    }

    fn reword(&mut self, tag: Tag) {
        let title = self.draft.entry(tag).item.title.clone();
        for _ in 0..12 {
            let new = reworded(&title, self.random);
            if new != title && self.plain(&new, &[tag]) {
                self.titles.insert(norm(&new));
                let entry = self.draft.entry(tag);
                entry.item.title = new;
                entry.role = Role::Reworded;
                return;
            }
        }
    }

    fn split(&mut self, tag: Tag) {
        let old = self.draft.entry(tag).clone();
        let found = (0..6).find_map(|_| {
            let titles = parts(&old.item.title, self.random);
            let unlike = titles.iter().collect::<BTreeSet<_>>().len() == titles.len();
            (unlike && titles.iter().all(|t| self.plain(t, &[tag]))).then_some(titles)
        });
        let Some(titles) = found else { return };
        let shares = distributed(&old.item.fields, titles.len());
        let mut after = tag;
        let mut tags = Vec::new();
        for (title, fields) in titles.into_iter().zip(shares) {
            self.titles.insert(norm(&title));
            let mut part = Entry {
                tag: self.draft.fresh(),
                role: Role::Split,
                ..old.clone()
            };
            part.item = Item {
                title,
                fields,
                ..part.item
            };
            tags.push(part.tag);
            let spot = Spot::After(after);
            after = part.tag;
            self.draft.put(vec![part], &spot);
        }
        self.hand_down(tag, &tags);
    }

    /// Gives what stood under an item to its parts, the first half to the first, and takes the item out.
    fn hand_down(&mut self, tag: Tag, parts: &[Tag]) {
        for measured in self.draft.measured.iter_mut().filter(|m| m.of == Some(tag)) {
            measured.of = Some(parts[0]);
        }
        let under = |e: &&Entry| e.parent == Some(tag);
        let children: Vec<Tag> = self
            .draft
            .entries
            .iter()
            .filter(under)
            .map(|e| e.tag)
            .collect();
        for (i, child) in children.iter().enumerate().rev() {
            let part = parts[i * parts.len() / children.len()];
            let mut branch = self.draft.take(*child);
            branch[0].parent = Some(part);
            self.draft.put(branch, &Spot::Under(part));
        }
        self.draft.take(tag);
    }

    fn merge(&mut self, a: Tag, b: Tag) {
        let (first, second) = (self.draft.entry(a).clone(), self.draft.entry(b).clone());
        let found = (0..6).find_map(|_| {
            let title = merged(&first.item.title, &second.item.title, self.random);
            self.plain(&title, &[a, b]).then_some(title)
        });
        let Some(title) = found else { return };
        self.titles.insert(norm(&title));
        let mut whole = Entry {
            tag: self.draft.fresh(),
            role: Role::Merged,
            from: vec![a, b],
            ..first
        };
        for (label, value) in second.item.fields {
            let other = whole.item.fields.entry(label).or_insert(None);
            join(other, value);
        }
        whole.item.title = title;
        self.draft.put(vec![whole], &Spot::Before(a));
        self.draft.take(a);
        self.draft.take(b);
    }

    /// To another parent of the same kind, among items of its kind if there are some.
    fn move_away(&mut self, tag: Tag) {
        let own = self.draft.entry(tag).clone();
        let branch = self.draft.branch(tag);
        let homes: Vec<Tag> = self
            .homes(tag)
            .into_iter()
            .filter(|h| Some(*h) != own.parent && !branch.contains(h))
            .collect();
        // a part of the parent that was split is the parent still
        let from = own.parent.map(|p| self.draft.entry(p).from.clone());
        let homes: Vec<Tag> = homes
            .into_iter()
            .filter(|h| Some(&self.draft.entry(*h).from) != from.as_ref())
            .collect();
        if homes.is_empty() {
            return;
        }
        let home = *self.random.pick(&homes);
        let mut branch = self.draft.take(tag);
        branch[0].parent = Some(home);
        branch[0].role = Role::Moved;
        let spot = self.spot_under(home, &own.item.kind);
        self.draft.put(branch, &spot);
    }

    /// A place among the items of a kind under a parent.
    fn spot_under(&mut self, parent: Tag, kind: &str) -> Spot {
        let same = |e: &&Entry| e.parent == Some(parent) && e.item.kind == kind;
        let siblings: Vec<Tag> = self
            .draft
            .entries
            .iter()
            .filter(same)
            .map(|e| e.tag)
            .collect();
        match siblings.is_empty() {
            true => Spot::Under(parent),
            false if self.random.chance(0.3) => Spot::Before(siblings[0]),
            false => Spot::After(*self.random.pick(&siblings)),
        }
    }

    /// New items beside others, some of them like one that stays.
    fn add(&mut self, shares: &Shares) {
        let count = self.random.share(shares.added, self.draft.entries.len());
        let limits = self.limits();
        for _ in 0..count {
            let beside = self.draft.entries[self.random.below(self.draft.entries.len())].clone();
            if beside.item.kind == "vision" {
                continue;
            }
            let found = (0..20).find_map(|_| {
                let title = self.new_title();
                let own = pairs(&title);
                let mut old = self.risky.iter().zip(&limits);
                let doubtful = old.any(|((_, p), limit)| alike(p, &own) > *limit);
                (!doubtful && self.titles.insert(norm(&title))).then_some(title)
            });
            let Some(title) = found else { continue };
            let mut entry = Entry {
                tag: self.draft.fresh(),
                from: Vec::new(),
                repeats: None,
                role: Role::Added,
                ..beside.clone()
            };
            entry.item = Item {
                title,
                refs: Vec::new(),
                ref_items: Vec::new(),
                repeats: None,
                ..entry.item
            };
            entry.item.flags.retain(|f| f == "shaded");
            for value in entry.item.fields.values_mut().flatten() {
                if value.kind == keikaku::document::ValueKind::Text
                    && value.text.chars().count() > 8
                {
                    let text = sentence(self.random);
                    *value = Value {
                        raw: text.clone(),
                        text,
                        ..value.clone()
                    };
                }
            }
            let spot = if self.random.chance(0.5) {
                Spot::Before(beside.tag)
            } else {
                Spot::After(beside.tag)
            };
            self.draft.put(vec![entry], &spot);
        }
    }

    /// How like an old title that does not stay a new item's may be: less than what it became is.
    fn limits(&self) -> Vec<f64> {
        let limit = |(tag, old): &(Tag, Pairs)| {
            let became = self.draft.entries.iter().filter(|e| e.from.contains(tag));
            let own = became.map(|e| alike(old, &pairs(&e.item.title)));
            own.fold(0.65, f64::min) - 0.15
        };
        self.risky.iter().map(limit).collect()
    }

    fn new_title(&mut self) -> String {
        if self.random.chance(0.4) && !self.free.is_empty() {
            let like = *self.random.pick(&self.free);
            let title = self.draft.entry(like).item.title.clone();
            if let Some(title) = neighbour(&title, self.random) {
                return title;
            }
        }
        invented(self.random)
    }

    /// A 再掲 of an item that stays, or one that goes.
    fn repeat(&mut self, shares: &Shares) {
        if !self.random.chance(shares.repeated) {
            return;
        }
        let old: Vec<Tag> = (self.draft.entries.iter())
            .filter(|e| e.repeats.is_some() && !self.carrying.contains(&e.tag))
            .map(|e| e.tag)
            .collect();
        if !old.is_empty() && self.random.chance(0.4) {
            let tag = *self.random.pick(&old);
            self.draft.take(tag);
            return;
        }
        let fits = |t: &&Tag| !self.carrying.contains(t) && self.homes(**t).len() > 1;
        let Some(tag) = self.free.iter().find(fits).copied() else {
            return;
        };
        let own = self.draft.entry(tag).clone();
        // it repeats an earlier item, so it stands behind it
        let at = self.draft.at(tag);
        let behind: Vec<Tag> = self.draft.entries[at..].iter().map(|e| e.tag).collect();
        let homes: Vec<Tag> = self
            .homes(tag)
            .into_iter()
            .filter(|h| Some(*h) != own.parent && behind.contains(h))
            .collect();
        if homes.is_empty() {
            return;
        }
        let home = *self.random.pick(&homes);
        let mut entry = Entry {
            tag: self.draft.fresh(),
            from: Vec::new(),
            parent: Some(home),
            repeats: Some(tag),
            role: Role::Added,
            ..own
        };
        entry.item.flags.insert(0, "再掲".into());
        let spot = self.spot_under(home, &entry.item.kind);
        self.draft.put(vec![entry], &spot);
        self.free.retain(|t| *t != tag);
    }

    /// Brings siblings with numbers into another order until enough numbers differ.
    fn reorder(&mut self, shares: &Shares) {
        let numbered = self.draft.numbers.iter().flatten().count();
        let enough = self.random.share(shares.renumbered, numbered);
        for _ in 0..200 {
            let differ = self
                .draft
                .entries
                .iter()
                .filter(|e| self.renumbered(e))
                .count();
            if differ >= enough {
                return;
            }
            // many at a time in a large plan
            for _ in 0..=self.draft.entries.len() / 100 {
                self.reorder_one();
            }
            self.draft.renumber();
        }
    }

    fn reorder_one(&mut self) {
        let with = self
            .draft
            .entries
            .iter()
            .filter(|e| e.item.number.is_some());
        let with: Vec<Tag> = with.map(|e| e.tag).collect();
        if with.is_empty() {
            return;
        }
        let tag = *self.random.pick(&with);
        let siblings = self.draft.siblings(tag);
        let others: Vec<Tag> = siblings.into_iter().filter(|t| *t != tag).collect();
        if others.is_empty() {
            return;
        }
        let beside = *self.random.pick(&others);
        let branch = self.draft.take(tag);
        let before = self.random.chance(0.5);
        let spot = if before {
            Spot::Before(beside)
        } else {
            Spot::After(beside)
        };
        self.draft.put(branch, &spot);
    }

    fn renumbered(&self, entry: &Entry) -> bool {
        let number = |n: &Option<String>| n.as_deref().map(plain);
        let old = entry.from.first().map(|f| number(&self.draft.numbers[*f]));
        old.is_some_and(|old| old != number(&entry.item.number))
    }
}

/// A sentence of progress with numbers.
pub fn sentence(random: &mut Random) -> String {
    let mut out = String::new();
    for c in random.pick(&SENTENCES).chars() {
        match c {
            '#' => out.push_str(&(2 + random.below(90)).to_string()),
            c => out.push(c),
        }
    }
    out
}

/// The fields of an item for its parts: texts of several sentences by sentences, all else for each.
fn distributed(
    fields: &IndexMap<String, Option<Value>>,
    parts: usize,
) -> Vec<IndexMap<String, Option<Value>>> {
    let mut out = vec![fields.clone(); parts];
    for (label, value) in fields {
        let Some(value) = value else { continue };
        let sentences: Vec<&str> = value.text.split_inclusive('。').collect();
        if sentences.len() < parts {
            continue;
        }
        for (i, part) in out.iter_mut().enumerate() {
            let from = i * sentences.len() / parts;
            let to = (i + 1) * sentences.len() / parts;
            let text = sentences[from..to].concat();
            part.insert(
                label.clone(),
                Some(Value {
                    raw: text.clone(),
                    text,
                    ..value.clone()
                }),
            );
        }
    }
    out
}

/// Joins the texts of two fields.
fn join(one: &mut Option<Value>, other: Option<Value>) {
    match (one, other) {
        (Some(a), Some(b)) if a.text != b.text && a.kind == b.kind => {
            let text = if a.text.is_empty() || a.text.ends_with('。') {
                format!("{}{}", a.text, b.text)
            } else {
                format!("{}。{}", a.text, b.text)
            };
            if a.kind == keikaku::document::ValueKind::Text {
                (a.raw, a.text) = (text.clone(), text);
            }
        }
        (one @ None, other) => *one = other,
        _ => {}
    }
}
