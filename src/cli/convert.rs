//! `keikaku convert`.

use super::language::phrase;
use super::progress::{LogFormat, Progress};
use super::{Outcome, interrupt, report, stdout};
use crate::batch::{
    Answer, Batch, Failure, InOrder, Input, Job, Launch, Manifest, Observer, Pool, Reader, Shape,
    Source, Summary, Totals, bytes_of, inputs, listed, shown, stream,
};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::output::{Format, Options};
use crate::rule::RuleSet;
use serde_json::json;
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
    /// Exit with 1 where a glyph of a page is lost or stands in two places of its document; the result is
    /// written all the same
    #[arg(long)]
    strict: bool,
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
    /// How progress, findings and errors are written to stderr
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

pub fn run(args: &Args) -> Outcome {
    convert(args).unwrap_or_else(|e| {
        match (args.log_format, &e) {
            (LogFormat::Text, _) => report::error(None, &e),
            (LogFormat::Json, Error::Rules(found)) => {
                for diagnostic in found {
                    let diagnostic = report::diagnostic_json(diagnostic);
                    say!("{}", json!({ "event": "error", "diagnostic": diagnostic }));
                }
            }
            (LogFormat::Json, _) => say!(
                "{}",
                json!({ "event": "error", "error": Failure::from(&e) })
            ),
        }
        Outcome::NoResult
    })
}

fn convert(args: &Args) -> Result<Outcome> {
    let stdin = |path: &&PathBuf| path.as_os_str() == "-";
    if args
        .inputs
        .iter()
        .chain(&args.files_from)
        .filter(stdin)
        .count()
        > 1
    {
        let message = phrase("standard input can be read once only");
        report::problem(
            &message,
            &phrase("name `-` as an input or for `--files-from`"),
        );
        return Ok(Outcome::NoResult);
    }
    let (launch, rules) = args.readers.launch()?;
    let mut found = inputs(&args.inputs);
    if let Some(list) = &args.files_from {
        found.extend(listed(&bytes_of(list)?, args.null));
        if found.is_empty() {
            return Err(Error::NothingHere { path: list.clone() });
        }
    }
    interrupt::watch();
    let progress = Progress::new(args.log_format, args.quiet, found.len() == 1);
    let progress = progress.strict(args.strict);
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
    let mut formats = Vec::new();
    for format in &args.format {
        format.is_built()?;
        if !formats.contains(format) {
            formats.push(*format);
        }
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
    let run = batch.run(found, progress);
    progress.clear();
    let manifest = run?;
    progress.end(&manifest, out);
    Ok(outcome(&manifest, args.strict))
}

/// What a run comes to; with `strict` also by what its documents do not account for.
fn outcome(manifest: &Manifest, strict: bool) -> Outcome {
    let Totals {
        inputs,
        failed,
        skipped,
        unaccounted,
        ..
    } = manifest.totals;
    let errors = manifest.findings.values();
    let mut errors = errors.filter(|f| f.severity == Severity::Error);
    let tables = manifest.error.is_some() || !manifest.left_out.is_empty();
    match failed + skipped {
        _ if manifest.interrupted => Outcome::Interrupted,
        n if tables && n < inputs => Outcome::SomeFailed,
        0 if errors.next().is_some() || strict && unaccounted > 0 => Outcome::Findings,
        0 => Outcome::Clean,
        n if n == inputs => Outcome::NoResult,
        _ => Outcome::SomeFailed,
    }
}

/// What one input came to, on its way to stdout.
struct Answered {
    path: String,
    answer: Answer,
    seconds: f64,
}

/// Results that are held until those before them are done, in bytes.
const HELD: usize = 64 << 20;

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
    let count = found.len();
    let pool = Pool {
        launch,
        jobs: args.readers.jobs(),
        interrupted: interrupt::flag(),
    };
    let (mut failed, mut errors) = (0, false);
    progress.begin(count, found.iter().map(size).sum());
    let ordered = InOrder::new(HELD, |one: Answered| {
        match &one.answer.result {
            Ok(summary) => errors |= fails(summary, args.strict),
            Err(_) => failed += 1,
        }
        if stdout::write(&one.answer.document).is_err() {
            // whoever read this has closed the pipe: nobody wants the rest
            interrupt::stop_quietly();
        }
        if !interrupt::is_set() {
            progress.answered(&one.path, &one.answer, one.seconds);
        }
    });
    pool.run(
        found.into_iter().enumerate(),
        count,
        |reader, (i, input)| {
            let one = answered(args, reader, shape, input);
            ordered.put(i, one.answer.document.len(), one);
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

/// Whether a document has a finding of severity error; with `strict` also whether a glyph of it went astray.
fn fails(summary: &Summary, strict: bool) -> bool {
    let is_error = |f: &crate::Finding| f.severity == Severity::Error;
    strict && summary.account.astray() > 0 || summary.findings.iter().any(is_error)
}

fn size(input: &Result<Input>) -> u64 {
    let data = input.as_ref().ok().and_then(|i| i.path.metadata().ok());
    data.map(|data| data.len()).unwrap_or_default()
}

/// Has one input read.
fn answered(args: &Args, reader: &mut Reader<'_>, shape: Shape, input: Result<Input>) -> Answered {
    let begun = Instant::now();
    let (path, answer) = match input {
        Err(e) => {
            let (path, failure) = Failure::of_input(e);
            (path, failure.into())
        }
        Ok(input) => {
            let name = input.relative.file_name().unwrap_or_default();
            let options = args.readers.options();
            let most = options.limits.of_reading().file_bytes;
            let job = Job::new(name.to_string_lossy().into_owned(), options, shape);
            let path = shown(&input.path);
            let answer = match sourced(input, most) {
                Ok(source) => reader.ask(job, &source),
                Err(failure) => failure.into(),
            };
            (path, answer)
        }
    };
    Answered {
        path,
        answer,
        seconds: begun.elapsed().as_secs_f64(),
    }
}

/// Where the bytes of an input are; what is no regular file is read here, up to `most` bytes.
fn sourced(input: Input, most: u64) -> std::result::Result<Source, Failure> {
    if interrupt::is_set() {
        return Err(Failure::interrupted());
    }
    match input.is_stream() {
        true => stream(&input.path, most, interrupt::flag()).map(Source::Memory),
        false => Ok(Source::File(input.path)),
    }
}

fn needs_folder(formats: &[Format]) -> Outcome {
    let names: Vec<&str> = formats.iter().map(|f| f.name()).collect();
    let message = format!("`{}` needs a folder for its files", names.join(","));
    let help = "say where with `-o OUT`; to stdout there is `json` or `jsonl`";
    report::problem(&phrase(&message), &phrase(help));
    Outcome::NoResult
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Account, PageAccount, Place};
    use crate::batch::{Entry, Status};

    fn summary(places: &[Place]) -> Summary {
        Summary {
            sha256: String::new(),
            bytes: 0,
            pages: 1,
            rule: None,
            account: Box::new(Account::of(&[PageAccount {
                page: 1,
                places: places.to_vec(),
            }])),
            findings: Vec::new(),
            verdict: String::new(),
            may_change: false,
        }
    }

    /// The manifest of a run over one document.
    fn manifest(places: &[Place]) -> Manifest {
        let inputs = vec![Entry::converted("a.pdf".into(), &summary(places), 0.0)];
        Manifest {
            schema: String::new(),
            version: String::new(),
            program: String::new(),
            started: String::new(),
            seconds: 0.0,
            jobs: 1,
            interrupted: false,
            totals: Totals::of(&inputs),
            findings: std::collections::BTreeMap::new(),
            inputs,
            files: Vec::new(),
            left_out: Vec::new(),
            error: None,
            left_over: Default::default(),
        }
    }

    #[test]
    fn a_strict_run_fails_for_a_glyph_that_is_lost_or_there_twice() {
        for (place, unaccounted) in [(Place::Lost, 1), (Place::Twice, 1), (Place::Furniture, 0)] {
            let places = [Place::Text, place];
            let run = manifest(&places);
            assert_eq!(run.totals.unaccounted, unaccounted);
            assert!(run.inputs[0].status == Status::Converted);
            assert!(matches!(outcome(&run, false), Outcome::Clean));
            let fails_here = matches!(outcome(&run, true), Outcome::Findings);
            assert_eq!(fails_here, unaccounted > 0, "{place:?}");
            assert_eq!(fails(&summary(&places), true), unaccounted > 0);
            assert!(!fails(&summary(&places), false));
            let told = crate::cli::summary::text(&run, Path::new("out"));
            let line = "50 % of 2 glyphs are where they should be";
            assert_eq!(told.contains(line), unaccounted > 0, "{told}");
        }
    }
}
