//! Counts printed in a document (`5/6：済`) against its own rows.

use super::draft::fold;
use super::table::View;
use crate::document::{At, Item};
use crate::finding::{Code, Finding};
use crate::rule::model::Re;
use std::collections::BTreeMap;

/// A check of printed counts.
pub struct Counts<'c> {
    /// All items.
    pub items: &'c [Item],
    /// Finds the key in a label and in `field`.
    pub key: &'c Re,
    /// The field of the items that holds the key.
    pub field: &'c str,
    /// Finds a claim in a cell.
    pub claim: &'c Re,
    /// Marks that a claimed status counts, besides itself.
    pub includes: &'c BTreeMap<String, Vec<String>>,
}

impl Counts<'_> {
    fn key_of(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let found = self.key.regex.captures(&folded)?;
        Some(found.name("key")?.as_str().to_owned())
    }

    /// Holds the claims of a table against the items.
    pub fn run(&self, view: &View<'_>, findings: &mut Vec<Finding>) {
        for row in view.body.clone() {
            let Some(label) = view.cell(row, 0).filter(|c| c.row == row) else {
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
            self.row(view, row, printed.as_str(), &of_key, findings);
        }
    }

    fn row(
        &self,
        view: &View<'_>,
        row: usize,
        label: &str,
        items: &[&Item],
        findings: &mut Vec<Finding>,
    ) {
        let mut claimed: Vec<String> = Vec::new();
        let mut at = Vec::new();
        for cell in view.row(row).into_iter().filter(|c| c.col > 0) {
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
