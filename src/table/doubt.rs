//! What speaks against a table: texts of two cells that run into one another, cells that do not
//! tile. A wrong table shows itself so.

use super::{Cell, Evidence, Table};
use crate::geometry::{BoxIndex, Rect};

/// What is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtKind {
    /// The texts of two cells overlap: a border may stand in the wrong place.
    TextOverText,
    /// A text runs out of its cell over the border of the next.
    TextOverBorder,
}

/// Something that speaks against a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// What.
    pub kind: DoubtKind,
    /// Page.
    pub page: u32,
    /// Where on it.
    pub bbox: Rect,
}

/// Texts that overlap by less than this (points) touch.
const MIN_OVERLAP: f64 = 1.5;
/// A text may run out of a cell without a drawn border by this, in points.
const MAX_OUT: f64 = 4.0;

impl DoubtKind {
    /// What to tell a person.
    pub fn message(self) -> &'static str {
        match self {
            Self::TextOverText => "the texts of two cells overlap",
            Self::TextOverBorder => "a text runs over the border of its cell",
        }
    }
}

/// What speaks against a table as it stands on its page.
pub fn doubts(table: &Table) -> Vec<Doubt> {
    let texts: Vec<(usize, Rect)> = table
        .cells
        .iter()
        .enumerate()
        .filter_map(|(i, c)| Some((i, text_box(c)?)))
        .collect();
    let index = BoxIndex::new(texts.iter().map(|t| t.1));
    let mut out = Vec::new();
    for (n, (i, text)) in texts.iter().enumerate() {
        let cell = &table.cells[*i];
        let beside = index.in_band(text.top, text.bottom).filter(|(_, m)| *m > n);
        let clash = beside
            .map(|(other, _)| other)
            .find(|other| overlap(text, other));
        let kind = match clash {
            Some(_) => DoubtKind::TextOverText,
            None if runs_out(table, cell, text) => DoubtKind::TextOverBorder,
            None => continue,
        };
        out.push(Doubt {
            kind,
            page: cell.page,
            bbox: clash.map_or(*text, |c| text.union(&c)),
        });
    }
    out
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x_overlap(b) > MIN_OVERLAP && a.y_overlap(b) > MIN_OVERLAP
}

/// Whether a text reaches over a border that was inferred and not drawn into a column that has
/// something of its own in other rows.
fn runs_out(table: &Table, cell: &Cell, text: &Rect) -> bool {
    let inferred = !matches!(table.evidence, Evidence::Rulings | Evidence::Boxes);
    // a label in the first column may run over blank cells beside it
    inferred
        && cell.col > 0
        && (text.x1 > cell.bbox.x1 + MAX_OUT || text.x0 < cell.bbox.x0 - MAX_OUT)
}

/// The box around what is printed in a cell.
fn text_box(cell: &Cell) -> Option<Rect> {
    let chars = cell.paragraphs.iter().flat_map(|p| p.chars());
    let printed = chars.filter(|c| c.is_printed() && c.page == cell.page);
    Rect::bounding(printed.map(|c| &c.bbox))
}

/// How sure it is that a table is read right, from 0 to 1: by what it was found, less the share of
/// cells that speak against it.
pub fn sureness(table: &Table) -> f64 {
    let found = match table.evidence {
        Evidence::Rulings => 1.0,
        Evidence::HorizontalRules => 0.95,
        Evidence::Boxes | Evidence::Shading => 0.9,
        Evidence::Alignment => 0.75,
    };
    let against = table.doubts.len() as f64 / table.cells.len().max(1) as f64;
    (found * (1.0 - (2.0 * against).min(0.8)) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cell, table};
    use super::*;
    use crate::text::Text;

    /// A cell from `x0` to `x1` whose text reaches from `x0` to `end`.
    fn wide(col: usize, x0: f64, x1: f64, end: f64) -> Cell {
        let place = |x1| Rect {
            x0,
            top: 0.0,
            x1,
            bottom: 10.0,
        };
        let mut cell = cell("あ", 0, col, 1, 1);
        let stretch = |t: &Text| {
            let chars = t.chars().iter().cloned().map(|mut c| {
                c.bbox = place(end);
                c
            });
            Text::new(chars.collect())
        };
        cell.paragraphs = cell.paragraphs.iter().map(stretch).collect();
        cell.bbox = place(x1);
        cell
    }

    #[test]
    fn texts_that_run_into_one_another_are_doubted() {
        let kinds = |t: &Table| doubts(t).iter().map(|d| d.kind).collect::<Vec<_>>();
        let apart = table(0, vec![wide(0, 0.0, 50.0, 40.0), wide(1, 50.0, 90.0, 80.0)]);
        assert_eq!(kinds(&apart), []);
        let mut clash = table(0, vec![wide(0, 0.0, 50.0, 60.0), wide(1, 50.0, 90.0, 80.0)]);
        assert_eq!(kinds(&clash), [DoubtKind::TextOverText]);
        clash.doubts = doubts(&clash);
        assert!(sureness(&clash) < 0.5);
    }

    #[test]
    fn a_text_over_an_inferred_border_is_doubted() {
        let cells = vec![wide(0, 0.0, 50.0, 40.0), wide(1, 50.0, 90.0, 99.0)];
        let mut over = table(0, cells);
        assert!(doubts(&over).is_empty());
        over.evidence = Evidence::Alignment;
        assert_eq!(doubts(&over)[0].kind, DoubtKind::TextOverBorder);
    }
}
