//! Text without a rule: all of it, in one section.

use super::builder::Builder;
use crate::account::Place;
use crate::document::Section;
use crate::flow::{Flow, Part};
use crate::text::Text;

/// Puts the running text into a section of level 0.
pub fn sections(builder: &mut Builder<'_>, flow: &Flow) {
    let mut texts: Vec<&Text> = Vec::new();
    for part in &flow.parts {
        match part {
            Part::Block(b) if b.furniture => builder.written(&b.text, Place::Furniture),
            Part::Block(b) => texts.push(&b.text),
            Part::Table(_) => {}
        }
    }
    if let Some(first) = texts.first() {
        let all = Text::join(texts.iter().copied(), '\n');
        builder.written(&all, Place::Text);
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
