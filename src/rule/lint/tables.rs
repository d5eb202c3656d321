//! Tables, legends and matches that say too little, and keys without effect.

use super::Lint;
use crate::diagnostic::Code;
use crate::rule::config::{Legend, Table};
use std::ops::Range;

impl Lint<'_> {
    /// Lints about parts that say too little.
    pub(super) fn tables(&mut self) {
        let raw = self.raw;
        self.empty_match();
        for table in &raw.table {
            self.unbound_table(table);
            self.idle_table(table);
        }
        for legend in &raw.legend {
            self.idle_legend(legend.get_ref(), legend.span());
            self.idle_keys(legend.get_ref());
        }
        self.idle_roles();
    }

    /// A rule that says of no document that it is for it.
    fn empty_match(&mut self) {
        let m = self.raw.matches.get_ref();
        let lists = m.all.len() + m.any.len() + m.page_size.len();
        if lists == 0 && m.info_title.is_none() && m.producer.is_none() {
            let span = self.raw.matches.span();
            if m.none.iter().any(|p| self.damage.is_beside(p.span().start)) {
                return;
            }
            let message = "nothing says which documents the rule reads".to_owned();
            let help = "give patterns that are found in every such document and in no other: `all = ['…']`";
            self.lacks(Code::EmptyMatch, span, message, Some(help.into()));
        }
    }

    /// A table that every table of a document would be.
    fn unbound_table(&mut self, table: &Table) {
        let named = table.first_column.is_some() || table.caption.is_some();
        let placed = table.after.is_some() || table.nth.is_some();
        if table.headers.is_empty() && !named && !placed {
            let message = "nothing says which table this is: it would take every one".to_owned();
            let help = "give `headers`, `first_column`, `caption`, `after` or `nth`";
            self.lacks(
                Code::UnboundTable,
                table.name.span(),
                message,
                Some(help.into()),
            );
        }
    }

    /// A table that nothing is read from.
    fn idle_table(&mut self, table: &Table) {
        let reads = table.row.is_some()
            || table.indicator.is_some()
            || table.cells.is_some()
            || !table.column.is_empty()
            || !table.group.is_empty();
        let name = table.name.as_str();
        let legends = self.raw.legend.iter().map(|l| &l.get_ref().table);
        let checks = self.raw.check.iter().map(|c| &c.table);
        let named = legends.chain(checks).flatten().any(|n| n.as_str() == name);
        if !reads && !named && !self.damage.lost(name) {
            let message = format!("nothing is read from the table `{name}`");
            let help = "give `[table.row]`, `[[table.column]]`, `[[table.group]]`, `[table.indicator]` or `[table.cells]`";
            self.lacks(
                Code::IdleTable,
                table.name.span(),
                message,
                Some(help.into()),
            );
        }
    }

    /// A legend that gives neither a place nor a meaning.
    fn idle_legend(&mut self, legend: &Legend, span: Range<usize>) {
        let stated = legend.stated.as_ref().is_some_and(|s| *s.get_ref());
        let given = legend.mark.is_some() && legend.meaning.is_some();
        if stated || given || legend.pattern.is_some() || legend.table.is_some() {
            return;
        }
        let place = legend.stated.as_ref().map(toml::Spanned::span);
        let after = legend.after.as_ref().map(|p| p.span());
        let beside = [place, after, legend.scope.as_ref().map(|s| s.span())];
        if beside
            .iter()
            .flatten()
            .any(|s| self.damage.is_beside(s.start))
        {
            return;
        }
        let message = "the legend explains no mark".to_owned();
        let help = "give `stated = true`, a `pattern`, a `table`, or `mark` with `meaning`";
        self.lacks(Code::IdleLegend, span, message, Some(help.into()));
    }

    /// A key of a legend that needs another one.
    fn idle_keys(&mut self, legend: &Legend) {
        if let (Some(after), None) = (&legend.after, &legend.pattern) {
            let message =
                "`after` says where `pattern` is looked for, and there is none".to_owned();
            self.lacks(Code::IdleKey, after.span(), message, None);
        }
        let columns = [
            ("mark_column", &legend.mark_column),
            ("meaning_column", &legend.meaning_column),
        ];
        for (key, column) in columns {
            if let (Some(column), None) = (column, &legend.table) {
                let message = format!("`{key}` is a column of `table`, and there is none");
                self.lacks(Code::IdleKey, column.span(), message, None);
            }
        }
    }

    /// Roles of an indicator without the values that have them.
    fn idle_roles(&mut self) {
        let columns = self.raw.table.iter().flat_map(|t| &t.column);
        let indicators = columns.flat_map(|c| &c.indicator);
        let sections = self.raw.section.iter().flat_map(|s| &s.indicator);
        for indicator in indicators.chain(sections) {
            let Some(first) = indicator.roles.first() else {
                continue;
            };
            if indicator.value.is_none() && indicator.name.is_none() {
                let message = "`roles` are those of the values, and there is no `value`".to_owned();
                let help =
                    "give `name` and `value`, or take `roles` out: a `pattern` names them itself";
                self.lacks(Code::IdleKey, first.span(), message, Some(help.into()));
            }
        }
    }
}
