//! [`Ledger`]: what was compared, counted by field, and every difference on the way to its place.
//!
//! # Invariant
//! Every difference is one value of its field: what is missing is expected and not found, what is surplus is found and
//! not expected, what is different is both, and what differs in print is the same but not exact. A threshold can
//! therefore leave out a difference that is known.

use super::datum::{self, Datum};
use super::equal::Equality;
use super::printed::{Needles, Printed};
use crate::audit::difference::{Difference, Kind, Located, Of};
use crate::audit::tally::Tally;
use crate::place::At;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// What is known of where a difference is.
#[derive(Debug, Clone, Default)]
pub struct Clues {
    /// What is looked for where it is missing.
    pub text: Option<String>,
    /// Where what was found was read.
    pub read: Vec<At>,
    /// Where the truth has what is expected.
    pub held: Vec<At>,
    /// The page on which the truth has it.
    pub page: Option<u32>,
    /// Where what it belongs to was read.
    pub owner: Vec<At>,
}

/// What a value belongs to, and where that is.
#[derive(Debug, Clone)]
pub struct Context<'c> {
    /// Its names.
    pub of: &'c Of,
    /// Where it was read.
    pub owner: &'c [At],
    /// The page on which the truth has it.
    pub page: Option<u32>,
}

struct Pending {
    difference: Difference,
    clues: Clues,
}

/// What was compared so far.
#[derive(Default)]
pub struct Ledger {
    pending: Vec<Pending>,
    tallies: IndexMap<String, Tally>,
    there: BTreeSet<String>,
}

impl Ledger {
    /// Notes that a thing is on both sides.
    pub fn there(&mut self, of: &Of) {
        self.there.insert(of.id.clone());
    }

    /// Counts a value that is expected and was found.
    pub fn same(&mut self, field: &str, exact: bool) {
        self.count(field, [1, 1, 1, usize::from(exact)]);
    }

    fn count(&mut self, field: &str, [expected, found, same, exact]: [usize; 4]) {
        let tally = Tally {
            expected,
            found,
            same,
            exact,
        };
        match self.tallies.get_mut(field) {
            Some(known) => known.add(&tally),
            None => drop(self.tallies.insert(field.to_owned(), tally)),
        }
    }

    /// Something that is expected, and was not found.
    pub fn missing(&mut self, field: &str, of: &Of, expected: String, clues: Clues) {
        self.count(field, [1, 0, 0, 0]);
        self.put(field, Kind::Missing, of, (Some(expected), None), clues);
    }

    /// Something that was found, and is not expected.
    pub fn surplus(&mut self, field: &str, of: &Of, found: String, clues: Clues) {
        self.count(field, [0, 1, 0, 0]);
        self.put(field, Kind::Surplus, of, (None, Some(found)), clues);
    }

    /// Something else than what is expected.
    pub fn different(&mut self, field: &str, of: &Of, both: [String; 2], clues: Clues) {
        self.count(field, [1, 1, 0, 0]);
        let [expected, found] = both;
        let both = (Some(expected), Some(found));
        self.put(field, Kind::Different, of, both, clues);
    }

    /// What is expected, in another print.
    pub fn print(&mut self, field: &str, of: &Of, both: [String; 2], clues: Clues) {
        self.same(field, false);
        let [expected, found] = both;
        let both = (Some(expected), Some(found));
        self.put(field, Kind::Print, of, both, clues);
    }

    fn put(
        &mut self,
        field: &str,
        kind: Kind,
        of: &Of,
        (expected, found): (Option<String>, Option<String>),
        clues: Clues,
    ) {
        self.pending.push(Pending {
            difference: Difference {
                kind,
                field: field.to_owned(),
                of: of.clone(),
                expected,
                found,
                at: Vec::new(),
                located: Located::Unknown,
                expected_failure: false,
            },
            clues,
        });
    }

    /// Compares a value; what says nothing on either side is none.
    pub fn value(
        &mut self,
        field: &str,
        on: &Context<'_>,
        expected: Option<&Datum>,
        found: Option<&Datum>,
    ) {
        // a value of which no part that holds says anything was not found
        let found = found.filter(|d| match expected {
            Some(expected) => !d.is_silent_on(expected),
            None => !d.is_empty(),
        });
        let expected = expected.filter(|d| !d.is_empty());
        let clues = Clues {
            text: expected.map(|d| d.text().to_owned()),
            read: found.map(|d| d.at.clone()).unwrap_or_default(),
            held: expected.map(|d| d.at.clone()).unwrap_or_default(),
            page: on.page,
            owner: on.owner.to_vec(),
        };
        match (expected, found) {
            (None, None) => {}
            (Some(expected), None) => self.missing(field, on.of, expected.whole(), clues),
            (None, Some(found)) => self.surplus(field, on.of, found.whole(), clues),
            (Some(expected), Some(found)) => self.both(field, on.of, (expected, found), clues),
        }
    }

    fn both(&mut self, field: &str, of: &Of, (expected, found): (&Datum, &Datum), clues: Clues) {
        let (equality, names) = datum::compare(expected, found);
        let both = || [expected.shown(&names), found.shown(&names)];
        match equality {
            Equality::Exact => self.same(field, true),
            Equality::Same => self.print(field, of, both(), clues),
            Equality::Different => self.different(field, of, both(), clues),
        }
    }

    /// Compares lists in which the order does not count.
    pub fn list(&mut self, field: &str, on: &Context<'_>, expected: &[Datum], found: &[Datum]) {
        let mut rest: Vec<&Datum> = found.iter().collect();
        let mut lost: Vec<&Datum> = Vec::new();
        for datum in expected {
            let equal = |least: Equality| {
                let is = |f: &&Datum| datum::compare(datum, f).0 >= least;
                rest.iter().position(is)
            };
            match equal(Equality::Exact).or_else(|| equal(Equality::Same)) {
                Some(i) => self.value(field, on, Some(datum), Some(rest.remove(i))),
                None => lost.push(datum),
            }
        }
        let mut rest = rest.into_iter();
        for datum in lost {
            self.value(field, on, Some(datum), rest.next());
        }
        for datum in rest {
            self.value(field, on, None, Some(datum));
        }
    }

    /// The ids, as they were found, of the things that are on both sides.
    pub fn take_there(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.there)
    }

    /// Everything with its place; the texts that are not where they should be are looked for all at once.
    pub fn finish(
        self,
        printed: Option<&Printed<'_>>,
    ) -> (Vec<Difference>, IndexMap<String, Tally>) {
        let mut needles = Needles::default();
        let wanted: Vec<Option<usize>> = self
            .pending
            .iter()
            .map(|p| {
                let is_lost = p.difference.kind == Kind::Missing && !has_box(&p.clues.held);
                // of a mark or digit, which is everywhere, the place of its owner tells more
                let least = if p.clues.owner.is_empty() { 1 } else { 3 };
                let text = p.clues.text.as_deref()?;
                (is_lost && text.chars().nth(least - 1).is_some()).then(|| needles.add(text))
            })
            .collect();
        let found = printed.map(|p| p.find(&needles)).unwrap_or_default();
        let place = |(pending, needle): (Pending, Option<usize>)| {
            let Pending {
                mut difference,
                clues,
            } = pending;
            let printed = needle.and_then(|i| found.get(i)?.at(clues.page));
            (difference.at, difference.located) = located(difference.kind, clues, printed);
            difference
        };
        let mut differences: Vec<Difference> =
            self.pending.into_iter().zip(wanted).map(place).collect();
        differences.sort_by_key(|d| d.at.first().map_or(u32::MAX, |at| at.page));
        (differences, self.tallies)
    }
}

fn has_box(at: &[At]) -> bool {
    at.iter().any(|at| at.r#box != [0.0; 4])
}

/// The surest place that is known.
fn located(kind: Kind, clues: Clues, printed: Option<Vec<At>>) -> (Vec<At>, Located) {
    if !clues.read.is_empty() {
        return (clues.read, Located::Read);
    }
    if kind != Kind::Missing && !clues.owner.is_empty() {
        return (clues.owner, Located::Read);
    }
    if has_box(&clues.held) {
        return (clues.held, Located::Held);
    }
    // row and column of the truth stay with the place at which the text is printed
    let cell = clues.held.first().filter(|at| at.row.is_some()).cloned();
    if let Some(mut printed) = printed.filter(|p| !p.is_empty()) {
        if let (Some(cell), Some(first)) = (&cell, printed.first_mut()) {
            (first.row, first.col) = (cell.row, cell.col);
            first.table.clone_from(&cell.table);
        }
        return (printed, Located::Printed);
    }
    if let Some(cell) = cell {
        return (vec![cell], Located::Held);
    }
    if !clues.owner.is_empty() {
        return (clues.owner, Located::Owner);
    }
    match clues.page {
        Some(page) => {
            let at = At {
                page,
                ..At::default()
            };
            (vec![at], Located::Held)
        }
        None => (Vec::new(), Located::Unknown),
    }
}
