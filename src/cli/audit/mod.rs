//! `keikaku audit`.

mod accept;
mod add;
mod against;
mod coverage;
mod output;
mod review;
mod run;
mod who;

use super::Outcome;
use crate::audit::FixtureSet;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// Arguments of `audit`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: run::Args,
}

/// What else can be done with a set of fixtures; each has a file of its own.
#[derive(clap::Subcommand)]
enum Command {
    /// Make a fixture of a PDF and of what is read of it
    Add(add::Args),
    /// Say what of a fixture was looked at, or list what was not
    Review(review::ReviewArgs),
    /// Say who held what to be right, when and why
    History(review::HistoryArgs),
    /// Say which lines of the rules no document exercises
    Coverage(coverage::Args),
}

/// A set of fixtures.
#[derive(clap::Args)]
#[group(skip)]
pub struct Set {
    /// Folder of fixtures, its manifest, or a single PDF or truth of it
    #[arg(default_value = "fixtures")]
    fixtures: PathBuf,
    /// Only the fixture of this name; may be repeated
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

impl Set {
    /// Where the fixtures are.
    pub fn path(&self) -> &Path {
        &self.fixtures
    }

    /// The set; an error if it has no fixture, or none of the name that is asked for.
    pub fn load(&self) -> Result<FixtureSet> {
        let set = FixtureSet::load(&self.fixtures)?;
        let has = |name: &&String| !set.fixtures.iter().any(|f| f.name == **name);
        if let Some(unknown) = self.only.iter().find(has) {
            let names = set.fixtures.iter().map(|f| f.name.as_str());
            let meant = crate::rule::syntax::nearest(unknown, names);
            return Err(Error::NoSuchFixture {
                name: unknown.clone(),
                meant: meant.map_or_else(String::new, |name| format!("; did you mean `{name}`?")),
            });
        }
        match set.fixtures.is_empty() && set.faults.is_empty() {
            true => Err(Error::NothingHere {
                path: self.fixtures.clone(),
            }),
            false => Ok(set),
        }
    }
}

pub fn run(args: &Args) -> Outcome {
    match &args.command {
        Some(Command::Add(args)) => add::run(args),
        Some(Command::Review(args)) => review::review(args),
        Some(Command::History(args)) => review::history(args),
        Some(Command::Coverage(args)) => coverage::run(args),
        None => run::run(&args.run),
    }
}
