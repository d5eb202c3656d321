//! Tables by rule: which table, which column, and what the cells of a row make.

mod bind;
mod cells;
mod context;
mod indicators;
mod pairs;
mod record;
mod view;

pub use bind::{Bound, bind, covers, tables_of, texts_before};
pub use context::unit_in;
pub use indicators::role_of;
pub use record::says_something;
pub use view::View;

use super::builder::Builder;
use super::capture::capture;
use super::draft::fold;
use crate::document::Value;
use crate::finding::Code;
use crate::flow::Part;
use crate::rule::model::{Header, Table as TableRule};
use crate::table::{Cell, Table};
use crate::text::Text;
use crate::value::Context;
use context::{ColumnContext, contexts};
use indicators::Series;
use std::collections::BTreeMap;

/// Reads a table.
pub fn read(builder: &mut Builder<'_>, bound: &Bound<'_>) {
    let unit = stated_unit(builder, &bound.view);
    let mut reader = Reader {
        rule: bound.rule,
        view: &bound.view,
        columns: Vec::new(),
        last: None,
        series: Series::default(),
        filled: BTreeMap::new(),
    };
    let header = |col| {
        let above = reader.view.path(col);
        above.map(|c| c.text().as_str().to_owned()).collect()
    };
    reader.columns = contexts(&bound.view, unit.as_deref(), header);
    reader.report_missing(builder);
    for row in bound.view.body.clone() {
        reader.row(builder, row);
    }
    reader.close_series(builder);
}

/// The unit that the caption of a table states, or the text right above it.
fn stated_unit(builder: &Builder<'_>, view: &View<'_>) -> Option<String> {
    let table: &Table = &view.table;
    // a label left of the table, merged over its rows: 事業費（千円）
    let left = (0..table.cols).map_while(|col| view.cell(view.head.start, col));
    let label = left.into_iter().find_map(|c| {
        let whole = c.rowspan > view.head.len();
        whole.then(|| unit_in(c.text().as_str())).flatten()
    });
    let caption = table.caption.as_ref().and_then(|c| unit_in(c.as_str()));
    let caption = label.or(caption);
    let parts = &builder.reading.flow.parts;
    let at = parts
        .iter()
        .position(|p| matches!(p, Part::Table(t) if *t == view.index))?;
    let above = parts[..at].last().and_then(|p| match p {
        Part::Block(block) if block.text.as_str().contains("単位") => {
            unit_in(block.text.as_str())
        }
        _ => None,
    });
    above.or(caption)
}

struct Reader<'a> {
    rule: &'a TableRule,
    view: &'a View<'a>,
    /// What each column says of its values.
    columns: Vec<ColumnContext>,
    /// The item that a column, group or row opened last.
    last: Option<usize>,
    /// The indicator whose rows are being read.
    series: Series,
    /// For each column the last record in which it is filled, since the last group.
    filled: BTreeMap<usize, usize>,
}

impl Reader<'_> {
    fn row(&mut self, builder: &mut Builder<'_>, row: usize) {
        if self.skips(row) || self.group(builder, row) {
            return;
        }
        let (mut of_row, mut item) = (None, None);
        if let Some(spec) = &self.rule.row {
            // what stands left of the title is above it, what stands right belongs to it
            let title = self.view.column(&spec.title).unwrap_or(0);
            let mut made = self.columns(builder, row, 0..title);
            item = self.record(builder, spec, row);
            self.last = item.or(self.last);
            if item.is_some() && !spec.carry.is_empty() {
                let cells = self.view.row(row).into_iter();
                let own = cells
                    .filter(|c| c.row == row && !c.is_blank())
                    .map(|c| c.col);
                let own: Vec<usize> = own.collect();
                self.filled.extend(own.into_iter().map(|col| (col, row)));
            }
            made.extend(self.columns(builder, row, title..self.view.table.cols));
            if let Some(item) = item {
                of_row = Some(item);
                made.push((title, vec![item]));
            }
            self.pairs(builder, row, &made);
        } else {
            let made = self.columns(builder, row, 0..self.view.table.cols);
            self.pairs(builder, row, &made);
        }
        if let Some(spec) = &self.rule.cells {
            self.cell_fields(builder, spec, row);
        }
        if let Some(spec) = &self.rule.indicator {
            self.indicator_row(builder, spec, row, of_row.or(item));
        }
    }

    fn report_missing(&self, builder: &mut Builder<'_>) {
        let at = self.view.table.places.first();
        for header in needed_headers(self.rule) {
            if self.view.column(header).is_none() {
                let message = format!(
                    "table `{}` has no column `{}`",
                    self.rule.name, header.source
                );
                let place = at.map(|(page, r)| crate::document::At::new(*page, *r));
                builder.find(Code::ColumnMissing, message, place.into_iter().collect());
            }
        }
    }

    fn context(&self, col: usize) -> Context<'_> {
        self.columns
            .get(col)
            .map_or(Context::default(), ColumnContext::context)
    }

    fn skips(&self, row: usize) -> bool {
        if self.rule.skip_rows.is_empty() {
            return false;
        }
        let cells = self.view.row(row).into_iter().filter(|c| c.row == row);
        let text: String = cells.map(|c| fold(c.text().as_str())).collect();
        self.rule.skip_rows.iter().any(|p| p.is_match(&text))
    }

    /// A row with text in one cell only, which covers all columns or stands first.
    fn group(&mut self, builder: &mut Builder<'_>, row: usize) -> bool {
        let groups = &self.rule.groups;
        let mut filled = self.view.row(row);
        filled.retain(|c| !c.is_blank());
        let [cell] = filled.as_slice() else {
            return false;
        };
        if cell.row != row || cell.col != 0 || cell.rowspan > 1 || groups.is_empty() {
            return false;
        }
        let text = cell.text().one_line();
        for group in groups {
            if let Some(captured) = capture(&text, std::slice::from_ref(&group.item)) {
                let place = self.view.place(cell);
                let mut draft = builder.draft(&captured, &group.item, Some(place), false);
                draft.parent = builder.group_above(group.level);
                draft.within = Some(self.rule.name.clone());
                self.last = Some(builder.open_group(group.level, draft));
                self.filled.clear();
                return true;
            }
        }
        // a cell over the whole row is no record
        let whole = cell.colspan == self.view.table.cols;
        if whole {
            let message = format!("the row `{}` opens no group of the rule", text.as_str());
            let at = builder.at(&text, 0, Some(self.view.place(cell)));
            builder.find(Code::EntryUnmatched, message, at);
        }
        whole
    }

    /// The value of a whole cell, as it counts for a row.
    fn cell_value(&self, builder: &mut Builder<'_>, cell: &Cell, row: usize, line: usize) -> Value {
        let place = self.view.place(cell);
        let mut out = builder.value(&cell.text(), &self.context(cell.col), line, Some(place));
        // of a turned table the value is carried from a column, and no row
        let down = cell.row < row && !self.rule.transposed;
        out.carried_from = down.then_some(place.1);
        if out.at.is_empty() {
            // a blank cell has no glyphs, but it has a place
            let mut at = self.view.at(cell);
            at.rule = Some(builder.rule_line(line));
            out.at.push(at);
        }
        out
    }

    /// Whether a cell is painted to say something: a legend explains the paint, and other cells of its
    /// column are not painted.
    fn is_highlighted(&self, builder: &Builder<'_>, cell: &Cell) -> bool {
        let paint = |mark: &str| ["網", "色", "塗"].iter().any(|w| mark.contains(w));
        if cell.fill.is_none() || !builder.legend.iter().any(|e| paint(&e.mark)) {
            return false;
        }
        let column = self
            .view
            .body
            .clone()
            .filter_map(|row| self.view.cell(row, cell.col));
        column
            .into_iter()
            .any(|c| c.fill.is_none() && !c.is_blank())
    }

    /// Texts that no pattern of a cell's column fits.
    fn report(&self, builder: &mut Builder<'_>, unmatched: &[Text], cell: &Cell) {
        for text in unmatched {
            let message = format!(
                "`{}` fits no pattern of the column `{}`",
                text.one_line().as_str(),
                self.view.label(cell.col)
            );
            let at = builder.at(text, 0, Some(self.view.place(cell)));
            builder.find(Code::EntryUnmatched, message, at);
        }
    }
}

/// The headers that a table must have.
fn needed_headers(rule: &TableRule) -> Vec<&Header> {
    let mut out = Vec::new();
    let columns = rule.columns.iter().filter(|c| !c.optional);
    out.extend(columns.map(|c| &c.header));
    out.extend(rule.cells.as_ref().map(|c| &c.label));
    if let Some(row) = &rule.row {
        out.push(&row.title);
        let others = [&row.number, &row.status, &row.refs];
        out.extend(others.into_iter().flatten());
        out.extend(&row.status_columns);
    }
    if let Some(indicator) = &rule.indicator {
        out.push(&indicator.name);
        let others = [&indicator.unit, &indicator.direction, &indicator.role];
        out.extend(others.into_iter().flatten());
        out.extend(indicator.values.iter().map(|v| &v.header));
    }
    out
}
