//! Finished answers, kept in memory: bodies as they are sent, packed or not, with all their headers.
//!
//! An answer is good until something that it was made of changes ([`Stamps`](kinora_index::Stamps)), and no longer than it
//! says itself (`max-age`). Its stamp has the time that was noted before anything was read, so that an answer that was being made
//! while something changed is never taken for a later one, and nothing has to be removed when something changes.
//!
//! What is asked for is the key: path and query without the credential, and the coding that is sent. Whoever asks needs a valid
//! credential all the same. A kept answer passes no router and no other layer: everything that they add is in its headers. Pictures in memory
//! pass here in the same way; `kinora-images` keeps them.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use kinora_index::{Basis, Stamp};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tower::{Service, ServiceExt};

use crate::coding::Coding;
use crate::error::ApiError;
use crate::{App, answer, credential, format, pictures};

/// How large an answer usually is in bytes, for the bookkeeping of the cache.
const USUAL_SIZE: u64 = 4 * 1024;
/// What an answer takes beside its body and its key, in bytes: headers are few and small.
const OVERHEAD: usize = 1024;

/// A finished answer.
struct Kept {
    stamp: Stamp,
    until: Instant,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Box<str>, Arc<Kept>> for Bytewise {
    fn weight(&self, target: &Box<str>, kept: &Arc<Kept>) -> u64 {
        (target.len() + kept.body.len() + kept.stamp.size() + OVERHEAD) as u64
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

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> u64 {
        self.answers.weight()
    }
}

/// A service that answers from the cache what it can.
pub struct Caching<S> {
    shared: Arc<Shared<S>>,
}

struct Shared<S> {
    inner: S,
    app: App,
}

impl<S> Caching<S> {
    /// Answers from the cache of `app` before `inner`; without one everything goes there.
    pub fn new(inner: S, app: App) -> Caching<S> {
        Caching {
            shared: Arc::new(Shared { inner, app }),
        }
    }
}

impl<S> Clone for Caching<S> {
    fn clone(&self) -> Caching<S> {
        Caching {
            shared: Arc::clone(&self.shared),
        }
    }
}

/// An answer that is there, or is being made.
pub enum Answering {
    /// There.
    Kept(Option<Response>),
    /// Being made.
    Made(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Answering {
    fn at_once<B>(app: &App, request: &Request<B>, response: Response) -> Answering {
        app.metrics.answered(response.status());
        let status = response.status().as_u16();
        tracing::debug!(path = request.uri().path(), status, "answered from memory");
        Answering::Kept(Some(response))
    }
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Answering::Kept(response) => {
                Poll::Ready(Ok(response.take().expect("a future is not polled again")))
            }
            Answering::Made(making) => making.as_mut().poll(context).map(Ok),
        }
    }
}

impl<S, B> Service<Request<B>> for Caching<S>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answering {
        let Shared { inner, app } = &*self.shared;
        if let Some(response) = pictures::at_hand(app, &request) {
            return Answering::at_once(app, &request, response);
        }
        let coding = Coding::of(request.headers());
        let looked = app.cache.as_ref().and_then(|cache| {
            with_target(&request, coding, |target| {
                look(app, cache, target, &request)
            })
        });
        if let Some(Looked::Good(response)) = looked {
            app.metrics.kept_answers.hits.add();
            return Answering::at_once(app, &request, response);
        }
        let mut request = request.map(Body::new);
        let place = match looked {
            Some(Looked::Missing(target, noted)) => {
                app.metrics.kept_answers.misses.add();
                coding.ask(request.headers_mut());
                Some((target, noted))
            }
            _ => None,
        };
        let (cache, metrics) = (app.cache.clone(), Arc::clone(&app.metrics));
        let answer = inner.clone().oneshot(request);
        Answering::Made(Box::pin(async move {
            let Ok(mut response) = answer.await;
            if let Some((cache, (target, noted))) = cache.zip(place) {
                response = keep(&cache, target, noted, response).await;
            }
            metrics.answered(response.status());
            response
        }))
    }
}

/// What the cache says to a request whose answer may be kept.
enum Looked {
    /// The answer.
    Good(Response),
    /// It has to be made: the key under which it is to be kept, and the time before anything is read for it.
    Missing(Box<str>, u64),
}

fn look<B>(app: &App, cache: &ResponseCache, target: &str, request: &Request<B>) -> Looked {
    let stamps = app.index.stamps();
    if let Some(kept) = cache.answers.get(target)
        && kept.stamp.is_good(stamps)
        && Instant::now() < kept.until
        && credential::is_known(app, request)
    {
        return Looked::Good(again(&kept, request.headers()));
    }
    Looked::Missing(target.into(), stamps.now())
}

/// Calls `look` with what a request asks for, as the key of its answer; `None` for requests whose answers are not kept: those
/// that are made for one reader, or name the server as the reader knows it.
fn with_target<B, T>(
    request: &Request<B>,
    coding: Coding,
    look: impl FnOnce(&str) -> T,
) -> Option<T> {
    thread_local! {
        // Most requests find their answer, so that their key is thrown away.
        static TARGET: RefCell<String> = RefCell::default();
    }
    let (uri, headers) = (request.uri(), request.headers());
    let is_kept =
        *request.method() == Method::GET && is_shared(uri.path()) && format::accepts_json(headers);
    if !is_kept {
        return None;
    }
    TARGET.with_borrow_mut(|target| {
        target.clear();
        target.push(coding.letter());
        target.push_str(uri.path());
        let is_kept = write_query(target, uri.query().unwrap_or_default());
        is_kept.then(|| look(target))
    })
}

/// Whether the answers at a path are the same for everybody.
fn is_shared(path: &str) -> bool {
    const OWN: [&str; 4] = [
        "account",
        "authentication",
        "configuration",
        "guest_session",
    ];
    path.strip_prefix("/3/").is_some_and(|path| {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        !OWN.contains(&first) || (first == "configuration" && !rest.is_empty())
    })
}

/// Writes the parameters that an answer depends on; answers whether it may be kept.
fn write_query(target: &mut String, query: &str) -> bool {
    const OWN: [&str; 4] = [
        "session_id",
        "guest_session_id",
        "callback",
        "request_token",
    ];
    for pair in query.split(['&', '?']) {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        // A name that is written in another way may be one of those.
        if OWN.contains(&name) || name.contains(['%', '+']) {
            return false;
        }
        if name != "api_key" && !pair.is_empty() {
            target.push('&');
            target.push_str(pair);
        }
    }
    true
}

/// A kept answer for one more reader, who may have it already.
fn again(kept: &Kept, request: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    if answer::has(request, &kept.headers) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.headers_mut() = kept.headers.clone();
        answer::remove_body_headers(response.headers_mut());
        return response;
    }
    *response.headers_mut() = kept.headers.clone();
    *response.body_mut() = Body::from(kept.body.clone());
    response
}

/// Keeps an answer that may be kept, and hands it on.
async fn keep(
    cache: &ResponseCache,
    target: Box<str>,
    noted: u64,
    mut response: Response,
) -> Response {
    let basis = response.extensions_mut().remove::<Basis>();
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
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let kept = Kept {
        stamp: Stamp::new(noted, basis.unwrap_or_default()),
        until: Instant::now() + Duration::from_secs(age),
        headers: parts.headers.clone(),
        body: body.clone(),
    };
    cache.answers.insert(target, Arc::new(kept));
    Response::from_parts(parts, Body::from(body))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use kinora_index::Index;
    use kinora_model::{EntityKey, Kind};
    use kinora_store::Store;

    use super::*;
    use crate::Settings;

    /// A rating arrives while an answer is being made, which has read the old one.
    #[tokio::test]
    async fn an_answer_begun_before_a_change_is_given_to_nobody_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let settings = Settings {
            api_key: Some("k".to_owned()),
            ..Settings::default()
        };
        let app = App::new(store.clone(), Index::new(store), settings);
        let (index, made) = (app.index.clone(), Arc::new(AtomicUsize::default()));
        let inner = tower::service_fn(move |_: Request<Body>| {
            let (index, made) = (index.clone(), Arc::clone(&made));
            async move {
                let number = made.fetch_add(1, Ordering::Relaxed);
                let movie = EntityKey::new(Kind::Movie, 11);
                let mut basis = Basis::default();
                basis.add([movie]);
                let read = number.to_string();
                if number == 0 {
                    index.stamps().touch([movie]);
                }
                let headers = [
                    (header::ETAG, "W/\"1\""),
                    (header::CACHE_CONTROL, "max-age=60"),
                ];
                let mut response = (headers, read).into_response();
                response.extensions_mut().insert(basis);
                Ok(response)
            }
        });
        let service = Caching::new(inner, app);
        let ask = async || {
            let request = Request::get("/3/movie/11?api_key=k").body(Body::empty());
            let Ok(response) = service.clone().oneshot(request.unwrap()).await;
            let body = response.into_body().collect().await.unwrap().to_bytes();
            String::from_utf8(body.to_vec()).unwrap()
        };

        assert_eq!(ask().await, "0", "asked before the change");
        assert_eq!(ask().await, "1", "what was kept is not what it is");
        assert_eq!(ask().await, "1", "which was kept");
    }

    #[test]
    fn what_is_made_for_one_reader_has_no_key() {
        let key = |target: &str| {
            let request = Request::get(target).body(()).unwrap();
            with_target(&request, Coding::Plain, str::to_owned)
        };
        for (target, kept_as) in [
            ("/3/movie/11?api_key=k", "p/3/movie/11"),
            ("/3/movie/11?a=b&&api_key=k&c=d", "p/3/movie/11&a=b&c=d"),
            ("/3/configuration/languages", "p/3/configuration/languages"),
        ] {
            assert_eq!(key(target).as_deref(), Some(kept_as), "{target}");
        }
        for target in [
            "/3/movie/11?session_id=s",
            "/3/movie/11?a=b?guest_session_id=s",
            "/3/movie/11?session%5fid=s",
            "/3/account/5/lists",
            "/3/guest_session/5/rated/movies",
            "/3/authentication/token/new",
            "/3/configuration",
            "/healthz",
        ] {
            assert_eq!(key(target), None, "{target}");
        }
    }
}
