//! What of the reading is written into the document, glyph by glyph.

use super::builder::Builder;
use crate::account::{Account, Ledger, Place, Strays};
use crate::finding::{Code, Finding};
use crate::reading::Reading;
use crate::text::Text;

/// What is wrong with a text that is lost after it was read.
const LOST: &str = "is written nowhere in the document";
/// What is wrong with one that is there twice.
const TWICE: &str = "is written into two places of the document";

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
    for (place, now, before, code, what) in [
        (Place::Lost, sum.lost, known.lost, Code::TextLost, LOST),
        (Place::Twice, sum.twice, known.twice, Code::TextTwice, TWICE),
    ] {
        if now == before {
            continue;
        }
        let strays = strays(ledger, reading, place);
        findings.extend(strays.findings(code, what));
        let untold = now.saturating_sub(before + strays.count() as u64);
        if untold > 0 {
            findings.push(Finding::new(
                code,
                format!("{untold} glyph(s): {what}"),
                Vec::new(),
            ));
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::PageAccount;
    use crate::flow::Flow;
    use crate::table::{Cell, Table};
    use crate::text::{Glyphs, TextChar};

    /// A reading of a table of one cell on page 1, each character of which is a glyph.
    fn reading(text: &str) -> Reading {
        let printed = |(i, c): (usize, char)| TextChar {
            page: 1,
            glyphs: Glyphs::one(i as u32),
            ..TextChar::gap(c)
        };
        let text = Text::new(text.chars().enumerate().map(printed).collect());
        let places = vec![Place::Cell; text.chars().len()];
        let cell = Cell {
            row: 0,
            col: 0,
            rowspan: 1,
            colspan: 1,
            paragraphs: vec![text],
            fill: None,
            page: 1,
            bbox: crate::geometry::Rect::default(),
        };
        let flow = Flow {
            parts: Vec::new(),
            tables: vec![Table::of_cells(1, 1, vec![cell])],
        };
        Reading {
            account: vec![PageAccount { page: 1, places }],
            ..Reading::of_flow(flow)
        }
    }

    #[test]
    fn what_a_rule_takes_and_writes_nowhere_is_lost() {
        let reading = reading("計画");
        let mut ledger = Ledger::to_write(&reading.account);
        ledger.put([(1, 1)].into_iter(), Place::Text);
        let (sum, findings) = settle(&ledger, &reading);
        assert_eq!((sum.lost, sum.text, sum.placed), (1, 1, 50.0));
        let found: Vec<&str> = findings.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(found, ["`計` on page 1 is written nowhere in the document"]);
        assert_eq!(findings[0].code, "text-lost");
    }

    #[test]
    fn what_is_written_into_two_sections_is_there_twice() {
        let reading = reading("計画");
        let text = reading.flow.tables[0].cells[0].text();
        let mut ledger = Ledger::to_write(&reading.account);
        ledger.put_text(text.glyphs(), Place::Heading);
        ledger.put_text(text.slice(0..3).glyphs(), Place::Text);
        let (sum, findings) = settle(&ledger, &reading);
        assert_eq!((sum.twice, sum.heading, sum.placed), (1, 1, 50.0));
        assert_eq!(findings[0].code, "text-twice");
        assert!(findings[0].message.starts_with("`計` on page 1"));
    }
}
