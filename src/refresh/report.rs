//! What a refresh found, and did or would do (contract `keikaku-refresh/1`).

use super::plan::{Against, Hold, Planner, Step};
use super::world::World;
use crate::batch::Failure;
use crate::edition::{Change, Comparison, Summary, Weight};
use crate::finding::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-refresh/1";
/// Most changes of an edition that are named.
const NAMED: usize = 5;

/// What a refresh found, and did or would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Always `keikaku-refresh/1`.
    pub schema: String,
    /// The list of sources.
    pub sources: String,
    /// The folder of the data set.
    pub dataset: String,
    /// It was written, and not only planned.
    pub written: bool,
    /// The numbers of it all.
    pub totals: Totals,
    /// New and revised editions, by plan.
    pub plans: Vec<PlanNews>,
    /// What is held back for a person to decide on.
    pub held: Vec<Held>,
    /// What is not published any more.
    pub vanished: Vec<Gone>,
    /// What had vanished and is there again.
    pub returned: Vec<String>,
    /// What could not be had or read.
    pub failed: Vec<Failed>,
    /// What else is to be known of a place: that it has moved.
    pub notes: Vec<Note>,
}

/// The numbers of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Places of documents that were looked at: files and addresses.
    pub places: usize,
    /// Places with what they had before, or with what the data set has already.
    pub unchanged: usize,
    /// New editions.
    pub new: usize,
    /// Editions that were published anew with other content.
    pub revised: usize,
    /// Documents that are held back in this run.
    pub held: usize,
    /// Documents that wait for a decision since an earlier run.
    pub waiting: usize,
    /// Documents that a person has rejected, and that are still published.
    pub rejected: usize,
    /// Places where nothing is any more.
    pub vanished: usize,
    /// Places where something is again.
    pub returned: usize,
    /// Places that could not be had or read.
    pub failed: usize,
}

impl Totals {
    /// Whether anything could be looked at.
    pub fn is_result(&self) -> bool {
        self.is_news() || self.unchanged + self.rejected > 0
    }

    /// Whether there is anything that the data set does not have.
    pub fn is_news(&self) -> bool {
        self.new + self.revised + self.held + self.vanished + self.returned > 0
    }
}

/// New and revised editions of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanNews {
    /// Its id, if the data set has it or a source gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Title without what differs from edition to edition.
    pub title: String,
    /// The plan is new to the data set.
    pub is_new: bool,
    /// Its editions, in order.
    pub editions: Vec<EditionNews>,
}

/// What becomes of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is new.
    New,
    /// It was published anew with other content.
    Revised,
}

/// A new or revised edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EditionNews {
    /// What becomes of it.
    pub action: Action,
    /// Which one it is.
    pub edition: String,
    /// Its title as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it is published.
    pub place: String,
    /// SHA-256 of the PDF.
    pub pdf: String,
    /// Number of pages.
    pub pages: u32,
    /// Number of items.
    pub items: usize,
    /// Number of indicators.
    pub indicators: usize,
    /// What differs from the edition (or revision) before, or else from the one behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<Differs>,
}

/// What differs from another edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Differs {
    /// Which one that is.
    pub from: String,
    /// Whether that is the earlier one.
    pub is_earlier: bool,
    /// The numbers.
    pub summary: Summary,
    /// The first changes that matter.
    pub changes: Vec<Change>,
}

/// Something that is held back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// Its number for `refresh review`, once it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<i64>,
    /// Where it is published.
    pub place: String,
    /// Its title as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The plan to which it belongs, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Which edition it is.
    pub edition: String,
    /// Why it is held back.
    pub reasons: Vec<Finding>,
    /// What differs from the edition (or revision) before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<Differs>,
}

/// A place where nothing is any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gone {
    /// The place.
    pub place: String,
    /// Id of its source.
    pub source: String,
    /// The finding.
    pub finding: Finding,
}

/// What could not be had or read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Failed {
    /// The place.
    pub place: String,
    /// Id of its source.
    pub source: String,
    /// Why.
    pub failure: Failure,
}

/// What else is to be known of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The place.
    pub place: String,
    /// What is to be known.
    pub note: String,
}

/// The JSON Schema of [`Report`].
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Report).to_value()
}

/// New and revised editions by plan, in the order of the world.
pub fn news(planner: &Planner<'_>) -> Vec<PlanNews> {
    let world = &planner.world;
    let plans = world.plans.iter().enumerate();
    let news = plans.map(|(p, plan)| {
        let own = planner
            .steps
            .iter()
            .enumerate()
            .filter(|(_, s)| s.plan == p);
        PlanNews {
            id: plan.id.clone().or_else(|| plan.given.clone()),
            municipality: plan.municipality.clone(),
            title: plan.stem.as_str().to_owned(),
            is_new: plan.id.is_none(),
            editions: own.map(|(i, step)| edition_news(world, i, step)).collect(),
        }
    });
    news.filter(|n| !n.editions.is_empty()).collect()
}

fn edition_news(world: &World, index: usize, step: &Step) -> EditionNews {
    let incoming = &step.incoming;
    let edition = step.edition(world, index);
    EditionNews {
        action: match step.is_edition {
            true => Action::New,
            false => Action::Revised,
        },
        edition: edition.map_or(String::new(), |e| e.key.label.clone()),
        title: incoming.title.clone(),
        place: incoming.place.clone(),
        pdf: incoming.pdf.clone(),
        pages: incoming.pages,
        items: incoming.items,
        indicators: incoming.indicators,
        differs: step.neighbours.first().map(differs),
    }
}

/// What is held back.
pub fn held(planner: &Planner<'_>, hold: &Hold) -> Held {
    let plan = hold.plan.map(|p| &planner.world.plans[p]);
    Held {
        review: None,
        place: hold.incoming.place.clone(),
        title: hold.incoming.title.clone(),
        plan: plan.and_then(|p| p.id.clone().or_else(|| p.given.clone())),
        edition: hold.incoming.key.label.clone(),
        reasons: hold.reasons.clone(),
        differs: hold.against.as_ref().map(differs),
    }
}

fn differs(against: &Against) -> Differs {
    differs_from(&against.label, against.is_old, &against.comparison)
}

/// The numbers of a comparison and the first changes that matter.
pub fn differs_from(from: &str, is_earlier: bool, comparison: &Comparison) -> Differs {
    let matters = |c: &&Change| c.weight == Weight::Substantive;
    Differs {
        from: from.to_owned(),
        is_earlier,
        summary: comparison.summary.clone(),
        changes: comparison
            .changes
            .iter()
            .filter(matters)
            .take(NAMED)
            .cloned()
            .collect(),
    }
}
