//! How much two texts have in common: weighted pairs of neighbouring characters.
//!
//! # Source
//! The coefficient of Dice on character bigrams, each weighted with the logarithm of its rarity (inverse document
//! frequency, K. Spärck Jones 1972), so that the 推進 and 充実 that all titles end with count little. A bigram is
//! counted on the side on which it is more frequent: the measure is the same in both directions, and what both
//! editions have is no more common for it.

use super::subject;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Two characters next to each other.
type Gram = u64;

/// The bigrams of a text, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grams(Vec<Gram>);

impl Grams {
    /// Those of an essence.
    pub fn of(essence: &str) -> Self {
        let mut out = Vec::with_capacity(essence.len() / 3);
        let mut last = None;
        for c in essence.chars().filter(|c| !c.is_whitespace()) {
            let code = u64::from(u32::from(c));
            if let Some(last) = last {
                out.push(last << 21 | code);
            }
            last = Some(code);
        }
        if let (true, Some(only)) = (out.is_empty(), last) {
            out.push(only);
        }
        out.sort_unstable();
        out.dedup();
        Self(out)
    }

    /// Those of a title: also of what is left without hiragana, in which titles are reworded most, so that
    /// `使い道の公開` is in `使い道を公開する取組`.
    pub fn of_title(essence: &str) -> Self {
        let is_hiragana = |c: &char| ('ぁ'..='ゖ').contains(c);
        let bare: String = essence.chars().filter(|c| !is_hiragana(c)).collect();
        match bare.len() == essence.len() {
            true => Self::of(essence),
            false => Self::of(essence).union(&Self::of(&bare)),
        }
    }

    /// Those of several texts; none across the end of one.
    pub fn of_all<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut out: Vec<Gram> = texts.flat_map(|text| Self::of(text).0).collect();
        out.sort_unstable();
        out.dedup();
        Self(out)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One after the other, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Gram> {
        self.0.iter().copied()
    }

    /// Those of either.
    pub fn union(&self, other: &Self) -> Self {
        let mut out = self.0.clone();
        out.extend(&other.0);
        out.sort_unstable();
        out.dedup();
        Self(out)
    }

    /// Those that the other has not.
    pub fn without(&self, other: &Self) -> Self {
        let kept = self.iter().filter(|g| other.0.binary_search(g).is_err());
        Self(kept.collect())
    }

    /// Those of both.
    fn both<'g>(&'g self, other: &'g Self) -> impl Iterator<Item = Gram> + 'g {
        let (short, long) = match self.len() <= other.len() {
            true => (self, other),
            false => (other, self),
        };
        let mut rest = long.0.as_slice();
        short.iter().filter(move |gram| {
            let at = rest.partition_point(|g| g < gram);
            rest = &rest[at..];
            rest.first() == Some(gram)
        })
    }
}

/// How much a bigram of the words counts that all measures have.
const GENERAL_WEIGHT: f32 = 0.35;

static GENERAL: LazyLock<FxHashSet<Gram>> = LazyLock::new(|| {
    let words = subject::GENERAL.split_whitespace();
    words.flat_map(|word| Grams::of(word).0).collect()
});

/// How much each bigram weighs.
#[derive(Debug, Default)]
pub struct Weights {
    of: FxHashMap<Gram, f32>,
    rarest: f32,
}

impl Weights {
    /// By the texts of both editions.
    pub fn new<'g>(
        old: impl Iterator<Item = &'g Grams>,
        new: impl Iterator<Item = &'g Grams>,
    ) -> Self {
        let mut counts: FxHashMap<Gram, [u32; 2]> = FxHashMap::default();
        let mut texts = [0u32; 2];
        let mut count = |side: usize, grams: &Grams| {
            texts[side] += 1;
            grams
                .iter()
                .for_each(|g| counts.entry(g).or_default()[side] += 1);
        };
        old.for_each(|grams| count(0, grams));
        new.for_each(|grams| count(1, grams));
        let all = texts[0].max(texts[1]) as f32;
        let weight = |n: u32| (1.0 + all / n.max(1) as f32).ln();
        let of = |(gram, [a, b]): (Gram, [u32; 2])| match GENERAL.contains(&gram) {
            true => (gram, weight(a.max(b)) * GENERAL_WEIGHT),
            false => (gram, weight(a.max(b))),
        };
        Self {
            of: counts.into_iter().map(of).collect(),
            rarest: weight(1),
        }
    }

    /// The weight of a bigram.
    pub fn of(&self, gram: Gram) -> f32 {
        self.of.get(&gram).copied().unwrap_or(self.rarest)
    }

    /// The weight of all bigrams of a text.
    pub fn total(&self, grams: &Grams) -> f32 {
        grams.iter().map(|g| self.of(g)).sum()
    }

    /// The weight of what both have.
    pub fn shared(&self, a: &Grams, b: &Grams) -> f32 {
        a.both(b).map(|g| self.of(g)).sum()
    }

    /// How alike two texts are, from 0 to 1; empty ones are not alike.
    pub fn alike(&self, a: &Grams, b: &Grams) -> f32 {
        if a == b {
            return if a.is_empty() { 0.0 } else { 1.0 };
        }
        let total = self.total(a) + self.total(b);
        match total > 0.0 {
            true => 2.0 * self.shared(a, b) / total,
            false => 0.0,
        }
    }

    /// How alike two titles are, from 0 to 1: one that goes on in the other with more words is like it.
    pub fn same_title(&self, a: &Grams, b: &Grams) -> f32 {
        let alike = self.alike(a, b);
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        match short.len() >= LEAST_TITLE {
            true => alike.max(GOES_ON * self.part_in(short, long)),
            false => alike,
        }
    }

    /// How much of a text is in another, from 0 to 1.
    pub fn part_in(&self, part: &Grams, whole: &Grams) -> f32 {
        let total = self.total(part);
        match total > 0.0 {
            true => self.shared(part, whole) / total,
            false => 0.0,
        }
    }
}

/// Titles of fewer bigrams are in many others by chance.
const LEAST_TITLE: usize = 4;
/// How like a title is to one that has all of it and more.
const GOES_ON: f32 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_titles_have_counts_little() {
        let titles = ["公園整備の推進", "防災訓練の推進", "読書活動の推進"].map(Grams::of);
        let weights = Weights::new(titles.iter(), titles.iter());
        let [park, drill, _] = &titles;
        let reworded = Grams::of("公園整備の促進");
        let alike = weights.alike(park, &reworded);
        assert!(alike > 0.6, "{alike}");
        assert!(weights.alike(park, drill) < 0.25);
        assert_eq!(alike, weights.alike(&reworded, park));
        let whole = Grams::of("公園整備と緑化");
        assert!(weights.part_in(&Grams::of("公園整備"), &whole) > 0.99);
        assert_eq!(weights.alike(park, park), 1.0);
        assert_eq!(weights.alike(&Grams::of(""), &Grams::of("")), 0.0);
    }
}
