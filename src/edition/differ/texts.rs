//! Running text and footnotes.

use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::{Document, Footnote, Section};
use crate::edition::essence::{essence, without_years};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// What differs between the footnotes, by their terms.
pub fn footnotes(old: &Document, new: &Document) -> Vec<Change> {
    let mut before: FxHashMap<String, Vec<&Footnote>> = FxHashMap::default();
    for note in old.footnotes.iter().rev() {
        before.entry(essence(&note.term)).or_default().push(note);
    }
    let of = |note: &Footnote| Of {
        id: note.term.clone(),
        number: None,
        title: note.text.clone(),
        at: note.at.clone(),
    };
    let change = |kind, weight| Change::new(kind, weight, Subject::Footnote).field("text");
    let mut out = Vec::new();
    for note in &new.footnotes {
        let other = before.get_mut(&essence(&note.term)).and_then(Vec::pop);
        let Some(other) = other else {
            let added = change(Kind::Added, Weight::Substantive).of([], [of(note)]);
            out.push(added.texts(None, Some(&note.text)));
            continue;
        };
        let Some(weight) = weight_of(&other.text, &note.text) else {
            continue;
        };
        let reworded = change(Kind::Reworded, weight).of([of(other)], [of(note)]);
        out.push(
            reworded
                .texts(Some(&other.text), Some(&note.text))
                .with_words(),
        );
    }
    for note in &old.footnotes {
        let left = before.get(&essence(&note.term));
        if left.is_some_and(|l| l.iter().any(|o| std::ptr::eq(*o, note))) {
            let removed = change(Kind::Removed, Weight::Substantive).of([of(note)], []);
            out.push(removed.texts(Some(&note.text), None));
        }
    }
    out
}

/// What differs between the running texts, by their headings. Lines that are items, indicators, legends or footnotes
/// are compared as those; a line that stands under another heading, or is broken elsewhere, is the same.
pub fn sections(old: &Document, new: &Document) -> Vec<Change> {
    let (old, new) = (Running::new(old), Running::new(new));
    let mut before: FxHashMap<String, Vec<&Section>> = FxHashMap::default();
    for section in old.document.sections.iter().rev() {
        before.entry(heading(section)).or_default().push(section);
    }
    let mut out = Vec::new();
    for section in &new.document.sections {
        let other = before.get_mut(&heading(section)).and_then(Vec::pop);
        match other {
            Some(other) => out.extend(both((other, &old), (section, &new))),
            None => out.extend(alone(Kind::Added, section, &new, &old)),
        }
    }
    for section in &old.document.sections {
        let left = before.get(&heading(section));
        if left.is_some_and(|l| l.iter().any(|o| std::ptr::eq(*o, section))) {
            out.extend(alone(Kind::Removed, section, &old, &new));
        }
    }
    out
}

/// A heading without years, which each edition has of its own.
fn heading(section: &Section) -> String {
    without_years(&essence(section.heading.as_deref().unwrap_or_default())).0
}

fn of(section: &Section) -> Of {
    Of {
        id: section.heading.clone().unwrap_or_default(),
        number: section.number.clone(),
        title: section.heading.clone().unwrap_or_default(),
        at: section.at.clone(),
    }
}

/// A section that is on one side only, if it says anything that the other edition does not say elsewhere.
fn alone(kind: Kind, section: &Section, own: &Running<'_>, other: &Running<'_>) -> Option<Change> {
    let heading = section.heading.as_deref().unwrap_or_default();
    let lines = own.differing(&section.text, other);
    if lines.is_empty() && own.differing(heading, other).is_empty() {
        return None;
    }
    let change = Change::new(kind, Weight::Substantive, Subject::Section).field("text");
    let text = if lines.is_empty() {
        heading
    } else {
        lines.as_str()
    };
    Some(match kind {
        Kind::Added => change.of([], [of(section)]).texts(None, Some(text)),
        _ => change.of([of(section)], []).texts(Some(text), None),
    })
}

/// The lines of a section that are not in the other edition.
fn both(
    (old, all_old): (&Section, &Running<'_>),
    (new, all_new): (&Section, &Running<'_>),
) -> Option<Change> {
    if old.text == new.text {
        return None;
    }
    let change = |weight, before: &str, after: &str| {
        let change = Change::new(Kind::Reworded, weight, Subject::Section).field("text");
        let change = change.of([of(old)], [of(new)]);
        change.texts(Some(before), Some(after))
    };
    let before = all_old.differing(&old.text, all_new);
    let after = all_new.differing(&new.text, all_old);
    match weight_of(&before, &after) {
        // what differs is compared elsewhere, or stands elsewhere
        None if essence(&old.text) != essence(&new.text) => None,
        None | Some(Weight::Clerical) => Some(change(Weight::Clerical, &old.text, &new.text)),
        // 「令和6年3月31日現在」
        Some(_) if undated(&before) == undated(&after) => {
            Some(change(Weight::Routine, &before, &after).with_words())
        }
        Some(weight) => Some(change(weight, &before, &after).with_words()),
    }
}

fn undated(text: &str) -> String {
    without_years(&essence(text)).0
}

/// The running text of a document.
struct Running<'d> {
    document: &'d Document,
    /// The essences of all sections and headings; made when it is asked for.
    all: OnceCell<String>,
    /// What the document says as items, indicators, legend entries and footnotes, sorted, each once.
    known: OnceCell<Vec<String>>,
}

impl<'d> Running<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            all: OnceCell::new(),
            known: OnceCell::new(),
        }
    }

    fn all(&self) -> &str {
        self.all.get_or_init(|| {
            let sections = self.document.sections.iter();
            let texts = sections.flat_map(|s| [s.heading.as_deref().unwrap_or_default(), &s.text]);
            texts.map(essence).collect::<Vec<_>>().join("\n")
        })
    }

    fn known(&self) -> &[String] {
        self.known.get_or_init(|| {
            let long = |text: &String| text.chars().count() >= SHORTEST;
            let texts = texts(self.document).into_par_iter();
            let mut all: Vec<String> = texts.map(|t| essence(t)).filter(long).collect();
            all.sort();
            all.dedup();
            all
        })
    }

    /// The lines of a text of this document that the other does not say as often, and that say something of their
    /// own: no arrows, and nothing that is compared as an item.
    fn differing(&self, text: &str, other: &Self) -> String {
        let differs = |line: &&str| {
            let line = essence(line);
            let times = |all: &str| all.matches(line.as_str()).count();
            line.contains(char::is_alphanumeric)
                && times(self.all()) != times(other.all())
                && !self.known().iter().any(|k| line.contains(k.as_str()))
        };
        text.lines().filter(differs).collect::<Vec<_>>().join("\n")
    }
}

/// Texts of fewer characters are in many lines by chance.
const SHORTEST: usize = 3;

/// All that is compared by itself.
fn texts(document: &Document) -> Vec<&String> {
    let plan = &document.plan;
    let of_plan = [
        &plan.title,
        &plan.edition,
        &plan.municipality,
        &plan.published,
        &plan.publisher,
    ];
    let mut out: Vec<&String> = of_plan.into_iter().flatten().collect();
    out.extend(plan.period.as_ref().map(|p| &p.text));
    out.extend(document.legend.iter().map(|l| &l.meaning));
    out.extend(document.footnotes.iter().flat_map(|n| [&n.term, &n.text]));
    out.extend(document.indicators.iter().map(|i| &i.name));
    for item in &document.items {
        out.push(&item.title);
        out.extend(item.fields.values().flatten().map(|v| &v.text));
    }
    out
}
