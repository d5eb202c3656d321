//! Why something is nowhere among the items: where it is printed and what prevented it, or what is near.

use super::Subject;
use super::blocks;
use super::chain::place;
use super::entries::say_tried;
use super::find::{Target, key, one_line};
use super::headers::{role_of, why_not};
use super::report::{Explanation, quote, quote_all, quote_to};
use crate::document::At;
use crate::flow::{Block, Part};
use crate::rule::apply::{Bound, cut, fold};
use crate::table::Cell;
use crate::text::Text;

/// Most places of a text that are explained.
const MOST_PLACES: usize = 3;
/// Most candidates that are named.
const MOST_NEAR: usize = 6;

/// Names that differ in more than so many tenths of the characters asked for are not near.
const MOST_OFF: usize = 6;

/// A place in which a text is printed.
enum Hit<'r> {
    Block(&'r Block),
    /// Index of the table, cell.
    Cell(usize, &'r Cell),
}

/// Explains what is no item, indicator or field.
pub fn explain(subject: &Subject<'_>, question: &str, page: Option<u32>) -> Explanation {
    let hits = printed(subject, question, page);
    if hits.is_empty() {
        return not_printed(subject, question, page);
    }
    let mut out = Explanation::new(
        format!("`{question}` is printed, and no item or indicator is called so"),
        false,
    );
    for hit in hits.iter().take(MOST_PLACES) {
        match hit {
            Hit::Block(block) => {
                let at = At::new(block.page, block.bbox);
                out.say(
                    "printed",
                    format!("{}, running text: {}", place(&at), blocks::shown(block)),
                );
                blocks::say_why(subject, &mut out, block);
            }
            Hit::Cell(table, cell) => in_cell(subject, &mut out, *table, cell, question),
        }
    }
    if let Some(more @ 1..) = hits.len().checked_sub(MOST_PLACES) {
        out.say("printed", format!("in {more} more places"));
    }
    read_elsewhere(subject, &mut out, question);
    out
}

/// The paragraphs and cells that hold a text.
fn printed<'r>(subject: &Subject<'r>, question: &str, page: Option<u32>) -> Vec<Hit<'r>> {
    let wanted = key(question);
    let on_page = |p: u32| page.is_none_or(|page| page == p);
    let mut out = Vec::new();
    for part in &subject.reading.flow.parts {
        match part {
            Part::Block(block) => {
                if on_page(block.page) && key(block.text.as_str()).contains(&wanted) {
                    out.push(Hit::Block(block));
                }
            }
            Part::Table(t) => {
                let cells = subject.reading.flow.tables[*t].cells.iter();
                let holds = |c: &&Cell| on_page(c.page) && key(c.text().as_str()).contains(&wanted);
                out.extend(cells.filter(holds).map(|c| Hit::Cell(*t, c)));
            }
        }
    }
    out
}

fn in_cell(subject: &Subject<'_>, out: &mut Explanation, index: usize, cell: &Cell, wanted: &str) {
    let table = &subject.document.tables[index];
    let at = At::new(cell.page, cell.bbox);
    let text = quote(cell.text().as_str());
    let id = &table.id;
    let where_ = format!(
        "{}, {id} row {} column {}: {text}",
        place(&at),
        cell.row,
        cell.col
    );
    out.say("printed", where_);
    let at = At {
        table: Some(id.clone()),
        row: Some(cell.row),
        col: Some(cell.col),
        ..at
    };
    match subject.bound_at(&at) {
        Some((bound, row, col)) => in_bound(subject, out, (bound, row, col), cell, wanted),
        None => unbound(subject, out, index),
    }
}

/// A table that the rule does not read, in whole or in this row.
fn unbound(subject: &Subject<'_>, out: &mut Explanation, index: usize) {
    let id = &subject.document.tables[index].id;
    let Some(rule) = subject.rule else {
        out.say(
            "why",
            "no rule reads this document: its tables are read cell by cell only",
        );
        return;
    };
    if subject.bound.iter().any(|b| b.view.index == index) {
        out.say("why", format!("the rule reads another part of {id}: this row is above its headers, or behind its `until`"));
        return;
    }
    if subject.document.rule.is_none() {
        let why = "no rule fits this document, so its tables are read cell by cell only: `explain FILE` says why";
        out.say("why", why);
        return;
    }
    if rule.tables.is_empty() {
        out.say(
            "why",
            format!("the rule has no `[[table]]`, so it does not read {id}"),
        );
        return;
    }
    out.say("why", format!("no `[[table]]` of the rule reads {id}"));
    for table in rule.tables.iter().take(4) {
        let line = subject.rule_place(table.line);
        let why = why_not(subject, table, index);
        out.from("table", format!("`{}` ({line}): {why}", table.name));
    }
}

/// A cell of a table that the rule reads.
fn in_bound(
    subject: &Subject<'_>,
    out: &mut Explanation,
    (bound, row, col): (&Bound<'_>, usize, usize),
    cell: &Cell,
    wanted: &str,
) {
    let name = &bound.rule.name;
    let line = subject.rule_place(bound.rule.line);
    out.say("table", format!("`{name}` of the rule reads it ({line})"));
    if bound.view.head.contains(&row) {
        out.say(
            "why",
            "it stands in a header row: headers name columns and are no items",
        );
        return;
    }
    let cells = bound.view.row(row).into_iter().filter(|c| c.row == row);
    let whole: String = cells.map(|c| fold(c.text().as_str())).collect();
    if let Some(skip) = bound.rule.skip_rows.iter().find(|p| p.is_match(&whole)) {
        out.say("why", "`skip_rows` leaves its row out");
        subject.say_rule(out, skip.line);
        return;
    }
    let label = quote_to(&bound.view.label(col), 24);
    match role_of(bound, col) {
        Some((role, line)) => {
            out.say("column", format!("{label}: {role}"));
            subject.say_rule(out, line);
        }
        None => {
            out.say("why", unnamed(subject, bound, &label));
            return;
        }
    }
    in_column(subject, out, bound, col, cell, wanted);
}

/// Why a column of a table that the rule reads makes nothing.
fn unnamed(subject: &Subject<'_>, bound: &Bound<'_>, label: &str) -> String {
    let columns = &bound.rule.columns;
    if !columns.is_empty() {
        let headers = quote_all(columns.iter().map(|c| c.header.source.as_str()), 8);
        return format!("no `[[table.column]]` names the column {label}; there are {headers}");
    }
    let name = &bound.rule.name;
    let mut legends = subject.rule.into_iter().flat_map(|r| &r.legends);
    match legends.find(|l| l.table.as_ref() == Some(name)) {
        Some(legend) => {
            let line = subject.rule_place(legend.line);
            format!("its rows are entries of the legend ({line}), and no items: ask `legend`")
        }
        None => format!("the rule makes no items of `{name}`: it has neither `row` nor `column`"),
    }
}

/// The entry of a cell that holds the text, and the patterns that were tried on it.
fn in_column(
    subject: &Subject<'_>,
    out: &mut Explanation,
    bound: &Bound<'_>,
    col: usize,
    cell: &Cell,
    wanted: &str,
) {
    let columns = bound.rule.columns.iter();
    let own = columns.filter(|c| bound.view.columns(&c.header).contains(&col));
    for column in own.filter(|c| !c.items.is_empty()).take(2) {
        let entries = cut(&cell.paragraphs, &column.cut);
        let holds = |e: &&Text| key(e.as_str()).contains(&key(wanted));
        match entries.iter().find(holds) {
            Some(entry) => say_tried(subject, out, entry, &column.items),
            None => out.say("why", "the text goes over two entries of the cell"),
        }
    }
}

/// Fields and other places of the document that hold the text.
fn read_elsewhere(subject: &Subject<'_>, out: &mut Explanation, question: &str) {
    let wanted = key(question);
    let holds = |text: &str| key(text).contains(&wanted);
    let fields = subject.document.items.iter().flat_map(|item| {
        let fields = item.fields.iter();
        fields.filter_map(move |(label, value)| Some((item, label, value.as_ref()?)))
    });
    let fields: Vec<_> = fields.filter(|(_, _, v)| holds(&v.text)).collect();
    for (item, label, _) in fields.iter().take(3) {
        out.say(
            "read as",
            format!("the field `{label}` of {}: ask `{0}.{label}`", item.id),
        );
    }
    if let Some(more @ 1..) = fields.len().checked_sub(3) {
        out.say("read as", format!("a field of {more} more items"));
    }
    let legend = subject.document.legend.iter();
    for entry in legend
        .filter(|l| holds(&l.meaning) || key(&l.mark) == wanted)
        .take(2)
    {
        out.say(
            "read as",
            format!("an entry of the legend: ask `legend.{}`", entry.mark),
        );
    }
    let plan = &subject.document.plan;
    for (name, value) in [("title", &plan.title), ("publisher", &plan.publisher)] {
        if value.as_deref().is_some_and(holds) {
            out.say("read as", format!("the plan's {name}: ask `plan.{name}`"));
        }
    }
}

/// What is nowhere in the text: what is near it.
fn not_printed(subject: &Subject<'_>, question: &str, page: Option<u32>) -> Explanation {
    let on = page.map_or(String::new(), |p| format!(" on page {p}"));
    let of = format!("`{question}` is no item, and is printed nowhere{on}");
    let mut out = Explanation::new(of, false);
    let wanted = key(question);
    let mut near: Vec<(usize, Target)> = Vec::new();
    for (i, item) in subject.document.items.iter().enumerate() {
        let names = [Some(&item.id), item.number.as_ref(), Some(&item.title)];
        let distances = names.into_iter().flatten().map(|n| distance(&wanted, n));
        near.extend(distances.min().map(|d| (d, Target::Item(i))));
    }
    for (i, indicator) in subject.document.indicators.iter().enumerate() {
        let by_id = distance(&wanted, &indicator.id);
        let nearest = by_id.min(distance(&wanted, &indicator.name));
        near.push((nearest, Target::Indicator(i)));
    }
    near.sort_by_key(|(d, _)| *d);
    let far = (wanted.chars().count() * MOST_OFF).div_ceil(10);
    near.retain(|(distance, _)| *distance <= far);
    if near.is_empty() {
        out.say("nearest", "no id, number, title or name comes near it");
    }
    for (distance, target) in near.iter().take(MOST_NEAR) {
        let line = one_line(subject, *target);
        out.say("nearest", format!("{line}, {}", off(*distance)));
    }
    let (items, indicators) = (
        subject.document.items.len(),
        subject.document.indicators.len(),
    );
    out.say(
        "there are",
        format!("{items} items and {indicators} indicators"),
    );
    if subject.reading.flow.parts.is_empty() {
        out.say(
            "why",
            "the file has no text; a scan is read with `--ocr auto`",
        );
    }
    out
}

/// A distance in words.
pub fn off(distance: usize) -> String {
    match distance {
        1 => "1 character off".into(),
        n => format!("{n} characters off"),
    }
}

fn distance(wanted: &str, name: &str) -> usize {
    strsim::damerau_levenshtein(wanted, &key(name))
}

/// The names nearest to one, with how far they are off; only those that are near.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let wanted = key(wanted);
    let limit = wanted.chars().count().max(2);
    let mut all: Vec<(usize, &str)> = names.map(|n| (distance(&wanted, n), n)).collect();
    all.retain(|(d, _)| *d < limit);
    all.sort();
    let near = all.into_iter().take(3);
    near.map(|(d, n)| format!("`{n}` ({})", off(d))).collect()
}

/// The columns of a table whose header holds a name, and what the rule does with each.
pub fn of_header(subject: &Subject<'_>, bound: &Bound<'_>, name: &str) -> Vec<String> {
    let wanted = key(name);
    let cols = (0..bound.view.table.cols).filter(|c| key(&bound.view.label(*c)).contains(&wanted));
    cols.map(|col| {
        let label = quote_to(&bound.view.label(col), 24);
        match role_of(bound, col) {
            Some((role, line)) => format!("{label}: {role} ({})", subject.rule_place(line)),
            None => format!("{label}: no key of the rule's table names it"),
        }
    })
    .take(4)
    .collect()
}

impl Subject<'_> {
    /// The paragraphs that overlap a place, in running text and in cells.
    pub(super) fn paragraphs_at(&self, at: &At) -> Vec<&Text> {
        let all = crate::rule::passages::passages(&self.reading.flow);
        let here = |t: &&Text| t.at().iter().any(|own| super::chain::overlap(own, at));
        all.into_iter().map(|p| p.text).filter(here).collect()
    }
}
