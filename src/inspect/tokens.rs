//! What of a document looks like a number, a year or a mark, and what of it is not understood.

use crate::document::Document;
use crate::normalize::{Policy, normalized};
use crate::reading::Reading;
use crate::rule::passages;
use crate::value::tokens::tokens;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A token and its place.
struct Found {
    text: String,
    kind: &'static str,
    said: Option<String>,
    page: u32,
    bbox: [f64; 4],
}

fn found(reading: &Reading, document: &Document) -> Vec<Found> {
    let key = |mark: &str| normalized(Policy::PLAIN, mark);
    let legend: BTreeSet<String> = document.legend.iter().map(|l| key(&l.mark)).collect();
    let is_known = |mark: &str| legend.contains(mark);
    let mut out = Vec::new();
    for passage in passages(&reading.flow) {
        let text = passage.text.normalized(Policy::PLAIN);
        for token in tokens(text.as_str(), &is_known) {
            let piece = text.slice(token.range);
            if let Some(at) = piece.at().first() {
                out.push(Found {
                    text: piece.as_str().to_owned(),
                    kind: token.kind,
                    said: token.said,
                    page: at.page,
                    bbox: at.r#box,
                });
            }
        }
    }
    out
}

/// How many tokens of each kind there are, and how many of them are not understood.
fn totals(found: &[Found]) -> BTreeMap<&'static str, (usize, usize)> {
    let mut out: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for token in found {
        let entry = out.entry(token.kind).or_default();
        entry.0 += 1;
        entry.1 += usize::from(token.said.is_none());
    }
    out
}

/// The tokens, one a line, and their totals.
pub fn tokens_text(reading: &Reading, document: &Document) -> String {
    let found = found(reading, document);
    let mut out = String::new();
    for token in &found {
        let said = token.said.as_deref().unwrap_or("NOT UNDERSTOOD");
        let [x0, top, x1, bottom] = token.bbox.map(|v| v.round() as i64);
        let _ = writeln!(
            out,
            "p{} [{x0} {top} {x1} {bottom}] {:?} {}: {said}",
            token.page, token.text, token.kind
        );
    }
    for (kind, (all, not)) in totals(&found) {
        let _ = writeln!(out, "{kind}: {all}, {not} not understood");
    }
    out
}

/// The same as JSON: `tokens` and `totals`.
pub fn tokens_json(reading: &Reading, document: &Document) -> Value {
    let found = found(reading, document);
    let totals: BTreeMap<&str, Value> = totals(&found)
        .into_iter()
        .map(|(kind, (all, not))| (kind, json!({ "all": all, "not_understood": not })))
        .collect();
    let tokens: Vec<Value> = found
        .iter()
        .map(|t| json!({ "text": t.text, "kind": t.kind, "said": t.said, "page": t.page, "box": t.bbox }))
        .collect();
    json!({ "tokens": tokens, "totals": totals })
}
