//! What points to what: notes to the cells that carry their mark, repeated entries to the one they
//! repeat, tags such as No.7 to the item of that number.

use super::draft::fold;
use crate::document::{At, Document, Item};
use crate::normalize::measure_number::plain;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Links a finished document; `repeat_flags` are the flags of items that repeat another.
pub fn link(document: &mut Document, repeat_flags: &[&str]) {
    link_notes(document);
    link_repeated(&mut document.items, repeat_flags);
    link_refs(&mut document.items);
}

/// A note mark with its number, `※1`, `注２`, `*3`, in folded text without white space.
static MARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:※|\*|注)\(?[0-9]{1,3}").ok());

fn marks(text: &str) -> Vec<String> {
    let folded = fold(text);
    let found = MARK
        .as_ref()
        .into_iter()
        .flat_map(|re| re.find_iter(&folded));
    found.map(|m| m.as_str().replace('(', "")).collect()
}

/// The cells that carry the mark of each note: those of its page, where there are any, and else all.
fn link_notes(document: &mut Document) {
    if document.footnotes.is_empty() {
        return;
    }
    let mut carriers: FxHashMap<String, Vec<At>> = FxHashMap::default();
    for table in &document.tables {
        for cell in &table.cells {
            for mark in marks(&cell.text) {
                carriers.entry(mark).or_default().push(At {
                    page: cell.page,
                    r#box: cell.r#box,
                    table: Some(table.id.clone()),
                    row: Some(cell.row),
                    col: Some(cell.col),
                    ..At::default()
                });
            }
        }
    }
    for note in &mut document.footnotes {
        let own = marks(&note.term).into_iter().next();
        let Some(places) = own.and_then(|mark| carriers.get(&mark)) else {
            continue;
        };
        // a note in a cell of the table carries its mark as well
        let is_note = |at: &&At| note.at.iter().any(|n| n.page == at.page && holds(at, n));
        let others = places.iter().filter(|at| !is_note(at));
        let on_page = others.clone().filter(|at| at.page == note.page);
        let on_page: Vec<At> = on_page.cloned().collect();
        note.marked = if on_page.is_empty() {
            others.cloned().collect()
        } else {
            on_page
        };
    }
}

/// Whether a place is within a cell.
fn holds(cell: &At, place: &At) -> bool {
    let ([x0, top, x1, bottom], [a, b, c, d]) = (cell.r#box, place.r#box);
    x0 <= a && top <= b && x1 >= c && bottom >= d
}

/// The title of an item as it is compared with those that repeat it.
fn bare_title(item: &Item) -> String {
    fold(&item.title).replace('※', "")
}

/// The first item of the same title, where it stands earlier.
fn link_repeated(items: &mut [Item], flags: &[&str]) {
    let mut first: FxHashMap<String, String> = FxHashMap::default();
    for item in items {
        let title = bare_title(item);
        let repeats = item.flags.iter().any(|f| flags.contains(&f.as_str()));
        match first.get(&title) {
            Some(earlier) if repeats => item.repeats = Some(earlier.clone()),
            Some(_) => {}
            None => {
                first.insert(title, item.id.clone());
            }
        }
    }
}

/// The only item of a number that a tag names, of those that are numbered through without levels.
fn link_refs(items: &mut [Item]) {
    let mut by_number: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for item in items.iter() {
        if let Some(number) = &item.number {
            let ids = by_number.entry(plain(number)).or_default();
            ids.push(item.id.clone());
        }
    }
    for item in items {
        let only = |r: &String| match by_number.get(&plain(r)).map(Vec::as_slice) {
            Some([id]) if *id != item.id => Some(id.clone()),
            _ => None,
        };
        item.ref_items = item.refs.iter().filter_map(only).collect();
    }
}
