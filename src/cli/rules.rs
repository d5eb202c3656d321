//! `keikaku rules`.

use super::{Outcome, print, report};
use crate::error::{Error, Result};
use crate::rule::{RuleSet, check_examples, compile, describe};
use clap::Subcommand;
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
    /// Check rule files and run their examples; without files, those at hand
    Check {
        /// Rule files or folders
        files: Vec<PathBuf>,
    },
    /// Say in words what a rule reads
    Explain {
        /// Id of a rule at hand, or a rule file
        rule: String,
        #[command(flatten)]
        source: Source,
    },
}

impl Source {
    /// The shipped rules with those of the folder.
    ///
    /// # Errors
    /// When a file cannot be read or is no rule.
    pub fn load(&self) -> Result<RuleSet> {
        if self.no_rules {
            return Ok(RuleSet::default());
        }
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
    let io = |path: &Path, reason: String| Error::Io {
        path: path.to_owned(),
        reason,
    };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|e| io(path, e.to_string()))?;
        files = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
        files.retain(|f| f.file_name().is_none_or(|n| n != "vocabulary.toml"));
        files.sort();
        if files.is_empty() {
            return Err(io(path, "no rule file (`*.toml`) found here".into()));
        }
    }
    files
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).map_err(|e| io(&file, e.to_string()))?;
            Ok((file.to_string_lossy().into_owned(), text))
        })
        .collect()
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
        Command::Check { files } => check(files),
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

fn check(files: &[PathBuf]) -> Outcome {
    let mut checked = 0;
    let mut wrong = 0;
    if files.is_empty() {
        match RuleSet::shipped() {
            Ok(set) => {
                for entry in set.rules() {
                    checked += 1;
                    let found = match entry.rule() {
                        Ok(rule) => check_examples(rule),
                        Err(Error::Rules(found)) => found,
                        Err(_) => Vec::new(),
                    };
                    wrong += usize::from(!found.is_empty());
                    found.iter().for_each(report::diagnostic);
                }
            }
            Err(e) => {
                report::error(None, &e);
                return Outcome::Findings;
            }
        }
    }
    for path in files {
        let read = match read_rules(path) {
            Ok(read) => read,
            Err(e) => {
                report::error(None, &e);
                return Outcome::NoResult;
            }
        };
        for (name, text) in read {
            checked += 1;
            let found = match compile(&name, &text) {
                Ok(rule) => check_examples(&rule),
                Err(found) => found,
            };
            wrong += usize::from(!found.is_empty());
            found.iter().for_each(report::diagnostic);
        }
    }
    eprintln!("{checked} rule file(s) checked, {wrong} with mistakes");
    if wrong > 0 {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}
