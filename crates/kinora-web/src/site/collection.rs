//! Pages of collections.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::card::Card;
use super::page::{Page, shown};
use super::shortcut::Shortcut;
use super::visitor::Visitor;

/// The pages of collections.
pub fn routes() -> Router<Site> {
    Router::new().route("/collection/{id}", get(page))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Collection {
    id: i64,
    name: String,
    overview: String,
    poster_path: Option<String>,
    parts: Vec<Card>,
}

#[derive(Template)]
#[template(path = "collection.html")]
struct CollectionPage {
    page: Page,
    collection: Collection,
    rows: Vec<Card>,
}

async fn page(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Response {
    let made = async {
        let path = format!("/collection/{id}");
        let mut collection: Collection = site.ask(&visitor, &path, &[]).await?;
        let parts = std::mem::take(&mut collection.parts).into_iter();
        let rows = parts.map(|card| card.of("movie")).collect();
        let address = format!("/collection/{}", slugged(collection.id, &collection.name));
        let mut page = Page::new(&site, visitor.clone(), &address, &collection.name);
        page.description.clone_from(&collection.overview);
        page.show(&site, collection.poster_path.as_deref());
        page.shortcuts = Shortcut::MEDIA.to_vec();
        Ok(CollectionPage {
            page,
            collection,
            rows,
        })
    };
    shown(&site, visitor.clone(), made).await
}
