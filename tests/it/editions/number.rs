//! The n-th number in the style of a given one: `①` → `③`, `方針 1` → `方針 3`, `1-1` → `2-4`.

use keikaku::normalize::measure_number::{Level, MeasureNumber, Script, circled, parse};

const KANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// A numeral in a printed number: where it is, and how it is written.
struct Numeral {
    start: usize,
    end: usize,
    first: char,
}

/// The number with these values in its last levels, written as `style` is; `None` where its script has no such number.
pub fn restyled(style: &str, values: &[u32]) -> Option<String> {
    let levels = parse(style)?.levels;
    let numerals = numerals(style, &levels);
    let from = numerals.len().checked_sub(values.len())?;
    let mut out = style.to_owned();
    for (numeral, value) in numerals[from..].iter().zip(values).rev() {
        out.replace_range(numeral.start..numeral.end, &written(numeral.first, *value)?);
    }
    let read = parse(&out)?.levels;
    let right = read[from..]
        .iter()
        .map(|l| l.value)
        .eq(values.iter().copied());
    right.then_some(out)
}

/// The numerals of a printed number, one for each level, found from the end: words before it may hold kana and digits.
fn numerals(style: &str, levels: &[Level]) -> Vec<Numeral> {
    let chars: Vec<(usize, char)> = style.char_indices().collect();
    let mut out = Vec::new();
    let mut at = chars.len();
    for level in levels.iter().rev() {
        while at > 0 && !is_numeral(chars[at - 1].1, level.script) {
            at -= 1;
        }
        let end = at;
        while at > 0
            && is_numeral(chars[at - 1].1, level.script)
            && (end == at || runs_on(chars[at - 1].1))
        {
            at -= 1;
        }
        if at == end {
            return Vec::new();
        }
        let stop = chars.get(end).map_or(style.len(), |c| c.0);
        out.push(Numeral {
            start: chars[at].0,
            end: stop,
            first: chars[at].1,
        });
    }
    out.reverse();
    out
}

fn is_numeral(c: char, script: Script) -> bool {
    match script {
        Script::Digits => digit(c) || circled(c).is_some(),
        Script::Roman => ('\u{2160}'..='\u{217B}').contains(&c),
        Script::Kanji => "一二三四五六七八九十".contains(c),
        Script::Kana => KANA.contains(c),
        Script::Letter => c.is_ascii_alphabetic(),
    }
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Numerals of several characters.
fn runs_on(c: char) -> bool {
    digit(c) || "一二三四五六七八九十".contains(c)
}

/// A value written as the numeral that begins with this character is.
fn written(first: char, value: u32) -> Option<String> {
    let shifted = |start: u32| char::from_u32(start + value - 1).map(String::from);
    if ('０'..='９').contains(&first) {
        let plain = value.to_string();
        let wide = plain.chars();
        return wide.map(|c| char::from_u32(c as u32 + 0xFEE0)).collect();
    }
    if first.is_ascii_digit() {
        return Some(value.to_string());
    }
    if let Some(own) = circled(first) {
        return match value {
            1..=20 if u32::from(first) < 0x249C => shifted(u32::from(first) + 1 - own),
            1..=20 => shifted(0x2460),
            21..=35 => char::from_u32(0x3251 + value - 21).map(String::from),
            36..=50 => char::from_u32(0x32B1 + value - 36).map(String::from),
            _ => Some(format!("({value})")),
        };
    }
    if "一二三四五六七八九十".contains(first) {
        return kanji(value);
    }
    if KANA.contains(first) {
        return KANA.chars().nth(value as usize - 1).map(String::from);
    }
    match first {
        '\u{2160}'..='\u{216B}' if value <= 12 => shifted(0x2160),
        '\u{2170}'..='\u{217B}' if value <= 12 => shifted(0x2170),
        'a'..='z' if value <= 26 => shifted(u32::from('a')),
        'A'..='Z' if value <= 26 => shifted(u32::from('A')),
        _ => None,
    }
}

fn kanji(value: u32) -> Option<String> {
    let one = |n: u32| {
        "一二三四五六七八九"
            .chars()
            .nth(n as usize - 1)
            .map(String::from)
    };
    let (tens, ones) = (value / 10, value % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".into(),
        2..=9 => format!("{}十", one(tens)?),
        _ => return None,
    };
    Some(format!(
        "{tens}{}",
        if ones == 0 { String::new() } else { one(ones)? }
    ))
}

/// The values of a number's levels.
pub fn values(number: &MeasureNumber) -> Vec<u32> {
    number.levels.iter().map(|l| l.value).collect()
}

#[test]
fn numbers_are_written_in_the_style_of_others() {
    for (style, values, expected) in [
        ("方針 1", &[3][..], "方針 3"),
        ("基本施策 2", &[10], "基本施策 10"),
        ("1-1", &[2, 4], "2-4"),
        ("1-1", &[7], "1-7"),
        ("①", &[12], "⑫"),
        ("⑳", &[21], "㉑"),
        ("(1)", &[11], "(11)"),
        ("（１）", &[12], "（１２）"),
        ("ア", &[4], "エ"),
        ("（ア）", &[2], "（イ）"),
        ("アクション1", &[2], "アクション2"),
        ("No.7", &[8], "No.8"),
        ("Ⅱ-ア", &[3, 2], "Ⅲ-イ"),
        ("第3章第2節", &[4, 1], "第4章第1節"),
        ("第九節", &[12], "第十二節"),
        ("1－(2)－③", &[1, 3, 1], "1－(3)－①"),
        ("a)", &[3], "c)"),
    ] {
        assert_eq!(
            restyled(style, values).as_deref(),
            Some(expected),
            "{style} {values:?}"
        );
    }
    assert_eq!(restyled("重点", &[2]), None);
}
