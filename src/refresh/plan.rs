//! The plan of changes: what becomes of each document that arrives.

use super::guard;
use super::incoming::{Belongs, Incoming};
use super::key::{is_empty, may_be_same};
use super::library::Library;
use super::sources::Guards;
use super::world::{At, Edition, Plan, Revision, World};
use crate::dataset::EditionKey;
use crate::document::Document;
use crate::edition::{Comparison, compare};
use crate::error::{Error, Result};
use crate::finding::{Code, Finding};
use std::collections::BTreeMap;

/// Something that is merged.
#[derive(Debug)]
pub struct Step {
    /// What arrives.
    pub incoming: Incoming,
    /// Index of its plan in the world.
    pub plan: usize,
    /// It is an edition of its own, or else a revision of the one with this key.
    pub is_edition: bool,
    /// What it was compared with, the one that counts first in front.
    pub neighbours: Vec<Against>,
}

/// A comparison with another edition or revision.
#[derive(Debug)]
pub struct Against {
    /// Where that is.
    pub at: At,
    /// Its label.
    pub label: String,
    /// It is the old side.
    pub is_old: bool,
    /// What differs.
    pub comparison: Comparison,
}

/// Something that is held back.
#[derive(Debug)]
pub struct Hold {
    /// What arrives.
    pub incoming: Incoming,
    /// The plan to which it belongs, if that is known: its index.
    pub plan: Option<usize>,
    /// Id of the edition of which it would be a revision.
    pub edition: Option<String>,
    /// Why.
    pub reasons: Vec<Finding>,
    /// What it was compared with.
    pub against: Option<Against>,
}

/// What becomes of the documents that arrive.
#[derive(Debug)]
pub struct Planner<'p> {
    /// The data set as it will be.
    pub world: World,
    /// What is merged, in order.
    pub steps: Vec<Step>,
    /// What is held back.
    pub holds: Vec<Hold>,
    /// Number of documents that say what the data set has already.
    pub same: usize,
    /// What could not be planned, by place: a document that it is compared with cannot be read back.
    pub failed: Vec<(String, Error)>,
    /// What is published now: SHA-256 by place.
    present: BTreeMap<String, String>,
    /// Which edition it says to be what arrives, by place.
    arriving: BTreeMap<String, EditionKey>,
    guards: &'p Guards,
    library: &'p Library<'p>,
}

/// Where in its plan a document goes.
enum Slot {
    Edition,
    Revision(usize),
}

impl<'p> Planner<'p> {
    /// For a data set, and what is published now: SHA-256 by place.
    pub fn new(
        world: World,
        present: BTreeMap<String, String>,
        guards: &'p Guards,
        library: &'p Library<'p>,
    ) -> Self {
        Self {
            world,
            steps: Vec::new(),
            holds: Vec::new(),
            same: 0,
            failed: Vec::new(),
            present,
            arriving: BTreeMap::new(),
            guards,
            library,
        }
    }

    /// Plans all that arrives: the editions of a plan in their order, so that each is compared with the one before.
    pub fn all(&mut self, mut arriving: Vec<Incoming>) {
        arriving.sort_by(|a, b| (&a.key, &a.place).cmp(&(&b.key, &b.place)));
        let keys = arriving.iter().map(|i| (i.place.clone(), i.key.clone()));
        self.arriving.extend(keys);
        for incoming in arriving {
            let place = incoming.place.clone();
            if let Err(error) = self.one(incoming) {
                self.failed.push((place, error));
            }
        }
    }

    fn one(&mut self, incoming: Incoming) -> Result<()> {
        let again = incoming.again.as_ref().and_then(|id| self.find(id));
        let plan = match again {
            Some((plan, _)) => plan,
            None => match incoming.belongs(&self.world) {
                Belongs::Plan(plan) => plan,
                Belongs::New(plan) => return self.first(incoming, *plan),
                Belongs::Unclear(reasons) => {
                    self.hold_unclear(incoming, reasons)?;
                    return Ok(());
                }
            },
        };
        let slot = match again {
            Some((_, edition)) => Slot::Revision(edition),
            None => self.slot(plan, &incoming),
        };
        if let Slot::Revision(e) = slot
            && self.is_current(plan, e, &incoming)
        {
            self.same += 1;
            return Ok(());
        }
        self.merge(incoming, plan, &slot)
    }

    fn is_current(&self, plan: usize, edition: usize, incoming: &Incoming) -> bool {
        let current = self.world.plans[plan].editions[edition].current();
        current.is_some_and(|c| c.document == incoming.document)
    }

    /// An edition by its id.
    fn find(&self, id: &str) -> Option<(usize, usize)> {
        let mut plans = self.world.plans.iter().enumerate();
        plans.find_map(|(p, plan)| {
            let is_it = |e: &Edition| e.id.as_deref() == Some(id);
            Some((p, plan.editions.iter().position(is_it)?))
        })
    }

    /// The first edition of a plan.
    fn first(&mut self, incoming: Incoming, plan: Plan) -> Result<()> {
        let document = self.library.document(&incoming.document)?;
        let reasons = self.reasons(&incoming, &document, None);
        if !reasons.is_empty() {
            self.holds.push(Hold {
                incoming,
                plan: None,
                edition: None,
                reasons,
                against: None,
            });
            return Ok(());
        }
        self.world.plans.push(plan);
        self.push(
            incoming,
            self.world.plans.len() - 1,
            &Slot::Edition,
            Vec::new(),
        );
        Ok(())
    }

    /// Whether a document is an edition of its own. The one of the same key is revised; so is the one at the same
    /// place, where nothing that is printed speaks against it.
    fn slot(&self, plan: usize, incoming: &Incoming) -> Slot {
        let editions = &self.world.plans[plan].editions;
        if let Some(same) = editions.iter().position(|e| e.key == incoming.key) {
            return Slot::Revision(same);
        }
        let here = |e: &Edition| {
            let place = e.current().is_some_and(|c| c.place == incoming.place);
            place && may_be_same(&e.key, &incoming.key)
        };
        editions
            .iter()
            .position(here)
            .map_or(Slot::Edition, Slot::Revision)
    }

    /// Why nobody knows which edition it is, if so: nothing says it, or the same is published elsewhere.
    fn unclear(&self, plan: usize, slot: &Slot, incoming: &Incoming) -> Option<Finding> {
        if incoming.stated || incoming.again.is_some() {
            return None;
        }
        let editions = &self.world.plans[plan].editions;
        let label = &incoming.key.label;
        let message = match slot {
            Slot::Revision(e) => {
                let current = editions[*e].current()?;
                if current.place == incoming.place {
                    return None;
                }
                let (place, known) = (&current.place, is_empty(&incoming.key));
                match self.is_claimed((plan, *e), &incoming.key) {
                    true if known => {
                        format!("nothing says which edition it is, nor what `{place}` is")
                    }
                    true => format!("it is `{label}`, and so is what `{place}` holds"),
                    false if known && editions.len() > 1 => {
                        format!("nothing says which of {} editions it is", editions.len())
                    }
                    false => return None,
                }
            }
            Slot::Edition if is_empty(&incoming.key) && !editions.is_empty() => {
                let labels: Vec<&str> = editions.iter().map(|e| e.key.label.as_str()).collect();
                let labels = labels.join("`, `");
                format!("nothing says which edition it is; the plan has `{labels}`")
            }
            Slot::Edition => return None,
        };
        Some(Finding::new(Code::EditionUnclear, message, Vec::new()))
    }

    /// Whether an edition is still published where it was last found.
    fn is_claimed(&self, (p, e): (usize, usize), key: &EditionKey) -> bool {
        let Some(current) = self.world.plans[p].editions[e].current() else {
            return false;
        };
        let Some(pdf) = self.present.get(&current.place) else {
            return false;
        };
        if *pdf == current.pdf {
            return true;
        }
        // something else is there now: perhaps another edition, as this one has moved
        if let Some(arriving) = self.arriving.get(&current.place) {
            return arriving == key;
        }
        let editions = |(i, plan): (usize, &'_ Plan)| {
            let editions = plan.editions.iter().enumerate();
            editions
                .filter(|(_, other)| other.revisions.iter().any(|r| r.pdf == *pdf))
                .map(|(j, _)| (i, j))
                .collect::<Vec<_>>()
        };
        let others: Vec<(usize, usize)> = self
            .world
            .plans
            .iter()
            .enumerate()
            .flat_map(editions)
            .collect();
        others.is_empty() || others.contains(&(p, e))
    }

    fn merge(&mut self, incoming: Incoming, plan: usize, slot: &Slot) -> Result<()> {
        let document = self.library.document(&incoming.document)?;
        let neighbours = self.neighbours(plan, slot, &incoming, &document)?;
        let former = neighbours.first().filter(|n| n.0.is_old);
        let former = former.map(|(against, old)| (old, &against.comparison));
        let mut reasons: Vec<Finding> = self.unclear(plan, slot, &incoming).into_iter().collect();
        reasons.extend(self.reasons(&incoming, &document, former));
        let neighbours = neighbours.into_iter().map(|(against, _)| against);
        if reasons.is_empty() {
            let neighbours = neighbours.collect();
            self.push(incoming, plan, slot, neighbours);
            return Ok(());
        }
        let edition = match slot {
            Slot::Revision(e) => self.world.plans[plan].editions[*e].id.clone(),
            Slot::Edition => None,
        };
        let against = neighbours.into_iter().next();
        self.holds.push(Hold {
            incoming,
            plan: Some(plan),
            edition,
            reasons,
            against,
        });
        Ok(())
    }

    /// What a document is compared with: the revision before, or the edition before; then the others beside it.
    fn neighbours(
        &self,
        plan: usize,
        slot: &Slot,
        incoming: &Incoming,
        document: &Document,
    ) -> Result<Vec<(Against, Document)>> {
        let plan = &self.world.plans[plan];
        let (key, own) = match slot {
            Slot::Edition => (&incoming.key, None),
            Slot::Revision(e) => (&plan.editions[*e].key, Some(*e)),
        };
        let (before, behind) = plan.around(key);
        let beside = [(own, true), (before, true), (behind, false)];
        let mut out = Vec::new();
        for (edition, is_old) in beside {
            let Some(edition) = edition.map(|e| &plan.editions[e]) else {
                continue;
            };
            let Some(current) = edition.current() else {
                continue;
            };
            let other = self.library.document(&current.document)?;
            let comparison = match is_old {
                true => compare(&other, document),
                false => compare(document, &other),
            };
            let against = Against {
                at: current.at,
                label: edition.key.label.clone(),
                is_old,
                comparison,
            };
            out.push((against, other));
        }
        Ok(out)
    }

    fn reasons(
        &self,
        incoming: &Incoming,
        document: &Document,
        former: Option<(&Document, &Comparison)>,
    ) -> Vec<Finding> {
        match incoming.accepted {
            true => Vec::new(),
            false => guard::reasons(self.guards, document, former),
        }
    }

    /// What belongs to no plan may have more against it, which is said in the same run.
    fn hold_unclear(&mut self, incoming: Incoming, mut reasons: Vec<Finding>) -> Result<()> {
        let document = self.library.document(&incoming.document)?;
        reasons.extend(self.reasons(&incoming, &document, None));
        self.holds.push(Hold {
            incoming,
            plan: None,
            edition: None,
            reasons,
            against: None,
        });
        Ok(())
    }

    fn push(&mut self, incoming: Incoming, plan: usize, slot: &Slot, neighbours: Vec<Against>) {
        let revision = Revision {
            at: At::Step(self.steps.len()),
            document: incoming.document.clone(),
            pdf: incoming.pdf.clone(),
            basis: incoming.basis.clone(),
            place: incoming.place.clone(),
        };
        let editions = &mut self.world.plans[plan].editions;
        match slot {
            Slot::Revision(e) => editions[*e].revisions.push(revision),
            Slot::Edition => {
                let at = editions.partition_point(|e| e.key < incoming.key);
                let edition = Edition {
                    id: None,
                    key: incoming.key.clone(),
                    revisions: vec![revision],
                };
                editions.insert(at, edition);
            }
        }
        self.steps.push(Step {
            incoming,
            plan,
            is_edition: matches!(slot, Slot::Edition),
            neighbours,
        });
    }
}

impl Step {
    /// The edition that it is one of, in the world as planned.
    pub fn edition<'w>(&self, world: &'w World, index: usize) -> Option<&'w Edition> {
        let mut editions = world.plans[self.plan].editions.iter();
        editions.find(|e| e.revisions.iter().any(|r| r.at == At::Step(index)))
    }
}
