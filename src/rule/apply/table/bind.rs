//! Which tables of a document a rule means.

use super::super::builder::Builder;
use super::super::draft::fold;
use super::super::forms::is_label;
use super::view::{View, grid, transposed};
use crate::document::At;
use crate::finding::Code;
use crate::flow::{Flow, Part};
use crate::rule::model::{Form, Header, Re, Rule, Table as TableRule};
use crate::table::{Cell, Table};
use crate::text::Text;
use std::borrow::Cow;
use std::ops::Range;

/// A table that a rule reads.
pub struct Bound<'r> {
    /// The rule's table.
    pub rule: &'r TableRule,
    /// The table, or the part of it.
    pub view: View<'r>,
}

/// The most rows at the top of a table in which headers are looked for.
const MAX_HEADER_ROWS: usize = 4;

/// Finds the tables of a rule; reports those that the document lacks.
pub fn bind<'r>(rule: &'r Rule, flow: &'r Flow, builder: &mut Builder<'_>) -> Vec<Bound<'r>> {
    let before = texts_before(flow);
    let mut out = Vec::new();
    for table_rule in &rule.tables {
        let chosen = chosen(table_rule, flow, &before, &rule.forms);
        if chosen.is_empty() && !table_rule.optional {
            let (why, at) = nearest(table_rule, flow);
            let message = format!("no table fits `{}` of the rule{why}", table_rule.name);
            builder.find(Code::FieldMissing, message, at);
        }
        let views = chosen.into_iter().flatten();
        out.extend(views.map(|view| Bound {
            rule: table_rule,
            view,
        }));
    }
    out
}

/// The table with most of the headers that a rule names, and those that it lacks.
fn nearest(rule: &TableRule, flow: &Flow) -> (String, Vec<At>) {
    let each = flow.tables.iter().map(|table| {
        let found = Found::new(&rule.headers, table);
        (found.count(), table)
    });
    let best = each
        .max_by_key(|(count, _)| *count)
        .filter(|(count, _)| *count > 0);
    let Some((_, table)) = best else {
        return (String::new(), Vec::new());
    };
    let texts: Vec<String> = table
        .cells
        .iter()
        .map(|c| fold(c.text().as_str()))
        .collect();
    let missing = rule.headers.iter().filter(|h| {
        let found = |level: &Re| texts.iter().any(|t| level.matches_whole(t));
        !h.levels.iter().all(found)
    });
    let missing: Vec<&str> = missing.map(|h| h.source.as_str()).collect();
    let head = table
        .cells
        .iter()
        .filter(|c| c.row < table.header_rows.max(1) && !c.is_blank());
    let head: Vec<String> = head
        .map(|c| fold(c.text().as_str()))
        .take(MOST_NAMED)
        .collect();
    let at = table.places.first().map(|(page, r)| At::new(*page, *r));
    let lacks = match missing.is_empty() {
        true => "has all headers, but not in a few rows, or not what else the rule says".to_owned(),
        false => format!("lacks `{}`", missing.join("`, `")),
    };
    let message = format!(
        "; the nearest has the headers `{}` and {lacks}",
        head.join("`, `")
    );
    (message, at.into_iter().collect())
}

/// Most headers that a message names.
const MOST_NAMED: usize = 10;

/// The parts of the document's tables that a rule's table means, and so reads.
pub fn tables_of<'r>(rule: &'r Rule, flow: &'r Flow) -> Vec<Bound<'r>> {
    let before = texts_before(flow);
    let tables = rule.tables.iter();
    tables
        .flat_map(|t| {
            let chosen = chosen(t, flow, &before, &rule.forms).into_iter().flatten();
            chosen.map(move |view| Bound { rule: t, view })
        })
        .collect()
}

/// The parts of each table that fit.
fn chosen<'r>(
    rule: &'r TableRule,
    flow: &'r Flow,
    before: &[Vec<&Text>],
    forms: &[Form],
) -> Vec<Vec<View<'r>>> {
    let each = flow.tables.iter().enumerate();
    let fitting = each.filter_map(|(i, table)| {
        let views = views(rule, table, i, &before[i], forms);
        (!views.is_empty()).then_some(views)
    });
    match rule.nth {
        Some(n) => fitting.skip(n.saturating_sub(1)).take(1).collect(),
        None => fitting.collect(),
    }
}

/// For each table the paragraphs before it, back to the table before.
pub fn texts_before(flow: &Flow) -> Vec<Vec<&Text>> {
    let mut out = vec![Vec::new(); flow.tables.len()];
    let mut open: Vec<&Text> = Vec::new();
    for part in &flow.parts {
        match part {
            Part::Block(block) => open.push(&block.text),
            Part::Table(t) => out[*t] = std::mem::take(&mut open),
        }
    }
    out
}

/// The parts of a table that a rule means: one, or several where its headers come again.
fn views<'t>(
    rule: &TableRule,
    table: &'t Table,
    index: usize,
    before: &[&Text],
    forms: &[Form],
) -> Vec<View<'t>> {
    if let Some(caption) = &rule.caption {
        let text = table.caption.as_ref().map(|c| c.folded());
        if !text.is_some_and(|t| caption.is_match(t.as_str())) {
            return Vec::new();
        }
    }
    if let Some(after) = &rule.after {
        let caption = table.caption.as_ref();
        let mut texts = before.iter().copied().chain(caption);
        if !texts.any(|t| after.is_match(t.folded().as_str())) {
            return Vec::new();
        }
    }
    let table = match rule.transposed {
        true => Cow::Owned(transposed(table)),
        false => Cow::Borrowed(table),
    };
    let spans = spans(rule, &table, forms);
    if spans.is_empty() {
        return Vec::new();
    }
    let grid = grid(&table);
    let views = spans
        .into_iter()
        .map(|span| View::of_grid(table.clone(), index, rule.transposed, span, grid.clone()));
    views.filter(|v| fits(rule, v)).collect()
}

/// What is said of a table besides its headers.
fn fits(rule: &TableRule, view: &View<'_>) -> bool {
    if rule.headers.iter().any(|h| view.column(h).is_none()) {
        return false;
    }
    if rule.without.iter().any(|h| view.column(h).is_some()) {
        return false;
    }
    let Some(first) = &rule.first_column else {
        return true;
    };
    let cells = view.body.clone().filter_map(|row| view.cell(row, 0));
    let mut labels = cells.filter(|c| !c.is_blank()).peekable();
    labels.peek().is_some() && labels.all(|c| first.is_match(&fold(c.text().as_str())))
}

/// Heads and bodies: where all headers stand in a few rows, down to where they come again. Among forms a
/// table ends at the next label of a form, and what stands above its headers does not belong to them.
fn spans(rule: &TableRule, table: &Table, forms: &[Form]) -> Vec<(Range<usize>, Range<usize>)> {
    if rule.headers.is_empty() {
        // without a header pattern the columns still have names, where the table says so itself
        let head = if rule.first_column.is_some() {
            0
        } else {
            table.header_rows
        };
        return vec![(0..head, head..table.rows)];
    }
    let found = Found::new(&rule.headers, table);
    let mut heads: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(head) = found.next(from, table.rows, forms.is_empty()) {
        let head = to_the_bottom(head, table, &rule.headers);
        from = head.end;
        heads.push(head);
    }
    let ends = heads.iter().skip(1).map(|h| h.start).chain([table.rows]);
    let ends: Vec<usize> = ends.collect();
    let mut out = Vec::new();
    for (head, end) in heads.into_iter().zip(ends) {
        let stop = |row: &usize| {
            // the cells are sorted by row, then column
            let at = table.cells.partition_point(|c| (c.row, c.col) < (*row, 0));
            let first = table.cells.get(at).filter(|c| c.row == *row && c.col == 0);
            let text = first.map(|c| fold(c.text().as_str())).unwrap_or_default();
            let named = rule.until.as_ref().is_some_and(|u| u.matches_whole(&text));
            named || forms.iter().any(|f| is_label(f, &text))
        };
        let end = match rule.until.is_some() || !forms.is_empty() {
            true => (head.end..end).find(stop).unwrap_or(end),
            false => end,
        };
        out.push((head.clone(), head.end..end));
    }
    out
}

/// A head with all rows that belong to it: those that the table says are its header, and those that its
/// cells reach down to. A rule chooses a table by some of its headers, not by all their levels.
fn to_the_bottom(head: Range<usize>, table: &Table, headers: &[Header]) -> Range<usize> {
    let says = if head.start < table.header_rows {
        table.header_rows
    } else {
        0
    };
    // a label left of the table, merged over all its rows, is none of its headers
    let is_header = |c: &&Cell| {
        let text = fold(c.text().as_str());
        let mut levels = headers.iter().flat_map(|h| &h.levels);
        head.contains(&c.row) && levels.any(|l| l.matches_whole(&text))
    };
    let cells = table.cells.iter().filter(is_header);
    let reach = cells.map(|c| c.row + c.rowspan).max().unwrap_or(0);
    let end = head
        .end
        .max(says)
        .max(reach.min(head.end + MAX_HEADER_ROWS));
    // what is merged down to the foot of the table is no header
    if end < table.rows {
        head.start..end
    } else {
        head
    }
}

/// The rows in which each level of each header is found.
struct Found {
    rows: Vec<Vec<usize>>,
}

impl Found {
    /// How many levels of headers are found at all.
    fn count(&self) -> usize {
        self.rows.iter().filter(|r| !r.is_empty()).count()
    }

    fn new(headers: &[Header], table: &Table) -> Self {
        let levels: Vec<_> = headers.iter().flat_map(|h| &h.levels).collect();
        let mut rows = vec![Vec::new(); levels.len()];
        let texts = table.cells.iter().filter(|c| !c.is_blank());
        for cell in texts {
            let text = fold(cell.text().as_str());
            for (level, rows) in levels.iter().zip(&mut rows) {
                if level.matches_whole(&text) {
                    rows.push(cell.row);
                }
            }
        }
        for rows in &mut rows {
            rows.sort_unstable();
            rows.dedup();
        }
        Self { rows }
    }

    /// The first rows from `from` that hold all headers. At the top of a table they begin with its
    /// first row, so that a title row above the headers belongs to them.
    fn next(&self, from: usize, end: usize, whole: bool) -> Option<Range<usize>> {
        let mut start = from;
        loop {
            // the last of the rows in which each is found next
            let nexts = self.rows.iter().map(|rows| {
                let at = rows.partition_point(|r| *r < start);
                rows.get(at).copied()
            });
            let nexts: Vec<usize> = nexts.collect::<Option<_>>()?;
            let (first, last) = (*nexts.iter().min()?, *nexts.iter().max()?);
            let top = whole && from == 0 && last < MAX_HEADER_ROWS;
            if top || last - first < MAX_HEADER_ROWS {
                let start = if top { 0 } else { first };
                return (last < end).then_some(start..last + 1);
            }
            start = first + 1;
        }
    }
}

/// Whether a table is bound as a whole or in part at a row.
pub fn covers(bound: &[Bound<'_>], table: usize, row: usize) -> bool {
    let of_table = bound.iter().filter(|b| b.view.index == table);
    of_table
        .into_iter()
        .any(|b| b.view.head.contains(&row) || b.view.body.contains(&row))
}
