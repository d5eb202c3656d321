//! `keikaku audit coverage`: what a set of documents exercises.

use super::super::{Outcome, print, reading, report, rules};
use crate::audit::coverage::{Collector, CoverageReport, markdown, text};
use crate::batch::{bytes_of, inputs};
use crate::document::Document;
use crate::error::Result;
use crate::reading::{Reading, read};
use crate::rule::{RuleSet, convert_with_lines};
use clap::ValueEnum;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Arguments of `audit coverage`.
#[derive(clap::Args)]
pub struct Args {
    /// A folder of fixtures, or PDFs
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
    for input in inputs(&args.files) {
        match input {
            Ok(input) => files.push(input),
            Err(e) => {
                report::error(None, &e);
                failed = true;
            }
        }
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    let read = files
        .par_iter()
        .map(|f| (f, document(args, &rules, &f.path)));
    let read: Vec<_> = read.collect();
    let mut collector = Collector::new(&rules)?;
    for (file, found) in read {
        match found {
            Ok((reading, (document, lines))) => {
                let name = file.relative.to_string_lossy();
                collector.add(&name, &reading, (&document, &lines));
            }
            Err(e) => {
                report::error(Some(&file.path), &e);
                failed = true;
            }
        }
    }
    Ok((collector.finish(), failed))
}

type Read = (Reading, (Document, BTreeSet<usize>));

fn document(args: &Args, rules: &RuleSet, path: &Path) -> Result<Read> {
    let bytes = bytes_of(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (options, _deadline) = args.reading.start();
    let reading = read(&bytes, &name, &options)?;
    let document = convert_with_lines(&reading, rules, None)?;
    Ok((reading, document))
}
