//! The command line. stdout is data; progress, findings and logs go to stderr.
//!
//! Exit status: 0 clean, 1 findings of severity error, 2 wrong usage or no result, 3 some inputs
//! of a batch failed.

mod convert;
mod explain;
mod inspect;
mod reading;
mod report;
mod rules;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Reads the plan PDFs of Japanese municipalities into structured, traceable JSON.
#[derive(Parser)]
#[command(name = "keikaku", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Convert PDFs to JSON documents
    Convert(convert::Args),
    /// Show any stage of a page: glyphs, lines, tables, items
    Inspect(inspect::Args),
    /// Say why a value is what it is, or why it is not there
    Explain(explain::Args),
    /// List, check, draft or explain rule files, or print what they are made of
    Rules(rules::Args),
    /// Print the JSON Schema of the document
    Schema,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    NoResult,
    SomeFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::NoResult => Self::from(2),
            Outcome::SomeFailed => Self::from(3),
        }
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Convert(args) => convert::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Schema => {
            let schema = crate::document::json_schema();
            print(&format!("{schema:#}\n"));
            Outcome::Clean
        }
    };
    outcome.into()
}

/// Writes data to stdout. A closed pipe (`| head`) is the reader's choice and no error.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
