//! Asking the v3 API without leaving the process.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use super::Site;
use super::visitor::Visitor;
use crate::credential::Grant;
use crate::error::ApiError;

/// The largest answer that is read, in bytes: details of a long series with everything are some megabytes.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// What stays as it is in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b',');

impl Site {
    /// The answer to `GET path` in the visitor's language, as what a page shows of it. It is asked as the visitor's account.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        visitor: &Visitor,
        path: &str,
        parameters: &[(&str, &str)],
    ) -> Result<T, ApiError> {
        let language = visitor.locale.to_string();
        let mut target = format!("{path}?language={}", encoded(&language));
        for (name, value) in parameters {
            target = format!("{target}&{}={}", encoded(name), encoded(value));
        }
        let account = visitor.account.as_ref();
        if account.is_some_and(|account| account.include_adult) {
            target.push_str("&include_adult=true");
        }
        let account = account.map(|account| account.id);
        self.answer(&target, Grant::of_visitor(account)).await
    }

    /// The answer to `GET path` in all languages.
    pub async fn ask_whole<T: DeserializeOwned>(&self, path: &str) -> Result<T, ApiError> {
        self.answer(path, Grant::of_visitor(None)).await
    }

    async fn answer<T: DeserializeOwned>(&self, target: &str, grant: Grant) -> Result<T, ApiError> {
        let request = Request::get(target).extension(grant).body(Body::empty());
        let request = request.map_err(|_| ApiError::NotFound)?;
        let response = match self.api.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        match response.status() {
            StatusCode::OK => {}
            StatusCode::INTERNAL_SERVER_ERROR => return Err(ApiError::Broken),
            StatusCode::BAD_REQUEST => return Err(ApiError::InvalidPage),
            StatusCode::UNPROCESSABLE_ENTITY => return Err(ApiError::InvalidParameters),
            _ => return Err(ApiError::NotFound),
        }
        let body = to_bytes(response.into_body(), LARGEST_ANSWER).await;
        let body = body.map_err(|_| ApiError::Broken)?;
        Ok(serde_json::from_slice(&body)?)
    }
}

/// Text as a value of a query or a segment of a path.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
