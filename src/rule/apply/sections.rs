//! Running text by heading.
//!
//! Headings open sections; a heading closes the sections of its level and below. When a section
//! closes, its paragraphs are cut into entries: items, the body of its own item, or plain text.

use super::builder::Builder;
use super::capture::{Captured, capture};
use super::entries::{cut, each_entry};
use super::values::insert_apart;
use crate::account::Place;
use crate::document::Section;
use crate::finding::Code;
use crate::flow::Block;
use crate::rule::model::{Re, Rule, Section as SectionRule};
use crate::text::Text;
use crate::value::Context;

/// Reads the running text of a document, block by block.
pub struct Reader<'r> {
    rule: &'r Rule,
    open: Vec<Open<'r>>,
    /// Which of the rule's `after` paragraphs have been seen, by section.
    seen: Vec<bool>,
    /// Which of them have opened.
    found: Vec<bool>,
    /// Text outside all sections.
    loose: Vec<Text>,
}

struct Open<'r> {
    section: &'r SectionRule,
    heading: Text,
    number: Option<Text>,
    period: Option<Text>,
    /// Its place among the sections, in the order in which they open.
    slot: usize,
    /// The item that the heading is.
    item: Option<usize>,
    /// The box that heading and content share; the section ends with it.
    within: Option<usize>,
    paragraphs: Vec<Text>,
    /// How many of them have been read.
    done: usize,
    /// Size of the heading and of the last paragraph, in points.
    sizes: (f64, f64),
}

/// A paragraph set larger than the section's text by this factor, and no smaller than its heading,
/// is a heading itself.
const LARGER: f64 = 1.08;
/// A longer paragraph (characters) is no heading.
const MAX_HEADING: usize = 30;

impl Open<'_> {
    /// A heading that the rule does not name: it ends the section.
    fn ends_before(&self, block: &Block) -> bool {
        let (heading, text) = self.sizes;
        let short = block.text.chars().len() <= MAX_HEADING && !block.text.as_str().contains('。');
        let larger = block.size >= heading && block.size >= LARGER * text;
        self.within.is_none() && !self.paragraphs.is_empty() && short && larger
    }
}

impl<'r> Reader<'r> {
    pub fn new(rule: &'r Rule) -> Self {
        Self {
            rule,
            open: Vec::new(),
            seen: vec![false; rule.sections.len()],
            found: vec![false; rule.sections.len()],
            loose: Vec::new(),
        }
    }

    /// Takes a paragraph; `next` is the one behind it.
    pub fn block(&mut self, builder: &mut Builder<'_>, block: &Block, next: Option<&Block>) {
        let folded = block.text.folded();
        for (i, section) in self.rule.sections.iter().enumerate() {
            let after = |re: &Re| re.is_match(folded.as_str());
            self.seen[i] |= section.after.as_ref().is_none_or(after);
        }
        let outside = |o: &Open<'_>| o.within.is_some_and(|id| !block.boxes.contains(&id));
        if let Some(first) = self.open.iter().position(outside) {
            self.close_from(builder, first);
        }
        let heading = self
            .rule
            .sections
            .iter()
            .enumerate()
            .find_map(|(i, section)| {
                let captured = capture(&block.text, std::slice::from_ref(&section.heading))?;
                self.seen[i].then_some((i, section, captured))
            });
        match heading {
            Some((i, section, captured)) => {
                self.found[i] = true;
                self.heading(builder, section, captured, block, next);
            }
            None => self.paragraph(builder, block),
        }
    }

    fn paragraph(&mut self, builder: &mut Builder<'_>, block: &Block) {
        if self.open.last().is_some_and(|o| o.ends_before(block)) {
            self.close_from(builder, 0);
        }
        match self.open.last_mut() {
            Some(open) => {
                // a note in small print does not make the text behind it a heading
                open.sizes.1 = if open.paragraphs.is_empty() {
                    block.size
                } else {
                    open.sizes.1.max(block.size)
                };
                open.paragraphs.push(block.text.clone());
            }
            None => self.loose.push(block.text.clone()),
        }
    }

    fn heading(
        &mut self,
        builder: &mut Builder<'_>,
        section: &'r SectionRule,
        mut captured: Captured,
        block: &Block,
        next: Option<&Block>,
    ) {
        let first = self
            .open
            .iter()
            .position(|o| o.section.level >= section.level);
        self.close_from(builder, first.unwrap_or(self.open.len()));
        self.flush_loose(builder);
        // what stands above the inner heading is read before it
        for open in &mut self.open {
            read(builder, open);
        }
        let named = captured
            .fields
            .iter()
            .position(|(name, _)| name == "period");
        let period = named.map(|i| captured.fields.remove(i).1);
        let item = section.heading.kind.is_some().then(|| {
            let draft = builder.draft(&captured, &section.heading, None, false);
            builder.add(draft)
        });
        // the innermost box that the heading shares with what follows it
        let follows = |id: &&usize| next.is_some_and(|n| n.boxes.contains(id));
        let shared = block.boxes.iter().rev().find(follows).copied();
        self.open.push(Open {
            section,
            heading: block.text.clone(),
            number: captured.number,
            period,
            slot: builder.sections.len(),
            item,
            within: shared,
            paragraphs: Vec::new(),
            done: 0,
            sizes: (block.size, block.size),
        });
        builder.sections.push(Section::default());
    }

    /// Closes all sections, at the end of the document.
    pub fn finish(mut self, builder: &mut Builder<'_>) {
        self.close_from(builder, 0);
        self.flush_loose(builder);
        for (section, found) in self.rule.sections.iter().zip(&self.found) {
            if !found && !section.optional {
                let pattern = section.heading.pattern.regex.as_str();
                let name = section.name.as_deref().unwrap_or(pattern);
                let message = format!("no heading fits the section `{name}` of the rule");
                builder.find(Code::FieldMissing, message, Vec::new());
            }
        }
    }

    fn close_from(&mut self, builder: &mut Builder<'_>, first: usize) {
        let closing: Vec<Open<'r>> = self.open.drain(first..).collect();
        // the deepest holds the last paragraphs, but they are in reading order from the outside in
        for open in closing {
            close(builder, open);
        }
    }

    fn flush_loose(&mut self, builder: &mut Builder<'_>) {
        let paragraphs = std::mem::take(&mut self.loose);
        let text = Text::join(&paragraphs, '\n');
        if !text.is_blank() {
            builder.written(&text, Place::Text);
            builder.sections.push(Section {
                level: 0,
                number: None,
                heading: None,
                period: None,
                text: text.as_str().to_owned(),
                page: text.page().unwrap_or(1),
                at: text.at(),
            });
        }
    }
}

fn close(builder: &mut Builder<'_>, mut open: Open<'_>) {
    let section = open.section;
    read(builder, &mut open);
    let text = Text::join(&open.paragraphs, '\n');
    let line = section.heading.pattern.line;
    let whole = Text::join([&open.heading, &text], '\n');
    let period = open.period.as_ref().map(|p| builder.period(p));
    builder.written(&open.heading, Place::Heading);
    builder.written(&text, Place::Text);
    builder.sections[open.slot] = Section {
        level: section.level,
        number: open.number.as_ref().map(|n| n.as_str().to_owned()),
        heading: Some(open.heading.one_line().as_str().to_owned()),
        period,
        text: text.as_str().to_owned(),
        page: open.heading.page().unwrap_or(1),
        at: builder.at(&whole, line, None),
    };
}

/// Reads the paragraphs that have not been read: indicators, labelled fields, entries, and the rest.
fn read(builder: &mut Builder<'_>, open: &mut Open<'_>) {
    let section = open.section;
    let new: Vec<Text> = open.paragraphs[open.done..].to_vec();
    open.done = open.paragraphs.len();
    if new.is_empty() {
        return;
    }
    let paragraphs = without_indicators(builder, section, new);
    let paragraphs = labelled(builder, open, paragraphs);
    if section.items.is_empty() {
        body(builder, open, &paragraphs);
    } else {
        entries(builder, open, &paragraphs);
    }
}

/// Reads the indicators of paragraphs; returns those that are none: what an indicator was read from is
/// no entry as well.
fn without_indicators(
    builder: &mut Builder<'_>,
    section: &SectionRule,
    mut paragraphs: Vec<Text>,
) -> Vec<Text> {
    if section.indicators.is_empty() {
        return paragraphs;
    }
    let text = Text::join(&paragraphs, '\n');
    let taken = builder.indicators(&text, &section.indicators, None);
    let mut start = 0;
    paragraphs.retain(|p| {
        let range = start..start + p.chars().len();
        start = range.end + 1;
        !taken
            .iter()
            .any(|t| t.start < range.end && range.start < t.end)
    });
    paragraphs
}

/// Puts labelled paragraphs into fields of the section's own item; returns the others.
fn labelled(builder: &mut Builder<'_>, open: &Open<'_>, paragraphs: Vec<Text>) -> Vec<Text> {
    let section = open.section;
    let Some(item) = open.item.filter(|_| !section.labels.is_empty()) else {
        return paragraphs;
    };
    let line = section.heading.pattern.line;
    let mut others = Vec::new();
    let mut fields: Vec<(String, Vec<Text>)> = Vec::new();
    // whether the last label stands alone, so that paragraphs behind it are its value
    let mut alone = false;
    for paragraph in &paragraphs {
        match label_and_value(paragraph, &section.labels) {
            Some((label, value)) => {
                alone = value.is_blank();
                let name: String = label.as_str().split_whitespace().collect();
                fields.push((name, Vec::from_iter((!alone).then_some(value))));
            }
            None if alone => fields.iter_mut().rev().take(1).for_each(|(_, values)| {
                values.push(paragraph.clone());
            }),
            None => others.push(paragraph.clone()),
        }
    }
    for (label, values) in fields {
        let text = Text::join(&values, '\n');
        let read = builder.value(&text, &Context::default(), line, None);
        insert_apart(&mut builder.drafts[item].fields, label, read);
    }
    others
}

/// `LABEL：VALUE`, `【LABEL】VALUE`, or the label alone.
fn label_and_value(paragraph: &Text, labels: &[Re]) -> Option<(Text, Text)> {
    let folded = paragraph.folded();
    let text = folded.as_str();
    let start = text.len() - text.trim_start_matches(OPENING).len();
    let inner = &text[start..];
    let end = inner.find(CLOSING).unwrap_or(inner.len());
    let label: String = inner[..end].split_whitespace().collect();
    if !labels.iter().any(|l| l.matches_whole(&label)) {
        return None;
    }
    let behind = inner[end..].trim_start_matches(CLOSING);
    let chars = |byte: usize| folded.char_index(byte);
    let label = paragraph.char_slice(chars(start)..chars(start + end));
    let value = paragraph.char_slice(chars(text.len() - behind.len())..paragraph.chars().len());
    Some((label.into_trimmed(), value.into_trimmed()))
}

/// What may stand before a label, and between it and its value.
const OPENING: [char; 14] = [
    '【', '[', '<', '(', '〔', '■', '◆', '◇', '○', '●', '・', '▼', '□', ' ',
];
const CLOSING: [char; 6] = ['】', ']', '>', ')', '〕', ':'];

/// Puts paragraphs into the body field of the section's own item.
fn body(builder: &mut Builder<'_>, open: &Open<'_>, paragraphs: &[Text]) {
    if let (Some(field), Some(item)) = (&open.section.body, open.item)
        && !paragraphs.is_empty()
    {
        let line = open.section.heading.pattern.line;
        let read = builder.value(
            &Text::join(paragraphs, '\n'),
            &Context::default(),
            line,
            None,
        );
        builder.drafts[item]
            .fields
            .insert(field.clone(), Some(read));
    }
}

fn entries(builder: &mut Builder<'_>, open: &Open<'_>, paragraphs: &[Text]) {
    let section = open.section;
    let mut found: Vec<(Captured, Option<Text>)> = Vec::new();
    let mut unmatched: Vec<Text> = Vec::new();
    each_entry(
        &cut(paragraphs, &section.cut),
        |entry| matched(entry, section),
        |hit| found.push(hit),
        |entry| unmatched.push(entry.clone()),
    );
    for (captured, rest) in &found {
        let item = &section.items[captured.item];
        let mut draft = builder.draft(captured, item, None, false);
        draft.within = section.name.clone();
        if let (Some(field), Some(rest)) = (&item.body, rest) {
            let read = builder.value(rest, &Context::default(), item.pattern.line, None);
            draft.fields.insert(field.clone(), Some(read));
            let at = builder.at(rest, item.pattern.line, None);
            draft.at.extend(at);
        }
        builder.add(draft);
    }
    if section.body.is_some() {
        body(builder, open, &unmatched);
        return;
    }
    for text in unmatched {
        let message = format!("`{}` fits no item of its section", text.one_line().as_str());
        let at = builder.at(&text, section.heading.pattern.line, None);
        builder.find(Code::EntryUnmatched, message, at);
    }
}

/// An entry whole; or, where the item has a body, its first paragraph, and the rest as the body.
fn matched(entry: &Text, section: &SectionRule) -> Option<(Captured, Option<Text>)> {
    let first_end = entry.as_str().find('\n');
    if let Some(end) = first_end {
        let with_body = |c: &Captured| section.items[c.item].body.is_some();
        let head = capture(&entry.slice(0..end), &section.items).filter(with_body);
        if let Some(captured) = head {
            let rest = entry.slice(end + 1..entry.as_str().len());
            return Some((captured, Some(rest.one_line())));
        }
    }
    Some((capture(entry, &section.items)?, None))
}
