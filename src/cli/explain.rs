//! `keikaku explain`.

use super::language::chosen;
use super::{Outcome, print, report};
use crate::batch::bytes_of;
use crate::error::Result;
use crate::language::Language;
use crate::reading::read;
use crate::rule::explain::{Drafted, Explanation, Subject, explain_choice};
use clap::ValueEnum;
use std::path::PathBuf;

/// Arguments of `explain`.
#[derive(clap::Args)]
pub struct Args {
    /// A PDF, or `-` for standard input
    file: PathBuf,
    /// An id, number or part of a title, or the name of an indicator, with `.FIELD` behind it for one
    /// value; `plan.title`, `legend.B`. Without it: how the rule was chosen
    item: Option<String>,
    /// Take this rule without asking
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Only what begins on this page, from 1
    #[arg(long, value_name = "N")]
    page: Option<u32>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reading: super::reading::Args,
    #[command(flatten)]
    rules: super::rules::Source,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One fact a line
    Text,
    /// The same as JSON
    Json,
}

pub fn run(args: &Args) -> Outcome {
    match explain(args) {
        Ok(said) => {
            match args.format {
                Format::Text => print(&said.to_string()),
                Format::Json => print(&format!("{:#}\n", said.to_json())),
            }
            match said.found {
                true => Outcome::Clean,
                false => Outcome::Findings,
            }
        }
        Err(e) => {
            report::error(Some(&args.file), &e);
            Outcome::NoResult
        }
    }
}

fn explain(args: &Args) -> Result<Explanation> {
    let rules = args.rules.load()?;
    let bytes = bytes_of(&args.file)?;
    let (options, _deadline) = args.reading.start();
    let name = args.file.file_name().unwrap_or(args.file.as_os_str());
    let reading = read(&bytes, &name.to_string_lossy(), &options)?;
    match &args.item {
        Some(item) => {
            let drafted = Drafted::default();
            let subject = Subject::new(&reading, &rules, args.rule.as_deref(), &drafted)?;
            // JSON is for programs, the same in any language
            let language = match args.format {
                Format::Text => chosen(),
                Format::Json => Language::English,
            };
            let subject = subject.in_language(language);
            Ok(subject.explain(item, args.page))
        }
        None => Ok(explain_choice(
            &reading.source.file_name,
            &rules.choose(&reading),
        )),
    }
}
