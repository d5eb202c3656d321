//! Markers by sample: `(1)` is any number in brackets that an entry begins with.
//!
//! ```text
//!   sample    ①   (1)   1-1   方針1   ア   一   第1章   No.1   ・   bullet
//!   shape     a run of digits counts in digits, a circle in circles, a kana in kana …; what else the
//!             sample has stands as it is; a word may be parted from its number by a space
//! ```

use crate::normalize::chars::is_ideograph;
use crate::normalize::fold_char;

/// What stands for a bullet: the sample `bullet`.
const BULLET: &str = "bullet";

/// A marker by its sample.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// Matches the marker.
    pub pattern: String,
    /// It is a number, and no bullet.
    pub is_number: bool,
    /// Something must part it from the title: `1 情報`, since `1年生` is no number.
    needs_gap: bool,
}

/// Roman numerals, as one character or as letters.
const ROMAN: &str = "[Ⅰ-ⅫIVX]{1,4}";

/// What a level of a number is written in, by a sample of it.
fn level(c: char) -> Option<&'static str> {
    Some(match c {
        '0'..='9' => r"\d{1,3}",
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' => "[①-⑳㉑-㉟㊱-㊿]",
        '❶'..='❿' => "[❶-❿⓫-⓴]",
        '⑴'..='⒇' => "[⑴-⒇]",
        'Ⅱ'..='Ⅳ' | 'Ⅵ'..='Ⅸ' => ROMAN,
        'ⅰ'..='ⅻ' => "[ⅰ-ⅻ]{1,2}",
        '㋐'..='㋾' => "[㋐-㋾]",
        _ => return None,
    })
}

/// A level that is a letter, where it stands alone and is no part of a word.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ア' | 'イ' => "[ア-ン]",
        // folded text has these for Ⅰ and Ⅴ
        'I' | 'V' => ROMAN,
        'a' => "[a-z]",
        'A' => "[A-Z]",
        '一' => "[一二三四五六七八九十]{1,3}",
        _ => return None,
    })
}

/// The shape of a sample; none where it is neither a number nor a bullet.
pub fn shape(sample: &str) -> Option<Shape> {
    if sample == BULLET {
        return Some(Shape {
            pattern: "{箇条}".into(),
            is_number: false,
            needs_gap: false,
        });
    }
    let chars: Vec<char> = sample.chars().map(fold_char).collect();
    let mut pattern = String::new();
    let (mut levels, mut words, mut brackets) = (0, 0, 0);
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        // 基本目標A and 第一章 have a level beside a word, but アイ and AB are words
        let in_word = |j: Option<usize>| {
            let other = j.and_then(|j| chars.get(j));
            other.is_some_and(|o| script(*o) == script(c) && script(c) != Script::Other)
        };
        let alone = !in_word(i.checked_sub(1)) && !in_word(Some(i + 1));
        let before_unit = chars
            .get(i + 1)
            .is_some_and(|c| "章節項編部号".contains(*c));
        let counts = level(c).or_else(|| letter(c).filter(|_| alone || before_unit));
        if let Some(level) = counts {
            if i > 0 && chars[i - 1].is_alphabetic() {
                pattern.push_str(r"\s*");
            }
            pattern.push_str(level);
            levels += 1;
            let digits = chars[i..].iter().take_while(|c| c.is_ascii_digit()).count();
            i += digits.max(1);
            continue;
        }
        if c.is_whitespace() {
            pattern.push_str(r"\s*");
        } else {
            brackets += usize::from("()[]<>【】.:".contains(c));
            words += usize::from(c.is_alphabetic());
            pattern.push_str(&regex::escape(&c.to_string()));
        }
        i += 1;
    }
    let is_bullet = levels == 0 && words == 0 && chars.len() == 1 && !chars[0].is_alphanumeric();
    (levels > 0 || is_bullet).then_some(Shape {
        pattern,
        is_number: levels > 0,
        needs_gap: levels == 1 && words + brackets == 0 && is_plain(chars[0]),
    })
}

/// What a character is written in, as far as letters of one script make words.
#[derive(PartialEq)]
enum Script {
    Latin,
    Katakana,
    Han,
    Other,
}

fn script(c: char) -> Script {
    match c {
        _ if c.is_ascii_alphabetic() => Script::Latin,
        'ァ'..='ヿ' => Script::Katakana,
        _ if is_ideograph(c) => Script::Han,
        _ => Script::Other,
    }
}

/// What is a number only where something parts it from the text behind.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || letter(c).is_some()
}

impl Shape {
    /// The pattern of an entry: tags, marker, tags, title, tags.
    pub fn entry(&self) -> String {
        let marker = match (self.is_number, self.needs_gap) {
            (true, true) => format!(r"(?<number>{})(?:[.、:]\s*|\s+)", self.pattern),
            (true, false) => format!(r"(?<number>{})\s*", self.pattern),
            (false, _) => format!(r"{}\s*", self.pattern),
        };
        entry(&marker)
    }
}

/// The pattern of an entry whose title stands behind `marker`.
pub fn entry(marker: &str) -> String {
    format!(
        r"^(?:(?<flag>{{タグ}})\s*)?{marker}(?:(?<flag2>{{タグ}})\s*)?(?:(?<flag3>{{タグ}})\s*)?(?<title>.+?)(?:\s*(?<flag4>{{タグ}}))?(?:\s*(?<flag5>{{タグ}}))?$"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(sample: &str, text: &str) -> bool {
        let pattern = format!("^{}$", shape(sample).unwrap().pattern);
        let pattern = crate::normalize::fold_pattern(&pattern);
        let text: String = text.chars().map(fold_char).collect();
        regex::Regex::new(&pattern).unwrap().is_match(&text)
    }

    #[test]
    fn a_sample_stands_for_its_kind_of_number() {
        for (sample, text) in [
            ("①", "⑫"),
            ("(1)", "（12）"),
            ("1-1", "3－12"),
            ("方針1", "方針 2"),
            ("基本方針 1", "基本方針3"),
            ("ア", "ケ"),
            ("(ア)", "（イ）"),
            ("第1章", "第10章"),
            ("第一章", "第十二章"),
            ("No.1", "No.77"),
            ("基本目標Ⅰ", "基本目標 Ⅳ"),
            ("基本目標A", "基本目標B"),
            ("▼施策1-1", "▼施策2-3"),
            ("Ⅰ-ア", "Ⅱ-イ"),
            ("A", "C"),
            ("・", "・"),
            ("1-(2)-①", "3-(4)-⑤"),
        ] {
            assert!(matches(sample, text), "{sample} {text}");
        }
        assert!(!matches("(1)", "①"));
        assert!(!matches("1-1", "1"));
        assert!(!matches("方針1", "施策1"));
    }

    #[test]
    fn words_are_no_samples() {
        for sample in ["施策", "", "アイ", "・・"] {
            assert_eq!(shape(sample), None, "{sample}");
        }
    }
}
