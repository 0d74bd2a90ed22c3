//! HTTP: the v3 API over a catalogue, and the few pages beside it.
//!
//! A request passes the path rules of the v3 API ([`path`]), the credential check ([`credential`]), and a route made from
//! the tables in [`v3`]; the answer gets its entity tag, caching rules and JSONP wrapping in one place ([`answer`]).

mod address;
mod answer;
mod coding;
mod connection;
mod credential;
mod docs;
mod editing;
mod error;
mod exports;
mod feed;
mod file;
mod format;
mod limit;
mod metrics;
mod path;
mod pictures;
mod query;
mod representation;
mod response_cache;
mod sign_in;
mod site;
mod v3;
mod viewer;
mod views;
mod warm_up;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_images::Images;
use kinora_index::Index;
use kinora_store::{PasswordCost, Passwords, Store};
use tower::{Service, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{
    CompressionLayer, DefaultPredicate, Predicate as _,
    predicate::{NotForContentType, SizeAbove},
};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use address::{InvalidNetwork, Network, of as client_address};
pub use connection::serve;
pub use error::ApiError;
use limit::Limits;
use metrics::Metrics;
use response_cache::{Caching, ResponseCache};
pub use site::Registration;
use views::Counting;
pub use views::Views;
pub use warm_up::warm_up;

/// The longest path and query that is read, in bytes; longer ones answer 414.
const LONGEST_TARGET: usize = 16 * 1024;
/// The largest request body without a picture, in bytes; larger ones answer 413.
const LARGEST_BODY: usize = 1024 * 1024;

/// The largest form of a page, in bytes.
const LARGEST_FORM: usize = 4 * 1024 * 1024;

/// How the server presents itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A key that always works.
    pub api_key: Option<String>,
    /// What the server calls itself in links; by default the `Host` of the request.
    pub public_url: Option<String>,
    /// The image base that the configuration answer names; by default this server's own `/t/p/`.
    pub image_base_url: Option<String>,
    /// How many votes a title needs to be among the top rated.
    pub top_rated_votes: f64,
    /// How many bytes of finished answers are kept in memory; 0 for none.
    pub response_cache: u64,
    /// How many requests a second are allowed to one key that an account made, and to one address without a valid key; 0 for
    /// any number.
    pub rate_limit: u32,
    /// The proxies that say where requests come from.
    pub trusted_proxies: Vec<Network>,
    /// Whether people can make accounts for themselves.
    pub registration: Registration,
    /// The code that makes the first administrator in the browser, while there is no account.
    pub setup_code: Option<String>,
    /// How long a request may take.
    pub patience: Duration,
    /// How hard hashes of passwords are.
    pub password_cost: PasswordCost,
    /// The folder with the daily files of ids; `None` shows none.
    pub exports: Option<std::path::PathBuf>,
    /// Where views are counted; whoever serves takes them from there.
    pub views: Views,
    /// The pictures that are served under `/t/p/`; without them every picture is missing.
    pub images: Option<Images>,
    /// What time it is.
    pub clock: Clock,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            api_key: None,
            public_url: None,
            image_base_url: None,
            top_rated_votes: 200.0,
            response_cache: 64 * 1024 * 1024,
            rate_limit: 50,
            trusted_proxies: Vec::new(),
            registration: Registration::default(),
            setup_code: None,
            patience: Duration::from_secs(60),
            password_cost: PasswordCost::default(),
            exports: None,
            views: Views::default(),
            images: None,
            clock: Clock::default(),
        }
    }
}

/// Tells the time: the system's, unless a test says what time it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock(Option<SystemTime>);

impl Clock {
    /// A clock that stands still.
    pub fn stopped_at(time: SystemTime) -> Clock {
        Clock(Some(time))
    }

    fn now(self) -> SystemTime {
        self.0.unwrap_or_else(SystemTime::now)
    }
}

/// What every request needs.
#[derive(Clone)]
pub(crate) struct App {
    store: Store,
    index: Index,
    settings: Arc<Settings>,
    credentials: Arc<credential::Cache>,
    passwords: Passwords,
    limits: Arc<Limits>,
    cache: Option<Arc<ResponseCache>>,
    metrics: Arc<Metrics>,
}

impl App {
    fn new(store: Store, index: Index, settings: Settings) -> App {
        let bytes = settings.response_cache;
        App {
            store,
            index,
            passwords: Passwords::new(settings.password_cost),
            settings: Arc::new(settings),
            credentials: Arc::default(),
            limits: Arc::default(),
            cache: (bytes > 0).then(|| Arc::new(ResponseCache::new(bytes))),
            metrics: Arc::default(),
        }
    }
}

/// A service that answers requests with bodies of type `B`.
pub trait Serving<B>:
    Service<Request<B>, Response = Response, Error = Infallible, Future: Send>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<B, S> Serving<B> for S where
    S: Service<Request<B>, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

impl App {
    /// Takes over what was just written, so that whoever wrote sees it at once. Where that fails, the follower takes it over later.
    async fn follow(&self) {
        if let Err(error) = self.index.follow().await {
            tracing::error!(%error, "cannot follow what was written");
        }
    }
}

/// The whole service over a catalogue and its index, which the caller keeps up to date.
pub fn router<B>(store: Store, index: Index, settings: Settings) -> impl Serving<B>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let app = App::new(store, index, settings);
    // Each layer of a router costs its routes an allocation, however many layers it is made of.
    let guarded = ServiceBuilder::new()
        .layer(from_fn(answer::finish))
        .layer(from_fn_with_state(app.clone(), maintenance))
        .layer(from_fn_with_state(app.clone(), credential::check));
    let api = v3::routes()
        .fallback(async |uri: Uri| v3::missing(uri.path()))
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(guarded.clone());
    let editing = editing::routes()
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(guarded);
    let bounded = ServiceBuilder::new()
        .layer(
            CompressionLayer::new().compress_when(
                DefaultPredicate::new()
                    .and(SizeAbove::new(512))
                    .and(NotForContentType::const_new(file::GZIP)),
            ),
        )
        .layer(from_fn(worded))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            app.settings.patience,
        ))
        .layer(RequestBodyLimitLayer::new(largest_body(&app.settings)));
    let router = Router::new()
        .nest("/3", api)
        .nest(editing::BASE, editing)
        .merge(docs::routes())
        .merge(exports::routes())
        .merge(feed::routes(&app))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::page))
        .with_state(app.clone())
        .merge(site::routes(&app))
        .layer(bounded)
        // Packed already, bounded and queued by themselves.
        .merge(pictures::routes().with_state(app.clone()))
        .layer(CatchPanicLayer::custom(|_| {
            ApiError::Broken.into_response()
        }));
    // Outside of the path rules, so that what they refuse is logged and readable by any page as well.
    let service = ServiceBuilder::new()
        .layer(from_fn(trace))
        .layer(from_fn(cross_origin))
        .service(path::Normalized::new(router, LONGEST_TARGET));
    let views = app.settings.views.clone();
    Counting::new(Caching::new(service, app), views)
}

/// The largest body that anything reads, in bytes: a form of a page, or one with a picture. What reads others has a smaller limit of
/// its own.
fn largest_body(settings: &Settings) -> usize {
    let largest = settings.images.as_ref().map(Images::original_bytes);
    let largest = largest.and_then(|bytes| usize::try_from(bytes).ok());
    let largest = largest.map_or(0, |bytes| bytes.saturating_add(LARGEST_BODY));
    largest.max(LARGEST_FORM)
}

/// Refusals of the limits below, in the words of the API; pages have their own.
async fn worded(request: axum::extract::Request, next: Next) -> Response {
    let response = next.run(request).await;
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_page = media_type.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match response.status() {
        _ if is_page => response,
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge.into_response(),
        StatusCode::GATEWAY_TIMEOUT => ApiError::TimedOut.into_response(),
        _ => response,
    }
}

/// Whether a path is one of another version of the API.
fn is_other_version(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    ["1", "2", "4"].contains(&first)
}

/// Refuses every request to the API while the operator says so.
async fn maintenance(
    State(app): State<App>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    match app.store.is_under_maintenance() {
        true => ApiError::Maintenance.into_response(),
        false => next.run(request).await,
    }
}

/// Whether the database answers.
async fn ready(State(app): State<App>) -> Response {
    let database = app.store.ping().await;
    let word = if database.is_ok() { "ok" } else { "failed" };
    let status = if database.is_ok() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = format!("{{\"status\":\"{word}\",\"checks\":{{\"database\":\"{word}\"}}}}");
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// What an answer says so that any page may read it.
fn open_to_any_page(headers: &mut HeaderMap) {
    const HEADERS: [(&str, &str); 3] = [
        ("access-control-allow-origin", "*"),
        (
            "access-control-allow-methods",
            "GET, HEAD, POST, PUT, DELETE, OPTIONS",
        ),
        (
            "access-control-expose-headers",
            "ETag, Kinora-Languages, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Content-Length, Content-Range",
        ),
    ];
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
}

/// Any page may call the API (contract 1.6).
async fn cross_origin(request: axum::extract::Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    open_to_any_page(response.headers_mut());
    if preflight {
        let allowed = HeaderValue::from_static(
            "Authorization, Content-Type, Accept, If-None-Match, If-Range, Range, Idempotency-Key",
        );
        response
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        response.headers_mut().insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("86400"),
        );
    }
    response
}

/// One log line a request. The query is left out: it carries keys.
async fn trace(request: axum::extract::Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let duration_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::debug!(%method, path, status = response.status().as_u16(), duration_us, "answered");
    response
}
