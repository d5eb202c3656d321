//! `keikaku audit coverage`: what a set of documents exercises.

use super::super::{Outcome, print, reading, report, rules};
use crate::audit::coverage::{Collector, CoverageReport, markdown, text};
use crate::audit::{FixtureSet, MANIFEST};
use crate::batch::{Input, bytes_of, inputs};
use crate::error::Result;
use crate::reading::{Reading, read};
use crate::rule::{Exercised, RuleSet, convert_with_lines};
use clap::ValueEnum;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Arguments of `audit coverage`.
#[derive(clap::Args)]
pub struct Args {
    /// A folder of fixtures, its manifest, or PDFs
    #[arg(value_name = "FIXTURES", default_value = "fixtures")]
    files: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    rules: rules::Source,
    #[command(flatten)]
    reading: reading::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the eye
    Text,
    /// The contract `keikaku-coverage/1`
    Json,
    /// For a page or an issue
    Markdown,
}

pub fn run(args: &Args) -> Outcome {
    let (report, failed) = match covered(args) {
        Ok(found) => found,
        Err(e) => {
            report::error(None, &e);
            return Outcome::NoResult;
        }
    };
    match args.format {
        Format::Text => print(&text(&report)),
        Format::Markdown => print(&markdown(&report)),
        Format::Json => print(&format!("{:#}\n", serde_json::json!(report))),
    }
    match (report.documents, failed) {
        (0, _) => Outcome::NoResult,
        (_, true) => Outcome::SomeFailed,
        (_, false) => Outcome::Clean,
    }
}

/// What is covered, and whether a file could not be read.
fn covered(args: &Args) -> Result<(CoverageReport, bool)> {
    let rules = args.rules.load()?;
    let mut failed = false;
    let mut files = Vec::new();
    for path in &args.files {
        for member in members(path)? {
            match member {
                Ok(member) => files.push(member),
                Err(e) => {
                    report::error(None, &e);
                    failed = true;
                }
            }
        }
    }
    files.sort_by(|a, b| a.input.relative.cmp(&b.input.relative));
    let read = files
        .par_iter()
        .map(|f| (&f.input, exercised(args, &rules, f)));
    let read: Vec<_> = read.collect();
    let mut collector = Collector::new(&rules)?;
    for (file, found) in read {
        match found {
            Ok((reading, found)) => {
                collector.add(&file.relative.to_string_lossy(), &reading, &found);
            }
            Err(e) => {
                report::error(Some(&file.path), &e);
                failed = true;
            }
        }
    }
    Ok((collector.finish(), failed))
}

/// A PDF, with the rule that its set wants it read by.
struct Member {
    input: Input,
    rule: Option<String>,
}

/// The fixtures of a set, where there is one; else the PDFs. A PDF of a set is read as the set has it.
fn members(path: &Path) -> Result<Vec<Result<Member>>> {
    let is_set = path.join(MANIFEST).is_file() || path.extension().is_some_and(|e| e == "toml");
    if is_set {
        let set = FixtureSet::load(path)?;
        let member = |fixture: crate::audit::Fixture| Member {
            input: Input {
                relative: match fixture.pdf.strip_prefix(&set.root) {
                    Ok(inside) => inside.to_owned(),
                    Err(_) => fixture.pdf.clone(),
                },
                path: fixture.pdf,
            },
            rule: fixture.rule,
        };
        return Ok(set.fixtures.into_iter().map(|f| Ok(member(f))).collect());
    }
    let one = |input: Result<Input>| {
        let input = input?;
        // a PDF that is in no set is no mistake here
        let set = FixtureSet::load(&input.path).unwrap_or_default();
        let rule = set.fixtures.into_iter().next().and_then(|f| f.rule);
        Ok(Member { input, rule })
    };
    Ok(inputs(&[path.to_owned()]).into_iter().map(one).collect())
}

fn exercised(args: &Args, rules: &RuleSet, member: &Member) -> Result<(Reading, Exercised)> {
    let path = &member.input.path;
    let bytes = bytes_of(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (options, _deadline) = args.reading.start();
    let reading = read(&bytes, &name, &options)?;
    let found = convert_with_lines(&reading, rules, member.rule.as_deref())?;
    Ok((reading, found))
}
