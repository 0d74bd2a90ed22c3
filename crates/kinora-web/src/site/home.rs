//! The start page.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Site;
use super::card::{Card, Cards};
use super::page::{Page, shown};
use super::visitor::Visitor;
use crate::error::ApiError;

/// The rows of the page: heading, list of the API, kind of its rows where it does not tell it, the page with more of them.
const ROWS: [(&str, &str, &str, &str); 5] = [
    ("Trending today", "/trending/all/day", "", ""),
    ("Trending this week", "/trending/all/week", "", ""),
    ("Popular movies", "/movie/popular", "movie", "/movie"),
    (
        "In theatres",
        "/movie/now_playing",
        "movie",
        "/movie/now-playing",
    ),
    ("On the air", "/tv/on_the_air", "tv", "/tv/on-the-air"),
];

/// A row of pictures.
struct Row {
    heading: &'static str,
    more: &'static str,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    rows: Vec<Row>,
    counts: Vec<(&'static str, i64)>,
    example: String,
}

/// `GET /`
pub async fn page(State(site): State<Site>, visitor: Visitor) -> Response {
    shown(&site, visitor.clone(), home(&site, visitor)).await
}

async fn home(site: &Site, visitor: Visitor) -> Result<Home, ApiError> {
    let mut rows = Vec::new();
    for (heading, list, kind, more) in ROWS {
        let region = visitor.region.as_str();
        let cards: Cards = site.ask(&visitor, list, &[("region", region)]).await?;
        let cards = cards.of(kind).results;
        if !cards.is_empty() {
            rows.push(Row {
                heading,
                more,
                cards,
            });
        }
    }
    let counts = site.app.store.counts().await?;
    let example = site.app.store.example(kinora_model::Kind::Movie).await?;
    Ok(Home {
        rows,
        counts: counts
            .into_iter()
            .map(|(kind, count)| (kinora_model::facts::plural(kind), count))
            .collect(),
        example: match example {
            Some(id) => format!("/3/movie/{id}?append_to_response=credits"),
            None => "/3/configuration".to_owned(),
        },
        page: Page::new(site, visitor, "/", "Kinora"),
    })
}
