//! Boxes: painted or outlined areas that group text, and layouts of boxes that are tables.
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

use super::glyphs::Glyphs;
use super::painted::Painted;
use super::{Cell, Evidence, Table};
use crate::geometry::{BoxIndex, Rect};
use crate::layout::{text_in_box, text_lines};
use crate::pdf::{Fill, Glyph, Page};
use std::cell::OnceCell;

/// A box and the boxes within it.
#[derive(Debug, Clone)]
pub struct BoxNode {
    /// Its place.
    pub bbox: Rect,
    /// The boxes within it, from the top.
    pub children: Vec<BoxNode>,
}

/// A painted area of more than this share of the page is its background.
const BACKGROUND: f64 = 0.75;
/// Smaller boxes (points) are marks and bullets.
const MIN_BOX: f64 = 8.0;
/// Edges nearer than this (points) are the same edge of a box drawn twice (fill and outline).
const SAME_EDGE: f64 = 3.0;
/// Gap (in ems) between a patch and the text beside it on its line.
const PATCH_GAP: f64 = 1.2;
/// A patch under part of a line is at most this many ems high.
const PATCH_HEIGHT: f64 = 2.2;

/// The boxes that group text on a page: painted or outlined rectangles and single ruled frames
/// outside its tables, without backgrounds and without patches under a part of a line.
pub fn containers(page: &Page, frames: &[Rect], tables: &[Rect]) -> Vec<BoxNode> {
    let tables = BoxIndex::new(tables.iter().copied());
    let is_in_table = |b: &Rect| {
        let mut near = tables.in_band(b.top - SAME_EDGE, b.bottom + SAME_EDGE);
        near.any(|(t, _)| t.encloses(b, SAME_EDGE))
    };
    let mut boxes: Vec<Rect> = page
        .fills
        .iter()
        .filter(|f| is_visible_box(f))
        .map(|f| f.bbox)
        .chain(frames.iter().copied())
        .filter(|b| b.width() >= MIN_BOX && b.height() >= MIN_BOX)
        .filter(|b| b.area() < BACKGROUND * page.width * page.height)
        .filter(|b| !is_in_table(b))
        .collect();
    boxes.sort_by(|a, b| {
        b.area()
            .total_cmp(&a.area())
            .then(a.top.total_cmp(&b.top))
            .then(a.x0.total_cmp(&b.x0))
    });
    boxes.truncate(MAX_BOXES);
    dedup_near(&mut boxes);
    let lines = text_lines(page, &glyphs_beside(page, &boxes), PATCH_GAP);
    let index = BoxIndex::new(lines.iter().map(|l| l.bbox));
    boxes.retain(|b| {
        let beside = index.in_band(b.top, b.bottom);
        let spans: Vec<(Rect, f64)> = beside.map(|(r, i)| (r, lines[i].size)).collect();
        holds_text(&spans, b) && !is_patch(&spans, b)
    });
    let mut roots: Vec<BoxNode> = Vec::new();
    for bbox in boxes {
        insert(&mut roots, bbox, MAX_NESTING);
    }
    sort(&mut roots);
    roots
}

/// The glyphs of a page that are level with a box, or with text that is. Arrows between boxes are
/// set as text by some, and would tie the boxes into one line.
fn glyphs_beside<'p>(page: &'p Page, boxes: &[Rect]) -> Vec<&'p Glyph> {
    let boxes = BoxIndex::new(boxes.iter().copied());
    let is_beside = |g: &Glyph| {
        let mut level = boxes.in_band(g.bbox.top - g.size, g.bbox.bottom + g.size);
        level.next().is_some()
    };
    let beside = page.glyphs.iter().filter(|g| is_beside(g) && !is_arrow(g));
    beside.collect()
}

/// Most boxes that are looked at, the largest first: no page has as many with text in them.
const MAX_BOXES: usize = 4_000;

fn is_visible_box(fill: &Fill) -> bool {
    let painted = fill.fill.is_some_and(|c| !c.is_white());
    let outlined = fill.stroke.is_some_and(|c| !c.is_white());
    fill.rectangular && (painted || outlined)
}

fn dedup_near(boxes: &mut Vec<Rect>) {
    let mut kept: Vec<Rect> = Vec::new();
    for b in boxes.drain(..) {
        let same = |k: &Rect| k.encloses(&b, SAME_EDGE) && b.encloses(k, SAME_EDGE);
        if !kept.iter().any(same) {
            kept.push(b);
        }
    }
    *boxes = kept;
}

fn holds_text(lines: &[(Rect, f64)], b: &Rect) -> bool {
    lines
        .iter()
        .any(|(r, _)| b.intersection(r).is_some_and(|c| c.area() > 0.0))
}

/// A painted patch under a part of a line: some line reaches out of it sideways.
fn is_patch(lines: &[(Rect, f64)], b: &Rect) -> bool {
    lines.iter().any(|(line, size)| {
        let level = line.y_overlap(b) > 0.5 * line.height();
        let inside = line.x_overlap(b);
        let outside = line.width() - inside;
        level && inside > 0.3 * size && outside > size * 0.6 && b.height() < PATCH_HEIGHT * size
    })
}

fn is_arrow(glyph: &Glyph) -> bool {
    matches!(
        glyph.text.as_str(),
        "▶" | "►"
            | "▷"
            | "→"
            | "➡"
            | "⇒"
            | "➔"
            | "➤"
            | "▼"
            | "▽"
            | "↓"
            | "⇩"
            | "◀"
            | "←"
    )
}

/// Boxes nested deeper than this are put beside the last: paper has no such depth.
const MAX_NESTING: usize = 32;

fn insert(nodes: &mut Vec<BoxNode>, bbox: Rect, depth: usize) {
    for node in nodes.iter_mut() {
        if depth > 0 && node.bbox.encloses(&bbox, SAME_EDGE) {
            insert(&mut node.children, bbox, depth - 1);
            return;
        }
    }
    nodes.push(BoxNode {
        bbox,
        children: Vec::new(),
    });
}

fn sort(nodes: &mut [BoxNode]) {
    nodes.sort_by(|a, b| {
        a.bbox
            .top
            .total_cmp(&b.bbox.top)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    for node in nodes {
        sort(&mut node.children);
    }
}

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
    let mut out = Vec::new();
    if roots.len() < MIN_LAYOUT {
        return out;
    }
    let sheet = Sheet {
        page,
        painted,
        glyphs: Glyphs::new(page.glyphs.iter().collect()),
    };
    loop {
        let Some((columns, table)) = first_layout(&sheet, roots) else {
            return out;
        };
        let boxes = columns
            .iter()
            .flat_map(|c| c.boxes.iter().chain(&c.head_box));
        let mut taken: Vec<usize> = boxes.copied().collect();
        taken.sort_unstable();
        for i in taken.into_iter().rev() {
            roots.remove(i);
        }
        out.push(table);
    }
}

/// The first layout of columns that makes a table.
fn first_layout(sheet: &Sheet<'_>, roots: &[BoxNode]) -> Option<(Vec<Column>, Table)> {
    let free = free_lines(sheet.page, roots);
    let mut layouts = under_boxes(sheet, roots, &free).chain(under_lines(roots, &free));
    layouts.find_map(|columns| {
        let table = build(sheet, roots, &columns)?;
        Some((columns, table))
    })
}

/// Fewer boxes are no rows and columns.
const MIN_LAYOUT: usize = 2;

/// A page, and what of it is looked up by place.
struct Sheet<'p> {
    page: &'p Page,
    painted: &'p Painted<'p>,
    glyphs: Glyphs<'p>,
}

/// A header and the boxes under it, by index.
struct Column {
    head: Rect,
    head_box: Option<usize>,
    boxes: Vec<usize>,
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
    roots: &'b [BoxNode],
    free: &'b [(Rect, f64)],
) -> impl Iterator<Item = Vec<Column>> + 'b {
    let middles = free.iter().map(|(line, _)| line.center());
    let middles = BoxIndex::new(middles.map(|p| Rect::from_corners(p, p)));
    let under: Vec<OnceCell<Vec<usize>>> = vec![OnceCell::new(); roots.len()];
    let boxes_under = move |i: usize| {
        let find = || boxes_under(roots, &roots[i].bbox, &middles);
        under[i].get_or_init(find).clone()
    };
    (0..roots.len()).filter_map(move |first| {
        let head = &roots[first].bbox;
        let beside = |b: &Rect| {
            let heights = (head.height(), b.height());
            let alike = heights.0.min(heights.1) / heights.0.max(heights.1) >= HEADER_HEIGHTS;
            alike && head.y_overlap(b) > 0.7 * heights.0.min(heights.1)
        };
        let headers = (0..roots.len()).filter(|&i| beside(&roots[i].bbox));
        let mut columns: Vec<Column> = headers
            .map(|i| Column {
                head: roots[i].bbox,
                head_box: Some(i),
                boxes: boxes_under(i),
            })
            .filter(|c| !c.boxes.is_empty())
            .collect();
        // a header is one line, and painted unlike the boxes under it
        let is_header = |c: &Column| {
            let color = |b: &Rect| sheet.painted.color_of(b);
            let differs = color(&c.head) != color(&roots[c.boxes[0]].bbox);
            differs && lines_in(sheet, &c.head) == 1
        };
        (are_table(&mut columns) && columns.iter().all(is_header)).then_some(columns)
    })
}

/// Columns of boxes with the same edges, under bare lines of text at one height.
fn under_lines(roots: &[BoxNode], lines: &[(Rect, f64)]) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for stack in stacks(roots) {
        let top = roots[stack[0]].bbox;
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
    for i in 0..columns.len() {
        if columns.iter().filter(|c| level(c, &columns[i])).count() >= 2 {
            let head = columns[i].head;
            columns.retain(|c| c.head.y_overlap(&head) > 0.5 * head.height());
            return are_table(&mut columns).then_some(columns);
        }
    }
    None
}

/// Lines of text outside all boxes, arrows left out, with their sizes.
fn free_lines(page: &Page, roots: &[BoxNode]) -> Vec<(Rect, f64)> {
    let boxes = BoxIndex::new(roots.iter().map(|r| r.bbox));
    let is_free = |g: &&Glyph| !is_arrow(g) && boxes.holding(g.bbox.center()).is_none();
    let free: Vec<&Glyph> = page.glyphs.iter().filter(is_free).collect();
    let lines = text_lines(page, &free, PATCH_GAP);
    lines.iter().map(|l| (l.bbox, l.size)).collect()
}

/// Two or more boxes under one another with the same left and right edges.
fn stacks(roots: &[BoxNode]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (i, node) in roots.iter().enumerate() {
        let same = |stack: &&mut Vec<usize>| {
            let first = &roots[stack[0]].bbox;
            (first.x0 - node.bbox.x0).abs() <= SAME_COLUMN
                && (first.x1 - node.bbox.x1).abs() <= SAME_COLUMN
        };
        match out.iter_mut().find(same) {
            Some(stack) => stack.push(i),
            None => out.push(vec![i]),
        }
    }
    out.retain(|stack| stack.len() >= 2);
    out
}

fn lines_in(sheet: &Sheet<'_>, bbox: &Rect) -> usize {
    text_in_box(sheet.page, bbox, None, &sheet.glyphs.within(bbox)).len()
}

/// The boxes under a header, down to the first wide gap or the first line of text between them:
/// headings in boxes have their text between them and are no table. `lines` are the middles of lines.
fn boxes_under(roots: &[BoxNode], head: &Rect, lines: &BoxIndex) -> Vec<usize> {
    let mut bottom = head.bottom;
    let mut below: Vec<usize> = (0..roots.len())
        .filter(|&i| {
            let b = &roots[i].bbox;
            let under = b.x0 >= head.x0 - COLUMN_SLACK && b.x1 <= head.x1 + COLUMN_SLACK;
            under && b.top >= head.bottom - SAME_EDGE && b.width() > 0.5 * head.width()
        })
        .collect();
    below.sort_by(|&a, &b| roots[a].bbox.top.total_cmp(&roots[b].bbox.top));
    let mut out = Vec::new();
    for i in below {
        let b = &roots[i].bbox;
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

fn build(sheet: &Sheet<'_>, roots: &[BoxNode], columns: &[Column]) -> Option<Table> {
    let boxes_of = |c: &Column| -> Vec<Rect> { c.boxes.iter().map(|&i| roots[i].bbox).collect() };
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
