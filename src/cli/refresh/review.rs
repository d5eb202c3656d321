//! `keikaku refresh review`.

use super::{Format, dataset_of, json, now, sources_of, text};
use crate::cli::{Outcome, print};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::refresh::{Decided, Sources, Stated, accept, reject, show, waiting};
use clap::Subcommand;
use std::path::PathBuf;

/// Arguments of `refresh review`.
#[derive(clap::Args)]
pub struct Args {
    /// The list of sources
    sources: PathBuf,
    /// How reviews are shown
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    format: Format,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Show one with all that differs from the edition before
    Show {
        /// Its number
        id: i64,
    },
    /// Merge it into the data set
    Accept {
        /// Its number
        id: i64,
        /// Id of the plan to which it belongs, where that is not clear; `new` for a plan of its own, `new:ID` for one
        /// of that id
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
        /// Which edition it is, where that is not clear: as it would be printed (令和6年度), or the id of the edition
        /// of which it is a revision
        #[arg(long, value_name = "EDITION")]
        edition: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        why: String,
        /// Who decides
        #[arg(long, env = "USER", default_value = "somebody", hide_env_values = true)]
        who: String,
    },
    /// Do not merge it, and do not offer it again
    Reject {
        /// Its number
        id: i64,
        /// Why
        #[arg(long)]
        why: String,
        /// Who decides
        #[arg(long, env = "USER", default_value = "somebody", hide_env_values = true)]
        who: String,
    },
}

pub fn run(args: &Args) -> Result<Outcome> {
    match &args.command {
        None => list(args)?,
        Some(Command::Show { id }) => {
            let (sources, dataset) = dataset_of(&args.sources)?;
            let shown = show(&sources, &dataset, *id)?;
            match args.format {
                Format::Text => print(&text::review(&shown, &dataset)),
                Format::Json => print(&format!("{:#}\n", json(&shown)?)),
            }
        }
        Some(Command::Accept {
            id,
            plan,
            edition,
            why,
            who,
        }) => {
            let (sources, mut dataset) = opened(args)?;
            let now = now();
            let by = Decided {
                who,
                why,
                now: &now,
            };
            let said = Stated {
                plan: plan.as_deref(),
                edition: edition.as_deref(),
            };
            let news = accept(&sources, &mut dataset, *id, said, by)?;
            match args.format {
                Format::Text => print(&text::plans(&news)),
                Format::Json => print(&format!("{:#}\n", json(&news)?)),
            }
        }
        Some(Command::Reject { id, why, who }) => {
            let (_, mut dataset) = opened(args)?;
            let now = now();
            let by = Decided {
                who,
                why,
                now: &now,
            };
            reject(&mut dataset, *id, by)?;
        }
    }
    Ok(Outcome::Clean)
}

/// The data set for writing, which must be there.
fn opened(args: &Args) -> Result<(Sources, Dataset)> {
    let sources = sources_of(&args.sources)?;
    Dataset::read(&sources.dataset)?;
    let dataset = Dataset::open(&sources.dataset)?;
    Ok((sources, dataset))
}

fn list(args: &Args) -> Result<()> {
    let (_, dataset) = dataset_of(&args.sources)?;
    let waiting = waiting(&dataset)?;
    match args.format {
        Format::Text => print(&text::reviews(&waiting)),
        Format::Json => print(&format!("{:#}\n", json(&waiting)?)),
    }
    Ok(())
}
