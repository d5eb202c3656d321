//! Data sets: plans of many municipalities with all their editions, and what is the same from edition to edition.
//!
//! ```text
//! DATA/keikaku-data.sqlite           the only truth: one transaction a change, whole or not at all
//! DATA/documents/ab/<digest>.json    documents by the digest of their bytes
//! DATA/pdf/ab/<sha256>.pdf           the PDFs, so that nothing that was published is lost
//! DATA/staging/                      what is being written
//! DATA/lock                          held by the one who writes
//! ```
//!
//! In come documents and the comparisons of each with its neighbours; out come plans, editions, items and indicators
//! with an id of their own over all editions, and what each edition says of them. Which document belongs to which plan
//! is for the caller to say. There is no clock in here: who writes says when.

mod types;

pub use types::{
    About, Address, AddressState, Arrival, Decision, Disagreement, EditionKey, EditionRecord,
    Identity, ItemState, Lineage, Neighbour, NewPlan, NewReview, Observation, PlanRecord, Report,
    Review, RevisionRecord, Verdict,
};

use crate::document::Document;
use crate::error::{Error, Result};
use crate::finding::Finding;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// A data set.
#[derive(Debug)]
pub struct Dataset(());

/// A transaction on a data set.
#[derive(Debug)]
pub struct Writing<'a>(PhantomData<&'a ()>);

fn unfinished<T>() -> Result<T> {
    Err(Error::Internal("not written yet".into()))
}

#[allow(
    unused_variables,
    missing_docs,
    clippy::missing_errors_doc,
    clippy::needless_pass_by_value
)]
impl Dataset {
    pub fn open(folder: &Path) -> Result<Self> {
        unfinished()
    }
    pub fn read(folder: &Path) -> Result<Self> {
        unfinished()
    }
    pub fn staging(&self) -> &Path {
        Path::new("")
    }
    pub fn addresses(&self) -> Result<BTreeMap<String, Address>> {
        unfinished()
    }
    pub fn plans(&self) -> Result<Vec<PlanRecord>> {
        unfinished()
    }
    pub fn plan(&self, id: &str) -> Result<PlanRecord> {
        unfinished()
    }
    pub fn document(&self, digest: &str) -> Result<Document> {
        unfinished()
    }
    pub fn pdf(&self, sha256: &str) -> PathBuf {
        PathBuf::new()
    }
    pub fn reviews(&self) -> Result<Vec<Review>> {
        unfinished()
    }
    pub fn reports(&self) -> Result<Vec<Report>> {
        unfinished()
    }
    /// Items by id, by number as printed, or by a part of the title.
    pub fn items(&self, query: &str) -> Result<Vec<Identity>> {
        unfinished()
    }
    pub fn indicators(&self, query: &str) -> Result<Vec<Identity>> {
        unfinished()
    }
    pub fn history(&self, item: &str) -> Result<Vec<ItemState>> {
        unfinished()
    }
    pub fn series(&self, indicator: &str) -> Result<Vec<Observation>> {
        unfinished()
    }
    pub fn lineage(&self, id: &str) -> Result<Vec<Lineage>> {
        unfinished()
    }
    pub fn disagreements(&self) -> Result<Vec<Disagreement>> {
        unfinished()
    }
    /// `disagreements`, as findings `editions-disagree`.
    pub fn contradictions(&self) -> Result<Vec<Finding>> {
        unfinished()
    }
    pub fn write<T>(
        &mut self,
        now: &str,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        unfinished()
    }
}

#[allow(
    unused_variables,
    missing_docs,
    clippy::missing_errors_doc,
    clippy::needless_pass_by_value
)]
impl Writing<'_> {
    pub fn see(&mut self, address: &Address) -> Result<()> {
        unfinished()
    }
    /// Copies; refuses a file of which the digest is another one.
    pub fn keep_pdf(&mut self, file: &Path, sha256: &str) -> Result<()> {
        unfinished()
    }
    pub fn keep_document(&mut self, json: &[u8]) -> Result<String> {
        unfinished()
    }
    pub fn add_plan(&mut self, plan: &NewPlan) -> Result<String> {
        unfinished()
    }
    pub fn add_edition(
        &mut self,
        plan: &str,
        key: &EditionKey,
        arrival: &Arrival<'_>,
        neighbours: &[Neighbour<'_>],
    ) -> Result<i64> {
        unfinished()
    }
    pub fn add_revision(
        &mut self,
        edition: &str,
        arrival: &Arrival<'_>,
        neighbours: &[Neighbour<'_>],
    ) -> Result<i64> {
        unfinished()
    }
    /// The id of the edition that a revision is one of.
    pub fn edition_of(&self, revision: i64) -> Result<String> {
        unfinished()
    }
    pub fn hold(&mut self, review: &NewReview) -> Result<i64> {
        unfinished()
    }
    pub fn decide(&mut self, review: i64, decision: Decision, who: &str, why: &str) -> Result<()> {
        unfinished()
    }
    pub fn report(&mut self, finding: &Finding, about: About<'_>) -> Result<()> {
        unfinished()
    }
    /// What was reported under this code about this holds no longer.
    pub fn settle(&mut self, code: &str, about: About<'_>) -> Result<()> {
        unfinished()
    }
}
