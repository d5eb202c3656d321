//! [`Writing`]: a transaction. What is done in it is there as a whole or not at all.

use super::contents::{Content, Folder};
use super::database::failed;
use super::types::{About, Address, Decision, NewPlan, NewReview};
use super::values::{json, word};
use crate::error::{Error, Result};
use crate::finding::Finding;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A transaction on a data set.
#[derive(Debug)]
pub struct Writing<'a> {
    pub(super) folder: &'a Folder,
    pub(super) database: &'a Connection,
    /// When it is, as the caller says.
    pub(super) now: &'a str,
    pub(super) run: i64,
    /// Files that were kept; their names are not on the disk yet.
    kept: BTreeSet<PathBuf>,
    /// What was done, and how often.
    done: BTreeMap<&'static str, usize>,
}

impl<'a> Writing<'a> {
    pub(super) fn begin(
        folder: &'a Folder,
        database: &'a Connection,
        now: &'a str,
    ) -> rusqlite::Result<Self> {
        let sql = "INSERT INTO runs (at, what) VALUES (?, '{}')";
        database.execute(sql, [now])?;
        Ok(Self {
            folder,
            database,
            now,
            run: database.last_insert_rowid(),
            kept: BTreeSet::new(),
            done: BTreeMap::new(),
        })
    }

    /// Has all files on the disk, so that the rows that name them may be committed.
    pub(super) fn end(self) -> Result<()> {
        self.folder.sync(&self.kept)?;
        let ended = if self.done.is_empty() {
            let sql = "DELETE FROM runs WHERE run = ?";
            self.database.execute(sql, [self.run])
        } else {
            let what = json(&self.done).map_err(|e| self.failed(e))?;
            let sql = "UPDATE runs SET what = ? WHERE run = ?";
            self.database.execute(sql, params![what, self.run])
        };
        ended.map(drop).map_err(|e| self.failed(e))
    }

    #[allow(clippy::needless_pass_by_value)] // for `map_err`
    pub(super) fn failed(&self, error: rusqlite::Error) -> Error {
        failed(self.folder.database(), &error)
    }

    pub(super) fn count(&mut self, what: &'static str) {
        *self.done.entry(what).or_default() += 1;
    }

    pub(super) fn execute(&self, sql: &str, params: impl rusqlite::Params) -> Result<usize> {
        let run = || self.database.prepare_cached(sql)?.execute(params);
        run().map_err(|e| self.failed(e))
    }

    /// Whether a question has an answer.
    pub(super) fn has(&self, sql: &str, params: impl rusqlite::Params) -> Result<bool> {
        let ask = || self.database.prepare_cached(sql)?.exists(params);
        ask().map_err(|e| self.failed(e))
    }

    /// The one value that a question asks for, if there is one.
    pub(super) fn value<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Option<T>> {
        let ask = || {
            let mut statement = self.database.prepare_cached(sql)?;
            statement.query_row(params, |row| row.get(0)).optional()
        };
        ask().map_err(|e| self.failed(e))
    }

    /// Remembers what is known of a place.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn see(&mut self, address: &Address) -> Result<()> {
        let failure = address.failure.as_ref().map(json).transpose();
        let failure = failure.map_err(|e| self.failed(e))?;
        let sql = "INSERT OR REPLACE INTO addresses (place, source, label, etag, last_modified, signature, sha256, \
                   state, failure, first_seen, last_seen, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.execute(
            sql,
            params![
                address.place,
                address.source,
                address.label,
                address.etag,
                address.last_modified,
                address.signature,
                address.sha256,
                word(&address.state),
                failure,
                address.first_seen,
                address.last_seen,
                address.changed,
            ],
        )?;
        self.count("addresses");
        Ok(())
    }

    /// Keeps a copy of a PDF.
    ///
    /// # Errors
    /// When it cannot be read or written, or has another digest.
    pub fn keep_pdf(&mut self, file: &Path, sha256: &str) -> Result<()> {
        if !self.is_kept(Content::Pdf, sha256)? {
            let bytes = self.folder.keep_file(Content::Pdf, file, sha256)?;
            self.kept(Content::Pdf, sha256, bytes)?;
        }
        Ok(())
    }

    /// Keeps a document; gives its digest.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_document(&mut self, json: &[u8]) -> Result<String> {
        let digest = super::contents::digest(json);
        if !self.is_kept(Content::Document, &digest)? {
            self.folder.keep(Content::Document, json, &digest)?;
            self.kept(Content::Document, &digest, json.len() as u64)?;
        }
        Ok(digest)
    }

    fn is_kept(&self, content: Content, digest: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM contents WHERE digest = ? AND kind = ?";
        let named = self.has(sql, [digest, content.name()])?;
        Ok(named && self.folder.path(content, digest).is_file())
    }

    fn kept(&mut self, content: Content, digest: &str, bytes: u64) -> Result<()> {
        self.kept.insert(self.folder.path(content, digest));
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        // a file that somebody took away is there again
        let sql = "INSERT OR IGNORE INTO contents (digest, kind, bytes, run) VALUES (?, ?, ?, ?)";
        self.execute(sql, params![digest, content.name(), bytes, self.run])?;
        self.count(content.name());
        Ok(())
    }

    /// Adds a plan; gives its id, which is made of the municipality and the title without what changes, unless a
    /// person has given it one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_plan(&mut self, plan: &NewPlan) -> Result<String> {
        let municipality = self.municipality(plan)?;
        let parts = [municipality.as_deref(), Some(plan.stem.as_str())];
        let parts = parts.into_iter().flatten().map(slug);
        let parts: Vec<String> = parts.filter(|p| !p.is_empty()).collect();
        let id = match &plan.id {
            Some(given) => given.clone(),
            None if parts.is_empty() => "plan".into(),
            None => parts.join("-"),
        };
        let id = self.free("SELECT 1 FROM plans WHERE plan = ?", id)?;
        let sql = "INSERT INTO plans (plan, municipality, title, stem, run) VALUES (?, ?, ?, ?, ?)";
        self.execute(
            sql,
            params![id, municipality, plan.title, plan.stem, self.run],
        )?;
        self.count("plans");
        Ok(id)
    }

    /// The id of a plan's municipality.
    fn municipality(&self, plan: &NewPlan) -> Result<Option<String>> {
        let Some(id) = plan.code.as_ref().or(plan.municipality.as_ref()) else {
            return Ok(None);
        };
        let sql =
            "INSERT OR IGNORE INTO municipalities (municipality, code, name) VALUES (?, ?, ?)";
        self.execute(sql, params![id, plan.code, plan.municipality])?;
        Ok(Some(id.clone()))
    }

    /// An id that `taken` does not find: `id` itself, or with a number behind it.
    pub(super) fn free(&self, taken: &str, id: String) -> Result<String> {
        let mut free = id.clone();
        let mut n = 1;
        while self.has(taken, [&free])? {
            n += 1;
            free = format!("{id}-{n}");
        }
        Ok(free)
    }

    /// Holds something back until a person decides. Its document and PDF must have been kept.
    ///
    /// # Errors
    /// When they were not, or the plan or edition does not exist.
    pub fn hold(&mut self, review: &NewReview) -> Result<i64> {
        self.are_kept(&review.pdf, &review.document)?;
        self.exist(review.plan.as_deref(), review.edition.as_deref())?;
        let texts = || {
            Ok([
                json(&review.key)?,
                json(&review.reasons)?,
                json(&review.proposal)?,
            ])
        };
        let [key, reasons, proposal] = texts().map_err(|e| self.failed(e))?;
        let sql = "INSERT INTO reviews (held, place, pdf, basis, document, plan, edition, key, reasons, proposal) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.execute(
            sql,
            params![
                self.now,
                review.place,
                review.pdf,
                review.basis,
                review.document,
                review.plan,
                review.edition,
                key,
                reasons,
                proposal,
            ],
        )?;
        self.count("held");
        Ok(self.database.last_insert_rowid())
    }

    /// That a document and its PDF were kept.
    pub(super) fn are_kept(&self, pdf: &str, document: &str) -> Result<()> {
        let sql = "SELECT 1 FROM contents WHERE digest = ? AND kind = ?";
        for (digest, kind) in [(pdf, "pdf"), (document, "document")] {
            if !self.has(sql, [digest, kind])? {
                return Err(no_such(kind, digest));
            }
        }
        Ok(())
    }

    fn exist(&self, plan: Option<&str>, edition: Option<&str>) -> Result<()> {
        let plans = "SELECT 1 FROM plans WHERE plan = ?";
        let editions = "SELECT 1 FROM editions WHERE edition = ?";
        for (what, id, sql) in [("plan", plan, plans), ("edition", edition, editions)] {
            if let Some(id) = id
                && !self.has(sql, [id])?
            {
                return Err(no_such(what, id));
            }
        }
        Ok(())
    }

    /// Writes down what a person decided. Merging what was accepted is another step.
    ///
    /// # Errors
    /// When there is no such review, or it was decided before.
    pub fn decide(&mut self, review: i64, decision: Decision, who: &str, why: &str) -> Result<()> {
        let sql = "SELECT coalesce(decision, '') FROM reviews WHERE review = ?";
        match self.value::<String>(sql, [review])?.as_deref() {
            None => return Err(no_such("review", &review.to_string())),
            Some("") => {}
            Some(before) => {
                let what = format!("the review {review} was decided before: {before}");
                return Err(Error::Already(what));
            }
        }
        let sql = "UPDATE reviews SET decision = ?, decided = ?, who = ?, why = ? WHERE review = ?";
        self.execute(sql, params![word(&decision), self.now, who, why, review])?;
        self.count("decided");
        Ok(())
    }

    /// Reports what a person must know of the data set. What was reported before is not reported again: it is only
    /// known to hold still.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn report(&mut self, finding: &Finding, about: About<'_>) -> Result<()> {
        let (subject, id) = about.parts();
        let at = json(&finding.at).map_err(|e| self.failed(e))?;
        let sql = "INSERT INTO reports (subject, about, code, message, severity, help, at, first_seen, last_seen) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) \
                   ON CONFLICT DO UPDATE SET last_seen = ?8, settled = NULL, at = ?7";
        self.execute(
            sql,
            params![
                subject,
                id,
                finding.code,
                finding.message,
                word(&finding.severity),
                finding.help,
                at,
                self.now,
            ],
        )?;
        self.count("reports");
        Ok(())
    }

    /// What was reported under this code about this holds no longer.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn settle(&mut self, code: &str, about: About<'_>) -> Result<()> {
        let (subject, id) = about.parts();
        let sql = "UPDATE reports SET settled = ? \
                   WHERE subject = ? AND about = ? AND code = ? AND settled IS NULL";
        if self.execute(sql, params![self.now, subject, id, code])? > 0 {
            self.count("settled");
        }
        Ok(())
    }
}

impl About<'_> {
    /// The kind of thing it is, and its id.
    fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Dataset => ("dataset", String::new()),
            Self::Source(id) => ("source", (*id).to_owned()),
            Self::Place(place) => ("place", (*place).to_owned()),
            Self::Plan(id) => ("plan", (*id).to_owned()),
            Self::Edition(id) => ("edition", (*id).to_owned()),
            Self::Revision(id) => ("revision", id.to_string()),
        }
    }
}

/// Nothing has this id.
pub(super) fn no_such(what: &'static str, id: &str) -> Error {
    Error::NoSuchRecord {
        what,
        id: id.to_owned(),
    }
}

/// A text as part of an id: blanks, and what stands between the parts of an id, become `-`.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| match c {
        '#' | '@' | '/' | '\\' | ':' | '"' | '*' | '?' | '<' | '>' | '|' => '-',
        c if c.is_whitespace() || c.is_control() => '-',
        c => c,
    };
    let text: String = text.chars().map(plain).collect();
    let parts = text.split('-').filter(|p| !p.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_hold_nothing_that_parts_ids() {
        assert_eq!(slug("第3次 環境/基本計画#1"), "第3次-環境-基本計画-1");
        assert_eq!(slug(" @ "), "");
    }
}
