//! What a column holds: figures or words.

use super::SoFar;
use super::places::on_last_page;
use crate::table::{Cell, Table};

/// So many cells of one kind tell what a column holds.
const MIN_CELLS: usize = 2;

/// One in so many columns that hold something else make another table.
const TELLING_COLUMNS: usize = 3;

/// How many cells of a column hold figures, and how many words. Dashes, marks and blanks are
/// neither.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kinds {
    figures: usize,
    words: usize,
}

impl Kinds {
    /// Counts a cell, unless it stands for several columns.
    pub fn count(&mut self, cell: &Cell) {
        if cell.colspan == 1 {
            let text = cell.text();
            self.figures += usize::from(is_figure(text.as_str()));
            self.words += usize::from(is_word(text.as_str()));
        }
    }

    fn only_figures(self, at_least: usize) -> bool {
        self.figures >= at_least && self.words == 0
    }

    fn only_words(self, at_least: usize) -> bool {
        self.words >= at_least && self.figures == 0
    }

    /// One word, that may be the name of the column, over figures.
    pub fn are_figures_but_one(self) -> bool {
        self.figures >= MIN_CELLS && self.words <= 1
    }

    fn contradict(self, other: Self) -> bool {
        let against = |a: Self, b: Self| a.only_figures(MIN_CELLS) && b.only_words(MIN_CELLS);
        against(self, other) || against(other, self)
    }
}

/// Whether a good part of the columns hold figures on one page and words on the other.
pub fn differ(columns: &[SoFar], next: &Table) -> bool {
    let next = super::so_far(next, 0);
    let pairs = columns.iter().zip(&next);
    let against = pairs.filter(|(a, b)| a.kinds.contradict(b.kinds)).count();
    against > 0 && against * TELLING_COLUMNS >= columns.len()
}

/// Whether a good part of the columns have a word in the first row over nothing but figures.
pub fn has_words_over_figures(table: &Table) -> bool {
    let below = super::so_far(table, 1);
    let names = table.row_cells(0).filter(|c| {
        let column = below.get(c.col).map(|column| column.kinds);
        let is_name = c.colspan == 1 && is_word(c.text().as_str());
        is_name && column.is_some_and(|kinds| kinds.only_figures(MIN_CELLS))
    });
    let names = names.count();
    names >= MIN_CELLS && names * TELLING_COLUMNS >= table.cols
}

/// Whether a table names the same things in its first column, all of them, as the page before: a form
/// that is filled in once a page, and each page is a table of its own.
pub fn is_same_form(table: &Table, next: &Table, header: usize) -> bool {
    // only the first page of the table still shows the header
    let head = match table.places.len() {
        1 => table.header_rows.max(header),
        _ => 0,
    };
    let above: Vec<&Cell> = on_last_page(table).filter(|c| c.row >= head).collect();
    let above = names(above.into_iter().rev());
    let below = names(next.cells.iter().filter(|c| c.row >= header));
    let mut different = above.clone();
    different.sort();
    different.dedup();
    let are_words = above.iter().all(|name| is_word(name));
    different.len() >= MIN_CELLS && are_words && above == below
}

/// What the first column says, row by row.
fn names<'a>(cells: impl Iterator<Item = &'a Cell>) -> Vec<String> {
    let names = cells.filter(|c| c.col == 0);
    names.map(|c| c.text().as_str().to_owned()).collect()
}

/// Letters, and no digit among them.
pub fn is_word(text: &str) -> bool {
    text.contains(char::is_alphabetic) && !text.contains(char::is_numeric)
}

/// A digit, and not more letters than other characters.
fn is_figure(text: &str) -> bool {
    let printed = || text.chars().filter(|c| !c.is_whitespace());
    let letters = printed().filter(|c| c.is_alphabetic()).count();
    text.contains(char::is_numeric) && letters * 2 <= printed().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_words_and_neither() {
        for figure in ["12", "1-1", "1,672人", "▲3.5％", "R5", "５２"] {
            assert!(is_figure(figure) && !is_word(figure), "{figure}");
        }
        for word in ["こども課", "A", "目標値"] {
            assert!(is_word(word) && !is_figure(word), "{word}");
        }
        for neither in ["", "－", "○", "令和5年度から実施"] {
            assert!(!is_word(neither) && !is_figure(neither), "{neither}");
        }
    }
}
