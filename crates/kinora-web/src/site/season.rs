//! Pages of seasons and episodes.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use kinora_model::key::{EntityKey, Kind};
use serde::Deserialize;
use serde_json::json;

use super::credits::{Cast, Credited, Credits};
use super::marks::Marks;
use super::page::{Page, shown};
use super::pages::{Asked, Pages};
use super::shortcut::Shortcut;
use super::structured::known;
use super::visitor::Visitor;
use super::{Site, gallery};
use crate::error::ApiError;

/// How many episodes a page shows.
const EPISODES: usize = 60;
/// How many of a cast a page shows.
const CAST: usize = 18;

/// The pages of seasons and episodes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/tv/{id}/season/{number}", get(season_page))
        .route(
            "/tv/{id}/season/{number}/episode/{episode}",
            get(episode_page),
        )
        .route(
            "/tv/{id}/season/{number}/images/{images}",
            get(season_images),
        )
        .route(
            "/tv/{id}/season/{number}/episode/{episode}/images/{images}",
            get(episode_images),
        )
}

/// The series above, as much of it as is needed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Series {
    name: String,
    poster_path: Option<String>,
    seasons: Vec<Number>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Number {
    season_number: i64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Episode {
    id: i64,
    name: String,
    overview: String,
    air_date: Option<String>,
    episode_number: i64,
    runtime: Option<i64>,
    still_path: Option<String>,
    vote_average: f64,
    vote_count: i64,
    credits: Credits,
}

impl Episode {
    fn score(&self) -> i64 {
        (self.vote_average * 10.0).round() as i64
    }

    /// What stands below its name: day, length and the mean of votes.
    fn line(&self, page: &Page) -> String {
        let day = self.air_date.as_deref().map(|day| page.date(day));
        let length = self.runtime.as_ref().map(|minutes| page.minutes(minutes));
        let score = (self.vote_count > 0).then(|| format!("{}\u{a0}%", self.score()));
        let parts = [day, length, score].into_iter().flatten();
        parts.collect::<Vec<_>>().join(" · ")
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Season {
    id: i64,
    name: String,
    overview: String,
    air_date: Option<String>,
    poster_path: Option<String>,
    season_number: i64,
    episodes: Vec<Episode>,
    credits: Credits,
}

#[derive(Template)]
#[template(path = "season.html")]
struct SeasonPage {
    page: Page,
    series: Series,
    season: Season,
    parent: String,
    address: String,
    cast: Vec<Credited>,
    /// How many episodes there are on all pages.
    total: usize,
    pages: Pages,
    before: Option<i64>,
    after: Option<i64>,
}

#[derive(Template)]
#[template(path = "episode.html")]
struct EpisodePage {
    page: Page,
    series: Series,
    episode: Episode,
    season: String,
    parent: String,
    address: String,
    cast: Vec<Credited>,
    guests: Vec<Credited>,
    before: Option<i64>,
    after: Option<i64>,
    marks: Option<Marks>,
}

async fn season_page(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, number)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = season(&site, visitor.clone(), &id, &number, asked.number());
    shown(&site, visitor, made).await
}

async fn season(
    site: &Site,
    visitor: Visitor,
    id: &str,
    number: &str,
    asked: Option<&str>,
) -> Result<SeasonPage, ApiError> {
    let parent = format!("/tv/{id}");
    let address = format!("{parent}/season/{number}");
    let mut season: Season = site
        .ask(&visitor, &address, &[("append_to_response", "credits")])
        .await?;
    let total = season.episodes.len();
    let pages = Pages::of(asked, total, EPISODES, format!("{address}?page="))?;
    let series: Series = site.ask(&visitor, &parent, &[]).await?;
    let numbers = series.seasons.iter().map(|season| season.season_number);
    let title = format!("{} – {}", series.name, season.name);
    let mut page = Page::new(site, visitor, &address, &title);
    page.description.clone_from(&season.overview);
    let poster = season.poster_path.as_ref().or(series.poster_path.as_ref());
    page.show(site, poster.map(String::as_str));
    page.shortcuts = [&Shortcut::MEDIA[..], &Shortcut::SEASON].concat();
    let episodes = season.episodes.drain(..).enumerate();
    let episodes = episodes.filter(|(place, _)| pages.rows().contains(place));
    season.episodes = episodes.map(|(_, episode)| episode).collect();
    Ok(SeasonPage {
        cast: first(&season.credits.cast),
        pages,
        total,
        before: numbers
            .clone()
            .filter(|other| *other < season.season_number)
            .max(),
        after: numbers.filter(|other| *other > season.season_number).min(),
        page,
        series,
        season,
        parent,
        address,
    })
}

async fn episode_page(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, number, episode)): Path<(String, String, String)>,
) -> Response {
    shown(
        &site,
        visitor.clone(),
        episode_of(&site, visitor, &id, &number, &episode),
    )
    .await
}

async fn episode_of(
    site: &Site,
    visitor: Visitor,
    id: &str,
    number: &str,
    episode: &str,
) -> Result<EpisodePage, ApiError> {
    let above = format!("/tv/{id}");
    let parent = format!("{above}/season/{number}");
    let address = format!("{parent}/episode/{episode}");
    let episode: Episode = site
        .ask(&visitor, &address, &[("append_to_response", "credits")])
        .await?;
    let season: Season = site.ask(&visitor, &parent, &[]).await?;
    let series: Series = site.ask(&visitor, &above, &[]).await?;
    let numbers = season.episodes.iter().map(|episode| episode.episode_number);
    let key = EntityKey::new(Kind::Episode, episode.id);
    let marks = Marks::of(site, &visitor, key, &address).await?;
    let title = format!("{} – {}", series.name, episode.name);
    let mut page = Page::new(site, visitor, &address, &title);
    page.description.clone_from(&episode.overview);
    let still = episode.still_path.as_ref().or(series.poster_path.as_ref());
    page.show(site, still.map(String::as_str));
    page.shortcuts = [&Shortcut::MEDIA[..], &Shortcut::EPISODE].concat();
    page.open_graph = "video.episode";
    page.structured = Some(known(json!({
        "@context": "https://schema.org",
        "@type": "TVEpisode",
        "url": page.canonical(),
        "name": episode.name,
        "description": episode.overview,
        "datePublished": episode.air_date,
        "episodeNumber": episode.episode_number,
        "partOfSeries": { "@type": "TVSeries", "name": series.name },
    })));
    Ok(EpisodePage {
        before: numbers
            .clone()
            .filter(|other| *other < episode.episode_number)
            .max(),
        after: numbers
            .filter(|other| *other > episode.episode_number)
            .min(),
        season: season.name,
        cast: first(&episode.credits.cast),
        guests: first(&episode.credits.guest_stars),
        address,
        marks,
        page,
        series,
        episode,
        parent,
    })
}

/// The first of a cast, as a page shows them.
fn first(cast: &[Cast]) -> Vec<Credited> {
    cast.iter().take(CAST).map(Cast::shown).collect()
}

async fn season_images(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, number, images)): Path<(String, String, String)>,
) -> Response {
    gallery::page(
        &site,
        visitor,
        &format!("/tv/{id}/season/{number}"),
        &images,
    )
    .await
}

async fn episode_images(
    State(site): State<Site>,
    visitor: Visitor,
    Path((id, number, episode, images)): Path<(String, String, String, String)>,
) -> Response {
    let path = format!("/tv/{id}/season/{number}/episode/{episode}");
    gallery::page(&site, visitor, &path, &images).await
}
