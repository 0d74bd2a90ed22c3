//! Movies, series, seasons and episodes as rows and summaries: the forms in which other answers show them.

use kinora_index::shown_date;
use kinora_model::facts::{EpisodeFacts, MovieFacts, SeasonFacts, SeriesFacts};
use kinora_model::form::FIRST_ID;
use kinora_model::key::Kind;
use kinora_model::part::{Part, PartSet};
use kinora_model::release::Releases;
use kinora_model::text::{TextField, Texts};
use kinora_model::{Date, Known};
use kinora_store::{Card, Record, Stat};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::page::{Mentioned, Row};
use crate::error::ApiError;

/// `MovieRow` of contract 2, with `media_type` and, in collections, the names that older answers used.
#[derive(Serialize, JsonSchema)]
pub struct MovieRow {
    pub adult: bool,
    pub backdrop_path: Option<String>,
    pub id: i64,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub original_title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_name: Option<String>,
    pub overview: String,
    pub poster_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    pub original_language: String,
    pub genre_ids: Vec<i32>,
    pub popularity: f64,
    /// `YYYY-MM-DD`, empty when unknown.
    pub release_date: String,
    pub softcore: bool,
    pub video: bool,
    pub vote_average: f64,
    pub vote_count: i64,
}

/// `TvRow` of contract 2, with `media_type`.
#[derive(Serialize, JsonSchema)]
pub struct SeriesRow {
    pub adult: bool,
    pub backdrop_path: Option<String>,
    pub id: i64,
    pub name: String,
    pub original_name: String,
    pub overview: String,
    pub poster_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    pub original_language: String,
    pub genre_ids: Vec<i32>,
    pub popularity: f64,
    /// `YYYY-MM-DD`, empty when unknown.
    pub first_air_date: String,
    pub softcore: bool,
    pub vote_average: f64,
    pub vote_count: i64,
    pub origin_country: Vec<String>,
}

/// A movie or series as a row.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TitleRow {
    Movie(Box<MovieRow>),
    Series(Box<SeriesRow>),
}

/// An episode as other answers show it (`EpisodeSummary`, `CreditEpisode`, `GroupEpisode` of contract 2).
#[derive(Serialize, JsonSchema)]
pub struct EpisodeRow {
    pub id: i64,
    pub name: String,
    pub overview: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    pub vote_average: f64,
    pub vote_count: i64,
    pub air_date: Option<Date>,
    pub episode_number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub episode_type: Option<String>,
    pub production_code: String,
    pub runtime: Option<i32>,
    pub season_number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_id: Option<i64>,
    pub still_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i32>,
}

/// A season as its series shows it.
#[derive(Serialize, JsonSchema)]
pub struct SeasonRow {
    pub air_date: Option<Date>,
    pub episode_count: i32,
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
    pub name: String,
    pub overview: String,
    pub poster_path: Option<String>,
    pub season_number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_id: Option<i64>,
    pub vote_average: f64,
}

/// Dates inside movies and series are empty when unknown (contract 1.5).
pub fn date_text(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// The backdrop: as told, else the best image, unless imported details told that there is none.
pub fn backdrop(record: &Record, texts: &Texts, told: Option<String>) -> Option<String> {
    let images_decide = record.known < Known::Full || record.key.id >= FIRST_ID;
    told.or_else(|| texts.backdrop.clone().filter(|_| images_decide))
}

/// A movie as a row. With `region` its date is the one of that country, if it has one (contract 1.12).
pub fn movie_row(record: &Record, stat: Stat, view: &View) -> Result<MovieRow, ApiError> {
    let (facts, texts): (MovieFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, facts.original_language.as_deref());
    let regional = match view.country("region") {
        Some(country) => {
            let releases: Releases = record.part()?;
            shown_date(&releases, &country, &view.release_types())
        }
        None => None,
    };
    Ok(MovieRow {
        adult: facts.adult.unwrap_or_default(),
        backdrop_path: backdrop(record, &texts, facts.backdrop_path),
        id: record.key.id,
        title: words.title(facts.original_title.as_deref()),
        name: None,
        overview: words.text(TextField::Overview),
        poster_path: words.poster(facts.poster_path.as_deref()),
        original_title: facts.original_title.unwrap_or_default(),
        original_name: None,
        media_type: None,
        original_language: facts.original_language.unwrap_or_default(),
        genre_ids: facts.genres.unwrap_or_default(),
        popularity: stat.popularity,
        release_date: date_text(regional.or(facts.release_date)),
        softcore: facts.softcore.unwrap_or_default(),
        video: facts.video.unwrap_or_default(),
        vote_average: stat.vote_average,
        vote_count: stat.vote_count,
    })
}

/// A series as a row.
pub fn series_row(record: &Record, stat: Stat, view: &View) -> Result<SeriesRow, ApiError> {
    let (facts, texts): (SeriesFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, facts.original_language.as_deref());
    Ok(SeriesRow {
        adult: facts.adult.unwrap_or_default(),
        backdrop_path: backdrop(record, &texts, facts.backdrop_path),
        id: record.key.id,
        name: words.title(facts.original_name.as_deref()),
        overview: words.text(TextField::Overview),
        poster_path: words.poster(facts.poster_path.as_deref()),
        original_name: facts.original_name.unwrap_or_default(),
        media_type: None,
        original_language: facts.original_language.unwrap_or_default(),
        genre_ids: facts.genres.unwrap_or_default(),
        popularity: stat.popularity,
        first_air_date: date_text(facts.first_air_date),
        softcore: facts.softcore.unwrap_or_default(),
        vote_average: stat.vote_average,
        vote_count: stat.vote_count,
        origin_country: facts.origin_country.unwrap_or_default(),
    })
}

/// A movie or series as a row with its `media_type`.
pub fn title_row(record: &Record, stat: Stat, view: &View) -> Result<TitleRow, ApiError> {
    Ok(match record.key.kind {
        Kind::Movie => TitleRow::Movie(Box::new(MovieRow {
            media_type: Some("movie"),
            ..movie_row(record, stat, view)?
        })),
        _ => TitleRow::Series(Box::new(SeriesRow {
            media_type: Some("tv"),
            ..series_row(record, stat, view)?
        })),
    })
}

impl TitleRow {
    /// Leaves out the `media_type`, for lists of one kind.
    pub fn drop_media_type(&mut self) {
        match self {
            TitleRow::Movie(row) => row.media_type = None,
            TitleRow::Series(row) => row.media_type = None,
        }
    }
}

/// The parts that rows of titles are made from.
pub fn title_parts(view: &View) -> PartSet {
    let parts = PartSet::of(&[Part::Facts, Part::Texts]);
    match view.country("region") {
        Some(_) => parts.union(PartSet::of(&[Part::Releases])),
        None => parts,
    }
}

impl Row for MovieRow {
    fn parts(view: &View) -> PartSet {
        title_parts(view)
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<MovieRow, ApiError> {
        movie_row(&card.record, card.stat, view)
    }
}

impl Row for SeriesRow {
    fn parts(view: &View) -> PartSet {
        title_parts(view)
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<SeriesRow, ApiError> {
        series_row(&card.record, card.stat, view)
    }
}

impl Row for TitleRow {
    fn parts(view: &View) -> PartSet {
        title_parts(view)
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<TitleRow, ApiError> {
        title_row(&card.record, card.stat, view)
    }
}

/// An episode as a row.
pub fn episode_row(record: &Record, stat: Stat, view: &View) -> Result<EpisodeRow, ApiError> {
    let (facts, texts): (EpisodeFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, None);
    let number = facts.number.unwrap_or_default();
    let usual = view.episode_name(number);
    Ok(EpisodeRow {
        id: record.key.id,
        name: words.text_or(TextField::Title, Some(&usual)),
        overview: words.text(TextField::Overview),
        media_type: None,
        vote_average: stat.vote_average,
        vote_count: stat.vote_count,
        air_date: facts.air_date,
        episode_number: number,
        episode_type: facts.episode_type,
        production_code: facts.production_code.unwrap_or_default(),
        runtime: facts.runtime,
        season_number: facts.season.unwrap_or_default(),
        show_id: facts.series,
        still_path: facts.still_path,
        order: None,
    })
}

impl Row for EpisodeRow {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts, Part::Texts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<EpisodeRow, ApiError> {
        episode_row(&card.record, card.stat, view)
    }
}

/// A season as a row.
pub fn season_row(record: &Record, stat: Stat, view: &View) -> Result<SeasonRow, ApiError> {
    let (facts, texts): (SeasonFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, None);
    let number = facts.number.unwrap_or_default();
    let usual = view.season_name(number);
    Ok(SeasonRow {
        air_date: facts.air_date,
        episode_count: facts.episode_count.unwrap_or_default(),
        id: record.key.id,
        media_type: None,
        name: words.text_or(TextField::Title, Some(&usual)),
        overview: words.text(TextField::Overview),
        poster_path: words.poster(facts.poster_path.as_deref()),
        season_number: number,
        show_id: None,
        vote_average: stat.vote_average,
    })
}
