//! The audit: sets of fixtures, comparing, thresholds and known failures, what it prints, the command.

mod accept;
mod accept_twice;
mod add;
mod against;
mod cli;
mod compare;
mod coverage;
mod expected;
mod held;
mod linked;
mod set;
mod show;
mod whole;

use crate::cli::folder;
use crate::support::repo;
use keikaku::audit::{
    Compared, Difference, FixtureSet, Kind, Options, Report, Truth, audit, compare as held_against,
};
use keikaku::document::Document;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, Reading, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// A fixture as it was read.
pub struct Read {
    pub truth: Value,
    pub reading: Reading,
    pub document: Document,
}

/// A fixture, read once for all tests.
pub fn fixture(name: &str) -> Arc<Read> {
    static READ: OnceLock<Mutex<BTreeMap<String, Arc<Read>>>> = OnceLock::new();
    let mut known = READ.get_or_init(Mutex::default).lock().unwrap();
    if let Some(read) = known.get(name) {
        return Arc::clone(read);
    }
    let folder = repo("fixtures").join(name);
    let bytes = std::fs::read(folder.join(format!("{name}.pdf"))).unwrap();
    let reading = read(&bytes, name, &ReadOptions::default()).unwrap();
    let read = Arc::new(Read {
        truth: serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap(),
        document: convert(&reading, &RuleSet::shipped().unwrap(), None).unwrap(),
        reading,
    });
    known.insert(name.to_owned(), Arc::clone(&read));
    read
}

/// What differs when the truth of a fixture says something else.
pub fn with_truth(name: &str, change: impl FnOnce(&mut Value)) -> Compared {
    let read = fixture(name);
    let mut truth = read.truth.clone();
    change(&mut truth);
    let truth = Truth::new(truth).unwrap();
    held_against(&truth, &read.document, Some(&read.reading))
}

/// The same, without what differs in print only.
pub fn wrong(name: &str, change: impl FnOnce(&mut Value)) -> Vec<Difference> {
    let compared = with_truth(name, change);
    counts_fit(&compared);
    let mut out = compared.differences;
    out.retain(|d| d.kind != Kind::Print);
    out
}

/// Every difference is one value of its field.
pub fn counts_fit(compared: &Compared) {
    for (field, tally) in &compared.fields {
        let of = |kind: Kind| {
            let of = compared.differences.iter();
            of.filter(|d| d.kind == kind && d.field == *field).count()
        };
        let different = of(Kind::Different);
        assert_eq!(
            tally.expected - tally.same,
            of(Kind::Missing) + different,
            "{field}"
        );
        assert_eq!(
            tally.found - tally.same,
            of(Kind::Surplus) + different,
            "{field}"
        );
        assert_eq!(tally.same - tally.exact, of(Kind::Print), "{field}");
    }
}

/// The one difference that there is, which has a place.
pub fn only(differences: Vec<Difference>) -> Difference {
    let [one] = differences.try_into().unwrap_or_else(|d| panic!("{d:#?}"));
    assert!(!one.at.is_empty(), "{one:?}");
    one
}

/// An item of a truth by its title.
pub fn item<'t>(truth: &'t mut Value, title: &str) -> &'t mut Value {
    let items = truth["items"].as_array_mut().unwrap();
    let is_it = |i: &&mut Value| i["title"].as_str().unwrap().contains(title);
    items.iter_mut().find(is_it).unwrap()
}

/// A folder with a copy of the fixture `shishin-90ms` as `plan.pdf` and `plan.truth.json`.
pub fn copied(name: &str) -> PathBuf {
    let folder = folder(&format!("audit-{name}"));
    let from = repo("fixtures/shishin-90ms");
    std::fs::copy(from.join("shishin-90ms.pdf"), folder.join("plan.pdf")).unwrap();
    std::fs::copy(from.join("truth.json"), folder.join("plan.truth.json")).unwrap();
    folder
}

/// Changes the truth of such a folder.
pub fn change(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("plan.truth.json");
    let mut truth = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut truth);
    std::fs::write(path, truth.to_string()).unwrap();
}

/// The audit of a folder.
pub fn audited(folder: &Path) -> Report {
    let set = FixtureSet::load(folder).unwrap();
    audit(&set, &RuleSet::shipped().unwrap(), &Options::default())
}

/// An audit in words, for a test that fails.
pub fn shown(report: &Report) -> String {
    keikaku::audit::show::text(report, &Default::default())
}
