//! Which edition of its plan a document is: what is printed, never guessed.

use super::stem::revised;
use crate::dataset::EditionKey;
use crate::document::Plan;
use crate::normalize::fold_char;
use crate::normalize::kansuji::small_kansuji;
use crate::value::years;
use regex::Regex;
use std::collections::BTreeSet;
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

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

pattern!(
    ORDINAL,
    r"第\s*(?<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(?<what>[次期回版])"
);
pattern!(VERSION, r"(?i:ver)\.?\s*(?<n>[0-9]+(?:\.[0-9]+)*)");
// long numbers are no years: `20240401`, the number of an article
pattern!(LONG, r"[0-9]{5,}");
// a year with an initial behind something that belongs to no word
pattern!(
    INITIAL,
    r"(?<before>[^A-Za-z0-9\s])(?<year>[MTSHR](?:元|[0-9]{1,2}))"
);
pattern!(
    FISCAL,
    r"(?<year>(?:明治|大正|昭和|平成|令和|\b[MTSHR])\s*(?:元|[0-9]{1,2})|(?:18|19|20|21)[0-9]{2})\s*(?:\([^()]*\)\s*)?年度"
);
pattern!(
    MONTH,
    r"(?:(?<year>(?:(?:明治|大正|昭和|平成|令和|\b[MTSHR])\s*(?:元|[0-9]{1,2})|(?:18|19|20|21)[0-9]{2}))\s*(?:\([^()]*\)\s*)?年\s*)?(?<month>[0-9]{1,2})\s*月"
);
pattern!(ISO, r"(?:18|19|20|21)[0-9]{2}[-/.](?<month>[0-9]{1,2})");
// a month within a label
pattern!(LABELLED, r"(?<year>[0-9]{4})-(?<month>[0-9]{2})\)?$");

/// What is said of an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Parts {
    /// Numbers with 次, 期, 回 and 版, and whether it is one of 版.
    ordinals: Vec<(u32, bool)>,
    year: Option<i32>,
    /// The calendar year and month at which it stands.
    month: Option<(i32, u32)>,
    period: Option<(Option<i32>, Option<i32>)>,
    /// 改訂, `Ver2.1`.
    extras: Vec<String>,
}

/// The key of a document.
pub fn key_of(plan: &Plan, beside: &Beside<'_>) -> EditionKey {
    let texts = [plan.title.as_deref(), plan.edition.as_deref()];
    let texts: Vec<String> = texts.into_iter().flatten().map(folded).collect();
    let mut parts = Parts::of(&texts);
    let period = plan.period.as_ref().map(|p| (p.start, p.end));
    parts.period = period.filter(|(start, end)| start.is_some() || end.is_some());
    let (other_ordinal, other_year) = beside.by_pattern();
    if parts.ordinals.is_empty() {
        parts.ordinals.extend(other_ordinal.map(|n| (n, false)));
    }
    let published = || fiscal_year_of(plan.published.as_deref()?);
    parts.year = parts
        .year
        .or(other_year)
        .or_else(|| beside.only_year())
        .or_else(published);
    parts.key()
}

/// The key that a person states, as it would be printed; what is not stated stays as it was. Nothing when nothing is
/// stated.
pub fn stated(text: &str, before: &EditionKey) -> Option<EditionKey> {
    let text = folded(text.trim());
    let mut parts = Parts::of(std::slice::from_ref(&text));
    let all = years::years(&text);
    if let (None, [first, .., last]) = (parts.year, all.as_slice())
        && first.year < last.year
    {
        parts.period = Some((Some(first.year), Some(last.year)));
    }
    if parts == Parts::default() {
        return None;
    }
    let old = Parts::of_key(before);
    if parts.ordinals.is_empty() {
        parts.ordinals = old.ordinals;
    }
    if parts.year.is_none() {
        (parts.year, parts.month) = (old.year, old.month);
    }
    parts.period = parts.period.or(old.period);
    if parts.extras.is_empty() {
        parts.extras = old.extras;
    }
    Some(parts.key())
}

impl Parts {
    /// What texts say, the first that says something of each.
    fn of(texts: &[String]) -> Self {
        let mut ordinals: Vec<(u32, bool)> = texts.iter().flat_map(|t| ordinals_in(t)).collect();
        ordinals.dedup();
        let dated = texts.iter().find_map(|t| Some((t, printed_year(t)?)));
        let mut extras = BTreeSet::new();
        for text in texts {
            extras.extend(revised(text));
            let versions = VERSION.iter().flat_map(|v| v.captures_iter(text));
            extras.extend(versions.map(|v| format!("Ver{}", &v["n"])));
        }
        Self {
            ordinals,
            year: dated.map(|(_, year)| year),
            month: dated.and_then(|(text, year)| month_in(text, year)),
            period: None,
            extras: extras.into_iter().collect(),
        }
    }

    /// What a key says.
    fn of_key(key: &EditionKey) -> Self {
        let mut out = Self {
            year: key.year,
            period: key.period,
            ..Self::default()
        };
        for word in key.label.split(' ') {
            if let Some(number) = word.strip_prefix('第') {
                let (number, is_version) = match number.strip_suffix('版') {
                    Some(number) => (number, true),
                    None => (number, false),
                };
                out.ordinals
                    .extend(number.parse().ok().map(|n| (n, is_version)));
            } else if word.starts_with("Ver") || revised(word).is_some() {
                out.extras.push(word.to_owned());
            } else if let Some(found) = LABELLED.as_ref().and_then(|l| l.captures(word)) {
                let year = found["year"].parse().ok();
                out.month = year.zip(found["month"].parse().ok());
            }
        }
        out
    }

    /// Of 第2次計画 第3期実施計画 neither alone says which edition it is; 第2版 beside 第3次 does not hide that.
    fn ordinal(&self) -> Option<u32> {
        let main = |is_version| self.ordinals.iter().filter(move |o| o.1 == is_version);
        let (all, versions): (Vec<_>, Vec<_>) = (main(false).collect(), main(true).collect());
        match (all.as_slice(), versions.as_slice()) {
            ([(one, _)], _) | ([], [(one, _)]) => Some(*one),
            _ => None,
        }
    }

    fn key(&self) -> EditionKey {
        EditionKey {
            ordinal: self.ordinal(),
            year: self.year,
            period: self.period,
            label: self.label(),
        }
    }

    /// What people call the edition by; equal for equal keys only.
    fn label(&self) -> String {
        let mut parts: Vec<String> = self
            .ordinals
            .iter()
            .map(|(n, is_version)| format!("第{n}{}", if *is_version { "版" } else { "" }))
            .collect();
        if let Some((start, end)) = self.period {
            let year = |year: Option<i32>| year.map_or(String::new(), |y| y.to_string());
            parts.push(format!("{}-{}", year(start), year(end)));
        }
        let date = self.year.map(|year| match self.month {
            Some((of, month)) if of == year => format!("{year}-{month:02}"),
            Some((of, month)) => format!("{year}/{of}-{month:02}"),
            None => year.to_string(),
        });
        parts.extend(date.map(|date| match self.period {
            Some(_) => format!("({date})"),
            None => date,
        }));
        parts.extend(self.extras.iter().cloned());
        match parts.is_empty() {
            true => "-".to_owned(),
            false => parts.join(" "),
        }
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
        let plain = [self.label, Some(self.name)].into_iter().flatten();
        let texts: Vec<String> = plain.map(|t| t.chars().map(fold_char).collect()).collect();
        let Some(captures) = texts.iter().find_map(|t| pattern.captures(t)) else {
            return (None, None);
        };
        let part = |name: &str| captures.name(name).map(|m| m.as_str());
        let ordinal = part("ordinal")
            .and_then(|n| number(n).or_else(|| ordinals_in(n).first().map(|(n, _)| *n)));
        (ordinal, part("year").and_then(year_of))
    }

    /// The year in the text of the link, or else in the name of the file, if it is the only one.
    fn only_year(&self) -> Option<i32> {
        let plain = |text: &String| match LONG.as_ref() {
            Some(long) => long.replace_all(text, " ").into_owned(),
            None => text.clone(),
        };
        self.texts()
            .iter()
            .map(plain)
            .find_map(|t| printed_year(&t))
    }
}

/// A captured year: with its era, or all four digits.
fn year_of(text: &str) -> Option<i32> {
    let upper = text.to_uppercase();
    only_year(&upper)
}

/// Widths are one, and an initial with a year stands apart.
fn folded(text: &str) -> String {
    let text: String = text.chars().map(fold_char).collect();
    match INITIAL.as_ref() {
        Some(initial) => initial.replace_all(&text, "$before $year").into_owned(),
        None => text,
    }
}

/// The year that a text names, if it names one only; of several, the only fiscal one (令和6年度, 令和7年3月末時点).
fn printed_year(text: &str) -> Option<i32> {
    only_year(text).or_else(|| {
        let found = FISCAL.iter().flat_map(|f| f.captures_iter(text));
        let years: Option<BTreeSet<i32>> = found.map(|c| only_year(&c["year"])).collect();
        match years?.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    })
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

/// The month that a text of a fiscal or calendar year names, if it names one only, with its calendar year.
fn month_in(text: &str, year: i32) -> Option<(i32, u32)> {
    let is_fiscal = FISCAL.as_ref().is_some_and(|f| f.is_match(text));
    let found = MONTH.iter().flat_map(|m| m.captures_iter(text));
    let months: BTreeSet<(i32, u32)> = found
        .filter_map(|c| {
            let month: u32 = c["month"].parse().ok()?;
            let of = c.name("year").and_then(|y| only_year(y.as_str()));
            let next = i32::from(is_fiscal && month < 4);
            (1..=12)
                .contains(&month)
                .then(|| (of.unwrap_or(year + next), month))
        })
        .collect();
    match months.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The fiscal year in which something was published: January to March count to the one before.
fn fiscal_year_of(published: &str) -> Option<i32> {
    let text = folded(published);
    let year = only_year(&text)?;
    if FISCAL.as_ref().is_some_and(|f| f.is_match(&text)) {
        return Some(year);
    }
    let month = [&*MONTH, &*ISO].into_iter().flatten();
    let month = month
        .filter_map(|m| m.captures(&text))
        .find_map(|c| c["month"].parse::<u32>().ok());
    Some(match month {
        Some(1..=3) => year - 1,
        _ => year,
    })
}

fn number(text: &str) -> Option<u32> {
    text.trim()
        .parse()
        .ok()
        .or_else(|| small_kansuji(text.trim()))
}

fn ordinals_in(text: &str) -> Vec<(u32, bool)> {
    let found = ORDINAL.iter().flat_map(|o| o.captures_iter(text));
    found
        .filter_map(|c| Some((number(&c["n"])?, &c["what"] == "版")))
        .collect()
}

/// Whether nothing of two keys contradicts, and something is the same: one may print less than the other.
pub fn may_be_same(a: &EditionKey, b: &EditionKey) -> bool {
    let (a, b) = (Parts::of_key(a), Parts::of_key(b));
    let said = |o: &Parts| (!o.ordinals.is_empty()).then(|| o.ordinals.clone());
    let parts = [
        said(&a).zip(said(&b)).map(|(a, b)| a == b),
        a.year.zip(b.year).map(|(a, b)| a == b),
        a.period.zip(b.period).map(|(a, b)| a == b),
    ];
    let months = a.month.zip(b.month).is_none_or(|(a, b)| a == b);
    months
        && a.extras == b.extras
        && parts.iter().flatten().all(|same| *same)
        && parts.iter().flatten().count() > 0
}

/// Nothing is said of the edition.
pub fn is_empty(key: &EditionKey) -> bool {
    Parts::of_key(key) == Parts::default()
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
                "第3 2024-2031 (2023)",
            ),
            (plan("第２期指針", "第2期", "", None), "第2"),
            (plan("令和6年度 進捗状況", "", "令和7年8月", None), "2024"),
            (plan("第2次計画 第3期実施計画", "", "", None), "第2 第3"),
            (plan("第十二次計画", "", "", None), "第12"),
            (plan("施策体系", "", "", None), "-"),
            (plan("令和5年度～令和6年度", "", "", None), "-"),
            (plan("市民計画R6年度", "", "", None), "2024"),
            (plan("第3次計画 第2版", "", "", None), "第3 第2版"),
            (plan("第4回実施計画", "", "", None), "第4"),
            (plan("市民計画（改訂版）", "", "", None), "改訂"),
            (plan("計画 Ver.2.1", "", "", None), "Ver2.1"),
            (plan("計画", "", "令和6年4月", None), "2024"),
            (plan("計画", "", "2024-02-29", None), "2023"),
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

    #[test]
    fn months_tell_editions_of_one_year() {
        let keys = [
            "進捗状況（令和6年4月時点）",
            "進捗状況（令和6年10月時点）",
            "令和6年度の進捗状況（令和7年3月末時点）",
        ]
        .map(|title| key_of(&plan(title, "", "", None), &Beside::default()));
        let labels: Vec<&str> = keys.iter().map(|k| k.label.as_str()).collect();
        assert_eq!(labels, ["2024-04", "2024-10", "2024/2025-03"]);
        assert!(keys.is_sorted() && keys.iter().all(|k| k.year == Some(2024)));
        assert!(!may_be_same(&keys[0], &keys[1]));
    }

    #[test]
    fn the_year_of_a_report_is_not_that_of_the_plan_nor_of_its_publication() {
        let bare = plan("第3次計画 進捗状況", "", "令和7年8月", Some((2024, 2031)));
        let pattern = Regex::new(r"k(?<year>20\d\d)").unwrap();
        let beside = |label, pattern| Beside {
            label,
            name: "k2022.pdf",
            pattern,
        };
        let link = Some("令和5年度");
        assert_eq!(shown(&bare, &beside(link, None)), "第3 2024-2031 (2023)");
        assert_eq!(
            shown(&bare, &beside(link, Some(&pattern))),
            "第3 2024-2031 (2022)"
        );
        let none = Beside::default();
        assert_eq!(shown(&bare, &none), "第3 2024-2031 (2025)");
    }

    #[test]
    fn what_a_person_states_takes_the_place_of_what_was_read() {
        let before = key_of(
            &plan("第3次計画", "", "", Some((2024, 2031))),
            &Beside::default(),
        );
        let label = |text| stated(text, &before).map(|key| key.label);
        assert_eq!(label("令和6年度").as_deref(), Some("第3 2024-2031 (2024)"));
        assert_eq!(label("第4次").as_deref(), Some("第4 2024-2031"));
        assert_eq!(label("2025～2032").as_deref(), Some("第3 2025-2032"));
        assert_eq!(label("改訂版").as_deref(), Some("第3 2024-2031 改訂"));
        assert_eq!(label("近日"), None);
        let read = key_of(
            &plan("令和6年度", "第3次", "", Some((2024, 2031))),
            &Beside::default(),
        );
        assert_eq!(stated("令和6年度", &before), Some(read));
        assert!(is_empty(&key_of(
            &plan("計画", "", "", None),
            &Beside::default()
        )));
    }
}
