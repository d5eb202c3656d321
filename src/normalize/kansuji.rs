//! 漢数字 as numbers count in headings and dates; amounts are read in [`crate::value`].

/// 漢数字 up to 99 (`十二`), or up to four digit by digit (`二〇二四`).
pub fn small_kansuji(text: &str) -> Option<u32> {
    let digit = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|d| d as u32)
    };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let one = |text: &str, without: u32| match text.chars().count() {
                0 => Some(without),
                1 => text.chars().next().and_then(digit),
                _ => None,
            };
            Some(one(tens, 1)? * 10 + one(ones, 0)?)
        }
        None if text.is_empty() || text.chars().count() > 4 => None,
        None => text
            .chars()
            .try_fold(0, |sum, c| Some(sum * 10 + digit(c)?)),
    }
}
