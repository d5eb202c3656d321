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
    #[arg(long, value_enum, conflicts_with_all = ["accept", "summary", "print_differences", "rules", "no_rules", "rule"])]
    against: Option<Engine>,
    /// Fail where a PDF has less of its characters (from 0 to 1) in common with the second engine, but those that
    /// are explained
    #[arg(long, value_name = "SHARE", requires = "against", value_parser = share)]
    least: Option<f64>,
}

/// A number from 0 to 1.
fn share(text: &str) -> std::result::Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let share = number.filter(|n| (0.0..=1.0).contains(n));
    share.ok_or_else(|| "it is a share from 0 to 1, such as 0.999".into())
}

pub fn run(args: &Args) -> Outcome {
    done(args).unwrap_or_else(|e| {
        report::error(None, &e);
        Outcome::NoResult
    })
}

fn done(args: &Args) -> Result<Outcome> {
    if let Some(engine) = args.against {
        return held_against(args, engine);
    }
    let set = args.set.load()?;
    if !args.accept.accept.is_empty() {
        let (_, rules) = args.readers.launch()?;
        return Ok(accept::run(&args.accept, &set, &rules, &options(args)));
    }
    let files = set.files();
    let files: Vec<&PathBuf> = files.iter().collect();
    for out in args.output.paths().chain(&args.html) {
        super::super::target::is_free(out, &files)?;
    }
    let (audited, views) = audited(args, &set)?;
    if let Some(path) = &args.html {
        let options = viewer::Options {
            language: super::super::language::chosen(),
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

/// Holds PDFs against a second engine; those of a set where some of its fixtures are named.
fn held_against(args: &Args, engine: Engine) -> Result<Outcome> {
    let output = match args.output.plain() {
        Ok(output) => output,
        Err(what) => {
            say!("error: {what}: what `--against` finds is written as text or JSON");
            say!("  help: use `--format text` or `json`, and files that end in `.txt` or `.json`");
            return Ok(Outcome::NoResult);
        }
    };
    let files = match args.set.only.as_slice() {
        [] => vec![args.set.path().to_owned()],
        only => {
            let fixtures = args.set.load()?.fixtures.into_iter();
            let named = fixtures.filter(|f| only.contains(&f.name));
            named.map(|f| f.pdf).collect()
        }
    };
    let request = against::Request {
        engine,
        files: &files,
        output,
        least: args.least,
        reading: args.readers.reading(),
    };
    pool(args)?.install(|| against::run(&request))
}

/// As many threads as files are to be read at a time.
fn pool(args: &Args) -> Result<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.readers.jobs());
    pool.build()
        .map_err(|e| Error::Internal(format!("no threads: {e}")))
}

/// How fixtures are read.
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
    Ok(pool(args)?.install(|| match args.html {
        Some(_) => audit_to_view(set, &rules, &options),
        None => (audit(set, &rules, &options), Vec::new()),
    }))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_from_0_to_1() {
        assert_eq!(
            [share("0"), share("0.999"), share("1")],
            [Ok(0.0), Ok(0.999), Ok(1.0)]
        );
        for wrong in ["nan", "99.9", "-0.1", "inf", "half", ""] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
