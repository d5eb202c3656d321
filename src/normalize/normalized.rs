//! A text through the steps of a policy, with the way back.

use super::chars::{
    is_japanese, is_kana_or_ideograph, is_variation_selector, selects_shape, voiced,
};
use super::policy::{Policy, Step};
use super::single::{Single, single};
use std::ops::Range;

/// A text and how it came from another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normalized {
    /// The text.
    pub text: String,
    /// Where it differs, in order; what lies between is the same in both.
    pub edits: Vec<Edit>,
}

/// A piece of the text that another stood for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the result; empty for what went.
    pub to: Range<usize>,
    /// Bytes of the source; empty for what came.
    pub from: Range<usize>,
}

impl Normalized {
    /// The text that it came from.
    pub fn undone(&self, source: &str) -> String {
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(&self.text[at..edit.to.start]);
            out.push_str(&source[edit.from.clone()]);
            at = edit.to.end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// Takes a text through the steps of a policy.
pub fn normalize(policy: Policy, source: &str) -> Normalized {
    let mut writer = Writer {
        policy,
        source,
        out: Normalized {
            text: String::with_capacity(source.len()),
            edits: Vec::new(),
        },
        spread: policy.has(Step::Letters) && is_spread(source),
    };
    writer.run();
    writer.out
}

/// [`normalize`] without the way back.
pub fn normalized(policy: Policy, source: &str) -> String {
    normalize(policy, source).text
}

struct Writer<'s> {
    policy: Policy,
    source: &'s str,
    out: Normalized,
    /// The text is a label set wide: all its spaces go.
    spread: bool,
}

/// Characters that none of the steps looks at: what most of a text consists of.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..=',' | '.'..='~' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '、' | '。')
}

impl Writer<'_> {
    fn run(&mut self) {
        let source = self.source;
        let mut at = 0;
        while at < source.len() {
            let plain = source[at..]
                .find(|c| !is_plain(c))
                .map_or(source.len(), |n| at + n);
            self.out.text.push_str(&source[at..plain]);
            let Some(c) = source[plain..].chars().next() else {
                return;
            };
            at = self.special(c, plain);
        }
    }

    /// Writes what a character, and those that go with it, become; returns where the next begins.
    fn special(&mut self, c: char, at: usize) -> usize {
        let end = at + c.len_utf8();
        if is_space(c) {
            return self.spaces(at);
        }
        if self.policy.has(Step::Kana)
            && let Some(base) = self.out.text.chars().next_back()
            && let Some(composed) = voiced(base, c)
        {
            self.compose(base, composed, at..end);
            return end;
        }
        if self.policy.has(Step::Invisible) && is_variation_selector(c) {
            let base = self.out.text.chars().next_back();
            match base.is_some_and(|b| selects_shape(b, c)) {
                true => self.out.text.push(c),
                false => self.write("", at..end),
            }
            return end;
        }
        let next = self.source[end..].chars().next();
        if self.policy.has(Step::Dashes) && is_dash(c) {
            let dash = self.dash(c, next.map(|n| self.mapped(n)));
            self.write_char(c, dash, at..end);
            return end;
        }
        if c == '〇' && self.policy.has(Step::Marks) {
            let before = self.before();
            let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let next = next.map(|n| self.mapped(n)).filter(|n| !is_dash(*n));
            let mark = if alone(before) && alone(next) {
                '○'
            } else {
                c
            };
            self.write_char(c, mark, at..end);
            return end;
        }
        match single(self.policy, c) {
            Single::Keep => self.out.text.push(c),
            Single::Drop => self.write("", at..end),
            Single::One(to) if is_space(to) => return self.spaces(at),
            Single::One(to) => self.write_char(c, to, at..end),
            Single::Many(to) => self.write(&to, at..end),
        }
        end
    }

    /// The last character of the result, selectors of its shape aside.
    fn before(&self) -> Option<char> {
        let mut chars = self.out.text.chars().rev();
        chars.find(|c| !is_variation_selector(*c))
    }

    fn mapped(&self, c: char) -> char {
        match single(self.policy, c) {
            Single::One(to) => to,
            Single::Many(to) => to.chars().next().unwrap_or(c),
            Single::Keep | Single::Drop => c,
        }
    }

    fn write_char(&mut self, c: char, to: char, from: Range<usize>) {
        if c == to {
            self.out.text.push(c);
        } else {
            self.write(to.encode_utf8(&mut [0; 4]), from);
        }
    }

    fn write(&mut self, to: &str, from: Range<usize>) {
        let start = self.out.text.len();
        self.out.text.push_str(to);
        self.out.edits.push(Edit {
            to: start..self.out.text.len(),
            from,
        });
    }

    /// The last character of the result and a mark behind it become one.
    fn compose(&mut self, base: char, composed: char, mark: Range<usize>) {
        let start = self.out.text.len() - base.len_utf8();
        let mut to = start;
        let mut from = mark.start - base.len_utf8();
        // what went between the two, and what the base was made of, go with them
        while let Some(edit) = self.out.edits.pop_if(|e| e.to.end > start) {
            if edit.to.is_empty() {
                from = edit.from.start - base.len_utf8();
            } else {
                (to, from) = (edit.to.start, edit.from.start);
                break;
            }
        }
        let before = self.out.text[to..start].to_owned();
        self.out.text.truncate(to);
        self.write(&format!("{before}{composed}"), from..mark.end);
    }

    /// `ー` where the sound before it is drawn out, and `-` elsewhere.
    fn dash(&self, c: char, next: Option<char>) -> char {
        let text = &self.out.text;
        let before = text.chars().next_back();
        let long = |c: Option<char>| c.is_some_and(|c| is_kana(c) || c == 'ー');
        match c {
            'ー' | 'ｰ' => match (before, next) {
                _ if long(before) => 'ー',
                (None, Some(n)) if is_kana(n) => 'ー',
                _ => '-',
            },
            '-' => '-',
            _ if !before.is_some_and(|b| is_katakana(b) || b == 'ー') => '-',
            _ if next.is_some_and(is_katakana) => 'ー',
            _ => {
                let run = text
                    .chars()
                    .rev()
                    .take_while(|c| is_katakana(*c) || *c == 'ー');
                let ends = next.is_none_or(|n| !n.is_alphanumeric() && !is_dash(n));
                if ends && run.take(2).count() == 2 {
                    'ー'
                } else {
                    '-'
                }
            }
        }
    }

    /// Writes a run of spaces and line breaks.
    fn spaces(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        let space = |c: char| {
            is_space(c)
                || matches!(single(self.policy, c), Single::Drop | Single::One(' '))
                || self.goes(c)
        };
        let end = rest
            .find(|c| !space(c))
            .map_or(self.source.len(), |n| at + n);
        let before = self.before();
        let after = self.source[end..].chars().next().map(|c| self.mapped(c));
        let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
        if self.spread || self.policy.has(Step::Spaces) {
            let outer = before.is_none() || after.is_none();
            let run = &self.source[at..end];
            let breaks = run.contains(['\n', '\r']);
            let joined = match (breaks, self.policy.has(Step::Lines)) {
                (true, false) => {
                    self.lines_apart(at, end);
                    return end;
                }
                (true, true) => run.trim_matches(['\n', '\r']).is_empty() && both(is_japanese),
                (false, _) => false,
            };
            let between = both(is_kana_or_ideograph);
            match outer || joined || between || self.spread {
                true => self.write("", at..end),
                false if run == " " => self.out.text.push(' '),
                false => self.write(" ", at..end),
            }
        } else if self.policy.has(Step::Lines) {
            self.each_line(at, end, before, after);
        } else {
            self.each_space(at, end);
        }
        end
    }

    fn goes(&self, c: char) -> bool {
        self.policy.has(Step::Invisible) && is_variation_selector(c)
    }

    /// Spaces around line breaks that stay: one line at a time.
    fn lines_apart(&mut self, at: usize, end: usize) {
        let run = &self.source[at..end];
        let breaks = run.replace("\r\n", "\n").replace('\r', "\n");
        let kept: String = breaks.chars().filter(|c| *c == '\n').collect();
        if kept == run {
            self.out.text.push_str(run);
        } else {
            self.write(&kept, at..end);
        }
    }

    /// Line breaks between Japanese go, others become a space.
    fn each_line(&mut self, at: usize, end: usize, before: Option<char>, after: Option<char>) {
        let run = &self.source[at..end];
        let mut from = at;
        let mut last = before;
        let is_break = |c: char| matches!(c, '\n' | '\r');
        let mut rest = run;
        while let Some(c) = rest.chars().next() {
            let length = if is_break(c) {
                rest.find(|c| !is_break(c)).unwrap_or(rest.len())
            } else {
                c.len_utf8()
            };
            let next = rest[length..].chars().next().or(after);
            let to = from + length;
            if is_break(c) {
                let japanese = last.is_some_and(is_japanese) && next.is_some_and(is_japanese);
                let outer = last.is_none() || next.is_none();
                self.write(if japanese || outer { "" } else { " " }, from..to);
                last = Some(' ');
            } else {
                self.each_space(from, to);
                last = Some(c);
            }
            from = to;
            rest = &rest[length..];
        }
    }

    /// Spaces as single characters.
    fn each_space(&mut self, at: usize, end: usize) {
        let mut chars = self.source[at..end].char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let from = at + i..at + i + c.len_utf8();
            if c == '\r' && self.policy.has(Step::Invisible) {
                let pair = chars.next_if(|(_, next)| *next == '\n').is_some();
                self.write("\n", from.start..from.end + usize::from(pair));
                continue;
            }
            match single(self.policy, c) {
                Single::One(to) => self.write_char(c, to, from),
                Single::Drop => self.write("", from),
                _ if self.goes(c) => self.write("", from),
                _ => self.out.text.push(c),
            }
        }
    }
}

/// White space that steps look at; the other kinds have become a space by `invisible`.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\n' | '\r')
}

/// Dashes, hyphens and minus signs, and the mark of long vowels that is typed for them.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '─' | '━' | 'ー' | 'ｰ'
    )
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ｦ'..='ﾝ')
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ') || is_katakana(c)
}

/// Single Japanese letters with spaces between: `区　分`.
fn is_spread(text: &str) -> bool {
    let mut words = 0;
    for word in text.split_whitespace() {
        let mut chars = word.chars().filter(|c| !is_variation_selector(*c));
        let one = chars.next().is_some_and(is_kana_or_ideograph) && chars.next().is_none();
        if !one {
            return false;
        }
        words += 1;
    }
    words > 1
}
