//! Columns whose cells hold items and indicators.

use super::super::builder::Builder;
use super::super::capture::{Captured, capture};
use super::super::draft::Parent;
use super::super::entries::{cut, each_entry};
use super::Reader;
use crate::rule::model::{Cells, Column};
use crate::table::Cell;
use crate::text::Text;
use std::ops::Range;

impl Reader<'_> {
    /// Every cell of a row as a field `ROW/COLUMN` of one item.
    pub(super) fn cell_fields(&self, builder: &mut Builder<'_>, spec: &Cells, row: usize) {
        let label = self
            .view
            .column(&spec.label)
            .and_then(|c| self.view.cell(row, c));
        let Some(label) = label.filter(|c| c.row == row && !c.is_blank()) else {
            return;
        };
        let item = match builder.parent(&spec.of) {
            Parent::Item(item) => Some(item),
            Parent::None => builder.drafts.len().checked_sub(1),
            Parent::Later(_) => None,
        };
        let Some(item) = item else {
            self.report(builder, &[label.text()], label);
            return;
        };
        let name: String = label.text().as_str().split_whitespace().collect();
        for cell in self.view.row(row) {
            if cell.col >= label.col + label.colspan && cell.row == row {
                let field = format!("{name}/{}", self.view.label(cell.col));
                let value = self.cell_value(builder, cell, row, spec.label.line);
                builder.drafts[item].fields.insert(field, Some(value));
            }
        }
    }

    /// The items of the cells that begin in a row, for columns in a range: column, items.
    pub(super) fn columns(
        &mut self,
        builder: &mut Builder<'_>,
        row: usize,
        cols: Range<usize>,
    ) -> Vec<(usize, Vec<usize>)> {
        let mut made: Vec<(usize, Vec<usize>)> = Vec::new();
        let rule = self.rule;
        for column in rule.columns.iter().filter(|c| c.pair.is_none()) {
            for col in self.view.columns(&column.header) {
                let Some(cell) = self.view.cell(row, col).filter(|_| cols.contains(&col)) else {
                    continue;
                };
                if cell.row == row && cell.col == col {
                    let items = self.cell_items(builder, column, cell);
                    self.last = items.last().copied().or(self.last);
                    made.push((col, items));
                }
            }
        }
        made
    }

    /// The items and indicators of a cell.
    fn cell_items(&self, builder: &mut Builder<'_>, column: &Column, cell: &Cell) -> Vec<usize> {
        let place = Some(self.view.place(cell));
        let entries = cut(&cell.paragraphs, &column.cut);
        let mut found: Vec<Captured> = Vec::new();
        let mut unmatched: Vec<Text> = Vec::new();
        if !column.items.is_empty() {
            each_entry(
                &entries,
                |entry| capture(entry, &column.items),
                |captured| found.push(captured),
                |entry| unmatched.push(entry.clone()),
            );
        }
        let items = found
            .iter()
            .map(|captured| {
                let item = &column.items[captured.item];
                let mut draft = builder.draft(captured, item, place, true);
                draft.within = Some(self.rule.name.clone());
                let shaded = self.is_highlighted(builder, cell);
                if shaded && !draft.flags.iter().any(|f| f == "shaded") {
                    draft.flags.push("shaded".into());
                }
                builder.add(draft)
            })
            .collect();
        if !column.indicators.is_empty() {
            for entry in entries {
                let taken = builder.indicators(&entry, &column.indicators, place);
                if taken.is_empty() && column.items.is_empty() {
                    unmatched.push(entry);
                }
            }
        }
        self.report(builder, &unmatched, cell);
        items
    }
}
