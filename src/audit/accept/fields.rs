//! A value inside a thing, by its path: a key, a label in whatever print, the values of a role, a cell.

use crate::audit::compare::fold;
use serde_json::Value;

/// What stands under a path. Of a list it is all that a name means, as a list.
pub fn get(thing: &Value, path: &[String]) -> Option<Value> {
    let Some((name, rest)) = path.split_first() else {
        return Some(thing.clone());
    };
    match thing {
        Value::Array(list) => {
            let named: Vec<Value> = list.iter().filter(|v| is(v, name)).cloned().collect();
            (!named.is_empty()).then_some(Value::Array(named))
        }
        _ => get(thing.get(key(thing, name)?)?, rest),
    }
}

/// Puts a value under a path, or takes away what is there; the order of all else stays.
pub fn set(thing: &mut Value, path: &[String], value: Option<Value>) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    if let Value::Array(list) = thing {
        let first = list.iter().position(|v| is(v, name)).unwrap_or(list.len());
        list.retain(|v| !is(v, name));
        let new = match value {
            Some(Value::Array(new)) => new,
            other => other.into_iter().collect(),
        };
        list.splice(first..first, new);
        return;
    }
    let key = key(thing, name).unwrap_or(name).to_owned();
    let Some(map) = thing.as_object_mut() else {
        return;
    };
    match (rest.is_empty(), value) {
        (true, Some(value)) => drop(map.insert(key, value)),
        (true, None) => drop(map.shift_remove(&key)),
        (false, value) => {
            let empty = match name.as_str() {
                "values" | "cells" => Value::Array(Vec::new()),
                _ => Value::Object(Default::default()),
            };
            set(map.entry(key).or_insert(empty), rest, value);
        }
    }
}

/// The key that a name means, in whatever print it is.
pub fn key<'k>(thing: &'k Value, name: &str) -> Option<&'k str> {
    let map = thing.as_object()?;
    let exact = map.get_key_value(name).map(|(key, _)| key.as_str());
    let folded = || map.keys().find(|k| fold(k) == fold(name));
    exact.or_else(|| folded().map(String::as_str))
}

/// Whether a member of a list is the one of a name: a value by its role, a cell as `ROW.COL`.
fn is(member: &Value, name: &str) -> bool {
    match (&member["role"], &member["row"], &member["col"]) {
        (Value::String(role), ..) => role == name,
        (_, Value::Number(row), Value::Number(col)) => format!("{row}.{col}") == name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn a_role_is_its_values_and_no_other() {
        let target = json!({ "role": "target", "text": "5" });
        let mut thing = json!({ "values": [{ "role": "actual", "text": "1" }, target] });
        let own = path(&["values", "target"]);
        assert_eq!(get(&thing, &own), Some(json!([target])));
        set(
            &mut thing,
            &own,
            Some(json!([{ "role": "target", "text": "6" }])),
        );
        assert_eq!(thing["values"][0]["text"], "1");
        assert_eq!(thing["values"][1]["text"], "6");
        assert_eq!(get(&thing, &path(&["values", "baseline"])), None);
    }

    #[test]
    fn a_label_in_another_print_is_the_same() {
        let mut thing = json!({ "fields": { "実　績": "一" } });
        set(&mut thing, &path(&["fields", "実績"]), Some(json!("二")));
        assert_eq!(thing, json!({ "fields": { "実　績": "二" } }));
    }

    #[test]
    fn a_cell_has_a_row_and_a_column() {
        let mut thing = json!({ "cells": [{ "row": 0, "col": 1, "text": "a" }, { "row": 1, "col": 0, "text": "b" }] });
        set(&mut thing, &path(&["cells", "1.0"]), None);
        assert_eq!(thing["cells"].as_array().unwrap().len(), 1);
        assert_eq!(thing["cells"][0]["text"], "a");
    }
}
