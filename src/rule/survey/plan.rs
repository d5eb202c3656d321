//! What the plan is called, and when it holds.

use super::toml::pattern;
use crate::flow::Part;
use crate::reading::Reading;
use crate::rule::vocabulary;
use regex::Regex;
use std::sync::LazyLock;

/// The plan of a draft.
pub struct PlanDraft {
    /// What the document is called.
    pub name: String,
    /// Patterns of `[plan]`.
    pub patterns: Vec<String>,
    /// Patterns of `any` in `[match]`.
    pub any: Vec<String>,
}

/// A longer text (characters) is no title.
const MAX_TITLE: usize = 60;

static NAMES_A_PLAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    vocabulary::pattern(
        r"(?:{計画}|体系図?|一覧表?|シート|概要版?|報告書?|評価書?|状況|について|編|版|案)(?:\s*[(【「<].*)?$",
    )
});
static EDITION: LazyLock<Option<Regex>> =
    LazyLock::new(|| vocabulary::pattern(r"概要版|本編|改[訂定]版|第\s*\d+\s*[期次]|{年度}版"));
static PERIOD: LazyLock<Option<Regex>> = LazyLock::new(|| vocabulary::pattern("{期間}"));
static PERIOD_LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| vocabulary::pattern(r"計画\s*(?:の)?\s*期間\s*[:】]?"));
static MUNICIPALITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:第\s*\d+\s*[期次]\s*)?(?<name>[\p{Han}\p{Hiragana}\p{Katakana}ケヶ]{1,6}?[市区町村])",
    )
    .ok()
});

/// What a document says of its plan.
pub fn draft(reading: &Reading) -> PlanDraft {
    let blocks: Vec<(String, f64, u32)> = reading
        .flow
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Block(b) => {
                let line = b.text.one_line();
                Some((line.folded().as_str().trim().to_owned(), b.size, b.page))
            }
            Part::Table(_) => None,
        })
        .collect();
    let finds =
        |re: &LazyLock<Option<Regex>>, text: &str| re.as_ref().is_some_and(|r| r.is_match(text));
    let can_be_title = |b: &&(String, f64, u32)| {
        let (text, _, page) = *b;
        *page <= 2
            && text.chars().count() <= MAX_TITLE
            && !text.contains(['。', '、', '…'])
            && !text.contains("・・")
            && finds(&NAMES_A_PLAN, text)
    };
    let titles = blocks.iter().filter(can_be_title);
    // the largest, and of those the first
    let title = titles.fold(None::<&(String, f64, u32)>, |best, b| match best {
        Some(best) if best.1 >= b.1 => Some(best),
        _ => Some(b),
    });
    let mut patterns = Vec::new();
    if let Some((title, ..)) = title {
        patterns.push(format!("(?m)^{}$", title_pattern(title)));
    }
    // of a document that cites other plans, the edition stands on its cover
    let on_cover = |b: &&(String, f64, u32)| b.2 <= 2 && b.0.chars().count() <= MAX_TITLE / 2;
    let edition = blocks
        .iter()
        .filter(on_cover)
        .find_map(|(text, ..)| Some(EDITION.as_ref()?.find(text)?.as_str().to_owned()));
    if let Some(edition) = &edition {
        patterns.push(format!("(?<edition>{})", pattern(edition)));
    }
    let labelled = blocks.iter().any(|(text, ..)| finds(&PERIOD_LABEL, text));
    if blocks.iter().any(|(text, ..)| finds(&PERIOD, text)) {
        let label = if labelled {
            r"計画\s*(?:の)?\s*期間[^\n]{0,10}?"
        } else {
            ""
        };
        patterns.push(format!("{label}(?<period>{{期間}})"));
    }
    PlanDraft {
        name: title.map_or("a plan", |t| t.0.as_str()).to_owned(),
        any: title.map(|t| pattern(&t.0)).into_iter().collect(),
        patterns,
    }
}

/// A title as a pattern, with the municipality in it as a capture.
fn title_pattern(title: &str) -> String {
    let found = MUNICIPALITY.as_ref().and_then(|m| m.captures(title));
    let name = found.and_then(|c| c.name("name").map(|m| m.range()));
    match name {
        Some(range) => format!(
            "(?<title>{}(?<municipality>{{自治体}}){})",
            pattern(&title[..range.start]),
            pattern(&title[range.end..])
        ),
        None => format!("(?<title>{})", pattern(title)),
    }
}
