//! Bounds on what a file may cost. A limit that is hit is an error or a finding, never a success.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag by which whoever watches the clock stops the reading; this library itself watches none.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end of the reading.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the end was asked for.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The limits on one document.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest decoded stream, in bytes.
    pub stream_bytes: usize,
    /// Most decoded bytes of all streams together, each counted as often as it is decoded.
    pub decoded_bytes: usize,
    /// Most pages.
    pub pages: usize,
    /// Most operators on one page, forms included.
    pub operators: usize,
    /// Most glyphs on one page.
    pub glyphs: usize,
    /// Most path segments on one page.
    pub segments: usize,
    /// Most form XObjects executed on one page.
    pub forms: usize,
    /// Deepest nesting of form XObjects and of the graphics state stack.
    pub depth: usize,
}

impl Limits {
    /// The names by which limits can be set.
    pub const NAMES: &'static [&'static str] = &[
        "file-bytes",
        "stream-bytes",
        "decoded-bytes",
        "pages",
        "operators",
        "glyphs",
        "segments",
        "forms",
        "depth",
    ];

    /// Sets a limit by its name; false when there is none of that name.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let size = usize::try_from(value).unwrap_or(usize::MAX);
        match name {
            "file-bytes" => self.file_bytes = value,
            "stream-bytes" => self.stream_bytes = size,
            "decoded-bytes" => self.decoded_bytes = size,
            "pages" => self.pages = size,
            "operators" => self.operators = size,
            "glyphs" => self.glyphs = size,
            "segments" => self.segments = size,
            "forms" => self.forms = size,
            "depth" => self.depth = size,
            _ => return false,
        }
        true
    }
}

impl Default for Limits {
    /// Far above what the real plans need (a 408-page report: 40 MB, 30,000 operators a page),
    /// far below what would exhaust a small machine.
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            stream_bytes: 256 << 20,
            decoded_bytes: 3 << 30,
            pages: 20_000,
            operators: 5_000_000,
            glyphs: 250_000,
            segments: 5_000_000,
            forms: 20_000,
            depth: 64,
        }
    }
}
