//! `datapackage.json`: what stands in the CSV files, for programs (Frictionless Data Package 1).
//!
//! # Source
//! specs.frictionlessdata.io: Data Package, Tabular Data Resource, Table Schema, CSV Dialect.

use super::Options;
use super::file::Complete;
use super::records::{Column, ForeignKey, Kind, Presence, Relation};
use serde_json::{Map, Value, json};

/// The package of complete files, one for each relation, with the numbers of their records.
pub(super) fn json(
    relations: &[&Relation],
    files: &[(Complete, u64)],
    options: &Options,
) -> String {
    let resources = relations.iter().zip(files);
    let resources: Vec<Value> = resources
        .map(|(relation, (file, records))| resource(relation, file, *records))
        .collect();
    let package = object([
        ("profile", json!("tabular-data-package")),
        ("name", json!("keikaku")),
        ("title", json!("Plans of Japanese municipalities (計画)")),
        ("description", json!(description(options))),
        ("keikaku:contract", json!(crate::document::SCHEMA)),
        ("keikaku:byteOrderMark", json!(options.bom)),
        ("keikaku:formulas", json!(formulas(options))),
        ("resources", Value::Array(resources)),
    ]);
    format!("{package:#}\n")
}

/// An object with its keys in this order; a package is read by people as well.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.into_iter().map(|(k, v)| (k.to_owned(), v));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn formulas(options: &Options) -> &'static str {
    if options.formulas { "as-is" } else { "guarded" }
}

fn description(options: &Options) -> String {
    let texts = if options.formulas {
        "Texts are as they were read, even if a spreadsheet would run them as a formula."
    } else {
        "A text that a spreadsheet would run as a formula has an apostrophe in front."
    };
    format!(
        "Read by Keikaku {} from published PDFs. {texts} Lists are JSON arrays. \
         Null is written as nothing and an empty text as two quotes; most readers see both as missing.",
        env!("CARGO_PKG_VERSION")
    )
}

fn resource(relation: &Relation, file: &Complete, records: u64) -> Value {
    object([
        ("profile", json!("tabular-data-resource")),
        ("name", json!(relation.name)),
        ("title", json!(relation.title)),
        ("description", json!(relation.about)),
        ("path", json!(file.name)),
        ("format", json!("csv")),
        ("mediatype", json!("text/csv")),
        ("encoding", json!("utf-8")),
        ("bytes", json!(file.bytes)),
        ("hash", json!(format!("sha256:{}", file.sha256))),
        ("keikaku:records", json!(records)),
        ("dialect", dialect()),
        ("schema", schema(relation)),
    ])
}

fn dialect() -> Value {
    object([
        ("delimiter", json!(",")),
        ("lineTerminator", json!("\r\n")),
        ("quoteChar", json!("\"")),
        ("doubleQuote", json!(true)),
        ("header", json!(true)),
        ("skipInitialSpace", json!(false)),
    ])
}

fn schema(relation: &Relation) -> Value {
    let fields: Vec<Value> = relation.columns().map(field).collect();
    let links: Vec<Value> = relation
        .foreign_keys
        .iter()
        .filter(|f| holds_for_all(relation, f))
        .map(|f| foreign_key(relation, f))
        .collect();
    object([
        ("fields", Value::Array(fields)),
        ("missingValues", json!([""])),
        ("primaryKey", json!(relation.key)),
        ("foreignKeys", Value::Array(links)),
    ])
}

/// A key of which no column is ever null. Table Schema does not say what a key that is null in part
/// refers to, and validators take it for a broken one: such keys are in the database only.
fn holds_for_all(relation: &Relation, link: &ForeignKey) -> bool {
    let optional = |c: &&Column| c.presence == Presence::Optional;
    let mut nullable = relation.columns().filter(optional).map(|c| c.name);
    !nullable.any(|name| link.columns.contains(&name))
}

fn foreign_key(relation: &Relation, link: &ForeignKey) -> Value {
    // an empty name is the resource itself
    let other = if link.relation == relation.name {
        ""
    } else {
        link.relation
    };
    let reference = object([
        ("resource", json!(other)),
        ("fields", json!(link.references)),
    ]);
    object([("fields", json!(link.columns)), ("reference", reference)])
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::List => "array",
    };
    // a text that is required but may be empty looks like a missing one
    let filled = column.presence == Presence::Filled
        || column.presence == Presence::Required && column.kind != Kind::Text;
    let mut constraints = Map::new();
    if filled {
        constraints.insert("required".into(), json!(true));
    }
    object([
        ("name", json!(column.name)),
        ("type", json!(kind)),
        ("description", json!(column.about)),
        ("constraints", Value::Object(constraints)),
    ])
}
