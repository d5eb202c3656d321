//! Faults put by a seed into good documents, rules and PDFs: the audit must name each with its field and
//! its place, and none where nothing was touched.

mod in_files;
mod in_rules;
mod in_tables;
mod in_texts;
mod in_truths;
mod to_view;

use crate::editions::random::Random;
use crate::support::repo;
use keikaku::audit::{Difference, FixtureSet, Kind, Truth, compare};
use keikaku::document::Document;
use keikaku::reading::Reading;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use serde_json::Value;
use std::sync::LazyLock;

/// A fault, and what must be said of it.
pub struct Fault {
    /// What was done, for whom reads why a test failed.
    pub what: String,
    /// The field that must be named; one of these.
    pub fields: Vec<String>,
    /// A part of the id or name of what the field belongs to.
    pub owner: String,
    /// The page that must be named.
    pub page: Option<u64>,
    /// So many differences may come of it, and not more.
    pub most: usize,
}

impl Fault {
    pub fn new(what: impl Into<String>, field: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            fields: vec![field.into()],
            owner: String::new(),
            page: None,
            most: 1,
        }
    }

    /// It is about this item, indicator or table.
    pub fn of(mut self, owner: &Value) -> Self {
        let name = ["title", "name", "heading"]
            .iter()
            .find_map(|k| owner[*k].as_str());
        self.owner = name.unwrap_or_default().to_owned();
        self.page = owner["page"].as_u64();
        self
    }

    pub fn named(mut self, owner: &str) -> Self {
        self.owner = owner.to_owned();
        self
    }

    pub fn on(mut self, page: Option<u64>) -> Self {
        self.page = page;
        self
    }

    pub fn or(mut self, field: impl Into<String>) -> Self {
        self.fields.push(field.into());
        self
    }

    pub fn at_most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// Why what the audit said is not enough, or too much.
    pub fn missed_by(&self, said: &[Difference]) -> Option<String> {
        let names_it = |d: &&Difference| {
            let field = self.fields.contains(&d.field);
            let owner = is_about(&d.of.name, &self.owner) || is_about(&d.of.id, &self.owner);
            let on_page = |p: u64| d.at.iter().any(|a| u64::from(a.page) == p);
            field && owner && self.page.is_none_or(on_page)
        };
        let lines = || -> String {
            let line = |d: &Difference| format!("\n      {}", in_short(d));
            said.iter().take(8).map(line).collect()
        };
        if !said.iter().any(|d| names_it(&d)) {
            let wanted = format!(
                "{:?} of `{}` on page {:?}",
                self.fields, self.owner, self.page
            );
            return Some(format!("not named: {wanted}; said was:{}", lines()));
        }
        let most = self.most;
        (said.len() > most).then(|| format!("{} for at most {most}:{}", said.len(), lines()))
    }
}

fn is_about(name: &str, owner: &str) -> bool {
    crate::support::norm(name).contains(&crate::support::norm(owner))
}

fn in_short(d: &Difference) -> String {
    let page = d.at.first().map(|a| (a.page, a.row, a.col));
    format!(
        "{:?} {} of {:?} `{}`: {:?} / {:?} at {page:?}",
        d.kind, d.field, d.of.subject, d.of.name, d.expected, d.found
    )
}

/// A good fixture, read.
pub struct Good {
    pub name: String,
    pub reading: Reading,
    pub document: Document,
    /// The document held to be right, by hand or whole.
    pub truth: Value,
}

/// The fixtures with their truths, and with their whole documents, which come to the same.
pub static GOOD: LazyLock<Vec<Good>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for fixture in FixtureSet::load(&repo("fixtures")).unwrap().fixtures {
        let bytes = std::fs::read(&fixture.pdf).unwrap();
        let reading = read(
            &bytes,
            &format!("{}.pdf", fixture.name),
            &ReadOptions::default(),
        )
        .unwrap();
        let document = convert(&reading, &RuleSet::shipped().unwrap(), None).unwrap();
        let truth = serde_json::from_slice(&std::fs::read(&fixture.truth).unwrap()).unwrap();
        let whole = serde_json::to_value(&document).unwrap();
        for (kind, truth) in [("part", truth), ("whole", whole)] {
            out.push(Good {
                name: format!("{}-{kind}", fixture.name),
                reading: reading.clone(),
                document: document.clone(),
                truth,
            });
        }
    }
    out
});

/// What the audit says of a document and a truth, but for differences of print.
pub fn said(truth: &Value, document: &Document, reading: &Reading) -> Vec<Difference> {
    let truth = Truth::new(truth.clone()).unwrap();
    let mut all = compare(&truth, document, Some(reading)).differences;
    all.retain(|d| d.kind != Kind::Print);
    all
}

/// Every way to put a fault into a truth.
type Put = fn(&mut Value, &mut Random) -> Option<Fault>;

#[test]
fn nothing_is_said_of_what_nobody_touched() {
    for good in GOOD.iter() {
        let said = said(&good.truth, &good.document, &good.reading);
        let said: Vec<String> = said.iter().map(in_short).collect();
        assert!(said.is_empty(), "{}: {said:#?}", good.name);
    }
}

#[test]
fn three_hundred_faults_in_truths_are_named_with_field_and_place() {
    const FAULTS: usize = 300;
    let puts: Vec<(&str, Put)> = [in_truths::PUTS, in_texts::PUTS, in_tables::PUTS].concat();
    let mut random = Random::new(20_261_122);
    let mut wrong = Vec::new();
    // each kind in turn, so that none is left out
    let turns = puts.iter().cycle();
    for (kind, put) in turns.take(FAULTS.next_multiple_of(puts.len())) {
        let tries = 0..100;
        let done = tries.into_iter().find_map(|_| {
            let good = random.pick(&GOOD);
            let mut truth = good.truth.clone();
            Some((good, put(&mut truth, &mut random)?, truth))
        });
        let (good, fault, truth) = done.unwrap_or_else(|| panic!("no fixture has room for {kind}"));
        if let Some(why) = fault.missed_by(&said(&truth, &good.document, &good.reading)) {
            wrong.push(format!("{} {kind} ({}): {why}", good.name, fault.what));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {FAULTS}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
