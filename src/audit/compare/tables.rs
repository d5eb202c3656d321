//! Tables: which is which by what their cells say, and then cell by cell.

use super::cells::cells;
use super::datum::Datum;
use super::equal::fold;
use super::facts::{Facts, Thing};
use super::items::{context, id, is_one_to_one, names, presence, values};
use super::ledger::Ledger;
use super::pair::Pairs;
use crate::edition::choice::best;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// A text that more tables than this have does not tell which is which.
const COMMON: usize = 32;
/// Two tables are the same if they share at least this part of what they say.
const LEAST: f32 = 0.2;

/// Compares the tables.
pub fn tables(ledger: &mut Ledger, expected: &Facts, found: &Facts, whole: bool) {
    let (Some(truth), Some(document)) = (&expected.tables, &found.tables) else {
        return;
    };
    let (truth, document) = (named(truth), named(document));
    let pairs = pairs(&truth, &document);
    // of the tables, a part of a document names those that matter; an empty list says that there is none
    match whole || truth.is_empty() {
        true => presence(ledger, "tables", (&truth, &document), &pairs),
        false => expected_only(ledger, (&truth, &document), &pairs),
    }
    let counted = whole && is_one_to_one(&pairs);
    for (i, j) in pairs.iter() {
        let (a, b) = (&truth[i], &document[j]);
        let of = names(a, b);
        let on = context(&of, a, b);
        values(ledger, &on, a, b);
        if counted {
            id(ledger, &on, a, b);
        }
        cells(ledger, &of, a, b);
    }
}

/// The presence of the tables that are expected, whatever else there is.
fn expected_only(ledger: &mut Ledger, (truth, document): (&[Thing], &[Thing]), pairs: &Pairs) {
    let named = Pairs {
        to: pairs.to.clone(),
        back: Vec::new(),
    };
    presence(ledger, "tables", (truth, document), &named);
}

/// With a name: caption, else the first words of the table.
fn named(tables: &[Thing]) -> Vec<Thing> {
    let named = |(i, table): (usize, &Thing)| {
        let mut out = table.clone();
        if out.of.name.is_empty() {
            let texts = table.members.iter().flatten().map(Datum::text);
            let texts = texts.filter(|t| !t.is_empty()).take(3);
            out.of.name = texts.collect::<Vec<_>>().join(" | ").replace('\n', " ");
        }
        if out.of.name.is_empty() {
            out.of.name = format!("table {}", i + 1);
        }
        out
    };
    tables.iter().enumerate().map(named).collect()
}

/// What the cells of a table say, sorted.
fn content(table: &Thing) -> Vec<u64> {
    let texts = table.members.iter().flatten().map(|cell| fold(cell.text()));
    let hash = |text: String| {
        let mut hasher = FxHasher::default();
        text.hash(&mut hasher);
        hasher.finish()
    };
    let mut out: Vec<u64> = texts.filter(|t| !t.is_empty()).map(hash).collect();
    out.sort_unstable();
    out
}

fn pairs(truth: &[Thing], document: &[Thing]) -> Pairs {
    let side = |tables: &[Thing]| -> Vec<Vec<u64>> { tables.iter().map(content).collect() };
    let (a, b) = (side(truth), side(document));
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (j, content) in b.iter().enumerate() {
        let mut last = None;
        for key in content {
            if last.replace(*key) != Some(*key) {
                holders.entry(*key).or_default().push(j);
            }
        }
    }
    let mut scored = Vec::new();
    for (i, content) in a.iter().enumerate() {
        let near = content.iter().filter_map(|key| holders.get(key));
        let mut near: Vec<usize> = near
            .filter(|h| h.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        near.push(i);
        near.sort_unstable();
        near.dedup();
        for j in near.into_iter().filter(|j| *j < b.len()) {
            let score = alike((&truth[i], content), (&document[j], &b[j]), i == j);
            scored.extend(score.map(|score| (i, j, score)));
        }
    }
    let mut pairs = Pairs {
        to: vec![None; a.len()],
        back: vec![None; b.len()],
    };
    for (i, j, _) in best(scored) {
        (pairs.to[i], pairs.back[j]) = (Some(j), Some(i));
    }
    pairs
}

/// How alike two tables are; none if they are not.
fn alike(a: (&Thing, &[u64]), b: (&Thing, &[u64]), same_place: bool) -> Option<f32> {
    let shared = shared(a.1, b.1) as f32;
    let words = 2.0 * shared / (a.1.len() + b.1.len()).max(1) as f32;
    let size = ["rows", "cols"].iter().all(|k| a.0.text(k) == b.0.text(k));
    let page = a.0.page.is_none() || a.0.page == b.0.page;
    let is_same = words >= LEAST || (size && page && same_place);
    let bonus = |is: bool| if is { 0.05 } else { 0.0 };
    is_same.then(|| words + bonus(size) + bonus(page) + bonus(same_place))
}

/// How many of two sorted lists are in both, each as often as in the one that has it less often.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut out) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, out) = (i + 1, j + 1, out + 1),
        }
    }
    out
}
