//! Character steps: what a text keeps (`clean`), and how rule patterns see it (`fold`).

use super::policy::Policy;
use super::single::{Single, single};
use unicode_normalization::UnicodeNormalization;

/// Whether a character belongs to running Japanese: kana, ideographs, their punctuation and
/// full-width forms. Between two of these a line break or a narrow gap is no space.
pub fn is_japanese(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x2FDF | 0x3000..=0x30FF | 0x31F0..=0x31FF | 0x3220..=0x33FF | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x323AF | 0x2460..=0x24FF)
        || matches!(
            c,
            '※' | '・' | '→' | '←' | '↑' | '↓' | '…' | '―' | '‐' | '“' | '”' | '×'
        )
        || is_mark(c)
}

/// Whether a character is a letter of Japanese: kana or an ideograph, and no mark or punctuation.
pub fn is_kana_or_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x3096 | 0x30A1..=0x30FA | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x323AF)
        || matches!(c, '々' | 'ー')
}

/// Whether a character is one of the geometric marks that open entries or tell a status.
pub fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x25A0..=0x25FF | 0x2605..=0x2606 | 0x2713..=0x2718 | 0x2794..=0x27BE
        | 0x2610..=0x2612 | 0x2756 | 0x274D..=0x2752 | 0x2B1B..=0x2B55)
        || matches!(c, '•' | '◦')
}

/// What a printed character becomes in a text, or `None` when it prints nothing: the character
/// steps of the policy `plan`. Line breaks within a glyph are spaces.
pub fn clean_char(c: char) -> Option<char> {
    match c {
        // a soft hyphen that is printed is a hyphen; at the end of a line it goes with the break
        '\u{ad}' => Some('-'),
        '\n' | '\r' => Some(' '),
        _ if is_variation_selector(c) => None,
        _ => match single(Policy::PLAN, c) {
            Single::Keep => Some(c),
            Single::Drop => None,
            Single::One(c) => Some(c),
            Single::Many(chars) => chars.chars().next(),
        },
    }
}

/// Variation selectors: which shape of the character before them is meant.
pub fn is_variation_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Whether a variation selector belongs to an ideograph, and says which of its shapes is meant.
pub fn selects_shape(base: char, selector: char) -> bool {
    is_ideograph(base) && matches!(u32::from(selector), 0xFE00..=0xFE02 | 0xE0100..=0xE01EF)
}

/// Whether a character says nothing outside of the file it stands in (外字): one for private use, or
/// 〓, which is printed where a character was missing.
pub fn is_gaiji(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFD) || c == '〓'
}

/// Whether a character is an ideograph.
pub fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// The base kana with the separate voicing mark that follows it in half-width kana (`ｶﾞ` → `ガ`).
pub fn voiced(base: char, mark: char) -> Option<char> {
    let combining = match mark {
        'ﾞ' | '゛' | '\u{3099}' => '\u{3099}',
        'ﾟ' | '゜' | '\u{309A}' => '\u{309A}',
        _ => return None,
    };
    let mut composed = [base, combining].into_iter().nfc();
    match (composed.next(), composed.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    }
}

/// How a rule pattern sees a character: look-alikes that type setters use for one another fold to
/// one. One character to one, so that a match maps back onto the text it was made on.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '─' | '━' => '-',
        '〜' | '～' | '∼' => '~',
        '･' | '·' | '•' | '∙' | '⋅' => '・',
        '✔' => '✓',
        '◊' | '⋄' => '◇',
        '⬥' | '♦' => '◆',
        '◯' | '〇' => '○',
        '〈' | '⟨' | '‹' => '<',
        '〉' | '⟩' | '›' => '>',
        '〔' => '[',
        '〕' => ']',
        _ => match u32::from(c) {
            0xFF01..=0xFF5E => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            // Roman numerals: one letter each where one letter says it
            0x2160 => 'I',
            0x2164 => 'V',
            0x2169 => 'X',
            _ => c,
        },
    }
}

/// A rule pattern as it is matched against folded text: its characters are folded alike, a
/// full-width character whose half-width form has a meaning in regular expressions is escaped, and
/// `\d` is an ASCII digit, which is all that folding leaves (and a much smaller automaton).
pub fn fold_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') if in_class => out.push_str("0-9"),
                Some('d') => out.push_str("[0-9]"),
                Some(escaped) => out.extend(['\\', fold_char(escaped)]),
                None => out.push('\\'),
            },
            '[' | ']' => {
                in_class = c == '[';
                out.push(c);
            }
            _ => {
                let behind = chars.as_str();
                let end = behind.strip_prefix('-').and_then(|b| b.chars().next());
                match end.filter(|e| in_class && !matches!(e, ']' | '\\' | '[')) {
                    Some(end) => {
                        fold_range(c, end, &mut out);
                        chars.nth(1);
                    }
                    None => fold_literal(c, &mut out),
                }
            }
        }
    }
    out
}

/// The longest range in a class that is written out, in characters.
const MAX_RANGE: u32 = 512;

/// A range in a class. Where folding parts its characters (`Ⅰ-Ⅴ`, of which some are letters then), they
/// are written out.
fn fold_range(from: char, to: char, out: &mut String) {
    let short = u32::from(to).saturating_sub(u32::from(from)) <= MAX_RANGE;
    if short && (from..=to).any(|c| fold_char(c) != c) {
        (from..=to).for_each(|c| fold_literal(c, out));
    } else {
        out.extend([from, '-', to]);
    }
}

fn fold_literal(c: char, out: &mut String) {
    let folded = fold_char(c);
    if folded != c && regex_syntax_char(folded) {
        out.push('\\');
    }
    out.push(folded);
}

fn regex_syntax_char(c: char) -> bool {
    matches!(
        c,
        '\\' | '.'
            | '+'
            | '*'
            | '?'
            | '('
            | ')'
            | '|'
            | '['
            | ']'
            | '{'
            | '}'
            | '^'
            | '$'
            | '-'
            | '~'
            | '&'
            | '#'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_ideographs_and_units_stay() {
        for (from, to) in [
            ('⽬', '目'),
            ('⺠', '民'),
            ('⻑', '長'),
            ('㎡', '㎡'),
            ('①', '①'),
        ] {
            assert_eq!(clean_char(from), Some(to));
        }
        assert_eq!(clean_char('Ａ'), Some('A'));
        assert_eq!(clean_char('ｱ'), Some('ア'));
        assert_eq!(clean_char('（'), Some('（'));
        assert_eq!(clean_char('\u{E0100}'), None);
    }

    #[test]
    fn half_width_voicing_marks_compose() {
        assert_eq!(voiced('カ', 'ﾞ'), Some('ガ'));
        assert_eq!(voiced('ハ', 'ﾟ'), Some('パ'));
        assert_eq!(voiced('ア', 'ﾟ'), None);
    }

    #[test]
    fn patterns_fold_with_their_text() {
        let folded = fold_pattern(r"^（\d+）(?<title>.+)$");
        assert_eq!(folded, r"^\([0-9]+\)(?<title>.+)$");
        assert_eq!(fold_pattern(r"[\d、]\d\."), r"[0-9、][0-9]\.");
        let re = regex::Regex::new(&folded).unwrap();
        let text: String = "（1）情報".chars().map(fold_char).collect();
        assert!(re.is_match(&text));
    }
}
