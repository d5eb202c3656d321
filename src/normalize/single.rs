//! Steps that look at one character only.

use super::policy::{Policy, Step};
use super::radicals::ideograph;
use compact_str::CompactString;
use unicode_normalization::UnicodeNormalization;

/// What becomes of a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Single {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
    /// It becomes another.
    One(char),
    /// It becomes several.
    Many(CompactString),
}

impl Single {
    /// What a character has become.
    fn from(c: char, to: char) -> Self {
        if c == to { Self::Keep } else { Self::One(to) }
    }
}

/// What the steps of a policy that need no context make of a character.
pub fn single(policy: Policy, c: char) -> Single {
    let code = u32::from(c);
    // letters, digits and marks of ASCII, kana, and most ideographs
    if matches!(code, 0x20..=0x7E | 0x3041..=0x30FA | 0x4E00..=0x9FFF) && c != '・' {
        return Single::Keep;
    }
    let has = |step| policy.has(step);
    match code {
        0..=0x1F | 0x7F..=0xA0 | 0xAD | 0x2000..=0x200F | 0x202F | 0x205F | 0x2060 | 0xFEFF
            if has(Step::Invisible) =>
        {
            invisible(c)
        }
        0xFF10..=0xFF19 | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A if has(Step::Width) => {
            Single::from(c, half_width(c))
        }
        0xFF65 if has(Step::Kana) => Single::One('・'),
        0xFF61..=0xFF9F if has(Step::Kana) => kana(c),
        0x2E80..=0x2FD5 if has(Step::Radicals) => {
            ideograph(c).map_or(Single::Keep, |to| Single::from(c, to))
        }
        0xF900..=0xFAFF | 0x2F800..=0x2FA1F if has(Step::Compatibility) => c
            .nfc()
            .next()
            .map_or(Single::Keep, |to| Single::from(c, to)),
        0xFF01..=0xFF5D | 0xFFE0..=0xFFE5
            if has(Step::Symbols) || has(Step::Quotes) || has(Step::Brackets) =>
        {
            full_width_symbol(policy, c)
        }
        0x2103 | 0x2109 | 0x2116 | 0x2121 | 0x3220..=0x3243 | 0x32FF..=0x33FF
            if has(Step::Squared) =>
        {
            squared(c)
        }
        0x3030 | 0x301C | 0x223C | 0xFF5E if has(Step::Waves) => Single::One('~'),
        _ => quotes(policy, c)
            .or_else(|| brackets(policy, c))
            .or_else(|| mark(policy, c).map(Single::One))
            .unwrap_or(Single::Keep),
    }
}

fn invisible(c: char) -> Single {
    match u32::from(c) {
        0xA | 0xD => Single::Keep,
        0x9 | 0xA0 | 0x2000..=0x200A | 0x202F | 0x205F => Single::One(' '),
        _ => Single::Drop,
    }
}

/// The half-width form of a full-width character of ASCII.
fn half_width(c: char) -> char {
    char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
}

fn kana(c: char) -> Single {
    match c {
        'ﾞ' => Single::One('゛'),
        'ﾟ' => Single::One('゜'),
        _ => c
            .nfkc()
            .next()
            .map_or(Single::Keep, |to| Single::from(c, to)),
    }
}

fn full_width_symbol(policy: Policy, c: char) -> Single {
    match c {
        // a dash, which its neighbours tell
        '－' => Single::Keep,
        '＂' | '＇' if policy.has(Step::Quotes) => Single::One(half_width(c)),
        '［' | '］' | '＜' | '＞' | '｛' | '｝' if policy.has(Step::Brackets) => {
            Single::One(half_width(c))
        }
        _ if !policy.has(Step::Symbols) || c.is_alphanumeric() => Single::Keep,
        '￥' => Single::One('¥'),
        '￠' => Single::One('¢'),
        '￡' => Single::One('£'),
        '￢' => Single::One('¬'),
        '￣' => Single::One('¯'),
        '￤' => Single::One('¦'),
        _ => Single::One(half_width(c)),
    }
}

/// Compatibility decomposition, but with superscripts: `㎡` is `m²` and not `m2`.
fn squared(c: char) -> Single {
    // numbers in brackets: ㈠ to ㈩ stay, as ① does
    if matches!(u32::from(c), 0x3220..=0x3229) {
        return Single::Keep;
    }
    if c == '№' {
        return Single::Many(CompactString::const_new("No."));
    }
    let mut out: CompactString = c.nfkc().collect();
    let raised = match out.chars().last() {
        Some('2') => '²',
        Some('3') => '³',
        _ => return Single::Many(out),
    };
    if matches!(u32::from(c), 0x3378..=0x3379 | 0x339F..=0x33AF) {
        out.pop();
        out.push(raised);
    }
    Single::Many(out)
}

fn quotes(policy: Policy, c: char) -> Option<Single> {
    if !policy.has(Step::Quotes) {
        return None;
    }
    Some(Single::One(match c {
        '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        _ => return None,
    }))
}

fn brackets(policy: Policy, c: char) -> Option<Single> {
    if !policy.has(Step::Brackets) {
        return None;
    }
    Some(match c {
        '〔' | '〘' => Single::One('['),
        '〕' | '〙' => Single::One(']'),
        '〈' | '⟨' | '‹' => Single::One('<'),
        '〉' | '⟩' | '›' => Single::One('>'),
        '《' | '«' => Single::Many(CompactString::const_new("<<")),
        '》' | '»' => Single::Many(CompactString::const_new(">>")),
        _ => return None,
    })
}

/// The one form of marks that look alike; `〇` needs its neighbours.
fn mark(policy: Policy, c: char) -> Option<char> {
    if !policy.has(Step::Marks) {
        return None;
    }
    Some(match c {
        '◯' | '⚪' | '⭕' => '○',
        '⬤' | '⚫' => '●',
        '✕' | '✖' | '╳' | '⨯' | '☓' => '×',
        '✔' | '☑' => '✓',
        '◊' | '⋄' | '⬦' => '◇',
        '♦' | '⬥' => '◆',
        '•' | '∙' | '⋅' | '·' | '･' => '・',
        '⬛' => '■',
        '⬜' => '□',
        '➡' | '➔' | '➜' | '⟶' => '→',
        '⬆' => '↑',
        '⬇' => '↓',
        _ => return None,
    })
}
