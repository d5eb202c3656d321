//! The cells of a table: rows and columns that one side has more than the other are found first, so that a lost row is
//! one, and not all that stand below it.

use super::datum::Datum;
use super::equal::fold;
use super::facts::Thing;
use super::ledger::{Context, Ledger};
use crate::audit::difference::Of;
use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Compares the cells of two tables.
pub fn cells(ledger: &mut Ledger, of: &Of, truth: &Thing, found: &Thing) {
    let Some(expected) = &truth.members else {
        return;
    };
    let none = Vec::new();
    let own = found.members.as_ref().unwrap_or(&none);
    let (a, b) = (Grid::of(expected), Grid::of(own));
    let rows = aligned(&a.rows(|_| true), &b.rows(|_| true));
    let lost = |cell: &Datum| corner(cell).is_some_and(|(row, _)| rows.contains_key(&row));
    let kept: Vec<usize> = rows.values().copied().collect();
    let of_kept = |cell: &Datum| corner(cell).is_some_and(|(row, _)| kept.contains(&row));
    let cols = match rows.is_empty() {
        true => aligned(&a.cols(|_| true), &b.cols(|_| true)),
        false => aligned(&a.cols(lost), &b.cols(of_kept)),
    };
    let mut by_corner: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (j, cell) in own.iter().enumerate() {
        corner(cell).map(|at| by_corner.insert(at, j));
    }
    let mut taken = vec![false; own.len()];
    let on = Context {
        of,
        owner: &found.at,
        page: None,
    };
    for cell in expected {
        let partner = corner(cell).and_then(|(row, col)| {
            let at = (*rows.get(&row)?, *cols.get(&col)?);
            by_corner.get(&at).copied()
        });
        // one that is taken is none: a cell that the truth has twice is expected twice
        let partner = partner.filter(|j| !std::mem::replace(&mut taken[*j], true));
        let page = cell.at.first().map(|at| at.page).filter(|p| *p > 0);
        let on = Context { page, ..on.clone() };
        ledger.value(
            "cells",
            &on,
            Some(&placeless(cell)),
            partner.map(|j| &own[j]),
        );
    }
    for (cell, _) in own.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        ledger.value("cells", &on, None, Some(&placeless(cell)));
    }
}

/// Row and column are how cells are recognised, and nothing that is compared: below a lost row all would differ.
fn placeless(cell: &Datum) -> Datum {
    let mut out = cell.clone();
    out.parts
        .retain(|(name, _)| !matches!(*name, "row" | "col"));
    out
}

fn corner(cell: &Datum) -> Option<(usize, usize)> {
    let at = cell.at.first()?;
    Some((at.row?, at.col?))
}

/// Cells by row and column.
struct Grid<'c> {
    cells: Vec<(usize, usize, &'c Datum)>,
}

impl<'c> Grid<'c> {
    fn of(cells: &'c [Datum]) -> Self {
        let placed = cells.iter().filter_map(|cell| {
            let (row, col) = corner(cell)?;
            Some((row, col, cell))
        });
        let mut cells: Vec<(usize, usize, &Datum)> = placed.collect();
        cells.sort_by_key(|(row, col, _)| (*row, *col));
        Self { cells }
    }

    fn rows(&self, which: impl Fn(&Datum) -> bool) -> Vec<String> {
        self.lines(|(row, _)| row, which)
    }

    fn cols(&self, which: impl Fn(&Datum) -> bool) -> Vec<String> {
        self.lines(|(_, col)| col, which)
    }

    /// What each row or column says.
    fn lines(
        &self,
        line: impl Fn((usize, usize)) -> usize,
        which: impl Fn(&Datum) -> bool,
    ) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (row, col, cell) in &self.cells {
            let line = line((*row, *col));
            // a row that is out of all bounds is no row of a table
            if line > self.cells.len() * 4 + 64 {
                continue;
            }
            if out.len() <= line {
                out.resize(line + 1, String::new());
            }
            if which(cell) {
                out[line] += &fold(cell.text());
                out[line].push('\t');
            }
        }
        out
    }
}

/// Which line of one side is which of the other: by what they say; of as many on both sides, in their order where that
/// agrees as well.
fn aligned(a: &[String], b: &[String]) -> FxHashMap<usize, usize> {
    let said = by_what_they_say(a, b);
    if a.len() != b.len() {
        return said;
    }
    let own = || (0..a.len()).map(|i| (i, i));
    let score = |pairs: &mut dyn Iterator<Item = (usize, usize)>| -> usize {
        pairs.map(|(i, j)| common(&a[i], &b[j])).sum()
    };
    let by_order = score(&mut own());
    match by_order >= score(&mut said.iter().map(|(i, j)| (*i, *j))) {
        true => own().collect(),
        false => said,
    }
}

fn by_what_they_say(a: &[String], b: &[String]) -> FxHashMap<usize, usize> {
    let mut out = FxHashMap::default();
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => out.extend((0..len).map(|k| (old_index + k, new_index + k))),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                let near = nearest(
                    &a[old_index..old_index + old_len],
                    &b[new_index..new_index + new_len],
                );
                let near = near.into_iter();
                out.extend(near.map(|(i, j)| (old_index + i, new_index + j)));
            }
            _ => {}
        }
    }
    out
}

/// Lines that were changed: in order, and of several that may be meant the one that shares most.
fn nearest(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    if a.len() == b.len() {
        return (0..a.len()).map(|i| (i, i)).collect();
    }
    let (mut out, mut from) = (Vec::new(), 0);
    for (i, line) in a.iter().enumerate() {
        // as many as are left over may be passed by
        let spare = b.len().saturating_sub(a.len());
        let until = (from + spare + 1).min(b.len());
        let alike = |j: &usize| common(line, &b[*j]);
        let best = (from..until).max_by_key(|j| (alike(j), usize::MAX - j));
        if let Some(j) = best.filter(|j| alike(j) > 0 || a.len() <= b.len()) {
            out.push((i, j));
            from = j + 1;
        }
    }
    out
}

/// How many cells two lines share.
fn common(a: &str, b: &str) -> usize {
    let cells: Vec<&str> = b.split('\t').filter(|c| !c.is_empty()).collect();
    let shared = a.split('\t').filter(|c| !c.is_empty() && cells.contains(c));
    shared.count()
}
