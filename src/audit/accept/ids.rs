//! The ids of a document as a truth has them: those of a truth that is a part of a document are its own.

use super::target::{Both, list};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What each id of a document is in the truth, by list.
pub struct Ids(BTreeMap<&'static str, BTreeMap<String, String>>);

impl Ids {
    /// Those of both sides: of what is in the truth its id there, of all else one that the truth does not have.
    pub fn of(both: &Both<'_>) -> Self {
        let one = |section| (section, of_list(both, section));
        Self(["items", "indicators", "tables"].map(one).into())
    }

    fn own(&self, section: &str, id: &Value) -> Option<Value> {
        let own = self.0.get(section)?.get(id.as_str()?)?;
        Some(Value::String(own.clone()))
    }

    /// Puts the ids of the truth into what was found: its own, and those of the items that it names.
    pub fn translate(&self, section: &str, thing: &mut Value) {
        let Some(map) = thing.as_object_mut() else {
            return;
        };
        if let Some(id) = map.get_mut("id")
            && let Some(own) = self.own(section, id)
        {
            *id = own;
        }
        for key in ["parent", "of", "repeats", "ref_items"] {
            if let Some(value) = map.get_mut(key) {
                *value = self.link(value);
            }
        }
    }

    /// The id of an item, or a list of them.
    pub fn link(&self, value: &Value) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|v| self.link(v)).collect(),
            other => self.own("items", other).unwrap_or_else(|| other.clone()),
        }
    }
}

fn of_list(both: &Both<'_>, section: &str) -> BTreeMap<String, String> {
    let held = list(both.truth, section);
    let taken: BTreeSet<&str> = held.iter().filter_map(|t| t["id"].as_str()).collect();
    let pairs = || both.paired.get(section).into_iter().flatten();
    let mut out = BTreeMap::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    for (j, thing) in list(both.document, section).iter().enumerate() {
        let Some(id) = thing["id"].as_str() else {
            continue;
        };
        let pair = pairs().find(|(_, b)| *b == j);
        let own = match pair.and_then(|(a, _)| held[*a]["id"].as_str()) {
            Some(own) => own.to_owned(),
            None => {
                let mut own = id.to_owned();
                while taken.contains(own.as_str()) || given.contains(&own) {
                    own += "-2";
                }
                given.insert(own.clone());
                own
            }
        };
        out.insert(id.to_owned(), own);
    }
    out
}
