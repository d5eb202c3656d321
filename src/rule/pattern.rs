//! Compiled patterns, each distinct one once per process, and what a pattern can match at all.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind, Look};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

/// Largest compiled size of one pattern in bytes; a larger one is refused as too complex.
pub const MAX_BYTES: usize = 1 << 20;
/// Most captures in one pattern.
pub const MAX_CAPTURES: usize = 64;
/// Patterns that are kept, some 20 kB each; a run over more begins anew, so that a long-lived program does not
/// grow.
const MAX_KEPT: usize = 4_000;

/// A pattern as it is kept: the expression, and what it can match.
#[derive(Debug)]
struct Kept {
    regex: Arc<Regex>,
    facts: OnceLock<Facts>,
}

/// Why a pattern is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no regular expression.
    Bad(String),
    /// Its automaton is too large.
    TooLarge,
    /// It has this many captures.
    Captures(usize),
}

static KEPT: LazyLock<Mutex<HashMap<String, Arc<Kept>>>> = LazyLock::new(Mutex::default);

fn kept(folded: &str) -> Result<Arc<Kept>, Refused> {
    // a thread that panics leaves no half-made entry behind
    let lock = || KEPT.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(found) = lock().get(folded) {
        return Ok(Arc::clone(found));
    }
    let made = Arc::new(Kept {
        regex: Arc::new(build(folded)?),
        facts: OnceLock::new(),
    });
    let mut all = lock();
    if all.len() >= MAX_KEPT {
        all.clear();
    }
    all.insert(folded.to_owned(), Arc::clone(&made));
    Ok(made)
}

fn build(folded: &str) -> Result<Regex, Refused> {
    let built = RegexBuilder::new(folded)
        .dot_matches_new_line(true)
        .size_limit(MAX_BYTES)
        .build();
    let regex = built.map_err(|e| match e {
        regex::Error::CompiledTooBig(_) => Refused::TooLarge,
        e => {
            let reason = e.to_string();
            let last = reason.lines().last().unwrap_or_default();
            Refused::Bad(last.trim_start_matches("error: ").to_owned())
        }
    })?;
    match regex.captures_len() - 1 {
        many if many > MAX_CAPTURES => Err(Refused::Captures(many)),
        _ => Ok(regex),
    }
}

/// A folded pattern, compiled.
///
/// # Errors
/// Why it is refused.
pub fn compiled(folded: &str) -> Result<Arc<Regex>, Refused> {
    kept(folded).map(|kept| Arc::clone(&kept.regex))
}

/// What a pattern can match.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Why no text can match it, if none can.
    pub never: Option<&'static str>,
    /// It matches every text that is not blank, from end to end, whatever it captures.
    pub everything: bool,
    /// It needs white space, of which header cells have none.
    pub space: bool,
    /// The names of its captures.
    pub captures: Vec<String>,
}

/// What a folded pattern can match; nothing is known of one that does not compile.
pub fn facts(folded: &str) -> Option<Facts> {
    let kept = kept(folded).ok()?;
    Some(
        kept.facts
            .get_or_init(|| facts_of(folded, &kept.regex))
            .clone(),
    )
}

fn facts_of(folded: &str, regex: &Regex) -> Facts {
    let names = regex.capture_names().flatten();
    let captures = names.map(str::to_owned).collect();
    let parsed = regex_syntax::ParserBuilder::new()
        .dot_matches_new_line(true)
        .build()
        .parse(folded);
    match parsed {
        Ok(hir) => Facts {
            never: dead(&hir, Around::default()),
            everything: takes_everything(&hir),
            space: needs_space(&hir),
            captures,
        },
        Err(_) => Facts {
            captures,
            ..Facts::default()
        },
    }
}

/// Whether something must stand before or behind a part of a pattern.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    before: bool,
    behind: bool,
}

/// Why a part of a pattern can never match, if it cannot.
fn dead(hir: &Hir, around: Around) -> Option<&'static str> {
    match hir.kind() {
        HirKind::Class(class) if class.is_empty() => Some("a class of characters is empty"),
        HirKind::Look(Look::Start) if around.before => Some("`^` stands behind other characters"),
        HirKind::Look(Look::End) if around.behind => Some("`$` stands before other characters"),
        HirKind::Capture(capture) => dead(&capture.sub, around),
        // what may be left out does no harm
        HirKind::Repetition(repetition) if repetition.min > 0 => dead(&repetition.sub, around),
        HirKind::Alternation(parts) => {
            let mut reasons = parts.iter().map(|p| dead(p, around));
            let first = reasons.next()??;
            reasons.all(|r| r.is_some()).then_some(first)
        }
        HirKind::Concat(parts) => {
            let filled =
                |parts: &[Hir]| parts.iter().any(|p| p.properties().minimum_len() > Some(0));
            parts.iter().enumerate().find_map(|(i, part)| {
                let around = Around {
                    before: around.before || filled(&parts[..i]),
                    behind: around.behind || filled(&parts[i + 1..]),
                };
                dead(part, around)
            })
        }
        _ => None,
    }
}

/// Whether a pattern is `.+` or `.*`, with or without anchors and captures: it takes every text whole.
fn takes_everything(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Capture(capture) => takes_everything(&capture.sub),
        HirKind::Repetition(repetition) => {
            repetition.min <= 1 && repetition.max.is_none() && is_any_char(&repetition.sub)
        }
        HirKind::Concat(parts) => {
            let anchor = |p: &&Hir| matches!(p.kind(), HirKind::Look(Look::Start | Look::End));
            let mut rest = parts.iter().filter(|p| !anchor(p));
            let first = rest.next().is_some_and(takes_everything);
            // `.+?` alone would take one character, so it needs `$`; both are fine with it
            first && rest.next().is_none()
        }
        _ => false,
    }
}

fn is_any_char(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            let count: u32 = class.ranges().iter().map(|r| r.len() as u32).sum();
            count > 0x10_0000
        }
        _ => false,
    }
}

/// Whether a pattern needs a space or a line break: one that must be there, and no class with other
/// characters.
fn needs_space(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            text.contains(char::is_whitespace)
        }
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            let ranges = class.ranges();
            let blank = |r: &regex_syntax::hir::ClassUnicodeRange| {
                (r.start()..=r.end()).all(char::is_whitespace)
            };
            !ranges.is_empty() && ranges.iter().all(blank)
        }
        HirKind::Capture(capture) => needs_space(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_space(&repetition.sub),
        HirKind::Alternation(parts) => parts.iter().all(needs_space),
        HirKind::Concat(parts) => parts.iter().any(needs_space),
        _ => false,
    }
}
