//! The feed for other machines: every change in order, to be read page by page or followed as server-sent events.
//!
//! An event says what a part became, not only how it differs, so that whoever applies the events from the first one on holds the same
//! documents. Applying one twice does no harm, so a follower needs to remember nothing but the number of the last one.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_store::FeedEvent;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::ApiError;
use crate::query::Query;
use crate::{App, credential};

/// How many events a page has unless the request says otherwise, and at most.
const PAGE: usize = 100;
const LONGEST_PAGE: usize = 1000;
/// How many events a stream reads at a time.
const STREAMED: usize = 50;
/// How many streams there may be at once; more are refused.
const STREAMS: usize = 100;
/// How often streams look for what other processes committed.
const PERIOD: Duration = Duration::from_secs(1);
/// How often a stream without events shows that it is alive.
const ALIVE: Duration = Duration::from_secs(15);

/// Where the feed is.
pub const PATH: &str = "/kinora/v1/feed";

/// The schema of a page.
pub fn schema(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Page>()
}

/// The feed.
pub fn routes(app: &App) -> Router<App> {
    let streams = Arc::new(Semaphore::new(STREAMS));
    let feed = move |State(app): State<App>, request: Request| async move {
        let accept = request.headers().get(header::ACCEPT);
        let is_stream = accept.is_some_and(|accept| {
            let accept = accept.to_str().unwrap_or_default();
            accept.contains("text/event-stream")
        });
        let query = Query::parse(request.uri().query().unwrap_or_default());
        if is_stream {
            stream(app, &query, request.headers(), streams)
        } else {
            page(&app, &query).await.map(IntoResponse::into_response)
        }
    };
    Router::new()
        .route(
            PATH,
            get(feed).fallback(async || ApiError::MethodNotAllowed),
        )
        .route_layer(from_fn_with_state(app.clone(), credential::check))
}

/// An event as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FeedEvent")]
struct Sent {
    /// Its number; later ones are greater.
    seq: i64,
    /// Milliseconds since 1970.
    made_at: i64,
    /// What it is about; nothing for a load in bulk, whose content is not told here.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    /// The part, `state`, `credit` for a single credit, or `bulk`.
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_id: Option<String>,
    editor: Option<i64>,
    comment: String,
    /// What it became; `null` when it is gone.
    #[schemars(schema_with = "crate::editing::anything")]
    document: Option<Value>,
}

impl From<FeedEvent> for Sent {
    fn from(event: FeedEvent) -> Sent {
        let revision = event.revision;
        let credit_id = revision.credit_id().map(str::to_owned);
        Sent {
            seq: revision.seq,
            made_at: revision.made_at,
            kind: revision.key.map(|key| key.kind.name()),
            id: revision.key.map(|key| key.id),
            part: match (&revision.key, &credit_id) {
                (None, _) => "bulk",
                (_, Some(_)) => "credit",
                _ => revision.part,
            },
            credit_id,
            editor: revision.editor,
            comment: revision.comment,
            document: event.after,
        }
    }
}

/// A page of the feed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FeedPage")]
struct Page {
    events: Vec<Sent>,
    /// The number of the newest event there is.
    last: i64,
}

/// A parameter that is a whole number from 0 on.
fn number(query: &Query, name: &str) -> Result<Option<i64>, ApiError> {
    let number = query.get(name).map(str::parse::<i64>).transpose();
    match number {
        Ok(number) if number.is_none_or(|number| number >= 0) => Ok(number),
        _ => Err(ApiError::InvalidParameters),
    }
}

/// `GET /kinora/v1/feed?after=N&limit=M`
async fn page(app: &App, query: &Query) -> Result<Response, ApiError> {
    let after = number(query, "after")?.unwrap_or_default();
    let limit = number(query, "limit")?.map_or(Ok(PAGE), usize::try_from);
    let limit = limit.unwrap_or(LONGEST_PAGE).clamp(1, LONGEST_PAGE);
    let last = app.store.last_seq().await?;
    let events = app.store.feed_events(after, limit).await?;
    let page = Page {
        events: events.into_iter().map(Sent::from).collect(),
        last,
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json;charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, serde_json::to_vec(&page)?).into_response())
}

/// Where a stream is.
struct Position {
    app: App,
    after: i64,
    /// Read and not yet sent, the next one last.
    waiting: Vec<FeedEvent>,
    moved: tokio::sync::watch::Receiver<i64>,
    /// One of the places for streams.
    _place: OwnedSemaphorePermit,
}

/// The same as server-sent events, from `Last-Event-ID` or `after` on and without an end.
fn stream(
    app: App,
    query: &Query,
    headers: &HeaderMap,
    streams: Arc<Semaphore>,
) -> Result<Response, ApiError> {
    let after = match headers.get("last-event-id") {
        Some(id) => {
            let id = id.to_str().ok().and_then(|id| id.trim().parse().ok());
            id.filter(|id| *id >= 0)
                .ok_or(ApiError::InvalidParameters)?
        }
        None => number(query, "after")?.unwrap_or_default(),
    };
    let Ok(place) = streams.try_acquire_owned() else {
        let refusal = "There are as many followers as this server takes.\n";
        return Ok((StatusCode::SERVICE_UNAVAILABLE, refusal).into_response());
    };
    let position = Position {
        moved: app.store.moved(),
        app,
        after,
        waiting: Vec::new(),
        _place: place,
    };
    let events = futures_util::stream::unfold(position, next);
    let alive = KeepAlive::new().interval(ALIVE);
    Ok(Sse::new(events).keep_alive(alive).into_response())
}

/// The next event, once there is one. A store that fails ends the stream; the follower comes back.
async fn next(mut position: Position) -> Option<(Result<Event, Infallible>, Position)> {
    while position.waiting.is_empty() {
        position.moved.mark_unchanged();
        let events = position.app.store.feed_events(position.after, STREAMED);
        position.waiting = match events.await {
            Ok(events) => events.into_iter().rev().collect(),
            Err(error) => {
                tracing::error!(%error, "a stream of the feed ends");
                return None;
            }
        };
        if position.waiting.is_empty() {
            // Commits of this process wake it at once, those of others are looked for.
            let _ = tokio::time::timeout(PERIOD, position.moved.changed()).await;
        }
    }
    let event = position.waiting.pop()?;
    position.after = event.revision.seq;
    let id = event.revision.seq.to_string();
    let data = serde_json::to_string(&Sent::from(event)).ok()?;
    let event = Event::default().event("change").id(id).data(data);
    Some((Ok(event), position))
}
