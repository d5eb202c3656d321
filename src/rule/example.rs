//! The worked examples of a rule file, run.

use super::apply::{capture, cut, find_indicators};
use super::config::Example;
use super::model::{Column, Cut, Item, Rule, Section};
use super::passages::Passage;
use crate::diagnostic::Diagnostic;
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

fn results(rule: &Rule, example: &Example) -> Result<Vec<Value>, String> {
    let text = Text::plain(&example.given);
    let named = |re: &Regex, name: &str| re.find(name).is_some_and(|m| m.len() == name.len());
    let within: String = super::apply::fold(&example.within);
    match example.within.as_str() {
        "plan" => {
            let patterns = rule.plan.patterns.iter().map(|p| &p.regex);
            return Ok(patterns.flat_map(|re| find_all(re, &text)).collect());
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
    let mut columns = rule.tables.iter().flat_map(|t| &t.columns);
    if let Some(column) = columns.find(|c| named(&c.header.regex, &within)) {
        return Ok(column_results(&text, column));
    }
    let heading = |s: &&Section| {
        let by_name = s.name.as_deref() == Some(&example.within);
        by_name || named(&s.heading.pattern.regex, &within)
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
            "no column or section is named `{}`",
            example.within
        )),
    }
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
                    json!({ "role": role, "text": value.as_str(),
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
