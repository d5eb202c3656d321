//! One input of a run: from the store where nothing has changed, or by a reader.

use super::files::{Signature, digest, digest_of, remove, shown, write_atomically};
use super::inputs::{Input, stream};
use super::job::{Failure, Job, JobOptions, Shape, Source, Summary};
use super::manifest::{Entry, Status};
use super::pool::Reader;
use super::store::{Kept, Outcome, Record, Store};
use crate::error::Result;
use crate::finding::Finding;
use crate::rule::RuleSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// An input that can be tried.
pub struct Task {
    /// Its number among the inputs.
    pub index: usize,
    /// The PDF.
    pub input: Input,
    /// Its document below the output folder.
    pub output: PathBuf,
    /// Its size.
    pub bytes: u64,
}

/// What all tasks share.
pub struct Converter<'r> {
    /// The output folder.
    pub out: &'r Path,
    /// How files are read.
    pub options: &'r JobOptions,
    /// The rules.
    pub rules: &'r RuleSet,
    /// Does everything again.
    pub force: bool,
    /// Set from outside when the run must end.
    pub interrupted: &'r AtomicBool,
    /// The memory of the output folder.
    pub store: &'r Store,
    /// Digest of all that results depend on but for the input and the rules.
    pub basis: String,
    /// Identity of the set of rules.
    pub identity: String,
    /// Documents are written as JSON.
    pub json: bool,
    /// There is no room for more results: the rest is not tried.
    pub full: OnceLock<Failure>,
}

/// What became of a task.
pub struct Done {
    /// For the manifest.
    pub entry: Entry,
    /// SHA-256 of its document, if it has one.
    pub digest: Option<String>,
    /// What was found in this run.
    pub findings: Vec<Finding>,
}

/// The bytes of an input, with their SHA-256 and length.
struct Bytes {
    source: Source,
    input: (String, u64),
}

/// What became of an input, how, and what was found.
type Converted = (Record, Status, Vec<Finding>);

impl Converter<'_> {
    /// Does a task. Whatever is wrong with it is in its entry.
    pub fn one(&self, reader: &mut Reader<'_>, task: &Task) -> Done {
        let begun = Instant::now();
        let path = shown(&task.input.path);
        let bytes = match self.stopped() {
            Some(failure) => Err(failure),
            None => self.bytes(task),
        };
        let input = bytes.as_ref().ok().map(|bytes| bytes.input.clone());
        let done = bytes.and_then(|bytes| self.convert(reader, task, &bytes));
        let mut one = match done {
            Ok((record, status, findings)) => {
                let mut entry = Entry::of(path, status, &record);
                entry.output = (self.json && entry.has_document()).then(|| shown(&task.output));
                let digest = record.outcome.digest().map(str::to_owned);
                Done {
                    entry,
                    digest,
                    findings,
                }
            }
            Err(failure) => Done {
                entry: Entry::without(path, self.status_of(&failure), failure),
                digest: None,
                findings: Vec::new(),
            },
        };
        if let Some((sha256, length)) = input {
            one.entry.sha256.get_or_insert(sha256);
            one.entry.bytes.get_or_insert(length);
        }
        one.entry.seconds = seconds_since(begun);
        one
    }

    /// Whether a failure is that of the input, or of a run that ends. The first for which there is no room ends it.
    fn status_of(&self, failure: &Failure) -> Status {
        let no_room = failure.code == "storage-full";
        if failure.code == "interrupted" || no_room && self.full.set(failure.clone()).is_err() {
            return Status::Skipped;
        }
        Status::Failed
    }

    /// Why nothing more is tried.
    pub fn stopped(&self) -> Option<Failure> {
        match self.interrupted.load(Ordering::Relaxed) {
            true => Some(Failure::interrupted()),
            false => self.full.get().cloned(),
        }
    }

    /// What became of an input, from the store or by a reader.
    fn convert(
        &self,
        reader: &mut Reader<'_>,
        task: &Task,
        bytes: &Bytes,
    ) -> std::result::Result<Converted, Failure> {
        let name = task.input.relative.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let key = self.key(&bytes.input.0, &name);
        if !self.force
            && let Some(record) = self.recall(task, &key)?
        {
            let status = match record.outcome {
                Outcome::Document(_) => Status::Cached,
                Outcome::Failure(_) => Status::Failed,
            };
            return Ok((record, status, Vec::new()));
        }
        let job = Job::new(name.clone(), self.options.clone(), Shape::Stored);
        let answer = reader.ask(job, &bytes.source);
        match answer.result {
            Ok(summary) => {
                // of the bytes that were read, should the file have changed since it was looked at
                let key = self.key(&summary.sha256, &name);
                self.keep(task, key, summary, &answer.document, &answer.features)
            }
            Err(failure) => self.fail(task, key, bytes, failure),
        }
    }

    /// Writes and keeps a document that was just read.
    fn keep(
        &self,
        task: &Task,
        key: String,
        summary: Summary,
        document: &[u8],
        features: &[u8],
    ) -> std::result::Result<Converted, Failure> {
        let input = (summary.sha256.clone(), summary.bytes);
        let outcome = Outcome::Document(Kept::of(&summary, document));
        let mut record = Record::new(key, self.identity.clone(), input, outcome);
        self.write(task, &mut record, document)?;
        if summary.may_change {
            // kept for the tables, but never used again
            record.key.clear();
        }
        self.store
            .keep(&task.output, record.clone(), features, document)?;
        Ok((record, Status::Converted, summary.findings))
    }

    /// Keeps a failure, where it will be the same the next time.
    fn fail(
        &self,
        task: &Task,
        key: String,
        bytes: &Bytes,
        failure: Failure,
    ) -> std::result::Result<Converted, Failure> {
        if failure.is_of_the_machine() {
            return Err(failure);
        }
        // a document of what the file was before would pass for one of what it is
        remove(&self.out.join(&task.output))?;
        self.store.forget(&task.output)?;
        let unchanged = match &bytes.source {
            Source::File(path) => digest_of(path).is_ok_and(|input| input == bytes.input),
            Source::Memory(_) => true,
        };
        if !failure.is_lasting() || !unchanged {
            return Err(failure);
        }
        let outcome = Outcome::Failure(failure);
        let record = Record::new(key, self.identity.clone(), bytes.input.clone(), outcome);
        self.store.keep(&task.output, record.clone(), &[], &[])?;
        Ok((record, Status::Failed, Vec::new()))
    }

    /// The bytes of an input. What is no regular file is read once and held.
    fn bytes(&self, task: &Task) -> std::result::Result<Bytes, Failure> {
        let path = &task.input.path;
        if task.input.is_stream() {
            let most = self.options.limits.of_reading().file_bytes;
            let bytes = stream(path, most, self.interrupted)?;
            return Ok(Bytes {
                input: (digest(&bytes), bytes.len() as u64),
                source: Source::Memory(bytes),
            });
        }
        Ok(Bytes {
            input: digest_of(path).map_err(|e| Failure::of_input(e).1)?,
            source: Source::File(path.clone()),
        })
    }

    fn key(&self, sha256: &str, name: &str) -> String {
        digest(format!("{} {sha256} {name}", self.basis).as_bytes())
    }

    /// What is kept of an input, if it would become the same again. Its document is written where it is not there.
    fn recall(&self, task: &Task, key: &str) -> Result<Option<Record>> {
        let Some(mut record) = self.store.recall(&task.output).filter(|r| r.key == key) else {
            return Ok(None);
        };
        let before = (record.rules.clone(), record.output.clone());
        let Outcome::Document(kept) = &record.outcome else {
            remove(&self.out.join(&task.output))?;
            return Ok(Some(record));
        };
        if record.rules != self.identity {
            let id = self.options.rule.as_deref();
            let features = self.store.features(&task.output);
            let verdict = features.and_then(|f| self.rules.verdict(&f, id).ok());
            if verdict.as_ref() != Some(&kept.verdict) {
                return Ok(None);
            }
            record.rules.clone_from(&self.identity);
        }
        if self.json && !self.is_written(task, &record, &kept.digest) {
            let Ok(document) = self.store.document(&task.output) else {
                return Ok(None);
            };
            self.write(task, &mut record, &document)?;
        }
        if before != (record.rules.clone(), record.output.clone()) {
            self.store.update(&task.output, &record)?;
        }
        Ok(Some(record))
    }

    /// Whether the document of a record is in its place.
    fn is_written(&self, task: &Task, record: &Record, digest: &str) -> bool {
        let path = self.out.join(&task.output);
        let signature = Signature::of(&path);
        signature.is_some()
            && signature == record.output
            && (!self.store.is_doubtful() || digest_of(&path).is_ok_and(|d| d.0 == digest))
    }

    fn write(&self, task: &Task, record: &mut Record, document: &[u8]) -> Result<()> {
        record.output = None;
        if self.json {
            let path = self.out.join(&task.output);
            write_atomically(self.store.staging(), &path, &[document])?;
            record.output = Signature::of(&path);
        }
        Ok(())
    }
}

/// Seconds since then.
pub fn seconds_since(begun: Instant) -> f64 {
    begun.elapsed().as_millis() as f64 / 1000.0
}
