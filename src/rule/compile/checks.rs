//! Checks of a rule file.

use super::{Compiler, text};
use crate::diagnostic::Code;
use crate::rule::config::{Check, CheckKind, RuleFile};
use crate::rule::model::CheckRule;

impl Compiler<'_> {
    pub(super) fn check(&mut self, raw: &Check, file: &RuleFile) -> Option<CheckRule> {
        if let Some(table) = &raw.table {
            self.known_table(table, file);
        }
        let kind = *raw.check.get_ref();
        let missing = missing(kind, raw);
        if !missing.is_empty() {
            let message = format!("the check needs {}", missing.join(", "));
            self.lacks(Code::MissingKey, raw.check.span(), message);
            return None;
        }
        self.complete(kind, raw)
    }

    /// A check whose keys are all there.
    fn complete(&mut self, kind: CheckKind, raw: &Check) -> Option<CheckRule> {
        let of_kind = || raw.kind.as_ref().map(text);
        Some(match kind {
            CheckKind::Counts => CheckRule::Counts {
                table: raw.table.as_ref().map(text)?,
                key: self.with_captures(raw.key.as_ref()?, &["key"])?,
                field: raw.field.clone()?,
                claim: self.with_captures(raw.claim.as_ref()?, &["count", "of", "status"])?,
                includes: raw.includes.clone(),
            },
            CheckKind::Total => CheckRule::Total {
                pattern: self.with_captures(raw.pattern.as_ref()?, &["count"])?,
                kind: of_kind()?,
                flag: raw.flag.clone(),
            },
            CheckKind::Sums => CheckRule::Sums {
                table: raw.table.as_ref().map(text)?,
                rows: self.re(raw.rows.as_ref()?)?,
                columns: self.headers(&raw.columns),
            },
            CheckKind::Repeats => CheckRule::Repeats {
                flag: raw.flag.clone()?,
            },
            CheckKind::References => CheckRule::References { kind: of_kind()? },
            CheckKind::Required => CheckRule::Required {
                kind: of_kind()?,
                fields: raw.fields.clone(),
            },
            CheckKind::Marks => CheckRule::Marks {
                kind: of_kind()?,
                marks: raw.marks.clone(),
            },
            CheckKind::Numbers => CheckRule::Numbers { kind: of_kind()? },
            CheckKind::Years => CheckRule::Years,
        })
    }
}

/// The keys that a check needs and does not have.
fn missing(kind: CheckKind, raw: &Check) -> Vec<&'static str> {
    let table = ("`table`", raw.table.is_some());
    let of_kind = ("`kind`", raw.kind.is_some());
    let needed: &[(&'static str, bool)] = match kind {
        CheckKind::Counts => &[
            table,
            ("`key`", raw.key.is_some()),
            ("`field`", raw.field.is_some()),
            ("`claim`", raw.claim.is_some()),
        ],
        CheckKind::Total => &[("`pattern`", raw.pattern.is_some()), of_kind],
        CheckKind::Sums => &[table, ("`rows`", raw.rows.is_some())],
        CheckKind::Repeats => &[("`flag`", raw.flag.is_some())],
        CheckKind::Required => &[of_kind, ("`fields`", !raw.fields.is_empty())],
        CheckKind::Marks => &[of_kind, ("`marks`", !raw.marks.is_empty())],
        CheckKind::References | CheckKind::Numbers => &[of_kind],
        CheckKind::Years => &[],
    };
    let absent = needed.iter().filter(|(_, there)| !there);
    absent.map(|(name, _)| *name).collect()
}
