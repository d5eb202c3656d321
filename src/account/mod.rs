//! The account of a document: where each glyph of its pages went. Nothing is lost in silence.
//!
//! In: the glyphs of each page, by their index in [`crate::pdf::Page::glyphs`], and every place in which one is
//! written. Out: a [`PageAccount`] for each page, and the sums ([`Account`]) that every document carries. A glyph is
//! in exactly one [`Place`]; one that is written nowhere is lost, one that is written in two places is there twice,
//! and both are findings (`text-lost`, `text-twice`).
//!
//! The account is kept twice. The reading keeps it for what it hands on (its text and tables); the rule stage begins
//! again with nothing written, and notes a glyph where it puts the text it belongs to into the document, and not
//! where it means to. What a rule takes and writes nowhere is lost there.
//!
//! A place is where a glyph physically stands in the document. What is derived from that text, such as items,
//! indicators, statuses, legends and the plan, is read from cells and text and is no place of its own.

mod ledger;
mod strays;
mod sums;

pub use ledger::{Ledger, PageAccount};
pub use strays::Strays;
pub use sums::Account;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a glyph went.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Place {
    /// Nowhere, though a reader sees it.
    #[default]
    Lost,
    /// In two places.
    Twice,
    /// In a cell of a table.
    Cell,
    /// In a header row that a table repeats on a further page; its cells have it once.
    RepeatedHeader,
    /// In the heading of a section.
    Heading,
    /// In the running text of a section.
    Text,
    /// In a footnote.
    Footnote,
    /// In a reading (ルビ).
    Ruby,
    /// In a page number or running head, which is left out.
    Furniture,
    /// A reader does not see it.
    Hidden,
    /// Of a font whose text cannot be true, so that it was left out (`text-layer-suspect`).
    Suspect,
    /// It prints nothing.
    Space,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 12] = [
        Self::Cell,
        Self::RepeatedHeader,
        Self::Heading,
        Self::Text,
        Self::Footnote,
        Self::Ruby,
        Self::Furniture,
        Self::Hidden,
        Self::Suspect,
        Self::Space,
        Self::Lost,
        Self::Twice,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Twice => "twice",
            Self::Cell => "cell",
            Self::RepeatedHeader => "repeated_header",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Footnote => "footnote",
            Self::Ruby => "ruby",
            Self::Furniture => "furniture",
            Self::Hidden => "hidden",
            Self::Suspect => "suspect",
            Self::Space => "space",
        }
    }

    /// Whether it is found in a text that the reading hands on.
    fn is_written(self) -> bool {
        use Place::{Cell, Footnote, Furniture, Heading, RepeatedHeader, Text};
        matches!(
            self,
            Cell | RepeatedHeader | Heading | Text | Footnote | Furniture
        )
    }

    /// Whether it is a part of a table.
    fn is_in_table(self) -> bool {
        matches!(self, Self::Cell | Self::RepeatedHeader)
    }
}
