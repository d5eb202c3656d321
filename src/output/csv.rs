//! CSV: one file a relation, and the data package that describes them.
//!
//! UTF-8, lines end in CR LF (RFC 4180); line breaks within a cell stay as they are, in quotes. Null
//! is written as nothing, an empty text as `""`: who reads quotes tells them apart. A text that a
//! spreadsheet would run is guarded ([`super::formula`]).

use super::file::Written;
use super::formula::guarded;
use super::records::{Datum, Relation, Row};
use super::{Options, Writer, package};
use crate::error::Result;
use std::path::{Path, PathBuf};

/// Writes CSV and `datapackage.json`.
pub(super) struct Csv {
    folder: PathBuf,
    options: Options,
    relations: Vec<&'static Relation>,
    /// One for each relation, with the number of its records.
    files: Vec<(Written, u64)>,
}

impl Csv {
    pub(super) fn create(
        folder: &Path,
        options: &Options,
        relations: &[&'static Relation],
    ) -> Result<Self> {
        let files = relations.iter().map(|r| begin(folder, r, options));
        Ok(Self {
            folder: folder.to_owned(),
            options: *options,
            files: files.collect::<Result<_>>()?,
            relations: relations.to_vec(),
        })
    }
}

/// A file with its header.
fn begin(folder: &Path, relation: &Relation, options: &Options) -> Result<(Written, u64)> {
    let mut file = Written::create(folder, format!("{}.csv", relation.name))?;
    if options.bom {
        file.write("\u{feff}".as_bytes())?;
    }
    let names: Vec<&str> = relation.columns().map(|c| c.name).collect();
    file.write((names.join(",") + "\r\n").as_bytes())?;
    Ok((file, 0))
}

impl Writer for Csv {
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        let (file, records) = &mut self.files[relation];
        for row in rows {
            file.write(line(&row, self.options.formulas).as_bytes())?;
            *records += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        let mut files = Vec::with_capacity(self.files.len());
        for (file, records) in self.files {
            files.push((file.complete()?, records));
        }
        let mut package = Written::create(&self.folder, "datapackage.json".into())?;
        package.write(package::json(&self.relations, &files, &self.options).as_bytes())?;
        let names = files.into_iter().map(|(f, _)| f.name);
        Ok(names.chain([package.complete()?.name]).collect())
    }
}

/// One record with its line end.
fn line(row: &Row<'_>, formulas: bool) -> String {
    let mut line = String::new();
    for (n, datum) in row.iter().enumerate() {
        if n > 0 {
            line.push(',');
        }
        match datum {
            Datum::Null => {}
            Datum::Text(text) if formulas => quote(text, &mut line),
            Datum::Text(text) => quote(&guarded(text), &mut line),
            other => quote(&other.plain(), &mut line),
        }
    }
    line + "\r\n"
}

/// A cell: in quotes where it has to be, where blanks at its ends could get lost, and when it is empty.
fn quote(text: &str, line: &mut String) {
    let special = |c| matches!(c, '"' | ',' | '\r' | '\n');
    let ends = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
    if text.is_empty() || ends || text.contains(special) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}
