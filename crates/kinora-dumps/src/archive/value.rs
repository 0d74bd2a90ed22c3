//! Single values of archived answers, however they are written.

use std::fmt;

use kinora_model::{Date, lenient};
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// An integer, however it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Int(pub i64);

/// A number, however it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Float(pub f64);

/// A date; empty and impossible ones are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MaybeDate(pub Option<Date>);

/// One text or a list of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts(pub Vec<String>);

impl<'de> Deserialize<'de> for Float {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Float, D::Error> {
        lenient::float(deserializer).map(Float)
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Int, D::Error> {
        lenient::integer(deserializer).map(Int)
    }
}

impl<'de> Deserialize<'de> for MaybeDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MaybeDate, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        Ok(MaybeDate(text.and_then(|text| {
            text.get(..10).and_then(|day| day.parse().ok())
        })))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
        struct TextsVisitor;

        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = Vec<String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
                Ok(vec![text.to_owned()])
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<Vec<String>, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element()? {
                    texts.push(text);
                }
                Ok(texts)
            }
        }

        deserializer.deserialize_any(TextsVisitor).map(Texts)
    }
}
