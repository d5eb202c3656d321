//! Tables and forms of a rule, in words.

use super::{Writer, a, names};
use crate::rule::config::{Column, Form, Group, IndicatorRow, Row, Table};

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let optional = if table.optional {
            " (need not be there)"
        } else {
            ""
        };
        let by = self.chosen_by(table);
        self.line(
            0,
            &format!("table `{}`{optional}: {by}", table.name.as_str()),
        );
        for group in &table.group {
            self.group(group);
        }
        if !table.skip_rows.is_empty() {
            let rows = self.patterns(&table.skip_rows);
            self.line(1, &format!("rows that are left out: {rows}"));
        }
        if let Some(row) = &table.row {
            self.row(row);
        }
        if let Some(indicator) = &table.indicator {
            self.indicator_row(indicator);
        }
        if let Some(cells) = &table.cells {
            let label = self.pattern(&cells.label);
            let of = names(&cells.of);
            let item = match of.is_empty() {
                true => "the last item".to_owned(),
                false => of,
            };
            self.line(
                1,
                &format!(
                    "every cell is a field of {item}, named by its row under {label} and its column"
                ),
            );
        }
        for column in &table.column {
            self.column(column);
        }
    }

    fn chosen_by(&mut self, table: &Table) -> String {
        let mut by: Vec<String> = Vec::new();
        if !table.headers.is_empty() {
            by.push(format!("headers {}", self.patterns(&table.headers)));
        }
        if !table.without.is_empty() {
            by.push(format!("no header {}", self.patterns(&table.without)));
        }
        let given = [
            ("the first cell of each row has", &table.first_column),
            ("the caption has", &table.caption),
            ("after a paragraph with", &table.after),
            ("up to a row that begins with", &table.until),
        ];
        for (words, pattern) in given {
            if let Some(pattern) = pattern {
                by.push(format!("{words} {}", self.pattern(pattern)));
            }
        }
        if let Some(nth) = table.nth {
            by.push(format!("number {nth} of those that fit"));
        }
        if table.transposed {
            by.push("on its side: headers in the first column".into());
        }
        match by.is_empty() {
            true => "any table".into(),
            false => by.join("; "),
        }
    }

    fn group(&mut self, group: &Group) {
        let by = self.written(&group.pattern, &group.marker);
        let (kind, level) = (a(&group.kind), group.level);
        self.line(
            1,
            &format!("a row of one cell is {kind} of level {level}: {by}"),
        );
    }

    fn row(&mut self, row: &Row) {
        let title = self.pattern(&row.title);
        let number = self.given("number under", &row.number);
        let status = self.given("status under", &row.status);
        let refs = self.given("references under", &row.refs);
        let kind = a(&row.kind);
        self.line(
            1,
            &format!("a row is {kind}: title under {title}{number}{status}{refs}"),
        );
        if row.pattern.is_some() || row.marker.is_some() {
            let by = self.written(&row.pattern, &row.marker);
            self.line(2, &format!("of the title cell: {by}"));
        }
        if !row.status_columns.is_empty() {
            let columns = self.patterns(&row.status_columns);
            self.line(
                2,
                &format!("status is the marked one of the columns {columns}"),
            );
        }
        if !row.marks.is_empty() {
            self.line(2, &format!("marks: `{}`", row.marks.join("`, `")));
        }
        if !row.carry.is_empty() {
            let carry = self.patterns(&row.carry);
            self.line(2, &format!("blank cells take the value above in {carry}"));
        }
        for flag in &row.flag {
            let column = self.pattern(&flag.column);
            let has = self.given("where it has", &flag.pattern);
            self.line(
                2,
                &format!("flag `{}` by the column {column}{has}", flag.flag),
            );
        }
        self.belongs(
            &row.parent,
            &row.as_name,
            &row.flags,
            "the deepest open group",
        );
        self.line(2, "every other column is a field under its header");
    }

    fn indicator_row(&mut self, row: &IndicatorRow) {
        let name = self.pattern(&row.name);
        let unit = self.given("unit under", &row.unit);
        let direction = self.given("direction under", &row.direction);
        let role = self.given("role under", &row.role);
        self.line(
            1,
            &format!("a row is an indicator: name under {name}{unit}{direction}{role}"),
        );
        for value in &row.value {
            let header = self.pattern(&value.header);
            let year = self.given("year under", &value.year);
            let role = value.role.map_or("as the header says", |r| r.as_str());
            self.line(2, &format!("values under {header}: {role}{year}"));
        }
        if row.value.is_empty() {
            self.line(
                2,
                "values in every column whose header names a role or a year",
            );
        }
        if !row.of.is_empty() {
            self.line(2, &format!("it measures the open {}", names(&row.of)));
        }
    }

    fn column(&mut self, column: &Column) {
        let header = self.pattern(&column.header);
        let optional = if column.optional {
            " (need not be there)"
        } else {
            ""
        };
        let cut = self.cut(column.split, &column.split_at, &column.split_by);
        let pair = match &column.pair {
            Some(base) => format!(", beside the items of {}", self.pattern(base)),
            None => String::new(),
        };
        let nothing = column.item.is_empty() && column.indicator.is_empty();
        let fields = match (nothing, column.pair.is_some()) {
            (true, true) => ", each a field of its item",
            (true, false) => ", of which nothing is read",
            _ => "",
        };
        self.line(1, &format!("column {header}{optional}{cut}{pair}{fields}"));
        column.item.iter().for_each(|i| self.item(i));
        column.indicator.iter().for_each(|i| self.indicator(i));
    }

    pub(super) fn form(&mut self, form: &Form) {
        let optional = if form.optional {
            " (need not be there)"
        } else {
            ""
        };
        let (name, kind) = (form.name.as_str(), a(&form.kind));
        self.line(
            0,
            &format!("form `{name}`{optional}: labels beside values, {kind} a record"),
        );
        let title = self.pattern(&form.title);
        let number = self.given("number beside", &form.number);
        let status = self.given("status beside", &form.status);
        let refs = self.given("references beside", &form.refs);
        let begins = self.given("a record begins at", &form.begins);
        self.line(
            1,
            &format!("title beside {title}{number}{status}{refs}{begins}"),
        );
        for above in &form.above {
            let label = self.pattern(&above.label);
            let by = self.written(&above.pattern, &above.marker);
            self.line(
                1,
                &format!("above it {} beside {label}: {by}", a(&above.kind)),
            );
        }
        if form.pattern.is_some() || form.marker.is_some() {
            let by = self.written(&form.pattern, &form.marker);
            self.line(1, &format!("of the title: {by}"));
        }
        if !form.labels.is_empty() {
            let labels = self.patterns(&form.labels);
            self.line(1, &format!("fields beside {labels}"));
        }
        if !form.marks.is_empty() {
            self.line(1, &format!("marks: `{}`", form.marks.join("`, `")));
        }
        self.belongs(
            &form.parent,
            &form.as_name,
            &form.flags,
            "the last of those above",
        );
    }
}
