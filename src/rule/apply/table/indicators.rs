//! One indicator a row: its values are in columns, its years and roles in headers, columns or behind
//! the values.

use super::super::builder::Builder;
use super::super::draft::{Parent, fold};
use super::super::indicators::{Said, direction_of};
use super::Reader;
use super::context::unit_in;
use super::record::says_something;
use crate::document::{Indicator, Value};
use crate::finding::Code;
use crate::rule::config::Role;
use crate::rule::model::{Header, IndicatorRow};
use crate::rule::vocabulary;
use crate::table::Cell;
use crate::text::Text;
use crate::value::{Context, years};
use indexmap::IndexMap;
use regex::Regex;
use std::sync::LazyLock;

/// The indicator whose rows are being read: rows that share a name are one.
#[derive(Default)]
pub struct Series {
    open: Option<(Indicator, Option<usize>)>,
    /// The unit in brackets behind its name.
    unit: Option<String>,
}

/// A column of values: its index, and what the rule says of it.
struct Values<'r> {
    col: usize,
    role: Option<Role>,
    year: Option<&'r Header>,
}

/// A year in brackets behind a value: `41.7%（令和4年度）`.
static YEAR_BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)^(?<value>.*\S)\s*\((?<year>[^()]*)\)\s*$").ok());

impl Reader<'_> {
    /// Columns with the values of indicators, which are no fields of the row's item.
    pub(super) fn indicator_columns(&self) -> Vec<usize> {
        let Some(spec) = &self.rule.indicator else {
            return Vec::new();
        };
        let mut out: Vec<usize> = self.values(spec).iter().map(|v| v.col).collect();
        out.extend(self.own_columns(spec));
        out
    }

    /// Columns that say something of the values and hold none.
    fn own_columns(&self, spec: &IndicatorRow) -> Vec<usize> {
        let own = [Some(&spec.name), spec.unit.as_ref(), spec.role.as_ref()];
        let years = spec.values.iter().filter_map(|v| v.year.as_ref());
        let own = own
            .into_iter()
            .flatten()
            .chain(&spec.direction)
            .chain(years);
        own.flat_map(|h| self.view.columns(h)).collect()
    }

    fn values<'r>(&self, spec: &'r IndicatorRow) -> Vec<Values<'r>> {
        if !spec.values.is_empty() {
            let own = self.own_columns(spec);
            let each = spec.values.iter().flat_map(|v| {
                let columns = self.view.columns(&v.header).into_iter();
                let columns = columns
                    .filter(|c| !own.contains(c))
                    .collect::<Vec<_>>()
                    .into_iter();
                columns.map(|col| Values {
                    col,
                    role: v.role,
                    year: v.year.as_ref(),
                })
            });
            return each.collect();
        }
        let own = self.own_columns(spec);
        let says = |col: &usize| {
            !own.contains(col)
                && (self.header_role(*col).is_some() || self.header_year(*col).is_some())
        };
        let columns = (0..self.view.table.cols).filter(says);
        columns
            .map(|col| Values {
                col,
                role: None,
                year: None,
            })
            .collect()
    }

    /// What the header of a column says that its values are, the lowest level first.
    fn header_role(&self, col: usize) -> Option<Role> {
        let mut levels = self.view.path(col).rev();
        levels.find_map(|c| role_of(c.text().as_str()))
    }

    /// The year in the header of a column, the lowest level first.
    fn header_year(&self, col: usize) -> Option<Text> {
        let mut levels = self.view.path(col).rev();
        levels.find_map(|c| {
            let text = c.text().one_line();
            years::year(text.as_str()).is_some().then_some(text)
        })
    }

    pub(super) fn indicator_row(
        &mut self,
        builder: &mut Builder<'_>,
        spec: &IndicatorRow,
        row: usize,
        of_row: Option<usize>,
    ) {
        let Some(name) = self
            .view
            .column(&spec.name)
            .and_then(|c| self.view.cell(row, c))
        else {
            return;
        };
        let goes_on = name.row < row || (name.is_blank() && spec.role.is_some());
        if !goes_on || self.series.open.is_none() {
            self.close_series(builder);
            if name.is_blank() {
                self.report_values(builder, spec, row);
                return;
            }
            self.open_series(builder, spec, row, name, of_row);
        }
        self.row_values(builder, spec, row);
    }

    /// Values in a row without a name belong to no indicator.
    fn report_values(&self, builder: &mut Builder<'_>, spec: &IndicatorRow, row: usize) {
        for value in self.values(spec) {
            let cell = self.view.cell(row, value.col);
            if let Some(cell) = cell.filter(|c| c.row == row && c.col == value.col && !c.is_blank())
            {
                let text = cell.text();
                let message = format!(
                    "`{}` stands in a row without the name of an indicator",
                    text.one_line().as_str()
                );
                let at = builder.at(&text, spec.name.line, Some(self.view.place(cell)));
                builder.find(Code::EntryUnmatched, message, at);
            }
        }
    }

    fn open_series(
        &mut self,
        builder: &mut Builder<'_>,
        spec: &IndicatorRow,
        row: usize,
        name: &Cell,
        of_row: Option<usize>,
    ) {
        let of = if spec.of.is_empty() {
            of_row.or(self.last).or(builder.last_record)
        } else {
            match builder.parent(&spec.of) {
                Parent::Item(item) => Some(item),
                _ => None,
            }
        };
        let direction = self.text_in(&spec.direction, row);
        let direction = direction.and_then(|d| direction_of(&fold(d.as_str())));
        let text = name.text();
        let (title, unit) = without_unit(without_bullet(&text));
        self.series.unit = unit;
        let indicator = Indicator {
            id: String::new(),
            page: text.page().unwrap_or(name.page),
            name: title.as_str().to_owned(),
            group: None,
            of: None,
            direction: direction.map(str::to_owned),
            at: builder.at(&text, spec.name.line, Some(self.view.place(name))),
            values: Vec::new(),
            fields: self.other_fields(builder, spec, row),
        };
        self.series.open = Some((indicator, of));
    }

    /// What the columns say that hold no values, where the rows are no items.
    fn other_fields(
        &self,
        builder: &mut Builder<'_>,
        spec: &IndicatorRow,
        row: usize,
    ) -> IndexMap<String, Option<Value>> {
        let mut out = IndexMap::new();
        if self.rule.row.is_some() {
            return out;
        }
        let mut taken = self.indicator_columns();
        let columns = self.rule.columns.iter().map(|c| &c.header);
        taken.extend(columns.flat_map(|h| self.view.columns(h)));
        for cell in self.view.row(row) {
            if !taken.contains(&cell.col) {
                let value = self.cell_value(builder, cell, row, spec.name.line);
                out.insert(self.view.label(cell.col), Some(value));
            }
        }
        out
    }

    fn text_in(&self, header: &Option<Header>, row: usize) -> Option<Text> {
        self.text_at(row, self.view.column(header.as_ref()?)?)
    }

    fn text_at(&self, row: usize, col: usize) -> Option<Text> {
        let cell = self.view.cell(row, col)?;
        let text = cell.text().one_line().into_trimmed();
        (!text.is_blank()).then_some(text)
    }

    fn row_values(&mut self, builder: &mut Builder<'_>, spec: &IndicatorRow, row: usize) {
        let unit = self.text_in(&spec.unit, row);
        let named = self.series.unit.clone();
        let row_role = self.text_in(&spec.role, row);
        let row_role = row_role.and_then(|t| role_of(t.as_str()));
        let Some((mut indicator, of)) = self.series.open.take() else {
            return;
        };
        for value in self.values(spec) {
            let Some(cell) = self.view.cell(row, value.col) else {
                continue;
            };
            // a cell over several columns is one value, and one over several rows is read once
            if cell.is_blank() || cell.col != value.col || cell.row != row {
                continue;
            }
            let role = value
                .role
                .or(row_role)
                .or_else(|| self.header_role(value.col));
            let Some(role) = role else {
                let label = self.view.label(value.col);
                let message = format!(
                    "what the value of `{}` under `{label}` is, is not said",
                    indicator.name
                );
                builder.find(Code::ValueUnread, message, vec![self.view.at(cell)]);
                continue;
            };
            let (text, behind) = value_and_year(cell);
            let column = value.year.and_then(|h| self.view.column(h));
            let in_column = column.and_then(|col| self.text_at(row, col));
            let year = in_column.or(behind).or_else(|| self.header_year(value.col));
            let own = self.context(value.col);
            let said = Said {
                role,
                text,
                year,
                context: Context {
                    unit: unit
                        .as_ref()
                        .map(Text::as_str)
                        .or(named.as_deref())
                        .or(own.unit),
                    ..own
                },
                line: spec.name.line,
                cell: Some(self.view.place(cell)),
            };
            let read = builder.indicator_value(&indicator.name, said);
            indicator.at.extend(read.at.iter().cloned());
            indicator.values.push(read);
        }
        self.series.open = Some((indicator, of));
    }

    /// Ends the indicator that is open.
    pub(super) fn close_series(&mut self, builder: &mut Builder<'_>) {
        builder.indicators.extend(self.series.open.take());
    }
}

/// A value without the year in brackets behind it, and that year.
fn value_and_year(cell: &Cell) -> (Text, Option<Text>) {
    let text = cell.text().one_line().into_trimmed();
    let folded = text.folded();
    let found = YEAR_BEHIND
        .as_ref()
        .and_then(|re| re.captures(folded.as_str()));
    let slice = |c: &regex::Captures<'_>, name: &str| {
        let m = c.name(name)?;
        let chars = folded.char_index(m.start())..folded.char_index(m.end());
        Some(text.char_slice(chars).into_trimmed())
    };
    let parts = found.and_then(|c| Some((slice(&c, "value")?, slice(&c, "year")?)));
    match parts {
        Some((value, year)) if years::year(year.as_str()).is_some() => (value, Some(year)),
        _ => (text, None),
    }
}

/// A name without the unit in brackets behind it, and that unit: `利用者の割合（％）`.
fn without_unit(name: Text) -> (Text, Option<String>) {
    let Some(unit) = unit_in(name.as_str()) else {
        return (name, None);
    };
    let folded = name.folded();
    let bracket = folded.as_str().rfind(['(', '[']);
    let end = bracket.map_or(name.chars().len(), |b| folded.char_index(b));
    (name.char_slice(0..end).into_trimmed(), Some(unit))
}

/// A name without the bullet before it.
fn without_bullet(text: &Text) -> Text {
    let line = text.one_line().into_trimmed();
    let folded = line.folded();
    let bullets = BULLET.as_ref().and_then(|re| re.find(folded.as_str()));
    let end = bullets.map_or(0, |m| folded.char_index(m.end()));
    line.char_slice(end..line.chars().len()).into_trimmed()
}

static BULLET: LazyLock<Option<Regex>> = LazyLock::new(|| vocabulary::pattern(r"^{箇条}\s*"));

/// What a label says that values are, by the shared words; the first that is found decides.
static ROLES: LazyLock<Vec<(Regex, Role)>> = LazyLock::new(|| {
    let roles = [
        ("{現状値}", Role::Baseline),
        ("{目標値}", Role::Target),
        ("{実績値}", Role::Actual),
    ];
    let roles = roles.into_iter();
    roles
        .filter_map(|(word, role)| Some((vocabulary::pattern(word)?, role)))
        .collect()
});

/// What a label says that values are.
pub fn role_of(label: &str) -> Option<Role> {
    let text = fold(label);
    let found = ROLES.iter().find(|(word, _)| word.is_match(&text));
    found
        .map(|(_, role)| *role)
        .filter(|_| says_something(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_roles() {
        for (label, role) in [
            ("現状値（R4）", Some(Role::Baseline)),
            ("基準値", Some(Role::Baseline)),
            ("令和5年度 実績", Some(Role::Actual)),
            ("目標値\n（令和10年度）", Some(Role::Target)),
            ("R6", None),
            ("担当課", None),
        ] {
            assert_eq!(role_of(label), role, "{label}");
        }
    }
}
