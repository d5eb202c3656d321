//! Which of the rule's tables reads a table of the document, or why none does.

use super::Subject;
use super::report::{quote, quote_to};
use crate::flow::Flow;
use crate::rule::apply::{Bound, fold, texts_before};
use crate::rule::model::{Header, Table};
use crate::table;

/// The rows at the top of a table in which headers are looked for first.
const HEADER_ROWS: usize = 4;

/// Why a table of the rule does not read a table of the document.
pub fn why_not(subject: &Subject<'_>, rule: &Table, index: usize) -> String {
    let flow = &subject.reading.flow;
    let table = &flow.tables[index];
    if let Some(why) = by_place(subject, rule, table, index, flow) {
        return why;
    }
    for header in &rule.headers {
        if let Some(why) = lacks(subject, header, table) {
            return why;
        }
    }
    for header in &rule.without {
        let line = subject.rule_place(header.line);
        if lacks(subject, header, table).is_none() {
            return format!("it has a header `{}` of `without` ({line})", header.source);
        }
    }
    if let Some(first) = &rule.first_column {
        let cells = table.cells.iter().filter(|c| c.col == 0 && !c.is_blank());
        let texts = cells.map(|c| (c, fold(c.text().as_str())));
        let odd = texts.into_iter().find(|(_, t)| !first.is_match(t));
        let line = subject.rule_place(first.line);
        if let Some((cell, text)) = odd {
            let text = quote_to(&text, 24);
            return format!(
                "`first_column` ({line}) is not found in {text} of row {}",
                cell.row
            );
        }
    }
    match rule.nth {
        Some(n) => format!("it is not number {n} of the tables that fit"),
        None => "its headers do not stand together in a few rows".into(),
    }
}

/// What is said of the place of a table: its caption, the text before it.
fn by_place(
    subject: &Subject<'_>,
    rule: &Table,
    table: &table::Table,
    index: usize,
    flow: &Flow,
) -> Option<String> {
    if let Some(re) = &rule.caption {
        let text = table.caption.as_ref().map(|c| c.folded());
        if !text.as_ref().is_some_and(|t| re.is_match(t.as_str())) {
            let caption = text.map_or("it has none".into(), |t| quote(t.as_str()));
            let line = subject.rule_place(re.line);
            return Some(format!(
                "`caption` ({line}) is not found in its caption: {caption}"
            ));
        }
    }
    let re = rule.after.as_ref()?;
    let before = texts_before(flow);
    let mut texts = before[index].iter().copied().chain(&table.caption);
    if texts.any(|t| re.is_match(t.folded().as_str())) {
        return None;
    }
    let line = subject.rule_place(re.line);
    Some(format!(
        "`after` ({line}) is not found in the text before it"
    ))
}

/// What a header lacks in a table: no cell matches one of its levels.
fn lacks(subject: &Subject<'_>, header: &Header, table: &table::Table) -> Option<String> {
    let found = |level: &&crate::rule::model::Re| {
        let mut cells = table.cells.iter();
        cells.any(|c| level.matches_whole(&fold(c.text().as_str())))
    };
    let missing = header.levels.iter().find(|l| !found(l))?;
    let line = subject.rule_place(header.line);
    let source = &header.source;
    let near = nearest_cell(source, missing.regex.as_str(), table);
    let near = near.map_or(String::new(), |n| format!("; {n}"));
    Some(format!(
        "no cell matches the header `{source}` ({line}){near}"
    ))
}

/// The header cell nearest to a pattern, and how far it is off.
fn nearest_cell(source: &str, pattern: &str, table: &table::Table) -> Option<String> {
    let plain = plain_of(if source.contains('{') {
        pattern
    } else {
        source
    });
    let cells = table
        .cells
        .iter()
        .filter(|c| c.row < HEADER_ROWS && !c.is_blank());
    let distances = cells.map(|c| {
        let text = fold(c.text().as_str());
        (strsim::damerau_levenshtein(&plain, &text), text)
    });
    let (distance, text) = distances.min()?;
    let near = distance < plain.chars().count().max(2);
    near.then(|| {
        format!(
            "the nearest is {}, {}",
            quote_to(&text, 24),
            super::missing::off(distance)
        )
    })
}

/// A pattern without the signs of regular expressions.
fn plain_of(pattern: &str) -> String {
    let first = pattern.split('|').next().unwrap_or_default();
    first
        .chars()
        .filter(|c| !r"\^$.*+?()[]{}|:".contains(*c))
        .collect()
}

/// What the rule does with a column.
pub fn role_of(bound: &Bound<'_>, col: usize) -> Option<(String, usize)> {
    let names = |header: &Header| bound.view.columns(header).contains(&col);
    let rule = bound.rule;
    if let Some(row) = &rule.row {
        let own = [
            ("number", row.number.as_ref()),
            ("title", Some(&row.title)),
            ("status", row.status.as_ref()),
            ("refs", row.refs.as_ref()),
        ];
        let own = own.into_iter().filter_map(|(name, h)| Some((name, h?)));
        if let Some((name, header)) = own.into_iter().find(|(_, h)| names(h)) {
            return Some((format!("the {name} of the row's item"), header.line));
        }
    }
    let column = rule.columns.iter().find(|c| names(&c.header));
    if let Some(column) = column {
        let what = match (
            &column.pair,
            column.items.is_empty(),
            column.indicators.is_empty(),
        ) {
            (Some(base), ..) => format!("entries beside those of `{}`", base.source),
            (None, false, _) => "cells that hold items".into(),
            (None, true, false) => "cells that hold indicators".into(),
            (None, true, true) => "cells of which nothing is read".into(),
        };
        return Some((what, column.header.line));
    }
    if let Some(row) = &rule.row {
        return Some((
            "a field of the row's item, under its header".into(),
            row.title.line,
        ));
    }
    let indicator = rule.indicator.as_ref()?;
    Some((
        "a value or name of an indicator".into(),
        indicator.name.line,
    ))
}
