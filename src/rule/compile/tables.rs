//! Tables and forms of a rule file.

use super::marker::entry;
use super::{Compiler, text, texts};
use crate::rule::config::{self, Name, Pattern};
use crate::rule::model::*;

/// What stands between the levels of a header.
pub const ABOVE: &str = " > ";

impl Compiler<'_> {
    /// A header pattern, level by level.
    pub(super) fn header(&mut self, pattern: &Pattern) -> Option<Header> {
        let mut levels = Vec::new();
        for level in pattern.as_str().split(ABOVE) {
            // header cells are compared from end to end
            levels.push(self.pattern(&format!("^(?:{level})$"), pattern.span())?);
        }
        Some(Header {
            source: pattern.as_str().to_owned(),
            levels,
            line: self.line(pattern.span().start),
        })
    }

    pub(super) fn header_opt(&mut self, pattern: &Option<Pattern>) -> Option<Header> {
        pattern.as_ref().and_then(|p| self.header(p))
    }

    pub(super) fn headers(&mut self, patterns: &[Pattern]) -> Vec<Header> {
        patterns.iter().filter_map(|p| self.header(p)).collect()
    }

    /// A label: a pattern that must match a cell from end to end.
    fn label(&mut self, pattern: &Pattern) -> Option<Re> {
        self.pattern(&format!("^(?:{})$", pattern.as_str()), pattern.span())
    }

    fn label_opt(&mut self, pattern: &Option<Pattern>) -> Option<Re> {
        pattern.as_ref().and_then(|p| self.label(p))
    }

    /// Labels, each a pattern that must match from end to end.
    pub(super) fn labels(&mut self, patterns: &[Pattern]) -> Vec<Re> {
        patterns.iter().filter_map(|p| self.label(p)).collect()
    }

    pub(super) fn table(&mut self, raw: &config::Table) -> Option<Table> {
        Some(Table {
            name: text(&raw.name),
            headers: self.headers(&raw.headers),
            without: self.headers(&raw.without),
            first_column: self.re_opt(&raw.first_column),
            caption: self.re_opt(&raw.caption),
            after: self.re_opt(&raw.after),
            nth: raw.nth,
            until: raw.until.as_ref().and_then(|p| self.label(p)),
            transposed: raw.transposed,
            optional: raw.optional,
            groups: raw.group.iter().filter_map(|g| self.group(g)).collect(),
            skip_rows: self.res(&raw.skip_rows),
            row: raw.row.as_ref().and_then(|r| self.row(r)),
            indicator: raw.indicator.as_ref().and_then(|i| self.indicator_row(i)),
            cells: raw.cells.as_ref().and_then(|c| {
                Some(Cells {
                    label: self.header(&c.label)?,
                    of: texts(&c.of),
                })
            }),
            columns: raw.column.iter().filter_map(|c| self.column(c)).collect(),
            line: self.line(raw.name.span().start),
        })
    }

    fn group(&mut self, raw: &config::Group) -> Option<Group> {
        let kind = Some(text(&raw.kind));
        let place = raw.kind.span();
        Some(Group {
            item: Item {
                kind,
                ..self.entry(&raw.pattern, &raw.marker, place, &["title"])?
            },
            level: raw.level,
        })
    }

    fn row(&mut self, raw: &config::Row) -> Option<Row> {
        let flags = raw.flag.iter();
        let flags = flags
            .filter_map(|f| {
                let pattern = self.re_opt(&f.pattern);
                Some((self.header(&f.column)?, pattern, f.flag.clone()))
            })
            .collect();
        let title = self.header(&raw.title)?;
        let item = self.entry(&raw.pattern, &raw.marker, raw.title.span(), &["title"])?;
        Some(Row {
            line: self.line(raw.kind.span().start),
            number: self.header_opt(&raw.number),
            title,
            item: record_item(item, &raw.kind, &raw.parent, &raw.as_name, &raw.flags),
            status: self.header_opt(&raw.status),
            status_columns: self.headers(&raw.status_columns),
            marks: raw.marks.clone(),
            refs: self.header_opt(&raw.refs),
            carry: self.headers(&raw.carry),
            flags,
        })
    }

    fn indicator_row(&mut self, raw: &config::IndicatorRow) -> Option<IndicatorRow> {
        let values = raw.value.iter();
        let values = values
            .filter_map(|v| {
                Some(ValueColumn {
                    header: self.header(&v.header)?,
                    role: v.role,
                    year: self.header_opt(&v.year),
                })
            })
            .collect();
        Some(IndicatorRow {
            name: self.header(&raw.name)?,
            unit: self.header_opt(&raw.unit),
            direction: self.header_opt(&raw.direction),
            role: self.header_opt(&raw.role),
            values,
            of: texts(&raw.of),
        })
    }

    fn column(&mut self, raw: &config::Column) -> Option<Column> {
        let items = self.items(&raw.item, raw.pair.is_some());
        Some(Column {
            header: self.header(&raw.header)?,
            cut: self.cut(raw.split, &raw.split_at, &raw.split_by, &raw.item),
            optional: raw.optional,
            items,
            indicators: self.indicators(&raw.indicator),
            pair: self.header_opt(&raw.pair),
        })
    }

    pub(super) fn form(&mut self, raw: &config::Form) -> Option<Form> {
        let above = raw.above.iter();
        let above = above
            .filter_map(|a| {
                let item = self.entry(&a.pattern, &a.marker, a.label.span(), &["title"])?;
                let item = Item {
                    kind: Some(text(&a.kind)),
                    ..item
                };
                Some((self.label(&a.label)?, item))
            })
            .collect();
        let item = self.entry(&raw.pattern, &raw.marker, raw.title.span(), &["title"])?;
        Some(Form {
            name: text(&raw.name),
            title: self.label(&raw.title)?,
            number: self.label_opt(&raw.number),
            status: self.label_opt(&raw.status),
            marks: raw.marks.clone(),
            refs: self.label_opt(&raw.refs),
            labels: self.labels(&raw.labels),
            begins: self.label_opt(&raw.begins),
            above,
            item: record_item(item, &raw.kind, &raw.parent, &raw.as_name, &raw.flags),
            optional: raw.optional,
        })
    }

    /// The whole of a text as a title, with the tags around it as flags.
    pub(super) fn whole_title(&mut self, span: std::ops::Range<usize>) -> Option<Re> {
        self.pattern(&entry(""), span)
    }
}

/// What a title says, as the item of its row or form.
fn record_item(
    title: Item,
    kind: &Name,
    parent: &[Name],
    name: &Option<Name>,
    flags: &[String],
) -> Item {
    Item {
        kind: Some(text(kind)),
        parent: texts(parent),
        name: name.as_ref().map(text),
        flags: flags.to_vec(),
        ..title
    }
}
