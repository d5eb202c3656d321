//! The worked examples of a rule file, run.

use super::apply::{capture, cut, find_indicators};
use super::config::Example;
use super::model::{Column, Cut, Item, Re, Rule, Section};
use super::passages::Passage;
use super::syntax::{Damage, NOWHERE, Parts, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::flow::{Flow, Part};
use crate::geometry::Rect;
use crate::reading::Reading;
use crate::table::{Cell, Table};
use crate::text::Text;
use regex::Regex;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Runs the examples of a rule; what fails is a diagnostic.
pub fn check_examples(rule: &Rule) -> Vec<Diagnostic> {
    check_examples_of(rule, &Damage::default())
}

/// Runs the examples of a rule, other than those of parts that do not work anyway.
pub(super) fn check_examples_of(rule: &Rule, damage: &Damage) -> Vec<Diagnostic> {
    let parts = Parts::of(&rule.text);
    let mut out = Vec::new();
    for (span, example) in &rule.examples {
        if span.start == NOWHERE || damage.is_within(&parts.at(span.start, 1)) {
            continue;
        }
        let target = Target::of(rule, example.within.as_str(), &example.given);
        if !target.is_damaged(rule, damage, &parts) {
            out.extend(run(rule, span, example, &target));
        }
    }
    out
}

fn run(
    rule: &Rule,
    span: &Range<usize>,
    example: &Example,
    target: &Target<'_>,
) -> Vec<Diagnostic> {
    if matches!(target, Target::Unknown) {
        return vec![unknown_target(rule, example)];
    }
    let fails = |span: &Range<usize>, message: String, help: String| {
        let (file, source) = (&rule.file, &rule.text);
        let code = Code::ExampleFails;
        Diagnostic::new(code, file, source, span.clone(), message).with_help(help)
    };
    let results = target.results(rule, example.within.as_str(), &example.given);
    let expected = example.expect.iter();
    let expected: Vec<(&String, Range<usize>, Value)> = expected
        .map(|(k, v)| (k, v.span(), plain_value(v.get_ref())))
        .collect();
    let agreeing = |r: &&Value| expected.iter().filter(|(k, _, v)| holds(r, k, v)).count();
    // the first of those that agree most
    let Some(best) = results.iter().rev().max_by_key(agreeing) else {
        let message = "nothing comes out of the example".to_owned();
        let help = "compare `given` with the pattern of what `in` names; it is matched whole";
        return vec![fails(span, message, help.to_owned())];
    };
    let wrong = expected.iter().filter(|(k, _, v)| !holds(best, k, v));
    wrong
        .map(|(key, span, value)| {
            let (message, help) = difference(best, key, value);
            fails(span, message, help)
        })
        .collect()
}

/// An example of something that the rule does not read.
fn unknown_target(rule: &Rule, example: &Example) -> Diagnostic {
    let within = example.within.as_str();
    let message = format!("the rule has no table, form, column or section called `{within}`");
    let known = targets(rule);
    let help = match nearest(within, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("`in` is one of: {}", known.join(", ")),
    };
    let span = example.within.span();
    Diagnostic::new(Code::UnknownTarget, &rule.file, &rule.text, span, message).with_help(help)
}

/// An expected value as the results have it.
fn plain_value(value: &toml::Value) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn holds(result: &Value, key: &str, expected: &Value) -> bool {
    result.get(key).is_some_and(|r| agrees(r, expected))
}

/// What comes out in place of an expected value, and all that comes out.
fn difference(result: &Value, key: &str, expected: &Value) -> (String, String) {
    let message = match result.get(key) {
        Some(Value::Null) => format!("the example has no `{key}`, expected {}", short(expected)),
        Some(got) => format!("`{key}` is {}, expected {}", short(got), short(expected)),
        None => {
            let keys = result.as_object().into_iter().flat_map(Map::keys);
            let keys: Vec<&str> = keys.map(String::as_str).collect();
            let known = keys.join(", ");
            let message = format!("nothing called `{key}` comes out of the example, only {known}");
            if let Some(meant) = nearest(key, keys) {
                return (message, format!("did you mean `{meant}`?"));
            }
            message
        }
    };
    let filled = result.as_object().into_iter().flatten();
    let filled = filled.filter(|(_, v)| !v.is_null() && **v != json!([]) && **v != json!({}));
    let all: Map<String, Value> = filled.map(|(k, v)| (k.clone(), v.clone())).collect();
    (
        message,
        format!("the example gives {}", short(&Value::Object(all))),
    )
}

/// Most characters of a value in a message.
const MAX_SHOWN: usize = 240;

/// A value on one line, cut where it is long.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MAX_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// The names that an example may be of.
fn targets(rule: &Rule) -> Vec<String> {
    let tables = rule.tables.iter().map(|t| t.name.clone());
    let forms = rule.forms.iter().map(|f| f.name.clone());
    let sections = rule.sections.iter().filter_map(|s| s.name.clone());
    let columns = rule.tables.iter().flat_map(|t| &t.columns);
    let columns = columns.map(|c| c.header.source.clone());
    let mut out: Vec<String> = tables.chain(forms).chain(sections).chain(columns).collect();
    out.extend(["legend", "footnote", "group", "plan"].map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|name| seen.insert(name.clone()));
    out
}

/// What an example is of.
enum Target<'r> {
    Plan,
    Legend,
    Footnote,
    Group,
    /// The whole rule, at a table.
    Whole,
    Column(&'r Column),
    Section(&'r Section),
    Unknown,
}

impl<'r> Target<'r> {
    fn of(rule: &'r Rule, within: &str, given: &str) -> Self {
        match within {
            "plan" => return Self::Plan,
            "legend" => return Self::Legend,
            "footnote" => return Self::Footnote,
            "group" => return Self::Group,
            _ => {}
        }
        let is_table = rule.tables.iter().any(|t| t.name == within);
        let is_table = is_table || rule.forms.iter().any(|f| f.name == within);
        // a column may have the name of its table; what is written as rows is a table
        if is_table && given.contains('|') {
            return Self::Whole;
        }
        let folded: String = super::apply::fold(within);
        // a column whose header is missing stands at no line
        let columns = rule.tables.iter().flat_map(|t| &t.columns);
        let mut columns = columns.filter(|c| c.header.line > 0);
        let last = |c: &&Column| {
            let last = c.header.levels.last();
            last.is_some_and(|l| l.matches_whole(&folded))
        };
        if let Some(column) = columns.find(|c| c.header.source == within || last(c)) {
            return Self::Column(column);
        }
        let heading = |s: &&Section| {
            s.name.as_deref() == Some(within) || s.heading.pattern.matches_whole(&folded)
        };
        match rule.sections.iter().find(heading) {
            Some(section) => Self::Section(section),
            None if is_table => Self::Whole,
            None => Self::Unknown,
        }
    }

    /// Whether what the example is of does not work, so that nothing is to be expected of it.
    fn is_damaged(&self, rule: &Rule, damage: &Damage, parts: &Parts) -> bool {
        let named = |name: &str| parts.named(name).any(|p| damage.is_within(p));
        let read = || ["table", "form", "section"].into_iter().any(named);
        let line = |line: usize, depth| {
            let place = line_start(&rule.text, line);
            damage.is_within(&parts.at(place, depth))
        };
        if damage.is_none() {
            return false;
        }
        match self {
            Self::Plan => named("plan"),
            Self::Legend => named("legend"),
            Self::Footnote => named("footnote"),
            Self::Group => named("table"),
            Self::Whole | Self::Unknown => read(),
            Self::Column(column) => line(column.header.line, 2),
            Self::Section(section) => line(section.heading.pattern.line, 1),
        }
    }

    fn results(&self, rule: &Rule, within: &str, given: &str) -> Vec<Value> {
        let text = Text::plain(given);
        let all = |patterns: Vec<&Re>| -> Vec<Value> {
            let found = patterns.into_iter().map(|re| find_all(&re.regex, &text));
            found.flatten().collect()
        };
        match self {
            Self::Plan => {
                let plan = &rule.plan;
                all(plan.patterns.iter().chain(&plan.info_title).collect())
            }
            Self::Legend => {
                let patterns = rule.legends.iter().filter_map(|l| l.pattern.as_ref());
                let mut out = all(patterns.collect());
                if rule.legends.iter().any(|l| l.stated) {
                    out.extend(stated_results(&text));
                }
                out
            }
            Self::Footnote => all(rule.footnotes.iter().collect()),
            Self::Group => {
                let groups = rule.tables.iter().flat_map(|t| &t.groups);
                let items: Vec<Item> = groups.map(|g| g.item.clone()).collect();
                item_results(&text, &Cut::Whole, &items)
            }
            Self::Whole => whole_results(rule, within, given),
            Self::Column(column) => column_results(&text, column),
            Self::Section(section) => section_results(&text, section),
            Self::Unknown => Vec::new(),
        }
    }
}

/// Where a line begins, in bytes.
fn line_start(text: &str, line: usize) -> usize {
    let lines = text.split_inclusive('\n');
    lines.take(line.saturating_sub(1)).map(str::len).sum()
}

/// The item that a heading is, and those of the text below it: a heading alone, or on the first line, or
/// the text without its heading.
fn section_results(text: &Text, section: &Section) -> Vec<Value> {
    let heading = std::slice::from_ref(&section.heading);
    let is_item = section.heading.kind.is_some();
    let whole = item_results(text, &Cut::Whole, heading);
    if is_item && (!whole.is_empty() || section.items.is_empty()) {
        return whole;
    }
    let first = text.as_str().find('\n').unwrap_or(text.as_str().len());
    let above = item_results(&text.slice(0..first), &Cut::Whole, heading);
    let has_heading = section
        .heading
        .pattern
        .matches_whole(text.slice(0..first).folded().as_str());
    let content = match has_heading {
        true => text.slice((first + 1).min(text.as_str().len())..text.as_str().len()),
        false => text.clone(),
    };
    let mut out = if is_item { above } else { Vec::new() };
    out.extend(item_results(&content, &section.cut, &section.items));
    out.extend(indicator_results(&content, &section.indicators));
    out
}

/// Every expected key is there with the expected value.
fn agrees(result: &Value, expected: &Value) -> bool {
    match (result, expected) {
        (Value::Object(r), Value::Object(e)) => e
            .iter()
            .all(|(k, v)| r.get(k).is_some_and(|r| agrees(r, v))),
        (Value::Array(r), Value::Array(e)) => {
            r.len() == e.len() && r.iter().zip(e).all(|(r, e)| agrees(r, e))
        }
        _ => result == expected,
    }
}

fn stated_results(text: &Text) -> impl Iterator<Item = Value> + use<> {
    let passage = Passage {
        text,
        group: None,
        in_table: false,
    };
    let found = super::apply::stated(&[passage]).into_iter();
    found.map(|(mark, meaning)| json!({ "mark": mark.as_str(), "meaning": meaning.as_str() }))
}

/// What a rule makes of a text in a column, section, table or form.
pub(super) fn results_of(rule: &Rule, within: &str, given: &str) -> Vec<Value> {
    Target::of(rule, within, given).results(rule, within, given)
}

/// What the whole rule makes of a table that is written as rows.
fn whole_results(rule: &Rule, within: &str, given: &str) -> Vec<Value> {
    let rule = &alone(rule, within);
    let flow = Flow {
        parts: vec![Part::Table(0)],
        tables: vec![table(given)],
    };
    let document = super::apply::apply(&Reading::of_flow(flow), Some(rule));
    let to_value = |v: serde_json::Result<Value>| v.unwrap_or_default();
    let plain = |v: &mut Value| {
        // fields are compared by their text, and a status by its mark
        if let Some(fields) = v.get_mut("fields").and_then(Value::as_object_mut) {
            for field in fields.values_mut() {
                *field = field.get("text").cloned().unwrap_or_default();
            }
        }
        if let Some(mark) = v.get("status").and_then(|s| s.get("mark")).cloned() {
            v["status"] = mark;
        }
    };
    let items = document
        .items
        .iter()
        .map(|i| to_value(serde_json::to_value(i)));
    let indicators = document.indicators.iter();
    let indicators = indicators.map(|i| to_value(serde_json::to_value(i)));
    let mut out: Vec<Value> = items.chain(indicators).collect();
    out.iter_mut().for_each(plain);
    out
}

/// The rule with nothing but one table or form, wherever that stands: an example has no surroundings.
fn alone(rule: &Rule, name: &str) -> Rule {
    let mut rule = rule.clone();
    rule.tables.retain(|t| t.name == name);
    rule.forms.retain(|f| f.name == name);
    for table in &mut rule.tables {
        (table.nth, table.after, table.caption) = (None, None, None);
    }
    rule
}

/// A table as an example writes it: a row a line, `|` between cells, `^` for a cell that goes on from
/// above, `<` for one that goes on from the left, `¶` for a new paragraph.
fn table(given: &str) -> Table {
    let lines = given.lines().map(str::trim).filter(|l| !l.is_empty());
    let rows: Vec<Vec<&str>> = lines
        .map(|l| l.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let cols = rows.iter().map(Vec::len).max().unwrap_or(0);
    let at = |row: usize, col: usize| -> &str {
        let text = rows.get(row).and_then(|r| r.get(col));
        text.copied().unwrap_or_default()
    };
    let mut cells = Vec::new();
    for row in 0..rows.len() {
        for col in 0..cols {
            let text = at(row, col);
            if text == "^" && row > 0 || text == "<" && col > 0 {
                continue;
            }
            let down = (row + 1..rows.len()).take_while(|r| at(*r, col) == "^");
            let right = (col + 1..cols).take_while(|c| at(row, *c) == "<");
            cells.push(Cell {
                row,
                col,
                rowspan: 1 + down.count(),
                colspan: 1 + right.count(),
                paragraphs: text.split('¶').map(|p| Text::plain(p.trim())).collect(),
                fill: None,
                page: 1,
                bbox: Rect::default(),
            });
        }
    }
    Table::of_cells(rows.len(), cols, cells)
}

fn paragraphs(text: &Text) -> Vec<Text> {
    text.as_str().split('\n').map(Text::plain).collect()
}

fn column_results(text: &Text, column: &Column) -> Vec<Value> {
    let mut out = item_results(text, &column.cut, &column.items);
    for entry in cut(&paragraphs(text), &column.cut) {
        out.extend(indicator_results(&entry, &column.indicators));
    }
    out
}

fn item_results(text: &Text, how: &Cut, items: &[Item]) -> Vec<Value> {
    cut(&paragraphs(text), how)
        .iter()
        .filter_map(|entry| {
            let captured = capture(entry, items)?;
            let item = &items[captured.item];
            let fields: Map<String, Value> = captured
                .fields
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().into()))
                .collect();
            Some(json!({
                "kind": item.kind,
                "number": captured.number.map(|n| n.as_str().to_owned()),
                "title": captured.title.as_str(),
                "status": captured.status.map(|s| s.as_str().to_owned()),
                "refs": captured.refs,
                "flags": captured.flags,
                "fields": fields,
            }))
        })
        .collect()
}

fn indicator_results(text: &Text, specs: &[super::model::Indicator]) -> Vec<Value> {
    find_indicators(text, specs)
        .into_iter()
        .map(|found| {
            let values: Vec<Value> = found
                .values
                .iter()
                .map(|(role, value, year)| {
                    json!({ "role": role.as_str(), "text": value.as_str(),
                            "year_text": year.as_ref().map(Text::as_str) })
                })
                .collect();
            let group = found.group.as_ref().map(Text::as_str);
            json!({ "name": found.name.as_str(), "group": group, "direction": found.direction, "values": values })
        })
        .collect()
}

/// Every match of a pattern as an object of its captures.
fn find_all(re: &Regex, text: &Text) -> Vec<Value> {
    let folded = text.folded();
    re.captures_iter(folded.as_str())
        .map(|found| {
            let of = |name: &str| {
                let m = found.name(name)?;
                let chars = folded.char_index(m.start())..folded.char_index(m.end());
                let value = text.char_slice(chars).one_line().into_trimmed();
                Some((name.to_owned(), Value::from(value.as_str())))
            };
            Value::Object(re.capture_names().flatten().filter_map(of).collect())
        })
        .collect()
}
