//! The application credential (contract 1.2): a key in the query, a token or key as bearer.
//!
//! It is checked before anything else, routing included. What the store said is remembered for a few seconds, so that a
//! busy key costs one question and a revoked one stops soon; secrets are remembered as fingerprints only.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::error::ApiError;
use crate::query::Query;

/// How long an answer of the store is trusted.
const TRUST: Duration = Duration::from_secs(5);
/// How many credentials are remembered; strangers cannot grow the table beyond it.
const CAPACITY: usize = 10_000;

/// Credentials that were checked lately.
#[derive(Default)]
pub struct Cache {
    hasher: (RandomState, RandomState),
    checked: Mutex<HashMap<(u64, u64), (bool, Instant)>>,
}

impl Cache {
    fn fingerprint(&self, secret: &str) -> (u64, u64) {
        (
            self.hasher.0.hash_one(secret),
            self.hasher.1.hash_one(secret),
        )
    }

    fn get(&self, secret: &str) -> Option<bool> {
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let (valid, at) = checked.get(&self.fingerprint(secret))?;
        (at.elapsed() < TRUST).then_some(*valid)
    }

    fn put(&self, secret: &str, valid: bool) {
        let fingerprint = self.fingerprint(secret);
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if checked.len() >= CAPACITY {
            checked.retain(|_, (_, at)| at.elapsed() < TRUST);
        }
        if checked.len() < CAPACITY {
            checked.insert(fingerprint, (valid, Instant::now()));
        }
    }
}

/// Lets requests with a valid credential pass.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let key = Query::parse(request.uri().query().unwrap_or_default())
        .get("api_key")
        .map(str::to_owned);
    let bearer = bearer(request.headers()).map(str::to_owned);
    for secret in key.iter().chain(&bearer) {
        match is_valid(&app, secret).await {
            Ok(true) => return next.run(request).await,
            Ok(false) => {}
            Err(error) => return error.into_response(),
        }
    }
    ApiError::InvalidKey.into_response()
}

/// Whether a request has a credential that was valid a moment ago; nothing is asked of the store.
pub fn is_known(app: &App, request: &Request) -> bool {
    let is_known = |secret: &str| {
        let own = app.settings.api_key.as_deref();
        own.is_some_and(|own| same(own, secret)) || app.credentials.get(secret) == Some(true)
    };
    let query = request.uri().query().unwrap_or_default();
    let plain = query.split('&').rev();
    let mut plain = plain.filter_map(|pair| pair.strip_prefix("api_key="));
    plain.next().is_some_and(is_known) || bearer(request.headers()).is_some_and(is_known)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

async fn is_valid(app: &App, secret: &str) -> Result<bool, ApiError> {
    if app
        .settings
        .api_key
        .as_deref()
        .is_some_and(|key| same(key, secret))
    {
        return Ok(true);
    }
    if let Some(valid) = app.credentials.get(secret) {
        return Ok(valid);
    }
    let valid = app.store.api_key_of(secret).await?.is_some();
    app.credentials.put(secret, valid);
    Ok(valid)
}

/// Compares without telling by the time it takes where the texts differ.
fn same(a: &str, b: &str) -> bool {
    let difference = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    a.len() == b.len() && difference == 0
}
