//! Editions: which items of two documents are the same measure, and what differs between them.
//!
//! In: two documents of one plan. Out: a [`Comparison`], and from it what people read ([`show`]). Pure functions;
//! nothing here reads a file or a clock, and the result does not depend on the number of threads.
//!
//! ```text
//! documents ─ side ─▶ what each item says ─ pairing ─▶ what is the same ─ differ ─▶ changes
//! ```
//!
//! # Method
//! Texts are compared by their [`essence`], in which width, punctuation and the notation of years do not count.
//! Items are paired by number, title, place and content together (`pairing`). The other way round, the comparison
//! has the same pairs and the reverse changes.

mod change;
pub(crate) mod choice;
mod differ;
mod essence;
pub(crate) mod likeness;
mod pairing;
pub mod show;
mod side;
mod subject;
pub(crate) mod words;

pub use change::{
    By, Change, Comparison, Direction, Kind, Of, Pair, Piece, PieceSide, SCHEMA, Side, Subject,
    Summary, Weight, json_schema,
};
pub use essence::{essence, says_same};

use crate::document::Document;
use crate::finding::{Code, Finding};
use differ::errata::{Erratum, announce, corrections, errata};
use pairing::{Made, Pairing};
use rustc_hash::FxHashSet;
use side::Edition;

/// Compares two editions of a plan.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let found = errata(new);
    if is_sheet(new, &found) {
        return of_sheet(old, new, &found);
    }
    let (a, b) = rayon::join(|| Edition::new(old), || Edition::new(new));
    let pairing = Pairing::new(&a, &b);
    let labels = differ::Labels::new(&pairing);
    let (items, others) = rayon::join(
        || differ::items(&pairing, &labels),
        || {
            (
                differ::indicators(&pairing),
                differ::footnotes(old, new),
                differ::sections(old, new),
                differ::tables(old, new),
            )
        },
    );
    let (indicators, footnotes, sections, tables) = others;
    let mut changes = differ::plan(&old.plan, &new.plan);
    changes.extend(labels.changes(Subject::Plan));
    changes.extend(differ::legend(old, new));
    changes.extend(items);
    changes.extend(indicators.changes);
    changes.extend(sections);
    changes.extend(footnotes);
    changes.extend(tables);
    announce(&mut changes, &found);
    let mut out = comparison(old, new, changes);
    out.items = item_pairs(&pairing);
    out.indicators = indicators.pairs;
    out.summary.unchanged_items = unchanged(&out);
    out.findings = findings(old, new, &out);
    out
}

/// Whether a document is a 正誤表 rather than an edition.
fn is_sheet(document: &Document, errata: &[Erratum]) -> bool {
    let says = |text: &Option<String>| text.as_ref().is_some_and(|t| t.contains("正誤表"));
    let named = says(&document.plan.title)
        || document
            .sections
            .iter()
            .take(3)
            .any(|s| says(&s.heading) || s.text.contains("正誤表"))
        || document.tables.iter().any(|t| says(&t.caption));
    // what else it has is compared as an edition
    let is_all = document.items.is_empty() && document.indicators.is_empty();
    !errata.is_empty() && named && is_all
}

/// An edition and the 正誤表 for it: what is set right is all that changes.
fn of_sheet(old: &Document, new: &Document, errata: &[Erratum]) -> Comparison {
    let mut out = comparison(old, new, corrections(old, errata));
    let unplaced = out.changes.iter().filter(|c| c.old.is_empty());
    out.findings = unplaced
        .map(|change| {
            let wrong = change.before.as_deref().unwrap_or_default();
            let at = change.new.iter().flat_map(|n| n.at.clone()).collect();
            let message =
                format!("`{wrong}`, which the 正誤表 sets right, is in no item of the old edition");
            Finding::new(Code::ErratumUnplaced, message, at)
        })
        .collect();
    out
}

/// A comparison of so many changes, without pairs.
fn comparison(old: &Document, new: &Document, changes: Vec<Change>) -> Comparison {
    let mut summary = Summary::default();
    for change in &changes {
        *summary.kinds.entry(change.kind).or_default() += 1;
        *match change.weight {
            Weight::Substantive => &mut summary.substantive,
            Weight::Routine => &mut summary.routine,
            Weight::Clerical => &mut summary.clerical,
        } += 1;
    }
    Comparison {
        schema: SCHEMA.to_owned(),
        old: Side::of(old),
        new: Side::of(new),
        summary,
        changes,
        items: Vec::new(),
        indicators: Vec::new(),
        findings: Vec::new(),
    }
}

impl Side {
    fn of(document: &Document) -> Self {
        let plan = &document.plan;
        Self {
            file_name: document.source.file_name.clone(),
            sha256: document.source.sha256.clone(),
            title: plan.title.clone(),
            municipality: plan.municipality.clone(),
            edition: plan.edition.clone(),
            period: plan.period.clone(),
            items: document.items.len(),
            indicators: document.indicators.len(),
        }
    }
}

/// All pairs, in the order of the new edition.
fn item_pairs(pairing: &Pairing<'_, '_>) -> Vec<Pair> {
    let mut all: Vec<Made> = pairing
        .pairs()
        .chain(pairing.parts.iter().copied())
        .collect();
    all.sort_by_key(|m| (m.new, m.old));
    let pair = |m: Made| Pair {
        old: pairing.old.entries[m.old].item.id.clone(),
        new: pairing.new.entries[m.new].item.id.clone(),
        by: m.by,
        sureness: differ::rounded(m.sureness),
    };
    all.into_iter().map(pair).collect()
}

/// Items that are in both editions, without any change that matters.
fn unchanged(comparison: &Comparison) -> usize {
    let substantive = comparison
        .changes
        .iter()
        .filter(|c| c.weight == Weight::Substantive);
    let of_items = substantive.filter(|c| c.subject == Subject::Item);
    let changed: FxHashSet<&str> = of_items
        .flat_map(|c| &c.new)
        .map(|of| of.id.as_str())
        .collect();
    let mut new: Vec<&str> = comparison.items.iter().map(|p| p.new.as_str()).collect();
    new.dedup();
    new.iter().filter(|id| !changed.contains(*id)).count()
}

/// Pairs of which less speaks are shown to people.
const DOUBTFUL: f64 = 0.6;

fn findings(old: &Document, new: &Document, comparison: &Comparison) -> Vec<Finding> {
    let mut out = Vec::new();
    let (a, b) = (&old.plan, &new.plan);
    let differ = |a: &Option<String>, b: &Option<String>| {
        a.as_ref()
            .zip(b.as_ref())
            .is_some_and(|(a, b)| !says_same(a, b))
    };
    if differ(&a.municipality, &b.municipality) {
        let names = [a, b].map(|p| p.municipality.as_deref().unwrap_or_default());
        let message = format!(
            "`{}` and `{}` are not the same municipality",
            names[0], names[1]
        );
        out.push(Finding::new(Code::EditionMismatch, message, Vec::new()));
    }
    let start = |d: &Document| d.plan.period.as_ref().and_then(|p| p.start);
    if let (Some(before), Some(after)) = (start(old), start(new))
        && before > after
    {
        let message = format!("the old edition begins in {before}, the new one in {after}");
        out.push(Finding::new(Code::EditionMismatch, message, Vec::new()));
    }
    let rule = |d: &Document| d.rule.as_ref().map_or("none".to_owned(), |r| r.id.clone());
    if rule(old) != rule(new) {
        let message = format!("rules `{}` and `{}`", rule(old), rule(new));
        out.push(Finding::new(Code::EditionRules, message, Vec::new()));
    }
    for pair in comparison.items.iter().filter(|p| p.sureness < DOUBTFUL) {
        let at = new
            .items
            .iter()
            .find(|i| i.id == pair.new)
            .map(|i| i.at.clone());
        let message = format!(
            "`{}` is taken for `{}` ({})",
            pair.new, pair.old, pair.sureness
        );
        out.push(Finding::new(
            Code::EditionDoubtful,
            message,
            at.unwrap_or_default(),
        ));
    }
    out
}
