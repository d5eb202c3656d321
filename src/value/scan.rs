//! A place in a text that is read from the left.

use crate::normalize::kansuji::small_kansuji;

/// What is left of a text, which is folded by the policy `plain`.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'s> {
    /// What is left.
    pub rest: &'s str,
}

impl<'s> Scan<'s> {
    /// The whole of a text.
    pub fn new(text: &'s str) -> Self {
        Self { rest: text.trim() }
    }

    /// Leaves out spaces.
    pub fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a word, and the spaces before it, if it is next.
    pub fn eat(&mut self, word: &str) -> bool {
        match self.rest.trim_start().strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes the first of some words that is next.
    pub fn eat_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().find(|w| self.eat(w)).copied()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes all characters of a kind that are next.
    pub fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'s str {
        let end = self.rest.find(|c| !is(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Takes an integer of at most `most` digits, which may be 漢数字: `六`, `十二`, `二〇二四`.
    pub fn number(&mut self, most: usize) -> Option<u32> {
        let mut ahead = *self;
        ahead.spaces();
        if ahead.peek()?.is_ascii_digit() {
            return self.integer(most);
        }
        let kanji = ahead.take_while(|c| "〇一二三四五六七八九十".contains(c));
        let value = small_kansuji(kanji).filter(|v| v.to_string().len() <= most)?;
        *self = ahead;
        Some(value)
    }

    /// Takes an integer of at most `most` digits, and the spaces before it.
    pub fn integer(&mut self, most: usize) -> Option<u32> {
        let mut ahead = *self;
        ahead.spaces();
        let digits = ahead.take_while(|c| c.is_ascii_digit());
        let value = (digits.len() <= most)
            .then(|| digits.parse().ok())
            .flatten()?;
        *self = ahead;
        Some(value)
    }
}

impl Scan<'_> {
    /// Nothing but spaces is left.
    pub fn ends(&self) -> bool {
        self.rest.trim().is_empty()
    }

    /// Nothing is left but how long it takes: `(5年間)`.
    pub fn ends_period(&self) -> bool {
        let rest = self.rest.trim();
        let inner = rest
            .strip_prefix(['(', '['])
            .and_then(|r| r.strip_suffix([')', ']']));
        let duration = inner.or_else(|| rest.strip_prefix("の")).unwrap_or(rest);
        let duration = duration
            .trim()
            .trim_start_matches(|c: char| c.is_ascii_digit());
        matches!(
            duration,
            "" | "年間" | "か年" | "ヶ年" | "カ年" | "ヵ年" | "箇年" | "か月間" | "ヶ月間" | "年"
        )
    }
}
