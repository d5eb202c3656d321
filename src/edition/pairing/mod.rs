//! Which items of two editions are the same.
//!
//! First what cannot be otherwise: the same number, title and place, each of them once ([`exact`]). Then what is most
//! like each other, by number, title, place, content and neighbours together ([`likely`]), as long as that finds more,
//! since each pair is evidence for those above, below and beside it. At last what was split or merged ([`parts`]).
//!
//! Every step is symmetric: with the editions the other way round the same pairs come out.

mod exact;
mod likely;
mod parts;

use super::change::By;
use super::likeness::Weights;
use super::side::Edition;

/// Two items that are the same. Indices are those of the documents' items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Made {
    /// In the old edition.
    pub old: usize,
    /// In the new one.
    pub new: usize,
    /// By what it was recognised.
    pub by: By,
    /// How much speaks for it, from 0 to 1.
    pub sureness: f32,
}

/// Which items are the same.
pub struct Pairing<'e, 'd> {
    /// The old edition.
    pub old: &'e Edition<'d>,
    /// The new edition.
    pub new: &'e Edition<'d>,
    /// How much the bigrams of titles weigh.
    titles: Weights,
    /// How much those of fields weigh.
    contents: Weights,
    /// For each old item its pair.
    of_old: Vec<Option<Made>>,
    /// For each new item its pair.
    of_new: Vec<Option<Made>>,
    /// What a split or a merger adds: each part but the one that is a pair already.
    pub parts: Vec<Made>,
}

impl<'e, 'd> Pairing<'e, 'd> {
    /// Pairs the items of two editions.
    pub fn new(old: &'e Edition<'d>, new: &'e Edition<'d>) -> Self {
        let grams = |e: &'e Edition<'d>| e.entries.iter().map(|e| &e.grams);
        let content = |e: &'e Edition<'d>| e.entries.iter().map(|e| &e.content);
        let (titles, contents) = rayon::join(
            || Weights::new(grams(old), grams(new)),
            || Weights::new(content(old), content(new)),
        );
        let mut out = Self {
            of_old: vec![None; old.entries.len()],
            of_new: vec![None; new.entries.len()],
            parts: Vec::new(),
            old,
            new,
            titles,
            contents,
        };
        exact::pair(&mut out);
        likely::pair(&mut out);
        parts::find(&mut out);
        out
    }

    /// The pair of an old item.
    pub fn of_old(&self, i: usize) -> Option<Made> {
        self.of_old[i]
    }

    /// The pair of a new item.
    pub fn of_new(&self, i: usize) -> Option<Made> {
        self.of_new[i]
    }

    /// All pairs in the order of the new edition, without what a split or merger adds.
    pub fn pairs(&self) -> impl Iterator<Item = Made> {
        self.of_new.iter().flatten().copied()
    }

    /// Whether two items, which need not be there, are the same, or parts of the same.
    pub fn is_pair(&self, old: Option<usize>, new: Option<usize>) -> bool {
        match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                self.of_old[old].is_some_and(|made| made.new == new)
                    || self.parts.iter().any(|p| p.old == old && p.new == new)
            }
            _ => false,
        }
    }

    fn make(&mut self, made: Made) {
        self.of_old[made.old] = Some(made);
        self.of_new[made.new] = Some(made);
    }

    /// Old items without a pair, in order.
    fn old_left(&self) -> Vec<usize> {
        left(&self.of_old)
    }

    /// New items without a pair, in order.
    fn new_left(&self) -> Vec<usize> {
        left(&self.of_new)
    }
}

fn left(of: &[Option<Made>]) -> Vec<usize> {
    (0..of.len()).filter(|i| of[*i].is_none()).collect()
}
