//! Strings of a rule file with their place in it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;

/// A regular expression. It is searched in folded text (full-width forms are narrow, dashes and dots
/// are one), `\d` is an ASCII digit, and `.` matches line breaks too.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Pattern(Spanned<String>);

/// A name, or another string that must be one of some.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Name(Spanned<String>);

macro_rules! located {
    ($name:ident) => {
        impl $name {
            /// The string.
            pub fn as_str(&self) -> &str {
                self.0.get_ref()
            }

            /// Its bytes in the file, quotes included.
            pub fn span(&self) -> Range<usize> {
                self.0.span()
            }
        }
    };
}
located!(Pattern);
located!(Name);

impl Name {
    /// A name that stands in no file: a default.
    pub fn unplaced(name: &str) -> Self {
        Self(Spanned::new(0..0, name.to_owned()))
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        "Pattern".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "regex" })
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}
