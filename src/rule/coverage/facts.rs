//! What a document and its reading say of the rule that read them.

use super::Met;
use crate::document::Document;
use crate::flow::{Block, Flow, Part};
use crate::reading::Reading;
use crate::rule::apply::{Bound, fold, tables_of};
use crate::rule::choose::Features;
use crate::rule::model::{Head, Rule};
use crate::rule::passages::passages;
use crate::rule::set::Entry;
use serde_json::Value;
use std::collections::BTreeSet;

/// What is known of one document.
pub struct Facts<'d> {
    /// The rule reads it.
    pub reads: bool,
    /// Head of the rule.
    pub head: &'d Head,
    /// The reading.
    pub reading: &'d Reading,
    /// What rules are chosen by.
    pub features: &'d Features,
    /// The document.
    pub document: &'d Document,
    /// Lines of the rule that values were read by.
    pub lines: BTreeSet<usize>,
    /// The tables that the rule reads.
    pub bound: Vec<Bound<'d>>,
    /// Every paragraph, folded.
    pub passages: Vec<String>,
    /// Every cell and every paragraph outside of tables, folded and without white space.
    pub labels: Vec<String>,
}

impl<'d> Facts<'d> {
    /// Gathers what is known.
    pub fn new(rule: &'d Rule, entry: &'d Entry, met: Met<'d>, reads: bool) -> Self {
        let Met {
            reading,
            features,
            document,
            ..
        } = met;
        let mut lines = BTreeSet::new();
        let mut bound = Vec::new();
        let (mut texts, mut labels) = (Vec::new(), Vec::new());
        if reads {
            // every place in the document, whatever it is the place of
            if let Ok(value) = serde_json::to_value(document) {
                rule_lines(&value, &mut lines);
            }
            lines.extend(met.lines);
            bound = tables_of(rule, &reading.flow);
            let all = passages(&reading.flow).into_iter();
            texts = all.map(|p| p.text.folded().as_str().to_owned()).collect();
            labels = labels_of(&reading.flow);
        }
        Self {
            reads,
            head: entry.head(),
            reading,
            features,
            document,
            lines,
            bound,
            passages: texts,
            labels,
        }
    }

    /// The paragraphs outside of tables.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.reading.flow.parts.iter().filter_map(|p| match p {
            Part::Block(block) => Some(block),
            Part::Table(_) => None,
        })
    }
}

fn labels_of(flow: &Flow) -> Vec<String> {
    let cells = flow.tables.iter().flat_map(|t| &t.cells);
    let cells = cells.map(|c| fold(c.text().as_str()));
    let blocks = flow.parts.iter().filter_map(|p| match p {
        Part::Block(block) => Some(fold(block.text.as_str())),
        Part::Table(_) => None,
    });
    cells.chain(blocks).filter(|t| !t.is_empty()).collect()
}

/// The lines in every `"rule": "file.toml:46"`.
fn rule_lines(value: &Value, out: &mut BTreeSet<usize>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(rule)) = map.get("rule") {
                out.extend(
                    rule.rsplit(':')
                        .next()
                        .and_then(|n| n.parse::<usize>().ok()),
                );
            }
            map.values().for_each(|v| rule_lines(v, out));
        }
        Value::Array(list) => list.iter().for_each(|v| rule_lines(v, out)),
        _ => {}
    }
}
