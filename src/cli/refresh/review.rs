//! `keikaku refresh review`.

use super::{Format, dataset_of, json, now, sources_of, text};
use crate::cli::{Outcome, print};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::refresh::{Decided, accept, reject, show, waiting};
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
        /// Id of the plan to which it belongs, where that is not clear; `new` for a plan of its own
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
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
        Some(Command::Accept { id, plan, why, who }) => {
            let sources = sources_of(&args.sources)?;
            let mut dataset = Dataset::open(&sources.dataset)?;
            let now = now();
            let by = Decided {
                who,
                why,
                now: &now,
            };
            let news = accept(&sources, &mut dataset, *id, plan.as_deref(), by)?;
            match args.format {
                Format::Text => print(&text::plans(&news)),
                Format::Json => print(&format!("{:#}\n", json(&news)?)),
            }
        }
        Some(Command::Reject { id, why, who }) => {
            let sources = sources_of(&args.sources)?;
            let mut dataset = Dataset::open(&sources.dataset)?;
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

fn list(args: &Args) -> Result<()> {
    let (_, dataset) = dataset_of(&args.sources)?;
    let waiting = waiting(&dataset)?;
    match args.format {
        Format::Text => print(&text::reviews(&waiting)),
        Format::Json => print(&format!("{:#}\n", json(&waiting)?)),
    }
    Ok(())
}
