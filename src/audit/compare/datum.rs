//! [`Datum`]: one value as it is compared, in its parts.

use super::equal::{self, Equality};
use crate::place::At;
use serde_json::Value;

/// How a part of a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// As running text.
    Text,
    /// As running text; brackets around it are print.
    Bracketed,
    /// As a mark or number of a measure, in which dots count.
    Mark,
    /// As a number.
    Number,
    /// Letter by letter.
    Word,
    /// Yes or no; no is not said.
    Flag,
    /// A list of words.
    Words,
    /// Whatever it is, as JSON.
    Json,
    /// Where it was read.
    Boxes,
}

/// A part of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Something that is written.
    Written(Sort, String),
    /// Where it was read.
    Boxes(Vec<At>),
}

impl Scalar {
    /// Reads a part; none when it says nothing.
    pub fn of(sort: Sort, value: &Value) -> Option<Self> {
        let text = match (sort, value) {
            (_, Value::Null) => return None,
            (Sort::Boxes, value) => {
                let boxes = boxes(value);
                return (!boxes.is_empty()).then_some(Self::Boxes(boxes));
            }
            (Sort::Flag, value) => value.as_bool().filter(|b| *b)?.to_string(),
            (Sort::Words, Value::Array(words)) if words.is_empty() => return None,
            (Sort::Words, Value::Array(words)) => {
                let words: Vec<String> = words.iter().map(plain).collect();
                words.join(", ")
            }
            (Sort::Json, Value::Array(list)) if list.is_empty() => return None,
            (_, value) => plain(value),
        };
        (!text.is_empty()).then_some(Self::Written(sort, text))
    }

    fn compare(&self, other: &Self) -> Equality {
        match (self, other) {
            (Self::Boxes(a), Self::Boxes(b)) => Equality::of(overlap(a, b)),
            (Self::Written(sort, a), Self::Written(_, b)) => match sort {
                Sort::Text => equal::text(a, b),
                Sort::Bracketed => equal::bracketed(a, b),
                Sort::Mark => equal::mark(a, b),
                Sort::Number => equal::number(a, b),
                _ => Equality::of(a == b),
            },
            _ => Equality::Different,
        }
    }

    /// In words.
    pub fn shown(&self) -> String {
        match self {
            Self::Written(_, text) => text.clone(),
            Self::Boxes(at) => {
                let one = |at: &At| {
                    let [x0, top, x1, bottom] = at.r#box.map(f64::round);
                    format!("p.{} [{x0} {top} {x1} {bottom}]", at.page)
                };
                at.iter().map(one).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The places that a value gives.
pub fn boxes(value: &Value) -> Vec<At> {
    let one = |v: &Value| {
        let mut at: At = serde_json::from_value(v.clone()).ok()?;
        // of a rule file, the line
        at.rule = None;
        Some(at)
    };
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(one)
        .collect()
}

/// Whether every box of either list meets one of the other on its page.
fn overlap(a: &[At], b: &[At]) -> bool {
    let meets = |a: &At, b: &At| {
        let ([ax0, atop, ax1, abottom], [bx0, btop, bx1, bbottom]) = (a.r#box, b.r#box);
        a.page == b.page && ax0 <= bx1 && bx0 <= ax1 && atop <= bbottom && btop <= abottom
    };
    let all = |a: &[At], b: &[At]| a.iter().all(|x| b.iter().any(|y| meets(x, y)));
    all(a, b) && all(b, a)
}

/// A part by its name.
pub type Part = (&'static str, Option<Scalar>);

/// A value in its parts; the first says what it is, the others what else is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Datum {
    /// The parts that hold.
    pub parts: Vec<Part>,
    /// Where it was read.
    pub at: Vec<At>,
}

impl Datum {
    /// A value of one part.
    pub fn single(name: &'static str, sort: Sort, value: &Value) -> Self {
        Self {
            parts: vec![(name, Scalar::of(sort, value))],
            at: Vec::new(),
        }
    }

    /// The part of a name; none if it says nothing.
    pub fn part(&self, name: &str) -> Option<&Scalar> {
        let part = self.parts.iter().find(|(n, _)| *n == name)?;
        part.1.as_ref()
    }

    /// Whether no part says anything.
    pub fn is_empty(&self) -> bool {
        let says = |(name, scalar): &Part| *name != "at" && scalar.is_some();
        !self.parts.iter().any(says)
    }

    /// Whether the parts that the other has say nothing.
    pub fn is_silent_on(&self, other: &Self) -> bool {
        let says = |(name, _): &Part| *name != "at" && self.part(name).is_some();
        !other.parts.iter().any(says)
    }

    /// What stands first, as it is.
    pub fn text(&self) -> &str {
        match self.parts.first() {
            Some((_, Some(Scalar::Written(_, text)))) => text,
            _ => "",
        }
    }

    /// What the parts of given names say, in words; the first part of a value without its name.
    pub fn shown(&self, names: &[&'static str]) -> String {
        let first = self.parts.first().map(|(name, _)| *name);
        let one = |name: &&'static str| {
            let scalar = self.part(name);
            match scalar {
                Some(scalar) if Some(*name) == first => scalar.shown(),
                Some(Scalar::Written(Sort::Flag, _)) => (*name).to_owned(),
                Some(scalar) => format!("{name} {}", scalar.shown()),
                None if Some(*name) == first => "(nothing)".to_owned(),
                None => format!("no {name}"),
            }
        };
        names.iter().map(one).collect::<Vec<_>>().join(" · ")
    }

    /// All that is said, in words.
    pub fn whole(&self) -> String {
        let said = self.parts.iter().filter(|(_, scalar)| scalar.is_some());
        let names: Vec<&'static str> = said.map(|(name, _)| *name).filter(|n| *n != "at").collect();
        self.shown(&names)
    }
}

/// How two values compare, and the parts in which they differ most.
pub fn compare(expected: &Datum, found: &Datum) -> (Equality, Vec<&'static str>) {
    let mut least = Equality::Exact;
    let mut names = Vec::new();
    for (name, part) in &expected.parts {
        let equality = match (part, found.part(name)) {
            (Some(a), Some(b)) => a.compare(b),
            (None, None) => Equality::Exact,
            _ => Equality::Different,
        };
        if equality < least {
            least = equality;
            names.clear();
        }
        if equality == least && equality != Equality::Exact {
            names.push(*name);
        }
    }
    (least, names)
}
