//! Every pattern of a rule file with what it is used for.

use crate::rule::config::{Check, Form, Item, Pattern, Row, RuleFile, Section, Table};

/// What a pattern is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Searched in a text; its captures say nothing.
    Search,
    /// Searched in a cell without its white space.
    Cell,
    /// Held against header cells, a level each.
    Header,
    /// Held against label cells.
    Label,
    /// Matches an entry: items, groups, headings.
    Entry,
    /// Finds an indicator.
    Indicator,
    /// Finds the name of an indicator.
    IndicatorName,
    /// Finds entries of a legend.
    Legend,
    /// Finds footnotes.
    Footnote,
    /// Finds the key of a count.
    Key,
    /// Finds a claimed count.
    Claim,
    /// Finds a claimed total.
    Total,
}

/// A pattern and its use.
#[derive(Debug, Clone, Copy)]
pub struct Site<'f> {
    /// The pattern.
    pub pattern: &'f Pattern,
    /// Its use.
    pub role: Role,
}

/// All patterns of a file, but those of the plan and the words.
pub fn sites(raw: &RuleFile) -> Vec<Site<'_>> {
    let mut out = Sites(Vec::new());
    let matches = raw.matches.get_ref();
    out.many(Role::Search, &matches.all);
    out.many(Role::Search, &matches.any);
    out.many(Role::Search, &matches.none);
    out.one(Role::Search, &matches.info_title);
    out.one(Role::Search, &matches.producer);
    out.many(Role::Search, &raw.furniture.patterns);
    out.many(Role::Search, &raw.furniture.keep);
    for legend in raw.legend.iter().map(toml::Spanned::get_ref) {
        out.one(Role::Legend, &legend.pattern);
        out.one(Role::Search, &legend.after);
        out.one(Role::Header, &legend.mark_column);
        out.one(Role::Header, &legend.meaning_column);
    }
    raw.footnote
        .iter()
        .for_each(|f| out.add(Role::Footnote, &f.pattern));
    raw.table.iter().for_each(|t| out.table(t));
    raw.form.iter().for_each(|f| out.form(f));
    raw.section.iter().for_each(|s| out.section(s));
    raw.normalize
        .iter()
        .for_each(|n| out.add(Role::Search, &n.field));
    raw.check.iter().for_each(|c| out.check(c));
    out.0
}

struct Sites<'f>(Vec<Site<'f>>);

impl<'f> Sites<'f> {
    fn add(&mut self, role: Role, pattern: &'f Pattern) {
        self.0.push(Site { pattern, role });
    }

    fn one(&mut self, role: Role, pattern: &'f Option<Pattern>) {
        pattern.iter().for_each(|p| self.add(role, p));
    }

    fn many(&mut self, role: Role, patterns: &'f [Pattern]) {
        patterns.iter().for_each(|p| self.add(role, p));
    }

    fn items(&mut self, items: &'f [Item]) {
        items.iter().for_each(|i| self.one(Role::Entry, &i.pattern));
    }

    fn indicators(&mut self, indicators: &'f [crate::rule::config::Indicator]) {
        for indicator in indicators {
            self.one(Role::Indicator, &indicator.pattern);
            self.one(Role::IndicatorName, &indicator.name);
            self.one(Role::Search, &indicator.value);
            self.one(Role::Search, &indicator.year);
        }
    }

    fn table(&mut self, table: &'f Table) {
        self.many(Role::Header, &table.headers);
        self.many(Role::Header, &table.without);
        self.one(Role::Cell, &table.first_column);
        self.one(Role::Search, &table.caption);
        self.one(Role::Search, &table.after);
        self.one(Role::Label, &table.until);
        self.many(Role::Search, &table.skip_rows);
        table
            .group
            .iter()
            .for_each(|g| self.one(Role::Entry, &g.pattern));
        table.row.iter().for_each(|r| self.row(r));
        if let Some(indicator) = &table.indicator {
            self.add(Role::Header, &indicator.name);
            self.one(Role::Header, &indicator.unit);
            self.one(Role::Header, &indicator.direction);
            self.one(Role::Header, &indicator.role);
            for value in &indicator.value {
                self.add(Role::Header, &value.header);
                self.one(Role::Header, &value.year);
            }
        }
        if let Some(cells) = &table.cells {
            self.add(Role::Header, &cells.label);
        }
        for column in &table.column {
            self.add(Role::Header, &column.header);
            self.one(Role::Search, &column.split_at);
            self.one(Role::Search, &column.split_by);
            self.one(Role::Header, &column.pair);
            self.items(&column.item);
            self.indicators(&column.indicator);
        }
    }

    fn row(&mut self, row: &'f Row) {
        self.one(Role::Header, &row.number);
        self.add(Role::Header, &row.title);
        self.one(Role::Entry, &row.pattern);
        self.one(Role::Header, &row.status);
        self.many(Role::Header, &row.status_columns);
        self.one(Role::Header, &row.refs);
        self.many(Role::Header, &row.carry);
        for flag in &row.flag {
            self.add(Role::Header, &flag.column);
            self.one(Role::Search, &flag.pattern);
        }
    }

    fn form(&mut self, form: &'f Form) {
        self.add(Role::Label, &form.title);
        self.one(Role::Label, &form.number);
        self.one(Role::Entry, &form.pattern);
        self.one(Role::Label, &form.status);
        self.one(Role::Label, &form.refs);
        self.many(Role::Label, &form.labels);
        self.one(Role::Label, &form.begins);
        for above in &form.above {
            self.add(Role::Label, &above.label);
            self.one(Role::Entry, &above.pattern);
        }
    }

    fn section(&mut self, section: &'f Section) {
        self.one(Role::Entry, &section.pattern);
        self.one(Role::Search, &section.after);
        self.many(Role::Label, &section.labels);
        self.one(Role::Search, &section.split_at);
        self.one(Role::Search, &section.split_by);
        self.items(&section.item);
        self.indicators(&section.indicator);
    }

    fn check(&mut self, check: &'f Check) {
        self.one(Role::Key, &check.key);
        self.one(Role::Claim, &check.claim);
        self.one(Role::Total, &check.pattern);
        self.one(Role::Search, &check.rows);
        self.many(Role::Header, &check.columns);
    }
}
