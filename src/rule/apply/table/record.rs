//! One item a row.

use super::super::builder::{Builder, printed_number};
use super::super::capture::{Captured, capture, references};
use super::super::draft::{Draft, Source, fold};
use super::super::values::insert_apart;
use super::Reader;
use crate::document::Value;
use crate::finding::Code;
use crate::normalize::{Policy, normalized};
use crate::rule::model::{Header, Row};
use crate::table::Cell;
use crate::text::Text;
use crate::value::absence;
use indexmap::IndexMap;

/// The status of a row by its columns.
struct RowStatus {
    text: Option<Text>,
    /// What it means, where the header of the marked column says so.
    meaning: Option<String>,
    /// By what it was read, or else the title cell's would be.
    from: Source,
}

impl Reader<'_> {
    /// The item of a row; none where the row has neither title nor number of its own.
    pub(super) fn record(
        &self,
        builder: &mut Builder<'_>,
        spec: &Row,
        row: usize,
    ) -> Option<usize> {
        let at_column = |header: &Header| self.view.cell(row, self.view.column(header)?);
        let title = at_column(&spec.title);
        let number = spec.number.as_ref().and_then(at_column);
        let starts = |c: Option<&Cell>| c.is_some_and(|c| c.row == row && !c.is_blank());
        if !starts(title) && !starts(number) {
            self.report_row(builder, row);
            return None;
        }
        let (fields, entry) = self.row_fields(builder, spec, row);
        let text_of = |c: Option<&Cell>| c.map(|c| c.text().one_line().into_trimmed());
        let said = self.title(builder, spec, title);
        let number = text_of(number).filter(|n| !n.is_blank());
        let number = number.or_else(|| said.number.clone());
        let mut flags = said.flags.clone();
        for (column, pattern, flag) in &spec.flags {
            let text = at_column(column).map(|c| fold(c.text().as_str()));
            let fits = |t: &String| match pattern {
                Some(pattern) => pattern.is_match(t),
                None => says_something(t),
            };
            if text.as_ref().is_some_and(fits) && !flags.contains(flag) {
                flags.push(flag.clone());
            }
        }
        let status = self.row_status(builder, spec, row, title);
        if title.is_some_and(|c| self.is_highlighted(builder, c)) {
            flags.push("shaded".into());
        }
        let refs = text_of(spec.refs.as_ref().and_then(at_column));
        let refs = refs.filter(|r| says_something(r.as_str()));
        let parent = if spec.item.parent.is_empty() {
            builder.deepest_group()
        } else {
            builder.parent(&spec.item.parent)
        };
        let mut all_fields = fields;
        for (label, text) in &said.fields {
            let place = title.map(|c| self.view.place(c));
            let line = spec.item.pattern.line;
            let read = builder.value(text, &Default::default(), line, place);
            all_fields.insert(label.clone(), Some(read));
        }
        let draft = Draft {
            kind: spec.item.kind.clone().unwrap_or_default(),
            number: number.as_ref().map(printed_number),
            title: said.title.as_str().to_owned(),
            parent,
            name: spec.item.name.clone(),
            within: Some(self.rule.name.clone()),
            status: status.text.or(said.status),
            status_from: status.from,
            marks: spec.marks.clone(),
            meaning: status.meaning,
            refs: refs.map_or(said.refs, |r| references(r.as_str())),
            flags,
            fields: all_fields,
            page: entry.page().unwrap_or(1),
            at: builder.at(&entry, spec.title.line, Some(self.view.row_place(row))),
        };
        Some(builder.add(draft))
    }

    /// What the title cell says: all of it, where the item's pattern does not fit.
    fn title(&self, builder: &mut Builder<'_>, spec: &Row, cell: Option<&Cell>) -> Captured {
        let Some(cell) = cell.filter(|c| !c.is_blank()) else {
            return Captured {
                flags: spec.item.flags.clone(),
                ..Captured::default()
            };
        };
        let text = cell.text();
        if let Some(captured) = capture(&text, std::slice::from_ref(&spec.item)) {
            return captured;
        }
        self.report(builder, std::slice::from_ref(&text), cell);
        Captured {
            title: text.one_line().into_trimmed(),
            flags: spec.item.flags.clone(),
            ..Captured::default()
        }
    }

    /// The status of a row by its columns.
    fn row_status(
        &self,
        builder: &mut Builder<'_>,
        spec: &Row,
        row: usize,
        title: Option<&Cell>,
    ) -> RowStatus {
        let from = |line: usize, cell: Option<&Cell>| Source {
            line,
            cell: cell.map(|c| self.view.place(c)),
        };
        let in_title = from(spec.item.pattern.line, title);
        if let Some(header) = &spec.status
            && let Some(col) = self.view.column(header)
            && let Some(cell) = self.view.cell(row, col)
            && title.is_none_or(|t| (t.row, t.col) != (cell.row, cell.col))
        {
            let text = cell.text().one_line().into_trimmed();
            let text = Some(text).filter(|t| says_something(t.as_str()));
            return RowStatus {
                from: text
                    .as_ref()
                    .map_or(in_title, |_| from(header.line, Some(cell))),
                text,
                meaning: None,
            };
        }
        match self.status_by_column(builder, spec, row) {
            Some((text, meaning, line, cell)) => RowStatus {
                text: Some(text),
                meaning: Some(meaning),
                from: from(line, Some(cell)),
            },
            None => RowStatus {
                text: None,
                meaning: None,
                from: in_title,
            },
        }
    }

    /// The mark in the one of some columns that is marked, what the header of that column says, the rule's
    /// line and the cell.
    fn status_by_column(
        &self,
        builder: &mut Builder<'_>,
        spec: &Row,
        row: usize,
    ) -> Option<(Text, String, usize, &Cell)> {
        let mut marked: Vec<(usize, usize, &Cell)> = Vec::new();
        for header in &spec.status_columns {
            for col in self.view.columns(header) {
                let cell = self.view.cell(row, col);
                let cell = cell.filter(|c| says_something(&fold(c.text().as_str())));
                marked.extend(cell.map(|c| (col, header.line, c)));
            }
        }
        marked.dedup_by_key(|(col, ..)| *col);
        match marked.as_slice() {
            [] if spec.status_columns.is_empty() => None,
            [] => {
                let title = self.view.column(&spec.title);
                let cell = title.and_then(|col| self.view.cell(row, col))?;
                let text = cell.text().one_line();
                let message = format!("`{}` is marked in no column", text.as_str());
                let at = builder.at(&cell.text(), 0, Some(self.view.place(cell)));
                builder.find(Code::FieldMissing, message, at);
                None
            }
            [(col, line, cell)] => {
                let header = self.view.path(*col).next_back()?.text().one_line();
                let mark = cell.text().one_line().into_trimmed();
                Some((mark, header.as_str().trim().to_owned(), *line, *cell))
            }
            [_, (_, _, cell), ..] => {
                let labels = marked.iter().map(|(col, ..)| self.view.label(*col));
                let labels = labels.collect::<Vec<_>>().join("`, `");
                let message = format!("row {row} is marked in several columns: `{labels}`");
                let at = builder.at(&cell.text(), 0, Some(self.view.place(cell)));
                builder.find(Code::ValueAmbiguous, message, at);
                None
            }
        }
    }

    /// A row without number and title that says something belongs to no item, unless columns of their
    /// own read it.
    fn report_row(&self, builder: &mut Builder<'_>, row: usize) {
        let read = |col: usize| {
            let columns = self.rule.columns.iter().map(|c| &c.header);
            columns
                .into_iter()
                .any(|h| self.view.columns(h).contains(&col))
        };
        let cells = self.view.row(row).into_iter();
        let cells = cells.filter(|c| c.row == row && !c.is_blank() && !read(c.col));
        let text = Text::join(&cells.map(Cell::text).collect::<Vec<_>>(), ' ');
        if !text.is_blank() && self.rule.indicator.is_none() {
            let message = format!("row {row} has no title: `{}`", text.one_line().as_str());
            let at = builder.at(&text, 0, Some(self.view.row_place(row)));
            builder.find(Code::EntryUnmatched, message, at);
        }
    }

    /// The values of the columns that are neither number nor title, by label, and the whole row.
    fn row_fields(
        &self,
        builder: &mut Builder<'_>,
        spec: &Row,
        row: usize,
    ) -> (IndexMap<String, Option<Value>>, Text) {
        let line = spec.line;
        let items = self.rule.columns.iter().filter(|c| !c.items.is_empty());
        let own = [Some(&spec.title), spec.number.as_ref(), spec.refs.as_ref()];
        let own = own.into_iter().flatten().chain(items.map(|c| &c.header));
        // a header over several columns names the first; the others are fields like any
        let own: Vec<usize> = own.filter_map(|h| self.view.column(h)).collect();
        let carried = spec.carry.iter().flat_map(|h| self.view.columns(h));
        let carried: Vec<usize> = carried.collect();
        let values = self.indicator_columns();
        let mut fields = IndexMap::new();
        let mut texts = Vec::new();
        for mut cell in self.view.row(row) {
            let col = cell.col;
            if cell.row == row {
                texts.push(cell.text());
            }
            if own.contains(&col) || values.contains(&col) {
                continue;
            }
            if cell.is_blank() && carried.contains(&col) {
                let above = self.filled.get(&col).and_then(|r| self.view.cell(*r, col));
                cell = above.unwrap_or(cell);
            }
            let value = self.cell_value(builder, cell, row, line);
            // a cell over several columns counts for each, as one over several rows does
            let covered = (col + 1..cell.col + cell.colspan)
                .filter(|c| !own.contains(c) && !values.contains(c));
            let mut others: Vec<String> = covered.map(|c| self.view.label(c)).collect();
            let name = self.view.label(col);
            others.retain(|label| *label != name);
            others.dedup();
            for label in others.into_iter().rev().chain([name]).rev() {
                insert_apart(&mut fields, label, value.clone());
            }
        }
        (fields, Text::join(&texts, ' '))
    }
}

/// Whether a text is more than a blank or a sign of absence.
pub fn says_something(text: &str) -> bool {
    absence(&normalized(Policy::PLAIN, text)).is_none()
}
