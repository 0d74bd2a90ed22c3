//! Pages that are lists: ranked ones, and what belongs to a genre, keyword, company or network.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::card::Cards;
use super::page::{Page, shown};
use super::shortcut::Shortcut;
use super::visitor::Visitor;
use crate::error::ApiError;

/// Ranked lists: the path of the page, of the API, the kind of the rows, the heading.
const RANKED: [(&str, &str, &str, &str); 9] = [
    ("/movie", "/movie/popular", "movie", "Popular movies"),
    (
        "/movie/now-playing",
        "/movie/now_playing",
        "movie",
        "In theatres",
    ),
    (
        "/movie/upcoming",
        "/movie/upcoming",
        "movie",
        "Upcoming movies",
    ),
    (
        "/movie/top-rated",
        "/movie/top_rated",
        "movie",
        "Top rated movies",
    ),
    ("/tv", "/tv/popular", "tv", "Popular series"),
    ("/tv/airing-today", "/tv/airing_today", "tv", "Airing today"),
    ("/tv/on-the-air", "/tv/on_the_air", "tv", "On the air"),
    ("/tv/top-rated", "/tv/top_rated", "tv", "Top rated series"),
    ("/person", "/person/popular", "person", "Popular people"),
];

/// What owns lists of titles.
struct Owning {
    /// Its path, here and in the API.
    path: &'static str,
    /// The filter of discover.
    filter: &'static str,
    /// The kinds of titles that have it.
    kinds: &'static [&'static str],
}

const OWNERS: [Owning; 3] = [
    Owning {
        path: "company",
        filter: "with_companies",
        kinds: &["movie", "tv"],
    },
    Owning {
        path: "network",
        filter: "with_networks",
        kinds: &["tv"],
    },
    Owning {
        path: "keyword",
        filter: "with_keywords",
        kinds: &["movie", "tv"],
    },
];

/// The pages.
pub fn routes() -> Router<Site> {
    let mut router = Router::new().route("/genre/{id}/{kind}", get(genre));
    for (path, list, kind, heading) in RANKED {
        let page =
            async move |State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>| {
                let made = ranked(&site, visitor.clone(), path, list, kind, heading, asked);
                shown(&site, visitor, made).await
            };
        router = router.route(path, get(page));
    }
    for owner in &OWNERS {
        let first = async move |State(site): State<Site>,
                                visitor: Visitor,
                                Path(id): Path<String>,
                                Query(asked): Query<Asked>| {
            let made = owned(&site, visitor.clone(), owner, &id, owner.kinds[0], asked);
            shown(&site, visitor, made).await
        };
        let other = async move |State(site): State<Site>,
                                visitor: Visitor,
                                Path((id, kind)): Path<(String, String)>,
                                Query(asked): Query<Asked>| {
            let made = owned(&site, visitor.clone(), owner, &id, &kind, asked);
            shown(&site, visitor, made).await
        };
        router = router
            .route(&format!("/{}/{{id}}", owner.path), get(first))
            .route(&format!("/{}/{{id}}/{{kind}}", owner.path), get(other));
    }
    router
}

/// Which page of a list is asked for; what is no number is refused by the API.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

impl Asked {
    fn page(&self) -> &str {
        if self.page.is_empty() {
            "1"
        } else {
            &self.page
        }
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    page: Page,
    heading: String,
    about: String,
    tabs: Vec<(String, &'static str, bool)>,
    cards: Cards,
    /// The address of another page, up to the number.
    turn: String,
    /// The address of what has the list, where it can be edited.
    owner: Option<String>,
}

async fn ranked(
    site: &Site,
    visitor: Visitor,
    path: &str,
    list: &str,
    kind: &str,
    heading: &str,
    asked: Asked,
) -> Result<ListPage, ApiError> {
    let parameters = [("page", asked.page()), ("region", visitor.region.as_str())];
    let cards: Cards = site.ask(&visitor, list, &parameters).await?;
    let heading = visitor.words.say(heading).to_owned();
    let tabs = RANKED.iter().filter(|(_, _, other, _)| *other == kind);
    let tabs = tabs.map(|(other, _, _, heading)| ((*other).to_owned(), *heading, *other == path));
    Ok(ListPage {
        tabs: tabs.collect(),
        cards: cards.of(kind),
        turn: format!("{path}?page="),
        owner: None,
        about: String::new(),
        page: Page::new(site, visitor, path, &heading),
        heading,
    })
}

/// Something with a name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Owner {
    id: i64,
    name: String,
    headquarters: String,
    description: String,
}

/// The titles that an owner has, found by discover.
async fn owned(
    site: &Site,
    visitor: Visitor,
    owner: &Owning,
    id: &str,
    kind: &str,
    asked: Asked,
) -> Result<ListPage, ApiError> {
    let kind = *owner
        .kinds
        .iter()
        .find(|known| **known == kind)
        .ok_or(ApiError::NotFound)?;
    let told: Owner = site
        .ask(&visitor, &format!("/{}/{id}", owner.path), &[])
        .await?;
    let base = format!("/{}/{}", owner.path, slugged(told.id, &told.name));
    let about = [told.headquarters.as_str(), &told.description];
    let about = about
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let list = Titles {
        kind,
        filter: owner.filter,
        id: told.id,
        base,
        kinds: owner.kinds,
    };
    let mut page = list.page(site, visitor, told.name, about, &asked).await?;
    page.page.shortcuts = vec![Shortcut::EDIT_PAGE];
    page.owner = Some(list.base);
    Ok(page)
}

/// Titles of a kind that have something.
struct Titles<'a> {
    kind: &'a str,
    filter: &'a str,
    id: i64,
    base: String,
    kinds: &'a [&'a str],
}

impl Titles<'_> {
    async fn page(
        &self,
        site: &Site,
        visitor: Visitor,
        heading: String,
        about: String,
        asked: &Asked,
    ) -> Result<ListPage, ApiError> {
        let id = self.id.to_string();
        let parameters = [(self.filter, id.as_str()), ("page", asked.page())];
        let cards: Cards = site
            .ask(&visitor, &format!("/discover/{}", self.kind), &parameters)
            .await?;
        let tabs = self.kinds.iter().map(|kind| {
            let name = if *kind == "movie" { "Movies" } else { "Series" };
            (format!("{}/{kind}", self.base), name, *kind == self.kind)
        });
        let path = format!("{}/{}", self.base, self.kind);
        Ok(ListPage {
            tabs: tabs.collect(),
            cards: cards.of(self.kind),
            turn: format!("{path}?page="),
            owner: None,
            about,
            page: Page::new(site, visitor, &path, &heading),
            heading,
        })
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Genres {
    genres: Vec<Owner>,
}

async fn genre(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let kinds: &[&str] = &["movie", "tv"];
        let kind = *kinds
            .iter()
            .find(|known| **known == kind)
            .ok_or(ApiError::NotFound)?;
        let known: Genres = site
            .ask(&visitor, &format!("/genre/{kind}/list"), &[])
            .await?;
        let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
        let genre = known
            .genres
            .into_iter()
            .find(|genre| genre.id.to_string() == digits);
        let genre = genre.ok_or(ApiError::NotFound)?;
        let base = format!("/genre/{}", slugged(genre.id, &genre.name));
        let list = Titles {
            kind,
            filter: "with_genres",
            id: genre.id,
            base,
            kinds: &[kind],
        };
        list.page(&site, visitor.clone(), genre.name, String::new(), &asked)
            .await
    };
    shown(&site, visitor.clone(), made).await
}
