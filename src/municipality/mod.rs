//! The municipalities of Japan and their codes (全国地方公共団体コード), with what they became.
//!
//! The list is built in (`municipalities.tsv`): those of today, and those that ended since 1970. A
//! code has six digits, the last of which checks the others.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A municipality, under one name and code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Municipality {
    /// Six digits.
    pub code: &'static str,
    /// 都道府県.
    pub prefecture: &'static str,
    /// Its name, without 郡; empty for the prefecture itself.
    pub name: &'static str,
    /// First day (ISO 8601); empty where that is before 1970-04-01.
    pub from: &'static str,
    /// The first day on which it was no longer there; empty while it is.
    pub until: &'static str,
    /// The codes of what it became, with commas between.
    pub into: &'static str,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One municipality.
    One(Municipality),
    /// Several of that name, in different prefectures.
    Several(Vec<Municipality>),
    /// None.
    Unknown,
}

static LIST: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
    let lines = include_str!("municipalities.tsv").lines();
    lines
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some(Municipality {
                code: columns.next()?,
                prefecture: columns.next()?,
                name: columns.next().unwrap_or_default(),
                from: columns.next().unwrap_or_default(),
                until: columns.next().unwrap_or_default(),
                into: columns.next().unwrap_or_default(),
            })
        })
        .collect()
});

static BY_NAME: LazyLock<FxHashMap<String, Vec<Municipality>>> = LazyLock::new(|| {
    let mut out: FxHashMap<String, Vec<Municipality>> = FxHashMap::default();
    for m in LIST.iter() {
        let name = if m.name.is_empty() {
            m.prefecture
        } else {
            m.name
        };
        out.entry(folded(name)).or_default().push(*m);
    }
    out
});

/// All, by code, then by their first day.
pub fn all() -> &'static [Municipality] {
    &LIST
}

/// Those that have a code, today or in the past.
pub fn of_code(code: &str) -> impl Iterator<Item = &'static Municipality> {
    LIST.iter().filter(move |m| m.code == code)
}

/// Whether the last digit of a code checks the others: eleven minus the sum of the digits weighted
/// with 6 5 4 3 2, of which the last digit counts.
pub fn is_code(code: &str) -> bool {
    let digits: Option<Vec<u32>> = code.chars().map(|c| c.to_digit(10)).collect();
    let Some([body @ .., check]) = digits.as_deref().filter(|d| d.len() == 6) else {
        return false;
    };
    let sum: u32 = body.iter().zip([6, 5, 4, 3, 2]).map(|(d, w)| d * w).sum();
    (11 - sum % 11) % 10 == *check
}

impl Municipality {
    /// Whether it was there on a day (ISO 8601).
    pub fn is_on(&self, day: &str) -> bool {
        self.from <= day && (self.until.is_empty() || day < self.until)
    }

    /// Whether it is there today, by the list.
    pub fn is_current(&self) -> bool {
        self.until.is_empty()
    }
}

/// What a name stands for: `松本市`, `長野県松本市`, `西加茂郡三好町`. Of those with one name the one that
/// was there on a day (ISO 8601; today where none is given) is meant, and else any.
pub fn named(name: &str, day: Option<&str>) -> Named {
    let (prefecture, bare) = split(name.trim());
    let fits = |m: &&Municipality| prefecture.is_none_or(|p| p == m.prefecture);
    let same: Vec<Municipality> = bearers(bare).into_iter().filter(|m| fits(&m)).collect();
    let there = |m: &Municipality| match day {
        Some(day) => m.is_on(day),
        None => m.is_current(),
    };
    let mut found: Vec<Municipality> = same.iter().filter(|m| there(m)).copied().collect();
    if found.is_empty() {
        found = same;
    }
    found.dedup_by_key(|m| m.code);
    match found.as_slice() {
        [] => Named::Unknown,
        [one] => Named::One(*one),
        _ => Named::Several(found),
    }
}

/// All that bear a name: as it is, behind its 郡, and, for a ward, behind the name of its city.
fn bearers(name: &str) -> Vec<Municipality> {
    let of = |name: &str| BY_NAME.get(&folded(name)).cloned().unwrap_or_default();
    let mut out = of(name);
    if out.is_empty() {
        let behind = name
            .match_indices('郡')
            .map(|(at, c)| &name[at + c.len()..]);
        let towns = behind.filter(|t| t.ends_with(['町', '村']));
        out = towns
            .map(of)
            .find(|found| !found.is_empty())
            .unwrap_or_default();
    }
    let folded = folded(name);
    if folded.ends_with('区') && !folded.contains('市') {
        let is_ward =
            |m: &&Municipality| m.name.contains('市') && m.name.ends_with(folded.as_str());
        out.extend(LIST.iter().filter(is_ward));
    }
    out
}

/// The prefecture before a name, if it is there, and the name without it.
fn split(name: &str) -> (Option<&'static str>, &str) {
    let found = LIST.iter().filter(|m| m.name.is_empty()).find_map(|m| {
        let rest = name.strip_prefix(m.prefecture)?;
        (!rest.is_empty()).then_some((m.prefecture, rest.trim()))
    });
    found.map_or((None, name), |(p, rest)| (Some(p), rest))
}

/// A name as names are compared: ケ and ヶ, and forms of one ideograph, are written either way.
fn folded(name: &str) -> String {
    let fold = |c: char| match c {
        'ヶ' | 'ｹ' | 'が' => 'ケ',
        '﨑' => '崎',
        '髙' => '高',
        '龍' => '竜',
        '槇' => '槙',
        '檮' => '梼',
        '嶽' => '岳',
        other => other,
    };
    let cleaned = name.chars().filter_map(crate::normalize::clean_char);
    cleaned.filter(|c| !c.is_whitespace()).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, day: Option<&str>) -> Option<&'static str> {
        match named(name, day) {
            Named::One(m) => Some(m.code),
            _ => None,
        }
    }

    #[test]
    fn the_list_is_sound() {
        let current = all().iter().filter(|m| m.is_current());
        let towns = current.filter(|m| m.name.ends_with(['市', '町', '村']) || is_ward(m));
        // six villages of the Northern Territories are in no official count
        assert_eq!(towns.count(), 1_741 + 6);
        assert_eq!(all().iter().filter(|m| m.name.is_empty()).count(), 47);
        for m in all() {
            assert!(is_code(m.code), "{m:?}");
            for next in m.into.split(',').filter(|c| !c.is_empty()) {
                assert!(of_code(next).next().is_some(), "{m:?}");
            }
        }
        assert!(!is_code("232110") && !is_code("23211") && !is_code("2321a7"));
    }

    fn is_ward(m: &Municipality) -> bool {
        m.prefecture == "東京都" && m.name.ends_with('区')
    }

    #[test]
    fn names_and_codes() {
        for (name, expected) in [
            ("松本市", Some("202029")),
            ("長野県松本市", Some("202029")),
            ("東京都", Some("130001")),
            ("横浜市", Some("141003")),
            ("府中市", None),
            ("広島県府中市", Some("342084")),
            ("鳩ケ谷市", Some("112267")),
            ("三好町", None),
            ("上郡町", Some("284815")),
            ("兵庫県赤穂郡上郡町", Some("284815")),
            ("北区", None),
            ("東京都北区", Some("131172")),
            ("大阪市北区", Some("271276")),
            ("愛知県西加茂郡三好町", Some("235211")),
            ("どこでもない市", None),
        ] {
            assert_eq!(code(name, None), expected, "{name}");
        }
    }

    #[test]
    fn a_name_means_who_bore_it_on_the_day() {
        assert_eq!(code("篠山市", Some("2018-04-01")), Some("282219"));
        assert_eq!(code("丹波篠山市", None), Some("282219"));
        assert_eq!(code("浜松市北区", Some("2020-04-01")), Some("221350"));
        let ended = of_code("112267").next().unwrap();
        assert_eq!(ended.into, "112038");
    }
}
