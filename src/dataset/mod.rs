//! Data sets: plans of many municipalities with all their editions, and what is the same from edition to edition.
//!
//! ```text
//! DATA/keikaku-data.sqlite           the only truth: one transaction a change, whole or not at all
//! DATA/documents/ab/<digest>.json    documents by the digest of their bytes
//! DATA/pdf/ab/<sha256>.pdf           the PDFs, so that nothing that was published is lost
//! DATA/staging/                      what is being written, and the journal of the files that get their places
//! DATA/lock                          held by the one who writes
//! ```
//!
//! In come documents and the comparisons of each with its neighbours; out come plans, editions, items and indicators
//! with an id of their own over all editions, and what each edition says of them. Which document belongs to which plan
//! is for the caller to say. There is no clock in here: who writes says when.

mod contents;
mod database;
mod export;
mod identity;
mod merge;
mod read;
mod relations;
mod series;
mod states;
mod types;
mod values;
mod write;

pub use export::{Exported, relations};
pub use types::{
    About, Address, AddressState, Arrival, Decision, Disagreement, EditionKey, EditionRecord,
    Identity, ItemState, Lineage, Neighbour, NewPlan, NewReview, Observation, PlanRecord, Report,
    Review, RevisionRecord, Verdict,
};
pub use write::Writing;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::finding::Finding;
use contents::{Content, Folder};
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A data set.
#[derive(Debug)]
pub struct Dataset {
    folder: Folder,
    database: Connection,
    /// Held by the one who writes; nothing where it is only read.
    lock: Option<File>,
}

impl Dataset {
    /// Opens a data set for writing, and makes it where there is none. What an earlier process was about to write when
    /// it was cut off is thrown away. Documents and PDFs that the database does not name, as it is an older one than
    /// they are, stay.
    ///
    /// # Errors
    /// When another process has it open for writing, it was written by a later program, its database is missing where
    /// there are documents or PDFs, the folder holds something else under its name, or cannot be written.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = Folder::new(folder);
        let lock = folder.lock()?;
        let database = database::open(folder.database(), || folder.holds_contents())?;
        let this = Self {
            folder,
            database,
            lock: Some(lock),
        };
        this.sweep()?;
        Ok(this)
    }

    /// Takes away the files of transactions that came to nothing.
    fn sweep(&self) -> Result<()> {
        let sql = "SELECT 1 FROM contents WHERE digest = ?";
        self.folder
            .sweep(|digest| self.ask(|db| db.prepare_cached(sql)?.exists([digest])))
    }

    /// Opens a data set for reading, as it is now: what is written meanwhile is not seen, and nothing waits for it. Where
    /// the folder cannot be written by us, and somebody else begins to write into it, a question is asked again if its
    /// answer was torn by that; what must hold for certain is better asked of a copy.
    ///
    /// # Errors
    /// When there is none, it was written by a later program, or cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let folder = Folder::new(folder);
        let database = database::read(folder.database())?;
        Ok(Self {
            folder,
            database,
            lock: None,
        })
    }

    /// A folder for what is being written, on the same disk; it is emptied when the data set is opened.
    pub fn staging(&self) -> &Path {
        self.folder.staging()
    }

    fn ask<T>(&self, question: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let path = self.folder.database();
        let answer = match question(&self.database) {
            // once more, of the state of now
            Err(e) if self.lock.is_none() && database::is_torn(&e) => {
                question(&database::read(path)?)
            }
            answer => answer,
        };
        answer.map_err(|e| database::failed(path, &e))
    }

    /// What is known of the places where documents are published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn addresses(&self) -> Result<BTreeMap<String, Address>> {
        let all = self.ask(read::addresses)?.into_iter();
        Ok(all.map(|a| (a.place.clone(), a)).collect())
    }

    /// All plans, by their ids.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn plans(&self) -> Result<Vec<PlanRecord>> {
        self.ask(|db| read::plans(db, None))
    }

    /// The plan of an id.
    ///
    /// # Errors
    /// When there is none.
    pub fn plan(&self, id: &str) -> Result<PlanRecord> {
        let found = self.ask(|db| read::plans(db, Some(id)))?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| write::no_such("plan", id))
    }

    /// The document of a digest.
    ///
    /// # Errors
    /// When it is not kept, or is not what it was.
    pub fn document(&self, digest: &str) -> Result<Document> {
        let bytes = self.folder.document(digest)?;
        serde_json::from_slice(&bytes).map_err(|e| Error::Io {
            path: self.folder.path(Content::Document, digest),
            reason: format!("not a document: {e}"),
        })
    }

    /// Where the PDF of a digest is kept.
    pub fn pdf(&self, sha256: &str) -> PathBuf {
        self.folder.path(Content::Pdf, sha256)
    }

    /// What was held back, decided or not, in the order in which it was.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reviews(&self) -> Result<Vec<Review>> {
        self.ask(read::reviews)
    }

    /// The findings of the data set that were reported, those among them that hold no longer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reports(&self) -> Result<Vec<Report>> {
        self.ask(read::reports)
    }

    /// The items that have this id, or in any edition this number, or this in their title.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn items(&self, query: &str) -> Result<Vec<Identity>> {
        self.ask(|db| series::items(db, query))
    }

    /// The indicators that have this id, or in any edition this in their name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn indicators(&self, query: &str) -> Result<Vec<Identity>> {
        self.ask(|db| series::indicators(db, query))
    }

    /// What each edition says of an item, in their order.
    ///
    /// # Errors
    /// When there is no such item.
    pub fn history(&self, item: &str) -> Result<Vec<ItemState>> {
        let sql = "SELECT 1 FROM items WHERE item = ?";
        self.exists("item", sql, item)?;
        self.ask(|db| series::history(db, item))
    }

    /// All values of an indicator, by role and year, and of each in the order of the editions.
    ///
    /// # Errors
    /// When there is no such indicator.
    pub fn series(&self, indicator: &str) -> Result<Vec<Observation>> {
        let sql = "SELECT 1 FROM indicators WHERE indicator = ?";
        self.exists("indicator", sql, indicator)?;
        self.ask(|db| series::series(db, indicator))
    }

    fn exists(&self, what: &'static str, sql: &str, id: &str) -> Result<()> {
        match self.ask(|db| db.prepare_cached(sql)?.exists([id]))? {
            true => Ok(()),
            false => Err(write::no_such(what, id)),
        }
    }

    /// Where an item or indicator came from, and what came from it, other than from itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn lineage(&self, id: &str) -> Result<Vec<Lineage>> {
        self.ask(|db| series::lineage(db, Some(id)))
    }

    /// Numbers of one indicator, role and year that differ from edition to edition. The same number in another
    /// notation does not differ.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disagreements(&self) -> Result<Vec<Disagreement>> {
        self.ask(series::disagreements)
    }

    /// The same as findings (`editions-disagree`).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn contradictions(&self) -> Result<Vec<Finding>> {
        let found = self.disagreements()?;
        Ok(found.iter().map(Disagreement::finding).collect())
    }

    /// One transaction: all that `work` does is done, or, where it fails or the process ends before, nothing. `now` is
    /// what is written down as the time (RFC 3339).
    ///
    /// # Errors
    /// That of `work`; or when the data set was opened for reading, or cannot be written.
    pub fn write<T>(
        &mut self,
        now: &str,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        let path = self.folder.database().to_owned();
        if self.lock.is_none() {
            let reason = "the data set was opened for reading".into();
            return Err(Error::Io { path, reason });
        }
        let failed = |e: rusqlite::Error| database::failed(&path, &e);
        let begin = TransactionBehavior::Immediate;
        let transaction = self.database.transaction_with_behavior(begin);
        let transaction = transaction.map_err(failed)?;
        let mut writing = Writing::begin(&self.folder, &transaction, now).map_err(failed)?;
        let out = work(&mut writing)?;
        writing.end()?;
        transaction.commit().map_err(failed)?;
        // what is committed is so, whatever becomes of the journal: the next one who opens looks at it again
        let _ = self.sweep();
        database::settle(&self.database);
        Ok(out)
    }
}
