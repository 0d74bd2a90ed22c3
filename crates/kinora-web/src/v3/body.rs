//! Bodies of requests (contract 1.4): the fields of an operation are read from a JSON body and from the query alike. A body that
//! does not say that it is JSON counts as empty.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::upload::Upload;
use crate::error::ApiError;
use crate::query::Query;

/// How long a client may take to send a body.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a body said.
pub enum Sent {
    /// These fields; none when it is empty.
    Fields(Map<String, Value>),
    /// A file.
    File(Upload),
    /// Nothing that can be read as an object.
    Malformed,
}

impl Sent {
    /// Reads a body of at most `largest` bytes.
    pub async fn read(headers: &HeaderMap, body: Body, largest: usize) -> Result<Sent, ApiError> {
        Sent::read_within(PATIENCE, headers, body, largest).await
    }

    async fn read_within(
        patience: Duration,
        headers: &HeaderMap,
        body: Body,
        largest: usize,
    ) -> Result<Sent, ApiError> {
        if !is_json(headers) {
            return Ok(Sent::Fields(Map::new()));
        }
        Ok(Sent::of(&read_within(patience, body, largest).await?))
    }

    /// What a JSON body says.
    pub fn of(bytes: &[u8]) -> Sent {
        if bytes.trim_ascii().is_empty() {
            return Sent::Fields(Map::new());
        }
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(fields)) => Sent::Fields(fields),
            _ => Sent::Malformed,
        }
    }

    /// A field that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self {
            Sent::Fields(fields) => fields.get(name)?.as_str(),
            Sent::File(_) | Sent::Malformed => None,
        }
    }

    /// The fields as an operation reads them, joined by what the query says about those that the body does not have.
    pub fn into_fields<B: DeserializeOwned>(self, query: &Query) -> Result<B, ApiError> {
        let Sent::Fields(body) = self else {
            return Err(ApiError::InvalidParameters);
        };
        let said = |(name, value): (&str, &str)| (name.to_owned(), Value::from(value));
        let mut fields: Map<String, Value> = query.pairs().map(said).collect();
        fields.extend(body.into_iter().filter(|(_, value)| !value.is_null()));
        serde_json::from_value(fields.into()).map_err(|_| ApiError::InvalidParameters)
    }
}

/// A body of at most `largest` bytes.
pub async fn read(body: Body, largest: usize) -> Result<Bytes, ApiError> {
    read_within(PATIENCE, body, largest).await
}

async fn read_within(patience: Duration, body: Body, largest: usize) -> Result<Bytes, ApiError> {
    let bytes = tokio::time::timeout(patience, to_bytes(body, largest)).await;
    let bytes = bytes.map_err(|_| ApiError::BodyTooSlow)?;
    // Reading fails where the body is too large, or the client went away and hears nothing.
    bytes.map_err(|_| ApiError::BodyTooLarge)
}

/// Whether a body says that it is JSON.
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next());
    media_type.is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}

/// Fields as clients write them: numbers and flags may be texts. For `#[serde(default, deserialize_with)]` on `Option`s.
pub mod lenient {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer};
    use serde_json::Value;

    /// A whole number.
    pub fn integer<'de, D: Deserializer<'de>>(input: D) -> Result<Option<i64>, D::Error> {
        let value = Value::deserialize(input)?;
        let number = match &value {
            Value::Null => return Ok(None),
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number
            .map(Some)
            .ok_or_else(|| D::Error::custom("no whole number"))
    }

    fn whole(number: f64) -> Option<i64> {
        let fits = number.fract() == 0.0 && number.abs() < 9e15;
        fits.then_some(number as i64)
    }

    /// A number.
    pub fn float<'de, D: Deserializer<'de>>(input: D) -> Result<Option<f64>, D::Error> {
        let number = match Value::deserialize(input)? {
            Value::Null => return Ok(None),
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        number
            .map(Some)
            .ok_or_else(|| D::Error::custom("no number"))
    }

    /// `true`, `false`, `1` or `0`, in any case.
    pub fn flag<'de, D: Deserializer<'de>>(input: D) -> Result<Option<bool>, D::Error> {
        let value = Value::deserialize(input)?;
        let text = match &value {
            Value::Null => return Ok(None),
            Value::Bool(flag) => return Ok(Some(*flag)),
            Value::String(text) => text.trim().to_lowercase(),
            other => other.to_string(),
        };
        match text.as_str() {
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(D::Error::custom("no flag")),
        }
    }

    /// The same, where what is no flag counts as absent.
    pub fn flag_if_any<'de, D: Deserializer<'de>>(input: D) -> Result<Option<bool>, D::Error> {
        Ok(flag(input).ok().flatten())
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::http::HeaderValue;
    use futures_util::{StreamExt, stream};
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wish {
        #[serde(default, deserialize_with = "lenient::integer")]
        id: Option<i64>,
        #[serde(default, deserialize_with = "lenient::float")]
        value: Option<f64>,
        #[serde(default, deserialize_with = "lenient::flag")]
        flag: Option<bool>,
        name: Option<String>,
    }

    fn read(body: Value, query: &str) -> Result<Wish, ApiError> {
        let sent = match body {
            Value::Object(fields) => Sent::Fields(fields),
            _ => Sent::Malformed,
        };
        sent.into_fields(&Query::parse(query))
    }

    #[test]
    fn fields_are_read_from_body_and_query_alike() {
        let wish = read(
            json!({ "id": "7", "value": 8, "extra": [1], "name": null }),
            "flag=True&value=2&name=n",
        );

        let expected = Wish {
            id: Some(7),
            value: Some(8.0),
            flag: Some(true),
            name: Some("n".into()),
        };
        assert_eq!(wish.unwrap(), expected);
    }

    #[tokio::test]
    async fn who_does_not_finish_a_body_is_not_waited_for() {
        let json = HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )]);
        let begun = stream::once(async { Ok::<_, Infallible>("{") }).chain(stream::pending());
        let body = Body::from_stream(begun);

        // It would never end otherwise.
        let read = Sent::read_within(Duration::from_millis(20), &json, body, 100).await;

        assert!(matches!(read, Err(ApiError::BodyTooSlow)));
    }

    #[test]
    fn what_is_no_number_or_flag_is_refused() {
        for body in [
            json!({ "id": "x" }),
            json!({ "id": 1.5 }),
            json!({ "id": true }),
            json!({ "id": 1e300 }),
            json!({ "value": "NaN" }),
            json!({ "value": [] }),
            json!({ "flag": "yes" }),
            json!({ "flag": 2 }),
            json!({ "name": 7 }),
            json!([]),
        ] {
            let refused = read(body.clone(), "");

            assert!(
                matches!(refused, Err(ApiError::InvalidParameters)),
                "{body}"
            );
        }
    }
}
