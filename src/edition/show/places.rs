//! What each item belongs to. A comparison names only what differs; the documents know the policies above it.

use crate::document::Document;
use crate::edition::{Comparison, Of, Subject};
use std::collections::{HashMap, HashSet};

/// Deepest level that is followed, so that a circle ends.
const DEEPEST: usize = 32;

/// The items of both editions and what they belong to.
#[derive(Debug, Clone, Default)]
pub struct Places {
    old: Tree,
    new: Tree,
}

#[derive(Debug, Clone, Default)]
struct Tree {
    /// Label and parent of each item; indicators have no label.
    nodes: HashMap<String, (String, Option<String>)>,
    /// What has something below it.
    parents: HashSet<String>,
}

impl Places {
    /// Those of two documents.
    pub fn of(old: &Document, new: &Document) -> Self {
        Self {
            old: Tree::of(old),
            new: Tree::of(new),
        }
    }
}

impl Tree {
    fn of(document: &Document) -> Self {
        let mut out = Self::default();
        for item in &document.items {
            let label = label(item.number.as_deref(), &item.title);
            let parent = item.parent.clone();
            out.parents.extend(parent.clone());
            out.nodes.insert(item.id.clone(), (label, parent));
        }
        for indicator in &document.indicators {
            let node = (String::new(), indicator.of.clone());
            out.nodes.entry(indicator.id.clone()).or_insert(node);
        }
        out
    }
}

/// Number and title.
pub(super) fn label(number: Option<&str>, title: &str) -> String {
    let label = match number {
        Some(number) if !number.is_empty() => format!("{number} {title}"),
        _ => title.to_owned(),
    };
    super::clean::one_line(label.trim()).into_owned()
}

/// Finds the path to what a change is about.
pub(super) struct Finder<'c> {
    places: &'c Places,
    /// Old id to new id of the same item.
    pairs: HashMap<&'c str, &'c str>,
    /// Labels of items that the changes themselves name, where the documents are not at hand.
    named: HashMap<(bool, &'c str), &'c Of>,
}

impl<'c> Finder<'c> {
    pub(super) fn new(comparison: &'c Comparison, places: &'c Places) -> Self {
        let pairs = comparison.items.iter();
        let items = comparison
            .changes
            .iter()
            .filter(|c| c.subject == Subject::Item);
        let named = items.flat_map(|c| {
            let old = c.old.iter().map(|of| ((false, of.id.as_str()), of));
            old.chain(c.new.iter().map(|of| ((true, of.id.as_str()), of)))
        });
        Self {
            places,
            pairs: pairs.map(|p| (p.old.as_str(), p.new.as_str())).collect(),
            named: named.collect(),
        }
    }

    /// The labels from the top down to the group that something is shown in: what it belongs to, and itself where it
    /// has something below it.
    pub(super) fn path(&self, new: bool, id: &str) -> Vec<String> {
        let tree = if new {
            &self.places.new
        } else {
            &self.places.old
        };
        let first = match tree.nodes.get(id) {
            None if tree.nodes.is_empty() => id.rsplit_once('/').map(|(above, _)| above),
            None => None,
            Some(_) if tree.parents.contains(id) => Some(id),
            Some((_, parent)) => parent.as_deref(),
        };
        let (mut out, mut next, mut new) = (Vec::new(), first, new);
        while let Some(id) = next.filter(|_| out.len() < DEEPEST) {
            // what went stands where its policy stands now
            let id = match self.pairs.get(id) {
                Some(now) if !new => {
                    new = true;
                    *now
                }
                _ => id,
            };
            out.push(self.name(new, id));
            next = self.above(new, id);
        }
        out.reverse();
        out
    }

    fn tree(&self, new: bool) -> &'c Tree {
        match new {
            true => &self.places.new,
            false => &self.places.old,
        }
    }

    fn above<'i>(&self, new: bool, id: &'i str) -> Option<&'i str>
    where
        'c: 'i,
    {
        let tree = self.tree(new);
        match tree.nodes.get(id) {
            Some((_, parent)) => parent.as_deref(),
            None if tree.nodes.is_empty() => id.rsplit_once('/').map(|(above, _)| above),
            None => None,
        }
    }

    /// The label of an item; its id where nothing tells.
    pub(super) fn name(&self, new: bool, id: &str) -> String {
        let known = self.tree(new).nodes.get(id).map(|(label, _)| label.clone());
        let named = || self.named.get(&(new, id)).or(self.named.get(&(!new, id)));
        known
            .filter(|label| !label.is_empty())
            .or_else(|| named().map(|of| label(of.number.as_deref(), &of.title)))
            .unwrap_or_else(|| super::clean::one_line(id).into_owned())
    }

    /// Whether an item has this id.
    pub(super) fn knows(&self, new: bool, id: &str) -> bool {
        self.tree(new)
            .nodes
            .get(id)
            .is_some_and(|(label, _)| !label.is_empty())
    }
}
