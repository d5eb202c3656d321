//! What may be the same by its words, and of all that may be the best.

use super::likeness::{Grams, Weights};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Up to so many pairs all are looked at.
const ALL_PAIRS: usize = 10_000;
/// Beyond that, so many of those that share the most with each.
const NEAREST: usize = 8;
/// Bigrams that more than this have tell little, and cost much.
const COMMON: usize = 64;

/// A text by its index, and its bigrams.
pub type Indexed<'g> = (usize, &'g Grams);

/// Pairs of texts that share words, seen from either side; sorted, each once.
pub fn candidates(
    old: &[Indexed<'_>],
    new: &[Indexed<'_>],
    weights: &Weights,
) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)>;
    if old.len() * new.len() <= ALL_PAIRS {
        out = old
            .iter()
            .flat_map(|o| new.iter().map(|n| (o.0, n.0)))
            .collect();
    } else {
        out = nearest(old, new, weights);
        out.extend(nearest(new, old, weights).into_iter().map(|(n, o)| (o, n)));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// For each of one side those of the other that share the most with it.
fn nearest(a: &[Indexed<'_>], b: &[Indexed<'_>], weights: &Weights) -> Vec<(usize, usize)> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (i, grams) in b {
        grams
            .iter()
            .for_each(|g| holders.entry(g).or_default().push(*i));
    }
    let near = |(i, grams): &Indexed<'_>| {
        let mut shared: FxHashMap<usize, f32> = FxHashMap::default();
        for gram in grams.iter() {
            let Some(holders) = holders.get(&gram).filter(|h| h.len() <= COMMON) else {
                continue;
            };
            for other in holders {
                *shared.entry(*other).or_default() += weights.of(gram);
            }
        }
        let mut found: Vec<(usize, f32)> = shared.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(NEAREST);
        let i = *i;
        found
            .into_iter()
            .map(move |(other, _)| (i, other))
            .collect::<Vec<_>>()
    };
    a.par_iter().flat_map_iter(near).collect()
}

/// Of scored pairs the best, so that nothing is in two.
pub fn best(mut scored: Vec<(usize, usize, f32)>) -> Vec<(usize, usize, f32)> {
    // the order of equal scores is the same from either side: where it is not total, the pairs have nothing in common
    let key = |s: &(usize, usize, f32)| (s.0.abs_diff(s.1), s.0 + s.1);
    scored.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| key(a).cmp(&key(b))));
    let (mut old, mut new) = (FxHashSet::default(), FxHashSet::default());
    scored.retain(|(o, n, _)| {
        let free = !old.contains(o) && !new.contains(n);
        if free {
            old.insert(*o);
            new.insert(*n);
        }
        free
    });
    scored
}
