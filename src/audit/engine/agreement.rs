//! [`Agreement`]: how far two engines read the same.

use crate::geometry::Rect;
use schemars::JsonSchema;
use serde::Serialize;

/// Who has what the other has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// We do.
    Ours,
    /// The other engine does.
    Theirs,
}

/// Why two engines read differently, where that is known and no mistake of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// We read it too, and leave it out, because a reader does not see it; it is in the findings.
    Hidden,
    /// It is drawn again in the same place, which looks bold, and counts once.
    Repeated,
    /// A reading (ルビ), which we keep apart from the text.
    Ruby,
    /// The font's text cannot be true; it is in the findings.
    Suspect,
    /// The other engine has no Unicode value for the glyph in this place.
    NoUnicode,
    /// We have no Unicode value for the glyph in this place, which is in the findings; what the other engine
    /// has there need not be right, but a person may learn from it.
    Unmapped,
    /// The other reads another character in this place, which looks the same.
    LookAlike,
    /// We read a mark that is drawn as a shape.
    Drawn,
    /// It stands outside the page.
    OffPage,
}

/// A text that one has and the other has not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// Who has it.
    pub side: Side,
    /// The characters.
    pub text: String,
    /// Where: `[x0, top, x1, bottom]` in points from the top left corner of the page; the box of the word, where
    /// the engine gives no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#box: Option<[f64; 4]>,
    /// What the other read in this place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Why, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<Reason>,
}

impl Disagreement {
    /// The same with the box of a rectangle.
    pub(super) fn placed(mut self, bbox: Option<Rect>) -> Self {
        self.r#box = bbox.map(|b| b.rounded());
        self
    }
}

/// How many characters and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Counts {
    /// Characters that both have.
    pub shared: usize,
    /// Characters that only we have, and it is known why.
    pub ours_explained: usize,
    /// Characters that only we have.
    pub ours: usize,
    /// Characters that only they have, and it is known why.
    pub theirs_explained: usize,
    /// Characters that only they have.
    pub theirs: usize,
    /// Their words.
    pub words: usize,
    /// Their words that stand in one line of ours, in this order.
    pub words_shared: usize,
}

impl Counts {
    /// The share of all characters, but those that are explained, which both have; 1 where there are none.
    pub fn share(&self) -> f64 {
        part(self.shared, self.shared + self.ours + self.theirs)
    }

    /// The share of their words that stand in one line of ours.
    pub fn word_share(&self) -> f64 {
        part(self.words_shared, self.words)
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Self) {
        self.shared += other.shared;
        self.ours_explained += other.ours_explained;
        self.ours += other.ours;
        self.theirs_explained += other.theirs_explained;
        self.theirs += other.theirs;
        self.words += other.words;
        self.words_shared += other.words_shared;
    }

    /// Counts a character that one side has.
    pub(super) fn count(&mut self, side: Side, explained: bool) {
        let counted = match (side, explained) {
            (Side::Ours, true) => &mut self.ours_explained,
            (Side::Ours, false) => &mut self.ours,
            (Side::Theirs, true) => &mut self.theirs_explained,
            (Side::Theirs, false) => &mut self.theirs,
        };
        *counted += 1;
    }
}

fn part(part: usize, whole: usize) -> f64 {
    match whole {
        0 => 1.0,
        _ => part as f64 / whole as f64,
    }
}

/// A page as two engines read it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct PageAgreement {
    /// The page, from 1.
    pub page: u32,
    /// How many characters and words.
    pub counts: Counts,
    /// What only one of both has.
    pub disagreements: Vec<Disagreement>,
    /// Their words that stand in no line of ours in this order, though we have all their characters.
    pub words_apart: Vec<String>,
}

/// A file as two engines read it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Agreement {
    /// Over all pages.
    pub counts: Counts,
    /// Page by page.
    pub pages: Vec<PageAgreement>,
}

impl Agreement {
    /// The sum of some pages.
    pub fn new(pages: Vec<PageAgreement>) -> Self {
        let mut counts = Counts::default();
        pages.iter().for_each(|p| counts.add(&p.counts));
        Self { counts, pages }
    }
}
