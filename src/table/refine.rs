//! Ruled grids whose lines do not tell the whole table, or that are none.

use super::chart::{are_bars, bars};
use super::grid::{Grid, GridCell};
use super::open::{Columns, Line, Region, Row, RowExtents, rows};
use super::painted::Painted;
use crate::geometry::{BoxIndex, Rect};
use crate::layout::WordLine;
use crate::pdf::Page;

/// What a ruled grid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table.
    Table,
    /// A table of which lines are missing: the white between its text tells more.
    Loose,
    /// Frames around the text of a page.
    Layout,
    /// The axes and bars of a chart.
    Chart,
}

/// A grid of one row is the frame of a page when it is higher than this share of it.
const LAYOUT_HEIGHT: f64 = 0.5;
/// A grid with more columns has a line for each of them.
const MAX_LOOSE: usize = 2;
/// In the outlines of bars less than this share of cells is written in.
const MIN_WRITTEN: f64 = 0.35;
/// Fewer areas are no drawing.
const MIN_AREAS: usize = 24;
/// In a drawing less than this share of areas is lettered, and of those at its edge less than twice
/// that.
const MAX_LETTERED: f64 = 0.2;
/// Borders of cells and painted areas differ by less than this, in points.
const SAME_BORDER: f64 = 3.0;
/// So many lines of words with parts in one row are rows of their own.
const MIN_LINES: usize = 3;

/// Tells what a grid is.
pub fn kind(page: &Page, painted: &Painted<'_>, grid: &Grid, lines: &[WordLine<'_>]) -> Kind {
    if is_chart(painted, grid, lines) || is_drawing(grid, lines) {
        return Kind::Chart;
    }
    if grid.rows == 1 && grid.bbox.height() > LAYOUT_HEIGHT * page.height {
        return Kind::Layout;
    }
    let sides_open = grid.open_left && grid.open_right;
    let few = grid.cols == 1 || grid.cols <= MAX_LOOSE && sides_open;
    let loose = grid.rows > 1 && few || is_stray(grid, lines);
    if loose { Kind::Loose } else { Kind::Table }
}

/// A row of boxes that cuts through words, or lets lines of figures stand in one cell.
fn is_stray(grid: &Grid, lines: &[WordLine<'_>]) -> bool {
    if grid.rows > 1 {
        return false;
    }
    let region = Region::new(grid.bbox, lines, &[]);
    let apart = |l: &&Line<'_>| l.segments.len() >= 2;
    let count = region.lines.iter().filter(apart).count();
    count >= MIN_LINES && grid.cells.iter().any(|c| parts_in(&region, &c.bbox) >= 2)
}

/// The most parts that a line has in a box.
fn parts_in(region: &Region<'_>, area: &Rect) -> usize {
    let inside = |x0: f64, x1: f64| area.x0 <= (x0 + x1) / 2.0 && (x0 + x1) / 2.0 <= area.x1;
    let count = |l: &Line<'_>| {
        let parts = l.segments.iter().filter(|s| inside(s.x0, s.x1));
        parts.count()
    };
    region.lines.iter().map(count).max().unwrap_or(0)
}

/// Bars of different lengths on one line, as wide as one another: within the cells, or with their
/// outlines for cells that next to nothing is written in.
fn is_chart(painted: &Painted<'_>, grid: &Grid, lines: &[WordLine<'_>]) -> bool {
    let words = BoxIndex::new(lines.iter().flat_map(|l| &l.words).map(|w| w.bbox));
    let bars = bars(painted, &grid.bbox, &words);
    if !are_bars(&bars) {
        return false;
    }
    let across = Borders::new(grid.cells.iter().map(|c| [c.bbox.x0, c.bbox.x1]));
    let along = Borders::new(grid.cells.iter().map(|c| [c.bbox.top, c.bbox.bottom]));
    let on_borders = |b: &Rect| {
        across.are_at(b.x0) && across.are_at(b.x1) || along.are_at(b.top) && along.are_at(b.bottom)
    };
    // a bar within a cell is a value of it, unless the cell is as wide as the grid
    let narrow = grid.cells.iter().filter(|c| c.colspan < grid.cols);
    let narrow = BoxIndex::new(narrow.map(|c| c.bbox));
    let in_cell = |b: &Rect| {
        let mut beside = narrow.in_band(b.top, b.bottom);
        beside.any(|(c, _)| c.encloses(b, 0.5))
    };
    let inner: Vec<Rect> = bars
        .iter()
        .filter(|b| !on_borders(b) && !in_cell(b))
        .copied()
        .collect();
    are_bars(&inner) || written(grid, lines) < MIN_WRITTEN
}

/// Where the borders of cells are, in order.
struct Borders(Vec<f64>);

impl Borders {
    fn new(cells: impl Iterator<Item = [f64; 2]>) -> Self {
        let mut at: Vec<f64> = cells.flatten().collect();
        at.sort_by(f64::total_cmp);
        Self(at)
    }

    fn are_at(&self, at: f64) -> bool {
        let next = self.0.partition_point(|b| *b <= at - SAME_BORDER);
        self.0.get(next).is_some_and(|b| *b < at + SAME_BORDER)
    }
}

/// Many areas of which next to none is written in, in the first row and column neither: a form to
/// be filled in has its labels there.
fn is_drawing(grid: &Grid, lines: &[WordLine<'_>]) -> bool {
    let at_edge = |c: &GridCell| c.row == 0 || c.col == 0;
    let edge = grid.cells.iter().filter(|c| at_edge(c)).count();
    let cells = written_cells(grid, lines);
    let labels = cells.iter().filter(|i| at_edge(&grid.cells[**i])).count();
    grid.cells.len() >= MIN_AREAS
        && (cells.len() as f64) < MAX_LETTERED * grid.cells.len() as f64
        && (labels as f64) < MAX_LETTERED * edge as f64 * 2.0
}

/// The share of cells in which something is written.
fn written(grid: &Grid, lines: &[WordLine<'_>]) -> f64 {
    written_cells(grid, lines).len() as f64 / grid.cells.len() as f64
}

/// The cells in which something is written, by index.
pub fn written_cells(grid: &Grid, lines: &[WordLine<'_>]) -> Vec<usize> {
    let index = BoxIndex::new(grid.cells.iter().map(|c| c.bbox));
    let words = lines.iter().flat_map(|l| &l.words);
    let mut cells: Vec<usize> = words
        .filter_map(|w| index.holding(w.bbox.center()))
        .collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// The grid without a title in its frame, over all columns and above the header.
pub fn without_title(grid: Grid, lines: &[WordLine<'_>]) -> Grid {
    let is_title = |text: &str| {
        let name = TITLES.iter().find_map(|t| text.strip_prefix(t));
        // `表1` `Table A-1` `別表`
        let rest = name.map(|n| n.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '.'));
        rest.is_some_and(|r| r.starts_with(|c: char| c.is_numeric() || "-・".contains(c)))
    };
    match over_all_columns(&grid, 0) {
        Some(cell) if is_title(&text_in(&cell.bbox, lines)) => cut(&grid, 1, grid.rows),
        _ => grid,
    }
}

/// The grid without notes in its frame, over all columns and below the last row.
pub fn without_notes(grid: Grid, lines: &[WordLine<'_>]) -> Grid {
    let mut end = grid.rows;
    while let Some(cell) = end
        .checked_sub(1)
        .and_then(|row| over_all_columns(&grid, row))
    {
        let region = Region::new(cell.bbox, lines, &[]);
        let mut texts = region.lines.iter().map(|l| text_of(&l.words));
        if end < 3 || !texts.any(|t| starts_as_note(&t)) {
            break;
        }
        end -= 1;
    }
    if end < grid.rows {
        cut(&grid, 0, end)
    } else {
        grid
    }
}

/// How titles of tables begin, before their number.
const TITLES: [&str; 8] = [
    "表", "図表", "別表", "別紙", "Table", "TABLE", "Exhibit", "Figure",
];
/// How notes below a table begin, before a number, a bracket or a colon. 備考 is a field of many
/// forms, and no note.
const NOTES: [&str; 8] = [
    "注", "注記", "資料", "出典", "Note", "NOTE", "Source", "SOURCE",
];

fn starts_as_note(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '（', '[', '［', '〔', '<', '＜']);
    let mut rests = NOTES.iter().filter_map(|n| text.strip_prefix(n));
    text.starts_with('※') || rests.any(|r| r.starts_with(|c: char| !c.is_alphabetic()))
}

/// The text of a line, without spaces.
fn text_of(line: &WordLine<'_>) -> String {
    let glyphs = line.words.iter().flat_map(|w| &w.glyphs);
    glyphs.map(|g| g.text.as_str()).collect()
}

/// The cell of a row that has but one.
fn over_all_columns(grid: &Grid, row: usize) -> Option<&GridCell> {
    let cell = grid.cells.iter().find(|c| c.row == row)?;
    (grid.cols > 1 && cell.colspan == grid.cols && cell.rowspan == 1).then_some(cell)
}

/// The text in a box, without spaces.
fn text_in(area: &Rect, lines: &[WordLine<'_>]) -> String {
    let words = lines.iter().flat_map(|l| &l.words);
    let inside = words.filter(|w| area.contains(w.bbox.center()));
    let glyphs = inside.flat_map(|w| &w.glyphs);
    glyphs.map(|g| g.text.as_str()).collect()
}

/// Some rows of a grid.
fn cut(grid: &Grid, from: usize, to: usize) -> Grid {
    let cells: Vec<GridCell> = grid
        .cells
        .iter()
        .filter(|c| (from..to).contains(&c.row))
        .map(|c| GridCell {
            row: c.row - from,
            ..*c
        })
        .collect();
    Grid {
        rows: to - from,
        bbox: Rect::bounding(cells.iter().map(|c| &c.bbox)).unwrap_or(grid.bbox),
        open_top: grid.open_top && from == 0,
        open_bottom: grid.open_bottom && to == grid.rows,
        cells,
        ..*grid
    }
}

/// The grid with rows of its own for lines that stand under one another in every column, where
/// upright lines are drawn and no lines across.
pub fn with_rows(grid: Grid, lines: &[WordLine<'_>], bold: &dyn Fn(u16) -> bool) -> Grid {
    if grid.rows > MAX_RULED_ROWS {
        return grid;
    }
    let mut cells = Vec::new();
    let mut added = 0;
    for row in 0..grid.rows {
        let in_row: Vec<&GridCell> = grid.cells.iter().filter(|c| c.row == row).collect();
        let shift = |c: &GridCell| GridCell {
            row: c.row + added,
            ..*c
        };
        let cuts = cuts(&grid, &in_row, lines, bold);
        if cuts.is_empty() {
            cells.extend(in_row.iter().map(|c| shift(c)));
            continue;
        }
        for cell in &in_row {
            let mut top = cell.bbox.top;
            for (i, bottom) in cuts.iter().chain([&cell.bbox.bottom]).enumerate() {
                cells.push(GridCell {
                    row: row + added + i,
                    bbox: Rect {
                        top,
                        bottom: *bottom,
                        ..cell.bbox
                    },
                    ..**cell
                });
                top = *bottom;
            }
        }
        added += cuts.len();
    }
    Grid {
        rows: grid.rows + added,
        cells,
        ..grid
    }
}

/// A grid with more rows than this has lines for each of them.
const MAX_RULED_ROWS: usize = 6;
/// Of the places in rows without lines at least this share has something in it.
const MIN_FILLED: f64 = 0.6;

/// Most of a column is figures.
fn is_figures(region: &Region<'_>, columns: &Columns, col: usize) -> bool {
    let parts = || {
        let all = region.lines.iter().flat_map(|l| &l.segments);
        all.filter(|s| columns.at((s.x0 + s.x1) / 2.0) == col)
    };
    parts().count() >= MIN_LINES
        && parts().filter(|s| s.numeric).count() * 10 >= parts().count() * 7
}

/// Entries side by side in every line of fewer columns may be text that is wrapped in each.
const MIN_COLUMNS: usize = 3;

/// Most lines of a cell but the last end where another character would not have fitted.
fn is_wrapped(region: &Region<'_>, cell: &Rect) -> bool {
    let inside = |x0: f64, x1: f64| cell.x0 <= (x0 + x1) / 2.0 && (x0 + x1) / 2.0 <= cell.x1;
    let all = region.lines.iter().flat_map(|l| &l.segments);
    let parts: Vec<(f64, f64)> = all
        .filter(|s| inside(s.x0, s.x1))
        .map(|s| (s.x0, s.x1))
        .collect();
    let padding = parts
        .iter()
        .map(|p| p.0 - cell.x0)
        .fold(region.em, f64::min);
    let room = cell.x1 - padding - region.em;
    let before_last = parts.split_last().map_or(&[][..], |(_, before)| before);
    let full = before_last.iter().filter(|p| p.1 > room).count();
    full * 2 > before_last.len()
}

/// Where a row is to be cut.
fn cuts(
    grid: &Grid,
    in_row: &[&GridCell],
    lines: &[WordLine<'_>],
    bold: &dyn Fn(u16) -> bool,
) -> Vec<f64> {
    let whole = in_row.iter().all(|c| c.rowspan == 1);
    let covered: usize = in_row.iter().map(|c| c.colspan).sum();
    let (Some(first), true) = (in_row.first(), whole && covered == grid.cols) else {
        return Vec::new();
    };
    if in_row.len() < 2 {
        return Vec::new();
    }
    let band = Rect {
        top: first.bbox.top,
        bottom: first.bbox.bottom,
        ..grid.bbox
    };
    let region = Region::new(band, lines, &[]);
    let mut borders: Vec<f64> = in_row.iter().map(|c| c.bbox.x0).collect();
    borders.push(grid.bbox.x1);
    let parts: Vec<RowExtents> = region
        .lines
        .iter()
        .map(|l| l.segments.iter().map(|s| (s.x0, s.x1)).collect())
        .collect();
    let columns = Columns::within(borders, &parts);
    let found = rows(&region.lines, &columns, region.em, bold);
    let filled = |r: &Row| {
        let mut cols: Vec<usize> = region.lines[r.lines.clone()]
            .iter()
            .flat_map(|l| &l.segments)
            .map(|s| columns.at((s.x0 + s.x1) / 2.0))
            .collect();
        cols.sort_unstable();
        cols.dedup();
        cols.len()
    };
    let places = found.len() * columns.len();
    let share = found.iter().map(filled).sum::<usize>() as f64 / places.max(1) as f64;
    let of = |r: &Row| &region.lines[r.lines.clone()];
    let figures = (0..columns.len()).filter(|c| is_figures(&region, &columns, *c));
    let of_figures = share >= MIN_FILLED && figures.count() * 2 >= columns.len();
    let one_line = found.iter().all(|r| r.lines.len() == 1);
    let is_list = || columns.len() >= MIN_COLUMNS && one_line && share >= 1.0;
    let listed = || is_list() && in_row.iter().all(|c| !is_wrapped(&region, &c.bbox));
    if found.len() < MIN_LINES || !(of_figures || listed()) {
        return Vec::new();
    }
    found
        .windows(2)
        .map(|w| {
            let bottom = of(&w[0]).iter().map(Line::bottom).fold(f64::MIN, f64::max);
            let top = of(&w[1]).iter().map(Line::top).fold(f64::MAX, f64::min);
            (bottom + top) / 2.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_fields_of_a_form() {
        for note in [
            "※1年ごと",
            "（注）端数",
            "注1）",
            "資料：国勢調査",
            "Note:x",
            "Source:y",
        ] {
            assert!(starts_as_note(note), "{note}");
        }
        for field in ["備考：なし", "資料提出日", "注意事項", "出典"] {
            assert!(!starts_as_note(field), "{field}");
        }
    }
}
