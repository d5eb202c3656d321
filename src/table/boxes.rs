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

use super::{Cell, Evidence, Table};
use crate::geometry::Rect;
use crate::layout::{text_in_box, text_lines};
use crate::pdf::{Fill, Glyph, Page};

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
    let mut boxes: Vec<Rect> = page
        .fills
        .iter()
        .filter(|f| is_visible_box(f))
        .map(|f| f.bbox)
        .chain(frames.iter().copied())
        .filter(|b| b.width() >= MIN_BOX && b.height() >= MIN_BOX)
        .filter(|b| b.area() < BACKGROUND * page.width * page.height)
        .filter(|b| !tables.iter().any(|t| t.encloses(b, SAME_EDGE)))
        .collect();
    boxes.sort_by(|a, b| {
        b.area()
            .total_cmp(&a.area())
            .then(a.top.total_cmp(&b.top))
            .then(a.x0.total_cmp(&b.x0))
    });
    dedup_near(&mut boxes);
    // arrows between boxes are set as text by some, and would tie the boxes into one line
    let glyphs: Vec<&Glyph> = page.glyphs.iter().filter(|g| !is_arrow(g)).collect();
    let lines = text_lines(page, &glyphs, PATCH_GAP);
    let spans: Vec<(Rect, f64)> = lines.iter().map(|l| (l.bbox, l.size)).collect();
    boxes.retain(|b| holds_text(&spans, b) && !is_patch(&spans, b));
    let mut roots: Vec<BoxNode> = Vec::new();
    for bbox in boxes {
        insert(&mut roots, bbox);
    }
    sort(&mut roots);
    roots
}

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

fn insert(nodes: &mut Vec<BoxNode>, bbox: Rect) {
    for node in nodes.iter_mut() {
        if node.bbox.encloses(&bbox, SAME_EDGE) {
            insert(&mut node.children, bbox);
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
/// A box belongs to a header box when it reaches out from under it by less than this (points).
const COLUMN_SLACK: f64 = 12.0;
/// A gap above a box wider than this many header heights ends its column.
const MAX_GAP: f64 = 6.0;

/// Finds layouts of boxes that are tables: two or more header boxes side by side, with boxes in a
/// column under each. Returns the tables and the boxes that they took from `roots`.
pub fn box_tables(page: &Page, roots: &mut Vec<BoxNode>) -> Vec<Table> {
    let mut out = Vec::new();
    while let Some(columns) = find_columns(page, roots) {
        let Some(table) = build(page, roots, &columns) else {
            break;
        };
        let mut taken: Vec<usize> = columns.iter().flatten().copied().collect();
        taken.sort_unstable();
        for i in taken.into_iter().rev() {
            roots.remove(i);
        }
        out.push(table);
    }
    out
}

/// Indexes of boxes by column; the first of each is the header.
type Columns = Vec<Vec<usize>>;

fn find_columns(page: &Page, roots: &[BoxNode]) -> Option<Columns> {
    (0..roots.len()).find_map(|first| {
        let head = &roots[first].bbox;
        let beside = |b: &Rect| {
            let heights = (head.height(), b.height());
            let alike = heights.0.min(heights.1) / heights.0.max(heights.1) >= HEADER_HEIGHTS;
            alike && head.y_overlap(b) > 0.7 * heights.0.min(heights.1)
        };
        let headers = (0..roots.len()).filter(|&i| beside(&roots[i].bbox));
        let mut columns: Columns = headers
            .map(|h| column_under(roots, h))
            .filter(|c| c.len() >= 2)
            .collect();
        columns.sort_by(|a, b| roots[a[0]].bbox.x0.total_cmp(&roots[b[0]].bbox.x0));
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        let disjoint = columns
            .windows(2)
            .all(|w| roots[w[0][0]].bbox.x1 <= roots[w[1][0]].bbox.x0 + SAME_EDGE);
        let one_line = |c: &Vec<usize>| lines_in(page, &roots[c[0]].bbox) == 1;
        let fits = columns.len() >= 2 && rows >= 3 && disjoint;
        (fits && columns.iter().all(one_line)).then_some(columns)
    })
}

fn lines_in(page: &Page, bbox: &Rect) -> usize {
    text_in_box(page, bbox, None, &glyphs_in(page, bbox)).len()
}

fn glyphs_in<'p>(page: &'p Page, bbox: &Rect) -> Vec<&'p Glyph> {
    page.glyphs
        .iter()
        .filter(|g| bbox.contains(g.bbox.center()))
        .collect()
}

/// The boxes under a header box, down to the first wide gap.
fn column_under(roots: &[BoxNode], header: usize) -> Vec<usize> {
    let head = roots[header].bbox;
    let mut out = vec![header];
    let mut bottom = head.bottom;
    let mut below: Vec<usize> = (0..roots.len())
        .filter(|&i| {
            let b = &roots[i].bbox;
            let under = b.x0 >= head.x0 - COLUMN_SLACK && b.x1 <= head.x1 + COLUMN_SLACK;
            under && b.top >= head.bottom - SAME_EDGE && b.width() > 0.5 * head.width()
        })
        .collect();
    below.sort_by(|&a, &b| roots[a].bbox.top.total_cmp(&roots[b].bbox.top));
    for i in below {
        let b = &roots[i].bbox;
        if b.top - bottom > MAX_GAP * head.height() {
            break;
        }
        bottom = bottom.max(b.bottom);
        out.push(i);
    }
    out
}

fn build(page: &Page, roots: &[BoxNode], columns: &Columns) -> Option<Table> {
    // the column with the most boxes tells the rows
    let finest = columns.iter().max_by_key(|c| c.len())?;
    let rows: Vec<Rect> = finest[1..].iter().map(|&i| roots[i].bbox).collect();
    let mut cells = Vec::new();
    for (col, column) in columns.iter().enumerate() {
        cells.push(cell(page, 0, col, 1, &roots[column[0]].bbox));
        let boxes: Vec<Rect> = column[1..].iter().map(|&i| roots[i].bbox).collect();
        for (bbox, (start, count)) in boxes.iter().zip(row_spans(&boxes, &rows)?) {
            cells.push(cell(page, start + 1, col, count, bbox));
        }
    }
    let bbox = Rect::bounding(&cells.iter().map(|c| c.bbox).collect::<Vec<_>>())?;
    let mut table = Table {
        rows: rows.len() + 1,
        cols: columns.len(),
        header_rows: 1,
        cells,
        places: vec![(page.number, bbox)],
        caption: None,
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

fn cell(page: &Page, row: usize, col: usize, rowspan: usize, bbox: &Rect) -> Cell {
    let fill = super::page_tables::paint_of(&page.fills, bbox);
    Cell {
        row,
        col,
        rowspan,
        colspan: 1,
        paragraphs: text_in_box(page, bbox, fill, &glyphs_in(page, bbox)),
        fill,
        page: page.number,
        bbox: *bbox,
    }
}
