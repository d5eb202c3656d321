//! What differs between two values, to the last of what is in them: nobody can say that something is right which is
//! not shown.

use crate::document::At;
use crate::edition::show::clean::one_line;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// A value in another that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Keys, and ids or places in lists, that lead to it; empty for the value itself.
    pub path: Vec<String>,
    /// The same with places only, in the value after.
    steps: Vec<String>,
    /// Before; absent where there was nothing.
    pub old: Option<Value>,
    /// After; absent where there is nothing.
    pub new: Option<Value>,
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}  ", one_line(&self.path.join(".")))?;
        }
        let (old, new) = (shown(self.old.as_ref()), shown(self.new.as_ref()));
        write!(f, "{old} -> {new}")
    }
}

impl Leaf {
    /// Where it was read, in what was found: the place nearest to it.
    pub fn place(&self, found: &Value) -> Option<At> {
        let mut value = found;
        let mut place = None;
        for step in std::iter::once(None).chain(self.steps.iter().map(Some)) {
            let next = match (step, value) {
                (None, own) => Some(own),
                (Some(key), Value::Array(list)) => {
                    key.parse::<usize>().ok().and_then(|i| list.get(i))
                }
                (Some(key), own) => own.get(key.as_str()),
            };
            let Some(next) = next else { break };
            value = next;
            let at = value.get("at").and_then(|at| at.get(0)).unwrap_or(value);
            let at = At::deserialize(at).ok().filter(|at| at.page > 0);
            place = at.or(place);
        }
        place
    }
}

/// All values that differ, in their order.
pub fn leaves(old: Option<&Value>, new: Option<&Value>) -> Vec<Leaf> {
    let mut walk = Walk::default();
    walk.walk(old, new);
    walk.out
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    steps: Vec<String>,
    out: Vec<Leaf>,
}

impl Walk {
    fn put(&mut self, old: Option<&Value>, new: Option<&Value>) {
        self.out.push(Leaf {
            path: self.path.clone(),
            steps: self.steps.clone(),
            old: old.cloned(),
            new: new.cloned(),
        });
    }

    fn walk(&mut self, old: Option<&Value>, new: Option<&Value>) {
        if old == new {
            return;
        }
        // a place on the page is one value
        let is_place = self.path.last().is_some_and(|k| k == "at" || k == "box");
        let (Some(within), false) = (members(old, new), is_place) else {
            return self.put(old, new);
        };
        // a single value that became several things, or the other way round, is told besides
        let single = |v: &&Value| !v.is_object() && !v.is_array();
        let (a, b) = (old.filter(single), new.filter(single));
        if a.is_some() || b.is_some() {
            self.put(a, b);
        }
        for (name, step, old, new) in within {
            self.path.push(name);
            self.steps.push(step);
            self.walk(old, new);
            self.steps.pop();
            self.path.pop();
        }
    }
}

/// What is in a value, by its name, its place in the value after, and before and after.
type Member<'v> = (String, String, Option<&'v Value>, Option<&'v Value>);

/// What is in two values; none where they are shown whole.
fn members<'v>(old: Option<&'v Value>, new: Option<&'v Value>) -> Option<Vec<Member<'v>>> {
    let maps = [old, new].map(|v| v.and_then(Value::as_object));
    let lists = [old, new].map(|v| v.and_then(Value::as_array));
    let all = match (maps, lists) {
        ([None, None], [a, b]) if a.is_some() || b.is_some() => {
            let [a, b] = [a, b].map(|list| list.map_or(&[] as &[Value], Vec::as_slice));
            let has_parts = |v: &Value| v.is_object() || v.is_array();
            if !a.iter().chain(b).any(has_parts) {
                return None;
            }
            of_lists(a, b)
        }
        ([a, b], [None, None]) => {
            let keys = |map: Option<&'v serde_json::Map<String, Value>>| {
                map.into_iter().flat_map(|m| m.keys())
            };
            let gone = keys(a).filter(|key| b.is_none_or(|b| !b.contains_key(*key)));
            let one = |key: &String| {
                let value = |map: Option<&'v serde_json::Map<String, Value>>| map?.get(key);
                (key.clone(), key.clone(), value(a), value(b))
            };
            keys(b).chain(gone).map(one).collect()
        }
        _ => return None,
    };
    (!all.is_empty()).then_some(all)
}

/// Members of lists: by their ids where all have one of their own, else by their places.
fn of_lists<'v>(old: &'v [Value], new: &'v [Value]) -> Vec<Member<'v>> {
    let name = |v: &'v Value| {
        let keys = ["id", "mark", "term", "code", "role"];
        keys.iter().find_map(|key| v.get(*key)?.as_str())
    };
    let names = |list: &'v [Value]| -> Option<Vec<&'v str>> {
        let names: Vec<&str> = list.iter().map(name).collect::<Option<_>>()?;
        let distinct: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        (distinct.len() == names.len()).then_some(names)
    };
    let (Some(a), Some(b)) = (names(old), names(new)) else {
        let place = |i: usize| (i.to_string(), i.to_string(), old.get(i), new.get(i));
        return (0..old.len().max(new.len())).map(place).collect();
    };
    let before = |name: &str| a.iter().position(|n| *n == name).map(|i| &old[i]);
    let there =
        b.iter().zip(new).enumerate().map(|(i, (name, value))| {
            ((*name).to_owned(), i.to_string(), before(name), Some(value))
        });
    let gone = a.iter().zip(old).filter(|(name, _)| !b.contains(name));
    let gone = gone.map(|(name, value)| ((*name).to_owned(), String::new(), Some(value), None));
    there.chain(gone).collect()
}

/// A value on a line, all of it.
fn shown(value: Option<&Value>) -> String {
    match value {
        None => "nothing".into(),
        Some(Value::String(text)) => format!("`{}`", one_line(text)),
        Some(other) => format!("`{}`", one_line(&other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_that_differs_is_shown() {
        let long = "あ".repeat(100);
        let old = json!({ "title": format!("{long}い"), "status": null, "refs": ["a"], "page": 1 });
        let new = json!({ "title": format!("{long}う"), "status": { "mark": "B" }, "refs": ["b"], "page": 1 });
        let all = leaves(Some(&old), Some(&new));
        let paths: Vec<String> = all.iter().map(|l| l.path.join(".")).collect();
        assert_eq!(paths, ["title", "status", "status.mark", "refs"]);
        assert!(all[0].to_string().ends_with("う`"), "{}", all[0]);
    }

    #[test]
    fn nothing_in_a_value_steers_a_terminal() {
        let all = leaves(None, Some(&json!({ "a\u{1b}": "\u{202E}x" })));
        assert_eq!(all[0].to_string(), "a\\u{1b}  nothing -> `\\u{202e}x`");
    }

    #[test]
    fn a_value_has_the_place_that_is_nearest() {
        let at = |page| json!([{ "page": page, "box": [1.0, 2.0, 3.0, 4.0] }]);
        let found = json!([{ "at": at(1), "fields": { "実績": { "text": "一", "at": at(2) } } }]);
        let new = json!([{ "id": "m1", "fields": { "実績": "一" } }]);
        let leaf = &leaves(None, Some(&new))[1];
        assert_eq!(leaf.path.join("."), "m1.fields.実績");
        assert_eq!(leaf.place(&found).map(|at| at.page), Some(2));
    }
}
