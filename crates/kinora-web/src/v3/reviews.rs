//! Reviews.

use kinora_model::key::Kind;
use kinora_model::review::Review;
use kinora_model::text::Texts;
use kinora_model::{MovieFacts, SeriesFacts};
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::namespace::{Resource, Source, Typed};
use super::operation::{Call, Operation};
use super::page::Paged;
use super::parameter::{ONLY_LANGUAGE, PAGE};
use crate::error::ApiError;

/// `reviews` of movies and series: of the languages asked for, without one all (contract, disagreement C17).
pub const REVIEWS: Resource = Resource {
    name: "reviews",
    summary: "Reviews",
    parameters: &[ONLY_LANGUAGE, PAGE],
    with_id: true,
    source: Source::Loaded(Wants::of(&[], &[Related::Reviews]), &Typed(reviews)),
};

#[derive(Serialize, JsonSchema)]
struct Author {
    name: String,
    username: String,
    avatar_path: Option<String>,
    rating: Option<f64>,
}

#[derive(Serialize, JsonSchema)]
struct ReviewRow {
    author: String,
    author_details: Author,
    content: String,
    created_at: String,
    id: String,
    updated_at: String,
    url: String,
}

#[derive(Serialize, JsonSchema)]
struct ReviewDetails {
    #[serde(flatten)]
    row: ReviewRow,
    iso_639_1: String,
    media_id: i64,
    media_title: String,
    media_type: &'static str,
}

fn row(review: &Review) -> ReviewRow {
    ReviewRow {
        author: review.author.clone(),
        author_details: Author {
            name: review.name.clone(),
            username: review.username.clone(),
            avatar_path: review.avatar_path.clone(),
            rating: review.rating,
        },
        content: review.content.clone(),
        created_at: review.created_at.clone(),
        id: review.id.clone(),
        updated_at: review.updated_at.clone(),
        url: review.url.clone(),
    }
}

fn reviews(loaded: &Loaded, view: &View) -> Result<Paged<ReviewRow>, ApiError> {
    let any_language = view.query.get("language").is_none();
    let of_language = |review: &&Review| {
        let language = review.language.as_deref();
        let asked = |language: &str| {
            let mut locales = view.languages.iter();
            locales.any(|locale| locale.language.as_str() == language)
        };
        any_language || language.is_none_or(asked)
    };
    let reviews: Vec<&Review> = loaded.reviews.iter().filter(of_language).collect();
    Ok(Paged::cut(view.page()?, reviews.into_iter().map(row)))
}

/// `GET /3/review/{review_id}`
pub fn review() -> Operation {
    Operation::get("/review/{review_id}", "A review", &[], details)
}

async fn details(call: Call) -> Result<ReviewDetails, ApiError> {
    let found = call.app.store.review(call.segment(0)).await?;
    let (review, loaded) = found.ok_or(ApiError::NotFound)?;
    call.view.made_of(loaded.sought.iter().copied());
    let texts: Texts = loaded.record.part()?;
    let (title, language, media_type) = match loaded.record.key.kind {
        Kind::Movie => {
            let facts: MovieFacts = loaded.record.part()?;
            (facts.original_title, facts.original_language, "movie")
        }
        _ => {
            let facts: SeriesFacts = loaded.record.part()?;
            (facts.original_name, facts.original_language, "tv")
        }
    };
    let words = call.view.words(&texts, language.as_deref());
    Ok(ReviewDetails {
        row: row(&review),
        media_id: review.title.id,
        media_title: words.title(title.as_deref()),
        media_type,
        iso_639_1: review.language.unwrap_or_else(|| "en".to_owned()),
    })
}
