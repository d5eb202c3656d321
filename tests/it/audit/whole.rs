//! A truth that is a whole document: everything in it holds.

use super::{counts_fit, fixture};
use keikaku::audit::{Compared, Kind, Truth, compare};
use serde_json::{Value, json};

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
