//! Tables by rule: which table, which column, and what the cells of a row make.

use super::builder::{Builder, printed_number};
use super::capture::{Captured, capture};
use super::columns::{ColumnContext, contexts, unit_in};
use super::draft::{Draft, fold};
use super::entries::{cut, each_entry};
use super::grids::table_id;
use crate::document::{At, Value};
use crate::finding::Code;
use crate::flow::Part;
use crate::normalize::{Policy, normalized};
use crate::rule::model::{Column, Cut, Re, Row, Rule, Table as TableRule};
use crate::table::{Cell, Table};
use crate::text::Text;
use crate::value::{Context, absence};
use indexmap::IndexMap;

/// A table that a rule reads.
pub struct Bound<'r> {
    /// The rule's table.
    pub rule: &'r TableRule,
    /// Index of the table in the document.
    pub table: usize,
    /// Rows at the top that name the columns.
    pub header_rows: usize,
}

/// The most rows at the top of a table in which headers are looked for.
const MAX_HEADER_ROWS: usize = 4;

/// Finds the tables of a rule; reports those that the document lacks.
pub fn bind<'r>(rule: &'r Rule, tables: &[Table], builder: &mut Builder<'_>) -> Vec<Bound<'r>> {
    let mut out = Vec::new();
    for table_rule in &rule.tables {
        let before = out.len();
        for (i, table) in tables.iter().enumerate() {
            if let Some(header_rows) = header_depth(table_rule, table) {
                out.push(Bound {
                    rule: table_rule,
                    table: i,
                    header_rows,
                });
            }
        }
        if out.len() == before && !table_rule.optional {
            let message = format!("no table fits `{}` of the rule", table_rule.name);
            builder.find(Code::FieldMissing, message, Vec::new());
        }
    }
    out
}

/// How many header rows the table has, if it is the one the rule means.
fn header_depth(rule: &TableRule, table: &Table) -> Option<usize> {
    if let Some(caption) = &rule.caption {
        let text = table.caption.as_ref().map(|c| fold(c.as_str()));
        if !text.is_some_and(|t| caption.is_match(&t)) {
            return None;
        }
    }
    let depth = if rule.headers.is_empty() {
        0
    } else {
        (1..=MAX_HEADER_ROWS.min(table.rows)).find(|depth| {
            let head: Vec<String> = table
                .cells
                .iter()
                .filter(|c| c.row < *depth)
                .map(|c| fold(c.text().as_str()))
                .collect();
            let named = |re: &Re| head.iter().any(|h| re.matches_whole(h));
            rule.headers.iter().all(named)
        })?
    };
    if let Some(first) = &rule.first_column {
        let mut labels = table
            .cells
            .iter()
            .filter(|c| c.col == 0 && c.row >= depth && !c.is_blank())
            .peekable();
        labels.peek()?;
        if !labels.all(|c| first.is_match(&fold(c.text().as_str()))) {
            return None;
        }
    }
    Some(depth)
}

/// Reads a table.
pub fn read(builder: &mut Builder<'_>, bound: &Bound<'_>, table: &Table) {
    let unit = stated_unit(builder, bound.table, table);
    let mut reader = Reader {
        bound,
        table,
        columns: Vec::new(),
    };
    let header = |col| {
        let above = reader.header_path(col);
        above.map(|c| c.text().as_str().to_owned()).collect()
    };
    reader.columns = contexts(table, bound.header_rows, unit.as_deref(), header);
    reader.report_missing(builder);
    for row in bound.header_rows..table.rows {
        if reader.skips(row) || reader.group(builder, row) {
            continue;
        }
        if let Some(spec) = &bound.rule.row {
            reader.record(builder, spec, row);
        }
        reader.columns(builder, row);
    }
}

/// The unit that the caption of a table states, or the text right above it.
fn stated_unit(builder: &Builder<'_>, index: usize, table: &Table) -> Option<String> {
    let caption = table.caption.as_ref().and_then(|c| unit_in(c.as_str()));
    let parts = &builder.reading.flow.parts;
    let at = parts
        .iter()
        .position(|p| matches!(p, Part::Table(t) if *t == index))?;
    let above = parts[..at].last().and_then(|p| match p {
        Part::Block(block) if block.text.as_str().contains("単位") => {
            unit_in(block.text.as_str())
        }
        _ => None,
    });
    above.or(caption)
}

struct Reader<'a> {
    bound: &'a Bound<'a>,
    table: &'a Table,
    /// What each column says of its values.
    columns: Vec<ColumnContext>,
}

impl Reader<'_> {
    /// The columns whose header, at any level, matches.
    fn columns_named(&self, header: &Re) -> Vec<usize> {
        (0..self.table.cols)
            .filter(|&col| {
                let mut path = self.header_path(col);
                path.any(|c| header.matches_whole(&fold(c.text().as_str())))
            })
            .collect()
    }

    /// The header cells above a column, from the top. A column without any takes those of the
    /// column to its left: a header may stand at the left of all the columns it names.
    fn header_path(&self, col: usize) -> impl Iterator<Item = &Cell> {
        let head = self.bound.header_rows;
        let named = |col: usize| {
            let mut above = self
                .table
                .cells
                .iter()
                .filter(|c| c.row < head && c.covers_col(col));
            above.any(|c| !c.is_blank())
        };
        let col = (0..=col).rev().find(|c| named(*c)).unwrap_or(col);
        self.table
            .cells
            .iter()
            .filter(move |c| c.row < head && c.covers_col(col))
    }

    /// The printed header of a column, white space removed.
    fn label(&self, col: usize) -> String {
        let lowest = self.header_path(col).last();
        let text = lowest.map(|c| c.text().as_str().to_owned());
        let text: String = text.unwrap_or_default().split_whitespace().collect();
        if text.is_empty() {
            format!("column{}", col + 1)
        } else {
            text
        }
    }

    fn report_missing(&self, builder: &mut Builder<'_>) {
        let row = self.bound.rule.row.as_ref();
        let of_row = row.map(|r| vec![Some(&r.title), r.number.as_ref(), r.status.as_ref()]);
        let of_columns = self.bound.rule.columns.iter();
        let needed = of_columns
            .filter(|c| !c.optional)
            .map(|c| &c.header)
            .chain(of_row.into_iter().flatten().flatten());
        let at = self.table.places.first();
        for header in needed {
            if self.columns_named(header).is_empty() {
                let message = format!(
                    "table `{}` has no column `{}`",
                    self.bound.rule.name,
                    header.regex.as_str()
                );
                let place = at.map(|(page, r)| At::new(*page, *r));
                builder.find(Code::ColumnMissing, message, place.into_iter().collect());
            }
        }
    }

    fn context(&self, col: usize) -> Context<'_> {
        self.columns
            .get(col)
            .map_or(Context::default(), ColumnContext::context)
    }

    fn covering(&self, row: usize, col: usize) -> Option<&Cell> {
        self.table.cell_at(row, col)
    }

    fn place(&self, cell: &Cell) -> Option<(usize, usize, usize)> {
        Some((self.bound.table, cell.row, cell.col))
    }

    fn skips(&self, row: usize) -> bool {
        let cells: Vec<&Cell> = self.table.row_cells(row).collect();
        let text: String = cells.iter().map(|c| fold(c.text().as_str())).collect();
        self.bound.rule.skip_rows.iter().any(|p| p.is_match(&text))
    }

    /// A row with text in one cell only, which covers all columns or stands first.
    fn group(&self, builder: &mut Builder<'_>, row: usize) -> bool {
        let groups = &self.bound.rule.groups;
        let covering = (0..self.table.cols).filter_map(|c| self.covering(row, c));
        let mut filled: Vec<&Cell> = covering.filter(|c| !c.is_blank()).collect();
        filled.dedup_by_key(|c| (c.row, c.col));
        let [cell] = filled.as_slice() else {
            return false;
        };
        if cell.row != row || cell.col != 0 || cell.rowspan > 1 || groups.is_empty() {
            return false;
        }
        let text = cell.text().one_line();
        for group in groups {
            if let Some(captured) = capture(&text, std::slice::from_ref(&group.item)) {
                let mut draft = builder.draft(&captured, &group.item, self.place(cell), false);
                draft.parent = builder.group_above(group.level);
                builder.open_group(group.level, draft);
                return true;
            }
        }
        false
    }

    /// One item of a row.
    fn record(&self, builder: &mut Builder<'_>, spec: &Row, row: usize) {
        let at_column = |re: &Re| {
            let col = *self.columns_named(re).first()?;
            self.covering(row, col)
        };
        let title = at_column(&spec.title);
        let number = spec.number.as_ref().and_then(at_column);
        let starts = |c: Option<&Cell>| c.is_some_and(|c| c.row == row && !c.is_blank());
        if !starts(title) && !starts(number) {
            self.report_row(builder, row);
            return;
        }
        let (fields, entry) = self.row_fields(builder, spec, row);
        let text_of = |c: Option<&Cell>| c.map(|c| c.text().one_line().into_trimmed());
        let status = spec.status.as_ref().and_then(at_column);
        let flags = spec
            .flags
            .iter()
            .filter(|(column, pattern, _)| {
                at_column(column).is_some_and(|c| pattern.is_match(&fold(c.text().as_str())))
            })
            .map(|(.., flag)| flag.clone())
            .collect();
        let parent = if spec.parent.is_empty() {
            builder.deepest_group()
        } else {
            builder.parent(&spec.parent)
        };
        let number = text_of(number).filter(|n| !n.is_blank());
        let draft = Draft {
            kind: spec.kind.clone(),
            number: number.as_ref().map(printed_number),
            title: text_of(title).unwrap_or_default().as_str().to_owned(),
            parent,
            name: None,
            within: Some(self.bound.rule.name.clone()),
            status: text_of(status)
                .filter(|s| absence(&normalized(Policy::PLAIN, s.as_str())).is_none()),
            marks: spec.marks.clone(),
            refs: Vec::new(),
            flags,
            fields,
            page: entry.page().unwrap_or(1),
            at: builder.at(&entry, spec.title.line, Some((self.bound.table, row, 0))),
        };
        builder.add(draft);
    }

    /// A row without number and title that says something belongs to no item.
    fn report_row(&self, builder: &mut Builder<'_>, row: usize) {
        let cells = self.table.row_cells(row).filter(|c| !c.is_blank());
        let text = Text::join(&cells.map(Cell::text).collect::<Vec<_>>(), ' ');
        if !text.is_blank() {
            let message = format!("row {row} has no title: `{}`", text.one_line().as_str());
            let at = builder.at(&text, 0, Some((self.bound.table, row, 0)));
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
        let line = spec.title.line;
        let own = [Some(&spec.title), spec.number.as_ref()];
        let own: Vec<usize> = own
            .into_iter()
            .flatten()
            .flat_map(|re| self.columns_named(re))
            .collect();
        let carried: Vec<usize> = spec
            .carry
            .iter()
            .flat_map(|re| self.columns_named(re))
            .collect();
        let mut fields = IndexMap::new();
        let mut texts = Vec::new();
        for col in 0..self.table.cols {
            let Some(mut cell) = self.covering(row, col) else {
                continue;
            };
            if cell.row == row && cell.col == col {
                texts.push(cell.text());
            }
            if own.contains(&col) || cell.col != col {
                continue;
            }
            if cell.is_blank() && carried.contains(&col) {
                let above = (self.bound.header_rows..row).rev();
                let filled = above.filter_map(|r| self.covering(r, col));
                cell = filled.into_iter().find(|c| !c.is_blank()).unwrap_or(cell);
            }
            fields.insert(
                self.label(col),
                Some(self.cell_value(builder, cell, row, line)),
            );
        }
        (fields, Text::join(&texts, ' '))
    }

    /// The value of a whole cell, as it counts for a row.
    fn cell_value(&self, builder: &mut Builder<'_>, cell: &Cell, row: usize, line: usize) -> Value {
        let place = self.place(cell);
        let mut out = builder.value(&cell.text(), &self.context(cell.col), line, place);
        out.carried_from = (cell.row < row).then_some(cell.row);
        if out.at.is_empty() {
            // a blank cell has no glyphs, but it has a place
            out.at.push(At {
                table: Some(table_id(self.bound.table)),
                row: Some(cell.row),
                col: Some(cell.col),
                rule: Some(builder.rule_line(line)),
                ..At::new(cell.page, cell.bbox)
            });
        }
        out
    }

    /// Columns whose cells hold items: first those that stand alone, then those paired with them.
    fn columns(&self, builder: &mut Builder<'_>, row: usize) {
        let columns = &self.bound.rule.columns;
        let mut made: Vec<(usize, Vec<usize>)> = Vec::new();
        for column in columns.iter().filter(|c| c.pair.is_none()) {
            for col in self.columns_named(&column.header) {
                let Some(cell) = self.covering(row, col) else {
                    continue;
                };
                if cell.row == row && cell.col == col {
                    let items = self.cell_items(builder, column, cell);
                    made.push((col, items));
                }
            }
        }
        for column in columns {
            let Some(base) = &column.pair else { continue };
            let beside: Vec<usize> = self
                .columns_named(base)
                .iter()
                .flat_map(|col| made.iter().filter(move |(c, _)| c == col))
                .flat_map(|(_, items)| items.clone())
                .collect();
            for col in self.columns_named(&column.header) {
                if let Some(cell) = self.covering(row, col).filter(|c| c.col == col) {
                    self.pair(builder, column, cell, row, &beside);
                }
            }
        }
    }

    /// The items and indicators of a cell.
    fn cell_items(&self, builder: &mut Builder<'_>, column: &Column, cell: &Cell) -> Vec<usize> {
        let place = self.place(cell);
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
                draft.within = Some(self.bound.rule.name.clone());
                builder.add(draft)
            })
            .collect();
        if !column.indicators.is_empty() {
            for entry in entries {
                let count = builder.indicators(&entry, &column.indicators, place);
                if count == 0 && column.items.is_empty() {
                    unmatched.push(entry);
                }
            }
        }
        self.report(builder, &unmatched, cell);
        items
    }

    fn report(&self, builder: &mut Builder<'_>, unmatched: &[Text], cell: &Cell) {
        for text in unmatched {
            let message = format!(
                "`{}` fits no pattern of its column",
                text.one_line().as_str()
            );
            let at = builder.at(text, 0, self.place(cell));
            builder.find(Code::EntryUnmatched, message, at);
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
        let label = self.label(cell.col);
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
            self.pair_captures(
                builder,
                (&label, column.header.line),
                cell,
                &captured,
                items,
            );
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
            let read = builder.value(entry, &self.context(cell.col), line, self.place(cell));
            builder.drafts[*item]
                .fields
                .insert(label.to_owned(), Some(read));
        }
    }

    /// One entry an item; or all entries to the only item, whose fields then have several lines.
    fn pair_captures(
        &self,
        builder: &mut Builder<'_>,
        (label, line): (&str, usize),
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
            for (name, texts) in fields {
                let text = Text::join(texts, '\n');
                let read = builder.value(&text, &self.context(cell.col), line, self.place(cell));
                builder.drafts[*item]
                    .fields
                    .insert(name.to_owned(), Some(read));
            }
            self.pair_status(builder, *item, share, cell);
        }
    }

    fn pair_status(&self, builder: &mut Builder<'_>, item: usize, share: &[Captured], cell: &Cell) {
        let marks: Vec<&Text> = share.iter().filter_map(|c| c.status.as_ref()).collect();
        let same = marks
            .windows(2)
            .all(|w| fold(w[0].as_str()) == fold(w[1].as_str()));
        if !same {
            let title = &builder.drafts[item].title;
            let message = format!("`{title}` has several marks beside it that differ");
            let at = builder.at(&cell.text(), 0, self.place(cell));
            builder.find(Code::PairMismatch, message, at);
        } else if let Some(mark) = marks.first() {
            builder.drafts[item].status = Some((*mark).clone());
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
        let at = builder.at(&cell.text(), 0, self.place(cell));
        builder.find(Code::PairMismatch, message, at);
        for item in items {
            builder.drafts[*item].fields.insert(label.to_owned(), None);
        }
    }
}
