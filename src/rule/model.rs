//! A rule as it is applied: what [`super::compile`] makes of a rule file.

use super::config::{self, Role};
use super::page_size::PageSize;
use crate::normalize::Policy;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A compiled pattern with its line in the rule file.
#[derive(Debug, Clone)]
pub struct Re {
    /// The expression, over folded text, in which `.` matches line breaks too. It is shared by all rules that
    /// have the same.
    pub regex: Arc<Regex>,
    /// Line in the rule file, from 1.
    pub line: usize,
}

impl Re {
    /// Whether it is found.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Whether it matches from the first to the last character.
    pub fn matches_whole(&self, text: &str) -> bool {
        let whole = |m: regex::Match<'_>| m.start() == 0 && m.end() == text.len();
        self.regex.find(text).is_some_and(whole)
    }
}

/// A rule, ready to be applied.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Unique among all rules.
    pub id: String,
    /// Version.
    pub version: u32,
    /// What it reads.
    pub title: String,
    /// Why it exists.
    pub why: String,
    /// File name, for provenance.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    pub(super) plan: Plan,
    pub(super) furniture: Furniture,
    pub(super) legends: Vec<Legend>,
    pub(super) footnotes: Vec<Re>,
    pub(super) tables: Vec<Table>,
    pub(super) forms: Vec<Form>,
    pub(super) sections: Vec<Section>,
    pub(super) normalize: Vec<(Re, Policy)>,
    pub(super) checks: Vec<CheckRule>,
    pub(super) examples: Vec<(Range<usize>, config::Example)>,
    pub(super) text: Arc<str>,
}

/// What choosing a rule needs to know of it.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub matches: Match,
}

#[derive(Debug, Clone)]
pub(super) struct Match {
    pub all: Vec<Re>,
    pub any: Vec<Re>,
    pub none: Vec<Re>,
    pub info_title: Option<Re>,
    pub producer: Option<Re>,
    pub page_sizes: Vec<PageSize>,
    pub line: usize,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub patterns: Vec<Re>,
    pub info_title: Vec<Re>,
    pub constants: BTreeMap<String, String>,
    pub required: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Furniture {
    pub patterns: Vec<Re>,
    pub keep: Vec<Re>,
}

impl Furniture {
    /// Whether a paragraph is no text of the plan.
    pub fn hides(&self, block: &crate::flow::Block) -> bool {
        let folded = block.text.folded();
        let text = folded.as_str().trim();
        let named = |patterns: &[Re]| patterns.iter().any(|p| p.matches_whole(text));
        named(&self.patterns) || block.furniture && !named(&self.keep)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Legend {
    pub pattern: Option<Re>,
    pub mark: Option<String>,
    pub meaning: Option<String>,
    pub after: Option<Re>,
    pub table: Option<String>,
    pub mark_column: Option<Header>,
    pub meaning_column: Option<Header>,
    pub scope: Option<String>,
    /// Legends that state themselves are looked for.
    pub stated: bool,
    pub line: usize,
}

/// A header: patterns over header cells above each other, from the top; mostly one.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// As it is written.
    pub source: String,
    pub levels: Vec<Re>,
    pub line: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub headers: Vec<Header>,
    pub without: Vec<Header>,
    pub first_column: Option<Re>,
    pub caption: Option<Re>,
    pub after: Option<Re>,
    pub nth: Option<usize>,
    pub until: Option<Re>,
    pub transposed: bool,
    pub optional: bool,
    pub groups: Vec<Group>,
    pub skip_rows: Vec<Re>,
    pub row: Option<Row>,
    pub indicator: Option<IndicatorRow>,
    pub cells: Option<Cells>,
    pub columns: Vec<Column>,
    pub line: usize,
}

/// Rows and columns that are fields of one item.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub label: Header,
    pub of: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub item: Item,
    pub level: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub number: Option<Header>,
    pub title: Header,
    /// Line of the row in the rule file.
    pub line: usize,
    /// What the title cell is; its kind, parent, name and flags are those of the row's item.
    pub item: Item,
    pub status: Option<Header>,
    pub status_columns: Vec<Header>,
    pub marks: Vec<String>,
    pub refs: Option<Header>,
    pub carry: Vec<Header>,
    pub flags: Vec<(Header, Option<Re>, String)>,
}

#[derive(Debug, Clone)]
pub(super) struct IndicatorRow {
    pub name: Header,
    pub unit: Option<Header>,
    pub direction: Option<Header>,
    pub role: Option<Header>,
    pub values: Vec<ValueColumn>,
    pub of: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct ValueColumn {
    pub header: Header,
    pub role: Option<Role>,
    pub year: Option<Header>,
}

#[derive(Debug, Clone)]
pub(super) struct Form {
    pub name: String,
    pub title: Re,
    pub number: Option<Re>,
    pub status: Option<Re>,
    pub marks: Vec<String>,
    pub refs: Option<Re>,
    pub labels: Vec<Re>,
    pub begins: Option<Re>,
    pub above: Vec<(Re, Item)>,
    pub item: Item,
    pub optional: bool,
}

/// How content is cut into entries.
#[derive(Debug, Clone)]
pub(super) enum Cut {
    Marker,
    Line,
    Whole,
    At(Re),
    By(Re),
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub header: Header,
    pub cut: Cut,
    pub optional: bool,
    pub items: Vec<Item>,
    pub indicators: Vec<Indicator>,
    pub pair: Option<Header>,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub kind: Option<String>,
    pub pattern: Re,
    /// The pattern was made of a sample: a number that goes on behind the match is another.
    pub by_sample: bool,
    pub parent: Vec<String>,
    pub name: Option<String>,
    pub flags: Vec<String>,
    pub body: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Indicator {
    pub form: IndicatorForm,
    pub of: Vec<String>,
    pub line: usize,
}

#[derive(Debug, Clone)]
pub(super) enum IndicatorForm {
    Whole(Re),
    Tokens {
        name: Re,
        value: Re,
        year: Option<Re>,
        roles: Vec<Role>,
        shaded_role: Option<Role>,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Section {
    pub name: Option<String>,
    pub heading: Item,
    pub level: u32,
    pub optional: bool,
    pub after: Option<Re>,
    pub body: Option<String>,
    pub labels: Vec<Re>,
    pub cut: Cut,
    pub items: Vec<Item>,
    pub indicators: Vec<Indicator>,
}

#[derive(Debug, Clone)]
pub(super) enum CheckRule {
    Counts {
        table: String,
        key: Re,
        field: String,
        claim: Re,
        includes: BTreeMap<String, Vec<String>>,
    },
    Total {
        pattern: Re,
        kind: String,
        flag: Option<String>,
    },
    Sums {
        table: String,
        rows: Re,
        columns: Vec<Header>,
    },
    Repeats {
        flag: String,
    },
    References {
        kind: String,
    },
    Required {
        kind: String,
        fields: Vec<String>,
    },
    Marks {
        kind: String,
        marks: Vec<String>,
    },
    Numbers {
        kind: String,
    },
    Years,
}
