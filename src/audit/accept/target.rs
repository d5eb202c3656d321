//! What a person names: `ITEM`, `ITEM.FIELD`, `legend.B`, `plan.title`, `tables`, `*`.

use super::fields;
use crate::audit::compare::{Paired, fold};
use serde_json::Value;

/// The lists of a document, with the keys that name their things, the surest first.
pub const LISTS: [(&str, &[&str]); 8] = [
    ("items", &["id", "number", "number_key", "title"]),
    ("indicators", &["id", "name"]),
    ("legend", &["mark"]),
    ("tables", &["id", "caption"]),
    ("sections", &["heading", "number"]),
    ("footnotes", &["term"]),
    ("findings", &["code"]),
    ("ruby", &["base"]),
];

/// One thing, by its places in both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The list.
    pub section: &'static str,
    /// Its place in the truth.
    pub truth: Option<usize>,
    /// Its place in the document.
    pub document: Option<usize>,
}

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// All that the truth holds.
    Everything,
    /// A section as a whole.
    Section(String),
    /// A field of the plan.
    Plan(String),
    /// A thing.
    Thing(Spot),
    /// A field of a thing.
    Field(Spot, Vec<String>),
}

/// Why a name is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTarget {
    /// Nothing is called so.
    Unknown(Option<String>),
    /// Several things are; their ids.
    Several(Vec<String>),
    /// Every cell of a table, under the name of one field.
    Cells,
}

impl Target {
    /// Whether all that another names is in this.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everything, _) => true,
            (Self::Section(own), Self::Section(section)) => own == section,
            (Self::Section(own), Self::Plan(_)) => own == "plan",
            (Self::Section(own), Self::Thing(spot) | Self::Field(spot, _)) => own == spot.section,
            (Self::Plan(own), Self::Plan(field)) => own == field,
            (Self::Thing(own), Self::Thing(spot) | Self::Field(spot, _)) => own == spot,
            // of what the truth does not have, a field is all of it
            (Self::Field(own, _), Self::Thing(spot)) => own == spot && spot.truth.is_none(),
            (Self::Field(own, path), Self::Field(spot, within)) => {
                own == spot && (within.starts_with(path) || spot.truth.is_none())
            }
            _ => false,
        }
    }
}

/// The targets that are in no other of them; of two that are the same, the first.
pub fn apart(targets: Vec<(String, Target)>) -> Vec<(String, Target)> {
    let mut out: Vec<(String, Target)> = Vec::new();
    for (name, target) in targets {
        if !out.iter().any(|(_, known)| known.covers(&target)) {
            out.retain(|(_, known)| !target.covers(known));
            out.push((name, target));
        }
    }
    out
}

/// Both sides, and what is the same on them.
pub struct Both<'v> {
    pub truth: &'v Value,
    pub document: &'v Value,
    pub paired: &'v Paired,
}

impl Both<'_> {
    /// What a name stands for.
    pub fn target(&self, name: &str) -> Result<Target, NoTarget> {
        if name == "*" {
            return Ok(Target::Everything);
        }
        let is_section = |s: &str| s == "plan" || LISTS.iter().any(|(list, _)| *list == s);
        if is_section(name) {
            return Ok(Target::Section(name.to_owned()));
        }
        if let Some(field) = name.strip_prefix("plan.") {
            let there = [self.truth, self.document]
                .iter()
                .any(|v| v["plan"].get(field).is_some());
            return match there {
                true => Ok(Target::Plan(field.to_owned())),
                false => Err(NoTarget::Unknown(self.nearest(name))),
            };
        }
        let own = LISTS.iter().find(|(list, _)| {
            name.strip_prefix(list)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        match own {
            Some((list, _)) => self.within(&[*list], &name[list.len() + 1..], name),
            None => self.within(&["items", "indicators"], name, name),
        }
    }

    /// A thing, or a field of one, in some lists; the longest name of a thing that there is.
    fn within(&self, lists: &[&str], name: &str, asked: &str) -> Result<Target, NoTarget> {
        let dots: Vec<usize> = name.match_indices('.').map(|(i, _)| i).collect();
        let cuts = std::iter::once(None).chain(dots.into_iter().rev().map(Some));
        for cut in cuts {
            let (thing, field) = match cut {
                None => (name, None),
                Some(at) => (&name[..at], Some(&name[at + 1..])),
            };
            let spots = self.spots(lists, thing);
            match (spots.as_slice(), field) {
                ([], _) => {}
                ([spot], None) => return Ok(Target::Thing(*spot)),
                ([spot], Some(field)) => {
                    if field == "cells" && spot.section == "tables" {
                        return Err(NoTarget::Cells);
                    }
                    if let Some(path) = self.field(spot, field) {
                        return Ok(Target::Field(*spot, path));
                    }
                }
                (several, _) => {
                    let ids = several.iter().map(|s| self.id(s)).collect();
                    return Err(NoTarget::Several(ids));
                }
            }
        }
        Err(NoTarget::Unknown(self.nearest(asked)))
    }

    /// The things of a name, by the first key that anything has under it.
    fn spots(&self, lists: &[&str], name: &str) -> Vec<Spot> {
        let name = fold(name);
        for (section, keys) in LISTS.iter().filter(|(list, _)| lists.contains(list)) {
            for key in *keys {
                let of = |side: &Value| named(side, section, key, &name);
                let mut spots: Vec<Spot> = Vec::new();
                let found = of(self.document)
                    .into_iter()
                    .map(|j| self.spot_of_document(section, j));
                let held = of(self.truth)
                    .into_iter()
                    .map(|i| self.spot_of_truth(section, i));
                for spot in found.chain(held) {
                    if !spots.contains(&spot) {
                        spots.push(spot);
                    }
                }
                // ids of a truth are its own: what the document calls so goes first
                if *key == "id"
                    && spots
                        .iter()
                        .any(|s| s.document.is_some_and(|j| self.is_id(section, j, &name)))
                {
                    spots.retain(|s| s.document.is_some_and(|j| self.is_id(section, j, &name)));
                }
                if !spots.is_empty() {
                    return spots;
                }
            }
        }
        Vec::new()
    }

    fn is_id(&self, section: &str, j: usize, name: &str) -> bool {
        list(self.document, section)[j]["id"]
            .as_str()
            .is_some_and(|id| fold(id) == name)
    }

    fn spot_of_document(&self, section: &'static str, j: usize) -> Spot {
        let pairs = self.paired.get(section).into_iter().flatten();
        Spot {
            section,
            truth: pairs.into_iter().find(|(_, b)| *b == j).map(|(a, _)| *a),
            document: Some(j),
        }
    }

    fn spot_of_truth(&self, section: &'static str, i: usize) -> Spot {
        let pairs = self.paired.get(section).into_iter().flatten();
        Spot {
            section,
            truth: Some(i),
            document: pairs.into_iter().find(|(a, _)| *a == i).map(|(_, b)| *b),
        }
    }

    /// The path of a field: a key of the thing, or a label.
    fn field(&self, spot: &Spot, field: &str) -> Option<Vec<String>> {
        let sides = [
            spot.truth.map(|i| &list(self.truth, spot.section)[i]),
            spot.document.map(|j| &list(self.document, spot.section)[j]),
        ];
        let sides: Vec<&Value> = sides.into_iter().flatten().collect();
        let label = field.strip_prefix("fields.").unwrap_or(field);
        let mut paths = Vec::new();
        if field != "fields" {
            paths.push(vec![field.to_owned()]);
        }
        for list in ["values", "cells"] {
            let member = field
                .strip_prefix(list)
                .and_then(|rest| rest.strip_prefix('.'));
            paths.extend(member.map(|m| vec![list.to_owned(), m.to_owned()]));
        }
        paths.push(vec!["fields".to_owned(), label.to_owned()]);
        paths
            .into_iter()
            .find(|path| sides.iter().any(|side| fields::get(side, path).is_some()))
            .map(|mut path| {
                // two prints of one label are one target
                if let [fields, label] = path.as_mut_slice()
                    && let Some(key) = sides
                        .iter()
                        .find_map(|s| fields::key(&s[fields.as_str()], label))
                {
                    *label = key.to_owned();
                }
                path
            })
    }

    /// The name of a thing as the document has it, else as the truth has it.
    pub fn id(&self, spot: &Spot) -> String {
        let thing = match (spot.document, spot.truth) {
            (Some(j), _) => &list(self.document, spot.section)[j],
            (None, Some(i)) => &list(self.truth, spot.section)[i],
            (None, None) => return String::new(),
        };
        let keys = LISTS.iter().find(|(list, _)| *list == spot.section);
        let keys = keys.map_or(&[] as &[&str], |(_, keys)| keys);
        let id = keys.iter().find_map(|k| thing[*k].as_str());
        id.unwrap_or_default().to_owned()
    }

    /// The nearest name of anything on both sides.
    fn nearest(&self, name: &str) -> Option<String> {
        let mut known: Vec<String> = LISTS.iter().map(|(list, _)| (*list).to_owned()).collect();
        for side in [self.document, self.truth] {
            if let Some(plan) = side["plan"].as_object() {
                known.extend(plan.keys().map(|k| format!("plan.{k}")));
            }
            for (section, keys) in LISTS {
                let bare = matches!(section, "items" | "indicators");
                for thing in list(side, section) {
                    let Some(id) = keys.iter().find_map(|k| thing[*k].as_str()) else {
                        continue;
                    };
                    let id = if bare {
                        id.to_owned()
                    } else {
                        format!("{section}.{id}")
                    };
                    let labels = thing["fields"]
                        .as_object()
                        .into_iter()
                        .flat_map(|f| f.keys());
                    let own = thing.as_object().into_iter().flat_map(|t| t.keys());
                    known.extend(labels.chain(own).map(|k| format!("{id}.{k}")));
                    let values = thing["values"].as_array().into_iter().flatten();
                    let roles = values.filter_map(|v| v["role"].as_str());
                    known.extend(roles.map(|role| format!("{id}.values.{role}")));
                    known.push(id);
                }
            }
        }
        crate::audit::review::nearest(name, &known)
    }
}

/// The places of the things in a list that have a folded name under a key.
pub fn named(side: &Value, section: &str, key: &str, name: &str) -> Vec<usize> {
    let things = list(side, section).iter().enumerate();
    let is = |thing: &Value| thing[key].as_str().is_some_and(|t| fold(t) == name);
    things.filter(|(_, t)| is(t)).map(|(i, _)| i).collect()
}

/// The things of a list; none where it is none.
pub fn list<'v>(side: &'v Value, section: &str) -> &'v [Value] {
    side[section].as_array().map_or(&[], Vec::as_slice)
}
