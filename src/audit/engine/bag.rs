//! Characters as a multiset, in one form whatever the engine that read them.

use crate::normalize::chars::is_variation_selector;
use crate::normalize::{fold_char, ideograph};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// How often each character occurs.
pub type Bag = BTreeMap<char, usize>;

/// Stands for every character that says nothing: U+FFFD, and those for private use, which engines give to
/// glyphs without Unicode.
pub const NOTHING: char = char::REPLACEMENT_CHARACTER;

/// The characters of a text in one form: compatibility forms (ligatures, widths, radicals, circled numbers)
/// apart, look-alikes folded, without white space, controls, variation selectors and what prints nothing
/// (soft hyphens, joiners).
pub fn characters(text: &str) -> impl Iterator<Item = char> + '_ {
    // apart, because one engine gives `ｶ` and `ﾞ` where another gives `ガ`
    let radicals = |c: char| ideograph(c).unwrap_or(c);
    text.chars().map(radicals).nfkd().filter_map(one)
}

fn one(c: char) -> Option<char> {
    let silent = matches!(u32::from(c), 0xAD | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF);
    if c.is_whitespace() || c.is_control() || silent || is_variation_selector(c) {
        return None;
    }
    let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF);
    Some(if private { NOTHING } else { fold_char(c) })
}

/// The number of characters.
pub fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

/// What two have in common.
pub fn common(a: &Bag, b: &Bag) -> Bag {
    let both = a.iter().filter_map(|(c, n)| Some((*c, *n.min(b.get(c)?))));
    both.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        characters(text).collect()
    }

    #[test]
    fn forms_of_a_character_are_one() {
        assert_eq!(folded("ﬁ"), folded("fi"));
        assert_eq!(folded("⽬⺟㈱ ①"), folded("目母(株)1"));
        assert_eq!(folded("葛\u{E0100}"), "葛");
        assert_eq!(folded("―～"), folded("－〜"));
        assert_eq!(folded("ｶﾞ"), folded("ガ"));
    }

    #[test]
    fn what_prints_nothing_is_none_and_what_says_nothing_is_one() {
        assert_eq!(folded("a\u{ad} \u{200b}\u{7}\n　b"), "ab");
        assert_eq!(folded("\u{F06C}\u{FFFD}"), "\u{FFFD}\u{FFFD}");
    }
}
