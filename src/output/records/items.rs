//! Items.

use super::{ForeignKey, OF_DOCUMENT, PLACE, Relation, columns, with_place};
use crate::document::Item;

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
