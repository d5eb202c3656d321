//! What became of a paragraph outside tables.

use super::Subject;
use super::chain::{line_of, overlap};
use super::entries::say_tried;
use super::origin::{cut_words, section_name};
use super::report::{Explanation, quote};
use crate::document::At;
use crate::flow::Block;
use crate::rule::apply::{capture, cut};
use crate::rule::model::{Rule, Section};

/// Most headings of sections that are named.
const MOST_SECTIONS: usize = 6;

/// Why a paragraph became no item.
pub fn say_why(subject: &Subject<'_>, out: &mut Explanation, block: &Block) {
    let Some(rule) = subject.rule else {
        out.say(
            "why",
            "no rule reads this document: its text is in one section",
        );
        return;
    };
    if let Some(why) = hidden(subject, rule, block) {
        out.say("why", why);
        return;
    }
    let heading = rule
        .sections
        .iter()
        .find(|s| capture(&block.text, std::slice::from_ref(&s.heading)).is_some());
    if let Some(section) = heading {
        let line = subject.rule_line(section.heading.pattern.line);
        let why = match &section.heading.kind {
            Some(kind) => format!("it is a heading, and a {kind}"),
            None => "it is a heading, and the rule gives it no `kind`".into(),
        };
        out.say("why", why);
        out.from("rule", line.unwrap_or_default());
        return;
    }
    match section_of(subject, rule, block) {
        Some(section) => in_section(subject, out, section, block),
        None => outside(subject, out, rule),
    }
}

/// Furniture and footnotes.
fn hidden(subject: &Subject<'_>, rule: &Rule, block: &Block) -> Option<String> {
    let folded = block.text.folded();
    let text = folded.as_str().trim();
    let named = rule
        .furniture
        .patterns
        .iter()
        .find(|p| p.matches_whole(text));
    if let Some(re) = named {
        let line = subject.rule_line(re.line).unwrap_or_default();
        return Some(format!("it is furniture by the rule: {line}"));
    }
    if rule.furniture.hides(block) {
        return Some("it is a running head or page number: it repeats at the edge of pages; `keep` of `[furniture]` makes it text".into());
    }
    let note = rule
        .footnotes
        .iter()
        .find(|p| p.is_match(folded.as_str()))?;
    let line = subject.rule_line(note.line).unwrap_or_default();
    Some(format!("it is a footnote: {line}"))
}

/// The section that a paragraph was read in: the deepest one that holds its text and place.
fn section_of<'r>(subject: &Subject<'_>, rule: &'r Rule, block: &Block) -> Option<&'r Section> {
    let places = block.text.at();
    let here = |at: &At| places.iter().any(|p| overlap(p, at));
    let sections = subject.document.sections.iter();
    let holds = sections.filter(|s| s.text.contains(block.text.as_str()) && s.at.iter().any(here));
    let deepest = holds.max_by_key(|s| s.level)?;
    let line = line_of(deepest.at.first()?)?;
    rule.sections
        .iter()
        .find(|s| s.heading.pattern.line == line)
}

fn in_section(subject: &Subject<'_>, out: &mut Explanation, section: &Section, block: &Block) {
    let name = section_name(section);
    out.say(
        "section",
        format!(
            "it is text of the section {name}{}",
            cut_words(&section.cut)
        ),
    );
    out.from(
        "rule",
        subject
            .rule_line(section.heading.pattern.line)
            .unwrap_or_default(),
    );
    if section.items.is_empty() {
        let why = match &section.body {
            Some(body) => {
                format!("the section has no `item`: its text is the field `{body}` of its heading")
            }
            None => "the section has no `item`: its text is no entry".into(),
        };
        out.say("why", why);
        return;
    }
    let entries = cut(std::slice::from_ref(&block.text), &section.cut);
    for entry in entries.iter().take(2) {
        say_tried(subject, out, entry, &section.items);
    }
}

/// Text before the first heading that the rule names.
fn outside(subject: &Subject<'_>, out: &mut Explanation, rule: &Rule) {
    if rule.sections.is_empty() {
        out.say(
            "why",
            "it is running text, and the rule has no `[[section]]`",
        );
        return;
    }
    out.say(
        "why",
        "it is running text under no heading that the rule names; it names these",
    );
    for section in rule.sections.iter().take(MOST_SECTIONS) {
        let line = subject.rule_line(section.heading.pattern.line);
        out.from("heading", line.unwrap_or_default());
    }
    if let Some(more @ 1..) = rule.sections.len().checked_sub(MOST_SECTIONS) {
        out.from("heading", format!("and {more} more"));
    }
}

/// Text of a block, as it is printed.
pub fn shown(block: &Block) -> String {
    quote(block.text.as_str())
}
