//! The command line. stdout is data; progress, findings and logs go to stderr.
//!
//! Exit status: 0 clean, 1 findings of severity error (of `diff --check`: a change that matters), 2 wrong usage or no result, 3 some inputs
//! of a batch failed, 130 interrupted.

/// Prints a line on stderr. That nobody reads it, or that it cannot be written, stops nothing.
macro_rules! say {
    ($($arg:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($arg)*);
    }};
}

mod audit;
mod convert;
mod diff;
mod doctor;
mod explain;
mod findings;
mod inspect;
mod interrupt;
mod language;
mod progress;
mod readers;
mod reading;
#[cfg(feature = "sqlite")]
mod refresh;
mod report;
mod rules;
mod stdout;
mod summary;
mod target;
mod worker;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;
use stdout::print;

/// Reads the plan PDFs of Japanese municipalities into structured, traceable JSON.
#[derive(Parser)]
#[command(name = "keikaku", version, about, max_term_width = 100)]
struct Cli {
    /// Language of what people read: findings, mistakes, errors. Documents and other formats for programs are the same
    /// in any language [default: that of the locale, and else English]
    #[arg(
        long,
        global = true,
        value_enum,
        env = "KEIKAKU_LANG",
        hide_env_values = true
    )]
    lang: Option<language::Name>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Convert PDFs to JSON documents
    Convert(convert::Args),
    /// Say what differs between two editions of a plan
    Diff(diff::Args),
    /// Read fixtures again, and hold them against the documents that are right
    Audit(Box<audit::Args>),
    /// Show any stage of a page: glyphs, lines, tables, items
    Inspect(inspect::Args),
    /// Say why a value is what it is, or why it is not there
    Explain(explain::Args),
    /// Keep a data set fresh: find new editions, show what is new, and merge it
    #[cfg(feature = "sqlite")]
    Refresh(refresh::Args),
    /// List, check, draft or explain rule files, or print what they are made of
    Rules(rules::Args),
    /// Say what a finding or a mistake in a rule file means, and what to do about it
    Findings(findings::Args),
    /// Answer requests, one a line on standard input, with documents, one a line
    Worker(worker::Args),
    /// Print the JSON Schema of the document, or of what other commands read and write
    Schema {
        /// Of what
        #[arg(value_enum, default_value = "document")]
        of: SchemaOf,
    },
    /// Say what is there and what is missing on this machine
    Doctor(doctor::Args),
    /// Read files for a parent process
    #[command(hide = true)]
    Child,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SchemaOf {
    /// The document that one PDF becomes
    Document,
    /// `manifest.json` of an output folder
    Manifest,
    /// The list of sources of a data set
    #[cfg(feature = "sqlite")]
    Sources,
    /// What `refresh --format json` prints
    #[cfg(feature = "sqlite")]
    Refresh,
    /// What differs between two editions
    Diff,
    /// What an audit found
    Audit,
    /// The manifest of a set of fixtures
    Fixtures,
    /// What `audit coverage --format json` prints
    Coverage,
    /// What `audit --against ENGINE --format json` prints
    Against,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    NoResult,
    SomeFailed,
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::NoResult => Self::from(2),
            Outcome::SomeFailed => Self::from(3),
            Outcome::Interrupted => Self::from(interrupt::STATUS),
        }
    }
}

/// The command line as its parser has it, for what describes or checks it.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    language::choose(cli.lang);
    let outcome = match cli.command {
        Command::Convert(args) => convert::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "sqlite")]
        Command::Refresh(args) => refresh::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Findings(args) => findings::run(&args),
        Command::Worker(args) => worker::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Schema { of } => {
            let schema = match of {
                SchemaOf::Document => crate::document::json_schema(),
                SchemaOf::Manifest => schemars::schema_for!(crate::batch::Manifest).to_value(),
                #[cfg(feature = "sqlite")]
                SchemaOf::Sources => crate::refresh::sources_schema(),
                #[cfg(feature = "sqlite")]
                SchemaOf::Refresh => crate::refresh::report_schema(),
                SchemaOf::Diff => crate::edition::json_schema(),
                SchemaOf::Audit => crate::audit::report_schema(),
                SchemaOf::Fixtures => crate::audit::manifest_schema(),
                SchemaOf::Coverage => crate::audit::coverage::coverage_schema(),
                SchemaOf::Against => crate::audit::engine::against_schema(),
            };
            print(&format!("{schema:#}\n"));
            Outcome::Clean
        }
        Command::Child => {
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            match crate::batch::serve(input, output) {
                Ok(()) => Outcome::Clean,
                Err(e) => {
                    say!("error: {e}");
                    Outcome::NoResult
                }
            }
        }
    };
    match stdout::failure() {
        Some(reason) => {
            let message = format!("standard output cannot be written: {reason}");
            let help = "part of the result is lost: make room, and run the same command again";
            report::problem(&language::phrase(&message), &language::phrase(help));
            Outcome::NoResult.into()
        }
        None => outcome.into(),
    }
}
