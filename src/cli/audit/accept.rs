//! `keikaku audit --accept NAME:WHAT`: new truth for what a person names.

use super::super::{Outcome, print, report};
use super::who;
use crate::audit::accept::{Acceptance, Refusal, no_shared_truth, prepare, read, write};
use crate::audit::leaves::leaves;
use crate::audit::{Fixture, FixtureSet, Options};
use crate::document::At;
use crate::edition::show::clean::one_line;
use crate::rule::RuleSet;
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
pub fn run(args: &Args, set: &FixtureSet, rules: &RuleSet, options: &Options) -> Outcome {
    let mut by_fixture: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for name in &args.accept {
        let Some((fixture, what)) = parted(set, name) else {
            let name = one_line(name);
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
    let mut meant = Vec::new();
    for (name, whats) in &by_fixture {
        match named(set, name) {
            Some(fixture) => meant.push((fixture, whats)),
            None => return Outcome::NoResult,
        }
    }
    let fixtures: Vec<&Fixture> = meant.iter().map(|(f, _)| *f).collect();
    if let Err(e) = no_shared_truth(&fixtures) {
        return refused(None, &e);
    }
    let mut ready = Vec::new();
    for (fixture, whats) in meant {
        let document = read(fixture, rules, options);
        let whole = args.whole_document;
        match document.and_then(|d| prepare(set, fixture, &d, whats, whole)) {
            Ok(acceptance) => ready.push((fixture, acceptance)),
            Err(e) => return refused(Some(fixture), &e),
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
    if let Err(e) = write(set, &ready, &doer) {
        report::error(None, &e);
        return Outcome::NoResult;
    }
    for (fixture, acceptance) in &ready {
        let n = acceptance.edits.len();
        let values = if n == 1 { "value" } else { "values" };
        let (name, who) = (one_line(&fixture.name), one_line(&doer.who));
        say!("{name}: {n} {values} accepted by {who}");
    }
    Outcome::Clean
}

/// `NAME:WHAT` in two: the longest name of a fixture, which may have a colon too, and what of it.
fn parted<'n>(set: &FixtureSet, name: &'n str) -> Option<(&'n str, &'n str)> {
    let mut cuts = name
        .match_indices(':')
        .map(|(at, _)| (&name[..at], &name[at + 1..]));
    let known = |(fixture, _): &(&str, &str)| set.fixtures.iter().any(|f| f.name == *fixture);
    let longest = cuts.rfind(known);
    longest
        .or_else(|| name.split_once(':'))
        .filter(|(_, what)| !what.is_empty())
}

fn refused(fixture: Option<&Fixture>, e: &Refusal) -> Outcome {
    let name = fixture.map_or(String::new(), |f| format!("{}: ", f.name));
    say!("error: {}", one_line(&format!("{name}{e}")));
    say!("  help: {}", e.help());
    Outcome::NoResult
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

fn text(fixture: &Fixture, acceptance: &Acceptance) -> String {
    let mut out = format!("{}\n", one_line(&fixture.name));
    for edit in &acceptance.edits {
        let changed = &edit.changed;
        let own = edit.at.first();
        let _ = writeln!(out, "  {}{}", one_line(&changed.what), place(own));
        let _ = writeln!(out, "    held to be right -> found");
        for leaf in leaves(changed.old.as_ref(), changed.new.as_ref()) {
            let near = edit.found.as_ref().and_then(|f| leaf.place(f));
            let near = near.filter(|at| Some(at) != own);
            let _ = writeln!(out, "    {leaf}{}", place(near.as_ref()));
        }
    }
    for name in &acceptance.same {
        let name = one_line(name);
        let _ = writeln!(out, "  {name}: held to be right as it was found");
    }
    out
}

fn place(at: Option<&At>) -> String {
    at.map_or(String::new(), |at| {
        let [x0, top, x1, bottom] = at.r#box.map(|v| v.round());
        format!("  page {} [{x0} {top} {x1} {bottom}]", at.page)
    })
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
