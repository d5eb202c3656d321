//! What must hold of a finished document: the checks of the rule, and the numbering.

use super::counts::Counts;
use super::numbering;
use super::tables::Bound;
use super::{links, marks};
use crate::document::{Document, Item};
use crate::finding::{Code, Finding};
use crate::rule::model::{CheckRule, Rule};
use crate::table::Table;

/// Runs all checks; what does not hold becomes a finding.
pub fn run(rule: &Rule, mut document: Document, bound: &[Bound<'_>], tables: &[Table]) -> Document {
    let mut findings = Vec::new();
    let flags = rule.checks.iter().filter_map(|c| match c {
        CheckRule::Repeats { flag } => Some(flag.as_str()),
        _ => None,
    });
    let flags: Vec<&str> = flags.chain(["再掲"]).collect();
    links::link(&mut document, &flags);
    marks::in_tables(&mut document);
    numbering::check(&document.items, &mut findings);
    for check in &rule.checks {
        match check {
            CheckRule::Counts {
                table,
                key,
                field,
                claim,
                includes,
            } => {
                let check = Counts {
                    items: &document.items,
                    key,
                    field,
                    claim,
                    includes,
                };
                for b in bound.iter().filter(|b| b.rule.name == *table) {
                    check.run(&tables[b.table], &mut findings);
                }
            }
            CheckRule::Repeats { flag } => repeats(&document.items, flag, &mut findings),
            CheckRule::Required { kind, fields } => {
                required(&document.items, kind, fields, &mut findings);
            }
        }
    }
    document.findings.extend(findings);
    document
}

/// Items with a flag repeat a title that stands earlier, ※ marks aside.
fn repeats(items: &[Item], flag: &str, findings: &mut Vec<Finding>) {
    for item in items {
        let repeats = item.flags.iter().any(|f| f == flag);
        if repeats && item.repeats.is_none() {
            let message = format!("no earlier entry is called `{}`", item.title);
            findings.push(Finding::new(Code::RefDangling, message, item.at.clone()));
        }
    }
}

fn required(items: &[Item], kind: &str, fields: &[String], findings: &mut Vec<Finding>) {
    for item in items.iter().filter(|i| i.kind == kind) {
        for field in fields {
            let value = item.fields.get(field).and_then(Option::as_ref);
            if value.is_none_or(|v| v.text.is_empty()) {
                let message = format!("{kind} `{}` has no `{field}`", item.title);
                findings.push(Finding::new(Code::FieldMissing, message, item.at.clone()));
            }
        }
    }
}
