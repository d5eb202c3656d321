//! Two texts as one, with what was taken out and what was put in.

use super::change::{Piece, PieceSide};
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// Texts of more words than this together are compared line by line: a page of prose that was written anew has no
/// words in common that would mean anything.
const MOST_WORDS: usize = 6_000;

/// What stands between the texts, word by word. Words are runs of one script; of hiragana each letter is a word.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (mut before, mut after) = (split(old), split(new));
    if before.len() + after.len() > MOST_WORDS {
        before = old.split_inclusive('\n').collect();
        after = new.split_inclusive('\n').collect();
    }
    let mut out: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        for change in op.iter_changes(&before, &after) {
            let side = match change.tag() {
                ChangeTag::Equal => PieceSide::Both,
                ChangeTag::Delete => PieceSide::Old,
                ChangeTag::Insert => PieceSide::New,
            };
            match out.last_mut().filter(|last| last.side == side) {
                Some(last) => last.text.push_str(change.value()),
                None => out.push(Piece {
                    side,
                    text: change.value().to_owned(),
                }),
            }
        }
    }
    out
}

/// The kinds of letters whose runs are words.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Script {
    Ideographs,
    Katakana,
    Letters,
    Digits,
    Single,
}

fn script(c: char) -> Script {
    match c {
        '0'..='9' | '０'..='９' => Script::Digits,
        'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' => Script::Katakana,
        '々' | '一'..='鿿' | '㐀'..='䶿' => Script::Ideographs,
        c if c.is_ascii_alphabetic() => Script::Letters,
        _ => Script::Single,
    }
}

fn split(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut last) = (0, Script::Single);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| script(*c));
        // 5,770 and 41.7 are one word each
        let within = matches!(c, ',' | '.' | '，' | '．') && last == Script::Digits;
        let own = match within && after == Some(Script::Digits) {
            true => Script::Digits,
            false => script(c),
        };
        if at > start && (own != last || own == Script::Single) {
            out.push(&text[start..at]);
            start = at;
        }
        last = own;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_out_and_another_put_in() {
        let found = words("公園の整備を推進する", "公園の充実を推進する");
        let found: Vec<(PieceSide, &str)> =
            found.iter().map(|p| (p.side, p.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (PieceSide::Both, "公園の"),
                (PieceSide::Old, "整備"),
                (PieceSide::New, "充実"),
                (PieceSide::Both, "を推進する"),
            ]
        );
    }

    #[test]
    fn a_number_is_one_word() {
        assert_eq!(
            split("5,770千円、41.7%.3"),
            ["5,770", "千円", "、", "41.7", "%", ".", "3"]
        );
    }

    #[test]
    fn both_texts_are_whole() {
        for (a, b) in [
            ("", "新規"),
            ("12件→15件", "12件→16件(見込)"),
            ("A b", "Ａ ｂ"),
        ] {
            let found = words(a, b);
            let side = |not: PieceSide| -> String {
                let kept = found.iter().filter(|p| p.side != not);
                kept.map(|p| p.text.as_str()).collect()
            };
            assert_eq!(
                (side(PieceSide::New), side(PieceSide::Old)),
                (a.into(), b.into())
            );
        }
    }
}
