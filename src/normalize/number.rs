//! Numbers with units, and the kinds of absence.

use super::fold_char;
use serde_json::Number;

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number.
    pub number: Number,
    /// What is counted, as printed: `%`, `団体`, `件`.
    pub unit: Option<String>,
}

/// Longest unit in characters (`千円/年`, `ポイント`).
const MAX_UNIT: usize = 6;

/// Reads a text that is a number and a unit and nothing else: `11,914件`, `41.7％`.
pub fn quantity(text: &str) -> Option<Quantity> {
    let folded: String = text.trim().chars().map(fold_char).collect();
    let end = folded
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'))
        .unwrap_or(folded.len());
    let (digits, unit) = folded.split_at(end);
    let unit = unit.trim();
    let is_unit = unit.chars().count() <= MAX_UNIT
        && unit
            .chars()
            .all(|c| c == '%' || c == '/' || (c.is_alphabetic() && !c.is_numeric()));
    if !is_unit {
        return None;
    }
    Some(Quantity {
        number: parse(digits)?,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
    })
}

/// A decimal with thousands separators in their places.
fn parse(digits: &str) -> Option<Number> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3));
    if whole.is_empty() || !grouped || fraction.contains([',', '.']) {
        return None;
    }
    let plain: String = whole.chars().filter(|c| *c != ',').collect();
    if !digits.contains('.') {
        return plain.parse::<u64>().ok().map(Number::from);
    }
    Number::from_f64(format!("{plain}.{fraction}").parse().ok()?)
}

/// How a text says nothing, if it does.
pub fn absence(text: &str) -> Option<&'static str> {
    let folded: String = text
        .chars()
        .map(fold_char)
        .filter(|c| !c.is_whitespace())
        .collect();
    Some(match folded.as_str() {
        "" => "blank",
        "-" | "--" | "ー" => "dash",
        "〃" | "\"" | "同上" => "same_as_above",
        "同左" => "same_as_left",
        "該当なし" | "なし" | "無し" => "not_applicable",
        "未定" | "検討中" => "undecided",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        let read = |s: &str| quantity(s).map(|q| (q.number.to_string(), q.unit));
        assert_eq!(read("11,914件"), Some(("11914".into(), Some("件".into()))));
        assert_eq!(read("４１．７％"), Some(("41.7".into(), Some("%".into()))));
        assert_eq!(read("272 団体"), Some(("272".into(), Some("団体".into()))));
        for no in [
            "1,19件",
            "",
            "件",
            "5/6",
            "1.2.3",
            "令和6年",
            "12件以上の団体が参加",
        ] {
            assert_eq!(read(no), None, "{no}");
        }
    }

    #[test]
    fn kinds_of_absence_are_told_apart() {
        assert_eq!(absence("　"), Some("blank"));
        assert_eq!(absence("－"), Some("dash"));
        assert_eq!(absence("〃"), Some("same_as_above"));
        assert_eq!(absence("未"), None);
    }
}
