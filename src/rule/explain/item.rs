//! Why an item has its number, title and status.

use super::Subject;
use super::chain::line_of;
use super::origin::{Maker, captures};
use super::report::{Explanation, quote, quote_all, quote_to};
use crate::document::{At, Item, LegendEntry};
use crate::normalize::Policy;
use crate::rule::apply::{Captured, mark_key};
use crate::rule::model::{self, Header};
use crate::rule::vocabulary::status_code;
use crate::table::Cell;
use crate::text::Text;

/// Explains an item as a whole.
pub fn explain(subject: &Subject<'_>, index: usize) -> Explanation {
    let item = &subject.document.items[index];
    let mut out = Explanation::new(head(item), true);
    let origin = subject.origin(item);
    if let Some((maker, _)) = &origin {
        out.say("read as", maker.words());
    }
    match &origin {
        Some((Maker::Row(..), captured)) => {
            number_by_column(subject, &mut out, item, &origin);
            title_of_row(subject, &mut out, item, &origin, captured.as_ref());
        }
        _ => entry(subject, &mut out, item, &origin),
    }
    status(subject, &mut out, index);
    belongs(subject, &mut out, item);
    subject.say_findings(&mut out, &item.at);
    out
}

/// Id, kind, number and title.
pub fn head(item: &Item) -> String {
    let number = item.number.as_ref();
    let number = number.map_or(String::new(), |n| format!("`{n}` "));
    format!("{}: {} {number}{}", item.id, item.kind, quote(&item.title))
}

type Origin<'r> = Option<(Maker<'r>, Option<Captured>)>;

/// Number and title that stand in one entry.
fn entry(subject: &Subject<'_>, out: &mut Explanation, item: &Item, origin: &Origin<'_>) {
    let captured = origin.as_ref().and_then(|(_, c)| c.as_ref());
    let maker = origin.as_ref().map(|(maker, _)| *maker);
    let raw = captured.map_or_else(|| item.title.clone(), |c| c.entry.raw());
    let places = match (maker, captured) {
        (Some(Maker::Form(_)), Some(captured)) => cells_of(item, &captured.entry),
        _ => item.at.clone(),
    };
    out.say("entry", quote(&raw));
    subject.say_printed(out, &raw, &places);
    if let Some(at) = places.first() {
        subject.say_cell(out, at, &raw);
        subject.say_rule(out, line_of(at).unwrap_or(0));
    }
    if let (Some(maker), Some(captured)) = (maker, captured) {
        if Some(maker.item().pattern.line) != places.first().and_then(line_of) {
            subject.say_rule(out, maker.item().pattern.line);
        }
        say_captures(out, maker.item(), &captured.entry);
    }
    if let Some(number) = &item.number {
        out.say("number", format!("{}{}", quote(number), key_words(item)));
        if let Some(Maker::Form(form)) = maker {
            number_of_form(subject, out, item, form);
        }
    }
    out.say("title", quote(&item.title));
    if let Some(captured) = captured {
        title_steps(subject, out, item, &captured.title.raw());
    }
}

/// The places of an item that a text stands in.
fn cells_of(item: &Item, text: &Text) -> Vec<At> {
    let places = text.at();
    let own = item.at.iter();
    let own = own.filter(|at| places.iter().any(|p| super::chain::overlap(p, at)));
    own.cloned().collect()
}

/// The number of a record that stands beside a label of its own.
fn number_of_form(subject: &Subject<'_>, out: &mut Explanation, item: &Item, form: &model::Form) {
    let (Some(label), Some(number)) = (&form.number, &item.number) else {
        return;
    };
    let mut own = item.at.iter();
    let is_it = |at: &&At| {
        subject
            .cell(at)
            .is_some_and(|(_, c)| c.raw.trim() == number)
    };
    if let Some(at) = own.find(is_it) {
        subject.say_printed(out, number, std::slice::from_ref(at));
        subject.say_cell(out, at, number);
        subject.say_rule(out, label.line);
    }
}

/// The key of a number: `, as a key `1/1-1``.
fn key_words(item: &Item) -> String {
    let key = item.number_key.as_ref();
    key.map_or(String::new(), |k| format!(", as a key `{k}`"))
}

/// What a pattern captured.
pub fn say_captures(out: &mut Explanation, item: &model::Item, entry: &Text) {
    let said = captures(item, entry).into_iter();
    let said = said.map(|(name, text)| format!("{name} = {}", quote_to(text.as_str(), 28)));
    let said: Vec<String> = said.collect();
    if !said.is_empty() {
        out.from("captures", said.join(", "));
    }
}

/// How the title came from its print.
fn title_steps(subject: &Subject<'_>, out: &mut Explanation, item: &Item, raw: &str) {
    let named = subject.policy_of("title");
    subject.say_steps(
        out,
        raw,
        &item.title,
        named.map_or(Policy::PLAN, |(p, _)| p),
    );
    if let Some((_, line)) = named {
        subject.say_rule(out, line);
    }
}

/// A number that stands in a column of its own.
fn number_by_column(
    subject: &Subject<'_>,
    out: &mut Explanation,
    item: &Item,
    origin: &Origin<'_>,
) {
    let (Some(number), Some((Maker::Row(_, row), captured))) = (&item.number, origin) else {
        return;
    };
    out.say("number", format!("{}{}", quote(number), key_words(item)));
    let column = row.number.as_ref();
    let found = column.and_then(|h| Some((h, subject.cell_of_row(item, h)?)));
    match found {
        Some((header, (cell, at))) if !cell.is_blank() => {
            subject.say_whole_cell(out, cell, &at, header.line);
        }
        _ if captured.is_some() => out.from("from", "the title's cell, see there"),
        _ => {}
    }
}

/// The title of a record.
fn title_of_row(
    subject: &Subject<'_>,
    out: &mut Explanation,
    item: &Item,
    origin: &Origin<'_>,
    captured: Option<&Captured>,
) {
    let Some((Maker::Row(_, row), _)) = origin else {
        return;
    };
    out.say("title", quote(&item.title));
    let Some((cell, at)) = subject.cell_of_row(item, &row.title) else {
        out.from(
            "from",
            format!("no column `{}` in this row", row.title.source),
        );
        return;
    };
    subject.say_whole_cell(out, cell, &at, row.title.line);
    match captured {
        Some(captured) => {
            if row.item.pattern.line != row.title.line {
                subject.say_rule(out, row.item.pattern.line);
            }
            say_captures(out, &row.item, &captured.entry);
            title_steps(subject, out, item, &captured.title.raw());
        }
        None => title_steps(subject, out, item, &cell.text().raw()),
    }
}

impl Subject<'_> {
    /// The cell of an item's row under a header, and its place.
    pub(super) fn cell_of_row(&self, item: &Item, header: &Header) -> Option<(&Cell, At)> {
        let (bound, row, _) = self.bound_at(item.at.first()?)?;
        let cell = bound.view.cell(row, bound.view.column(header)?)?;
        Some((cell, bound.view.at(cell)))
    }

    /// The print of a whole cell, the cell, its header and the rule.
    pub(super) fn say_whole_cell(&self, out: &mut Explanation, cell: &Cell, at: &At, line: usize) {
        let text = cell.text();
        let places = text.at();
        let places = if places.is_empty() {
            vec![at.clone()]
        } else {
            places
        };
        self.say_printed(out, &text.raw(), &places);
        self.say_cell(out, at, &text.raw());
        self.say_rule(out, line);
    }

    /// The policy that the rule names for a field, and its line.
    pub(super) fn policy_of(&self, label: &str) -> Option<(Policy, usize)> {
        let folded = crate::rule::apply::fold(label);
        let mut named = self.rule?.normalize.iter();
        let found = named.find(|(field, _)| field.matches_whole(&folded))?;
        Some((found.1, found.0.line))
    }
}

/// The status: its mark, where that is printed, and what the legend says.
pub fn status(subject: &Subject<'_>, out: &mut Explanation, index: usize) {
    let item = &subject.document.items[index];
    let Some(status) = &item.status else { return };
    let meaning = status.meaning.as_ref();
    let meaning = meaning.map_or(String::new(), |m| format!(" = {}", quote(m)));
    out.say(
        "status",
        format!("`{}`{meaning} → `{}`", status.mark, status.code),
    );
    if let Some(Some((mark, from))) = subject.trace.status.get(index) {
        let mut places = mark.at();
        for at in &mut places {
            if let Some((table, row, col)) = from.cell {
                at.table = subject.document.tables.get(table).map(|t| t.id.clone());
                (at.row, at.col) = (Some(row), Some(col));
            }
        }
        subject.say_printed(out, &mark.raw(), &places);
        if let Some(at) = places.first() {
            subject.say_cell(out, at, &mark.raw());
        }
        subject.say_rule(out, from.line);
        subject.say_steps(out, &mark.raw(), &status.mark, Policy::PLAN);
    }
    if status.meaning.is_none() && known_by_rule(subject, item, &status.mark) {
        let said = format!("the rule lists `{}` among its `marks`", status.mark);
        out.from("marks", said);
    } else {
        subject.say_meaning(out, &status.mark, meaning_of(item));
    }
    let by = match status.meaning.as_deref().and_then(status_code) {
        Some(_) => "by the words of the meaning, in the vocabulary",
        None if status_code(&status.mark) == Some(status.code.as_str()) => {
            "by the mark itself, in the vocabulary"
        }
        None => "no words of the vocabulary fit",
    };
    out.from("code", format!("`{}`: {by}", status.code));
}

/// Whether the `marks` of the item's row or form have a mark.
fn known_by_rule(subject: &Subject<'_>, item: &Item, mark: &str) -> bool {
    let marks = match subject.origin(item) {
        Some((Maker::Row(_, row), _)) => &row.marks,
        Some((Maker::Form(form), _)) => &form.marks,
        _ => return false,
    };
    marks.iter().any(|m| mark_key(m) == mark_key(mark))
}

fn meaning_of(item: &Item) -> Option<&str> {
    item.status.as_ref()?.meaning.as_deref()
}

impl Subject<'_> {
    /// The entry of the legend that gave a mark its meaning, and where it was read.
    fn say_meaning(&self, out: &mut Explanation, mark: &str, meaning: Option<&str>) {
        let own = |l: &&LegendEntry| mark_key(&l.mark) == mark_key(mark);
        let of_mark: Vec<&LegendEntry> = self.document.legend.iter().filter(own).collect();
        let said = of_mark.iter().find(|l| Some(l.meaning.as_str()) == meaning);
        match (said, of_mark.len()) {
            (Some(entry), _) => self.say_legend(out, entry),
            (None, 0) if self.document.legend.is_empty() => {
                out.from("legend", "none was read");
            }
            (None, 0) => {
                let marks = self.document.legend.iter().map(|l| l.mark.as_str());
                let marks = quote_all(marks, 8);
                out.from("legend", format!("has no `{mark}`; it has {marks}"));
            }
            (None, n) => {
                out.from(
                    "legend",
                    format!("has {n} meanings for `{mark}`, none for this place"),
                );
            }
        }
    }

    /// An entry of the legend, and where it was read.
    pub(super) fn say_legend(&self, out: &mut Explanation, entry: &LegendEntry) {
        let scope = entry.scope.as_ref();
        let scope = scope.map_or(String::new(), |s| format!(", for `{s}`"));
        let said = format!("`{}` = {}{scope}", entry.mark, quote(&entry.meaning));
        let Some(at) = entry.at.first() else {
            out.from("legend", format!("{said}, stated by the rule"));
            return;
        };
        out.from("legend", format!("{said}, {}", super::chain::place(at)));
        self.say_rule(out, line_of(at).unwrap_or(0));
    }
}

/// Parent, references, flags and fields, a line each.
fn belongs(subject: &Subject<'_>, out: &mut Explanation, item: &Item) {
    if let Some(parent) = &item.parent {
        let above = subject.document.items.iter().find(|i| i.id == *parent);
        let title = above.map_or(String::new(), |p| format!(" {}", quote_to(&p.title, 40)));
        out.say("parent", format!("{parent}{title}"));
    }
    if !item.refs.is_empty() {
        out.say("refs", quote_all(item.refs.iter().map(String::as_str), 10));
    }
    if !item.flags.is_empty() {
        out.say(
            "flags",
            quote_all(item.flags.iter().map(String::as_str), 10),
        );
    }
    if !item.fields.is_empty() {
        let labels = quote_all(item.fields.keys().map(String::as_str), 12);
        out.say("fields", format!("{labels}; ask for one as `ITEM.FIELD`"));
    }
}
