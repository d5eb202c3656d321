//! The formats: keys hold, all formats hold the same, and what is refused leaves nothing behind.

mod files;
mod leaves;
mod read_back;
mod refused;

use crate::support::{document, repo};
use keikaku::document::Document;
use keikaku::output::records::{Datum, RELATIONS, Relation, relation};
use keikaku::output::{Format, Options, sink};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

/// The fixtures and what the output calls them.
static FIXTURES: LazyLock<Vec<(String, Document)>> = LazyLock::new(|| {
    let mut folders: Vec<_> = std::fs::read_dir(repo("fixtures"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut out = Vec::new();
    for name in folders {
        let path = repo("fixtures").join(&name).join(format!("{name}.pdf"));
        if path.exists() {
            out.push((format!("{name}/{name}"), document(&path)));
        }
    }
    assert!(out.len() > 8);
    out
});

/// A document with all that is hard to write: empty and long texts, formulas, quotes, line breaks,
/// nulls, several places.
fn awkward() -> Document {
    let (_, mut document) = FIXTURES[0].clone();
    document.plan.title = Some("=計画, \"第１期\"\r\n改訂版".into());
    document.plan.edition = Some(String::new());
    let item = &mut document.items[0];
    item.title = "＝HYPERLINK(\"x\")".into();
    item.flags = vec!["a,b".into(), "\"".into(), String::new()];
    item.fields.insert("空".into(), None);
    let value = keikaku::document::Value {
        raw: "あ".repeat(40_000),
        at: vec![document.items[0].at[0].clone(); 3],
        ..Default::default()
    };
    document.items[0].fields.insert("長い".into(), Some(value));
    let value: keikaku::document::Value = serde_json::from_str(
        r#"{"text": "", "raw": " -1", "value": 41.70, "kind": "amount", "unit": "％", "shaded": true, "at": []}"#,
    )
    .unwrap();
    document.items[0]
        .fields
        .insert("@空文字".into(), Some(value));
    document
}

/// The fixtures and the awkward document.
fn batch() -> Vec<(String, Document)> {
    let mut batch = FIXTURES.clone();
    batch.push(("-扱いにくい/計画".into(), awkward()));
    batch
}

/// Writes a batch; the names of the files.
fn written(
    format: Format,
    options: Options,
    batch: &[(String, Document)],
    to: &Path,
) -> Vec<String> {
    let mut sink = sink(format, to, &options).unwrap();
    for (name, document) in batch {
        sink.add(name, document).unwrap();
    }
    sink.finish().unwrap()
}

/// The formats of this build that have a sink.
fn formats() -> Vec<Format> {
    let there = |f: &&Format| match f {
        Format::Json => false,
        Format::Jsonl | Format::Csv => true,
        Format::Parquet => cfg!(feature = "parquet"),
        Format::Sqlite => cfg!(feature = "sqlite"),
        Format::Xlsx => cfg!(feature = "xlsx"),
    };
    Format::ALL.iter().filter(there).copied().collect()
}

fn key(relation: &Relation, row: &[Datum<'_>], columns: &[&str]) -> Vec<String> {
    let cell = |c: &&str| row[relation.index(c).unwrap()].json();
    columns.iter().map(cell).collect()
}

#[test]
fn names_need_no_quotes_and_are_used_once() {
    // words that one of the common databases reserves
    let reserved = [
        "table",
        "of",
        "group",
        "values",
        "row",
        "rows",
        "col",
        "column",
        "start",
        "end",
        "order",
        "from",
        "to",
        "index",
        "key",
        "references",
        "schema",
        "rank",
        "case",
        "when",
        "check",
        "default",
        "user",
        "date",
    ];
    let mut relations = BTreeSet::new();
    for relation in RELATIONS {
        assert!(relations.insert(relation.name));
        // `record` names the relation of a line that stands among lines of others
        let mut columns = BTreeSet::from(["record"]);
        for column in relation.columns() {
            assert!(
                columns.insert(column.name),
                "{} {}",
                relation.name,
                column.name
            );
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(column.name.chars().all(plain), "{}", column.name);
            assert!(!reserved.contains(&column.name), "{}", column.name);
            assert!(!column.about.is_empty() && !column.about.contains('\n'));
        }
    }
}

#[test]
fn definitions_agree_with_each_other() {
    use keikaku::output::records::Presence;
    for (n, one) in RELATIONS.iter().enumerate() {
        let names: Vec<&str> = one.columns().map(|c| c.name).collect();
        let context = [
            "document",
            "plan",
            "edition",
            "municipality_code",
            "municipality",
        ];
        assert_eq!(names[..5], context);
        let never_null = |c: &&str| {
            let column = one.columns().find(|x| x.name == *c).unwrap();
            column.presence == Presence::Filled
        };
        assert!(one.key.iter().all(never_null), "{}", one.name);
        for link in one.foreign_keys {
            let other = relation(link.relation).unwrap();
            let place = RELATIONS.iter().position(|r| r.name == other.name).unwrap();
            assert!(place <= n, "{} stands before {}", one.name, other.name);
            assert_eq!(other.key, link.references);
            assert!(link.columns.iter().all(|c| names.contains(c)));
        }
    }
}

#[test]
fn rows_fit_their_columns() {
    use keikaku::output::records::{Kind, Presence};
    for (name, document) in batch() {
        for relation in RELATIONS {
            for row in relation.records(&name, &document) {
                assert_eq!(row.len(), relation.columns().count());
                for (column, datum) in relation.columns().zip(&row) {
                    let fits = match datum {
                        Datum::Null => column.presence == Presence::Optional,
                        Datum::Text(t) => {
                            column.kind == Kind::Text
                                && (column.presence != Presence::Filled || !t.is_empty())
                        }
                        Datum::Integer(_) => column.kind == Kind::Integer,
                        Datum::Number(_) => column.kind == Kind::Number,
                        Datum::Boolean(_) => column.kind == Kind::Boolean,
                        Datum::List(_) => column.kind == Kind::List,
                    };
                    assert!(fits, "{name} {} {}: {datum:?}", relation.name, column.name);
                }
            }
        }
    }
}

#[test]
fn keys_are_unique_and_foreign_keys_hold() {
    let batch = batch();
    let mut keys: BTreeMap<&str, BTreeSet<Vec<String>>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut links = Vec::new();
    for relation in RELATIONS {
        for (name, document) in &batch {
            for row in relation.records(name, document) {
                let own = key(relation, &row, relation.key);
                let new = keys.entry(relation.name).or_default().insert(own.clone());
                assert!(new, "{} {own:?}", relation.name);
                *counts.entry(relation.name).or_default() += 1;
                for link in relation.foreign_keys {
                    let to = key(relation, &row, link.columns);
                    if !to.contains(&"null".to_owned()) {
                        links.push((relation.name, link.relation, to));
                    }
                }
            }
        }
    }
    for (from, to, key) in links {
        assert!(keys[to].contains(&key), "{from} -> {to} {key:?}");
    }
    let total = |count: fn(&Document) -> usize| batch.iter().map(|(_, d)| count(d)).sum::<usize>();
    assert_eq!(counts["documents"], batch.len());
    assert_eq!(counts["items"], total(|d| d.items.len()));
    let cells = total(|d| d.tables.iter().map(|t| t.cells.len()).sum());
    assert_eq!(counts["cells"], cells);
    let values = total(|d| d.indicators.iter().map(|i| i.values.len()).sum());
    assert_eq!(counts["indicator_values"], values);
    assert!(values > 0 && counts["places"] > 0 && counts["fields"] > 0);
}
