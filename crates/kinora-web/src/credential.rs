//! The application credential (contract 1.2): a key in the query or in the JSON body, a token or key as bearer.
//!
//! It is checked before anything else, routing included. What the store said is remembered for a few seconds, so that a
//! busy key costs one question and a revoked one stops soon; secrets are remembered as fingerprints only.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use kinora_store::{ApiKey, SessionKind};

use crate::error::ApiError;
use crate::limit::{Asker, Rate};
use crate::query::Query;
use crate::v3::body::{self, Sent};
use crate::{App, address};

/// How long an answer of the store is trusted.
const TRUST: Duration = Duration::from_secs(5);
/// The largest body that is read at once and in which a key is looked for, in bytes.
const SMALL_BODY: usize = 64 * 1024;
/// How many credentials are remembered; strangers cannot grow the table beyond it.
const CAPACITY: usize = 10_000;

/// What a valid credential allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grant {
    /// The API key; `None` for the one of the settings.
    pub key: Option<i64>,
    /// Whether it may change something.
    pub may_write: bool,
    /// The account whose bearer token it is.
    pub account: Option<i64>,
    /// Who is limited to how many requests; `None` for no limit.
    limit: Option<(Asker, Rate)>,
    /// Whether it is barred.
    is_suspended: bool,
}

impl Grant {
    /// The site asks for what the account of its visitor may see.
    pub const fn of_visitor(account: Option<i64>) -> Grant {
        Grant {
            may_write: false,
            account,
            ..Grant::SETTINGS
        }
    }

    /// The key of the settings may do everything.
    const SETTINGS: Grant = Grant {
        key: None,
        may_write: true,
        account: None,
        limit: None,
        is_suspended: false,
    };

    /// Counts a request.
    fn count(&self, app: &App) -> Result<(), ApiError> {
        match self.limit {
            Some((asker, rate)) => Ok(app.limits.admit(asker, rate)?),
            None => Ok(()),
        }
    }
}

/// Two hashes of a secret, with keys of this process.
type Fingerprint = (u64, u64);
/// What the store said of a secret, and when.
type Checked = (Option<Grant>, Instant);

/// Credentials that were checked lately.
#[derive(Default)]
pub struct Cache {
    hasher: (RandomState, RandomState),
    checked: Mutex<HashMap<Fingerprint, Checked>>,
}

impl Cache {
    fn fingerprint(&self, secret: &str) -> Fingerprint {
        (
            self.hasher.0.hash_one(secret),
            self.hasher.1.hash_one(secret),
        )
    }

    fn get(&self, secret: &str) -> Option<Option<Grant>> {
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        let (grant, at) = checked.get(&self.fingerprint(secret))?;
        (at.elapsed() < TRUST).then_some(*grant)
    }

    fn put(&self, secret: &str, grant: Option<Grant>) {
        let fingerprint = self.fingerprint(secret);
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if checked.len() >= CAPACITY {
            checked.retain(|_, (_, at)| at.elapsed() < TRUST);
        }
        if checked.len() < CAPACITY {
            checked.insert(fingerprint, (grant, Instant::now()));
        }
    }
}

/// Lets requests with a valid credential pass, with what it allows. Where two are valid, the key counts, and the bearer token
/// says who asks.
pub async fn check(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let key = Query::parse(request.uri().query().unwrap_or_default())
        .get("api_key")
        .map(str::to_owned);
    let bearer = bearer(request.headers()).map(str::to_owned);
    let body = match small_body(&mut request).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    let key = match (&key, &bearer) {
        (None, None) => key_in_body(&request, &body),
        _ => key,
    };
    let mut granted: Option<Grant> = None;
    for secret in key.iter().chain(&bearer) {
        match grant(&app, secret).await {
            Ok(Some(grant)) => {
                let first = granted.get_or_insert(grant);
                first.account = first.account.or(grant.account);
            }
            Ok(None) => {}
            Err(error) => return error.into_response(),
        }
    }
    let admitted = match granted {
        None => stranger(&app, &request),
        Some(grant) if grant.is_suspended => Err(ApiError::SuspendedKey),
        Some(grant) => grant.count(&app).map(|()| grant),
    };
    match admitted {
        Ok(grant) => {
            request.extensions_mut().insert(grant);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

/// The body of a request where it is small. It is read before anything is answered, because a connection on which a body was
/// left over cannot be used again, and then put back.
async fn small_body(request: &mut Request) -> Result<Bytes, ApiError> {
    let length = request.body().size_hint().exact().unwrap_or(u64::MAX);
    if !(1..=SMALL_BODY as u64).contains(&length) {
        return Ok(Bytes::new());
    }
    let body = body::read(std::mem::take(request.body_mut()), SMALL_BODY).await?;
    *request.body_mut() = body.clone().into();
    Ok(body)
}

/// The key of clients that send it in the JSON body of what changes something, and nowhere else.
fn key_in_body(request: &Request, body: &[u8]) -> Option<String> {
    let is_read = request.method() != Method::GET && body::is_json(request.headers());
    let key = is_read.then(|| Sent::of(body))?.text("api_key")?.to_owned();
    Some(key)
}

/// Why a request without a valid credential is refused.
fn stranger(app: &App, request: &Request) -> Result<Grant, ApiError> {
    if let Some(rate) = Rate::of(app.settings.rate_limit) {
        let trusted = &app.settings.trusted_proxies;
        let address = address::of(request.extensions(), request.headers(), trusted);
        app.limits.admit(Asker::at(address), rate)?;
    }
    Err(ApiError::InvalidKey)
}

/// Whether a request may have an answer that is kept: its credential was valid a moment ago, does not say who asks, and is
/// within its limit. Nothing is asked of the store.
pub fn is_known<B>(app: &App, request: &axum::http::Request<B>) -> bool {
    if app.store.is_under_maintenance() {
        return false;
    }
    let known = |secret: &str| {
        let own = app.settings.api_key.as_deref();
        match own.is_some_and(|own| same(own, secret)) {
            true => Some(Grant::SETTINGS),
            false => app.credentials.get(secret)?,
        }
    };
    let query = request.uri().query().unwrap_or_default();
    let plain = query.split('&').rev();
    let mut plain = plain.filter_map(|pair| pair.strip_prefix("api_key="));
    let key = plain.next().map(known);
    // A bearer that is not remembered may be a user's.
    let bearer = bearer(request.headers()).map(known);
    let says_nothing = |grant: &Option<Grant>| {
        grant.is_some_and(|grant| grant.account.is_none() && !grant.is_suspended)
    };
    let given = [key, bearer];
    let mut given = given.iter().flatten();
    given.clone().all(says_nothing)
        && given
            .next()
            .copied()
            .flatten()
            .is_some_and(|grant| grant.count(app).is_ok())
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

async fn grant(app: &App, secret: &str) -> Result<Option<Grant>, ApiError> {
    let own = app.settings.api_key.as_deref();
    if own.is_some_and(|own| same(own, secret)) {
        return Ok(Some(Grant::SETTINGS));
    }
    if let Some(grant) = app.credentials.get(secret) {
        return Ok(grant);
    }
    let key = app.store.api_key_of(secret).await?.map(|key| Grant {
        key: Some(key.id),
        may_write: key.may_write,
        account: None,
        limit: limit(app, &key),
        is_suspended: key.suspended,
    });
    let grant = match key {
        Some(grant) => Some(grant),
        None => user_grant(app, secret).await?,
    };
    app.credentials.put(secret, grant);
    Ok(grant)
}

/// How many requests a key may make: as many as it was told, else any number for the operator's and the usual one for others.
fn limit(app: &App, key: &ApiKey) -> Option<(Asker, Rate)> {
    let usual = key.account_id.map(|_| app.settings.rate_limit);
    let rate = Rate::of(key.rate_limit.or(usual)?)?;
    Some((Asker::Key(key.id), rate))
}

/// What the access token of a user allows.
async fn user_grant(app: &App, secret: &str) -> Result<Option<Grant>, ApiError> {
    let now = app.settings.clock.milliseconds();
    let kind = SessionKind::AccessToken;
    let session = app.store.session(secret, kind, now).await?;
    Ok(session.map(|session| Grant {
        key: None,
        may_write: session.may_write,
        account: Some(session.account.id),
        limit: Rate::of(app.settings.rate_limit)
            .map(|rate| (Asker::Account(session.account.id), rate)),
        is_suspended: false,
    }))
}

/// Compares without telling by the time it takes where the texts differ.
pub fn same(a: &str, b: &str) -> bool {
    let difference = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    a.len() == b.len() && difference == 0
}
