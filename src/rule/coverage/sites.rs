//! Every line of a rule that says something, with how it is found out whether it had a say.

use super::probe::Probe;
use crate::rule::model::{
    CheckRule, Column, Cut, Form, Head, Header, Indicator, IndicatorForm, Item, Legend, Re, Rule,
    Section, Table,
};
use crate::rule::set::Entry;

/// A line that says something.
#[derive(Debug, Clone)]
pub struct Site<'r> {
    /// Line in the rule file, from 1.
    pub line: usize,
    /// What it is.
    pub what: String,
    /// How it is found out whether it had a say.
    pub probe: Probe<'r>,
}

/// All lines of a rule that say something. Examples and shared words are none: the former are run by
/// `rules check`, the latter say nothing but where they are used.
pub fn sites<'r>(entry: &'r Entry, rule: &'r Rule) -> Vec<Site<'r>> {
    let mut out = Sites(Vec::new());
    out.head(entry.head());
    for re in &rule.plan.patterns {
        out.read(re, "pattern of the plan");
    }
    for re in &rule.plan.info_title {
        out.add(
            re.line,
            "pattern of the plan in the document information",
            Probe::InfoTitle(re),
        );
    }
    for re in &rule.furniture.patterns {
        out.add(re.line, "furniture", Probe::Furniture(re));
    }
    for re in &rule.furniture.keep {
        out.add(re.line, "what is no furniture", Probe::Kept(re));
    }
    rule.legends.iter().for_each(|l| out.legend(l));
    rule.footnotes
        .iter()
        .for_each(|re| out.read(re, "footnote"));
    rule.tables.iter().for_each(|t| out.table(t));
    rule.forms.iter().for_each(|f| out.form(f));
    rule.sections.iter().for_each(|s| out.section(s));
    for (re, _) in &rule.normalize {
        out.add(re.line, "normalisation of a field", Probe::Field(re));
    }
    out.checks(rule);
    out.0
}

struct Sites<'r>(Vec<Site<'r>>);

impl<'r> Sites<'r> {
    fn add(&mut self, line: usize, what: impl Into<String>, probe: Probe<'r>) {
        // 0: nobody wrote it
        if line > 0 {
            let what = what.into();
            self.0.push(Site { line, what, probe });
        }
    }

    /// A pattern that leaves its line in what it reads.
    fn read(&mut self, re: &Re, what: impl Into<String>) {
        self.add(re.line, what, Probe::Line(re.line));
    }

    fn head(&mut self, head: &'r Head) {
        let m = &head.matches;
        for re in &m.all {
            self.add(re.line, "match: all", Probe::Text(re));
        }
        for re in &m.any {
            self.add(re.line, "match: any", Probe::Text(re));
        }
        for re in &m.none {
            self.add(re.line, "match: none", Probe::Rejects(re));
        }
        for re in [&m.info_title, &m.producer].into_iter().flatten() {
            self.add(re.line, "match: document information", Probe::Reads);
        }
    }

    fn legend(&mut self, legend: &'r Legend) {
        match (&legend.pattern, &legend.mark) {
            (Some(re), _) => self.read(re, "pattern of a legend"),
            (None, Some(mark)) => {
                let what = format!("legend `{mark}`, given by the rule");
                self.add(legend.line, what, Probe::Mark(mark));
            }
            (None, None) => self.add(legend.line, "legend", Probe::Line(legend.line)),
        }
        if let Some(re) = &legend.after {
            self.add(re.line, "what a legend stands behind", Probe::Passage(re));
        }
        for header in [&legend.mark_column, &legend.meaning_column]
            .into_iter()
            .flatten()
        {
            // the cell with the mark, or the legend itself, has the line
            self.add(header.line, "column of a legend", Probe::Line(legend.line));
        }
    }

    fn column(&mut self, table: &'r Table, header: &'r Header, what: &str) {
        let what = format!("{what} `{}` of table `{}`", header.source, table.name);
        self.add(header.line, what, Probe::Column(table, header));
    }

    fn columns(&mut self, table: &'r Table, list: &'r [Header], what: &str) {
        list.iter().for_each(|h| self.column(table, h, what));
    }

    fn table(&mut self, table: &'r Table) {
        let of = format!("of table `{}`", table.name);
        self.add(
            table.line,
            format!("table `{}`", table.name),
            Probe::Bound(table),
        );
        self.columns(table, &table.headers, "header");
        for header in &table.without {
            let what = format!(
                "header `{}` that no table `{}` has",
                header.source, table.name
            );
            self.add(header.line, what, Probe::Without(table, header));
        }
        let conditions = [&table.first_column, &table.caption, &table.after];
        for re in conditions.into_iter().flatten() {
            self.add(re.line, format!("condition {of}"), Probe::Bound(table));
        }
        if let Some(re) = &table.until {
            self.add(re.line, format!("end {of}"), Probe::Until(table, re));
        }
        for re in &table.skip_rows {
            self.add(
                re.line,
                format!("rows that are skipped {of}"),
                Probe::Row(table, re),
            );
        }
        for group in &table.groups {
            self.item(&group.item, &format!("group {of}"));
        }
        self.row(table);
        if let Some(indicator) = &table.indicator {
            self.column(table, &indicator.name, "name of indicators");
            for header in [&indicator.unit, &indicator.direction, &indicator.role]
                .into_iter()
                .flatten()
            {
                self.column(table, header, "column of indicators");
            }
            for value in &indicator.values {
                self.column(table, &value.header, "values of indicators");
                if let Some(year) = &value.year {
                    self.column(table, year, "years of indicators");
                }
            }
        }
        if let Some(cells) = &table.cells {
            self.add(
                cells.label.line,
                format!("labels {of}"),
                Probe::Column(table, &cells.label),
            );
        }
        table.columns.iter().for_each(|c| self.entries(table, c));
    }

    fn row(&mut self, table: &'r Table) {
        let Some(row) = &table.row else { return };
        self.column(table, &row.title, "title");
        for (header, what) in [
            (&row.number, "number"),
            (&row.status, "status"),
            (&row.refs, "references"),
        ] {
            if let Some(header) = header {
                self.column(table, header, what);
            }
        }
        if row.item.pattern.line != row.title.line && row.item.pattern.line != row.line {
            self.item(
                &row.item,
                &format!("pattern of the rows of table `{}`", table.name),
            );
        }
        self.columns(table, &row.status_columns, "status");
        self.columns(table, &row.carry, "column carried down");
        for (header, _, flag) in &row.flags {
            let what = format!("flag `{flag}` of table `{}`", table.name);
            self.add(header.line, what, Probe::Flag(flag));
        }
    }

    /// A column whose cells hold entries.
    fn entries(&mut self, table: &'r Table, column: &'r Column) {
        self.column(table, &column.header, "column");
        if let Some(pair) = &column.pair {
            self.column(table, pair, "column beside which entries stand:");
        }
        let of = format!(
            "in column `{}` of table `{}`",
            column.header.source, table.name
        );
        // a marker of an item splits the cell as well, and is told as the item
        let written = |re: &Re| column.items.iter().all(|i| i.pattern.line != re.line);
        if let Cut::At(re) | Cut::By(re) = &column.cut
            && written(re)
        {
            self.add(
                re.line,
                format!("where entries are split {of}"),
                Probe::Row(table, re),
            );
        }
        column
            .items
            .iter()
            .for_each(|i| self.item(i, &format!("entry {of}")));
        column
            .indicators
            .iter()
            .for_each(|i| self.indicator(i, &of));
    }

    fn item(&mut self, item: &Item, what: &str) {
        let what = match &item.kind {
            Some(kind) => format!("{what}: {kind}"),
            None => what.to_owned(),
        };
        self.read(&item.pattern, what);
    }

    fn indicator(&mut self, indicator: &Indicator, of: &str) {
        let what = format!("indicator {of}");
        match &indicator.form {
            IndicatorForm::Whole(re) => self.read(re, what),
            IndicatorForm::Tokens { .. } => {
                self.add(indicator.line, what, Probe::Line(indicator.line));
            }
        }
    }

    fn form(&mut self, form: &'r Form) {
        let of = format!("of form `{}`", form.name);
        let labels = [&form.number, &form.status, &form.refs, &form.begins];
        let labels = labels
            .into_iter()
            .flatten()
            .chain([&form.title])
            .chain(&form.labels);
        for re in labels {
            self.add(re.line, format!("label {of}"), Probe::Label(re));
        }
        for (label, item) in &form.above {
            self.add(label.line, format!("label {of}"), Probe::Label(label));
            if item.pattern.line != label.line {
                self.item(item, &format!("what stands above the records {of}"));
            }
        }
    }

    fn section(&mut self, section: &'r Section) {
        let of = match &section.name {
            Some(name) => format!("of section `{name}`"),
            None => "of a section".to_owned(),
        };
        self.item(&section.heading, &format!("heading {of}"));
        if let Some(re) = &section.after {
            self.add(
                re.line,
                format!("what it stands behind: {of}"),
                Probe::Passage(re),
            );
        }
        for re in &section.labels {
            self.add(re.line, format!("label {of}"), Probe::Passage(re));
        }
        let written = |re: &Re| section.items.iter().all(|i| i.pattern.line != re.line);
        if let Cut::At(re) | Cut::By(re) = &section.cut
            && written(re)
        {
            self.add(
                re.line,
                format!("where entries are split {of}"),
                Probe::Passage(re),
            );
        }
        section
            .items
            .iter()
            .for_each(|i| self.item(i, &format!("entry {of}")));
        section
            .indicators
            .iter()
            .for_each(|i| self.indicator(i, &of));
    }

    /// A check had a say where there was something to check.
    fn checks(&mut self, rule: &'r Rule) {
        let written = rule.text.lines().enumerate();
        let lines = written.filter(|(_, l)| l.trim_start().starts_with("[[check]]"));
        let lines: Vec<usize> = lines.map(|(i, _)| i + 1).collect();
        for (n, check) in rule.checks.iter().enumerate() {
            let named = |name: &String| rule.tables.iter().find(|t| t.name == *name);
            let (what, probe) = match check {
                CheckRule::Counts { table, .. } => ("counts", named(table).map(Probe::Bound)),
                CheckRule::Total { pattern, .. } => ("total", Some(Probe::Passage(pattern))),
                CheckRule::Sums { table, rows, .. } => {
                    ("sums", named(table).map(|t| Probe::Row(t, rows)))
                }
                CheckRule::Repeats { flag } => ("repeats", Some(Probe::Flag(flag))),
                CheckRule::References { kind } => ("references", Some(Probe::References(kind))),
                CheckRule::Required { kind, .. } => ("required", Some(Probe::Kind(kind))),
                CheckRule::Marks { kind, .. } => ("marks", Some(Probe::Status(kind))),
                CheckRule::Numbers { kind } => ("numbers", Some(Probe::Kind(kind))),
                CheckRule::Years => ("years", Some(Probe::Years)),
            };
            let line = lines.get(n).copied().unwrap_or(0);
            if let Some(probe) = probe {
                self.add(line, format!("check `{what}`"), probe);
            }
        }
    }
}
