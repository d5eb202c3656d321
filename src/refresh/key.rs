//! Which edition of its plan a document is: what is printed, never guessed.

use crate::dataset::EditionKey;
use crate::document::Plan;
use crate::normalize::fold_char;
use crate::normalize::kansuji::small_kansuji;
use crate::value::years;
use regex::Regex;
use std::sync::LazyLock;

/// What is known of an edition besides the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'b> {
    /// The text of the link.
    pub label: Option<&'b str>,
    /// The name of the file.
    pub name: &'b str,
    /// The pattern that its source gives.
    pub pattern: Option<&'b Regex>,
}

static ORDINAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"第\s*(?<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*[次期]").ok()
});
/// Long numbers are no years: `20240401`, the number of an article.
static LONG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[0-9]{5,}").ok());

/// The key of a document.
pub fn key_of(plan: &Plan, beside: &Beside<'_>) -> EditionKey {
    let texts = [plan.title.as_deref(), plan.edition.as_deref()];
    let texts: Vec<String> = texts.into_iter().flatten().map(folded).collect();
    let mut ordinals: Vec<u32> = texts.iter().flat_map(|t| ordinals_in(t)).collect();
    ordinals.dedup();
    let mut year = texts.iter().find_map(|t| only_year(t));
    let period = plan.period.as_ref().map(|p| (p.start, p.end));
    let period = period.filter(|(start, end)| start.is_some() || end.is_some());
    if let Some(published) = &plan.published {
        year = year.or_else(|| only_year(&folded(published)));
    }
    let (other_ordinal, other_year) = beside.by_pattern();
    if ordinals.is_empty() {
        ordinals.extend(other_ordinal);
    }
    year = year.or(other_year);
    if year.is_none() && period.is_none() {
        year = beside.only_year();
    }
    // of 第2次計画 第3期実施計画 neither alone says which edition it is
    let ordinal = match ordinals.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    EditionKey {
        ordinal,
        year,
        period,
        label: label(&ordinals, year, period),
    }
}

impl Beside<'_> {
    fn texts(&self) -> Vec<String> {
        let texts = [self.label, Some(self.name)].into_iter().flatten();
        texts.map(folded).collect()
    }

    /// The ordinal and year that the pattern of the source captures.
    fn by_pattern(&self) -> (Option<u32>, Option<i32>) {
        let Some(pattern) = self.pattern else {
            return (None, None);
        };
        let texts = self.texts();
        let Some(captures) = texts.iter().find_map(|t| pattern.captures(t)) else {
            return (None, None);
        };
        let part = |name: &str| captures.name(name).map(|m| m.as_str());
        let ordinal =
            part("ordinal").and_then(|n| number(n).or_else(|| ordinals_in(n).first().copied()));
        (ordinal, part("year").and_then(year_of))
    }

    /// The year in the text of the link, or else in the name of the file, if it is the only one.
    fn only_year(&self) -> Option<i32> {
        let plain = |text: &String| match LONG.as_ref() {
            Some(long) => long.replace_all(text, " ").into_owned(),
            None => text.clone(),
        };
        self.texts().iter().map(plain).find_map(|t| only_year(&t))
    }
}

/// A captured year: with its era, or all four digits.
fn year_of(text: &str) -> Option<i32> {
    let upper = text.to_uppercase();
    only_year(&upper)
}

fn folded(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The year that a text names, if it names one only.
fn only_year(text: &str) -> Option<i32> {
    let all = years::years(text);
    let first = all.first()?;
    let one = all
        .iter()
        .all(|y| y.year == first.year && y.contradicts.is_none());
    one.then_some(first.year)
}

fn number(text: &str) -> Option<u32> {
    text.trim()
        .parse()
        .ok()
        .or_else(|| small_kansuji(text.trim()))
}

fn ordinals_in(text: &str) -> Vec<u32> {
    let Some(pattern) = ORDINAL.as_ref() else {
        return Vec::new();
    };
    let found = pattern.captures_iter(text);
    found
        .filter_map(|c| number(c.name("n")?.as_str()))
        .collect()
}

/// What people call the edition by; equal for equal keys only.
fn label(
    ordinals: &[u32],
    year: Option<i32>,
    period: Option<(Option<i32>, Option<i32>)>,
) -> String {
    let mut parts: Vec<String> = ordinals.iter().map(|n| format!("第{n}")).collect();
    if let Some((start, end)) = period {
        let year = |year: Option<i32>| year.map_or(String::new(), |y| y.to_string());
        parts.push(format!("{}-{}", year(start), year(end)));
    }
    parts.extend(year.map(|year| match period {
        Some(_) => format!("({year})"),
        None => year.to_string(),
    }));
    match parts.is_empty() {
        true => "-".to_owned(),
        false => parts.join(" "),
    }
}

/// Whether nothing of two keys contradicts, and something is the same: one may print less than the other.
pub fn may_be_same(a: &EditionKey, b: &EditionKey) -> bool {
    let parts = [
        a.ordinal.zip(b.ordinal).map(|(a, b)| a == b),
        a.year.zip(b.year).map(|(a, b)| a == b),
        a.period.zip(b.period).map(|(a, b)| a == b),
    ];
    parts.iter().flatten().all(|same| *same) && parts.iter().flatten().count() > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Period;

    fn plan(title: &str, edition: &str, published: &str, period: Option<(i32, i32)>) -> Plan {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Plan {
            title: given(title),
            edition: given(edition),
            published: given(published),
            period: period.map(|(start, end)| Period {
                text: String::new(),
                start: Some(start),
                end: Some(end),
            }),
            ..Plan::default()
        }
    }

    fn shown(plan: &Plan, beside: &Beside<'_>) -> String {
        key_of(plan, beside).label
    }

    #[test]
    fn what_is_printed_counts_first() {
        let none = Beside::default();
        for (plan, expected) in [
            (
                plan("第3次計画", "概要版", "令和6年3月", Some((2024, 2031))),
                "第3 2024-2031 (2024)",
            ),
            (plan("第２期指針", "第2期", "", None), "第2"),
            (plan("令和6年度 進捗状況", "", "令和7年8月", None), "2024"),
            (plan("第2次計画 第3期実施計画", "", "", None), "第2 第3"),
            (plan("第十二次計画", "", "", None), "第12"),
            (plan("施策体系", "", "", None), "-"),
            (plan("令和5年度～令和6年度", "", "", None), "-"),
        ] {
            assert_eq!(shown(&plan, &none), expected, "{plan:?}");
        }
    }

    #[test]
    fn what_is_beside_it_comes_second_and_is_not_guessed() {
        let bare = plan("進捗状況", "", "", None);
        let beside = |label, name| Beside {
            label,
            name,
            pattern: None,
        };
        assert_eq!(
            shown(&bare, &beside(Some("令和5年度（PDF）"), "R6.pdf")),
            "2023"
        );
        assert_eq!(
            shown(&bare, &beside(Some("PDF"), "shinchoku_2024.pdf")),
            "2024"
        );
        assert_eq!(shown(&bare, &beside(None, "20240401.pdf")), "-");
        assert_eq!(shown(&bare, &beside(None, "R5-R6.pdf")), "-");
        let pattern = Regex::new(r"(?<year>r\d+)_k(?<ordinal>\d)").unwrap();
        let by = Beside {
            pattern: Some(&pattern),
            name: "r6_k2.pdf",
            label: None,
        };
        assert_eq!(shown(&bare, &by), "第2 2024");
        assert_eq!(shown(&plan("令和4年度", "", "", None), &by), "第2 2022");
    }

    #[test]
    fn one_that_prints_less_may_be_the_same() {
        let key = |title: &str, period| key_of(&plan(title, "", "", period), &Beside::default());
        let (a, b) = (key("第3次計画", Some((2024, 2031))), key("第3次計画", None));
        assert!(a != b && may_be_same(&a, &b));
        assert!(!may_be_same(&a, &key("第2次計画", Some((2024, 2031)))));
        assert!(!may_be_same(&a, &key("計画", None)));
    }
}
