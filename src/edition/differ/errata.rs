//! 正誤表: what a publisher sets right in an edition, as wrong and right texts side by side.

use super::{Change, Kind, Of, Subject, Weight};
use crate::document::{Cell, Document, Indicator, Item, Table};
use crate::edition::essence::essence;
use crate::place::At;

/// What is set right.
#[derive(Debug, Clone, PartialEq)]
pub struct Erratum {
    /// What was printed.
    pub wrong: String,
    /// What it should be.
    pub right: String,
    /// What else its row says: page, line, which table.
    pub place: String,
    /// Where it was read.
    pub at: Vec<At>,
}

/// The headers over what was, and what is.
const HEADERS: [(&str, &str); 7] = [
    ("誤", "正"),
    ("訂正前", "訂正後"),
    ("修正前", "修正後"),
    ("変更前", "変更後"),
    ("改正前", "改正後"),
    ("旧", "新"),
    ("現行", "改正案"),
];

/// The errata of a document: in tables with such headers.
pub fn errata(document: &Document) -> Vec<Erratum> {
    document.tables.iter().flat_map(of_table).collect()
}

fn of_table(table: &Table) -> Vec<Erratum> {
    let Some((head, wrong, right)) = columns(table) else {
        return Vec::new();
    };
    let cell = |row: usize, col: usize| {
        table.cells.iter().find(|c| {
            (c.row..c.row + c.rowspan).contains(&row) && (c.col..c.col + c.colspan).contains(&col)
        })
    };
    let of_row = |row: usize| {
        let (a, b) = (cell(row, wrong)?, cell(row, right)?);
        if a.text == b.text || a.row != row && b.row != row {
            return None;
        }
        let others = table
            .cells
            .iter()
            .filter(|c| c.row == row && c.col != wrong && c.col != right);
        let place: Vec<&str> = others
            .map(|c| c.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        Some(Erratum {
            wrong: a.text.clone(),
            right: b.text.clone(),
            place: place.join(" "),
            at: vec![at(table, a), at(table, b)],
        })
    };
    (head + 1..table.rows).filter_map(of_row).collect()
}

/// The header row, and the columns of what was and what is.
fn columns(table: &Table) -> Option<(usize, usize, usize)> {
    let find = |row: usize, header: &str| {
        let named = |c: &&Cell| {
            let text = essence(&c.text);
            c.row == row && text.trim_matches(['(', ')', '[', ']', '【', '】']) == header
        };
        table.cells.iter().find(named).map(|c| c.col)
    };
    // the header of such a table is its first row, below a title at most
    (0..table.rows.min(3)).find_map(|row| {
        HEADERS
            .iter()
            .find_map(|(wrong, right)| Some((row, find(row, wrong)?, find(row, right)?)))
    })
}

fn at(table: &Table, cell: &Cell) -> At {
    At {
        page: cell.page,
        r#box: cell.r#box,
        table: Some(table.id.clone()),
        row: Some(cell.row),
        col: Some(cell.col),
        ..At::default()
    }
}

/// What a 正誤表 that stands for an edition says of the old one; each erratum with what says what was wrong.
pub fn corrections(old: &Document, errata: &[Erratum]) -> Vec<Change> {
    let items = old
        .items
        .iter()
        .map(|item| (item_text(item), Of::item(item)));
    let indicators = old
        .indicators
        .iter()
        .map(|one| (indicator_text(one), Of::indicator(one)));
    let texts: Vec<(String, Of)> = items.chain(indicators).collect();
    let correction = |erratum: &Erratum| {
        let wrong = essence(&erratum.wrong);
        let says = |text: &&(String, Of)| stands_in(&wrong, &text.0);
        let found: Vec<Of> = texts
            .iter()
            .filter(says)
            .map(|(_, of)| of.clone())
            .collect();
        let new = Of {
            id: String::new(),
            number: None,
            title: erratum.place.clone(),
            at: erratum.at.clone(),
        };
        let change = Change::new(Kind::Corrected, Weight::Substantive, Subject::Item);
        let change = change.of(found, [new]);
        change
            .texts(Some(&erratum.wrong), Some(&erratum.right))
            .with_words()
    };
    errata.iter().map(correction).collect()
}

fn item_text(item: &Item) -> String {
    let fields = item.fields.values().flatten().map(|v| v.text.as_str());
    let all: Vec<String> = [item.title.as_str()]
        .into_iter()
        .chain(fields)
        .map(essence)
        .collect();
    all.join("\n")
}

fn indicator_text(one: &Indicator) -> String {
    let values = one.values.iter().map(|v| v.text.as_str());
    let all: Vec<String> = [one.name.as_str()]
        .into_iter()
        .chain(values)
        .map(essence)
        .collect();
    all.join("\n")
}

/// Whether an essence is in another one, and no piece of a longer number.
fn stands_in(part: &str, text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let whole = |(at, found): (usize, &str)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + found.len()..].chars().next();
        !(is_digit(found.chars().next()) && is_digit(before)
            || is_digit(found.chars().next_back()) && is_digit(behind))
    };
    !part.is_empty() && text.match_indices(part).any(whole)
}

/// Says of changes that a 正誤表 in one of the editions announces them.
pub fn announce(changes: &mut [Change], errata: &[Erratum]) {
    let pairs: Vec<(String, String)> = errata
        .iter()
        .map(|e| (essence(&e.wrong), essence(&e.right)))
        .collect();
    if pairs.is_empty() {
        return;
    }
    for change in changes.iter_mut() {
        let (Some(before), Some(after)) = (&change.before, &change.after) else {
            continue;
        };
        let (before, after) = (essence(before), essence(after));
        let announced = |(wrong, right): &(String, String)| {
            stands_in(wrong, &before) && stands_in(right, &after)
        };
        if pairs.iter().any(announced) {
            change.note = Some("announced by the 正誤表".to_owned());
        }
    }
}
