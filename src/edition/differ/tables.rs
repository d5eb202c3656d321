//! Tables that no rule reads: what their cells say.
//!
//! A table of which anything became an item, an indicator, a legend entry or a footnote is compared as that. The others
//! are compared cell by cell, each known by the labels left of it and above it, so that rows and columns may come, go
//! and move.

use super::values::decimal_of;
use super::{Change, Kind, Of, Subject, Weight, labels, up_or_down, weight_of};
use crate::document::{Cell, Document, Interval, Table};
use crate::edition::choice;
use crate::edition::essence::{essence, without_years};
use crate::edition::likeness::{Grams, Weights};
use crate::place::At;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// What differs between the tables that are read as nothing else.
pub fn tables(old: &Document, new: &Document) -> Vec<Change> {
    let (olds, news) = (unread(old), unread(new));
    let mut of_new = vec![None; news.len()];
    let mut gone = vec![true; olds.len()];
    for (i, j) in same(&olds, &news) {
        of_new[j] = Some(i);
        gone[i] = false;
    }
    let (a, b) = (heads(&olds), heads(&news));
    let weights = Weights::new(a.iter(), b.iter());
    let x: Vec<_> = a.iter().enumerate().filter(|(i, _)| gone[*i]).collect();
    let y: Vec<_> = b
        .iter()
        .enumerate()
        .filter(|(j, _)| of_new[*j].is_none())
        .collect();
    let candidates = choice::candidates(&x, &y, &weights).into_iter();
    let scored = candidates.filter_map(|(i, j)| {
        let alike = weights.alike(&a[i], &b[j]);
        (alike >= ALIKE || a[i] == b[j]).then_some((i, j, alike))
    });
    for (i, j, _) in choice::best(scored.collect()) {
        of_new[j] = Some(i);
        gone[i] = false;
    }
    let mut out = Vec::new();
    for (table, pair) in news.iter().zip(of_new) {
        match pair {
            Some(i) => out.extend(both(olds[i], table)),
            None => out.extend(alone(Kind::Added, table)),
        }
    }
    let gone = olds.iter().zip(gone).filter(|(_, gone)| *gone);
    out.extend(gone.flat_map(|(table, _)| alone(Kind::Removed, table)));
    out
}

/// Tables that say the same, in their order: budgets have hundreds with the same labels.
fn same(olds: &[&Table], news: &[&Table]) -> Vec<(usize, usize)> {
    let all = |table: &Table| -> String {
        let texts = table
            .caption
            .iter()
            .chain(table.cells.iter().map(|c| &c.text));
        texts.map(|t| format!("{t}\n")).collect()
    };
    let mut places: FxHashMap<String, VecDeque<usize>> = FxHashMap::default();
    for (i, table) in olds.iter().enumerate() {
        places.entry(all(table)).or_default().push_back(i);
    }
    let pair = |(j, table): (usize, &&Table)| Some((places.get_mut(&all(table))?.pop_front()?, j));
    news.iter().enumerate().filter_map(pair).collect()
}

/// From here on two tables are the same, by their caption and labels.
const ALIKE: f32 = 0.5;

/// The tables of which nothing was read.
fn unread(document: &Document) -> Vec<&Table> {
    let items = document.items.iter().flat_map(|i| {
        i.at.iter()
            .chain(i.fields.values().flatten().flat_map(|v| &v.at))
    });
    let indicators = document.indicators.iter().flat_map(|i| &i.at);
    let others = document.legend.iter().flat_map(|l| &l.at);
    let others = others.chain(document.footnotes.iter().flat_map(|f| &f.at));
    let all = items.chain(indicators).chain(others);
    let read: FxHashSet<&str> = all.filter_map(|at| at.table.as_deref()).collect();
    document
        .tables
        .iter()
        .filter(|t| !read.contains(t.id.as_str()))
        .collect()
}

/// What each table is about: its caption, its header cells, and what names its rows.
fn heads(tables: &[&Table]) -> Vec<Grams> {
    let head = |table: &&Table| {
        let columns = table.label_cols.max(1);
        let labels = table.cells.iter().filter(|c| c.header || c.col < columns);
        let texts = table.caption.iter().chain(labels.map(|c| &c.text));
        // each edition has its own years
        let texts: Vec<String> = texts.map(|t| without_years(&essence(t)).0).collect();
        Grams::of_all(texts.iter().map(String::as_str))
    };
    tables.iter().map(head).collect()
}

fn of(table: &Table, at: Vec<At>) -> Of {
    let first = || table.cells.iter().map(|c| &c.text).find(|t| !t.is_empty());
    Of {
        id: table.id.clone(),
        number: None,
        title: table
            .caption
            .as_ref()
            .or_else(first)
            .cloned()
            .unwrap_or_default(),
        at,
    }
}

/// A table of one edition only, if it says anything.
fn alone(kind: Kind, table: &Table) -> Option<Change> {
    let says = table
        .cells
        .iter()
        .any(|c| c.text.contains(char::is_alphanumeric));
    let change = Change::new(kind, Weight::Substantive, Subject::Table);
    let of = of(table, table.at.clone());
    says.then(|| match kind {
        Kind::Added => change.of([], [of]),
        _ => change.of([of], []),
    })
}

/// What a cell is known by, and how a person calls it.
type Named<'d> = (Vec<String>, String, &'d Cell);

/// The cells that say something, with their names. Where labels do not tell, it is the place in the table.
fn named(table: &Table) -> Vec<Named<'_>> {
    let cells = table.cells.iter();
    let name = |cell: &'_ Cell| match &cell.labels {
        Some(labels) if !cell.header => {
            let all = || labels.left.iter().chain(&labels.above);
            let shown = all()
                .map(|l| l.replace('\n', ""))
                .collect::<Vec<_>>()
                .join(" / ");
            (all().map(|l| essence(l)).collect(), shown)
        }
        _ => {
            let place = format!("row {}, column {}", cell.row + 1, cell.col + 1);
            (vec![place.clone()], place)
        }
    };
    // header cells are the names of the others
    let body = cells.filter(|c| !c.header);
    body.map(|cell| {
        let (key, shown) = name(cell);
        (key, shown, cell)
    })
    .collect()
}

fn both(old: &Table, new: &Table) -> Vec<Change> {
    let mut places: FxHashMap<Vec<String>, VecDeque<(String, &Cell)>> = FxHashMap::default();
    let mut order = Vec::new();
    for (key, shown, cell) in named(old) {
        order.push(key.clone());
        places.entry(key).or_default().push_back((shown, cell));
    }
    let mut out = Vec::new();
    for (key, shown, cell) in named(new) {
        let other = places.get_mut(&key).and_then(VecDeque::pop_front);
        out.extend(change((old, new), &shown, other.map(|o| o.1), Some(cell)));
    }
    for key in order {
        if let Some((shown, cell)) = places.get_mut(&key).and_then(VecDeque::pop_front) {
            out.extend(change((old, new), &shown, Some(cell), None));
        }
    }
    out.extend(intervals(old, new));
    out
}

fn change(
    (old, new): (&Table, &Table),
    name: &str,
    a: Option<&Cell>,
    b: Option<&Cell>,
) -> Option<Change> {
    let (before, after) = (said(a), said(b));
    let weight = weight_of(before.unwrap_or_default(), after.unwrap_or_default())?;
    let is_of_year = labels::names_year(name);
    let (kind, weight) = match (a, b) {
        // each edition has columns of its own years
        (None, _) if is_of_year => (Kind::ValueAdded, Weight::Routine),
        (_, None) if is_of_year => (Kind::ValueRemoved, Weight::Routine),
        _ if before.is_none() => (Kind::FieldAdded, weight),
        _ if after.is_none() => (Kind::FieldRemoved, weight),
        _ => (Kind::FieldChanged, weight),
    };
    let at = |cell: Option<&Cell>, table: &Table| {
        cell.map_or_else(Vec::new, |c| {
            vec![place(table, c.page, c.r#box, c.row, c.col)]
        })
    };
    let number = |text: Option<&str>| decimal_of(text?);
    let order = number(before).zip(number(after)).map(|(a, b)| a.cmp(&b));
    let change = Change::new(kind, weight, Subject::Table)
        .of([of(old, at(a, old))], [of(new, at(b, new))])
        .field(name)
        .texts(before, after)
        .with_words();
    Some(change.towards(order.and_then(up_or_down)))
}

/// The text of a cell that is not blank.
fn said(cell: Option<&Cell>) -> Option<&str> {
    cell.map(|c| c.text.as_str()).filter(|t| !t.is_empty())
}

fn place(table: &Table, page: u32, r#box: [f64; 4], row: usize, col: usize) -> At {
    At {
        page,
        r#box,
        table: Some(table.id.clone()),
        row: Some(row),
        col: Some(col),
        ..At::default()
    }
}

/// Bars over years: by their row and text.
fn intervals(old: &Table, new: &Table) -> Vec<Change> {
    let row = |table: &Table, one: &Interval| {
        let label = table
            .cells
            .iter()
            .find(|c| c.row == one.row && !c.text.is_empty());
        label.map(|c| c.text.clone()).unwrap_or_default()
    };
    let key = |table: &Table, one: &Interval| (essence(&row(table, one)), one.text.clone());
    let mut places: FxHashMap<_, VecDeque<&Interval>> = FxHashMap::default();
    for one in &old.intervals {
        places.entry(key(old, one)).or_default().push_back(one);
    }
    let shown = |one: &Interval| format!("{} – {}", one.start_label, one.end_label);
    let at = |table: &Table, one: &Interval| {
        of(
            table,
            vec![place(table, one.page, one.r#box, one.row, one.start)],
        )
    };
    let mut out = Vec::new();
    for one in &new.intervals {
        let other = places.get_mut(&key(new, one)).and_then(VecDeque::pop_front);
        let before = other.map(shown);
        let after = shown(one);
        if before.as_ref() == Some(&after) {
            continue;
        }
        let kind = if other.is_some() {
            Kind::DeadlineMoved
        } else {
            Kind::FieldAdded
        };
        let change = Change::new(kind, Weight::Substantive, Subject::Table).field(row(new, one));
        let change = change.of(other.map(|o| at(old, o)), [at(new, one)]);
        out.push(change.texts(before.as_deref(), Some(&after)));
    }
    for one in &old.intervals {
        if places
            .get_mut(&key(old, one))
            .and_then(VecDeque::pop_front)
            .is_some()
        {
            let change = Change::new(Kind::FieldRemoved, Weight::Substantive, Subject::Table);
            let change = change.field(row(old, one)).of([at(old, one)], []);
            out.push(change.texts(Some(&shown(one)), None));
        }
    }
    out
}
