//! The child process: jobs on stdin, answers on stdout, no other I/O.

use super::deadline::Deadline;
use super::guard;
use super::job::{Answer, Failure, Job, JobOptions, Ocr, Setup, Shape, Summary};
use super::wire;
use crate::error::{Error, Result};
use crate::output::json::{record_lines, to_json};
use crate::reading::{ReadOptions, read};
use crate::rule::{Converted, RuleSet, convert_choosing};
use crate::tesseract::Tesseract;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What the last panic said, on whichever thread it was.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Serves jobs until `input` ends.
///
/// # Errors
/// When the parent is gone or does not speak the same language.
pub fn serve(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    guard::die_with_parent();
    remember_panics();
    let Some((setup, _)) = wire::receive::<Setup>(&mut input)? else {
        return Ok(());
    };
    let mut child = Child {
        rules: setup.load().map_err(io::Error::other)?,
        pools: BTreeMap::new(),
        tesseract: None,
    };
    while let Some((job, parts)) = wire::receive::<Job>(&mut input)? {
        let bytes = parts.into_iter().next().unwrap_or_default();
        let answer = child.answer(&job, bytes);
        let (mut document, mut features) = (answer.document.as_slice(), answer.features.as_slice());
        let lengths = (document.len() as u64, features.len() as u64);
        let mut parts: [(&mut dyn io::Read, u64); 2] =
            [(&mut document, lengths.0), (&mut features, lengths.1)];
        wire::send(&mut output, &answer.result, &mut parts)?;
    }
    Ok(())
}

/// Keeps what panics say for the answer, instead of printing it.
fn remember_panics() {
    std::panic::set_hook(Box::new(|info| {
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
}

/// The answer that some work gives, whatever happens in it.
fn guarded(work: impl FnOnce() -> Result<Answer>) -> Answer {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Failure::from(error).into(),
        Err(_) => {
            let said = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
            Failure::from(Error::Internal(said.replace('\n', " "))).into()
        }
    }
}

struct Child {
    rules: RuleSet,
    /// By number of threads.
    pools: BTreeMap<usize, ThreadPool>,
    tesseract: Option<Tesseract>,
}

impl Child {
    fn answer(&mut self, job: &Job, bytes: Vec<u8>) -> Answer {
        guard::limit_memory(job.options.limits.memory_bytes());
        guarded(|| self.convert(job, bytes))
    }

    fn convert(&mut self, job: &Job, bytes: Vec<u8>) -> Result<Answer> {
        let (options, deadline) = self.start(&job.options);
        let rules = &self.rules;
        let pool = pool_of(&mut self.pools, job.threads)?;
        pool.install(|| {
            let reading = read(&bytes, &job.name, &options)?;
            drop(bytes);
            let converted = convert_choosing(&reading, rules, job.options.rule.as_deref())?;
            drop(deadline);
            let may_change = options.stop.is_stopped() || reading.recognizer_failed;
            answer_of(job, converted, may_change)
        })
    }

    fn start(&mut self, options: &JobOptions) -> (ReadOptions, Deadline) {
        if options.ocr == Ocr::Auto && self.tesseract.is_none() {
            self.tesseract = Some(Tesseract::find());
        }
        options.start(self.tesseract.as_ref())
    }
}

/// A document in the shape that was wanted, with what there is to say of it.
fn answer_of(job: &Job, converted: Converted, may_change: bool) -> Result<Answer> {
    let document = converted.document;
    let text = match job.shape {
        Shape::Stored | Shape::Pretty => to_json(&document, false)?,
        Shape::Line => to_json(&document, true)?,
        Shape::Records => record_lines(stem(&job.name), &document)?,
    };
    let features = match job.shape {
        Shape::Stored => serde_json::to_vec(&converted.features),
        _ => Ok(Vec::new()),
    };
    Ok(Answer {
        result: Ok(Summary {
            sha256: document.source.sha256,
            bytes: document.source.bytes,
            pages: document.source.pages,
            rule: document.rule,
            account: Box::new(document.account),
            findings: document.findings,
            verdict: converted.verdict,
            may_change,
        }),
        document: text.into_bytes(),
        features: features.map_err(|e| Error::Internal(e.to_string()))?,
    })
}

/// A file name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The pool with so many threads, made when it is first needed.
fn pool_of(pools: &mut BTreeMap<usize, ThreadPool>, threads: usize) -> Result<&ThreadPool> {
    match pools.entry(threads.max(1)) {
        Entry::Occupied(pool) => Ok(pool.into_mut()),
        Entry::Vacant(place) => {
            let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
            Ok(place.insert(pool.map_err(|e| Error::Internal(e.to_string()))?))
        }
    }
}

impl JobOptions {
    /// The options of a reading whose time begins now and ends with the deadline.
    pub fn start(&self, tesseract: Option<&Tesseract>) -> (ReadOptions, Deadline) {
        let recognizer = tesseract.filter(|_| self.ocr == Ocr::Auto);
        let options = ReadOptions {
            limits: self.limits.of_reading(),
            password: self.password.clone(),
            recognizer: recognizer
                .map(|t| Arc::new(t.clone().with_password(self.password.clone())) as Arc<_>),
            ..ReadOptions::default()
        };
        let time = Duration::from_secs(self.limits.seconds());
        let deadline = Deadline::new(time, options.stop.clone());
        (options, deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn a_panic_on_any_thread_is_an_answer() {
        let usual = std::panic::take_hook();
        remember_panics();
        let mut pools = BTreeMap::new();
        let pool = pool_of(&mut pools, 2).unwrap();
        let answer = guarded(|| {
            let page = |n: u32| assert!(n < 5, "page {n} is beyond me");
            pool.install(|| (0..9).into_par_iter().for_each(page));
            Err(Error::NoPages)
        });
        std::panic::set_hook(usual);
        let failure = answer.result.unwrap_err();
        assert_eq!(failure.code, "internal-error");
        assert!(failure.message.contains("is beyond me"), "{failure:?}");
        assert!(
            failure.message.contains("child.rs"),
            "where it was: {failure:?}"
        );
        let answer = guarded(|| Err(Error::NoPages));
        assert_eq!(answer.result.unwrap_err().code, "no-pages");
    }
}
