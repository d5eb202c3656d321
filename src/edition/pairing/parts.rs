//! What was split and what was merged.
//!
//! An item that is in one edition only may be a part of an item of the other: of one that is unpaired itself, or of
//! one whose pair does not have what this part has. A merger is a split with the editions the other way round, and
//! both are found by the same function.

use super::{Made, Pairing};
use crate::edition::change::By;
use crate::edition::likeness::{Grams, Weights};
use crate::edition::side::{Edition, Entry, GramsOf};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Finds the parts of what was split, then of what was merged.
pub fn find(pairing: &mut Pairing<'_, '_>) {
    let split = Search::new(pairing, false).parts();
    let merged = Search::new(pairing, true).parts();
    let taken: FxHashSet<usize> = split.iter().map(|p| p.whole).collect();
    // what is whole in a split is no part of a merger
    let merged = merged.into_iter().filter(|p| !taken.contains(&p.part));
    let split = split
        .iter()
        .map(|p| (p.whole, p.part, By::Split, p.sureness));
    let merged = merged.map(|p| (p.part, p.whole, By::Merged, p.sureness));
    for (old, new, by, sureness) in split.chain(merged).collect::<Vec<_>>() {
        let made = Made {
            old,
            new,
            by,
            sureness,
        };
        // the first part of an unpaired whole is its pair, so that it goes on as that
        if pairing.of_old(old).is_none() && pairing.of_new(new).is_none() {
            pairing.make(made);
        } else {
            pairing.parts.push(made);
        }
    }
}

/// A part is wholly in what it is a part of, or nearly.
const WITHIN: f32 = 0.6;
/// So much of the whole is in this part, and was not in the others.
const GAIN: f32 = 0.15;
/// The parts of an unpaired whole have so much of it together.
const COVERED: f32 = 0.6;
/// Parts of different parents need so much.
const WITHIN_ELSEWHERE: f32 = 0.8;
/// What a title that names all of its subjects in the whole, and one that the other part does not, speaks for it.
const BY_WORDS: f32 = 0.75;
/// The whole title is in each of the parts: `公園整備` in `公園整備(北部)` and `公園整備(南部)`.
const WHOLE_TITLE: f32 = 0.9;
/// Fewer bigrams of content are no evidence.
const LEAST_CONTENT: usize = 8;

/// The search for parts of `wholes` among the unpaired of `pieces`.
struct Search<'s, 'e, 'd> {
    pairing: &'s Pairing<'e, 'd>,
    wholes: &'e Edition<'d>,
    pieces: &'e Edition<'d>,
    /// The wholes are those of the new edition.
    reverse: bool,
}

/// A part of a whole.
struct Part {
    whole: usize,
    part: usize,
    sureness: f32,
}

impl<'s, 'e, 'd> Search<'s, 'e, 'd> {
    fn new(pairing: &'s Pairing<'e, 'd>, reverse: bool) -> Self {
        let (wholes, pieces) = match reverse {
            false => (pairing.old, pairing.new),
            true => (pairing.new, pairing.old),
        };
        Self {
            pairing,
            wholes,
            pieces,
            reverse,
        }
    }

    /// For each unpaired piece the whole that it is most a part of.
    fn parts(&self) -> Vec<Part> {
        let left = match self.reverse {
            false => self.pairing.new_left(),
            true => self.pairing.old_left(),
        };
        let index = self.index(&left);
        let mut of_whole: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
        for part in left {
            let best = self.best(&index, part);
            if let Some(best) = best {
                of_whole.entry(best.whole).or_default().push(best);
            }
        }
        let groups = of_whole.into_iter();
        let groups = groups.filter(|(whole, parts)| self.holds(*whole, parts));
        groups.flat_map(|(_, parts)| parts).collect()
    }

    /// The whole that a piece is most a part of, if it is of any.
    fn best(&self, index: &Index, part: usize) -> Option<Part> {
        let own = &self.pieces.entries[part];
        let mut wholes: Vec<usize> = index.holders(own);
        wholes.extend(self.beside(own));
        wholes.sort_unstable();
        wholes.dedup();
        let scored = wholes.into_iter().filter_map(|whole| {
            let sureness = self.scored(whole, part)?;
            Some(Part {
                whole,
                part,
                sureness,
            })
        });
        scored.reduce(|best, next| match next.sureness > best.sureness {
            true => next,
            false => best,
        })
    }

    /// The items below the pair of a piece's parent.
    fn beside(&self, piece: &Entry<'_>) -> Vec<usize> {
        let above = piece.parent.and_then(|p| match self.reverse {
            false => self.pairing.of_new(p).map(|made| made.old),
            true => self.pairing.of_old(p).map(|made| made.new),
        });
        let children = above.map(|p| self.wholes.entries[p].children.clone());
        children.filter(|c| c.len() <= FEW).unwrap_or_default()
    }

    /// A whole without a pair needs two parts at least, which have most of it together.
    fn holds(&self, whole: usize, parts: &[Part]) -> bool {
        if self.pair_of(whole).is_some() {
            return true;
        }
        let own = &self.wholes.entries[whole];
        let all = |of: GramsOf| {
            let grams = parts.iter().map(|p| of(&self.pieces.entries[p.part]));
            grams.fold(Grams::default(), |all, next| all.union(next))
        };
        let (titles, contents) = (&self.pairing.titles, &self.pairing.contents);
        let title = titles.part_in(&own.grams, &all(|e| &e.grams));
        let content = contents.part_in(&own.content, &all(|e| &e.content));
        parts.len() > 1 && (title >= COVERED || content >= COVERED)
    }

    /// How much speaks for a piece being a part of a whole.
    fn scored(&self, whole: usize, part: usize) -> Option<f32> {
        let (own, piece) = (&self.wholes.entries[whole], &self.pieces.entries[part]);
        let is_repeat = own.item.repeats.is_some() || piece.item.repeats.is_some();
        if own.item.kind != piece.item.kind || is_repeat {
            return None;
        }
        let near = self.is_near(own, piece);
        let least = if near { WITHIN } else { WITHIN_ELSEWHERE };
        let sibling = self.pair_of(whole).map(|i| &self.pieces.entries[i]);
        let (titles, contents) = (&self.pairing.titles, &self.pairing.contents);
        let content = within(
            contents,
            &own.content,
            &piece.content,
            sibling.map(|s| &s.content),
        );
        // reports are written from templates: the same sentences about something else are no part
        let related = near && own.subject.is_shared(&piece.subject);
        let content = content.filter(|_| related && piece.content.len() >= LEAST_CONTENT);
        let title = match sibling {
            // a title that goes on as it was is no sign of a split
            Some(sibling) if sibling.title == own.title => None,
            _ => {
                let within = within(titles, &own.grams, &piece.grams, sibling.map(|s| &s.grams));
                let ways = [
                    within,
                    self.whole_title(own, piece, sibling),
                    by_words(own, piece, sibling),
                ];
                ways.into_iter().flatten().reduce(f32::max)
            }
        };
        let most = title.into_iter().chain(content).reduce(f32::max)?;
        (most >= least).then_some(most)
    }

    /// The title of the whole, in this piece as in the others.
    fn whole_title(
        &self,
        own: &Entry<'_>,
        piece: &Entry<'_>,
        sibling: Option<&Entry<'_>>,
    ) -> Option<f32> {
        let titles = &self.pairing.titles;
        let in_piece = titles.part_in(&own.grams, &piece.grams);
        let in_sibling = sibling.map_or(1.0, |s| titles.part_in(&own.grams, &s.grams));
        let least = in_piece.min(in_sibling);
        (least >= WHOLE_TITLE).then_some(least)
    }

    /// Below the same parent, or parents that are the same.
    fn is_near(&self, own: &Entry<'_>, piece: &Entry<'_>) -> bool {
        match self.reverse {
            false => self.pairing.is_pair(own.parent, piece.parent),
            true => self.pairing.is_pair(piece.parent, own.parent),
        }
    }

    /// The pair of a whole, among the pieces.
    fn pair_of(&self, whole: usize) -> Option<usize> {
        match self.reverse {
            false => self.pairing.of_old(whole).map(|made| made.new),
            true => self.pairing.of_new(whole).map(|made| made.old),
        }
    }

    fn index(&self, left: &[usize]) -> Index {
        let grams = |of: GramsOf| -> FxHashSet<u64> {
            let all = left
                .iter()
                .flat_map(|i| of(&self.pieces.entries[*i]).iter());
            all.collect()
        };
        let (titles, contents) = (grams(|e| &e.grams), grams(|e| &e.content));
        let mut out = Index::default();
        for (i, whole) in self.wholes.entries.iter().enumerate() {
            note(&mut out.titles, &whole.grams, &titles, i);
            note(&mut out.contents, &whole.content, &contents, i);
        }
        out
    }
}

/// The title of a piece stands in that of the whole, beside the other's; or all it is about does.
fn by_words(own: &Entry<'_>, piece: &Entry<'_>, sibling: Option<&Entry<'_>>) -> Option<f32> {
    let other = sibling.map(|s| s.title.as_str());
    if let Some((before, behind)) = own.title.split_once(&piece.title) {
        let rest = other.is_none_or(|o| before.contains(o) || behind.contains(o));
        if rest && piece.grams.len() >= LEAST_CONTENT {
            return Some(1.0);
        }
    }
    piece.subject.is_part(&own.title, other).then_some(BY_WORDS)
}

/// How much of a piece is in the whole, if it has something of it that the sibling has not.
fn within(weights: &Weights, whole: &Grams, piece: &Grams, sibling: Option<&Grams>) -> Option<f32> {
    let all = weights.total(whole);
    let rest = sibling.map(|s| whole.without(s));
    let gained = weights.shared(rest.as_ref().unwrap_or(whole), piece);
    (all > 0.0 && gained / all >= GAIN).then(|| weights.part_in(piece, whole))
}

/// Which wholes have a bigram that a piece has.
#[derive(Default)]
struct Index {
    titles: FxHashMap<u64, Vec<usize>>,
    contents: FxHashMap<u64, Vec<usize>>,
}

/// Bigrams that more items than this have tell little, and cost much.
const COMMON: usize = 32;
/// So many siblings are looked at whatever they have in common.
const FEW: usize = 64;
/// Of the content so many rare bigrams are looked up.
const LOOKED_UP: usize = 24;

fn note(index: &mut FxHashMap<u64, Vec<usize>>, grams: &Grams, wanted: &FxHashSet<u64>, i: usize) {
    for gram in grams.iter().filter(|g| wanted.contains(g)) {
        let holders = index.entry(gram).or_default();
        if holders.len() <= COMMON {
            holders.push(i);
        }
    }
}

impl Index {
    /// The wholes that share rare bigrams with a piece.
    fn holders(&self, piece: &Entry<'_>) -> Vec<usize> {
        let of = |index: &FxHashMap<u64, Vec<usize>>, grams: &Grams| -> Vec<usize> {
            let mut found: Vec<&Vec<usize>> = grams.iter().filter_map(|g| index.get(&g)).collect();
            found.retain(|h| h.len() <= COMMON);
            found.sort_by_key(|h| h.len());
            found
                .into_iter()
                .take(LOOKED_UP)
                .flatten()
                .copied()
                .collect()
        };
        let mut out = of(&self.titles, &piece.grams);
        out.extend(of(&self.contents, &piece.content));
        out
    }
}
