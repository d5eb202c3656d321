//! The document as a list of passages: every paragraph, in running text and in table cells.

use crate::flow::{Flow, Part};
use crate::normalize::fold_char;
use crate::text::Text;
use std::ops::Range;

/// A paragraph and the box or cell it stands in.
#[derive(Debug, Clone)]
pub struct Passage<'f> {
    /// Its text.
    pub text: &'f Text,
    /// Identifies the innermost box or cell around it.
    pub group: Option<Group>,
    /// It stands in a table.
    pub in_table: bool,
}

/// What a passage stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A box, by number.
    Box(usize),
    /// A cell: table, and index of the cell in it.
    Cell(usize, usize),
}

/// All passages in reading order. Running heads are among them: they may name the plan, and a legend
/// may be repeated on every page.
pub fn passages(flow: &Flow) -> Vec<Passage<'_>> {
    let mut out = Vec::new();
    for part in &flow.parts {
        match part {
            Part::Block(block) => out.push(Passage {
                text: &block.text,
                group: block.boxes.last().copied().map(Group::Box),
                in_table: false,
            }),
            Part::Table(t) => {
                for (i, cell) in flow.tables[*t].cells.iter().enumerate() {
                    out.extend(cell.paragraphs.iter().map(|text| Passage {
                        text,
                        group: Some(Group::Cell(*t, i)),
                        in_table: true,
                    }));
                }
            }
        }
    }
    out
}

/// The whole text of a document as patterns see it, a paragraph a line.
pub fn folded_text(flow: &Flow) -> String {
    let mut out = String::new();
    for passage in passages(flow) {
        out.extend(passage.text.as_str().chars().map(fold_char));
        out.push('\n');
    }
    out
}

/// The text of some passages as one string that maps back to them.
pub struct Joined<'p> {
    passages: Vec<&'p Text>,
    /// Byte offset at which each passage begins.
    starts: Vec<usize>,
    /// The folded text, a passage a line.
    pub string: String,
}

impl<'p> Joined<'p> {
    /// Joins passages.
    pub fn new(passages: impl Iterator<Item = &'p Text>) -> Self {
        let passages: Vec<&Text> = passages.collect();
        let mut starts = Vec::with_capacity(passages.len());
        let mut string = String::new();
        for text in &passages {
            starts.push(string.len());
            string.extend(text.as_str().chars().map(fold_char));
            string.push('\n');
        }
        Self {
            passages,
            starts,
            string,
        }
    }

    /// The text of a byte range, line breaks between passages included.
    pub fn text(&self, range: Range<usize>) -> Text {
        let first = self.starts.partition_point(|s| *s <= range.start).max(1) - 1;
        let mut pieces = Vec::new();
        for (i, text) in self.passages.iter().enumerate().skip(first) {
            let start = self.starts[i];
            if start >= range.end {
                break;
            }
            // folding may change the length in bytes, never the number of characters
            let line = &self.string[start..];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            let char_at = |byte: usize| {
                let within = byte.saturating_sub(start).min(line.len());
                line[..within].chars().count()
            };
            pieces.push(text.char_slice(char_at(range.start)..char_at(range.end)));
        }
        Text::join(&pieces, '\n')
    }
}
