//! `history.jsonl` beside a truth: who held what to be right, when and why, one act a line. Lines are only ever
//! added.

use super::set::Fixture;
use crate::document::RuleRef;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;

/// Name of the file.
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
    fixture.truth.with_file_name(HISTORY)
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
            format!(", rule {} version {}", r.id, r.version)
        });
        let _ = writeln!(
            out,
            "{}  {} {did}  ({}{rule})",
            act.when, act.who, act.program
        );
        if !act.why.is_empty() {
            let _ = writeln!(out, "  why: {}", act.why);
        }
        for changed in &act.what {
            let _ = match (&changed.old, &changed.new) {
                (None, None) => writeln!(out, "  {}", changed.what),
                (old, new) => {
                    let (old, new) = (shown(old.as_ref()), shown(new.as_ref()));
                    writeln!(out, "  {}  {old} -> {new}", changed.what)
                }
            };
        }
    }
    out
}

/// Most characters of a value that are shown.
const MOST: usize = 80;

/// A value on a line.
pub fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None => return "nothing".into(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(map)) => match ["text", "title", "name", "term", "mark"]
            .iter()
            .find_map(|k| map.get(*k)?.as_str())
        {
            Some(text) => text.to_owned(),
            None => Value::Object(map.clone()).to_string(),
        },
        Some(other) => other.to_string(),
    };
    let text = text.replace('\n', " / ");
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("`{}…`", &text[..at]),
        None => format!("`{text}`"),
    }
}
