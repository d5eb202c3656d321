//! What names another thing by its id: compared by what that is, as ids of a truth are its own.

use super::datum::{Datum, Scalar, Sort};
use super::facts::Thing;
use super::ledger::{Clues, Context, Ledger};
use super::pair::Pairs;
use rustc_hash::FxHashMap;

/// The thing that each id names: the first of them.
pub fn by_id(things: &[Thing]) -> FxHashMap<&str, usize> {
    let things = things.iter().enumerate().rev();
    things.map(|(i, t)| (t.of.id.as_str(), i)).collect()
}

/// Things with what stands above them.
pub struct Ancestors<'t> {
    /// The things.
    pub things: &'t [Thing],
    /// What stands directly above each.
    pub parents: &'t [Option<usize>],
}

impl Ancestors<'_> {
    /// The nearest thing above that has a partner.
    fn nearest(&self, of: usize, partners: &[Option<usize>]) -> Option<usize> {
        let mut next = self.parents[of];
        for _ in 0..self.things.len() {
            let parent = next?;
            if partners[parent].is_some() {
                return Some(parent);
            }
            next = self.parents[parent];
        }
        None
    }

    fn name(&self, i: Option<usize>) -> Option<String> {
        i.map(|i| self.things[i].of.name.clone())
    }
}

/// The parent, by what it is and not by its id. What stands under something that is missing is not told again.
pub fn parent(
    ledger: &mut Ledger,
    on: &Context<'_>,
    (i, truth): (usize, &Ancestors<'_>),
    (j, found): (usize, &Ancestors<'_>),
    pairs: &Pairs,
) {
    let (expected, own) = (truth.parents[i], found.parents[j]);
    let named = truth.things[i].parent.as_ref().and_then(Option::as_ref);
    if let (Some(id), None) = (named, expected) {
        return ledger.dangling("parent", on, id, found.name(own));
    }
    // what it stands under was not found, and that is told
    if expected.is_some_and(|p| pairs.to[p].is_none()) {
        return;
    }
    let clues = || Clues {
        text: truth.name(expected),
        owner: on.owner.to_vec(),
        page: on.page,
        ..Clues::default()
    };
    match (expected, own) {
        (None, None) => {}
        (Some(p), Some(q)) if pairs.to[p] == Some(q) => ledger.same("parent", true),
        // something surplus stands between the two, and is told for itself
        (expected, Some(q))
            if pairs.back[q].is_none()
                && found.nearest(j, &pairs.back) == expected.and_then(|p| pairs.to[p]) => {}
        (expected, own) => {
            let both = (truth.name(expected), found.name(own));
            match both {
                (Some(a), Some(b)) => ledger.different("parent", on.of, [a, b], clues()),
                (Some(a), None) => ledger.missing("parent", on.of, a, clues()),
                (None, Some(b)) => ledger.surplus("parent", on.of, b, clues()),
                (None, None) => {}
            }
        }
    }
}

/// The items to which things belong.
pub struct Owners<'t> {
    items: &'t [Thing],
    of: Vec<Option<usize>>,
    /// The id that each names, there or not.
    named: Vec<Option<String>>,
}

impl<'t> Owners<'t> {
    /// The owners of things.
    pub fn of(things: &[Thing], items: &'t [Thing]) -> Self {
        let by_id = by_id(items);
        let id = |thing: &Thing| thing.parent.clone().flatten();
        Self {
            of: things
                .iter()
                .map(|t| by_id.get(id(t)?.as_str()).copied())
                .collect(),
            named: things.iter().map(id).collect(),
            items,
        }
    }

    /// The owners under names that both sides share.
    pub fn shared(&self, name: impl Fn(usize) -> Option<u64>) -> Vec<Option<u64>> {
        self.of.iter().map(|i| (*i).and_then(&name)).collect()
    }

    fn datum(&self, i: Option<usize>) -> Option<Datum> {
        let name = self.items[i?].of.name.clone();
        Some(Datum {
            parts: vec![("of", Some(Scalar::Written(Sort::Word, name)))],
            at: Vec::new(),
        })
    }
}

/// The item that an indicator measures.
pub fn owner(
    ledger: &mut Ledger,
    on: &Context<'_>,
    (truth, i): (&Owners<'_>, usize),
    (found, j): (&Owners<'_>, usize),
    items: &Pairs,
) {
    let (expected, own) = (truth.of[i], found.of[j]);
    if let (Some(id), None) = (&truth.named[i], expected) {
        let own = own.map(|q| found.items[q].of.name.clone());
        return ledger.dangling("of", on, id, own);
    }
    // the item itself is missing, and that is told
    if expected.is_some_and(|p| items.to[p].is_none()) {
        return;
    }
    match (expected, own) {
        (Some(p), Some(q)) if items.to[p] == Some(q) => ledger.same("of", true),
        (Some(p), Some(q)) => {
            let both = [p, q];
            let both = [
                truth.items[both[0]].of.name.clone(),
                found.items[both[1]].of.name.clone(),
            ];
            let clues = Clues {
                owner: on.owner.to_vec(),
                page: on.page,
                ..Clues::default()
            };
            ledger.different("of", on.of, both, clues);
        }
        (p, q) => ledger.value("of", on, truth.datum(p).as_ref(), found.datum(q).as_ref()),
    }
}

/// Other items that an item names: those that it repeats or refers to. What was not found is told for itself.
pub fn others(
    ledger: &mut Ledger,
    on: &Context<'_>,
    (a, truth): (&Thing, &[Thing]),
    (b, document): (&Thing, &[Thing]),
    pairs: &Pairs,
) {
    if a.links.values().all(Vec::is_empty) && b.links.values().all(Vec::is_empty) {
        return;
    }
    let (of_truth, of_document) = (by_id(truth), by_id(document));
    // both under the names of the truth
    let named = |i: usize| format!("{} ({})", truth[i].of.name, truth[i].of.id);
    let datum = |text: String| Datum {
        parts: vec![("item", Some(Scalar::Written(Sort::Word, text)))],
        at: Vec::new(),
    };
    for (field, expected) in &a.links {
        let expected = expected
            .iter()
            .filter_map(|id| match of_truth.get(id.as_str()) {
                Some(i) => pairs.to[*i].map(|_| datum(named(*i))),
                None => Some(datum(dangling(id))),
            });
        let found = b.links.get(field).map_or(&[] as &[String], Vec::as_slice);
        let found = found
            .iter()
            .filter_map(|id| match of_document.get(id.as_str()) {
                Some(j) => pairs.back[*j].map(|i| datum(named(i))),
                None => Some(datum(format!("`{id}`"))),
            });
        let (expected, found): (Vec<Datum>, Vec<Datum>) = (expected.collect(), found.collect());
        ledger.list(field, on, &expected, &found);
    }
}

/// An id that nothing has, in words.
fn dangling(id: &str) -> String {
    format!("`{id}`, an id that nothing in the truth has")
}

impl Ledger {
    /// A link of the truth that leads nowhere: whatever was found is something else.
    fn dangling(&mut self, field: &str, on: &Context<'_>, id: &str, found: Option<String>) {
        let clues = Clues {
            owner: on.owner.to_vec(),
            page: on.page,
            ..Clues::default()
        };
        match found {
            Some(found) => self.different(field, on.of, [dangling(id), found], clues),
            None => self.missing(field, on.of, dangling(id), clues),
        }
    }
}
