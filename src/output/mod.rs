//! Documents as files: JSON as it is, or flat records in a format that other programs read.
//!
//! In come documents, one after the other; out come the files of a folder. [`records`] says what the
//! records are, each format only how they are written, so that all formats hold the same.
//!
//! - A [`Sink`] holds one document at a time and small buffers, never the batch.
//! - The same documents in the same order give the same bytes.
//! - A document that would break a key is refused before anything of it is written, and the output
//!   goes on without it.

mod checked;
mod csv;
mod file;
mod formula;
pub mod json;
mod jsonl;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
pub mod records;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "xlsx")]
mod xlsx;

use crate::document::Document;
use crate::error::{Error, Result};
use records::{RELATIONS, Relation, Row};
use std::path::Path;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One document a file, as a tree
    Json,
    /// One file a kind of record, one JSON object a line
    Jsonl,
    /// One file a kind of record, with `datapackage.json`
    Csv,
    /// One file a kind of record, by column
    Parquet,
    /// One SQLite database with keys and views
    Sqlite,
    /// One Excel workbook
    Xlsx,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Parquet,
        Self::Sqlite,
        Self::Xlsx,
    ];

    /// Whether this build has it.
    ///
    /// # Errors
    /// When it does not; the error says which feature is missing.
    pub fn is_built(self) -> Result<()> {
        let built = match self {
            Self::Json | Self::Jsonl | Self::Csv => true,
            Self::Parquet => cfg!(feature = "parquet"),
            Self::Sqlite => cfg!(feature = "sqlite"),
            Self::Xlsx => cfg!(feature = "xlsx"),
        };
        let feature = self.name();
        built.then_some(()).ok_or(Error::FeatureMissing { feature })
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
            Self::Xlsx => "xlsx",
        }
    }
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// CSV files begin with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Texts in CSV stay as they are, even if a spreadsheet would run them as a formula.
    pub formulas: bool,
}

/// Where documents become files.
pub trait Sink {
    /// Writes a document under a name: its path below the input folder, without extension.
    ///
    /// # Errors
    /// When the name was there before or the document breaks a key: nothing of it is written, and the
    /// sink goes on. When writing fails: the sink takes no more.
    fn add(&mut self, name: &str, document: &Document) -> Result<()>;

    /// Writes records that are not of one document, into one of the relations that the sink was made with besides.
    ///
    /// # Errors
    /// When the sink was not made with this relation, or writing fails: it takes no more.
    fn add_rows(
        &mut self,
        relation: &Relation,
        rows: &mut dyn Iterator<Item = Row<'_>>,
    ) -> Result<()>;

    /// Ends the files, has them on the disk, and gives their names.
    ///
    /// # Errors
    /// When writing fails, or failed before.
    fn finish(self: Box<Self>) -> Result<Vec<String>>;
}

/// What a format does: rows of relations become files. It knows neither documents nor keys.
trait Writer {
    /// Writes rows of the relation with this number.
    ///
    /// # Errors
    /// When writing fails: it takes no more.
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()>;

    /// Ends the files, has them on the disk, and gives their names.
    ///
    /// # Errors
    /// When writing fails.
    fn finish(self: Box<Self>) -> Result<Vec<String>>;
}

/// A sink that writes into a folder, which must be there and should be empty.
///
/// # Errors
/// When a file cannot be made, or this build does not have the format. JSON has no sink: it is one
/// file a document ([`json::to_json`]).
pub fn sink(format: Format, folder: &Path, options: &Options) -> Result<Box<dyn Sink + Send>> {
    sink_with(format, folder, options, &[])
}

/// The same, for records of `more` relations besides those of documents.
///
/// # Errors
/// As of [`sink`].
pub fn sink_with(
    format: Format,
    folder: &Path,
    options: &Options,
    more: &[&'static Relation],
) -> Result<Box<dyn Sink + Send>> {
    let relations: Vec<&'static Relation> = RELATIONS.iter().chain(more.iter().copied()).collect();
    let inner: Box<dyn Writer + Send> = match format {
        Format::Json => {
            return Err(Error::Io {
                path: folder.to_owned(),
                reason: "JSON is written one file a document".into(),
            });
        }
        Format::Jsonl => Box::new(jsonl::Jsonl::create(folder, &relations)?),
        Format::Csv => Box::new(csv::Csv::create(folder, options, &relations)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(parquet::Parquet::create(folder, &relations)?),
        #[cfg(feature = "sqlite")]
        Format::Sqlite => Box::new(sqlite::Sqlite::create(folder, &relations)?),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => Box::new(xlsx::Xlsx::create(folder, &relations)?),
        #[allow(unreachable_patterns)] // with all features there is no other
        other => {
            return Err(Error::FeatureMissing {
                feature: other.name(),
            });
        }
    };
    Ok(Box::new(checked::Checked::new(inner, relations)))
}
