//! The reference of the guide: every table and key of rule files, off the language's schema.

use super::config;
use super::syntax::{Key, Language, Shape, TableShape, resolved};
use serde_json::Value;
use std::fmt::Write;

const HEAD: &str = "# Reference of rule files

Every table and key of the language, in the order in which a rule file has them. This page is made by
`keikaku rules schema --format markdown` and is not edited by hand.

A *pattern* is a regular expression (https://docs.rs/regex/latest/regex/#syntax) over folded text: full-width
letters, digits and brackets are narrow, dashes and dots that type setters use for one another are the same
character, `.` matches line breaks too, and `{X}` stands for the word X of `[words]` or of the shared words. Write
patterns in single quotes, in which TOML leaves backslashes alone. A *header* or *label* pattern must match the whole
cell, white space left out.

Keys that are **needed** must be given; the others may be left out, and then the default counts.
";

/// The reference as Markdown.
pub fn reference() -> String {
    let language = Language::get();
    let root = config::json_schema();
    let mut out = HEAD.to_owned();
    contents(&mut out, language);
    let mut done: Vec<&str> = Vec::new();
    for table in &language.tables {
        if !done.contains(&table.kind.as_str()) {
            done.push(&table.kind);
            section(&mut out, language, &root, table);
        }
    }
    out
}

/// A list of the tables, each with a link.
fn contents(out: &mut String, language: &Language) {
    out.push_str("\n| table | what it is |\n|---|---|\n");
    for table in language.tables.iter().skip(1) {
        let first = sentence(&table.description);
        let anchor = anchor(table);
        writeln!(out, "| [`{}`](#{anchor}) | {} |", table.name, cell(first)).unwrap_or_default();
    }
}

/// A table with its keys.
fn section(out: &mut String, language: &Language, root: &Value, table: &TableShape) {
    let places = language.tables.iter().filter(|t| t.kind == table.kind);
    let names: Vec<String> = places.map(|t| format!("`{}`", t.name)).collect();
    let title = match table.name.as_str() {
        "" => "The file".to_owned(),
        _ => names.join(", "),
    };
    let anchor = anchor(table);
    let description = &table.description;
    let text = format!(
        "\n<a id=\"{anchor}\"></a>\n## {title}\n\n{description}\n\n\
         | key | type | default | example | meaning |\n|---|---|---|---|---|\n"
    );
    out.push_str(&text);
    for key in &table.keys {
        row(out, language, root, key);
    }
    values(out, root, table);
}

/// A key on a row.
fn row(out: &mut String, language: &Language, root: &Value, key: &Key) {
    let default = match key.schema.get("default") {
        _ if key.required => "**needed**".to_owned(),
        Some(Value::Array(list)) if list.is_empty() => String::new(),
        Some(Value::Object(map)) if !map.is_empty() || is_table(&key.shape) => String::new(),
        Some(value) => code(&toml_of(value)),
        None => String::new(),
    };
    let examples = key.schema.get("examples").and_then(Value::as_array);
    let example = examples.and_then(|e| e.first());
    let example = example.map(|e| code(&toml_of(e))).unwrap_or_default();
    let schema = &key.schema;
    let meaning = schema
        .get("description")
        .or_else(|| resolved(root, schema).get("description"));
    let meaning = meaning.and_then(Value::as_str).unwrap_or_default();
    let kind = cell(&type_of(language, &key.shape));
    let meaning = cell(meaning);
    let name = &key.name;
    writeln!(
        out,
        "| `{name}` | {kind} | {default} | {example} | {meaning} |"
    )
    .unwrap_or_default();
}

fn is_table(shape: &Shape) -> bool {
    matches!(shape, Shape::Table(_) | Shape::Map(_))
}

/// What each value of a key with a choice means.
fn values(out: &mut String, root: &Value, table: &TableShape) {
    for key in &table.keys {
        let schema = match key.schema.get("items") {
            Some(items) => resolved(root, items),
            None => resolved(root, &key.schema),
        };
        let Some(choices) = schema.get("oneOf").and_then(Value::as_array) else {
            continue;
        };
        writeln!(out, "\nValues of `{}`:\n", key.name).unwrap_or_default();
        for choice in choices {
            let of = |key: &str| choice.get(key).and_then(Value::as_str).unwrap_or_default();
            let meaning = of("description").replace('\n', " ");
            writeln!(out, "- `\"{}\"`: {meaning}", of("const")).unwrap_or_default();
        }
    }
}

/// The type of a value, with a link to its table.
fn type_of(language: &Language, shape: &Shape) -> String {
    let table = |i: &usize| {
        let table = &language.tables[*i];
        format!("[`{}`](#{})", table.name, anchor(table))
    };
    match shape {
        Shape::Table(i) => table(i),
        Shape::Map(values) => format!("table of names to {}", plural(language, values)),
        Shape::List(items) => match &**items {
            Shape::Table(i) => format!("list of {}", table(i)),
            items => format!("list of {}", plural(language, items)),
        },
        Shape::Text => "string".into(),
        Shape::Pattern => "pattern".into(),
        Shape::Choice(choices) => {
            let choices: Vec<String> = choices.iter().map(|c| format!("`\"{c}\"`")).collect();
            choices.join(", ")
        }
        Shape::Integer(least) => format!("whole number from {least}"),
        Shape::Number => "number".into(),
        Shape::Flag => "`true` or `false`".into(),
        Shape::Any => "anything".into(),
    }
}

fn plural(language: &Language, shape: &Shape) -> String {
    match shape {
        Shape::Text => "strings".into(),
        Shape::Pattern => "patterns".into(),
        Shape::List(items) => format!("lists of {}", plural(language, items)),
        shape => type_of(language, shape),
    }
}

/// The name of the place of a table in the page.
fn anchor(table: &TableShape) -> String {
    table.kind.to_lowercase()
}

/// A text in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace("\n\n", "<br>")
        .replace('\n', " ")
        .replace('|', "\\|")
}

/// A value of a rule file in a cell of a Markdown table.
fn code(value: &str) -> String {
    format!("`{}`", value.replace('|', "\\|"))
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    let end = text.find(". ").into_iter().chain(text.find(".\n"));
    end.min().map_or(text, |end| &text[..=end])
}

/// A value as it is written in TOML.
fn toml_of(value: &Value) -> String {
    match value {
        // single quotes leave backslashes alone
        Value::String(text) if text.contains('\\') => format!("'{text}'"),
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(toml_of).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs = map.iter();
            let pairs: Vec<String> = pairs
                .map(|(k, v)| format!("{} = {}", toml_key(k), toml_of(v)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// A key as it is written in TOML: other than in plain letters, with quotes.
fn toml_key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}
