//! One line of an archive: a recorded request and its answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A recorded request and its answer. Other keys of the line are ignored.
#[derive(Debug, Deserialize)]
pub struct Row<'a> {
    /// The HTTP method.
    #[serde(borrow)]
    pub method: Cow<'a, str>,
    /// The path, from `/3/` on.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    /// The query, without credentials.
    #[serde(default)]
    pub query: Query,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The answer.
    #[serde(borrow)]
    pub body: &'a RawValue,
}

/// The query of a recorded request. Values may be text, numbers or booleans.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Option<BTreeMap<String, serde_json::Value>>")]
pub struct Query(BTreeMap<String, String>);

impl From<Option<BTreeMap<String, serde_json::Value>>> for Query {
    fn from(values: Option<BTreeMap<String, serde_json::Value>>) -> Query {
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        Query(
            values
                .unwrap_or_default()
                .into_iter()
                .map(|(name, value)| (name, text(value)))
                .collect(),
        )
    }
}

impl Query {
    /// A parameter; empty ones count as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}
