//! `keikaku refresh`.

mod history;
mod review;
mod text;

use super::{Outcome, interrupt, print, report};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::refresh::{Refresh, Report, Sources};
use clap::{Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Arguments of `refresh`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    /// The list of sources, a TOML file
    #[arg(required = true)]
    sources: Option<PathBuf>,
    /// Apply the changes to the data set; without this they are only shown
    #[arg(long)]
    write: bool,
    /// Exit with 1 when there is anything new, or else with 3 when something could not be had or read
    #[arg(long)]
    check: bool,
    /// Read again what was read by other rules or by another version of the program
    #[arg(long)]
    reread: bool,
    /// How the changes are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    readers: super::readers::Args,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// List what was held back, or decide on it
    Review(review::Args),
    /// Show an item over all editions: number, title, status
    History(history::Args),
    /// Show the values of an indicator over all editions, and where these contradict each other
    Series(history::Args),
    /// Write the documents of the data set in other formats
    Export(history::Export),
}

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// JSON
    Json,
}

pub fn run(args: &Args) -> Outcome {
    let done = match (&args.command, &args.sources) {
        (Some(Command::Review(args)), _) => review::run(args),
        (Some(Command::History(args)), _) => history::history(args),
        (Some(Command::Series(args)), _) => history::series(args),
        (Some(Command::Export(args)), _) => history::exported(args),
        (None, Some(sources)) => refresh(args, sources),
        (None, None) => return Outcome::NoResult,
    };
    done.unwrap_or_else(|e| {
        report::error(None, &e);
        Outcome::NoResult
    })
}

fn refresh(args: &Args, list: &Path) -> Result<Outcome> {
    let (launch, rules) = args.readers.launch()?;
    let sources = Sources::load(list, Some(&rules))?;
    interrupt::watch();
    let refresh = Refresh {
        list: &list.to_string_lossy(),
        sources: &sources,
        rules: &rules,
        launch: &launch,
        options: args.readers.options(),
        jobs: args.readers.jobs(),
        write: args.write,
        reread: args.reread,
        now: &now(),
        interrupted: interrupt::flag(),
    };
    let Some(report) = refresh.run()? else {
        say!("interrupted: the data set is as it was");
        return Ok(Outcome::Interrupted);
    };
    match args.format {
        Format::Text => print(&text::report(&report)),
        Format::Json => print(&format!("{:#}\n", json(&report)?)),
    }
    for failed in &report.failed {
        report::failure(&failed.place, &failed.failure);
    }
    Ok(outcome(args.check, &report))
}

fn outcome(check: bool, report: &Report) -> Outcome {
    let totals = &report.totals;
    match totals.failed {
        _ if check && totals.is_news() => Outcome::Findings,
        0 => Outcome::Clean,
        _ if totals.is_result() => Outcome::SomeFailed,
        _ => Outcome::NoResult,
    }
}

/// This moment.
fn now() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| crate::Error::Internal(e.to_string()))
}

/// A list of sources, for commands that read no documents: the rules that it names are not asked for.
fn sources_of(list: &Path) -> Result<Sources> {
    Sources::load(list, None)
}

/// The data set of a list, for reading.
fn dataset_of(list: &Path) -> Result<(Sources, Dataset)> {
    let sources = sources_of(list)?;
    let dataset = Dataset::read(&sources.dataset)?;
    Ok((sources, dataset))
}
