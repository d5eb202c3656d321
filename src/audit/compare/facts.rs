//! What a document says, in the form in which it is compared: read alike from the truth and from what was found.

use super::datum::{Datum, Scalar, Sort, boxes};
use crate::audit::difference::{Of, Subject};
use crate::place::At;
use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use serde_json::Value;

/// Which keys hold: all of them, or those that a truth names somewhere.
#[derive(Debug, Clone)]
pub enum Held {
    /// All.
    All,
    /// Those with these paths.
    Named(FxHashSet<String>),
}

impl Held {
    /// The keys of a truth that is a part of a document.
    pub fn of(truth: &Value) -> Self {
        let mut paths = FxHashSet::default();
        named("", truth, &mut paths);
        Self::Named(paths)
    }

    /// Whether a key holds.
    pub fn holds(&self, path: &str, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(paths) => paths.contains(&join(path, key)),
        }
    }
}

fn join(path: &str, key: &str) -> String {
    match path.is_empty() {
        true => key.to_owned(),
        false => format!("{path}.{key}"),
    }
}

/// The paths of all keys; the labels of fields are one.
fn named(path: &str, value: &Value, out: &mut FxHashSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = if path.ends_with("fields") { "*" } else { key };
                let path = join(path, key);
                named(&path, value, out);
                out.insert(path);
            }
        }
        Value::Array(list) => list.iter().for_each(|v| named(path, v, out)),
        _ => {}
    }
}

/// A list of values of one field, such as references and flags.
pub type Lists = IndexMap<&'static str, Vec<Datum>>;

/// One thing that a document has: an item, an indicator, an entry of the legend …
#[derive(Debug, Clone)]
pub struct Thing {
    /// Its names.
    pub of: Of,
    /// The id of what it belongs to; none where that is not held.
    pub parent: Option<Option<String>>,
    /// The ids of other items it names, by the name of the field.
    pub links: IndexMap<&'static str, Vec<String>>,
    /// Its values by the name of their field.
    pub values: IndexMap<&'static str, Datum>,
    /// Its lists by the name of their field.
    pub lists: Lists,
    /// What stands under the labels of its document; none where that is not held.
    pub fields: Option<IndexMap<String, Datum>>,
    /// Its values by role, or its cells.
    pub members: Option<Vec<Datum>>,
    /// Page it begins on.
    pub page: Option<u32>,
    /// Where it was read.
    pub at: Vec<At>,
}

impl Thing {
    /// What a field says first; empty where it says nothing.
    pub fn text(&self, field: &str) -> &str {
        self.values.get(field).map_or("", Datum::text)
    }
}

/// What a document says; what is none does not hold.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The plan, under the names of its fields.
    pub plan: IndexMap<String, Datum>,
    /// Entries of the legend.
    pub legend: Option<Vec<Thing>>,
    /// Items.
    pub items: Option<Vec<Thing>>,
    /// Indicators.
    pub indicators: Option<Vec<Thing>>,
    /// Tables.
    pub tables: Option<Vec<Thing>>,
    /// Sections.
    pub sections: Option<Vec<Thing>>,
    /// Footnotes.
    pub footnotes: Option<Vec<Thing>>,
    /// Findings.
    pub findings: Option<Vec<Thing>>,
    /// Readings of ideographs.
    pub ruby: Option<Vec<Datum>>,
}

type Keys = &'static [(&'static str, Sort)];

const PLAN: Keys = &[
    ("title", Sort::Text),
    ("municipality", Sort::Text),
    ("municipality_code", Sort::Word),
    ("edition", Sort::Text),
    ("publisher", Sort::Text),
    ("published", Sort::Text),
];
const PERIOD: Keys = &[
    ("text", Sort::Text),
    ("start", Sort::Number),
    ("end", Sort::Number),
];
const LEGEND: Keys = &[
    ("mark", Sort::Mark),
    ("meaning", Sort::Text),
    ("code", Sort::Word),
    ("scope", Sort::Text),
    ("at", Sort::Boxes),
];
const ITEM: Keys = &[
    ("kind", Sort::Word),
    ("number", Sort::Mark),
    ("number_key", Sort::Word),
    ("title", Sort::Text),
    ("page", Sort::Number),
    ("at", Sort::Boxes),
];
const STATUS: Keys = &[
    ("mark", Sort::Mark),
    ("meaning", Sort::Text),
    ("code", Sort::Word),
];
const VALUE: Keys = &[
    ("text", Sort::Text),
    ("raw", Sort::Text),
    ("value", Sort::Number),
    ("upper", Sort::Number),
    ("out_of", Sort::Number),
    ("unit", Sort::Text),
    ("multiplier", Sort::Number),
    ("qualifiers", Sort::Words),
    ("direction", Sort::Word),
    ("start", Sort::Word),
    ("end", Sort::Word),
    ("kind", Sort::Word),
    ("absence", Sort::Word),
    ("note", Sort::Mark),
    ("carried_from", Sort::Number),
    ("shaded", Sort::Flag),
    ("at", Sort::Boxes),
];
const INDICATOR: Keys = &[
    ("name", Sort::Text),
    ("group", Sort::Text),
    ("direction", Sort::Word),
    ("page", Sort::Number),
    ("at", Sort::Boxes),
];
const INDICATOR_VALUE: Keys = &[
    ("text", Sort::Text),
    ("role", Sort::Word),
    ("value", Sort::Number),
    ("unit", Sort::Text),
    ("multiplier", Sort::Number),
    ("qualifiers", Sort::Words),
    ("year", Sort::Number),
    ("year_text", Sort::Bracketed),
    ("shaded", Sort::Flag),
    ("at", Sort::Boxes),
];
const TABLE: Keys = &[
    ("caption", Sort::Text),
    ("rows", Sort::Number),
    ("cols", Sort::Number),
    ("header_rows", Sort::Number),
    ("label_cols", Sort::Number),
    ("evidence", Sort::Word),
    ("sureness", Sort::Number),
    ("pages", Sort::Words),
    ("at", Sort::Boxes),
    ("intervals", Sort::Json),
];
const CELL: Keys = &[
    ("text", Sort::Text),
    ("raw", Sort::Text),
    ("row", Sort::Number),
    ("col", Sort::Number),
    ("rowspan", Sort::Number),
    ("colspan", Sort::Number),
    ("shaded", Sort::Flag),
    ("fill", Sort::Word),
    ("header", Sort::Flag),
    ("page", Sort::Number),
    ("drawn_marks", Sort::Words),
    ("runs", Sort::Json),
    ("status", Sort::Json),
    ("labels", Sort::Json),
    ("from_ocr", Sort::Number),
];
const SECTION: Keys = &[
    ("level", Sort::Number),
    ("number", Sort::Mark),
    ("heading", Sort::Text),
    ("text", Sort::Text),
    ("page", Sort::Number),
    ("at", Sort::Boxes),
];
const FOOTNOTE: Keys = &[
    ("term", Sort::Text),
    ("text", Sort::Text),
    ("raw", Sort::Text),
    ("page", Sort::Number),
    ("at", Sort::Boxes),
    ("marked", Sort::Boxes),
];
const FINDING: Keys = &[
    ("severity", Sort::Word),
    ("message", Sort::Text),
    ("help", Sort::Text),
    ("at", Sort::Boxes),
];
const RUBY: Keys = &[
    ("base", Sort::Text),
    ("text", Sort::Text),
    ("page", Sort::Number),
    ("at", Sort::Boxes),
];

/// The fields that have a name of their own, and not one of their document.
pub fn is_field(name: &str) -> bool {
    const OTHER: [&str; 21] = [
        "rule",
        "source.pages",
        "plan.period",
        "legend",
        "items",
        "indicators",
        "tables",
        "sections",
        "footnotes",
        "findings",
        "ruby",
        "parent",
        "of",
        "order",
        "id",
        "status",
        "refs",
        "flags",
        "cells",
        "repeats",
        "ref_items",
    ];
    let tables = [LEGEND, ITEM, INDICATOR, TABLE, SECTION, FOOTNOTE, FINDING];
    let has = |keys: Keys, name: &str| keys.iter().any(|(key, _)| *key == name);
    let of_plan = |name: &str| has(PLAN, name) || name == "period";
    match name.split_once('.') {
        Some(("plan", name)) => of_plan(name.strip_prefix("at.").unwrap_or(name)),
        Some(("values", role)) => matches!(role, "baseline" | "actual" | "target"),
        _ => {
            OTHER.contains(&name)
                || name == "period"
                || tables.into_iter().any(|keys| has(keys, name))
        }
    }
}

impl Facts {
    /// What a truth or a document says.
    pub fn of(document: &Value, held: &Held) -> Self {
        let reader = Reader { held };
        let things = |key: &str, one: &dyn Fn(&Value) -> Thing| {
            let list = document.get(key)?.as_array()?;
            Some(list.iter().map(one).collect::<Vec<Thing>>())
        };
        let ruby = document.get("ruby").and_then(Value::as_array);
        Self {
            plan: reader.plan(document),
            legend: things("legend", &|v| reader.legend(v)),
            items: things("items", &|v| reader.item(v)),
            indicators: things("indicators", &|v| reader.indicator(v)),
            tables: things("tables", &|v| reader.table(v)),
            sections: things("sections", &|v| reader.section(v)),
            footnotes: things("footnotes", &|v| reader.footnote(v)),
            findings: things("findings", &|v| reader.finding(v)),
            ruby: match (ruby, held) {
                (Some(list), _) => {
                    Some(list.iter().map(|v| reader.datum("ruby", RUBY, v)).collect())
                }
                (None, Held::All) => Some(Vec::new()),
                (None, Held::Named(_)) => None,
            },
        }
    }
}

/// Reads values as far as they hold.
struct Reader<'h> {
    held: &'h Held,
}

/// The text of a key; empty where it has none.
fn string<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl Reader<'_> {
    /// The parts of an object that hold.
    fn datum(&self, path: &str, keys: Keys, value: &Value) -> Datum {
        let held = keys.iter().filter(|(key, _)| self.held.holds(path, key));
        let parts = held.map(|(key, sort)| {
            let part = value.get(*key).unwrap_or(&Value::Null);
            (*key, Scalar::of(*sort, part))
        });
        Datum {
            parts: parts.collect(),
            at: value.get("at").map(boxes).unwrap_or_default(),
        }
    }

    /// An object that is one value. Where a truth names it and none of its parts, it is held by the first.
    fn object(&self, path: &str, keys: Keys, value: &Value) -> Datum {
        let mut out = self.datum(path, keys, value);
        if let (true, Some((key, sort))) = (value.is_string(), keys.first()) {
            out.parts = vec![(*key, Scalar::of(*sort, value))];
            return out;
        }
        if let (true, Some((key, sort))) = (out.parts.is_empty(), keys.first()) {
            let first = value.get(*key).unwrap_or(&Value::Null);
            out.parts.push((*key, Scalar::of(*sort, first)));
        }
        out
    }

    /// An object's keys as values of their own.
    fn values(&self, path: &str, keys: Keys, value: &Value) -> IndexMap<&'static str, Datum> {
        let held = keys.iter().filter(|(key, _)| self.held.holds(path, key));
        let one = |(key, sort): &(&'static str, Sort)| {
            let part = value.get(*key).unwrap_or(&Value::Null);
            // alone, a place is a value and no part of one
            let name = if *key == "at" { "place" } else { *key };
            (*key, Datum::single(name, *sort, part))
        };
        held.map(one).collect()
    }

    fn plan(&self, document: &Value) -> IndexMap<String, Datum> {
        let empty = Value::Null;
        let plan = document.get("plan").unwrap_or(&empty);
        let mut out = IndexMap::new();
        for (key, mut datum) in self.values("plan", PLAN, plan) {
            datum.at = plan
                .pointer(&format!("/at/{key}"))
                .map(boxes)
                .unwrap_or_default();
            out.insert(format!("plan.{key}"), datum);
        }
        if self.held.holds("plan", "period") {
            let period = plan.get("period").unwrap_or(&empty);
            let mut datum = self.object("plan.period", PERIOD, period);
            datum.at = plan.pointer("/at/period").map(boxes).unwrap_or_default();
            out.insert("plan.period".into(), datum);
        }
        if self.held.holds("plan", "at") {
            for key in PLAN.iter().map(|(key, _)| *key).chain(["period"]) {
                let at = plan.pointer(&format!("/at/{key}")).unwrap_or(&empty);
                let mut datum = Datum::single("place", Sort::Boxes, at);
                datum.at = boxes(at);
                out.insert(format!("plan.at.{key}"), datum);
            }
        }
        if self.held.holds("rule", "id") {
            let id = document.pointer("/rule/id").unwrap_or(&empty);
            out.insert("rule".into(), Datum::single("id", Sort::Word, id));
        }
        if self.held.holds("source", "pages") {
            let pages = document.pointer("/source/pages").unwrap_or(&empty);
            let pages = Datum::single("pages", Sort::Number, pages);
            out.insert("source.pages".into(), pages);
        }
        out
    }

    fn thing(&self, subject: Subject, path: &str, keys: Keys, value: &Value) -> Thing {
        Thing {
            of: Of {
                subject,
                id: string(value, "id").to_owned(),
                name: String::new(),
            },
            parent: None,
            links: IndexMap::new(),
            values: self.values(path, keys, value),
            lists: Lists::new(),
            fields: None,
            members: None,
            page: value.get("page").and_then(Value::as_u64).map(|p| p as u32),
            at: value.get("at").map(boxes).unwrap_or_default(),
        }
    }

    fn legend(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Legend, "legend", LEGEND, value);
        out.of.id = string(value, "mark").to_owned();
        out.of.name.clone_from(&out.of.id);
        out
    }

    fn item(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Item, "items", ITEM, value);
        let number = string(value, "number");
        let name = format!("{number} {}", string(value, "title"));
        out.of.name = name.trim().to_owned();
        out.parent = self.link("items", "parent", value);
        if self.held.holds("items", "status") {
            let status = value.get("status").unwrap_or(&Value::Null);
            let status = self.object("items.status", STATUS, status);
            out.values.insert("status", status);
        }
        for (key, sort) in [("refs", Sort::Mark), ("flags", Sort::Text)] {
            if self.held.holds("items", key) {
                let list = value.get(key).and_then(Value::as_array);
                let list = list.into_iter().flatten();
                let list = list.map(|v| Datum::single(key, sort, v)).collect();
                out.lists.insert(key, list);
            }
        }
        for key in ["repeats", "ref_items"] {
            if self.held.holds("items", key) {
                let ids = match value.get(key) {
                    Some(Value::Array(ids)) => ids.as_slice(),
                    Some(id) => std::slice::from_ref(id),
                    None => &[],
                };
                let ids = ids.iter().filter_map(Value::as_str).map(str::to_owned);
                out.links.insert(key, ids.collect());
            }
        }
        out.fields = self.fields("items", value);
        out
    }

    /// The id of another thing.
    fn link(&self, path: &str, key: &str, value: &Value) -> Option<Option<String>> {
        let link = || value.get(key).and_then(Value::as_str).map(str::to_owned);
        self.held.holds(path, key).then(link)
    }

    fn fields(&self, path: &str, value: &Value) -> Option<IndexMap<String, Datum>> {
        if !self.held.holds(path, "fields") {
            return None;
        }
        let fields = value.get("fields").and_then(Value::as_object);
        let path = format!("{path}.fields.*");
        let one = |(label, value): (&String, &Value)| {
            let datum = match value {
                Value::Object(_) => self.datum(&path, VALUE, value),
                plain => Datum::single("text", Sort::Text, plain),
            };
            (label.clone(), datum)
        };
        Some(fields.into_iter().flatten().map(one).collect())
    }

    fn indicator(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Indicator, "indicators", INDICATOR, value);
        out.of.name = string(value, "name").to_owned();
        out.parent = self.link("indicators", "of", value);
        out.fields = self.fields("indicators", value);
        if self.held.holds("indicators", "values") {
            let values = value.get("values").and_then(Value::as_array);
            let one = |v: &Value| self.datum("indicators.values", INDICATOR_VALUE, v);
            out.members = Some(values.into_iter().flatten().map(one).collect());
        }
        out
    }

    fn table(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Table, "tables", TABLE, value);
        let name = [string(value, "caption"), string(value, "name")];
        let name = name.into_iter().find(|n| !n.is_empty());
        let pages = value.get("pages").and_then(Value::as_array);
        out.page = pages.and_then(|p| p.first()?.as_u64()).map(|p| p as u32);
        out.of.name = name.unwrap_or_default().to_owned();
        if self.held.holds("tables", "cells") {
            let cells = value.get("cells").and_then(Value::as_array);
            let one = |v: &Value| self.cell(&out.of.id, v);
            out.members = Some(cells.into_iter().flatten().map(one).collect());
        }
        out
    }

    fn cell(&self, table: &str, value: &Value) -> Datum {
        let mut out = self.datum("tables.cells", CELL, value);
        for (name, part) in &mut out.parts {
            let is_span = matches!(*name, "rowspan" | "colspan");
            if is_span && part.is_none() {
                *part = Some(Scalar::Written(Sort::Number, "1".into()));
            }
        }
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        let corners = value
            .get("box")
            .and_then(|b| serde_json::from_value(b.clone()).ok());
        out.at = vec![At {
            page: number("page").unwrap_or_default() as u32,
            r#box: corners.unwrap_or_default(),
            table: Some(table.to_owned()).filter(|t| !t.is_empty()),
            row: number("row").map(|n| n as usize),
            col: number("col").map(|n| n as usize),
            ..At::default()
        }];
        if self.held.holds("tables.cells", "box") {
            out.parts.push(("at", Some(Scalar::Boxes(out.at.clone()))));
        }
        out
    }

    fn section(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Section, "sections", SECTION, value);
        let name = [string(value, "number"), string(value, "heading")].join(" ");
        out.of.name = match name.trim() {
            "" => string(value, "text").chars().take(24).collect(),
            name => name.to_owned(),
        };
        if self.held.holds("sections", "period") {
            let period = value.get("period").unwrap_or(&Value::Null);
            let period = self.object("sections.period", PERIOD, period);
            out.values.insert("period", period);
        }
        out
    }

    fn footnote(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Footnote, "footnotes", FOOTNOTE, value);
        out.of.id = string(value, "term").to_owned();
        out.of.name.clone_from(&out.of.id);
        out
    }

    fn finding(&self, value: &Value) -> Thing {
        let mut out = self.thing(Subject::Finding, "findings", FINDING, value);
        out.of.id = string(value, "code").to_owned();
        out.of.name = string(value, "message").to_owned();
        out.page = out.at.first().map(|at| at.page);
        out
    }
}
