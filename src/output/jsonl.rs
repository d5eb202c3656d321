//! JSON Lines: one file a relation, one object a line.

use super::Sink;
use super::file::{Written, io};
use super::json::line;
use super::records::RELATIONS;
use crate::document::Document;
use crate::error::Result;
use std::path::Path;

/// Writes JSON Lines.
pub(super) struct Jsonl {
    /// One for each of [`RELATIONS`].
    files: Vec<Written>,
}

impl Jsonl {
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let files = RELATIONS.iter();
        let files = files.map(|r| Written::create(folder, format!("{}.jsonl", r.name)));
        Ok(Self {
            files: files.collect::<Result<_>>()?,
        })
    }
}

impl Sink for Jsonl {
    fn add(&mut self, name: &str, document: &Document) -> Result<()> {
        for (relation, file) in RELATIONS.iter().zip(&mut self.files) {
            for row in relation.records(name, document) {
                let line = line(relation, &row, false).map_err(|e| io(Path::new(name), e))?;
                file.write(line.as_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        let files = self.files.into_iter();
        files.map(|f| Ok(f.complete()?.name)).collect()
    }
}
