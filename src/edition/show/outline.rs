//! The order in which a comparison is shown: what matters by the places of the plan, the rest by its kind.

use super::places::{Finder, Places};
use super::row::{self, Row};
use crate::edition::{By, Change, Comparison, Kind, Of, Pair, Subject, Weight};
use std::collections::{BTreeMap, HashMap, HashSet};

/// All of it.
pub(super) struct Outline<'c> {
    /// What has a change that matters, in the order of the plan.
    pub(super) groups: Vec<Group<'c>>,
    /// Routine changes of everything else, by kind.
    pub(super) routine: Vec<Lot<'c>>,
    /// Clerical changes of everything, by kind.
    pub(super) clerical: Vec<Lot<'c>>,
}

/// What belongs to one place of the plan.
pub(super) struct Group<'c> {
    pub(super) subject: Subject,
    /// From the top down.
    pub(super) path: Vec<String>,
    pub(super) blocks: Vec<Block<'c>>,
}

/// One measure with all its changes but the clerical ones.
pub(super) struct Block<'c> {
    pub(super) of: &'c Of,
    pub(super) sign: Sign,
    pub(super) rows: Vec<Row<'c>>,
    /// How sure it is that both editions mean the same, where that is not plain.
    pub(super) doubt: Option<f64>,
}

/// What became of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Came,
    Went,
    Stays,
}

/// Changes of one kind.
pub(super) struct Lot<'c> {
    pub(super) kind: Kind,
    pub(super) entries: Vec<Entry<'c>>,
}

/// One of them, or several that are the same for many measures.
pub(super) struct Entry<'c> {
    /// What it is about; nothing where it is about many.
    pub(super) of: Option<&'c Of>,
    pub(super) row: Row<'c>,
    pub(super) times: usize,
}

/// One side of what a change is about: the new one, unless there is none or it became several.
pub(super) fn main_of(change: &Change) -> Option<(bool, &Of)> {
    match (change.old.as_slice(), change.new.as_slice()) {
        ([one], [] | [_, _, ..]) => Some((false, one)),
        (_, [first, ..]) => Some((true, first)),
        ([first, ..], []) => Some((false, first)),
        ([], []) => None,
    }
}

type Key<'c> = (Subject, bool, &'c str);

fn key(change: &Change) -> Key<'_> {
    let (new, id) = main_of(change).map_or((true, ""), |(new, of)| (new, of.id.as_str()));
    (change.subject, new, id)
}

/// What stands for a change that names nothing.
static NAMELESS: Of = Of {
    id: String::new(),
    number: None,
    title: String::new(),
    at: Vec::new(),
};

impl<'c> Outline<'c> {
    pub(super) fn of(comparison: &'c Comparison, places: &'c Places) -> Self {
        let finder = Finder::new(comparison, places);
        let matter = |c: &&Change| c.weight == Weight::Substantive;
        let blocks: HashSet<Key<'_>> = comparison.changes.iter().filter(matter).map(key).collect();
        let rest = comparison.changes.iter();
        let rest: Vec<&Change> = rest
            .filter(|c| c.weight == Weight::Routine && !blocks.contains(&key(c)))
            .collect();
        let clerical = comparison.changes.iter();
        let clerical = clerical.filter(|c| c.weight == Weight::Clerical).collect();
        Self {
            groups: groups(comparison, &finder, &blocks),
            routine: lots(rest, &finder),
            clerical: lots(clerical, &finder),
        }
    }
}

fn groups<'c>(
    comparison: &'c Comparison,
    finder: &Finder<'c>,
    wanted: &HashSet<Key<'c>>,
) -> Vec<Group<'c>> {
    let pairs = comparison.items.iter().chain(&comparison.indicators);
    let pairs: HashMap<&str, &Pair> = pairs.map(|p| (p.new.as_str(), p)).collect();
    let mut out: Vec<Group<'c>> = Vec::new();
    let mut group_of: HashMap<(Subject, Vec<String>), usize> = HashMap::new();
    let mut block_of: HashMap<Key<'c>, (usize, usize)> = HashMap::new();
    let shown = comparison.changes.iter();
    for change in shown.filter(|c| c.weight != Weight::Clerical && wanted.contains(&key(c))) {
        let key = key(change);
        let (group, block) = *block_of.entry(key).or_insert_with(|| {
            let path = match change.subject {
                Subject::Item | Subject::Indicator => finder.path(key.1, key.2),
                _ => Vec::new(),
            };
            let group = *group_of
                .entry((change.subject, path.clone()))
                .or_insert(out.len());
            if group == out.len() {
                out.push(Group {
                    subject: change.subject,
                    path,
                    blocks: Vec::new(),
                });
            }
            let blocks = &mut out[group].blocks;
            blocks.push(block(change, pairs.get(key.2).copied()));
            (group, blocks.len() - 1)
        });
        let block = &mut out[group].blocks[block];
        block.sign = sign(change).unwrap_or(block.sign);
        block.rows.push(Row::of(change, finder));
    }
    out
}

fn block<'c>(change: &'c Change, pair: Option<&Pair>) -> Block<'c> {
    let doubt = pair.filter(|p| p.by == By::Likeness).map(|p| p.sureness);
    let paired = !change.old.is_empty() && !change.new.is_empty();
    Block {
        of: main_of(change).map_or(&NAMELESS, |(_, of)| of),
        sign: Sign::Stays,
        rows: Vec::new(),
        doubt: doubt.filter(|_| paired),
    }
}

fn sign(change: &Change) -> Option<Sign> {
    match change.kind {
        Kind::Added | Kind::RepeatAdded => Some(Sign::Came),
        Kind::Removed | Kind::RepeatRemoved => Some(Sign::Went),
        _ => None,
    }
}

/// Changes by kind, each in the order of the plan; year columns that moved on alike are one entry.
fn lots<'c>(changes: Vec<&'c Change>, finder: &Finder<'c>) -> Vec<Lot<'c>> {
    let mut by_kind: BTreeMap<Kind, Vec<&'c Change>> = BTreeMap::new();
    for change in changes {
        by_kind.entry(change.kind).or_default().push(change);
    }
    let lot = |(kind, changes): (Kind, Vec<&'c Change>)| Lot {
        kind,
        entries: match kind {
            Kind::YearsRolled => rolled(&changes, finder),
            _ => changes.iter().map(|c| entry(c, finder)).collect(),
        },
    };
    by_kind.into_iter().map(lot).collect()
}

fn entry<'c>(change: &'c Change, finder: &Finder<'c>) -> Entry<'c> {
    Entry {
        of: main_of(change).map(|(_, of)| of),
        row: Row::of(change, finder),
        times: 1,
    }
}

fn rolled<'c>(changes: &[&'c Change], finder: &Finder<'c>) -> Vec<Entry<'c>> {
    let mut out: Vec<Entry<'c>> = Vec::new();
    let mut seen = HashMap::new();
    for change in changes {
        let years = (&change.before, &change.after, &change.note);
        let at = *seen.entry(years).or_insert(out.len());
        match out.get_mut(at) {
            None => out.push(entry(change, finder)),
            Some(entry) => {
                entry.times += 1;
                entry.of = None;
                entry.row.pages.clear();
            }
        }
    }
    out
}

impl Group<'_> {
    /// Its heading.
    pub(super) fn title(&self) -> String {
        let place = self.path.join(" › ");
        match (self.subject, place.is_empty()) {
            (Subject::Item, false) => place,
            (subject, true) => super::wording::subject(subject).to_owned(),
            (subject, false) => format!("{}: {place}", super::wording::subject(subject)),
        }
    }
}

impl Block<'_> {
    /// Its heading.
    pub(super) fn title(&self) -> String {
        let subject = self.rows.first().map(|row| row.change.subject);
        row::name_in(subject.unwrap_or(Subject::Item), self.of)
    }

    /// The page that stands beside its heading: that of the first change.
    pub(super) fn pages(&self) -> &str {
        self.rows.first().map_or("", |row| row.pages.as_str())
    }

    /// The rows that say more than the heading and its sign.
    pub(super) fn telling(&self) -> impl Iterator<Item = &Row<'_>> {
        self.rows.iter().filter(|row| !row.is_only_a_sign())
    }
}

impl Entry<'_> {
    /// What it is about; nothing where it is about many.
    pub(super) fn title(&self) -> Option<String> {
        let subject = self.row.change.subject;
        self.of.map(|of| row::name_in(subject, of))
    }
}

impl Row<'_> {
    /// Its pages, where neither the heading above nor its parts say them.
    pub(super) fn own_pages(&self, heading: &str) -> &str {
        match self.body {
            row::Body::Parts(_) => "",
            _ if self.pages == heading => "",
            _ => &self.pages,
        }
    }

    /// It says only that the whole came or went.
    fn is_only_a_sign(&self) -> bool {
        let signs = matches!(self.change.kind, Kind::Added | Kind::Removed);
        signs && matches!(self.body, row::Body::Nothing) && self.change.note.is_none()
    }
}
