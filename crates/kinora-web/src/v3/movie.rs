//! Movies and collections.

use kinora_model::Language;
use kinora_model::facts::{CollectionFacts, MovieFacts};
use kinora_model::image::Images;
use kinora_model::key::Kind;
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::providers::WatchProviders;
use kinora_model::reference::{Genre, LanguageRow, Results};
use kinora_model::release::{CountryReleases, LegacyRelease, Releases};
use kinora_model::text::{TextField, Texts};
use kinora_model::titles::AlternativeTitle;
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::account_states::ACCOUNT_STATES;
use super::company::{CompanyRow, company_rows};
use super::namespace::{Namespace, Resource, Source, Typed};
use super::parameter::COUNTRY;
use super::texts::{
    Country, EXTERNAL_IDS, MOVIE_KEYWORDS, TRANSLATIONS, alternative_titles, countries, genres,
    languages,
};
use super::titles::{MovieRow, backdrop, date_text, movie_row};
use super::{View, changes, credits, images, related, reviews, title_lists};
use crate::error::ApiError;

/// `/3/movie/{movie_id}`
pub static NAMESPACE: Namespace = Namespace {
    kind: Kind::Movie,
    path: "movie/{movie_id}",
    localised: true,
    wants: Wants::of(
        &[Part::Facts, Part::Texts, Part::Links],
        &[Related::Companies],
    ),
    details: &Typed(details),
    resources: &[
        ACCOUNT_STATES,
        Resource {
            name: "alternative_titles",
            summary: "Alternative titles",
            parameters: &[COUNTRY],
            with_id: true,
            source: Source::Loaded(
                Wants::of(&[Part::Titles], &[]),
                &Typed(|loaded, view| {
                    Ok(MovieTitles {
                        titles: alternative_titles(loaded, view)?,
                    })
                }),
            ),
        },
        changes::CHANGES,
        credits::TITLE_CREDITS,
        credits::CASTS,
        EXTERNAL_IDS,
        images::TITLE_IMAGES,
        MOVIE_KEYWORDS,
        title_lists::LISTS,
        related::RECOMMENDATIONS,
        Resource {
            name: "release_dates",
            summary: "Releases by country",
            parameters: &[],
            with_id: true,
            source: Source::Loaded(RELEASES, &Typed(release_dates)),
        },
        Resource {
            name: "releases",
            summary: "One release a country, the older form,",
            parameters: &[],
            with_id: true,
            source: Source::Loaded(RELEASES, &Typed(legacy_releases)),
        },
        reviews::REVIEWS,
        related::SIMILAR,
        related::SIMILAR_MOVIES,
        images::TRAILERS,
        TRANSLATIONS,
        images::VIDEOS,
        WATCH_PROVIDERS,
    ],
    appended: &[],
};

/// `/3/collection/{collection_id}`
pub static COLLECTION: Namespace = Namespace {
    kind: Kind::Collection,
    path: "collection/{collection_id}",
    localised: true,
    wants: Wants::of(&[Part::Facts, Part::Texts], &[Related::Movies]),
    details: &Typed(collection),
    resources: &[images::TITLE_IMAGES, TRANSLATIONS],
    appended: &[],
};

const RELEASES: Wants = Wants::of(&[Part::Facts, Part::Releases], &[]);

/// `watch/providers` of titles.
pub const WATCH_PROVIDERS: Resource = Resource {
    name: "watch/providers",
    summary: "Where to watch, by country,",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(
        Wants::of(&[Part::Providers], &[]),
        &Typed(|loaded, _| {
            Ok(Offered {
                results: loaded.record.part()?,
            })
        }),
    ),
};

/// Offers by country.
#[derive(Serialize, JsonSchema)]
pub struct Offered {
    results: WatchProviders,
}

#[derive(Serialize, JsonSchema)]
struct MovieTitles {
    titles: Vec<AlternativeTitle>,
}

#[derive(Serialize, JsonSchema)]
struct LegacyReleases {
    countries: Vec<LegacyRelease>,
}

#[derive(Serialize, JsonSchema)]
struct BelongsToCollection {
    id: i64,
    name: String,
    poster_path: Option<String>,
    backdrop_path: Option<String>,
}

#[derive(Serialize, JsonSchema)]
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

fn details(loaded: &Loaded, view: &View) -> Result<MovieDetails, ApiError> {
    let record = &loaded.record;
    let (facts, texts, links): (MovieFacts, Texts, Links) =
        (record.part()?, record.part()?, record.part()?);
    let words = view.words(&texts, facts.original_language.as_deref());
    let stat = loaded.stat(Kind::Movie, record.key.id);
    let runtime = Some(words.runtime()).filter(|runtime| *runtime > 0);
    let (any_homepage, any_runtime) = texts.any_homepage_and_runtime();
    let homepage = facts.homepage.as_deref().or(any_homepage);
    Ok(MovieDetails {
        adult: facts.adult.unwrap_or_default(),
        backdrop_path: backdrop(record, &texts, facts.backdrop_path),
        belongs_to_collection: belongs_to_collection(loaded, view, facts.collection)?,
        budget: facts.budget.unwrap_or_default(),
        genres: genres(view, Kind::Movie, facts.genres),
        homepage: words.text_or(TextField::Homepage, homepage),
        id: record.key.id,
        imdb_id: links.imdb_id,
        origin_country: facts.origin_country.unwrap_or_default(),
        overview: words.text(TextField::Overview),
        popularity: stat.popularity,
        poster_path: words.poster(facts.poster_path.as_deref()),
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
        tagline: words.text(TextField::Tagline),
        title: words.title(facts.original_title.as_deref()),
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
    let words = view.words(&texts, facts.original_language.as_deref());
    Ok(Some(BelongsToCollection {
        id: record.key.id,
        name: collection_name(&facts, &texts, view),
        poster_path: words.poster(facts.poster_path.as_deref()),
        backdrop_path: facts.backdrop_path,
    }))
}

/// The name of a collection: of the language, for English readers the one that it was told with, else the original.
pub fn collection_name(facts: &CollectionFacts, texts: &Texts, view: &View) -> String {
    let told = facts.name.as_deref();
    let english = told.filter(|_| view.locale().language == Language::ENGLISH);
    let original = facts
        .original_name
        .as_deref()
        .or(told)
        .or_else(|| texts.any_title());
    let words = view.words(texts, facts.original_language.as_deref());
    words.title(english.or(original))
}

fn release_dates(loaded: &Loaded, _: &View) -> Result<Results<CountryReleases>, ApiError> {
    let releases: Releases = loaded.record.part()?;
    Ok(Results {
        results: releases.countries.unwrap_or_default(),
    })
}

/// One row a country (contract 3.27): its first certified release, else its first.
fn legacy_releases(loaded: &Loaded, _: &View) -> Result<LegacyReleases, ApiError> {
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
    Ok(LegacyReleases { countries: rows })
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

#[derive(Serialize, JsonSchema)]
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

fn collection(loaded: &Loaded, view: &View) -> Result<CollectionDetails, ApiError> {
    let record = &loaded.record;
    let (facts, texts): (CollectionFacts, Texts) = (record.part()?, record.part()?);
    let words = view.words(&texts, facts.original_language.as_deref());
    let name = collection_name(&facts, &texts, view);
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
        let row = movie_row(movie, loaded.stat(Kind::Movie, movie.key.id), view)?;
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
    Ok(CollectionDetails {
        id: record.key.id,
        name,
        overview: words.text(TextField::Overview),
        poster_path: words.poster(facts.poster_path.as_deref()),
        original_language: facts.original_language.unwrap_or_default(),
        original_name,
        backdrop_path,
        parts,
    })
}
