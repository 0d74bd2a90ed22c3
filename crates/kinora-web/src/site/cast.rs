//! The page of everybody who had to do with a title, season or episode.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::Uri;
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

/// The end of the addresses of these pages; what is before it is the page that they are below, which has the same path in the API.
const END: &str = "/cast";

/// The pages.
pub fn routes() -> Router<Site> {
    let owners = [
        "/movie/{id}",
        "/tv/{id}",
        "/tv/{id}/season/{number}",
        "/tv/{id}/season/{number}/episode/{episode}",
    ];
    owners.iter().fold(Router::new(), |router, owner| {
        router.route(&format!("{owner}{END}"), get(page))
    })
}

async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Response {
    let path = uri.path().trim_end_matches(END);
    let made = cast(&site, visitor.clone(), path, asked.number());
    shown(&site, visitor, made).await
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
