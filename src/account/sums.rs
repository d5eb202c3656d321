//! [`Account`]: how many glyphs went where.

use super::{PageAccount, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many glyphs went where. The counts by place add up to `glyphs`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Glyphs of all pages.
    pub glyphs: u64,
    /// In cells of tables.
    pub cell: u64,
    /// In header rows that a table repeats on a further page; its cells have them once.
    pub repeated_header: u64,
    /// In headings of sections.
    pub heading: u64,
    /// In the running text of sections.
    pub text: u64,
    /// In footnotes.
    pub footnote: u64,
    /// In readings (ルビ).
    pub ruby: u64,
    /// In page numbers and running heads, which are left out.
    pub furniture: u64,
    /// Not seen by a reader, or drawn again in the same place.
    pub hidden: u64,
    /// Of a font whose text cannot be true (`text-layer-suspect`).
    pub suspect: u64,
    /// Printing nothing.
    pub space: u64,
    /// Seen, and nowhere in the document (`text-lost`).
    pub lost: u64,
    /// In two places (`text-twice`).
    pub twice: u64,
    /// Of the glyphs that a reader sees, those that are in exactly one place, in percent with two decimals, rounded
    /// down: 100 means all of them.
    pub placed: f64,
}

impl Default for Account {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl Account {
    /// The sums over some pages.
    pub fn of(pages: &[PageAccount]) -> Self {
        let mut counts = [0u64; Place::ALL.len()];
        for place in pages.iter().flat_map(|p| &p.places) {
            counts[*place as usize] += 1;
        }
        let count = |place: Place| counts[place as usize];
        let mut out = Self {
            glyphs: counts.iter().sum(),
            cell: count(Place::Cell),
            repeated_header: count(Place::RepeatedHeader),
            heading: count(Place::Heading),
            text: count(Place::Text),
            footnote: count(Place::Footnote),
            ruby: count(Place::Ruby),
            furniture: count(Place::Furniture),
            hidden: count(Place::Hidden),
            suspect: count(Place::Suspect),
            space: count(Place::Space),
            lost: count(Place::Lost),
            twice: count(Place::Twice),
            placed: 0.0,
        };
        out.placed = out.share();
        out
    }

    /// Adds the counts of another account.
    pub fn add(&mut self, other: &Self) {
        self.glyphs += other.glyphs;
        self.cell += other.cell;
        self.repeated_header += other.repeated_header;
        self.heading += other.heading;
        self.text += other.text;
        self.footnote += other.footnote;
        self.ruby += other.ruby;
        self.furniture += other.furniture;
        self.hidden += other.hidden;
        self.suspect += other.suspect;
        self.space += other.space;
        self.lost += other.lost;
        self.twice += other.twice;
        self.placed = self.share();
    }

    /// How many glyphs are in a place.
    pub fn count(&self, place: Place) -> u64 {
        match place {
            Place::Lost => self.lost,
            Place::Twice => self.twice,
            Place::Cell => self.cell,
            Place::RepeatedHeader => self.repeated_header,
            Place::Heading => self.heading,
            Place::Text => self.text,
            Place::Footnote => self.footnote,
            Place::Ruby => self.ruby,
            Place::Furniture => self.furniture,
            Place::Hidden => self.hidden,
            Place::Suspect => self.suspect,
            Place::Space => self.space,
        }
    }

    /// Glyphs that are lost, or in two places.
    pub fn astray(&self) -> u64 {
        self.lost + self.twice
    }

    /// In whole hundredths of a percent, rounded down.
    fn share(&self) -> f64 {
        let seen = self.glyphs.saturating_sub(self.hidden + self.space);
        let placed = seen.saturating_sub(self.suspect + self.astray());
        let hundredths = (placed * 10_000).checked_div(seen).unwrap_or(10_000);
        hundredths as f64 / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(count: usize, place: Place) -> PageAccount {
        PageAccount {
            page: 1,
            places: vec![place; count],
        }
    }

    #[test]
    fn one_glyph_of_very_many_shows_in_the_share() {
        assert_eq!(Account::default().placed, 100.0);
        let mut all = Account::of(&[page(999_999, Place::Text), page(50, Place::Hidden)]);
        assert_eq!(all.placed, 100.0);
        all.add(&Account::of(&[page(1, Place::Lost)]));
        assert_eq!((all.placed, all.glyphs), (99.99, 1_000_050));
        all.add(&Account::of(&[page(999_999, Place::Suspect)]));
        assert_eq!((all.placed, all.astray()), (49.99, 1));
    }

    #[test]
    fn every_place_has_its_count() {
        let pages: Vec<PageAccount> = Place::ALL.iter().map(|p| page(1, *p)).collect();
        let all = Account::of(&pages);
        assert!(Place::ALL.iter().all(|p| all.count(*p) == 1), "{all:?}");
        assert_eq!(all.glyphs, 12);
    }
}
