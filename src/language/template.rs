//! [`Template`]: a message with places for values, in two languages.
//!
//! `the count of {what} is {n:kinds}`: a name in braces is any text, and what stands behind a colon is the list
//! of the catalogue by which that text is translated in its turn. A text that the list does not know stays.

use regex::Regex;
use std::collections::BTreeMap;

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// As it stands.
    Text(String),
    /// A value.
    Value {
        /// Its name in the template.
        name: String,
        /// The list by which it is translated.
        list: Option<String>,
    },
}

/// Cuts a template into its parts. A brace that opens no name is itself: `{{` is not needed.
pub fn parts(template: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        text.push_str(before);
        let inner = behind.split_once('}').filter(|(inner, _)| is_place(inner));
        let Some((inner, after)) = inner else {
            text.push('{');
            rest = behind;
            continue;
        };
        if !text.is_empty() {
            out.push(Part::Text(std::mem::take(&mut text)));
        }
        let (name, list) = match inner.split_once(':') {
            Some((name, list)) => (name, Some(list.to_owned())),
            None => (inner, None),
        };
        let name = name.to_owned();
        out.push(Part::Value { name, list });
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() {
        out.push(Part::Text(text));
    }
    out
}

fn is_place(inner: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let (name, list) = inner.split_once(':').unwrap_or((inner, "x"));
    !name.is_empty() && !list.is_empty() && name.chars().all(plain) && list.chars().all(plain)
}

/// The values of a template, by name: the list of each.
pub fn values(template: &str) -> BTreeMap<String, Option<String>> {
    let named = parts(template).into_iter().filter_map(|part| match part {
        Part::Value { name, list } => Some((name, list)),
        Part::Text(_) => None,
    });
    named.collect()
}

/// A message in two languages.
#[derive(Debug)]
pub struct Template {
    regex: Regex,
    names: Vec<String>,
    /// How much of it is text: of two that fit, the one that says more is meant.
    literal: usize,
    parts: Vec<Part>,
}

impl Template {
    /// The template of an English message and one of another language.
    pub fn new(english: &str, other: &str) -> Option<Self> {
        let mut pattern = String::from("(?s)^");
        let (mut names, mut literal) = (Vec::new(), 0);
        for part in parts(english) {
            match part {
                Part::Text(text) => {
                    literal += text.chars().count();
                    pattern.push_str(&regex::escape(&text));
                }
                Part::Value { name, .. } => {
                    pattern.push_str("(.*?)");
                    names.push(name);
                }
            }
        }
        pattern.push('$');
        Some(Self {
            regex: Regex::new(&pattern).ok()?,
            names,
            literal,
            parts: parts(other),
        })
    }

    /// How many characters of it are text.
    pub fn literal(&self) -> usize {
        self.literal
    }

    /// The message in the other language; `translate` is given the list of a value, and the value.
    pub fn apply(&self, message: &str, translate: &dyn Fn(&str, &str) -> String) -> Option<String> {
        let found = self.regex.captures(message)?;
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value { name, list } => {
                    let at = self.names.iter().position(|n| n == name)?;
                    let value = found.get(at + 1).map_or("", |m| m.as_str());
                    match list {
                        Some(list) => out.push_str(&translate(list, value)),
                        None => out.push_str(value),
                    }
                }
            }
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_where_the_other_language_has_them() {
        let t = Template::new(
            "`{name}` has {n} of {kind:kinds}",
            "{kind:kinds}の「{name}」は{n}件",
        )
        .unwrap();
        let translate = |list: &str, value: &str| format!("<{list}:{value}>");
        let out = t.apply("`a (b) has` has 3 of x", &translate).unwrap();
        assert_eq!(out, "<kinds:x>の「a (b) has」は3件");
        assert!(t.apply("`a` has 3", &translate).is_none());
    }

    #[test]
    fn braces_of_rule_files_are_text() {
        let t = Template::new("write `{{{name}}}`: `[{ … }]`", "`{{{name}}}`と書く").unwrap();
        let out = t.apply("write `{{番号}}`: `[{ … }]`", &|_, v| v.to_owned());
        assert_eq!(out.as_deref(), Some("`{{番号}}`と書く"));
    }
}
