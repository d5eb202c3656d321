//! Changes of the print only: the same is said in other characters.

use super::random::Random;
use super::years::renoted;
use keikaku::document::{Document, Value, ValueKind};
use keikaku::normalize::measure_number::plain;
use regex::{Captures, Regex};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Prints a share of all texts otherwise.
pub fn change(document: &mut Document, share: f64, random: &mut Random) {
    labels(document, share, random);
    for item in &mut document.items {
        if random.chance(share) {
            item.title = text(&item.title, random);
        }
        if let Some(number) = item.number.as_mut().filter(|_| random.chance(share / 2.0)) {
            let printed = brackets(&wide(number));
            if plain(&printed) == plain(number) {
                *number = printed;
            }
        }
        for value in item.fields.values_mut().flatten() {
            if random.chance(share) {
                self::value(value, random);
            }
        }
    }
    for indicator in &mut document.indicators {
        if random.chance(share) {
            indicator.name = text(&indicator.name, random);
        }
        for value in &mut indicator.values {
            if random.chance(share) {
                value.text = quantity(&value.text, random);
                if let Some(number) = decimals(&value.text) {
                    value.value = number.parse().ok();
                }
            }
            if let Some(year) = value.year_text.as_mut().filter(|_| random.chance(share)) {
                *year = renoted(year);
            }
        }
    }
    let meanings = document.legend.iter_mut().map(|e| &mut e.meaning);
    let notes = document.footnotes.iter_mut().map(|n| &mut n.text);
    let sections = document.sections.iter_mut().map(|s| &mut s.text);
    let mut reworded = BTreeMap::new();
    for said in meanings.chain(notes).chain(sections) {
        if random.chance(share) && said.chars().count() > 3 {
            let printed = text(said, random);
            reworded.insert(said.clone(), printed.clone());
            *said = printed;
        }
    }
    // the meaning at the items is that of the legend
    for status in document.items.iter_mut().filter_map(|i| i.status.as_mut()) {
        if let Some(printed) = status.meaning.as_ref().and_then(|m| reworded.get(m)) {
            status.meaning = Some(printed.clone());
        }
    }
}

/// The labels of fields, each the same in all items.
fn labels(document: &mut Document, share: f64, random: &mut Random) {
    let mut printed: BTreeMap<String, String> = BTreeMap::new();
    for item in &mut document.items {
        let fields = std::mem::take(&mut item.fields);
        for (label, value) in fields {
            let new =
                printed
                    .entry(label.clone())
                    .or_insert_with(|| match random.chance(share / 3.0) {
                        true if random.chance(0.5) => renoted(&label),
                        true => wide(&label),
                        false => label,
                    });
            item.fields.insert(new.clone(), value);
        }
    }
}

fn value(value: &mut Value, random: &mut Random) {
    let text = match value.kind {
        ValueKind::Text if value.text.chars().count() >= 8 => text(&value.text, random),
        ValueKind::FiscalYear => renoted(&value.text),
        ValueKind::Amount | ValueKind::Number => quantity(&value.text, random),
        _ => return,
    };
    (value.raw, value.text) = (text.clone(), text);
}

/// A text in other characters, in one to three ways.
pub fn text(text: &str, random: &mut Random) -> String {
    let mut out = text.to_owned();
    for _ in 0..=random.below(3) {
        out = match random.below(8) {
            0 => wide(&out),
            1 => brackets(&out),
            2 => broken(&out, random),
            3 => out.replace('、', "，"),
            4 => out.replace('。', "．"),
            5 => ended(&out),
            6 => renoted(&out),
            _ => quantity(&out, random),
        };
    }
    out
}

/// Letters and digits in full width.
fn wide(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(wide).collect()
}

/// Brackets in the other width.
fn brackets(text: &str) -> String {
    let other = |c: char| match c {
        '(' => '（',
        ')' => '）',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    text.chars().map(other).collect()
}

/// A space or line break between two Japanese letters.
fn broken(text: &str, random: &mut Random) -> String {
    let chars: Vec<char> = text.chars().collect();
    let letter = |c: char| keikaku::normalize::is_japanese(c);
    let fits: Vec<usize> = (1..chars.len())
        .filter(|i| letter(chars[i - 1]) && letter(chars[*i]))
        .collect();
    if fits.is_empty() {
        return text.to_owned();
    }
    let at = *random.pick(&fits);
    let mark = *random.pick(&["\n", "\n", "　", " "]);
    let part = |chars: &[char]| chars.iter().collect::<String>();
    format!("{}{mark}{}", part(&chars[..at]), part(&chars[at..]))
}

/// With or without a full stop at the end.
fn ended(text: &str) -> String {
    text.strip_suffix('。')
        .map_or_else(|| format!("{text}。"), str::to_owned)
}

/// Numbers with or without separators, percentages with one more decimal.
fn quantity(text: &str, random: &mut Random) -> String {
    static GROUPED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b([1-9]\d{0,2}),(\d{3})(人|件|部|団体|円|校区)").unwrap());
    static PERCENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(\d+)\.(\d)[%％]").unwrap());
    let out = GROUPED.replace_all(text, "$1$2$3").into_owned();
    let sign = *random.pick(&["%", "％"]);
    let longer = |c: &Captures<'_>| format!("{}.{}0{sign}", &c[1], &c[2]);
    PERCENT.replace_all(&out, longer).into_owned()
}

/// The number of a percentage with two decimals.
fn decimals(text: &str) -> Option<String> {
    let number = text.trim_end_matches(['%', '％']);
    let two = number.split_once('.').is_some_and(|(_, d)| d.len() == 2);
    (two && number.len() < text.len()).then(|| number.to_owned())
}

#[test]
fn the_same_is_said_in_other_characters() {
    let mut random = Random::new(1);
    assert_eq!(quantity("1,234人のうち", &mut random), "1234人のうち");
    assert!(quantity("41.7%", &mut random).starts_with("41.70"));
    assert_eq!(wide("R6に2か所"), "Ｒ６に２か所");
    assert_eq!(ended("開催した。"), "開催した");
}
