//! What of the reading is written into the document, glyph by glyph.

use super::builder::Builder;
use crate::account::{Account, Ledger, Place, Strays};
use crate::finding::{Code, Finding};
use crate::reading::Reading;
use crate::text::Text;

impl Builder<'_> {
    /// Notes that a text stands in the document now, in a section or a footnote, or is left out as furniture.
    pub fn written(&mut self, text: &Text, place: Place) {
        self.ledger.put_text(text.glyphs(), place);
    }
}

/// What the ledger of a finished document comes to: the sums, and what is lost or there twice since the reading.
pub fn settle(ledger: &Ledger, reading: &Reading) -> (Account, Vec<Finding>) {
    let sum = ledger.sum();
    let known = Account::of(&reading.account);
    let mut findings = Vec::new();
    if (sum.lost, sum.twice) != (known.lost, known.twice) {
        let lost = strays(ledger, reading, Place::Lost);
        findings.extend(lost.findings(Code::TextLost, "is written nowhere in the document"));
        let twice = strays(ledger, reading, Place::Twice);
        let what = "is written into two places of the document";
        findings.extend(twice.findings(Code::TextTwice, what));
    }
    (sum, findings)
}

/// The characters whose glyphs are in a place now, and were not when they were read.
fn strays(ledger: &Ledger, reading: &Reading, place: Place) -> Strays {
    let before = |page: u32, glyph: u32| {
        let page = reading.account.get((page as usize).checked_sub(1)?)?;
        page.places.get(glyph as usize).copied()
    };
    let is_new = |page: u32, glyph: u32| {
        ledger.place(page, glyph) == Some(place) && before(page, glyph) != Some(place)
    };
    let mut out = Strays::default();
    let texts = reading.flow.texts();
    for ch in texts.flat_map(|(text, _)| text.chars()) {
        if ch.glyphs.iter().any(|glyph| is_new(ch.page, glyph)) {
            out.push(ch.page, ch.c.encode_utf8(&mut [0; 4]), ch.bbox);
        }
    }
    out
}
