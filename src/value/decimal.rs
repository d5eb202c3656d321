//! Numbers as they are printed, exactly: with separators, in 漢数字, and mixed.

use super::scan::Scan;
use rust_decimal::Decimal;
use std::str::FromStr;

/// A number that stands at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numeral {
    /// Its value.
    pub value: Decimal,
    /// The power of ten (千, 万, 億 …) that it ends with where all that comes before it is one plain
    /// number, as in `12.3億`, and the number without it: it may be part of the unit.
    pub multiplier: Option<(Decimal, Decimal)>,
    /// How many 漢数字 it consists of, where it has nothing else; else 0.
    pub kanji: usize,
}

/// Reads a number without a sign.
pub fn numeral(scan: &mut Scan<'_>) -> Option<Numeral> {
    let mut ahead = *scan;
    ahead.spaces();
    let start = ahead.rest;
    let mut out = mixed(&mut ahead)?;
    let read = &start[..start.len() - ahead.rest.len()];
    if !read.contains(|c: char| c.is_ascii_digit()) {
        out.kanji = read.chars().count();
    }
    *scan = ahead;
    Some(out)
}

/// Digits with separators in their places: `1,234.5`.
fn arabic(scan: &mut Scan<'_>) -> Option<Decimal> {
    let mut ahead = *scan;
    let whole = ahead.take_while(|c| c.is_ascii_digit() || c == ',');
    let mut groups = whole.split(',');
    let first = groups.next().filter(|g| !g.is_empty())?;
    let grouped = whole.contains(',');
    if grouped && (first.len() > 3 || groups.any(|g| g.len() != 3)) {
        return None;
    }
    let mut digits: String = whole.chars().filter(|c| *c != ',').collect();
    if let Some(behind) = ahead.rest.strip_prefix('.') {
        let mut fraction = Scan { rest: behind };
        let places = fraction.take_while(|c| c.is_ascii_digit());
        // a second point makes a date or a version of it
        if places.is_empty() || fraction.rest.starts_with(['.', ',']) {
            return None;
        }
        digits.push('.');
        digits.push_str(places);
        ahead = fraction;
    }
    let value = Decimal::from_str_exact(&digits).ok()?;
    *scan = ahead;
    Some(value)
}

fn digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|k| k == c)
        .map(|n| n as u32)
}

/// The power of ten of 十 百 千 万 億 兆.
fn multiplier(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

/// The parts of a number in 万, 億 and 兆: each a plain number, or one in 十, 百 and 千.
fn mixed(scan: &mut Scan<'_>) -> Option<Numeral> {
    let mut total = Decimal::ZERO;
    let mut lone: Option<(Decimal, Decimal)> = None;
    let mut least = u64::MAX;
    let mut parts = 0;
    while let Some((value, small)) = coefficient(scan) {
        parts += 1;
        let big = scan
            .peek()
            .and_then(|c| multiplier(c).filter(|m| *m >= 10_000));
        match big.filter(|m| *m < least) {
            Some(m) => {
                scan.take_while_one();
                let power = Decimal::from(m);
                total = total.checked_add(value.checked_mul(power)?)?;
                lone = match small {
                    Some((plain, s)) => Some((plain, s.checked_mul(power)?)),
                    None => Some((value, power)),
                };
                least = m;
            }
            None => {
                total = total.checked_add(value)?;
                lone = small;
                break;
            }
        }
        if least == 10_000 && !scan.peek().is_some_and(starts_number) {
            break;
        }
    }
    (parts > 0).then_some(Numeral {
        value: total,
        multiplier: lone.filter(|_| parts == 1),
        kanji: 0,
    })
}

fn starts_number(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || matches!(c, '十' | '百' | '千')
}

/// A number below 万, and, where it is a plain number before 百 or 千 (`12百`), its two parts.
fn coefficient(scan: &mut Scan<'_>) -> Option<(Decimal, Option<(Decimal, Decimal)>)> {
    let first = scan.peek()?;
    if first.is_ascii_digit() {
        let value = arabic(scan)?;
        let Some(m) = scan.peek().and_then(multiplier).filter(|m| *m < 10_000) else {
            return Some((value, None));
        };
        scan.take_while_one();
        let power = Decimal::from(m);
        let scaled = value.checked_mul(power)?;
        // 2千5百, 1万5千: what follows counts on
        return match scan.peek().filter(|c| starts_number(*c)) {
            Some(_) => {
                let (rest, _) = coefficient(scan)?;
                // 3千2千 is none
                (rest < power).then_some(())?;
                Some((scaled.checked_add(rest)?, None))
            }
            None => Some((scaled, Some((value, power)))),
        };
    }
    kansuji(scan).map(|value| (value, None))
}

/// 漢数字 below 万: `二百三十`, or digit by digit: `二〇二四`.
fn kansuji(scan: &mut Scan<'_>) -> Option<Decimal> {
    let text = scan.take_while(|c| digit(c).is_some() || matches!(c, '十' | '百' | '千'));
    if text.is_empty() {
        return None;
    }
    if !text.contains(['十', '百', '千']) {
        // 二三人 is two or three
        if text.chars().count() == 2 && !text.contains('〇') {
            return None;
        }
        let digits: Option<String> = text
            .chars()
            .map(|c| digit(c).and_then(|d| char::from_digit(d, 10)))
            .collect();
        return Decimal::from_str(&digits?).ok();
    }
    let mut total = 0u64;
    let mut pending: Option<u64> = None;
    let mut least = u64::MAX;
    for c in text.chars() {
        match (digit(c), multiplier(c)) {
            (Some(d), _) if pending.is_none() && d > 0 => pending = Some(u64::from(d)),
            (None, Some(m)) if m < least => {
                total += pending.take().unwrap_or(1) * m;
                least = m;
            }
            _ => return None,
        }
    }
    Some(Decimal::from(total + pending.unwrap_or(0)))
}

impl Scan<'_> {
    /// Takes one character.
    fn take_while_one(&mut self) {
        let length = self.peek().map_or(0, char::len_utf8);
        self.rest = &self.rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_script() {
        for (text, expected) in [
            ("1,234.50", "1234.50"),
            ("12万3,400", "123400"),
            ("3億2千万", "320000000"),
            ("1万5千", "15000"),
            ("二十三", "23"),
            ("一億二千万", "120000000"),
            ("二〇二四", "2024"),
            ("十", "10"),
            ("12百万", "12000000"),
            ("007", "7"),
        ] {
            let mut scan = Scan::new(text);
            let read = numeral(&mut scan).map(|n| n.value.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
            assert!(scan.ends(), "{text}");
        }
        for no in ["1,23", "1.2.3", "", "人", ".5", "12,3456"] {
            assert!(numeral(&mut Scan::new(no)).is_none_or(|_| false), "{no}");
        }
    }
}
