//! Values as columns have them: JSON within a column, words of enums, exact numbers.

use crate::document::At;
use crate::value::base;
use rusqlite::Row;
use rusqlite::types::Type;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};
use std::str::FromStr;

/// A value as JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

/// A column that holds JSON.
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(not_ours)
}

/// A column that holds JSON or nothing.
pub(super) fn from_json_or_null<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    let value = text.map(|t| serde_json::from_str(&t).map_err(not_ours));
    value.transpose()
}

fn not_ours(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
}

/// The word of a variant, as it is in JSON.
pub(super) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A column that holds the word of a variant.
pub(super) fn from_word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    serde_json::from_value(Value::String(word)).map_err(not_ours)
}

/// A column that holds the word of a variant or nothing.
pub(super) fn from_word_or_null<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    let value = word.map(|w| serde_json::from_value(Value::String(w)).map_err(not_ours));
    value.transpose()
}

/// The page of the first place.
pub(super) fn page(at: &[At]) -> Option<u32> {
    at.first().map(|a| a.page)
}

/// The nearest binary number.
pub(super) fn real(number: Option<&Number>) -> Option<f64> {
    number.and_then(Number::as_f64).filter(|n| n.is_finite())
}

/// The digits as they are printed.
pub(super) fn exact(number: Option<&Number>) -> Option<String> {
    number.map(Number::to_string)
}

/// A number with its power of ten and without needless zeros: the same for 12千円, 12.0千円 and 12,000円.
pub(super) fn amount(number: Option<&Number>, multiplier: Option<u64>) -> Option<String> {
    let digits = number?.to_string();
    let value = Decimal::from_str(&digits).or_else(|_| Decimal::from_scientific(&digits));
    let power = Decimal::from(multiplier.unwrap_or(1));
    let amount = value.ok()?.checked_mul(power)?;
    Some(amount.normalize().to_string())
}

/// The base of a unit, and an amount as one of it: the same for 1.2km and 1,200m.
pub(super) fn in_base(
    amount: Option<&str>,
    unit: Option<&str>,
) -> Option<(String, Option<String>)> {
    let base = base(unit.filter(|u| !u.is_empty())?);
    let ten = match base.exponent {
        0.. => Decimal::TEN,
        _ => Decimal::new(1, 1),
    };
    let times = |amount: Decimal| {
        let mut powers = (0..base.exponent.unsigned_abs()).map(|_| ten);
        powers.try_fold(amount, Decimal::checked_mul)
    };
    let amount = amount.and_then(|a| Decimal::from_str(a).ok());
    let amount = amount.and_then(times).map(|a| a.normalize().to_string());
    Some((base.unit, amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_in_other_notation_are_one_amount() {
        let of = |digits: &str, power| {
            let number: Number = serde_json::from_str(digits).unwrap();
            amount(Some(&number), power)
        };
        assert_eq!(of("41.70", None).as_deref(), Some("41.7"));
        assert_eq!(of("12", Some(1000)), of("12000.0", None));
        assert_eq!(of("1.2e3", None), of("1200", Some(1)));
        assert_ne!(of("12", Some(1000)), of("12", None));
        assert_eq!(of("-0", None), of("0.00", None));
        assert_eq!(amount(None, None), None);
    }

    #[test]
    fn amounts_are_compared_in_one_unit() {
        let of = |amount, unit| in_base(Some(amount), Some(unit));
        assert_eq!(of("1.2", "km"), of("1200", "m"));
        assert_eq!(of("35", "cm"), of("0.35", "m"));
        assert_eq!(of("12000", "千円"), of("12000", "円"));
        assert_ne!(of("12", "人"), of("12", "%"));
        assert_eq!(in_base(Some("12"), None), None);
        assert_eq!(in_base(None, Some("名")), Some(("人".into(), None)));
        let most = Decimal::MAX.to_string();
        assert_eq!(of(&most, "km"), Some(("m".into(), None)));
    }
}
