//! What a text says, however it is printed: two texts with one essence differ clerically at most.
//!
//! Width, spaces, line breaks, brackets of one kind, punctuation, bullets, commas in numbers, zeros at the end of
//! decimals, and the notation of years and dates do not matter; dashes, marks, signs and everything else do.

use crate::normalize::{Policy, normalized};
use crate::value::{ERAS, is_known_unit};
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A year in either calendar, or in both, and the month and day behind it.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let era = r"(?:明治|大正|昭和|平成|令和|(?-u:\b)[MTSHR]\.?)\s?(?:元|\d{1,2})";
    let western = r"(?:19|20)\d\d";
    let (month, day) = (r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])");
    let end = r"(?-u:\b)";
    let pointed = format!(r"\s?[./-]\s?(?<m>{month})(?:[./-]\s?(?<d>{day}))?{end}");
    let written = format!(r"\s?(?<m2>{month})月(?:\s?(?<d2>{day})日)?");
    let pattern = format!(
        r"(?:(?<e>{era})(?:年度?)?(?:\((?:(?<eg>{western})|(?<ee>{era}))(?:年度?)?\))?|(?<g>{western})(?:年度?)?\({era}(?:年度?)?\)|(?<y>{western})年)(?:年?度|年)?(?:{pointed}|{written})?|{end}(?<y3>{western})[./-](?<m3>{month})[./-](?<d3>{day}){end}"
    );
    Regex::new(&pattern).ok()
});

/// Numbers with commas, and decimals that end in zeros: those that are the whole text with a unit, and percentages.
/// `Ver.2.10` and `公園3.10` are no decimals.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<decimal>\d+\.\d+)(?<unit>%|[^\d.]{0,3}$)").ok()
});

/// Stands before a year that is understood, so that it is no other number.
const YEAR_MARK: char = '\u{E000}';
/// Stands behind a date.
const DATE_END: char = '\u{E001}';
/// Stands for what kept two numbers apart.
const APART: char = '\u{E002}';

/// What a text says, as a string to compare; not for people.
pub fn essence(text: &str) -> String {
    let plain = normalized(Policy::PLAIN, text);
    let out = match plain.contains(|c: char| c.is_ascii_digit() || c == '元') {
        true => without_punctuation(&numbered(&dated(&plain))),
        false => without_punctuation(&plain),
    };
    // a text of nothing but punctuation says that
    if out.is_empty() { plain } else { out }
}

/// Whether two texts say the same, in the same or in other characters.
pub fn says_same(a: &str, b: &str) -> bool {
    a == b || essence(a) == essence(b)
}

/// An essence with a sign for each year: what is left is the same in every edition. And the years.
pub fn without_years(essence: &str) -> (String, Vec<i32>) {
    let mut out = String::with_capacity(essence.len());
    let mut years = Vec::new();
    let mut parts = essence.split(YEAR_MARK);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len().min(4);
        years.extend(part.get(..digits).and_then(|y| y.parse::<i32>().ok()));
        out.push(YEAR_MARK);
        out.push_str(part.get(digits..).unwrap_or_default());
    }
    (out, years)
}

/// The dates of an essence, as numbers in the order of time: year, month, day.
pub fn dates(essence: &str) -> Vec<i64> {
    let date = |part: &str| {
        let (date, _) = part.split_once(DATE_END)?;
        let mut numbers = date
            .split('/')
            .map(|n| n.parse::<i64>().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        Some((next() * 100 + next()) * 100 + next())
    };
    essence.split(YEAR_MARK).skip(1).filter_map(date).collect()
}

/// An essence without its dates.
pub fn undated(essence: &str) -> String {
    let mut parts = essence.split(YEAR_MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(YEAR_MARK);
        out.push_str(part.split_once(DATE_END).map_or(part, |(_, rest)| rest));
    }
    out
}

/// A text with its dates in one notation.
fn dated(plain: &str) -> Cow<'_, str> {
    let Some(pattern) = DATE.as_ref() else {
        return plain.into();
    };
    pattern.replace_all(plain, |found: &Captures<'_>| {
        let Some(year) = year_of(found) else {
            return found[0].to_owned();
        };
        let part = |names: [&str; 3]| {
            let digits = names.into_iter().find_map(|name| found.name(name))?;
            Some(format!("/{}", digits.as_str().trim_start_matches('0')))
        };
        let month = part(["m", "m2", "m3"]).unwrap_or_default();
        let day = part(["d", "d2", "d3"]).unwrap_or_default();
        format!("{YEAR_MARK}{year:04}{month}{day}{DATE_END}")
    })
}

/// The year of a date; none where its two calendars disagree.
fn year_of(found: &Captures<'_>) -> Option<i32> {
    let western = |name: &str| found.name(name).and_then(|g| g.as_str().parse().ok());
    let Some(era) = found.name("e") else {
        return western("g")
            .or_else(|| western("y"))
            .or_else(|| western("y3"));
    };
    let year = era_year(era.as_str())?;
    let other = western("eg").or_else(|| era_year(found.name("ee")?.as_str()));
    other.is_none_or(|other| other == year).then_some(year)
}

fn era_year(text: &str) -> Option<i32> {
    let count = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '元');
    let n = if count == "元" {
        1
    } else {
        count.parse().ok()?
    };
    let known = |e: &&crate::value::Era| text.starts_with(e.name) || text.starts_with(e.letter);
    ERAS.iter().find(known)?.year(n)
}

/// A text with its numbers in one notation.
fn numbered(text: &str) -> Cow<'_, str> {
    let Some(pattern) = NUMBER.as_ref() else {
        return text.into();
    };
    pattern.replace_all(text, |found: &Captures<'_>| {
        let before = text[..found.get(0).map_or(0, |m| m.start())]
            .chars()
            .next_back();
        let (Some(decimal), Some(unit)) = (found.name("decimal"), found.name("unit")) else {
            return found[0].replace(',', "");
        };
        let unit = unit.as_str();
        let is_percentage = unit == "%" && before != Some('.');
        let is_whole = before.is_none_or(|c| matches!(c, '-' | '+' | '▲' | '△')) && is_unit(unit);
        match is_percentage || is_whole {
            true => {
                let trimmed = decimal.as_str().trim_end_matches('0').trim_end_matches('.');
                format!("{trimmed}{unit}")
            }
            false => found[0].to_owned(),
        }
    })
}

fn is_unit(text: &str) -> bool {
    text.is_empty() || is_known_unit(text)
}

/// A text without punctuation. A point or a colon between digits is part of a number, as is a point before one; what
/// else stood between two numbers keeps them apart.
fn without_punctuation(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    let mut dropped = false;
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let within = before.is_ascii_digit() && after.is_ascii_digit();
        let goes = match c {
            '.' => !after.is_ascii_digit(),
            ':' | ',' => !within,
            '、' | '。' | '・' | '•' | ';' | '「' | '」' | '『' | '』' | '"' | '\'' => {
                true
            }
            c => c.is_whitespace(),
        };
        if !goes {
            let last = out.chars().next_back().unwrap_or(' ');
            if dropped && last.is_ascii_digit() && c.is_ascii_digit() {
                out.push(APART);
            }
            out.push(c);
        }
        dropped = goes;
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_printed_otherwise() {
        for (a, b) in [
            ("令和６年度", "R6年度"),
            ("令和元年", "2019年"),
            ("R6.4.1", "令和6年4月1日"),
            ("R6.3", "令和6年3月"),
            ("41.70%の増", "41.7%の増"),
            ("2024/4/1", "令和6年4月1日"),
            ("令和6(2024)年度", "2024年度"),
            ("2024(令和6)年度", "R6"),
            ("R6年度(令和6年度)", "令和6年度(2024年度)"),
            ("41.70％", "41.7%"),
            ("1,234,000人", "1234000人"),
            ("行う。", "行う"),
            ("公園，緑地", "公園、緑地"),
            ("公園の\n整備", "公園の整備"),
            ("（案）", "(案)"),
            ("現状R6年度", "現状令和6年度"),
            ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ] {
            assert_eq!(essence(a), essence(b), "{a} {b}");
        }
    }

    #[test]
    fn what_differs() {
        for (a, b) in [
            ("令和6年度", "令和7年度"),
            ("1.5", "15"),
            ("R6.10", "R6.1"),
            ("Ver.2.10", "Ver.2.1"),
            ("公園3.10", "公園3.1"),
            ("6.10開設", "6.1開設"),
            ("1、2年生", "12年生"),
            ("1\n12", "11\n2"),
            (".5", "5"),
            ("1.10.2", "1.1.2"),
            ("5-6", "56"),
            ("▲5", "5"),
            ("－", ""),
            ("(5)", "5"),
            ("R6年3月", "R6年4月"),
            ("12:30", "1230"),
            ("令和6(2025)年度", "2024年度"),
            ("2024人", "令和6人"),
        ] {
            assert_ne!(essence(a), essence(b), "{a} {b}");
        }
    }

    #[test]
    fn years_apart_from_the_rest() {
        let (text, years) = without_years(&essence("令和5年度実績(R6.3.31現在)"));
        assert_eq!(years, [2023, 2024]);
        assert_eq!(
            text,
            without_years(&essence("令和6年度実績(R7.3.31現在)")).0
        );
        assert_eq!(
            dates(&essence("R6.3.31から令和7年度")),
            [20240331, 20250000]
        );
    }
}
