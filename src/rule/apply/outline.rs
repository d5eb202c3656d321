//! Text without a rule: all of it, in one section.

use super::builder::Builder;
use crate::document::Section;
use crate::flow::{Flow, Part};
use crate::text::Text;

/// Puts the running text into a section of level 0.
pub fn sections(builder: &mut Builder<'_>, flow: &Flow) {
    let texts: Vec<&Text> = flow
        .parts
        .iter()
        .filter_map(|p| match p {
            Part::Block(b) if !b.furniture => Some(&b.text),
            _ => None,
        })
        .collect();
    if let Some(first) = texts.first() {
        let all = Text::join(texts.iter().copied(), '\n');
        builder.sections.push(Section {
            level: 0,
            number: None,
            heading: None,
            period: None,
            text: all.as_str().to_owned(),
            page: first.page().unwrap_or(1),
            at: all.at(),
        });
    }
}
