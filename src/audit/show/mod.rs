//! An audit for people and for other programs.

mod junit;
mod markdown;
mod text;
mod words;

pub use junit::junit;
pub use markdown::markdown;
pub use text::text;

/// How an audit is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// With the colours of a terminal.
    pub color: bool,
    /// Without the differences.
    pub summary: bool,
    /// With the differences of print.
    pub print: bool,
}
