//! Lines through the years of a schedule: from when to when something is done, and no borders.
//!
//! ```text
//!   ┌──────┬──────┬──────┬──────┐
//!   │ 取組 │  R6  │  R7  │  R8  │   columns of years
//!   ├──────┼──────┼──────┼──────┤
//!   │ あ   │ ─────┼───── │      │   one row: what the line parts is blank above and below it
//!   └──────┴──────┴──────┴──────┘
//! ```

use super::grid::{Grid, GridCell};
use super::refine::written_cells;
use crate::geometry::BoxIndex;
use crate::layout::WordLine;
use crate::value::years::period_label;

/// The header of a schedule has at most so many rows.
const HEADER_ROWS: usize = 2;
/// Fewer columns of years side by side are no schedule.
const MIN_YEARS: usize = 2;

/// The grid with the rows put together again that lines through its years cut. A table with such a
/// line in every one of its rows has rows of two parts, to plan and to report.
pub fn without_strokes(grid: Grid, lines: &[WordLine<'_>]) -> Grid {
    if grid.rows <= HEADER_ROWS || grid.cells.iter().all(|c| c.rowspan == 1) {
        return grid;
    }
    let Some(years) = Years::new(&grid, lines) else {
        return grid;
    };
    let mut is_blank = vec![true; grid.cells.len()];
    for cell in written_cells(&grid, lines) {
        is_blank[cell] = false;
    }
    match joined(&grid, &years, &is_blank) {
        Some(owners) => rebuilt(&grid, &owners),
        None => grid,
    }
}

/// The cell of each place once what lines part is put together; `None` when nothing is, or every
/// row is cut through all years.
fn joined(grid: &Grid, years: &Years, is_blank: &[bool]) -> Option<Vec<Vec<usize>>> {
    let mut owners = owners(grid);
    // for each label whether its row is cut, and through all years
    let mut cuts: Vec<(bool, bool)> = Vec::new();
    for row in years.first_row..grid.rows {
        let label = match cuts.last_mut() {
            Some(label) if years.is_in_label(&owners, row) => label,
            _ => {
                cuts.push((false, false));
                continue;
            }
        };
        let parted = years.parted_at(grid, &owners, row, is_blank);
        label.0 |= !parted.is_empty();
        label.1 |= parted.len() == years.cols.len();
        for col in parted {
            let below = &grid.cells[owners[row][col]];
            let above = owners[row - 1][col];
            for line in &mut owners[row..below.row + below.rowspan] {
                line[col] = above;
            }
        }
    }
    let any = cuts.iter().any(|c| c.0);
    (any && !cuts.iter().all(|c| c.1)).then_some(owners)
}

/// Columns that name times.
struct Years {
    cols: Vec<usize>,
    /// The first row below the header.
    first_row: usize,
}

impl Years {
    fn new(grid: &Grid, lines: &[WordLine<'_>]) -> Option<Self> {
        let top = grid.cells.iter().filter(|c| c.row < HEADER_ROWS);
        let top: Vec<&GridCell> = top.collect();
        let texts = texts(&top, lines).into_iter();
        let named = top.into_iter().zip(texts).filter(|(_, t)| period_label(t));
        let heads: Vec<&GridCell> = named.map(|(c, _)| c).collect();
        let mut cols: Vec<usize> = heads
            .iter()
            .flat_map(|c| c.col..c.col + c.colspan)
            .collect();
        cols.sort_unstable();
        cols.dedup();
        let first_row = heads.iter().map(|c| c.row + c.rowspan).max()?;
        let beside = cols
            .windows(MIN_YEARS)
            .any(|w| w[MIN_YEARS - 1] - w[0] + 1 == MIN_YEARS);
        (beside && cols[0] > 0).then_some(Self { cols, first_row })
    }

    /// Whether the cells before the years are those of the row above.
    fn is_in_label(&self, owners: &[Vec<usize>], row: usize) -> bool {
        let before = 0..self.cols[0];
        owners[row - 1][before.clone()] == owners[row][before]
    }

    /// The columns in which a line above a row parts blank from blank.
    fn parted_at(
        &self,
        grid: &Grid,
        owners: &[Vec<usize>],
        row: usize,
        is_blank: &[bool],
    ) -> Vec<usize> {
        let parts = |col: &usize| {
            let (above, below) = (owners[row - 1][*col], owners[row][*col]);
            let columns = |i: usize| (grid.cells[i].col, grid.cells[i].colspan);
            let blank = is_blank[above] && is_blank[below];
            above != below && blank && columns(above) == columns(below)
        };
        self.cols.iter().copied().filter(parts).collect()
    }
}

/// The texts of some cells, without spaces.
fn texts(cells: &[&GridCell], lines: &[WordLine<'_>]) -> Vec<String> {
    let index = BoxIndex::new(cells.iter().map(|c| c.bbox));
    let mut out = vec![String::new(); cells.len()];
    for word in lines.iter().flat_map(|l| &l.words) {
        if let Some(cell) = index.holding(word.bbox.center()) {
            out[cell].extend(word.glyphs.iter().map(|g| g.text.as_str()));
        }
    }
    out
}

/// The cell of each place.
fn owners(grid: &Grid) -> Vec<Vec<usize>> {
    let mut out = vec![vec![0; grid.cols]; grid.rows];
    for (i, c) in grid.cells.iter().enumerate() {
        for line in &mut out[c.row..c.row + c.rowspan] {
            line[c.col..c.col + c.colspan].fill(i);
        }
    }
    out
}

/// The grid with other cells at its places.
fn rebuilt(grid: &Grid, owners: &[Vec<usize>]) -> Grid {
    let (mut xs, mut ys) = (
        vec![grid.bbox.x1; grid.cols + 1],
        vec![grid.bbox.bottom; grid.rows + 1],
    );
    for c in &grid.cells {
        (xs[c.col], ys[c.row]) = (c.bbox.x0, c.bbox.top);
    }
    let (merged, _) = Grid::from_owners(&xs, &ys, owners);
    Grid {
        rows: merged.rows,
        cols: merged.cols,
        cells: merged.cells,
        ..*grid
    }
}
