//! `keikaku rules`.

use super::language::phrase;
use super::{Outcome, print, report};
use crate::batch::Setup;
use crate::error::{Error, Result};
use crate::rule::{self, Checked, RuleSet, compile, describe};
use clap::Subcommand;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Where rules come from.
#[derive(clap::Args)]
pub struct Source {
    /// Folder or file with rules that add to the shipped ones, or replace those of the same id
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Read without rule files: what is plain to see
    #[arg(long, conflicts_with = "rules")]
    no_rules: bool,
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
    /// Write a commented draft of a rule file for a PDF
    New {
        /// The PDF
        file: PathBuf,
        /// Id of the rule; by default the name of the file
        #[arg(long)]
        id: Option<String>,
        #[command(flatten)]
        reading: super::reading::Args,
    },
    /// Check rule files and run their examples; without files, the shipped ones
    Check {
        /// Rule files, or folders of which each `*.toml` is checked (not those in folders below, nor
        /// `vocabulary.toml`)
        files: Vec<PathBuf>,
        /// How mistakes are printed: for people on stderr, or as JSON objects, one a line, on stdout
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
    },
    /// Say in words what a rule reads
    Explain {
        /// Id of a rule at hand, or a rule file
        rule: String,
        #[command(flatten)]
        source: Source,
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
    /// The shipped rules with those of the folder, as texts.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn setup(&self) -> Result<Setup> {
        let rules = self.rules.as_deref().map(read_rules).transpose()?;
        Ok(Setup {
            shipped: !self.no_rules,
            rules: rules.unwrap_or_default(),
        })
    }

    /// The shipped rules with those of the folder.
    ///
    /// # Errors
    /// When a file cannot be read or is no rule.
    pub fn load(&self) -> Result<RuleSet> {
        self.setup()?.load()
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
    let paths = entries.map(|e| e.map(|e| e.path()));
    let files: std::io::Result<Vec<PathBuf>> = paths.collect();
    let mut files = files.map_err(|e| io(path, e))?;
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
    let bytes = std::fs::read(file).map_err(|e| io(file, e))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| io(file, "not UTF-8: save the file with the encoding UTF-8"))?;
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
        Command::New { file, id, reading } => new(file, id.as_deref(), reading),
        Command::Explain { rule, source } => match explain(rule, source) {
            Ok(text) => {
                print(&text);
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

/// Prints a draft for a PDF.
fn new(file: &Path, id: Option<&str>, args: &super::reading::Args) -> Outcome {
    let (options, _deadline) = args.start();
    let name = file.file_stem().map(|s| s.to_string_lossy().into_owned());
    let id = id.map(str::to_owned).or(name).unwrap_or_default();
    let reading = crate::batch::bytes_of(file)
        .and_then(|bytes| crate::reading::read(&bytes, &file.to_string_lossy(), &options));
    match reading {
        Ok(reading) => {
            print(&crate::rule::draft(&reading, &id));
            Outcome::Clean
        }
        Err(e) => {
            report::error(Some(file), &e);
            Outcome::NoResult
        }
    }
}

/// What a rule reads: one at hand by its id, or that of a file.
fn explain(rule: &str, source: &Source) -> Result<String> {
    let path = Path::new(rule);
    if path.is_file() {
        let files = read_rules(path)?;
        let each = files.iter().map(|(name, text)| compile(name, text));
        let rules = each.collect::<std::result::Result<Vec<_>, _>>();
        return Ok(rules.map_err(Error::Rules)?.iter().map(describe).collect());
    }
    let set = source.load()?;
    let entry = set.by_id(rule);
    let entry = entry.ok_or_else(|| Error::NoSuchRule(rule.to_owned()))?;
    Ok(describe(entry.rule()?))
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
    let said = format!("{all} rule file(s) checked, {wrong} with mistakes");
    say!("{}", phrase(&said));
    match (unreadable, wrong) {
        (true, _) => Outcome::NoResult,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Findings,
    }
}

/// Names and texts of the files to check, and whether some could not be read, which is reported.
fn files_to_check(paths: &[PathBuf]) -> (Vec<(String, String)>, bool) {
    if paths.is_empty() {
        return (RuleSet::shipped_files(), false);
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
