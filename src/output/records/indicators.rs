//! Indicators and their values.

use super::items::to_item;
use super::{ForeignKey, OF_DOCUMENT, PLACE, Relation, columns, with_place};
use crate::document::{Indicator, IndicatorValue};

columns!(INDICATOR, fn own(of: &'d Indicator) {
    indicator: Text filled, "Id of the indicator, unique in the document" => &of.id;
    name: Text required, "Name (指標名)" => &of.name;
    indicator_group: Text, "Heading above the name, where several indicators share one" => &of.group;
    item: Text, "Id of the item it measures" => &of.of;
    direction: Text, "`up`, `down`, `keep`; null when the document does not say" => &of.direction;
    page: Integer required, "Page it begins on" => of.page;
});

/// The key of `indicators`.
const INDICATOR_KEY: &[&str] = &["document", "indicator"];

pub(super) const INDICATORS: Relation = Relation {
    name: "indicators",
    title: "Indicators (指標)",
    about: "A named quantity by which the plan is measured.",
    key: INDICATOR_KEY,
    foreign_keys: &[OF_DOCUMENT, to_item(&["document", "item"])],
    own: INDICATOR,
    place: PLACE,
    rows: |of| Box::new(of.indicators.iter().map(|i| with_place(own(i), &i.at))),
};

/// Columns that name an indicator.
pub(super) const fn to_indicator(columns: &'static [&'static str]) -> ForeignKey {
    ForeignKey {
        columns,
        relation: "indicators",
        references: INDICATOR_KEY,
    }
}

columns!(VALUE, fn value(of: (&'d Indicator, usize, &'d IndicatorValue)) {
    indicator: Text filled, "Id of the indicator" => &of.0.id;
    position: Integer filled, "Its place among the values of the indicator, from 0" => of.1;
    role: Text required, "`baseline` (現状値, 基準値), `actual` (実績値) or `target` (目標値)" => &of.2.role;
    text: Text required, "As printed, normalised" => &of.2.text;
    value: Number, "The number; null when it could not be read" => &of.2.value;
    unit: Text, "Unit" => &of.2.unit;
    multiplier: Integer, "Power of ten that the unit names: 1000 for 千円" => of.2.multiplier;
    qualifiers: List required, "`approximate`, `at_least` …: what is said of the number besides" => &of.2.qualifiers;
    year: Integer, "Gregorian (fiscal) year; null when it could not be read" => of.2.year;
    year_text: Text, "The year as printed" => &of.2.year_text;
    shaded: Boolean required, "Printed on a painted patch" => of.2.shaded;
    page: Integer, "Page it was read on" => of.2.at.first().map(|a| a.page);
});

pub(super) const INDICATOR_VALUES: Relation = Relation {
    name: "indicator_values",
    title: "Values of indicators (指標の値)",
    about: "A baseline, actual or target value of an indicator.",
    key: &["document", "indicator", "position"],
    foreign_keys: &[OF_DOCUMENT, to_indicator(INDICATOR_KEY)],
    own: VALUE,
    place: PLACE,
    rows: |of| {
        Box::new(of.indicators.iter().flat_map(|i| {
            let values = i.values.iter().enumerate();
            values.map(move |(n, v)| with_place(value((i, n, v)), &v.at))
        }))
    },
};
