//! What every answer of the API gets: an entity tag, caching rules, JSONP.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use kinora_index::Basis;

use crate::error::ApiError;
use crate::query::Query;

/// Names the languages that texts came from.
const LANGUAGES: HeaderName = HeaderName::from_static("kinora-languages");

/// Who may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Anyone, for so many seconds.
    Shared(u32),
    /// Nobody: it is for one reader, or makes something.
    Nobody,
}

/// A finished JSON answer.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Headers of its own.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Vec<u8>,
    /// Who may keep it.
    pub keeping: Keeping,
    /// Where texts came from, for those who asked for a chain of languages.
    pub languages: Option<String>,
    /// What it was made of; carried beside the response for the cache.
    pub basis: Basis,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.extend(self.headers);
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json;charset=utf-8"),
        );
        let rules = match self.keeping {
            Keeping::Shared(seconds) => format!("public, max-age={seconds}"),
            Keeping::Nobody => "private, no-store".to_owned(),
        };
        if let Ok(value) = HeaderValue::from_str(&rules) {
            headers.insert(header::CACHE_CONTROL, value);
        }
        let languages = self.languages.as_deref().map(HeaderValue::from_str);
        if let Some(Ok(languages)) = languages {
            headers.insert(LANGUAGES, languages);
        }
        response.extensions_mut().insert(self.basis);
        response
    }
}

/// Tags answers, answers 304 to those who have them already, wraps those who asked for JSONP.
pub async fn finish(request: Request, next: Next) -> Response {
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let callback = Query::parse(request.uri().query().unwrap_or_default())
        .get("callback")
        .map(str::to_owned);
    let callback = callback.filter(|name| readable && is_callback(name));
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    match finished(response, callback, known, readable).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn finished(
    response: Response,
    callback: Option<String>,
    known: Option<HeaderValue>,
    readable: bool,
) -> Result<Response, ApiError> {
    let (mut parts, body) = response.into_parts();
    // Bodies are whole in memory; reading them cannot fail.
    let mut body: Bytes = body
        .collect()
        .await
        .map_err(|_| ApiError::Broken)?
        .to_bytes();
    if let Some(callback) = callback {
        body = [callback.as_bytes(), b"(", &body, b")"].concat().into();
        parts.headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/javascript;charset=utf-8"),
        );
        parts.headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
    }
    if parts.status == StatusCode::OK && readable {
        let tag = format!("W/\"{:032x}\"", xxhash_rust::xxh3::xxh3_128(&body));
        let value = HeaderValue::from_str(&tag).map_err(|_| ApiError::Broken)?;
        parts.headers.insert(header::ETAG, value);
        parts.headers.insert(
            header::VARY,
            HeaderValue::from_static("accept-encoding, Origin"),
        );
        if known.is_some_and(|known| matches(&known, &tag)) {
            parts.status = StatusCode::NOT_MODIFIED;
            remove_body_headers(&mut parts.headers);
            body = Bytes::new();
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// Whether the one who asks says that they have the answer with these headers.
pub fn has(request: &HeaderMap, answer: &HeaderMap) -> bool {
    let Some(known) = request.get(header::IF_NONE_MATCH) else {
        return false;
    };
    let tag = answer.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    tag.is_some_and(|tag| matches(known, tag))
}

/// How long an answer may be kept, in seconds.
pub fn max_age(headers: &HeaderMap) -> u64 {
    let rules = headers.get(header::CACHE_CONTROL);
    let rules = rules.and_then(|rules| rules.to_str().ok());
    let age = rules.and_then(|rules| rules.rsplit_once("max-age="));
    age.and_then(|(_, age)| age.parse().ok())
        .unwrap_or_default()
}

/// Removes what is said of a body, for an answer without one.
pub fn remove_body_headers(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_ENCODING);
}

/// Weak comparison (RFC 9110, 8.8.3.2) with a list of tags or `*`.
pub fn matches(known: &HeaderValue, tag: &str) -> bool {
    fn opaque(tag: &str) -> &str {
        tag.trim().trim_start_matches("W/")
    }
    let known = known.to_str().unwrap_or_default();
    known
        .split(',')
        .any(|candidate| candidate.trim() == "*" || opaque(candidate) == opaque(tag))
}

/// A function name and nothing else (contract 1.6); other callbacks are ignored.
fn is_callback(name: &str) -> bool {
    name.len() <= 128
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_$.[]".contains(&byte))
}
