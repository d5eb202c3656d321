//! Indicators in texts.

use super::builder::{Builder, MAX_ITEMS};
use super::draft::Parent;
use crate::document::{Indicator, IndicatorValue, ValueKind};
use crate::finding::Code;
use crate::rule::config::Role;
use crate::rule::model::{self, IndicatorForm, Re};
use crate::text::Text;
use crate::value::{Context, years};
use indexmap::IndexMap;
use regex::Captures;
use std::ops::Range;

/// An indicator as found in a text.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its name.
    pub name: Text,
    /// The heading above it.
    pub group: Option<Text>,
    /// All of it.
    pub whole: Text,
    /// Its characters in the text.
    pub chars: Range<usize>,
    /// `up`, `down`, `keep`.
    pub direction: Option<&'static str>,
    /// Role, value, year.
    pub values: Vec<(Role, Text, Option<Text>)>,
    /// Values and years that could not be paired.
    pub unpaired: bool,
    /// Which of the rule's indicators it is.
    pub spec: usize,
}

/// Finds indicators in a text. Where two patterns claim the same place, the first has it.
pub fn find(text: &Text, specs: &[model::Indicator]) -> Vec<Found> {
    let folded = text.folded();
    let mut claimed: Vec<Range<usize>> = Vec::new();
    let mut out: Vec<(usize, Found)> = Vec::new();
    for (spec, indicator) in specs.iter().enumerate() {
        match &indicator.form {
            IndicatorForm::Whole(re) => {
                for captures in re.regex.captures_iter(folded.as_str()) {
                    let Some(whole) = captures.get(0).map(|m| m.range()) else {
                        continue;
                    };
                    let free = |c: &Range<usize>| c.end <= whole.start || c.start >= whole.end;
                    if claimed.iter().all(free) {
                        let slice = Slicer(text, &folded);
                        out.push((whole.start, whole_form(&slice, &captures, spec)));
                        claimed.push(whole);
                    }
                }
            }
            IndicatorForm::Tokens { name, .. } => {
                let Some(captures) = name.regex.captures(folded.as_str()) else {
                    continue;
                };
                if claimed.is_empty() {
                    let slice = Slicer(text, &folded);
                    out.push((0, token_form(&slice, &captures, &indicator.form, spec)));
                    claimed.push(0..folded.as_str().len());
                }
            }
        }
    }
    out.sort_by_key(|(start, _)| *start);
    let mut out: Vec<Found> = out.into_iter().map(|(_, found)| found).collect();
    share_groups(&mut out, text);
    out
}

/// Indicators that follow on one with a heading, with nothing between, stand under the same heading.
fn share_groups(found: &mut [Found], text: &Text) {
    let chars: Vec<char> = text.as_str().chars().collect();
    for i in 1..found.len() {
        let (before, behind) = found.split_at_mut(i);
        let (Some(last), Some(next)) = (before.last(), behind.first_mut()) else {
            continue;
        };
        let between = chars.get(last.chars.end..next.chars.start);
        let follows = between.is_some_and(|c| c.iter().all(|c| c.is_whitespace()));
        if next.group.is_none() && next.spec == last.spec && follows {
            next.group.clone_from(&last.group);
        }
    }
}

/// Ranges of the folded text to pieces of the text.
struct Slicer<'t>(&'t Text, &'t Text);

impl Slicer<'_> {
    fn chars(&self, range: Range<usize>) -> Range<usize> {
        self.1.char_index(range.start)..self.1.char_index(range.end)
    }

    fn range(&self, range: Range<usize>) -> Text {
        self.0.char_slice(self.chars(range)).into_trimmed()
    }

    fn group(&self, captures: &Captures<'_>, name: &str) -> Option<Text> {
        let text = self.range(captures.name(name)?.range());
        (!text.is_blank()).then_some(text)
    }
}

fn whole_form(slice: &Slicer<'_>, captures: &Captures<'_>, spec: usize) -> Found {
    let value = |role: Role| {
        let name = role.as_str();
        let text = slice.group(captures, name)?.one_line();
        let year = slice.group(captures, &format!("{name}_year"));
        Some((role, text, year.map(|y| y.one_line())))
    };
    let direction = slice.group(captures, "direction");
    Found {
        name: slice.group(captures, "name").unwrap_or_default().one_line(),
        group: slice.group(captures, "group").map(|g| g.one_line()),
        whole: slice.range(captures.get(0).map_or(0..0, |m| m.range())),
        chars: slice.chars(captures.get(0).map_or(0..0, |m| m.range())),
        direction: direction.and_then(|d| direction_of(d.as_str())),
        values: [Role::Baseline, Role::Actual, Role::Target]
            .into_iter()
            .filter_map(value)
            .collect(),
        unpaired: false,
        spec,
    }
}

fn token_form(
    slice: &Slicer<'_>,
    captures: &Captures<'_>,
    form: &IndicatorForm,
    spec: usize,
) -> Found {
    let mut out = Found {
        name: slice.group(captures, "name").unwrap_or_default().one_line(),
        group: None,
        whole: slice.0.clone(),
        chars: 0..slice.0.chars().len(),
        direction: None,
        values: Vec::new(),
        unpaired: false,
        spec,
    };
    let IndicatorForm::Tokens {
        value,
        year,
        roles,
        shaded_role,
        ..
    } = form
    else {
        return out;
    };
    let start = captures.name("name").map_or(0, |m| m.end());
    let behind = &slice.1.as_str()[start..];
    let all = |re: &Re| -> Vec<Range<usize>> {
        let found = re.regex.find_iter(behind);
        found.map(|m| m.start() + start..m.end() + start).collect()
    };
    let years: Vec<Range<usize>> = year.as_ref().map(&all).unwrap_or_default();
    let inside_year = |v: &Range<usize>| years.iter().any(|y| v.start < y.end && y.start < v.end);
    let values: Vec<Range<usize>> = all(value).into_iter().filter(|v| !inside_year(v)).collect();
    out.unpaired = !years.is_empty() && years.len() != values.len();
    out.direction = behind
        .chars()
        .find_map(|c| direction_of(c.encode_utf8(&mut [0; 4])));
    let texts: Vec<Text> = values.into_iter().map(|v| slice.range(v)).collect();
    let any_shaded = texts.iter().any(Text::is_shaded);
    for (i, text) in texts.into_iter().enumerate() {
        let by_order = roles.get(i).copied();
        let role = match shaded_role {
            Some(role) if any_shaded && text.is_shaded() => Some(*role),
            Some(role) if any_shaded => roles.iter().find(|r| *r != role).copied(),
            _ => by_order,
        };
        let year = years.get(i).filter(|_| !out.unpaired);
        match role {
            Some(role) => out
                .values
                .push((role, text, year.map(|y| slice.range(y.clone())))),
            None => out.unpaired = true,
        }
    }
    out
}

/// What an arrow or word says of the way a value should go.
pub fn direction_of(text: &str) -> Option<&'static str> {
    match text {
        "↑" | "↗" | "⬆" | "⇧" | "増加" | "向上" => Some("up"),
        "↓" | "↘" | "⬇" | "⇩" | "減少" => Some("down"),
        "→" | "⇒" | "➡" | "維持" | "現状維持" => Some("keep"),
        _ => None,
    }
}

impl Builder<'_> {
    /// Reads the indicators of a text; returns the characters of each.
    pub fn indicators(
        &mut self,
        text: &Text,
        specs: &[model::Indicator],
        cell: Option<(usize, usize, usize)>,
    ) -> Vec<Range<usize>> {
        let found = find(text, specs);
        let taken = found.iter().map(|f| f.chars.clone()).collect();
        for one in found {
            if self.indicators.len() >= MAX_ITEMS {
                self.over_limit("indicators", MAX_ITEMS);
                break;
            }
            self.indicator(one, specs, cell);
        }
        taken
    }

    fn indicator(
        &mut self,
        found: Found,
        specs: &[model::Indicator],
        cell: Option<(usize, usize, usize)>,
    ) {
        let spec = &specs[found.spec];
        let name = found.name.as_str().to_owned();
        let at = self.at(&found.whole, spec.line, cell);
        if found.unpaired {
            let message = format!("values and years of `{name}` could not be paired");
            self.find(Code::PairMismatch, message, at.clone());
        }
        let of = match self.parent(&spec.of) {
            Parent::Item(i) => Some(i),
            _ => None,
        };
        let values = found
            .values
            .into_iter()
            .map(|(role, text, year)| {
                let said = Said {
                    role,
                    text,
                    year,
                    context: Context::default(),
                    line: spec.line,
                    cell,
                };
                self.indicator_value(&name, said)
            })
            .collect();
        let indicator = Indicator {
            id: String::new(),
            page: found.whole.page().unwrap_or(1),
            name,
            group: found.group.map(|g| g.as_str().to_owned()),
            of: None,
            direction: found.direction.map(str::to_owned),
            at,
            values,
            fields: IndexMap::new(),
        };
        self.indicators.push((indicator, of));
    }

    /// The value of an indicator, typed; what is no number or no year is a finding.
    pub fn indicator_value(&mut self, name: &str, said: Said<'_>) -> IndicatorValue {
        let text = &said.text;
        let read = self.value(text, &said.context, said.line, said.cell);
        let is_number = matches!(read.kind, ValueKind::Number | ValueKind::Amount);
        let whole = read.upper.is_none() && read.out_of.is_none() && read.direction.is_none();
        let value = read.value.filter(|_| is_number && whole);
        // －, 未定 and the like are read: they say that there is none
        if value.is_none() && read.kind != ValueKind::Absent {
            let message = format!("`{}` of `{name}` is no number", text.as_str());
            self.find(Code::ValueUnread, message, text.at());
        }
        let year = said.year.as_ref().and_then(|y| years::year(y.as_str()));
        if let (Some(text), None) = (&said.year, &year) {
            let message = format!("`{}` of `{name}` is no year", text.as_str());
            self.find(Code::ValueUnread, message, text.at());
        }
        IndicatorValue {
            role: said.role.as_str().to_owned(),
            text: text.as_str().to_owned(),
            // what is absent (－) is absent in the unit of its column
            unit: match read.kind {
                ValueKind::Absent => said.context.unit.map(str::to_owned),
                _ => read.unit.filter(|_| value.is_some()),
            },
            multiplier: read.multiplier.filter(|_| value.is_some()),
            value,
            qualifiers: read.qualifiers,
            year: year.map(|y| y.year),
            year_text: said.year.map(|y| y.as_str().to_owned()),
            shaded: text.is_shaded(),
            at: self.at(text, said.line, said.cell),
        }
    }
}

/// A value of an indicator as it is printed.
pub struct Said<'a> {
    /// What it is.
    pub role: Role,
    /// The value.
    pub text: Text,
    /// Its year.
    pub year: Option<Text>,
    /// What is known of it besides.
    pub context: Context<'a>,
    /// Line of the rule.
    pub line: usize,
    /// Table, row and column.
    pub cell: Option<(usize, usize, usize)>,
}
