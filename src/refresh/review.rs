//! What was held back: what it is, and what a person decides.

use super::apply::Changes;
use super::incoming::{Belongs, Incoming};
use super::key::stated;
use super::library::Library;
use super::plan::{Against, Hold, Planner};
use super::report::{self, Differs, PlanNews};
use super::sources::{Guards, Sources, is_id};
use super::world::World;
use crate::dataset::{AddressState, Dataset, Decision, Review};
use crate::error::{Error, Result};
use crate::finding::Code;
use crate::rule::syntax::nearest;
use serde::Serialize;
use std::collections::BTreeMap;

/// The `--plan` that makes a plan of its own; with `:` and an id behind it, one of that id.
const NEW: &str = "new";

/// A review as it is shown.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// What is in the data set.
    #[serde(flatten)]
    pub review: Review,
    /// What accepting it would do; nothing where more must be said first.
    pub would: Vec<PlanNews>,
    /// The options by which that is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<&'static str>,
    /// All that differs from what it would stand beside.
    pub differs: Vec<Differs>,
}

/// What a person says of what is held back, besides that it is accepted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated<'s> {
    /// The id of the plan to which it belongs, `new` for a plan of its own, or `new:` with the id of that.
    pub plan: Option<&'s str>,
    /// Which edition it is, as it would be printed, or the id of the one of which it is a revision.
    pub edition: Option<&'s str>,
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
    let planner = planned(dataset, &sources.guards, &library, accepted(&review)?)?;
    let holds = planner.holds.iter();
    let against = planner.steps.iter().flat_map(|s| &s.neighbours);
    let against = against.chain(holds.filter_map(|h| h.against.as_ref()));
    let edition = planner.holds.iter().any(is_edition_unclear);
    let plan = is_for(&review, Code::TitleAlike) || !(edition || planner.holds.is_empty());
    let needs = [(plan, "--plan"), (edition, "--edition")];
    let needs: Vec<&str> = needs.iter().filter(|n| n.0).map(|n| n.1).collect();
    Ok(Shown {
        differs: against.map(differs).collect(),
        would: match needs.is_empty() {
            true => report::news(&planner),
            false => Vec::new(),
        },
        needs,
        review,
    })
}

/// Whether nobody knows which edition something is, as the data set is now.
fn is_edition_unclear(hold: &Hold) -> bool {
    let mut reasons = hold.reasons.iter();
    reasons.any(|f| f.code == Code::EditionUnclear.as_str())
}

/// Whether something was held for a reason.
fn is_for(review: &Review, code: Code) -> bool {
    let mut reasons = review.review.reasons.iter();
    reasons.any(|f| f.code == code.as_str())
}

fn differs(against: &Against) -> Differs {
    let mut out = report::differs_from(&against.label, against.is_old, &against.comparison);
    out.changes.clone_from(&against.comparison.changes);
    out
}

/// Merges what was held back, whatever speaks against it. Where the plan or the edition is not clear, it is stated.
///
/// # Errors
/// When it is decided already, when more must be said, or when it cannot be written; then nothing is.
pub fn accept(
    sources: &Sources,
    dataset: &mut Dataset,
    id: i64,
    said: Stated<'_>,
    by: Decided<'_>,
) -> Result<Vec<PlanNews>> {
    let review = undecided(dataset, id)?;
    let mut incoming = accepted(&review)?;
    let world = World::of(dataset.plans()?);
    match said.plan {
        None if is_for(&review, Code::TitleAlike) => {
            let reason = "its title is nearly that of a plan: say with `--plan` to which it belongs, or `--plan new`";
            return Err(refused(id, reason));
        }
        None => {}
        Some(plan) => {
            of_plan(&mut incoming, plan, &world).map_err(|reason| refused(id, &reason))?;
        }
    }
    if let Some(edition) = said.edition {
        of_edition(&mut incoming, edition, &world).map_err(|reason| refused(id, &reason))?;
    }
    let document = dataset.document(&incoming.document)?;
    let kept = BTreeMap::from([(incoming.document.clone(), document)]);
    let fresh = BTreeMap::new();
    let library = Library::new(Some(dataset), &fresh);
    let planner = planned(dataset, &sources.guards, &library, incoming)?;
    if let Some(hold) = planner.holds.first() {
        let reasons: Vec<&str> = hold.reasons.iter().map(|f| f.message.as_str()).collect();
        let say = match is_edition_unclear(hold) {
            true => {
                "say with `--edition` which one it is, as it would be printed (`令和6年度`), or by the id of the \
                 edition of which it is a revision"
            }
            false => "say with `--plan ID` to which plan it belongs",
        };
        let reason = format!("{}; {say}", reasons.join("; "));
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

/// What becomes of something that is accepted, with what was published when that was last looked at.
fn planned<'p>(
    dataset: &Dataset,
    guards: &'p Guards,
    library: &'p Library<'p>,
    incoming: Incoming,
) -> Result<Planner<'p>> {
    let world = World::of(dataset.plans()?);
    let there = dataset.addresses()?.into_values();
    let there = there.filter(|a| a.state != AddressState::Vanished);
    let present = there.filter_map(|a| Some((a.place, a.sha256?))).collect();
    let mut planner = Planner::new(world, present, guards, library);
    planner.all(vec![incoming]);
    match planner.failed.pop() {
        Some((_, error)) => Err(error),
        None => Ok(planner),
    }
}

/// The plan that a person states.
fn of_plan(incoming: &mut Incoming, plan: &str, world: &World) -> std::result::Result<(), String> {
    let own = plan.strip_prefix(NEW).map(|rest| rest.strip_prefix(':'));
    let ids = || world.plans.iter().filter_map(|p| p.id.as_deref());
    if let Some(id) = own.flatten().filter(|id| !is_id(id)) {
        return Err(format!(
            "`{id}` cannot be the id of a plan: write it without spaces, `@`, `#`, `/`, `\\` and `..`"
        ));
    }
    if let Some(id) = own.flatten().filter(|id| ids().any(|known| known == *id)) {
        return Err(format!("there is a plan `{id}` already"));
    }
    match own {
        Some(id) if plan == NEW || id.is_some() => {
            incoming.force_new = true;
            incoming.given = id.map(str::to_owned);
            incoming.again = None;
        }
        _ if ids().any(|id| id == plan) => {
            let has = |again: &String| {
                let of = world.plans.iter().find(|p| p.id.as_deref() == Some(plan));
                of.is_some_and(|p| p.editions.iter().any(|e| e.id.as_ref() == Some(again)))
            };
            incoming.again = incoming.again.take().filter(has);
            incoming.given = Some(plan.to_owned());
        }
        _ => {
            let help = match nearest(plan, ids()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("`--plan {NEW}:{plan}` makes one"),
            };
            return Err(format!("there is no plan `{plan}`; {help}"));
        }
    }
    Ok(())
}

/// The edition that a person states.
fn of_edition(
    incoming: &mut Incoming,
    edition: &str,
    world: &World,
) -> std::result::Result<(), String> {
    let belongs = match (&incoming.again, incoming.belongs(world)) {
        (None, Belongs::Plan(plan)) => Some(plan),
        _ => None,
    };
    let editions = |plan: usize| {
        world.plans[plan]
            .editions
            .iter()
            .filter_map(|e| e.id.as_deref())
    };
    let is_one = |p: &usize| editions(*p).any(|id| id == edition);
    if let Some(of) = (0..world.plans.len()).find(is_one) {
        if incoming.force_new || belongs.is_some_and(|plan| plan != of) {
            return Err(format!("the edition `{edition}` is one of another plan"));
        }
        incoming.again = Some(edition.to_owned());
        incoming.stated = true;
        return Ok(());
    }
    match stated(edition, &incoming.key) {
        Some(key) if !edition.contains('@') => {
            incoming.key = key;
            incoming.again = None;
            incoming.stated = true;
            Ok(())
        }
        _ => {
            let all = (0..world.plans.len()).flat_map(editions);
            let help = match nearest(edition, all) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write it as it would be printed: `令和6年度`, `第3次`, `改訂版`".into(),
            };
            Err(format!("`{edition}` is no edition; {help}"))
        }
    }
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
        Decision::Superseded => {
            let reason = format!("it was superseded on {}: {}", verdict.when, verdict.why);
            return Err(refused(id, &reason));
        }
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
