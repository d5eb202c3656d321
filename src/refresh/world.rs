//! What the data set will hold: what it holds, and what is about to be added to it.

use super::stem::Stem;
use crate::dataset::{EditionKey, EditionRecord, PlanRecord, RevisionRecord};
use std::collections::BTreeMap;

/// Plans and editions, known and to be added.
#[derive(Debug, Default)]
pub struct World {
    /// The plans: first those of the data set, then new ones.
    pub plans: Vec<Plan>,
}

/// A plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its id, if the data set has it.
    pub id: Option<String>,
    /// The id that its source gives it.
    pub given: Option<String>,
    /// The municipality.
    pub municipality: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// Title as it is shown.
    pub title: String,
    /// Title without what differs from edition to edition.
    pub stem: Stem,
    /// Its editions, in order.
    pub editions: Vec<Edition>,
}

/// An edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id, if the data set has it.
    pub id: Option<String>,
    /// Which one it is.
    pub key: EditionKey,
    /// What is published as this edition; the last is current.
    pub revisions: Vec<Revision>,
}

/// Where a revision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In the data set, by its number.
    Known(i64),
    /// Added by the step with this index.
    Step(usize),
}

/// A revision.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Where it is.
    pub at: At,
    /// Digest of its document.
    pub document: String,
    /// SHA-256 of its PDF.
    pub pdf: String,
    /// Digest of the program and rules that read it.
    pub basis: String,
    /// Where it was published.
    pub place: String,
}

/// Where some content is: index of the plan, the edition, the revision.
pub type Position = (usize, usize, usize);

impl World {
    /// What a data set holds.
    pub fn of(plans: Vec<PlanRecord>) -> Self {
        Self {
            plans: plans.into_iter().map(Plan::of).collect(),
        }
    }

    /// Where the content of each PDF is, by its SHA-256.
    pub fn contents(&self) -> BTreeMap<String, Vec<Position>> {
        let mut out: BTreeMap<String, Vec<Position>> = BTreeMap::new();
        for (p, plan) in self.plans.iter().enumerate() {
            for (e, edition) in plan.editions.iter().enumerate() {
                for (r, revision) in edition.revisions.iter().enumerate() {
                    out.entry(revision.pdf.clone()).or_default().push((p, e, r));
                }
            }
        }
        out
    }

    /// A revision by its place.
    pub fn revision(&self, (p, e, r): Position) -> &Revision {
        &self.plans[p].editions[e].revisions[r]
    }

    /// Whether a revision is the current one of its edition.
    pub fn is_current(&self, (p, e, r): Position) -> bool {
        r + 1 == self.plans[p].editions[e].revisions.len()
    }
}

impl Plan {
    fn of(record: PlanRecord) -> Self {
        Self {
            id: Some(record.id),
            given: None,
            municipality: record.municipality,
            code: record.code,
            title: record.title,
            stem: Stem::written(&record.stem),
            editions: record.editions.into_iter().map(Edition::of).collect(),
        }
    }

    /// The editions before and behind a key, by index.
    pub fn around(&self, key: &EditionKey) -> (Option<usize>, Option<usize>) {
        let before = self.editions.iter().rposition(|e| e.key < *key);
        let behind = self.editions.iter().position(|e| e.key > *key);
        (before, behind)
    }
}

impl Edition {
    fn of(record: EditionRecord) -> Self {
        Self {
            id: Some(record.id),
            key: record.key,
            revisions: record.revisions.into_iter().map(Revision::of).collect(),
        }
    }

    /// What is published as this edition now.
    pub fn current(&self) -> Option<&Revision> {
        self.revisions.last()
    }
}

impl Revision {
    fn of(record: RevisionRecord) -> Self {
        Self {
            at: At::Known(record.id),
            document: record.document,
            pdf: record.pdf,
            basis: record.basis,
            place: record.place,
        }
    }
}
