//! The fields of items and indicators.

use super::indicators::to_indicator;
use super::items::to_item;
use super::{BY_POSITION, OF_DOCUMENT, PLACE, Relation, columns, with_place};
use crate::document::{Document, Value};

/// A field, and whose it is.
pub(super) struct Field<'d> {
    item: Option<&'d str>,
    indicator: Option<&'d str>,
    label: &'d str,
    pub(super) value: Option<&'d Value>,
}

columns!(FIELD, fn field(of: (usize, &Field<'d>)) {
    position: Integer filled, "Its place among the fields of the document, from 0" => of.0;
    item: Text, "Id of the item it belongs to, or null" => of.1.item;
    indicator: Text, "Id of the indicator it belongs to, or null" => of.1.indicator;
    label: Text required, "Its label as printed: the header of the column, mostly" => of.1.label;
    kind: Text, "`text`, `number`, `amount`, `date`, `fiscal_year`, `period`, `list`, `absent`; null when it was printed and not understood" => of.1.value.map(|v| v.kind.as_str());
    text: Text, "Normalised text" => of.1.value.map(|v| &v.text);
    raw: Text, "Text as printed" => of.1.value.map(|v| &v.raw);
    value: Number, "The number; of a range the lower end, of a fraction the part, of a year the Gregorian one" => of.1.value.and_then(|v| v.value.as_ref());
    upper: Number, "Upper end of a range" => of.1.value.and_then(|v| v.upper.as_ref());
    out_of: Number, "What a fraction is of: 6 in `5/6`" => of.1.value.and_then(|v| v.out_of.as_ref());
    unit: Text, "Unit of an amount" => of.1.value.and_then(|v| v.unit.as_ref());
    multiplier: Integer, "Power of ten that the unit names: 1000 for 千円" => of.1.value.and_then(|v| v.multiplier);
    qualifiers: List, "`approximate`, `at_least`, `from` …: what is said of the number or time besides" => of.1.value.map(|v| &v.qualifiers);
    direction: Text, "`up`, `down`, `keep`: which way it goes" => of.1.value.and_then(|v| v.direction.as_ref());
    start_date: Text, "First day of a year, date or period (ISO 8601)" => of.1.value.and_then(|v| v.start.as_ref());
    end_date: Text, "Last day of it" => of.1.value.and_then(|v| v.end.as_ref());
    absence: Text, "How nothing is said: `blank`, `dash`, `not_applicable`, `undecided` …" => of.1.value.and_then(|v| v.absence.as_ref());
    note: Text, "Note mark behind it: `※1`" => of.1.value.and_then(|v| v.note.as_ref());
    carried_from: Integer, "Row it was carried down from, where it stands in a merged or blank cell above" => of.1.value.and_then(|v| v.carried_from);
    shaded: Boolean, "Printed on a painted patch" => of.1.value.map(|v| v.shaded);
    page: Integer, "Page it was read on" => of.1.value.and_then(|v| v.at.first()).map(|a| a.page);
});

pub(super) const FIELDS: Relation = Relation {
    name: "fields",
    title: "Fields (項目)",
    about: "What else is printed of an item or an indicator, by its label; where it was printed and not understood, all but the label is null.",
    key: BY_POSITION,
    foreign_keys: &[
        OF_DOCUMENT,
        to_item(&["document", "item"]),
        to_indicator(&["document", "indicator"]),
    ],
    own: FIELD,
    place: PLACE,
    rows: |of| {
        let all = fields(of).enumerate();
        Box::new(all.map(|(n, f)| {
            let at = f.value.map(|v| v.at.as_slice()).unwrap_or_default();
            with_place(field((n, &f)), at)
        }))
    },
};

/// The fields of all items, then of all indicators.
pub(super) fn fields(of: &Document) -> impl Iterator<Item = Field<'_>> {
    let of_items = of.items.iter().flat_map(|i| {
        i.fields.iter().map(|(label, value)| Field {
            item: Some(&i.id),
            indicator: None,
            label,
            value: value.as_ref(),
        })
    });
    let of_indicators = of.indicators.iter().flat_map(|i| {
        i.fields.iter().map(|(label, value)| Field {
            item: None,
            indicator: Some(&i.id),
            label,
            value: value.as_ref(),
        })
    });
    of_items.chain(of_indicators)
}
