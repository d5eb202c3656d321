//! Measure numbers (施策番号): `方針 1`, `1-1`, `(1)`, `①`, `ア`, `No.7`, `第3章`.

use super::fold_char;

/// The plain part of a measure number, for keys: `方針 1` → `1`, `（２）` → `2`, `③` → `3`,
/// `1-1` → `1-1`, `ア` → `ア`.
pub fn plain(number: &str) -> String {
    let folded: String = number
        .chars()
        .filter_map(super::clean_char)
        .map(fold_char)
        .filter(|c| !c.is_whitespace())
        .map(|c| circled(c).map_or_else(|| c.to_string(), |n| n.to_string()))
        .collect();
    let core = folded.trim_matches(['(', ')', '[', ']', '<', '>', '【', '】', '.', '、', ':']);
    match core.find(|c: char| c.is_ascii_digit()) {
        Some(start) => core[start..]
            .trim_end_matches(|c: char| !c.is_alphanumeric() || matches!(c, '章' | '節' | '項'))
            .to_owned(),
        None => core.to_owned(),
    }
}

/// The value of a circled number.
pub fn circled(c: char) -> Option<u32> {
    let code = u32::from(c);
    match code {
        0x2460..=0x2473 => Some(code - 0x2460 + 1),
        0x2474..=0x2487 => Some(code - 0x2474 + 1),
        0x2776..=0x277F => Some(code - 0x2776 + 1),
        0x3251..=0x325F => Some(code - 0x3251 + 21),
        0x32B1..=0x32BF => Some(code - 0x32B1 + 36),
        _ => None,
    }
}

/// The kana that count, in their order.
const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノ";

/// The place of a number among its siblings: the last component, as digits or as a kana.
pub fn ordinal(number: &str) -> Option<u32> {
    let plain = plain(number);
    let last = plain.rsplit(['-', '.']).next()?;
    if let Ok(n) = last.parse() {
        return Some(n);
    }
    let mut chars = last.chars();
    let (first, rest) = (chars.next()?, chars.next());
    let place = KANA.chars().position(|k| k == first)?;
    rest.is_none().then_some(place as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_parts_are_the_same_in_every_dress() {
        for (number, expected) in [
            ("方針 1", "1"),
            ("基本施策　２", "2"),
            ("（１）", "1"),
            ("①", "1"),
            ("㉑", "21"),
            ("1－1", "1-1"),
            ("No.7", "7"),
            ("ア", "ア"),
            ("第3章", "3"),
        ] {
            assert_eq!(plain(number), expected, "{number}");
        }
    }

    #[test]
    fn ordinals_count_digits_and_kana() {
        assert_eq!(ordinal("2-3"), Some(3));
        assert_eq!(ordinal("ウ"), Some(3));
        assert_eq!(ordinal("（7）"), Some(7));
        assert_eq!(ordinal("重点"), None);
    }
}
