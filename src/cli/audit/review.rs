//! `keikaku audit review` and `keikaku audit history`: what people have looked at, and what they held to be right.

use super::super::{Outcome, print, report};
use super::accept::named;
use super::who;
use crate::audit::history;
use crate::audit::review::{Marked, Review, mark};
use crate::audit::{Fixture, FixtureSet};
use crate::edition::show::clean::one_line;
use std::path::{Path, PathBuf};

/// Arguments of `audit review`.
#[derive(clap::Args)]
pub struct ReviewArgs {
    /// Name of the fixture
    name: String,
    /// What was looked at: `items:1-1`, `1-1`, `legend`, `plan` …; without any, what is left is listed
    parts: Vec<String>,
    /// All that is left was looked at
    #[arg(long, conflicts_with = "parts")]
    all: bool,
    /// Folder of the fixtures
    #[arg(long, value_name = "FIXTURES", default_value = "fixtures")]
    fixtures: PathBuf,
    #[command(flatten)]
    who: who::Args,
}

/// Arguments of `audit history`.
#[derive(clap::Args)]
pub struct HistoryArgs {
    /// Name of the fixture
    name: String,
    /// Folder of the fixtures
    #[arg(long, value_name = "FIXTURES", default_value = "fixtures")]
    fixtures: PathBuf,
    /// As JSON, one act a line
    #[arg(long)]
    json: bool,
}

fn fixture(folder: &Path, name: &str) -> Option<(FixtureSet, Fixture)> {
    match FixtureSet::load(folder) {
        Ok(set) => named(&set, name).cloned().map(|fixture| (set, fixture)),
        Err(e) => {
            report::error(Some(folder), &e);
            None
        }
    }
}

/// Marks parts as looked at, or lists what is left.
pub fn review(args: &ReviewArgs) -> Outcome {
    let Some((set, fixture)) = fixture(&args.fixtures, &args.name) else {
        return Outcome::NoResult;
    };
    if args.parts.is_empty() && !args.all {
        return left(&fixture);
    }
    let Some(doer) = args.who.doer("") else {
        return Outcome::NoResult;
    };
    match mark(&set, &fixture, &args.parts, &doer) {
        Ok(Marked::Done(done, left)) => {
            say!(
                "{}: {} looked at by {}, {left} left",
                fixture.name,
                done.len(),
                doer.who
            );
            Outcome::Clean
        }
        Ok(Marked::Several(name, parts)) => {
            let parts: Vec<_> = parts.iter().map(|p| one_line(p)).collect();
            let name = one_line(&name);
            say!(
                "error: `{name}` is the name of several: `{}`",
                parts.join("`, `")
            );
            say!("  help: name it by its id");
            Outcome::NoResult
        }
        Ok(Marked::Unknown(unknown)) => {
            for (name, near) in unknown {
                let name = one_line(&name);
                say!("error: nothing that is left is called `{name}`");
                match near {
                    Some(near) => say!("  help: did you mean `{}`?", one_line(&near)),
                    None => say!(
                        "  help: `keikaku audit review {}` lists what is left",
                        fixture.name
                    ),
                }
            }
            Outcome::NoResult
        }
        Err(e) => {
            report::error(None, &e);
            Outcome::NoResult
        }
    }
}

fn left(fixture: &Fixture) -> Outcome {
    match Review::load(fixture) {
        Ok(review) => {
            review
                .unreviewed
                .iter()
                .for_each(|part| print(&format!("{}\n", one_line(part))));
            say!(
                "{}: {} parts that nobody has looked at",
                fixture.name,
                review.unreviewed.len()
            );
            Outcome::Clean
        }
        Err(e) => {
            report::error(None, &e);
            Outcome::NoResult
        }
    }
}

/// Prints who held what to be right, when and why.
pub fn history(args: &HistoryArgs) -> Outcome {
    let Some((_, fixture)) = fixture(&args.fixtures, &args.name) else {
        return Outcome::NoResult;
    };
    let acts = match history::read(&fixture) {
        Ok(acts) => acts,
        Err(e) => {
            report::error(None, &e);
            return Outcome::NoResult;
        }
    };
    if args.json {
        let lines = acts
            .iter()
            .filter_map(|act| serde_json::to_string(act).ok());
        lines.for_each(|line| print(&format!("{line}\n")));
    } else if acts.is_empty() {
        say!("{}: nothing was accepted or reviewed", fixture.name);
    } else {
        print(&history::text(&acts));
    }
    Outcome::Clean
}
