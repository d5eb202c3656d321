//! Numbers with what they count, how exact they are, and which way they go.

use super::Context;
use super::decimal::{Numeral, numeral};
use super::scan::Scan;
use super::units::{is_counted_in_kanji, is_known_unit, is_scaled, is_unit, power};
use rust_decimal::Decimal;

/// Which way a number goes or shall go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Up: ↑ 増加 向上.
    Up,
    /// Down: ↓ 減少 縮小.
    Down,
    /// As it is: → 維持.
    Keep,
}

impl Direction {
    /// Its name in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Keep => "keep",
        }
    }
}

/// On which side of a number the quantity lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// 以上
    AtLeast,
    /// 超
    MoreThan,
    /// 以下, 以内
    AtMost,
    /// 未満
    LessThan,
}

impl Bound {
    /// Its name in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::LessThan => "less_than",
        }
    }
}

/// What the numbers are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// One number.
    One(Decimal),
    /// From, to; one may be open.
    Range(Option<Decimal>, Option<Decimal>),
    /// So many of so many.
    Fraction(Decimal, Decimal),
}

/// A number with all that is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number or numbers.
    pub amount: Amount,
    /// What is counted, as printed, in one width.
    pub unit: Option<String>,
    /// The power of ten that the unit names: 千円 is 1,000.
    pub multiplier: Option<u64>,
    /// 約, 程度.
    pub approximate: bool,
    /// 以上, 未満 …
    pub bound: Option<Bound>,
    /// 増, 減: it is a change.
    pub change: Option<Direction>,
    /// 全12件: it is all there are.
    pub all: bool,
    /// △ is a minus, if it is no mark: nothing tells.
    pub triangle: bool,
    /// How many 漢数字 its first number consists of, where it has nothing else.
    kanji: usize,
    /// Its number could be a year, or ends with a power of ten: no word behind it is taken for a unit
    /// that is not known as one.
    is_bare_year: bool,
}

const UP: &[&str] = &["増加", "向上", "上昇", "拡大", "増", "↑", "↗", "⇧"];
const DOWN: &[&str] = &["減少", "低下", "縮小", "削減", "減", "↓", "↘", "⇩"];
const KEEP: &[&str] = &[
    "現状維持",
    "継続維持",
    "維持",
    "横ばい",
    "同水準",
    "→",
    "⇒",
    "⇨",
];
const ABOUT: &[&str] = &["約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ"];
const ABOUT_BEHIND: &[&str] = &["程度", "前後", "ほど", "くらい", "ぐらい", "弱", "強"];
const BOUNDS: &[(&str, Bound)] = &[
    ("以上", Bound::AtLeast),
    ("を超える", Bound::MoreThan),
    ("超える", Bound::MoreThan),
    ("より多い", Bound::MoreThan),
    ("超", Bound::MoreThan),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("まで", Bound::AtMost),
    ("を下回る", Bound::LessThan),
    ("未満", Bound::LessThan),
];

/// The direction that a text says, and nothing else.
pub fn direction(folded: &str) -> Option<Direction> {
    let is = |words: &[&str]| words.contains(&folded);
    match folded {
        _ if is(UP) => Some(Direction::Up),
        _ if is(DOWN) => Some(Direction::Down),
        _ if is(KEEP) => Some(Direction::Keep),
        _ => None,
    }
}

/// Reads a text that is a quantity and nothing else; it is folded by the policy `plain`.
pub fn quantity(folded: &str, context: &Context<'_>) -> Option<Quantity> {
    let mut out = Quantity {
        amount: Amount::One(Decimal::ZERO),
        unit: None,
        multiplier: None,
        approximate: false,
        bound: None,
        change: None,
        all: false,
        triangle: false,
        kanji: 0,
        is_bare_year: false,
    };
    let mut text = Scan::new(out.behind(folded));
    out.before(&mut text);
    out.amounts(&mut text, context)?;
    if !text.rest.trim().is_empty() || !out.is_kanji_number() || out.is_unit_only(folded) {
        return None;
    }
    // ▲5%減 is a minus twice
    let falls = out.change.is_some();
    if falls && matches!(out.amount, Amount::One(n) if n.is_sign_negative() && !n.is_zero()) {
        return None;
    }
    if out.unit.is_none() {
        out.unit = context.unit.map(str::to_owned);
        out.multiplier = context.unit.and_then(power);
    }
    Some(out)
}

impl Quantity {
    /// What stands before the number.
    fn before(&mut self, text: &mut Scan<'_>) {
        loop {
            if text.eat_any(ABOUT).is_some() {
                self.approximate = true;
            } else if self.change.is_none() && text.eat_any(&["↑", "↗", "⇧"]).is_some() {
                self.change = Some(Direction::Up);
            } else if self.change.is_none() && text.eat_any(&["↓", "↘", "⇩"]).is_some() {
                self.change = Some(Direction::Down);
            } else if !self.all && text.eat("全") {
                self.all = true;
            } else if self.unit.is_none() && text.eat("¥") {
                self.unit = Some("円".to_owned());
            } else {
                return;
            }
        }
    }

    /// Takes off what stands behind the unit; returns what is left.
    fn behind<'s>(&mut self, folded: &'s str) -> &'s str {
        let mut rest = folded.trim();
        loop {
            let strip = |words: &[&str]| words.iter().find_map(|w| rest.strip_suffix(w));
            let bound = BOUNDS
                .iter()
                .find_map(|(w, b)| Some((rest.strip_suffix(w)?, *b)));
            let left = if let Some((left, bound)) = bound.filter(|_| self.bound.is_none()) {
                self.bound = Some(bound);
                left
            } else if let Some(left) = strip(ABOUT_BEHIND).filter(|_| !self.approximate) {
                self.approximate = true;
                left
            } else if let Some(left) = strip(UP).filter(|_| self.change.is_none()) {
                self.change = Some(Direction::Up);
                left
            } else if let Some(left) = strip(DOWN).filter(|_| self.change.is_none()) {
                self.change = Some(Direction::Down);
                left
            } else {
                return rest;
            };
            rest = left.trim_end();
        }
    }

    fn amounts(&mut self, text: &mut Scan<'_>, context: &Context<'_>) -> Option<()> {
        if text.eat("~") {
            let (to, _) = self.signed(text, context)?;
            self.amount = Amount::Range(None, Some(to));
            return self.finish_unit(text);
        }
        let start = text.rest;
        let (first, negative) = self.signed(text, context)?;
        let read = start[..start.len() - text.rest.len()].trim();
        let mut fraction = *text;
        if !negative && fraction.eat("/") {
            let second = numeral(&mut fraction).filter(|n| n.multiplier.is_none());
            // more than there are is a date: 4/1
            let second = second.filter(|s| self.unit.is_none() && first <= s.value);
            if let Some(second) = second {
                *text = fraction;
                self.amount = Amount::Fraction(first, second.value);
                return self.finish_unit(text);
            }
        }
        if !negative && self.unit.is_none() && text.eat("分の") {
            let part = numeral(text)?;
            self.amount = Amount::Fraction(part.value, first);
            return self.finish_unit(text);
        }
        self.amount = Amount::One(first);
        self.finish_unit(text)?;
        let wave = text.eat_any(&["~", "から"]).is_some();
        if !wave && !text.eat("-") {
            return Some(());
        }
        if text.rest.trim().is_empty() {
            self.amount = Amount::Range(Some(first), None);
            return wave.then_some(());
        }
        let unit = self.unit.take();
        let multiplier = self.multiplier.take();
        // a postcode, a telephone number
        if text.rest.trim_start().starts_with('0') && !text.rest.trim_start().starts_with("0.") {
            return None;
        }
        let start = text.rest;
        let (second, _) = self.signed(text, context)?;
        let last = start[..start.len() - text.rest.len()].trim();
        self.finish_unit(text)?;
        match (&unit, &self.unit) {
            (Some(a), Some(b)) if a != b => return None,
            (Some(_), None) => return None,
            _ => {}
        }
        let second = match self.multiplier.filter(|_| unit.is_none()) {
            // 8,000～1万人: the power is of the second number only
            Some(power) if has_power(read) || first >= second => self.expanded(second, power)?,
            _ => second,
        };
        let same_power = unit.is_none() || multiplier == self.multiplier;
        if !same_power || !wave && self.unit.is_none() && !is_range(read, last) {
            return None;
        }
        self.amount = Amount::Range(Some(first), Some(second));
        // 10人から20人まで
        self.bound = self.bound.filter(|b| *b != Bound::AtMost);
        Some(())
    }

    /// A number with its sign, and the power of ten that is part of its unit.
    fn signed(&mut self, text: &mut Scan<'_>, context: &Context<'_>) -> Option<(Decimal, bool)> {
        if text.rest.trim_start().starts_with('(') {
            return self.bracketed(text, context);
        }
        let mut negative = text.eat_any(&["-", "▲"]).is_some();
        if !negative && text.eat("△") {
            match context.triangle {
                super::Triangle::Mark => return None,
                super::Triangle::Minus => {}
                super::Triangle::Unknown => self.triangle = true,
            }
            negative = true;
        }
        if !negative {
            text.eat("+");
        }
        let start = text.rest;
        let read = numeral(text)?;
        let printed = start[..start.len() - text.rest.len()].trim();
        let year = printed.len() == 4 && printed.chars().all(|c| c.is_ascii_digit());
        self.is_bare_year |= year || has_power(printed);
        let value = self.split_unit(&read, text);
        self.kanji = self.kanji.max(read.kanji);
        let value = if negative { -value } else { value };
        Some((value, negative))
    }

    fn bracketed(&mut self, text: &mut Scan<'_>, context: &Context<'_>) -> Option<(Decimal, bool)> {
        if !context.parentheses_are_minus || !text.eat("(") {
            return None;
        }
        let read = numeral(text)?;
        let value = self.split_unit(&read, text);
        self.finish_unit_before(text, ")")?;
        text.eat(")").then_some((-value, true))
    }

    /// 12.3億円 is 12.3 of the unit 億円; 12億3,000万円 is a number of 円.
    fn split_unit(&mut self, read: &Numeral, text: &mut Scan<'_>) -> Decimal {
        let Some((plain, power)) = read.multiplier else {
            return read.value;
        };
        let mut ahead = *text;
        ahead.spaces();
        let word = ahead.take_while(|c| {
            c != '~' && c != '-' && c != ')' && c != ' ' || c == '-' && ahead_is_co2(text.rest)
        });
        let word = word.strip_suffix("から").unwrap_or(word);
        let Some(name) = power_name(power).filter(|_| is_unit(word) && is_scaled(word)) else {
            return read.value;
        };
        let small = read.kanji > 0 && power < Decimal::from(10_000);
        if small {
            return read.value;
        }
        self.unit = Some(format!("{name}{word}"));
        self.multiplier = u64::try_from(power).ok();
        text.spaces();
        text.rest = &text.rest[word.len()..];
        plain
    }

    /// A number with the power of ten that its unit names, and the unit without it.
    fn expanded(&mut self, number: Decimal, power: u64) -> Option<Decimal> {
        let power = Decimal::from(power);
        let name = power_name(power)?;
        self.unit = self
            .unit
            .take()
            .map(|u| u.strip_prefix(name).unwrap_or(&u).to_owned());
        self.multiplier = None;
        number.checked_mul(power)
    }

    /// 千円 and 百万円 without a digit name a unit.
    fn is_unit_only(&self, folded: &str) -> bool {
        let mut numeral = folded.trim_start().chars().take(self.kanji);
        let is_power = |c: char| "百千万億兆".contains(c);
        self.kanji > 0 && self.unit.is_some() && numeral.all(is_power)
    }

    /// 漢数字 are a number where they count something, or say 十, 百, 千, or are several.
    fn is_kanji_number(&self) -> bool {
        match &self.unit {
            _ if self.kanji == 0 => true,
            Some(unit) => is_counted_in_kanji(unit, self.kanji),
            None => self.kanji > 1 || self.tens(),
        }
    }

    fn tens(&self) -> bool {
        matches!(self.amount, Amount::One(n) if n.abs() >= Decimal::TEN)
    }

    fn finish_unit(&mut self, text: &mut Scan<'_>) -> Option<()> {
        if self.unit.is_some() {
            return Some(());
        }
        let mut ahead = *text;
        ahead.spaces();
        let all = ahead.rest;
        if all.is_empty() || all.starts_with(['~', '-']) || all.starts_with("から") {
            return Some(());
        }
        let co2 = all.strip_prefix("t-CO2").map(|_| "t-CO2");
        let end = all.find(['~', ' ', ')']).unwrap_or(all.len());
        let word = co2.unwrap_or(&all[..end]);
        let word = word.find("から").map_or(word, |n| &word[..n]);
        let word = match word.split_once('-') {
            Some((before, _)) if co2.is_none() => before,
            _ => word,
        };
        // 1 総務費 is an item and its number
        let apart = text.rest.starts_with(' ') || self.is_bare_year || self.kanji > 0;
        if !(is_known_unit(word) || is_unit(word) && !apart) {
            return None;
        }
        self.unit = Some(word.to_owned());
        self.multiplier = power(word);
        text.rest = &all[word.len()..];
        Some(())
    }

    fn finish_unit_before(&mut self, text: &mut Scan<'_>, end: &str) -> Option<()> {
        if text.rest.trim_start().starts_with(end) {
            return Some(());
        }
        self.finish_unit(text)
    }
}

fn has_power(numeral: &str) -> bool {
    numeral.contains(['十', '百', '千', '万', '億', '兆'])
}

/// Whether two numbers with a hyphen and no unit between are a range, and no measure number (1-1),
/// postcode, address or span of years: 50-150, 1,000-2,000.
fn is_range(first: &str, last: &str) -> bool {
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let value = |text: &str| text.replace(',', "").parse::<Decimal>().ok();
    let (Some(from), Some(to)) = (value(first), value(last)) else {
        return false;
    };
    let lengths = (first.len(), last.len());
    let is_code = plain(first) && plain(last) && (lengths == (3, 4) || lengths.0 > lengths.1);
    from < to && to >= Decimal::from(100) && !is_code
}

fn ahead_is_co2(text: &str) -> bool {
    text.contains("t-CO2")
}

fn power_name(power: Decimal) -> Option<&'static str> {
    Some(match u64::try_from(power).ok()? {
        1_000 => "千",
        10_000 => "万",
        1_000_000 => "百万",
        10_000_000 => "千万",
        100_000_000 => "億",
        1_000_000_000 => "十億",
        10_000_000_000 => "百億",
        1_000_000_000_000 => "兆",
        _ => return None,
    })
}
