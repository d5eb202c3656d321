//! `history.jsonl` beside `truth.json`, `X.history.jsonl` beside `X.truth.json`: who held what to be right, when and why, one act a line. Lines are only ever
//! added.

use super::leaves::leaves;
use super::set::Fixture;
use crate::document::RuleRef;
use crate::edition::show::clean::one_line;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;

/// Name of the file beside a `truth.json`.
pub const HISTORY: &str = "history.jsonl";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The fixture was made of a conversion.
    Add,
    /// What was found was held to be right.
    Accept,
    /// Something was looked at, and is right.
    Review,
}

/// One value of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// What: `items:1-1.実績`, `legend:B`, `plan.title`.
    pub what: String,
    /// What was held to be right before; absent where there was nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What is held to be right now; absent where it is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// When, in UTC (RFC 3339).
    pub when: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub act: Deed,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The values.
    pub what: Vec<Changed>,
    /// The program and its version.
    pub program: String,
    /// The rule that read the document, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleRef>,
}

/// Who does something, and when and why.
#[derive(Debug, Clone)]
pub struct Doer {
    /// When, in UTC (RFC 3339).
    pub when: String,
    /// Who.
    pub who: String,
    /// Why; may be empty for what needs no reason.
    pub why: String,
}

impl Doer {
    /// An act of theirs.
    pub fn act(&self, act: Deed, what: Vec<Changed>, rule: Option<RuleRef>) -> Act {
        Act {
            when: self.when.clone(),
            who: self.who.clone(),
            why: self.why.clone(),
            act,
            what,
            program: concat!("keikaku ", env!("CARGO_PKG_VERSION")).into(),
            rule,
        }
    }
}

/// The history of a fixture.
pub fn path(fixture: &Fixture) -> PathBuf {
    beside(fixture, HISTORY)
}

/// A file beside a truth; where the truth has the name of its PDF, so has the file: `plan.history.jsonl`.
pub(super) fn beside(fixture: &Fixture, name: &str) -> PathBuf {
    let truth = fixture.truth.file_name().unwrap_or_default();
    let truth = truth.to_string_lossy();
    let stem = truth.strip_suffix(".json").unwrap_or(&truth);
    let own = match stem {
        "truth" => name.to_owned(),
        stem => format!("{}.{name}", stem.strip_suffix(".truth").unwrap_or(stem)),
    };
    fixture.truth.with_file_name(own)
}

/// The history with one more act, as it is written.
///
/// # Errors
/// When it is there and cannot be read.
pub fn with(fixture: &Fixture, act: &Act) -> Result<(PathBuf, Vec<u8>)> {
    let path = path(fixture);
    let mut text = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(e) => return Err(Error::of_io(&path, &e)),
    };
    if text.last().is_some_and(|b| *b != b'\n') {
        text.push(b'\n');
    }
    let line = serde_json::to_string(act).map_err(|e| Error::Io {
        path: path.clone(),
        reason: e.to_string(),
    })?;
    text.extend(line.as_bytes());
    text.push(b'\n');
    Ok((path, text))
}

/// The acts, from the first.
///
/// # Errors
/// When the file cannot be read, or a line of it is no act.
pub fn read(fixture: &Fixture) -> Result<Vec<Act>> {
    let path = path(fixture);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::of_io(&path, &e)),
    };
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty());
    let act = |(i, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|e| Error::Io {
            path: path.clone(),
            reason: format!("line {} is no act: {e}", i + 1),
        })
    };
    lines.map(act).collect()
}

/// Acts for people.
pub fn text(acts: &[Act]) -> String {
    let mut out = String::new();
    for act in acts {
        let did = match act.act {
            Deed::Add => "made the fixture",
            Deed::Accept => "accepted",
            Deed::Review => "looked at",
        };
        let rule = act.rule.as_ref();
        let rule = rule.map_or(String::new(), |r| {
            format!(", rule {} version {}", one_line(&r.id), r.version)
        });
        let _ = writeln!(
            out,
            "{}  {} {did}  ({}{rule})",
            one_line(&act.when),
            one_line(&act.who),
            one_line(&act.program)
        );
        if !act.why.is_empty() {
            let _ = writeln!(out, "  why: {}", one_line(&act.why));
        }
        for changed in &act.what {
            let _ = writeln!(out, "  {}", one_line(&changed.what));
            for leaf in leaves(changed.old.as_ref(), changed.new.as_ref()) {
                let _ = writeln!(out, "    {leaf}");
            }
        }
    }
    out
}
