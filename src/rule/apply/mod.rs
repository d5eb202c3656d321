//! Applying a rule to a reading.

mod builder;
mod capture;
mod checks;
mod codes;
mod columns;
mod counts;
mod draft;
mod entries;
mod grids;
mod indicators;
mod legends;
mod links;
mod marks;
mod numbering;
mod outline;
mod plan;
mod repeated;
mod sections;
mod stated;
mod tables;
mod values;

pub(super) use capture::capture;
pub(super) use draft::fold;
pub(super) use entries::cut;
pub(super) use indicators::find as find_indicators;
pub(super) use stated::stated;

use super::model::Rule;
use super::passages::passages;
use super::set::{Choice, RuleSet};
use crate::document::{Document, RuleRef};
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::flow::{Block, Part};
use crate::reading::Reading;
use builder::Builder;

/// Chooses the rule for a reading and applies it; `id` names a rule to take without asking.
///
/// # Errors
/// When two rules fit equally well.
pub fn convert(reading: &Reading, rules: &RuleSet, id: Option<&str>) -> Result<Document> {
    Ok(match rules.choose(reading, id)? {
        Choice::Rule(rule, score, next) => {
            let mut document = apply(reading, Some(rule));
            document.rule = Some(RuleRef {
                id: rule.id.clone(),
                version: rule.version,
                sha256: rule.sha256.clone(),
            });
            if let Some((other, other_score)) = next.filter(|(_, s)| *s + 1 >= score) {
                let message = format!(
                    "`{}` (score {score}) was taken; `{}` reaches {other_score}",
                    rule.id,
                    other.id()
                );
                let finding = Finding::new(Code::RuleWeakMatch, message, Vec::new());
                document.findings.push(finding);
            }
            document
        }
        Choice::None(fallback) => {
            let mut document = apply(reading, fallback);
            let message = "no rule file fits this document";
            let finding = Finding::new(Code::NoRule, message, Vec::new());
            document.findings.insert(0, finding);
            document
        }
    })
}

/// Applies a rule; without one the document has text, sections and tables only.
pub fn apply(reading: &Reading, rule: Option<&Rule>) -> Document {
    let mut builder = Builder::new(reading, rule);
    let passages = passages(&reading.flow);
    if let Some(rule) = rule {
        let bound = tables::bind(rule, &reading.flow.tables, &mut builder);
        builder.plan(rule, &passages);
        builder.legends(rule, &passages, &bound);
        let footnotes = builder.footnotes(rule, &passages);
        let mut sections = sections::Reader::new(rule);
        for (i, part) in reading.flow.parts.iter().enumerate() {
            match part {
                Part::Block(block) if !block.furniture && !footnotes.contains(&i) => {
                    let next = reading.flow.parts[i + 1..].iter().find_map(|p| match p {
                        Part::Block(b) => (!b.furniture).then_some(Some(b)),
                        Part::Table(_) => Some(None),
                    });
                    sections.block(&mut builder, block, next.flatten());
                }
                Part::Block(_) => {}
                Part::Table(t) => {
                    let table = &reading.flow.tables[*t];
                    for binding in bound.iter().filter(|b| b.table == *t) {
                        tables::read(&mut builder, binding, table);
                    }
                    let is_bound = bound.iter().any(|b| b.table == *t);
                    if let Some(row) = Block::of_single_row(table).filter(|_| !is_bound) {
                        sections.block(&mut builder, &row, None);
                    }
                }
            }
        }
        sections.finish(&mut builder);
        let mut document = builder.finish();
        values::normalize_fields(&mut document, &rule.normalize);
        return checks::run(rule, document, &bound, &reading.flow.tables);
    }
    outline::sections(&mut builder, &reading.flow);
    builder.finish()
}
