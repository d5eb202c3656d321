//! The document as one sequence: blocks of text and tables in reading order.
//!
//! In: pages with their tables. Out: [`Flow`]: what rules read. Page numbers and running heads are
//! marked as furniture, not dropped.

mod document;
mod furniture;
mod order;
mod tags;

pub use document::document_flow;

use crate::account::Place;
use crate::geometry::{BoxIndex, Rect};
use crate::layout::{Direction, Room, TextLine, paragraphs, room_in, sort_lines, text_lines};
use crate::pdf::{Glyph, Page};
use crate::table::{self, BoxNode, PageTables, Painted, Table};
use crate::text::Text;
use order::Item;

/// A paragraph of running text.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its text.
    pub text: Text,
    /// Page it begins on, from 1.
    pub page: u32,
    /// Its box on that page.
    pub bbox: Rect,
    /// Size of its text in points.
    pub size: f64,
    /// Numbers of the boxes it stands in, counted over the document, from the outermost.
    pub boxes: Vec<usize>,
    /// A page number or running head.
    pub furniture: bool,
    /// It reached the end of the room it had: the next block may go on with it.
    full: bool,
}

impl Block {
    /// A table of one row as a paragraph: a heading whose number stands in a cell of its own.
    pub fn of_single_row(table: &Table) -> Option<Self> {
        let (page, bbox) = *table.places.first()?;
        let texts: Vec<Text> = table.cells.iter().map(|c| c.text().one_line()).collect();
        let text = Text::join(&texts, ' ');
        let size = text
            .chars()
            .iter()
            .map(|c| c.style.size)
            .fold(0.0, f32::max);
        (table.rows == 1 && !text.is_blank()).then_some(Self {
            text,
            page,
            bbox,
            size: f64::from(size),
            boxes: Vec::new(),
            furniture: false,
            full: false,
        })
    }
}

/// A part of the flow.
#[derive(Debug, Clone)]
pub enum Part {
    /// A paragraph.
    Block(Block),
    /// The table with this index in [`Flow::tables`], where it begins.
    Table(usize),
}

/// A document in reading order.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Paragraphs and tables.
    pub parts: Vec<Part>,
    /// Tables, joined over pages.
    pub tables: Vec<Table>,
}

impl Flow {
    /// All its texts, and where they stand.
    pub fn texts(&self) -> impl Iterator<Item = (&Text, Place)> {
        let cells = self.tables.iter().flat_map(texts_of);
        block_texts(&self.parts).chain(cells)
    }
}

fn block_texts(parts: &[Part]) -> impl Iterator<Item = (&Text, Place)> {
    parts.iter().filter_map(|part| match part {
        Part::Block(b) if b.furniture => Some((&b.text, Place::Furniture)),
        Part::Block(b) => Some((&b.text, Place::Text)),
        Part::Table(_) => None,
    })
}

fn texts_of(table: &Table) -> impl Iterator<Item = (&Text, Place)> {
    let cells = table.cells.iter().flat_map(|c| &c.paragraphs);
    let cells = cells.map(|t| (t, Place::Cell));
    cells.chain(table.repeated.iter().map(|t| (t, Place::RepeatedHeader)))
}

/// The flow of one page, which is all that is kept of it.
#[derive(Debug, Clone)]
pub struct PageFlow {
    /// Page, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    parts: Vec<Part>,
    /// Tables as they stand on this page; [`Part::Table`] indexes into this list.
    pub tables: Vec<Table>,
    boxes: usize,
}

impl PageFlow {
    /// All its texts, and where they stand.
    pub fn texts(&self) -> impl Iterator<Item = (&Text, Place)> {
        let cells = self.tables.iter().flat_map(texts_of);
        block_texts(&self.parts).chain(cells)
    }
}

/// The widest gap (in ems) within a line of running text; wider ones separate columns.
const MAX_LINE_GAP: f64 = 1.2;

/// A thing on a page, for ordering.
enum Node {
    Line(TextLine),
    /// A box, by its index among those of the region.
    Box(usize),
    /// A table, by its index on the page.
    Table(usize),
}

/// Makes the flow of a page.
pub fn page_flow(page: &Page) -> PageFlow {
    let painted = Painted::new(page);
    let PageTables { mut tables, boxes } = table::find(page, &painted);
    table::find_intervals(page, &painted, &mut tables);
    let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
    let mut builder = Builder {
        page,
        painted: &painted,
        tables: &tables,
        taken: taken(page, &tables),
        parts: Vec::new(),
        boxes: 0,
    };
    let whole = Rect {
        x0: 0.0,
        top: 0.0,
        x1: page.width,
        bottom: page.height,
    };
    let outer: Vec<usize> = (0..tables.len()).collect();
    builder.region(&whole, glyphs, &boxes, outer, &[]);
    let (parts, boxes) = (builder.parts, builder.boxes);
    PageFlow {
        number: page.number,
        width: page.width,
        height: page.height,
        parts,
        tables,
        boxes,
    }
}

/// Which glyphs of a page the cells of its tables have.
fn taken(page: &Page, tables: &[Table]) -> Vec<bool> {
    let mut taken = vec![false; page.glyphs.len()];
    let texts = tables.iter().flat_map(texts_of);
    for (_, glyph) in texts.flat_map(|(text, _)| text.glyphs()) {
        if let Some(taken) = taken.get_mut(glyph as usize) {
            *taken = true;
        }
    }
    taken
}

struct Builder<'p> {
    page: &'p Page,
    painted: &'p Painted<'p>,
    tables: &'p [Table],
    /// By glyph: whether it is in a table.
    taken: Vec<bool>,
    parts: Vec<Part>,
    boxes: usize,
}

impl Builder<'_> {
    /// Lays out the content of a box, or of the page.
    fn region(
        &mut self,
        bbox: &Rect,
        glyphs: Vec<&Glyph>,
        children: &[BoxNode],
        tables: Vec<usize>,
        within: &[usize],
    ) {
        let place = |t: &usize| self.tables[*t].places[0].1;
        let boxes = BoxIndex::new(children.iter().map(|c| c.bbox));
        let is_in_box = |t: &Rect| {
            let mut near = boxes.in_band(t.top, t.bottom);
            near.any(|(b, _)| b.encloses(t, 1.0))
        };
        let (own_tables, inner_tables): (Vec<usize>, Vec<usize>) =
            tables.into_iter().partition(|t| !is_in_box(&place(t)));
        let (mut inside, free) = self.share_out(glyphs, children, &own_tables);
        let mut lines = text_lines(self.page, &free, MAX_LINE_GAP);
        let is_tag = tags::join(self.page, children, &inside, &mut lines);
        // a page number is part of no column
        let index = BoxIndex::new(lines.iter().map(|l| l.bbox));
        let (numbers, lines): (Vec<TextLine>, Vec<TextLine>) = lines
            .into_iter()
            .partition(|l| self.is_page_number(l) && stands_alone(&l.bbox, &index));
        let mut nodes: Vec<Node> = lines.into_iter().map(Node::Line).collect();
        let own_boxes = (0..children.len()).filter(|i| !is_tag[*i]);
        nodes.extend(own_boxes.map(Node::Box));
        nodes.extend(own_tables.iter().map(|&t| Node::Table(t)));
        // vertical writing is ordered as horizontal writing is, with the page turned
        let vertical = is_mostly_vertical(&nodes);
        let turned = |b: Rect| if vertical { turned(&b) } else { b };
        let items: Vec<Item> = nodes
            .iter()
            .map(|n| match n {
                Node::Line(line) => Item {
                    bbox: turned(line.bbox),
                    short: is_short(line.text.as_str()),
                },
                Node::Box(i) => Item {
                    bbox: turned(children[*i].bbox),
                    short: false,
                },
                Node::Table(t) => Item {
                    bbox: turned(place(t)),
                    short: false,
                },
            })
            .collect();
        let em = median_size(&nodes);
        for leaf in order::order(&items, em) {
            let column = Rect {
                x0: leaf.column.0,
                x1: leaf.column.1,
                ..*bbox
            };
            let on_page = within.is_empty() && !vertical;
            let room = if on_page { &column } else { bbox };
            let in_rows = leaf.rows.len() > 1;
            for row in &leaf.rows {
                let mut lines: Vec<TextLine> = Vec::new();
                for &i in row {
                    match &nodes[i] {
                        Node::Line(line) if in_rows => add_to_row(&mut lines, line),
                        Node::Line(line) => lines.push(line.clone()),
                        other => {
                            self.flush(&mut lines, room, within);
                            match other {
                                Node::Box(i) => {
                                    let own = std::mem::take(&mut inside[*i]);
                                    self.boxed(&children[*i], own, &inner_tables, within);
                                }
                                Node::Table(t) => self.parts.push(Part::Table(*t)),
                                Node::Line(_) => {}
                            }
                        }
                    }
                }
                self.flush(&mut lines, room, within);
            }
        }
        for number in numbers {
            self.flush(&mut vec![number], bbox, within);
        }
    }

    fn is_page_number(&self, line: &TextLine) -> bool {
        let height = self.page.height;
        furniture::is_page_number(line.text.as_str())
            && furniture::margin(height, line.bbox.top, line.bbox.bottom).is_some()
    }

    /// The glyphs in each box, and those in none, without those that a table has taken. Between the boxes of a
    /// table made of boxes there may be text of its own, and within a cell text that is none of it.
    fn share_out<'g>(
        &self,
        glyphs: Vec<&'g Glyph>,
        children: &[BoxNode],
        tables: &[usize],
    ) -> (Vec<Vec<&'g Glyph>>, Vec<&'g Glyph>) {
        let cells = tables.iter().flat_map(|&t| &self.tables[t].cells);
        let cells = BoxIndex::new(cells.map(|c| c.bbox));
        let boxes = BoxIndex::new(children.iter().map(|c| c.bbox));
        let mut inside = vec![Vec::new(); children.len()];
        let mut free = Vec::new();
        for glyph in glyphs {
            let center = glyph.bbox.center();
            let taken = self.taken.get(glyph.index as usize).is_some_and(|t| *t);
            let blank = glyph.text.trim().is_empty();
            if (taken || blank) && cells.holding(center).is_some() {
                continue;
            }
            match boxes.holding(center) {
                Some(i) => inside[i].push(glyph),
                None if taken => {}
                None => free.push(glyph),
            }
        }
        (inside, free)
    }

    fn boxed(&mut self, node: &BoxNode, own: Vec<&Glyph>, tables: &[usize], within: &[usize]) {
        self.boxes += 1;
        let path = [within, &[self.boxes]].concat();
        let tables = tables
            .iter()
            .copied()
            .filter(|&t| node.bbox.encloses(&self.tables[t].places[0].1, 1.0))
            .collect();
        self.region(&node.bbox, own, &node.children, tables, &path);
    }

    fn flush(&mut self, lines: &mut Vec<TextLine>, bbox: &Rect, within: &[usize]) {
        let mut lines = std::mem::take(lines);
        sort_lines(&mut lines);
        // outside of boxes the lines tell how wide a column is, where they are set to one width
        let own = Rect::bounding(lines.iter().map(|l| &l.bbox)).unwrap_or(*bbox);
        let free = !within.is_empty() || !is_justified(&lines);
        let room = room_in(if free { bbox } else { &own }, &lines);
        // outside of boxes the page is the paper: whatever is painted there is a patch
        let fill = (!within.is_empty())
            .then(|| self.painted.color_of(bbox))
            .flatten()
            .map(|c| c.rgb);
        for paragraph in paragraphs(&lines, room) {
            let of = |i: &usize| &lines[*i];
            let Some(place) = Rect::bounding(paragraph.lines.iter().map(|i| &of(i).bbox)) else {
                continue;
            };
            let last = of(&paragraph.lines[paragraph.lines.len() - 1]);
            self.parts.push(Part::Block(Block {
                text: paragraph.text.painted_in(fill),
                page: self.page.number,
                bbox: place,
                size: last.size,
                boxes: within.to_vec(),
                furniture: false,
                full: is_full(last, room),
            }));
        }
    }
}

/// Whether most of the text in some nodes is set vertically.
fn is_mostly_vertical(nodes: &[Node]) -> bool {
    let (mut vertical, mut all) = (0, 0);
    for node in nodes {
        if let Node::Line(line) = node {
            let characters = line.text.chars().len();
            all += characters;
            if line.direction == Direction::Vertical {
                vertical += characters;
            }
        }
    }
    vertical * 2 > all
}

/// A box on the page turned so that vertical lines, read from the right, are lines from the top.
fn turned(b: &Rect) -> Rect {
    Rect {
        x0: b.top,
        x1: b.bottom,
        top: -b.x1,
        bottom: -b.x0,
    }
}

/// A number, or a few characters, with a number in them perhaps: `1,234`, `(4)`, `議案第12号`.
fn is_short(text: &str) -> bool {
    let fold = crate::normalize::fold_char;
    let numeric =
        |c: char| fold(c).is_ascii_digit() || ",.%-()△▲/ 円千百万億人件".contains(fold(c));
    let letters = text.chars().filter(|c| !numeric(*c)).count();
    let has_digit = text.chars().any(|c| fold(c).is_ascii_digit());
    let most = if has_digit { 2 * MAX_SHORT } else { MAX_SHORT };
    // an entry of a list is short by chance
    let bullet = |c: char| c == '・' || crate::normalize::chars::is_mark(c);
    if letters > 1 && text.starts_with(bullet) {
        return false;
    }
    letters == 0 || letters <= MAX_SHORT && text.chars().count() <= most
}

/// Most letters of a marker or a unit that stands alone.
const MAX_SHORT: usize = 4;

/// Whether no other line than itself shares the height of a line.
fn stands_alone(line: &Rect, lines: &BoxIndex) -> bool {
    let beside = |(other, _): &(Rect, usize)| other.y_overlap(line) > line.height() / 2.0;
    lines
        .in_band(line.top, line.bottom)
        .filter(beside)
        .nth(1)
        .is_none()
}

/// Whether two pieces share more than half of the height of their line.
fn stands_beside(line: &TextLine, piece: &TextLine) -> bool {
    let ((_, _, top, bottom), (_, _, a, b)) = (line.extent(), piece.extent());
    line.direction == piece.direction && bottom.min(b) - top.max(a) > (b - a) / 2.0
}

/// Adds a piece to the line of a row that it stands on, or begins the next line.
fn add_to_row(lines: &mut Vec<TextLine>, piece: &TextLine) {
    match lines.last_mut() {
        Some(line) if stands_beside(line, piece) => {
            line.text = Text::join([&line.text, &piece.text], ' ');
            line.bbox = line.bbox.union(&piece.bbox);
        }
        _ => lines.push(piece.clone()),
    }
}

/// Lines reach the same end when they differ by less than this (in ems).
const SAME_END: f64 = 0.7;

/// Whether lines are set to one width: two or more of them reach the longest one's end, apart from
/// the last. Lines that all do, and end alike, are entries of a list set to one width each.
fn is_justified(lines: &[TextLine]) -> bool {
    let Some((last, others)) = lines.split_last() else {
        return true;
    };
    if others.is_empty() || last.direction != Direction::Horizontal {
        return true;
    }
    let end = lines.iter().map(|l| l.bbox.x1).fold(f64::MIN, f64::max);
    let reaches = |l: &&TextLine| end - l.bbox.x1 <= SAME_END * l.size;
    let full = others.iter().filter(reaches).count();
    let ending = |l: &TextLine| l.text.chars().last().map(|c| c.c);
    let alike = others.iter().all(|l| ending(l) == ending(last));
    let is_list = alike && others.len() >= 2 && full == others.len() && reaches(&last);
    full >= 2 && !is_list
}

/// Whether a line has no room left for a character and its punctuation.
fn is_full(line: &TextLine, room: Option<Room>) -> bool {
    room.is_some_and(|r| r.end - line.extent().1 < 1.6 * line.size)
}

fn median_size(nodes: &[Node]) -> f64 {
    let mut sizes: Vec<f64> = nodes
        .iter()
        .filter_map(|n| match n {
            Node::Line(line) => Some(line.size),
            _ => None,
        })
        .collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;
    use crate::text::{Glyphs, TextChar};

    /// A table may reach over text that is none of it: the lettering of a chart that was taken for a frame.
    #[test]
    fn text_under_a_cell_that_does_not_have_it_is_text() {
        let page = Page::for_test("計画市民");
        let area = Rect {
            x0: 0.0,
            top: 0.0,
            x1: 100.0,
            bottom: 100.0,
        };
        let printed = |(i, c)| TextChar {
            page: 1,
            glyphs: Glyphs::one(i),
            ..TextChar::gap(c)
        };
        let own = [(0, '計'), (1, '画')].map(printed);
        let cell = Cell {
            row: 0,
            col: 0,
            rowspan: 1,
            colspan: 1,
            paragraphs: vec![Text::new(own.to_vec())],
            fill: None,
            page: 1,
            bbox: area,
        };
        let tables = [Table::of_cells(1, 1, vec![cell])];
        let builder = Builder {
            page: &page,
            painted: &Painted::new(&page),
            tables: &tables,
            taken: taken(&page, &tables),
            parts: Vec::new(),
            boxes: 0,
        };
        let (_, free) = builder.share_out(page.glyphs.iter().collect(), &[], &[0]);
        let free: String = free.iter().map(|g| g.text.as_str()).collect();
        assert_eq!(free, "市民");
    }
}
