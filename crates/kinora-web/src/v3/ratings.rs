//! Ratings of movies, series and episodes by accounts and guests (contract 3.16): given, taken back, listed.

use axum::http::Method;
use kinora_index::Snapshot;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::rating::{Owner, Rating};
use kinora_store::Put;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account_lists::{SORT_BY, added, stretch};
use super::body::lenient;
use super::namespace::Namespace;
use super::operation::{Call, Operation, Reply, Success};
use super::page::{Paged, Row, rows};
use super::parameter::{LANGUAGE, PAGE};
use super::titles::{EpisodeRow, MovieRow, SeriesRow};
use super::{movie, season, series};
use crate::error::ApiError;
use crate::viewer::Audience;

/// Whose titles can be rated.
const RATED: [&Namespace; 3] = [&movie::NAMESPACE, &series::NAMESPACE, &season::EPISODE];

/// The operations.
pub fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for namespace in RATED {
        let path = format!("/{}/rating", namespace.path);
        let noun = namespace.noun();
        operations.push(
            Operation::taking(
                Method::POST,
                &path,
                &format!("Rates a {noun}"),
                &[],
                async |call, rated| rate(namespace, call, rated).await,
            )
            .for_audience(Audience::Rater)
            .answering(&[201]),
        );
        operations.push(
            Operation::replying(
                Method::DELETE,
                &path,
                &format!("Takes the rating of a {noun} back"),
                &[],
                async |call| unrate(namespace, call).await,
            )
            .for_audience(Audience::Rater),
        );
    }
    operations.extend(rated_lists::<MovieRow>(Kind::Movie, &["movies"]));
    operations.extend(rated_lists::<SeriesRow>(Kind::Series, &["tv"]));
    // Some clients ask guests for the shorter path.
    operations.extend(rated_lists::<EpisodeRow>(
        Kind::Episode,
        &["tv/episodes", "episodes"],
    ));
    operations
}

/// A rating as it is sent.
#[derive(Deserialize, JsonSchema)]
struct Rated {
    /// 0.5 to 10 in steps of 0.5.
    #[serde(default, deserialize_with = "lenient::float")]
    value: Option<f64>,
}

async fn rate(namespace: &Namespace, call: Call, rated: Rated) -> Result<Reply<Success>, ApiError> {
    let value = rated.value.ok_or(ApiError::InvalidParameters)?;
    let rating = Rating::try_from(value).map_err(ApiError::InvalidRating)?;
    let title = namespace.locator(&call.path)?;
    let put = call.app.store.rate(call.owner()?, title, rating).await?;
    let put = put.ok_or(ApiError::NotFound)?;
    call.app.follow().await;
    Ok(match put {
        Put::Added => Success::created(),
        Put::Replaced => Success::reply(12),
    })
}

async fn unrate(namespace: &Namespace, call: Call) -> Result<Reply<Success>, ApiError> {
    let title = namespace.locator(&call.path)?;
    if !call.app.store.unrate(call.owner()?, title).await? {
        return Err(ApiError::NotFound);
    }
    call.app.follow().await;
    Ok(Success::reply(13))
}

/// A title that somebody rated, with the rating.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rated{R}")]
struct RatedRow<R> {
    #[serde(flatten)]
    row: R,
    /// 0.5 to 10.
    rating: f64,
}

/// A row that tells which title it is.
trait Titled: Row {
    fn id(&self) -> i64;
}

impl Titled for MovieRow {
    fn id(&self) -> i64 {
        self.id
    }
}

impl Titled for SeriesRow {
    fn id(&self) -> i64 {
        self.id
    }
}

impl Titled for EpisodeRow {
    fn id(&self) -> i64 {
        self.id
    }
}

/// The lists of rated titles of a kind: of the account, and of a guest.
fn rated_lists<R: Titled + 'static>(kind: Kind, names: &[&str]) -> Vec<Operation> {
    let parameters = [LANGUAGE, PAGE, SORT_BY];
    let mut operations = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if index == 0 {
            operations.push(
                Operation::get(
                    &format!("/account/{{account_id}}/rated/{name}"),
                    "What the account rated",
                    &parameters,
                    move |call: Call| async move {
                        let owner = call.owner()?;
                        rated::<R>(&call, owner, kind).await
                    },
                )
                .for_audience(Audience::Account),
            );
        }
        operations.push(Operation::replying(
            Method::GET,
            &format!("/guest_session/{{guest_session_id}}/rated/{name}"),
            "What a guest rated",
            &parameters,
            move |call: Call| async move {
                let now = call.app.settings.clock.milliseconds();
                let guest = call.app.store.guest_session(call.segment(0), now).await?;
                // Who never rated anything has no lists (contract 3.3).
                let guest = guest.filter(|guest| guest.used).ok_or(ApiError::NotFound)?;
                let owner = Owner::Guest(guest.id);
                Ok(rated::<R>(&call, owner, kind).await?.into())
            },
        ));
    }
    operations
}

async fn rated<R: Titled>(
    call: &Call,
    owner: Owner,
    kind: Kind,
) -> Result<Paged<RatedRow<R>>, ApiError> {
    let (store, view) = (&call.app.store, &call.view);
    let page = view.page()?;
    let (first, length) = stretch(page);
    let rated = store.rated(owner, kind, added(view), first, length).await?;
    let keys: Vec<EntityKey> = rated.items.iter().map(|(key, _)| *key).collect();
    let ratings: FxHashMap<i64, f64> = rated
        .items
        .iter()
        .map(|(key, rating)| (key.id, rating.value()))
        .collect();
    let rows = rows::<R>(&call.app, view, &Snapshot::default(), &keys).await?;
    let rows = rows.into_iter().map(|row| RatedRow {
        rating: ratings.get(&row.id()).copied().unwrap_or_default(),
        row,
    });
    Ok(Paged::of(page, rows.collect(), rated.total))
}
