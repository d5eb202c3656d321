//! [`Ledger`]: the place of each glyph, while a document is being written.

use super::{Account, Place};

/// Where each glyph of a page went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageAccount {
    /// Page, from 1.
    pub page: u32,
    /// By index in [`crate::pdf::Page::glyphs`].
    pub places: Vec<Place>,
}

impl PageAccount {
    /// The indexes of the glyphs in a place.
    pub fn in_place(&self, place: Place) -> impl Iterator<Item = usize> + '_ {
        let is_there = move |(i, p): (usize, &Place)| (*p == place).then_some(i);
        self.places.iter().enumerate().filter_map(is_there)
    }

    /// Notes that a glyph is written in a place; see [`Ledger::put`].
    pub fn put(&mut self, glyph: u32, place: Place) {
        if let Some(known) = self.places.get_mut(glyph as usize) {
            *known = match *known {
                Place::Lost => place,
                // spaces are part of every text
                Place::Space => Place::Space,
                _ => Place::Twice,
            };
        }
    }
}

/// The place of each glyph of a document. A glyph is lost until it is put somewhere.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pages: Vec<PageAccount>,
}

impl Ledger {
    /// The ledger of all pages, from the first.
    pub fn new(pages: Vec<PageAccount>) -> Self {
        Self { pages }
    }

    /// The ledger of a document that nothing is written in yet, by the account of its reading: what is not seen is
    /// known, what is there twice stays so, and all else is to be written again.
    pub fn to_write(reading: &[PageAccount]) -> Self {
        let again = |place: &Place| match place.is_written() {
            true => Place::Lost,
            false => *place,
        };
        let page = |p: &PageAccount| PageAccount {
            page: p.page,
            places: p.places.iter().map(again).collect(),
        };
        Self::new(reading.iter().map(page).collect())
    }

    fn page(&mut self, page: u32) -> Option<&mut PageAccount> {
        let idx = (page as usize).checked_sub(1)?;
        self.pages.get_mut(idx).filter(|p| p.page == page)
    }

    /// Notes that glyphs (page and index) are written in a place. One that is somewhere already is there twice, and
    /// so is one that no reader sees.
    pub fn put(&mut self, glyphs: impl Iterator<Item = (u32, u32)>, place: Place) {
        for (page, glyph) in glyphs {
            if let Some(page) = self.page(page) {
                page.put(glyph, place);
            }
        }
    }

    /// As [`Ledger::put`], for text that may be derived from a table: a row that is a heading as well stands in
    /// its cells.
    pub fn put_text(&mut self, glyphs: impl Iterator<Item = (u32, u32)>, place: Place) {
        for (page, glyph) in glyphs {
            if self.place(page, glyph).is_some_and(|p| !p.is_in_table())
                && let Some(page) = self.page(page)
            {
                page.put(glyph, place);
            }
        }
    }

    /// Where a glyph is; `None` for one that there is not.
    pub fn place(&self, page: u32, glyph: u32) -> Option<Place> {
        let page = self.pages.get((page as usize).checked_sub(1)?)?;
        page.places.get(glyph as usize).copied()
    }

    /// The sums.
    pub fn sum(&self) -> Account {
        Account::of(&self.pages)
    }

    /// The pages, from the first.
    pub fn pages(&self) -> &[PageAccount] {
        &self.pages
    }

    /// The pages, from the first.
    pub fn into_pages(self) -> Vec<PageAccount> {
        self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(places: &[Place]) -> Ledger {
        Ledger::new(vec![PageAccount {
            page: 1,
            places: places.to_vec(),
        }])
    }

    fn places(ledger: &Ledger) -> Vec<&str> {
        let all = ledger.pages().iter().flat_map(|p| &p.places);
        all.map(|p| p.as_str()).collect()
    }

    #[test]
    fn what_is_put_nowhere_is_lost_and_what_is_put_twice_is_twice() {
        let mut all = ledger(&[Place::Lost, Place::Lost, Place::Lost, Place::Space]);
        all.put([(1, 0), (1, 1), (1, 3)].into_iter(), Place::Text);
        all.put([(1, 1), (1, 3)].into_iter(), Place::Cell);
        assert_eq!(places(&all), ["text", "twice", "lost", "space"]);
        let sum = all.sum();
        assert_eq!((sum.glyphs, sum.lost, sum.twice, sum.space), (4, 1, 1, 1));
        // what is on no page is nobody's business
        all.put([(0, 0), (2, 0), (1, 9)].into_iter(), Place::Text);
        assert_eq!(all.sum(), sum);
    }

    #[test]
    fn a_hidden_glyph_in_a_text_is_there_twice() {
        let mut all = ledger(&[Place::Hidden]);
        all.put([(1, 0)].into_iter(), Place::Text);
        assert_eq!(places(&all), ["twice"]);
    }

    #[test]
    fn a_document_begins_with_nothing_written() {
        let mut reading = ledger(&[Place::Lost, Place::Lost, Place::Hidden, Place::Twice]);
        reading.put([(1, 0)].into_iter(), Place::Text);
        reading.put([(1, 1)].into_iter(), Place::Cell);
        let mut document = Ledger::to_write(reading.pages());
        assert_eq!(places(&document), ["lost", "lost", "hidden", "twice"]);
        document.put([(1, 1)].into_iter(), Place::Cell);
        document.put_text([(1, 0), (1, 1)].into_iter(), Place::Heading);
        assert_eq!(places(&document), ["heading", "cell", "hidden", "twice"]);
    }
}
