//! `/u/{name}`: what somebody made, and for themselves what they keep.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use kinora_model::account::Account;
use kinora_model::list::List;
use serde::Deserialize;

use super::Site;
use super::answer::encoded;
use super::card::Cards;
use super::lists;
use super::page::{Page, failed, html, private};
use super::review::Review;
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many lists or reviews are on a page.
const PAGE: usize = 20;

/// What only the owner sees: the last word of the path, of the API, the heading.
const KEPT: [(&str, &str, &str); 3] = [
    ("favorites", "favorite", "Favourites"),
    ("watchlist", "watchlist", "Watchlist"),
    ("ratings", "rated", "Ratings"),
];

/// The pages.
pub fn routes() -> Router<Site> {
    let of_lists = async |site: State<Site>, visitor: Visitor, Path(name): Path<String>, asked| {
        page(site, visitor, name, "lists", asked).await
    };
    let of_part = async |site: State<Site>,
                         visitor: Visitor,
                         Path((name, part)): Path<(String, String)>,
                         asked| page(site, visitor, name, &part, asked).await;
    Router::new()
        .route("/u/{name}", get(of_lists))
        .route("/u/{name}/{part}", get(of_part))
}

/// The page about an account.
pub fn address(name: &str) -> String {
    format!("/u/{}", encoded(name))
}

/// Which titles, and which page of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    page: String,
}

/// What one of the pages shows.
enum Shown {
    Lists(Vec<List>),
    Reviews(Vec<Review>),
    /// Titles, with the kinds among which can be chosen.
    Titles(Vec<(String, &'static str, bool)>),
}

#[derive(Template)]
#[template(path = "profile.html")]
struct Profile {
    page: Page,
    account: Account,
    since: String,
    is_owner: bool,
    tabs: Vec<(String, &'static str, bool)>,
    shown: Shown,
    /// Titles, and on which page of how many everything is.
    cards: Cards,
    turn: String,
}

async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    name: String,
    part: &str,
    Query(asked): Query<Asked>,
) -> Response {
    match profile(&site, &visitor, &name, part, &asked).await {
        Ok(template) if template.is_owner => private(&template),
        Ok(template) => html(&template),
        Err(error) => failed(&site, visitor, &error),
    }
}

async fn profile(
    site: &Site,
    visitor: &Visitor,
    name: &str,
    part: &str,
    asked: &Asked,
) -> Result<Profile, ApiError> {
    let account = site.app.store.account_named(name).await?;
    let account = account.ok_or(ApiError::NotFound)?;
    let is_owner = visitor
        .account
        .as_ref()
        .is_some_and(|own| own.id == account.id);
    let number: usize = match asked.page.as_str() {
        "" => 1,
        page => page.parse().map_err(|_| ApiError::InvalidPage)?,
    };
    let number = Some(number).filter(|number| (1..=500).contains(number));
    let number = number.ok_or(ApiError::InvalidPage)?;
    let base = address(&account.name);
    let path = match part {
        "lists" => base.clone(),
        part => format!("{base}/{part}"),
    };
    let first = (number - 1) * PAGE;
    let store = &site.app.store;
    let mut turn = format!("{path}?page=");
    let (shown, cards) = match part {
        "lists" => {
            let lists = match is_owner {
                true => store.lists_of(account.id, first, PAGE).await?,
                false => store.public_lists_of(account.id, first, PAGE).await?,
            };
            (Shown::Lists(lists.items), turned(number, lists.total))
        }
        "reviews" => {
            let reviews = store.reviews_of(account.id, first, PAGE).await?;
            let mut shown = Vec::with_capacity(reviews.items.len());
            for review in &reviews.items {
                shown.push(Review::ask(site, visitor, &review.id).await?);
            }
            (Shown::Reviews(shown), turned(number, reviews.total))
        }
        part => {
            let kept = KEPT.iter().find(|(name, ..)| *name == part && is_owner);
            let (_, list, _) = kept.ok_or(ApiError::NotFound)?;
            let kind = match asked.kind.as_str() {
                "tv" => "tv",
                _ => "movie",
            };
            let kinds = [("movie", "movies", "Movies"), ("tv", "tv", "Series")];
            let word = kinds.iter().find(|(name, ..)| *name == kind);
            let word = word.map_or("movies", |(_, word, _)| word);
            let parameters = [
                ("page", number.to_string()),
                ("sort_by", "created_at.desc".to_owned()),
            ];
            let parameters = parameters
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            let target = format!("/account/{}/{list}/{word}", account.id);
            let cards: Cards = site.ask(visitor, &target, &parameters).await?;
            let tabs = kinds
                .map(|(name, _, heading)| (format!("{path}?kind={name}"), heading, name == kind));
            turn = format!("{path}?kind={kind}&page=");
            (Shown::Titles(tabs.into()), cards.of(kind))
        }
    };
    let mut tabs = vec![("lists", "Lists"), ("reviews", "Reviews")];
    if is_owner {
        tabs.extend(KEPT.iter().map(|(name, _, heading)| (*name, *heading)));
    }
    let tabs = tabs.into_iter().map(|(name, heading)| {
        let link = match name {
            "lists" => base.clone(),
            name => format!("{base}/{name}"),
        };
        (link, heading, name == part)
    });
    let since = Timestamp::from_millisecond(account.created_at).unwrap_or_default();
    Ok(Profile {
        page: Page::new(site, visitor.clone(), &path, &account.name),
        since: since.strftime("%Y-%m-%d").to_string(),
        tabs: tabs.collect(),
        account,
        is_owner,
        shown,
        cards,
        turn,
    })
}

/// On which page of so many things one is.
fn turned(page: usize, total: usize) -> Cards {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Cards {
        page: whole(page),
        results: Vec::new(),
        total_pages: whole(total.div_ceil(PAGE)),
        total_results: whole(total),
    }
}
