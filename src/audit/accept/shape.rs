//! What was found, in the shape in which a truth has such things.

use serde_json::{Map, Value};

/// A value that was found as a truth has it: a truth that is a part of a document names some keys only, and may have
/// a text where the document has a value with its place.
pub fn shape(new: &Value, like: Option<&Value>) -> Value {
    match (new, like) {
        (Value::Object(new), Some(Value::String(_))) if new.contains_key("text") => {
            new.get("text").cloned().unwrap_or_default()
        }
        (Value::Object(new), Some(Value::Object(like))) => Value::Object(of_keys(new, like)),
        (Value::Array(new), Some(Value::Array(like))) => {
            let like = template(like);
            new.iter().map(|v| shape(v, like.as_ref())).collect()
        }
        (Value::Object(new), None | Some(Value::Null)) => {
            let mut new = new.clone();
            new.shift_remove("at");
            Value::Object(new)
        }
        _ => new.clone(),
    }
}

fn of_keys(new: &Map<String, Value>, like: &Map<String, Value>) -> Map<String, Value> {
    let mut out = Map::new();
    for (key, like) in like {
        let Some(value) = new.get(key) else { continue };
        out.insert(
            key.clone(),
            match key.as_str() {
                "fields" => labels(value, like),
                _ => shape(value, Some(like)),
            },
        );
    }
    out
}

/// The labels are those of the document, whichever the truth had.
fn labels(new: &Value, like: &Value) -> Value {
    let (Value::Object(new), Value::Object(like)) = (new, like) else {
        return new.clone();
    };
    let any = like.values().next();
    // of a truth that holds no field yet, a text is what people write
    let text = Value::String(String::new());
    let shaped = new.iter().map(|(label, value)| {
        let like = like.get(label).or(any).unwrap_or(&text);
        (label.clone(), shape(value, Some(like)))
    });
    Value::Object(shaped.collect())
}

/// Something with all keys that things of a list have.
pub fn template(list: &[Value]) -> Option<Value> {
    let mut out = Map::new();
    for thing in list {
        let Value::Object(map) = thing else {
            return list.first().cloned();
        };
        for (key, value) in map {
            let known = out.entry(key.clone()).or_insert(Value::Null);
            match (known, value) {
                (known @ Value::Null, _) => *known = value.clone(),
                (Value::Object(known), Value::Object(more)) => {
                    for (key, value) in more {
                        known.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
                (Value::Array(known), Value::Array(more)) if known.is_empty() => {
                    known.clone_from(more)
                }
                _ => {}
            }
        }
    }
    (!out.is_empty()).then_some(Value::Object(out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_part_of_a_document_stays_one() {
        let found = json!({ "id": "m1", "kind": "measure", "title": "花", "page": 2,
            "status": { "mark": "B", "meaning": "済", "code": "done" },
            "fields": { "実績": { "text": "二件", "raw": "二件", "kind": "text", "at": [] } } });
        let like =
            json!({ "id": "x", "title": "", "status": { "mark": "" }, "fields": { "理由": "" } });
        let expected = json!({ "id": "m1", "title": "花", "status": { "mark": "B" }, "fields": { "実績": "二件" } });
        assert_eq!(shape(&found, Some(&like)), expected);
    }

    #[test]
    fn a_template_has_the_keys_of_all() {
        let list = [
            json!({ "a": null, "f": {} }),
            json!({ "a": 1, "b": "x", "f": { "l": "" } }),
        ];
        assert_eq!(
            template(&list),
            Some(json!({ "a": 1, "f": { "l": "" }, "b": "x" }))
        );
    }
}
