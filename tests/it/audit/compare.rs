//! A truth that says something else is told, by field and place.

use super::{fixture, item, only, with_truth, wrong};
use keikaku::audit::{Kind, Located, Subject, Truth, compare};
use serde_json::{Value, json};

#[test]
fn what_is_right_has_no_difference() {
    for name in [
        "anjo-gaiyo",
        "okazaki-gaiyo",
        "shishin-90ms",
        "tomisato-rotated",
        "toyota-taikei",
    ] {
        assert_eq!(wrong(name, |_| {}), [], "{name}");
    }
}

#[test]
fn a_title_is_one_difference() {
    let one = only(wrong("shishin-90ms", |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数でわかる目的の設定");
    }));
    assert_eq!((one.field.as_str(), one.kind), ("title", Kind::Different));
    assert_eq!(one.expected.as_deref(), Some("数でわかる目的の設定"));
    assert_eq!(one.found.as_deref(), Some("数でわかる目標の設定"));
    assert_eq!(one.of.subject, Subject::Item);
    assert!(one.of.id.ends_with("measure14"), "{one:?}");
    assert_eq!((one.at[0].page, one.located), (2, Located::Read));
}

#[test]
fn another_title_altogether_is_still_a_title() {
    let one = only(wrong("toyota-taikei", |t| {
        let items = t["items"].as_array_mut().unwrap();
        let action = items.iter_mut().rfind(|i| i["kind"] == "action").unwrap();
        action["title"] = json!("まるで違う言い方");
    }));
    assert_eq!((one.field.as_str(), one.kind), ("title", Kind::Different));
}

#[test]
fn a_title_of_a_group_is_not_told_of_what_stands_below() {
    let one = only(wrong("shishin-90ms", |t| {
        let group = &mut t["items"][0];
        assert_eq!(group["kind"], "group");
        group["title"] = json!("ほかの題");
    }));
    assert_eq!(one.field, "title");
}

#[test]
fn a_lost_row_is_one_missing_item() {
    let one = only(wrong("shishin-90ms", |t| {
        let added = json!({ "id": "lost", "kind": "measure", "number": "99", "title": "合同説明会の開催",
            "parent": t["items"][0]["id"], "status": { "mark": "済", "meaning": null }, "refs": ["7"],
            "flags": ["重点"], "fields": { "実績": "三回開催" }, "page": 1 });
        t["items"].as_array_mut().unwrap().insert(3, added);
    }));
    assert_eq!((one.field.as_str(), one.kind), ("items", Kind::Missing));
    assert_eq!(one.of.name, "99 合同説明会の開催");
    assert_eq!(
        (one.at[0].page, one.located),
        (1, Located::Held),
        "by the page of the truth"
    );
}

#[test]
fn what_stands_below_a_lost_group_is_not_told_again() {
    let differences = wrong("shishin-90ms", |t| {
        let items = t["items"].as_array_mut().unwrap();
        let id = items[0]["id"].clone();
        items.insert(0, json!({ "id": "outer", "kind": "group", "number": "Ｚ", "title": "外の枠", "parent": null,
            "status": null, "refs": [], "flags": [], "fields": {}, "page": 1 }));
        let below = items.iter_mut().filter(|i| i["parent"] == id);
        below.for_each(|i| i["parent"] = json!("outer"));
    });
    assert_eq!(only(differences).field, "items");
}

#[test]
fn a_dropped_item_is_surplus_at_its_place() {
    let one = only(wrong("shishin-90ms", |t| {
        let items = t["items"].as_array_mut().unwrap();
        items.retain(|i| i["number"] != "14");
    }));
    assert_eq!((one.field.as_str(), one.kind), ("items", Kind::Surplus));
    assert_eq!((one.at[0].page, one.at[0].row), (2, Some(28)), "{one:?}");
    assert_eq!(one.located, Located::Read);
}

#[test]
fn what_is_printed_and_not_read_is_found_in_print() {
    let read = fixture("shishin-90ms");
    let text = read.document.items.iter().find_map(|i| {
        let text = &i.fields.get("実績")?.as_ref()?.text;
        (text.chars().count() > 12).then(|| text.clone())
    });
    let text = text.unwrap();
    let one = only(wrong("shishin-90ms", |t| {
        t["footnotes"] = json!([{ "term": text, "text": "説明" }]);
    }));
    assert_eq!(
        (one.field.as_str(), one.located),
        ("footnotes", Located::Printed)
    );
    assert!(one.at[0].r#box[2] > one.at[0].r#box[0], "{one:?}");
}

/// What one change of an item is told as.
fn field_of(name: &str, change: impl FnOnce(&mut Value)) -> (String, Kind) {
    let one = only(wrong(name, change));
    (one.field, one.kind)
}

#[test]
fn every_part_of_an_item_is_told() {
    let of = |change: &dyn Fn(&mut Value)| {
        field_of("shishin-90ms", |t| change(item(t, "数でわかる目標の設定")))
    };
    let is = |field: &str, kind: Kind| (field.to_owned(), kind);
    assert_eq!(
        of(&|i| i["kind"] = json!("action")),
        is("kind", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["number"] = json!("41")),
        is("number", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["number"] = json!(null)),
        is("number", Kind::Surplus)
    );
    assert_eq!(of(&|i| i["page"] = json!(1)), is("page", Kind::Different));
    assert_eq!(
        of(&|i| i["status"]["mark"] = json!("済み")),
        is("status", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["status"]["meaning"] = json!("終わった")),
        is("status", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["status"] = json!(null)),
        is("status", Kind::Surplus)
    );
    assert_eq!(
        of(&|i| i["refs"] = json!(["55"])),
        is("refs", Kind::Missing)
    );
    assert_eq!(
        of(&|i| i["flags"] = json!(["再掲"])),
        is("flags", Kind::Missing)
    );
    assert_eq!(
        of(&|i| i["fields"]["理由"] = json!("別の理由である")).0,
        "fields.理由"
    );
    assert_eq!(
        of(&|i| i["fields"]["担当"] = json!("庶務課")),
        is("fields.担当", Kind::Missing)
    );
    let dropped = of(&|i| drop(i["fields"].as_object_mut().unwrap().remove("3期案")));
    assert_eq!(dropped, is("fields.3期案", Kind::Surplus));
}

#[test]
fn another_parent_is_told_by_its_name() {
    let one = only(wrong("shishin-90ms", |t| {
        let top = t["items"][0]["id"].clone();
        item(t, "数でわかる目標の設定")["parent"] = top;
    }));
    assert_eq!(one.field, "parent");
    let read = fixture("shishin-90ms");
    let name = read.truth["items"][0]["title"].as_str().unwrap();
    assert!(one.expected.unwrap().contains(name));
}

#[test]
fn siblings_in_another_order_are_told() {
    let one = only(wrong("toyota-taikei", |t| {
        let items = t["items"].as_array_mut().unwrap();
        let at = items
            .windows(2)
            .position(|w| w[0]["kind"] == "action" && w[1]["kind"] == "action");
        let at = at.unwrap();
        items.swap(at, at + 1);
    }));
    assert_eq!((one.field.as_str(), one.kind), ("order", Kind::Different));
}

#[test]
fn fields_of_two_items_that_are_swapped_are_told_of_both() {
    let differences = wrong("shishin-90ms", |t| {
        let items = t["items"].as_array_mut().unwrap();
        let both: Vec<usize> = (0..items.len())
            .filter(|i| items[*i]["number"] == "14" || items[*i]["number"] == "13")
            .collect();
        let [a, b] = both[..] else { panic!("{both:?}") };
        let text = items[a]["fields"]["理由"].clone();
        items[a]["fields"]["理由"] = items[b]["fields"]["理由"].clone();
        items[b]["fields"]["理由"] = text;
    });
    assert_eq!(differences.len(), 2, "{differences:#?}");
    assert!(differences.iter().all(|d| d.field == "fields.理由"));
}

#[test]
fn the_plan_the_legend_and_the_pages_are_told() {
    let name = "toyota-taikei";
    let one = only(wrong(name, |t| t["plan"]["title"] = json!("別の計画")));
    assert_eq!(one.field, "plan.title");
    let one = only(wrong(name, |t| {
        t["legend"][0]["meaning"] = json!("別の意味")
    }));
    assert_eq!(
        (one.field.as_str(), one.of.subject),
        ("meaning", Subject::Legend)
    );
    let swapped = wrong(name, |t| {
        let meaning = t["legend"][2]["meaning"].clone();
        t["legend"][2]["meaning"] = t["legend"][3]["meaning"].clone();
        t["legend"][3]["meaning"] = meaning;
    });
    assert_eq!(swapped.len(), 2, "{swapped:#?}");
    assert!(
        swapped
            .iter()
            .all(|d| d.field == "meaning" && d.of.id.len() == 1)
    );
    let one = only(wrong(name, |t| {
        drop(t["legend"].as_array_mut().unwrap().remove(0))
    }));
    assert_eq!((one.field.as_str(), one.kind), ("legend", Kind::Surplus));
    let one = only(wrong(name, |t| t["meta"]["pages"] = json!(4)));
    assert_eq!(
        (one.field.as_str(), one.expected.as_deref()),
        ("source.pages", Some("4"))
    );
    assert_eq!(one.at[0].page, 2, "the first page that is not there");
}

#[test]
fn the_parts_of_an_indicator_are_told() {
    let name = "toyota-taikei";
    let of = |change: &dyn Fn(&mut Value)| field_of(name, |t| change(&mut t["indicators"][0]));
    let is = |field: &str, kind: Kind| (field.to_owned(), kind);
    assert_eq!(
        of(&|i| i["values"][1]["year"] = json!(2012)),
        is("values.actual", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["values"][0]["value"] = json!(99.5)),
        is("values.baseline", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["values"][0]["unit"] = json!("人")),
        is("values.baseline", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["values"][0]["shaded"] = json!(true)),
        is("values.baseline", Kind::Different)
    );
    assert_eq!(
        of(&|i| i["direction"] = json!("down")),
        is("direction", Kind::Different)
    );
    let lost = of(&|i| drop(i["values"].as_array_mut().unwrap().pop()));
    assert_eq!(lost, is("values.actual", Kind::Surplus));
    let one = only(wrong(name, |t| {
        let of = t["indicators"][6]["of"].clone();
        assert_ne!(t["indicators"][0]["of"], of);
        t["indicators"][0]["of"] = of;
    }));
    assert_eq!(one.field, "of");
    let one = only(wrong(name, |t| {
        t["indicators"][0]["name"] = json!("満足した人の割合")
    }));
    assert_eq!(one.field, "name");
    let one = only(wrong(name, |t| {
        drop(t["indicators"].as_array_mut().unwrap().remove(2))
    }));
    assert_eq!(
        (one.field.as_str(), one.kind),
        ("indicators", Kind::Surplus)
    );
}

#[test]
fn cells_are_told_with_row_and_column() {
    let name = "shishin-90ms";
    let cell = |t: &mut Value, row: u64, col: u64| {
        let cells = t["tables"][1]["cells"].as_array_mut().unwrap();
        cells
            .iter()
            .position(|c| c["row"] == row && c["col"] == col)
            .unwrap()
    };
    let one = only(wrong(name, |t| {
        let at = cell(t, 28, 6);
        t["tables"][1]["cells"][at]["text"] = json!("別の中身");
    }));
    assert_eq!((one.field.as_str(), one.kind), ("cells", Kind::Different));
    assert_eq!((one.at[0].row, one.at[0].col), (Some(28), Some(6)));
    assert_eq!(one.expected.as_deref(), Some("別の中身"));
    for (key, value) in [
        ("rowspan", json!(2)),
        ("shaded", json!(true)),
        ("page", json!(9)),
    ] {
        let one = only(wrong(name, |t| {
            let at = cell(t, 28, 6);
            t["tables"][1]["cells"][at][key] = value.clone();
        }));
        assert_eq!(one.field, "cells", "{key}");
        assert!(one.expected.unwrap().contains(key));
    }
    let one = only(wrong(name, |t| t["tables"][1]["header_rows"] = json!(2)));
    assert_eq!(
        (one.field.as_str(), one.of.subject),
        ("header_rows", Subject::Table)
    );
}

#[test]
fn a_lost_row_of_a_table_is_not_all_that_stand_below() {
    let differences = wrong("shishin-90ms", |t| {
        let table = &mut t["tables"][1];
        let cells = table["cells"].as_array_mut().unwrap();
        cells.retain(|c| c["row"] != 7);
        for cell in cells.iter_mut() {
            let row = cell["row"].as_u64().unwrap();
            cell["row"] = json!(if row > 7 { row - 1 } else { row });
        }
        table["rows"] = json!(table["rows"].as_u64().unwrap() - 1);
    });
    assert_eq!(differences.iter().filter(|d| d.field == "rows").count(), 1);
    let cells: Vec<_> = differences.iter().filter(|d| d.field == "cells").collect();
    assert!(
        cells
            .iter()
            .all(|d| d.kind == Kind::Surplus && d.at[0].row == Some(7)),
        "{cells:#?}"
    );
    assert!(!cells.is_empty());
}

#[test]
fn a_table_that_is_not_there_is_one_difference() {
    let one = only(wrong("toyota-taikei", |t| {
        t["tables"].as_array_mut().unwrap().push(json!({ "name": "内訳", "pages": [1], "rows": 1, "cols": 1,
            "header_rows": 0, "cells": [{ "row": 0, "col": 0, "text": "ここにない", "page": 1 }] }));
    }));
    assert_eq!((one.field.as_str(), one.kind), ("tables", Kind::Missing));
}

#[test]
fn footnotes_and_samples_are_told() {
    let name = "toyota-taikei";
    let one = only(wrong(name, |t| {
        drop(t["footnotes"].as_array_mut().unwrap().remove(1))
    }));
    assert_eq!((one.field.as_str(), one.kind), ("footnotes", Kind::Surplus));
    let one = only(wrong(name, |t| {
        t["footnotes"][0]["text"] = json!("別の説明")
    }));
    assert_eq!(
        (one.field.as_str(), one.of.subject),
        ("text", Subject::Footnote)
    );
    let none = wrong(name, |t| t["footnotes"] = json!([]));
    assert_eq!(
        none.len(),
        4,
        "an empty list says that there is none: {none:#?}"
    );
    assert!(
        none.iter()
            .all(|d| d.kind == Kind::Surplus && d.field == "footnotes")
    );
    let found = with_truth(name, |t| t["paragraph_samples"] = json!(["どこにもない文"]));
    let texts: Vec<_> = found
        .differences
        .iter()
        .filter(|d| d.field == "text")
        .collect();
    assert_eq!(texts.len(), 1);
    assert_eq!(texts[0].kind, Kind::Missing);
}

#[test]
fn print_is_told_as_print_and_a_year_is_not() {
    let spaced = with_truth("shishin-90ms", |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("数で わかる目標の設定");
    });
    let titles: Vec<_> = spaced
        .differences
        .iter()
        .filter(|d| d.field == "title")
        .collect();
    assert_eq!(titles.len(), 1);
    assert_eq!(titles[0].kind, Kind::Print);
}

#[test]
fn boxes_are_compared_where_the_truth_has_them() {
    let read = fixture("shishin-90ms");
    let at = serde_json::to_value(&read.document.items[3].at).unwrap();
    let title = read.document.items[3].title.clone();
    let with = |at: Value| {
        wrong("shishin-90ms", |t| {
            // what has no box of its own is expected to have none
            for i in t["items"].as_array_mut().unwrap() {
                i["at"] = json!([]);
            }
            item(t, &title)["at"] = at;
        })
    };
    assert_eq!(with(at.clone()), []);
    let mut moved = at.clone();
    moved[0]["box"] = json!([1.0, 1.0, 2.0, 2.0]);
    assert_eq!(only(with(moved)).field, "at");
}

#[test]
fn keys_that_no_entity_has_are_not_held() {
    let read = fixture("shishin-90ms");
    let truth =
        Truth::new(json!({ "items": [{ "id": "x", "title": read.document.items[0].title }] }))
            .unwrap();
    let compared = compare(&truth, &read.document, None);
    let fields: Vec<&str> = compared.fields.keys().map(String::as_str).collect();
    assert_eq!(fields, ["items", "title"]);
    assert!(
        compared
            .differences
            .iter()
            .all(|d| d.field == "items" && d.kind == Kind::Surplus)
    );
}

#[test]
fn many_items_take_no_time() {
    let mut document = fixture("shishin-90ms").document.clone();
    let template = document.items[3].clone();
    document.tables.clear();
    document.items = (0..5_000)
        .map(|n| {
            let mut item = template.clone();
            (item.id, item.number) = (format!("m{n}"), Some(n.to_string()));
            (item.title, item.parent) = (format!("施策{n}の{}を進める", n * 7919 % 5000), None);
            item
        })
        .collect();
    let mut truth = serde_json::to_value(&document).unwrap();
    // every title is wrong, and a row is lost
    let items = truth["items"].as_array_mut().unwrap();
    for item in items.iter_mut() {
        item["title"] = json!(format!("{}こと", item["title"].as_str().unwrap()));
    }
    document.items.remove(2_500);
    let start = std::time::Instant::now();
    let compared = compare(&Truth::new(truth).unwrap(), &document, None);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    let of = |field: &str| {
        compared
            .differences
            .iter()
            .filter(|d| d.field == field)
            .count()
    };
    assert_eq!((of("items"), of("title")), (1, 4_999));
}
