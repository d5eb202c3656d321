//! Checks: what must hold of a document.

use super::{Name, Pattern};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckKind {
    /// Counts of each status that a table prints are those of the items. Needs `table`, `key`, `field`, `claim`.
    Counts,
    /// A number of items that the text prints is theirs. Needs `pattern` and `kind`; `flag` counts only those
    /// with the flag.
    Total,
    /// Sub-totals and totals in a table are the sums of the rows above them; a mark (○, ●) counts as 1. Needs `table` and `rows`; `columns`
    /// names the columns, by default all that hold numbers.
    Sums,
    /// Items with a flag repeat an earlier title. Needs `flag`.
    Repeats,
    /// References lead to an item. Needs `kind`, the kind of the items that refer.
    References,
    /// Items have fields that are printed and not blank. Needs `kind` and `fields`.
    Required,
    /// Statuses are among some marks. Needs `kind` and `marks`.
    Marks,
    /// Numbers of a kind go 1, 2, 3 … through the whole document, none twice. Needs `kind`.
    Numbers,
    /// Years of an indicator go from baseline over actual to target.
    Years,
}

/// What must hold. What does not is a finding. That siblings are numbered without gaps, and that a number
/// stands under its own policy, is checked without being asked for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is checked.
    #[serde(rename = "type")]
    #[schemars(with = "CheckKind", example = &"required")]
    pub check: Spanned<CheckKind>,
    /// Name of the table with the counts or sums.
    #[schemars(example = &"達成状況")]
    pub table: Option<Name>,
    /// Finds the key in the first column of that table, and in `field` of the items: capture `key`.
    #[schemars(example = &"^(?<key>【[^】]+】)")]
    pub key: Option<Pattern>,
    /// Field of the items that holds the key.
    #[schemars(example = &"重点")]
    pub field: Option<String>,
    /// Finds a claim in the other cells: captures `count`, `of` and `status`.
    #[schemars(example = &"^(?<count>\\d+)/(?<of>\\d+):(?<status>.+)$")]
    pub claim: Option<Pattern>,
    /// Marks that a claimed status counts, besides itself.
    #[serde(default)]
    #[schemars(example = super::pair("済", super::list("済・継")))]
    pub includes: BTreeMap<String, Vec<String>>,
    /// Finds a printed number in the text: capture `count`.
    #[schemars(example = &"全(?<count>\\d+)事業")]
    pub pattern: Option<Pattern>,
    /// Finds the rows of totals by their first filled cell.
    #[schemars(example = &"^(小計|合計)$")]
    pub rows: Option<Pattern>,
    /// Headers of columns.
    #[serde(default)]
    #[schemars(example = super::list("事業費.*"))]
    pub columns: Vec<Pattern>,
    /// The flag.
    #[schemars(example = &"再掲")]
    pub flag: Option<String>,
    /// The kind.
    #[schemars(example = &"action")]
    pub kind: Option<Name>,
    /// Labels of fields.
    #[serde(default)]
    #[schemars(example = super::list("担当課"))]
    pub fields: Vec<String>,
    /// The marks.
    #[serde(default)]
    #[schemars(example = super::list("A\nB\nC"))]
    pub marks: Vec<String>,
}
