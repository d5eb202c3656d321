//! [`Difference`]: one value that is not what it is held to be.

use crate::document::At;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a value differs from what is held to be right.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is expected, and was not found.
    Missing,
    /// It was found, and is not expected.
    Surplus,
    /// Another one was found in its place.
    Different,
    /// The same was found, but not character for character: white space, width, the kind of a dash.
    Print,
}

/// What a field belongs to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The plan itself.
    Plan,
    /// An entry of the legend, by its mark.
    Legend,
    /// A policy, measure, action …
    Item,
    /// An indicator.
    Indicator,
    /// A table.
    Table,
    /// A section of running text.
    Section,
    /// A footnote, by its term.
    Footnote,
    /// A finding, by its code.
    Finding,
}

impl Subject {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Legend => "legend",
            Self::Item => "item",
            Self::Indicator => "indicator",
            Self::Table => "table",
            Self::Section => "section",
            Self::Footnote => "footnote",
            Self::Finding => "finding",
        }
    }
}

/// What a field belongs to, by a name that people know and one that programs know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Of {
    /// What it is.
    pub subject: Subject,
    /// Its id in the document that was found, else in the truth; of a legend entry the mark, of a footnote
    /// the term, of a finding the code. Empty for the plan.
    pub id: String,
    /// Number and title, or name, in words.
    pub name: String,
}

/// By what the place of a difference is known, from the surest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Located {
    /// What was found was read there.
    Read,
    /// The truth says so.
    Held,
    /// What is expected is printed there, and was not read as what it is.
    Printed,
    /// What it belongs to stands there; its own text is printed nowhere.
    Owner,
    /// Nothing tells.
    Unknown,
}

/// One value that is not what it is held to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// How it differs.
    pub kind: Kind,
    /// The field: `items`, `kind`, `number`, `title`, `parent`, `status`, `refs`, `flags`, `fields.実績`,
    /// `order`, `id`; `indicators`, `name`, `group`, `of`, `direction`, `values.target`; `legend`, `meaning`,
    /// `code`, `scope`; `tables`, `rows`, `cols`, `header_rows`, `cells`; `footnotes`, `term`; `sections`,
    /// `heading`, `text`; `findings`; `plan.title`, `rule`, `source.pages`; `page`, `at` … `items`, `tables`
    /// and the like are the presence of such a thing.
    pub field: String,
    /// What the field belongs to.
    pub of: Of,
    /// What is held to be right; absent for a surplus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was found; absent for what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where on the page; row and column for a cell.
    pub at: Vec<At>,
    /// By what the place is known.
    pub located: Located,
    /// The manifest expects this failure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expected_failure: bool,
}
