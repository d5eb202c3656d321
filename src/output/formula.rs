//! Texts that a spreadsheet would run.
//!
//! A spreadsheet that opens a CSV file takes a cell that begins with `=` (or `+`, `-`, `@`, and in
//! Japanese versions their full-width forms) for a formula, whoever wrote the text. Such a text gets
//! an apostrophe in front. A number, a percentage and a lone sign run nothing and stay as they are.
//!
//! # Source
//! The characters are those of OWASP, "CSV Injection".

use std::borrow::Cow;

/// Characters that begin a formula.
const BEGINS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// A text that no spreadsheet runs. Who takes one apostrophe off every text that [`is_guarded`] has
/// the text as it was.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    // apostrophes that the text begins with are looked through, so that taking one off is safe
    if would_run(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn would_run(text: &str) -> bool {
    // blanks in front keep no spreadsheet from reading on
    let text = text.trim_start_matches([' ', '\u{3000}']);
    text.starts_with(BEGINS) && !is_harmless(text)
}

/// A lone sign, or a number as a person writes it: `-1,234.5`, `＋３％`.
fn is_harmless(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['+', '-', '＋', '－']) else {
        return matches!(text, "=" | "@" | "＝" | "＠");
    };
    let number = rest.strip_suffix(['%', '％']).unwrap_or(rest);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let part = |c: char| digit(c) || matches!(c, ',' | '.' | '，' | '．');
    rest.is_empty() || (number.starts_with(digit) && number.chars().all(part))
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn what_would_run_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+2",
            "@SUM(A1)",
            "＝1",
            "＋A1",
            "－A1",
            "＠x",
            "\t=1",
            "\r=1",
            "- 公園の整備",
            " =1",
            "\u{3000}=1",
            "--",
            "-A",
            "+１a",
            "-%",
            "'=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn numbers_signs_and_plain_texts_stay() {
        for text in [
            "",
            "-",
            "－",
            "+",
            "=",
            "-5",
            "+3.2%",
            "－１，２３４．５％",
            "-1,234",
            "施策",
            "'引用'",
            "1-1",
            "▲5",
        ] {
            assert_eq!(guarded(text), text);
        }
    }
}
