//! Chains of editions: each is the former with realistic changes, and what is true of each step is known.

use super::draft::Draft;
use super::random::Random;
use super::truth::{Truth, derive};
use super::{clerical, content, indicators, structure, surroundings};
use keikaku::document::Document;

/// How much of an edition the next one changes, from 0 to 1: of the items, or the probability for each.
#[derive(Debug, Clone)]
pub struct Shares {
    /// Items with numbers that have other numbers; more, where insertions shift more.
    pub renumbered: f64,
    /// Items that are split or merged, by half.
    pub split_or_merged: f64,
    pub reworded: f64,
    pub moved: f64,
    pub added: f64,
    pub removed: f64,
    /// The probability that an edition has a 再掲 more or less.
    pub repeated: f64,
    pub status: f64,
    pub flags: f64,
    pub refs: f64,
    pub fields: f64,
    pub fields_added: f64,
    pub deadlines: f64,
    /// The probability that the columns of years and the values of indicators go on by a year.
    pub years_rolled: f64,
    pub indicators: f64,
    /// The probability of an entry more, and of a mark that means something else.
    pub legend: f64,
    pub footnotes: f64,
    pub sections: f64,
    /// Texts that are printed otherwise.
    pub clerical: f64,
}

impl Default for Shares {
    fn default() -> Self {
        Self {
            renumbered: 0.2,
            split_or_merged: 0.1,
            reworded: 0.1,
            moved: 0.04,
            added: 0.06,
            removed: 0.05,
            repeated: 0.3,
            status: 0.2,
            flags: 0.06,
            refs: 0.06,
            fields: 0.15,
            fields_added: 0.05,
            deadlines: 0.08,
            years_rolled: 0.7,
            indicators: 0.2,
            legend: 0.3,
            footnotes: 0.5,
            sections: 0.3,
            clerical: 0.25,
        }
    }
}

impl Shares {
    /// Nothing differs but the print.
    pub fn clerical_only() -> Self {
        Self {
            renumbered: 0.0,
            split_or_merged: 0.0,
            reworded: 0.0,
            moved: 0.0,
            added: 0.0,
            removed: 0.0,
            repeated: 0.0,
            status: 0.0,
            flags: 0.0,
            refs: 0.0,
            fields: 0.0,
            fields_added: 0.0,
            deadlines: 0.0,
            years_rolled: 0.0,
            indicators: 0.0,
            legend: 0.0,
            footnotes: 0.0,
            sections: 0.0,
            clerical: 0.8,
        }
    }
}

/// Editions, and what is true of each step from one to the next.
pub struct Chain {
    pub editions: Vec<Document>,
    pub truths: Vec<Truth>,
}

/// A chain of so many editions, the first of which is the base.
pub fn chain(base: &Document, seed: u64, editions: usize, shares: &Shares) -> Chain {
    let mut random = Random::new(seed);
    let mut out = Chain {
        editions: vec![base.clone()],
        truths: Vec::new(),
    };
    while out.editions.len() < editions {
        let (next, truth) = step(&out.editions[out.editions.len() - 1], &mut random, shares);
        out.editions.push(next);
        out.truths.push(truth);
    }
    out
}

/// The next edition, and what is true of it.
pub fn step(old: &Document, random: &mut Random, shares: &Shares) -> (Document, Truth) {
    let mut draft = Draft::of(old);
    structure::change(&mut draft, shares, random);
    content::change(&mut draft, shares, random);
    indicators::change(&mut draft, shares, random);
    surroundings::change(&mut draft, shares, random);
    let truth = derive(old, &draft);
    let mut new = draft.finish();
    clerical::change(&mut new, shares.clerical, random);
    new.source.sha256 = format!("{:064x}", random.next());
    new.source.file_name = next_name(&old.source.file_name);
    (new, truth)
}

/// `plan.pdf`, `plan-2.pdf`, `plan-3.pdf`.
fn next_name(name: &str) -> String {
    let stem = name.strip_suffix(".pdf").unwrap_or(name);
    match stem
        .rsplit_once('-')
        .and_then(|(s, n)| Some((s, n.parse::<u32>().ok()?)))
    {
        Some((stem, n)) if n < 100 => format!("{stem}-{}.pdf", n + 1),
        _ => format!("{stem}-2.pdf"),
    }
}
