//! Which thing of the truth is which of the document: one to one, and the same every time.
//!
//! # Method
//! First what is identical in kind, number, title and all that stands above it; then, of what shares a title, a number
//! under the same parent, or words of the title, the pairs that agree most, until there are no more; and between two
//! neighbours that are paired, what is as many on both sides. Only things that share something are looked at, so that
//! the time grows with their number and not with its square.

use super::equal::fold;
use super::facts::Thing;
use crate::edition::choice::{best, candidates};
use crate::edition::likeness::{Grams, Weights};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// A thing as it is recognised.
pub struct Node {
    kind: String,
    number: String,
    title: String,
    /// What stands above it, from the top.
    path: u64,
    /// What stands directly above it.
    above: u64,
    page: Option<u32>,
    /// What else it says, sorted.
    content: Vec<u64>,
    grams: Grams,
}

/// What is the same on both sides, by index.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// Of each thing of the truth that of the document.
    pub to: Vec<Option<usize>>,
    /// Of each thing of the document that of the truth.
    pub back: Vec<Option<usize>>,
}

impl Pairs {
    fn new(a: usize, b: usize) -> Self {
        Self {
            to: vec![None; a],
            back: vec![None; b],
        }
    }

    fn put(&mut self, i: usize, j: usize) {
        self.to[i] = Some(j);
        self.back[j] = Some(i);
    }

    fn is_free(&self, i: usize, j: usize) -> bool {
        self.to[i].is_none() && self.back[j].is_none()
    }

    /// The pairs in the order of the truth.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let pair = |(i, j): (usize, &Option<usize>)| Some((i, (*j)?));
        self.to.iter().enumerate().filter_map(pair)
    }

    /// Things of the truth without a partner.
    pub fn missing(&self) -> impl Iterator<Item = usize> {
        free(&self.to)
    }

    /// Things of the document without a partner.
    pub fn surplus(&self) -> impl Iterator<Item = usize> {
        free(&self.back)
    }
}

fn free(side: &[Option<usize>]) -> impl Iterator<Item = usize> {
    let free = |(i, partner): (usize, &Option<usize>)| partner.is_none().then_some(i);
    side.iter().enumerate().filter_map(free)
}

/// What stands above things.
pub enum Above<'p> {
    /// Things of the same list, by index.
    Own([&'p [Option<usize>]; 2]),
    /// Other things, under names that both sides share.
    Other([&'p [Option<u64>]; 2]),
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Things as they are recognised: by the field that names them.
pub fn nodes(things: &[Thing], title: &str) -> Vec<Node> {
    let one = |thing: &Thing| {
        let name = fold(thing.text(title));
        Node {
            kind: thing.text("kind").to_owned(),
            number: fold(thing.text("number")),
            grams: Grams::of(&name),
            title: name,
            path: 0,
            above: 0,
            page: thing.page,
            content: content(thing),
        }
    };
    things.iter().map(one).collect()
}

fn content(thing: &Thing) -> Vec<u64> {
    let fields = thing.fields.iter().flatten();
    let fields = fields.map(|(label, datum)| hash((fold(label), fold(datum.text()))));
    let values = ["status", "text", "group"].iter().filter_map(|name| {
        let text = thing.values.get(name)?.text();
        (!text.is_empty()).then(|| hash((name, fold(text))))
    });
    let lists = thing.lists.iter().flat_map(|(name, list)| {
        list.iter()
            .map(move |datum| hash((name, fold(datum.text()))))
    });
    let members = thing.members.iter().flatten();
    let members = members.map(|datum| hash(fold(datum.text())));
    let mut out: Vec<u64> = fields.chain(values).chain(lists).chain(members).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Pairs of one key that are looked at; of more, those at the same place in it.
const MOST_OF_KEY: usize = 400;
/// Rounds in which pairs of parents find those of their children; plans have fewer levels.
const ROUNDS: usize = 8;

struct Pairing<'p> {
    a: Vec<Node>,
    b: Vec<Node>,
    above: Above<'p>,
    pairs: Pairs,
    weights: Weights,
}

/// Pairs things.
pub fn pair(a: Vec<Node>, b: Vec<Node>, above: Above<'_>) -> Pairs {
    let weights = Weights::new(a.iter().map(|n| &n.grams), b.iter().map(|n| &n.grams));
    let mut pairing = Pairing {
        pairs: Pairs::new(a.len(), b.len()),
        a,
        b,
        above,
        weights,
    };
    pairing.relate();
    pairing.identical();
    for _ in 0..ROUNDS {
        if pairing.likely() + pairing.between() == 0 {
            break;
        }
    }
    pairing.pairs
}

/// Names what stands above each: directly, and from the top.
fn relate(nodes: &mut [Node], parents: &[Option<usize>]) {
    for i in 0..nodes.len() {
        let mut path = Vec::new();
        let mut next = parents.get(i).copied().flatten();
        // no plan is deeper; a circle ends here
        while let Some(parent) = next.filter(|_| path.len() < 32) {
            let node = &nodes[parent];
            path.push(hash((&node.kind, &node.number, &node.title)));
            next = parents[parent];
        }
        nodes[i].above = path.first().copied().unwrap_or_default();
        nodes[i].path = hash(path);
    }
}

impl Pairing<'_> {
    fn relate(&mut self) {
        match &self.above {
            Above::Own([a, b]) => {
                relate(&mut self.a, a);
                relate(&mut self.b, b);
            }
            Above::Other([a, b]) => {
                for (nodes, names) in [(&mut self.a, a), (&mut self.b, b)] {
                    for (node, name) in nodes.iter_mut().zip(*names) {
                        node.above = name.unwrap_or_default();
                        node.path = node.above;
                    }
                }
            }
        }
    }

    /// What is identical: of several, as many on both sides, in their order.
    fn identical(&mut self) {
        let own = |n: &Node| hash((&n.kind, &n.number, &n.title));
        let keys: [&dyn Fn(&Node) -> u64; 4] = [
            &|n| hash((own(n), n.path, n.page, &n.content)),
            &|n| hash((own(n), n.path)),
            &|n| hash((own(n), n.above)),
            &|n| own(n),
        ];
        for (rank, key) in keys.into_iter().enumerate() {
            let (a, b) = (
                groups(&self.a, &self.pairs.to, key),
                groups(&self.b, &self.pairs.back, key),
            );
            for (key, of_a) in a {
                let Some(of_b) = b.get(&key) else { continue };
                // where nothing tells them apart, any of them will do
                if rank == 0 || of_a.len() == of_b.len() {
                    of_a.iter()
                        .zip(of_b)
                        .for_each(|(i, j)| self.pairs.put(*i, *j));
                }
            }
        }
    }

    fn same_parent(&self, i: usize, j: usize) -> bool {
        match &self.above {
            Above::Own([a, b]) => match (a[i], b[j]) {
                (Some(p), Some(q)) => self.pairs.to[p] == Some(q),
                (None, None) => true,
                _ => false,
            },
            Above::Other([a, b]) => a[i] == b[j],
        }
    }

    /// What agrees most of what shares something.
    fn likely(&mut self) -> usize {
        let scored = self.candidates().into_iter();
        let scored = scored.filter_map(|(i, j)| Some((i, j, self.score(i, j)?)));
        let chosen = best(scored.collect());
        chosen.iter().for_each(|(i, j, _)| self.pairs.put(*i, *j));
        chosen.len()
    }

    fn candidates(&self) -> Vec<(usize, usize)> {
        let mut out = self.of_keys();
        let a = named(&self.a, self.pairs.missing());
        let b = named(&self.b, self.pairs.surplus());
        out.extend(candidates(&a, &b, &self.weights));
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What has the same title, or the same number in the same place.
    fn of_keys(&self) -> Vec<(usize, usize)> {
        let parent_of = |i: usize, side: usize| match &self.above {
            Above::Own(parents) => match (parents[side][i], side) {
                (Some(p), 1) => self.pairs.back[p].map_or(u64::MAX, |p| p as u64),
                (parent, _) => parent.map_or(u64::MAX - 1, |p| p as u64),
            },
            Above::Other(names) => names[side][i].unwrap_or_default(),
        };
        let keys = |i: usize, node: &Node, side: usize| {
            let title = (!node.title.is_empty()).then(|| hash(("title", &node.title)));
            let number = !node.number.is_empty();
            let under = number.then(|| hash(("number", &node.number, parent_of(i, side))));
            let there = number.then(|| hash(("number", &node.number, node.page, &node.kind)));
            let content = (node.content.len() > 1).then(|| hash(("content", &node.content)));
            [title, under, there, content].into_iter().flatten()
        };
        let mut holders: FxHashMap<u64, [Vec<usize>; 2]> = FxHashMap::default();
        for i in self.pairs.missing() {
            keys(i, &self.a[i], 0).for_each(|k| holders.entry(k).or_default()[0].push(i));
        }
        for j in self.pairs.surplus() {
            keys(j, &self.b[j], 1).for_each(|k| holders.entry(k).or_default()[1].push(j));
        }
        let mut out = Vec::new();
        for [of_a, of_b] in holders.values() {
            match of_a.len() * of_b.len() <= MOST_OF_KEY {
                true => out.extend(of_a.iter().flat_map(|i| of_b.iter().map(|j| (*i, *j)))),
                false => out.extend(of_a.iter().copied().zip(of_b.iter().copied())),
            }
        }
        out
    }

    /// How much two things agree; none if too little speaks for them.
    fn score(&self, i: usize, j: usize) -> Option<f32> {
        let (a, b) = (&self.a[i], &self.b[j]);
        let title = match a.title == b.title {
            true => f32::from(!a.title.is_empty()),
            false => self.weights.same_title(&a.grams, &b.grams),
        };
        let number = !a.number.is_empty() && a.number == b.number;
        let parent = self.same_parent(i, j);
        let shared = shared(&a.content, &b.content);
        let content = shared as f32 / a.content.len().max(b.content.len()).max(1) as f32;
        let kind = a.kind == b.kind;
        let enough = title >= 0.5
            || (kind && number && parent)
            || (kind && content >= 0.5 && shared > 1 && (parent || a.page == b.page));
        let weight = |is: bool, weight: f32| if is { weight } else { 0.0 };
        enough.then(|| {
            3.0 * title
                + 2.0 * content
                + weight(number, 1.5)
                + weight(parent, 1.5)
                + weight(kind, 0.5)
                + weight(a.page == b.page, 0.5)
                + weight(self.is_beside(i, j), 1.0)
        })
    }

    /// Whether the things before or behind are a pair.
    fn is_beside(&self, i: usize, j: usize) -> bool {
        let before = i > 0 && j > 0 && self.pairs.to[i - 1] == Some(j - 1);
        let behind = self.pairs.to.get(i + 1).copied().flatten() == Some(j + 1);
        before || behind
    }

    /// Between two neighbours that are paired, what is of one kind and as many on both sides.
    fn between(&mut self) -> usize {
        let mut made = 0;
        let (mut i, mut j) = (0, 0);
        while i < self.a.len() {
            if let Some(partner) = self.pairs.to[i] {
                (i, j) = (i + 1, partner + 1);
                continue;
            }
            let run_a = run(&self.pairs.to, i);
            let run_b = run(&self.pairs.back, j);
            let kinds = |nodes: &[Node], from: usize, n: usize| {
                let kinds = nodes[from..from + n].iter().map(|n| n.kind.clone());
                kinds.collect::<Vec<_>>()
            };
            let same = run_a == run_b && kinds(&self.a, i, run_a) == kinds(&self.b, j, run_b);
            for k in 0..if same { run_a } else { 0 } {
                if self.pairs.is_free(i + k, j + k) && self.same_parent(i + k, j + k) {
                    self.pairs.put(i + k, j + k);
                    made += 1;
                }
            }
            i += run_a;
        }
        made
    }
}

/// Those of the things that have a title, with its words.
fn named(nodes: &[Node], free: impl Iterator<Item = usize>) -> Vec<(usize, &Grams)> {
    let told = free.filter(|i| !nodes[*i].grams.is_empty());
    told.map(|i| (i, &nodes[i].grams)).collect()
}

/// How many from here on have no partner.
fn run(side: &[Option<usize>], from: usize) -> usize {
    let rest = side.iter().skip(from);
    rest.take_while(|partner| partner.is_none()).count()
}

/// The free things of each key, in their order.
fn groups(
    nodes: &[Node],
    partners: &[Option<usize>],
    key: &dyn Fn(&Node) -> u64,
) -> FxHashMap<u64, Vec<usize>> {
    let mut out: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for i in free(partners) {
        out.entry(key(&nodes[i])).or_default().push(i);
    }
    out
}

/// How many of two sorted lists are in both.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let has = |x: &&u64| b.binary_search(x).is_ok();
    a.iter().filter(has).count()
}
