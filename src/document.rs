//! The document: what one PDF becomes (contract `keikaku/1`).
//!
//! Absent means not printed; `null` means printed and not understood, with a finding beside it.
//! Field order is output order, and nothing here iterates over a hash map: the same bytes and the
//! same rules give the same output, byte for byte.

pub use crate::account::Account;
use crate::finding::Finding;
pub use crate::place::At;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the contract.
pub const SCHEMA: &str = "keikaku/1";

/// What one PDF becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Always `keikaku/1`.
    pub schema: String,
    /// The file.
    pub source: Source,
    /// The rule file that read it, or null.
    pub rule: Option<RuleRef>,
    /// The plan itself.
    pub plan: Plan,
    /// What the document says its marks mean.
    pub legend: Vec<LegendEntry>,
    /// Visions, policies, measures, actions …
    pub items: Vec<Item>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Tables, cell by cell.
    pub tables: Vec<Table>,
    /// Running text by heading.
    pub sections: Vec<Section>,
    /// Footnotes.
    pub footnotes: Vec<Footnote>,
    /// Readings (ルビ) that are set over or beside ideographs; they are no part of any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ruby: Vec<Ruby>,
    /// Where the glyphs of all pages went: nothing is lost in silence.
    #[serde(default)]
    pub account: Account,
    /// What a person must know.
    pub findings: Vec<Finding>,
}

/// The file a document was read from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Name without folders.
    pub file_name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of pages.
    pub pages: u32,
    /// The program that wrote the PDF, as it says itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// When it was written, as it says itself (`D:…` as in the file).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
}

/// The rule file that read a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleRef {
    /// Its `id`.
    pub id: String,
    /// Its `version`.
    pub version: u32,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The municipality (市区町村).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Its six-digit code (全国地方公共団体コード), where the rule knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality_code: Option<String>,
    /// Edition (版・年度).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Period it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Where each of these was read, by its name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub at: IndexMap<String, Vec<At>>,
}

/// A period of fiscal years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// As printed.
    pub text: String,
    /// First fiscal year, Gregorian.
    pub start: Option<i32>,
    /// Last fiscal year, Gregorian.
    pub end: Option<i32>,
}

/// What a mark means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LegendEntry {
    /// The mark.
    pub mark: String,
    /// Its meaning as printed.
    pub meaning: String,
    /// Our own word for the meaning, if it is a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where the entry holds; absent for the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Where it was read; empty when the rule file states it.
    pub at: Vec<At>,
}

/// The status of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Status {
    /// The mark as printed.
    pub mark: String,
    /// Its meaning by the legend; null when the document gives none.
    pub meaning: Option<String>,
    /// Our own word for it.
    pub code: String,
}

/// A policy, measure, action …
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Unique in the document and stable across editions as far as numbers are.
    pub id: String,
    /// `vision`, `policy`, `measure`, `submeasure`, `action`, `priority`, `group` …
    pub kind: String,
    /// The measure number as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The numbers from the top down to this item, in plain form: `1/1-1/1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_key: Option<String>,
    /// Title without number, bullet, tag or flag.
    pub title: String,
    /// Id of the item it belongs to.
    pub parent: Option<String>,
    /// Status, if one is printed.
    pub status: Option<Status>,
    /// Numbers of other documents or rows it refers to.
    pub refs: Vec<String>,
    /// Ids of the items that have these numbers, where the document lists them and none is used twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ref_items: Vec<String>,
    /// Id of the earlier item that it repeats (再掲).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
    /// `新規`, `再掲`, `重点`, `shaded` …
    pub flags: Vec<String>,
    /// Other values by their printed label; null for one that was printed and not understood.
    pub fields: IndexMap<String, Option<Value>>,
    /// Page it begins on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Text.
    #[default]
    Text,
    /// A bare number.
    Number,
    /// A number with a unit.
    Amount,
    /// A date.
    Date,
    /// A fiscal year.
    FiscalYear,
    /// A period of years.
    Period,
    /// A list.
    List,
    /// Nothing is said; `absence` tells how.
    Absent,
}

impl ValueKind {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Amount => "amount",
            Self::Date => "date",
            Self::FiscalYear => "fiscal_year",
            Self::Period => "period",
            Self::List => "list",
            Self::Absent => "absent",
        }
    }
}

/// A typed value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// Normalised text.
    pub text: String,
    /// As printed.
    pub raw: String,
    /// The number, with the decimals that are printed; of a range the lower end, of a fraction the
    /// part, of a year the Gregorian one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Number>,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<serde_json::Number>,
    /// What a fraction is of: 6 in `5/6`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<serde_json::Number>,
    /// Unit of an amount, in one width; printed with it, or above it (`（単位：千円）`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The power of ten that the unit names: 1000 for 千円.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<u64>,
    /// What is said of a number or time besides: `approximate`, `at_least`, `more_than`, `at_most`,
    /// `less_than`, `change`, `all`; `begin`, `end`, `from`, `until`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifiers: Vec<String>,
    /// `up`, `down`, `keep`: which way it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// First day of a year, date or period (ISO 8601); a fiscal year begins on 1 April.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Last day of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// What it is.
    pub kind: ValueKind,
    /// How nothing is said: `blank`, `dash`, `same_as_above`, `same_as_left`, `same_as_right`,
    /// `not_applicable`, `undecided`, `unknown`, `vanished`, `appeared`, `note`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence: Option<String>,
    /// The note mark behind it: `※1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The row the value was carried down from, when it stands in a merged or blank cell above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<usize>,
    /// Printed on a painted patch.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shaded: bool,
    /// Where it was read.
    pub at: Vec<At>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Unique in the document.
    pub id: String,
    /// Name.
    pub name: String,
    /// Heading above the name, where several indicators share one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Id of the item it measures.
    pub of: Option<String>,
    /// `up`, `down`, `keep`, or null when the document says nothing.
    pub direction: Option<String>,
    /// Page it begins on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
    /// Its values.
    pub values: Vec<IndicatorValue>,
    /// What other columns of its row say, by their printed headers.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub fields: IndexMap<String, Option<Value>>,
}

/// A value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorValue {
    /// `baseline`, `actual` or `target`.
    pub role: String,
    /// As printed, normalised.
    pub text: String,
    /// The number; null when it could not be read.
    pub value: Option<serde_json::Number>,
    /// Unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The power of ten that the unit names: 1000 for 千円.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<u64>,
    /// What is said of the number besides: `approximate`, `at_least` … ([`Value::qualifiers`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifiers: Vec<String>,
    /// Gregorian (fiscal) year; null when it could not be read.
    pub year: Option<i32>,
    /// The year as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_text: Option<String>,
    /// Printed on a painted patch.
    pub shaded: bool,
    /// Where it was read.
    pub at: Vec<At>,
}

/// Documents of before tables told how sure they are.
fn sure() -> f64 {
    1.0
}

/// A table, joined over pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Unique in the document.
    pub id: String,
    /// Pages it stands on.
    pub pages: Vec<u32>,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Number of header rows at the top.
    pub header_rows: usize,
    /// Number of columns at the left that name the rows; 0 when nothing tells.
    #[serde(default)]
    pub label_cols: usize,
    /// The line above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// By what it was found: `rulings`, `boxes`, `horizontal-rules`, `shading` or `alignment`.
    pub evidence: String,
    /// How sure it is that it is read right, from 0 to 1.
    #[serde(default = "sure")]
    pub sureness: f64,
    /// Its box on each page.
    pub at: Vec<At>,
    /// Cells; they tile the grid exactly.
    pub cells: Vec<Cell>,
    /// Bars and arrows over columns of years, quarters or months.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<Interval>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub col: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// Normalised text; entries and hard breaks are on lines of their own.
    pub text: String,
    /// Text as printed.
    pub raw: String,
    /// The whole cell is painted in a colour other than white.
    pub shaded: bool,
    /// That colour as `#rrggbb`, or `pattern`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
    /// It is a header cell.
    pub header: bool,
    /// Page of its first row.
    pub page: u32,
    /// Box on that page.
    pub r#box: [f64; 4],
    /// It was read off a picture of the page (OCR): how sure the recognizer was of its least sure
    /// character, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_ocr: Option<f64>,
    /// The labels of a body cell; absent when it has none, and for header cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<CellLabels>,
    /// The pieces of `text` that are not plain (black, regular, not struck, on no patch), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
    /// Characters of the text that are drawn as shapes and not set in a font: ○, △, → …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drawn_marks: Vec<String>,
    /// What a cell that holds a mark of the legend, and nothing else, says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// The labels of a cell, each on one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CellLabels {
    /// The header cells over its columns, from the top: `人口（人）`, `男`.
    pub above: Vec<String>,
    /// The group rows over it, outermost first, then the label cells left of it, from the left.
    pub left: Vec<String>,
}

/// A piece of a text that is not plain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// First character, from 0.
    pub start: usize,
    /// The character behind the last.
    pub end: usize,
    /// Bold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// Text colour as `#rrggbb`, unless black.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// A line is drawn through it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
    /// Colour of the painted patch it is printed on as `#rrggbb`, where that is not the cell's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shaded: Option<String>,
}

/// What a bar or arrow over year columns covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub start: usize,
    /// Last column.
    pub end: usize,
    /// Header of the first column.
    pub start_label: String,
    /// Header of the last column.
    pub end_label: String,
    /// `bar` or `arrow`.
    pub kind: String,
    /// Its colour as `#rrggbb`, or `pattern`, where it is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The text in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Page.
    pub page: u32,
    /// Box on that page.
    pub r#box: [f64; 4],
}

/// Running text under a heading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Depth of the heading, from 1; 0 for text before the first.
    pub level: u32,
    /// Its number as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The period its heading names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Text, a paragraph a line.
    pub text: String,
    /// Page it begins on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Footnote {
    /// The term it explains.
    pub term: String,
    /// The explanation.
    pub text: String,
    /// All of it as printed, with what stands between term and explanation.
    #[serde(default)]
    pub raw: String,
    /// Page it stands on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
    /// The cells that carry its mark, where it has one with a number (`※1`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<At>,
}

/// The reading of some ideographs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ruby {
    /// The ideographs.
    pub base: String,
    /// How to read them, in kana.
    pub text: String,
    /// Page it stands on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
}

/// The JSON Schema of [`Document`].
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".into(), "Keikaku document, version 1".into());
    }
    schema
}
