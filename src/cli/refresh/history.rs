//! `keikaku refresh history`, `… series` and `… export`.

use super::{Format, dataset_of, json, text};
use crate::cli::{Outcome, print, report};
use crate::dataset::{Dataset, Identity};
use crate::error::{Error, Result};
use crate::output::{self, Options};
use std::path::PathBuf;

/// Arguments of `refresh history` and `refresh series`.
#[derive(clap::Args)]
pub struct Args {
    /// The list of sources
    sources: PathBuf,
    /// Its id in the data set, its number, or a part of its title; of several that are found, all are listed
    query: String,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Arguments of `refresh export`.
#[derive(clap::Args)]
pub struct Export {
    /// The list of sources
    sources: PathBuf,
    /// Folder for the files
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,
    /// How they are written; several with commas between
    #[arg(long, value_enum, value_delimiter = ',', default_value = "json")]
    format: Vec<output::Format>,
    /// CSV files begin with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    /// Leave texts in CSV as they are, even where a spreadsheet would run them as a formula
    #[arg(long)]
    formulas: bool,
}

/// The states of an item over all editions.
pub fn history(args: &Args) -> Result<Outcome> {
    let (_, dataset) = dataset_of(&args.sources)?;
    let found = dataset.items(&args.query)?;
    let Some(item) = only(&args.query, "item", &found) else {
        return missing("item", &args.query, &found);
    };
    let states = dataset.history(&item.id)?;
    match args.format {
        Format::Text => print(&text::history(item, &states, &dataset.lineage(&item.id)?)),
        Format::Json => print(&format!("{:#}\n", json(&states)?)),
    }
    Ok(Outcome::Clean)
}

/// The values of an indicator over all editions.
pub fn series(args: &Args) -> Result<Outcome> {
    let (_, dataset) = dataset_of(&args.sources)?;
    let found = dataset.indicators(&args.query)?;
    let Some(indicator) = only(&args.query, "indicator", &found) else {
        return missing("indicator", &args.query, &found);
    };
    let values = dataset.series(&indicator.id)?;
    match args.format {
        Format::Text => print(&text::series(
            indicator,
            &values,
            &contradictions(&dataset, indicator)?,
        )),
        Format::Json => print(&format!("{:#}\n", json(&values)?)),
    }
    Ok(Outcome::Clean)
}

/// What two editions print otherwise of an indicator.
fn contradictions(dataset: &Dataset, indicator: &Identity) -> Result<Vec<crate::Finding>> {
    let all = dataset.disagreements()?.into_iter();
    let own = all.filter(|d| d.before.indicator == indicator.id);
    Ok(own.map(|d| d.finding()).collect())
}

/// The one that is meant: by its id, or the only one that is found.
fn only<'f>(query: &str, what: &str, found: &'f [Identity]) -> Option<&'f Identity> {
    match found {
        [one] => Some(one),
        _ => {
            let exact = found.iter().find(|f| f.id == query);
            if exact.is_none() && !found.is_empty() {
                say!(
                    "`{query}` is found in {} {what}s: name one by its id",
                    found.len()
                );
            }
            exact
        }
    }
}

fn missing(what: &'static str, query: &str, found: &[Identity]) -> Result<Outcome> {
    if found.is_empty() {
        return Err(Error::NoSuchRecord {
            what,
            id: query.to_owned(),
        });
    }
    print(&text::identities(found));
    Ok(Outcome::NoResult)
}

/// All documents of the data set in other formats.
pub fn exported(args: &Export) -> Result<Outcome> {
    let (_, dataset) = dataset_of(&args.sources)?;
    let options = Options {
        bom: args.bom,
        formulas: args.formulas,
    };
    let mut formats = Vec::new();
    for format in &args.format {
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    let (mut files, mut left_out) = (0, 0);
    for format in formats {
        let done = dataset.export(format, &args.out, &options)?;
        files += done.files.len();
        left_out += done.left_out.len();
        for failure in &done.left_out {
            report::failure(format.name(), failure);
        }
    }
    say!("{files} files in {}", args.out.display());
    Ok(match left_out {
        0 => Outcome::Clean,
        _ => Outcome::SomeFailed,
    })
}
