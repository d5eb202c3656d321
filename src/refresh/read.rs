//! PDFs to documents, by the pool of child processes.

use super::discover::Held;
use crate::batch::{
    Failure, Job, JobOptions, Launch, Pool, Shape, Source, basis, digest, digest_of, program,
};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::rule::RuleSet;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, OnceLock, PoisonError};
use tempfile::{NamedTempFile, TempPath};

/// Reads PDFs.
#[derive(Debug)]
pub struct Reader<'r> {
    /// The rules.
    pub rules: &'r RuleSet,
    /// How readers are started.
    pub launch: &'r Launch,
    /// How files are read.
    pub options: &'r JobOptions,
    /// Most files read at the same time.
    pub jobs: usize,
    /// Set from outside when the work must end.
    pub interrupted: &'r AtomicBool,
    /// Where documents are put.
    pub staging: &'r Path,
    /// Published files are copied before they are read, so that what is kept is what was read.
    pub keep: bool,
    /// Digest of this program, once it is known.
    pub program: OnceLock<String>,
}

/// A PDF to read.
#[derive(Debug)]
pub struct Task {
    /// Its name.
    pub name: String,
    /// Where its bytes are.
    pub file: Held,
    /// Their SHA-256.
    pub sha256: String,
    /// How it is read.
    pub options: JobOptions,
}

/// A document that was read.
#[derive(Debug)]
pub struct Fresh {
    /// Its JSON.
    pub json: TempPath,
    /// Digest of that.
    pub digest: String,
    /// Itself, without what is only needed in full.
    pub document: Document,
    /// The PDF.
    pub file: Held,
}

impl Reader<'_> {
    /// How the documents of a source are read, and the digest of that.
    ///
    /// # Errors
    /// When this program cannot be read.
    pub fn options_of(&self, source: &super::Source) -> Result<(JobOptions, String)> {
        let mut options = self.options.clone();
        options.rule = source.rule.clone().or(options.rule);
        let program = match self.program.get() {
            Some(program) => program.clone(),
            None => self
                .program
                .get_or_init(|| program().unwrap_or_default())
                .clone(),
        };
        if program.is_empty() {
            return Err(Error::Internal("the program does not find itself".into()));
        }
        // with which password it was opened makes no difference to what was read
        options.password = None;
        let basis = format!("{} {}", basis(&program, &options), self.rules.identity());
        options.password = source
            .password
            .clone()
            .or_else(|| self.options.password.clone());
        Ok((options, digest(basis.as_bytes())))
    }

    /// Reads all, in their order.
    pub fn all(&self, tasks: Vec<Task>) -> Vec<std::result::Result<Fresh, Failure>> {
        let pool = Pool {
            launch: self.launch,
            jobs: self.jobs,
            interrupted: self.interrupted,
        };
        let count = tasks.len();
        let done = Mutex::new(BTreeMap::new());
        pool.run(tasks.into_iter().enumerate(), count, |reader, (i, task)| {
            let result = self.one(task, |job, path| {
                let answer = reader.ask(job, &Source::File(path));
                answer
                    .result
                    .map(|summary| (summary.sha256, answer.document))
            });
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(i, result);
        });
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.into_values().collect()
    }

    fn one(
        &self,
        task: Task,
        ask: impl FnOnce(Job, PathBuf) -> std::result::Result<(String, Vec<u8>), Failure>,
    ) -> std::result::Result<Fresh, Failure> {
        let file = self.held(task.file, &task.sha256)?;
        let job = Job::new(task.name, task.options, Shape::Pretty);
        let (sha256, json) = ask(job, file.path().to_owned())?;
        if sha256 != task.sha256 {
            return Err(changed(file.path()).into());
        }
        let mut document = super::library::parsed(&json)?;
        // these are large, and nothing before the merging asks for them
        document.tables.clear();
        document.sections.clear();
        Ok(Fresh {
            digest: digest(&json),
            json: self.staged(&json)?,
            document,
            file,
        })
    }

    /// The file to read: our own, or a copy.
    fn held(&self, file: Held, sha256: &str) -> Result<Held> {
        let Held::Published(path) = &file else {
            return Ok(file);
        };
        if !self.keep {
            return Ok(file);
        }
        let copy = self.temporary()?.into_temp_path();
        std::fs::copy(path, &copy).map_err(|e| Error::of_io(path, &e))?;
        match digest_of(&copy)?.0 == sha256 {
            true => Ok(Held::Copy(copy)),
            false => Err(changed(path)),
        }
    }

    fn staged(&self, json: &[u8]) -> Result<TempPath> {
        let mut file = self.temporary()?;
        let written = file.write_all(json);
        written.map_err(|e| Error::of_io(self.staging, &e))?;
        Ok(file.into_temp_path())
    }

    fn temporary(&self) -> Result<NamedTempFile> {
        NamedTempFile::new_in(self.staging).map_err(|e| Error::of_io(self.staging, &e))
    }
}

fn changed(path: &Path) -> Error {
    Error::Io {
        path: path.to_owned(),
        reason: "it changed while it was read".into(),
    }
}
