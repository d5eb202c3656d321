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
