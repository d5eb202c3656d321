//! What was held back: what it is, and what a person decides.

use super::apply::Changes;
use super::incoming::Incoming;
use super::library::Library;
use super::plan::{Against, Planner};
use super::report::{self, Differs, PlanNews};
use super::sources::{Guards, Sources};
use super::world::World;
use crate::dataset::{Dataset, Decision, Review};
use crate::error::{Error, Result};
use crate::finding::Code;
use serde::Serialize;
use std::collections::BTreeMap;

/// The `--plan` that makes a plan of its own.
pub const NEW: &str = "new";

/// A review as it is shown.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// What is in the data set.
    #[serde(flatten)]
    pub review: Review,
    /// What accepting it would do; nothing where more must be said first.
    pub would: Vec<PlanNews>,
    /// All that differs from what it would stand beside.
    pub differs: Vec<Differs>,
}

/// Who decides, and why.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'d> {
    /// Who.
    pub who: &'d str,
    /// Why.
    pub why: &'d str,
    /// When (RFC 3339).
    pub now: &'d str,
}

/// What waits for a decision, by number.
///
/// # Errors
/// When the data set cannot be read.
pub fn waiting(dataset: &Dataset) -> Result<Vec<Review>> {
    let mut reviews = dataset.reviews()?;
    reviews.retain(|r| r.verdict.is_none());
    Ok(reviews)
}

/// A review with what accepting it would do.
///
/// # Errors
/// When there is none of this number, or the data set cannot be read.
pub fn show(sources: &Sources, dataset: &Dataset, id: i64) -> Result<Shown> {
    let review = find(dataset, id)?;
    let fresh = BTreeMap::new();
    let library = Library::new(Some(dataset), &fresh);
    let mut planner = planner(dataset, &sources.guards, &library)?;
    planner.all(vec![accepted(&review)?])?;
    let against = planner.steps.iter().flat_map(|s| &s.neighbours);
    Ok(Shown {
        differs: against.map(differs).collect(),
        would: report::news(&planner),
        review,
    })
}

fn differs(against: &Against) -> Differs {
    let mut out = report::differs_from(&against.label, against.is_old, &against.comparison);
    out.changes.clone_from(&against.comparison.changes);
    out
}

/// Merges what was held back, whatever speaks against it. Where the plan is not clear, `plan` names it by its id, or
/// is [`NEW`].
///
/// # Errors
/// When it is decided already, when more must be said, or when it cannot be written; then nothing is.
pub fn accept(
    sources: &Sources,
    dataset: &mut Dataset,
    id: i64,
    plan: Option<&str>,
    by: Decided<'_>,
) -> Result<Vec<PlanNews>> {
    let review = undecided(dataset, id)?;
    let mut incoming = accepted(&review)?;
    let alike = |code: Code| {
        review
            .review
            .reasons
            .iter()
            .any(|f| f.code == code.as_str())
    };
    match plan {
        None if alike(Code::TitleAlike) => {
            let reason = "its title is nearly that of a plan: say with `--plan` to which it belongs, or `--plan new`";
            return Err(refused(id, reason));
        }
        None => {}
        Some(NEW) => incoming.given = None,
        Some(plan) => incoming.given = Some(plan.to_owned()),
    }
    let document = dataset.document(&incoming.document)?;
    let kept = BTreeMap::from([(incoming.document.clone(), document)]);
    let fresh = BTreeMap::new();
    let library = Library::new(Some(dataset), &fresh);
    let mut planner = planner(dataset, &sources.guards, &library)?;
    planner.all(vec![incoming])?;
    if let Some(hold) = planner.holds.first() {
        let reasons: Vec<&str> = hold.reasons.iter().map(|f| f.message.as_str()).collect();
        let reason = format!(
            "{}; say with `--plan ID` to which plan it belongs",
            reasons.join("; ")
        );
        return Err(refused(id, &reason));
    }
    let news = report::news(&planner);
    let Planner { world, steps, .. } = planner;
    let changes = Changes {
        world: &world,
        steps: &steps,
        holds: &[],
        files: &BTreeMap::new(),
        kept: &kept,
        addresses: &[],
        vanished: &[],
        returned: &[],
        replaced: &[],
    };
    dataset.write(by.now, |writing| {
        writing.decide(id, Decision::Accepted, by.who, by.why)?;
        changes.apply(writing)
    })?;
    Ok(news)
}

/// Rejects what was held back: it is kept, not merged, and not offered again.
///
/// # Errors
/// When it is decided already, or cannot be written.
pub fn reject(dataset: &mut Dataset, id: i64, by: Decided<'_>) -> Result<()> {
    undecided(dataset, id)?;
    dataset.write(by.now, |writing| {
        writing.decide(id, Decision::Rejected, by.who, by.why)
    })
}

fn planner<'p>(
    dataset: &Dataset,
    guards: &'p Guards,
    library: &'p Library<'p>,
) -> Result<Planner<'p>> {
    let world = World::of(dataset.plans()?);
    Ok(Planner::new(world, guards, library))
}

/// What is held back, as a person has looked at it.
fn accepted(review: &Review) -> Result<Incoming> {
    let incoming: std::result::Result<Incoming, _> =
        serde_json::from_value(review.review.proposal.clone());
    let incoming = incoming.map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Incoming {
        accepted: true,
        ..incoming
    })
}

fn find(dataset: &Dataset, id: i64) -> Result<Review> {
    let reviews = dataset.reviews()?;
    let found = reviews.into_iter().find(|r| r.id == id);
    found.ok_or_else(|| refused(id, "there is none of this number"))
}

fn undecided(dataset: &Dataset, id: i64) -> Result<Review> {
    let review = find(dataset, id)?;
    let Some(verdict) = &review.verdict else {
        return Ok(review);
    };
    let what = match verdict.decision {
        Decision::Accepted => "accepted",
        Decision::Rejected => "rejected",
    };
    let reason = format!("it was {what} by {} on {}", verdict.who, verdict.when);
    Err(refused(id, &reason))
}

fn refused(id: i64, reason: &str) -> Error {
    Error::Review {
        id,
        reason: reason.to_owned(),
    }
}
