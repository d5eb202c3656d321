//! A document on its way into the data set, and to which plan it belongs.

use super::key::{Beside, key_of};
use super::sources::Source;
use super::stem::Stem;
use super::world::{Plan, World};
use crate::dataset::EditionKey;
use crate::document::Document;
use crate::finding::{Code, Finding};
use crate::municipality::{self, Named};
use serde::{Deserialize, Serialize};

/// A document on its way into the data set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Incoming {
    /// Where it was published.
    pub place: String,
    /// Name of its file.
    pub name: String,
    /// SHA-256 of the PDF.
    pub pdf: String,
    /// Digest of the program and rules that read it.
    pub basis: String,
    /// Digest of the document.
    pub document: String,
    /// Number of pages.
    pub pages: u32,
    /// Its title.
    pub title: Option<String>,
    /// What its `edition` says.
    pub edition: Option<String>,
    /// The municipality that it prints: name and code.
    pub municipality: (Option<String>, Option<String>),
    /// The municipality that its source gives.
    pub said: Option<String>,
    /// The plan to which it belongs, whatever it prints.
    pub given: Option<String>,
    /// Which edition it is.
    pub key: EditionKey,
    /// Number of items.
    pub items: usize,
    /// Number of indicators.
    pub indicators: usize,
    /// A person has looked at it: it is merged, whatever speaks against it.
    #[serde(default)]
    pub accepted: bool,
    /// The edition of which it is a revision in any case: its id.
    #[serde(default)]
    pub again: Option<String>,
    /// It is of a plan of its own, whatever its title.
    #[serde(default)]
    pub force_new: bool,
    /// A person has said which edition it is.
    #[serde(default)]
    pub stated: bool,
}

/// To which plan something belongs.
#[derive(Debug)]
pub enum Belongs {
    /// To one that is there, by its index.
    Plan(usize),
    /// To a new one.
    New(Box<Plan>),
    /// Nobody knows.
    Unclear(Vec<Finding>),
}

impl Incoming {
    /// Of a document.
    pub fn of(
        document: &Document,
        (digest, basis): (String, String),
        (place, name, label): (&str, &str, Option<&str>),
        source: &Source,
    ) -> Self {
        let plan = &document.plan;
        let beside = Beside {
            label,
            name,
            pattern: source.edition.as_ref(),
        };
        Self {
            place: place.to_owned(),
            name: name.to_owned(),
            pdf: document.source.sha256.clone(),
            basis,
            document: digest,
            pages: document.source.pages,
            title: plan.title.clone(),
            edition: plan.edition.clone(),
            municipality: (plan.municipality.clone(), plan.municipality_code.clone()),
            said: source.municipality.clone(),
            given: source.plan.clone(),
            key: key_of(plan, &beside),
            items: document.items.len(),
            indicators: document.indicators.len(),
            accepted: false,
            again: None,
            force_new: false,
            stated: false,
        }
    }

    /// The plan to which it belongs.
    pub fn belongs(&self, world: &World) -> Belongs {
        let who = self.who();
        let stem = self.stem(who.0.as_deref().or(who.1.as_deref()));
        if self.force_new {
            return Belongs::New(Box::new(self.new_plan(who, stem)));
        }
        if let Some(given) = &self.given {
            let is_it = |p: &Plan| p.id.as_ref() == Some(given) || p.given.as_ref() == Some(given);
            return match world.plans.iter().position(is_it) {
                Some(plan) => Belongs::Plan(plan),
                None => Belongs::New(Box::new(self.new_plan(who, stem))),
            };
        }
        let mut unclear = self.what_is_missing(&who, &stem);
        if !unclear.is_empty() {
            return Belongs::Unclear(unclear);
        }
        let same = |p: &&(usize, &Plan)| is_same_municipality(&who, p.1);
        let all = || world.plans.iter().enumerate();
        let equal: Vec<(usize, &Plan)> = all()
            .filter(|p| same(&p) && p.1.stem.is_same(&stem))
            .collect();
        match equal.as_slice() {
            [(plan, _)] => return Belongs::Plan(*plan),
            [] => {}
            several => {
                let names: Vec<String> = several.iter().map(|p| shown_id(p.1)).collect();
                let message = format!(
                    "`{}` is the title of several plans: {}",
                    stem.as_str(),
                    names.join(", ")
                );
                return Belongs::Unclear(vec![Finding::new(
                    Code::PlanUnclear,
                    message,
                    Vec::new(),
                )]);
            }
        }
        let near = all().filter(|p| !self.accepted && same(&p) && p.1.stem.is_near(&stem));
        unclear.extend(near.map(|(_, plan)| self.alike(plan, &stem)));
        match unclear.is_empty() {
            true => Belongs::New(Box::new(self.new_plan(who, stem))),
            false => Belongs::Unclear(unclear),
        }
    }

    /// Its title without what differs from edition to edition.
    pub fn stem(&self, municipality: Option<&str>) -> Stem {
        let title = self.title.as_deref().unwrap_or_default();
        Stem::of(title, municipality, self.edition.as_deref())
    }

    fn what_is_missing(&self, who: &Who, stem: &Stem) -> Vec<Finding> {
        let mut out = Vec::new();
        let mut say =
            |message: String| out.push(Finding::new(Code::PlanUnclear, message, Vec::new()));
        match &self.title {
            None => say("no title was read".into()),
            Some(title) if stem.is_empty() => say(format!(
                "the title `{title}` says nothing but which edition it is"
            )),
            Some(_) => {}
        }
        if who.0.is_none() && who.1.is_none() {
            say("no municipality was read, and its source gives none".into());
        }
        let printed = code_of(&self.municipality.0, &self.municipality.1);
        let said = self
            .said
            .as_ref()
            .and_then(|said| code_of(&Some(said.clone()), &None));
        if let (Some(printed), Some(said)) = (printed, said)
            && printed != said
        {
            let name = self.municipality.0.as_deref().unwrap_or(&printed);
            let said = self.said.as_deref().unwrap_or_default();
            say(format!(
                "it prints `{name}` as its municipality, and its source is one of `{said}`"
            ));
        }
        out
    }

    fn alike(&self, plan: &Plan, stem: &Stem) -> Finding {
        let message = format!(
            "the title `{}` (`{}`) is nearly that of {}, `{}`",
            stem.as_str(),
            self.title.as_deref().unwrap_or_default(),
            shown_id(plan),
            plan.stem.as_str()
        );
        Finding::new(Code::TitleAlike, message, Vec::new())
    }

    /// Name and code of its municipality: as it is printed, or else as its source says.
    fn who(&self) -> Who {
        let (name, code) = &self.municipality;
        if name.is_some() || code.is_some() {
            return (name.clone(), code_of(name, code));
        }
        let code = code_of(&self.said, &None);
        let official = code.as_ref().and_then(|c| municipality::of_code(c).next());
        let name = official.map(|m| match m.name {
            "" => m.prefecture.to_owned(),
            name => name.to_owned(),
        });
        (name.or_else(|| self.said.clone()), code)
    }

    fn new_plan(&self, (municipality, code): Who, stem: Stem) -> Plan {
        let title = self.title.clone().or_else(|| self.given.clone());
        let stem = match (stem.is_empty(), &self.given) {
            (true, Some(given)) => Stem::written(given),
            _ => stem,
        };
        Plan {
            id: None,
            given: self.given.clone(),
            municipality,
            code,
            title: title.unwrap_or_default(),
            stem,
            editions: Vec::new(),
        }
    }
}

/// Name and code of a municipality.
type Who = (Option<String>, Option<String>);

/// The code of a municipality: the given one, or that of the only one with this name.
fn code_of(name: &Option<String>, code: &Option<String>) -> Option<String> {
    if code.is_some() {
        return code.clone();
    }
    let name = name.as_ref()?;
    if municipality::is_code(name) {
        return Some(name.clone());
    }
    match municipality::named(name, None) {
        Named::One(one) => Some(one.code.to_owned()),
        _ => None,
    }
}

fn is_same_municipality((name, code): &Who, plan: &Plan) -> bool {
    match (code, &plan.code) {
        (Some(a), Some(b)) => a == b,
        _ => name.is_some() && *name == plan.municipality,
    }
}

fn shown_id(plan: &Plan) -> String {
    let id = plan.id.as_ref().or(plan.given.as_ref());
    id.map_or_else(
        || format!("the new plan `{}`", plan.title),
        |id| format!("the plan `{id}`"),
    )
}
