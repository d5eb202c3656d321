//! Which item of a new revision is which of those that the data set has. Pure functions.
//!
//! In: how many items the revision has, and for each neighbour the pairs with those of it, the neighbour that counts
//! most first. Out: an id or none for each item, and where those that could not have the id of their pair came from.

use crate::edition::By;
use std::collections::HashSet;

/// A pair with an item of a neighbour.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The item that arrives, by its place.
    pub(super) here: usize,
    /// The id of the other one.
    pub(super) there: String,
    /// By what it was recognised.
    pub(super) by: By,
    /// How much speaks for it.
    pub(super) sureness: f64,
}

/// The pairs with one neighbour.
#[derive(Debug)]
pub(super) struct Side {
    /// The revision of the neighbour.
    pub(super) revision: i64,
    /// It is the older of the two.
    pub(super) is_old: bool,
    /// The pairs.
    pub(super) links: Vec<Link>,
}

/// That an item came from another one.
#[derive(Debug, PartialEq)]
pub(super) struct Origin {
    /// The item.
    pub(super) id: String,
    /// What it came from.
    pub(super) from: String,
    /// `split`, `merged` or `joined`.
    pub(super) kind: &'static str,
    /// How much speaks for it.
    pub(super) sureness: f64,
    /// The revision in which it is so.
    pub(super) revision: i64,
}

/// The ids that items take over. An id is never given twice: of several that are paired with one item, that for which
/// most speaks goes on under its id.
pub(super) fn inherited(items: usize, sides: &[Side]) -> Vec<Option<String>> {
    let mut ids: Vec<Option<String>> = vec![None; items];
    let mut taken = HashSet::new();
    for side in sides {
        let mut links: Vec<&Link> = side.links.iter().collect();
        // stable: of two that are equally sure the first in the plan
        links.sort_by(|a, b| b.sureness.total_cmp(&a.sureness));
        for link in links {
            let free = ids.get(link.here).is_some_and(Option::is_none);
            if free && taken.insert(link.there.as_str()) {
                ids[link.here] = Some(link.there.clone());
            }
        }
    }
    ids
}

/// The pairs that did not become one id, once every item of the revision has one.
pub(super) fn origins(revision: i64, ids: &[String], sides: &[Side]) -> Vec<Origin> {
    let mut out = Vec::new();
    for side in sides {
        for link in &side.links {
            let Some(here) = ids.get(link.here).filter(|id| **id != link.there) else {
                continue;
            };
            let (id, from, revision) = match side.is_old {
                true => (here, &link.there, revision),
                false => (&link.there, here, side.revision),
            };
            out.push(Origin {
                id: id.clone(),
                from: from.clone(),
                kind: kind(link.by),
                sureness: link.sureness,
                revision,
            });
        }
    }
    out
}

fn kind(by: By) -> &'static str {
    match by {
        By::Split => "split",
        By::Merged => "merged",
        By::Number | By::Title | By::Likeness => "joined",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(is_old: bool, links: &[(usize, &str, By, f64)]) -> Side {
        let link = |(here, there, by, sureness): &(usize, &str, By, f64)| Link {
            here: *here,
            there: (*there).to_owned(),
            by: *by,
            sureness: *sureness,
        };
        Side {
            revision: 7,
            is_old,
            links: links.iter().map(link).collect(),
        }
    }

    #[test]
    fn the_neighbour_before_counts_more_than_the_one_behind() {
        let before = side(true, &[(0, "p#1", By::Number, 1.0)]);
        let behind = side(
            false,
            &[(0, "p#9", By::Number, 1.0), (1, "p#2", By::Title, 0.9)],
        );
        let sides = [before, behind];
        let ids = inherited(3, &sides);
        assert_eq!(ids, [Some("p#1".into()), Some("p#2".into()), None]);
        let ids = ["p#1", "p#2", "p#3"].map(str::to_owned);
        let found = origins(8, &ids, &sides);
        assert_eq!(found.len(), 1);
        // what was there before went on under the id that the later edition had given it
        assert_eq!(
            (found[0].id.as_str(), found[0].from.as_str()),
            ("p#9", "p#1")
        );
        assert_eq!((found[0].kind, found[0].revision), ("joined", 7));
    }

    #[test]
    fn the_surest_part_of_a_split_goes_on_under_its_id() {
        let sides = [side(
            true,
            &[(0, "p#1", By::Split, 0.6), (1, "p#1", By::Split, 0.8)],
        )];
        assert_eq!(inherited(2, &sides), [None, Some("p#1".into())]);
        let ids = ["p#2", "p#1"].map(str::to_owned);
        let found = origins(8, &ids, &sides);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].id.as_str(), found[0].from.as_str()),
            ("p#2", "p#1")
        );
        assert_eq!((found[0].kind, found[0].revision), ("split", 8));
    }

    #[test]
    fn what_is_merged_goes_on_under_the_surest_id() {
        let links = [(0, "p#1", By::Merged, 0.6), (0, "p#2", By::Merged, 0.8)];
        let sides = [side(true, &links)];
        assert_eq!(inherited(1, &sides), [Some("p#2".into())]);
        let found = origins(8, &["p#2".to_owned()], &sides);
        assert_eq!(
            (found[0].id.as_str(), found[0].from.as_str()),
            ("p#2", "p#1")
        );
        assert_eq!(found[0].kind, "merged");
    }
}
