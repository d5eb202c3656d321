//! A truth that is a whole document: everything in it holds.

use super::{counts_fit, fixture};
use keikaku::audit::{Compared, Kind, Truth, compare};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn with(name: &str, change: impl FnOnce(&mut Value)) -> Compared {
    let read = fixture(name);
    let mut truth = serde_json::to_value(&read.document).unwrap();
    change(&mut truth);
    let truth = Truth::new(truth).unwrap();
    assert!(truth.is_whole());
    let compared = compare(&truth, &read.document, Some(&read.reading));
    counts_fit(&compared);
    compared
}

#[test]
fn a_document_is_its_own_truth() {
    for name in [
        "anjo-gaiyo",
        "okazaki-gaiyo",
        "shishin-90ms",
        "tomisato-rotated",
        "toyota-taikei",
    ] {
        let compared = with(name, |_| {});
        assert_eq!(compared.differences, [], "{name}");
        assert!(compared.fields.values().all(|t| t.exact == t.expected));
    }
}

#[test]
fn what_a_part_does_not_hold_is_held() {
    let fields = |change: &dyn Fn(&mut Value)| -> Vec<String> {
        let compared = with("shishin-90ms", change);
        compared.differences.into_iter().map(|d| d.field).collect()
    };
    assert_eq!(
        fields(&|t| t["items"][3]["id"] = json!("group1/groupア/other")),
        ["id"]
    );
    assert_eq!(
        fields(&|t| t["sections"] = json!([]))
            .first()
            .map(String::as_str),
        Some("sections")
    );
    assert_eq!(fields(&|t| t["rule"]["id"] = json!("other")), ["rule"]);
    assert_eq!(
        fields(&|t| {
            let items = t["items"].as_array_mut().unwrap();
            let item = items.iter_mut().find(|i| i["status"].is_object());
            item.unwrap()["status"]["code"] = json!("delayed");
        }),
        ["status"]
    );
    assert_eq!(
        fields(&|t| t["items"][3]["at"][0]["box"] = json!([0.0, 0.0, 1.0, 1.0])),
        ["at"]
    );
    assert_eq!(
        fields(&|t| t["tables"][1]["cells"][0]["header"] = json!(false)),
        ["cells"]
    );
    assert_eq!(
        fields(&|t| t["tables"][0]["caption"] = json!("別の表題")),
        ["caption"]
    );
    assert_eq!(
        fields(&|t| t["plan"]["publisher"] = json!("別の課")),
        ["plan.publisher"]
    );
}

#[test]
fn findings_are_held_by_code_and_page() {
    let compared = with("shishin-shinchoku", |t| {
        t["findings"].as_array_mut().unwrap().remove(0);
    });
    let [one] = &compared.differences[..] else {
        panic!("{:#?}", compared.differences)
    };
    assert_eq!((one.field.as_str(), one.kind), ("findings", Kind::Surplus));
    assert!(!one.at.is_empty());
}

#[test]
fn typed_values_are_held() {
    let compared = with("toyota-taikei", |t| {
        let values = t["indicators"][0]["values"].as_array_mut().unwrap();
        values[0]["qualifiers"] = json!(["approximate"]);
    });
    let [one] = &compared.differences[..] else {
        panic!("{:#?}", compared.differences)
    };
    assert_eq!(
        (one.field.as_str(), one.kind),
        ("values.baseline", Kind::Different)
    );
    assert_eq!(one.expected.as_deref(), Some("qualifiers approximate"));
}

#[test]
fn a_lost_table_does_not_rename_the_others() {
    let compared = with("shishin-90ms", |t| {
        t["tables"].as_array_mut().unwrap().remove(0);
    });
    let fields: Vec<&str> = compared
        .differences
        .iter()
        .map(|d| d.field.as_str())
        .collect();
    assert_eq!(fields, ["tables"]);
}

/// What a whole document says and no comparison holds: it does not tell what is printed.
const NOT_HELD: [&str; 14] = [
    "source.file_name",
    "source.sha256",
    "source.bytes",
    "source.producer",
    "source.created",
    "rule.version",
    "rule.sha256",
    "account.",
    ".table",
    "at[].row",
    "at[].col",
    "[].rule",
    "at.rule",
    "schema",
];

fn is_held(path: &str) -> bool {
    // whose parts are listed by their beginning or end
    !NOT_HELD
        .iter()
        .any(|n| path.starts_with(n) || path.ends_with(n))
        && !path.ends_with("marked[].row")
        && !path.ends_with("marked[].col")
        && !(path.starts_with("plan.at.") && (path.ends_with(".row") || path.ends_with(".col")))
}

/// The places of all leaves, by their path with labels and numbers left out.
fn leaves(value: &Value, path: &str, pointer: &str, out: &mut BTreeMap<String, Vec<String>>) {
    let is_box = path.ends_with("box");
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = if path.ends_with("fields") { "*" } else { key };
                let path = if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path}.{name}")
                };
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(value, &path, &format!("{pointer}/{key}"), out);
            }
        }
        Value::Array(list) if !is_box => {
            for (i, value) in list.iter().enumerate() {
                leaves(value, &format!("{path}[]"), &format!("{pointer}/{i}"), out);
            }
        }
        _ => out
            .entry(path.to_owned())
            .or_default()
            .push(pointer.to_owned()),
    }
}

/// Another value of the same shape.
fn changed(leaf: &Value) -> Value {
    match leaf {
        Value::Bool(yes) => json!(!yes),
        Value::Number(n) if n.is_u64() => json!(n.as_u64().unwrap() + 1000),
        Value::Number(n) => json!(n.as_f64().unwrap() + 1000.0),
        Value::String(text) => json!(format!("{text}完全に間違い")),
        Value::Array(_) => json!([9000.0, 9000.0, 9001.0, 9001.0]),
        _ => json!("完全に間違い"),
    }
}

#[test]
fn every_leaf_of_a_document_is_held() {
    for name in ["shishin-90ms", "toyota-taikei"] {
        let read = fixture(name);
        let document = serde_json::to_value(&read.document).unwrap();
        let mut paths = BTreeMap::new();
        leaves(&document, "", "", &mut paths);
        let mut passed = Vec::new();
        for (path, pointers) in paths.iter().filter(|(path, _)| is_held(path)) {
            let last = pointers.len() - 1;
            for at in BTreeSet::from([0, last / 2, last]) {
                let mut truth = document.clone();
                let leaf = truth.pointer_mut(&pointers[at]).unwrap();
                *leaf = changed(leaf);
                let truth = Truth::new(truth).unwrap();
                if compare(&truth, &read.document, None).differences.is_empty() {
                    passed.push(format!("{path} {}", pointers[at]));
                }
            }
        }
        assert_eq!(passed, [] as [&str; 0], "{name}");
    }
}

#[test]
fn links_to_other_items_are_held() {
    let fields = |change: &dyn Fn(&mut Value)| -> Vec<String> {
        let compared = with("shishin-90ms", change);
        compared.differences.into_iter().map(|d| d.field).collect()
    };
    let told = fields(&|t| t["items"][3]["repeats"] = t["items"][4]["id"].clone());
    assert_eq!(told, ["repeats"]);
    let told = fields(&|t| t["items"][3]["ref_items"] = json!(["nonsense"]));
    assert_eq!(told, ["ref_items"]);
}
