//! A rule as it is applied: what [`super::compile`] makes of a rule file.

use super::config;
use crate::normalize::Policy;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;

/// A compiled pattern with its line in the rule file.
#[derive(Debug, Clone)]
pub struct Re {
    /// The expression, over folded text, in which `.` matches line breaks too.
    pub regex: Regex,
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
    pub(super) legends: Vec<Legend>,
    pub(super) footnotes: Vec<Re>,
    pub(super) tables: Vec<Table>,
    pub(super) sections: Vec<Section>,
    pub(super) normalize: Vec<(Re, Policy)>,
    pub(super) checks: Vec<CheckRule>,
    pub(super) examples: Vec<(Range<usize>, config::Example)>,
    pub(super) text: String,
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
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub patterns: Vec<Re>,
    pub constants: BTreeMap<String, String>,
    pub required: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Legend {
    pub pattern: Option<Re>,
    pub mark: Option<String>,
    pub meaning: Option<String>,
    pub after: Option<Re>,
    pub table: Option<String>,
    pub cols: (usize, usize),
    pub scope: Option<String>,
    /// Legends that state themselves are looked for.
    pub stated: bool,
    pub line: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub name: String,
    pub headers: Vec<Re>,
    pub first_column: Option<Re>,
    pub caption: Option<Re>,
    pub optional: bool,
    pub groups: Vec<Group>,
    pub skip_rows: Vec<Re>,
    pub row: Option<Row>,
    pub columns: Vec<Column>,
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub item: Item,
    pub level: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub kind: String,
    pub number: Option<Re>,
    pub title: Re,
    pub status: Option<Re>,
    pub marks: Vec<String>,
    pub parent: Vec<String>,
    pub carry: Vec<Re>,
    pub flags: Vec<(Re, Re, String)>,
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
    pub header: Re,
    pub cut: Cut,
    pub optional: bool,
    pub items: Vec<Item>,
    pub indicators: Vec<Indicator>,
    pub pair: Option<Re>,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub kind: Option<String>,
    pub pattern: Re,
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
        roles: Vec<String>,
        shaded_role: Option<String>,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Section {
    pub name: Option<String>,
    pub heading: Item,
    pub level: u32,
    pub after: Option<Re>,
    pub body: Option<String>,
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
    Repeats {
        flag: String,
    },
    Required {
        kind: String,
        fields: Vec<String>,
    },
}
