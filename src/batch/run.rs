//! A run: inputs to an output folder, doing only what is not done yet.

use super::files::{digest, digest_of, shown, write_atomically};
use super::inputs::Input;
use super::job::{Failure, JobOptions, Ocr};
use super::left_over::{self, LeftOver};
use super::manifest::{self, Entry, Manifest, Status, Totals, findings_of};
use super::pool::{Launch, Pool, own_program};
use super::store::{self, Store};
use super::tables::{Listed, Part, Tables};
use super::task::{Converter, Task, seconds_since};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::output::{Format, Options};
use crate::rule::RuleSet;
use crate::tesseract::Tesseract;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
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

impl Batch<'_> {
    /// Converts all inputs and writes the manifest. What is wrong with one input is in its entry.
    ///
    /// # Errors
    /// When the output folder cannot be used.
    pub fn run(&self, inputs: Vec<Result<Input>>, observer: &dyn Observer) -> Result<Manifest> {
        let (begun, started) = (Instant::now(), SystemTime::now());
        let store = Store::open(self.out)?;
        let program = program()?;
        let converter = Converter {
            out: self.out,
            options: &self.options,
            rules: self.rules,
            force: self.force,
            interrupted: self.interrupted,
            basis: basis(&program, &self.options),
            identity: self.rules.identity(),
            json: self.formats.contains(&Format::Json),
            full: OnceLock::new(),
            store: &store,
        };
        let (entries, tasks) = self.tasks(inputs);
        let expected: BTreeSet<PathBuf> = tasks.iter().map(|t| t.output.clone()).collect();
        let (entries, documents) = self.do_all(&converter, (entries, tasks), observer);
        observer.tables();
        let tables = Tables {
            out: self.out,
            store: &store,
            program: &program,
            formats: &self.formats,
            options: &self.output,
            force: self.force,
        };
        let stopped = || converter.stopped().is_some();
        let (listed, error) = match self.tables(&tables, &documents, stopped()) {
            Ok(listed) => (listed, None),
            Err(e) => (tables.kept(), Some(Failure::from(e))),
        };
        let left_over = match stopped() {
            true => LeftOver::default(),
            false => left_over::find(&store, &tables, &expected, converter.json, self.prune)?,
        };
        let manifest = Manifest {
            schema: manifest::SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program,
            started: humantime::format_rfc3339_seconds(started).to_string(),
            seconds: seconds_since(begun),
            jobs: self.jobs,
            interrupted: self.interrupted.load(Ordering::Relaxed),
            totals: Totals::of(&entries),
            findings: findings_of(&entries),
            inputs: entries,
            files: listed.files,
            left_out: listed.left_out,
            error,
            left_over,
        };
        let text = serde_json::to_string_pretty(&manifest);
        let text = text.map_err(|e| Error::Internal(e.to_string()))? + "\n";
        let path = self.out.join(manifest::NAME);
        write_atomically(store.staging(), &path, &[text.as_bytes()])?;
        store.finish()?;
        Ok(manifest)
    }

    /// The tables of all documents; where the run was stopped, those that there are.
    fn tables(
        &self,
        tables: &Tables<'_>,
        documents: &[(PathBuf, String)],
        stopped: bool,
    ) -> Result<Listed> {
        if stopped {
            return Ok(tables.kept());
        }
        let part = |(output, digest): &(PathBuf, String)| Part {
            name: shown(&output.with_extension("")),
            output: output.clone(),
            digest: digest.clone(),
        };
        let parts: Vec<Part> = documents.iter().map(part).collect();
        tables.make(&parts, self.interrupted)
    }
}

/// Digest of all that a document depends on but for its PDF and the rules: the program by its digest, the options,
/// and what reads pictures.
pub fn basis(program: &str, options: &JobOptions) -> String {
    let options_text = serde_json::to_string(options).unwrap_or_default();
    let ocr = match options.ocr {
        Ocr::Off => String::new(),
        Ocr::Auto => Tesseract::find().identity(),
    };
    digest(format!("{program}\n{options_text}\n{ocr}").as_bytes())
}

/// SHA-256 of this program: another build may read otherwise.
///
/// # Errors
/// When its file cannot be read.
pub fn program() -> Result<String> {
    Ok(digest_of(&own_program()?)?.0)
}

impl Batch<'_> {
    /// An entry for each input, and the documents that there are: their file, and digest.
    fn do_all(
        &self,
        converter: &Converter<'_>,
        (entries, mut tasks): (Vec<Option<Entry>>, Vec<Task>),
        observer: &dyn Observer,
    ) -> (Vec<Entry>, Vec<(PathBuf, String)>) {
        let count = entries.len();
        observer.begin(count, tasks.iter().map(|t| t.bytes).sum());
        for entry in entries.iter().flatten() {
            observer.done(entry, &[]);
        }
        // the largest first, so that none is left alone at the end
        tasks.sort_by_key(|task| (std::cmp::Reverse(task.bytes), task.index));
        let done = Mutex::new((entries, vec![None; count]));
        let at_most = tasks.len();
        let pool = Pool {
            launch: self.launch,
            jobs: self.jobs,
            interrupted: self.interrupted,
        };
        pool.run(tasks.into_iter(), at_most, |reader, task| {
            let one = converter.one(reader, &task);
            observer.done(&one.entry, &one.findings);
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.0[task.index] = Some(one.entry);
            done.1[task.index] = one.digest.map(|digest| (task.output, digest));
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
            let output = input.output();
            let other = reserved(&output).map(|name| self.out.join(name));
            if let Some(other) = other.as_ref().or(taken.get(&output)) {
                if is_same(other, &input.path) {
                    continue;
                }
                let path = shown(&input.path);
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
}

/// Whether two paths lead to one file: named twice, it is read once.
fn is_same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The file or folder of ours whose place a result would take.
fn reserved(output: &Path) -> Option<&'static str> {
    let ours = [manifest::NAME, "datapackage.json", store::FOLDER];
    let first = output.iter().next()?;
    ours.into_iter().find(|name| first == *name)
}
