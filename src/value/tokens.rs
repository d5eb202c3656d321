//! What in a text looks like a number, a year or a mark, and whether it is understood.

use super::{Context, Said, read};
use crate::normalize::chars::{is_kana_or_ideograph, is_mark};
use crate::normalize::measure_number::parse;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A piece of a text that looks like a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is: `number`, `time`, `ordinal`, `measure_number`, `mark` …; what it looks like, where it
    /// is not understood.
    pub kind: &'static str,
    /// What it says, in a line; `None` where it is not understood.
    pub said: Option<String>,
}

/// Digits with what belongs to them: an era, a sign, separators, and the word behind.
static NUMERIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:明治|大正|昭和|平成|令和|\b[MTSHR]|第|約|全|No\.|〒|'|¥|※|\*)\s?)?(?:元年度?|[△▲+]?\d[\d,]*(?:\.\d+)*)(?:\([^()]{1,8}\)|年度?|月|日|[/.\-~:]|\s?~\s?|\s?の\s?){0,4}(?:(?:明治|大正|昭和|平成|令和|[MTSHR])?(?:元|\d[\d,]*(?:\.\d+)*)(?:\([^()]{1,8}\)|年度?|月|日|[/.\-~:]){0,4}){0,6}[\p{Han}ヶヵケカかァ-ヺーぁ-ゖa-zA-Z²³/%‰°]{0,8}").ok()
});

/// Times of day, telephone numbers and postcodes: understood, but no values of a plan.
static OTHERS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let kinds = [
        (
            "time",
            r"^(?:午[前後])?\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)(?:[~-](?:午[前後])?\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?))?",
        ),
        ("postcode", r"^〒?\s?\d{3}-\d{4}"),
        ("telephone", r"^\(?0\d{1,4}[)-]\d{1,4}-\d{3,4}"),
        (
            "ordinal",
            r"^(?:第|No\.)?\s?\d+(?:-\d+)*(?:号|番|次|期|条|項|章|節|丁目|階|年生|学年|回|表|図|款|目|部|編|級|類|種|歳|位|期|ページ|頁|学期)|^(?:第|No\.|※|\*)\s?\d+",
        ),
        ("month_day", r"^\d{1,2}月(?:\d{1,2}日)?"),
        ("name", r"^\d{1,2}[A-Z]{1,2}\b|^[A-Z]\d{1,2}\b"),
    ];
    let compiled = kinds
        .iter()
        .map(|(kind, re)| Some((*kind, Regex::new(re).ok()?)));
    compiled.flatten().collect()
});

/// The tokens of a text that is folded by the policy `plain`; `legend` tells the marks that a legend
/// explains.
pub fn tokens(text: &str, legend: &dyn Fn(&str) -> bool) -> Vec<Token> {
    if let Some(whole) = understood(text) {
        let looks = text.contains(|c: char| c.is_ascii_digit()) || whole.0 != "text";
        let token = Token {
            range: 0..text.len(),
            kind: whole.0,
            said: Some(whole.1),
        };
        return if looks { vec![token] } else { Vec::new() };
    }
    let mut out = marks(text, legend);
    let found = NUMERIC
        .as_ref()
        .into_iter()
        .flat_map(|re| re.find_iter(text));
    out.extend(found.map(|m| numeric(m.start(), m.as_str())));
    out.sort_by_key(|t| t.range.start);
    out
}

/// A number with as much of what stands behind it as makes sense.
fn numeric(start: usize, found: &str) -> Token {
    let digits = found
        .rfind(|c: char| c.is_ascii_digit() || c == '元')
        .unwrap_or(0);
    let shortest = digits + found[digits..].chars().next().map_or(0, char::len_utf8);
    let ends = (shortest..=found.len())
        .rev()
        .filter(|at| found.is_char_boundary(*at));
    for end in ends {
        if let Some((kind, said)) = understood(&found[..end]) {
            return Token {
                range: start..start + end,
                kind,
                said: Some(said),
            };
        }
    }
    for (kind, re) in OTHERS.iter() {
        if let Some(other) = re.find(found).filter(|m| m.end() >= shortest) {
            return Token {
                range: start..start + other.end(),
                kind,
                said: Some(other.as_str().to_owned()),
            };
        }
    }
    Token {
        range: start..start + shortest,
        kind: "number",
        said: None,
    }
}

/// What a whole text is, if it is a value or a measure number.
fn understood(text: &str) -> Option<(&'static str, String)> {
    let reading = read(text, &Context::default());
    let kind = match &reading.said {
        Said::Text => {
            let number = parse(text)?;
            return Some(("measure_number", number.key()));
        }
        Said::Absent(_) => "absence",
        Said::Direction(_) => "direction",
        Said::When(_) => "time",
        Said::Quantity(_) => "number",
    };
    Some((kind, reading.to_string()))
}

/// Marks that stand alone, and those that open a text.
fn marks(text: &str, legend: &dyn Fn(&str) -> bool) -> Vec<Token> {
    let mut out = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let apart =
            |c: Option<char>| c.is_none_or(|c| !is_kana_or_ideograph(c) && !c.is_alphanumeric());
        let is_sign = is_mark(c) || matches!(c, '×' | '※');
        // △5 is a number, and a mark within a word is a letter of it
        if is_sign && apart(before) && !after.is_some_and(|c| c.is_ascii_digit()) {
            let mark = c.to_string();
            let opens = before.is_none() && !apart(after);
            let said = if legend(&mark) {
                Some("of the legend".to_owned())
            } else {
                opens.then(|| "opens an entry".to_owned())
            };
            let range = at..at + c.len_utf8();
            out.push(Token {
                range,
                kind: "mark",
                said,
            });
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, bool)> {
        let known = |mark: &str| mark == "○";
        let tokens = tokens(text, &known).into_iter();
        tokens
            .map(|t| (text[t.range.clone()].to_owned(), t.said.is_some()))
            .collect()
    }

    #[test]
    fn tokens_within_a_text() {
        let of = |text: &str| -> Vec<String> { found(text).into_iter().map(|f| f.0).collect() };
        assert_eq!(of("令和6年度に12団体が参加"), ["令和6年度", "12団体"]);
        assert_eq!(of("1,234千円"), ["1,234千円"]);
        assert_eq!(of("電話 0564-23-6491"), ["0564-23-6491"]);
        assert_eq!(of("ふつうの文"), Vec::<String>::new());
        assert!(found("9:30から").iter().all(|f| f.1));
        assert_eq!(
            found("1.2.3.4.5.6.7.8 と"),
            [("1.2.3.4.5.6.7.8".to_owned(), false)]
        );
    }

    #[test]
    fn marks_are_explained_or_open_an_entry() {
        assert_eq!(found("○"), [("○".to_owned(), true)]);
        assert_eq!(found("△"), [("△".to_owned(), false)]);
        assert_eq!(found("◇公園の整備"), [("◇".to_owned(), true)]);
    }
}
