//! The chains are sound: what the truth names is there, no truth is ambiguous, and the shares are those that were asked for.

use super::generate::{Chain, Shares, chain};
use super::multiply::multiply;
use super::{FIXTURES, fixture};
use crate::support::norm;
use keikaku::document::Document;
use keikaku::edition::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Every pair of editions of a chain.
fn check(chain: &Chain) {
    for (pair, truth) in chain.editions.windows(2).zip(&chain.truths) {
        let (old, new) = (ids(&pair[0]), ids(&pair[1]));
        assert_eq!(
            (old.len(), new.len()),
            (pair[0].items.len(), pair[1].items.len()),
            "ids are unique"
        );
        let orphans = pair[1]
            .items
            .iter()
            .filter(|i| i.parent.as_ref().is_some_and(|p| !new.contains(p.as_str())));
        assert_eq!(orphans.count(), 0);
        let known =
            |(o, n): &(String, String)| old.contains(o.as_str()) && new.contains(n.as_str());
        assert!(truth.items.iter().all(known));
        let came: BTreeSet<&str> = truth.items.iter().map(|(_, n)| n.as_str()).collect();
        let added = truth.changes.iter().filter(|c| {
            matches!(c.kind, Kind::Added | Kind::RepeatAdded) && came.contains(c.new[0].as_str())
        });
        assert_eq!(added.count(), 0, "what is new is nothing old");
        no_title_twice(&pair[0], &pair[1]);
    }
}

fn ids(document: &Document) -> BTreeSet<&str> {
    document.items.iter().map(|i| i.id.as_str()).collect()
}

/// No title comes to be used twice, but for what is repeated.
fn no_title_twice(old: &Document, new: &Document) {
    let (before, after) = (titles(old), titles(new));
    let twice: Vec<_> = after
        .iter()
        .filter(|(t, n)| **n > before.get(*t).copied().unwrap_or(1))
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

fn titles(document: &Document) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for item in document.items.iter().filter(|i| i.repeats.is_none()) {
        let title = norm(&item.title).replace(',', "、");
        *out.entry(title.trim_end_matches('。').to_owned())
            .or_default() += 1;
    }
    out
}

#[test]
fn chains_are_sound() {
    for name in FIXTURES {
        for seed in 1..=8 {
            check(&chain(fixture(name), seed, 4, &Shares::default()));
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_chain() {
    let make = |seed| {
        serde_json::to_string(
            &chain(fixture("toyota-taikei"), seed, 3, &Shares::default()).editions,
        )
        .unwrap()
    };
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}

#[test]
fn large_plans_have_the_shares_that_were_asked_for() {
    let base = multiply(fixture("tomisato-suishin"), 1_000, 4);
    assert_eq!(base.items.len(), 1_000);
    let chain = chain(&base, 4, 3, &Shares::default());
    check(&chain);
    for (truth, old) in chain.truths.iter().zip(&chain.editions) {
        let count = |kind| {
            truth.changes.iter().filter(|c| c.kind == kind).count() as f64 / old.items.len() as f64
        };
        let merged = 2.0 * count(Kind::Merged);
        assert!(
            count(Kind::Renumbered) >= 0.18,
            "{}",
            count(Kind::Renumbered)
        );
        assert!(
            (0.08..0.12).contains(&(count(Kind::Split) + merged)),
            "{} {merged}",
            count(Kind::Split)
        );
        assert!(
            (0.07..0.14).contains(&count(Kind::Reworded)),
            "{}",
            count(Kind::Reworded)
        );
        for kind in [
            Kind::Moved,
            Kind::Removed,
            Kind::Added,
            Kind::StatusChanged,
            Kind::FieldChanged,
            Kind::DeadlineMoved,
            Kind::TargetChanged,
        ] {
            assert!(count(kind) > 0.01, "{kind:?} {}", count(kind));
        }
    }
}

/// Every kind of change that the generator knows happens somewhere.
#[test]
fn every_kind_happens() {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for name in FIXTURES {
        for seed in 1..=8 {
            for truth in chain(fixture(name), seed, 4, &Shares::default()).truths {
                truth
                    .changes
                    .iter()
                    .for_each(|c| *kinds.entry(c.kind).or_default() += 1);
            }
        }
    }
    for kind in [
        Kind::Added,
        Kind::Removed,
        Kind::RepeatAdded,
        Kind::RepeatRemoved,
        Kind::Split,
        Kind::Merged,
        Kind::Renumbered,
        Kind::Moved,
        Kind::Reworded,
        Kind::StatusChanged,
        Kind::FlagsChanged,
        Kind::RefsChanged,
        Kind::FieldChanged,
        Kind::FieldAdded,
        Kind::FieldRemoved,
        Kind::DeadlineMoved,
        Kind::ValueAdded,
        Kind::ValueRemoved,
        Kind::ValueChanged,
        Kind::TargetChanged,
        Kind::DirectionChanged,
        Kind::Redefined,
    ] {
        assert!(
            kinds.contains_key(&kind),
            "{kind:?} never happens: {kinds:?}"
        );
    }
}
