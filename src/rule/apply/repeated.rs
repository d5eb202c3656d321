//! Items that are printed twice.
//!
//! An item that is printed twice under the same name (on the cover and in the overview, say) is
//! one, with all its places; its fields are those of the last, which stands with the rest of the
//! plan. Names are given by the rule (`as`), so nothing is merged by chance.

use super::draft::{Draft, Parent, fold};
use crate::document::Indicator;
use std::collections::BTreeMap;

/// Merges repeated drafts, and renumbers what refers to them.
pub fn merge(drafts: &mut Vec<Draft>, indicators: &mut [(Indicator, Option<usize>)]) {
    let target = targets(drafts);
    if target.iter().enumerate().all(|(i, t)| i == *t) {
        return;
    }
    for (i, &t) in target.iter().enumerate().filter(|(i, t)| i != *t) {
        let at = std::mem::take(&mut drafts[i].at);
        let fields = std::mem::take(&mut drafts[i].fields);
        drafts[t].at.extend(at);
        drafts[t].fields.extend(fields);
    }
    let place = places(&target);
    let mut index = 0..;
    drafts.retain(|_| index.next().is_some_and(|i| target[i] == i));
    for draft in drafts {
        if let Parent::Item(p) = &mut draft.parent {
            *p = place[*p];
        }
    }
    for (_, of) in indicators {
        *of = of.map(|i| place[i]);
    }
}

/// For each draft the first of the same name and title.
fn targets(drafts: &[Draft]) -> Vec<usize> {
    let mut first: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let each = drafts.iter().enumerate();
    each.map(|(i, draft)| match &draft.name {
        Some(name) => *first.entry((name, fold(&draft.title))).or_insert(i),
        None => i,
    })
    .collect()
}

/// The new index of each draft once repeated ones are gone.
fn places(target: &[usize]) -> Vec<usize> {
    let mut place: Vec<usize> = Vec::with_capacity(target.len());
    let mut kept = 0;
    for (i, &t) in target.iter().enumerate() {
        if i == t {
            place.push(kept);
            kept += 1;
        } else {
            place.push(place[t]);
        }
    }
    place
}
