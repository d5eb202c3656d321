//! The tables of one page.

use super::bars;
use super::boxes::{self, BoxNode};
use super::doubt::{Doubt, DoubtKind, doubts};
use super::edges::{merged, nets};
use super::glyphs::Glyphs;
use super::grid::{Grid, GridCell, grid};
use super::layouts;
use super::net::Edge;
use super::open::{self, OpenTable, Sheet, seams};
use super::overflow;
use super::painted::{MIN_PAINTED, Painted};
use super::refine::{self, Kind};
use super::schedule;
use super::{Cell, Evidence, Table};
use crate::geometry::{BoxIndex, Rect, Squares};
use crate::layout::{WordLine, text_in_box, word_lines};
use crate::pdf::{Color, Fill, Glyph, Page, Ruling};

/// The tables and boxes of a page.
#[derive(Debug, Clone, Default)]
pub struct PageTables {
    /// Grids of two or more cells, with text, and layouts of boxes, from the top.
    pub tables: Vec<Table>,
    /// The boxes outside the tables that group text.
    pub boxes: Vec<BoxNode>,
}

/// Cells thinner than this (points) hold no text: the gap of a double line.
const MIN_CELL: f64 = 3.0;

/// Finds the tables of a page.
pub fn find(page: &Page, painted: &Painted<'_>) -> PageTables {
    let mut glyphs = Glyphs::visible(page);
    let mut ruled = Ruled::default();
    for grid in grids(page) {
        ruled.add(page, painted, grid, &mut glyphs);
    }
    let Ruled {
        mut tables,
        frames,
        loose,
    } = ruled;
    let places: Vec<Rect> = tables.iter().map(|t| t.places[0].1).collect();
    let mut boxes = boxes::containers(page, &frames, &places);
    let layouts = layouts::whole_tables(page, painted, &mut boxes, &mut tables);
    for layout in &layouts {
        glyphs.take(&layout.places[0].1);
    }
    tables.extend(layouts);
    let open = open_tables(page, painted, &glyphs.left(), &tables, &frames);
    let (open, grids) = better_of(open, loose);
    let loose = grids.iter().map(|grid| {
        let inside = glyphs.within(&grid.bbox);
        build(page, painted, grid, &inside)
    });
    tables.extend(loose);
    tables.extend(open.into_iter().map(|t| build_open(page, painted, t)));
    let places = BoxIndex::new(tables.iter().map(|t| t.places[0].1));
    boxes::leave_tables(&mut boxes, &places);
    tables.extend(layouts::box_tables(page, painted, &mut boxes));
    tables.sort_by(|a, b| a.places[0].1.top.total_cmp(&b.places[0].1.top));
    PageTables { tables, boxes }
}

/// The grids that the rulings of a page make. Nested ones come first: a glyph belongs to the
/// smallest table around it.
fn grids(page: &Page) -> Vec<Grid> {
    let boxes = page.fills.iter().map(|f| f.fill.map(|_| f.bbox));
    let squares = Squares::new(boxes, page.width, page.height);
    let paint_of = |area: &Rect| {
        let top = &page.fills[squares.last_at(area.center(), usize::MAX)?];
        let common = top.bbox.intersection(area).map_or(0.0, |r| r.area());
        let color = top.fill.filter(|c| !c.is_white() && !c.pattern)?;
        (common >= MIN_PAINTED * area.area()).then_some(color.rgb)
    };
    let nets = nets(&bars::grid_rulings(page));
    let mut grids: Vec<Grid> = nets.iter().filter_map(|n| grid(n, &paint_of)).collect();
    grids.retain(|g| g.bbox.width() > MIN_CELL && g.bbox.height() > MIN_CELL);
    grids.sort_by(|a, b| a.bbox.area().total_cmp(&b.bbox.area()));
    grids
}

/// What the grids of a page are.
#[derive(Default)]
struct Ruled {
    tables: Vec<Table>,
    /// Single closed boxes.
    frames: Vec<Rect>,
    /// Grids of which lines are missing.
    loose: Vec<Grid>,
}

impl Ruled {
    fn add(&mut self, page: &Page, painted: &Painted<'_>, grid: Grid, glyphs: &mut Glyphs<'_>) {
        if grid.cells.len() == 1 {
            self.frames.push(grid.bbox);
            return;
        }
        let inside = glyphs.within(&grid.bbox);
        if inside.iter().all(|g| g.text.trim().is_empty()) {
            return;
        }
        let bold = |font: u16| page.fonts.get(usize::from(font)).is_some_and(|f| f.bold);
        let lines = word_lines(&inside);
        match refine::kind(page, painted, &grid, &lines) {
            // its lettering makes no table either
            Kind::Chart => glyphs.take(&grid.bbox),
            Kind::Layout => self.frames.extend(grid.cells.iter().map(|c| c.bbox)),
            Kind::Loose => self.loose.push(grid),
            Kind::Table => {
                let grid = schedule::without_strokes(grid, &lines);
                let grid = refine::with_rows(grid, &lines, &bold);
                let grid = refine::without_title(refine::without_notes(grid, &lines), &lines);
                // what stands above or below goes on as text
                let own = glyphs.within(&grid.bbox);
                glyphs.take(&grid.bbox);
                self.tables.push(build(page, painted, &grid, &own));
            }
        }
    }
}

/// Whether a table without lines stands around one that is drawn: what is around it is no table.
fn stands_around(open: &OpenTable<'_>, tables: &[Table]) -> bool {
    tables
        .iter()
        .any(|t| open.grid.bbox.encloses(&t.places[0].1, 0.0))
}

/// The boxes of a page that are drawn with an outline.
fn outlined(page: &Page, frames: &[Rect]) -> BoxIndex {
    let has_line = |f: &&Fill| f.rectangular && f.stroke.is_some_and(|c| !c.is_white());
    let drawn = page.fills.iter().filter(has_line).map(|f| f.bbox);
    BoxIndex::new(drawn.chain(frames.iter().copied()))
}

/// Whether what looks like rows are lines in boxes side by side, each as high as the table.
fn is_row_of_boxes(open: &OpenTable<'_>, outlined: &BoxIndex) -> bool {
    let table = &open.grid.bbox;
    let is_column = |b: &Rect| {
        let level = (b.top - table.top)
            .abs()
            .max((b.bottom - table.bottom).abs())
            <= BOX_SLACK;
        level && b.x_overlap(table) > 0.5 * b.width()
    };
    let near = outlined.in_band(table.top, table.bottom).map(|(b, _)| b);
    let mut boxes: Vec<Rect> = near.filter(is_column).collect();
    boxes.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    boxes.dedup_by(|a, b| a.x_overlap(b) > 0.5 * a.width().min(b.width()));
    let covered: f64 = boxes.iter().map(|b| b.x_overlap(table)).sum();
    open.grid.rows > 1 && boxes.len() > 1 && covered > MIN_BOXED * table.width()
}

/// A table ends at the edges of boxes, or at the text in them: in points.
const BOX_SLACK: f64 = 16.0;
/// Boxes in a row take at least this share of its width.
const MIN_BOXED: f64 = 0.8;

/// Of grids of which lines are missing and the tables that text shows in their place, those with
/// more columns.
fn better_of<'g>(
    mut open: Vec<OpenTable<'g>>,
    loose: Vec<Grid>,
) -> (Vec<OpenTable<'g>>, Vec<Grid>) {
    let mut kept = Vec::new();
    for grid in loose {
        let common = |t: &OpenTable| {
            t.grid
                .bbox
                .intersection(&grid.bbox)
                .map_or(0.0, |c| c.area())
        };
        let better = |t: &OpenTable| {
            common(t) > 0.5 * grid.bbox.area() && (t.grid.cols > grid.cols || grid.rows == 1)
        };
        if !open.iter().any(better) {
            open.retain(|t| common(t) <= 0.0);
            kept.push(grid);
        }
    }
    (open, kept)
}

/// The tables without a drawn grid among the glyphs that are in no ruled table.
fn open_tables<'g>(
    page: &Page,
    painted: &Painted<'_>,
    glyphs: &[&'g Glyph],
    tables: &[Table],
    frames: &[Rect],
) -> Vec<OpenTable<'g>> {
    let taken: Vec<Rect> = tables.iter().map(|t| t.places[0].1).collect();
    let places = BoxIndex::new(taken.iter().map(|t| t.grown(1.0)));
    let is_free = |r: &&Ruling| r.horizontal && places.holding(r.bbox().center()).is_none();
    let (dashes, lines): (Vec<WordLine>, Vec<WordLine>) =
        word_lines(glyphs).into_iter().partition(WordLine::is_rule);
    let mut edges = merged(page.rulings.iter().filter(is_free));
    edges.extend(dashes.iter().map(|l| Edge {
        pos: l.bbox.center().y,
        start: l.bbox.x0,
        end: l.bbox.x1,
    }));
    let visible = |f: &&Fill| {
        let seen = |c: Option<Color>| c.is_some_and(|c| !c.is_white());
        f.rectangular && (seen(f.fill) || seen(f.stroke))
    };
    let fills = page.fills.iter().filter(visible).map(|f| f.bbox);
    let upright = merged(page.rulings.iter().filter(|r| !r.horizontal));
    let upright = upright.iter().map(|e| Rect {
        x0: e.pos,
        top: e.start,
        x1: e.pos,
        bottom: e.end,
    });
    let sheet = Sheet {
        page,
        painted,
        words: BoxIndex::new(lines.iter().flat_map(|l| &l.words).map(|w| w.bbox)),
        lines,
        seams: seams(page, &edges, &places),
        boxes: fills.chain(frames.iter().copied()).collect(),
        drawn: BoxIndex::new(upright.chain(page.shapes.iter().map(|s| s.bbox))),
    };
    let outlined = outlined(page, frames);
    let mut found = open::find(&sheet);
    found.retain(|t| !stands_around(t, tables) && !is_row_of_boxes(t, &outlined));
    found
}

fn build_open(page: &Page, painted: &Painted<'_>, open: OpenTable<'_>) -> Table {
    let cells = open.grid.cells.iter().zip(&open.words);
    let cells = cells.map(|(c, words)| {
        let glyphs: Vec<&Glyph> = words
            .iter()
            .flat_map(|w| w.glyphs.iter().chain(&w.spaces))
            .copied()
            .collect();
        cell(page, painted, c, &glyphs)
    });
    let mut table = Table {
        rows: open.grid.rows,
        cols: open.grid.cols,
        header_rows: open.header_rows,
        cells: cells.collect(),
        places: vec![(page.number, open.grid.bbox)],
        caption: None,
        intervals: Vec::new(),
        doubts: Vec::new(),
        repeated: Vec::new(),
        evidence: open.evidence,
        open_bottom: false,
        open_top: false,
    };
    table.sort();
    table.doubts = doubts(&table);
    table
}

fn build(page: &Page, painted: &Painted<'_>, grid: &Grid, glyphs: &[&Glyph]) -> Table {
    let index = BoxIndex::new(grid.cells.iter().map(|c| c.bbox));
    let mut owners: Vec<Option<usize>> = glyphs
        .iter()
        .map(|g| index.holding(g.bbox.center()))
        .collect();
    overflow::give_back(grid, glyphs, &mut owners);
    let cuts = overflow::cuts(glyphs, &owners);
    let mut by_cell: Vec<Vec<&Glyph>> = vec![Vec::new(); grid.cells.len()];
    for (glyph, owner) in glyphs.iter().zip(owners) {
        if let Some(cell) = owner {
            by_cell[cell].push(glyph);
        }
    }
    let cells = grid
        .cells
        .iter()
        .zip(by_cell)
        .map(|(c, glyphs)| cell(page, painted, c, &glyphs))
        .collect();
    let mut table = Table {
        rows: grid.rows,
        cols: grid.cols,
        header_rows: 0,
        cells,
        places: vec![(page.number, grid.bbox)],
        caption: None,
        intervals: Vec::new(),
        doubts: Vec::new(),
        repeated: Vec::new(),
        evidence: Evidence::Rulings,
        open_bottom: grid.open_bottom,
        open_top: grid.open_top,
    };
    table.sort();
    table.doubts = doubts(&table);
    table.doubts.extend(cuts.into_iter().map(|bbox| Doubt {
        kind: DoubtKind::TextOverBorder,
        page: page.number,
        bbox,
    }));
    table.header_rows = table.count_header_rows();
    table
}

fn cell(page: &Page, painted: &Painted<'_>, grid_cell: &GridCell, glyphs: &[&Glyph]) -> Cell {
    let fill = painted.color_of(&grid_cell.bbox);
    Cell {
        row: grid_cell.row,
        col: grid_cell.col,
        rowspan: grid_cell.rowspan,
        colspan: grid_cell.colspan,
        paragraphs: text_in_box(page, &grid_cell.bbox, fill, glyphs),
        fill,
        page: page.number,
        bbox: grid_cell.bbox,
    }
}
