//! A rule file as it is written: TOML with the place of every pattern.
//!
//! The keys are documented here; [`super::compile`] makes a [`super::Rule`] of it. Unknown keys
//! are errors.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A regular expression with its place in the file.
pub type Pattern = Spanned<String>;

/// A rule file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Unique among all rules.
    pub id: Spanned<String>,
    /// Raised whenever the output for a document may change.
    pub version: u32,
    /// What it reads, in a line.
    pub title: String,
    /// Why this family of documents needs a rule of its own.
    pub why: String,
    /// Which documents it reads.
    #[serde(rename = "match")]
    pub matches: Match,
    /// The plan's title, municipality, edition, period, publisher.
    #[serde(default)]
    pub plan: Plan,
    /// Where marks are explained.
    #[serde(default)]
    pub legend: Vec<Legend>,
    /// Footnotes: captures `term` and `text`.
    #[serde(default)]
    pub footnote: Vec<Footnote>,
    /// Tables.
    #[serde(default)]
    pub table: Vec<Table>,
    /// Running text by heading.
    #[serde(default)]
    pub section: Vec<Section>,
    /// How texts are normalised, other than by the policy `plan`.
    #[serde(default)]
    pub normalize: Vec<Normalize>,
    /// What must hold.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Worked examples.
    #[serde(default)]
    pub example: Vec<Spanned<Example>>,
}

/// The part of a rule file that choosing a rule needs; the rest is not looked at.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadFile {
    /// See [`RuleFile::id`].
    pub id: String,
    /// See [`RuleFile::version`].
    pub version: u32,
    /// See [`RuleFile::title`].
    pub title: String,
    /// See [`RuleFile::matches`].
    #[serde(rename = "match")]
    pub matches: Match,
}

/// Which documents a rule reads. All patterns are searched in the folded text of the document,
/// tables included.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Each must be found; each counts 2.
    pub all: Vec<Pattern>,
    /// Each that is found counts 1.
    #[serde(default)]
    pub any: Vec<Pattern>,
    /// None may be found.
    #[serde(default)]
    pub none: Vec<Pattern>,
    /// Must be found in the title of the document information.
    pub info_title: Option<Pattern>,
    /// Must be found in the producer.
    pub producer: Option<Pattern>,
}

/// The plan.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Patterns over the running text, a paragraph a line. Each named capture (`title`,
    /// `municipality`, `edition`, `period`, `publisher`, `published`) fills the field of its name,
    /// unless an earlier pattern did.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// Values that this family of documents does not print.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Fields that every document of the family must have; a missing one is a finding.
    #[serde(default)]
    pub required: Vec<String>,
}

/// Where marks are explained.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legend {
    /// Captures `mark` and `meaning`, wherever it is found in a paragraph.
    pub pattern: Option<Pattern>,
    /// The mark, where the pattern captures only its meaning.
    pub mark: Option<String>,
    /// The meaning, where no pattern is given: a mark that the family is known to use.
    pub meaning: Option<String>,
    /// Only paragraphs that follow this one, up to the next box.
    pub after: Option<Pattern>,
    /// Name of a table whose rows are the entries.
    pub table: Option<Spanned<String>>,
    /// Column of the mark in that table.
    #[serde(default)]
    pub mark_col: usize,
    /// Column of the meaning in that table.
    #[serde(default = "one")]
    pub meaning_col: usize,
    /// Where the entries hold: the name of a table or section of the rule, or a kind of items.
    pub scope: Option<String>,
    /// Look for legends that state themselves: boxes and lists under 凡例 or マークの意味, lines such as
    /// `B=予定通り　E=未実施`, `網掛け：…`, `【　】内は…`.
    pub stated: Option<Spanned<bool>>,
}

fn one() -> usize {
    1
}

/// Footnotes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footnote {
    /// Captures `term` and `text`.
    pub pattern: Pattern,
}

/// A table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Name, for checks, legends and examples.
    pub name: String,
    /// Each must match a header cell.
    #[serde(default)]
    pub headers: Vec<Pattern>,
    /// Must match the first cell of every row; for tables without header.
    pub first_column: Option<Pattern>,
    /// Must be found in the caption.
    pub caption: Option<Pattern>,
    /// The document need not have it.
    #[serde(default)]
    pub optional: bool,
    /// Rows of one cell that open a level.
    #[serde(default)]
    pub group: Vec<Group>,
    /// Rows whose text matches are sub-totals or notes, and no records.
    #[serde(default)]
    pub skip_rows: Vec<Pattern>,
    /// One item a row.
    pub row: Option<Row>,
    /// Columns whose cells hold items, lists or indicators.
    #[serde(default)]
    pub column: Vec<Column>,
}

/// A row of one cell that opens a level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Captures `title`, and `number` if there is one.
    pub pattern: Pattern,
    /// Level, from 1; a group closes those of its level and below.
    pub level: u32,
    /// Kind of its item.
    #[serde(default = "group")]
    pub kind: String,
}

fn group() -> String {
    "group".into()
}

/// One item a row. Columns are named by patterns over their header.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Kind of the items.
    pub kind: String,
    /// Column of the number.
    pub number: Option<Pattern>,
    /// Column of the title.
    pub title: Pattern,
    /// Column of the status mark.
    pub status: Option<Pattern>,
    /// The marks that the status column may hold, where no legend lists them.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Kinds or names of the parent, the first that is open; by default the deepest group.
    #[serde(default)]
    pub parent: Vec<String>,
    /// Columns whose blank cells take the value of the cell above.
    #[serde(default)]
    pub carry: Vec<Pattern>,
    /// Flags by the text of a column.
    #[serde(default)]
    pub flag: Vec<RowFlag>,
}

/// A flag by the text of a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFlag {
    /// The column.
    pub column: Pattern,
    /// Must be found in the cell.
    pub pattern: Pattern,
    /// The flag.
    pub flag: String,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Matches its header (without white space).
    pub header: Pattern,
    /// How its content is cut into entries: `marker` (the default) at every paragraph that begins
    /// with a list marker, `line` at every paragraph, `whole` not at all.
    pub split: Option<Spanned<String>>,
    /// Cut at every paragraph that begins with this pattern.
    pub split_at: Option<Pattern>,
    /// Cut at every match of this pattern, which belongs to no entry.
    pub split_by: Option<Pattern>,
    /// The document need not have it.
    #[serde(default)]
    pub optional: bool,
    /// What its entries are, tried in order.
    #[serde(default)]
    pub item: Vec<Item>,
    /// Indicators in its cells.
    #[serde(default)]
    pub indicator: Vec<Indicator>,
    /// Header of the column whose items the entries of this one stand beside, one for one.
    pub pair: Option<Pattern>,
}

/// What an entry is. Reserved captures: `number`, `title`, `status`, `refs` (a list), `flag` (its
/// text is the flag), `flag.X` (sets flag X). Every other capture is a field of its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Kind of the item; absent in a paired column, whose entries belong to the items beside.
    pub kind: Option<String>,
    /// Must match the whole entry.
    pub pattern: Pattern,
    /// Kinds or names of the parent, the first that is open.
    #[serde(default)]
    pub parent: Vec<String>,
    /// A name by which others can call this item their parent.
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// Flags of every such item.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Field that paragraphs after the entry belong to.
    pub body: Option<String>,
}

/// Indicators. Either one `pattern` with the captures `name`, `group`, `baseline`,
/// `baseline_year`, `actual`, `actual_year`, `target`, `target_year`, `direction`; or `name`,
/// `value` and `year` patterns, whose matches are paired in their order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Finds a whole indicator.
    pub pattern: Option<Pattern>,
    /// Finds the name at the start of an entry: capture `name`.
    pub name: Option<Pattern>,
    /// Finds the values behind the name.
    pub value: Option<Pattern>,
    /// Finds the years behind the name.
    pub year: Option<Pattern>,
    /// Roles of the values in their order.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Role of values on a painted patch, where the document has patches.
    pub shaded_role: Option<String>,
    /// Kinds or names of the item it measures.
    #[serde(default)]
    pub of: Vec<String>,
}

/// Running text under a heading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Name, for examples; by default the pattern.
    pub name: Option<String>,
    /// Must match the whole heading; captures as in `item`, and `period` for the years it names.
    pub pattern: Pattern,
    /// Level, from 1; a heading closes sections of its level and below.
    pub level: u32,
    /// Only after a paragraph that matches this.
    pub after: Option<Pattern>,
    /// Kind of the item that the heading itself is.
    pub kind: Option<String>,
    /// Kinds or names of that item's parent.
    #[serde(default)]
    pub parent: Vec<String>,
    /// A name by which others can call that item their parent.
    #[serde(rename = "as")]
    pub as_name: Option<String>,
    /// Flags of that item.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Field of that item that its paragraphs belong to.
    pub body: Option<String>,
    /// How its content is cut into entries: `marker` (the default) at every paragraph that begins
    /// with a list marker, `line` at every paragraph, `whole` not at all.
    pub split: Option<Spanned<String>>,
    /// Cut at every paragraph that begins with this pattern.
    pub split_at: Option<Pattern>,
    /// Cut at every match of this pattern, which belongs to no entry.
    pub split_by: Option<Pattern>,
    /// What the entries are.
    #[serde(default)]
    pub item: Vec<Item>,
    /// Indicators in its paragraphs.
    #[serde(default)]
    pub indicator: Vec<Indicator>,
}

/// How texts are normalised.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normalize {
    /// Matches the whole label of a field, or `title`.
    pub field: Pattern,
    /// `printed`, `plan`, `label`, `plain`, or steps with commas between: `width, spaces`.
    pub policy: Spanned<String>,
}

/// What must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// `counts`: counts printed in a table against the items (`table`, `key`, `field`, `claim`);
    /// `repeats`: items with a `flag` repeat an earlier title; `required`: items of a `kind` have
    /// these `fields`, printed and not blank.
    #[serde(rename = "type")]
    pub check: Spanned<String>,
    /// Name of the table with the counts.
    pub table: Option<Spanned<String>>,
    /// Finds the key in the first column of that table, and in `field` of the items: capture `key`.
    pub key: Option<Pattern>,
    /// Field of the items that holds the key.
    pub field: Option<String>,
    /// Finds a claim in the other cells: captures `count`, `of` and `status`.
    pub claim: Option<Pattern>,
    /// Marks that a claimed status counts, besides itself.
    #[serde(default)]
    pub includes: BTreeMap<String, Vec<String>>,
    /// The flag.
    pub flag: Option<String>,
    /// The kind.
    pub kind: Option<String>,
    /// The fields.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// A worked example: what an entry becomes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Header of a column, name of a section, or `legend`, `footnote`, `plan`.
    #[serde(rename = "in")]
    pub within: String,
    /// The text of a cell or paragraph.
    pub given: String,
    /// What the first result must have; keys of the document.
    pub expect: toml::Table,
}
