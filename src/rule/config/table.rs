//! Tables: rows that are records, columns whose cells hold items.

use super::{Indicator, Item, Name, Pattern, Split};
use schemars::JsonSchema;
use serde::Deserialize;

/// What an indicator's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 現状値, 基準値
    Baseline,
    /// 実績値
    Actual,
    /// 目標値
    Target,
}

impl Role {
    /// As the document prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Actual => "actual",
            Self::Target => "target",
        }
    }
}

/// A table. Which table of the document is meant is said by its headers, its first column, its caption,
/// the text before it or its place in the order; all that are given must hold. Every table that fits is
/// read.
///
/// A header pattern must match a whole header cell of the column at any level, white space aside;
/// `A > B` names cells above each other.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Name, for checks, legends, scopes and examples.
    #[schemars(example = &"体系表")]
    pub name: Name,
    /// Each must match a header cell: in the first rows, or in a row further down, where a table stands
    /// within a larger one.
    #[serde(default)]
    #[schemars(example = super::list("基本方針\n令和4年度 > 実績"))]
    pub headers: Vec<Pattern>,
    /// No header cell may match one of these.
    #[serde(default)]
    #[schemars(example = super::list("{現状値}"))]
    pub without: Vec<Pattern>,
    /// Must be found in the first cell of every row; for tables without headers.
    #[schemars(example = &"^【[Ⅰ-Ⅴ]")]
    pub first_column: Option<Pattern>,
    /// Must be found in the caption.
    #[schemars(example = &"進捗状況")]
    pub caption: Option<Pattern>,
    /// Must be found in a paragraph before the table, with no other table between.
    #[schemars(example = &"第4章")]
    pub after: Option<Pattern>,
    /// Only this one of the tables that fit, from 1.
    #[schemars(example = 2, range(min = 1))]
    pub nth: Option<usize>,
    /// Where a table stands within a larger one: it ends before a row whose first cell matches this whole, and
    /// in any case before a row that begins with a label of a form.
    #[schemars(example = &"{評価}.*")]
    pub until: Option<Pattern>,
    /// The table stands on its side: its headers are in the first column, and each column is a record.
    #[serde(default)]
    #[schemars(example = true)]
    pub transposed: bool,
    /// The document need not have it.
    #[serde(default)]
    #[schemars(example = true)]
    pub optional: bool,
    /// Rows of one cell that open a level.
    #[serde(default)]
    pub group: Vec<Group>,
    /// Rows whose text matches are sub-totals or notes, and no records.
    #[serde(default)]
    #[schemars(example = super::list("^(小計|合計)"))]
    pub skip_rows: Vec<Pattern>,
    /// One item a row.
    pub row: Option<Row>,
    /// One indicator a row, or a merged cell.
    pub indicator: Option<IndicatorRow>,
    /// Every cell a field of one item: 事業費 by year within a form.
    pub cells: Option<Cells>,
    /// Columns whose cells hold items, lists or indicators.
    #[serde(default)]
    pub column: Vec<Column>,
}

/// Rows and columns that are fields of one item, named `ROW/COLUMN` by their labels: `一般財源/令和5年度`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cells {
    /// Column of the labels of the rows.
    #[schemars(example = &"区分")]
    pub label: Pattern,
    /// Kinds or names of the item, the first that is open; by default the last item that was read.
    #[serde(default)]
    #[schemars(example = super::list("action"))]
    pub of: Vec<Name>,
}

/// A row of one cell that opens a level.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Captures `title`, and `number` if there is one.
    #[schemars(example = &"^(?<number>\\(\\d+\\))\\s*(?<title>.+)$")]
    pub pattern: Option<Pattern>,
    /// A sample of the number, in place of `pattern`; see `item`.
    #[schemars(example = &"(1)")]
    pub marker: Option<Name>,
    /// Level, from 1; a group closes those of its level and below.
    #[schemars(example = 1, range(min = 1))]
    pub level: u32,
    /// Kind of its item; by default `group`.
    #[serde(default = "group")]
    #[schemars(example = &"policy")]
    pub kind: Name,
}

fn group() -> Name {
    Name::unplaced("group")
}

/// One item a row. Columns are named by patterns over their headers. Every column that is neither
/// number nor title becomes a field under its printed header.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Kind of the items.
    #[schemars(example = &"action")]
    pub kind: Name,
    /// Column of the number.
    #[schemars(example = &"{番号}")]
    pub number: Option<Pattern>,
    /// Column of the title.
    #[schemars(example = &"{取組}名?")]
    pub title: Pattern,
    /// A sample of the number that the title cell begins with; see `item`.
    #[schemars(example = &"1-1")]
    pub marker: Option<Name>,
    /// Captures of the title cell, as in `item`.
    #[schemars(example = &"^(?<title>.+?)(?<flag.新規>【新規】)?$")]
    pub pattern: Option<Pattern>,
    /// Column of the status mark.
    #[schemars(example = &"{進捗}.*")]
    pub status: Option<Pattern>,
    /// Columns of which one is marked in each row; its header is the status.
    #[serde(default)]
    #[schemars(example = super::list("実施済\n一部実施\n未実施"))]
    pub status_columns: Vec<Pattern>,
    /// The marks that the status column may hold, where no legend lists them.
    #[serde(default)]
    #[schemars(example = super::list("済\n未"))]
    pub marks: Vec<String>,
    /// Column of the numbers of other items.
    #[schemars(example = &"関連施策")]
    pub refs: Option<Pattern>,
    /// Kinds or names of the parent, the first that is open; by default the deepest group.
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
    /// Columns whose blank cells take the value of the cell above.
    #[serde(default)]
    #[schemars(example = super::list("{担当課}"))]
    pub carry: Vec<Pattern>,
    /// Flags by the text of a column.
    #[serde(default)]
    pub flag: Vec<RowFlag>,
}

/// A flag by the text of a column.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowFlag {
    /// The column.
    #[schemars(example = &"重点")]
    pub column: Pattern,
    /// Must be found in the cell; by default anything.
    #[schemars(example = &"○")]
    pub pattern: Option<Pattern>,
    /// The flag.
    #[schemars(example = &"重点")]
    pub flag: String,
}

/// One indicator a row. Columns that hold no values become its `fields`. A unit in brackets behind the name
/// is the unit of its values. Rows that share a merged name cell are one indicator. A year stands in its
/// own column, behind the value, or in the header of the value's column; a role in its own column or
/// in that header, by the shared words 現状値, 実績値 and 目標値.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRow {
    /// Column of the name.
    #[schemars(example = &"{指標}")]
    pub name: Pattern,
    /// Column of the unit.
    #[schemars(example = &"{単位}")]
    pub unit: Option<Pattern>,
    /// Column of the direction: ↑, 増加.
    #[schemars(example = &"めざす方向")]
    pub direction: Option<Pattern>,
    /// Column that says in words what the row's values are: 目標, 実績.
    #[schemars(example = &"区分")]
    pub role: Option<Pattern>,
    /// Columns of the values; by default every column whose header names a role or a year.
    #[serde(default)]
    pub value: Vec<ValueColumn>,
    /// Kinds or names of the item it measures, the first that is open; by default the row's own item, and
    /// where the rows are no items, the last one opened by a column or group, or the form that the table
    /// stands in.
    #[serde(default)]
    #[schemars(example = super::list("measure"))]
    pub of: Vec<Name>,
}

/// Columns of values.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueColumn {
    /// Header of the columns.
    #[schemars(example = &"{現状値}.*")]
    pub header: Pattern,
    /// What the values are; by default what the header, or the column `role`, says.
    #[schemars(example = &"baseline")]
    pub role: Option<Role>,
    /// Header of the column of the year; by default the year behind the value, or in the header.
    #[schemars(example = &"基準年度")]
    pub year: Option<Pattern>,
}

/// A column whose cells hold items, lists or indicators.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Matches its header.
    #[schemars(example = &"{施策}")]
    pub header: Pattern,
    /// How its content is cut into entries, unless the items have markers.
    #[schemars(example = &"whole")]
    pub split: Option<Split>,
    /// Cut at every paragraph that begins with this pattern.
    #[schemars(example = &"^[①-⑳]")]
    pub split_at: Option<Pattern>,
    /// Cut at every match of this pattern, which belongs to no entry.
    #[schemars(example = &"[/、]")]
    pub split_by: Option<Pattern>,
    /// The document need not have it.
    #[serde(default)]
    #[schemars(example = true)]
    pub optional: bool,
    /// What its entries are, tried in order.
    #[serde(default)]
    pub item: Vec<Item>,
    /// Indicators in its cells.
    #[serde(default)]
    pub indicator: Vec<Indicator>,
    /// Header of the column whose items the entries of this one stand beside, one for one; they become
    /// fields of those items.
    #[schemars(example = &"実行計画")]
    pub pair: Option<Pattern>,
}
