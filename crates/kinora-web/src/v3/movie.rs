//! Movies and collections.

use kinora_model::facts::{CollectionFacts, MovieFacts};
use kinora_model::image::Images;
use kinora_model::key::Kind;
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::providers::WatchProviders;
use kinora_model::reference::{Genre, LanguageRow};
use kinora_model::release::{CountryReleases, LegacyRelease, Releases};
use kinora_model::text::{TextField, Texts};
use kinora_model::{Language, Locale};
use kinora_store::{Loaded, Related, Wants};
use serde::Serialize;
use serde_json::json;

use super::company::{CompanyRow, company_rows};
use super::namespace::{Namespace, Resource, json};
use super::texts::{
    Country, EXTERNAL_IDS, MOVIE_KEYWORDS, TRANSLATIONS, alternative_titles, countries, genres,
    languages,
};
use super::titles::{MovieRow, backdrop, date_text, movie_row, poster, text_or};
use super::{View, credits, images, reviews};
use crate::error::ApiError;

/// `/3/movie/{movie_id}`
pub static NAMESPACE: Namespace = Namespace {
    kind: Kind::Movie,
    path: "movie/{movie_id}",
    wants: Wants::of(
        &[Part::Facts, Part::Texts, Part::Links],
        &[Related::Companies],
    ),
    details,
    resources: &[
        Resource {
            name: "alternative_titles",
            wants: Wants::of(&[Part::Titles], &[]),
            render: |loaded, view| json(&json!({ "titles": alternative_titles(loaded, view)? })),
        },
        credits::TITLE_CREDITS,
        credits::CASTS,
        EXTERNAL_IDS,
        images::TITLE_IMAGES,
        MOVIE_KEYWORDS,
        Resource {
            name: "release_dates",
            wants: RELEASES,
            render: release_dates,
        },
        Resource {
            name: "releases",
            wants: RELEASES,
            render: legacy_releases,
        },
        reviews::REVIEWS,
        TRANSLATIONS,
        images::VIDEOS,
        WATCH_PROVIDERS,
    ],
};

/// `/3/collection/{collection_id}`
pub static COLLECTION: Namespace = Namespace {
    kind: Kind::Collection,
    path: "collection/{collection_id}",
    wants: Wants::of(&[Part::Facts, Part::Texts], &[Related::Movies]),
    details: collection,
    resources: &[images::COLLECTION_IMAGES, TRANSLATIONS],
};

const RELEASES: Wants = Wants::of(&[Part::Facts, Part::Releases], &[]);

/// `watch/providers` of titles.
pub const WATCH_PROVIDERS: Resource = Resource {
    name: "watch/providers",
    wants: Wants::of(&[Part::Providers], &[]),
    render: |loaded, _| json(&json!({ "results": loaded.record.part::<WatchProviders>()? })),
};

#[derive(Serialize)]
struct BelongsToCollection {
    id: i64,
    name: String,
    poster_path: Option<String>,
    backdrop_path: Option<String>,
}

#[derive(Serialize)]
struct MovieDetails {
    adult: bool,
    backdrop_path: Option<String>,
    belongs_to_collection: Option<BelongsToCollection>,
    budget: i64,
    genres: Vec<Genre>,
    homepage: String,
    id: i64,
    imdb_id: Option<String>,
    origin_country: Vec<String>,
    original_language: String,
    original_title: String,
    overview: String,
    popularity: f64,
    poster_path: Option<String>,
    production_companies: Vec<CompanyRow>,
    production_countries: Vec<Country>,
    release_date: String,
    revenue: i64,
    runtime: i32,
    softcore: bool,
    spoken_languages: Vec<LanguageRow>,
    status: String,
    tagline: String,
    title: String,
    video: bool,
    vote_average: f64,
    vote_count: i64,
}

fn details(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let record = &loaded.record;
    let (facts, texts, links): (MovieFacts, Texts, Links) =
        (record.part()?, record.part()?, record.part()?);
    let stat = loaded.stat(Kind::Movie, record.key.id);
    let runtime = Some(texts.runtime(view.locale)).filter(|runtime| *runtime > 0);
    let (any_homepage, any_runtime) = texts.any_homepage_and_runtime();
    json(&MovieDetails {
        adult: facts.adult.unwrap_or_default(),
        backdrop_path: backdrop(record, &texts, facts.backdrop_path),
        belongs_to_collection: belongs_to_collection(loaded, view, facts.collection)?,
        budget: facts.budget.unwrap_or_default(),
        genres: genres(view, Kind::Movie, facts.genres),
        homepage: text_or(
            &texts,
            view.locale,
            TextField::Homepage,
            facts.homepage.as_deref().or(any_homepage),
        ),
        id: record.key.id,
        imdb_id: links.imdb_id,
        origin_country: facts.origin_country.unwrap_or_default(),
        overview: texts.read(view.locale, TextField::Overview).to_owned(),
        popularity: stat.popularity,
        poster_path: poster(
            &texts,
            view.locale,
            facts.original_language.as_deref(),
            facts.poster_path.as_deref(),
        ),
        production_companies: company_rows(loaded, Kind::Company, facts.companies)?,
        production_countries: countries(view, facts.countries),
        release_date: date_text(facts.release_date),
        revenue: facts.revenue.unwrap_or_default(),
        runtime: runtime
            .or(facts.runtime)
            .or(any_runtime)
            .unwrap_or_default(),
        softcore: facts.softcore.unwrap_or_default(),
        spoken_languages: languages(view, facts.spoken_languages),
        status: facts.status.unwrap_or_default(),
        tagline: texts.read(view.locale, TextField::Tagline).to_owned(),
        title: text_or(
            &texts,
            view.locale,
            TextField::Title,
            facts.original_title.as_deref(),
        ),
        original_language: facts.original_language.unwrap_or_default(),
        original_title: facts.original_title.unwrap_or_default(),
        video: facts.video.unwrap_or_default(),
        vote_average: stat.vote_average,
        vote_count: stat.vote_count,
    })
}

fn belongs_to_collection(
    loaded: &Loaded,
    view: &View,
    id: Option<i64>,
) -> Result<Option<BelongsToCollection>, ApiError> {
    let Some(record) = id.and_then(|id| loaded.get(Kind::Collection, id)) else {
        return Ok(None);
    };
    let (facts, texts): (CollectionFacts, Texts) = (record.part()?, record.part()?);
    Ok(Some(BelongsToCollection {
        id: record.key.id,
        name: collection_name(&facts, &texts, view.locale),
        poster_path: poster(
            &texts,
            view.locale,
            facts.original_language.as_deref(),
            facts.poster_path.as_deref(),
        ),
        backdrop_path: facts.backdrop_path,
    }))
}

/// The name of a collection: of the language, for English readers the one that it was told with, else the original.
fn collection_name(facts: &CollectionFacts, texts: &Texts, locale: Locale) -> String {
    let told = facts.name.as_deref();
    let english = told.filter(|_| locale.language == Language::ENGLISH);
    let original = facts
        .original_name
        .as_deref()
        .or(told)
        .or_else(|| texts.any_title());
    text_or(texts, locale, TextField::Title, english.or(original))
}

fn release_dates(loaded: &Loaded, _: &View) -> Result<Vec<u8>, ApiError> {
    let releases: Releases = loaded.record.part()?;
    json(&json!({ "results": releases.countries.unwrap_or_default() }))
}

/// One row a country (contract 3.27): its first certified release, else its first.
fn legacy_releases(loaded: &Loaded, _: &View) -> Result<Vec<u8>, ApiError> {
    let releases: Releases = loaded.record.part()?;
    let facts: MovieFacts = loaded.record.part()?;
    let primary = date_text(facts.release_date);
    let rows = releases.legacy.unwrap_or_else(|| {
        let rows = releases
            .countries
            .iter()
            .flatten()
            .filter_map(|country| legacy_release(country, &primary));
        rows.collect()
    });
    json(&json!({ "countries": rows }))
}

fn legacy_release(country: &CountryReleases, primary: &str) -> Option<LegacyRelease> {
    let certified = country
        .release_dates
        .iter()
        .find(|release| !release.certification.is_empty());
    let release = certified.or(country.release_dates.first())?;
    let day = release.release_date.get(..10).unwrap_or_default();
    Some(LegacyRelease {
        certification: release.certification.clone(),
        descriptors: release.descriptors.clone(),
        iso_3166_1: country.iso_3166_1.clone(),
        primary: day == primary,
        release_date: day.to_owned(),
    })
}

#[derive(Serialize)]
struct CollectionDetails {
    id: i64,
    name: String,
    original_language: String,
    original_name: String,
    overview: String,
    poster_path: Option<String>,
    backdrop_path: Option<String>,
    parts: Vec<MovieRow>,
}

fn collection(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let record = &loaded.record;
    let (facts, texts): (CollectionFacts, Texts) = (record.part()?, record.part()?);
    let name = collection_name(&facts, &texts, view.locale);
    let original_name = facts
        .original_name
        .or_else(|| facts.name.clone())
        .unwrap_or_default();
    let mut parts = Vec::new();
    for movie in loaded
        .movies
        .iter()
        .filter_map(|movie| loaded.get(Kind::Movie, *movie))
    {
        let row = movie_row(loaded, movie, view)?;
        let (name, original_name) = (Some(row.title.clone()), Some(row.original_title.clone()));
        parts.push(MovieRow {
            media_type: Some("movie"),
            name,
            original_name,
            ..row
        });
    }
    if facts.movies.is_none() {
        parts.sort_by(|a, b| a.release_date.cmp(&b.release_date).then(a.id.cmp(&b.id)));
    }
    let has_images = record.get::<Images>()?.is_some();
    let backdrop_path = facts
        .backdrop_path
        .or_else(|| texts.backdrop.clone().filter(|_| has_images));
    json(&CollectionDetails {
        id: record.key.id,
        name,
        overview: texts.read(view.locale, TextField::Overview).to_owned(),
        poster_path: poster(
            &texts,
            view.locale,
            facts.original_language.as_deref(),
            facts.poster_path.as_deref(),
        ),
        original_language: facts.original_language.unwrap_or_default(),
        original_name,
        backdrop_path,
        parts,
    })
}
