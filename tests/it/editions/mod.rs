//! Comparing editions, on chains of editions whose changes are known.

mod cases;
mod clerical;
mod content;
mod draft;
mod generate;
mod indicators;
mod mirror;
mod multiply;
mod naive;
mod number;
pub mod random;
mod score;
mod sound;
mod structure;
mod surroundings;
mod titles;
mod truth;
mod words;
mod write;
mod years;

use crate::support::{document, repo};
use generate::{Shares, chain};
use keikaku::document::Document;
use keikaku::edition::{Comparison, Kind, Weight, compare};
use multiply::multiply;
use score::{Score, score};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use truth::Truth;

/// The fixtures that chains are made of: all forms, with and without numbers, fields, indicators, statuses.
const FIXTURES: [&str; 7] = [
    "anjo-gaiyo",
    "okazaki-gaiyo",
    "shishin-shinchoku",
    "shishin-90ms",
    "tomisato-suishin",
    "toyota-ghostscript",
    "toyota-taikei",
];

/// The fixtures as documents, converted once.
static DOCUMENTS: LazyLock<BTreeMap<&str, Document>> = LazyLock::new(|| {
    let read = |name| document(&repo(&format!("fixtures/{name}/{name}.pdf")));
    FIXTURES
        .into_iter()
        .map(|name| (name, read(name)))
        .collect()
});

/// A fixture as a document.
fn fixture(name: &str) -> &'static Document {
    &DOCUMENTS[name]
}

/// The score of a chain.
fn score_of(base: &Document, seed: u64, editions: usize) -> Score {
    let chain = chain(base, seed, editions, &Shares::default());
    let mut out = Score::default();
    for (pair, truth) in chain.editions.windows(2).zip(&chain.truths) {
        out.add(score(&compare(&pair[0], &pair[1]), truth));
    }
    out
}

/// Whether a comparison is as good as is asked. What is missed are the changes of pairs that were not found: titles of
/// which nothing is left (取組の後押し → 取組の応援), for which one gone and one new is as good an answer.
fn meets(score: &Score, missed: f64) -> bool {
    let matched = score.items.f1() >= 0.99 && score.indicators.f1() >= 0.99;
    matched && score.missed_share() <= missed && score.false_share() < 0.02
}

#[test]
fn thresholds() {
    let mut all = Score::default();
    let mut bad = Vec::new();
    for name in FIXTURES {
        let mut of_fixture = Score::default();
        for seed in 1..=6 {
            of_fixture.add(score_of(fixture(name), seed, 4));
        }
        if !meets(&of_fixture, 0.01) {
            bad.push(format!("{name}\n{of_fixture}"));
        }
        all.add(of_fixture);
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(meets(&all, 0.005), "all fixtures\n{all}");
}

#[test]
fn thresholds_of_large_plans() {
    for (n, seed) in [(200, 1), (200, 2), (1_000, 3)] {
        let base = multiply(fixture("tomisato-suishin"), n, seed);
        let score = score_of(&base, seed, 3);
        assert!(meets(&score, 0.005), "{n} items, seed {seed}\n{score}");
    }
}

#[test]
fn print_is_no_substance() {
    let large = multiply(fixture("tomisato-suishin"), 200, 3);
    let all = FIXTURES.iter().map(|name| fixture(name)).chain([&large]);
    for (base, seed) in all.zip(1..) {
        let chain = chain(base, seed, 3, &Shares::clerical_only());
        for (pair, truth) in chain.editions.windows(2).zip(&chain.truths) {
            assert!(truth.changes.is_empty(), "{:?}", truth.changes);
            let found = compare(&pair[0], &pair[1]);
            let wrong = |c: &&keikaku::edition::Change| c.weight == Weight::Substantive;
            let wrong: Vec<_> = found.changes.iter().filter(wrong).collect();
            assert!(wrong.is_empty(), "{}: {wrong:#?}", base.source.file_name);
        }
    }
}

#[test]
fn the_other_way_round_is_the_reverse() {
    for (name, seed) in FIXTURES.into_iter().zip(11..) {
        let chain = chain(fixture(name), seed, 3, &Shares::default());
        for pair in chain.editions.windows(2) {
            let (forth, back) = (compare(&pair[0], &pair[1]), compare(&pair[1], &pair[0]));
            let (forth, back) = (
                mirror::lines(&forth),
                mirror::lines(&mirror::mirrored(back)),
            );
            let only = |a: &[String], b: &[String]| -> Vec<String> {
                a.iter().filter(|l| !b.contains(l)).cloned().collect()
            };
            let (a, b) = (only(&forth, &back), only(&back, &forth));
            assert_eq!(forth, back, "{name}: {a:#?} {b:#?}");
        }
    }
}

#[test]
fn the_same_editions_give_the_same_bytes() {
    for name in FIXTURES {
        let chain = chain(fixture(name), 5, 2, &Shares::default());
        let bytes =
            || serde_json::to_vec(&compare(&chain.editions[0], &chain.editions[1])).unwrap();
        assert_eq!(bytes(), bytes());
    }
}

#[test]
fn an_edition_does_not_differ_from_itself() {
    for name in FIXTURES {
        let found = compare(fixture(name), fixture(name));
        assert_eq!(found.changes, [], "{name}");
        assert_eq!(found.items.len(), fixture(name).items.len());
    }
}

/// A comparison with what the truth says, as far as a score sees it.
fn perfect(old: &Document, new: &Document, truth: &Truth) -> Comparison {
    let mut out = naive::compare(old, new);
    let of = |ids: &[String]| {
        let one = |id: &String| keikaku::edition::Of {
            id: id.clone(),
            number: None,
            title: id.clone(),
            at: Vec::new(),
        };
        ids.iter().map(one).collect::<Vec<_>>()
    };
    out.items = truth.items.iter().map(|(o, n)| naive::pair(o, n)).collect();
    out.indicators = truth
        .indicators
        .iter()
        .map(|(o, n)| naive::pair(o, n))
        .collect();
    let changes = truth.changes.iter().map(|t| keikaku::edition::Change {
        weight: t.weight,
        subject: t.subject,
        old: of(&t.old),
        new: of(&t.new),
        field: t.field.clone(),
        ..naive::change(t.kind, &[], &[])
    });
    out.changes = changes.collect();
    out
}

#[test]
fn the_score_of_the_truth_is_perfect_and_that_of_less_is_not() {
    for name in FIXTURES {
        let chain = chain(fixture(name), 9, 3, &Shares::default());
        let (old, new, truth) = (&chain.editions[0], &chain.editions[1], &chain.truths[0]);
        let right = perfect(old, new, truth);
        let perfect = score(&right, truth);
        assert_eq!(
            (
                perfect.items.f1(),
                perfect.missed.len(),
                perfect.false_ones.len()
            ),
            (1.0, 0, 0),
            "{name}\n{perfect}"
        );
        assert!(perfect.substantive > 5, "{name}\n{perfect}");

        let mut wrong = right.clone();
        wrong.items[0].new = wrong.items[1].new.clone();
        let found = score(&wrong, truth);
        assert!(
            found.items.f1() < 1.0 && found.items.missing.len() == 1,
            "a wrong pair"
        );

        let mut less = right.clone();
        let at = less
            .changes
            .iter()
            .position(|c| c.weight == Weight::Substantive)
            .unwrap();
        less.changes.remove(at);
        assert!(!score(&less, truth).missed.is_empty(), "a missed change");

        let mut light = right.clone();
        let added = light
            .changes
            .iter_mut()
            .find(|c| c.kind == Kind::Added)
            .unwrap();
        added.weight = Weight::Routine;
        assert_eq!(
            score(&light, truth).missed.len(),
            1,
            "a change that is not taken for substantive"
        );

        let mut more = right.clone();
        let kept = old
            .items
            .iter()
            .zip(&new.items)
            .find(|(o, n)| o.title == n.title)
            .unwrap();
        more.changes
            .push(naive::change(Kind::KindChanged, &[kept.0], &[kept.1]));
        assert_eq!(score(&more, truth).false_ones.len(), 1, "a false change");
        assert!(
            score(&naive::compare(old, new), truth).items.f1() < 0.98,
            "too easy"
        );
    }
}

#[test]
fn a_split_may_be_reported_by_its_parts() {
    let change = |old: &[&str], new: &[&str]| truth::TrueChange {
        kind: Kind::Split,
        or: Vec::new(),
        weight: Weight::Substantive,
        subject: keikaku::edition::Subject::Item,
        old: old.iter().map(|s| s.to_string()).collect(),
        new: new.iter().map(|s| s.to_string()).collect(),
        field: None,
    };
    let base = fixture("toyota-taikei");
    let (a, b, c) = (&base.items[0], &base.items[1], &base.items[2]);
    let truth = Truth {
        changes: vec![change(&[&a.id], &[&b.id, &c.id])],
        ..Truth::default()
    };
    let mut found = naive::compare(base, base);
    found.items.clear();
    found.changes = vec![
        naive::change(Kind::Split, &[a], &[b]),
        naive::change(Kind::Split, &[a], &[c]),
    ];
    let score = score(&found, &truth);
    assert_eq!(
        (score.missed.len(), score.false_ones.len()),
        (0, 0),
        "{score}"
    );
}
