//! A data set in the formats of batch conversion.

use super::series::three;
use super::{NOW, add, document, item, year};
use keikaku::dataset::{Dataset, relations};
use keikaku::output::records::RELATIONS;
use keikaku::output::{Format, Options};
use serde_json::Value;
use std::path::Path;

fn export(dataset: &Dataset, format: Format, folder: &Path) -> Vec<String> {
    let exported = dataset.export(format, folder, &Options::default());
    let exported = exported.unwrap();
    assert!(exported.left_out.is_empty(), "{:?}", exported.left_out);
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut listed = exported.files.clone();
    listed.sort();
    assert_eq!(files, listed);
    exported.files
}

fn lines(folder: &Path, relation: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(format!("{relation}.jsonl"))).unwrap();
    let lines = text.lines().map(|l| serde_json::from_str(l).unwrap());
    lines.collect()
}

#[test]
fn every_format_has_what_only_a_data_set_has() {
    let (temporary, dataset) = three();
    let folder = |name: &str| temporary.path().join(name);
    let jsonl = folder("jsonl");
    export(&dataset, Format::Jsonl, &jsonl);
    let history = lines(&jsonl, "item_history");
    assert_eq!(history.len(), 3);
    assert_eq!(history[1]["document"], "122335-環境基本計画@2023年度");
    assert_eq!(history[1]["item_id"], "122335-環境基本計画#1");
    assert_eq!(history[1]["municipality"], "富里市");
    assert_eq!(history[1]["status_direction"], "progress");
    assert_eq!(
        (&history[1]["page"], &history[1]["bottom"]),
        (&3.into(), &4.0.into())
    );
    let series = lines(&jsonl, "indicator_series");
    assert_eq!(series.len(), 8);
    assert_eq!(series[0]["value"].to_string(), "41.70");
    assert_eq!(lines(&jsonl, "changes")[0]["text_after"], "○");
    let contradictions = lines(&jsonl, "contradictions");
    assert_eq!(contradictions.len(), 1);
    assert_eq!(contradictions[0]["value_before"], 40);
    assert_eq!(
        contradictions[0]["document_before"],
        "122335-環境基本計画@2023年度"
    );
    assert!(lines(&jsonl, "lineage").is_empty());

    let count = RELATIONS.len() + relations().len();
    let csv = folder("csv");
    export(&dataset, Format::Csv, &csv);
    let package = std::fs::read_to_string(csv.join("datapackage.json")).unwrap();
    let package: Value = serde_json::from_str(&package).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), count);
    for resource in resources {
        let name = resource["name"].as_str().unwrap();
        assert_eq!(
            resource["keikaku:records"],
            lines(&jsonl, name).len(),
            "{name}"
        );
    }

    export(&dataset, Format::Sqlite, &folder("sqlite"));
    let database = rusqlite::Connection::open(folder("sqlite/keikaku.sqlite")).unwrap();
    for relation in relations() {
        let sql = format!("SELECT count(*) FROM {}", relation.name);
        let rows: i64 = database.query_row(&sql, [], |r| r.get(0)).unwrap();
        let expected = lines(&jsonl, relation.name).len();
        assert_eq!(
            usize::try_from(rows).unwrap(),
            expected,
            "{}",
            relation.name
        );
    }
    let joined = "SELECT count(*) FROM item_history JOIN items USING (document, item)";
    assert_eq!(
        database
            .query_row(joined, [], |r| r.get::<_, i64>(0))
            .unwrap(),
        3
    );

    for format in [Format::Parquet, Format::Xlsx] {
        if format.is_built().is_ok() {
            assert!(!export(&dataset, format, &folder(format.name())).is_empty());
        }
    }
}

#[test]
fn json_is_one_document_an_edition() {
    let (temporary, dataset) = three();
    let folder = temporary.path().join("json");
    let files = export(&dataset, Format::Json, &folder);
    assert_eq!(files.len(), 3);
    let revision = dataset.plans().unwrap()[0].editions[2].revisions[0].clone();
    let text = std::fs::read(folder.join("122335-環境基本計画@2024年度.json")).unwrap();
    let exported: keikaku::Document = serde_json::from_slice(&text).unwrap();
    assert_eq!(exported, dataset.document(&revision.document).unwrap());
    // once more, over what is there
    assert_eq!(export(&dataset, Format::Json, &folder), files);
    // what is there is replaced by all of it or stays
    let first = folder.join(&files[0]);
    std::fs::write(&first, "mine").unwrap();
    let digest = &revision.document;
    let shelf = temporary.path().join("data/documents").join(&digest[..2]);
    std::fs::remove_file(shelf.join(format!("{digest}.json"))).unwrap();
    let failed = dataset.export(Format::Json, &folder, &Options::default());
    failed.unwrap_err();
    assert_eq!(std::fs::read(&first).unwrap(), b"mine");
}

#[test]
fn a_document_that_contradicts_itself_is_left_out_of_the_tables() {
    let (temporary, mut dataset) = three();
    let mut child = item("2", "い", None);
    child["parent"] = "9".into();
    let broken = document(vec![item("1", "あ", None), child], Vec::new());
    let plan = "122335-環境基本計画";
    let written = dataset.write(NOW, |w| Ok(add(w, plan, &year(2025), &broken, &[])));
    written.unwrap();
    for format in [Format::Csv, Format::Sqlite] {
        let folder = temporary.path().join(format.name());
        let exported = dataset
            .export(format, &folder, &Options::default())
            .unwrap();
        assert_eq!(exported.left_out.len(), 1);
        assert_eq!(exported.left_out[0].code, "contradiction");
    }
    let history = std::fs::read_to_string(temporary.path().join("csv/item_history.csv")).unwrap();
    assert!(!history.contains("2025年度"));
}

#[test]
fn relations_are_well_formed() {
    for relation in relations() {
        assert!(RELATIONS.iter().all(|r| r.name != relation.name));
        let names: Vec<&str> = relation.columns().map(|c| c.name).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len(), "{}", relation.name);
        for column in relation.key {
            assert!(names.contains(column), "{}.{column}", relation.name);
        }
        for link in relation.foreign_keys {
            let other = RELATIONS.iter().find(|r| r.name == link.relation).unwrap();
            assert_eq!(other.key, link.references, "{}", relation.name);
            assert!(link.columns.iter().all(|c| names.contains(c)));
        }
    }
}
