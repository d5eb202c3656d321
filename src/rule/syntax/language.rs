//! [`Language`]: the tables, keys and types of rule files, off the JSON Schema of [`config`].

use crate::rule::config;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// What a value is.
#[derive(Debug)]
pub enum Shape {
    /// A table of the language, by its place in [`Language::tables`].
    Table(usize),
    /// A table whose keys are names of the writer's own.
    Map(Box<Shape>),
    /// A list.
    List(Box<Shape>),
    /// A string.
    Text,
    /// A string that is a pattern.
    Pattern,
    /// A string that is one of some.
    Choice(Vec<String>),
    /// A whole number that is not less than this.
    Integer(u64),
    /// A number, with or without a fraction.
    Number,
    /// `true` or `false`.
    Flag,
    /// Anything.
    Any,
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// What its value is.
    pub shape: Shape,
    /// The table needs it.
    pub required: bool,
    /// Its part of the schema.
    pub schema: Value,
}

/// A table.
#[derive(Debug)]
pub struct TableShape {
    /// As it is written: `[[table.column]]`; empty for the file itself.
    pub name: String,
    /// What the language calls its kind, where it stands in several places: `Item`.
    pub kind: String,
    /// Its keys in the order of declaration.
    pub keys: Vec<Key>,
    /// It must not be empty.
    pub filled: bool,
    /// What the schema says of it.
    pub description: String,
}

impl TableShape {
    /// The table in a message.
    pub fn shown(&self) -> String {
        match self.name.as_str() {
            "" => match self.kind.as_str() {
                RULE_FILE => "the rule file".to_owned(),
                _ => "the file".to_owned(),
            },
            name => format!("`{name}`"),
        }
    }

    /// A key by its name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|k| k.name == name)
    }
}

/// What may stand in a kind of TOML files: the tables, keys and types.
#[derive(Debug)]
pub struct Language {
    /// Its tables, the file itself first, each before those within it.
    pub tables: Vec<TableShape>,
}

/// The kind of the file itself.
const RULE_FILE: &str = "RuleFile";

static LANGUAGE: LazyLock<Language> =
    LazyLock::new(|| Language::of_schema(&config::json_schema(), RULE_FILE));

impl Language {
    /// The language of rule files.
    pub fn get() -> &'static Self {
        &LANGUAGE
    }

    /// The language of a JSON Schema, whose file is called by `kind`.
    pub fn of_schema(schema: &Value, kind: &str) -> Self {
        let mut out = Self { tables: Vec::new() };
        out.table(schema, schema, kind, &[], true);
        out
    }

    /// Adds a table and those within it; `path` is the keys that lead to it.
    fn table(
        &mut self,
        root: &Value,
        schema: &Value,
        kind: &str,
        path: &[&str],
        many: bool,
    ) -> usize {
        let index = self.tables.len();
        let dotted = path.join(".");
        self.tables.push(TableShape {
            name: match (path, many) {
                ([], _) => String::new(),
                (_, true) => format!("[[{dotted}]]"),
                (_, false) => format!("[{dotted}]"),
            },
            kind: kind.to_owned(),
            keys: Vec::new(),
            filled: schema.get("minProperties").is_some(),
            description: text(schema, "description"),
        });
        let required: Vec<&str> = strings(schema, "required").collect();
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.unwrap_or(&empty) {
            let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
            let key = Key {
                name: name.clone(),
                shape: self.shape(root, schema, &path, false),
                required: required.contains(&name.as_str()),
                schema: schema.clone(),
            };
            self.tables[index].keys.push(key);
        }
        index
    }

    fn shape(&mut self, root: &Value, schema: &Value, path: &[&str], many: bool) -> Shape {
        let kind = text(schema, "$ref");
        let kind = kind.rsplit('/').next().unwrap_or_default();
        let schema = resolved(root, schema);
        if let Some(choices) = choices(schema) {
            return Shape::Choice(choices);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") if schema.get("properties").is_some() => {
                Shape::Table(self.table(root, schema, kind, path, many))
            }
            Some("object") => {
                let values = schema.get("additionalProperties").unwrap_or(&Value::Null);
                Shape::Map(Box::new(self.shape(root, values, path, false)))
            }
            Some("array") => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                Shape::List(Box::new(self.shape(root, items, path, true)))
            }
            Some("string") if text(schema, "format") == "regex" => Shape::Pattern,
            Some("string") => Shape::Text,
            Some("integer") => {
                let least = schema.get("minimum").and_then(Value::as_u64);
                Shape::Integer(least.unwrap_or(0))
            }
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Flag,
            _ => Shape::Any,
        }
    }

    /// The tables that have a key of this name.
    pub fn with_key<'l>(&'l self, name: &'l str) -> impl Iterator<Item = &'l TableShape> {
        self.tables.iter().filter(move |t| t.key(name).is_some())
    }
}

/// A schema, or the one that it refers to.
pub fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let pointer = schema.get("$ref").and_then(Value::as_str);
    let pointed = pointer.and_then(|p| root.pointer(p.strip_prefix('#')?));
    pointed.unwrap_or(schema)
}

/// The strings that a schema leaves to choose from.
fn choices(schema: &Value) -> Option<Vec<String>> {
    let of = |v: &Value| v.get("const").and_then(Value::as_str).map(str::to_owned);
    if let Some(list) = schema.get("oneOf").and_then(Value::as_array) {
        return list.iter().map(of).collect();
    }
    schema
        .get("enum")
        .map(|_| strings(schema, "enum").map(str::to_owned).collect())
}

/// A string of a schema; empty where there is none.
pub fn text(schema: &Value, key: &str) -> String {
    let text = schema.get(key).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn strings<'s>(schema: &'s Value, key: &str) -> impl Iterator<Item = &'s str> {
    let list = schema.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
