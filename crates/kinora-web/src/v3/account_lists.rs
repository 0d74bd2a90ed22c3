//! Favourites and titles to watch (contract 3.2).

use axum::http::Method;
use kinora_index::Snapshot;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Added, Bookmark};
use kinora_store::Put;
use schemars::JsonSchema;
use serde::Deserialize;

use super::View;
use super::body::lenient;
use super::operation::{Call, Operation, Reply, Success};
use super::page::{PAGE_SIZE, Paged, Row, rows};
use super::parameter::{LANGUAGE, PAGE, Parameter, Takes, parameter};
use super::titles::{MovieRow, SeriesRow};
use crate::error::ApiError;
use crate::viewer::Audience;

/// `sort_by` of what an account keeps; anything else is the first.
pub const SORT_BY: Parameter = parameter(
    "sort_by",
    Takes::OneOf(&["created_at.asc", "created_at.desc"]),
    "What was added first, or last, comes first; `created_at.asc` by default.",
);

/// The order asked for.
pub fn added(view: &View) -> Added {
    match view.query.get("sort_by") {
        Some("created_at.desc") => Added::Last,
        _ => Added::First,
    }
}

/// Where a page begins, and how long it is.
pub fn stretch(page: usize) -> (usize, usize) {
    ((page - 1) * PAGE_SIZE, PAGE_SIZE)
}

/// The operations.
pub fn operations() -> Vec<Operation> {
    let mut operations = vec![
        marking(
            "favorite",
            "Adds to the favourites, or removes from them",
            |call, sent: Favorite| mark(call, Bookmark::Favourite, sent.title, sent.favorite),
        ),
        marking(
            "watchlist",
            "Adds to what is to be watched, or removes from it",
            |call, sent: Watchlist| mark(call, Bookmark::Watchlist, sent.title, sent.watchlist),
        ),
    ];
    for (name, bookmark) in [
        ("favorite", Bookmark::Favourite),
        ("watchlist", Bookmark::Watchlist),
    ] {
        operations.push(kept::<MovieRow>(name, "movies", bookmark, Kind::Movie));
        operations.push(kept::<SeriesRow>(name, "tv", bookmark, Kind::Series));
    }
    operations
}

/// Which title is meant.
#[derive(Deserialize, JsonSchema)]
struct Meant {
    /// `movie` or `tv`.
    media_type: Option<String>,
    /// Its id.
    #[serde(default, deserialize_with = "lenient::integer")]
    media_id: Option<i64>,
    /// What older clients call it.
    #[serde(default, deserialize_with = "lenient::integer")]
    movie_id: Option<i64>,
}

impl Meant {
    fn id(&self) -> Option<i64> {
        self.media_id.or(self.movie_id)
    }
}

/// A favourite as it is sent.
#[derive(Deserialize, JsonSchema)]
struct Favorite {
    #[serde(flatten)]
    title: Meant,
    /// Whether it is to be one.
    #[serde(default, deserialize_with = "lenient::flag")]
    favorite: Option<bool>,
}

/// A title to watch as it is sent.
#[derive(Deserialize, JsonSchema)]
struct Watchlist {
    #[serde(flatten)]
    title: Meant,
    /// Whether it is to be one.
    #[serde(default, deserialize_with = "lenient::flag")]
    watchlist: Option<bool>,
}

fn marking<B, Marking>(
    name: &str,
    summary: &str,
    mark: impl Fn(Call, B) -> Marking + Send + Sync + 'static,
) -> Operation
where
    B: serde::de::DeserializeOwned + JsonSchema + Send + 'static,
    Marking: Future<Output = Result<Reply<Success>, ApiError>> + Send + 'static,
{
    let path = format!("/account/{{account_id}}/{name}");
    Operation::taking(Method::POST, &path, summary, &[], mark)
        .for_audience(Audience::Account)
        .answering(&[200, 201])
}

/// What is missing is refused in the order in which captured answers do it (contract, disagreement A22).
async fn mark(
    call: Call,
    bookmark: Bookmark,
    meant: Meant,
    wanted: Option<bool>,
) -> Result<Reply<Success>, ApiError> {
    if meant.id().is_none() && meant.media_type.is_none() && wanted.is_none() {
        return Err(ApiError::InvalidParameters);
    }
    let id = meant.id().filter(|id| *id > 0);
    let id = id.ok_or(ApiError::InvalidId)?;
    let kind = kind(meant.media_type.as_deref()).ok_or(ApiError::NotFound)?;
    let wanted = wanted.ok_or(ApiError::InvalidParameters)?;
    let (store, account) = (&call.app.store, call.account()?.id);
    let title = EntityKey::new(kind, id);
    if !wanted {
        let is_there = store.remove_bookmark(account, bookmark, title).await?;
        return is_there
            .then(|| Success::reply(13))
            .ok_or(ApiError::NotFound);
    }
    match store.add_bookmark(account, bookmark, title).await? {
        Some(Put::Added) => Ok(Success::created()),
        Some(Put::Replaced) => Ok(Success::reply(12)),
        None => Err(ApiError::NotFound),
    }
}

/// The kind of a `media_type` that can be kept.
pub fn kind(media_type: Option<&str>) -> Option<Kind> {
    match media_type {
        Some("movie") => Some(Kind::Movie),
        Some("tv") => Some(Kind::Series),
        _ => None,
    }
}

/// The titles of a kind with a mark.
fn kept<R: Row + 'static>(name: &str, kinds: &str, bookmark: Bookmark, kind: Kind) -> Operation {
    let summary = match bookmark {
        Bookmark::Favourite => "Favourites of the account",
        Bookmark::Watchlist => "What the account wants to watch",
    };
    let path = format!("/account/{{account_id}}/{name}/{kinds}");
    let answer = move |call: Call| async move {
        let (store, view) = (&call.app.store, &call.view);
        let page = view.page()?;
        let (account, (first, length)) = (call.account()?.id, stretch(page));
        let kept = store.bookmarks(account, bookmark, kind, added(view), first, length);
        let kept = kept.await?;
        let rows = rows::<R>(&call.app, view, &Snapshot::default(), &kept.items).await?;
        Ok(Paged::of(page, rows, kept.total))
    };
    Operation::get(&path, summary, &[LANGUAGE, PAGE, SORT_BY], answer)
        .for_audience(Audience::Account)
}
