//! Faults in the wording of titles, fields, notes and the plan.

use super::in_truths::{list, one_of, where_};
use super::{Fault, Put};
use crate::editions::random::Random;
use serde_json::{Value, json};

pub const PUTS: &[(&str, Put)] = &[
    ("wrong title", wrong_title),
    ("wrong field", wrong_field),
    ("shifted fields", shifted_fields),
    ("lost field", lost_field),
    ("wrong note", wrong_note),
    ("wrong plan", wrong_plan),
    ("wrong name of an indicator", wrong_name),
];

/// A text with one character changed; a digit becomes another one.
fn spoiled(text: &str, random: &mut Random) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let letters: Vec<usize> = (0..chars.len())
        .filter(|i| chars[*i].is_alphanumeric())
        .collect();
    let i = one_of(&letters, random)?;
    chars[i] = match chars[i] {
        '7' => '1',
        c if c.is_ascii_digit() => '7',
        '森' => '林',
        _ => '森',
    };
    Some(chars.into_iter().collect())
}

fn wrong_title(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    // one character of a short title may be half of it
    let long = where_(items, |i| {
        i["title"].as_str().is_some_and(|t| t.chars().count() >= 6)
    });
    let item = &mut items[one_of(&long, random)?];
    let fault = Fault::new("", "title").of(item);
    let title = spoiled(item["title"].as_str()?, random)?;
    item["title"] = json!(title);
    Some(Fault {
        what: title,
        owner: String::new(),
        ..fault
    })
}

/// An item with fields that say something; its index and the labels of them.
fn with_fields(items: &[Value], least: usize, random: &mut Random) -> Option<(usize, Vec<String>)> {
    let said = |item: &Value| -> Vec<String> {
        let all = item["fields"].as_object().into_iter().flatten();
        all.filter(|(_, v)| !words(v).is_empty())
            .map(|(k, _)| k.clone())
            .collect()
    };
    let i = one_of(&where_(items, |i| said(i).len() >= least), random)?;
    Some((i, said(&items[i])))
}

/// The text of a field, which is bare in a truth by hand.
fn words(value: &Value) -> String {
    value["text"]
        .as_str()
        .or(value.as_str())
        .unwrap_or_default()
        .to_owned()
}

fn set(value: &mut Value, text: String) {
    match value.is_object() {
        true => value["text"] = json!(text),
        false => *value = json!(text),
    }
}

fn wrong_field(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let (i, labels) = with_fields(items, 1, random)?;
    let label = random.pick(&labels).clone();
    let text = spoiled(&words(&items[i]["fields"][&label]), random)?;
    set(&mut items[i]["fields"][&label], text);
    let fault = Fault::new(format!("{label} spoiled"), format!("fields.{label}")).of(&items[i]);
    let page = items[i]["fields"][&label]["at"][0]["page"].as_u64();
    Some(Fault {
        page: page.or(fault.page),
        ..fault
    })
}

fn shifted_fields(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let (i, labels) = with_fields(items, 2, random)?;
    let (a, b) = (&labels[0], &labels[1]);
    if words(&items[i]["fields"][a]) == words(&items[i]["fields"][b]) {
        return None;
    }
    let first = items[i]["fields"][a].take();
    items[i]["fields"][a] = items[i]["fields"][b].take();
    items[i]["fields"][b] = first;
    let fault = Fault::new(format!("{a} and {b} swapped"), format!("fields.{a}")).of(&items[i]);
    // of a whole document what is typed and where it stands differs as well
    Some(fault.at_most(12))
}

fn lost_field(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let (i, labels) = with_fields(items, 1, random)?;
    let label = random.pick(&labels).clone();
    let lost = items[i]["fields"].as_object_mut()?.remove(&label)?;
    let fault = Fault::new(format!("drop {label}"), format!("fields.{label}")).of(&items[i]);
    // an item may begin on one page and have its fields on another
    let page = lost["at"][0]["page"].as_u64().or(fault.page);
    Some(fault.on(page))
}

fn wrong_note(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let notes = list(truth, "footnotes", 1)?;
    let i = random.below(notes.len());
    let text = spoiled(notes[i]["text"].as_str()?, random)?;
    notes[i]["text"] = json!(text);
    let term = notes[i]["term"].as_str()?.to_owned();
    Some(
        Fault::new("a note spoiled", "footnotes")
            .or("text")
            .named(&term),
    )
}

fn wrong_plan(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let key = *random.pick(&["title", "municipality", "edition", "publisher"]);
    let text = spoiled(truth["plan"][key].as_str()?, random)?;
    truth["plan"][key] = json!(text);
    Some(Fault::new(text, format!("plan.{key}")))
}

fn wrong_name(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let indicators = list(truth, "indicators", 1)?;
    let i = random.below(indicators.len());
    let page = indicators[i]["page"].as_u64();
    let name = spoiled(indicators[i]["name"].as_str()?, random)?;
    indicators[i]["name"] = json!(name);
    Some(Fault::new(name, "name").on(page))
}
