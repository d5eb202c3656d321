//! The title of a plan without what differs from edition to edition.
//!
//! `第3次緑丘市市民協働推進計画 概要版` and `第2次緑丘市市民協働推進計画 概要版` have one stem. Words that tell the
//! kind of a document stay part of it: the 概要版 of a plan is no edition of its 本編.

use crate::municipality::{self, Named};
use crate::normalize::{clean_char, fold_char};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Titles that are as alike as this, and not equal, may be those of one plan.
pub const ALIKE: f64 = 0.8;

/// What tells the kind of a document, and is never taken for an edition.
const KINDS: [&str; 24] = [
    "概要版",
    "概要",
    "ダイジェスト版",
    "本編",
    "本冊",
    "資料編",
    "参考資料",
    "資料集",
    "別冊",
    "進捗状況",
    "実施状況",
    "実績報告",
    "報告書",
    "評価書",
    "評価結果",
    "実施計画",
    "基本構想",
    "基本計画",
    "施策体系",
    "素案",
    "原案",
    "案",
    "中間見直し",
    "正誤表",
];

/// A stem: what the plan is about, and the kinds of document it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    base: String,
    kinds: BTreeSet<&'static str>,
    text: String,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

// years with their 度, and 版 behind them; periods of them
pattern!(
    YEARS,
    concat!(
        r"(?:(?:明治|大正|昭和|平成|令和)(?:元|[0-9]{1,2})|(?:^|(?<keep>[^A-Za-z0-9]))[MTSHR](?:元|[0-9]{1,2})|(?:18|19|20|21)[0-9]{2})",
        r"(?:\((?:(?:18|19|20|21)[0-9]{2}|(?:昭和|平成|令和)(?:元|[0-9]{1,2}))年?度?\))?",
        r"(?:年度版|年版|年度|年|版)?"
    )
);
pattern!(
    MONTHS,
    r"(?:1[0-2]|0?[1-9])月(?:(?:3[01]|[12]?[0-9])日)?(?:版|末|時点|現在|策定|改訂|改定)*"
);
pattern!(
    ORDINALS,
    r"第(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:次|期|版|回)|Ver\.?[0-9.]+"
);
// at the end of the title, of a bracket or with 版 only: 更新 and 改定 may be what a plan is about
pattern!(
    REVISED,
    r"(?<what>(?:一部)?(?:改訂|改定|増補|更新))(?:版|(?<keep>[)）\]】」])|\s*$)"
);
// what is left between two of those, or of a bracket that held one
pattern!(EMPTY, r"[(（\[【「][\s~・,、\-]*[)）\]】」]");

impl Stem {
    /// That of a title. The name of the municipality is no part of it; `edition` may name a kind that the title
    /// does not.
    pub fn of(title: &str, municipality: Option<&str>, edition: Option<&str>) -> Self {
        let mut text = folded(title);
        for pattern in [&*ORDINALS, &*YEARS, &*MONTHS, &*REVISED, &*EMPTY]
            .into_iter()
            .flatten()
        {
            text = pattern.replace_all(&text, "${keep} ").into_owned();
        }
        let kinds = folded(edition.unwrap_or_default());
        if let Some(name) = municipality {
            text = without_name(&text, &folded(name));
        }
        Self::parse(&text, &kinds)
    }

    /// One that was written down.
    pub fn written(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::parse(text, "")
        }
    }

    fn parse(text: &str, more: &str) -> Self {
        let mut kinds = BTreeSet::new();
        let mut base = text.to_owned();
        for kind in KINDS {
            let last_only = kind == "案";
            let is_there = |text: &str| match last_only {
                true => text.trim_end_matches([')', '）', ' ']).ends_with(kind),
                false => text.contains(kind),
            };
            if is_there(&base) || is_there(more) {
                kinds.insert(kind);
            }
            if !last_only {
                base = base.replace(kind, " ");
            }
        }
        // 概要版 is no 概要 besides: what is within a longer kind is not counted
        let longer = kinds.clone();
        kinds.retain(|k| !longer.iter().any(|l| l.len() > k.len() && l.contains(k)));
        let base = tidy(&base);
        let mut text = tidy(text);
        for kind in kinds
            .iter()
            .filter(|k| !text.contains(**k))
            .collect::<Vec<_>>()
        {
            text = format!("{text} {kind}");
        }
        Self {
            base,
            kinds,
            text: text.trim().to_owned(),
        }
    }

    /// As it is written down.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Nothing is left of the title.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether both are of one plan.
    pub fn is_same(&self, other: &Self) -> bool {
        self.base == other.base && self.kinds == other.kinds
    }

    /// Whether both are of one kind of document and nearly the same, so that a person must say.
    pub fn is_near(&self, other: &Self) -> bool {
        self.kinds == other.kinds
            && self.base != other.base
            && strsim::normalized_damerau_levenshtein(&self.base, &other.base) >= ALIKE
    }
}

/// Widths, dashes and ideographs that only look alike are one; white space is gone.
fn folded(text: &str) -> String {
    let cleaned = text.chars().filter_map(clean_char).map(fold_char);
    cleaned.filter(|c| !c.is_whitespace()).collect()
}

/// What a text says of its being revised: 改訂, 一部改訂, 増補, 更新.
pub fn revised(text: &str) -> Option<String> {
    let text = folded(text);
    let found = REVISED.as_ref()?.captures(&text)?;
    Some(found["what"].replace("改定", "改訂"))
}

/// A title without the name of its municipality, with or without the prefecture. 民 behind it may belong to it
/// (緑丘市民).
fn without_name(text: &str, name: &str) -> String {
    let official = match municipality::of_code(name).next() {
        Some(one) => Some(*one),
        None => match municipality::named(name, None) {
            Named::One(one) => Some(one),
            Named::Several(several) => several.first().copied(),
            Named::Unknown => None,
        },
    };
    let mut names = vec![name.to_owned()];
    if let Some(one) = official {
        names.push(format!("{}{}", one.prefecture, one.name));
        names.push(one.name.to_owned());
    }
    names.sort_by_key(|n| std::cmp::Reverse(n.len()));
    for name in names.iter().filter(|n| n.chars().count() > 1) {
        if let Some(at) = text.find(name) {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            if !after.starts_with('民') {
                return format!("{before} {after}");
            }
        }
    }
    text.to_owned()
}

/// Without white space and what hangs loose at the ends.
fn tidy(text: &str) -> String {
    let loose = |c: char| c.is_whitespace() || "~・,、-_:の/".contains(c);
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let joined = joined
        .replace("()", "")
        .replace("[]", "")
        .replace("「」", "");
    joined.trim_matches(loose).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(title: &str) -> Stem {
        Stem::of(title, Some("安城市"), None)
    }

    #[test]
    fn what_differs_from_edition_to_edition_is_no_part_of_it() {
        for (title, expected) in [
            ("第3次安城市市民協働推進計画", "市民協働推進計画"),
            ("第二次安城市市民協働推進計画", "市民協働推進計画"),
            (
                "市民協働推進計画（令和6年度～令和13年度）",
                "市民協働推進計画",
            ),
            ("安城市市民協働推進計画 2024年版", "市民協働推進計画"),
            (
                "第２期指針 具体施策の進捗状況一覧",
                "指針具体施策の進捗状況一覧",
            ),
            ("令和6(2024)年度の進捗状況（令和7年3月末時点）", "進捗状況"),
            ("R6年度 市民協働推進計画 第2版", "市民協働推進計画"),
            ("安城市民協働計画", "安城市民協働計画"),
            ("令和6年度", ""),
            ("市民計画R6年度", "市民計画"),
            ("市民計画（R6年度）", "市民計画"),
            ("市民計画（改訂版）", "市民計画"),
            ("市民計画 一部改訂", "市民計画"),
            ("市民計画（令和6年3月改定）", "市民計画"),
            ("公共施設更新計画", "公共施設更新計画"),
        ] {
            assert_eq!(stem(title).as_str(), expected, "{title}");
        }
    }

    #[test]
    fn the_municipality_is_no_part_of_it() {
        for (title, name) in [
            ("栃木県宇都宮市環境計画", "栃木県宇都宮市"),
            ("栃木県宇都宮市環境計画", "宇都宮市"),
            ("宇都宮市環境計画", "栃木県宇都宮市"),
            ("宇都宮市環境計画", "092011"),
        ] {
            let stem = Stem::of(title, Some(name), None);
            assert_eq!(stem.as_str(), "環境計画", "{title} {name}");
        }
    }

    #[test]
    fn the_kind_of_a_document_is() {
        let summary = Stem::of(
            "第3次安城市市民協働推進計画",
            Some("安城市"),
            Some("概要版"),
        );
        let printed = stem("第2次安城市市民協働推進計画（概要版）");
        assert!(summary.is_same(&printed), "{summary:?} {printed:?}");
        let whole = stem("第3次安城市市民協働推進計画");
        assert!(!whole.is_same(&summary) && !whole.is_near(&summary));
        assert!(Stem::written(summary.as_str()).is_same(&summary));
        assert!(Stem::written(printed.as_str()).is_same(&printed));
        assert!(!stem("環境基本計画").is_near(&stem("環境実施計画")));
    }

    #[test]
    fn a_title_that_is_nearly_the_same_is_told() {
        assert!(stem("こども計画").is_near(&stem("子ども計画")));
        assert!(stem("市民協働推進計画").is_near(&stem("市民協同推進計画")));
        assert!(!stem("地域福祉計画").is_near(&stem("地域防災計画")));
        assert!(!stem("市民協働推進計画").is_near(&stem("市民協働推進計画")));
    }
}
