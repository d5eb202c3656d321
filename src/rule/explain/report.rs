//! [`Explanation`]: some lines, each with a word for what it says.

use serde_json::{Value, json};
use std::fmt;

/// Most lines of an explanation, the first included.
pub const MOST_LINES: usize = 30;

/// Longest text that is quoted whole, in characters.
const LONGEST_QUOTE: usize = 60;
/// Room for the word before a line's text, in characters.
const WORD: usize = 11;

/// Why something is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What is explained.
    pub of: String,
    /// Whether the document has it.
    pub found: bool,
    /// The explanation.
    pub lines: Vec<Line>,
}

/// A line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1 for what is explained, 2 for where it comes from.
    pub depth: u8,
    /// `title`, `printed`, `cell`, `header`, `rule`, `captures`, `legend` …
    pub what: String,
    /// What there is to say.
    pub text: String,
}

impl Explanation {
    pub(super) fn new(of: String, found: bool) -> Self {
        Self {
            of,
            found,
            lines: Vec::new(),
        }
    }

    /// The same for programs.
    pub fn to_json(&self) -> Value {
        let lines = self.lines.iter();
        let lines = lines.map(|l| json!({ "depth": l.depth, "what": l.what, "text": l.text }));
        json!({ "of": self.of, "found": self.found, "lines": lines.collect::<Vec<_>>() })
    }

    /// Adds a line on what is explained.
    pub(super) fn say(&mut self, what: &str, text: impl Into<String>) {
        self.push(1, what, text.into());
    }

    /// Adds a line on where it comes from.
    pub(super) fn from(&mut self, what: &str, text: impl Into<String>) {
        self.push(2, what, text.into());
    }

    fn push(&mut self, depth: u8, what: &str, text: String) {
        self.lines.push(Line {
            depth,
            what: what.to_owned(),
            text,
        });
    }

    /// Leaves out what goes beyond the room that there is, and says so.
    pub(super) fn within_limit(mut self) -> Self {
        let room = MOST_LINES - 1;
        if self.lines.len() > room {
            let over = self.lines.len() - (room - 1);
            self.lines.truncate(room - 1);
            self.say("…", format!("{over} more lines"));
        }
        self
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.of)?;
        for line in &self.lines {
            let indent = 2 * usize::from(line.depth);
            writeln!(f, "{:indent$}{:<WORD$} {}", "", line.what, line.text)?;
        }
        Ok(())
    }
}

/// A text in backticks, on one line; a long one is cut.
pub fn quote(text: &str) -> String {
    quote_to(text, LONGEST_QUOTE)
}

/// [`quote`] with at most so many characters.
pub fn quote_to(text: &str, longest: usize) -> String {
    let line = text.trim().replace('\n', " ⏎ ");
    if line.chars().count() <= longest {
        return format!("`{line}`");
    }
    let cut: String = line.chars().take(longest).collect();
    format!("`{cut}…`")
}

/// Texts in backticks with commas between; of many only the first.
pub fn quote_all<'t>(texts: impl IntoIterator<Item = &'t str>, most: usize) -> String {
    let texts: Vec<&str> = texts.into_iter().collect();
    let shown: Vec<String> = texts.iter().take(most).map(|t| quote_to(t, 24)).collect();
    match texts.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
