//! [`Datum`]: what stands in one column of one record, borrowed from the document.

use serde::{Serialize, Serializer};
use serde_json::Number;
use std::borrow::Cow;

/// What stands in one column of one record.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum<'d> {
    /// Not printed, or printed and not understood.
    Null,
    /// Text; it may be empty, which is not the same as null.
    Text(Cow<'d, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal with the digits that are printed.
    Number(Cow<'d, Number>),
    /// Yes or no.
    Boolean(bool),
    /// Several texts or whole numbers.
    List(Vec<Datum<'d>>),
}

impl Datum<'_> {
    /// The same, borrowed from nothing.
    pub fn into_owned(self) -> Datum<'static> {
        match self {
            Self::Null => Datum::Null,
            Self::Text(text) => Datum::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => Datum::Integer(number),
            Self::Number(number) => Datum::Number(Cow::Owned(number.into_owned())),
            Self::Boolean(yes) => Datum::Boolean(yes),
            Self::List(list) => Datum::List(list.into_iter().map(Datum::into_owned).collect()),
        }
    }

    /// It is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// As a format without types of its own writes it: digits, `true`, a JSON array; nothing for null.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Boolean(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
            Self::List(_) => Cow::Owned(self.json()),
        }
    }

    /// As JSON.
    pub fn json(&self) -> String {
        // texts and numbers always have a JSON form: the serializer fails on maps with odd keys only
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The nearest binary number of a decimal or whole number; nothing where there is none.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64().filter(|n| n.is_finite()),
            Self::Integer(number) => number.to_string().parse().ok(),
            _ => None,
        }
    }
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => number.serialize(serializer),
            Self::Boolean(yes) => serializer.serialize_bool(*yes),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl<'d> From<&'d str> for Datum<'d> {
    fn from(text: &'d str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'d> From<&'d String> for Datum<'d> {
    fn from(text: &'d String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'d> From<&'d Number> for Datum<'d> {
    fn from(number: &'d Number) -> Self {
        Self::Number(Cow::Borrowed(number))
    }
}

impl From<f64> for Datum<'_> {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Null, |n| Self::Number(Cow::Owned(n)))
    }
}

impl From<bool> for Datum<'_> {
    fn from(yes: bool) -> Self {
        Self::Boolean(yes)
    }
}

impl From<u32> for Datum<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<i32> for Datum<'_> {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Datum<'_> {
    fn from(number: u64) -> Self {
        // sizes of files and powers of ten that units name: far below the limit
        Self::Integer(number.try_into().unwrap_or(i64::MAX))
    }
}

impl From<usize> for Datum<'_> {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl<'d> From<&'d Vec<String>> for Datum<'d> {
    fn from(texts: &'d Vec<String>) -> Self {
        Self::List(texts.iter().map(Datum::from).collect())
    }
}

impl<'d> From<&'d Vec<u32>> for Datum<'d> {
    fn from(numbers: &'d Vec<u32>) -> Self {
        Self::List(numbers.iter().map(|n| Datum::from(*n)).collect())
    }
}

impl<'d, T> From<Option<T>> for Datum<'d>
where
    Datum<'d>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Datum::from)
    }
}

impl<'d> From<&'d Option<String>> for Datum<'d> {
    fn from(text: &'d Option<String>) -> Self {
        Self::from(text.as_ref())
    }
}

impl<'d> From<&'d Option<Number>> for Datum<'d> {
    fn from(number: &'d Option<Number>) -> Self {
        Self::from(number.as_ref())
    }
}
