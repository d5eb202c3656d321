//! Points in time as plans print them: years, fiscal years, months, days, halves, quarters.

use super::Context;
use super::era::{ERAS, Era};
use super::scan::Scan;

/// How much time a point covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A calendar year.
    Year,
    /// April to March.
    FiscalYear,
    /// A half (1, 2) of a fiscal year.
    Half(u32),
    /// A quarter (1 to 4) of a fiscal year.
    Quarter(u32),
    /// A month.
    Month(u32),
    /// A month and a day of it.
    Day(u32, u32),
}

/// Which part of it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 当初
    Begin,
    /// 末
    End,
    /// 頃
    About,
    /// 以降
    From,
    /// まで, 以前
    Until,
}

impl Part {
    /// Its name in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::End => "end",
            Self::About => "approximate",
            Self::From => "from",
            Self::Until => "until",
        }
    }
}

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Gregorian year, or the one in which the fiscal year begins.
    pub year: i32,
    /// How much of it.
    pub span: Span,
    /// The part of it.
    pub part: Option<Part>,
    /// The era was over, or had not begun; the value is what the count comes to.
    pub era_overrun: bool,
    /// The year in the other calendar, where the two printed ones disagree.
    pub contradicts: Option<i32>,
}

impl Point {
    /// Its first day: year, month, day.
    pub fn first_day(&self) -> (i32, u32, u32) {
        let month = self.first_month();
        match self.span {
            Span::Day(month, day) => (self.year, month, day),
            _ => (self.year + (month as i32 - 1) / 12, (month - 1) % 12 + 1, 1),
        }
    }

    /// Its last day.
    pub fn last_day(&self) -> (i32, u32, u32) {
        let months = match self.span {
            Span::Year | Span::FiscalYear => 12,
            Span::Half(_) => 6,
            Span::Quarter(_) => 3,
            Span::Month(_) => 1,
            Span::Day(month, day) => return (self.year, month, day),
        };
        let last = self.first_month() + months - 1;
        let (year, month) = (self.year + (last as i32 - 1) / 12, (last - 1) % 12 + 1);
        (year, month, days_in(year, month))
    }

    /// Counted from January of its year; a fiscal year ends in the next.
    fn first_month(&self) -> u32 {
        match self.span {
            Span::Year => 1,
            Span::FiscalYear => 4,
            Span::Half(n) => 4 + 6 * (n - 1),
            Span::Quarter(n) => 4 + 3 * (n - 1),
            Span::Month(month) | Span::Day(month, _) => month,
        }
    }
}

/// A year and what it takes to read on from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub year: i32,
    pub era: Option<Era>,
    overrun: bool,
    contradicts: Option<i32>,
    /// 年 or 年度 stands behind it.
    word: Option<Span>,
    /// It is four digits, or digits that only the context makes a year.
    bare: bool,
    /// It is one letter of 明治 or 大正 and digits.
    is_doubtful: bool,
}

/// What an earlier point says of a later one: `令和6～13年度`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inherited {
    pub era: Option<Era>,
    pub year: Option<i32>,
    /// The later point stands in a period, so bare four digits are a year.
    pub in_period: bool,
}

/// Reads a point at the start of a text.
pub(super) fn point(
    scan: &mut Scan<'_>,
    context: &Context<'_>,
    inherited: Inherited,
) -> Option<(Point, Option<Era>)> {
    let mut ahead = *scan;
    let head = match head(&mut ahead, context, inherited) {
        Some(head) => head,
        None => {
            let out = without_year(scan, context, inherited)?;
            return Some((part(scan, out), inherited.era));
        }
    };
    let out = of_year(&mut ahead, &head, context, inherited)?;
    let out = part(&mut ahead, out);
    *scan = ahead;
    Some((out, head.era))
}

/// 4月, 9月30日 and 上半期 of a year that is known.
fn without_year(scan: &mut Scan<'_>, context: &Context<'_>, inherited: Inherited) -> Option<Point> {
    let year = inherited.year.or(context.year)?;
    let mut ahead = *scan;
    let relative = [
        ("同年度", 0, Span::FiscalYear),
        ("翌年度", 1, Span::FiscalYear),
        ("前年度", -1, Span::FiscalYear),
        ("同年", 0, Span::Year),
        ("翌年", 1, Span::Year),
        ("前年", -1, Span::Year),
    ];
    let found = relative.iter().find(|(word, ..)| ahead.eat(word));
    let plain = |year, span| Point {
        year,
        span,
        part: None,
        era_overrun: false,
        contradicts: None,
    };
    let out = match found {
        Some((_, shift, span)) => {
            let head = Head {
                year: year + shift,
                era: None,
                overrun: false,
                contradicts: None,
                word: Some(*span),
                bare: false,
                is_doubtful: false,
            };
            of_year(&mut ahead, &head, context, inherited)?
        }
        None => match half_or_quarter(&mut ahead) {
            Some(span) => plain(year, span),
            None => {
                let month = month(&mut ahead)?;
                plain(year, day_behind(&mut ahead, year, month)?)
            }
        },
    };
    *scan = ahead;
    Some(out)
}

fn month(scan: &mut Scan<'_>) -> Option<u32> {
    let month = scan.number(2).filter(|m| (1..=12).contains(m))?;
    scan.eat("月").then_some(month)
}

/// The day behind a month, if there is one.
fn day_behind(scan: &mut Scan<'_>, year: i32, month: u32) -> Option<Span> {
    let mut ahead = *scan;
    let day = ahead.number(2).filter(|_| ahead.eat("日"));
    match day {
        Some(day) => {
            *scan = ahead;
            weekday(scan);
            is_day(year, month, day).then_some(Span::Day(month, day))
        }
        None => Some(Span::Month(month)),
    }
}

/// `(月)`, `(祝)`, 現在 behind a day.
fn weekday(scan: &mut Scan<'_>) {
    let mut ahead = *scan;
    if ahead.eat("(")
        && ahead
            .eat_any(&["月", "火", "水", "木", "金", "土", "日"])
            .is_some()
    {
        while ahead.eat("・") || ahead.eat("祝") || ahead.eat("曜日") || ahead.eat("曜") {}
        if ahead.eat(")") {
            *scan = ahead;
        }
    }
    scan.eat_any(&["現在", "時点"]);
}

/// How many days a month of a year has (Gregorian calendar); none where there is no such month.
fn days_in(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn is_day(year: i32, month: u32, day: u32) -> bool {
    (1..=days_in(year, month)).contains(&day)
}

/// The year at the start of a text.
fn head(scan: &mut Scan<'_>, context: &Context<'_>, inherited: Inherited) -> Option<Head> {
    let mut ahead = *scan;
    ahead.spaces();
    let (year, era) = match era_year(&mut ahead) {
        Some((year, era)) => (year, Some(era)),
        None => gregorian(&mut ahead)
            .map(|y| (y, None))
            .or_else(|| inherited_year(&mut ahead, context, inherited))?,
    };
    let digit = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
    let bare = scan.peek().is_some_and(digit);
    let mut out = Head {
        year,
        era,
        overrun: era.is_some_and(|e| e.is_over_in(year)),
        contradicts: None,
        word: None,
        bare,
        is_doubtful: scan.rest.trim_start().starts_with(['T', 'M', '大', '明'])
            && !era.is_some_and(|e| scan.rest.trim_start().starts_with(e.name)),
    };
    out.word = year_word(&mut ahead);
    other_calendar(&mut ahead, &mut out);
    if out.word.is_none() {
        out.word = year_word(&mut ahead);
    }
    *scan = ahead;
    Some(out)
}

fn year_word(scan: &mut Scan<'_>) -> Option<Span> {
    if scan.eat("年度") {
        return Some(Span::FiscalYear);
    }
    let mut ahead = *scan;
    // 5年間 is a duration
    if ahead.eat("年") && !ahead.rest.starts_with(['間', '生', '目']) {
        *scan = ahead;
        return Some(Span::Year);
    }
    None
}

/// 令和6, 令和元, R6, R.6, 令6.
fn era_year(scan: &mut Scan<'_>) -> Option<(i32, Era)> {
    ERAS.into_iter().find_map(|era| {
        let mut ahead = *scan;
        if !ahead.eat(era.name) {
            let letter = [era.letter, era.name.chars().next()?];
            ahead.rest = ahead.rest.trim_start().strip_prefix(letter)?;
            ahead.eat(".");
        }
        let n = if ahead.eat("元") {
            1
        } else {
            ahead.number(2)?
        };
        let year = era.year(n)?;
        *scan = ahead;
        Some((year, era))
    })
}

/// 2024, '24.
fn gregorian(scan: &mut Scan<'_>) -> Option<i32> {
    let mut ahead = *scan;
    if ahead.eat("'") {
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        let year: i32 = digits.parse().ok().filter(|_| digits.len() == 2)?;
        *scan = ahead;
        // '98 is not yet to come
        return Some(if year > 68 { 1900 } else { 2000 } + year);
    }
    let start = ahead.rest;
    let year = i32::try_from(ahead.number(4)?).ok()?;
    let length = start[..start.len() - ahead.rest.len()]
        .trim_start()
        .chars()
        .count();
    if length != 4 {
        return None;
    }
    (1800..=2199).contains(&year).then(|| *scan = ahead)?;
    Some(year)
}

/// A bare number that the era before it, or the column, makes a year: `～13年度`.
fn inherited_year(
    scan: &mut Scan<'_>,
    context: &Context<'_>,
    inherited: Inherited,
) -> Option<(i32, Option<Era>)> {
    let mut ahead = *scan;
    let n = if ahead.eat("元") {
        1
    } else {
        ahead.integer(2)?
    };
    let era = inherited.era.or(context.era.filter(|_| context.years))?;
    // a month or a day is none
    if ahead.rest.starts_with(['月', '日', '.', '/']) {
        return None;
    }
    let year = era.year(n)?;
    *scan = ahead;
    Some((year, Some(era)))
}

/// The same year in the other calendar: `令和3(2021)年度`.
fn other_calendar(scan: &mut Scan<'_>, head: &mut Head) {
    let mut ahead = *scan;
    if !ahead.eat("(") && !ahead.eat("[") {
        return;
    }
    ahead.spaces();
    let other = match head.era {
        Some(_) => gregorian(&mut ahead),
        None => era_year(&mut ahead).map(|(year, era)| {
            head.overrun |= era.is_over_in(year);
            year
        }),
    };
    let Some(other) = other else {
        return;
    };
    let word = year_word(&mut ahead);
    if !ahead.eat(")") && !ahead.eat("]") {
        return;
    }
    head.word = head.word.or(word);
    head.bare = false;
    head.contradicts = Some(other).filter(|o| *o != head.year);
    *scan = ahead;
}

/// What follows a year.
fn of_year(
    scan: &mut Scan<'_>,
    head: &Head,
    context: &Context<'_>,
    inherited: Inherited,
) -> Option<Point> {
    let mut out = Point {
        year: head.year,
        span: head.word.unwrap_or(Span::Year),
        part: None,
        era_overrun: head.overrun,
        contradicts: head.contradicts,
    };
    match head.word {
        Some(Span::FiscalYear) => {
            scan.eat("の");
            if let Some(span) = half_or_quarter(scan) {
                out.span = span;
            }
        }
        Some(_) => {
            let mut ahead = *scan;
            if let Some(month) = month(&mut ahead) {
                out.span = day_behind(&mut ahead, out.year, month)?;
                *scan = ahead;
            }
        }
        None => match numeric_date(scan, head) {
            Some(span) => out.span = span?,
            // four digits are a number unless something makes them a year
            None if head.bare && !context.years && !inherited.in_period => return None,
            // T5 and M3 are names of other things
            None if head.is_doubtful && !context.years && !inherited.in_period => return None,
            None => {}
        },
    }
    if let (Span::Day(month, day), Some(era)) = (out.span, head.era) {
        out.era_overrun = era.is_outside((out.year, month, day));
    } else if let (Span::Month(month), Some(era)) = (out.span, head.era) {
        out.era_overrun =
            era.is_outside((out.year, month, 31)) && era.is_outside((out.year, month, 1));
    }
    Some(out)
}

/// `.4.1`, `/4/1`, `-04-01` behind a year; `Some(None)` for a day that does not exist.
fn numeric_date(scan: &mut Scan<'_>, head: &Head) -> Option<Option<Span>> {
    let mut ahead = *scan;
    let separator = [".", "/", "-"]
        .into_iter()
        .find(|s| ahead.rest.starts_with(s))?;
    ahead.eat(separator);
    let month = digits_at_once(&mut ahead)?;
    let mut behind = ahead;
    let day = match behind.rest.strip_prefix(separator) {
        Some(rest) => {
            behind.rest = rest;
            digits_at_once(&mut behind)
        }
        None => None,
    };
    let Some(day) = day else {
        // 2024.4 is a number, and 2024-28 a period
        let is_month = (1..=12).contains(&month)
            && (head.era.is_some() && separator == "."
                || separator == "/"
                || separator == "-"
                    && head.era.is_none()
                    && is_iso_month(scan, ahead, head.year, month));
        return is_month.then(|| {
            *scan = ahead;
            Some(Span::Month(month))
        });
    };
    *scan = behind;
    weekday(scan);
    Some(is_day(head.year, month, day).then_some(Span::Day(month, day)))
}

/// 2024-04 is a month; 2010-12 may as well be the years up to 2012.
fn is_iso_month(from: &Scan<'_>, to: Scan<'_>, year: i32, month: u32) -> bool {
    let two_digits = from.rest.len() - to.rest.len() == 3;
    two_digits && month as i32 <= year % 100
}

fn digits_at_once(scan: &mut Scan<'_>) -> Option<u32> {
    if !scan.peek()?.is_ascii_digit() {
        return None;
    }
    scan.integer(2)
}

fn half_or_quarter(scan: &mut Scan<'_>) -> Option<Span> {
    if scan.eat_any(&["上半期", "上期", "前期"]).is_some() {
        return Some(Span::Half(1));
    }
    if scan.eat_any(&["下半期", "下期", "後期"]).is_some() {
        return Some(Span::Half(2));
    }
    let mut ahead = *scan;
    if ahead.eat("Q") {
        let n = ahead.integer(1).filter(|n| (1..=4).contains(n))?;
        *scan = ahead;
        return Some(Span::Quarter(n));
    }
    ahead.eat("第");
    let n = match ahead.eat_any(&["一", "二", "三", "四"]) {
        Some(word) => "一二三四".chars().position(|c| word.starts_with(c))? as u32 + 1,
        None => ahead.integer(1)?,
    };
    let named = ahead.eat_any(&["四半期", "Q"]).is_some();
    (named && (1..=4).contains(&n)).then(|| *scan = ahead)?;
    Some(Span::Quarter(n))
}

fn part(scan: &mut Scan<'_>, mut out: Point) -> Point {
    let words = [
        ("末", Part::End),
        ("当初", Part::Begin),
        ("初頭", Part::Begin),
        ("頃", Part::About),
        ("ごろ", Part::About),
        ("以降", Part::From),
        ("以前", Part::Until),
        ("まで", Part::Until),
    ];
    let found = words.iter().find(|(word, _)| scan.eat(word));
    out.part = found.map(|(_, part)| *part);
    if found.is_none() {
        scan.eat("中");
    }
    if out.part == Some(Part::End) && scan.eat("まで") {
        out.part = Some(Part::Until);
    }
    out
}

/// A period or a point: a text that is one, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// A point.
    Point(Point),
    /// From, to; one may be open.
    Period(Option<Point>, Option<Point>),
}

/// Reads a text that is a point in time or a period, and nothing else.
pub fn when(folded: &str, context: &Context<'_>) -> Option<When> {
    let could_be = |c: char| {
        c.is_ascii_digit()
            || "〇一二三四五六七八九十".contains(c)
            || matches!(c, '元' | '同' | '翌' | '前' | '上' | '下' | '後' | '第')
    };
    if !folded.contains(could_be) {
        return None;
    }
    let mut scan = Scan::new(folded);
    if scan.eat("~") {
        let (end, _) = point(&mut scan, context, Inherited::default())?;
        return scan.ends().then_some(When::Period(None, Some(end)));
    }
    let as_period = period(scan, context);
    if as_period.is_some() {
        return as_period;
    }
    let (point, _) = point(&mut scan, context, Inherited::default())?;
    scan.ends().then_some(When::Point(point))
}

fn period(mut scan: Scan<'_>, context: &Context<'_>) -> Option<When> {
    let whole = Inherited {
        in_period: true,
        ..Inherited::default()
    };
    let before = scan.rest;
    let (mut start, era) = point(&mut scan, context, whole)?;
    let worded =
        |read: &str| era.is_some() || read.trim_end().ends_with(|c: char| !c.is_ascii_digit());
    let said = worded(&before[..before.len() - scan.rest.len()]);
    let sign = scan.eat_any(&["~", "-", "から"])?;
    if scan.ends() {
        let open = sign != "-" && said;
        return open.then_some(When::Period(Some(start), None));
    }
    let known = Inherited {
        era,
        year: matches!(
            start.span,
            Span::Month(_) | Span::Day(..) | Span::Half(_) | Span::Quarter(_)
        )
        .then_some(start.year),
        in_period: true,
    };
    let behind = scan.rest;
    let (mut end, _) = point(&mut scan, context, known)?;
    // 1990-2000 is a range of numbers, unless a word or the column says years
    let says_years =
        said || end.span != Span::Year || worded(&behind[..behind.len() - scan.rest.len()]);
    if start.span == Span::Year && end.span == Span::FiscalYear {
        start.span = Span::FiscalYear;
    }
    if end.part == Some(Part::Until) {
        end.part = None;
    }
    let same_kind = std::mem::discriminant(&start.span) == std::mem::discriminant(&end.span);
    (same_kind && (says_years || context.years) && scan.ends_period())
        .then_some(When::Period(Some(start), Some(end)))
}
