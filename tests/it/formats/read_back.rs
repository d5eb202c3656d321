//! Every format read back, and held against the records.

use super::{batch, formats, written};
use keikaku::document::Document;
use keikaku::output::records::{Datum, Kind, RELATIONS, Relation};
use keikaku::output::{Format, Options};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The rows of a relation, each cell as text; nothing for null.
pub type Rows = Vec<Vec<Option<String>>>;

/// By name of the relation.
type Content = BTreeMap<&'static str, Rows>;

/// A number as all formats can hold it.
fn number(number: f64) -> String {
    format!("{number:?}")
}

fn expected(batch: &[(String, Document)]) -> Content {
    let cell = |datum: &Datum<'_>| match datum {
        Datum::Null => None,
        Datum::Number(_) => datum.as_f64().map(number),
        other => Some(other.plain().into_owned()),
    };
    let rows = |relation: &Relation| {
        let all = batch.iter().flat_map(|(n, d)| relation.records(n, d));
        all.map(|row| row.iter().map(cell).collect()).collect()
    };
    RELATIONS.iter().map(|r| (r.name, rows(r))).collect()
}

#[test]
fn all_formats_hold_the_same() {
    let batch = batch();
    let expected = expected(&batch);
    for format in formats() {
        let folder = tempfile::tempdir().unwrap();
        let names = written(format, Options::default(), &batch, folder.path());
        for name in &names {
            assert!(folder.path().join(name).exists(), "{name}");
        }
        let on_disk = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(
            on_disk,
            names.len(),
            "{format:?} leaves files that it does not name"
        );
        for relation in RELATIONS {
            let read = match format {
                Format::Json => unreachable!(),
                Format::Jsonl => jsonl(folder.path(), relation),
                Format::Csv => csv(folder.path(), relation),
                #[cfg(feature = "sqlite")]
                Format::Sqlite => super::files::sqlite(folder.path(), relation),
                #[cfg(feature = "parquet")]
                Format::Parquet => super::files::parquet(folder.path(), relation),
                #[cfg(feature = "xlsx")]
                Format::Xlsx => super::files::xlsx(folder.path(), relation),
                #[allow(unreachable_patterns)]
                _ => unreachable!(),
            };
            same(format, relation, &expected[relation.name], &read);
        }
    }
}

/// Compares, where a format cannot tell null from an empty text, without that difference.
fn same(format: Format, relation: &Relation, expected: &Rows, read: &Rows) {
    assert_eq!(expected.len(), read.len(), "{format:?} {}", relation.name);
    let blurred = matches!(format, Format::Csv | Format::Xlsx);
    for (n, (left, right)) in expected.iter().zip(read).enumerate() {
        for (column, (mut left, right)) in relation.columns().zip(left.iter().cloned().zip(right)) {
            if blurred && left.is_none() {
                left = Some(String::new());
            }
            if format == Format::Xlsx {
                left = left.map(|l| in_a_sheet(&l));
            }
            let place = format!("{format:?} {} row {n} `{}`", relation.name, column.name);
            assert_eq!(&left, right, "{place}");
        }
    }
}

/// What a workbook shows of it.
fn in_a_sheet(text: &str) -> String {
    match text {
        "[]" => String::new(),
        long if long.encode_utf16().count() > 32_767 => "cut".into(),
        other => other.replace("\r\n", "\n"),
    }
}

fn jsonl(folder: &Path, relation: &Relation) -> Rows {
    let text = std::fs::read_to_string(folder.join(format!("{}.jsonl", relation.name))).unwrap();
    let row = |line: &str| {
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        let keys: Vec<&str> = object.keys().map(String::as_str).collect();
        let columns: Vec<&str> = relation.columns().map(|c| c.name).collect();
        assert_eq!(keys, columns);
        let cells = relation.columns().zip(object.values());
        cells
            .map(|(column, value)| match value {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                Value::Number(n) if column.kind == Kind::Number => n.as_f64().map(number),
                other => Some(other.to_string()),
            })
            .collect()
    };
    text.lines().map(row).collect()
}

fn csv(folder: &Path, relation: &Relation) -> Rows {
    let path = folder.join(format!("{}.csv", relation.name));
    let mut reader = ::csv::Reader::from_path(path).unwrap();
    let columns: Vec<&str> = relation.columns().map(|c| c.name).collect();
    assert_eq!(reader.headers().unwrap(), columns);
    let cell = |kind: Kind, text: &str| match kind {
        Kind::Number if !text.is_empty() => number(text.parse().unwrap()),
        Kind::Text => unguarded(text),
        _ => text.to_owned(),
    };
    let row = |record: ::csv::StringRecord| {
        let cells = relation.columns().zip(record.iter());
        cells.map(|(c, text)| Some(cell(c.kind, text))).collect()
    };
    reader.records().map(|r| row(r.unwrap())).collect()
}

/// The text without the apostrophe that keeps a spreadsheet from running it, by the documented rule.
fn unguarded(text: &str) -> String {
    let runs = text
        .trim_start_matches('\'')
        .trim_start_matches([' ', '\u{3000}'])
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    match text.strip_prefix('\'') {
        Some(rest) if runs => rest.to_owned(),
        _ => text.to_owned(),
    }
}

#[test]
fn numbers_keep_their_digits() {
    let batch = batch();
    for (format, file) in [(Format::Jsonl, "fields.jsonl"), (Format::Csv, "fields.csv")] {
        let folder = tempfile::tempdir().unwrap();
        written(format, Options::default(), &batch, folder.path());
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.contains("41.70"), "{file}");
    }
}

#[test]
fn records_of_one_document_are_lines_that_name_their_relation() {
    let (name, document) = &batch()[0];
    let text = keikaku::output::json::record_lines(name, document).unwrap();
    let lines: Vec<serde_json::Map<String, Value>> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert!(lines.iter().all(|l| l.keys().next().unwrap() == "record"));
    let items = lines.iter().filter(|l| l["record"] == "items").count();
    assert_eq!(items, document.items.len());
    assert_eq!(lines[0]["record"], "documents");
    assert_eq!(lines[0]["document"], name.as_str());
}
