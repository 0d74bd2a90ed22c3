//! Lists that people make: shown here, made and changed by their owners ([`edit`]).

mod edit;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kinora_model::list::List;
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::card::{Card, Cards};
use super::page::{Page, failed, html, private};
use super::visitor::Visitor;
use crate::error::ApiError;
use crate::v3::leading_number;

/// The pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/list/{id}", get(page))
        .merge(edit::routes())
}

/// A page of a list as the API tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    items: Vec<Card>,
    page: i64,
    total_pages: i64,
    total_results: i64,
}

impl Told {
    fn cards(self) -> Cards {
        Cards {
            page: self.page,
            results: self.items,
            total_pages: self.total_pages,
            total_results: self.total_results,
        }
    }
}

/// Which page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    page: String,
}

/// The page about a list.
pub fn address(list: &List) -> String {
    format!("/list/{}", slugged(list.id, &list.name))
}

/// A list and a page of its titles, if the visitor may see it.
async fn visible(
    site: &Site,
    visitor: &Visitor,
    id: &str,
    page: &str,
) -> Result<(List, Cards), ApiError> {
    let id = leading_number(id).ok_or(ApiError::NotFound)?;
    let list = site.app.store.list(id).await?.ok_or(ApiError::NotFound)?;
    // The API refuses what is private; here it is not even told that it is there.
    let page = if page.is_empty() { "1" } else { page };
    let told: Told = site
        .ask(visitor, &format!("/list/{id}"), &[("page", page)])
        .await?;
    Ok((list, told.cards()))
}

#[derive(Template)]
#[template(path = "own_list.html")]
struct ListPage {
    page: Page,
    list: List,
    cards: Cards,
    turn: String,
    is_owner: bool,
}

/// `GET /list/{id}`
async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let (list, cards) = match visible(&site, &visitor, &id, &asked.page).await {
        Ok(visible) => visible,
        Err(error) => return failed(&site, visitor, &error),
    };
    let is_owner = visitor
        .account
        .as_ref()
        .is_some_and(|account| account.id == list.account);
    let (path, is_public) = (address(&list), list.is_public);
    let mut page = Page::new(&site, visitor, &path, &list.name);
    page.description.clone_from(&list.description);
    let template = ListPage {
        page,
        turn: format!("{path}?page="),
        list,
        cards,
        is_owner,
    };
    match is_public {
        true => html(&template),
        false => private(&template),
    }
}
