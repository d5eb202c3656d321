//! What stands above the changes: both editions, and the numbers.

use super::clean::one_line;
use super::wording::{WEIGHTS, count, kind_name};
use crate::edition::{Comparison, Kind, Side, Weight};
use std::collections::BTreeMap;

/// What is known of one edition: name and value.
pub(super) fn facts(side: &Side) -> Vec<(&'static str, String)> {
    let period = side.period.as_ref().map(|p| p.text.as_str());
    let facts = [
        ("title", side.title.as_deref()),
        ("municipality", side.municipality.as_deref()),
        ("edition", side.edition.as_deref()),
        ("period", period),
        ("file", Some(side.file_name.as_str())),
    ];
    let said = facts
        .into_iter()
        .filter_map(|(name, fact)| Some((name, one_line(fact?).into_owned())));
    said.filter(|(_, fact)| !fact.is_empty()).collect()
}

/// What an edition holds.
pub(super) fn size(side: &Side) -> String {
    let items = count(side.items, "item", "items");
    let indicators = count(side.indicators, "indicator", "indicators");
    format!("{items}, {indicators}")
}

/// The title over it all.
pub(super) fn title(comparison: &Comparison) -> String {
    let titles = [&comparison.new.title, &comparison.old.title];
    let title = titles.into_iter().flatten().next();
    let title = title.map_or("Two editions", String::as_str);
    one_line(title).into_owned()
}

/// The one line that says whether it matters.
pub(super) fn summary(comparison: &Comparison) -> String {
    let numbers = &comparison.summary;
    let matter = count(
        numbers.substantive,
        "change that matters",
        "changes that matter",
    );
    let unchanged = match comparison.new.items {
        0 => String::new(),
        items => format!(" · {} of {items} items unchanged", numbers.unchanged_items),
    };
    let (routine, clerical) = (numbers.routine, numbers.clerical);
    format!("{matter} · {routine} routine · {clerical} clerical{unchanged}")
}

/// Counts by kind and weight.
pub(super) struct Counts(Vec<(Kind, [usize; 3])>);

impl Counts {
    pub(super) fn of(comparison: &Comparison) -> Self {
        let mut out: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
        for change in &comparison.changes {
            let column = WEIGHTS.iter().position(|w| *w == change.weight);
            if let Some(n) = column.and_then(|at| out.entry(change.kind).or_default().get_mut(at)) {
                *n += 1;
            }
        }
        let mut rows: Vec<_> = out.into_iter().collect();
        // what matters most often first
        rows.sort_by_key(|(kind, n)| (n.map(std::cmp::Reverse), *kind));
        Self(rows)
    }

    /// Kind, its name, and how often it is there by weight.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Kind, &'static str, [usize; 3])> + '_ {
        self.0.iter().map(|(kind, n)| (*kind, kind_name(*kind), *n))
    }
}

/// How many changes of a weight there are.
pub(super) fn number_of(comparison: &Comparison, weight: Weight) -> usize {
    match weight {
        Weight::Substantive => comparison.summary.substantive,
        Weight::Routine => comparison.summary.routine,
        Weight::Clerical => comparison.summary.clerical,
    }
}
