//! Optional content (ISO 32000-2, 8.11): which groups the default configuration switches off.

use super::source::{Source, as_dict};
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeMap;

/// Deepest nesting of a visibility expression.
const MAX_DEPTH: usize = 32;

/// The states of optional content groups.
#[derive(Debug, Default)]
pub struct OptionalContent {
    off_by_default: bool,
    states: BTreeMap<ObjectId, bool>,
}

impl OptionalContent {
    /// The default configuration (table 99).
    pub fn read(source: &Source<'_>) -> Self {
        let config = source
            .catalog()
            .and_then(|c| source.get_dict(c, b"OCProperties"))
            .and_then(|p| source.get_dict(p, b"D"));
        let Some(config) = config else {
            return Self::default();
        };
        let mut out = Self {
            off_by_default: source.get_name(config, b"BaseState") == Some(b"OFF"),
            states: BTreeMap::new(),
        };
        for (key, on) in [(&b"ON"[..], true), (b"OFF", false)] {
            for group in references(source, config, key) {
                out.states.insert(group, on);
            }
        }
        out.apply_usage(source, config);
        out
    }

    /// `/AS`: groups that take the state their usage gives for viewing (8.11.4.5).
    fn apply_usage(&mut self, source: &Source<'_>, config: &Dictionary) {
        let Some(Object::Array(applications)) = source.get(config, b"AS") else {
            return;
        };
        for application in applications {
            let Some(dict) = as_dict(source.resolve(application)) else {
                continue;
            };
            if source.get_name(dict, b"Event") != Some(b"View") {
                continue;
            }
            for group in references(source, dict, b"OCGs") {
                let state = source
                    .dict_of(group)
                    .and_then(|g| source.get_dict(g, b"Usage"))
                    .and_then(|u| source.get_dict(u, b"View"))
                    .and_then(|v| source.get_name(v, b"ViewState"));
                if let Some(state) = state {
                    self.states.insert(group, state == b"ON");
                }
            }
        }
    }

    /// Whether a group or membership dictionary hides its content.
    pub fn hides(&self, source: &Source<'_>, oc: &Object) -> bool {
        let dict = as_dict(source.resolve(oc));
        if dict.is_some_and(|d| d.has_type(b"OCMD")) {
            return dict.is_some_and(|d| !self.member_is_on(source, d));
        }
        oc.as_reference().is_ok_and(|group| !self.is_on(group))
    }

    fn is_on(&self, group: ObjectId) -> bool {
        let state = self.states.get(&group).copied();
        state.unwrap_or(!self.off_by_default)
    }

    /// A membership dictionary (8.11.2.2): its expression, or else its policy over its groups.
    fn member_is_on(&self, source: &Source<'_>, member: &Dictionary) -> bool {
        if let Some(expression) = source.get(member, b"VE")
            && let Some(on) = self.expression(source, expression, MAX_DEPTH)
        {
            return on;
        }
        let groups: Vec<ObjectId> = references(source, member, b"OCGs")
            .into_iter()
            .filter(|id| source.dict_of(*id).is_some())
            .collect();
        let mut states = groups.iter().map(|id| self.is_on(*id));
        groups.is_empty()
            || match source.get_name(member, b"P") {
                Some(b"AllOn") => states.all(|on| on),
                Some(b"AnyOff") => states.any(|on| !on),
                Some(b"AllOff") => states.all(|on| !on),
                _ => states.any(|on| on),
            }
    }

    /// `[/And …]`, `[/Or …]`, `[/Not …]`, or a group.
    fn expression(&self, source: &Source<'_>, object: &Object, depth: usize) -> Option<bool> {
        if let Ok(group) = object.as_reference()
            && source.dict_of(group).is_some()
        {
            return Some(self.is_on(group));
        }
        let Object::Array(items) = source.resolve(object) else {
            return None;
        };
        let (operator, operands) = items.split_first()?;
        let depth = depth.checked_sub(1)?;
        let mut states = operands
            .iter()
            .filter_map(|o| self.expression(source, o, depth));
        match source.resolve(operator).as_name().ok()? {
            b"And" => Some(states.all(|on| on)),
            b"Or" => Some(states.any(|on| on)),
            b"Not" => states.next().map(|on| !on),
            _ => None,
        }
    }
}

/// The references in an array, or the one that stands in its place.
fn references(source: &Source<'_>, dict: &Dictionary, key: &[u8]) -> Vec<ObjectId> {
    let Ok(entry) = dict.get(key) else {
        return Vec::new();
    };
    match source.resolve(entry) {
        Object::Array(items) => items.iter().filter_map(|o| o.as_reference().ok()).collect(),
        _ => entry.as_reference().into_iter().collect(),
    }
}
