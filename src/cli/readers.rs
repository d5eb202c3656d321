//! The options of commands that have files read by other processes.

use crate::batch::{JobOptions, Launch};
use crate::error::{Error, Result};
use crate::rule::RuleSet;

/// Who reads, how many at a time, and by which rules.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    rules: super::rules::Source,
    /// Take the rule with this id without asking whether it fits
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Files converted at the same time (default: one per processor)
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    #[command(flatten)]
    reading: super::reading::Args,
}

impl Args {
    /// How readers are started, and the rules that they read by.
    ///
    /// # Errors
    /// When a rule file cannot be read or is wrong, or no rule has the id that is asked for.
    pub fn launch(&self) -> Result<(Launch, RuleSet)> {
        let launch = Launch::own(self.rules.setup()?)?;
        let rules = launch.setup.load()?;
        match &self.rule {
            Some(id) if rules.by_id(id).is_none() => Err(Error::NoSuchRule(id.clone())),
            _ => Ok((launch, rules)),
        }
    }

    /// How each file is read.
    pub fn options(&self) -> JobOptions {
        self.reading.options(self.rule.as_deref())
    }

    /// How PDFs are read, without a rule.
    pub fn reading(&self) -> &super::reading::Args {
        &self.reading
    }

    /// As many files at a time as there are processors, unless told otherwise.
    pub fn jobs(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, |n| n.get());
        self.jobs.filter(|n| *n > 0).unwrap_or_else(processors)
    }
}
