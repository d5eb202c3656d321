//! Items, and the fields of items and indicators.

use super::{BY_POSITION, ForeignKey, OF_DOCUMENT, PLACE, Relation, columns, with_place};
use crate::document::{Document, Item, Value, ValueKind};

columns!(ITEM, fn own(of: &'d Item) {
    item: Text filled, "Id of the item, unique in the document" => &of.id;
    kind: Text required, "`vision`, `policy`, `measure`, `submeasure`, `action`, `priority`, `group` …" => &of.kind;
    number: Text, "Measure number as printed (施策番号)" => &of.number;
    number_key: Text, "The numbers from the top down to this item, in plain form: `1/1-1/1`" => &of.number_key;
    title: Text required, "Title without number, bullet, tag or flag" => &of.title;
    parent: Text, "Id of the item it belongs to" => &of.parent;
    status_mark: Text, "Status mark as printed (進捗記号)" => of.status.as_ref().map(|s| &s.mark);
    status_meaning: Text, "What the mark means by the legend; null when the document does not say" => of.status.as_ref().and_then(|s| s.meaning.as_ref());
    status_code: Text, "Status in one vocabulary for all municipalities: `done`, `delayed` …; null without a status" => of.status.as_ref().map(|s| &s.code);
    refs: List required, "Numbers of other documents or rows it refers to" => &of.refs;
    ref_items: List required, "Ids of the items that have these numbers" => &of.ref_items;
    repeats: Text, "Id of the earlier item that it repeats (再掲)" => &of.repeats;
    flags: List required, "`新規`, `再掲`, `重点`, `shaded` …" => &of.flags;
    page: Integer required, "Page it begins on" => of.page;
});

/// The key of `items`.
const ITEM_KEY: &[&str] = &["document", "item"];

pub(super) const ITEMS: Relation = Relation {
    name: "items",
    title: "Items (施策・事業)",
    about: "A vision, policy, measure, action … with its number, title and status.",
    key: ITEM_KEY,
    foreign_keys: &[
        OF_DOCUMENT,
        to_item(&["document", "parent"]),
        to_item(&["document", "repeats"]),
    ],
    own: ITEM,
    place: PLACE,
    rows: |of| Box::new(of.items.iter().map(|i| with_place(own(i), &i.at))),
};

/// Columns that name an item.
pub(super) const fn to_item(columns: &'static [&'static str]) -> ForeignKey {
    ForeignKey {
        columns,
        relation: "items",
        references: ITEM_KEY,
    }
}

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
    kind: Text, "`text`, `number`, `amount`, `date`, `fiscal_year`, `period`, `list`, `absent`; null when it was printed and not understood" => of.1.value.map(|v| kind(v.kind));
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
        super::indicators::to_indicator(&["document", "indicator"]),
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

/// The word of the contract for a kind of value.
fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "text",
        ValueKind::Number => "number",
        ValueKind::Amount => "amount",
        ValueKind::Date => "date",
        ValueKind::FiscalYear => "fiscal_year",
        ValueKind::Period => "period",
        ValueKind::List => "list",
        ValueKind::Absent => "absent",
    }
}
