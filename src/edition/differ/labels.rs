//! The labels of fields: which of the old edition is which of the new one, over the whole document.
//!
//! A column is renamed, or is that of another year, for all items at once; it is found once and said once.

use super::fields::Fields;
use super::values::is_deadline;
use super::{Change, Kind, Of, Subject, Weight};
use crate::document::Value;
use crate::edition::essence::{essence, without_years};
use crate::edition::likeness::{Grams, Weights};
use crate::edition::pairing::Pairing;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How a label goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Under the same label, or under another one for the same thing.
    On,
    /// As that of another year.
    Rolled,
}

/// A label of one edition.
#[derive(Debug, Default)]
struct Label {
    /// In the order of the document.
    text: String,
    essence: String,
    /// Items that have something under it.
    items: usize,
}

/// The fields of one record in two editions.
type Both<'d> = (&'d Fields, &'d Fields);

/// The labels of both editions.
#[derive(Debug, Default)]
pub struct Labels {
    /// Old label to new label.
    pub map: FxHashMap<String, (String, Goes)>,
    /// Columns that came, with the items that have them.
    pub added: FxHashMap<String, usize>,
    /// Columns that went.
    pub removed: FxHashMap<String, usize>,
    renamed: Vec<(String, String, Weight)>,
    rolled: Vec<(String, String)>,
    pairs: usize,
}

impl Labels {
    /// Of the paired items of two editions.
    pub fn new(pairing: &Pairing<'_, '_>) -> Self {
        let pairs: Vec<Both<'_>> = pairing
            .pairs()
            .map(|m| {
                let (a, b) = (
                    pairing.old.entries[m.old].item,
                    pairing.new.entries[m.new].item,
                );
                (&a.fields, &b.fields)
            })
            .collect();
        Self::of_records(&pairs)
    }

    /// Of the fields of records that are the same in two editions.
    pub fn of_records(pairs: &[Both<'_>]) -> Self {
        let mut old = labels(pairs.iter().map(|p| p.0));
        let mut new = labels(pairs.iter().map(|p| p.1));
        let mut out = Self {
            pairs: pairs.len(),
            ..Self::default()
        };
        out.take(&mut old, &mut new, |a, b| {
            (a.text == b.text).then_some(Goes::On)
        });
        out.take(&mut old, &mut new, |a, b| {
            (a.essence == b.essence).then_some(Goes::On)
        });
        out.take(&mut old, &mut new, |a, b| {
            is_other_year(a, b).then_some(Goes::Rolled)
        });
        out.renamed(&mut old, &mut new, pairs);
        out.removed = old.into_iter().map(|l| (l.text, l.items)).collect();
        out.added = new.into_iter().map(|l| (l.text, l.items)).collect();
        out
    }

    /// Takes away the labels that go on.
    fn take(
        &mut self,
        old: &mut Vec<Label>,
        new: &mut Vec<Label>,
        goes: impl Fn(&Label, &Label) -> Option<Goes>,
    ) {
        old.retain(|a| {
            let found = new
                .iter()
                .enumerate()
                .find_map(|(i, b)| Some((i, goes(a, b)?)));
            let Some((i, how)) = found else { return true };
            let b = new.remove(i);
            match how {
                Goes::Rolled => self.rolled.push((a.text.clone(), b.text.clone())),
                Goes::On if a.text != b.text => {
                    let clerical = (a.text.clone(), b.text.clone(), Weight::Clerical);
                    self.renamed.push(clerical);
                }
                Goes::On => {}
            }
            self.map.insert(a.text.clone(), (b.text, how));
            false
        });
    }

    /// Labels that are alike, or under which the items mostly have the same as before.
    fn renamed(&mut self, old: &mut Vec<Label>, new: &mut Vec<Label>, pairs: &[Both<'_>]) {
        let grams = |labels: &[Label]| -> Vec<Grams> {
            labels.iter().map(|l| Grams::of(&l.essence)).collect()
        };
        let (a, b) = (grams(old), grams(new));
        let weights = Weights::new(a.iter(), b.iter());
        let mut found = Vec::new();
        for (i, one) in old.iter().enumerate() {
            for (j, other) in new.iter().enumerate() {
                let alike = weights.alike(&a[i], &b[j]);
                let same = same_values(pairs, &one.text, &other.text);
                let score = alike.max(same.unwrap_or_default());
                if score >= SAME_COLUMN {
                    found.push((score, i, j));
                }
            }
        }
        found.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then((a.1.abs_diff(a.2), a.1 + a.2).cmp(&(b.1.abs_diff(b.2), b.1 + b.2)))
        });
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (_, i, j) in found {
            if !gone.contains(&i) && !come.contains(&j) {
                let (from, to) = (old[i].text.clone(), new[j].text.clone());
                self.map.insert(from.clone(), (to.clone(), Goes::On));
                self.renamed.push((from, to, Weight::Substantive));
                gone.push(i);
                come.push(j);
            }
        }
        retain_others(old, &gone);
        retain_others(new, &come);
    }

    /// Whether a column came or went as such, of so many items that it is said once.
    pub fn is_column(&self, items: usize) -> bool {
        items >= LEAST_COLUMN && items * 2 >= self.pairs
    }

    /// What became of the columns as such.
    pub fn changes(&self, subject: Subject) -> Vec<Change> {
        let mut out = Vec::new();
        for (from, to, weight) in &self.renamed {
            let renamed = Change::new(Kind::Reworded, *weight, subject).field("column");
            let renamed = renamed.of([column(from)], [column(to)]);
            out.push(renamed.texts(Some(from), Some(to)).with_words());
        }
        // the year of a target is a part of it
        let (targets, years): (Vec<_>, Vec<_>) =
            self.rolled.iter().partition(|(from, _)| is_deadline(from));
        for (rolled, weight) in [(years, Weight::Routine), (targets, Weight::Substantive)] {
            if rolled.is_empty() {
                continue;
            }
            let list = |of: fn(&(String, String)) -> &String| {
                let all: Vec<&str> = rolled.iter().map(|r| of(r).as_str()).collect();
                all.join("、")
            };
            let (before, after) = (list(|r| &r.0), list(|r| &r.1));
            let change = Change::new(Kind::YearsRolled, weight, subject).field("column");
            let change = change.of([column(&before)], [column(&after)]);
            out.push(change.texts(Some(&before), Some(&after)));
        }
        let sides = [
            (Kind::FieldRemoved, &self.removed),
            (Kind::FieldAdded, &self.added),
        ];
        for (kind, columns) in sides {
            let of_many = columns
                .iter()
                .filter(|c| self.is_column(*c.1) && !names_year(c.0));
            let mut of_many: Vec<(&String, &usize)> = of_many.collect();
            of_many.sort();
            for (label, items) in of_many {
                let change = Change::new(kind, Weight::Substantive, subject).field("column");
                let (before, after) = match kind {
                    Kind::FieldAdded => (None, Some(label.as_str())),
                    _ => (Some(label.as_str()), None),
                };
                out.push(
                    change
                        .texts(before, after)
                        .note(format!("in {items} records")),
                );
            }
        }
        out
    }
}

/// A column, which stands nowhere in particular.
fn column(label: &str) -> Of {
    Of {
        id: label.to_owned(),
        number: None,
        title: label.to_owned(),
        at: Vec::new(),
    }
}

/// Whether a label is that of one year.
pub fn names_year(label: &str) -> bool {
    without_years(&essence(label)).1.len() == 1
}

/// Fewer items with a new field are no column.
const LEAST_COLUMN: usize = 5;
/// From here on two labels name the same column.
const SAME_COLUMN: f32 = 0.5;

fn retain_others(labels: &mut Vec<Label>, taken: &[usize]) {
    let mut i = 0;
    labels.retain(|_| {
        i += 1;
        !taken.contains(&(i - 1))
    });
}

/// The labels of records, in the order in which they come.
fn labels<'d>(records: impl Iterator<Item = &'d Fields>) -> Vec<Label> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut out: Vec<Label> = Vec::new();
    for (label, value) in records.flatten() {
        let place = *places.entry(label).or_insert_with(|| {
            out.push(Label {
                text: label.clone(),
                essence: essence(label),
                items: 0,
            });
            out.len() - 1
        });
        out[place].items += usize::from(says_something(value.as_ref()));
    }
    out
}

/// Whether a field is printed and not blank.
pub fn says_something(value: Option<&Value>) -> bool {
    value.is_none_or(|v| !v.text.is_empty())
}

/// The same label but for its years, all of them moved by as much.
fn is_other_year(a: &Label, b: &Label) -> bool {
    let ((text_a, years_a), (text_b, years_b)) =
        (without_years(&a.essence), without_years(&b.essence));
    let mut moved: Vec<i32> = years_a.iter().zip(&years_b).map(|(a, b)| b - a).collect();
    moved.dedup();
    text_a == text_b && years_a.len() == years_b.len() && moved.len() == 1
}

/// The share of items that have under one label what they had under the other; nothing where they say too little.
fn same_values(pairs: &[Both<'_>], from: &str, to: &str) -> Option<f32> {
    let text = |fields: &Fields, label: &str| {
        let value = fields.get(label)?.as_ref()?;
        (!value.text.is_empty()).then(|| value.text.clone())
    };
    let mut values: BTreeMap<String, ()> = BTreeMap::new();
    let (mut same, mut all) = (0u32, 0u32);
    for (old, new) in pairs {
        let (a, b) = (text(old, from), text(new, to));
        if let (None, None) = (&a, &b) {
            continue;
        }
        all += 1;
        if let (Some(a), true) = (&a, a == b) {
            same += 1;
            values.insert(a.clone(), ());
        }
    }
    // one word in all rows may be in any column
    (values.len() > 1).then(|| same as f32 / all as f32)
}
