//! Nothing of a document is lost: whatever leaf is changed, the records change.

use keikaku::document::{Document, json_schema};
use keikaku::output::json::record_lines;
use serde_json::{Map, Value, json};

/// What the records do not carry, and why: the page of the first place where the record has a page
/// of its own, which is the same.
const LEFT_OUT: &[&str] = &[
    "/items/0/at/0/page",
    "/indicators/0/at/0/page",
    "/sections/0/at/0/page",
    "/footnotes/0/at/0/page",
    "/ruby/0/at/0/page",
];

/// A document with every property of the schema, two of every list, and no value twice.
fn full(schema: &Value) -> Value {
    Filler { schema, count: 100 }.fill(schema)
}

struct Filler<'s> {
    schema: &'s Value,
    count: u64,
}

impl Filler<'_> {
    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    fn fill(&mut self, of: &Value) -> Value {
        if let Some(to) = of["$ref"].as_str() {
            let target = self.schema.pointer(to.trim_start_matches('#')).unwrap();
            return self.fill(&target.clone());
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(first) = of[key].as_array().and_then(|a| a.first()) {
                return self.fill(first);
            }
        }
        if let Some(value) = of
            .get("const")
            .or(of["enum"].as_array().and_then(|e| e.first()))
        {
            return value.clone();
        }
        let kind = of["type"].as_str().or(of["type"][0].as_str()).unwrap();
        match kind {
            "object" => self.object(of),
            "array" => {
                let items = of
                    .get("items")
                    .or(of["prefixItems"].get(0))
                    .unwrap()
                    .clone();
                let many = of["minItems"].as_u64().unwrap_or(2);
                (0..many).map(|_| self.fill(&items)).collect()
            }
            "string" => json!(format!("text{}", self.next())),
            "integer" => json!(self.next()),
            "number" => json!(self.next() as f64 + 0.5),
            "boolean" => json!(true),
            other => panic!("{other}"),
        }
    }

    fn object(&mut self, of: &Value) -> Value {
        let mut out = Map::new();
        for (name, property) in of["properties"].as_object().into_iter().flatten() {
            out.insert(name.clone(), self.fill(property));
        }
        if let Some(entry) = of.get("additionalProperties").filter(|a| a.is_object()) {
            for _ in 0..2 {
                out.insert(format!("key{}", self.next()), self.fill(entry));
            }
        }
        Value::Object(out)
    }
}

/// The paths of all leaves.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    let mut inner = |key: String, value| leaves(value, &format!("{path}/{key}"), out);
    match value {
        Value::Object(object) => object.iter().for_each(|(k, v)| inner(k.clone(), v)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(n, v)| inner(n.to_string(), v)),
        _ => out.push(path.to_owned()),
    }
}

fn records(value: &Value) -> String {
    let document: Document = serde_json::from_value(value.clone()).unwrap();
    record_lines("a", &document).unwrap()
}

#[test]
fn every_leaf_of_a_document_lands_in_a_record() {
    let document = full(&json_schema());
    let parsed: Document = serde_json::from_value(document.clone()).unwrap();
    // the document holds all that the contract has: nothing was dropped on the way
    assert_eq!(serde_json::to_value(&parsed).unwrap(), document);
    let before = records(&document);
    let mut paths = Vec::new();
    leaves(&document, "", &mut paths);
    assert!(paths.len() > 300, "{}", paths.len());
    let mut lost = Vec::new();
    for path in &paths {
        let mut changed = document.clone();
        let leaf = changed.pointer_mut(path).unwrap();
        *leaf = match &*leaf {
            Value::Bool(yes) => json!(!yes),
            Value::Number(n) if n.is_f64() && n.to_string().contains('.') => json!(9999.25),
            Value::Number(_) => json!(9999),
            Value::String(text)
                if text.starts_with("text") && text.len() > 4 || text == "keikaku/1" =>
            {
                json!("changed")
            }
            Value::String(text) if text == "info" => json!("error"),
            Value::String(_) => json!("date"),
            other => panic!("{other}"),
        };
        if records(&changed) == before {
            lost.push(path.as_str());
        }
    }
    let first = |p: &&str| !p.contains("/1/at/0/page");
    lost.retain(first);
    lost.sort_unstable();
    let mut left_out = LEFT_OUT.to_vec();
    left_out.sort_unstable();
    assert_eq!(lost, left_out);
}
