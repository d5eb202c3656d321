//! Boxes: painted or outlined areas that group text.

use crate::geometry::{BoxIndex, Rect};
use crate::layout::text_lines;
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
pub(super) const SAME_EDGE: f64 = 3.0;
/// Gap (in ems) between a patch and the text beside it on its line.
pub(super) const PATCH_GAP: f64 = 1.2;
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
    let visible = page.fills.iter().filter(|f| is_visible_box(f));
    let mut boxes: Vec<Rect> = without_shadows(visible)
        .into_iter()
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

/// The shadow of a box is moved by at most this, in points, and as large as the box but for less
/// than [`SAME_SIZE`].
const MAX_SHADOW: f64 = 12.0;
/// Widths and heights that differ by less than this (points) are the same.
const SAME_SIZE: f64 = 2.0;

/// An area and when it was painted last.
struct Area {
    bbox: Rect,
    order: usize,
    outlined: bool,
}

/// Some areas, given in paint order, without the shadows of others: what is painted without an
/// outline under an area of its size that is moved a little, across and down.
fn without_shadows<'f>(fills: impl Iterator<Item = &'f Fill>) -> Vec<Rect> {
    let areas = areas(fills);
    if areas.len() > MAX_BOXES {
        return areas.into_iter().map(|a| a.bbox).collect();
    }
    let index = BoxIndex::new(areas.iter().map(|a| a.bbox));
    let is_seen = |a: &&Area| {
        let middle = a.bbox.center().y;
        let mut around = index.in_band(middle, middle);
        a.outlined || !around.any(|(b, i)| areas[i].order > a.order && casts(&b, &a.bbox))
    };
    areas.iter().filter(is_seen).map(|a| a.bbox).collect()
}

/// The areas of a page, each once.
fn areas<'f>(fills: impl Iterator<Item = &'f Fill>) -> Vec<Area> {
    let area = |(order, f): (usize, &Fill)| Area {
        bbox: f.bbox,
        order,
        outlined: f.stroke.is_some(),
    };
    let mut out: Vec<Area> = fills.enumerate().map(area).collect();
    let key = |a: &Area| [a.bbox.top, a.bbox.x0, a.bbox.bottom, a.bbox.x1];
    out.sort_by(|a, b| {
        let pairs = key(a).into_iter().zip(key(b));
        let differ = pairs.map(|(x, y)| x.total_cmp(&y)).find(|o| o.is_ne());
        differ.unwrap_or(a.order.cmp(&b.order))
    });
    out.dedup_by(|next, kept| {
        let same = next.bbox == kept.bbox;
        if same {
            kept.order = next.order;
            kept.outlined |= next.outlined;
        }
        same
    });
    out
}

/// Whether a box casts a shadow.
fn casts(b: &Rect, shadow: &Rect) -> bool {
    let moved = |by: f64| (SAME_SIZE..=MAX_SHADOW).contains(&by.abs());
    let same = |by: f64| by.abs() < SAME_SIZE;
    same(shadow.width() - b.width())
        && same(shadow.height() - b.height())
        && moved(shadow.x0 - b.x0)
        && moved(shadow.top - b.top)
        && shadow.x_overlap(b) > 0.5 * b.width()
        && shadow.y_overlap(b) > 0.5 * b.height()
}

/// Takes out the boxes within tables that were found after them.
pub fn leave_tables(roots: &mut Vec<BoxNode>, tables: &BoxIndex) {
    roots.retain_mut(|node| {
        let b = &node.bbox;
        let mut near = tables.in_band(b.top - SAME_EDGE, b.bottom + SAME_EDGE);
        let is_in_table = near.any(|(t, _)| t.encloses(b, SAME_EDGE));
        leave_tables(&mut node.children, tables);
        !is_in_table
    });
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

pub(super) fn is_arrow(glyph: &Glyph) -> bool {
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
