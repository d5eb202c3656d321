//! Columns whose entries stand beside the items of another, one for one.

use super::super::builder::Builder;
use super::super::capture::{Captured, capture};
use super::super::draft::{Source, fold};
use super::super::entries::{cut, each_entry};
use super::Reader;
use crate::finding::Code;
use crate::rule::model::{Column, Cut};
use crate::table::Cell;
use crate::text::Text;
use indexmap::IndexMap;

impl Reader<'_> {
    /// Gives the entries of paired columns to the items that a row made: column, items.
    pub(super) fn pairs(
        &self,
        builder: &mut Builder<'_>,
        row: usize,
        made: &[(usize, Vec<usize>)],
    ) {
        for column in &self.rule.columns {
            let Some(base) = &column.pair else { continue };
            let beside: Vec<usize> = self
                .view
                .columns(base)
                .iter()
                .flat_map(|col| made.iter().filter(move |(c, _)| c == col))
                .flat_map(|(_, items)| items.clone())
                .collect();
            for col in self.view.columns(&column.header) {
                if let Some(cell) = self.view.cell(row, col).filter(|c| c.col == col) {
                    self.pair(builder, column, cell, row, &beside);
                }
            }
        }
    }

    /// The entries of a cell given to the items beside it.
    fn pair(
        &self,
        builder: &mut Builder<'_>,
        column: &Column,
        cell: &Cell,
        row: usize,
        items: &[usize],
    ) {
        let label = self.view.label(cell.col);
        let entries = match (column.items.is_empty(), items.len()) {
            (true, 1) => cut(&cell.paragraphs, &Cut::Whole),
            _ => cut(&cell.paragraphs, &column.cut),
        };
        if items.is_empty() {
            self.report(builder, &entries, cell);
        } else if entries.is_empty() {
            for item in items {
                let blank = self.cell_value(builder, cell, row, column.header.line);
                builder.drafts[*item]
                    .fields
                    .insert(label.clone(), Some(blank));
            }
        } else if column.items.is_empty() {
            self.pair_texts(builder, (&label, column.header.line), cell, &entries, items);
        } else {
            let mut captured = Vec::new();
            let mut unmatched = Vec::new();
            each_entry(
                &entries,
                |entry| capture(entry, &column.items),
                |c| captured.push(c),
                |entry| unmatched.push(entry.clone()),
            );
            self.report(builder, &unmatched, cell);
            self.pair_captures(builder, (column, &label), cell, &captured, items);
        }
    }

    fn pair_texts(
        &self,
        builder: &mut Builder<'_>,
        (label, line): (&str, usize),
        cell: &Cell,
        entries: &[Text],
        items: &[usize],
    ) {
        if entries.len() != items.len() {
            self.mismatch(builder, label, cell, entries.len(), items);
            return;
        }
        for (item, entry) in items.iter().zip(entries) {
            let read = builder.value(
                entry,
                &self.context(cell.col),
                line,
                Some(self.view.place(cell)),
            );
            builder.drafts[*item]
                .fields
                .insert(label.to_owned(), Some(read));
        }
    }

    /// One entry an item; or all entries to the only item, whose fields then have several lines.
    fn pair_captures(
        &self,
        builder: &mut Builder<'_>,
        (column, label): (&Column, &str),
        cell: &Cell,
        captured: &[Captured],
        items: &[usize],
    ) {
        let shares: Vec<&[Captured]> = if items.len() == 1 {
            vec![captured]
        } else if items.len() == captured.len() {
            captured.chunks(1).collect()
        } else {
            self.mismatch(builder, label, cell, captured.len(), items);
            return;
        };
        for (item, share) in items.iter().zip(shares) {
            let mut fields: IndexMap<&str, Vec<&Text>> = IndexMap::new();
            for (name, text) in share.iter().flat_map(|c| &c.fields) {
                fields.entry(name).or_default().push(text);
            }
            // the values name the line of the column
            let lines = share.iter().map(|c| column.items[c.item].pattern.line);
            builder.silent_lines.extend(lines);
            for (name, texts) in fields {
                let text = Text::join(texts, '\n');
                let read = builder.value(
                    &text,
                    &self.context(cell.col),
                    column.header.line,
                    Some(self.view.place(cell)),
                );
                builder.drafts[*item]
                    .fields
                    .insert(name.to_owned(), Some(read));
            }
            self.pair_status(builder, column, *item, share, cell);
        }
    }

    fn pair_status(
        &self,
        builder: &mut Builder<'_>,
        column: &Column,
        item: usize,
        share: &[Captured],
        cell: &Cell,
    ) {
        let marked = share.iter().filter(|c| c.status.is_some());
        let lines = marked.map(|c| column.items[c.item].pattern.line);
        let line = lines.into_iter().next().unwrap_or_default();
        let marks: Vec<&Text> = share.iter().filter_map(|c| c.status.as_ref()).collect();
        let same = marks
            .windows(2)
            .all(|w| fold(w[0].as_str()) == fold(w[1].as_str()));
        if !same {
            let title = &builder.drafts[item].title;
            let message = format!("`{title}` has several marks beside it that differ");
            let at = builder.at(&cell.text(), 0, Some(self.view.place(cell)));
            builder.find(Code::PairMismatch, message, at);
        } else if let Some(mark) = marks.first() {
            let draft = &mut builder.drafts[item];
            draft.status = Some((*mark).clone());
            draft.status_from = Source {
                line,
                cell: Some(self.view.place(cell)),
            };
        }
    }

    fn mismatch(
        &self,
        builder: &mut Builder<'_>,
        label: &str,
        cell: &Cell,
        entries: usize,
        items: &[usize],
    ) {
        let message = format!(
            "`{label}` has {entries} entries beside {} items: `{}`",
            items.len(),
            cell.text().as_str().replace('\n', " / ")
        );
        let at = builder.at(&cell.text(), 0, Some(self.view.place(cell)));
        builder.find(Code::PairMismatch, message, at);
        for item in items {
            builder.drafts[*item].fields.insert(label.to_owned(), None);
        }
    }
}
