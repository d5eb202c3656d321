//! A parsed file held against the language: what does not fit is reported, and mended or left out.

use super::damage::{Damage, NOWHERE};
use super::language::{Key, Language, Shape, TableShape};
use super::{MAX_SAID, nearest};
use crate::diagnostic::{Code, Diagnostic};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

type Place<'i> = Spanned<DeValue<'i>>;

/// Walks the file.
pub struct Pruner<'a> {
    file: &'a str,
    source: &'a Arc<str>,
    /// Lines with a syntax error, of whose values nothing more is said.
    broken: BTreeSet<usize>,
    language: &'static Language,
    /// The mistakes found so far.
    pub found: Vec<Diagnostic>,
    /// What was left out so far.
    pub damage: Damage,
    /// Where patterns stand.
    pub patterns: Vec<Range<usize>>,
}

impl<'a> Pruner<'a> {
    /// For a file with syntax errors in some lines.
    pub fn new(
        file: &'a str,
        source: &'a Arc<str>,
        language: &'static Language,
        broken: BTreeSet<usize>,
    ) -> Self {
        Self {
            file,
            source,
            broken,
            language,
            found: Vec::new(),
            damage: Damage::default(),
            patterns: Vec::new(),
        }
    }

    /// The whole file, without what does not fit.
    pub fn root<'i>(&mut self, root: Spanned<DeTable<'i>>) -> Spanned<DeTable<'i>> {
        let span = root.span();
        let id = root.get_ref().get("id").map(Spanned::span);
        let place = id.unwrap_or(0..0);
        let shape = &self.language.tables[0];
        let table = self.table(root.into_inner(), shape, place);
        Spanned::new(span, table.unwrap_or_default())
    }

    fn report(&mut self, code: Code, span: Range<usize>, message: String, help: Option<String>) {
        if span.start == NOWHERE || self.found.len() >= MAX_SAID {
            return;
        }
        let mut diagnostic = Diagnostic::new(code, self.file, self.source, span, message);
        diagnostic.help = help;
        // where the parser gave up, what it left is no mistake of the writer's own
        if !self.broken.contains(&diagnostic.line) {
            self.found.push(diagnostic);
        }
    }

    /// A table without what does not fit; none if it cannot be read without what it lacks.
    fn table<'i>(
        &mut self,
        table: DeTable<'i>,
        shape: &'static TableShape,
        place: Range<usize>,
    ) -> Option<DeTable<'i>> {
        if shape.filled && table.is_empty() {
            let message = format!("{} is empty", shape.shown());
            self.report(Code::MissingKey, place.clone(), message, None);
            self.damage.at(place.start);
            return None;
        }
        let (known, unknown): (Vec<_>, Vec<_>) = table
            .into_iter()
            .partition(|(k, _)| shape.key(k.get_ref()).is_some());
        let mut hurt = false;
        let mut out = DeTable::new();
        for (key, value) in known {
            hurt |= !self.keep(&mut out, shape, key, value);
        }
        for (key, value) in unknown {
            hurt |= !self.unknown(&mut out, shape, key, value);
        }
        let whole = self.complete(&mut out, shape, place, &mut hurt);
        if hurt {
            let values: Vec<_> = out.iter().map(|(_, v)| v).collect();
            self.damage.beside(values);
        }
        whole.then_some(out)
    }

    /// Keeps a known key if its value fits, and says whether all of it does.
    fn keep<'i>(
        &mut self,
        out: &mut DeTable<'i>,
        shape: &'static TableShape,
        key: Spanned<DeString<'i>>,
        value: Place<'i>,
    ) -> bool {
        let Some(known) = shape.key(key.get_ref()) else {
            return false;
        };
        let before = (self.found.len(), value.span().start);
        match self.value(value, &known.shape, key.get_ref(), key.span()) {
            Some(value) => {
                out.insert(key, value);
            }
            None => {
                self.damage.at(before.1);
                if let Some(value) = placeholder(&known.shape).filter(|_| known.required) {
                    out.insert(key, value);
                }
            }
        }
        self.found.len() == before.0
    }

    /// Reports an unknown key. Where it is plainly a known one misspelt, its value is read as that one's.
    fn unknown<'i>(
        &mut self,
        out: &mut DeTable<'i>,
        shape: &'static TableShape,
        key: Spanned<DeString<'i>>,
        value: Place<'i>,
    ) -> bool {
        let name = key.get_ref().to_string();
        let free = shape.keys.iter().map(|k| k.name.as_str());
        let free = free.filter(|k| out.get(*k).is_none());
        let meant = nearest(&name, free);
        let help = self.where_else(&name, meant.as_deref());
        let message = format!("{} has no key `{name}`", shape.shown());
        self.report(Code::UnknownKey, key.span(), message, help);
        let read = meant.as_deref().and_then(|m| shape.key(m));
        match read.filter(|k| fits(&k.shape, value.get_ref())) {
            Some(meant) => {
                let key = Spanned::new(key.span(), Cow::Borrowed(meant.name.as_str()));
                self.keep(out, shape, key, value)
            }
            None => {
                self.damage.lose(&value);
                false
            }
        }
    }

    /// What was probably meant by an unknown key: a near one, or the table that has it.
    fn where_else(&self, name: &str, meant: Option<&str>) -> Option<String> {
        let meant = meant.map(|m| format!("did you mean `{m}`?"));
        let mut tables: Vec<String> = self
            .language
            .with_key(name)
            .map(TableShape::shown)
            .collect();
        tables.truncate(4);
        let elsewhere =
            (!tables.is_empty()).then(|| format!("`{name}` belongs in {}", tables.join(" or ")));
        match (meant, elsewhere) {
            (Some(meant), Some(elsewhere)) => Some(format!("{meant} {elsewhere}")),
            (meant, elsewhere) => meant.or(elsewhere),
        }
    }

    /// Reports the keys that are missing; false if the table cannot do without.
    fn complete(
        &mut self,
        out: &mut DeTable<'_>,
        shape: &'static TableShape,
        place: Range<usize>,
        hurt: &mut bool,
    ) -> bool {
        let absent = |k: &&Key| k.required && out.get(k.name.as_str()).is_none();
        let missing: Vec<&Key> = shape.keys.iter().filter(absent).collect();
        let mut whole = true;
        for key in missing {
            *hurt = true;
            self.damage.at(place.start);
            let (code, message, help) = missing_key(shape, key, self.language);
            self.report(code, place.clone(), message, help);
            match placeholder(&key.shape) {
                Some(value) => {
                    let name = Spanned::new(NOWHERE..NOWHERE, Cow::Owned(key.name.clone()));
                    out.insert(name, value);
                }
                None => whole = false,
            }
        }
        whole
    }

    /// A value without what does not fit; none if nothing of it does.
    fn value<'i>(
        &mut self,
        value: Place<'i>,
        shape: &'static Shape,
        key: &str,
        key_span: Range<usize>,
    ) -> Option<Place<'i>> {
        let span = value.span();
        if matches!(shape, Shape::Pattern) {
            self.patterns.push(span.clone());
        }
        match (shape, value.into_inner()) {
            (Shape::Any, value) => Some(Spanned::new(span, value)),
            (Shape::Table(i), DeValue::Table(table)) => {
                let place = self.header(&span, key_span);
                let table = self.table(table, &self.language.tables[*i], place)?;
                Some(Spanned::new(span, DeValue::Table(table)))
            }
            (Shape::Map(values), DeValue::Table(table)) => {
                let table = self.map(table, values);
                Some(Spanned::new(span, DeValue::Table(table)))
            }
            (Shape::List(items), DeValue::Array(list)) => {
                let list = self.list(list, items, key);
                Some(Spanned::new(span, DeValue::Array(list)))
            }
            (Shape::Text | Shape::Pattern, value @ DeValue::String(_))
            | (Shape::Flag, value @ DeValue::Boolean(_)) => Some(Spanned::new(span, value)),
            (Shape::Choice(choices), DeValue::String(text)) => {
                self.choice(text, choices, key, span)
            }
            (Shape::Number, value @ (DeValue::Integer(_) | DeValue::Float(_))) => {
                Some(Spanned::new(span, value))
            }
            (Shape::Integer(least), DeValue::Integer(number)) => {
                let value = Spanned::new(span, DeValue::Integer(number));
                self.integer(value, *least, key)
            }
            (shape, value) => self.mistyped(Spanned::new(span, value), shape, key, key_span),
        }
    }

    /// Where to say what a table lacks: at its header, or the key of an inline table.
    fn header(&self, span: &Range<usize>, key: Range<usize>) -> Range<usize> {
        let text = self.source.get(span.clone()).unwrap_or_default();
        if text.starts_with('[') || key.start == NOWHERE {
            span.clone()
        } else {
            key
        }
    }

    fn map<'i>(&mut self, table: DeTable<'i>, values: &'static Shape) -> DeTable<'i> {
        let mut out = DeTable::new();
        for (key, value) in table {
            if let Some(value) = self.value(value, values, key.get_ref(), key.span()) {
                out.insert(key, value);
            } else {
                self.damage.at(key.span().start);
                let name = DeValue::String(key.get_ref().clone());
                self.damage.lose(&Spanned::new(key.span(), name));
            }
        }
        out
    }

    fn list<'i>(&mut self, list: DeArray<'i>, items: &'static Shape, key: &str) -> DeArray<'i> {
        let values = list.into_iter();
        // an element has no key of its own
        values
            .filter_map(|value| self.value(value, items, key, NOWHERE..NOWHERE))
            .collect()
    }

    fn choice<'i>(
        &mut self,
        text: DeString<'i>,
        choices: &'static [String],
        key: &str,
        span: Range<usize>,
    ) -> Option<Place<'i>> {
        if choices.iter().any(|c| *c == text) {
            return Some(Spanned::new(span, DeValue::String(text)));
        }
        let names = || choices.iter().map(String::as_str);
        let meant = nearest(&text, names());
        let known: Vec<String> = names().map(|c| format!("`{c}`")).collect();
        let help = match &meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it is one of {}", known.join(", ")),
        };
        let message = format!("`{key}` cannot be `{text}`");
        self.report(Code::WrongValue, span.clone(), message, Some(help));
        Some(Spanned::new(span, DeValue::String(Cow::Owned(meant?))))
    }

    fn integer<'i>(&mut self, value: Place<'i>, least: u64, key: &str) -> Option<Place<'i>> {
        let DeValue::Integer(number) = value.get_ref() else {
            return None;
        };
        let parsed = i128::from_str_radix(number.as_str(), number.radix()).unwrap_or(-1);
        if (i128::from(least)..=i128::from(u32::MAX)).contains(&parsed) {
            return Some(value);
        }
        let message = format!("`{key}` cannot be `{number}`");
        let help = format!("it is a whole number from {least}");
        self.report(Code::WrongValue, value.span(), message, Some(help));
        one(value.span())
    }

    /// A value of the wrong type: mended where it is plain what was meant.
    fn mistyped<'i>(
        &mut self,
        value: Place<'i>,
        shape: &'static Shape,
        key: &str,
        key_span: Range<usize>,
    ) -> Option<Place<'i>> {
        let message = format!(
            "`{key}` is {}, not {}",
            asked(shape),
            given(value.get_ref())
        );
        let help = remedy(shape, value.get_ref(), key);
        self.report(Code::WrongType, value.span(), message, help);
        let span = value.span();
        match (shape, value.get_ref()) {
            (Shape::List(items), _) if fits(items, value.get_ref()) => {
                let value = self.value(value, items, key, key_span)?;
                Some(Spanned::new(
                    span,
                    DeValue::Array([value].into_iter().collect()),
                ))
            }
            (Shape::Table(_) | Shape::Text | Shape::Pattern, DeValue::Array(list))
                if list.len() == 1 && list.iter().all(|v| fits(shape, v.get_ref())) =>
            {
                let DeValue::Array(list) = value.into_inner() else {
                    return None;
                };
                let first = list.into_iter().next()?;
                self.value(first, shape, key, key_span)
            }
            (Shape::Integer(_) | Shape::Number, _) => one(span),
            _ => {
                self.damage.lose(&value);
                None
            }
        }
    }
}

/// What a table lacks, said.
fn missing_key(
    shape: &TableShape,
    key: &Key,
    language: &Language,
) -> (Code, String, Option<String>) {
    let name = match &key.shape {
        Shape::Table(i) => language.tables[*i].name.clone(),
        Shape::List(of) => match **of {
            Shape::Table(i) => language.tables[i].name.clone(),
            _ => key.name.clone(),
        },
        _ => key.name.clone(),
    };
    let message = format!("{} has no `{name}`", shape.shown());
    let description = super::language::text(&key.schema, "description");
    let code = match key.name.as_str() {
        "example" => Code::NoExample,
        _ => Code::MissingKey,
    };
    let sentence = description.split_once(". ").map_or(&*description, |d| d.0);
    let help = format!("`{name}`: {}", sentence.replace('\n', " "));
    (code, message, (!description.is_empty()).then_some(help))
}

/// What stands in for a value that is missing, so that what is beside it can be read.
fn placeholder(shape: &Shape) -> Option<Place<'static>> {
    let text = |text: &'static str| DeValue::String(Cow::Borrowed(text));
    let value = match shape {
        Shape::Text => text(""),
        Shape::Pattern => text(".*"),
        Shape::Integer(_) | Shape::Number => return one(NOWHERE..NOWHERE),
        Shape::Flag => DeValue::Boolean(false),
        Shape::Map(_) | Shape::Table(_) => DeValue::Table(DeTable::new()),
        Shape::List(_) => DeValue::Array(std::iter::empty().collect()),
        Shape::Choice(_) | Shape::Any => return None,
    };
    Some(Spanned::new(NOWHERE..NOWHERE, value))
}

/// The number 1 at a place.
fn one<'i>(span: Range<usize>) -> Option<Place<'i>> {
    let one = DeValue::parse("1").ok()?;
    Some(Spanned::new(span, one.into_inner()))
}

fn fits(shape: &Shape, value: &DeValue<'_>) -> bool {
    match shape {
        Shape::Table(_) | Shape::Map(_) => value.is_table(),
        Shape::Text | Shape::Pattern | Shape::Choice(_) => value.is_str(),
        Shape::Integer(_) => value.is_integer(),
        Shape::Number => value.is_integer() || value.is_float(),
        Shape::Flag => value.is_bool(),
        Shape::List(_) => value.is_array(),
        Shape::Any => true,
    }
}

fn asked(shape: &Shape) -> &'static str {
    match shape {
        Shape::Table(_) | Shape::Map(_) => "a table",
        Shape::List(items) => match **items {
            Shape::Table(_) => "a list of tables",
            Shape::Pattern => "a list of patterns",
            _ => "a list of strings",
        },
        Shape::Text | Shape::Choice(_) => "a string",
        Shape::Pattern => "a pattern in quotes",
        Shape::Integer(_) => "a whole number",
        Shape::Number => "a number",
        Shape::Flag => "`true` or `false`",
        Shape::Any => "a value",
    }
}

fn given(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// How the value would be written.
fn remedy(shape: &Shape, value: &DeValue<'_>, key: &str) -> Option<String> {
    let list_of_tables =
        |items: &Shape| matches!(items, Shape::Table(_)) && matches!(value, DeValue::Table(_));
    match (shape, value) {
        (Shape::List(items), _) if list_of_tables(items) => Some(format!(
            "a `{key}` is one of several: write its header with two brackets, `[[…{key}]]`, or the list `[{{ … }}]`"
        )),
        (Shape::List(items), value) if fits(items, value) => {
            Some(format!("write it in brackets: `{key} = [ … ]`"))
        }
        (Shape::Table(_), DeValue::Array(_)) => Some(format!(
            "there is one `{key}`: write its header with one bracket, `[…{key}]`"
        )),
        (Shape::Text | Shape::Pattern, DeValue::Array(list)) if list.len() == 1 => {
            Some("write it without the brackets".to_owned())
        }
        (Shape::Text | Shape::Pattern, DeValue::Integer(_) | DeValue::Float(_)) => {
            Some("write it in quotes".to_owned())
        }
        (Shape::Integer(_) | Shape::Number | Shape::Flag, DeValue::String(_)) => {
            Some("write it without quotes".to_owned())
        }
        _ => None,
    }
}
