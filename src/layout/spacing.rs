//! Spaces: which gaps and which printed spaces of a line part words, and which only set them.

use super::runs::{Direction, Placed};
use crate::normalize::chars::{is_japanese, is_kana_or_ideograph};
use crate::pdf::Glyph;
use crate::text::TextChar;
use std::ops::Range;

/// Gap (in ems) from which two Japanese characters have a space between them.
const JAPANESE_SPACE: f64 = 0.55;
/// Gap (in ems) from which two Latin letters or digits have a space between them.
const LATIN_SPACE: f64 = 0.18;
/// A printed space up to this wide (in ems) between Japanese and Latin is what type setters put
/// there themselves (a quarter em), and no space.
const AUTO_SPACE: f64 = 0.45;
/// A line whose middle gap is at least this (in ems) is letter-spaced.
const LETTER_SPACED: f64 = 0.3;

/// Letters of one word are set at most this far apart (in ems): `市　　税` has two full-width
/// spaces; columns of a calendar are further apart.
const MAX_LETTER_GAP: f64 = 3.2;
/// The gaps within a letter-spaced word differ by less than this (in ems).
const EVEN_GAPS: f64 = 0.6;

/// The usual gap of a letter-spaced line (`市　　税` set with wide gaps), in ems; 0 for others.
pub fn letter_spacing(glyphs: &[Placed<'_>]) -> f64 {
    let mut gaps: Vec<f64> = glyphs
        .windows(2)
        .map(|p| (p[1].start - p[0].end) / p[1].glyph.size.max(0.1))
        .collect();
    gaps.sort_by(f64::total_cmp);
    match gaps.get(gaps.len() / 2) {
        Some(&middle) if gaps.len() >= 2 && middle >= LETTER_SPACED => middle,
        _ => 0.0,
    }
}

/// Whether a gap between two glyphs stands for a space.
pub fn is_space_between(a: &Placed<'_>, b: &Placed<'_>, letter_spacing: f64) -> bool {
    let (Some(left), Some(right)) = (a.glyph.text.chars().last(), b.glyph.text.chars().next())
    else {
        return false;
    };
    if left.is_whitespace() || right.is_whitespace() {
        return false;
    }
    let size = a.glyph.size.max(b.glyph.size).max(0.1);
    let gap = (b.start - a.end) / size;
    let least = if is_japanese(left) || is_japanese(right) {
        JAPANESE_SPACE
    } else {
        LATIN_SPACE
    };
    // digits with even gaps between them are numbers, and letters a word
    let letters = is_spaced_char(left) && is_spaced_char(right);
    let spacing = if letters { letter_spacing } else { 0.0 };
    gap >= least.max(spacing * 1.5)
}

/// Drops narrow spaces between Japanese and Latin, and all but one of several spaces; their raw
/// form stays with the character before.
pub fn drop_auto_spaces(chars: Vec<TextChar>) -> Vec<TextChar> {
    let mut out: Vec<TextChar> = Vec::with_capacity(chars.len());
    let mut rest = chars.into_iter().peekable();
    while let Some(ch) = rest.next() {
        let is_plain_space = ch.c == ' ';
        let before = out.last().map(|c| c.c);
        let after = rest.peek().map(|c| c.c);
        let narrow = ch.is_printed()
            && ch.bbox.width().max(ch.bbox.height().min(ch.bbox.width()))
                <= AUTO_SPACE * f64::from(ch.style.size);
        let auto = match (before, after) {
            (Some(b), Some(a)) => narrow && is_japanese(b) != is_japanese(a),
            _ => false,
        };
        let repeated = before.is_some_and(char::is_whitespace);
        if is_plain_space && (auto || repeated) {
            if let Some(last) = out.last_mut() {
                last.raw.push_str(&ch.raw);
            }
            continue;
        }
        out.push(ch);
    }
    out
}

/// Whether a glyph is one that a word set wide consists of: a letter, or a bracket around it.
pub fn is_spaced_letter(glyph: &Glyph) -> bool {
    !glyph.text.is_empty() && glyph.text.chars().all(is_spaced_char)
}

fn is_spaced_char(c: char) -> bool {
    is_kana_or_ideograph(c) || matches!(c, '（' | '）' | '【' | '】' | '〔' | '〕')
}

/// Cuts a line of letters where the gap (in ems) is too wide, or unlike the one before.
pub fn even_words(line: &[usize], gap: impl Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut last_gap: Option<f64> = None;
    for &letter in line {
        let open = out.last_mut().and_then(|w| Some((*w.last()?, w)));
        match open {
            Some((last, word))
                if gap(last, letter) <= MAX_LETTER_GAP
                    && last_gap.is_none_or(|g| (g - gap(last, letter)).abs() <= EVEN_GAPS) =>
            {
                last_gap = Some(gap(last, letter));
                word.push(letter);
            }
            _ => {
                out.push(vec![letter]);
                last_gap = None;
            }
        }
    }
    out
}

/// Closes up letter-spaced words (`市　　税`, `合　計`): single characters with even gaps between
/// them, in a line or a part of it. The spaces stay in the raw form of the character before.
pub fn join_letter_spaced(chars: Vec<TextChar>, direction: Direction) -> Vec<TextChar> {
    if !chars.iter().any(|c| is_space(c.c)) {
        return chars;
    }
    let words = words(&chars);
    let mut close = vec![false; chars.len()];
    let mut first = 0;
    while first < words.len() {
        let mut end = first;
        let mut gaps = Vec::new();
        while is_letter(&chars, &words[end]) {
            let Some(next) = words.get(end + 1).filter(|w| is_letter(&chars, w)) else {
                break;
            };
            let gap = gap_between(&chars[words[end].start], &chars[next.start], direction);
            if gap > MAX_LETTER_GAP || gaps.iter().any(|g: &f64| (g - gap).abs() > EVEN_GAPS) {
                break;
            }
            gaps.push(gap);
            end += 1;
        }
        if end > first {
            close[words[first].end..words[end].start].fill(true);
        }
        first = end + 1;
    }
    closed_up(chars, &close)
}

/// The stretches between spaces.
fn words(chars: &[TextChar]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, ch) in chars.iter().enumerate() {
        if is_space(ch.c) {
            out.push(start..i);
            start = i + 1;
        }
    }
    out.push(start..chars.len());
    out.retain(|w| !w.is_empty());
    out
}

/// A space, or the full-width one that sets letters apart as well as words.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

fn is_letter(chars: &[TextChar], word: &Range<usize>) -> bool {
    word.len() == 1 && is_spaced_char(chars[word.start].c)
}

/// The gap between two characters in ems.
fn gap_between(a: &TextChar, b: &TextChar, direction: Direction) -> f64 {
    let (_, end, ..) = direction.extent(&a.bbox);
    let (start, ..) = direction.extent(&b.bbox);
    (start - end) / f64::from(a.style.size.max(0.1))
}

fn closed_up(chars: Vec<TextChar>, close: &[bool]) -> Vec<TextChar> {
    let mut out: Vec<TextChar> = Vec::with_capacity(chars.len());
    for (ch, close) in chars.into_iter().zip(close) {
        match out.last_mut() {
            Some(last) if *close && is_space(ch.c) => last.raw.push_str(&ch.raw),
            _ => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::text::{Glyphs, Style, Text};
    use compact_str::CompactString;

    /// Characters of 10 points side by side; `_` is a gap as wide as a letter.
    fn joined(line: &str) -> String {
        let mut chars = Vec::new();
        let mut x = 0.0;
        for c in line.chars() {
            let c = if c == '_' { ' ' } else { c };
            chars.push(TextChar {
                variation: None,
                c,
                raw: CompactString::from_iter([c]),
                page: 1,
                glyphs: Glyphs::NONE,
                bbox: Rect {
                    x0: x,
                    top: 0.0,
                    x1: x + 10.0,
                    bottom: 10.0,
                },
                style: Style {
                    size: 10.0,
                    ..Style::default()
                },
            });
            x += 10.0;
        }
        let chars = drop_auto_spaces(chars);
        Text::new(join_letter_spaced(chars, Direction::Horizontal))
            .as_str()
            .to_owned()
    }

    #[test]
    fn letter_spaced_labels_are_one_word() {
        for (line, expected) in [
            ("市__税", "市税"),
            ("合_計", "合計"),
            ("市_民_税_1,234", "市民税 1,234"),
            ("第1款_市__税", "第1款 市税"),
            ("目_次", "目次"),
            ("計　画", "計画"),
            ("市　　税", "市税"),
        ] {
            assert_eq!(joined(line), expected, "{line}");
        }
    }

    #[test]
    fn words_that_stand_apart_stay_apart() {
        for (line, expected) in [
            ("日____月____火", "日 月 火"),
            ("農業_の_振興", "農業 の 振興"),
            ("○_×", "○ ×"),
            ("1_2", "1 2"),
            ("甲_乙___丙", "甲乙 丙"),
            ("目標　実績", "目標　実績"),
        ] {
            assert_eq!(joined(line), expected, "{line}");
        }
    }
}
