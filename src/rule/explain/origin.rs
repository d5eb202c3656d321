//! What of the rule made an item: a record of a table, an entry of a column or section, a heading.

use super::Subject;
use super::chain::{line_of, overlap};
use crate::document::{At, Item};
use crate::flow::{Block, Part};
use crate::rule::apply::{Captured, capture, cut, each_entry};
use crate::rule::model::{self, Column, Cut, Form, Row, Section, Table};
use crate::table;
use crate::text::Text;

/// What made an item.
#[derive(Clone, Copy)]
pub enum Maker<'r> {
    /// A row that is a record.
    Row(&'r Table, &'r Row),
    /// A row of one cell that opens a level.
    Group(&'r Table, &'r model::Item),
    /// An entry of a cell.
    Column(&'r Table, &'r Column, &'r model::Item),
    /// A form.
    Form(&'r Form),
    /// A label of a form whose value is an item above.
    Above(&'r Form, &'r model::Item),
    /// A heading.
    Heading(&'r Section),
    /// An entry of a section.
    Entry(&'r Section, &'r model::Item),
}

impl<'r> Maker<'r> {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Row(table, _) => format!("a row of the table `{}`: a record a row", table.name),
            Self::Group(table, _) => {
                format!(
                    "a row of one cell in the table `{}`, which opens a level",
                    table.name
                )
            }
            Self::Column(table, column, _) => format!(
                "an entry of the column `{}` of the table `{}`{}",
                column.header.source,
                table.name,
                cut_words(&column.cut)
            ),
            Self::Form(form) => format!("a record of the form `{}`", form.name),
            Self::Above(form, _) => {
                format!("a value of the form `{}` above its records", form.name)
            }
            Self::Heading(_) => "a heading of running text".into(),
            Self::Entry(section, _) => format!(
                "an entry of the section {}{}",
                section_name(section),
                cut_words(&section.cut)
            ),
        }
    }

    /// The pattern of the item.
    pub fn item(&self) -> &'r model::Item {
        match self {
            Self::Row(_, row) => &row.item,
            Self::Form(form) => &form.item,
            Self::Heading(section) => &section.heading,
            Self::Group(_, item)
            | Self::Column(_, _, item)
            | Self::Above(_, item)
            | Self::Entry(_, item) => item,
        }
    }

    fn cut(&self) -> &'r Cut {
        match self {
            Self::Column(_, column, _) => &column.cut,
            Self::Entry(section, _) => &section.cut,
            _ => &Cut::Whole,
        }
    }
}

/// A section by name, or by the pattern of its heading.
pub fn section_name(section: &Section) -> String {
    match &section.name {
        Some(name) => format!("`{name}`"),
        None => format!("`{}`", section.heading.pattern.regex.as_str()),
    }
}

/// How content is cut.
pub fn cut_words(cut: &Cut) -> &'static str {
    match cut {
        Cut::Marker => ", cut at bullets and numbers",
        Cut::Line => ", cut at paragraphs",
        Cut::Whole => "",
        Cut::At(_) => ", cut at paragraphs that begin an entry",
        Cut::By(_) => ", cut by a separator",
    }
}

/// All that makes items, with the line of the rule that they name.
pub fn makers(rule: &model::Rule) -> Vec<(usize, Maker<'_>)> {
    let mut out: Vec<(usize, Maker<'_>)> = Vec::new();
    for table in &rule.tables {
        for group in &table.groups {
            out.push((group.item.pattern.line, Maker::Group(table, &group.item)));
        }
        let row = table.row.iter();
        out.extend(row.map(|row| (row.title.line, Maker::Row(table, row))));
        for column in &table.columns {
            let items = column.items.iter();
            out.extend(items.map(|i| (i.pattern.line, Maker::Column(table, column, i))));
        }
    }
    for form in &rule.forms {
        out.push((form.title.line, Maker::Form(form)));
        let above = form.above.iter();
        out.extend(above.map(|(_, i)| (i.pattern.line, Maker::Above(form, i))));
    }
    for section in &rule.sections {
        out.push((section.heading.pattern.line, Maker::Heading(section)));
        let items = section.items.iter();
        out.extend(items.map(|i| (i.pattern.line, Maker::Entry(section, i))));
    }
    out
}

impl<'r> Subject<'r> {
    /// What made an item, and what its pattern captured of its entry.
    pub(super) fn origin(&self, item: &Item) -> Option<(Maker<'r>, Option<Captured>)> {
        let rule = self.rule?;
        let at = item.at.first()?;
        let line = line_of(at)?;
        let all = makers(rule).into_iter();
        let fitting: Vec<Maker<'r>> = all
            .filter(|(l, maker)| *l == line && maker.item().kind.as_ref() == Some(&item.kind))
            .map(|(_, maker)| maker)
            .collect();
        // several may stand on one line: the one that captures the item's title made it
        let captured = fitting.iter().map(|m| (*m, self.captured(m, item, at)));
        let captured: Vec<_> = captured.collect();
        let by_title = captured.iter().find(|(_, c)| c.is_some());
        by_title.or(captured.first()).cloned()
    }

    fn captured(&self, maker: &Maker<'_>, item: &Item, at: &At) -> Option<Captured> {
        let specs = std::slice::from_ref(maker.item());
        if matches!(maker, Maker::Form(_)) {
            // each value of a form has a cell of its own
            let texts = self.form_cells(item).into_iter();
            let mut titles = texts.filter_map(|text| capture(&text, specs));
            return titles.find(|c| c.title.as_str() == item.title);
        }
        let texts = match maker {
            Maker::Row(_, row) => {
                let (bound, view_row, _) = self.bound_at(at)?;
                let col = bound.view.column(&row.title)?;
                vec![bound.view.cell(view_row, col)?.text()]
            }
            _ => self.texts_at(at),
        };
        let texts = match maker {
            Maker::Group(..) | Maker::Above(..) => vec![Text::join(&texts, '\n').one_line()],
            _ => texts,
        };
        let mut out: Option<Captured> = None;
        let is_it = |c: &Captured| c.title.as_str() == item.title;
        each_entry(
            &cut(&texts, maker.cut()),
            |entry| self.try_entry(entry, specs),
            |captured| {
                if out.is_none() && is_it(&captured) && self.is_at(&captured.entry, at, maker) {
                    out = Some(captured);
                }
            },
            |_| {},
        );
        out
    }

    /// An entry whole, or its first paragraph where the rest is its body.
    fn try_entry(&self, entry: &Text, specs: &[model::Item]) -> Option<Captured> {
        let first = entry.as_str().find('\n');
        let has_body = specs.iter().any(|s| s.body.is_some());
        let head = first.filter(|_| has_body);
        let head = head.and_then(|end| capture(&entry.slice(0..end), specs));
        head.or_else(|| capture(entry, specs))
    }

    fn is_at(&self, entry: &Text, at: &At, maker: &Maker<'_>) -> bool {
        let places = entry.at();
        let whole_row = matches!(maker, Maker::Row(..));
        whole_row || places.is_empty() || places.iter().any(|p| overlap(p, at))
    }

    /// The texts of the cells of a record of a form.
    fn form_cells(&self, item: &Item) -> Vec<Text> {
        let cells = item.at.iter().filter_map(|at| self.table_cell(at));
        cells.map(table::Cell::text).collect()
    }

    /// The paragraphs of a cell, or those of running text that overlap a place.
    pub(super) fn texts_at(&self, at: &At) -> Vec<Text> {
        if at.table.is_some() {
            return self
                .table_cell(at)
                .map_or(Vec::new(), |c| c.paragraphs.clone());
        }
        let parts = self.reading.flow.parts.iter();
        let texts = parts.filter_map(|part| match part {
            Part::Block(block) => Some(block.text.clone()),
            Part::Table(t) => {
                let row = Block::of_single_row(&self.reading.flow.tables[*t])?;
                Some(row.text)
            }
        });
        let here = |t: &Text| t.at().iter().any(|own| overlap(own, at));
        texts.filter(here).collect()
    }

    /// The cell that was read at a place.
    pub(super) fn table_cell(&self, at: &At) -> Option<&'r table::Cell> {
        let (id, row, col) = (at.table.as_ref()?, at.row?, at.col?);
        let index = self.document.tables.iter().position(|t| t.id == *id)?;
        let cells = &self.reading.flow.tables.get(index)?.cells;
        cells
            .iter()
            .find(|c| c.covers_row(row) && c.covers_col(col))
    }
}

/// What a pattern captured of an entry, by name, as it is printed.
pub fn captures(item: &model::Item, entry: &Text) -> Vec<(String, Text)> {
    let entry = entry.trimmed();
    let folded = entry.folded();
    let re = &item.pattern.regex;
    let Some(found) = re.captures(folded.as_str()) else {
        return Vec::new();
    };
    let named = re.capture_names().flatten().filter_map(|name| {
        let m = found.name(name)?;
        let chars = folded.char_index(m.start())..folded.char_index(m.end());
        Some((name.to_owned(), entry.char_slice(chars).into_trimmed()))
    });
    named.collect()
}
