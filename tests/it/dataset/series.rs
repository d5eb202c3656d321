//! What editions say of one thing, one after the other.

use super::{NOW, add, document, indicator, item, new, of_items, pairs, plan, revise, same, year};
use keikaku::dataset::Dataset;
use keikaku::edition::{Change, Comparison, Direction, Pair};
use keikaku::finding::Code;
use serde_json::json;

/// A comparison that pairs the item `1` and the indicator `i`, with these changes.
fn comparison(changes: Vec<serde_json::Value>) -> Comparison {
    let mut comparison = same(&["1"]);
    let pair = json!({ "old": "i", "new": "i", "by": "title", "sureness": 1.0 });
    comparison.indicators = vec![serde_json::from_value::<Pair>(pair).unwrap()];
    let changes = changes.into_iter();
    comparison.changes = changes
        .map(|c| serde_json::from_value::<Change>(c).unwrap())
        .collect();
    comparison
}

/// That the status of an item changed.
fn status_changed(before: &str, after: &str, direction: &str) -> serde_json::Value {
    let of = json!([{ "id": "1", "title": "あ", "at": [] }]);
    json!({
        "kind": "status_changed", "weight": "substantive", "subject": "item", "old": of, "new": of,
        "field": "status", "before": before, "after": after, "direction": direction
    })
}

/// Three editions of one item and one indicator.
pub fn three() -> (tempfile::TempDir, Dataset) {
    let (folder, mut dataset) = new();
    let edition = |mark, code, values: &[_]| {
        document(
            vec![item("1", "あ", Some((mark, code)))],
            vec![indicator("i", "ごみの量", values)],
        )
    };
    let a = edition(
        "△",
        "delayed",
        &[
            ("actual", 2021, "41.70", "41.70", None),
            ("target", 2030, "12千円", "12", Some(1000)),
        ],
    );
    let b = edition(
        "○",
        "on_track",
        &[
            ("actual", 2021, "41.7", "41.7", None),
            ("actual", 2022, "40", "40", None),
            ("target", 2030, "12,000円", "12000", None),
        ],
    );
    let c = edition(
        "○",
        "on_track",
        &[
            ("actual", 2021, "読めない", "null", None),
            ("actual", 2022, "39", "39", None),
            ("target", 2030, "12,000円", "12000", None),
        ],
    );
    let written = dataset.write(NOW, |w| {
        let plan = plan(w);
        let a = add(w, &plan, &year(2022), &a, &[]);
        let to_b = comparison(vec![status_changed("△", "○", "progress")]);
        let b = add(w, &plan, &year(2023), &b, &[(a, &to_b, true)]);
        add(
            w,
            &plan,
            &year(2024),
            &c,
            &[(b, &comparison(Vec::new()), true)],
        );
        Ok(())
    });
    written.unwrap();
    (folder, dataset)
}

#[test]
fn a_status_has_a_history_with_directions() {
    let (_folder, dataset) = three();
    let history = dataset.history("122335-環境基本計画#1").unwrap();
    let marks = history
        .iter()
        .map(|s| s.status.as_ref().unwrap().mark.as_str());
    assert_eq!(marks.collect::<Vec<_>>(), ["△", "○", "○"]);
    let directions: Vec<_> = history.iter().map(|s| s.direction).collect();
    assert_eq!(directions, [None, Some(Direction::Progress), None]);
    assert_eq!(history[1].flags, ["重点"]);
}

#[test]
fn an_indicator_has_a_series_and_editions_may_contradict_each_other() {
    let (_folder, dataset) = three();
    let found = dataset.indicators("ごみ").unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].id.as_str(), found[0].editions.len()),
        ("122335-環境基本計画#i1", 3)
    );
    let series = dataset.series(&found[0].id).unwrap();
    let told: Vec<_> = series
        .iter()
        .map(|o| {
            (
                o.role.as_str(),
                o.year.unwrap(),
                o.label.as_str(),
                o.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("actual", 2021, "2022年度", "41.70"),
            ("actual", 2021, "2023年度", "41.7"),
            ("actual", 2021, "2024年度", "読めない"),
            ("actual", 2022, "2023年度", "40"),
            ("actual", 2022, "2024年度", "39"),
            ("target", 2030, "2022年度", "12千円"),
            ("target", 2030, "2023年度", "12,000円"),
            ("target", 2030, "2024年度", "12,000円"),
        ]
    );
    assert_eq!(series[0].value.as_ref().unwrap().to_string(), "41.70");
    assert_eq!(
        (series[0].page, series[5].multiplier),
        (Some(7), Some(1000))
    );
    // other notations of the same number agree, and what could not be read says nothing
    let contradictions = dataset.contradictions().unwrap();
    assert_eq!(contradictions.len(), 1);
    assert_eq!(contradictions[0].code, "editions-disagree");
    assert_eq!(contradictions[0].code, Code::EditionsDisagree.as_str());
    assert_eq!(
        contradictions[0].message,
        "`ごみの量` (122335-環境基本計画#i1): the actual of 2022 is 40 in `122335-環境基本計画@2023年度` (page 7) \
         and 39 in `122335-環境基本計画@2024年度` (page 7)"
    );
    assert_eq!(contradictions[0].at[0].page, 7);
}

#[test]
fn units_are_compared_besides_numbers() {
    let (_folder, mut dataset) = new();
    let edition = |values: [(&str, &str, Option<&str>); 4]| {
        let mut all = Vec::new();
        for (n, (text, number, _)) in values.iter().enumerate() {
            all.push(("actual", 2020 + n as i32, *text, *number, None));
        }
        let mut indicator = indicator("i", "量", &all);
        for (n, (.., unit)) in values.iter().enumerate() {
            indicator["values"][n]["unit"] = json!(unit);
        }
        document(vec![item("1", "あ", None)], vec![indicator])
    };
    let a = edition([
        ("12人", "12", Some("人")),
        ("1.2km", "1.2", Some("km")),
        ("5件", "5", Some("件")),
        ("7t", "7", Some("t")),
    ]);
    let b = edition([
        ("12%", "12", Some("%")),
        ("1,200m", "1200", Some("m")),
        ("9名", "9", Some("名")),
        ("7", "7", None),
    ]);
    let written = dataset.write(NOW, |w| {
        let plan = plan(w);
        let a = add(w, &plan, &year(2022), &a, &[]);
        let to_b = comparison(Vec::new());
        add(w, &plan, &year(2023), &b, &[(a, &to_b, true)]);
        Ok(())
    });
    written.unwrap();
    let found = dataset.disagreements().unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|d| (d.before.text.as_str(), d.after.text.as_str(), d.other_unit))
        .collect();
    assert_eq!(told, [("12人", "12%", true), ("5件", "9名", true)]);
    let message = &dataset.contradictions().unwrap()[0].message;
    assert!(message.contains("the unit is another one"), "{message}");
}

#[test]
fn a_contradiction_goes_when_the_edition_is_set_right() {
    let (_folder, mut dataset) = three();
    let right = document(
        vec![item("1", "あ", None)],
        vec![indicator(
            "i",
            "ごみの量",
            &[("actual", 2022, "40", "40.0", None)],
        )],
    );
    dataset
        .write(NOW, |w| {
            let edition = "122335-環境基本計画@2024年度";
            revise(w, edition, &right, &[(3, &comparison(Vec::new()), true)]);
            Ok(())
        })
        .unwrap();
    assert!(dataset.contradictions().unwrap().is_empty());
    // what was published before is still there
    let plan = dataset.plans().unwrap().remove(0);
    assert_eq!(plan.editions[2].revisions.len(), 2);
}

#[test]
fn the_views_say_the_same() {
    let (folder, mut dataset) = three();
    let edition_between = comparison(vec![status_changed("△", "×", "setback")]);
    dataset
        .write(NOW, |w| {
            let middle = of_items(&[("1", "あ")]);
            let mut from = edition_between.clone();
            from.indicators.clear();
            let to = pairs(&[("1", "1", keikaku::edition::By::Number, 1.0)]);
            let key = keikaku::dataset::EditionKey {
                label: "改訂版".into(),
                ..year(2022)
            };
            let plan = "122335-環境基本計画";
            add(w, plan, &key, &middle, &[(1, &from, true), (2, &to, false)]);
            Ok(())
        })
        .unwrap();
    drop(dataset);
    let path = folder.path().join("data/keikaku-data.sqlite");
    let database = rusqlite::Connection::open(path).unwrap();
    let count = |sql: &str| -> i64 { database.query_row(sql, [], |r| r.get(0)).unwrap() };
    for view in [
        "current",
        "steps",
        "latest_items",
        "status_history",
        "indicator_series",
        "contradictions",
        "changes_that_matter",
    ] {
        assert!(count(&format!("SELECT count(*) FROM {view}")) > 0, "{view}");
    }
    assert_eq!(count("SELECT count(*) FROM current"), 4);
    // the edition between the first two stands between them: what they differ in is no step any more
    assert_eq!(count("SELECT count(*) FROM steps"), 3);
    assert_eq!(count("SELECT count(*) FROM changes"), 2);
    let mattering = "SELECT direction || before || after FROM changes_that_matter";
    let told: String = database.query_row(mattering, [], |r| r.get(0)).unwrap();
    assert_eq!(told, "setback△×");
    let before = "SELECT mark_before || status_mark FROM status_history \
                  WHERE edition_label = '2024年度'";
    let told: String = database.query_row(before, [], |r| r.get(0)).unwrap();
    assert_eq!(told, "○○");
    let broken = count("SELECT count(*) FROM pragma_foreign_key_check");
    assert_eq!(broken, 0);
    // an index serves every foreign key, so that what is added does not slow down with what is there
    let comments = include_str!("../../../src/dataset/views.sql");
    let views = comments.matches("CREATE VIEW").count();
    let commented = comments.lines().collect::<Vec<_>>();
    let commented = commented
        .windows(2)
        .filter(|w| w[1].starts_with("CREATE VIEW"));
    assert_eq!(commented.filter(|w| w[0].starts_with("-- ")).count(), views);
}
