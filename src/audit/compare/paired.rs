//! Which thing of a truth is which of a document, by their places in both lists.

use super::facts::{Facts, Held, Thing};
use super::items::items;
use super::ledger::Ledger;
use super::pair::{Above, nodes, pair};
use crate::audit::truth::Truth;
use serde_json::Value;
use std::collections::BTreeMap;

/// Pairs of indices, truth first, by section: `items`, `indicators`, `legend` …
pub type Paired = BTreeMap<&'static str, Vec<(usize, usize)>>;

/// Pairs the things of a truth with those of a document, as the comparison does.
pub fn paired(truth: &Truth, document: &Value) -> Paired {
    let held = match truth.is_whole() {
        true => Held::All,
        false => Held::of(truth.value()),
    };
    let expected = Facts::of(truth.value(), &held);
    let found = Facts::of(document, &Held::All);
    let mut out = Paired::new();
    let pairs = items(&mut Ledger::default(), &expected, &found, truth.is_whole());
    out.insert("items", pairs.iter().collect());
    for (section, title, a, b) in [
        (
            "indicators",
            "name",
            &expected.indicators,
            &found.indicators,
        ),
        ("legend", "mark", &expected.legend, &found.legend),
        ("tables", "caption", &expected.tables, &found.tables),
        ("sections", "heading", &expected.sections, &found.sections),
        ("footnotes", "term", &expected.footnotes, &found.footnotes),
    ] {
        if let (Some(a), Some(b)) = (a, b) {
            out.insert(section, by_likeness(a, b, title));
        }
    }
    out
}

fn by_likeness(a: &[Thing], b: &[Thing], title: &str) -> Vec<(usize, usize)> {
    let none = [vec![None; a.len()], vec![None; b.len()]];
    let above = Above::Other([&none[0], &none[1]]);
    pair(nodes(a, title), nodes(b, title), above)
        .iter()
        .collect()
}
