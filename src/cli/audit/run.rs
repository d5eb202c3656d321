//! `keikaku audit` itself: reads every fixture, and says how it came out.

use super::super::{Outcome, report, stdout};
use super::{Set, accept, against, output};
use crate::audit::engine::Engine;
use crate::audit::{FixtureSet, Options, Report, Verdict, audit, audit_to_view};
use crate::error::{Error, Result};
use crate::inspect::viewer::{self, View};
use std::path::PathBuf;

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
    /// Page for a browser: each fixture as it looks, and what was found beside what is expected
    #[arg(long, value_name = "FILE", conflicts_with_all = ["accept", "against"])]
    html: Option<PathBuf>,
    /// A glyph that is lost or in two places fails its fixture
    #[arg(long, conflicts_with_all = ["accept", "against"])]
    strict: bool,
    #[command(flatten)]
    accept: accept::Args,
    /// Ask a second engine what it reads, and hold it against what we read; of any folder of PDFs, with or
    /// without truths
    #[arg(long, value_enum, conflicts_with = "accept")]
    against: Option<Engine>,
    /// Fail where a PDF has less of its characters (from 0 to 1) in common with the second engine, but those that
    /// are explained
    #[arg(long, value_name = "SHARE", requires = "against")]
    least: Option<f64>,
}

pub fn run(args: &Args) -> Outcome {
    done(args).unwrap_or_else(|e| {
        report::error(None, &e);
        Outcome::NoResult
    })
}

fn done(args: &Args) -> Result<Outcome> {
    if let Some(engine) = args.against {
        return Ok(against::run(&against::Request {
            engine,
            files: &[args.set.path().to_owned()],
            json: args.output.is_json(),
            least: args.least,
            reading: args.readers.reading(),
        }));
    }
    let set = args.set.load()?;
    if !args.accept.accept.is_empty() {
        let (_, rules) = args.readers.launch()?;
        return Ok(accept::run(&args.accept, &set, &rules, &options(args)));
    }
    let (audited, views) = audited(args, &set)?;
    if let Some(path) = &args.html {
        let options = viewer::Options {
            lang: viewer::Lang::En,
        };
        super::super::target::write(path, &viewer::html(&views, &options))?;
    }
    for (path, text) in args.output.files(&audited)? {
        super::super::target::write(path, &text)?;
    }
    stdout::print(&args.output.printed(&audited)?);
    Ok(match audited.verdict {
        Verdict::Failed => Outcome::Findings,
        Verdict::Passed | Verdict::KnownFailures => Outcome::Clean,
    })
}

fn options(args: &Args) -> Options {
    Options {
        job: args.readers.options(),
        only: args.set.only.clone(),
        strict: args.strict,
    }
}

/// Reads the fixtures, as many at a time as is asked for.
fn audited(args: &Args, set: &FixtureSet) -> Result<(Report, Vec<View>)> {
    let (_, rules) = args.readers.launch()?;
    let options = options(args);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.readers.jobs());
    let pool = pool
        .build()
        .map_err(|e| Error::Internal(format!("no threads: {e}")))?;
    Ok(pool.install(|| match args.html {
        Some(_) => audit_to_view(set, &rules, &options),
        None => (audit(set, &rules, &options), Vec::new()),
    }))
}
