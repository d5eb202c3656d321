//! What is particular to a format, and readers for those that need a library.

use super::{FIXTURES, awkward, batch, formats, written};
use keikaku::document::Document;
use keikaku::output::records::RELATIONS;
use keikaku::output::{Format, Options};
use serde_json::Value;
use sha2::{Digest, Sha256};

#[cfg(feature = "parquet")]
pub use columnar::rows as parquet;
#[cfg(feature = "sqlite")]
pub use database::rows as sqlite;
#[cfg(feature = "xlsx")]
pub use workbook::rows as xlsx;

fn one(document: Document) -> Vec<(String, Document)> {
    vec![("a".into(), document)]
}

fn csv_of(document: Document, options: Options, file: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    written(Format::Csv, options, &one(document), folder.path());
    std::fs::read_to_string(folder.path().join(file)).unwrap()
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let batch = batch();
    for format in formats() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let names = folders
            .each_ref()
            .map(|f| written(format, Options::default(), &batch, f.path()));
        assert_eq!(names[0], names[1]);
        for name in &names[0] {
            let bytes = folders
                .each_ref()
                .map(|f| std::fs::read(f.path().join(name)).unwrap());
            assert!(bytes[0] == bytes[1], "{format:?} {name}");
        }
    }
}

#[test]
fn the_data_package_describes_the_files() {
    for bom in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            bom,
            ..Options::default()
        };
        written(Format::Csv, options, &batch(), folder.path());
        let package = std::fs::read_to_string(folder.path().join("datapackage.json")).unwrap();
        let package: Value = serde_json::from_str(&package).unwrap();
        assert_eq!(package["keikaku:formulas"], "guarded");
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), RELATIONS.len());
        for (resource, relation) in resources.iter().zip(RELATIONS) {
            let bytes =
                std::fs::read(folder.path().join(resource["path"].as_str().unwrap())).unwrap();
            assert_eq!(resource["bytes"], bytes.len());
            let hash: String = Sha256::digest(&bytes)
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            assert_eq!(resource["hash"], format!("sha256:{hash}"));
            let text = std::str::from_utf8(&bytes).unwrap();
            assert_eq!(text.starts_with('\u{feff}'), bom);
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
            let header = text
                .trim_start_matches('\u{feff}')
                .split("\r\n")
                .next()
                .unwrap();
            assert_eq!(names.join(","), header);
            assert_eq!(
                resource["schema"]["primaryKey"],
                serde_json::json!(relation.key)
            );
        }
    }
}

#[test]
fn a_text_that_would_run_is_guarded_unless_asked_not_to() {
    let guarded = csv_of(awkward(), Options::default(), "items.csv");
    assert!(guarded.contains("\"'＝HYPERLINK(\"\"x\"\")\""));
    assert!(guarded.contains("\"'=計画"));
    let options = Options {
        formulas: true,
        ..Options::default()
    };
    let as_is = csv_of(awkward(), options, "items.csv");
    assert!(as_is.contains("\"＝HYPERLINK(\"\"x\"\")\"") && !as_is.contains("'＝"));
    let package = csv_of(awkward(), options, "datapackage.json");
    assert!(package.contains("\"keikaku:formulas\": \"as-is\""));
}

#[test]
fn null_is_nothing_and_an_empty_text_is_two_quotes() {
    let (_, mut document) = FIXTURES[0].clone();
    document.source.producer = Some(String::new());
    document.source.created = None;
    let text = csv_of(document, Options::default(), "documents.csv");
    let mut lines = text.split("\r\n");
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name| header.iter().position(|h| *h == name).unwrap();
    // what stands before has no comma
    let cells: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(cells[at("producer")], "\"\"");
    assert_eq!(cells[at("created")], "");
}

#[cfg(feature = "sqlite")]
mod database {
    use super::*;
    use crate::formats::read_back::Rows;
    use keikaku::output::records::Relation;
    use rusqlite::Connection;
    use rusqlite::types::ValueRef;
    use std::path::Path;

    pub fn rows(folder: &Path, relation: &Relation) -> Rows {
        let database = Connection::open(folder.join("keikaku.sqlite")).unwrap();
        let names: Vec<&str> = relation.columns().map(|c| c.name).collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY rowid",
            names.join(", "),
            relation.name
        );
        let mut statement = database.prepare(&sql).unwrap();
        let kinds: Vec<_> = relation.columns().map(|c| c.kind).collect();
        let mut rows = statement.query([]).unwrap();
        let mut out = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cell = |(n, kind)| match row.get_ref(n).unwrap() {
                ValueRef::Null => None,
                ValueRef::Integer(i) if kind == &keikaku::output::records::Kind::Boolean => {
                    Some((i == 1).to_string())
                }
                ValueRef::Integer(i) => Some(i.to_string()),
                ValueRef::Real(r) => Some(format!("{r:?}")),
                ValueRef::Text(t) => Some(String::from_utf8(t.to_vec()).unwrap()),
                ValueRef::Blob(_) => panic!("a blob"),
            };
            out.push(kinds.iter().enumerate().map(cell).collect());
        }
        out
    }

    fn opened(batch: &[(String, Document)]) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        written(Format::Sqlite, Options::default(), batch, folder.path());
        let database = Connection::open(folder.path().join("keikaku.sqlite")).unwrap();
        (folder, database)
    }

    fn count(database: &Connection, sql: &str) -> usize {
        let n: i64 = database.query_row(sql, [], |r| r.get(0)).unwrap();
        usize::try_from(n).unwrap()
    }

    #[test]
    fn the_database_is_sound() {
        let (_folder, database) = opened(&batch());
        let check = |sql: &str| {
            database
                .query_row(sql, [], |r| r.get::<_, String>(0))
                .unwrap()
        };
        assert_eq!(check("PRAGMA integrity_check"), "ok");
        let broken = database
            .prepare("PRAGMA foreign_key_check")
            .unwrap()
            .exists([])
            .unwrap();
        assert!(!broken);
        let sql = check("SELECT sql FROM sqlite_schema WHERE name = 'items'");
        assert!(sql.contains("-- Measure number as printed"));
        let strict = "SELECT count(*) FROM pragma_table_list WHERE strict";
        assert_eq!(count(&database, strict), RELATIONS.len());
    }

    #[test]
    fn views_answer_what_people_ask() {
        let batch = batch();
        let (_folder, database) = opened(&batch);
        let with = |code: Option<&str>| {
            let items = batch.iter().flat_map(|(_, d)| &d.items);
            let status = items.filter_map(|i| i.status.as_ref());
            status.filter(|s| code.is_none_or(|c| s.code == c)).count()
        };
        assert!(with(None) > 0);
        assert_eq!(
            count(&database, "SELECT count(*) FROM item_status"),
            with(None)
        );
        assert_eq!(
            count(&database, "SELECT count(*) FROM delayed"),
            with(Some("delayed"))
        );
        let indicators: usize = batch.iter().map(|(_, d)| d.indicators.len()).sum();
        assert_eq!(
            count(&database, "SELECT count(*) FROM indicator_progress"),
            indicators
        );
        let findings: usize = batch.iter().map(|(_, d)| d.findings.len()).sum();
        let sum = "SELECT coalesce(sum(finding_count), 0) FROM findings_by_code";
        assert_eq!(count(&database, sum), findings);
        assert_eq!(
            count(&database, "SELECT sum(item_count) FROM status_count"),
            with(None)
        );
    }

    #[test]
    fn progress_is_first_baseline_latest_actual_last_target() {
        let (_, mut document) = FIXTURES
            .iter()
            .find(|(_, d)| !d.indicators.is_empty())
            .unwrap()
            .clone();
        let value = |role: &str, value: f64, year: i32| -> keikaku::document::IndicatorValue {
            let value = serde_json::json!({ "role": role, "text": "", "value": value, "unit": "%",
                "year": year, "shaded": false, "at": [] });
            serde_json::from_value(value).unwrap()
        };
        document.indicators[0].values = vec![
            value("target", 50.0, 2030),
            value("target", 45.0, 2027),
            value("actual", 42.5, 2024),
            value("actual", 42.0, 2023),
            value("baseline", 40.0, 2020),
        ];
        document.indicators.truncate(1);
        let (_folder, database) = opened(&one(document));
        let sql = "SELECT baseline, actual, target, actual_year, progress FROM indicator_progress";
        let read = database
            .query_row(sql, [], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
            })
            .unwrap();
        assert_eq!(read, (40.0, 42.5, 50.0, 2024, 0.25));
    }
}

#[cfg(feature = "parquet")]
mod columnar {
    use crate::formats::read_back::Rows;
    use keikaku::output::records::Relation;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use std::path::Path;

    pub fn rows(folder: &Path, relation: &Relation) -> Rows {
        let path = folder.join(format!("{}.parquet", relation.name));
        let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
        let cell = |(_, field): (&String, &Field)| match field {
            Field::Null => None,
            Field::Double(d) => Some(format!("{d:?}")),
            Field::Str(text) => Some(text.clone()),
            Field::Long(i) => Some(i.to_string()),
            Field::Bool(yes) => Some(yes.to_string()),
            other => panic!("{other:?}"),
        };
        let rows = reader.get_row_iter(None).unwrap();
        rows.map(|r| r.unwrap().get_column_iter().map(cell).collect())
            .collect()
    }
}

#[cfg(feature = "xlsx")]
mod workbook {
    use super::*;
    use crate::formats::read_back::Rows;
    use keikaku::output::records::Relation;
    use std::io::Read;
    use std::path::Path;

    fn number(bytes: &[u8], at: usize, len: usize) -> usize {
        let bytes = &bytes[at..at + len];
        bytes.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b))
    }

    /// A file of a zip archive, by its central directory.
    fn part(zip: &[u8], wanted: &str) -> String {
        let end = zip.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
        let mut at = number(zip, end + 16, 4);
        loop {
            assert_eq!(&zip[at..at + 4], b"PK\x01\x02", "{wanted} is not there");
            let (size, name) = (number(zip, at + 20, 4), number(zip, at + 28, 2));
            if &zip[at + 46..at + 46 + name] == wanted.as_bytes() {
                let local = number(zip, at + 42, 4);
                let data = local + 30 + number(zip, local + 26, 2) + number(zip, local + 28, 2);
                let mut text = String::new();
                let inflated = flate2::read::DeflateDecoder::new(&zip[data..data + size])
                    .read_to_string(&mut text);
                inflated.unwrap();
                return text;
            }
            at += 46 + name + number(zip, at + 30, 2) + number(zip, at + 32, 2);
        }
    }

    fn plain(xml: &str) -> String {
        let text = xml
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        text.replace("&amp;", "&")
            .replace("_x000D_", "")
            .replace('\r', "")
    }

    fn column(name: &str) -> usize {
        name.bytes()
            .fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1)
            - 1
    }

    pub fn rows(folder: &Path, relation: &Relation) -> Rows {
        let zip = std::fs::read(folder.join("keikaku.xlsx")).unwrap();
        let n = RELATIONS
            .iter()
            .position(|r| r.name == relation.name)
            .unwrap();
        let xml = part(&zip, &format!("xl/worksheets/sheet{}.xml", n + 1));
        assert!(!xml.contains("<f>"), "a formula");
        let row = regex::Regex::new(r"(?s)<row .*?</row>").unwrap();
        let cell = regex::Regex::new(
            r#"(?s)<c r="([A-Z]+)\d+"[^>]*?(?: t="(\w+)")?(?:/>|>(?:<is><t[^>]*>(.*?)</t></is>|<v>(.*?)</v>)</c>)"#,
        )
        .unwrap();
        let kinds: Vec<_> = relation.columns().map(|c| c.kind).collect();
        let read = |row: regex::Match<'_>| {
            let mut cells = vec![Some(String::new()); kinds.len()];
            for c in cell.captures_iter(row.as_str()) {
                let at = column(&c[1]);
                let text = c.get(3).or(c.get(4)).map_or("", |m| m.as_str());
                cells[at] = Some(match (c.get(2).map(|m| m.as_str()), kinds[at]) {
                    (Some("b"), _) => (text == "1").to_string(),
                    (None, keikaku::output::records::Kind::Number) => {
                        format!("{:?}", text.parse::<f64>().unwrap())
                    }
                    _ if text.contains("[cut here: 40000 characters") => "cut".into(),
                    _ => plain(text),
                });
            }
            cells
        };
        row.find_iter(&xml).skip(1).map(read).collect()
    }
}
