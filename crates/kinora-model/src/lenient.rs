//! Reading documents as strangers write them: anything may be null, numbers may be integers, floats or text.
//!
//! These are for `#[serde(deserialize_with)]` on fields of documents that archives hold in the same form.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_unit<E>(self) -> Result<f64, E> {
        Ok(0.0)
    }

    fn visit_i64<E>(self, number: i64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_u64<E>(self, number: u64) -> Result<f64, E> {
        Ok(number as f64)
    }

    fn visit_f64<E>(self, number: f64) -> Result<f64, E> {
        Ok(number)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<f64, E> {
        text.trim().parse().map_err(E::custom)
    }
}

/// A number; null is 0.
pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = deserializer.deserialize_any(NumberVisitor)?;
    match number.is_finite() {
        true => Ok(number),
        false => Err(de::Error::custom("not a finite number")),
    }
}

/// A whole number; null is 0. Ids and money stay far below 2^53, where every integer is exact as a float.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = float(deserializer)?;
    match number.abs() <= 9_007_199_254_740_992.0 {
        true => Ok(number as i64),
        false => Err(de::Error::custom("number too large")),
    }
}

/// A small whole number; null is 0.
pub fn small<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    i32::try_from(integer(deserializer)?).map_err(|_| de::Error::custom("number too large"))
}

/// Anything that has an empty form; null is that.
pub fn or_empty<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Document {
        #[serde(deserialize_with = "super::float")]
        score: f64,
        #[serde(deserialize_with = "super::integer")]
        width: i64,
        #[serde(deserialize_with = "super::small")]
        order: i32,
        #[serde(deserialize_with = "super::or_empty")]
        names: Vec<String>,
    }

    #[test]
    fn nulls_and_odd_numbers_are_read() {
        let text = r#"{"score":"5.5","width":1500.0,"order":null,"names":null}"#;
        let read: Document = serde_json::from_str(text).unwrap();
        assert_eq!(
            (read.score, read.width, read.order, read.names.len()),
            (5.5, 1500, 0, 0)
        );
        assert_eq!(
            serde_json::from_str::<Document>("{}").unwrap(),
            Document::default()
        );
        for text in [
            r#"{"score":"x"}"#,
            r#"{"width":1e300}"#,
            r#"{"order":3000000000}"#,
        ] {
            assert!(serde_json::from_str::<Document>(text).is_err(), "{text}");
        }
    }
}
