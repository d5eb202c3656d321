//! Years within a text: 和暦 and Gregorian, and the periods that they span.

use super::ERAS;
use regex::Regex;
use std::sync::LazyLock;

/// A year as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Gregorian.
    pub year: i32,
    /// The era had ended by then (`H32`); the value is what the count comes to.
    pub era_overrun: bool,
    /// The year is printed in two calendars that disagree; this is the other one.
    pub contradicts: Option<i32>,
}

/// A period as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRange {
    /// First year.
    pub start: Year,
    /// Last year.
    pub end: Year,
}

/// An era year with an optional Gregorian one in brackets, or a Gregorian year with an optional
/// era year; `年度` may stand on either side of the bracket.
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let era = r"(?<era>明治|大正|昭和|平成|令和|\b[MTSHR])\s*(?<n>元|\d{1,2})";
    let pattern = format!(
        r"{era}\s*(?:年度?)?(?:\s*\(\s*(?<g>(?:18|19|20|21)\d\d)\s*(?:年度?)?\s*\))?|(?<only>(?:18|19|20|21)\d\d)"
    );
    Regex::new(&pattern).ok()
});

/// All years in a text, in order. The text is folded first (see [`crate::normalize::fold_char`]).
pub fn years(text: &str) -> Vec<Year> {
    let folded: String = text.chars().map(crate::normalize::fold_char).collect();
    let Some(pattern) = YEAR.as_ref() else {
        return Vec::new();
    };
    pattern
        .captures_iter(&folded)
        .filter_map(|c| {
            if let Some(only) = c.name("only") {
                return Some(Year {
                    year: only.as_str().parse().ok()?,
                    era_overrun: false,
                    contradicts: None,
                });
            }
            let n = c.name("n")?.as_str();
            let n: u32 = if n == "元" { 1 } else { n.parse().ok()? };
            let mut year = era_year(c.name("era")?.as_str(), n)?;
            let gregorian: Option<i32> = c.name("g").and_then(|g| g.as_str().parse().ok());
            year.contradicts = gregorian.filter(|g| *g != year.year);
            Some(year)
        })
        .collect()
}

fn era_year(era: &str, n: u32) -> Option<Year> {
    let era = ERAS
        .iter()
        .find(|e| e.name == era || era.starts_with(e.letter))?;
    let year = era.year(n)?;
    Some(Year {
        year,
        era_overrun: era.is_over_in(year),
        contradicts: None,
    })
}

/// The only year of a text, or its first where both calendars say the same.
pub fn year(text: &str) -> Option<Year> {
    let all = years(text);
    let first = all.first()?.clone();
    all.iter().all(|y| y.year == first.year).then_some(first)
}

/// A short label that names a year, a quarter, a term or a month, as columns of a time line do:
/// `R6`, `令和6年度`, `2024`, `4月`, `第1四半期`, `1Q`, `Ⅰ期`.
static PERIOD_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\s*)?(?:元|\d{1,2})\s*年度?|[MTSHR]\s*\.?(?:元|\d{1,2})(?:年度?)?|(?:19|20|21)\d\d\s*(?:年度?)?|'\d\d";
    let bracket = r"(?:\s*\([^()]{1,12}\)\s*(?:年度?)?)?";
    let part = r"(?:1[0-2]|[1-9])\s*月|第?\s*[1-4一二三四IVⅠⅡⅢⅣ]\s*(?:四半期|[QqＱ期])|[QqＱ]\s*[1-4]|[上下]半?期|(?:前|後|中)期";
    Regex::new(&format!(
        r"^(?:(?:{year}){bracket}\s*)?(?:{part})?(?:以降|まで|\s|~|-)*$"
    ))
    .ok()
});

/// Whether a text is a label of a year, a quarter, a term or a month, and nothing else.
pub fn period_label(text: &str) -> bool {
    let folded: String = text.chars().map(crate::normalize::fold_char).collect();
    let folded = folded.trim();
    let matches = PERIOD_LABEL.as_ref().is_some_and(|p| p.is_match(folded));
    // all parts of the pattern may be missing, but not all at once
    matches && folded.contains(|c: char| c.is_ascii_digit() || "元月期".contains(c))
}

/// The first and last year of a period.
pub fn range(text: &str) -> Option<YearRange> {
    let all = years(text);
    Some(YearRange {
        start: all.first()?.clone(),
        end: all.last()?.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_their_usual_forms() {
        for (text, expected) in [
            ("令和4年度", 2022),
            ("令和元年", 2019),
            ("(2021)", 2021),
            ("R6", 2024),
            ("平成３１年", 2019),
            ("令和3(2021)年度", 2021),
            ("昭和64年", 1989),
        ] {
            assert_eq!(year(text).map(|y| y.year), Some(expected), "{text}");
        }
        assert_eq!(year("12件"), None);
    }

    #[test]
    fn a_period_has_two_ends_and_keeps_an_era_that_ran_over() {
        let period = range("10年（H23～H32）").unwrap();
        assert_eq!((period.start.year, period.end.year), (2011, 2020));
        assert!(period.end.era_overrun && !period.start.era_overrun);
        let period = range("令和6年度(2024年度)～令和13年度(2031年度)").unwrap();
        assert_eq!((period.start.year, period.end.year), (2024, 2031));
    }

    #[test]
    fn labels_of_years_quarters_and_months() {
        for text in [
            "R6",
            "Ｒ６",
            "令和6年度",
            "令和元年度",
            "2024",
            "2024年度",
            "6年度",
            "4月",
            "12月",
            "Ⅰ期",
            "第1四半期",
            "1Q",
            "R6（2024）",
            "令和6年度(2024年度)",
            "R6以降",
            "R6 上期",
            "前期",
        ] {
            assert!(period_label(text), "{text}");
        }
        for text in [
            "",
            "取組",
            "12",
            "目標値(R6)",
            "令和6年度目標",
            "件",
            "-",
            "以降",
        ] {
            assert!(!period_label(text), "{text}");
        }
    }

    #[test]
    fn two_calendars_are_held_against_each_other() {
        assert_eq!(years("令和3(2022)年度")[0].contradicts, Some(2022));
    }
}
