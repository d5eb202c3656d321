//! When two values say the same.

use crate::normalize::is_dash;
use rust_decimal::Decimal;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Equality {
    /// They say different things.
    Different,
    /// They say the same in another print: white space, width, the kind of a dash or dot.
    Same,
    /// They are equal character for character.
    Exact,
}

impl Equality {
    /// Exact, or different.
    pub fn of(is_equal: bool) -> Self {
        if is_equal {
            Self::Exact
        } else {
            Self::Different
        }
    }
}

/// Compares running text.
pub fn text(a: &str, b: &str) -> Equality {
    folded(a, b, fold)
}

/// Compares running text that may stand in brackets.
pub fn bracketed(a: &str, b: &str) -> Equality {
    let bare = |s: &str| {
        fold(s)
            .trim_matches(['(', ')', '[', ']', '【', '】'])
            .to_owned()
    };
    match text(a, b) {
        Equality::Different if bare(a) == bare(b) => Equality::Same,
        equality => equality,
    }
}

/// Compares marks and numbers of measures, of which a dot or a bullet is no print matter.
pub fn mark(a: &str, b: &str) -> Equality {
    folded(a, b, fold_mark)
}

fn folded(a: &str, b: &str, fold: fn(&str) -> String) -> Equality {
    match a == b {
        true => Equality::Exact,
        false if fold(a) == fold(b) => Equality::Same,
        false => Equality::Different,
    }
}

/// Compares numbers by what they are: `41.70` is `41.7`. How many decimals are printed is in the text beside.
pub fn number(a: &str, b: &str) -> Equality {
    let decimal = |s: &str| {
        Decimal::from_str(s)
            .or_else(|_| Decimal::from_scientific(s))
            .ok()
    };
    let is_same = match (decimal(a), decimal(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    };
    Equality::of(is_same)
}

/// A text without what only print makes of it: one width, one form of dashes, waves and middle dots, no white space
/// but between digits, where it sets two numbers apart.
pub fn fold(text: &str) -> String {
    let shown = |c: char| match c {
        '·' | '•' | '∙' | '⋅' => '・',
        '〜' | '∼' | '〰' => '~',
        c if is_dash(c) => '-',
        c => c,
    };
    close(in_one_width(text).chars().map(shown))
}

/// A mark or number in one width, which is all that is print of it.
pub fn fold_mark(text: &str) -> String {
    in_one_width(text)
}

fn close(text: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut space = false;
    for c in text {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        let apart = space && c.is_ascii_digit() && out.ends_with(|l: char| l.is_ascii_digit());
        if apart {
            out.push(' ');
        }
        space = false;
        out.push(c);
    }
    out
}

/// Full and half width as one. What Unicode calls compatible besides (`Ⅱ` and `II`, `㎡` and `m2`, `㍻` and `平成`, `①` and
/// `1`) are other characters, and no matter of width.
fn in_one_width(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut half = String::new();
    for c in text.chars() {
        let of_half_kana = matches!(c, '\u{FF61}'..='\u{FF9F}');
        if !of_half_kana && !half.is_empty() {
            // together, as the marks of voicing are characters of their own in half width
            out.extend(half.drain(..).nfkc());
        }
        match c {
            _ if of_half_kana => half.push(c),
            '\u{FF01}'..='\u{FF60}' | '\u{FFA0}'..='\u{FFEF}' => {
                out.extend(std::iter::once(c).nfkc())
            }
            c => out.push(c),
        }
    }
    out.extend(half.drain(..).nfkc());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn print_is_told_from_what_is_said() {
        let same = [
            ("４１．７ %", "41.7％"),
            ("サ－ビス", "サービス"),
            ("市民\n活動", "市民活動"),
            ("10〜20", "10～20"),
            ("A・B", "A•B"),
            ("ｶﾞｲﾄﾞ", "ガイド"),
        ];
        for (a, b) in same {
            assert_eq!(text(a, b), Equality::Same, "{a} {b}");
        }
        let different = [
            ("10²", "102"),
            ("①", "1"),
            ("1-2", "1～2"),
            ("5", "-5"),
            ("△", "▲"),
            ("○", "●"),
            ("●", "・"),
            ("1 23", "12 3"),
            ("1 2", "12"),
            ("R6", "R8"),
            ("一", "ー"),
            ("Ⅱ", "II"),
            ("㎡", "m2"),
            ("㍻", "平成"),
            ("\u{2F6C}", "目"),
        ];
        for (a, b) in different {
            assert_eq!(text(a, b), Equality::Different, "{a} {b}");
        }
        assert_eq!(mark("・", "•"), Equality::Different);
        assert_eq!(mark("―", "-"), Equality::Different);
        assert_eq!(mark("（Ａ）", "(A)"), Equality::Same);
        assert_eq!(text("計画", "計画"), Equality::Exact);
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(number("41.70", "41.7"), Equality::Exact);
        assert_eq!(number("5", "5.0"), Equality::Exact);
        assert_eq!(number("5", "50"), Equality::Different);
        assert_eq!(number("-5", "5"), Equality::Different);
    }
}
