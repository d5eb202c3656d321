//! Layouts of boxes that are tables.
//!
//! ```text
//!   ┌─基本方針─┐   ┌─基本施策─┐   ┌─推進事業─┐      header boxes in one row
//!   ┌──────────┐   ┌──────────┐   ┌──────────┐
//!   │ 方針 1   │ ▶ │ ①        │ ▶ │ …／…     │      row 1
//!   │          │   └──────────┘   └──────────┘
//!   │          │   ┌──────────┐   ┌──────────┐
//!   │          │ ▶ │ ②        │ ▶ │ …／…     │      row 2: the first box covers both
//!   └──────────┘   └──────────┘   └──────────┘
//! ```

use super::boxes::{BoxNode, PATCH_GAP, SAME_EDGE, is_arrow};
use super::glyphs::Glyphs;
use super::painted::Painted;
use super::{Cell, Evidence, Table};
use crate::geometry::{BoxIndex, Rect};
use crate::layout::{text_in_box, text_lines};
use crate::pdf::{Glyph, Page};
use rustc_hash::FxHashSet;
use std::cell::OnceCell;

/// Header boxes differ in height by less than this ratio.
const HEADER_HEIGHTS: f64 = 0.7;
/// A box belongs to a header when it reaches out from under it by less than this (points).
const COLUMN_SLACK: f64 = 12.0;
/// A gap above a box wider than this many header heights ends its column: measures are set as far
/// apart as their policies are high, up to 8 in the layouts seen.
const MAX_GAP: f64 = 15.0;
/// Boxes whose edges differ by less than this (points) stand in one column.
const SAME_COLUMN: f64 = 6.0;
/// How far (in ems) above its column a header without a box may stand.
const HEADER_GAP: f64 = 3.0;

/// Finds layouts of boxes that are tables: two or more headers side by side, in boxes or as bare
/// lines, with boxes in a column under each. Takes their boxes out of `roots`.
pub fn box_tables(page: &Page, painted: &Painted<'_>, roots: &mut Vec<BoxNode>) -> Vec<Table> {
    if roots.len() < MIN_LAYOUT {
        return Vec::new();
    }
    let sheet = Sheet::new(page, painted);
    taken(&sheet, roots, |_, _| true)
}

/// Finds the layouts with nothing written between their boxes, and those in which the cells of
/// ruled grids under one another stand for boxes. Takes what they are made of out of `roots` and
/// `tables`.
pub fn whole_tables(
    page: &Page,
    painted: &Painted<'_>,
    roots: &mut Vec<BoxNode>,
    tables: &mut Vec<Table>,
) -> Vec<Table> {
    if roots.len() < MIN_LAYOUT && tables.len() < MIN_LAYOUT {
        return Vec::new();
    }
    let sheet = Sheet::new(page, painted);
    let stand_apart = |boxes: &[Rect]| !are_painted_cells(boxes);
    let mut out = taken(&sheet, roots, |boxes, table| {
        stand_apart(boxes) && sheet.is_whole(table)
    });
    while let Some(table) = of_blocks(&sheet, roots, tables) {
        out.push(table);
    }
    out
}

/// Takes the boxes of layouts that are tables.
fn taken(
    sheet: &Sheet<'_>,
    roots: &mut Vec<BoxNode>,
    accepts: impl Fn(&[Rect], &Table) -> bool,
) -> Vec<Table> {
    let mut out = Vec::new();
    loop {
        let boxes: Vec<Rect> = roots.iter().map(|r| r.bbox).collect();
        let Some((columns, table)) = first_layout(sheet, &boxes, &accepts) else {
            return out;
        };
        let mut boxes: Vec<usize> = columns.iter().flat_map(Column::all).collect();
        boxes.sort_unstable();
        for i in boxes.into_iter().rev() {
            roots.remove(i);
        }
        out.push(table);
    }
}

/// Boxes whose edges are nearer than this (points) touch.
const TOUCH: f64 = 0.6;

/// Most of the boxes touch one below: they are the painted cells of one area, whose columns need not
/// all be painted, and no layout.
fn are_painted_cells(boxes: &[Rect]) -> bool {
    let index = BoxIndex::new(boxes.iter().copied());
    let touches_below = |b: &&Rect| {
        let mut below = index.in_band(b.bottom - TOUCH, b.bottom + TOUCH);
        below.any(|(o, _)| (o.top - b.bottom).abs() <= TOUCH && o.x_overlap(b) > 0.5 * b.width())
    };
    2 * boxes.iter().filter(touches_below).count() > boxes.len()
}

/// The first layout of columns that makes a table.
fn first_layout(
    sheet: &Sheet<'_>,
    boxes: &[Rect],
    accepts: impl Fn(&[Rect], &Table) -> bool,
) -> Option<(Vec<Column>, Table)> {
    let free = free_lines(sheet.page, boxes);
    let mut layouts = under_boxes(sheet, boxes, &free).chain(under_lines(boxes, &free));
    // every one of its headers leads to a layout
    let mut seen: FxHashSet<Vec<usize>> = FxHashSet::default();
    layouts.find_map(|columns| {
        let is_new = seen.insert(columns.iter().flat_map(Column::all).collect());
        let table = is_new.then(|| build(sheet, boxes, &columns)).flatten();
        let used: Vec<Rect> = columns
            .iter()
            .flat_map(Column::all)
            .map(|i| boxes[i])
            .collect();
        let table = table.filter(|table| accepts(&used, table))?;
        Some((columns, table))
    })
}

/// A layout under bare lines of which some boxes are the cells of grids without a header.
///
/// ```text
///   基本方針     基本施策   推進事業
///   ╭────────╮  ┌─────────┬──────────┐
///   │ 方針 1 │  │ ①       │ …／…     │
///   ╰────────╯  ├─────────┼──────────┤
///               │ ②       │ …／…     │
///               └─────────┴──────────┘
///   ╭────────╮  ┌─────────┬──────────┐
/// ```
fn of_blocks(
    sheet: &Sheet<'_>,
    roots: &mut Vec<BoxNode>,
    tables: &mut Vec<Table>,
) -> Option<Table> {
    let blocks: Vec<usize> = (0..tables.len())
        .filter(|&t| is_block(&tables[t]))
        .collect();
    let mut boxes: Vec<Rect> = roots.iter().map(|r| r.bbox).collect();
    let mut owners: Vec<Option<usize>> = vec![None; boxes.len()];
    for &t in &blocks {
        boxes.extend(tables[t].cells.iter().map(|c| c.bbox));
        owners.resize(boxes.len(), Some(t));
    }
    if blocks.is_empty() || boxes.len() > MAX_PIECES {
        return None;
    }
    let free = free_lines(sheet.page, &boxes);
    let found = under_lines(&boxes, &free).into_iter().find_map(|columns| {
        let used: Vec<usize> = columns.iter().flat_map(Column::all).collect();
        let table = build(sheet, &boxes, &columns)?;
        let fits = are_whole_blocks(tables, &used, &owners) && sheet.is_whole(&table);
        fits.then_some((used, table))
    });
    let (used, table) = found?;
    let mut at = 0..;
    roots.retain(|_| at.next().is_none_or(|i| !used.contains(&i)));
    let mut gone: Vec<usize> = used.iter().filter_map(|&i| owners[i]).collect();
    gone.sort_unstable();
    gone.dedup();
    for t in gone.into_iter().rev() {
        tables.remove(t);
    }
    Some(table)
}

/// More boxes and cells are no layout.
const MAX_PIECES: usize = 400;

/// A grid without a header and without cells over several columns.
fn is_block(table: &Table) -> bool {
    table.evidence == Evidence::Rulings
        && table.header_rows == 0
        && table.cells.iter().all(|c| c.colspan == 1)
}

/// Every grid that is used is used as a whole, and with others or with boxes beside it. Grids of one
/// row that stand apart, each with a frame of its own, are no table.
fn are_whole_blocks(tables: &[Table], used: &[usize], owners: &[Option<usize>]) -> bool {
    let mut cells = vec![0; tables.len()];
    for t in used.iter().filter_map(|&i| owners[i]) {
        cells[t] += 1;
    }
    let of_grids = tables.iter().zip(cells).filter(|(_, n)| *n > 0);
    let of_grids: Vec<(&Table, usize)> = of_grids.collect();
    let whole = of_grids.iter().all(|(t, n)| *n == t.cells.len());
    let has_boxes = used.iter().any(|&i| owners[i].is_none());
    let has_rows = of_grids.iter().any(|(t, _)| t.rows > 1);
    whole && has_rows && (has_boxes || of_grids.len() >= 2)
}

/// Fewer boxes are no rows and columns.
const MIN_LAYOUT: usize = 2;

/// A page, and what of it is looked up by place.
struct Sheet<'p> {
    page: &'p Page,
    painted: &'p Painted<'p>,
    glyphs: Glyphs<'p>,
}

impl<'p> Sheet<'p> {
    fn new(page: &'p Page, painted: &'p Painted<'p>) -> Self {
        Self {
            page,
            painted,
            glyphs: Glyphs::visible(page),
        }
    }

    /// Whether all that is written within a table is in its cells, arrows aside, and its columns
    /// have names and no figures above them.
    fn is_whole(&self, table: &Table) -> bool {
        let is_name = |c: &Cell| c.text().as_str().contains(char::is_alphabetic);
        if !table.row_cells(0).all(is_name) {
            return false;
        }
        let cells = BoxIndex::new(table.cells.iter().map(|c| c.bbox));
        let is_in_cell = |g: &&Glyph| {
            let says = !g.text.trim().is_empty() && !is_arrow(g);
            !says || cells.holding(g.bbox.center()).is_some()
        };
        let within = self.glyphs.within(&table.places[0].1);
        within.iter().all(is_in_cell)
    }
}

/// A header and the boxes under it, by index.
#[derive(Clone)]
struct Column {
    head: Rect,
    head_box: Option<usize>,
    boxes: Vec<usize>,
}

impl Column {
    /// Its boxes, and that of its header.
    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.boxes.iter().chain(&self.head_box).copied()
    }
}

/// Columns make a table: two or more, side by side, with two or more rows.
fn are_table(columns: &mut [Column]) -> bool {
    columns.sort_by(|a, b| a.head.x0.total_cmp(&b.head.x0));
    let rows = columns.iter().map(|c| c.boxes.len()).max().unwrap_or(0);
    let apart = |w: &[Column]| w[0].head.x1 <= w[1].head.x0 + SAME_EDGE;
    columns.len() >= 2 && rows >= 2 && columns.windows(2).all(apart)
}

/// Layouts of columns under header boxes.
fn under_boxes<'b>(
    sheet: &'b Sheet<'_>,
    boxes: &'b [Rect],
    free: &'b [(Rect, f64)],
) -> impl Iterator<Item = Vec<Column>> + 'b {
    let middles = free.iter().map(|(line, _)| line.center());
    let middles = BoxIndex::new(middles.map(|p| Rect::from_corners(p, p)));
    let under: Vec<OnceCell<Vec<usize>>> = vec![OnceCell::new(); boxes.len()];
    let boxes_under = move |i: usize| {
        let find = || boxes_under(boxes, &boxes[i], &middles);
        under[i].get_or_init(find).clone()
    };
    (0..boxes.len()).filter_map(move |first| {
        let head = &boxes[first];
        let beside = |b: &Rect| {
            let heights = (head.height(), b.height());
            let alike = heights.0.min(heights.1) / heights.0.max(heights.1) >= HEADER_HEIGHTS;
            alike && head.y_overlap(b) > 0.7 * heights.0.min(heights.1)
        };
        let headers = (0..boxes.len()).filter(|&i| beside(&boxes[i]));
        let mut columns: Vec<Column> = headers
            .map(|i| Column {
                head: boxes[i],
                head_box: Some(i),
                boxes: boxes_under(i),
            })
            .filter(|c| !c.boxes.is_empty())
            .collect();
        // a header is one line, and painted unlike the boxes under it
        let is_header = |c: &Column| {
            let color = |b: &Rect| sheet.painted.color_of(b);
            let differs = color(&c.head) != color(&boxes[c.boxes[0]]);
            differs && lines_in(sheet, &c.head) == 1
        };
        (are_table(&mut columns) && columns.iter().all(is_header)).then_some(columns)
    })
}

/// Columns of boxes with the same edges, under bare lines of text at one height.
fn under_lines(boxes: &[Rect], lines: &[(Rect, f64)]) -> Vec<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for stack in stacks(boxes) {
        let top = boxes[stack[0]];
        let above = lines.iter().filter(|(line, size)| {
            let gap = top.top - line.bottom;
            let middle = line.center().x;
            (-SAME_EDGE..=HEADER_GAP * size).contains(&gap) && middle > top.x0 && middle < top.x1
        });
        let nearest = above.max_by(|a, b| a.0.bottom.total_cmp(&b.0.bottom));
        columns.extend(nearest.map(|(line, _)| Column {
            head: Rect {
                x0: top.x0,
                x1: top.x1,
                ..*line
            },
            head_box: None,
            boxes: stack,
        }));
    }
    // the headers of a table stand at one height: look at each height
    let level = |a: &Column, b: &Column| a.head.y_overlap(&b.head) > 0.5 * a.head.height();
    let mut out = Vec::new();
    for (i, first) in columns.iter().enumerate() {
        if columns[..i].iter().any(|c| level(c, first)) {
            continue;
        }
        let beside = columns[i..].iter().filter(|c| level(c, first));
        let mut beside: Vec<Column> = beside.cloned().collect();
        if are_table(&mut beside) {
            out.push(beside);
        }
    }
    out
}

/// Lines of text outside all boxes, arrows left out, with their sizes.
fn free_lines(page: &Page, boxes: &[Rect]) -> Vec<(Rect, f64)> {
    let boxes = BoxIndex::new(boxes.iter().copied());
    let is_free = |g: &&Glyph| !is_arrow(g) && boxes.holding(g.bbox.center()).is_none();
    let free: Vec<&Glyph> = page.glyphs.iter().filter(is_free).collect();
    let lines = text_lines(page, &free, PATCH_GAP);
    lines.iter().map(|l| (l.bbox, l.size)).collect()
}

/// Two or more boxes under one another with the same left and right edges, from the top.
fn stacks(boxes: &[Rect]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (i, b) in boxes.iter().enumerate() {
        let same = |stack: &&mut Vec<usize>| {
            let first = &boxes[stack[0]];
            (first.x0 - b.x0).abs() <= SAME_COLUMN && (first.x1 - b.x1).abs() <= SAME_COLUMN
        };
        match out.iter_mut().find(same) {
            Some(stack) => stack.push(i),
            None => out.push(vec![i]),
        }
    }
    out.retain(|stack| stack.len() >= 2);
    for stack in &mut out {
        stack.sort_by(|&a, &b| boxes[a].top.total_cmp(&boxes[b].top));
    }
    out
}

fn lines_in(sheet: &Sheet<'_>, bbox: &Rect) -> usize {
    text_in_box(sheet.page, bbox, None, &sheet.glyphs.within(bbox)).len()
}

/// The boxes under a header, down to the first wide gap or the first line of text between them:
/// headings in boxes have their text between them and are no table. `lines` are the middles of lines.
fn boxes_under(boxes: &[Rect], head: &Rect, lines: &BoxIndex) -> Vec<usize> {
    let mut bottom = head.bottom;
    let mut below: Vec<usize> = (0..boxes.len())
        .filter(|&i| {
            let b = &boxes[i];
            let under = b.x0 >= head.x0 - COLUMN_SLACK && b.x1 <= head.x1 + COLUMN_SLACK;
            under && b.top >= head.bottom - SAME_EDGE && b.width() > 0.5 * head.width()
        })
        .collect();
    below.sort_by(|&a, &b| boxes[a].top.total_cmp(&boxes[b].top));
    let mut out = Vec::new();
    for i in below {
        let b = &boxes[i];
        let mut beside = lines.in_band(bottom, b.top);
        let is_between =
            |(line, _): (Rect, usize)| line.top < b.top && line.x0 > head.x0 && line.x0 < head.x1;
        let apart = b.top - bottom > MAX_GAP * head.height();
        if apart || beside.any(is_between) {
            break;
        }
        bottom = bottom.max(b.bottom);
        out.push(i);
    }
    out
}

fn build(sheet: &Sheet<'_>, boxes: &[Rect], columns: &[Column]) -> Option<Table> {
    let boxes_of = |c: &Column| -> Vec<Rect> { c.boxes.iter().map(|&i| boxes[i]).collect() };
    // the column with the most boxes tells the rows
    let rows = boxes_of(columns.iter().max_by_key(|c| c.boxes.len())?);
    let mut cells = Vec::new();
    for (col, column) in columns.iter().enumerate() {
        cells.push(cell(sheet, 0, col, 1, &column.head));
        let boxes = boxes_of(column);
        for (bbox, (start, count)) in boxes.iter().zip(row_spans(&boxes, &rows)?) {
            cells.push(cell(sheet, start + 1, col, count, bbox));
        }
    }
    let bbox = Rect::bounding(cells.iter().map(|c| &c.bbox))?;
    let mut table = Table {
        rows: rows.len() + 1,
        cols: columns.len(),
        header_rows: 1,
        cells,
        places: vec![(sheet.page.number, bbox)],
        caption: None,
        intervals: Vec::new(),
        doubts: Vec::new(),
        repeated: Vec::new(),
        evidence: Evidence::Boxes,
        open_bottom: false,
        open_top: false,
    };
    table.sort();
    Some(table)
}

/// Which rows each box of a column stands beside: every row goes to the box it overlaps most, or
/// else to the nearest. `None` when a box stands beside no row.
fn row_spans(boxes: &[Rect], rows: &[Rect]) -> Option<Vec<(usize, usize)>> {
    let nearest = |row: &Rect| {
        (0..boxes.len()).max_by(|&a, &b| {
            let near = |i: usize| boxes[i].y_overlap(row);
            near(a).total_cmp(&near(b))
        })
    };
    let owners: Vec<usize> = rows.iter().map(nearest).collect::<Option<_>>()?;
    let in_order = owners.windows(2).all(|w| w[0] <= w[1]);
    let spans: Vec<(usize, usize)> = (0..boxes.len())
        .map(|b| {
            let start = owners.partition_point(|&o| o < b);
            (start, owners.partition_point(|&o| o <= b) - start)
        })
        .collect();
    (in_order && spans.iter().all(|s| s.1 > 0)).then_some(spans)
}

fn cell(sheet: &Sheet<'_>, row: usize, col: usize, rowspan: usize, bbox: &Rect) -> Cell {
    let (page, fill) = (sheet.page, sheet.painted.color_of(bbox));
    Cell {
        row,
        col,
        rowspan,
        colspan: 1,
        paragraphs: text_in_box(page, bbox, fill, &sheet.glyphs.within(bbox)),
        fill,
        page: page.number,
        bbox: *bbox,
    }
}
