//! A document as JSON: the tree of the contract, or its records one a line.

use super::file::io;
use super::records::{RELATIONS, Relation, Row};
use crate::document::Document;
use crate::error::Result;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::path::Path;

/// A document as the JSON of the contract: indented, or on one line.
///
/// # Errors
/// Never for a document of this crate; the error is that of the serializer.
pub fn to_json(document: &Document, one_line: bool) -> Result<String> {
    let text = if one_line {
        serde_json::to_string(document)
    } else {
        serde_json::to_string_pretty(document)
    };
    text.map(|t| t + "\n")
        .map_err(|e| io(Path::new(&document.source.file_name), e))
}

/// All records of a document, one JSON object a line; the first key, `record`, names the relation.
///
/// # Errors
/// Never for a document of this crate; the error is that of the serializer.
pub fn record_lines(name: &str, document: &Document) -> Result<String> {
    let mut text = String::new();
    for relation in RELATIONS {
        for row in relation.records(name, document) {
            text += &line(relation, &row, true).map_err(|e| io(Path::new(name), e))?;
        }
    }
    Ok(text)
}

/// One record as a line: an object of all columns, nulls as well, so that all lines have the same keys.
pub(super) fn line(relation: &Relation, row: &Row<'_>, named: bool) -> serde_json::Result<String> {
    let record = Record {
        relation,
        row,
        named,
    };
    Ok(serde_json::to_string(&record)? + "\n")
}

struct Record<'r, 'd> {
    relation: &'r Relation,
    row: &'r Row<'d>,
    named: bool,
}

impl Serialize for Record<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.named {
            map.serialize_entry("record", self.relation.name)?;
        }
        for (column, datum) in self.relation.columns().zip(self.row) {
            map.serialize_entry(column.name, datum)?;
        }
        map.end()
    }
}
