//! What is true of a step of a chain: which is which, and what differs.
//!
//! It is derived from the draft, where it is known which item is which, before the clerical changes: so changes that
//! cancel each other are no changes, and nothing has to be guessed.

use super::draft::{Draft, Entry, Measured, Role, Tag};
use keikaku::document::{Document, IndicatorValue, Item, Value};
use keikaku::edition::{Kind, Subject, Weight};
use keikaku::normalize::measure_number::plain;
use keikaku::value::years::years;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A true change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrueChange {
    pub kind: Kind,
    /// Kinds that say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub or: Vec<Kind>,
    pub weight: Weight,
    pub subject: Subject,
    pub old: Vec<String>,
    pub new: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// What is true of a step.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Truth {
    /// Which old item is which new item; a split gives several, a merger gives several.
    pub items: BTreeSet<(String, String)>,
    /// Which indicators are the same.
    pub indicators: BTreeSet<(String, String)>,
    /// What differs.
    pub changes: Vec<TrueChange>,
    /// What may be reported, with any weight, and need not be: consequences of the changes.
    pub tolerated: Vec<TrueChange>,
}

/// What may differ in the content of what was split or merged: the split or merger says it already.
const CONTENT: [Kind; 9] = [
    Kind::Reworded,
    Kind::Renumbered,
    Kind::FieldChanged,
    Kind::FieldAdded,
    Kind::FieldRemoved,
    Kind::DeadlineMoved,
    Kind::FlagsChanged,
    Kind::StatusChanged,
    Kind::RefsChanged,
];

/// Derives the truth of a step.
pub fn derive(old: &Document, draft: &Draft) -> Truth {
    let names = draft.names();
    let new_ids = names.into_iter().map(|(tag, (id, _))| (tag, id)).collect();
    let mut deriving = Deriving {
        old,
        draft,
        new_ids,
        truth: Truth::default(),
    };
    deriving.items();
    deriving.indicators();
    deriving.legend();
    deriving.footnotes();
    deriving.sections();
    deriving.plan();
    deriving.truth
}

struct Deriving<'d> {
    old: &'d Document,
    draft: &'d Draft,
    new_ids: BTreeMap<Tag, String>,
    truth: Truth,
}

impl Deriving<'_> {
    fn note(
        &mut self,
        kind: Kind,
        subject: Subject,
        old: &[&str],
        new: &[&str],
    ) -> &mut TrueChange {
        let all = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        self.truth.changes.push(TrueChange {
            kind,
            or: Vec::new(),
            weight: Weight::Substantive,
            subject,
            old: all(old),
            new: all(new),
            field: None,
        });
        self.truth.changes.last_mut().expect("just put in")
    }

    fn tolerate(&mut self, kinds: &[Kind], subject: Subject, old: &[&str], new: &[&str]) {
        self.note(kinds[0], subject, old, new).or = kinds[1..].to_vec();
        let change = self.truth.changes.pop();
        self.truth.tolerated.extend(change);
    }

    fn items(&mut self) {
        let (old, draft) = (self.old, self.draft);
        let mut went: BTreeSet<Tag> = (0..old.items.len()).collect();
        let mut parts: BTreeMap<Tag, Vec<&Entry>> = BTreeMap::new();
        for entry in &draft.entries {
            let new = self.new_ids[&entry.tag].clone();
            for from in &entry.from {
                went.remove(from);
                self.truth
                    .items
                    .insert((old.items[*from].id.clone(), new.clone()));
            }
            match (entry.role, &entry.from[..]) {
                (Role::Split, [from]) => parts.entry(*from).or_default().push(entry),
                (Role::Merged, from) => {
                    let from: Vec<&str> = from.iter().map(|f| old.items[*f].id.as_str()).collect();
                    self.note(Kind::Merged, Subject::Item, &from, &[&new]);
                    self.tolerate(&CONTENT, Subject::Item, &from, &[&new]);
                }
                (_, [from]) => self.same(&old.items[*from], entry, &new),
                _ => {
                    let kind = if entry.repeats.is_some() {
                        Kind::RepeatAdded
                    } else {
                        Kind::Added
                    };
                    self.note(kind, Subject::Item, &[], &[&new]);
                }
            }
        }
        for (from, parts) in parts {
            let from = old.items[from].id.as_str();
            let ids: Vec<String> = parts.iter().map(|p| self.new_ids[&p.tag].clone()).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            self.note(Kind::Split, Subject::Item, &[from], &ids);
            self.tolerate(&CONTENT, Subject::Item, &[from], &ids);
        }
        for tag in went {
            let item = &old.items[tag];
            let kind = if item.repeats.is_some() {
                Kind::RepeatRemoved
            } else {
                Kind::Removed
            };
            self.note(kind, Subject::Item, &[&item.id], &[]);
        }
    }

    /// What differs between an item and itself.
    fn same(&mut self, old: &Item, entry: &Entry, new_id: &str) {
        let (new, id) = (&entry.item, old.id.as_str());
        if self.moved(old, entry) {
            self.note(Kind::Moved, Subject::Item, &[id], &[new_id]);
        }
        if old.number.as_deref().map(plain) != new.number.as_deref().map(plain) {
            self.note(Kind::Renumbered, Subject::Item, &[id], &[new_id]);
        } else {
            // the number stays, the number of what is above it does not
            self.tolerate(&[Kind::Renumbered], Subject::Item, &[id], &[new_id]);
        }
        if old.title != new.title {
            self.note(Kind::Reworded, Subject::Item, &[id], &[new_id]);
        }
        let said = |item: &Item| {
            item.status
                .as_ref()
                .map(|s| (s.mark.clone(), s.code.clone()))
        };
        if said(old) != said(new) {
            self.note(Kind::StatusChanged, Subject::Item, &[id], &[new_id]);
        } else if old.status != new.status {
            // a mark was redefined: the legend says so already
            let kinds = [Kind::StatusChanged, Kind::MarkChanged];
            self.tolerate(&kinds, Subject::Item, &[id], &[new_id]);
        }
        if old.flags != new.flags {
            self.note(Kind::FlagsChanged, Subject::Item, &[id], &[new_id]);
        }
        if old.refs != new.refs {
            self.note(Kind::RefsChanged, Subject::Item, &[id], &[new_id]);
        } else if !old.ref_items.is_empty() {
            self.tolerate(&[Kind::RefsChanged], Subject::Item, &[id], &[new_id]);
        }
        self.fields(old, entry, new_id);
    }

    fn moved(&self, old: &Item, entry: &Entry) -> bool {
        let before = old.parent.as_ref();
        let after = entry.parent.map(|p| &self.draft.entries[self.draft.at(p)]);
        match (before, after) {
            (None, None) => false,
            (Some(before), Some(after)) => {
                !after.from.iter().any(|f| self.old.items[*f].id == *before)
            }
            _ => true,
        }
    }

    fn fields(&mut self, old: &Item, entry: &Entry, new_id: &str) {
        let new = &entry.item;
        let ids = (&[old.id.as_str()][..], &[new_id][..]);
        let labels: BTreeSet<&String> = old.fields.keys().chain(new.fields.keys()).collect();
        for label in labels {
            let (before, after) = (text(old.fields.get(label)), text(new.fields.get(label)));
            if before == after {
                continue;
            }
            let (kind, or) = field_kind(old, new, label, entry.deadlines.contains(label));
            if status_field(old, &before) && status_field(new, &after) {
                // the status is printed in this field: its change is reported as that
                self.tolerate(&[Kind::FieldChanged], Subject::Item, ids.0, ids.1);
                if let Some(change) = self.truth.tolerated.last_mut() {
                    change.field = Some(label.clone());
                }
                continue;
            }
            // the year that comes or goes with a new edition
            let routine = !years(label).is_empty() && (before.is_none() || after.is_none());
            let change = self.note(kind, Subject::Item, ids.0, ids.1);
            change.or = or;
            change.field = Some(label.clone());
            if routine {
                change.weight = Weight::Routine;
            }
        }
    }

    fn indicators(&mut self) {
        let (old, draft) = (self.old, self.draft);
        let mut went: BTreeSet<Tag> = (0..old.indicators.len()).collect();
        for (i, measured) in draft.measured.iter().enumerate() {
            let new = format!("indicator{}", i + 1);
            let Some(from) = measured.from else {
                self.note(Kind::Added, Subject::Indicator, &[], &[&new]);
                continue;
            };
            went.remove(&from);
            let id = old.indicators[from].id.clone();
            self.truth.indicators.insert((id.clone(), new.clone()));
            self.tolerate(&[Kind::Moved], Subject::Indicator, &[&id], &[&new]);
            self.same_indicator(from, measured, &id, &new);
        }
        for tag in went {
            let id = old.indicators[tag].id.clone();
            self.note(Kind::Removed, Subject::Indicator, &[&id], &[]);
        }
    }

    fn same_indicator(&mut self, from: Tag, measured: &Measured, id: &str, new_id: &str) {
        let (old, new) = (&self.old.indicators[from], &measured.indicator);
        let mut kinds = Vec::new();
        if old.name != new.name {
            kinds.push((Kind::Reworded, Weight::Substantive));
        }
        if old.direction != new.direction {
            kinds.push((Kind::DirectionChanged, Weight::Substantive));
        }
        let of_role = |values: &[IndicatorValue], role: &str| -> Vec<(String, Option<i32>)> {
            let values = values.iter().filter(|v| v.role == role);
            values.map(|v| (v.text.clone(), v.year)).collect()
        };
        for (role, kind) in [
            ("target", Kind::TargetChanged),
            ("baseline", Kind::ValueChanged),
        ] {
            if of_role(&old.values, role) != of_role(&new.values, role) {
                kinds.push((kind, Weight::Substantive));
            }
        }
        let by_year = |values| -> BTreeMap<Option<i32>, String> {
            of_role(values, "actual")
                .into_iter()
                .map(|(t, y)| (y, t))
                .collect()
        };
        let (before, after) = (by_year(&old.values), by_year(&new.values));
        for (year, text) in &before {
            match after.get(year) {
                None => kinds.push((Kind::ValueRemoved, Weight::Routine)),
                Some(now) if now != text => kinds.push((Kind::ValueChanged, Weight::Substantive)),
                Some(_) => {}
            }
        }
        if after.keys().any(|year| !before.contains_key(year)) {
            kinds.push((Kind::ValueAdded, Weight::Routine));
        }
        for (kind, weight) in kinds {
            let change = self.note(kind, Subject::Indicator, &[id], &[new_id]);
            change.weight = weight;
        }
    }

    fn legend(&mut self) {
        let (old, new) = (&self.old.legend, &self.draft.document.legend);
        for entry in new {
            match old.iter().find(|e| e.mark == entry.mark) {
                None => drop(self.note(Kind::Added, Subject::Legend, &[], &[&entry.mark])),
                Some(before) if before.meaning != entry.meaning => {
                    let mark = [entry.mark.as_str()];
                    let change = self.note(Kind::Redefined, Subject::Legend, &mark, &mark);
                    change.or = vec![Kind::Reworded];
                }
                Some(_) => {}
            }
        }
    }

    fn footnotes(&mut self) {
        let (old, new) = (&self.old.footnotes, &self.draft.document.footnotes);
        for note in new {
            match old.iter().find(|n| n.term == note.term) {
                None => drop(self.note(Kind::Added, Subject::Footnote, &[], &[&note.term])),
                Some(before) if before.text != note.text => {
                    let term = [note.term.as_str()];
                    let change = self.note(Kind::Reworded, Subject::Footnote, &term, &term);
                    change.or = vec![Kind::Redefined, Kind::FieldChanged];
                }
                Some(_) => {}
            }
        }
        for note in old.iter().filter(|o| new.iter().all(|n| n.term != o.term)) {
            self.note(Kind::Removed, Subject::Footnote, &[&note.term], &[]);
        }
    }

    fn sections(&mut self) {
        for (old, new) in self.old.sections.iter().zip(&self.draft.document.sections) {
            if old.text != new.text {
                let heading = [old.heading.as_deref().unwrap_or_default()];
                let change = self.note(Kind::Reworded, Subject::Section, &heading, &heading);
                change.or = vec![Kind::FieldChanged];
            }
        }
    }

    /// The title's year is routine, a period of other years is not; which is which is not what is measured here.
    fn plan(&mut self) {
        if self.old.plan != self.draft.document.plan {
            self.tolerate(&[Kind::PlanChanged], Subject::Plan, &[], &[]);
        }
    }
}

fn text(value: Option<&Option<Value>>) -> Option<String> {
    value.map(|v| v.as_ref().map_or(String::new(), |v| v.text.clone()))
}

/// Whether a field holds the status.
fn status_field(item: &Item, text: &Option<String>) -> bool {
    let mark = item.status.as_ref().map(|s| &s.mark);
    mark.is_some() && mark == text.as_ref()
}

/// The kind of a field's change, and others that say the same.
fn field_kind(old: &Item, new: &Item, label: &str, deadline: bool) -> (Kind, Vec<Kind>) {
    let blank = |item: &Item| text(item.fields.get(label)).is_some_and(|t| t.is_empty());
    match (old.fields.get(label), new.fields.get(label)) {
        (None, _) => (Kind::FieldAdded, vec![Kind::ValueAdded, Kind::YearsRolled]),
        (_, None) => (
            Kind::FieldRemoved,
            vec![Kind::ValueRemoved, Kind::YearsRolled],
        ),
        _ if blank(old) => (Kind::FieldChanged, vec![Kind::FieldAdded]),
        _ if blank(new) => (Kind::FieldChanged, vec![Kind::FieldRemoved]),
        _ if deadline => (Kind::DeadlineMoved, vec![Kind::FieldChanged]),
        _ if !years(label).is_empty() => (Kind::ValueChanged, vec![Kind::FieldChanged]),
        _ => (Kind::FieldChanged, Vec::new()),
    }
}
