//! A net of edges to a grid of cells with exact spans.

use super::net::Covered;
use super::net::{Net, positions};
use crate::geometry::Rect;
use std::collections::HashMap;

/// A cell of a grid, before it has text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridCell {
    /// First row.
    pub row: usize,
    /// First column.
    pub col: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// Its box.
    pub bbox: Rect,
}

/// A grid of cells that tile it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Cells by row, then column.
    pub cells: Vec<GridCell>,
    /// Its box.
    pub bbox: Rect,
    /// No line closes the last row: it goes on elsewhere.
    pub open_bottom: bool,
    /// No line closes the first row: it began elsewhere.
    pub open_top: bool,
    /// No line is drawn at the left end.
    pub open_left: bool,
    /// No line is drawn at the right end.
    pub open_right: bool,
}

/// More crossings than this are a pattern or a drawing: its text is left as running text. The
/// largest table seen has 6,000 on a page.
const MAX_UNITS: usize = 100_000;
/// A border is drawn when edges cover at least this share of it.
const MIN_COVERAGE: f64 = 0.7;
/// Lines that run on by more than this (points) beyond the last line across have an open end
/// there: less is a corner, and a row of the smallest type is higher.
const MIN_OPEN: f64 = 6.0;

/// The colour that is painted over a whole area, other than white.
pub type PaintOf<'p> = dyn Fn(&Rect) -> Option<[u8; 3]> + 'p;

/// Makes a grid of a net, or `None` when it closes no area.
pub fn grid(net: &Net, paint_of: &PaintOf<'_>) -> Option<Grid> {
    if net.horizontal.is_empty() || net.vertical.is_empty() {
        return None;
    }
    let bbox = net.bbox();
    let mut ys = positions(net.horizontal.iter().map(|e| e.pos));
    let mut xs = positions(net.vertical.iter().map(|e| e.pos));
    let open_top = extend(&mut ys, bbox.top, true);
    let open_bottom = extend(&mut ys, bbox.bottom, false);
    let open_left = extend(&mut xs, bbox.x0, true);
    let open_right = extend(&mut xs, bbox.x1, false);
    if xs.len() < 2 || ys.len() < 2 {
        return None;
    }
    if (xs.len() - 1) * (ys.len() - 1) > MAX_UNITS {
        return None;
    }
    let units = Units::new(net, xs, ys, paint_of);
    let areas = units.rectangles();
    Some(Grid {
        open_top,
        open_bottom,
        open_left,
        open_right,
        ..units.compressed(areas)
    })
}

impl Grid {
    /// A grid of cells given by number for each row and column, between borders `xs` and `ys`; a
    /// number stands for one rectangle. Also tells which cell each number became.
    pub fn from_owners(
        xs: &[f64],
        ys: &[f64],
        owners: &[Vec<usize>],
    ) -> (Self, HashMap<usize, usize>) {
        let (rows, cols) = (ys.len() - 1, xs.len() - 1);
        let below = |r: usize, c: usize| r + 1 == rows || owners[r][c] != owners[r + 1][c];
        let right = |r: usize, c: usize| c + 1 == cols || owners[r][c] != owners[r][c + 1];
        let table = |f: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<bool>> {
            (0..rows)
                .map(|r| (0..cols).map(|c| f(r, c)).collect())
                .collect()
        };
        let units = Units {
            right: table(&right),
            below: table(&below),
            xs: xs.to_vec(),
            ys: ys.to_vec(),
        };
        let areas = units.rectangles();
        let mut index = HashMap::new();
        for (i, (row, _, col, _)) in areas.iter().enumerate() {
            index.entry(owners[*row][*col]).or_insert(i);
        }
        (units.compressed(areas), index)
    }
}

/// Adds the outermost position when lines run on to there.
fn extend(positions: &mut Vec<f64>, limit: f64, at_start: bool) -> bool {
    let outer = if at_start {
        positions.first()
    } else {
        positions.last()
    };
    let open = outer.is_some_and(|p| (p - limit).abs() > MIN_OPEN);
    if open && at_start {
        positions.insert(0, limit);
    } else if open {
        positions.push(limit);
    }
    open
}

/// The smallest areas between all lines; an area is a run of units without a border in between.
struct Units {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Right border drawn, by row and column.
    right: Vec<Vec<bool>>,
    /// Lower border drawn, by row and column.
    below: Vec<Vec<bool>>,
}

/// Rows and columns `[row0, row1) × [col0, col1)` of units.
type Area = (usize, usize, usize, usize);

impl Units {
    fn new(net: &Net, xs: Vec<f64>, ys: Vec<f64>, paint_of: &PaintOf<'_>) -> Self {
        let (rows, cols) = (ys.len() - 1, xs.len() - 1);
        let down: Vec<Covered> = xs.iter().map(|x| Covered::new(&net.vertical, *x)).collect();
        let across: Vec<Covered> = ys
            .iter()
            .map(|y| Covered::new(&net.horizontal, *y))
            .collect();
        let drawn_right = |r: usize, c: usize| down[c + 1].share(ys[r], ys[r + 1]) >= MIN_COVERAGE;
        let drawn_below =
            |r: usize, c: usize| across[r + 1].share(xs[c], xs[c + 1]) >= MIN_COVERAGE;
        let table = |f: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<bool>> {
            (0..rows)
                .map(|r| (0..cols).map(|c| f(r, c)).collect())
                .collect()
        };
        // two colours side by side are two cells, drawn line or not
        let paint: Vec<Vec<Option<[u8; 3]>>> = (0..rows)
            .map(|r| {
                let unit = |c: usize| Rect {
                    x0: xs[c],
                    top: ys[r],
                    x1: xs[c + 1],
                    bottom: ys[r + 1],
                };
                (0..cols).map(|c| paint_of(&unit(c))).collect()
            })
            .collect();
        let differs = |a: Option<[u8; 3]>, b: Option<[u8; 3]>| a.is_some() && b.is_some() && a != b;
        let below = table(&|r, c| {
            drawn_below(r, c) || r + 1 < rows && differs(paint[r][c], paint[r + 1][c])
        });
        let mut right = table(&|r, c| {
            drawn_right(r, c) || c + 1 < cols && differs(paint[r][c], paint[r][c + 1])
        });
        // an L-shaped outline is two cells: a line across that begins between two columns tells
        // them apart even where no line between them is drawn
        let begins = |row: usize, col: usize| below[row][col] != below[row][col + 1];
        for (row, borders) in right.iter_mut().enumerate() {
            for (col, border) in borders.iter_mut().enumerate().take(cols - 1) {
                let under = row + 1 < rows && begins(row, col);
                *border |= under || (row > 0 && begins(row - 1, col));
            }
        }
        Self {
            right,
            below,
            xs,
            ys,
        }
    }

    fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    fn cols(&self) -> usize {
        self.xs.len() - 1
    }

    /// Cuts the units into rectangles: each grows to the right while no border stands in the way,
    /// then down while the whole next row of units belongs to it. An L-shaped area is cut so.
    fn rectangles(&self) -> Vec<Area> {
        let mut taken = vec![vec![false; self.cols()]; self.rows()];
        let mut areas = Vec::new();
        for row in 0..self.rows() {
            for col in 0..self.cols() {
                if taken[row][col] {
                    continue;
                }
                let mut end = col + 1;
                while end < self.cols() && !self.right[row][end - 1] && !taken[row][end] {
                    end += 1;
                }
                let mut bottom = row + 1;
                while bottom < self.rows() && self.goes_down(&taken, bottom, col, end) {
                    bottom += 1;
                }
                for line in &mut taken[row..bottom] {
                    line[col..end].fill(true);
                }
                areas.push((row, bottom, col, end));
            }
        }
        areas
    }

    fn goes_down(&self, taken: &[Vec<bool>], row: usize, col: usize, end: usize) -> bool {
        let open_above = (col..end).all(|c| !self.below[row - 1][c] && !taken[row][c]);
        let open_within = (col..end - 1).all(|c| !self.right[row][c]);
        let closed_left = col == 0 || self.right[row][col - 1];
        let closed_right = end == self.cols() || self.right[row][end - 1];
        open_above && open_within && closed_left && closed_right
    }

    /// Drops lines that no cell begins at, and numbers rows and columns anew.
    fn compressed(&self, areas: Vec<Area>) -> Grid {
        let mut row_starts: Vec<usize> = areas.iter().map(|a| a.0).collect();
        let mut col_starts: Vec<usize> = areas.iter().map(|a| a.2).collect();
        for starts in [&mut row_starts, &mut col_starts] {
            starts.sort_unstable();
            starts.dedup();
        }
        let index = |starts: &[usize], at: usize| starts.partition_point(|&s| s < at);
        let cells = areas
            .iter()
            .map(|&(r0, r1, c0, c1)| {
                let (row, col) = (index(&row_starts, r0), index(&col_starts, c0));
                GridCell {
                    row,
                    col,
                    rowspan: index(&row_starts, r1) - row,
                    colspan: index(&col_starts, c1) - col,
                    bbox: Rect {
                        x0: self.xs[c0],
                        top: self.ys[r0],
                        x1: self.xs[c1],
                        bottom: self.ys[r1],
                    },
                }
            })
            .collect();
        Grid {
            rows: row_starts.len(),
            cols: col_starts.len(),
            cells,
            bbox: Rect {
                x0: self.xs[0],
                top: self.ys[0],
                x1: self.xs[self.cols()],
                bottom: self.ys[self.rows()],
            },
            open_bottom: false,
            open_top: false,
            open_left: false,
            open_right: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::net::Edge;
    use super::*;

    fn edge(pos: f64, start: f64, end: f64) -> Edge {
        Edge { pos, start, end }
    }

    fn spans(grid: &Grid) -> Vec<(usize, usize, usize, usize)> {
        grid.cells
            .iter()
            .map(|c| (c.row, c.col, c.rowspan, c.colspan))
            .collect()
    }

    /// Two columns of which the right one is cut into two rows; `inner` is what is drawn of the line
    /// between the columns.
    fn cut_on_the_right(inner: Edge) -> Net {
        Net {
            horizontal: vec![
                edge(0.0, 0.0, 100.0),
                edge(20.0, 50.0, 100.0),
                edge(40.0, 0.0, 100.0),
            ],
            vertical: vec![edge(0.0, 0.0, 40.0), inner, edge(100.0, 0.0, 40.0)],
        }
    }

    const LEFT_IS_MERGED: [(usize, usize, usize, usize); 3] =
        [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)];

    #[test]
    fn merged_cells_have_spans() {
        // ┌───┬───┐
        // │   ├───┤
        // └───┴───┘
        let net = cut_on_the_right(edge(50.0, 0.0, 40.0));
        assert_eq!(spans(&grid(&net, &|_| None).unwrap()), LEFT_IS_MERGED);
    }

    #[test]
    fn an_l_shaped_outline_is_two_cells() {
        // ┌───────┐
        // │   ┌───┤   no line between the columns, but the lines across begin there
        // │   ├───┤
        // └───┴───┘
        let net = cut_on_the_right(edge(50.0, 38.0, 42.0));
        assert_eq!(spans(&grid(&net, &|_| None).unwrap()), LEFT_IS_MERGED);
    }

    #[test]
    fn two_colours_side_by_side_are_two_cells() {
        // the line between the columns is drawn in the first row only
        let net = Net {
            horizontal: [0.0, 20.0, 40.0].map(|y| edge(y, 0.0, 100.0)).to_vec(),
            vertical: vec![
                edge(0.0, 0.0, 40.0),
                edge(50.0, 0.0, 20.0),
                edge(100.0, 0.0, 40.0),
            ],
        };
        let paint = |r: &Rect| Some(if r.center().x < 50.0 { [1; 3] } else { [2; 3] });
        let in_two = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)];
        assert_eq!(spans(&grid(&net, &paint).unwrap()), in_two);
        let merged = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)];
        assert_eq!(spans(&grid(&net, &|_| None).unwrap()), merged);
    }

    #[test]
    fn a_table_without_side_borders_is_closed_by_its_own_width() {
        let net = Net {
            horizontal: vec![edge(0.0, 0.0, 100.0), edge(20.0, 0.0, 100.0)],
            vertical: vec![edge(50.0, 0.0, 20.0)],
        };
        assert_eq!(
            spans(&grid(&net, &|_| None).unwrap()),
            [(0, 0, 1, 1), (0, 1, 1, 1)]
        );
    }

    #[test]
    fn an_unclosed_last_row_is_kept_and_marked() {
        let net = Net {
            horizontal: vec![edge(0.0, 0.0, 100.0), edge(20.0, 0.0, 100.0)],
            vertical: vec![edge(0.0, 0.0, 60.0), edge(100.0, 0.0, 60.0)],
        };
        let grid = grid(&net, &|_| None).unwrap();
        assert_eq!((grid.rows, grid.open_bottom), (2, true));
    }
}
