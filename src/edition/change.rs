//! What differs between two editions (contract `keikaku-diff/1`).
//!
//! The order of [`Comparison::changes`] is that of the plan: plan, legend, items as they stand in the new edition
//! with those that went at the place they had, indicators, sections, footnotes, tables that no rule reads.

use crate::document::Period;
use crate::finding::Finding;
use crate::place::At;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-diff/1";

/// What differs between two editions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Always `keikaku-diff/1`.
    pub schema: String,
    /// The older edition.
    pub old: Side,
    /// The newer edition.
    pub new: Side,
    /// The numbers of it all.
    pub summary: Summary,
    /// What differs.
    pub changes: Vec<Change>,
    /// Which items are the same measure; those that are on one side only are in no pair.
    pub items: Vec<Pair>,
    /// Which indicators are the same.
    pub indicators: Vec<Pair>,
    /// What a person must know: pairs that are doubtful, editions that do not fit.
    pub findings: Vec<Finding>,
}

/// One of the two editions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Title of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Number of items.
    pub items: usize,
    /// Number of indicators.
    pub indicators: usize,
}

/// The numbers of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Changes that matter.
    pub substantive: usize,
    /// Changes that every new edition brings.
    pub routine: usize,
    /// Changes of the print only.
    pub clerical: usize,
    /// Items that are in both editions, without any change that matters.
    pub unchanged_items: usize,
    /// Changes by kind.
    pub kinds: BTreeMap<Kind, usize>,
}

/// Whether a change matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// What the plan says differs.
    Substantive,
    /// What every new edition brings: the next year's column, its values, the title's year.
    Routine,
    /// The same is said in other characters: width, punctuation, line breaks, notation of years.
    Clerical,
}

/// What a change is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The plan itself.
    Plan,
    /// An entry of the legend.
    Legend,
    /// A policy, measure, action …
    Item,
    /// An indicator.
    Indicator,
    /// Running text.
    Section,
    /// A footnote.
    Footnote,
    /// A table that no rule reads.
    Table,
}

/// How something differs. Where two kinds are each other's reverse, comparing the editions the other way round gives
/// the other one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// In the new edition only.
    Added,
    /// In the old edition only.
    Removed,
    /// A 再掲 of something that is in both editions came.
    RepeatAdded,
    /// A 再掲 went.
    RepeatRemoved,
    /// One became several.
    Split,
    /// Several became one.
    Merged,
    /// The number differs.
    Renumbered,
    /// It belongs to another item.
    Moved,
    /// Its kind differs: a measure became an action.
    KindChanged,
    /// Title, name, or text differ.
    Reworded,
    /// The status differs.
    StatusChanged,
    /// The status is printed with another mark that means the same.
    MarkChanged,
    /// Flags (新規, 重点 …) came or went.
    FlagsChanged,
    /// It refers to other numbers.
    RefsChanged,
    /// A field differs.
    FieldChanged,
    /// A field is in the new edition only.
    FieldAdded,
    /// A field is in the old edition only.
    FieldRemoved,
    /// A date or year until which something is to be done differs.
    DeadlineMoved,
    /// The columns of years are those of other years.
    YearsRolled,
    /// A value of a year that the old edition did not give yet.
    ValueAdded,
    /// A value of a year that the new edition does not give any more.
    ValueRemoved,
    /// The value of one and the same year, or of a baseline, differs.
    ValueChanged,
    /// A target differs: its value, its year, or both.
    TargetChanged,
    /// The unit differs.
    UnitChanged,
    /// It is to go up, where it was to go down.
    DirectionChanged,
    /// A mark means something else.
    Redefined,
    /// A part of the plan's own record (title, edition, period …) differs.
    PlanChanged,
    /// What a 正誤表 sets right.
    Corrected,
}

/// Which way something went.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A status nearer to the end of the work, or a better grade.
    Progress,
    /// A status further from it, or a worse grade.
    Setback,
    /// A number went up.
    Up,
    /// A number went down.
    Down,
    /// A date is earlier.
    Earlier,
    /// A date is later.
    Later,
}

/// What a change is about, on one side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Of {
    /// Its id in the document; for a legend entry its mark, for a footnote its term.
    pub id: String,
    /// Its measure number as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Title, name, heading, or meaning.
    pub title: String,
    /// Where it is printed, or where the value in question is.
    pub at: Vec<At>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// How it differs.
    pub kind: Kind,
    /// Whether it matters.
    pub weight: Weight,
    /// What it is about.
    pub subject: Subject,
    /// In the old edition; several where they were merged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub old: Vec<Of>,
    /// In the new edition; several where it was split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new: Vec<Of>,
    /// The part of it: `title`, `status`, the label of a field, the role of a value, a key of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The fiscal year of a value, where both sides mean the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// What the old edition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What the new edition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Both texts as one, with what was taken out and put in; where texts of several words differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Piece>,
    /// Which way it went, where that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What else is to be known: that a 正誤表 announces it, that the mark is the same and its meaning is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A piece of a text that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Piece {
    /// In which of the two texts it is.
    pub side: PieceSide,
    /// The text.
    pub text: String,
}

/// In which text a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceSide {
    /// In both.
    Both,
    /// In the old one: taken out.
    Old,
    /// In the new one: put in.
    New,
}

/// The same measure or indicator in both editions. A split is a pair for each part, a merger for each source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// Its id in the old edition.
    pub old: String,
    /// Its id in the new edition.
    pub new: String,
    /// By what it was recognised.
    pub by: By,
    /// How much speaks for it, from 0 to 1; 1 where number, title and place are the same.
    pub sureness: f64,
}

/// By what a pair was recognised.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The number and the title are the same.
    Number,
    /// The title is the same.
    Title,
    /// Number, title, place and content together.
    Likeness,
    /// It is a part of what was split.
    Split,
    /// It went into what was merged.
    Merged,
}

/// The JSON Schema of [`Comparison`].
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Comparison).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert(
            "title".into(),
            "Keikaku comparison of two editions, version 1".into(),
        );
    }
    schema
}
