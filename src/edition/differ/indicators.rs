//! Indicators: which are the same, and what differs of them.

use super::fields::{About, Record, fields};
use super::labels::Labels;
use super::{Change, Kind, Of, Subject, Weight, observations, weight_of};
use crate::document::Indicator;
use crate::edition::change::{By, Pair};
use crate::edition::choice;
use crate::edition::essence::essence;
use crate::edition::likeness::{Grams, Weights};
use crate::edition::pairing::Pairing;
use crate::edition::side::Edition;
use rustc_hash::FxHashMap;

/// Which indicators are the same, and what differs.
pub struct Indicators {
    /// The same on both sides, in the order of the new edition.
    pub pairs: Vec<Pair>,
    /// What differs.
    pub changes: Vec<Change>,
}

/// Two indicators that are the same, by their index.
#[derive(Clone, Copy)]
struct Made {
    old: usize,
    new: usize,
    sureness: f32,
    by: By,
}

/// Compares the indicators of two editions.
pub fn indicators(pairing: &Pairing<'_, '_>) -> Indicators {
    let (old, new) = (pairing.old.document, pairing.new.document);
    let mut made = pairs(pairing);
    made.sort_by_key(|m| m.new);
    let records = made.iter().map(|m| {
        let (a, b) = (&old.indicators[m.old], &new.indicators[m.new]);
        (&a.fields, &b.fields)
    });
    let labels = Labels::of_records(&records.collect::<Vec<_>>());
    let mut of_new: Vec<Option<usize>> = vec![None; new.indicators.len()];
    let mut gone = vec![true; old.indicators.len()];
    for m in &made {
        of_new[m.new] = Some(m.old);
        gone[m.old] = false;
    }
    let mut changes = labels.changes(Subject::Indicator);
    let mut last = 0;
    for (one, pair) in new.indicators.iter().zip(of_new) {
        let Some(i) = pair else {
            changes.push(alone(Kind::Added, one));
            continue;
        };
        // what went stands at the place that it had
        let went = (last..i).filter(|i| gone[*i]);
        changes.extend(went.map(|i| alone(Kind::Removed, &old.indicators[i])));
        last = last.max(i + 1);
        changes.extend(differences(pairing, &labels, &old.indicators[i], one));
    }
    let went = (last..gone.len()).filter(|i| gone[*i]);
    changes.extend(went.map(|i| alone(Kind::Removed, &old.indicators[i])));
    let pairs = made.iter().map(|m| Pair {
        old: old.indicators[m.old].id.clone(),
        new: new.indicators[m.new].id.clone(),
        by: m.by,
        sureness: super::rounded(m.sureness),
    });
    Indicators {
        pairs: pairs.collect(),
        changes,
    }
}

fn alone(kind: Kind, one: &Indicator) -> Change {
    let change = Change::new(kind, Weight::Substantive, Subject::Indicator);
    match kind {
        Kind::Added => change.of([], [Of::indicator(one)]),
        _ => change.of([Of::indicator(one)], []),
    }
}

/// An indicator and what it says of itself.
struct Side<'d> {
    indicator: &'d Indicator,
    name: String,
    group: String,
    grams: Grams,
    of: Option<usize>,
}

fn sides<'d>(edition: &Edition<'d>) -> Vec<Side<'d>> {
    let side = |indicator: &'d Indicator| {
        let name = essence(&indicator.name);
        Side {
            grams: Grams::of_title(&name),
            name,
            group: indicator.group.as_deref().map(essence).unwrap_or_default(),
            of: indicator.of.as_deref().and_then(|id| edition.of_id(id)),
            indicator,
        }
    };
    edition.document.indicators.iter().map(side).collect()
}

/// The same on both sides: those of one name and item first, then the most alike.
fn pairs(pairing: &Pairing<'_, '_>) -> Vec<Made> {
    let (olds, news) = (sides(pairing.old), sides(pairing.new));
    let mut out = same(pairing, &olds, &news);
    let mut taken = (vec![false; olds.len()], vec![false; news.len()]);
    for m in &out {
        (taken.0[m.old], taken.1[m.new]) = (true, true);
    }
    let left = |sides: &[Side<'_>], taken: &[bool]| -> Vec<usize> {
        (0..sides.len()).filter(|i| !taken[*i]).collect()
    };
    let (old_left, new_left) = (left(&olds, &taken.0), left(&news, &taken.1));
    let a: Vec<_> = old_left.iter().map(|i| (*i, &olds[*i].grams)).collect();
    let b: Vec<_> = new_left.iter().map(|i| (*i, &news[*i].grams)).collect();
    let weights = Weights::new(olds.iter().map(|s| &s.grams), news.iter().map(|s| &s.grams));
    let candidates = choice::candidates(&a, &b, &weights).into_iter();
    let scored =
        candidates.filter_map(|(i, j)| Some((i, j, alike(pairing, &weights, &olds[i], &news[j])?)));
    out.extend(
        choice::best(scored.collect())
            .into_iter()
            .map(|(old, new, sureness)| Made {
                old,
                new,
                sureness,
                by: if olds[old].name == news[new].name {
                    By::Title
                } else {
                    By::Likeness
                },
            }),
    );
    out
}

/// Those of one name, heading and item: with the same values first, then in their order where there are as many on
/// both sides.
fn same(pairing: &Pairing<'_, '_>, olds: &[Side<'_>], news: &[Side<'_>]) -> Vec<Made> {
    let values = |side: &Side<'_>| -> String {
        let values = side.indicator.values.iter();
        values
            .map(|v| format!("{}{:?}{}\n", v.role, v.year, v.text))
            .collect()
    };
    let mut taken = (vec![false; olds.len()], vec![false; news.len()]);
    let mut out = Vec::new();
    for by_values in [true, false] {
        type Group = (Vec<usize>, Vec<usize>);
        let mut groups: FxHashMap<_, Group> = FxHashMap::default();
        let key = |side: &Side<'_>, of| {
            (
                side.name.clone(),
                side.group.clone(),
                of,
                by_values.then(|| values(side)),
            )
        };
        for (i, side) in olds.iter().enumerate().filter(|(i, _)| !taken.0[*i]) {
            let of = side
                .of
                .map(|item| pairing.of_old(item).map(|made| made.new));
            // what measured an item that went has no place to look for
            if of != Some(None) {
                groups.entry(key(side, of.flatten())).or_default().0.push(i);
            }
        }
        for (j, side) in news.iter().enumerate().filter(|(j, _)| !taken.1[*j]) {
            groups.entry(key(side, side.of)).or_default().1.push(j);
        }
        let found = groups
            .into_values()
            .filter(|(a, b)| by_values || a.len() == b.len());
        for (old, new) in found
            .flat_map(|(a, b)| a.into_iter().zip(b))
            .collect::<Vec<_>>()
        {
            (taken.0[old], taken.1[new]) = (true, true);
            out.push(Made {
                old,
                new,
                sureness: 1.0,
                by: By::Title,
            });
        }
    }
    out
}

/// How much each kind of evidence counts.
const NAME: f32 = 0.6;
const ITEM: f32 = 0.2;
const VALUES: f32 = 0.2;
/// From here on two indicators are the same.
const ENOUGH: f32 = 0.5;
/// At least so much of the name.
const ENOUGH_NAME: f32 = 0.3;

fn alike(pairing: &Pairing<'_, '_>, weights: &Weights, a: &Side<'_>, b: &Side<'_>) -> Option<f32> {
    let name = weights.same_title(&a.grams, &b.grams);
    let values = observations::shared(&a.indicator.values, &b.indicator.values);
    if name < ENOUGH_NAME && values < 1.0 {
        return None;
    }
    let same_item = pairing.is_pair(a.of, b.of) && a.group == b.group;
    let item = if same_item { ITEM } else { 0.0 };
    let score = NAME * name + item + VALUES * values;
    (score >= ENOUGH).then_some(score)
}

/// What differs between the two editions of an indicator.
fn differences(
    pairing: &Pairing<'_, '_>,
    labels: &Labels,
    old: &Indicator,
    new: &Indicator,
) -> Vec<Change> {
    let (of_old, of_new) = (Of::indicator(old), Of::indicator(new));
    let change = |kind, weight| {
        Change::new(kind, weight, Subject::Indicator).of([of_old.clone()], [of_new.clone()])
    };
    let mut out = Vec::new();
    let texts = [
        ("name", Some(&old.name), Some(&new.name)),
        ("group", old.group.as_ref(), new.group.as_ref()),
    ];
    for (field, a, b) in texts {
        let (before, after) = (a.map(String::as_str), b.map(String::as_str));
        let weight = weight_of(before.unwrap_or_default(), after.unwrap_or_default());
        let reworded = weight.map(|weight| change(Kind::Reworded, weight).field(field));
        out.extend(reworded.map(|c| c.texts(before, after).with_words()));
    }
    let item = |e: &Edition<'_>, one: &Indicator| one.of.as_deref().and_then(|id| e.of_id(id));
    if !pairing.is_pair(item(pairing.old, old), item(pairing.new, new)) {
        let moved = change(Kind::Moved, Weight::Substantive).field("of");
        out.push(moved.texts(old.of.as_deref(), new.of.as_deref()));
    }
    if old.direction != new.direction {
        let turned = change(Kind::DirectionChanged, Weight::Substantive).field("direction");
        out.push(turned.texts(old.direction.as_deref(), new.direction.as_deref()));
    }
    out.extend(observations::differences(
        &of_old,
        &of_new,
        &old.values,
        &new.values,
    ));
    let about = About {
        subject: Subject::Indicator,
        old: &of_old,
        new: &of_new,
    };
    let plain = Record::plain;
    out.extend(fields(
        &about,
        labels,
        plain(&old.fields),
        plain(&new.fields),
    ));
    out
}
