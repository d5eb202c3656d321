//! [`Strays`]: glyphs that are lost or there twice, put together to what a person looks for on the page.

use crate::finding::{Code, Finding};
use crate::geometry::Rect;
use crate::place::At;

/// Most findings of one kind in a document; the rest is counted.
const MAX_FINDINGS: usize = 50;
/// Most characters of a text that are told.
const MAX_TOLD: usize = 40;
/// Glyphs of one piece stand no further apart than this, in their own heights.
const NEAR: f64 = 1.0;

/// Glyphs that went astray, in the order of their pages.
#[derive(Debug, Clone, Default)]
pub struct Strays {
    pieces: Vec<Piece>,
}

/// Neighbours, in the order in which they are drawn.
#[derive(Debug, Clone)]
struct Piece {
    page: u32,
    text: String,
    glyphs: usize,
    /// The box of the last glyph.
    last: Rect,
    all: Rect,
}

impl Strays {
    /// Adds a glyph with its text and box.
    pub fn push(&mut self, page: u32, text: &str, bbox: Rect) {
        let near = |p: &&mut Piece| {
            let reach = p.last.grown(NEAR * p.last.height().max(bbox.height()));
            p.page == page && reach.intersection(&bbox).is_some()
        };
        match self.pieces.last_mut().filter(near) {
            Some(piece) => {
                piece.text.push_str(text);
                piece.glyphs += 1;
                piece.all = piece.all.union(&bbox);
                piece.last = bbox;
            }
            None => self.pieces.push(Piece {
                page,
                text: text.to_owned(),
                glyphs: 1,
                last: bbox,
                all: bbox,
            }),
        }
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.pieces.iter().map(|p| p.glyphs).sum()
    }

    /// Adds those of another page.
    pub fn extend(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
    }

    /// What a person must know of them; `what` says what is wrong.
    pub fn findings(&self, code: Code, what: &str) -> Vec<Finding> {
        let told = self.pieces.len().min(MAX_FINDINGS);
        let (told, rest) = self.pieces.split_at(told);
        let finding = |p: &Piece| {
            let message = format!("`{}` on page {} {what}", shortened(&p.text), p.page);
            Finding::new(code, message, vec![At::new(p.page, p.all)])
        };
        let mut out: Vec<Finding> = told.iter().map(finding).collect();
        if let Some(first) = rest.first() {
            let glyphs: usize = rest.iter().map(|p| p.glyphs).sum();
            let message = format!(
                "{glyphs} more glyph(s), from page {} on: {what}",
                first.page
            );
            out.push(Finding::new(
                code,
                message,
                vec![At::new(first.page, first.all)],
            ));
        }
        out
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_TOLD) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, top: f64) -> Rect {
        Rect {
            x0: x,
            top,
            x1: x + 10.0,
            bottom: top + 10.0,
        }
    }

    #[test]
    fn neighbours_are_one_finding() {
        let mut strays = Strays::default();
        for (i, c) in ["計", "画"].into_iter().enumerate() {
            strays.push(1, c, at(10.0 * i as f64, 0.0));
        }
        strays.push(1, "市", at(300.0, 0.0));
        let mut other = Strays::default();
        other.push(2, "民", at(310.0, 0.0));
        strays.extend(other);
        let found = strays.findings(Code::TextLost, "is gone");
        let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`計画` on page 1 is gone",
                "`市` on page 1 is gone",
                "`民` on page 2 is gone"
            ]
        );
        assert_eq!(found[0].at[0].r#box, [0.0, 0.0, 20.0, 10.0]);
    }

    #[test]
    fn what_is_too_much_to_tell_is_counted() {
        let mut strays = Strays::default();
        for page in 1..=53 {
            strays.push(page, "あ", at(0.0, 0.0));
        }
        let found = strays.findings(Code::TextTwice, "is there twice");
        assert_eq!(found.len(), 51);
        assert_eq!(
            found[50].message,
            "3 more glyph(s), from page 51 on: is there twice"
        );
    }
}
