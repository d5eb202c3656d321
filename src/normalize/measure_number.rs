//! Measure numbers (施策番号): `方針 1`, `1-1`, `1－(2)－③`, `（ア）`, `①`, `Ⅱ-ア`, `No.7`, `第3章第2節`.
//!
//! ```text
//!   number    = [ word ] level { [ separator ] [ word ] level } [ word ]
//!   level     = digits | ① | ⑴ | Ⅳ | 四 | ア | a | "(" level ")"
//!   separator = "-" | "." | "の" | nothing, where a bracket or a circle or a word parts them
//!   word      = 第 章 節 項 | No. | 方針, 基本目標, 施策 and other words before the number
//! ```

use super::kansuji::small_kansuji;
use super::{Policy, normalized};

/// A measure number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureNumber {
    /// What stands before it: `基本目標`, `方針`; empty where nothing does.
    pub word: String,
    /// From the highest down.
    pub levels: Vec<Level>,
}

/// A level of a measure number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Its place among its siblings, from 1.
    pub value: u32,
    /// What it is written in.
    pub script: Script,
}

/// What a level is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// 1, ①, ⑴
    Digits,
    /// Ⅳ
    Roman,
    /// 四
    Kanji,
    /// ア
    Kana,
    /// a
    Letter,
}

/// Longest word before a number, in characters.
const MAX_WORD: usize = 10;
/// Most levels: deeper ones are no measure numbers but dates, addresses and telephone numbers.
const MAX_LEVELS: usize = 6;
/// The greatest value of a level of several: lists count to a hundred or two, the parts of a telephone
/// number (`0564-23-6491`, in the tests below) and of dates go beyond.
const MAX_VALUE: u32 = 299;
/// The kana that count, in their order.
const KANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// Reads a text that is a measure number and nothing else.
pub fn parse(number: &str) -> Option<MeasureNumber> {
    let folded: String = normalized(Policy::PLAIN, number)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut rest = folded.as_str();
    let word = first_word(&mut rest);
    let mut levels = Vec::new();
    while !rest.is_empty() {
        let parted = match levels.last() {
            None => true,
            Some(_) => separated(&mut rest),
        };
        if rest.is_empty() {
            break;
        }
        levels.push(level(&mut rest, parted)?);
    }
    // a telephone number, a version
    let is_other =
        levels.len() > MAX_LEVELS || levels.len() > 1 && levels.iter().any(|l| l.value > MAX_VALUE);
    if is_other {
        return None;
    }
    (!levels.is_empty()).then_some(MeasureNumber { word, levels })
}

/// 基本目標, 方針, 第, No. before a number.
fn first_word(rest: &mut &str) -> String {
    if let Some(behind) = rest.strip_prefix('第') {
        *rest = behind;
        return String::new();
    }
    let counts = |(at, c): (usize, char)| {
        let behind = &rest[at..];
        c.is_ascii_digit()
            || circled(c).is_some()
            || roman(c).is_some()
            || "([<【".contains(c)
            || behind.starts_with("No.")
    };
    let end = rest.char_indices().find(|&p| counts(p)).map(|(at, _)| at);
    let word = &rest[..end.unwrap_or(0)];
    // R6 is a year
    let is_era = matches!(word, "M" | "T" | "S" | "H" | "R");
    let is_word =
        !is_era && word.chars().count() <= MAX_WORD && word.chars().all(char::is_alphabetic);
    let mut out = String::new();
    if is_word && !word.is_empty() && single_letter(rest).is_none() {
        out = word.trim_end_matches('第').to_owned();
        *rest = &rest[word.len()..];
    }
    for mark in ["No.", "No", "#"] {
        if let Some(behind) = rest.strip_prefix(mark) {
            *rest = behind;
            break;
        }
    }
    out
}

/// A kana or letter that counts, right before a separator: `ア-1`.
fn single_letter(rest: &str) -> Option<char> {
    let mut chars = rest.chars();
    let (first, second) = (chars.next()?, chars.next());
    let counts = KANA.contains(first) || first.is_ascii_lowercase() || first.is_ascii_uppercase();
    (counts && second.is_none_or(|c| "-.)".contains(c))).then_some(first)
}

/// What parts two levels; whether something does.
fn separated(rest: &mut &str) -> bool {
    let before = rest.len();
    for mark in ["章", "節", "項", "編", "部", "号"] {
        if let Some(behind) = rest.strip_prefix(mark) {
            *rest = behind.strip_prefix('第').unwrap_or(behind);
            return true;
        }
    }
    let trimmed = rest.trim_start_matches(['-', '.', '・']);
    let trimmed = trimmed.strip_prefix('の').unwrap_or(trimmed);
    *rest = trimmed;
    before != rest.len()
}

fn level(rest: &mut &str, parted: bool) -> Option<Level> {
    for (open, close) in [('(', ')'), ('[', ']'), ('<', '>'), ('【', '】')] {
        if let Some(inner) = rest.strip_prefix(open) {
            let (text, behind) = inner.split_once(close)?;
            let mut text = text;
            let out = level(&mut text, true).filter(|_| text.is_empty())?;
            *rest = behind;
            return Some(out);
        }
    }
    let first = rest.chars().next()?;
    let one = |value, script| Some(Level { value, script });
    if let Some(value) = circled(first) {
        *rest = &rest[first.len_utf8()..];
        return one(value, Script::Digits);
    }
    if !parted {
        return None;
    }
    if first.is_ascii_digit() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let value = rest[..end].parse().ok().filter(|_| end <= 4)?;
        *rest = &rest[end..];
        return one(value, Script::Digits);
    }
    if roman(first).is_some() {
        let end = rest.find(|c| roman(c).is_none()).unwrap_or(rest.len());
        let value = match rest[..end].chars().filter_map(roman).collect::<Vec<_>>()[..] {
            [one] => one,
            // Ⅹ and what is added to it: ⅩⅠ
            [10, more @ 1..=9] => 10 + more,
            _ => return None,
        };
        *rest = &rest[end..];
        return one(value, Script::Roman);
    }
    if "一二三四五六七八九十".contains(first) {
        let end = rest
            .find(|c| !"一二三四五六七八九十".contains(c))
            .unwrap_or(rest.len());
        let value = small_kansuji(&rest[..end])?;
        *rest = &rest[end..];
        return one(value, Script::Kanji);
    }
    let behind = &rest[first.len_utf8()..];
    // a bracket that only closes: `a)`
    let end = behind.strip_prefix(')').unwrap_or(behind);
    let alone = end
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric() || c.is_ascii_digit());
    let value = letter(first).filter(|_| alone)?;
    *rest = end;
    let script = if first.is_ascii() {
        Script::Letter
    } else {
        Script::Kana
    };
    one(value, script)
}

fn letter(c: char) -> Option<u32> {
    if c.is_ascii_alphabetic() {
        return Some(u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1);
    }
    let at = KANA.chars().position(|k| k == c)?;
    Some(at as u32 + 1)
}

/// The value of a Roman numeral that is one character.
fn roman(c: char) -> Option<u32> {
    match u32::from(c) {
        code @ 0x2160..=0x216B => Some(code - 0x2160 + 1),
        code @ 0x2170..=0x217B => Some(code - 0x2170 + 1),
        _ => None,
    }
}

/// The value of a circled or parenthesised number that is one character.
pub fn circled(c: char) -> Option<u32> {
    let code = u32::from(c);
    match code {
        0x2460..=0x2473 => Some(code - 0x2460 + 1),
        0x2474..=0x2487 => Some(code - 0x2474 + 1),
        0x2488..=0x249B => Some(code - 0x2488 + 1),
        0x24F5..=0x24FE => Some(code - 0x24F5 + 1),
        0x2776..=0x277F => Some(code - 0x2776 + 1),
        0x2780..=0x2789 => Some(code - 0x2780 + 1),
        0x278A..=0x2793 => Some(code - 0x278A + 1),
        0x24EB..=0x24F4 => Some(code - 0x24EB + 11),
        0x3220..=0x3229 => Some(code - 0x3220 + 1),
        0x3280..=0x3289 => Some(code - 0x3280 + 1),
        0x3251..=0x325F => Some(code - 0x3251 + 21),
        0x32B1..=0x32BF => Some(code - 0x32B1 + 36),
        _ => None,
    }
}

impl MeasureNumber {
    /// The plain parts with `-` between, for keys: the same in every dress and edition.
    pub fn key(&self) -> String {
        let parts: Vec<String> = self.levels.iter().map(Level::plain).collect();
        parts.join("-")
    }

    /// Whether it can stand under a number: it has one level, or its upper levels are those of the
    /// parent, whole or as far as they are printed.
    pub fn fits_under(&self, parent: &Self) -> bool {
        let values = |levels: &[Level]| levels.iter().map(|l| l.value).collect::<Vec<_>>();
        let upper = values(&self.levels[..self.levels.len() - 1]);
        let above = values(&parent.levels);
        upper.ends_with(&above) || above.ends_with(&upper)
    }
}

impl Level {
    fn plain(&self) -> String {
        match self.script {
            Script::Digits | Script::Roman | Script::Kanji => self.value.to_string(),
            Script::Kana => {
                let kana = KANA.chars().nth(self.value as usize - 1);
                kana.map_or_else(String::new, String::from)
            }
            Script::Letter => {
                let letter = char::from_u32(u32::from('a') + self.value - 1);
                letter.map_or_else(String::new, String::from)
            }
        }
    }
}

/// The plain part of a measure number, for keys: `方針 1` → `1`, `（２）` → `2`, `Ⅱ－ア` → `2-ア`; a text
/// that is no number is its own key.
pub fn plain(number: &str) -> String {
    parse(number).map_or_else(
        || {
            normalized(Policy::PLAIN, number)
                .split_whitespace()
                .collect()
        },
        |n| n.key(),
    )
}

/// The place of a number among its siblings.
pub fn ordinal(number: &str) -> Option<u32> {
    parse(number)?.levels.last().map(|l| l.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_same_in_every_dress() {
        for (number, expected) in [
            ("方針 1", "1"),
            ("基本施策　２", "2"),
            ("基本目標Ⅰ", "1"),
            ("（１）", "1"),
            ("①", "1"),
            ("㊿", "50"),
            ("㉑", "21"),
            ("⑴", "1"),
            ("1－1", "1-1"),
            ("２－１－３", "2-1-3"),
            ("1－(2)－③", "1-2-3"),
            ("1(2)③", "1-2-3"),
            ("No.7", "7"),
            ("No.12-1", "12-1"),
            ("№7", "7"),
            ("ア", "ア"),
            ("（ア）", "ア"),
            ("ｱ", "ア"),
            ("a)", "a"),
            ("Ⅰ-ア", "1-ア"),
            ("Ⅱ－（２）", "2-2"),
            ("第3章", "3"),
            ("第三章", "3"),
            ("第3章第2節", "3-2"),
            ("第十二節", "12"),
            ("1.", "1"),
            ("1.2", "1-2"),
            ("【重点1】", "【重点1】"),
            ("施策の方向性3", "3"),
        ] {
            assert_eq!(plain(number), expected, "{number}");
        }
    }

    #[test]
    fn ordinals_count_in_every_script() {
        for (number, expected) in [
            ("2-3", Some(3)),
            ("ウ", Some(3)),
            ("（7）", Some(7)),
            ("Ⅳ", Some(4)),
            ("ⅩⅡ", Some(12)),
            ("四", Some(4)),
            ("c)", Some(3)),
            ("重点", None),
            ("", None),
            ("1-2-3-4-5-6-7", None),
            ("0564-23-6491", None),
        ] {
            assert_eq!(ordinal(number), expected, "{number}");
        }
    }

    #[test]
    fn upper_levels_are_those_of_the_parent() {
        let fits = |child: &str, parent: &str| {
            let (child, parent) = (parse(child).unwrap(), parse(parent).unwrap());
            child.fits_under(&parent)
        };
        assert!(fits("1-2", "方針 1") && fits("(3)", "2-1") && fits("2-1-3", "2-1"));
        assert!(fits("1-(2)", "基本目標Ⅲ-1"));
        assert!(!fits("1-2", "方針 2") && !fits("2-1-3", "2-2"));
    }
}
