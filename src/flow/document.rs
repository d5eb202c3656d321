//! The flow of a document from those of its pages: furniture is marked, captions are found, tables and
//! paragraphs that go on over a page or column break are joined.

use super::{Block, Flow, PageFlow, Part, furniture};
use crate::geometry::Rect;
use crate::layout::{join_soft, opens_line};
use crate::table::{self, Table};
use std::collections::BTreeMap;

/// Puts the pages of a document together: furniture is marked, captions are found, tables and
/// paragraphs that go on over a page or column break are joined.
pub fn document_flow(mut pages: Vec<PageFlow>) -> Flow {
    furniture::mark(&mut pages);
    for page in &mut pages {
        find_captions(page);
    }
    let ends = |page: &PageFlow| -> (Option<Rect>, Option<Rect>) {
        let is_text = |p: &&Part| !matches!(p, Part::Block(b) if b.furniture);
        let table_of = |p: &Part| match p {
            Part::Table(t) => Some(page.tables[*t].places[0].1),
            Part::Block(_) => None,
        };
        let first = page.parts.iter().find(is_text).and_then(table_of);
        // notes under a table do not keep it from going on
        let mut last = page.parts.iter().rev().filter(is_text);
        let last = last.find_map(|p| match p {
            Part::Block(b) if is_note(b) => None,
            other => Some(table_of(other)),
        });
        (first, last.flatten())
    };
    let at_ends: Vec<(Option<Rect>, Option<Rect>)> = pages.iter().map(ends).collect();
    let heads: Vec<Option<Rect>> = (0..pages.len())
        .map(|i| topmost_table(&pages[i], i.checked_sub(1).map(|before| &pages[before])))
        .collect();
    let numbers = pages.iter().enumerate().map(|(i, p)| (p.number, i));
    let numbers: BTreeMap<u32, usize> = numbers.collect();
    let page_idx = |number: u32| numbers.get(&number).copied();
    let is_last = |t: &Table| {
        let Some((page, place)) = t.places.last() else {
            return false;
        };
        page_idx(*page).is_some_and(|i| at_ends[i].1 == Some(*place))
    };
    let is_first = |t: &Table| {
        let Some((page, place)) = t.places.first() else {
            return false;
        };
        page_idx(*page).is_some_and(|i| at_ends[i].0 == Some(*place) || heads[i] == Some(*place))
    };
    let mut tables = table::join(
        pages.iter().map(|p| p.tables.clone()).collect(),
        is_last,
        is_first,
    );
    tables.iter_mut().for_each(table::keep_dated);
    let mut beginning_at: BTreeMap<(u32, [u64; 4]), usize> = BTreeMap::new();
    for (i, table) in tables.iter().enumerate() {
        beginning_at.entry(place_key(&table.places[0])).or_insert(i);
    }
    let mut parts = Vec::new();
    let mut boxes = 0;
    for page in pages {
        for part in page.parts {
            match part {
                Part::Table(t) => {
                    let place = page.tables[t].places[0];
                    // a table is in the flow once, where it begins
                    let begins = beginning_at.get(&place_key(&place));
                    parts.extend(begins.copied().map(Part::Table));
                }
                Part::Block(mut block) => {
                    block.boxes.iter_mut().for_each(|id| *id += boxes);
                    push_block(&mut parts, block);
                }
            }
        }
        boxes += page.boxes;
    }
    Flow { parts, tables }
}

fn place_key((page, b): &(u32, Rect)) -> (u32, [u64; 4]) {
    (*page, [b.x0, b.top, b.x1, b.bottom].map(f64::to_bits))
}

/// The table that stands highest on its page, with nothing above it but furniture and lines that
/// the page before has too: a repeated title, with or without a sign that it goes on.
fn topmost_table(page: &PageFlow, before: Option<&PageFlow>) -> Option<Rect> {
    for part in &page.parts {
        match part {
            Part::Table(t) => return Some(page.tables[*t].places[0].1),
            Part::Block(b) if b.furniture => {}
            Part::Block(b) => {
                let title = without_sign(b.text.as_str());
                let repeats = |other: &Part| match other {
                    Part::Block(o) => without_sign(o.text.as_str()) == title,
                    Part::Table(_) => false,
                };
                let says_so = title.is_empty();
                if !says_so && !before.is_some_and(|p| p.parts.iter().any(repeats)) {
                    return None;
                }
            }
        }
    }
    None
}

/// How a title says in brackets at its end that its table goes on.
const GOES_ON: &[&str] = &["つづき", "続き", "続", "continued", "cont.", "cont'd"];

/// A title without the sign at its end that its table goes on.
fn without_sign(title: &str) -> &str {
    let title = title.trim();
    let inside = title.strip_suffix([')', '）', '〉', '】', ']', '］']);
    let parts = inside.and_then(|t| t.rsplit_once(['(', '（', '〈', '【', '[', '［']));
    match parts {
        Some((name, sign)) if says_it_goes_on(sign.trim()) => name.trim_end(),
        _ => title,
    }
}

/// A word for it, or the number of the sheet and of all sheets.
fn says_it_goes_on(sign: &str) -> bool {
    let is_number = |s: &str| !s.is_empty() && s.chars().all(char::is_numeric);
    let sheets = sign.split_once(['/', '／']);
    GOES_ON.contains(&sign.to_lowercase().as_str())
        || sheets.is_some_and(|(sheet, all)| is_number(sheet) && is_number(all))
}

fn is_note(block: &Block) -> bool {
    block.text.as_str().starts_with(['※', '*', '注'])
}

/// Adds a block, or lets it go on with the paragraph before it across a column or page break.
fn push_block(parts: &mut Vec<Part>, block: Block) {
    let previous = parts.iter_mut().rev().find_map(|p| match p {
        Part::Block(b) if b.furniture => None,
        Part::Block(b) => Some(Some(b)),
        Part::Table(_) => Some(None),
    });
    if let Some(Some(last)) = previous
        && !block.furniture
        && goes_on(last, &block)
    {
        join_soft(&mut last.text, &block.text);
        last.full = block.full;
        return;
    }
    parts.push(Part::Block(block));
}

fn goes_on(last: &Block, next: &Block) -> bool {
    // at the top of the next page, or of a column further on
    let beside = next.bbox.x0 >= last.bbox.x1 || next.bbox.x1 <= last.bbox.x0;
    let broken = next.page != last.page || next.bbox.bottom < last.bbox.top && beside;
    let is_prose = last.text.chars().len() >= MIN_PROSE;
    let style = |b: &Block, end: bool| {
        let chars = b.text.chars();
        let ch = if end { chars.last() } else { chars.first() };
        ch.map(|c| (c.style.bold, c.style.rgb))
    };
    let same_size = (last.size - next.size).abs() < 0.1 * last.size;
    broken
        && is_prose
        && !furniture::is_page_number(next.text.as_str())
        && last.full
        && same_size
        && style(last, true) == style(next, false)
        && !last.text.as_str().ends_with(['。', '」', '】', '）', ')'])
        && !opens_line(next.text.as_str())
        && last.boxes.is_empty() == next.boxes.is_empty()
}

/// Fewer characters are a label or an entry, which no page break cuts.
const MIN_PROSE: usize = 12;

/// How far (in ems) above a table its caption may stand.
const CAPTION_GAP: f64 = 2.0;
/// A longer line (characters) is a paragraph and no caption.
const CAPTION_LENGTH: usize = 60;

/// The line right above a table is its caption.
fn find_captions(page: &mut PageFlow) {
    let mut blocks: Vec<&Block> = page
        .parts
        .iter()
        .filter_map(|p| match p {
            Part::Block(b) if !b.furniture && b.text.chars().len() <= CAPTION_LENGTH => Some(b),
            _ => None,
        })
        .collect();
    let largest = blocks.iter().map(|b| b.size).fold(0.0, f64::max);
    // a stable sort: of blocks that end at one height the first is the nearest
    blocks.sort_by(|a, b| a.bbox.bottom.total_cmp(&b.bbox.bottom));
    for table in &mut page.tables {
        let place = table.places[0].1;
        let highest = place.top - CAPTION_GAP * largest;
        let from = blocks.partition_point(|b| b.bbox.bottom < highest);
        let end = blocks.partition_point(|b| b.bbox.bottom <= place.top + 2.0);
        let near = blocks[from..end.max(from)].iter().filter(|b| {
            let gap = place.top - b.bbox.bottom;
            (-2.0..=CAPTION_GAP * b.size).contains(&gap) && b.bbox.x_overlap(&place) > 0.0
        });
        let nearest = near.min_by(|a, b| b.bbox.bottom.total_cmp(&a.bbox.bottom));
        table.caption = nearest.map(|b| b.text.clone());
    }
}
