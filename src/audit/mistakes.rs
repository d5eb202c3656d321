//! What of a truth means nothing, or cannot be meant: keys that are nearly those of a document, values of another shape,
//! and lists that a whole document has and this one has not.
//!
//! Other keys are free: a truth may say more than a document does.

use super::truth::{KEYS, Truth};
use crate::document::json_schema;
use serde_json::Value;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Value> = LazyLock::new(json_schema);

/// The mistakes in a truth, in words, each with its place.
pub fn mistakes(truth: &Truth) -> Vec<String> {
    let value = truth.value();
    let mut out = Vec::new();
    if truth.is_whole() {
        let lost = KEYS.iter().filter(|key| value.get(**key).is_none());
        out.extend(
            lost.map(|key| format!("`{key}` is not in it, and with `schema` all of it holds")),
        );
    }
    look(&mut out, "", value, &SCHEMA);
    out
}

/// The schema itself, behind references, and the one that is not null of several.
fn resolved(schema: &Value) -> &Value {
    let mut schema = schema;
    // no reference of ours is deeper
    for _ in 0..8 {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|r| SCHEMA.pointer(r.trim_start_matches('#')));
        let several = schema.get("anyOf").and_then(Value::as_array);
        let not_null = |s: &&Value| s.get("type").and_then(Value::as_str) != Some("null");
        match target.or_else(|| several?.iter().find(not_null)) {
            Some(next) => schema = next,
            None => break,
        }
    }
    schema
}

/// The shape that a schema asks for, and whether a value has it.
fn shape(schema: &Value, value: &Value) -> Option<&'static str> {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let asks = |name: &str| types.contains(&name);
    match value {
        Value::Null => None,
        Value::Object(_) | Value::String(_) if asks("array") => Some("a list"),
        Value::Number(_) | Value::Bool(_) if asks("array") => Some("a list"),
        Value::Array(_) | Value::String(_) | Value::Number(_) | Value::Bool(_)
            if asks("object") =>
        {
            Some("an object")
        }
        Value::Object(_) | Value::Array(_) if !asks("array") && !asks("object") => {
            Some("a single value")
        }
        _ => None,
    }
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn look(out: &mut Vec<String>, path: &str, value: &Value, schema: &Value) {
    let schema = resolved(schema);
    if let Some(shape) = shape(schema, value) {
        out.push(format!(
            "`{path}` is {}, and should be {shape}",
            name_of(value)
        ));
        return;
    }
    match value {
        Value::Array(list) => {
            if let Some(items) = schema.get("items") {
                for (i, value) in list.iter().enumerate() {
                    look(out, &format!("{path}[{i}]"), value, items);
                }
            }
        }
        Value::Object(map) => {
            let known = schema.get("properties").and_then(Value::as_object);
            let labels = schema.get("additionalProperties").filter(|s| s.is_object());
            for (key, value) in map {
                let below = match path.is_empty() {
                    true => key.clone(),
                    false => format!("{path}.{key}"),
                };
                match (known.and_then(|known| known.get(key)), labels) {
                    (Some(schema), _) => look(out, &below, value, schema),
                    // a field may be a plain text, and then only the text holds
                    (None, Some(_)) if !value.is_object() && !value.is_array() => {}
                    (None, Some(schema)) => look(out, &below, value, schema),
                    (None, None) => {
                        let mut known =
                            known.into_iter().flatten().map(|(known, _)| known.as_str());
                        let meant = known.find(|k| is_slip(key, k));
                        let said =
                            |meant| format!("`{below}` means nothing; did you mean `{meant}`?");
                        out.extend(meant.map(said));
                    }
                }
            }
        }
        _ => {}
    }
}

/// Whether a key is another with one letter more, less, changed, or two of them in the other order.
fn is_slip(key: &str, known: &str) -> bool {
    // of two letters, one edit makes anything
    known.len() > 2 && strsim::damerau_levenshtein(key, known) == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Vec<String> {
        mistakes(&Truth::new(value).unwrap())
    }

    #[test]
    fn slips_and_shapes_are_told_and_free_keys_are_not() {
        let said = of(json!({ "items": [{ "titel": "計画" }], "footnote": [] }));
        assert_eq!(
            said,
            [
                "`items[0].titel` means nothing; did you mean `title`?",
                "`footnote` means nothing; did you mean `footnotes`?"
            ]
        );
        let said = of(json!({ "items": [{ "status": "済", "flags": "重点" }],
            "plan": { "period": "令和6年度" }, "legend": ["A"] }));
        assert_eq!(said.len(), 4, "{said:?}");
        assert_eq!(
            said[0],
            "`items[0].status` is a text, and should be an object"
        );
        let free = json!({ "items": [{ "title": "計画", "text": "x", "printed": "y", "fields": { "実績": "三回" } }],
            "tables": [{ "name": "表", "cells": [] }], "legend": [{ "mark": "A", "printed": "Ａ" }],
            "meta": {}, "notes": [], "phases": [], "summary_check": [], "paragraph_samples": [] });
        assert_eq!(of(free), [] as [&str; 0]);
    }

    #[test]
    fn a_whole_document_lacks_no_list() {
        let said = of(json!({ "schema": "keikaku/1", "items": [] }));
        assert_eq!(said.len(), KEYS.len() - 1, "{said:?}");
    }
}
