//! Links of a truth, rows that moved, and marks of known failures.

use super::{fixture, wrong};
use keikaku::audit::Kind;
use serde_json::{Value, json};

#[test]
fn a_link_that_leads_nowhere_is_told() {
    let differences = wrong("shishin-90ms", |t| {
        for item in t["items"].as_array_mut().unwrap() {
            item["parent"] = json!("nonsense");
        }
    });
    let count = fixture("shishin-90ms").truth["items"]
        .as_array()
        .unwrap()
        .len();
    let told = differences.iter().filter(|d| d.field == "parent");
    assert_eq!(told.count(), count);
    assert!(
        differences[0]
            .expected
            .as_deref()
            .unwrap()
            .contains("`nonsense`")
    );
    let differences = wrong("toyota-taikei", |t| {
        t["indicators"][0]["of"] = json!("nonsense")
    });
    assert_eq!(differences.len(), 1, "{differences:#?}");
    assert_eq!(
        (differences[0].field.as_str(), differences[0].kind),
        ("of", Kind::Different)
    );
}

#[test]
fn a_status_that_is_nothing_everywhere_is_held() {
    let differences = wrong("shishin-90ms", |t| {
        for item in t["items"].as_array_mut().unwrap() {
            item["status"] = Value::Null;
        }
    });
    assert!(
        differences
            .iter()
            .all(|d| d.field == "status" && d.kind == Kind::Surplus)
    );
    assert!(!differences.is_empty());
}

/// Cells of the second table, by row.
fn rows(t: &mut Value) -> &mut Vec<Value> {
    t["tables"][1]["cells"].as_array_mut().unwrap()
}

#[test]
fn a_row_that_is_dropped_and_one_that_is_added_are_two_rows() {
    let cols = fixture("shishin-90ms").truth["tables"][1]["cols"]
        .as_u64()
        .unwrap() as usize;
    let last = fixture("shishin-90ms").truth["tables"][1]["rows"]
        .as_u64()
        .unwrap()
        - 1;
    let differences = wrong("shishin-90ms", |t| {
        rows(t).retain(|c| c["row"] != 28);
        for cell in rows(t) {
            if cell["row"].as_u64().unwrap() > 28 {
                cell["row"] = json!(cell["row"].as_u64().unwrap() - 1);
            }
        }
        let added = (0..cols).map(|col| {
            json!({ "row": last, "col": col, "rowspan": 1, "colspan": 1,
            "text": format!("加えた{col}"), "shaded": false, "page": 2 })
        });
        let added: Vec<Value> = added.collect();
        rows(t).extend(added);
    });
    assert!(differences.len() <= 4 * cols, "{}", differences.len());
    assert!(differences.iter().all(|d| d.field == "cells"));
}

#[test]
fn a_cell_that_the_truth_has_twice_is_found_once() {
    let differences = wrong("shishin-90ms", |t| {
        let is_written = |c: &&Value| !c["text"].as_str().unwrap().is_empty();
        let cell = rows(t).iter().find(is_written).unwrap().clone();
        rows(t).push(cell);
    });
    assert_eq!(differences.len(), 1, "{differences:#?}");
    assert_eq!(
        (differences[0].field.as_str(), differences[0].kind),
        ("cells", Kind::Missing)
    );
}
