//! Lines to paragraphs: which line breaks are the type setter's, and which are the author's.
//!
//! A break is *soft* when the next line's first word would not have fitted on the line before, or
//! when the next line hangs under an entry's text. It is *hard* before a list marker, a change of
//! size or weight, and a wide gap. Soft breaks leave no trace where Japanese runs on, and a space
//! between Latin words.

use super::lines::TextLine;
use super::runs::Direction;
use crate::normalize::chars::{fold_char, is_japanese, is_mark};
use crate::text::{Text, TextChar};

/// The room lines had: start and end along the line, in line coordinates.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Where the longest line could begin.
    pub start: f64,
    /// Where it had to end.
    pub end: f64,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its text.
    pub text: Text,
    /// Indexes of its lines.
    pub lines: Vec<usize>,
}

/// Lines further apart than this (in ems, from the end of one to the start of the next) are no
/// paragraph. Set between the widest leading seen (1.26 em, 一太郎) and the gap of a blank line
/// between lines set tightly (1.4 em).
const MAX_LEADING: f64 = 1.32;
/// Sizes within this ratio are one.
const SAME_SIZE: f64 = 0.87;
/// Slack (in ems) of the fitting test, for justified lines and hanging punctuation.
const FIT_SLACK: f64 = 0.6;
/// A line that fills less than this share of the room was ended by its author, whatever hangs
/// under it: between the 0.78 of an entry beside a tag and the 0.35 of a short heading entry.
const MIN_HANG_FILL: f64 = 0.6;
/// An indent of at least this (in ems) under a marker is a hanging indent.
const MIN_HANG: f64 = 0.4;

/// Joins lines, given in reading order, to paragraphs.
pub fn paragraphs(lines: &[TextLine], room: Option<Room>) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let soft = out.last().is_some_and(|p| {
            let first = &lines[p.lines[0]];
            let last = &lines[p.lines[p.lines.len() - 1]];
            is_soft(first, last, line, room)
        });
        match out.last_mut() {
            Some(paragraph) if soft => {
                join_soft(&mut paragraph.text, &line.text);
                paragraph.lines.push(i);
            }
            _ => out.push(Paragraph {
                text: line.text.clone(),
                lines: vec![i],
            }),
        }
    }
    out
}

/// Adds a text across a soft break.
pub fn join_soft(text: &mut Text, next: &Text) {
    let spaced = match (text.chars().last(), next.chars().first()) {
        (Some(l), Some(r)) => !is_japanese(l.c) && !is_japanese(r.c) && !l.c.is_whitespace(),
        _ => false,
    };
    let breaks = ends_word_break(text.chars());
    drop_soft_hyphen(text);
    if spaced && !breaks {
        text.push_all(&[TextChar::gap(' ')]);
    }
    text.push_all(next.chars());
}

/// A soft hyphen only told where the word was broken.
fn drop_soft_hyphen(text: &mut Text) {
    if text.chars().last().is_some_and(|c| c.raw == "\u{ad}") {
        let hyphen = text.pop();
        if let Some(mut last) = text.pop() {
            let hyphen = hyphen.iter().flat_map(|h| h.glyphs.iter());
            hyphen.for_each(|glyph| last.glyphs.add(glyph));
            last.raw.push('\u{ad}');
            text.push_all(&[last]);
        }
    }
}

/// After these a Latin word goes on in the next line without a space.
fn ends_word_break(chars: &[TextChar]) -> bool {
    let last = chars.last().map(|c| fold_char(c.c));
    matches!(last, Some('-' | '/' | '(' | '~'))
}

fn is_soft(first: &TextLine, last: &TextLine, next: &TextLine, room: Option<Room>) -> bool {
    if last.direction != next.direction || !same_look(last, next) {
        return false;
    }
    let size = last.size.max(next.size);
    let (start, end, _, bottom) = last.extent();
    let (next_start, next_end, next_top, _) = next.extent();
    let leading = next_top - bottom;
    if !(-size..=MAX_LEADING * size).contains(&leading) {
        return false;
    }
    let hangs = hangs_under_marker(first, next_start, size);
    let opens = opens_line(next.text.as_str()) && !is_within_brackets(last);
    if opens && !(hangs && is_dot(next)) {
        return false;
    }
    if ends_itself(last) || begins_paragraph(last, next) && !hangs {
        return false;
    }
    let room = room.unwrap_or(Room {
        start: first.extent().0,
        end,
    });
    let (left, right) = (start - room.start, room.end - end);
    // a first line is indented, and may end as far from the other edge: centred lines have one middle
    let middles = (start + end - next_start - next_end).abs() / 2.0;
    let centered =
        left > FIT_SLACK * size && (left - right).abs() < size && middles < FIT_SLACK * size;
    let free = if centered { left + right } else { right };
    // what hangs under an entry goes on with it even where a tag kept the end of the line free
    if hangs && end - start >= MIN_HANG_FILL * (room.end - room.start) {
        return true;
    }
    free < first_word_width(next) + FIT_SLACK * size
}

/// A new paragraph begins this far in (in ems): the 字下げ of one character.
const FIRST_LINE_INDENT: std::ops::RangeInclusive<f64> = 0.7..=2.3;

/// A sentence has ended, and the next line begins further in.
fn begins_paragraph(last: &TextLine, next: &TextLine) -> bool {
    let size = last.size.max(next.size).max(0.1);
    let indent = (next.extent().0 - last.extent().0) / size;
    last.text.as_str().ends_with('。') && FIRST_LINE_INDENT.contains(&indent)
}

/// A line that nothing goes on from: an entry of a table of contents, with leaders and a page
/// number, or a number alone.
fn ends_itself(line: &TextLine) -> bool {
    let text = line.text.as_str();
    let digit = |c: char| fold_char(c).is_ascii_digit() || c == ' ';
    let head = text.trim_end_matches(digit);
    let leaders = head.chars().rev();
    let leader = |c: &char| matches!(c, '・' | '.' | '…' | '‥' | '·' | ' ');
    let is_entry = head.len() < text.len() && leaders.take_while(leader).count() >= MIN_LEADERS;
    let numeric = |c: char| digit(c) || matches!(c, ',' | '.' | '△' | '▲' | '%' | '％');
    is_entry || text.chars().all(numeric)
}

/// Fewer dots are no leaders.
const MIN_LEADERS: usize = 4;

/// A bracket is open at the end of a line: `4)` in the next closes it, and `課：` explains something.
fn is_within_brackets(line: &TextLine) -> bool {
    let text = line.text.as_str();
    let open = text.rfind(['（', '(', '「']);
    let closed = text.rfind(['）', ')', '」']);
    open.is_some() && open > closed
}

fn same_look(a: &TextLine, b: &TextLine) -> bool {
    let ratio = a.size.min(b.size) / a.size.max(b.size).max(0.1);
    let (Some(left), Some(right)) = (a.text.chars().last(), b.text.chars().first()) else {
        return false;
    };
    let mixed = |l: &TextLine| {
        let bold = l.text.chars().iter().filter(|c| c.style.bold).count();
        bold != 0 && bold != l.text.chars().len()
    };
    let same_weight = left.style.bold == right.style.bold || mixed(a) || mixed(b);
    let same_color = left.style.rgb == right.style.rgb || mixed(a) || mixed(b);
    // a patch that begins a line marks a label, not the middle of a sentence
    let patch_begins = right.style.patch.is_some() && left.style.patch.is_none();
    ratio >= SAME_SIZE && same_weight && same_color && !patch_begins
}

/// The next line begins further in than the entry's marker: it hangs under the entry's text.
fn hangs_under_marker(first: &TextLine, next_start: f64, size: f64) -> bool {
    // a paragraph that begins with ※ is a note, whatever may follow the mark within a sentence
    let text = first.text.as_str();
    let marker = opens_entry(text) || text.starts_with('※');
    marker && next_start - first.extent().0 >= MIN_HANG * size
}

/// A middle dot at the start of a line is a bullet, or the middle of a word where the line hangs
/// under an entry.
fn is_dot(line: &TextLine) -> bool {
    line.text.as_str().chars().next().map(fold_char) == Some('・')
}

/// Whether a text never goes on with the one before it: an entry or a label.
pub fn opens_line(text: &str) -> bool {
    opens_entry(text) || opens_label(text)
}

/// Longest label (characters) before a colon or equals sign: `編集：`, `E-mail:`, `B＝`.
const MAX_LABEL: usize = 8;

/// A line that begins with a short label and a colon or equals sign, or with a postal code, is a
/// line of its own.
fn opens_label(text: &str) -> bool {
    let head: Vec<char> = text.chars().map(fold_char).take(MAX_LABEL + 1).collect();
    let colon = head.iter().position(|c| matches!(c, ':' | '='));
    let word = |c: &char| c.is_alphabetic() || *c == '-' || *c == ' ';
    head.first() == Some(&'〒') || colon.is_some_and(|n| n > 0 && head[..n].iter().all(word))
}

/// Width of the first word of a line: one Japanese character with the punctuation that may not
/// begin a line, or a whole Latin word.
fn first_word_width(line: &TextLine) -> f64 {
    let vertical = matches!(line.direction, Direction::Vertical | Direction::Turned90);
    let width = |c: &TextChar| match vertical {
        true => c.bbox.height(),
        false => c.bbox.width(),
    };
    let chars = line.text.chars();
    let Some(first) = chars.first() else {
        return 0.0;
    };
    let japanese = is_japanese(first.c);
    let mut total = width(first);
    for ch in &chars[1..] {
        let goes_on = if japanese {
            may_not_begin_line(ch.c)
        } else {
            !is_japanese(ch.c) && !ch.c.is_whitespace() || may_not_begin_line(ch.c)
        };
        if !goes_on {
            break;
        }
        total += width(ch);
    }
    total
}

/// 行頭禁則文字 (JIS X 4051), as far as they make a line break early.
fn may_not_begin_line(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '・'
            | '：'
            | '；'
            | '！'
            | '？'
            | '）'
            | ')'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '］'
            | '〉'
            | '》'
            | '％'
            | '%'
            | 'ー'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | '～'
            | '〜'
            | '※'
    )
}

/// Whether a line begins like an entry of a list: a mark, a circled or bracketed number, `1-1`,
/// `第3章`, a heading in 【】, or `No.7`.
pub fn opens_entry(text: &str) -> bool {
    let mut chars = text.chars().map(fold_char);
    let Some(first) = chars.next() else {
        return false;
    };
    let rest: String = chars.take(8).collect();
    let after = |set: fn(char) -> bool| rest.trim_start_matches(set);
    let is_index = |c: char| {
        c.is_ascii_digit()
            || matches!(c, 'ア'..='ン' | '一'..='十' | 'a'..='z' | 'ⅰ'..='ⅻ' | 'Ⅰ'..='Ⅻ')
    };
    match first {
        // ※ in front of a particle or punctuation belongs to the word before it
        '※' => !rest.starts_with(|c| matches!(c, 'ぁ'..='ん' | '、' | '。' | ')' | '」')),
        // a bullet whose font does not say what it shows is still a bullet
        '・' | '【' | '★' | '☆' | char::REPLACEMENT_CHARACTER => true,
        '-' => rest.starts_with(' '),
        c if is_mark(c) => true,
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' => true,
        '(' => {
            let inner: String = rest.chars().take_while(|c| is_index(*c)).collect();
            let unit = inner.len() > 1 && inner.chars().all(|c| c.is_ascii_lowercase());
            let length = inner.chars().count();
            (1..=3).contains(&length) && !unit && rest[inner.len()..].starts_with(')')
        }
        '0'..='9' => {
            let tail = after(|c| c.is_ascii_digit());
            // `2．` and `3)`, but not `2.5` or a year that was broken off
            if first != '0'
                && rest.len() - tail.len() < 2
                && tail.starts_with(['.', ')'])
                && tail[1..].starts_with(|c: char| c == ' ' || is_japanese(c))
            {
                return true;
            }
            let second = tail.strip_prefix('-').map(|t| {
                let number = t.chars().take_while(char::is_ascii_digit).count();
                number > 0 && t[number..].starts_with(' ')
            });
            second.unwrap_or(false)
        }
        '第' => {
            let tail = after(|c| c.is_ascii_digit());
            tail.len() < rest.len() && tail.starts_with(['章', '節'])
        }
        'ア'..='ン' => rest.starts_with(')'),
        'N' => rest.starts_with("o.") || rest.starts_with("O."),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::opens_entry;

    #[test]
    fn entries_are_told_by_their_marker() {
        for yes in [
            "・情報",
            "（１）場",
            "①場",
            "1-1 誰",
            "第3章 計",
            "【新規】",
            "No.7・B",
            "ア) 情報",
            "2．業務",
            "3) 場",
            "(ⅱ) 場",
            "◇ x",
        ] {
            assert!(opens_entry(yes), "{yes}");
        }
        for no in [
            "1,000人",
            "（企業も含む。）",
            "令和6年",
            "2021年",
            "プ・新規",
            "11,914件",
            "2.5倍",
            "2024.4月",
            "0) と",
        ] {
            assert!(!opens_entry(no), "{no}");
        }
    }
}
