//! Series.

use kinora_model::facts::{SeasonFacts, SeriesFacts};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::reference::{Genre, LanguageRow, Results};
use kinora_model::release::{ContentRatings, Screened};
use kinora_model::text::{TextField, Texts};
use kinora_model::{Date, EpisodeFacts};
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::account_states::ACCOUNT_STATES;
use super::company::{CompanyRow, company_rows};
use super::credits::person_card;
use super::movie::WATCH_PROVIDERS;
use super::namespace::{Namespace, Resource, Source, Typed};
use super::parameter::COUNTRY;
use super::season::{GroupRow, group_row};
use super::texts::{
    Country, EXTERNAL_IDS, SERIES_KEYWORDS, TRANSLATIONS, alternative_titles, countries, genres,
    languages,
};
use super::titles::{EpisodeRow, SeasonRow, backdrop, date_text, episode_row, season_row};
use super::{View, changes, credits, images, related, reviews, title_lists};
use crate::error::ApiError;

/// `/3/tv/{series_id}`
pub static NAMESPACE: Namespace = Namespace {
    kind: Kind::Series,
    path: "tv/{series_id}",
    localised: true,
    wants: Wants::of(
        &[Part::Facts, Part::Texts],
        &[Related::Companies, Related::Creators, Related::Seasons],
    ),
    details: &Typed(details),
    resources: &[
        ACCOUNT_STATES,
        credits::AGGREGATE_CREDITS,
        Resource {
            name: "alternative_titles",
            summary: "Alternative titles",
            parameters: &[COUNTRY],
            with_id: true,
            source: Source::Loaded(
                Wants::of(&[Part::Titles], &[]),
                &Typed(|loaded, view| {
                    Ok(Results {
                        results: alternative_titles(loaded, view)?,
                    })
                }),
            ),
        },
        changes::CHANGES,
        Resource {
            name: "content_ratings",
            summary: "Ratings by country",
            parameters: &[],
            with_id: true,
            source: Source::Loaded(
                Wants::of(&[Part::Ratings], &[]),
                &Typed(|loaded, _| {
                    let ContentRatings(results) = loaded.record.part()?;
                    Ok(Results { results })
                }),
            ),
        },
        credits::TITLE_CREDITS,
        Resource {
            name: "episode_groups",
            summary: "Other orders of the episodes",
            parameters: &[],
            with_id: true,
            source: Source::Loaded(Wants::of(&[], &[Related::Groups]), &Typed(episode_groups)),
        },
        EXTERNAL_IDS,
        images::TITLE_IMAGES,
        SERIES_KEYWORDS,
        title_lists::LISTS,
        related::RECOMMENDATIONS,
        reviews::REVIEWS,
        Resource {
            name: "screened_theatrically",
            summary: "Episodes shown in theatres",
            parameters: &[],
            with_id: true,
            source: Source::Loaded(
                Wants::of(&[Part::Screened], &[Related::Screened]),
                &Typed(screened),
            ),
        },
        related::SIMILAR,
        TRANSLATIONS,
        images::VIDEOS,
        WATCH_PROVIDERS,
    ],
    appended: &[],
};

#[derive(Serialize, JsonSchema)]
struct CreatedBy {
    id: i64,
    credit_id: String,
    name: String,
    original_name: String,
    gender: i32,
    profile_path: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct SeriesDetails {
    adult: bool,
    backdrop_path: Option<String>,
    created_by: Vec<CreatedBy>,
    episode_run_time: Vec<i32>,
    first_air_date: String,
    genres: Vec<Genre>,
    homepage: String,
    id: i64,
    in_production: bool,
    languages: Vec<String>,
    last_air_date: Option<Date>,
    last_episode_to_air: Option<EpisodeRow>,
    name: String,
    next_episode_to_air: Option<EpisodeRow>,
    networks: Vec<CompanyRow>,
    number_of_episodes: i32,
    number_of_seasons: i32,
    origin_country: Vec<String>,
    original_language: String,
    original_name: String,
    overview: String,
    popularity: f64,
    poster_path: Option<String>,
    production_companies: Vec<CompanyRow>,
    production_countries: Vec<Country>,
    seasons: Vec<SeasonRow>,
    softcore: bool,
    spoken_languages: Vec<LanguageRow>,
    status: String,
    tagline: String,
    #[serde(rename = "type")]
    series_type: String,
    vote_average: f64,
    vote_count: i64,
}

fn details(loaded: &Loaded, view: &View) -> Result<SeriesDetails, ApiError> {
    let record = &loaded.record;
    let (facts, texts): (SeriesFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, facts.original_language.as_deref());
    let stat = loaded.stat(Kind::Series, record.key.id);
    let seasons: Result<Vec<SeasonRow>, ApiError> = listed_seasons(loaded, view);
    let seasons = seasons?;
    let regular = || seasons.iter().filter(|season| season.season_number > 0);
    let episode = |id: Option<i64>| {
        let record = id.and_then(|id| loaded.get(Kind::Episode, id));
        record
            .map(|record| episode_row(record, loaded.stat(Kind::Episode, record.key.id), view))
            .transpose()
    };
    Ok(SeriesDetails {
        adult: facts.adult.unwrap_or_default(),
        backdrop_path: backdrop(record, &texts, facts.backdrop_path),
        created_by: created_by(loaded, facts.created_by)?,
        episode_run_time: facts.episode_run_time.unwrap_or_default(),
        first_air_date: date_text(facts.first_air_date),
        genres: genres(view, Kind::Series, facts.genres),
        homepage: words.text_or(TextField::Homepage, facts.homepage.as_deref()),
        id: record.key.id,
        in_production: facts.in_production.unwrap_or_default(),
        languages: facts.languages.unwrap_or_default(),
        last_air_date: facts.last_air_date,
        last_episode_to_air: episode(facts.last_episode)?,
        name: words.title(facts.original_name.as_deref()),
        next_episode_to_air: episode(facts.next_episode)?,
        networks: company_rows(loaded, Kind::Network, facts.networks)?,
        number_of_episodes: facts
            .number_of_episodes
            .unwrap_or_else(|| regular().map(|season| season.episode_count).sum()),
        number_of_seasons: facts
            .number_of_seasons
            .unwrap_or_else(|| i32::try_from(regular().count()).unwrap_or_default()),
        origin_country: facts.origin_country.unwrap_or_default(),
        overview: words.text(TextField::Overview),
        popularity: stat.popularity,
        poster_path: words.poster(facts.poster_path.as_deref()),
        original_language: facts.original_language.unwrap_or_default(),
        original_name: facts.original_name.unwrap_or_default(),
        production_companies: company_rows(loaded, Kind::Company, facts.companies)?,
        production_countries: countries(view, facts.countries),
        seasons,
        softcore: facts.softcore.unwrap_or_default(),
        spoken_languages: languages(view, facts.spoken_languages),
        status: facts.status.unwrap_or_default(),
        tagline: words.text(TextField::Tagline),
        series_type: facts.series_type.unwrap_or_default(),
        vote_average: stat.vote_average,
        vote_count: stat.vote_count,
    })
}

fn listed_seasons(loaded: &Loaded, view: &View) -> Result<Vec<SeasonRow>, ApiError> {
    let records = loaded
        .seasons
        .iter()
        .filter_map(|season| loaded.get(Kind::Season, *season));
    let mut rows = Vec::new();
    for record in records {
        if record.part::<SeasonFacts>()?.number.is_some() {
            rows.push(season_row(
                record,
                loaded.stat(Kind::Season, record.key.id),
                view,
            )?);
        }
    }
    Ok(rows)
}

fn created_by(loaded: &Loaded, ids: Option<Vec<String>>) -> Result<Vec<CreatedBy>, ApiError> {
    let ids = ids.unwrap_or_default();
    let creators = ids
        .iter()
        .filter_map(|id| loaded.credits.get(id))
        .filter_map(|credit| Some((credit, credit.person?)));
    creators
        .map(|(credit, person)| {
            let card = person_card(loaded, person)?;
            Ok(CreatedBy {
                id: person,
                credit_id: credit.id.clone(),
                name: card.name,
                original_name: card.original_name,
                gender: card.gender,
                profile_path: card.profile_path,
            })
        })
        .collect()
}

fn episode_groups(loaded: &Loaded, _: &View) -> Result<Results<GroupRow>, ApiError> {
    let rows = loaded.groups.iter().map(|group| group_row(loaded, group));
    Ok(Results {
        results: rows.collect::<Result<_, _>>()?,
    })
}

/// `ScreenedRow` of contract 2.
#[derive(Serialize, JsonSchema)]
struct ScreenedRow {
    id: i64,
    episode_number: i32,
    season_number: i32,
}

fn screened(loaded: &Loaded, _: &View) -> Result<Results<ScreenedRow>, ApiError> {
    let screened: Screened = loaded.record.part()?;
    let mut results = Vec::new();
    for record in screened
        .0
        .iter()
        .filter_map(|id| loaded.get(Kind::Episode, *id))
    {
        let facts: EpisodeFacts = record.part()?;
        results.push(ScreenedRow {
            id: record.key.id,
            episode_number: facts.number.unwrap_or_default(),
            season_number: facts.season.unwrap_or_default(),
        });
    }
    Ok(Results { results })
}
