//! What was found, in the shape in which a truth has such things.

use crate::audit::compare::fold;
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
        // of a status of which nothing is held yet, the mark is what people write
        (Value::Object(new), Some(Value::Null)) if new.contains_key("mark") => {
            let mark = new.get_key_value("mark").into_iter();
            Value::Object(mark.map(|(k, v)| (k.clone(), v.clone())).collect())
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

/// The labels are those of the document, whichever the truth had, in the print of the truth.
fn labels(new: &Value, like: &Value) -> Value {
    let (Value::Object(new), Value::Object(like)) = (new, like) else {
        return new.clone();
    };
    let any = like.values().find(|v| !v.is_null());
    // of a truth that holds no field yet, a text is what people write
    let text = Value::String(String::new());
    let shaped = new.iter().map(|(label, value)| {
        // a label that is only in another print is the one that the truth has
        let own = like.keys().find(|k| fold(k) == fold(label));
        let label = like
            .get_key_value(label)
            .map(|(k, _)| k)
            .or(own)
            .unwrap_or(label);
        let like = like.get(label).filter(|v| !v.is_null());
        let like = like.or(any).unwrap_or(&text);
        (label.clone(), shape(value, Some(like)))
    });
    Value::Object(shaped.collect())
}

/// A thing with what the template of its list has besides: keys that it lacks, and the shape of what is null. Labels
/// are its own.
pub fn merged(own: Option<&Value>, template: Option<&Value>) -> Option<Value> {
    match (own, template) {
        (None | Some(Value::Null), other) => other.cloned().or_else(|| own.cloned()),
        (Some(Value::Object(own)), Some(Value::Object(more))) => {
            let mut out = own.clone();
            for (key, like) in more {
                let known = out.get(key);
                let whole = key == "fields"
                    && known
                        .and_then(Value::as_object)
                        .is_some_and(|f| !f.is_empty());
                if let (false, Some(all)) = (whole, merged(known, Some(like))) {
                    out.insert(key.clone(), all);
                }
            }
            Some(Value::Object(out))
        }
        (Some(Value::Array(list)), Some(Value::Array(more))) => {
            Some(list.iter().chain(more).cloned().collect())
        }
        (Some(own), _) => Some(own.clone()),
    }
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
                (Value::Array(known), Value::Array(more)) => known.extend(more.iter().cloned()),
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
    fn what_is_null_comes_in_the_shape_that_others_have() {
        let status = json!({ "mark": "B", "meaning": "済", "code": "done" });
        let found = json!({ "id": "m1", "status": status, "fields": { "実績": "一" } });
        let own = json!({ "id": "x", "status": null, "fields": { "実　績": "" } });
        let list = [
            own.clone(),
            json!({ "id": "y", "status": { "mark": "A" }, "fields": { "理由": "" } }),
        ];
        let like = merged(Some(&own), template(&list).as_ref());
        let expected =
            json!({ "id": "m1", "status": { "mark": "B" }, "fields": { "実　績": "一" } });
        assert_eq!(shape(&found, like.as_ref()), expected);
        let like = merged(Some(&own), template(&list[..1]).as_ref());
        assert_eq!(
            shape(&found, like.as_ref())["status"],
            json!({ "mark": "B" })
        );
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
