//! Applying a rule to a reading.

mod builder;
mod capture;
mod checks;
mod codes;
mod counts;
mod draft;
mod entries;
mod forms;
mod grids;
mod indicators;
mod legends;
mod links;
mod marks;
mod numbering;
mod outline;
mod plan;
mod repeated;
mod sections;
mod stated;
mod sums;
mod table;
mod values;
mod written;

pub(super) use capture::{Captured, capture};
pub(super) use draft::{Trace, fold, mark_key};
pub(super) use entries::{cut, each_entry};
pub(super) use indicators::find as find_indicators;
pub(super) use stated::{stated, stated_in_tables};
pub(super) use table::{Bound, View, role_of, tables_of, texts_before, unit_in};

use super::model::Rule;
use super::passages::passages;
use crate::account::Place;
use crate::document::Document;
use crate::flow::{Block, Part};
use crate::reading::Reading;
use builder::Builder;

/// Applies a rule; without one the document has text, sections and tables only.
pub fn apply(reading: &Reading, rule: Option<&Rule>) -> Document {
    apply_traced(reading, rule).0
}

/// [`apply`], with what the document does not say of how it was read.
pub(super) fn apply_traced(reading: &Reading, rule: Option<&Rule>) -> (Document, Trace) {
    let mut builder = Builder::new(reading, rule);
    let Some(rule) = rule else {
        outline::sections(&mut builder, &reading.flow);
        return builder.finish();
    };
    let passages = passages(&reading.flow);
    let bound = table::bind(rule, &reading.flow, &mut builder);
    let records = forms::records(rule, &reading.flow, &bound, &mut builder);
    builder.plan(rule, &passages);
    builder.legends(rule, &passages, &bound);
    let footnotes = builder.footnotes(rule, &passages);
    let mut sections = sections::Reader::new(rule);
    let mut above = forms::Above::new();
    for (i, part) in reading.flow.parts.iter().enumerate() {
        let here: Vec<&forms::Record<'_>> = records.iter().filter(|r| r.start.0 == i).collect();
        match part {
            Part::Block(block) => {
                for record in here {
                    forms::read(&mut builder, record, &mut above);
                }
                if footnotes.contains(&i) {
                    continue;
                }
                if rule.furniture.hides(block) {
                    builder.written(&block.text, Place::Furniture);
                    continue;
                }
                let next = text_behind(rule, &reading.flow.parts[i + 1..]);
                sections.block(&mut builder, block, next);
            }
            Part::Table(t) => {
                let tables: Vec<&Bound<'_>> = bound.iter().filter(|b| b.view.index == *t).collect();
                let table = &reading.flow.tables[*t];
                if let Some(row) = Block::of_single_row(table).filter(|_| tables.is_empty()) {
                    sections.block(&mut builder, &row, None);
                }
                records_and_tables(&mut builder, here, tables, &mut above);
            }
        }
    }
    sections.finish(&mut builder);
    let (mut document, trace) = builder.finish();
    values::normalize_fields(&mut document, &rule.normalize);
    (checks::run(rule, document, &bound, &passages), trace)
}

/// The paragraph that follows, unless a table does.
fn text_behind<'f>(rule: &Rule, parts: &'f [Part]) -> Option<&'f Block> {
    let next = parts.iter().find_map(|p| match p {
        Part::Block(b) => (!rule.furniture.hides(b)).then_some(Some(b)),
        Part::Table(_) => Some(None),
    });
    next.flatten()
}

/// Reads what begins in a table, from its top: records of forms, and tables within them.
fn records_and_tables(
    builder: &mut Builder<'_>,
    records: Vec<&forms::Record<'_>>,
    tables: Vec<&Bound<'_>>,
    above: &mut forms::Above,
) {
    let mut records = records.into_iter().peekable();
    for bound in tables {
        while let Some(record) = records.next_if(|r| r.start.1 <= bound.view.head.start) {
            forms::read(builder, record, above);
        }
        table::read(builder, bound);
    }
    for record in records {
        forms::read(builder, record, above);
    }
}
