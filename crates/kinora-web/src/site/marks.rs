//! What whoever is signed in says about a title on its page: a rating, a favourite, to be watched, on a list.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Bookmark, List};
use kinora_model::rating::{Owner, Rating};
use kinora_store::{ListChange, ListError, Locator, MOST_LISTS, TitleState};

use super::Site;
use super::address::local;
use super::form::Form;
use super::member::Member;
use super::page::failed;
use super::subject::segment;
use super::visitor::Visitor;
use crate::error::ApiError;
use crate::v3::leading_number;

/// Where the forms of titles are sent.
pub fn routes() -> Router<Site> {
    let mut router = Router::new().route(
        "/tv/{id}/season/{number}/episode/{episode}/rate",
        post(rate_episode),
    );
    for kind in ["movie", "tv"] {
        for (name, mark) in [
            ("rate", Mark::Rating),
            ("favorite", Mark::Bookmark(Bookmark::Favourite)),
            ("watchlist", Mark::Bookmark(Bookmark::Watchlist)),
            ("list", Mark::Listed),
        ] {
            let handler = async move |State(site): State<Site>,
                                      member: Member,
                                      Path(id): Path<String>,
                                      form: Form| {
                let title = title_key(kind, &id).ok_or(ApiError::NotFound);
                let marked = match title {
                    Ok(title) => mark.put(&site, &member, title, &form).await,
                    Err(error) => Err(error),
                };
                went_on(&site, &member, &form, marked)
            };
            router = router.route(&format!("/{kind}/{{id}}/{name}"), post(handler));
        }
    }
    router
}

/// The movie or series that a path names; what follows its number is ignored.
pub fn title_key(kind: &str, id: &str) -> Option<EntityKey> {
    let kind = match kind {
        "movie" => Kind::Movie,
        "tv" => Kind::Series,
        _ => return None,
    };
    leading_number(id).map(|id| EntityKey::new(kind, id))
}

/// What an account says about a title.
pub struct Marks {
    /// Where its forms are sent, without the last word.
    pub address: String,
    /// What forms of other pages name it by.
    pub key: String,
    /// Rating, favourite, watchlist.
    pub state: TitleState,
    /// The account's lists that it is on.
    pub on: Vec<List>,
    /// The others.
    pub others: Vec<List>,
    /// Whether it can be kept on lists, which episodes cannot.
    pub is_title: bool,
}

impl Marks {
    /// What the visitor says; nothing for those who are not signed in.
    pub async fn of(
        site: &Site,
        visitor: &Visitor,
        title: EntityKey,
        address: &str,
    ) -> Result<Option<Marks>, ApiError> {
        let Some(account) = &visitor.account else {
            return Ok(None);
        };
        let store = &site.app.store;
        let owner = Owner::Account(account.id);
        let states = store.title_states(owner, vec![title]).await?;
        let is_title = title.kind != Kind::Episode;
        let (on, others) = match is_title {
            true => {
                let on = store.lists_holding(account.id, title).await?;
                let most = usize::try_from(MOST_LISTS).unwrap_or(usize::MAX);
                let mut others = store.lists_of(account.id, 0, most).await?.items;
                others.retain(|list| on.iter().all(|other| other.id != list.id));
                (on, others)
            }
            false => Default::default(),
        };
        Ok(Some(Marks {
            address: address.to_owned(),
            key: format!("{}-{}", segment(title.kind), title.id),
            state: states.first().copied().unwrap_or_default(),
            on,
            others,
            is_title,
        }))
    }

    /// The rating as a number of stars; empty where there is none.
    pub fn rating(&self) -> String {
        self.state
            .rating
            .map_or(String::new(), |rating| rating.to_string())
    }

    /// Every rating there is: in half stars, as a number of stars, and whether it was given.
    pub fn stars(&self) -> impl Iterator<Item = (i64, String, bool)> {
        let ratings = (1..=20).filter_map(Rating::from_halves);
        ratings.map(|rating| {
            (
                rating.halves(),
                rating.to_string(),
                self.state.rating == Some(rating),
            )
        })
    }
}

/// What a form says.
#[derive(Clone, Copy)]
enum Mark {
    Rating,
    Bookmark(Bookmark),
    Listed,
}

/// The list that is yet to be made.
const NEW_LIST: &str = "new";

impl Mark {
    /// Does what the form says; answers where to go on, if not on the page of the title.
    async fn put(
        self,
        site: &Site,
        member: &Member,
        title: EntityKey,
        form: &Form,
    ) -> Result<Option<String>, ApiError> {
        let (store, account) = (&site.app.store, member.account.id);
        match self {
            Mark::Rating => rate(site, member, Locator::Key(title), form).await?,
            Mark::Bookmark(bookmark) if form.field("on").is_empty() => {
                store.remove_bookmark(account, bookmark, title).await?;
            }
            Mark::Bookmark(bookmark) => {
                let put = store.add_bookmark(account, bookmark, title).await?;
                put.ok_or(ApiError::NotFound)?;
            }
            Mark::Listed if form.field("list") == NEW_LIST => {
                let word = segment(title.kind);
                return Ok(Some(format!("/list/new?add={word}-{}", title.id)));
            }
            Mark::Listed => {
                let list = form.field("list").parse().map_err(|_| ApiError::NotFound)?;
                match store
                    .change_list(account, list, ListChange::Add(title))
                    .await
                {
                    // Whoever sends a form twice means it once.
                    Ok(()) | Err(ListError::Duplicate) => {}
                    Err(error) => return Err(error.into()),
                }
                site.app.follow().await;
            }
        }
        Ok(None)
    }
}

/// Gives half stars, or takes them back where none are given.
async fn rate(site: &Site, member: &Member, title: Locator, form: &Form) -> Result<(), ApiError> {
    let (store, owner) = (&site.app.store, Owner::Account(member.account.id));
    match form.field("halves") {
        "" | "0" => {
            store.unrate(owner, title).await?;
        }
        halves => {
            let halves = halves.parse().ok().and_then(Rating::from_halves);
            let rating = halves.ok_or(ApiError::InvalidParameters)?;
            let put = store.rate(owner, title, rating).await?;
            put.ok_or(ApiError::NotFound)?;
        }
    }
    site.app.follow().await;
    Ok(())
}

/// `POST /tv/{id}/season/{number}/episode/{episode}/rate`
async fn rate_episode(
    State(site): State<Site>,
    member: Member,
    Path((series, season, episode)): Path<(String, String, String)>,
    form: Form,
) -> Response {
    let place = leading_number(&series)
        .zip(season.parse().ok())
        .zip(episode.parse().ok());
    let rated = match place {
        Some(((series, season), episode)) => {
            let place = Locator::Episode(series, season, episode);
            rate(&site, &member, place, &form).await
        }
        None => Err(ApiError::NotFound),
    };
    went_on(&site, &member, &form, rated.map(|()| None))
}

/// Back to the page of the form.
fn went_on(
    site: &Site,
    member: &Member,
    form: &Form,
    done: Result<Option<String>, ApiError>,
) -> Response {
    match done {
        Ok(Some(next)) => Redirect::to(&next).into_response(),
        Ok(None) => Redirect::to(local(form.field("back"))).into_response(),
        Err(error) => failed(site, member.visitor.clone(), &error),
    }
}
