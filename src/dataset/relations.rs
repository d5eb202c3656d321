//! What only a data set has, as relations that every format writes: histories, series, changes, contradictions and
//! lineage. Each record names the edition that it is about, or the later one of two, as its document.

use super::types::{Disagreement, ItemState, Lineage, Observation};
use crate::document::Document;
use crate::edition::Direction;
use crate::output::records::{Datum, ForeignKey, PLACE, Relation, Row, columns, with_place};

/// All of them.
pub(super) const ALL: &[&Relation] = &[&HISTORY, &SERIES, &CHANGES, &CONTRADICTIONS, &LINEAGE];

/// Documents have none of these.
fn none(_: &Document) -> Box<dyn Iterator<Item = Row<'_>> + '_> {
    Box::new(std::iter::empty())
}

const OF_DOCUMENT: ForeignKey = ForeignKey {
    columns: &["document"],
    relation: "documents",
    references: &["document"],
};

/// A record with the columns of its edition before it.
pub(super) fn with_context<'d>(context: &[Datum<'d>], own: Row<'d>) -> Row<'d> {
    context.iter().cloned().chain(own).collect()
}

fn direction(direction: Option<Direction>) -> Option<&'static str> {
    Some(match direction? {
        Direction::Progress => "progress",
        Direction::Setback => "setback",
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Earlier => "earlier",
        Direction::Later => "later",
    })
}

columns!(STATE, fn state(of: &'d ItemState) {
    item_id: Text filled, "Id of the item over all editions of its plan" => &of.item;
    item: Text filled, "Id of the item in this document" => &of.local;
    kind: Text required, "`policy`, `measure`, `action` …" => &of.kind;
    number: Text, "Measure number as printed (施策番号)" => &of.number;
    number_key: Text, "The numbers from the top down to this item, in plain form" => &of.number_key;
    title: Text required, "Title in this edition" => &of.title;
    parent_id: Text, "Item it belongs to, by its id over all editions" => &of.parent;
    status_mark: Text, "Status mark as printed (進捗記号)" => of.status.as_ref().map(|s| &s.mark);
    status_meaning: Text, "What the mark means by the legend" => of.status.as_ref().and_then(|s| s.meaning.as_ref());
    status_code: Text, "Status in one vocabulary for all municipalities" => of.status.as_ref().map(|s| &s.code);
    status_direction: Text, "`progress` or `setback`: which way the status went since the edition before" => direction(of.direction);
    flags: List required, "`新規`, `再掲`, `重点` …" => &of.flags;
    page: Integer required, "Page it begins on" => of.page;
});

pub(super) const HISTORY: Relation = Relation {
    name: "item_history",
    title: "History of items (施策の経過)",
    about: "An item as one edition has it; the same `item_id` is the same item in all editions of the plan.",
    key: &["document", "item_id"],
    foreign_keys: &[
        OF_DOCUMENT,
        ForeignKey {
            columns: &["document", "item"],
            relation: "items",
            references: &["document", "item"],
        },
    ],
    own: STATE,
    place: PLACE,
    rows: none,
};

/// A row of [`HISTORY`].
pub(super) fn history(of: &ItemState) -> Row<'_> {
    with_place(state(of), &of.at)
}

columns!(OBSERVATION, fn observation(of: &'d Observation) {
    indicator_id: Text filled, "Id of the indicator over all editions of its plan" => &of.indicator;
    indicator: Text filled, "Id of the indicator in this document" => &of.local;
    position: Integer filled, "Its place among the values of the indicator in this document, from 0" => of.position;
    name: Text required, "Name of the indicator in this edition (指標名)" => &of.name;
    role: Text required, "`baseline` (現状値, 基準値), `actual` (実績値) or `target` (目標値)" => &of.role;
    year: Integer, "Gregorian (fiscal) year; null when it could not be read" => of.year;
    year_text: Text, "The year as printed" => &of.year_text;
    text: Text required, "As printed, normalised" => &of.text;
    value: Number, "The number; null when it could not be read" => &of.value;
    unit: Text, "Unit" => &of.unit;
    multiplier: Integer, "Power of ten that the unit names: 1000 for 千円" => of.multiplier;
    qualifiers: List required, "`approximate`, `at_least` …: what is said of the number besides" => &of.qualifiers;
    page: Integer, "Page it was read on" => of.page;
});

pub(super) const SERIES: Relation = Relation {
    name: "indicator_series",
    title: "Series of indicators (指標の推移)",
    about: "A value of an indicator as one edition prints it; the same `indicator_id` is the same indicator in all editions of the plan.",
    key: &["document", "indicator_id", "position"],
    foreign_keys: &[
        OF_DOCUMENT,
        ForeignKey {
            columns: &["document", "indicator", "position"],
            relation: "indicator_values",
            references: &["document", "indicator", "position"],
        },
    ],
    own: OBSERVATION,
    place: PLACE,
    rows: none,
};

/// A row of [`SERIES`].
pub(super) fn series(of: &Observation) -> Row<'_> {
    with_place(observation(of), &of.at)
}

/// A change as the database has it.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) step: String,
    pub(super) edition: String,
    pub(super) edition_before: String,
    pub(super) revision: i64,
    pub(super) position: i64,
    pub(super) kind: String,
    pub(super) weight: String,
    pub(super) subject: String,
    pub(super) item: Option<String>,
    pub(super) indicator: Option<String>,
    pub(super) title: Option<String>,
    pub(super) field: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) direction: Option<String>,
}

columns!(CHANGE, fn change(of: &'d Changed) {
    step: Text filled, "`edition`: since the edition before; `revision`: what was published as this edition before" => &of.step;
    revision: Integer filled, "Number of the later revision in the data set" => Datum::Integer(of.revision);
    position: Integer filled, "Its place among the changes of this step, from 0" => Datum::Integer(of.position);
    document_before: Text filled, "The earlier edition" => &of.edition_before;
    kind: Text filled, "How it differs: `added`, `reworded`, `status_changed` …" => &of.kind;
    weight: Text filled, "`substantive`, `routine` (every edition brings it) or `clerical` (of the print only)" => &of.weight;
    subject: Text filled, "`plan`, `legend`, `item`, `indicator`, `section` or `footnote`" => &of.subject;
    item_id: Text, "Item it is about, by its id over all editions" => &of.item;
    indicator_id: Text, "Indicator it is about, by its id over all editions" => &of.indicator;
    title: Text, "Title, name or heading" => &of.title;
    field: Text, "The part of it: `title`, `status`, the label of a field, the role of a value" => &of.field;
    year: Integer, "Fiscal year of a value" => of.year;
    text_before: Text, "What the earlier one says" => &of.before;
    text_after: Text, "What the later one says" => &of.after;
    direction: Text, "`progress`, `setback`, `up`, `down`, `earlier`, `later`: which way it went" => &of.direction;
});

pub(super) const CHANGES: Relation = Relation {
    name: "changes",
    title: "Changes (変更点)",
    about: "What differs between an edition and the one before it, or between what was published as one edition.",
    key: &["document", "step", "revision", "position"],
    foreign_keys: &[OF_DOCUMENT],
    own: CHANGE,
    place: &[],
    rows: none,
};

/// A row of [`CHANGES`].
pub(super) fn changes(of: &Changed) -> Row<'_> {
    change(of)
}

columns!(CONTRADICTION, fn contradiction(of: (usize, &'d Disagreement)) {
    position: Integer filled, "Its place in this list, from 0" => of.0;
    indicator_id: Text filled, "Id of the indicator over all editions" => &of.1.after.indicator;
    name: Text required, "Name of the indicator (指標名)" => &of.1.after.name;
    role: Text required, "`baseline`, `actual` or `target`" => &of.1.after.role;
    year: Integer, "Gregorian (fiscal) year" => of.1.after.year;
    document_before: Text filled, "The earlier edition" => &of.1.before.edition;
    text_before: Text required, "What the earlier edition prints" => &of.1.before.text;
    value_before: Number, "As a number" => &of.1.before.value;
    unit_before: Text, "Unit there" => &of.1.before.unit;
    page_before: Integer, "Page there" => of.1.before.page;
    text: Text required, "What this edition prints" => &of.1.after.text;
    value: Number, "As a number" => &of.1.after.value;
    unit: Text, "Unit" => &of.1.after.unit;
    page: Integer, "Page" => of.1.after.page;
    differs: Text filled, "`value`, or `unit`: the units are not the same, so that the numbers cannot be compared" => if of.1.other_unit { "unit" } else { "value" };
});

pub(super) const CONTRADICTIONS: Relation = Relation {
    name: "contradictions",
    title: "Contradictions (版の間の食い違い)",
    about: "Another number, or one of another unit, for the same indicator, role and year than in the edition before that prints one.",
    key: &["document", "position"],
    foreign_keys: &[OF_DOCUMENT],
    own: CONTRADICTION,
    place: &[],
    rows: none,
};

/// A row of [`CONTRADICTIONS`].
pub(super) fn contradictions(position: usize, of: &Disagreement) -> Row<'_> {
    contradiction((position, of))
}

columns!(ORIGIN, fn origin(of: &'d Lineage) {
    to_id: Text filled, "Id of the item or indicator over all editions" => &of.id;
    from_id: Text filled, "Id of what it came from" => &of.from;
    kind: Text filled, "`split`, `merged`, or `joined`: the two are the same, which was known only when both had their ids" => &of.kind;
    sureness: Number, "How much speaks for it, from 0 to 1" => of.sureness;
});

pub(super) const LINEAGE: Relation = Relation {
    name: "lineage",
    title: "Lineage (施策の系譜)",
    about: "That an item or indicator came from another one in this edition.",
    key: &["document", "to_id", "from_id"],
    foreign_keys: &[OF_DOCUMENT],
    own: ORIGIN,
    place: &[],
    rows: none,
};

/// A row of [`LINEAGE`].
pub(super) fn lineage(of: &Lineage) -> Row<'_> {
    origin(of)
}
