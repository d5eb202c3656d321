//! Items and indicators.

use super::datum::{Datum, Scalar, Sort};
use super::equal::fold;
use super::facts::{Facts, Thing};
use super::ledger::{Clues, Context, Ledger};
use super::links::{self, Ancestors, Owners, by_id, owner, parent};
use super::pair::{Above, Pairs, nodes, pair};
use crate::audit::difference::Of;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;

/// Compares the items, and tells which is which.
pub fn items(ledger: &mut Ledger, expected: &Facts, found: &Facts, whole: bool) -> Pairs {
    let none = Vec::new();
    let truth = expected.items.as_ref().unwrap_or(&none);
    let document = found.items.as_ref().unwrap_or(&none);
    let parents = [parents(truth), parents(document)];
    let above = Above::Own([&parents[0], &parents[1]]);
    let pairs = pair(nodes(truth, "title"), nodes(document, "title"), above);
    if expected.items.is_none() {
        return pairs;
    }
    presence(ledger, "items", (truth, document), &pairs);
    for (i, j) in pairs.iter() {
        let (a, b) = (&truth[i], &document[j]);
        let of = names(a, b);
        let on = context(&of, a, b);
        values(ledger, &on, a, b);
        for (field, list) in &a.lists {
            let found = b.lists.get(field).map_or(&[] as &[Datum], Vec::as_slice);
            ledger.list(field, &on, list, found);
        }
        fields(ledger, &on, a, b);
        if whole {
            id(ledger, &on, a, b);
        }
        links::others(ledger, &on, (a, truth), (b, document), &pairs);
        if a.parent.is_some() {
            let of_truth = Ancestors {
                things: truth,
                parents: &parents[0],
            };
            let of_document = Ancestors {
                things: document,
                parents: &parents[1],
            };
            parent(ledger, &on, (i, &of_truth), (j, &of_document), &pairs);
        }
    }
    order(
        ledger,
        (truth, document),
        (&parents[0], &parents[1]),
        &pairs,
    );
    pairs
}

/// The id, without that of the parent, which is compared for itself.
pub fn id(ledger: &mut Ledger, on: &Context<'_>, truth: &Thing, found: &Thing) {
    let own = |thing: &Thing| {
        let parent = thing.parent.clone().flatten().unwrap_or_default();
        let rest = thing.of.id.strip_prefix(&parent).unwrap_or(&thing.of.id);
        let rest = rest.trim_start_matches('/').to_owned();
        Datum {
            parts: vec![("id", Some(Scalar::Written(Sort::Word, rest)))],
            at: thing.at.clone(),
        }
    };
    ledger.value("id", on, Some(&own(truth)), Some(&own(found)));
}

/// Whether nothing is missing or surplus. Ids that are counted through mean something only then.
pub fn is_one_to_one(pairs: &Pairs) -> bool {
    pairs.missing().chain(pairs.surplus()).next().is_none()
}

fn parents(things: &[Thing]) -> Vec<Option<usize>> {
    let by_id = by_id(things);
    let parent = |(i, thing): (usize, &Thing)| {
        let id = thing.parent.as_ref()?.as_deref()?;
        by_id.get(id).copied().filter(|p| *p != i)
    };
    things.iter().enumerate().map(parent).collect()
}

/// The names of a thing that was found: in words those of the truth, which is right.
pub fn names(truth: &Thing, found: &Thing) -> Of {
    Of {
        subject: truth.of.subject,
        id: found.of.id.clone(),
        name: truth.of.name.clone(),
    }
}

pub fn context<'c>(of: &'c Of, truth: &Thing, found: &'c Thing) -> Context<'c> {
    Context {
        of,
        owner: &found.at,
        page: truth.page,
    }
}

/// What is not on both sides; what is, is counted.
pub fn presence(
    ledger: &mut Ledger,
    field: &str,
    (truth, document): (&[Thing], &[Thing]),
    pairs: &Pairs,
) {
    for (_, j) in pairs.iter() {
        ledger.same(field, true);
        if let Some(thing) = document.get(j) {
            ledger.there(&thing.of);
        }
    }
    for i in pairs.missing() {
        let thing = &truth[i];
        let text = [
            "title", "name", "heading", "term", "meaning", "number", "text", "mark",
        ];
        let text = text.map(|name| thing.text(name));
        let clues = Clues {
            text: text.into_iter().find(|t| !t.is_empty()).map(str::to_owned),
            held: thing.at.clone(),
            page: thing.page,
            ..Clues::default()
        };
        ledger.missing(field, &thing.of, thing.of.name.clone(), clues);
    }
    for j in pairs.surplus() {
        let thing = &document[j];
        let clues = Clues {
            read: thing.at.clone(),
            page: thing.page,
            ..Clues::default()
        };
        ledger.surplus(field, &thing.of, thing.of.name.clone(), clues);
    }
}

/// The values that hold; of the places only one of page and box.
pub fn values(ledger: &mut Ledger, on: &Context<'_>, truth: &Thing, found: &Thing) {
    for (field, expected) in &truth.values {
        let other_page = || truth.page.is_some() && truth.page != found.page;
        if *field == "at" && (truth.at.is_empty() || other_page()) {
            continue;
        }
        // it begins on another page, and goes on where it is expected
        let goes_on = || found.at.iter().any(|at| Some(at.page) == truth.page);
        if *field == "page" && other_page() && found.page.is_some() && goes_on() {
            let page = |thing: &Thing| thing.text("page").to_owned();
            let clues = Clues {
                read: found.at.clone(),
                ..Clues::default()
            };
            ledger.print("page", on.of, [page(truth), page(found)], clues);
            continue;
        }
        ledger.value(field, on, Some(expected), found.values.get(field));
    }
}

/// What stands under labels.
fn fields(ledger: &mut Ledger, on: &Context<'_>, truth: &Thing, found: &Thing) {
    let Some(expected) = &truth.fields else {
        return;
    };
    let mut rest: IndexMap<String, (&String, &Datum)> = IndexMap::new();
    for (label, datum) in found.fields.iter().flatten() {
        rest.insert(fold(label), (label, datum));
    }
    let group = found
        .values
        .get("group")
        .filter(|_| !truth.values.contains_key("group"));
    let group = group.map(|g| Datum {
        parts: g
            .parts
            .iter()
            .map(|(_, part)| ("text", part.clone()))
            .collect(),
        at: found.at.clone(),
    });
    for (label, datum) in expected {
        let found = rest.shift_remove(&fold(label)).map(|(_, d)| d);
        // the heading above several indicators, which a truth may give as a field
        let heading = || {
            group
                .as_ref()
                .filter(|g| fold(g.text()) == fold(datum.text()))
        };
        let found = found.or_else(heading);
        ledger.value(&format!("fields.{label}"), on, Some(datum), found);
    }
    for (label, datum) in rest.values() {
        ledger.value(&format!("fields.{label}"), on, None, Some(datum));
    }
}

/// What siblings share: the parent on either side, and their kind.
type Row<'t> = (Option<usize>, Option<usize>, &'t str);

/// The order of siblings: those that are not in the longest row of siblings in their order.
fn order(
    ledger: &mut Ledger,
    (truth, document): (&[Thing], &[Thing]),
    (above, found_above): (&[Option<usize>], &[Option<usize>]),
    pairs: &Pairs,
) {
    let mut siblings: IndexMap<Row<'_>, Vec<(usize, usize)>> = IndexMap::new();
    for (i, j) in pairs.iter() {
        // priorities and measures under one policy stand in rows of their own
        let key = (above[i], found_above[j], truth[i].text("kind"));
        siblings.entry(key).or_default().push((i, j));
    }
    for group in siblings.values().filter(|g| g.len() > 1) {
        let kept = increasing(group);
        let mut by_found = group.clone();
        by_found.sort_by_key(|(_, j)| *j);
        let place: FxHashMap<usize, usize> = by_found
            .iter()
            .enumerate()
            .map(|(k, (_, j))| (*j, k))
            .collect();
        for (k, (i, j)) in group.iter().enumerate() {
            if kept[k] {
                ledger.same("order", true);
                continue;
            }
            let of = names(&truth[*i], &document[*j]);
            let behind = |thing: Option<&Thing>| match thing {
                Some(thing) => format!("behind {}", thing.of.name),
                None => "first".to_owned(),
            };
            let before = k.checked_sub(1).map(|k| &truth[group[k].0]);
            let own = place.get(j).and_then(|k| k.checked_sub(1));
            let own = own.map(|k| &document[by_found[k].1]);
            let clues = Clues {
                read: document[*j].at.clone(),
                page: truth[*i].page,
                ..Clues::default()
            };
            ledger.different("order", &of, [behind(before), behind(own)], clues);
        }
    }
}

/// Which of a row belong to a longest increasing part of it (Fredman 1975).
fn increasing(row: &[(usize, usize)]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(row.len());
    for (k, (_, j)) in row.iter().enumerate() {
        let at = ends.partition_point(|e| row[*e].1 < *j);
        before.push(at.checked_sub(1).map(|b| ends[b]));
        match ends.get_mut(at) {
            Some(end) => *end = k,
            None => ends.push(k),
        }
    }
    let mut kept = vec![false; row.len()];
    let mut next = ends.last().copied();
    while let Some(k) = next {
        kept[k] = true;
        next = before[k];
    }
    kept
}

/// Compares the indicators; `items` tells which item is which.
pub fn indicators(
    ledger: &mut Ledger,
    expected: &Facts,
    found: &Facts,
    items: &Pairs,
    whole: bool,
) {
    let (Some(truth), Some(document)) = (&expected.indicators, &found.indicators) else {
        return;
    };
    let none = Vec::new();
    let of_truth = Owners::of(truth, expected.items.as_ref().unwrap_or(&none));
    let of_document = Owners::of(document, found.items.as_ref().unwrap_or(&none));
    // both under the names of the truth
    let shared = [
        of_truth.shared(|i| Some(i as u64)),
        of_document.shared(|j| items.back[j].map(|i| i as u64)),
    ];
    let above = Above::Other([&shared[0], &shared[1]]);
    let pairs = pair(nodes(truth, "name"), nodes(document, "name"), above);
    presence(ledger, "indicators", (truth, document), &pairs);
    let counted = whole && is_one_to_one(&pairs);
    for (i, j) in pairs.iter() {
        let (a, b) = (&truth[i], &document[j]);
        let of = names(a, b);
        let on = context(&of, a, b);
        values(ledger, &on, a, b);
        fields(ledger, &on, a, b);
        members(ledger, &on, a, b);
        if counted {
            id(ledger, &on, a, b);
        }
        if a.parent.is_some() {
            owner(ledger, &on, (&of_truth, i), (&of_document, j), items);
        }
    }
}

/// The values of an indicator: by role and year, then by role, then by what they say.
fn members(ledger: &mut Ledger, on: &Context<'_>, truth: &Thing, found: &Thing) {
    let Some(expected) = &truth.members else {
        return;
    };
    let none = Vec::new();
    let own = found.members.as_ref().unwrap_or(&none);
    let part = |datum: &Datum, name: &str| datum.part(name).map(Scalar::shown).unwrap_or_default();
    let keys: [&[&str]; 4] = [
        &["role", "year", "text"],
        &["role", "year"],
        &["role"],
        &["year", "text"],
    ];
    let mut partner: Vec<Option<usize>> = vec![None; expected.len()];
    let mut taken = vec![false; own.len()];
    for key in keys {
        for (i, datum) in expected.iter().enumerate() {
            let same = |j: &usize| {
                let other = &own[*j];
                !taken[*j]
                    && key
                        .iter()
                        .all(|name| part(datum, name) == part(other, name))
            };
            if partner[i].is_none() {
                partner[i] = (0..own.len()).find(same);
                partner[i].into_iter().for_each(|j| taken[j] = true);
            }
        }
    }
    for (datum, partner) in expected.iter().zip(partner) {
        let field = format!("values.{}", part(datum, "role"));
        ledger.value(&field, on, Some(datum), partner.map(|j| &own[j]));
    }
    for (datum, _) in own.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        let field = format!("values.{}", part(datum, "role"));
        ledger.value(&field, on, None, Some(datum));
    }
}
