//! Entries of cells and sections: items and indicators.

use super::{Name, Pattern, Role};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// How content is cut into entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// At every paragraph that begins with a bullet or number.
    Marker,
    /// At every paragraph.
    Line,
    /// Not at all.
    Whole,
}

/// What an entry is. Without `pattern` and `marker` the whole entry is the title. Tags before and behind
/// the title (【新規】, ＜再掲＞, ★) are flags, unless a `pattern` says otherwise.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct Item {
    /// Kind of the item: `vision`, `policy`, `measure`, `submeasure`, `action`, `priority`, `group`. Absent in a
    /// paired column, whose entries belong to the items beside.
    #[schemars(example = &"measure")]
    pub kind: Option<Name>,
    /// A sample of the number or bullet that the entry begins with: `①`, `(1)`, `1-1`, `ア`, `方針1`, `第1章`,
    /// `No.1`, `・`; `bullet` is any bullet. The rest of the entry is the title.
    #[schemars(example = &"(1)")]
    pub marker: Option<Name>,
    /// Must match the whole entry. Captures `number`, `title`, `status`, `refs` (a list), `flag` (its text
    /// is the flag; also `flag2`, `flag3`), `flag.X` (sets flag X); every other capture is a field of its name.
    #[schemars(example = &"^(?<number>\\d+-\\d+)\\s*(?<title>.+?)\\s*No\\.(?<refs>[\\d、]+)$")]
    pub pattern: Option<Pattern>,
    /// Kinds or names of the parent; the first that is open is taken.
    #[serde(default)]
    #[schemars(example = super::list("policy"))]
    pub parent: Vec<Name>,
    /// A name by which others can call this item their parent.
    #[serde(rename = "as")]
    #[schemars(example = &"goal")]
    pub name: Option<Name>,
    /// Flags of every such item.
    #[serde(default)]
    #[schemars(example = super::list("重点"))]
    pub flags: Vec<String>,
    /// Field that paragraphs after the entry's first belong to.
    #[schemars(example = &"説明")]
    pub body: Option<String>,
}

/// Indicators in a text. Nothing but `of`: lines `NAME 現状値 V（YEAR）→目標値 V（YEAR）`. One `pattern`: a whole
/// indicator. `name`, `value` and `year`: patterns whose matches are paired in their order.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Finds a whole indicator: captures `name`, `group`, `baseline`, `baseline_year`, `actual`,
    /// `actual_year`, `target`, `target_year`, `direction`.
    #[schemars(example = &"(?<name>\\S+):\\s*(?<baseline>[^→]+)→(?<target>.+)")]
    pub pattern: Option<Pattern>,
    /// Finds the name at the start of an entry: capture `name`.
    #[schemars(example = &"^○(?<name>.+?)【")]
    pub name: Option<Pattern>,
    /// Finds the values behind the name.
    #[schemars(example = &"\\d[\\d,.]*(%|人|件)")]
    pub value: Option<Pattern>,
    /// Finds the years behind the name.
    #[schemars(example = &"\\(\\d{4}\\)")]
    pub year: Option<Pattern>,
    /// Roles of the values in their order.
    #[serde(default)]
    #[schemars(example = super::list("baseline\ntarget"))]
    #[schemars(with = "Vec<Role>")]
    pub roles: Vec<Spanned<Role>>,
    /// Role of values on a painted patch, where the document has patches.
    #[schemars(example = &"actual")]
    pub shaded_role: Option<Role>,
    /// Kinds or names of the item it measures; the first that is open is taken.
    #[serde(default)]
    #[schemars(example = super::list("policy"))]
    pub of: Vec<Name>,
}

/// Running text under a heading, up to the next heading of its level or above, or to the end of the box
/// that holds both.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Name, for examples and scopes; by default the heading's pattern.
    #[schemars(example = &"施策")]
    pub name: Option<Name>,
    /// Must match the whole heading; captures as in `item`, and `period` for the years it names.
    #[schemars(example = &"^【施策内容】$")]
    pub pattern: Option<Pattern>,
    /// A sample of the number that the heading begins with, in place of `pattern`; see `item`.
    #[schemars(example = &"基本施策1")]
    pub marker: Option<Name>,
    /// The document need not have it.
    #[serde(default)]
    #[schemars(example = true)]
    pub optional: bool,
    /// Level, from 1; a heading closes sections of its level and below.
    #[schemars(example = 1, range(min = 1))]
    pub level: u32,
    /// Only after a paragraph in which this is found.
    #[schemars(example = &"第3章.*")]
    pub after: Option<Pattern>,
    /// Kind of the item that the heading itself is.
    #[schemars(example = &"policy")]
    pub kind: Option<Name>,
    /// Kinds or names of that item's parent.
    #[serde(default)]
    #[schemars(example = super::list("vision"))]
    pub parent: Vec<Name>,
    /// A name by which others can call that item their parent.
    #[serde(rename = "as")]
    #[schemars(example = &"goal")]
    pub as_name: Option<Name>,
    /// Flags of that item.
    #[serde(default)]
    #[schemars(example = super::list("重点"))]
    pub flags: Vec<String>,
    /// Field of that item that its paragraphs belong to.
    #[schemars(example = &"説明")]
    pub body: Option<String>,
    /// Labels of fields of that item: paragraphs `LABEL：VALUE`, `【LABEL】VALUE`, or the label alone with its
    /// value in the paragraphs behind it.
    #[serde(default)]
    #[schemars(example = super::list("{担当課}\n事業概要"))]
    pub labels: Vec<Pattern>,
    /// How its content is cut into entries, unless the items have markers.
    #[schemars(example = &"line")]
    pub split: Option<Split>,
    /// Cut at every paragraph that begins with this pattern.
    #[schemars(example = &"^[①-⑳]")]
    pub split_at: Option<Pattern>,
    /// Cut at every match of this pattern, which belongs to no entry.
    #[schemars(example = &"[/、]")]
    pub split_by: Option<Pattern>,
    /// What the entries are, tried in order.
    #[serde(default)]
    pub item: Vec<Item>,
    /// Indicators in its paragraphs.
    #[serde(default)]
    pub indicator: Vec<Indicator>,
}
