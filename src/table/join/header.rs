//! Whether a table begins with the header of the one before, or with another.

use super::places::{em, ink, on_last_page, top};
use super::{Joined, is_drawn, kinds};
use crate::geometry::Rect;
use crate::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

/// More rows than this at the top are no header.
const MAX_ROWS: usize = 8;

/// So many different texts in a row that is repeated name columns, though they be years.
const NAMES: usize = 3;

/// Texts whose edges are nearer than this (ems) begin at the same place.
const SAME_EDGE: f64 = 0.3;

/// How many rows of `next` repeat the top of `table`.
pub fn repeated(table: &Table, next: &Table) -> usize {
    let equal = equal_rows(table, next);
    let known = whole(table, table.header_rows);
    // where no line is drawn, the header of a page is a guess, and the repeat tells better
    let is_header = match known {
        0 => names_columns(table),
        _ if is_drawn(table) => equal >= known,
        _ => equal >= known || names_columns(table),
    };
    if equal > 0 && is_header && next.rows > equal {
        equal
    } else {
        0
    }
}

/// How many rows at the top of two tables say the same, cell by cell, and no cell of which reaches
/// further down. A row with one text is the title of a group, which is printed again, but no header.
fn equal_rows(table: &Table, next: &Table) -> usize {
    let pairs = table.cells.iter().zip(&next.cells);
    let mut equal = pairs.take_while(|(a, b)| a.row < MAX_ROWS && is_same(a, b));
    let mut filled = [0; MAX_ROWS];
    let mut count = 0;
    for (a, _) in equal.by_ref() {
        count += 1;
        if !a.is_blank() {
            (a.row..a.row + a.rowspan)
                .take_while(|row| *row < MAX_ROWS)
                .for_each(|row| filled[row] += 1);
        }
    }
    let ends = |t: &Table| t.cells.get(count).map_or(t.rows, |c| c.row);
    let most = ends(table).min(ends(next)).min(MAX_ROWS);
    let names = filled[..most].iter().rposition(|n| *n > 1);
    let most = names.map_or(0, |row| row + 1);
    (1..=most)
        .rev()
        .find(|depth| whole(table, *depth) == *depth)
        .unwrap_or(0)
}

fn is_same(a: &Cell, b: &Cell) -> bool {
    let grid = |c: &Cell| (c.row, c.col, c.rowspan, c.colspan);
    grid(a) == grid(b) && printed(a) == printed(b)
}

fn printed(cell: &Cell) -> String {
    cell.text().as_str().split_whitespace().collect()
}

/// The rows at the top with those that their cells reach down to.
fn whole(table: &Table, mut depth: usize) -> usize {
    if depth == 0 {
        return 0;
    }
    for cell in &table.cells {
        if cell.row >= depth {
            break;
        }
        depth = depth.max(cell.row + cell.rowspan);
    }
    depth
}

/// Whether the first row names columns: words in most, or texts that all differ.
fn names_columns(table: &Table) -> bool {
    let first: Vec<String> = table.row_cells(0).map(printed).collect();
    let words = first.iter().filter(|text| kinds::is_word(text)).count();
    let mut texts: Vec<&String> = first.iter().filter(|text| !text.is_empty()).collect();
    let filled = texts.len();
    texts.sort();
    texts.dedup();
    let all_differ = filled == first.len() && texts.len() == filled && filled >= NAMES;
    first.len() > 1 && (words * 3 >= first.len() * 2 || all_differ)
}

/// Whether the first row of `next` looks like the header of another table.
pub fn begins_another(joined: &Joined, next: &Table) -> bool {
    let by_look = if is_drawn(next) {
        next.header_rows > 0
    } else {
        next.count_header_rows() > 0
    };
    by_look
        || kinds::has_words_over_figures(next)
        || names_a_column_again(joined, next)
        || is_centred_over_columns(next)
}

/// A word of the header stands in the first row, in its column, and is no value there. Where it is not
/// known that the table has a header, a word over figures is one.
fn names_a_column_again(joined: &Joined, next: &Table) -> bool {
    let table = &joined.table;
    let is_known = table.header_rows > 0;
    let depth = whole(table, table.header_rows.max(1));
    let key = |c: &Cell| (c.col, c.colspan, printed(c));
    let over_figures = |c: &Cell| {
        let column = joined.columns.get(c.col);
        column.is_some_and(|column| column.kinds.are_figures_but_one())
    };
    let is_name = |c: &&Cell| kinds::is_word(&printed(c)) && (is_known || over_figures(c));
    let names: BTreeSet<_> = top(table, depth).filter(is_name).map(key).collect();
    let again: BTreeSet<_> = next.row_cells(0).map(key).collect();
    let above = on_last_page(table).filter(|c| c.row >= depth);
    let below = next.cells.iter().filter(|c| c.row > 0);
    let values: BTreeSet<_> = above.chain(below).map(key).collect();
    names
        .intersection(&again)
        .any(|name| !values.contains(name))
}

/// Whether the first row is set in the middle over columns that begin or end at one edge.
fn is_centred_over_columns(table: &Table) -> bool {
    let mut below: BTreeMap<usize, Vec<Rect>> = BTreeMap::new();
    let cells = table.cells.iter().filter(|c| c.row > 0 && c.colspan == 1);
    for (col, ink) in cells.filter_map(|c| Some((c.col, ink(c)?))) {
        below.entry(col).or_default().push(ink);
    }
    let first: Vec<(&Cell, Rect)> = table
        .row_cells(0)
        .filter_map(|c| Some((c, ink(c)?)))
        .collect();
    let centred = first.iter().filter(|(cell, text)| {
        let near = |a: f64, b: f64| (a - b).abs() <= SAME_EDGE * em(cell);
        let (middle, box_middle) = (text.center().x, cell.bbox.center().x);
        below.get(&cell.col).is_some_and(|column| {
            let left = column.iter().all(|r| near(r.x0, column[0].x0));
            let off = !near(text.x0, column[0].x0) && !near(text.x1, column[0].x1);
            left && column.len() > 1 && off && near(middle, box_middle)
        })
    });
    let centred = centred.count();
    is_drawn(table) && centred > 1 && centred * 2 >= table.cols
}
