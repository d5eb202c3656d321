//! `keikaku convert`.

use super::{Outcome, print, report};
use crate::batch::{Input, document_of, inputs, to_json, write_atomically};
use crate::document::Document;
use crate::error::Error;
use crate::finding::Severity;
use crate::rule::RuleSet;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

/// Arguments of `convert`.
#[derive(clap::Args)]
pub struct Args {
    /// A PDF, a folder (searched for PDFs), a glob, or `-` for standard input
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Folder for the results; `a/b.pdf` of an input folder becomes `OUT/a/b.json`
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,
    #[command(flatten)]
    rules: super::rules::Source,
    /// Take the rule with this id without asking whether it fits
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Files converted at the same time (default: one per processor)
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    #[command(flatten)]
    reading: super::reading::Args,
    /// Do not print findings of severity info and warning
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One indented JSON object a document
    Json,
    /// One line a document
    Jsonl,
}

pub fn run(args: &Args) -> Outcome {
    let rules = match args.rules.load() {
        Ok(rules) => rules,
        Err(e) => {
            report::error(None, &e);
            return Outcome::NoResult;
        }
    };
    if let Some(id) = &args.rule
        && !rules.rules().iter().any(|r| r.id() == id)
    {
        eprintln!("error: no rule has the id `{id}`");
        eprintln!("  help: `keikaku rules list` prints the ids");
        return Outcome::NoResult;
    }
    if let Some(jobs) = args.jobs {
        // the pool is made once; a second command in one process keeps the first one's
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global();
    }
    let mut failed = 0;
    let mut files = Vec::new();
    for input in inputs(&args.inputs) {
        match input {
            Ok(input) => files.push(input),
            Err(e) => {
                report::error(None, &e);
                failed += 1;
            }
        }
    }
    let total = files.len() + failed;
    if args.out.is_some() {
        failed += drop_collisions(&mut files);
    }
    let state = Mutex::new(State::default());
    let bar = progress(files.len());
    let to_files = args.out.is_some();
    if to_files {
        files.par_iter().for_each(|input| {
            one(args, &rules, input, &state);
            bar.inc(1);
        });
    } else {
        for input in &files {
            one(args, &rules, input, &state);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    let state = state.into_inner().unwrap_or_else(|e| e.into_inner());
    let failed = failed + state.failed;
    match (failed, total) {
        (0, _) if state.has_errors => Outcome::Findings,
        (0, _) => Outcome::Clean,
        (f, t) if f == t => Outcome::NoResult,
        _ => Outcome::SomeFailed,
    }
}

/// Two inputs that would become one file: the first is converted, the others are errors.
fn drop_collisions(files: &mut Vec<Input>) -> usize {
    let mut taken: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let before = files.len();
    files.retain(|input| {
        let target = input.relative.with_extension("json");
        let first = taken.entry(target).or_insert_with(|| input.path.clone());
        let is_first = *first == input.path;
        if !is_first {
            let (path, other) = (input.path.display(), first.display());
            eprintln!("error: {path}: its result would overwrite that of {other}");
            eprintln!("  help: convert the folder above both, or give them different names");
        }
        is_first
    });
    before - files.len()
}

#[derive(Default)]
struct State {
    failed: usize,
    has_errors: bool,
}

fn progress(files: usize) -> ProgressBar {
    if files < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    let style = "{bar:32} {pos}/{len} {elapsed}";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

fn one(args: &Args, rules: &RuleSet, input: &Input, state: &Mutex<State>) {
    let (options, _deadline) = args.reading.start();
    let result = document_of(input, rules, args.rule.as_deref(), &options)
        .and_then(|document| write(args, input, &document).map(|()| document));
    let mut state = state.lock().unwrap_or_else(|e| e.into_inner());
    match result {
        Ok(document) => {
            let least = if args.quiet {
                Severity::Error
            } else {
                Severity::Warning
            };
            report::findings(&input.path, &document.findings, least);
            let is_error = |f: &crate::Finding| f.severity == Severity::Error;
            state.has_errors |= document.findings.iter().any(is_error);
        }
        Err(e) => {
            report::error(Some(&input.path), &e);
            state.failed += 1;
        }
    }
}

fn write(args: &Args, input: &Input, document: &Document) -> Result<(), Error> {
    let lines = args.format == Format::Jsonl;
    let text = to_json(document, lines)?;
    match &args.out {
        Some(out) => {
            let extension = if lines { "jsonl" } else { "json" };
            write_atomically(&out.join(input.relative.with_extension(extension)), &text)
        }
        None => {
            print(&text);
            Ok(())
        }
    }
}
