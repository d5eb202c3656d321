//! `keikaku convert`.

use super::progress::{LogFormat, Progress};
use super::{Outcome, interrupt, report};
use crate::batch::{
    Answer, Batch, Failure, InOrder, Input, Job, Launch, Manifest, Observer, Pool, Shape, Source,
    Totals, bytes_of, inputs, listed,
};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::output::{Format, Options};
use crate::rule::RuleSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `convert`.
#[derive(clap::Args)]
pub struct Args {
    /// A PDF, a folder (searched for PDFs), a glob, or `-` for a PDF on standard input
    #[arg(required_unless_present = "files_from")]
    inputs: Vec<PathBuf>,
    /// Read the paths of PDFs from a file, one a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The paths of `--files-from` have NUL between them, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from")]
    null: bool,
    /// Folder for the results; `a/b.pdf` of an input folder becomes `OUT/a/b.json`
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,
    /// How results are written; several with commas between
    #[arg(long, value_enum, value_delimiter = ',', default_value = "json")]
    format: Vec<Format>,
    /// CSV files begin with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    /// Leave texts in CSV as they are, even where a spreadsheet would run them as a formula
    #[arg(long)]
    formulas: bool,
    /// Each document on one line (on standard output)
    #[arg(long, conflicts_with = "out")]
    compact: bool,
    #[command(flatten)]
    readers: super::readers::Args,
    /// Convert again what is converted already
    #[arg(long, requires = "out")]
    force: bool,
    /// Remove results of earlier runs in OUT whose inputs are not among those of this one
    #[arg(long, requires = "out")]
    prune: bool,
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
    /// How progress, findings and errors are written to stderr
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

pub fn run(args: &Args) -> Outcome {
    match convert(args) {
        Ok(outcome) => outcome,
        Err(e) => {
            report::error(None, &e);
            Outcome::NoResult
        }
    }
}

fn convert(args: &Args) -> Result<Outcome> {
    let (launch, rules) = args.readers.launch()?;
    let mut found = inputs(&args.inputs);
    if let Some(list) = &args.files_from {
        found.extend(listed(&bytes_of(list)?, args.null));
        if found.is_empty() {
            return Err(Error::Io {
                path: list.clone(),
                reason: "it lists no path".into(),
            });
        }
    }
    interrupt::watch();
    let progress = Progress::new(args.log_format, args.quiet, found.len() == 1);
    match &args.out {
        Some(out) => to_folder(args, out, found, &launch, &rules, &progress),
        None => to_stdout(args, found, &launch, &progress),
    }
}

fn to_folder(
    args: &Args,
    out: &Path,
    found: Vec<Result<Input>>,
    launch: &Launch,
    rules: &RuleSet,
    progress: &Progress,
) -> Result<Outcome> {
    let mut formats = args.format.clone();
    formats.dedup();
    for format in &formats {
        format.is_built()?;
    }
    let batch = Batch {
        out,
        options: args.readers.options(),
        rules,
        launch,
        formats,
        output: Options {
            bom: args.bom,
            formulas: args.formulas,
        },
        jobs: args.readers.jobs(),
        force: args.force,
        prune: args.prune,
        interrupted: interrupt::flag(),
    };
    let manifest = batch.run(found, progress)?;
    progress.end(&manifest, out);
    Ok(outcome(&manifest))
}

fn outcome(manifest: &Manifest) -> Outcome {
    let Totals {
        inputs,
        failed,
        skipped,
        ..
    } = manifest.totals;
    let errors = manifest.findings.values();
    let mut errors = errors.filter(|f| f.severity == Severity::Error);
    match failed + skipped + manifest.left_out.len() {
        _ if manifest.interrupted => Outcome::Interrupted,
        0 if errors.next().is_some() => Outcome::Findings,
        0 => Outcome::Clean,
        n if n == inputs => Outcome::NoResult,
        _ => Outcome::SomeFailed,
    }
}

/// What one input came to, on its way to stdout.
struct Done {
    path: String,
    answer: Answer,
    seconds: f64,
}

fn to_stdout(
    args: &Args,
    found: Vec<Result<Input>>,
    launch: &Launch,
    progress: &Progress,
) -> Result<Outcome> {
    let shape = match args.format.as_slice() {
        [Format::Json] if args.compact => Shape::Line,
        [Format::Json] => Shape::Pretty,
        [Format::Jsonl] => Shape::Records,
        _ => return Ok(needs_folder(&args.format)),
    };
    let (count, jobs) = (found.len(), args.readers.jobs());
    let pool = Pool {
        launch,
        jobs,
        interrupted: interrupt::flag(),
    };
    let (mut failed, mut errors) = (0, false);
    progress.begin(count, 0);
    let ordered = InOrder::new(2 * jobs, |done: Done| {
        match &done.answer.result {
            Ok(summary) => {
                let is_error = |f: &crate::Finding| f.severity == Severity::Error;
                errors |= summary.findings.iter().any(is_error);
            }
            Err(_) => failed += 1,
        }
        let mut stdout = std::io::stdout().lock();
        let written = stdout.write_all(&done.answer.document);
        // whoever read this has closed the pipe: nobody wants the rest
        if written.and_then(|()| stdout.flush()).is_err() {
            interrupt::stop_quietly();
        }
        drop(stdout);
        if !interrupt::is_set() {
            progress.answered(&done.path, &done.answer, done.seconds);
        }
    });
    pool.run(
        found.into_iter().enumerate(),
        count,
        |reader, (i, input)| {
            let begun = Instant::now();
            let (path, source) = match input.and_then(sourced) {
                Ok(found) => found,
                Err(e) => {
                    let path = String::new();
                    let answer = Failure::from(e).into();
                    let seconds = 0.0;
                    return ordered.put(
                        i,
                        Done {
                            path,
                            answer,
                            seconds,
                        },
                    );
                }
            };
            let name = Path::new(&path).file_name().unwrap_or_default();
            let name = match path.as_str() {
                "-" => "stdin.pdf".to_owned(),
                _ => name.to_string_lossy().into_owned(),
            };
            let job = Job {
                name,
                options: args.readers.options(),
                shape,
                threads: 1,
            };
            let answer = match interrupt::is_set() {
                true => Failure::interrupted().into(),
                false => reader.ask(job, &source),
            };
            let seconds = begun.elapsed().as_secs_f64();
            ordered.put(
                i,
                Done {
                    path,
                    answer,
                    seconds,
                },
            );
        },
    );
    drop(ordered);
    progress.clear();
    Ok(match failed {
        _ if interrupt::is_quiet() => Outcome::Clean,
        _ if interrupt::is_set() => Outcome::Interrupted,
        0 if errors => Outcome::Findings,
        0 => Outcome::Clean,
        n if n == count => Outcome::NoResult,
        _ => Outcome::SomeFailed,
    })
}

/// Where the bytes of an input are; what is no regular file is read here.
fn sourced(input: Input) -> Result<(String, Source)> {
    let path = input.path.display().to_string();
    let source = match input.is_stream() {
        true => Source::Memory(bytes_of(&input.path)?),
        false => Source::File(input.path),
    };
    Ok((path, source))
}

fn needs_folder(formats: &[Format]) -> Outcome {
    let names: Vec<&str> = formats.iter().map(|f| f.name()).collect();
    eprintln!("error: `{}` needs a folder for its files", names.join(","));
    eprintln!("  help: say where with `-o OUT`; to stdout there is `json` or `jsonl`");
    Outcome::NoResult
}
