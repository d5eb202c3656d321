//! JSON Lines: one file a relation, one object a line.

use super::Writer;
use super::file::{Written, io};
use super::json::line;
use super::records::{Relation, Row};
use crate::error::Result;
use std::path::Path;

/// Writes JSON Lines.
pub(super) struct Jsonl {
    /// One for each relation.
    files: Vec<(&'static Relation, Written)>,
}

impl Jsonl {
    pub(super) fn create(folder: &Path, relations: &[&'static Relation]) -> Result<Self> {
        let begin = |relation: &&'static Relation| {
            let file = Written::create(folder, format!("{}.jsonl", relation.name))?;
            Ok((*relation, file))
        };
        Ok(Self {
            files: relations.iter().map(begin).collect::<Result<_>>()?,
        })
    }
}

impl Writer for Jsonl {
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        let (relation, file) = &mut self.files[relation];
        for row in rows {
            let line = line(relation, &row, false).map_err(|e| io(Path::new(&file.name), e))?;
            file.write(line.as_bytes())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        let files = self.files.into_iter();
        files.map(|(_, f)| Ok(f.complete()?.name)).collect()
    }
}
