//! `keikaku audit add`: a fixture of a conversion.

use super::super::{Outcome, reading, report, rules};
use super::who;
use crate::audit::{Added, add};
use crate::batch::bytes_of;
use crate::error::Result;
use crate::reading::read;
use crate::rule::convert;
use std::path::PathBuf;

/// Arguments of `audit add`.
#[derive(clap::Args)]
pub struct Args {
    /// The PDF
    file: PathBuf,
    /// Folder of the fixtures
    #[arg(long, value_name = "FIXTURES", default_value = "fixtures")]
    to: PathBuf,
    /// Name of the fixture (by default that of the file)
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    who: who::Args,
    #[command(flatten)]
    rules: rules::Source,
    #[command(flatten)]
    reading: reading::Args,
}

pub fn run(args: &Args) -> Outcome {
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let name = args.name.clone().unwrap_or_else(|| stem.into_owned());
    let bad = |c: char| matches!(c, '/' | '\\' | ':' | '*') || c.is_control();
    if name.is_empty() || name.starts_with('.') || name.contains(bad) {
        say!("error: `{name}` cannot be the name of a fixture");
        say!("  help: give one with `--name`, without `/`, `:` and `*`");
        return Outcome::NoResult;
    }
    let Some(doer) = args.who.doer("") else {
        return Outcome::NoResult;
    };
    let made = || -> Result<Added> {
        let bytes = bytes_of(&args.file)?;
        let (options, _deadline) = args.reading.start();
        let reading = read(&bytes, &format!("{name}.pdf"), &options)?;
        let document = convert(&reading, &args.rules.load()?, None)?;
        add(&args.to, &name, &bytes, &document, &doer)
    };
    match made() {
        Ok(Added::Made(parts)) => {
            let folder = args.to.join(&name);
            say!(
                "{}: made, {parts} parts that nobody has looked at",
                folder.display()
            );
            say!(
                "  help: compare them with the pages, and say so with `keikaku audit review {name} PART`"
            );
            Outcome::Clean
        }
        Ok(Added::NameTaken) => {
            say!("error: `{name}` is there already");
            say!("  help: give another name with `--name`");
            Outcome::NoResult
        }
        Ok(Added::SamePdf(other)) => {
            say!("error: `{other}` is a fixture of the same PDF");
            say!("  help: accept what has changed with `keikaku audit --accept {other}:WHAT`");
            Outcome::NoResult
        }
        Err(e) => {
            report::error(Some(&args.file), &e);
            Outcome::NoResult
        }
    }
}
