//! `keikaku diff`.

mod side;
pub mod target;

use super::progress::{LogFormat, Progress};
use super::{Outcome, interrupt, report, stdout};
use crate::batch::{Failure, Launch, Observer, Pool, Setup, shown};
use crate::document::Document;
use crate::edition::show::{self, Places};
use crate::edition::{Comparison, compare};
use crate::error::{Error, Result};
use crate::finding::Severity;
use side::{Fetched, Side};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Arguments of `diff`.
#[derive(clap::Args)]
pub struct Args {
    /// The older edition: a PDF, or its document as `convert` writes it (JSON); `-` for standard input
    old: PathBuf,
    /// The newer edition, likewise
    new: PathBuf,
    /// How the changes are written (default: by the name of `-o FILE`, else text)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// File for the result
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// List what differs in print only as well (text), or open that list (Markdown, HTML)
    #[arg(long)]
    clerical: bool,
    /// Exit with 1 when there is a change that matters
    #[arg(long)]
    check: bool,
    /// Colours on a terminal
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Print errors only
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    readers: super::readers::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// One page for a browser, with filters
    Html,
    /// For a program (`keikaku schema diff`)
    Json,
}

impl Format {
    /// The one that the name of a file asks for.
    fn of_name(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm") => Self::Html,
            Some("json") => Self::Json,
            _ => Self::Text,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

pub fn run(args: &Args) -> Outcome {
    diff(args).unwrap_or_else(|e| {
        report::error(None, &e);
        Outcome::NoResult
    })
}

fn diff(args: &Args) -> Result<Outcome> {
    if args.old.as_os_str() == "-" && args.new.as_os_str() == "-" {
        say!("error: standard input can be read once only");
        say!("  help: name `-` for one of the two editions");
        return Ok(Outcome::NoResult);
    }
    if let Some(out) = args.out.as_deref() {
        target::is_free(out, [&args.old, &args.new])?;
    }
    interrupt::watch();
    let Some((old, new)) = documents(args)? else {
        return Ok(match interrupt::is_set() {
            true => Outcome::Interrupted,
            false => Outcome::NoResult,
        });
    };
    let comparison = compare(&old, &new);
    if !args.quiet {
        report::findings(&args.new, &comparison.findings, Severity::Warning);
    }
    let text = written(args, &comparison, &old, &new)?;
    match args.out.as_deref() {
        Some(out) => target::write(out, &text)?,
        None => stdout::print(&text),
    }
    Ok(match args.check && comparison.summary.substantive > 0 {
        true => Outcome::Findings,
        false => Outcome::Clean,
    })
}

/// What became of one edition.
type Read = std::result::Result<Document, Failure>;

/// Both documents; nothing when there is not one of them, which is said.
fn documents(args: &Args) -> Result<Option<(Document, Document)>> {
    let [old, new] = read_both(args)?;
    if interrupt::is_set() {
        return Ok(None);
    }
    for (path, read) in [(&args.old, &old), (&args.new, &new)] {
        if let Err(failure) = read {
            report::failure(&shown(path), failure);
        }
    }
    Ok(old.ok().zip(new.ok()))
}

/// Reads both at the same time: PDFs each in a process of its own, documents here.
fn read_both(args: &Args) -> Result<[Read; 2]> {
    let options = args.readers.options();
    let most = options.limits.of_reading().file_bytes;
    let paths = [&args.old, &args.new];
    let fetched = paths.map(|path| side::fetch(path, most));
    let is_pdf = |f: &&_| matches!(f, Ok(Fetched::Pdf(_)));
    let pdfs = fetched.iter().filter(is_pdf).count();
    let launch = match pdfs {
        0 => Launch::own(Setup::default())?,
        _ => args.readers.launch()?.0,
    };
    let progress = Progress::new(LogFormat::Text, args.quiet, pdfs == 1);
    progress.begin(pdfs, 0);
    let pool = Pool {
        launch: &launch,
        jobs: args.readers.jobs(),
        interrupted: interrupt::flag(),
    };
    let read = [const { Mutex::new(None) }; 2];
    let sides = paths.into_iter().zip(fetched).zip(&read);
    pool.run(sides, 2, |reader, ((path, fetched), slot)| {
        let side = Side {
            path,
            options: &options,
        };
        let document = fetched.and_then(|fetched| side.read(fetched, reader, &progress));
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(document);
    });
    progress.clear();
    let taken =
        |slot: Mutex<Option<Read>>| slot.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(read.map(|slot| taken(slot).unwrap_or_else(|| Err(Failure::interrupted()))))
}

/// The comparison in the format that is wanted.
fn written(args: &Args, comparison: &Comparison, old: &Document, new: &Document) -> Result<String> {
    let by_name = || args.out.as_deref().map_or(Format::Text, Format::of_name);
    let options = show::Options {
        places: Places::of(old, new),
        color: colored(args),
        clerical: args.clerical,
    };
    match args.format.unwrap_or_else(by_name) {
        Format::Text => Ok(show::text(comparison, &options)),
        Format::Markdown => Ok(show::markdown(comparison, &options)),
        Format::Html => Ok(show::html(comparison, &options)),
        Format::Json => serde_json::to_string_pretty(comparison)
            .map(|text| text + "\n")
            .map_err(|e| Error::Internal(format!("the comparison cannot be written: {e}"))),
    }
}

fn colored(args: &Args) -> bool {
    match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let terminal = args.out.is_none() && std::io::stdout().is_terminal();
            terminal && console::colors_enabled()
        }
    }
}
