//! Changes of what items say: status, flags, references, fields, deadlines, and columns of years that roll on.

use super::draft::{Draft, Entry, Role};
use super::generate::Shares;
use super::random::Random;
use super::structure::sentence;
use super::words::{OFFICES, SYNONYMS};
use super::years::{YEAR, digits, shifted};
use keikaku::document::{Item, Status, Value, ValueKind};
use regex::Regex;
use serde_json::Number;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Makes all changes of content.
pub fn change(draft: &mut Draft, shares: &Shares, random: &mut Random) {
    let known = statuses(draft);
    let flagged = draft.entries.iter().any(|e| !e.item.flags.is_empty());
    let refers = draft.entries.iter().any(|e| !e.item.refs.is_empty());
    for entry in &mut draft.entries {
        let whole = matches!(entry.role, Role::Intact | Role::Reworded | Role::Moved);
        if !whole || entry.from.len() != 1 {
            continue;
        }
        if random.chance(shares.status) {
            status(&mut entry.item, &known, random);
        }
        if random.chance(shares.flags) && (flagged || random.chance(0.3)) {
            flags(&mut entry.item, random);
        }
        if refers && random.chance(shares.refs) {
            refs(&mut entry.item, random);
        }
        if random.chance(shares.deadlines) {
            deadline(entry, random);
        }
        if random.chance(shares.fields) {
            field(entry, random);
        }
        if random.chance(shares.fields_added) {
            field_added_or_removed(entry, random);
        }
    }
    if random.chance(shares.years_rolled) {
        roll(draft, random);
    }
}

/// The statuses that the document knows.
fn statuses(draft: &Draft) -> Vec<Status> {
    let printed = draft.entries.iter().filter_map(|e| e.item.status.clone());
    let legend = draft.document.legend.iter().filter_map(|l| {
        let (mark, meaning) = (l.mark.clone(), Some(l.meaning.clone()));
        Some(Status {
            mark,
            meaning,
            code: l.code.clone()?,
        })
    });
    let mut out: Vec<Status> = Vec::new();
    for status in printed.chain(legend) {
        if out.iter().all(|s| s.mark != status.mark) {
            out.push(status);
        }
    }
    out
}

/// Another status; a field that prints it follows.
fn status(item: &mut Item, known: &[Status], random: &mut Random) {
    let Some(old) = item.status.clone() else {
        return;
    };
    let others: Vec<&Status> = known
        .iter()
        .filter(|s| s.mark != old.mark && s.code != old.code)
        .collect();
    if others.is_empty() {
        return;
    }
    let new = (*random.pick(&others)).clone();
    for value in item
        .fields
        .values_mut()
        .flatten()
        .filter(|v| v.text == old.mark)
    {
        (value.text, value.raw) = (new.mark.clone(), new.mark.clone());
    }
    item.status = Some(new);
}

fn flags(item: &mut Item, random: &mut Random) {
    let flag = *random.pick(&["新規", "重点", "拡充"]);
    match item.flags.iter().position(|f| f == flag) {
        Some(at) => drop(item.flags.remove(at)),
        None => item.flags.insert(0, flag.into()),
    }
}

fn refs(item: &mut Item, random: &mut Random) {
    let new = (200 + random.below(90)).to_string();
    match item.refs.len() {
        0 => item.refs.push(new),
        n if random.chance(0.6) => item.refs[n - 1] = new,
        n if n > 1 => drop(item.refs.pop()),
        _ => item.refs.push(new),
    }
}

fn set(value: &mut Value, text: String) {
    (value.raw, value.text) = (text.clone(), text);
}

/// A field that says until when, later or earlier.
fn deadline(entry: &mut Entry, random: &mut Random) {
    let by = *random.pick(&[1, 1, 1, 2, 3, -1]);
    for (label, value) in &mut entry.item.fields {
        let Some(value) = value else { continue };
        let typed = matches!(value.kind, ValueKind::FiscalYear | ValueKind::Date);
        let until = ["まで", "見込", "予定", "目標"]
            .iter()
            .any(|w| value.text.contains(w));
        let found: Vec<_> = YEAR.find_iter(&value.text).collect();
        if found.len() != 1 || !(typed || until) || years_of(label).is_some() {
            continue;
        }
        let text = shifted(&value.text, by);
        set(value, text);
        if value.kind == ValueKind::FiscalYear
            && let Some(year) = value.value.as_ref().and_then(Number::as_i64)
        {
            let year = year + i64::from(by);
            value.value = Some(year.into());
            value.start = Some(format!("{year}-04-01"));
            value.end = Some(format!("{}-03-31", year + 1));
        }
        entry.deadlines.insert(label.clone());
        return;
    }
}

/// The text of a field: a sentence more or less, another number, another word, another office, something for nothing.
fn field(entry: &mut Entry, random: &mut Random) {
    let mark = entry.item.status.as_ref().map(|s| s.mark.clone());
    let fits = |(label, value): (&String, &Option<Value>)| {
        let value = value.as_ref()?;
        let said = matches!(
            value.kind,
            ValueKind::Text | ValueKind::Absent | ValueKind::Number | ValueKind::Amount
        );
        (said && Some(&value.text) != mark.as_ref() && !entry.deadlines.contains(label))
            .then(|| label.clone())
    };
    let labels: Vec<String> = entry.item.fields.iter().filter_map(fits).collect();
    if labels.is_empty() {
        return;
    }
    let label = random.pick(&labels).clone();
    let Some(Some(value)) = entry.item.fields.get_mut(&label) else {
        return;
    };
    if value.kind == ValueKind::Absent {
        *value = Value {
            kind: ValueKind::Text,
            absence: None,
            ..value.clone()
        };
        return set(value, sentence(random));
    }
    if label.contains("担当") {
        let new = *random.pick(&OFFICES);
        return set(
            value,
            if value.text == new {
                "総務課".into()
            } else {
                new.into()
            },
        );
    }
    let old = value.text.clone();
    // a count is another count, and gets no sentence
    let count = old.chars().count() < 8 && old.chars().any(char::is_numeric);
    let text = match if count { 1 } else { random.below(4) } {
        0 => added(&old, random),
        1 => other_number(&old, random),
        2 => other_word(&old),
        _ => one_less(&old),
    };
    let text = text.or_else(|| other_number(&old, random));
    let text = text.unwrap_or_else(|| added(&old, random).unwrap_or_default());
    if matches!(value.kind, ValueKind::Number | ValueKind::Amount) {
        let Some(text) = other_number(&old, random) else {
            return;
        };
        value.value = Some(i64::from(digits(&text.replace([',', '，'], ""))).into());
        return set(value, text);
    }
    set(value, text);
}

fn added(text: &str, random: &mut Random) -> Option<String> {
    let ends = text.ends_with(['。', '．']);
    let between = if ends || text.is_empty() { "" } else { "。" };
    Some(format!("{text}{between}{}", sentence(random)))
}

fn one_less(text: &str) -> Option<String> {
    let sentences: Vec<&str> = text.split_inclusive('。').collect();
    (sentences.len() > 1).then(|| sentences[..sentences.len() - 1].concat())
}

fn other_word(text: &str) -> Option<String> {
    let (from, to) = SYNONYMS
        .iter()
        .find(|(a, b)| text.contains(a) && !text.contains(b))?;
    Some(text.replacen(from, to, 1))
}

/// A number that is no part of a year, a date or a name, and is another now.
fn other_number(text: &str, random: &mut Random) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d[\d,，]*").unwrap());
    let found: Vec<_> = NUMBER
        .find_iter(text)
        .filter(|m| {
            let before = text[..m.start()].chars().next_back();
            let behind = text[m.end()..].chars().next();
            !before.is_some_and(|c| "和成昭RHSＲＨＳ第.．-－/".contains(c))
                && !behind.is_some_and(|c| "年月日期次.．/".contains(c))
        })
        .collect();
    let number = found.first()?;
    let value = digits(&number.as_str().replace([',', '，'], ""));
    let new = value + 1 + random.below(9) as i32;
    Some(format!(
        "{}{new}{}",
        &text[..number.start()],
        &text[number.end()..]
    ))
}

fn field_added_or_removed(entry: &mut Entry, random: &mut Random) {
    let mark = entry.item.status.as_ref().map(|s| s.mark.clone());
    if random.chance(0.35) {
        let text = |v: &Option<Value>| v.as_ref().map(|v| v.text.clone()).unwrap_or_default();
        let fits = |(l, v): (&String, &Option<Value>)| {
            !text(v).is_empty() && Some(text(v)) != mark && !entry.deadlines.contains(l)
        };
        let labels: Vec<String> = entry
            .item
            .fields
            .iter()
            .filter(|f| fits(*f))
            .map(|f| f.0.clone())
            .collect();
        if !labels.is_empty() {
            let label = random.pick(&labels).clone();
            entry.item.fields.shift_remove(&label);
        }
        return;
    }
    let label = *random.pick(&["今後の課題", "関連計画", "特記事項"]);
    if !entry.item.fields.contains_key(label) {
        let mut value = Value::default();
        set(&mut value, sentence(random));
        entry.item.fields.insert(label.into(), Some(value));
    }
}

/// The one year that a label names.
fn years_of(label: &str) -> Option<i32> {
    let years = keikaku::value::years::years(label);
    years.first().filter(|_| years.len() == 1).map(|y| y.year)
}

/// The columns of years roll on: the next year comes, and the oldest goes where there are several.
fn roll(draft: &mut Draft, random: &mut Random) {
    let labels = draft.entries.iter().flat_map(|e| e.item.fields.keys());
    let of_year: BTreeSet<(String, i32, String)> = labels
        .filter_map(|l| Some((YEAR.replace(l, "").into_owned(), years_of(l)?, l.clone())))
        .collect();
    let stems: BTreeSet<&String> = of_year.iter().map(|(stem, _, _)| stem).collect();
    for stem in stems {
        let of_stem: Vec<_> = of_year.iter().filter(|y| &y.0 == stem).collect();
        let (Some(oldest), Some(newest)) = (of_stem.first(), of_stem.last()) else {
            continue;
        };
        let next = shifted(&newest.2, 1);
        for entry in &mut draft.entries {
            let fields = &mut entry.item.fields;
            if let Some(at) = fields.get_index_of(&newest.2) {
                let mut value = fields[at].clone();
                if let Some(value) = &mut value {
                    let text = other_number(&value.text, random);
                    set(value, text.unwrap_or_else(|| sentence(random)));
                }
                fields.shift_insert(at + 1, next.clone(), value);
            }
            fields.shift_remove(&oldest.2);
        }
    }
}
