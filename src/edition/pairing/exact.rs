//! Items that say the same of themselves, where nothing else on either side says it.

use super::{Made, Pairing};
use crate::edition::change::By;
use crate::edition::side::{Edition, Entry};
use rustc_hash::FxHashMap;

/// What an item says of itself.
type Key<'k> = (&'k str, &'k str, &'k str, bool);

/// Titles of fewer characters (推進, 啓発) are many things; alone they say nothing of where an item went.
const SHORTEST_TITLE: usize = 4;

/// Pairs, by the strongest evidence first.
pub fn pair(pairing: &mut Pairing<'_, '_>) {
    let (old, new) = (pairing.old, pairing.new);
    type Of = for<'k> fn(&'k Edition<'_>, &'k Entry<'_>) -> Option<Key<'k>>;
    let steps: [(Of, By, f32); 4] = [
        (
            |e, i| Some((path(i)?, &i.title, above(e, i), is_repeat(i))),
            By::Number,
            1.0,
        ),
        (
            |_, i| Some((path(i)?, &i.title, &i.item.kind, is_repeat(i))),
            By::Number,
            0.98,
        ),
        (
            |e, i| Some((&i.item.kind, &i.title, above(e, i), is_repeat(i))),
            By::Title,
            0.95,
        ),
        (
            |_, i| long(i).then_some((&i.item.kind, &i.title, "", is_repeat(i))),
            By::Title,
            0.9,
        ),
    ];
    for (key, by, sureness) in steps {
        let lone_old = lone(old, &pairing.old_left(), key);
        let lone_new = lone(new, &pairing.new_left(), key);
        for i in pairing.old_left() {
            let key = key(old, &old.entries[i]);
            let both = key.and_then(|k| Some((*lone_old.get(&k)?, *lone_new.get(&k)?)));
            if let Some((Some(old), Some(new))) = both {
                pairing.make(Made {
                    old,
                    new,
                    by,
                    sureness,
                });
            }
        }
    }
    repeated(pairing, true);
    repeated(pairing, false);
}

/// Items that say the same of themselves as others do: with the same content in their order, then, where as many are
/// left on both sides, in their order.
fn repeated(pairing: &mut Pairing<'_, '_>, by_content: bool) {
    type Group = (Vec<usize>, Vec<usize>);
    let (old, new) = (pairing.old, pairing.new);
    let key = |edition: &Edition<'_>, i: usize| {
        let entry = &edition.entries[i];
        let own = (
            entry.item.kind.clone(),
            entry.title.clone(),
            is_repeat(entry),
        );
        (
            own,
            above(edition, entry).to_owned(),
            by_content.then(|| content(entry)),
        )
    };
    let mut groups: FxHashMap<_, Group> = FxHashMap::default();
    for i in pairing.old_left() {
        groups.entry(key(old, i)).or_default().0.push(i);
    }
    for i in pairing.new_left() {
        groups.entry(key(new, i)).or_default().1.push(i);
    }
    for (a, b) in groups.into_values() {
        if !by_content && a.len() != b.len() {
            continue;
        }
        for (old, new) in a.into_iter().zip(b) {
            pairing.make(Made {
                old,
                new,
                by: By::Title,
                sureness: if by_content { 0.9 } else { 0.7 },
            });
        }
    }
}

/// What an item says besides its title, as one text.
fn content(entry: &Entry<'_>) -> String {
    let fields = entry.item.fields.iter();
    let fields = fields.map(|(label, v)| format!("{label}={}", v.as_ref().map_or("", |v| &v.text)));
    let status = entry
        .item
        .status
        .as_ref()
        .map_or("", |s| &s.mark)
        .to_owned();
    fields.chain([status]).collect::<Vec<_>>().join("\n")
}

/// The item of each key; `None` for a key of several.
fn lone<'k>(
    edition: &'k Edition<'_>,
    left: &[usize],
    key: for<'e> fn(&'e Edition<'_>, &'e Entry<'_>) -> Option<Key<'e>>,
) -> FxHashMap<Key<'k>, Option<usize>> {
    let mut out: FxHashMap<Key<'k>, Option<usize>> = FxHashMap::default();
    for i in left {
        if let Some(key) = key(edition, &edition.entries[*i]) {
            out.entry(key)
                .and_modify(|one| *one = None)
                .or_insert(Some(*i));
        }
    }
    out
}

/// The numbers from the top down to an item.
fn path<'k>(entry: &'k Entry<'_>) -> Option<&'k str> {
    entry.item.number_key.as_deref()
}

/// What the item above says.
fn above<'k>(edition: &'k Edition<'_>, entry: &Entry<'_>) -> &'k str {
    entry
        .parent
        .map_or("", |p| edition.entries[p].title.as_str())
}

fn is_repeat(entry: &Entry<'_>) -> bool {
    entry.item.repeats.is_some()
}

fn long(entry: &Entry<'_>) -> bool {
    entry.title.chars().nth(SHORTEST_TITLE - 1).is_some()
}
