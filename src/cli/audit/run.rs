//! `keikaku audit` itself: reads every fixture, and says how it came out.

use super::super::{Outcome, report, stdout};
use super::{Set, output};
use crate::audit::{FixtureSet, Options, Report, Verdict, audit};
use crate::error::{Error, Result};

/// Arguments of an audit.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    set: Set,
    #[command(flatten)]
    readers: super::super::readers::Args,
    #[command(flatten)]
    output: output::Args,
}

pub fn run(args: &Args) -> Outcome {
    done(args).unwrap_or_else(|e| {
        report::error(None, &e);
        Outcome::NoResult
    })
}

fn done(args: &Args) -> Result<Outcome> {
    let set = args.set.load()?;
    let audited = audited(args, &set)?;
    for (path, text) in args.output.files(&audited)? {
        super::super::target::write(path, &text)?;
    }
    stdout::print(&args.output.printed(&audited)?);
    Ok(match audited.verdict {
        Verdict::Failed => Outcome::Findings,
        Verdict::Passed | Verdict::KnownFailures => Outcome::Clean,
    })
}

/// Reads the fixtures, as many at a time as is asked for.
fn audited(args: &Args, set: &FixtureSet) -> Result<Report> {
    let (_, rules) = args.readers.launch()?;
    let options = Options {
        job: args.readers.options(),
        only: args.set.only.clone(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.readers.jobs());
    let pool = pool
        .build()
        .map_err(|e| Error::Internal(format!("no threads: {e}")))?;
    Ok(pool.install(|| audit(set, &rules, &options)))
}
