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
    let entry = set.all().find(|e| e.id() == rule);
    let entry = entry.ok_or_else(|| Error::NoSuchRule(rule.to_owned()))?;
    Ok(describe(entry.rule()?))
}

fn check(files: &[PathBuf]) -> Outcome {
    let mut checked = 0;
    let mut wrong = 0;
    if files.is_empty() {
        match RuleSet::shipped() {
            Ok(set) => {
                for entry in set.all() {
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
