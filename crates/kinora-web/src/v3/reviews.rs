//! Reviews.

use axum::extract::{Path, RawQuery, State};
use kinora_model::key::Kind;
use kinora_model::review::Review;
use kinora_model::text::{TextField, Texts};
use kinora_model::{MovieFacts, SeriesFacts};
use kinora_store::{Loaded, Related, Wants};
use serde::Serialize;
use serde_json::json;

use super::View;
use super::namespace::{Resource, json};
use super::titles::text_or;
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;

/// `reviews` of movies and series: of the language asked for, without one all (contract, disagreement C17).
pub const REVIEWS: Resource = Resource {
    name: "reviews",
    wants: Wants::of(&[], &[Related::Reviews]),
    render: reviews,
};

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    username: &'a str,
    avatar_path: Option<&'a str>,
    rating: Option<f64>,
}

#[derive(Serialize)]
struct ReviewRow<'a> {
    author: &'a str,
    author_details: Author<'a>,
    content: &'a str,
    created_at: &'a str,
    id: &'a str,
    updated_at: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct ReviewDetails<'a> {
    #[serde(flatten)]
    row: ReviewRow<'a>,
    iso_639_1: &'a str,
    media_id: i64,
    media_title: String,
    media_type: &'static str,
}

fn row(review: &Review) -> ReviewRow<'_> {
    ReviewRow {
        author: &review.author,
        author_details: Author {
            name: &review.name,
            username: &review.username,
            avatar_path: review.avatar_path.as_deref(),
            rating: review.rating,
        },
        content: &review.content,
        created_at: &review.created_at,
        id: &review.id,
        updated_at: &review.updated_at,
        url: &review.url,
    }
}

fn reviews(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let page = view.page()?;
    let language = view
        .query
        .get("language")
        .map(|_| view.locale.language.to_string());
    let of_language = |review: &&Review| {
        language.is_none()
            || review.language.is_none()
            || review.language.as_deref() == language.as_deref()
    };
    let reviews: Vec<&Review> = loaded.reviews.iter().filter(of_language).collect();
    let rows: Vec<_> = reviews
        .iter()
        .skip((page - 1) * 20)
        .take(20)
        .map(|review| row(review))
        .collect();
    let total = reviews.len();
    json(
        &json!({ "page": page, "results": rows, "total_pages": total.div_ceil(20), "total_results": total }),
    )
}

/// `GET /3/review/{review_id}`
pub async fn review(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Answer, ApiError> {
    let view = app.view(query.as_deref());
    let (review, loaded) = app.store.review(&id).await?.ok_or(ApiError::NotFound)?;
    let texts: Texts = loaded.record.part()?;
    let (original, media_type) = match loaded.record.key.kind {
        Kind::Movie => (loaded.record.part::<MovieFacts>()?.original_title, "movie"),
        _ => (loaded.record.part::<SeriesFacts>()?.original_name, "tv"),
    };
    let details = ReviewDetails {
        row: row(&review),
        iso_639_1: review.language.as_deref().unwrap_or("en"),
        media_id: review.title.id,
        media_title: text_or(&texts, view.locale, TextField::Title, original.as_deref()),
        media_type,
    };
    Ok(Answer {
        body: json(&details)?,
        max_age: 3600,
    })
}
