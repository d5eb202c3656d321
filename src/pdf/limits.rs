//! Bounds on what a file may cost. A limit that is hit is an error or a finding, never a success.

/// The limits on one document.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Largest decoded stream, in bytes.
    pub stream_bytes: usize,
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

impl Default for Limits {
    /// Far above what the real plans need (a 408-page report: 40 MB, 30,000 operators a page),
    /// far below what would exhaust a small machine.
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            stream_bytes: 256 << 20,
            pages: 20_000,
            operators: 5_000_000,
            glyphs: 1_000_000,
            segments: 5_000_000,
            forms: 20_000,
            depth: 64,
        }
    }
}
