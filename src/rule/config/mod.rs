//! A rule file as it is written: TOML with the place of every pattern.
//!
//! The keys are documented here, and nowhere else: `keikaku rules schema` and the reference of the
//! guide are made of these structs. [`super::compile`] makes a [`super::Rule`] of them.

mod check;
mod form;
mod located;
mod section;
mod table;

pub use check::{Check, CheckKind};
pub use form::{Above, Form};
pub use located::{Name, Pattern};
pub use section::{Indicator, Item, Section, Split};
pub use table::{Cells, Column, Group, IndicatorRow, Role, Row, RowFlag, Table, ValueColumn};

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use toml::Spanned;

/// A rule file: how one family of documents is read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keikaku rule file")]
pub struct RuleFile {
    /// Name of the rule, unique among all rules.
    #[schemars(example = &"sapporo-taikei")]
    pub id: Name,
    /// Raised whenever the output for a document may change.
    #[schemars(example = 1)]
    pub version: u32,
    /// What it reads, in a line.
    #[schemars(example = &"札幌市 施策体系")]
    pub title: String,
    /// Why this family of documents needs a rule of its own.
    #[schemars(example = &"one table holds vision, policies, measures and actions in merged cells")]
    pub why: String,
    /// Which documents it reads.
    #[serde(rename = "match")]
    #[schemars(with = "Match")]
    pub matches: Spanned<Match>,
    /// Words of this family of documents: `{X}` in any pattern stands for the pattern of word X. They
    /// add to the shared words of `vocabulary.toml`, and one of the same name replaces the shared one.
    #[serde(default)]
    #[schemars(example = pair("区分", "継続|新規|拡充"))]
    pub words: BTreeMap<String, Pattern>,
    /// The plan's title, municipality, edition, period, publisher.
    #[serde(default)]
    pub plan: Plan,
    /// Running heads and page numbers that are no text of the plan.
    #[serde(default)]
    pub furniture: Furniture,
    /// Where marks are explained.
    #[serde(default)]
    #[schemars(with = "Vec<Legend>")]
    pub legend: Vec<Spanned<Legend>>,
    /// Footnotes.
    #[serde(default)]
    pub footnote: Vec<Footnote>,
    /// Tables: a record a row, or columns whose cells hold items.
    #[serde(default)]
    pub table: Vec<Table>,
    /// Forms: label cells beside value cells, one record a page or block.
    #[serde(default)]
    pub form: Vec<Form>,
    /// Running text by heading.
    #[serde(default)]
    pub section: Vec<Section>,
    /// How texts are normalised, other than by the policy `plan`.
    #[serde(default)]
    pub normalize: Vec<Normalize>,
    /// What must hold.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Worked examples; at least one.
    #[schemars(with = "Vec<Example>")]
    pub example: Vec<Spanned<Example>>,
}

/// The part of a rule file that choosing a rule needs; the rest is not looked at.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadFile {
    /// See [`RuleFile::id`].
    pub id: Name,
    /// See [`RuleFile::version`].
    pub version: u32,
    /// See [`RuleFile::title`].
    pub title: String,
    /// See [`RuleFile::matches`].
    #[serde(rename = "match")]
    pub matches: Match,
    /// See [`RuleFile::words`].
    #[serde(default)]
    pub words: BTreeMap<String, Pattern>,
}

/// Which documents a rule reads. Patterns are searched in the whole text of the document, tables
/// included, a paragraph a line. The rule with the best score reads the document.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Each must be found; each counts 2.
    #[serde(default)]
    #[schemars(example = list("基本方針\n取組の主な内容"))]
    pub all: Vec<Pattern>,
    /// Each that is found counts 1. A document in which none is found is a weak match, and where `all` is empty
    /// no match.
    #[serde(default)]
    #[schemars(example = list("めざす方向\n重点取組"))]
    pub any: Vec<Pattern>,
    /// None may be found.
    #[serde(default)]
    #[schemars(example = list("パブリックコメント"))]
    pub none: Vec<Pattern>,
    /// Must be found in the title of the document information.
    #[schemars(example = &"計画")]
    pub info_title: Option<Pattern>,
    /// Must be found in the producer.
    #[schemars(example = &"Excel")]
    pub producer: Option<Pattern>,
    /// Size of the first page: one of these, `A3` or `B4` and such, with `portrait` or `landscape` behind
    /// it where that matters.
    #[serde(default)]
    #[schemars(example = list("A3 landscape"))]
    pub page_size: Vec<Name>,
}

/// The plan.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Patterns over the running text and the tables, a paragraph a line. Each named capture (`title`,
    /// `municipality`, `edition`, `period`, `publisher`, `published`) fills the field of its name,
    /// unless an earlier pattern did.
    #[serde(default)]
    #[schemars(example = list("(?m)^(?<title>{自治体}.*計画)$"))]
    pub patterns: Vec<Pattern>,
    /// The same over the title in the document information, after `patterns`.
    #[serde(default)]
    #[schemars(example = list("^(?<title>.+計画)"))]
    pub info_title: Vec<Pattern>,
    /// Values that this family of documents does not print.
    #[serde(default)]
    #[schemars(example = pair("municipality", "札幌市"))]
    pub constants: BTreeMap<String, Name>,
    /// Fields that every document of the family must have; a missing one is a finding.
    #[serde(default)]
    #[schemars(example = list("title\nperiod"))]
    pub required: Vec<Name>,
}

/// Running heads and page numbers. What repeats at the edge of pages is found without a rule; this is
/// for what is not.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// Paragraphs that match one of these from end to end are left out of sections and entries.
    #[serde(default)]
    #[schemars(example = list("資料\\d+"))]
    pub patterns: Vec<Pattern>,
    /// Paragraphs that are text although they repeat on every page.
    #[serde(default)]
    #[schemars(example = list("基本方針\\d.*"))]
    pub keep: Vec<Pattern>,
}

/// Where marks are explained.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Legend {
    /// Looks for legends that state themselves: boxes and lists under 凡例 or マークの意味, small tables of mark
    /// and meaning, lines such as `B=予定通り　E=未実施`, `網掛け：…`, `【　】内は…`, `★は重点事業`.
    #[schemars(example = true)]
    #[schemars(with = "Option<bool>")]
    pub stated: Option<Spanned<bool>>,
    /// Captures `mark` and `meaning`, wherever it is found in a paragraph.
    #[schemars(example = &"(?<mark>[A-E])=(?<meaning>[^\\s=]+)")]
    pub pattern: Option<Pattern>,
    /// The mark, where the pattern captures only its meaning.
    #[schemars(example = &"網掛け")]
    pub mark: Option<String>,
    /// The meaning, where no pattern is given: a mark that the family is known to use.
    #[schemars(example = &"重点的に取り組む事業")]
    pub meaning: Option<String>,
    /// Only from the paragraph in which this is found to the end of its box or cell.
    #[schemars(example = &"マークの意味")]
    pub after: Option<Pattern>,
    /// Name of a table whose rows are the entries.
    #[schemars(example = &"評価基準")]
    pub table: Option<Name>,
    /// Header of the column of the marks in that table; by default the first column.
    #[schemars(example = &"評価")]
    pub mark_column: Option<Pattern>,
    /// Header of the column of the meanings in that table; by default the one after the marks.
    #[schemars(example = &"内容")]
    pub meaning_column: Option<Pattern>,
    /// Where the entries hold: the name of a table, form or section of the rule, or a kind of items.
    #[schemars(example = &"action")]
    pub scope: Option<Name>,
}

/// Footnotes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Footnote {
    /// Captures `term` and `text`.
    #[schemars(example = &"^※(?<term>[^:]+):\\s*(?<text>.+)$")]
    pub pattern: Pattern,
}

/// How texts are normalised.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normalize {
    /// Matches the whole label of a field, or `title`.
    #[schemars(example = &"事業費.*")]
    pub field: Pattern,
    /// `printed` (as it stands), `plan` (the default: full-width letters and digits, half-width kana, radicals),
    /// `label` (`plan` on one line, without spreading spaces), `plain` (one form of all signs that look
    /// alike), or steps with commas between: `invisible`, `width`, `kana`, `radicals`, `compatibility`, `symbols`,
    /// `squared`, `dashes`, `waves`, `quotes`, `brackets`, `marks`, `lines`, `spaces`, `letters`.
    #[schemars(example = &"width, spaces")]
    pub policy: Name,
}

/// A worked example: what a text becomes. It runs in `rules check`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Header of a column, name of a table, form or section, or `legend`, `footnote`, `group`, `plan`.
    #[serde(rename = "in")]
    #[schemars(example = &"取組の主な内容")]
    pub within: Name,
    /// The text of a cell or paragraph. For a table or form: its rows, a row a line, with `|` between the
    /// cells, `^` for a cell that goes on from above, `<` for one that goes on from the left, `¶` for a new
    /// paragraph.
    #[schemars(example = &"・講座の開催【新規】 No.55・B")]
    pub given: String,
    /// What one of the results must have; keys of the document's items, indicators, legend, footnotes.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    #[schemars(example = pair("title", "講座の開催"))]
    pub expect: BTreeMap<String, Spanned<toml::Value>>,
}

/// A list as an example of the schema. (Without the command line's dependencies, the derive macro reads calls, but
/// no arrays.)
fn list(lines: &'static str) -> Vec<&'static str> {
    lines.split('\n').collect()
}

/// A table of one key as an example of the schema.
fn pair<V>(key: &'static str, value: V) -> BTreeMap<&'static str, V> {
    BTreeMap::from([(key, value)])
}

/// The JSON Schema (draft 2020-12) of [`RuleFile`], in the order of the structs.
pub fn json_schema() -> serde_json::Value {
    schema_of::<RuleFile>()
}

/// The JSON Schema of a struct that is written in TOML, in the order of its fields.
pub(crate) fn schema_of<T: JsonSchema>() -> serde_json::Value {
    let without_null = schemars::transform::RecursiveTransform(remove_null);
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let generator = settings.with_transform(without_null).into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// TOML has no null: what may be left out is not required, and that is all.
fn remove_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|t| t != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(any)) = schema.get_mut("anyOf") {
        any.retain(|s| s.get("type").is_none_or(|t| t != "null"));
        if let [Value::Object(only)] = any.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.insert(key, value);
            }
        }
    }
    // an absent value is written by leaving it out, and not as a default
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
}
