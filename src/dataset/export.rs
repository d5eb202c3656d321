//! A data set in the formats of batch conversion: the current document of each edition, and what only a data set has.

use super::database::failed;
use super::relations::{self, CHANGES, CONTRADICTIONS, Changed, HISTORY, LINEAGE, SERIES};
use super::series::{self, HISTORIES, SERIES_OF_ALL};
use super::types::{ItemState, Observation};
use super::{Dataset, EditionRecord};
use crate::batch::{Failure, write_atomically};
use crate::error::{Error, Result};
use crate::output::records::{Relation, Row, context_of};
use crate::output::{Format, Options, Sink, json, sink_with};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What was exported.
#[derive(Debug, Default)]
pub struct Exported {
    /// The names of the files.
    pub files: Vec<String>,
    /// Documents that are not in the tables, and why.
    pub left_out: Vec<Failure>,
}

/// The columns that every record of an edition begins with, by its id; those of editions that are in the tables.
type Contexts = BTreeMap<String, Row<'static>>;

/// The relations of a data set besides those of documents, in the order in which they are written.
pub fn relations() -> &'static [&'static Relation] {
    relations::ALL
}

impl Dataset {
    /// Writes the current document of each edition into a folder, under the id of the edition, with the histories of
    /// items, the series of indicators, changes, contradictions and lineage. JSON has the documents only. Files that
    /// are there are replaced, one after the other, when all of the new ones are complete.
    ///
    /// # Errors
    /// When the folder cannot be written, a document is not what it was, or this build does not have the format.
    pub fn export(&self, format: Format, folder: &Path, options: &Options) -> Result<Exported> {
        format.is_built()?;
        let io = |e| Error::of_io(folder, &e);
        fs::create_dir_all(folder).map_err(io)?;
        let staging = tempfile::Builder::new()
            .prefix(".export-")
            .tempdir_in(folder);
        let staging = staging.map_err(io)?;
        let out = match format {
            Format::Json => self.export_json(staging.path())?,
            _ => self.export_records(format, staging.path(), options)?,
        };
        for file in &out.files {
            fs::rename(staging.path().join(file), folder.join(file)).map_err(io)?;
        }
        Ok(out)
    }

    fn export_records(
        &self,
        format: Format,
        staging: &Path,
        options: &Options,
    ) -> Result<Exported> {
        let mut sink = sink_with(format, staging, options, relations())?;
        let mut out = Exported::default();
        let contexts = self.add_documents(sink.as_mut(), &mut out)?;
        self.add_histories(sink.as_mut(), &contexts)?;
        self.add_relations(sink.as_mut(), &contexts)?;
        out.files = sink.finish()?;
        Ok(out)
    }

    fn export_json(&self, staging: &Path) -> Result<Exported> {
        let mut out = Exported::default();
        for edition in self.editions()? {
            let Some(current) = edition.current() else {
                continue;
            };
            let path = staging.join(format!("{}.json", edition.id));
            let text = json::to_json(&self.document(&current.document)?, false)?;
            write_atomically(staging, &path, &[text.as_bytes()])?;
            out.files.push(format!("{}.json", edition.id));
        }
        Ok(out)
    }

    fn editions(&self) -> Result<impl Iterator<Item = EditionRecord> + use<>> {
        Ok(self.plans()?.into_iter().flat_map(|p| p.editions))
    }

    fn add_documents(&self, sink: &mut dyn Sink, out: &mut Exported) -> Result<Contexts> {
        let mut contexts = Contexts::new();
        for edition in self.editions()? {
            let Some(current) = edition.current() else {
                continue;
            };
            let document = self.document(&current.document)?;
            match sink.add(&edition.id, &document) {
                Ok(()) => {
                    contexts.insert(edition.id.clone(), context_of(&edition.id, &document));
                }
                // nothing of it is written; the others are
                Err(e @ (Error::SameName(_) | Error::Contradiction { .. })) => {
                    out.left_out.push(e.into());
                }
                Err(e) => return Err(e),
            }
        }
        Ok(contexts)
    }

    fn add_histories(&self, sink: &mut dyn Sink, contexts: &Contexts) -> Result<()> {
        self.each(
            HISTORIES,
            series::state_with_direction,
            |state: ItemState| {
                let row = relations::history(&state);
                add(sink, &HISTORY, contexts, &state.edition, row)
            },
        )?;
        self.each(SERIES_OF_ALL, series::observation, |value: Observation| {
            let row = relations::series(&value);
            add(sink, &SERIES, contexts, &value.edition, row)
        })
    }

    fn add_relations(&self, sink: &mut dyn Sink, contexts: &Contexts) -> Result<()> {
        let sql = "SELECT t.*, x.* FROM steps AS t JOIN changes AS x ON x.comparison = t.comparison
                   ORDER BY t.plan, t.edition_position, t.step, t.revision, x.position";
        self.each(sql, changed, |change: Changed| {
            let row = relations::changes(&change);
            add(sink, &CHANGES, contexts, &change.edition, row)
        })?;
        for (n, found) in self.disagreements()?.iter().enumerate() {
            let row = relations::contradictions(n, found);
            add(sink, &CONTRADICTIONS, contexts, &found.after.edition, row)?;
        }
        for found in self.ask(|db| series::lineage(db, None))? {
            let row = relations::lineage(&found);
            add(sink, &LINEAGE, contexts, &found.edition, row)?;
        }
        Ok(())
    }

    /// Reads rows one after the other: a data set need not fit into memory.
    fn each<T>(
        &self,
        sql: &str,
        read: fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let failed = |e: rusqlite::Error| failed(self.folder.database(), &e);
        let mut statement = self.database.prepare(sql).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(read(row).map_err(failed)?)?;
        }
        Ok(())
    }
}

/// Adds a record; none of an edition that is left out.
fn add(
    sink: &mut dyn Sink,
    relation: &Relation,
    contexts: &Contexts,
    edition: &str,
    own: Row<'_>,
) -> Result<()> {
    match contexts.get(edition) {
        Some(context) => {
            let row = relations::with_context(context, own);
            sink.add_rows(relation, &mut std::iter::once(row))
        }
        None => Ok(()),
    }
}

fn changed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Changed> {
    Ok(Changed {
        step: row.get("step")?,
        edition: row.get("edition")?,
        edition_before: row.get("edition_before")?,
        revision: row.get("revision")?,
        position: row.get("position")?,
        kind: row.get("kind")?,
        weight: row.get("weight")?,
        subject: row.get("subject")?,
        item: row.get("item")?,
        indicator: row.get("indicator")?,
        title: row.get("title")?,
        field: row.get("field")?,
        year: row.get("year")?,
        before: row.get("before")?,
        after: row.get("after")?,
        direction: row.get("direction")?,
    })
}
