//! The page of everybody who had to do with a title, season or episode.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kinora_model::{Kind, Part};
use serde::Deserialize;

use super::Site;
use super::credits::{Credited, Credits};
use super::page::{Page, shown};
use super::pages::{Asked, Pages};
use super::sections::{Section, cut};
use super::shortcut::Shortcut;
use super::subject::{Pictured, kind_at, segment};
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many people a page shows.
const PAGE_SIZE: usize = 150;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/movie/{id}/cast", get(movie))
        .route("/tv/{id}/cast", get(series))
        .route("/tv/{id}/season/{number}/cast", get(season))
        .route(
            "/tv/{id}/season/{number}/episode/{episode}/cast",
            get(episode),
        )
}

/// Something with everybody who had to do with it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    #[serde(flatten)]
    owner: Pictured,
    #[serde(alias = "aggregate_credits")]
    credits: Credits,
}

#[derive(Template)]
#[template(path = "cast.html")]
struct CastPage {
    page: Page,
    name: String,
    parent: String,
    /// The page on which they are edited.
    edit: String,
    sections: Vec<Section<Credited>>,
    pages: Pages,
}

async fn movie(
    state: State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    asked: Query<Asked>,
) -> Response {
    page(state, visitor, format!("/movie/{id}"), asked).await
}

async fn series(
    state: State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    asked: Query<Asked>,
) -> Response {
    page(state, visitor, format!("/tv/{id}"), asked).await
}

async fn season(
    state: State<Site>,
    visitor: Visitor,
    Path((id, number)): Path<(String, String)>,
    asked: Query<Asked>,
) -> Response {
    page(state, visitor, format!("/tv/{id}/season/{number}"), asked).await
}

async fn episode(
    state: State<Site>,
    visitor: Visitor,
    Path((id, number, episode)): Path<(String, String, String)>,
    asked: Query<Asked>,
) -> Response {
    let path = format!("/tv/{id}/season/{number}/episode/{episode}");
    page(state, visitor, path, asked).await
}

/// The page below the one at `path`, which has the same path in the API.
async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    path: String,
    Query(asked): Query<Asked>,
) -> Response {
    let made = cast(&site, visitor.clone(), &path, asked.number());
    shown(&site, visitor, made).await
}

async fn cast(
    site: &Site,
    visitor: Visitor,
    path: &str,
    number: Option<&str>,
) -> Result<CastPage, ApiError> {
    let kind = kind_at(path);
    let list = match kind {
        Kind::Series | Kind::Season => "aggregate_credits",
        _ => "credits",
    };
    let told: Told = site
        .ask(&visitor, path, &[("append_to_response", list)])
        .await?;
    let owner = told.owner;
    let groups = told.credits.groups(visitor.words);
    let total = groups.iter().map(|(_, people)| people.len()).sum();
    let address = format!("{path}/cast");
    let pages = Pages::of(number, total, PAGE_SIZE, format!("{address}?page="))?;
    let title = format!("{} – {}", owner.name, visitor.words.say("Cast and crew"));
    let mut page = Page::new(site, visitor, &address, &title);
    page.show(site, owner.picture.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    Ok(CastPage {
        sections: cut(groups, &pages.rows()),
        edit: format!(
            "/{}/{}/edit/{}",
            segment(kind),
            owner.id,
            Part::Credits.name()
        ),
        parent: path.to_owned(),
        name: owner.name,
        pages,
        page,
    })
}
