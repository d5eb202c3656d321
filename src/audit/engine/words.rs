//! What an engine read: words with boxes.

use super::bag::characters;
use crate::geometry::Rect;

/// A piece of text whose place is known: a character for MuPDF, a word for Poppler.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its characters, folded ([`characters`]).
    pub chars: Vec<char>,
    /// Its box in page space.
    pub bbox: Rect,
}

impl Piece {
    /// A piece of text.
    pub fn new(text: &str, bbox: Rect) -> Self {
        Self {
            chars: characters(text).collect(),
            bbox,
        }
    }
}

/// A word: what stands between white space.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Word {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Word {
    /// Its characters, folded.
    pub fn text(&self) -> String {
        self.pieces.iter().flat_map(|p| &p.chars).collect()
    }
}
