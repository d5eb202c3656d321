//! [`Diagnostic`]: what is wrong in a rule file, and where.

mod code;

pub use code::Code;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A mistake in a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of mistake; the list is [`Code::ALL`].
    pub code: Code,
    /// The rule file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The whole text of the file, for showing the line.
    pub source: Arc<str>,
    /// Byte range of the offending text.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What was probably meant.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a byte range of a file.
    pub fn new(
        code: Code,
        file: &str,
        source: &Arc<str>,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let start = floor_boundary(source, span.start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Self {
            code,
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            source: Arc::clone(source),
            span: start..floor_boundary(source, span.end).max(start),
            message: message.into(),
            help: None,
        }
    }

    /// With a remedy.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Line and column behind the offending text, counted as `line` and `column` are.
    pub fn end(&self) -> (usize, usize) {
        let before = &self.source[..self.span.end];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// The line it is on.
    pub fn source_line(&self) -> &str {
        self.source.lines().nth(self.line - 1).unwrap_or_default()
    }
}

fn floor_boundary(source: &str, at: usize) -> usize {
    let at = at.min(source.len());
    (0..=at)
        .rev()
        .find(|i| source.is_char_boundary(*i))
        .unwrap_or(0)
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            message,
            ..
        } = self;
        write!(
            f,
            "{file}:{line}:{column}: {message} [{}]\n  {}",
            self.code.as_str(),
            self.source_line().trim_end()
        )?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}
