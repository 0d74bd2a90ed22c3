//! Finished answers, kept in memory: bodies as they are sent, packed or not, with all their headers.
//!
//! An answer is good as long as nothing changed in the catalogue since before it was made, and no longer than it says itself
//! (`max-age`). What changed is told by the position of the index in the feed: a request notes the position before anything
//! is read, so an answer that was being made while something changed is never taken for a later one, and nothing has to be
//! removed when something changes.
//!
//! What is asked for is the key: path and query without the credential, and the coding that the client accepts. Whoever asks
//! needs a valid credential all the same.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tower::Service;

use crate::error::ApiError;
use crate::{App, answer, credential, format};

/// How large an answer usually is in bytes, for the bookkeeping of the cache.
const USUAL_SIZE: u64 = 4 * 1024;
/// Longer lists of codings than this are of no usual client.
const LONGEST_CODING: usize = 128;

/// A finished answer.
#[derive(Clone)]
struct Kept {
    position: i64,
    until: Instant,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Box<str>, Arc<Kept>> for Bytewise {
    fn weight(&self, target: &Box<str>, kept: &Arc<Kept>) -> u64 {
        // Headers are few and small.
        (target.len() + kept.body.len() + 512) as u64
    }
}

/// The answers that are kept.
pub struct ResponseCache {
    answers: Cache<Box<str>, Arc<Kept>, Bytewise>,
}

impl ResponseCache {
    /// A cache of so many bytes.
    pub fn new(bytes: u64) -> ResponseCache {
        let items = usize::try_from(bytes / USUAL_SIZE).unwrap_or(usize::MAX);
        ResponseCache {
            answers: Cache::with_weighter(items.max(16), bytes, Bytewise),
        }
    }
}

/// A service that answers from the cache what it can.
#[derive(Clone)]
pub struct Caching<S> {
    inner: S,
    app: App,
    cache: Option<Arc<ResponseCache>>,
}

impl<S> Caching<S> {
    /// Answers from a cache before `inner`; without one everything goes there.
    pub fn new(inner: S, app: App, cache: Option<Arc<ResponseCache>>) -> Caching<S> {
        Caching { inner, app, cache }
    }
}

impl<S> Service<Request> for Caching<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let target = self.cache.as_ref().and_then(|_| target(&request));
        let (Some(cache), Some(target)) = (&self.cache, target) else {
            return Box::pin(self.inner.call(request));
        };
        let position = self.app.index.snapshot().position();
        if let Some(kept) = cache.answers.get(target.as_str()) {
            let is_good = kept.position == position && Instant::now() < kept.until;
            if is_good && credential::is_known(&self.app, &request) {
                let response = again(&kept, request.headers());
                let status = response.status().as_u16();
                tracing::debug!(path = request.uri().path(), status, "answered from memory");
                return Box::pin(std::future::ready(Ok(response)));
            }
        }
        let cache = Arc::clone(cache);
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = answer.await?;
            Ok(keep(&cache, target, position, response).await)
        })
    }
}

/// What a request asks for, as the key of its answer; `None` for requests whose answers are not kept: those that are made for
/// one reader, or name the server as the reader knows it.
fn target(request: &Request) -> Option<String> {
    const OWN: [&str; 4] = [
        "session_id",
        "guest_session_id",
        "callback",
        "request_token",
    ];
    let (uri, headers) = (request.uri(), request.headers());
    let coding = headers.get(header::ACCEPT_ENCODING);
    let coding = coding.map_or("", |value| value.to_str().unwrap_or_default());
    let is_kept = *request.method() == Method::GET
        && uri.path().starts_with("/3/")
        && uri.path() != "/3/configuration"
        && coding.len() <= LONGEST_CODING
        && format::accepts_json(headers);
    if !is_kept {
        return None;
    }
    let mut target = String::with_capacity(128);
    target.push_str(coding);
    target.push_str(uri.path());
    for pair in uri.query().unwrap_or_default().split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        if OWN.contains(&name) {
            return None;
        }
        if name != "api_key" && !pair.is_empty() {
            target.push('&');
            target.push_str(pair);
        }
    }
    Some(target)
}

/// A kept answer for one more reader, who may have it already.
fn again(kept: &Kept, request: &HeaderMap) -> Response {
    let mut response = Response::new(Body::from(kept.body.clone()));
    *response.headers_mut() = kept.headers.clone();
    answer::spare(response, request)
}

/// Keeps an answer that may be kept, and hands it on.
async fn keep(
    cache: &ResponseCache,
    target: String,
    position: i64,
    response: Response,
) -> Response {
    let age = answer::max_age(response.headers());
    let is_whole =
        response.status() == StatusCode::OK && response.headers().contains_key(header::ETAG);
    if age == 0 || !is_whole {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = body.collect().await else {
        return ApiError::Broken.into_response();
    };
    let body = body.to_bytes();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, body.len().into());
    parts.headers.remove(header::TRANSFER_ENCODING);
    let kept = Kept {
        position,
        until: Instant::now() + Duration::from_secs(age),
        headers: parts.headers.clone(),
        body: body.clone(),
    };
    cache.answers.insert(target.into(), Arc::new(kept));
    Response::from_parts(parts, Body::from(body))
}
