//! The records of a document: what every format but JSON writes, defined once.
//!
//! A document is a tree; a program that asks questions of many plans wants tables. In goes a
//! [`Document`], out come the rows of each of [`RELATIONS`]. A column is defined together with what
//! stands in it, so that the two cannot part; the formats know nothing of plans.
//!
//! - Every row begins with the same columns: which document, plan, edition and municipality.
//! - Where a record was read are its last columns: page, box, cell, rule. A record that was read in
//!   more than one place has the others in `places`.
//! - Names need no quotes in SQL. `at_table`, `at_row`, `at_col` are the same for what was read from
//!   a cell and for the cell itself, so that they join.
//! - Nothing of a document is left out, except the page of a record's first place where the record
//!   has a page of its own: it is the same.

mod datum;
mod fields;
mod indicators;
mod items;
mod plan;
mod tables;
mod texts;

pub use datum::Datum;

use crate::document::{At, Document};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal.
    Number,
    /// Yes or no.
    Boolean,
    /// Several texts or whole numbers, in order; JSON where a format has no lists.
    List,
}

/// Whether a column can be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It may be null.
    Optional,
    /// Never null; a text may be empty.
    Required,
    /// Never null, and a text has at least one character.
    Filled,
}

/// A column of a relation.
#[derive(Debug)]
pub struct Column {
    /// Its name, the same in all formats.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether it can be empty.
    pub presence: Presence,
    /// What it says, in one sentence.
    pub about: &'static str,
}

/// Columns that name a record of another relation, or of the same one.
#[derive(Debug)]
pub struct ForeignKey {
    /// The columns here.
    pub columns: &'static [&'static str],
    /// The other relation.
    pub relation: &'static str,
    /// The key there.
    pub references: &'static [&'static str],
}

/// One record, in the order of the columns.
pub type Row<'d> = Vec<Datum<'d>>;

type Rows<'d> = Box<dyn Iterator<Item = Row<'d>> + 'd>;

/// A table of records of one kind.
#[derive(Debug)]
pub struct Relation {
    /// Its name: of the file, of the table, of the sheet.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What one record is.
    pub about: &'static str,
    /// The columns that tell records apart.
    pub key: &'static [&'static str],
    /// What it refers to.
    pub foreign_keys: &'static [ForeignKey],
    /// The columns of the record itself.
    pub(crate) own: &'static [Column],
    /// The columns of where it was read.
    pub(crate) place: &'static [Column],
    /// What a document has of it.
    pub(crate) rows: for<'d> fn(&'d Document) -> Rows<'d>,
}

impl Relation {
    /// The columns in order: of the plan, of the record itself, of where it was read.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + Clone {
        let parts = [CONTEXT, self.own, self.place];
        parts.into_iter().flatten()
    }

    /// Where a column stands.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.columns().position(|c| c.name == name)
    }

    /// The records of a document, which the batch calls `name`.
    pub fn records<'d>(
        &self,
        name: &'d str,
        document: &'d Document,
    ) -> impl Iterator<Item = Row<'d>> + use<'d> {
        let context = context(&Named { name, document });
        (self.rows)(document).map(move |own| {
            let mut row = Vec::with_capacity(context.len() + own.len());
            row.extend(context.iter().cloned());
            row.extend(own);
            row
        })
    }
}

/// All relations; one stands behind those that it refers to.
pub const RELATIONS: &[Relation] = &[
    plan::DOCUMENTS,
    plan::LEGEND,
    items::ITEMS,
    indicators::INDICATORS,
    indicators::INDICATOR_VALUES,
    fields::FIELDS,
    tables::TABLES,
    tables::CELLS,
    tables::RUNS,
    tables::INTERVALS,
    texts::SECTIONS,
    texts::FOOTNOTES,
    texts::RUBY,
    texts::FINDINGS,
    plan::PLACES,
];

/// The relation of a name.
pub fn relation(name: &str) -> Option<&'static Relation> {
    RELATIONS.iter().find(|r| r.name == name)
}

/// Columns, each with what stands in it: a list of [`Column`]s and the function that fills them.
macro_rules! columns {
    (@presence) => { $crate::output::records::Presence::Optional };
    (@presence required) => { $crate::output::records::Presence::Required };
    (@presence filled) => { $crate::output::records::Presence::Filled };
    ($visible:vis $list:ident, fn $fill:ident($entry:ident: $type:ty) {
        $($name:ident: $kind:ident $($presence:ident)?, $about:literal => $value:expr;)*
    }) => {
        $visible const $list: &[$crate::output::records::Column] = &[
            $($crate::output::records::Column {
                name: stringify!($name),
                kind: $crate::output::records::Kind::$kind,
                presence: columns!(@presence $($presence)?),
                about: $about,
            }),*
        ];

        fn $fill<'d>($entry: $type) -> $crate::output::records::Row<'d> {
            vec![$($crate::output::records::Datum::from($value)),*]
        }
    };
}
pub(crate) use columns;

/// A document and what the batch calls it.
struct Named<'d> {
    name: &'d str,
    document: &'d Document,
}

columns!(CONTEXT, fn context(of: &Named<'d>) {
    document: Text filled, "Id of the document: its path below the input folder, without extension" => of.name;
    plan: Text, "Title of the plan (計画名)" => &of.document.plan.title;
    edition: Text, "Edition (版・年度)" => &of.document.plan.edition;
    municipality_code: Text, "Six-digit code of the municipality (全国地方公共団体コード)" => &of.document.plan.municipality_code;
    municipality: Text, "Municipality (市区町村)" => &of.document.plan.municipality;
});

/// The columns that every record of a document begins with.
#[cfg(feature = "sqlite")]
pub(crate) fn context_of(name: &str, document: &Document) -> Row<'static> {
    let row = context(&Named { name, document });
    row.into_iter().map(Datum::into_owned).collect()
}

columns!(BOX, fn boxed(place: ([f64; 4], Option<f64>)) {
    x0: Number, "Left edge of its box on the page, in points from the left" => place.0[0];
    top: Number, "Upper edge of the box, in points from the top" => place.0[1];
    x1: Number, "Right edge of the box" => place.0[2];
    bottom: Number, "Lower edge of the box" => place.0[3];
    from_ocr: Number, "Read off a picture of the page: how sure the recognizer was, from 0 to 1" => place.1;
});

columns!(pub(crate) PLACE, fn placed(at: Option<&'d At>) {
    x0: Number, "Left edge of its first box on the page, in points from the left" => at.map(|a| a.r#box[0]);
    top: Number, "Upper edge of the box, in points from the top" => at.map(|a| a.r#box[1]);
    x1: Number, "Right edge of the box" => at.map(|a| a.r#box[2]);
    bottom: Number, "Lower edge of the box" => at.map(|a| a.r#box[3]);
    at_table: Text, "Id of the table it was read from" => at.and_then(|a| a.table.as_deref());
    at_row: Integer, "Row of its cell, from 0" => at.and_then(|a| a.row);
    at_col: Integer, "Column of its cell, from 0" => at.and_then(|a| a.col);
    from_ocr: Number, "Read off a picture of the page: how sure the recognizer was, from 0 to 1" => at.and_then(|a| a.from_ocr);
    at_rule: Text, "Rule file and line that produced it" => at.and_then(|a| a.rule.as_deref());
});

/// A record with where it was read behind it.
pub(crate) fn with_place<'d>(mut own: Row<'d>, at: &'d [At]) -> Row<'d> {
    own.extend(placed(at.first()));
    own
}

/// The key of a relation that numbers its records.
const BY_POSITION: &[&str] = &["document", "position"];

/// Each record belongs to a document.
const OF_DOCUMENT: ForeignKey = ForeignKey {
    columns: &["document"],
    relation: "documents",
    references: &["document"],
};
