//! The worked examples of a rule file, run.

use super::apply::{capture, cut, find_indicators};
use super::config::Example;
use super::model::{Column, Cut, Item, Rule, Section};
use super::passages::Passage;
use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, Part};
use crate::geometry::Rect;
use crate::reading::Reading;
use crate::table::{Cell, Table};
use crate::text::Text;
use regex::Regex;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// Runs the examples of a rule; each one that fails is a diagnostic.
pub fn check_examples(rule: &Rule) -> Vec<Diagnostic> {
    rule.examples
        .iter()
        .filter_map(|(span, example)| run(rule, span.clone(), example))
        .collect()
}

fn run(rule: &Rule, span: Range<usize>, example: &Example) -> Option<Diagnostic> {
    let fail = |message: String| Diagnostic::new(&rule.file, &rule.text, span.clone(), message);
    let results = match results(rule, example) {
        Ok(results) => results,
        Err(message) => return Some(fail(message)),
    };
    let expected = serde_json::to_value(&example.expect).unwrap_or(Value::Null);
    if results.iter().any(|r| agrees(r, &expected)) {
        return None;
    }
    let got = match results.first() {
        Some(first) => first.to_string(),
        None => "nothing".to_owned(),
    };
    let message = format!("the example gives {got}");
    Some(fail(message).with_help(format!("expected {expected}")))
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
    named_results(rule, within, given).unwrap_or_default()
}

fn results(rule: &Rule, example: &Example) -> Result<Vec<Value>, String> {
    named_results(rule, example.within.as_str(), &example.given)
}

fn named_results(rule: &Rule, within: &str, given: &str) -> Result<Vec<Value>, String> {
    let text = Text::plain(given);
    match within {
        "plan" => {
            let patterns = rule.plan.patterns.iter().chain(&rule.plan.info_title);
            return Ok(patterns.flat_map(|re| find_all(&re.regex, &text)).collect());
        }
        "legend" => {
            let patterns = rule.legends.iter().filter_map(|l| l.pattern.as_ref());
            let mut out: Vec<Value> = patterns.flat_map(|p| find_all(&p.regex, &text)).collect();
            if rule.legends.iter().any(|l| l.stated) {
                out.extend(stated_results(&text));
            }
            return Ok(out);
        }
        "footnote" => {
            let patterns = rule.footnotes.iter().map(|p| &p.regex);
            return Ok(patterns.flat_map(|re| find_all(re, &text)).collect());
        }
        "group" => {
            let groups = rule.tables.iter().flat_map(|t| &t.groups);
            let items: Vec<Item> = groups.map(|g| g.item.clone()).collect();
            return Ok(item_results(&text, &Cut::Whole, &items));
        }
        _ => {}
    }
    let is_table = rule.tables.iter().any(|t| t.name == within);
    let is_table = is_table || rule.forms.iter().any(|f| f.name == within);
    // a column may have the name of its table; what is written as rows is a table
    if is_table && given.contains('|') {
        return Ok(whole_results(rule, within, given));
    }
    let folded: String = super::apply::fold(within);
    let mut columns = rule.tables.iter().flat_map(|t| &t.columns);
    let last = |c: &&Column| {
        c.header
            .levels
            .last()
            .is_some_and(|l| l.matches_whole(&folded))
    };
    if let Some(column) = columns.find(|c| c.header.source == within || last(c)) {
        return Ok(column_results(&text, column));
    }
    let heading = |s: &&Section| {
        s.name.as_deref() == Some(within) || s.heading.pattern.matches_whole(&folded)
    };
    match rule.sections.iter().find(heading) {
        Some(section) if section.heading.kind.is_some() && section.items.is_empty() => {
            let items = std::slice::from_ref(&section.heading);
            Ok(item_results(&text, &Cut::Whole, items))
        }
        Some(section) => {
            let mut out = item_results(&text, &section.cut, &section.items);
            out.extend(indicator_results(&text, &section.indicators));
            Ok(out)
        }
        None => Err(format!(
            "the rule has no table, form, column or section called `{within}`"
        )),
    }
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
            json!({ "name": found.name.as_str(), "direction": found.direction, "values": values })
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
