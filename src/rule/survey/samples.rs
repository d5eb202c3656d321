//! The sample that stands for the marker a text begins with: `（3） 情報` begins like `(1)`.

use crate::normalize::fold_char;
use regex::Regex;
use std::sync::LazyLock;

/// Beginnings, the most particular first, with the sample that a rule writes for each. `$w` is a word
/// before a number, as printed.
static BEGINNINGS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let word = r"(?<w>[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}?)";
    let all = [
        (r"^第\s*[0-9]+\s*章\s*".to_owned(), "第1章"),
        (r"^第\s*[0-9]+\s*節\s*".to_owned(), "第1節"),
        (
            r"^第\s*[一二三四五六七八九十]+\s*章\s*".to_owned(),
            "第一章",
        ),
        (
            r"^第\s*[一二三四五六七八九十]+\s*節\s*".to_owned(),
            "第一節",
        ),
        (r"^No\.?\s*[0-9]+\s*".to_owned(), "No.1"),
        (
            format!(r"^{word}\s*[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?:\s|[^0-9\-.年月日%])"),
            "$w1-1-1",
        ),
        (
            format!(r"^{word}\s*[0-9]{{1,2}}-[0-9]{{1,2}}(?:\s|[^0-9\-.年月日%])"),
            "$w1-1",
        ),
        (
            format!(r"^{word}\s*[0-9]{{1,2}}(?:\s|[^0-9\-.年月日%人件か回つ個歳]|$)"),
            "$w1",
        ),
        (r"^[0-9]{1,2}-\([0-9]{1,2}\)".to_owned(), "1-(1)"),
        (
            r"^[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}(?:\s|[^0-9\-.])".to_owned(),
            "1-1-1",
        ),
        (r"^[0-9]{1,2}-[0-9]{1,2}(?:\s|[^0-9\-.])".to_owned(), "1-1"),
        (r"^\([0-9]{1,2}\)".to_owned(), "(1)"),
        (r"^\([ア-ン]\)".to_owned(), "(ア)"),
        (r"^[①-⑳㉑-㉟]".to_owned(), "①"),
        (r"^[❶-❿]".to_owned(), "❶"),
        (
            r"^(?:[ⅡⅢⅣⅥⅦⅧⅨ]|[IVX]{1,3})-[0-9]{1,2}-\([0-9]{1,2}\)".to_owned(),
            "Ⅰ-1-(1)",
        ),
        (
            r"^(?:[ⅡⅢⅣⅥⅦⅧⅨ]|[IVX]{1,3})-[0-9]{1,2}(?:\s|[^0-9\-.])".to_owned(),
            "Ⅰ-1",
        ),
        (r"^(?:[ⅡⅢⅣⅥⅦⅧⅨ]|[IVX]{1,3})-[ア-ン]".to_owned(), "Ⅰ-ア"),
        (r"^(?:[ⅡⅢⅣⅥⅦⅧⅨ]|[IVX]{1,3})(?:[.、:]|\s)".to_owned(), "Ⅰ"),
        (r"^[ア-ン](?:[.、:]|\s)".to_owned(), "ア"),
        (r"^[0-9]{1,3}(?:[.、:]|\s)\s*[^0-9\s]".to_owned(), "1"),
        (r"^・".to_owned(), "・"),
        (r"^[●○◆◇■□▪▶►✓➢⚫◾�]".to_owned(), "bullet"),
    ];
    let all = all.into_iter();
    all.filter_map(|(pattern, sample)| Some((Regex::new(&pattern).ok()?, sample)))
        .collect()
});

/// The sample of the marker that a text begins with.
pub fn sample(text: &str) -> Option<String> {
    let folded: String = text.trim().chars().map(fold_char).collect();
    let tags = TAG.as_ref().and_then(|t| t.find(&folded));
    let folded = &folded[tags.map_or(0, |m| m.end())..];
    BEGINNINGS.iter().find_map(|(pattern, sample)| {
        let found = pattern.captures(folded)?;
        let word = found.name("w").map_or("", |w| w.as_str());
        // 第1期 names an edition, and no heading
        if word.starts_with('第') {
            return None;
        }
        Some(sample.replace("$w", word))
    })
}

/// Tags before a marker.
static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| crate::rule::vocabulary::pattern(r"^(?:{タグ})\s*"));

/// The sample that most of some texts begin with, where more than half of them have one.
pub fn common<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut all = 0;
    for text in texts {
        all += 1;
        let Some(sample) = sample(text) else { continue };
        match counts.iter_mut().find(|(s, _)| *s == sample) {
            Some((_, n)) => *n += 1,
            None => counts.push((sample, 1)),
        }
    }
    let (sample, count) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    (2 * count > all).then_some(sample)
}

#[cfg(test)]
mod tests {
    use super::sample;

    #[test]
    fn beginnings_have_samples() {
        for (text, expected) in [
            ("（3） 情報の発信", Some("(1)")),
            ("①拠点の設置", Some("①")),
            ("2-3 学びの場", Some("1-1")),
            ("方針 2 つながる", Some("方針1")),
            ("基本施策3　人を育てる", Some("基本施策1")),
            ("第2章 計画の背景", Some("第1章")),
            ("ア 財政的支援", Some("ア")),
            ("・講座の開催", Some("・")),
            ("Ⅱ-ア 支援", Some("Ⅰ-ア")),
            ("2023年度の実績", None),
            ("約3人に1人", None),
            ("17.4%", None),
            ("市民活動", None),
        ] {
            assert_eq!(sample(text).as_deref(), expected, "{text}");
        }
    }
}
