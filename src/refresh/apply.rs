//! The plan of changes to the data set, in one transaction.

use super::library::{bytes, parsed};
use super::plan::{Hold, Step};
use super::world::{At, World};
use crate::dataset::{About, Address, Arrival, Decision, Neighbour, NewPlan, NewReview, Writing};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::finding::{Code, Finding};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// All that is to be written.
#[derive(Debug)]
pub struct Changes<'c> {
    /// The data set as it will be.
    pub world: &'c World,
    /// What is merged, in order.
    pub steps: &'c [Step],
    /// What is held back.
    pub holds: &'c [Hold],
    /// Where the bytes of PDFs and documents are, by digest.
    pub files: &'c BTreeMap<String, PathBuf>,
    /// Documents that the data set has already, by digest.
    pub kept: &'c BTreeMap<String, Document>,
    /// What is known of places from now on.
    pub addresses: &'c [Address],
    /// What has vanished: place and finding.
    pub vanished: &'c [(String, Finding)],
    /// What is there again.
    pub returned: &'c [String],
    /// Open reviews that something else takes the place of, with the reason.
    pub replaced: &'c [(i64, String)],
}

/// Who decides what no person has decided.
const PROGRAM: &str = "keikaku";

impl Changes<'_> {
    /// Writes it all; gives the numbers of the reviews in the order of what is held.
    ///
    /// # Errors
    /// When something cannot be written; then nothing is.
    pub fn apply(&self, writing: &mut Writing<'_>) -> Result<Vec<i64>> {
        for (review, why) in self.replaced {
            writing.decide(*review, Decision::Superseded, PROGRAM, why)?;
        }
        let mut ids: BTreeMap<usize, String> = BTreeMap::new();
        let mut revisions = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let plan = self.plan(writing, &mut ids, step.plan)?;
            let revision = self.step(writing, index, step, &plan, &revisions)?;
            revisions.push(revision);
        }
        let holds = self.holds.iter().map(|hold| self.hold(writing, &ids, hold));
        let reviews: Vec<i64> = holds.collect::<Result<_>>()?;
        for address in self.addresses {
            writing.see(address)?;
        }
        for (place, finding) in self.vanished {
            writing.report(finding, About::Place(place))?;
        }
        for place in self.returned {
            writing.settle(Code::SourceVanished.as_str(), About::Place(place))?;
        }
        Ok(reviews)
    }

    /// The id of a plan, which is added where it is new.
    fn plan(
        &self,
        writing: &mut Writing<'_>,
        ids: &mut BTreeMap<usize, String>,
        index: usize,
    ) -> Result<String> {
        let plan = &self.world.plans[index];
        if let Some(id) = plan.id.as_ref().or_else(|| ids.get(&index)) {
            return Ok(id.clone());
        }
        let id = writing.add_plan(&NewPlan {
            id: plan.given.clone(),
            municipality: plan.municipality.clone(),
            code: plan.code.clone(),
            title: plan.title.clone(),
            stem: plan.stem.as_str().to_owned(),
        })?;
        ids.insert(index, id.clone());
        Ok(id)
    }

    fn step(
        &self,
        writing: &mut Writing<'_>,
        index: usize,
        step: &Step,
        plan: &str,
        revisions: &[i64],
    ) -> Result<i64> {
        let incoming = &step.incoming;
        let document = self.keep(writing, &incoming.pdf, &incoming.document)?;
        let arrival = Arrival {
            place: &incoming.place,
            pdf: &incoming.pdf,
            basis: &incoming.basis,
            document: &document,
            digest: &incoming.document,
        };
        let number = |at: At| match at {
            At::Known(number) => Ok(number),
            At::Step(step) => revisions.get(step).copied().ok_or_else(out_of_order),
        };
        let neighbours = step.neighbours.iter().map(|against| {
            Ok(Neighbour {
                revision: number(against.at)?,
                comparison: &against.comparison,
                is_old: against.is_old,
            })
        });
        let neighbours: Vec<Neighbour<'_>> = neighbours.collect::<Result<_>>()?;
        if step.is_edition {
            return writing.add_edition(plan, &incoming.key, &arrival, &neighbours);
        }
        let edition = step.edition(self.world, index).ok_or_else(out_of_order)?;
        let id = match &edition.id {
            Some(id) => id.clone(),
            // added in this transaction
            None => {
                let first = edition.revisions.first().ok_or_else(out_of_order)?;
                writing.edition_of(number(first.at)?)?
            }
        };
        writing.add_revision(&id, &arrival, &neighbours)
    }

    /// Keeps the PDF and the document, unless the data set has them.
    fn keep(&self, writing: &mut Writing<'_>, pdf: &str, digest: &str) -> Result<Document> {
        if let Some(file) = self.files.get(pdf) {
            writing.keep_pdf(file, pdf)?;
        }
        if let Some(file) = self.files.get(digest) {
            let json = bytes(file)?;
            let kept = writing.keep_document(&json)?;
            return match kept == digest {
                true => parsed(&json),
                false => Err(Error::Internal(format!("{digest} was written as {kept}"))),
            };
        }
        let kept = self.kept.get(digest).cloned();
        kept.ok_or_else(|| Error::Internal(format!("nobody has the document {digest}")))
    }

    fn hold(
        &self,
        writing: &mut Writing<'_>,
        ids: &BTreeMap<usize, String>,
        hold: &Hold,
    ) -> Result<i64> {
        let incoming = &hold.incoming;
        self.keep(writing, &incoming.pdf, &incoming.document)?;
        let plan = hold.plan.and_then(|p| {
            let known = self.world.plans[p].id.as_ref();
            known.or_else(|| ids.get(&p)).cloned()
        });
        let proposal = serde_json::to_value(incoming);
        writing.hold(&NewReview {
            place: incoming.place.clone(),
            pdf: incoming.pdf.clone(),
            basis: incoming.basis.clone(),
            document: incoming.document.clone(),
            plan,
            edition: hold.edition.clone(),
            key: incoming.key.clone(),
            reasons: hold.reasons.clone(),
            proposal: proposal.map_err(|e| Error::Internal(e.to_string()))?,
        })
    }
}

fn out_of_order() -> Error {
    Error::Internal("a step of the plan of changes comes before what it rests on".into())
}
