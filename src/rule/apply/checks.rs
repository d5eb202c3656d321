//! What must hold of a finished document: the checks of the rule, and the numbering.

use super::counts::Counts;
use super::draft::mark_key;
use super::numbering;
use super::sums;
use super::table::Bound;
use super::{links, marks};
use crate::document::{Document, Indicator, Item};
use crate::finding::{Code, Finding};
use crate::normalize::measure_number::plain;
use crate::rule::model::{CheckRule, Re, Rule};
use crate::rule::passages::Passage;
use rustc_hash::FxHashSet;

/// Runs all checks; what does not hold becomes a finding.
pub fn run(
    rule: &Rule,
    mut document: Document,
    bound: &[Bound<'_>],
    passages: &[Passage<'_>],
) -> Document {
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
                    check.run(&b.view, &mut findings);
                }
            }
            CheckRule::Repeats { flag } => repeats(&document.items, flag, &mut findings),
            CheckRule::Required { kind, fields } => {
                required(&document.items, kind, fields, &mut findings);
            }
            CheckRule::Total {
                pattern,
                kind,
                flag,
            } => total(
                &document.items,
                passages,
                pattern,
                (kind, flag),
                &mut findings,
            ),
            CheckRule::Sums {
                table,
                rows,
                columns,
            } => {
                for b in bound.iter().filter(|b| b.rule.name == *table) {
                    sums::check(&b.view, rows, columns, &mut findings);
                }
            }
            CheckRule::References { kind } => references(&document.items, kind, &mut findings),
            CheckRule::Marks { kind, marks } => {
                allowed(&document.items, kind, marks, &mut findings);
            }
            CheckRule::Numbers { kind } => {
                numbering::run_through(&document.items, kind, &mut findings);
            }
            CheckRule::Years => years(&document.indicators, &mut findings),
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

/// A number of items that the text prints (`全25事業`) is theirs.
fn total(
    items: &[Item],
    passages: &[Passage<'_>],
    pattern: &Re,
    (kind, flag): (&str, &Option<String>),
    findings: &mut Vec<Finding>,
) {
    let counts = |i: &&Item| i.kind == kind && flag.as_ref().is_none_or(|f| i.flags.contains(f));
    let counted = items.iter().filter(counts).count();
    let mut printed = 0;
    for passage in passages {
        let folded = passage.text.folded();
        for found in pattern.regex.captures_iter(folded.as_str()) {
            printed += 1;
            let claimed = found.name("count").map_or("", |m| m.as_str());
            if claimed.replace(',', "").parse() != Ok(counted) {
                let printed = found.get(0).map_or("", |m| m.as_str());
                let flagged = flag
                    .as_ref()
                    .map_or(String::new(), |f| format!(" flagged `{f}`"));
                let message = format!(
                    "`{printed}` is printed; there are {counted} items of the kind {kind}{flagged}"
                );
                let at = passage.text.at();
                findings.push(Finding::new(Code::CountMismatch, message, at));
            }
        }
    }
    if printed == 0 {
        let message = format!("no total of the kind {kind} is printed");
        findings.push(Finding::new(Code::FieldMissing, message, Vec::new()));
    }
}

/// References of a kind lead to an item.
fn references(items: &[Item], kind: &str, findings: &mut Vec<Finding>) {
    let numbers: FxHashSet<String> = items
        .iter()
        .filter_map(|i| i.number.as_deref().map(plain))
        .collect();
    for item in items.iter().filter(|i| i.kind == kind) {
        for wanted in item.refs.iter().filter(|r| !numbers.contains(&plain(r))) {
            let message = format!(
                "{kind} `{}` refers to `{wanted}`, which is no item",
                item.title
            );
            findings.push(Finding::new(Code::RefDangling, message, item.at.clone()));
        }
    }
}

/// Statuses of a kind are among some marks.
fn allowed(items: &[Item], kind: &str, marks: &[String], findings: &mut Vec<Finding>) {
    for item in items.iter().filter(|i| i.kind == kind) {
        let Some(status) = &item.status else { continue };
        let key = mark_key(&status.mark);
        if !marks.iter().any(|m| mark_key(m) == key) {
            let message = format!(
                "the mark `{}` of `{}` is none of `{}`",
                status.mark,
                item.title,
                marks.join("`, `")
            );
            findings.push(Finding::new(Code::MarkUnknown, message, item.at.clone()));
        }
    }
}

/// The years of an indicator go from baseline over actual to target.
fn years(indicators: &[Indicator], findings: &mut Vec<Finding>) {
    const ORDER: [&str; 3] = ["baseline", "actual", "target"];
    for indicator in indicators {
        let of = |role: &str| {
            let values = indicator.values.iter().filter(move |v| v.role == role);
            values.filter_map(|v| v.year).collect::<Vec<i32>>()
        };
        let years: Vec<(&str, i32, i32)> = ORDER
            .into_iter()
            .filter_map(|role| {
                let years = of(role);
                Some((role, *years.iter().min()?, *years.iter().max()?))
            })
            .collect();
        for pair in years.windows(2) {
            let [(before, _, last), (after, first, _)] = pair else {
                continue;
            };
            if first < last {
                let message = format!(
                    "`{}` has a {before} of {last} and a {after} of {first}",
                    indicator.name
                );
                let at = indicator.at.clone();
                findings.push(Finding::new(Code::YearMismatch, message, at));
            }
        }
    }
}
