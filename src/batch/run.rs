//! A run: inputs to an output folder, doing only what is not done yet.

use super::files::{Signature, digest, digest_of, io_error, remove, write_atomically};
use super::inputs::Input;
use super::job::{Answer, Failure, Job, JobOptions, Ocr, Shape, Source, Summary};
use super::manifest::{self, Entry, Manifest, Status, Totals, findings_of};
use super::pool::{Launch, Pool, Reader};
use super::store::{Kept, Outcome, Record, Store};
use super::tables::{Listed, Part, Tables};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::output::{Format, Options};
use crate::rule::RuleSet;
use crate::tesseract::Tesseract;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime};

/// Whoever watches a run.
pub trait Observer: Sync {
    /// It begins.
    fn begin(&self, files: usize, bytes: u64);
    /// An input is done; for one that was read in this run, with all findings.
    fn done(&self, entry: &Entry, findings: &[Finding]);
    /// All inputs are done, and tables are made of them.
    fn tables(&self);
}

/// What is asked for.
#[derive(Debug)]
pub struct Batch<'b> {
    /// The output folder.
    pub out: &'b Path,
    /// How files are read.
    pub options: JobOptions,
    /// The rules, and how children are started with them.
    pub rules: &'b RuleSet,
    /// How children are started.
    pub launch: &'b Launch,
    /// What is written.
    pub formats: Vec<Format>,
    /// How.
    pub output: Options,
    /// Most files read at the same time.
    pub jobs: usize,
    /// Does everything again.
    pub force: bool,
    /// Removes results of earlier runs whose inputs are not among those of this one.
    pub prune: bool,
    /// Set from outside when the run must end.
    pub interrupted: &'b AtomicBool,
}

/// An input that can be tried.
struct Task {
    index: usize,
    input: Input,
    /// Its document below the output folder.
    output: PathBuf,
    bytes: u64,
}

/// What all tasks share.
struct Run<'r> {
    batch: &'r Batch<'r>,
    store: Store,
    /// Digest of all that results depend on but for the input and the rules.
    basis: String,
    rules: String,
    json: bool,
}

impl Batch<'_> {
    /// Converts all inputs and writes the manifest. What is wrong with one input is in its entry.
    ///
    /// # Errors
    /// When the output folder cannot be used.
    pub fn run(&self, inputs: Vec<Result<Input>>, observer: &dyn Observer) -> Result<Manifest> {
        let (begun, started) = (Instant::now(), SystemTime::now());
        let store = Store::open(self.out)?;
        let program = program()?;
        let run = Run {
            batch: self,
            basis: self.basis(&program),
            rules: self.rules.identity(),
            json: self.formats.contains(&Format::Json),
            store,
        };
        let (entries, digests) = run.inputs(inputs, observer);
        observer.tables();
        let tables = Tables {
            out: self.out,
            store: &run.store,
            program: &program,
            formats: &self.formats,
            options: &self.output,
            force: self.force,
        };
        let parts: Vec<Part<'_>> = digests
            .iter()
            .map(|(output, digest)| Part {
                name: slashes(&output.with_extension("")),
                output,
                digest,
            })
            .collect();
        let interrupted = self.interrupted.load(Ordering::Relaxed);
        let listed = match interrupted {
            false => tables.make(&parts, self.interrupted)?,
            true => Listed::default(),
        };
        let mut manifest = Manifest {
            schema: manifest::SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program,
            started: humantime::format_rfc3339_seconds(started).to_string(),
            seconds: millis(begun),
            jobs: self.jobs,
            interrupted: self.interrupted.load(Ordering::Relaxed),
            totals: Totals::of(&entries),
            findings: findings_of(&entries),
            inputs: entries,
            files: listed.files,
            left_out: listed.left_out,
            left_over: Vec::new(),
        };
        manifest.left_over = run.left_over(&manifest)?;
        manifest.seconds = millis(begun);
        let text = serde_json::to_string_pretty(&manifest);
        let text = text.map_err(|e| Error::Internal(e.to_string()))? + "\n";
        let path = self.out.join(manifest::NAME);
        write_atomically(run.store.staging(), &path, &[text.as_bytes()])?;
        run.store.finish()?;
        Ok(manifest)
    }

    fn basis(&self, program: &str) -> String {
        let options = serde_json::to_string(&self.options).unwrap_or_default();
        let ocr = match self.options.ocr {
            Ocr::Off => String::new(),
            Ocr::Auto => Tesseract::find().identity(),
        };
        digest(format!("{program}\n{options}\n{ocr}").as_bytes())
    }
}

/// SHA-256 of this program: another build may read otherwise.
fn program() -> Result<String> {
    let path = std::env::current_exe().map_err(io_error(Path::new("the program")))?;
    Ok(digest_of(&path)?.0)
}

fn millis(begun: Instant) -> f64 {
    begun.elapsed().as_millis() as f64 / 1000.0
}

/// A path with `/` between folders on every system.
fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

impl Run<'_> {
    /// An entry for each input, and the documents that there are: their file, and digest.
    fn inputs(
        &self,
        inputs: Vec<Result<Input>>,
        observer: &dyn Observer,
    ) -> (Vec<Entry>, Vec<(PathBuf, String)>) {
        let count = inputs.len();
        let (entries, mut tasks) = self.tasks(inputs);
        observer.begin(count, tasks.iter().map(|t| t.bytes).sum());
        for entry in entries.iter().flatten() {
            observer.done(entry, &[]);
        }
        // the largest first, so that none is left alone at the end
        tasks.sort_by_key(|task| (std::cmp::Reverse(task.bytes), task.index));
        let done = Mutex::new((entries, vec![None; count]));
        let at_most = tasks.len();
        let pool = Pool {
            launch: self.batch.launch,
            jobs: self.batch.jobs,
            interrupted: self.batch.interrupted,
        };
        pool.run(tasks.into_iter(), at_most, |reader, task| {
            let (entry, digest, findings) = self.one(reader, &task);
            observer.done(&entry, &findings);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.0[task.index] = Some(entry);
            done.1[task.index] = digest.map(|digest| (task.output, digest));
        });
        let (entries, documents) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        (
            entries.into_iter().flatten().collect(),
            documents.into_iter().flatten().collect(),
        )
    }

    /// What can be tried; for all else there is an entry already.
    fn tasks(&self, inputs: Vec<Result<Input>>) -> (Vec<Option<Entry>>, Vec<Task>) {
        let mut taken: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
        let reserved = [manifest::NAME, "datapackage.json"];
        taken.extend(reserved.map(|n| (n.into(), self.batch.out.join(n))));
        let mut tasks = Vec::new();
        let mut entries = Vec::new();
        for (index, input) in inputs.into_iter().enumerate() {
            entries.push(None);
            let input = match input {
                Ok(input) => input,
                Err(e) => {
                    let (path, failure) = Failure::of_input(e);
                    entries[index] = Some(Entry::without(path, Status::Failed, failure));
                    continue;
                }
            };
            let output = input.relative.with_extension("json");
            if let Some(other) = taken.get(&output) {
                let path = input.path.display().to_string();
                let failure = Failure::collision(other);
                entries[index] = Some(Entry::without(path, Status::Skipped, failure));
                continue;
            }
            taken.insert(output.clone(), input.path.clone());
            let bytes = std::fs::metadata(&input.path).map(|m| m.len());
            tasks.push(Task {
                index,
                output,
                bytes: bytes.unwrap_or_default(),
                input,
            });
        }
        (entries, tasks)
    }

    fn one(&self, reader: &mut Reader<'_>, task: &Task) -> (Entry, Option<String>, Vec<Finding>) {
        let begun = Instant::now();
        let path = task.input.path.display().to_string();
        let interrupted = |path| Entry::without(path, Status::Skipped, Failure::interrupted());
        if self.batch.interrupted.load(Ordering::Relaxed) {
            return (interrupted(path), None, Vec::new());
        }
        let (record, status, findings) = match self.convert(reader, task) {
            Ok(done) => done,
            Err(failure) if failure.code == Failure::interrupted().code => {
                return (interrupted(path), None, Vec::new());
            }
            Err(failure) => {
                let entry = Entry::without(path, Status::Failed, failure);
                return (entry, None, Vec::new());
            }
        };
        let mut entry = Entry::of(path, status, &record);
        entry.output = (self.json && entry.has_document()).then(|| slashes(&task.output));
        entry.seconds = millis(begun);
        let digest = match record.outcome {
            Outcome::Document(kept) => Some(kept.digest),
            Outcome::Failure(_) => None,
        };
        (entry, digest, findings)
    }

    /// What became of an input, from the store or by a reader.
    fn convert(
        &self,
        reader: &mut Reader<'_>,
        task: &Task,
    ) -> std::result::Result<(Record, Status, Vec<Finding>), Failure> {
        let source = self.source(task).map_err(|e| Failure::of_input(e).1);
        let (source, input) = source?;
        let name = task.input.relative.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let key = self.key(&input.0, &name);
        if !self.batch.force
            && let Some(record) = self.recall(task, &key)?
        {
            let status = match record.outcome {
                Outcome::Document(_) => Status::Cached,
                Outcome::Failure(_) => Status::Failed,
            };
            return Ok((record, status, Vec::new()));
        }
        let job = Job {
            name: name.clone(),
            options: self.batch.options.clone(),
            shape: Shape::Stored,
            threads: 1,
        };
        let Answer {
            result,
            document,
            features,
        } = reader.ask(job, &source);
        match result {
            Ok(summary) => {
                // of the bytes that were read, should the file have changed since it was looked at
                let key = self.key(&summary.sha256, &name);
                let input = (summary.sha256.clone(), summary.bytes);
                let outcome = Outcome::Document(Kept::of(&summary, &document));
                let mut record = Record::new(key, self.rules.clone(), input, outcome);
                self.write(task, &mut record, &document)?;
                match summary.cut_off {
                    // kept for the tables, but never used again
                    true => record.key.clear(),
                    false => {}
                }
                self.store
                    .keep(&task.output, record.clone(), &features, &document)?;
                Ok((record, Status::Converted, summary.findings))
            }
            Err(failure) => {
                if failure.code != Failure::interrupted().code {
                    // a document of what the file was before would pass for one of what it is
                    remove(&self.batch.out.join(&task.output))?;
                    self.store.forget(&task.output)?;
                }
                if !failure.is_lasting() {
                    return Err(failure);
                }
                let outcome = Outcome::Failure(failure);
                let record = Record::new(key, self.rules.clone(), input, outcome);
                self.store.keep(&task.output, record.clone(), &[], &[])?;
                Ok((record, Status::Failed, Vec::new()))
            }
        }
    }

    /// The bytes of an input, their digest and length. What is no regular file is read once and held.
    fn source(&self, task: &Task) -> Result<(Source, (String, u64))> {
        let path = &task.input.path;
        if task.input.is_stream() {
            let bytes = super::inputs::bytes_of(path)?;
            let input = (digest(&bytes), bytes.len() as u64);
            return Ok((Source::Memory(bytes), input));
        }
        Ok((Source::File(path.clone()), digest_of(path)?))
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
            remove(&self.batch.out.join(&task.output))?;
            return Ok(Some(record));
        };
        if record.rules != self.rules {
            let id = self.batch.options.rule.as_deref();
            let features = self.store.features(&task.output);
            let verdict = features.and_then(|f| self.batch.rules.verdict(&f, id).ok());
            if verdict.as_ref() != Some(&kept.verdict) {
                return Ok(None);
            }
            record.rules.clone_from(&self.rules);
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
        let path = self.batch.out.join(&task.output);
        let signature = Signature::of(&path);
        signature.is_some()
            && signature == record.output
            && (!self.store.is_doubtful() || digest_of(&path).is_ok_and(|d| d.0 == digest))
    }

    fn write(&self, task: &Task, record: &mut Record, document: &[u8]) -> Result<()> {
        record.output = None;
        if self.json {
            let path = self.batch.out.join(&task.output);
            write_atomically(self.store.staging(), &path, &[document])?;
            record.output = Signature::of(&path);
        }
        Ok(())
    }

    /// Results that the last manifest lists and this one does not. They are removed if that is asked for.
    fn left_over(&self, manifest: &Manifest) -> Result<Vec<String>> {
        let text = std::fs::read(self.batch.out.join(manifest::NAME)).unwrap_or_default();
        let Ok(last) = serde_json::from_slice::<Manifest>(&text) else {
            return Ok(Vec::new());
        };
        let mut now: Vec<&str> = manifest.results().collect();
        now.sort_unstable();
        let gone = last
            .results()
            .chain(last.left_over.iter().map(String::as_str));
        let mut gone: Vec<String> = gone
            .filter(|path| now.binary_search(path).is_err())
            .filter(|path| self.batch.out.join(path).exists())
            .map(str::to_owned)
            .collect();
        gone.sort();
        gone.dedup();
        if !self.batch.prune || manifest.interrupted {
            return Ok(gone);
        }
        for path in &gone {
            remove(&self.batch.out.join(path))?;
            self.store.forget(Path::new(path))?;
        }
        Ok(Vec::new())
    }
}

impl Manifest {
    /// All results below the output folder.
    fn results(&self) -> impl Iterator<Item = &str> {
        let documents = self.inputs.iter().filter_map(|e| e.output.as_deref());
        documents.chain(self.files.iter().map(|f| f.path.as_str()))
    }
}

impl Kept {
    fn of(summary: &Summary, document: &[u8]) -> Self {
        let mut findings = BTreeMap::new();
        for finding in &summary.findings {
            let count = findings.entry(finding.code.clone());
            count.or_insert((finding.severity, 0)).1 += 1;
        }
        Self {
            pages: summary.pages,
            rule: summary.rule.clone(),
            findings,
            verdict: summary.verdict.clone(),
            digest: digest(document),
        }
    }
}

impl Entry {
    /// An input whose document was given away.
    pub fn converted(path: String, summary: &Summary, seconds: f64) -> Self {
        let outcome = Outcome::Document(Kept::of(summary, &[]));
        let input = (summary.sha256.clone(), summary.bytes);
        let record = Record::new(String::new(), String::new(), input, outcome);
        Self {
            seconds,
            ..Self::of(path, Status::Converted, &record)
        }
    }

    fn of(path: String, status: Status, record: &Record) -> Self {
        let failure = match &record.outcome {
            Outcome::Failure(failure) => failure.clone(),
            Outcome::Document(_) => Failure::interrupted(),
        };
        let mut entry = Self::without(path, status, failure);
        entry.sha256 = Some(record.input.0.clone());
        entry.bytes = Some(record.input.1);
        if let Outcome::Document(kept) = &record.outcome {
            entry.error = None;
            entry.pages = Some(kept.pages);
            entry.rule.clone_from(&kept.rule);
            entry.weights.clone_from(&kept.findings);
            entry.findings = kept
                .findings
                .iter()
                .map(|(c, (_, n))| (c.clone(), *n))
                .collect();
        }
        entry
    }
}

impl Failure {
    /// What is wrong with an input that cannot be tried: its path, and why.
    pub fn of_input(error: Error) -> (String, Self) {
        let mut failure = Self::from(&error);
        let path = match error {
            Error::Io { path, reason } => {
                failure.message = reason;
                path.display().to_string()
            }
            _ => String::new(),
        };
        (path, failure)
    }

    /// Whether it would be the same the next time.
    fn is_lasting(&self) -> bool {
        ![
            "interrupted",
            Error::OutOfTime { seconds: 0 }.code(),
            Error::NoReader(String::new()).code(),
            "io",
        ]
        .contains(&self.code.as_str())
    }

    /// Two inputs would become one file.
    fn collision(other: &Path) -> Self {
        Self {
            code: "collision".into(),
            message: format!("its result would overwrite that of {}", other.display()),
            help: "convert the folder above both, or give them different names".into(),
        }
    }
}
