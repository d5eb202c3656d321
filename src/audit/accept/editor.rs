//! The truth as it would be: what is named is taken from the document, and nothing else.

use super::super::history::Changed;
use super::Edit;
use super::fields;
use super::ids::Ids;
use super::shape::{merged, shape, template};
use super::target::{Both, LISTS, Spot, Target, list};
use crate::document::At;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A truth that is edited; each target is taken once, and none that is within another.
pub struct Editor<'b> {
    both: &'b Both<'b>,
    ids: Ids,
    /// The truth is a whole document.
    whole: bool,
    truth: Value,
    edits: Vec<Edit>,
    /// Things of the truth that go.
    gone: BTreeSet<(&'static str, usize)>,
    /// Things that come, by their place in the document: behind one of the truth or at the beginning.
    new: BTreeMap<(&'static str, usize), (Option<usize>, Value)>,
}

impl<'b> Editor<'b> {
    /// Begins with the truth as it is.
    pub fn new(both: &'b Both<'b>, whole: bool) -> Self {
        Self {
            both,
            ids: Ids::of(both),
            whole,
            truth: both.truth.clone(),
            edits: Vec::new(),
            gone: BTreeSet::new(),
            new: BTreeMap::new(),
        }
    }

    /// Takes what a target says over; whether anything changes.
    pub fn take(&mut self, target: &Target) -> bool {
        let before = self.edits.len();
        match target {
            Target::Everything => self.everything(),
            Target::Section(section) => self.section(section),
            Target::Plan(field) => self.plan(field),
            Target::Thing(spot) => self.thing(spot),
            Target::Field(spot, path) => self.field(spot, path),
        }
        self.edits.len() > before
    }

    fn put(
        &mut self,
        [what, part]: [String; 2],
        (old, new): (Option<Value>, Option<Value>),
        at: Vec<At>,
        found: Option<Value>,
    ) {
        if old != new {
            self.edits.push(Edit {
                changed: Changed { what, old, new },
                at,
                found,
                part,
            });
        }
    }

    fn shaped(&self, new: &Value, like: Option<&Value>) -> Value {
        match self.whole {
            true => new.clone(),
            false => shape(new, like),
        }
    }

    fn everything(&mut self) {
        let side = match self.whole {
            true => self.both.document,
            false => self.both.truth,
        };
        let keys = side.as_object().into_iter().flat_map(|o| o.keys());
        let there = keys.filter(|k| self.both.document.get(k.as_str()).is_some());
        for key in there.cloned().collect::<Vec<_>>() {
            self.section(&key);
        }
    }

    fn section(&mut self, section: &str) {
        let old = self.truth.get(section).cloned();
        let found = self.both.document.get(section);
        let mut new = found.map(|v| self.shaped(v, old.as_ref()));
        if let (false, Some(Value::Array(things))) = (self.whole, &mut new) {
            for thing in things {
                self.ids.translate(section, thing);
            }
        }
        let names = [section.to_owned(), section.to_owned()];
        self.put(names, (old, new.clone()), Vec::new(), found.cloned());
        set(&mut self.truth, section, new);
    }

    fn plan(&mut self, field: &str) {
        let found = &self.both.document["plan"];
        let old = self.truth["plan"].get(field).cloned();
        let new = found.get(field).map(|v| self.shaped(v, old.as_ref()));
        let at = places(&found["at"][field]);
        let names = [format!("plan.{field}"), "plan".to_owned()];
        self.put(names, (old, new.clone()), at, None);
        let Some(truth) = self.truth.as_object_mut() else {
            return;
        };
        let plan = truth
            .entry("plan")
            .or_insert_with(|| Value::Object(Default::default()));
        set(plan, field, new);
        // a whole truth has the places beside the values
        if self.whole
            && let (Some(at), Some(own)) = (found["at"].get(field), plan.get_mut("at"))
        {
            set(own, field, Some(at.clone()));
        }
    }

    fn names(&self, spot: &Spot) -> (String, Vec<At>) {
        let at = self.found(spot).map_or(Vec::new(), |f| places(&f["at"]));
        (format!("{}:{}", spot.section, self.both.id(spot)), at)
    }

    fn found(&self, spot: &Spot) -> Option<&'b Value> {
        let document = self.both.document;
        list(document, spot.section).get(spot.document?)
    }

    fn held(&self, spot: &Spot) -> Option<&'b Value> {
        let truth = self.both.truth;
        list(truth, spot.section).get(spot.truth?)
    }

    fn thing(&mut self, spot: &Spot) {
        let (name, at) = self.names(spot);
        let (old, found) = (self.held(spot), self.found(spot));
        // the keys of its own, and those that others of its list have: they hold for all of them
        let like = merged(old, template(list(self.both.truth, spot.section)).as_ref());
        let new = found.map(|f| self.own(spot, f, like.as_ref(), old));
        let names = [name.clone(), name];
        self.put(names, (old.cloned(), new.clone()), at, found.cloned());
        match (spot.truth, new) {
            (Some(i), Some(new)) => {
                if let Some(held) = self.truth[spot.section].get_mut(i) {
                    *held = new;
                }
            }
            (Some(i), None) => drop(self.gone.insert((spot.section, i))),
            (None, Some(new)) => {
                let Some(j) = spot.document else { return };
                let behind = self.before(spot.section, j);
                self.new.insert((spot.section, j), (behind, new));
            }
            (None, None) => {}
        }
    }

    /// What was found, in the shape and with the ids of the truth.
    fn own(&self, spot: &Spot, found: &Value, like: Option<&Value>, old: Option<&Value>) -> Value {
        let mut new = self.shaped(found, like);
        if self.whole {
            return new;
        }
        self.ids.translate(spot.section, &mut new);
        if let Some(id) = old.and_then(|o| o.get("id")) {
            new["id"] = id.clone();
        }
        new
    }

    /// The thing of the truth behind which one of the document comes.
    fn before(&self, section: &str, j: usize) -> Option<usize> {
        let pairs = self.both.paired.get(section).into_iter().flatten();
        let before = pairs.filter(|(_, b)| *b < j).max_by_key(|(_, b)| *b);
        before.map(|(a, _)| *a)
    }

    fn field(&mut self, spot: &Spot, path: &[String]) {
        let Some(held) = self.held(spot) else {
            // a field of what the truth does not have comes with all of it
            return self.thing(spot);
        };
        let (name, mut at) = self.names(spot);
        let old = fields::get(held, path);
        let found = self.found(spot).and_then(|f| fields::get(f, path));
        let like = merged(old.as_ref(), self.like(spot, path).as_ref());
        let mut new = found.as_ref().map(|f| self.shaped(f, like.as_ref()));
        if let (false, [key]) = (self.whole, path)
            && ["parent", "of", "repeats", "ref_items"].contains(&key.as_str())
        {
            new = new.map(|ids| self.ids.link(&ids));
        }
        let own = found.as_ref().and_then(|f| match f {
            Value::Array(list) => list.first()?.get("at"),
            other => other.get("at"),
        });
        if let Some(own) = own {
            at = places(own);
        }
        let path_of_name = match path {
            [fields, label] if fields == "fields" => label.clone(),
            other => other.join("."),
        };
        let names = [format!("{name}.{path_of_name}"), name];
        self.put(names, (old, new.clone()), at, found);
        if let Some(i) = spot.truth
            && let Some(owner) = self.truth[spot.section].get_mut(i)
        {
            fields::set(owner, path, new);
        }
    }

    /// The shape that values under a path have in the truth.
    fn like(&self, spot: &Spot, path: &[String]) -> Option<Value> {
        let peers = template(list(self.both.truth, spot.section))?;
        let (key, within) = path.split_first()?;
        let all = peers.get(key)?;
        match within {
            [] => Some(all.clone()),
            _ if key == "fields" => {
                let mut values = all.as_object()?.values();
                let text = || Value::String(String::new());
                Some(values.find(|v| !v.is_null()).cloned().unwrap_or_else(text))
            }
            _ => Some(all.clone()),
        }
    }

    /// The new truth: what goes is taken out, and what comes is put in, from the back.
    pub fn finish(mut self) -> (Value, Vec<Edit>) {
        for (section, _) in LISTS {
            let gone = self.gone.iter().filter(|(s, _)| *s == section);
            let mut at: Vec<(usize, Option<Value>)> = gone.map(|(_, i)| (*i, None)).collect();
            let new = self.new.iter().filter(|((s, _), _)| *s == section);
            at.extend(new.map(|(_, (behind, v))| (behind.map_or(0, |i| i + 1), Some(v.clone()))));
            let truth = self.truth.as_object_mut().filter(|_| !at.is_empty());
            let Some(truth) = truth else { continue };
            let list = truth
                .entry(section)
                .or_insert_with(|| Value::Array(Vec::new()));
            let Some(list) = list.as_array_mut() else {
                continue;
            };
            // at one place what comes goes before what goes, and both in their order from the back
            at.sort_by_key(|(i, value)| (*i, value.is_none()));
            for (i, value) in at.into_iter().rev() {
                match value {
                    Some(value) => list.insert(i.min(list.len()), value),
                    None if i < list.len() => drop(list.remove(i)),
                    None => {}
                }
            }
        }
        (self.truth, self.edits)
    }
}

/// Puts a value under a key, or takes the key away; the order of the others stays.
fn set(owner: &mut Value, key: &str, value: Option<Value>) {
    let Some(map) = owner.as_object_mut() else {
        return;
    };
    match value {
        Some(value) => drop(map.insert(key.to_owned(), value)),
        None => drop(map.shift_remove(key)),
    }
}

fn places(at: &Value) -> Vec<At> {
    serde_json::from_value(at.clone()).unwrap_or_default()
}
