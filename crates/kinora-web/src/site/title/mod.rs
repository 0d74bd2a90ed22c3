//! Pages of movies and series.

mod structured;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Deserialize;
use serde_json::Value;

use super::address::slugged;
use super::card::Cards;
use super::credits::{Cast, Credited, Credits};
use super::marks::{Marks, title_key};
use super::page::{Page, shown};
use super::shortcut::Shortcut;
use super::title_part::{Offers, Video, elsewhere, watch_in};
use super::visitor::Visitor;
use super::words::Words;
use super::{Site, gallery, title_part};
use crate::error::ApiError;

/// The pages of titles.
pub fn routes() -> Router<Site> {
    let mut router = Router::new();
    for kind in ["movie", "tv"] {
        let page =
            async move |State(site): State<Site>, visitor: Visitor, Path(id): Path<String>| {
                shown(&site, visitor.clone(), title(&site, visitor, kind, &id)).await
            };
        let part = async move |State(site): State<Site>,
                               visitor: Visitor,
                               Path((id, part)): Path<(String, String)>| {
            title_part::page(&site, visitor, kind, &id, &part).await
        };
        router = router
            .route(&format!("/{kind}/{{id}}"), get(page))
            .route(&format!("/{kind}/{{id}}/{{part}}"), get(part));
    }
    for kind in ["movie", "tv", "person", "collection", "company", "network"] {
        let pictures =
            async move |State(site): State<Site>,
                        visitor: Visitor,
                        Path((id, images)): Path<(String, String)>| {
                let path = format!("/{kind}/{id}");
                gallery::page(&site, visitor, &path, &images).await
            };
        router = router.route(&format!("/{kind}/{{id}}/images/{{images}}"), get(pictures));
    }
    router
}

/// A name with an id: a genre, a keyword, a company, a network.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    id: i64,
    name: String,
}

impl Named {
    fn address(&self, kind: &str) -> String {
        format!("/{kind}/{}", slugged(self.id, &self.name))
    }
}

/// A movie or series as its page shows it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Title {
    /// Its id.
    pub id: i64,
    /// Its title in the visitor's language.
    #[serde(alias = "name")]
    pub title: String,
    #[serde(alias = "original_name")]
    original_title: String,
    original_language: String,
    tagline: String,
    overview: String,
    /// Its poster.
    pub poster_path: Option<String>,
    #[serde(alias = "first_air_date")]
    release_date: String,
    last_air_date: Option<String>,
    runtime: i64,
    episode_run_time: Vec<i64>,
    status: String,
    homepage: String,
    budget: i64,
    revenue: i64,
    vote_average: f64,
    vote_count: i64,
    number_of_seasons: i64,
    number_of_episodes: i64,
    genres: Vec<Named>,
    production_companies: Vec<Named>,
    networks: Vec<Named>,
    created_by: Vec<Named>,
    belongs_to_collection: Option<Named>,
    spoken_languages: Vec<Spoken>,
    seasons: Vec<Season>,
    #[serde(alias = "aggregate_credits")]
    credits: Credits,
    keywords: Keywords,
    videos: Listed<Video>,
    images: Pictures,
    recommendations: Cards,
    external_ids: serde_json::Map<String, Value>,
    #[serde(rename = "watch/providers")]
    providers: Providers,
    release_dates: Listed<CountryReleases>,
    content_ratings: Listed<CountryRating>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Spoken {
    iso_639_1: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Season {
    season_number: i64,
    name: String,
    episode_count: i64,
    air_date: Option<String>,
    poster_path: Option<String>,
    overview: String,
}

/// The pictures of a title that its page shows a few of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Pictures {
    backdrops: Vec<Picture>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Picture {
    file_path: String,
}

/// Movies have their keywords under another name than series.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Keywords {
    #[serde(alias = "results")]
    keywords: Vec<Named>,
}

/// What the API wraps in `results`.
#[derive(Clone, Debug, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Listed<T> {
    /// The rows.
    #[serde(default = "Vec::new")]
    pub results: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed {
            results: Vec::new(),
        }
    }
}

/// Offers by country.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Providers {
    /// The countries.
    pub results: std::collections::BTreeMap<String, Offers>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CountryReleases {
    iso_3166_1: String,
    release_dates: Vec<Release>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Release {
    certification: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CountryRating {
    iso_3166_1: String,
    rating: String,
}

impl Title {
    /// The page about it.
    pub fn address(&self, kind: &str) -> String {
        format!("/{kind}/{}", slugged(self.id, &self.title))
    }

    fn year(&self) -> &str {
        self.release_date.get(..4).unwrap_or_default()
    }

    /// The mean of votes in hundredths.
    fn score(&self) -> i64 {
        (self.vote_average * 10.0).round() as i64
    }

    /// The length of the movie, or of the usual episode.
    fn length(&self) -> i64 {
        let episode = self.episode_run_time.first().copied();
        if self.runtime > 0 {
            self.runtime
        } else {
            episode.unwrap_or_default()
        }
    }

    /// What may watch it, as the visitor's country says.
    fn certification(&self, country: &str) -> &str {
        let releases = self
            .release_dates
            .results
            .iter()
            .filter(|row| row.iso_3166_1 == country);
        let mut certified = releases
            .flat_map(|row| &row.release_dates)
            .map(|release| release.certification.as_str());
        let ratings = self
            .content_ratings
            .results
            .iter()
            .filter(|row| row.iso_3166_1 == country);
        let mut rated = ratings.map(|row| row.rating.as_str());
        let first = certified
            .find(|text| !text.is_empty())
            .or_else(|| rated.find(|text| !text.is_empty()));
        first.unwrap_or_default()
    }

    /// Who made it: the jobs that a page names beside the title.
    fn makers(&self, words: Words) -> Vec<Credited> {
        const JOBS: [&str; 5] = ["Director", "Screenplay", "Writer", "Story", "Novel"];
        let maker = |address, name: &str, job| Credited {
            address,
            name: name.to_owned(),
            portrait: None,
            part: words.term(job).to_owned(),
        };
        let creators = self.created_by.iter();
        let mut makers: Vec<Credited> = creators
            .map(|person| maker(person.address("person"), &person.name, "Creator"))
            .collect();
        for job in JOBS {
            let crew = self.credits.crew.iter();
            let crew = crew.filter(|row| row.jobs().any(|done| done == job));
            for row in crew.take(4) {
                let address = row.address();
                match makers.iter_mut().find(|maker| maker.address == address) {
                    Some(known) => known.part = format!("{}, {}", known.part, words.term(job)),
                    None => makers.push(maker(address, &row.name, job)),
                }
            }
        }
        makers.truncate(8);
        makers
    }

    /// The first backdrops.
    fn pictures(&self) -> Vec<String> {
        let backdrops = self.images.backdrops.iter().take(PICTURES);
        backdrops.map(|picture| picture.file_path.clone()).collect()
    }

    /// The videos that can be seen somewhere.
    fn linked_videos(&self) -> Vec<(String, Video)> {
        let videos = self.videos.results.iter();
        let linked = videos.filter_map(|video| Some((video.address()?, video.clone())));
        linked.take(VIDEOS).collect()
    }
}

/// How many of the cast a page shows.
const CAST: usize = 12;
/// How many pictures a page shows.
const PICTURES: usize = 8;
/// How many videos a page shows.
const VIDEOS: usize = 12;

#[derive(Template)]
#[template(path = "title.html")]
struct TitlePage {
    page: Page,
    kind: &'static str,
    title: Title,
    address: String,
    cast: Vec<Credited>,
    makers: Vec<Credited>,
    /// A few backdrops.
    pictures: Vec<String>,
    /// The videos that can be seen somewhere, with their addresses.
    videos: Vec<(String, Video)>,
    offers: Option<Offers>,
    elsewhere: Vec<(&'static str, String)>,
    /// The views of the last week as points of a line, where some were counted.
    week: Option<String>,
    marks: Option<Marks>,
}

async fn title(
    site: &Site,
    visitor: Visitor,
    kind: &'static str,
    id: &str,
) -> Result<TitlePage, ApiError> {
    const MOVIE: &str =
        "credits,images,keywords,videos,recommendations,external_ids,watch/providers,release_dates";
    const SERIES: &str = "aggregate_credits,images,keywords,videos,recommendations,external_ids,watch/providers,content_ratings";
    let path = format!("/{kind}/{id}");
    let append = if kind == "movie" { MOVIE } else { SERIES };
    let languages = format!("{},en,null", visitor.locale.language.as_str());
    let asked = [
        ("append_to_response", append),
        ("include_image_language", languages.as_str()),
    ];
    let mut title: Title = site.ask(&visitor, &path, &asked).await?;
    title.recommendations = std::mem::take(&mut title.recommendations).of(kind);
    let address = title.address(kind);
    let key = title_key(kind, &title.id.to_string()).ok_or(ApiError::NotFound)?;
    let marks = Marks::of(site, &visitor, key, &format!("/{kind}/{}", title.id)).await?;
    let mut page = Page::new(site, visitor, &address, &title.title);
    page.description.clone_from(&title.overview);
    page.show(site, title.poster_path.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    page.open_graph = if kind == "movie" {
        "video.movie"
    } else {
        "video.tv_show"
    };
    page.structured = Some(structured::data(kind, &title, &page));
    Ok(TitlePage {
        kind,
        cast: title
            .credits
            .cast
            .iter()
            .take(CAST)
            .map(Cast::shown)
            .collect(),
        makers: title.makers(page.visitor.words),
        pictures: title.pictures(),
        videos: title.linked_videos(),
        offers: watch_in(&title.providers, &page.visitor.region),
        elsewhere: elsewhere(kind, &title.external_ids),
        week: week(&site.app.store.activity(key).await?),
        marks,
        address,
        title,
        page,
    })
}

/// What was made of a title on the days of a week as points of a line in a picture of 120 by 40, the greatest at the top.
fn week(days: &[f64]) -> Option<String> {
    let most = days.iter().copied().fold(0.0, f64::max);
    let step = 110.0 / (days.len().max(2) - 1) as f64;
    let points = days.iter().enumerate().map(|(day, amount)| {
        let (x, y) = (5.0 + step * day as f64, 36.0 - 32.0 * amount / most);
        format!("{x:.1},{y:.1}")
    });
    (most > 0.0).then(|| points.collect::<Vec<_>>().join(" "))
}
