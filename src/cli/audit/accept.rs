//! `keikaku audit --accept NAME:WHAT`: new truth for what a person names.

use super::super::{Outcome, print, reading, report};
use super::who;
use crate::audit::accept::{Acceptance, prepare};
use crate::audit::history::shown;
use crate::audit::{Fixture, FixtureSet};
use crate::batch::bytes_of;
use crate::document::Document;
use crate::error::Result;
use crate::reading::read;
use crate::rule::{RuleSet, convert};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{BufRead, IsTerminal};

/// What is accepted, and how.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Hold what is found to be right from now on, for what is named: `FIXTURE:ITEM`, `FIXTURE:ITEM.FIELD`,
    /// `FIXTURE:plan.title`, `FIXTURE:legend.B`, `FIXTURE:tables` …
    #[arg(long, value_name = "NAME:WHAT", num_args = 1..)]
    pub accept: Vec<String>,
    /// Why it is right, for the history
    #[arg(long, requires = "accept")]
    why: Option<String>,
    /// Allow `FIXTURE:*`, the whole document
    #[arg(long, requires = "accept")]
    whole_document: bool,
    /// Write without asking
    #[arg(long, requires = "accept")]
    yes: bool,
    #[command(flatten)]
    who: who::Args,
}

/// Shows what would change, asks, and writes.
pub fn run(args: &Args, set: &FixtureSet, rules: &RuleSet, reading: &reading::Args) -> Outcome {
    let mut by_fixture: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for name in &args.accept {
        let Some((fixture, what)) = name.split_once(':').filter(|(_, what)| !what.is_empty())
        else {
            say!("error: `{name}` names no part of a fixture");
            say!("  help: say what of it: `{name}:ITEM`, `{name}:ITEM.FIELD`, `{name}:legend.B`");
            return Outcome::NoResult;
        };
        by_fixture.entry(fixture).or_default().push(what.to_owned());
    }
    let Some(why) = args.why.as_deref().filter(|w| !w.trim().is_empty()) else {
        say!("error: it is not said why this is right");
        say!("  help: say it with `--why`: the history keeps it");
        return Outcome::NoResult;
    };
    let Some(doer) = args.who.doer(why) else {
        return Outcome::NoResult;
    };
    let mut ready = Vec::new();
    for (name, whats) in by_fixture {
        let Some(fixture) = named(set, name) else {
            return Outcome::NoResult;
        };
        match prepared(args, fixture, rules, reading, &whats) {
            Some(acceptance) => ready.push((fixture, acceptance)),
            None => return Outcome::NoResult,
        }
    }
    for (fixture, acceptance) in &ready {
        print(&text(fixture, acceptance));
    }
    ready.retain(|(_, a)| !a.edits.is_empty());
    if ready.is_empty() {
        say!("nothing changes");
        return Outcome::Clean;
    }
    if !(args.yes || asked()) {
        say!("nothing was written");
        say!("  help: look at the values, and say `--yes` if all of them are right");
        return Outcome::Findings;
    }
    for (fixture, acceptance) in &ready {
        if let Err(e) = acceptance.write(set, fixture, &doer) {
            report::error(None, &e);
            return Outcome::NoResult;
        }
        let n = acceptance.edits.len();
        let values = if n == 1 { "value" } else { "values" };
        say!("{}: {n} {values} accepted by {}", fixture.name, doer.who);
    }
    Outcome::Clean
}

/// The fixture of a name; says which is meant where there is none.
pub fn named<'s>(set: &'s FixtureSet, name: &str) -> Option<&'s Fixture> {
    let found = set.fixtures.iter().find(|f| f.name == name);
    if found.is_none() {
        say!("error: no fixture is called `{name}`");
        let names = set.fixtures.iter().map(|f| f.name.as_str());
        let near = names.min_by_key(|n| strsim::damerau_levenshtein(n, name));
        match near {
            Some(near) => say!("  help: did you mean `{near}`?"),
            None => say!("  help: the set has no fixture"),
        }
    }
    found
}

fn prepared(
    args: &Args,
    fixture: &Fixture,
    rules: &RuleSet,
    reading: &reading::Args,
    whats: &[String],
) -> Option<Acceptance> {
    let document = match document(fixture, rules, reading) {
        Ok(document) => document,
        Err(e) => {
            report::error(Some(&fixture.pdf), &e);
            return None;
        }
    };
    match prepare(fixture, &document, whats, args.whole_document) {
        Ok(acceptance) => Some(acceptance),
        Err(e) => {
            say!("error: {}: {e}", fixture.name);
            say!("  help: {}", e.help());
            None
        }
    }
}

fn document(fixture: &Fixture, rules: &RuleSet, reading: &reading::Args) -> Result<Document> {
    let bytes = bytes_of(&fixture.pdf)?;
    let name = fixture
        .pdf
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let (options, _deadline) = reading.start();
    convert(
        &read(&bytes, &name, &options)?,
        rules,
        fixture.rule.as_deref(),
    )
}

fn text(fixture: &Fixture, acceptance: &Acceptance) -> String {
    let mut out = format!("{}\n", fixture.name);
    for edit in &acceptance.edits {
        let place = edit.at.first().map_or(String::new(), |at| {
            let [x0, top, x1, bottom] = at.r#box.map(|v| v.round());
            format!("  page {} [{x0} {top} {x1} {bottom}]", at.page)
        });
        let changed = &edit.changed;
        let _ = writeln!(out, "  {}{place}", changed.what);
        let _ = writeln!(out, "    held to be right  {}", shown(changed.old.as_ref()));
        let _ = writeln!(out, "    found             {}", shown(changed.new.as_ref()));
    }
    for name in &acceptance.same {
        let _ = writeln!(out, "  {name}: held to be right as it was found");
    }
    out
}

/// Asks on a terminal; without one nobody agrees.
fn asked() -> bool {
    if !std::io::stdin().is_terminal() {
        return false;
    }
    say!("is what was found right? [y/N]");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}
