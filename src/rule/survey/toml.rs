//! Rule files as text.

use crate::normalize::fold_char;
use crate::rule::vocabulary;
use regex::Regex;
use std::sync::LazyLock;

/// A string of TOML: literal, so that patterns need no second escape.
pub fn literal(text: &str) -> String {
    if text.contains(['\'', '\n']) {
        return ::toml::Value::String(text.to_owned()).to_string();
    }
    format!("'{text}'")
}

/// A string of TOML with escapes.
pub fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', r"\n").replace('\t', r"\t"))
}

/// A list of strings.
pub fn list(texts: &[String], each: fn(&str) -> String) -> String {
    let texts: Vec<String> = texts.iter().map(|t| each(t)).collect();
    format!("[{}]", texts.join(", "))
}

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| vocabulary::pattern("{年度}"));

/// A pattern that finds a printed text: years are any year, digits any digits, spaces may be there
/// or not.
pub fn pattern(text: &str) -> String {
    let folded: String = text.chars().map(fold_char).collect();
    let mut out = String::new();
    let mut rest = folded.as_str();
    while !rest.is_empty() {
        let year = YEAR.as_ref().and_then(|y| y.find(rest));
        let (before, behind) = match year {
            Some(year) => (&rest[..year.start()], Some(&rest[year.end()..])),
            None => (rest, None),
        };
        plain(before, &mut out);
        if behind.is_some() {
            out.push_str("{年度}");
        }
        rest = behind.unwrap_or_default();
    }
    out
}

fn plain(text: &str, out: &mut String) {
    let mut digits = false;
    for c in text.chars() {
        match c {
            '0'..='9' if digits => {}
            '0'..='9' => out.push_str(r"\d+"),
            c if c.is_whitespace() => out.push_str(r"\s*"),
            c => out.push_str(&regex::escape(&c.to_string())),
        }
        digits = c.is_ascii_digit();
    }
}

/// A pattern for a header cell: white space is no part of it.
pub fn header(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    pattern(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_next_years_text() {
        assert_eq!(pattern("令和5年度 実績"), r"{年度}\s*実績");
        assert_eq!(pattern("第2期指針"), r"第\d+期指針");
        assert_eq!(header("担 当"), "担当");
        assert_eq!(literal("a'b"), r#""a'b""#);
    }
}
