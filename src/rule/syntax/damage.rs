//! [`Damage`]: what of a rule file could not be read, so that nothing is said about its absence.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeValue;

/// Where placeholders stand: at no place of the file. Nothing is reported there.
pub const NOWHERE: usize = usize::MAX;

/// What was left out of a rule file.
#[derive(Debug, Default)]
pub struct Damage {
    /// Bytes at which something was left out or does not work.
    places: Vec<usize>,
    /// Where the keys and values begin that stand in the table of something left out.
    beside: BTreeSet<usize>,
    /// The texts that were left out: names that others may refer to.
    lost: Vec<String>,
}

impl Damage {
    /// Something at a place does not work.
    pub fn at(&mut self, place: usize) {
        self.places.push(place);
    }

    /// A value that was left out, with all its texts.
    pub fn lose(&mut self, value: &Spanned<DeValue<'_>>) {
        self.at(value.span().start);
        match value.get_ref() {
            DeValue::String(text) => self.lost.push(text.to_string()),
            DeValue::Array(list) => list.iter().for_each(|v| self.lose(v)),
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.lost.push(key.get_ref().to_string());
                    self.lose(value);
                }
            }
            _ => {}
        }
    }

    /// The values of a table of which something was left out.
    pub fn beside<'v, 'i: 'v>(
        &mut self,
        values: impl IntoIterator<Item = &'v Spanned<DeValue<'i>>>,
    ) {
        self.beside
            .extend(values.into_iter().map(|v| v.span().start));
    }

    /// Whether something was left out of the table in which the value at a place stands.
    pub fn is_beside(&self, place: usize) -> bool {
        self.beside.contains(&place)
    }

    /// Whether something within a range of bytes does not work.
    pub fn is_within(&self, range: &Range<usize>) -> bool {
        self.places.iter().any(|p| range.contains(p))
    }

    /// Whether anything was left out at all.
    pub fn is_none(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether a text that was left out contains another.
    pub fn lost(&self, text: &str) -> bool {
        self.lost.iter().any(|lost| lost.contains(text))
    }
}

/// The parts of a rule file: the bytes of each `[[table]]`, `[[table.column]]`, `[match]` and so on, from its
/// header to the next one that does not stand within it.
#[derive(Debug)]
pub struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    name: String,
    range: Range<usize>,
}

impl Part {
    /// How many tables deep it stands: `[[table.column]]` 2.
    fn depth(&self) -> usize {
        self.name.split('.').count()
    }
}

impl Parts {
    /// The parts of a text, by its lines that open a table.
    pub fn of(source: &Arc<str>) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            if let Some(name) = header(line) {
                let range = at..source.len();
                let part = Part { name, range };
                let open = parts.iter_mut().filter(|p| p.range.end == source.len());
                open.filter(|p| p.depth() >= part.depth())
                    .for_each(|p| p.range.end = at);
                parts.push(part);
            }
            at += line.len();
        }
        Self(parts)
    }

    /// The part that a place is in, of those at most so many tables deep.
    pub fn at(&self, place: usize, depth: usize) -> Range<usize> {
        let mut parts = self.0.iter().rev().filter(|p| p.depth() <= depth);
        let part = parts.find(|p| p.range.contains(&place));
        part.map_or(0..0, |p| p.range.clone())
    }

    /// The parts of a name.
    pub fn named<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Range<usize>> {
        let parts = self.0.iter().filter(move |p| p.name == name);
        parts.map(|p| &p.range)
    }
}

/// The name of the table that a line opens.
fn header(line: &str) -> Option<String> {
    let inner = line.trim_start().strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let bare = |c: &char| c.is_ascii_alphanumeric() || "._-".contains(*c);
    let name: String = inner.chars().take_while(bare).collect();
    let closed = inner[name.len()..].starts_with(']');
    (closed && !name.is_empty()).then_some(name)
}
