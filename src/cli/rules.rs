//! `keikaku rules`.

use super::{Outcome, print, report};
use crate::error::{Error, Result};
use crate::rule::{self, Checked, RuleSet};
use clap::Subcommand;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Where rules come from.
#[derive(clap::Args)]
pub struct Source {
    /// Folder or file with rules that add to the shipped ones, or replace those of the same id
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

/// Arguments of `rules`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the rules at hand
    List(Source),
    /// Check rule files and run their examples; without files, the shipped ones
    Check {
        /// Rule files, or folders of which each `*.toml` is checked (not those in folders below, nor
        /// `vocabulary.toml`)
        files: Vec<PathBuf>,
        /// How mistakes are printed: for people on stderr, or as JSON objects, one a line, on stdout
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
    },
    /// Print what rule files are made of: as JSON Schema for editors, or as the reference of the guide
    Schema {
        /// What to print
        #[arg(long, value_enum, default_value = "json")]
        format: SchemaFormat,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SchemaFormat {
    Json,
    Markdown,
}

impl Source {
    /// The shipped rules with those of the folder.
    ///
    /// # Errors
    /// When a file cannot be read or is no rule.
    pub fn load(&self) -> Result<RuleSet> {
        let mut set = RuleSet::shipped()?;
        if let Some(folder) = &self.rules {
            let files = read_rules(folder)?;
            set.add(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?;
        }
        Ok(set)
    }
}

/// The rule files in a folder, or the file itself: name and text.
fn read_rules(path: &Path) -> Result<Vec<(String, String)>> {
    rule_files(path)?.iter().map(|f| read_rule(f)).collect()
}

fn io(path: &Path, reason: impl ToString) -> Error {
    Error::Io {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// The rule files in a folder, by name, or the file itself.
fn rule_files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|e| io(path, e))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.retain(|f| f.file_name().is_none_or(|n| n != "vocabulary.toml"));
    files.sort();
    if files.is_empty() {
        return Err(io(path, "no rule file (`*.toml`) found here"));
    }
    Ok(files)
}

/// Name and text of a rule file.
fn read_rule(file: &Path) -> Result<(String, String)> {
    let text = std::fs::read_to_string(file).map_err(|e| io(file, e))?;
    Ok((file.to_string_lossy().into_owned(), text))
}

pub fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::List(source) => match source.load() {
            Ok(set) => {
                for rule in set.rules() {
                    print(&format!(
                        "{}\tv{}\t{}\n",
                        rule.id(),
                        rule.version(),
                        rule.title()
                    ));
                }
                Outcome::Clean
            }
            Err(e) => {
                report::error(None, &e);
                Outcome::NoResult
            }
        },
        Command::Check { files, format } => check(files, *format),
        Command::Schema { format } => {
            match format {
                SchemaFormat::Json => print(&format!("{:#}\n", crate::rule::config::json_schema())),
                SchemaFormat::Markdown => print(&crate::rule::reference()),
            }
            Outcome::Clean
        }
    }
}

fn check(paths: &[PathBuf], format: CheckFormat) -> Outcome {
    let (files, unreadable) = files_to_check(paths);
    let mut checked: Vec<Checked> = files
        .par_iter()
        .map(|(name, text)| rule::check(name, text))
        .collect();
    rule::check_ids(&mut checked);
    for found in checked.iter().flat_map(|c| &c.found) {
        match format {
            CheckFormat::Text => report::diagnostic(found),
            CheckFormat::Json => print(&format!("{}\n", report::diagnostic_json(found))),
        }
    }
    let wrong = checked.iter().filter(|c| !c.found.is_empty()).count();
    let all = checked.len();
    eprintln!("{all} rule file(s) checked, {wrong} with mistakes");
    match (unreadable, wrong) {
        (true, _) => Outcome::NoResult,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Findings,
    }
}

/// Names and texts of the files to check, and whether some could not be read, which is reported.
fn files_to_check(paths: &[PathBuf]) -> (Vec<(String, String)>, bool) {
    if paths.is_empty() {
        let shipped = RuleSet::shipped_files().into_iter();
        return (shipped.map(|(n, t)| (n, t.to_owned())).collect(), false);
    }
    let mut files = Vec::new();
    let mut unreadable = false;
    for path in paths {
        match rule_files(path) {
            Ok(found) => files.extend(found),
            Err(e) => {
                unreadable = true;
                report::error(None, &e);
            }
        }
    }
    let mut out = Vec::new();
    for file in files {
        match read_rule(&file) {
            Ok(read) => out.push(read),
            Err(e) => {
                unreadable = true;
                report::error(None, &e);
            }
        }
    }
    (out, unreadable)
}
