//! The account of a reading: whether each glyph of a page is in one text or cell of what is handed on.

use crate::account::{Ledger, PageAccount, Place, Strays};
use crate::document::At;
use crate::finding::{Code, Finding};
use crate::flow::{Flow, PageFlow};
use crate::geometry::Rect;
use crate::normalize::chars::clean_char;
use crate::pdf::{Glyph, Hidden, Page};

/// What is wrong with a glyph that is lost before a rule has a say.
const LOST: &str = "was not read into any text or cell";
/// What is wrong with one that is there twice.
const TWICE: &str = "was read into two texts or cells";

/// The glyphs of a page, before and after its text and tables were made.
pub struct PageGlyphs {
    /// Those that are not read, and why; all others are lost as yet.
    before: PageAccount,
    /// How many are lost, and how many there twice, as far as the page goes.
    astray: (usize, usize),
    lost: Strays,
    twice: Strays,
}

impl PageGlyphs {
    /// Holds a page against its flow.
    pub fn of(page: &Page, flow: &PageFlow) -> Self {
        let before = PageAccount {
            page: page.number,
            places: page.glyphs.iter().map(unread).collect(),
        };
        let mut read = before.clone();
        for (text, place) in flow.texts() {
            text.glyphs().for_each(|(_, glyph)| read.put(glyph, place));
        }
        let strays = |place| {
            let mut out = Strays::default();
            for glyph in read.in_place(place).map(|i| &page.glyphs[i]) {
                out.push(page.number, &glyph.text, glyph.bbox);
            }
            out
        };
        Self {
            lost: strays(Place::Lost),
            twice: strays(Place::Twice),
            astray: astray(&read),
            before,
        }
    }
}

/// Where a glyph is before any text is made of it.
fn unread(glyph: &Glyph) -> Place {
    let shows = |c: char| clean_char(c).is_some_and(|c| !c.is_whitespace());
    match glyph.hidden {
        Some(Hidden::Ruby) => Place::Ruby,
        Some(Hidden::Suspect) => Place::Suspect,
        Some(_) => Place::Hidden,
        None if !glyph.text.chars().any(shows) => Place::Space,
        None => Place::Lost,
    }
}

fn astray(page: &PageAccount) -> (usize, usize) {
    let count = |place| page.in_place(place).count();
    (count(Place::Lost), count(Place::Twice))
}

/// The account of a reading by its pages and their flow as one; `sizes` are those of the pages.
pub fn settle(
    pages: Vec<PageGlyphs>,
    flow: &Flow,
    sizes: &[(f64, f64)],
    findings: &mut Vec<Finding>,
) -> Vec<PageAccount> {
    let (mut lost, mut twice) = (Strays::default(), Strays::default());
    let mut known = Vec::with_capacity(pages.len());
    let mut before = Vec::with_capacity(pages.len());
    for page in pages {
        lost.extend(page.lost);
        twice.extend(page.twice);
        known.push(page.astray);
        before.push(page.before);
    }
    let mut ledger = Ledger::new(before);
    for (text, place) in flow.texts() {
        ledger.put(text.glyphs(), place);
    }
    findings.extend(lost.findings(Code::TextLost, LOST));
    findings.extend(twice.findings(Code::TextTwice, TWICE));
    let accounts = ledger.into_pages();
    for ((page, known), size) in accounts.iter().zip(known).zip(sizes) {
        let (lost, twice) = astray(page);
        for (more, code, what) in [
            (lost.saturating_sub(known.0), Code::TextLost, "are lost"),
            (twice.saturating_sub(known.1), Code::TextTwice, "came twice"),
        ] {
            if more > 0 {
                let number = page.page;
                let message = format!(
                    "{more} glyph(s) of page {number} {what} where pages were put together"
                );
                findings.push(Finding::new(code, message, vec![whole(number, *size)]));
            }
        }
    }
    accounts
}

fn whole(page: u32, (x1, bottom): (f64, f64)) -> At {
    let (x0, top) = (0.0, 0.0);
    let bbox = Rect {
        x0,
        top,
        x1,
        bottom,
    };
    At::new(page, bbox)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{document_flow, page_flow};

    /// The account of a page whose flow is that of another, and what is found.
    fn account(page: &Page, read: &Page) -> (Vec<&'static str>, Vec<String>) {
        let flow = page_flow(read);
        let glyphs = PageGlyphs::of(page, &flow);
        let mut findings = Vec::new();
        let flow = document_flow(vec![flow]);
        let pages = settle(vec![glyphs], &flow, &[(200.0, 200.0)], &mut findings);
        let places = pages[0].places.iter().map(|p| p.as_str()).collect();
        (places, findings.into_iter().map(|f| f.message).collect())
    }

    #[test]
    fn each_glyph_has_its_place() {
        let mut own = Page::for_test("市民 計");
        own.glyphs[0].hidden = Some(Hidden::WhiteOnWhite);
        own.glyphs[1].hidden = Some(Hidden::Suspect);
        let (places, findings) = account(&own, &own);
        assert_eq!(places, ["hidden", "suspect", "space", "text"]);
        assert!(findings.is_empty(), "{findings:?}");
    }

    #[test]
    fn a_mark_behind_a_character_is_part_of_it() {
        let own = Page::for_test("か゛");
        assert_eq!(account(&own, &own).0, ["text", "text"]);
    }

    #[test]
    fn what_the_flow_does_not_have_is_lost() {
        let (own, read) = (Page::for_test("市民計画"), Page::for_test("市民"));
        let (places, findings) = account(&own, &read);
        assert_eq!(places, ["text", "text", "lost", "lost"]);
        assert_eq!(
            findings,
            ["`計画` on page 1 was not read into any text or cell"]
        );
    }

    #[test]
    fn what_is_hidden_and_read_is_there_twice() {
        let (mut own, read) = (Page::for_test("市民"), Page::for_test("市民"));
        own.glyphs[1].hidden = Some(Hidden::Clipped);
        let (places, findings) = account(&own, &read);
        assert_eq!(places, ["text", "twice"]);
        assert_eq!(
            findings,
            ["`民` on page 1 was read into two texts or cells"]
        );
    }
}
