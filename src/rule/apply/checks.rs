//! What must hold of a finished document: the checks of the rule, and the numbering.

use super::builder::fold;
use super::tables::Bound;
use crate::document::{At, Document, Item};
use crate::finding::{Code, Finding};
use crate::normalize::measure_number::ordinal;
use crate::rule::compile::{CheckRule, Re, Rule};
use crate::table::Table;
use std::collections::BTreeMap;

/// Runs all checks; what does not hold becomes a finding.
pub fn run(rule: &Rule, mut document: Document, bound: &[Bound<'_>], tables: &[Table]) -> Document {
    let mut findings = Vec::new();
    numbering(&document.items, &mut findings);
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

/// Siblings of one kind count 1, 2, 3 …
fn numbering(items: &[Item], findings: &mut Vec<Finding>) {
    type Family<'i> = (Option<&'i str>, &'i str);
    let mut families: BTreeMap<Family<'_>, Vec<(&Item, u32)>> = BTreeMap::new();
    for item in items {
        if let Some(n) = item.number.as_deref().and_then(ordinal) {
            let family = (item.parent.as_deref(), item.kind.as_str());
            families.entry(family).or_default().push((item, n));
        }
    }
    for ((_, kind), siblings) in families {
        for pair in siblings.windows(2) {
            let [(before, a), (item, b)] = pair else {
                continue;
            };
            if *b == a + 1 {
                continue;
            }
            let number = |i: &Item| i.number.clone().unwrap_or_default();
            let message = format!(
                "{kind} `{}` follows `{}`: {}",
                number(item),
                number(before),
                match b.cmp(a) {
                    std::cmp::Ordering::Equal => "the number is used twice",
                    std::cmp::Ordering::Less => "the order is wrong",
                    std::cmp::Ordering::Greater => "there is a gap",
                }
            );
            // numbers may run on through all groups, so that a family holds a part of them
            let runs_on = siblings.len() > 1 && items_between(items, kind, *a, *b);
            if !runs_on {
                findings.push(Finding::new(Code::NumberGap, message, item.at.clone()));
            }
        }
    }
}

/// The numbers between two siblings are used by the same kind elsewhere.
fn items_between(items: &[Item], kind: &str, a: u32, b: u32) -> bool {
    let of_kind = || {
        items
            .iter()
            .filter(|i| i.kind == kind)
            .filter_map(|i| i.number.as_deref().and_then(ordinal))
    };
    let unique = of_kind().filter(|n| *n == b).count() == 1;
    b > a && unique && (a + 1..b).all(|n| of_kind().any(|m| m == n))
}

struct Counts<'c> {
    items: &'c [Item],
    key: &'c Re,
    field: &'c str,
    claim: &'c Re,
    includes: &'c BTreeMap<String, Vec<String>>,
}

impl Counts<'_> {
    fn key_of(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let found = self.key.regex.captures(&folded)?;
        Some(found.name("key")?.as_str().to_owned())
    }

    fn run(&self, table: &Table, findings: &mut Vec<Finding>) {
        for row in 0..table.rows {
            let Some(label) = table.cell_at(row, 0).filter(|c| c.row == row) else {
                continue;
            };
            let Some(key) = self.key_of(label.text().as_str()) else {
                continue;
            };
            let of_key: Vec<&Item> = self
                .items
                .iter()
                .filter(|i| {
                    let value = i.fields.get(self.field).and_then(Option::as_ref);
                    value.and_then(|v| self.key_of(&v.text)).as_ref() == Some(&key)
                })
                .collect();
            let printed = label.text().one_line();
            self.row(table, row, printed.as_str(), &of_key, findings);
        }
    }

    fn row(
        &self,
        table: &Table,
        row: usize,
        label: &str,
        items: &[&Item],
        findings: &mut Vec<Finding>,
    ) {
        let mut claimed: Vec<String> = Vec::new();
        let mut at = Vec::new();
        for cell in table.row_cells(row).filter(|c| c.col > 0) {
            let text = fold(cell.text().as_str());
            let Some(found) = self.claim.regex.captures(&text) else {
                continue;
            };
            let of = |name: &str| found.name(name).map_or("", |m| m.as_str());
            let status = of("status").to_owned();
            at = vec![At::new(cell.page, cell.bbox)];
            let counted = items.iter().filter(|i| self.counts(i, &status)).count();
            let agrees = of("count").parse() == Ok(counted) && of("of").parse() == Ok(items.len());
            if !agrees {
                let printed = cell.text().one_line();
                let message = format!(
                    "`{label}` prints `{}`; its rows give {counted}/{}",
                    printed.as_str(),
                    items.len()
                );
                findings.push(Finding::new(Code::CountMismatch, message, at.clone()));
            }
            claimed.push(status);
        }
        let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
        for item in items {
            let Some(status) = &item.status else { continue };
            if !claimed.iter().any(|c| self.counts(item, c)) {
                *missing.entry(&status.mark).or_default() += 1;
            }
        }
        for (mark, count) in missing {
            let message = format!(
                "`{label}` prints no count for `{mark}`; its rows give {count}/{}",
                items.len()
            );
            findings.push(Finding::new(Code::CountMismatch, message, at.clone()));
        }
    }

    fn counts(&self, item: &Item, status: &str) -> bool {
        let Some(mark) = item.status.as_ref().map(|s| fold(&s.mark)) else {
            return false;
        };
        let included = self.includes.get(status);
        mark == status || included.is_some_and(|marks| marks.iter().any(|m| fold(m) == mark))
    }
}

/// Items with a flag repeat a title that stands earlier; ※ marks aside.
fn repeats(items: &[Item], flag: &str, findings: &mut Vec<Finding>) {
    let bare = |i: &Item| fold(&i.title).replace('※', "");
    for (n, item) in items.iter().enumerate() {
        let repeats = item.flags.iter().any(|f| f == flag);
        if repeats && !items[..n].iter().any(|i| bare(i) == bare(item)) {
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
