//! Forms: label cells beside value cells.

use super::{Name, Pattern};
use schemars::JsonSchema;
use serde::Deserialize;

/// A form (評価シート, 事業カード): one record a page or block, in tables of labels and values. A record goes from
/// the cell that matches `begins` to the next, over tables and pages. The value of a label is in the
/// cells to its right, up to the next label; where there are none, in the cells below, down to the next.
///
/// Labels are cells that match `title`, `number`, `status` or one of `labels`; and, where those are painted,
/// every cell painted in the same colour.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Name, for scopes and examples.
    #[schemars(example = &"評価シート")]
    pub name: Name,
    /// Kind of the items.
    #[schemars(example = &"action")]
    pub kind: Name,
    /// Label of the title. Its capture `number` is the number: on a card it stands where others have a label,
    /// `(?<number>\d+-\d+)`.
    #[schemars(example = &"事業名")]
    pub title: Pattern,
    /// Label of the number.
    #[schemars(example = &"{番号}")]
    pub number: Option<Pattern>,
    /// A sample of the number that the title begins with; see `item`.
    #[schemars(example = &"1-1")]
    pub marker: Option<Name>,
    /// Captures of the title's value, as in `item`.
    #[schemars(example = &"^(?<title>.+?)(?<flag.新規>【新規】)?$")]
    pub pattern: Option<Pattern>,
    /// Label of the status mark.
    #[schemars(example = &"総合評価")]
    pub status: Option<Pattern>,
    /// The marks that the status may be, where no legend lists them.
    #[serde(default)]
    #[schemars(example = super::list("A\nB"))]
    pub marks: Vec<String>,
    /// Label of the numbers of other items.
    #[schemars(example = &"関連施策")]
    pub refs: Option<Pattern>,
    /// Labels of fields.
    #[serde(default)]
    #[schemars(example = super::list("{担当課}\n事業概要\n今後の方向性"))]
    pub labels: Vec<Pattern>,
    /// Label at which a record begins; by default the first in the document of the labels of `above`, the
    /// number and the title.
    #[schemars(example = &"整理番号")]
    pub begins: Option<Pattern>,
    /// Labels whose values are items above the record: each gets the kind given, and is the parent of
    /// what follows. They are tried in the order given, the highest first.
    #[serde(default)]
    pub above: Vec<Above>,
    /// Kinds or names of the parent, the first that is open; by default the last of `above`.
    #[serde(default)]
    #[schemars(example = super::list("measure"))]
    pub parent: Vec<Name>,
    /// A name by which others can call these items their parent.
    #[serde(rename = "as")]
    #[schemars(example = &"project")]
    pub as_name: Option<Name>,
    /// Flags of every such item.
    #[serde(default)]
    #[schemars(example = super::list("重点"))]
    pub flags: Vec<String>,
    /// The document need not have it.
    #[serde(default)]
    #[schemars(example = true)]
    pub optional: bool,
}

/// A label whose value is an item above the record. The same value on the next sheet is the same item.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Above {
    /// The label.
    #[schemars(example = &"{基本方針}")]
    pub label: Pattern,
    /// Kind of the item.
    #[schemars(example = &"policy")]
    pub kind: Name,
    /// A sample of the number that the value begins with; see `item`.
    #[schemars(example = &"基本方針1")]
    pub marker: Option<Name>,
    /// Captures of the value, as in `item`.
    #[schemars(example = &"^(?<number>\\d+)\\s*(?<title>.+)$")]
    pub pattern: Option<Pattern>,
}
