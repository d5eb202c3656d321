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
/// are compared as those.
pub fn sections(old: &Document, new: &Document) -> Vec<Change> {
    let (known_old, known_new) = (Known::of(old), Known::of(new));
    let mut before: FxHashMap<String, Vec<&Section>> = FxHashMap::default();
    for section in old.sections.iter().rev() {
        before.entry(heading(section)).or_default().push(section);
    }
    let mut out = Vec::new();
    for section in &new.sections {
        let other = before.get_mut(&heading(section)).and_then(Vec::pop);
        match other {
            Some(other) => out.extend(both((other, &known_old), (section, &known_new))),
            None => out.extend(alone(Kind::Added, section, &known_new)),
        }
    }
    for section in &old.sections {
        let left = before.get(&heading(section));
        if left.is_some_and(|l| l.iter().any(|o| std::ptr::eq(*o, section))) {
            out.extend(alone(Kind::Removed, section, &known_old));
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

/// A section that is on one side only, if it is more than what is compared elsewhere.
fn alone(kind: Kind, section: &Section, known: &Known<'_>) -> Option<Change> {
    let lines = known.others(section.text.lines());
    let heading = section.heading.as_deref().unwrap_or_default();
    let is_item = known.has(&essence(heading));
    if lines.is_empty() && (heading.is_empty() || is_item) {
        return None;
    }
    let change = Change::new(kind, Weight::Substantive, Subject::Section).field("text");
    let text = lines.join("\n");
    Some(match kind {
        Kind::Added => change.of([], [of(section)]).texts(None, Some(&text)),
        _ => change.of([of(section)], []).texts(Some(&text), None),
    })
}

/// The lines of a section that are not in the other edition.
fn both(
    (old, known_old): (&Section, &Known<'_>),
    (new, known_new): (&Section, &Known<'_>),
) -> Option<Change> {
    if old.text == new.text {
        return None;
    }
    let (in_old, in_new) = (essence(&old.text), essence(&new.text));
    if in_old == in_new {
        let change = Change::new(Kind::Reworded, Weight::Clerical, Subject::Section).field("text");
        let change = change.of([of(old)], [of(new)]);
        return Some(change.texts(Some(&old.text), Some(&new.text)));
    }
    // lines may be broken elsewhere, so it is the whole text that has them or not
    let differing = |text: &str, known: &Known<'_>, other: &str| {
        let lines = text.lines().filter(|line| !other.contains(&essence(line)));
        known.others(lines).join("\n")
    };
    let before = differing(&old.text, known_old, &in_new);
    let after = differing(&new.text, known_new, &in_old);
    let weight = match weight_of(&before, &after)? {
        // 「令和6年3月31日現在」
        Weight::Substantive if undated(&before) == undated(&after) => Weight::Routine,
        weight => weight,
    };
    let change = Change::new(Kind::Reworded, weight, Subject::Section).field("text");
    let change = change.of([of(old)], [of(new)]);
    Some(change.texts(Some(&before), Some(&after)).with_words())
}

fn undated(text: &str) -> String {
    without_years(&essence(text)).0
}

/// What a document says as items, indicators, legend entries and footnotes; made when it is asked for.
struct Known<'d> {
    document: &'d Document,
    essences: OnceCell<Vec<String>>,
}

impl<'d> Known<'d> {
    fn of(document: &'d Document) -> Self {
        Self {
            document,
            essences: OnceCell::new(),
        }
    }

    /// Sorted, each once.
    fn essences(&self) -> &[String] {
        self.essences.get_or_init(|| {
            let long = |text: &String| text.chars().count() >= SHORTEST;
            let mut all: Vec<String> = texts(self.document)
                .into_par_iter()
                .map(|t| essence(t))
                .filter(long)
                .collect();
            all.sort();
            all.dedup();
            all
        })
    }

    fn has(&self, essence: &str) -> bool {
        self.essences()
            .binary_search_by(|known| known.as_str().cmp(essence))
            .is_ok()
    }

    /// The lines that say something of their own.
    fn others<'t>(&self, lines: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
        let own = |line: &&str| {
            let line = essence(line);
            !line.is_empty() && !self.essences().iter().any(|k| line.contains(k.as_str()))
        };
        lines.filter(own).collect()
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
