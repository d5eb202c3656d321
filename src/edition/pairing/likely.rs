//! Items that are most like each other, all things taken together.

use super::{Made, Pairing};
use crate::edition::change::By;
use crate::edition::choice;
use crate::edition::likeness::Weights;
use crate::edition::side::{Entry, GramsOf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Pairs as long as there are more: each pair is evidence for others.
pub fn pair(pairing: &mut Pairing<'_, '_>) {
    for _ in 0..MOST_ROUNDS {
        let found = round(pairing);
        if found.is_empty() {
            return;
        }
        for made in found {
            pairing.make(made);
        }
    }
}

/// By then nothing is found any more; each round costs less than the one before.
const MOST_ROUNDS: usize = 6;

/// The pairs of which neither side has a better one.
fn round(pairing: &Pairing<'_, '_>) -> Vec<Made> {
    let score = |(old, new): (usize, usize)| Some((old, new, scored(pairing, old, new)?));
    let scores = candidates(pairing)
        .into_par_iter()
        .filter_map(score)
        .collect();
    let made = |(old, new, sureness)| Made {
        old,
        new,
        by: By::Likeness,
        sureness,
    };
    choice::best(scores).into_iter().map(made).collect()
}

/// What may be the same: pairs of unpaired items that share words, or stand in the same place.
fn candidates(pairing: &Pairing<'_, '_>) -> Vec<(usize, usize)> {
    let (old, new) = (pairing.old_left(), pairing.new_left());
    let kinds: [(GramsOf, &Weights); 2] = [
        (|e| &e.grams, &pairing.titles),
        (|e| &e.content, &pairing.contents),
    ];
    let mut out = in_one_place(pairing, &old, &new);
    for (grams, weights) in kinds {
        let a: Vec<_> = old
            .iter()
            .map(|i| (*i, grams(&pairing.old.entries[*i])))
            .collect();
        let b: Vec<_> = new
            .iter()
            .map(|i| (*i, grams(&pairing.new.entries[*i])))
            .collect();
        out.extend(choice::candidates(&a, &b, weights));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Those with the same number below the same parent, and those between the same neighbours.
fn in_one_place(pairing: &Pairing<'_, '_>, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    let news = &pairing.new.entries;
    let mut out = Vec::new();
    let mut by_path: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for i in new {
        if let Some(path) = news[*i].item.number_key.as_deref() {
            by_path.entry(path).or_default().push(*i);
        }
    }
    for i in old {
        let entry = &pairing.old.entries[*i];
        let path = entry.item.number_key.as_deref();
        let same = path
            .and_then(|p| by_path.get(p))
            .filter(|all| all.len() <= FEW)
            .into_iter()
            .flatten();
        out.extend(same.map(|other| (*i, *other)));
        let pair = |i: usize| pairing.of_old(i).map(|made| made.new);
        let beside = [
            entry.before.and_then(pair).and_then(|n| news[n].behind),
            entry.behind.and_then(pair).and_then(|n| news[n].before),
        ];
        let below = entry.children.iter().filter_map(|c| news[pair(*c)?].parent);
        let found = beside.into_iter().flatten().chain(below);
        let unpaired = found.filter(|n| pairing.of_new(*n).is_none());
        out.extend(unpaired.map(|n| (*i, n)));
    }
    out
}

/// Numbers that more items than this have say nothing.
const FEW: usize = 16;

/// How much each kind of evidence counts. What is not there on either side (no numbers, no fields, no children) is no
/// evidence, and the others count the more.
const TITLE: f32 = 0.5;
const CONTENT: f32 = 0.25;
const CHILDREN: f32 = 0.25;
const NUMBER: f32 = 0.1;
const PARENT: f32 = 0.1;
const NEIGHBOURS: f32 = 0.05;
const LEFT: f32 = 0.15;
/// An item that became one of another kind is less likely the same.
const OTHER_KIND: f32 = 0.85;

/// From here on two items are the same.
const ENOUGH: f32 = 0.5;
/// At least so much of the title must be the same (`公園の整備` and `道路の整備` are not) …
const ENOUGH_TITLE: f32 = 0.3;
/// Titles that are so alike are the same, even if no word is (those in kana).
const ALIKE_AS_SUCH: f32 = 0.4;
/// As much as titles about different things have in common, at most.
const OTHER_SUBJECT: f32 = 0.2;
/// … or so much of what the fields say, or of the items below.
const ENOUGH_OTHER: f32 = 0.6;

/// How much speaks for two items being the same; `None` where it is not enough.
fn scored(pairing: &Pairing<'_, '_>, old: usize, new: usize) -> Option<f32> {
    let (o, n) = (&pairing.old.entries[old], &pairing.new.entries[new]);
    if o.item.repeats.is_some() != n.item.repeats.is_some() {
        return None;
    }
    let title = title(pairing, o, n);
    let content = (!o.content.is_empty() && !n.content.is_empty())
        .then(|| pairing.contents.alike(&o.content, &n.content));
    let children = children(pairing, o, n);
    let other = content.unwrap_or(0.0).max(children.unwrap_or(0.0));
    if title < ENOUGH_TITLE && other < ENOUGH_OTHER {
        return None;
    }
    let evidence = [
        (TITLE, Some(title)),
        (CONTENT, content),
        (CHILDREN, children),
        (NUMBER, number(pairing, o, n)),
        (PARENT, Some(parent(pairing, o, n))),
        (NEIGHBOURS, neighbours(pairing, o, n)),
        (LEFT, left(pairing, old, new)),
    ];
    let there = evidence.iter().filter_map(|(w, e)| Some((*w, (*e)?)));
    let (sum, all) = there.fold((0.0, 0.0), |(s, a), (w, e)| (s + w * e, a + w));
    let kind = if o.item.kind == n.item.kind {
        1.0
    } else {
        OTHER_KIND
    };
    let score = sum / all * kind;
    (score >= ENOUGH).then_some(score)
}

/// How alike the titles are; those about different things are not, whatever they have in common.
fn title(pairing: &Pairing<'_, '_>, o: &Entry<'_>, n: &Entry<'_>) -> f32 {
    // a title that goes on with more words is looked for in its place only
    let alike = match pairing.is_pair(o.parent, n.parent) {
        true => pairing.titles.same_title(&o.grams, &n.grams),
        false => pairing.titles.alike(&o.grams, &n.grams),
    };
    match alike < ALIKE_AS_SUCH && !o.subject.is_shared(&n.subject) {
        true => alike.min(OTHER_SUBJECT),
        false => alike,
    }
}

/// How many of the items below are the same; nothing while none is.
fn children(pairing: &Pairing<'_, '_>, o: &Entry<'_>, n: &Entry<'_>) -> Option<f32> {
    let most = o.children.len().max(n.children.len());
    let pair = |c: &&usize| {
        let made = pairing.of_old(**c);
        made.is_some_and(|made| n.children.binary_search(&made.new).is_ok())
    };
    let same = o.children.iter().filter(pair).count();
    (same > 0).then(|| same as f32 / most as f32)
}

/// The same number from the top down, or the same own number below the same parent.
fn number(pairing: &Pairing<'_, '_>, o: &Entry<'_>, n: &Entry<'_>) -> Option<f32> {
    let (a, b) = (o.number.as_deref()?, n.number.as_deref()?);
    if o.item.number_key == n.item.number_key {
        return Some(1.0);
    }
    let same = a == b && pairing.is_pair(o.parent, n.parent);
    Some(if same { 0.8 } else { 0.0 })
}

/// The same parent; while neither has a pair, what they have in common.
fn parent(pairing: &Pairing<'_, '_>, o: &Entry<'_>, n: &Entry<'_>) -> f32 {
    let (Some(a), Some(b)) = (o.parent, n.parent) else {
        return f32::from(u8::from(o.parent.is_none() && n.parent.is_none()));
    };
    if pairing.of_old(a).is_some() || pairing.of_new(b).is_some() {
        return f32::from(u8::from(pairing.is_pair(Some(a), Some(b))));
    }
    let (a, b) = (&pairing.old.entries[a], &pairing.new.entries[b]);
    pairing.titles.same_title(&a.grams, &b.grams)
}

/// Below parents that are the same, these two are the only ones that are left.
fn left(pairing: &Pairing<'_, '_>, old: usize, new: usize) -> Option<f32> {
    let (o, n) = (&pairing.old.entries[old], &pairing.new.entries[new]);
    let (a, b) = (o.parent?, n.parent?);
    if !pairing.is_pair(Some(a), Some(b)) {
        return None;
    }
    let olds = &pairing.old.entries[a].children;
    let news = &pairing.new.entries[b].children;
    let lone = olds
        .iter()
        .all(|i| *i == old || pairing.of_old(*i).is_some())
        && news
            .iter()
            .all(|i| *i == new || pairing.of_new(*i).is_some());
    lone.then_some(1.0)
}

/// How many of the siblings on either side are the same, of those that have a pair.
fn neighbours(pairing: &Pairing<'_, '_>, o: &Entry<'_>, n: &Entry<'_>) -> Option<f32> {
    let mut known = 0.0;
    let mut same = 0.0;
    for (a, b) in [(o.before, n.before), (o.behind, n.behind)] {
        let paired = |i: Option<usize>| i.and_then(|i| pairing.of_old(i)).is_some();
        let (Some(_), Some(_)) = (a, b) else { continue };
        if paired(a) || b.and_then(|b| pairing.of_new(b)).is_some() {
            known += 1.0;
            same += f32::from(u8::from(pairing.is_pair(a, b)));
        }
    }
    (known > 0.0).then(|| same / known)
}
