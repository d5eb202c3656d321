//! The legend, sections, footnotes and findings.

use super::equal::{fold, fold_mark};
use super::facts::{Facts, Thing};
use super::items::{context, names, presence, values};
use super::ledger::Ledger;
use super::pair::{Above, Pairs, nodes, pair};
use rustc_hash::FxHashMap;

/// The legend: entries by their mark.
pub fn legend(ledger: &mut Ledger, expected: &Facts, found: &Facts) {
    let (Some(truth), Some(document)) = (&expected.legend, &found.legend) else {
        return;
    };
    let mark = |t: &Thing| fold_mark(t.text("mark"));
    let meaning = |t: &Thing| fold(t.text("meaning"));
    let scope = |t: &Thing| fold(t.text("scope"));
    let pairs = by_keys(
        (truth, document),
        &[
            &|t| [mark(t), scope(t), meaning(t)].join("\n"),
            &|t| [mark(t), meaning(t)].join("\n"),
            &|t| [mark(t), scope(t)].join("\n"),
            &|t| mark(t),
        ],
    );
    compare(ledger, "legend", (truth, document), &pairs);
}

/// Things that share a key, the first key first, and in their order.
fn by_keys((a, b): (&[Thing], &[Thing]), keys: &[&dyn Fn(&Thing) -> String]) -> Pairs {
    let mut pairs = Pairs {
        to: vec![None; a.len()],
        back: vec![None; b.len()],
    };
    for key in keys {
        let mut holders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let free: Vec<usize> = pairs.surplus().collect();
        // from the back, so that the first is taken first
        for j in free.into_iter().rev() {
            holders.entry(key(&b[j])).or_default().push(j);
        }
        let free: Vec<usize> = pairs.missing().collect();
        for i in free {
            if let Some(j) = holders.get_mut(&key(&a[i])).and_then(Vec::pop) {
                (pairs.to[i], pairs.back[j]) = (Some(j), Some(i));
            }
        }
    }
    pairs
}

/// Presence and values of things that are paired.
fn compare(ledger: &mut Ledger, field: &str, both: (&[Thing], &[Thing]), pairs: &Pairs) {
    presence(ledger, field, both, pairs);
    for (i, j) in pairs.iter() {
        let (a, b) = (&both.0[i], &both.1[j]);
        let of = names(a, b);
        values(ledger, &context(&of, a, b), a, b);
    }
}

/// Sections, by heading, number, words and order.
pub fn sections(ledger: &mut Ledger, expected: &Facts, found: &Facts) {
    if let (Some(truth), Some(document)) = (&expected.sections, &found.sections) {
        by_likeness(ledger, "sections", "heading", (truth, document));
    }
}

/// Footnotes, by term.
pub fn footnotes(ledger: &mut Ledger, expected: &Facts, found: &Facts) {
    if let (Some(truth), Some(document)) = (&expected.footnotes, &found.footnotes) {
        by_likeness(ledger, "footnotes", "term", (truth, document));
    }
}

fn by_likeness(ledger: &mut Ledger, field: &str, title: &str, (a, b): (&[Thing], &[Thing])) {
    let none = [vec![None; a.len()], vec![None; b.len()]];
    let above = Above::Other([&none[0], &none[1]]);
    let pairs = pair(nodes(a, title), nodes(b, title), above);
    compare(ledger, field, (a, b), &pairs);
}

/// Findings, by code and place.
pub fn findings(ledger: &mut Ledger, expected: &Facts, found: &Facts) {
    let (Some(truth), Some(document)) = (&expected.findings, &found.findings) else {
        return;
    };
    let code = |t: &Thing| t.of.id.clone();
    let page = |t: &Thing| t.page.unwrap_or_default().to_string();
    let place = |t: &Thing| format!("{:?}", t.at.first().map(|at| at.r#box.map(f64::round)));
    let pairs = by_keys(
        (truth, document),
        &[
            &|t| [code(t), page(t), t.of.name.clone()].join("\n"),
            &|t| [code(t), page(t), place(t)].join("\n"),
            &|t| [code(t), page(t)].join("\n"),
        ],
    );
    let told = |things: &[Thing]| -> Vec<Thing> {
        let told = |t: &Thing| {
            let mut out = t.clone();
            out.of.name = [code(t), t.of.name.clone()].join(" ").trim().to_owned();
            out
        };
        things.iter().map(told).collect()
    };
    compare(ledger, "findings", (&told(truth), &told(document)), &pairs);
}
