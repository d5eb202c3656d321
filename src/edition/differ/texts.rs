//! Running text and footnotes.

use super::values::{is_deadline, later_or_earlier};
use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::{Document, Footnote, Section};
use crate::edition::essence::{dates, essence, says_same, undated, without_years};
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::collections::VecDeque;

/// What differs between the footnotes, by their terms.
pub fn footnotes(old: &Document, new: &Document) -> Vec<Change> {
    let key = |note: &Footnote| (essence(&note.term), essence(&note.text));
    let pairs = pairs(&old.footnotes, &new.footnotes, key);
    let of = |note: &Footnote| Of {
        id: note.term.clone(),
        number: None,
        title: note.text.clone(),
        at: note.at.clone(),
    };
    let change = |kind, weight| Change::new(kind, weight, Subject::Footnote).field("text");
    let mut out = Vec::new();
    for pair in pairs {
        let (other, note) = match pair {
            (Some(other), Some(note)) => (other, note),
            (None, Some(note)) => {
                let added = change(Kind::Added, Weight::Substantive).of([], [of(note)]);
                out.push(added.texts(None, Some(&note.text)));
                continue;
            }
            (Some(note), None) => {
                let removed = change(Kind::Removed, Weight::Substantive).of([of(note)], []);
                out.push(removed.texts(Some(&note.text), None));
                continue;
            }
            (None, None) => continue,
        };
        let both = |c: Change| c.of([of(other)], [of(note)]);
        if !says_same(&other.term, &note.term) {
            let renumbered = both(change(Kind::Renumbered, Weight::Routine)).field("term");
            out.push(renumbered.texts(Some(&other.term), Some(&note.term)));
        }
        if let Some(weight) = weight_of(&other.text, &note.text) {
            let reworded = both(change(Kind::Reworded, weight));
            out.push(
                reworded
                    .texts(Some(&other.text), Some(&note.text))
                    .with_words(),
            );
        }
    }
    out
}

/// A text of each edition, or of one only.
type Both<'d, T> = (Option<&'d T>, Option<&'d T>);

/// The texts that belong together, in the order of the new edition, then those that went: the same name and text
/// first, then the same text, then the same name, in their order.
fn pairs<'d, T>(
    old: &'d [T],
    new: &'d [T],
    key: impl Fn(&T) -> (String, String),
) -> Vec<Both<'d, T>> {
    let (old_keys, new_keys): (Vec<_>, Vec<_>) = (
        old.iter().map(&key).collect(),
        new.iter().map(&key).collect(),
    );
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut left = vec![true; old.len()];
    type Part = fn(&(String, String)) -> (&str, &str);
    let ways: [Part; 3] = [|k| (&k.0, &k.1), |k| ("", &k.1), |k| (&k.0, "")];
    for way in ways {
        let mut places: FxHashMap<(&str, &str), VecDeque<usize>> = FxHashMap::default();
        for (i, key) in old_keys.iter().enumerate().filter(|(i, _)| left[*i]) {
            places.entry(way(key)).or_default().push_back(i);
        }
        for (j, key) in new_keys.iter().enumerate() {
            if of_new[j].is_none() {
                of_new[j] = places.get_mut(&way(key)).and_then(VecDeque::pop_front);
                of_new[j].into_iter().for_each(|i| left[i] = false);
            }
        }
    }
    let kept = new
        .iter()
        .zip(of_new)
        .map(|(note, i)| (i.map(|i| &old[i]), Some(note)));
    let gone = old
        .iter()
        .zip(left)
        .filter(|(_, left)| *left)
        .map(|(note, _)| (Some(note), None));
    kept.chain(gone).collect()
}

/// What differs between the running texts, by their headings. Lines that are items, indicators, legends or footnotes
/// are compared as those; a line that stands under another heading, or is broken elsewhere, is the same.
pub fn sections(old: &Document, new: &Document) -> Vec<Change> {
    let (all_old, all_new) = (Running::new(old), Running::new(new));
    let key = |section: &Section| (heading(section), essence(&section.text));
    let mut out = Vec::new();
    for pair in pairs(&old.sections, &new.sections, key) {
        if let (Some(a), Some(b)) = pair {
            out.extend(number(a, b));
        }
        out.extend(match pair {
            (Some(a), Some(b)) => both((a, &all_old), (b, &all_new)),
            (None, Some(b)) => alone(Kind::Added, b, &all_new, &all_old),
            (Some(a), None) => alone(Kind::Removed, a, &all_old, &all_new),
            (None, None) => None,
        });
    }
    out
}

/// The number of a heading.
fn number(old: &Section, new: &Section) -> Option<Change> {
    let (before, after) = (old.number.as_deref(), new.number.as_deref());
    let weight = weight_of(before.unwrap_or_default(), after.unwrap_or_default())?;
    let change = Change::new(Kind::Renumbered, weight, Subject::Section).field("number");
    Some(change.of([of(old)], [of(new)]).texts(before, after))
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
        Some(weight) => Some(dated(change(weight, &before, &after).with_words())),
    }
}

/// A change of dates only: when something is to be done, or as of when something is said, as each edition does.
fn dated(mut change: Change) -> Change {
    let text = |t: &Option<String>| essence(t.as_deref().unwrap_or_default());
    let (before, after) = (text(&change.before), text(&change.after));
    if undated(&before) != undated(&after) {
        return change;
    }
    if is_deadline(&before) {
        let last = |text: &str| dates(text).into_iter().max();
        change.kind = Kind::DeadlineMoved;
        change.direction = later_or_earlier(last(&before).cmp(&last(&after)));
    } else {
        change.weight = Weight::Routine;
    }
    change
}

/// The running text of a document.
struct Running<'d> {
    document: &'d Document,
    /// The essences of all sections and headings; made when it is asked for.
    all: OnceCell<String>,
    /// What the document says as items, indicators, legend entries and footnotes.
    known: OnceCell<Option<AhoCorasick>>,
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

    /// Finds the longest of them at each place.
    fn known(&self) -> Option<&AhoCorasick> {
        let build = || {
            let long = |text: &String| text.chars().count() >= SHORTEST;
            let texts = texts(self.document).into_par_iter();
            let all: Vec<String> = texts.map(|t| essence(t)).filter(long).collect();
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&all)
                .ok()
        };
        self.known.get_or_init(build).as_ref()
    }

    /// Whether a line is made of what is compared as something else, with bullets and numbers between.
    fn is_known(&self, line: &str) -> bool {
        let Some(known) = self.known() else {
            return false;
        };
        let mut rest = String::new();
        known.replace_all_with(line, &mut rest, |_, _, _| true);
        !rest.contains(char::is_alphabetic)
    }

    /// The lines of a text of this document that the other does not say as often, and that say something of their
    /// own: no arrows, and nothing that is compared as an item.
    fn differing(&self, text: &str, other: &Self) -> String {
        let differs = |line: &&str| {
            let line = essence(line);
            let times = |all: &str| memmem::find_iter(all.as_bytes(), line.as_bytes()).count();
            line.contains(char::is_alphanumeric)
                && times(self.all()) != times(other.all())
                && !self.is_known(&line)
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
