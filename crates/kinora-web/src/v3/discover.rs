//! Discover: movies and series by what is known of them (contract 3.10).
//!
//! Filters are joined by "and". Inside a value `,` means and, `|` means or. A filter whose helper parameter is missing has no
//! effect.

use std::str::FromStr;

use kinora_index::{
    Bounds, CertificationFilter, Monetization, MovieFilter, MovieKey, MovieOrder, OfferFilter,
    ReleaseFilter, SeriesFilter, SeriesKey, SeriesOrder, Slice, Terms,
};
use kinora_model::key::Kind;
use kinora_model::{Date, Locale};

use super::View;
use super::operation::{Call, Operation};
use super::page::{PAGE_SIZE, Paged, paged};
use super::parameter::{
    INCLUDE_ADULT, LANGUAGE, PAGE, Parameter, REGION, TIMEZONE, Takes, date, leading_number,
    number, parameter, year,
};
use super::related::of_kind;
use super::titles::{MovieRow, SeriesRow};
use crate::error::ApiError;

/// The operations.
pub fn operations() -> Vec<Operation> {
    let of = |kind| parameters(kind).unwrap_or_default();
    let (movies, series) = (of("movie"), of("tv"));
    vec![
        Operation::get(
            "/discover/movie",
            "Movies that pass filters",
            &movies,
            discover_movies,
        ),
        Operation::get(
            "/discover/tv",
            "Series that pass filters",
            &series,
            discover_series,
        ),
    ]
}

/// The parameters of `/discover/{kind}`.
pub fn parameters(kind: &str) -> Option<Vec<Parameter>> {
    match kind {
        "movie" => Some([COMMON, MOVIES].concat()),
        "tv" => Some([COMMON, SERIES].concat()),
        _ => None,
    }
}

const fn ids(name: &'static str, description: &'static str) -> Parameter {
    parameter(name, Takes::Ids, description)
}

const fn words(name: &'static str, description: &'static str) -> Parameter {
    parameter(name, Takes::Words, description)
}

const fn bound(name: &'static str, description: &'static str) -> Parameter {
    parameter(name, Takes::Number, description)
}

const fn day(name: &'static str, description: &'static str) -> Parameter {
    parameter(name, Takes::Date, description)
}

/// The parameters of both.
const COMMON: &[Parameter] = &[
    INCLUDE_ADULT,
    LANGUAGE,
    PAGE,
    bound("vote_average.gte", "The least mean of votes."),
    bound("vote_average.lte", "The greatest mean of votes."),
    bound("vote_count.gte", "The least number of votes."),
    bound("vote_count.lte", "The greatest number of votes."),
    bound("with_runtime.gte", "The least runtime, minutes."),
    bound("with_runtime.lte", "The greatest runtime, minutes."),
    ids("with_genres", "Genres."),
    ids("without_genres", "Genres that hide a title."),
    ids("with_keywords", "Keywords."),
    ids("without_keywords", "Keywords that hide a title."),
    ids("with_companies", "Production companies."),
    ids(
        "without_companies",
        "Production companies that hide a title.",
    ),
    words("with_original_language", "Original languages (ISO 639-1)."),
    words("with_origin_country", "Countries of origin (ISO 3166-1)."),
    parameter(
        "watch_region",
        Takes::Country,
        "The country that filters by watch provider look at; has no effect alone.",
    ),
    ids(
        "with_watch_providers",
        "Watch providers; needs `watch_region`.",
    ),
    ids(
        "without_watch_providers",
        "Watch providers that hide a title; needs `watch_region`.",
    ),
    words(
        "with_watch_monetization_types",
        "Ways of paying: flatrate, free, ads, rent, buy; needs `watch_region`. Together with providers both hold for one offer.",
    ),
    parameter(
        "with_overview_translation",
        Takes::Locale,
        "A language in which there is an overview.",
    ),
];

/// The parameters of movies.
const MOVIES: &[Parameter] = &[
    parameter(
        "sort_by",
        Takes::Text,
        "`popularity`, `revenue`, `primary_release_date`, `release_date`, `title`, `original_title`, `vote_average` or \
         `vote_count` with `.asc` or `.desc`; `popularity.desc` by default and for others.",
    ),
    REGION,
    words(
        "certification",
        "Certifications; needs `certification_country` or `region`.",
    ),
    parameter(
        "certification.gte",
        Takes::Text,
        "The mildest certification; needs `certification_country` or `region`.",
    ),
    parameter(
        "certification.lte",
        Takes::Text,
        "The strictest certification; needs `certification_country` or `region`.",
    ),
    parameter(
        "certification_country",
        Takes::Country,
        "The country of certifications; has no effect alone.",
    ),
    parameter(
        "include_video",
        Takes::Flag,
        "Whether direct-to-video releases are shown; `false` by default.",
    ),
    parameter(
        "primary_release_year",
        Takes::Year,
        "The year of the first release.",
    ),
    day(
        "primary_release_date.gte",
        "The first day for the first release.",
    ),
    day(
        "primary_release_date.lte",
        "The last day for the first release.",
    ),
    day("release_date.gte", "The first day for a release."),
    day("release_date.lte", "The last day for a release."),
    ids(
        "with_release_type",
        "Types of release, 1 to 6; has an effect with `region` or `release_date`. Country, type and date hold for one release.",
    ),
    parameter("year", Takes::Year, "A year with a release."),
    ids("with_cast", "People in the cast."),
    ids("with_crew", "People of the crew."),
    ids("with_people", "People in the cast or of the crew."),
    parameter(
        "with_title_translation",
        Takes::Locale,
        "A language in which there is a title.",
    ),
];

/// The parameters of series.
const SERIES: &[Parameter] = &[
    parameter(
        "sort_by",
        Takes::Text,
        "`popularity`, `first_air_date`, `name`, `original_name`, `vote_average` or `vote_count` with `.asc` or `.desc`; \
         `popularity.desc` by default and for others.",
    ),
    day("air_date.gte", "The first day for an episode."),
    day("air_date.lte", "The last day for an episode."),
    parameter(
        "first_air_date_year",
        Takes::Year,
        "The year of the first episode.",
    ),
    day("first_air_date.gte", "The first day for the first episode."),
    day("first_air_date.lte", "The last day for the first episode."),
    parameter(
        "include_null_first_air_dates",
        Takes::Flag,
        "Whether series without a first air date are shown; `false` by default.",
    ),
    parameter(
        "screened_theatrically",
        Takes::Flag,
        "`true` for series with an episode that was shown in theatres.",
    ),
    TIMEZONE,
    ids("with_networks", "Networks."),
    ids(
        "with_status",
        "0 returning, 1 planned, 2 in production, 3 ended, 4 canceled, 5 pilot.",
    ),
    ids(
        "with_type",
        "0 documentary, 1 news, 2 miniseries, 3 reality, 4 scripted, 5 talk show, 6 video.",
    ),
    parameter(
        "with_name_translation",
        Takes::Locale,
        "A language in which there is a name.",
    ),
];

async fn discover_movies(call: Call) -> Result<Paged<MovieRow>, ApiError> {
    let (view, page) = (&*call.view, call.view.page()?);
    let filter = movie_filter(view)?;
    let snapshot = call.app.index.snapshot();
    let found = snapshot.movies(&filter, &movie_order(view), Slice::page(page, PAGE_SIZE));
    let found = of_kind(Kind::Movie, found);
    paged(&call.app, view, &snapshot, page, found).await
}

async fn discover_series(call: Call) -> Result<Paged<SeriesRow>, ApiError> {
    let (view, page) = (&*call.view, call.view.page()?);
    let filter = series_filter(view)?;
    let snapshot = call.app.index.snapshot();
    let found = snapshot.series(&filter, series_order(view), Slice::page(page, PAGE_SIZE));
    let found = of_kind(Kind::Series, found);
    paged(&call.app, view, &snapshot, page, found).await
}

/// Values separated by `,` (and) and `|` (or), `,` being the outer one.
fn terms<T>(view: &View, name: &str, read: impl Fn(&str) -> Option<T>) -> Terms<T> {
    let value = view.query.get(name).unwrap_or_default();
    let groups = value.split(',').map(|group| {
        let values = group.split('|').map(str::trim);
        values.filter(|value| !value.is_empty()).collect()
    });
    // Separators alone ask for nothing; a value that nothing can have leaves its group empty, which nothing meets.
    let groups = groups.filter(|group: &Vec<&str>| !group.is_empty());
    Terms {
        all: groups
            .map(|group| group.into_iter().filter_map(&read).collect())
            .collect(),
    }
}

fn integer<T: TryFrom<i64>>(text: &str) -> Option<T> {
    leading_number(text).and_then(|number| T::try_from(number).ok())
}

/// Every value, whatever separates them.
fn each<T: TryFrom<i64>>(view: &View, name: &str) -> Vec<T> {
    let terms = terms(view, name, integer);
    terms.all.into_iter().flatten().collect()
}

fn bounds<T>(view: &View, name: &str, read: impl Fn(&str) -> Option<T>) -> Bounds<T> {
    let end = |end| view.query.get(&format!("{name}.{end}")).and_then(&read);
    Bounds {
        least: end("gte"),
        most: end("lte"),
    }
}

/// The days of a year.
fn days_of(year: Option<u16>) -> Bounds<Date> {
    Bounds {
        least: year.and_then(|year| Date::new(year, 1, 1)),
        most: year.and_then(|year| Date::new(year, 12, 31)),
    }
}

fn year_of(view: &View, name: &str) -> Bounds<Date> {
    days_of(view.query.get(name).and_then(year))
}

fn locale(view: &View, name: &str) -> Result<Option<Locale>, ApiError> {
    let locale = view.query.get(name).map(Locale::from_str).transpose();
    locale.map_err(|_| ApiError::InvalidParameters)
}

fn offers(view: &View) -> Option<OfferFilter> {
    Some(OfferFilter {
        region: view.country("watch_region")?,
        providers: terms(view, "with_watch_providers", integer),
        monetization: monetization(view),
    })
}

/// Ways of paying; what is none is met by no offer.
fn monetization(view: &View) -> Terms<Monetization> {
    let name = "with_watch_monetization_types";
    let asked = terms(view, name, |name| Some(Monetization::named(name)));
    let groups = asked.all.into_iter();
    Terms {
        all: groups
            .map(|group| group.into_iter().flatten().collect())
            .collect(),
    }
}

fn without_providers(view: &View) -> Option<(String, Vec<i64>)> {
    let providers: Vec<i64> = each(view, "without_watch_providers");
    let region = view.country("watch_region")?;
    (!providers.is_empty()).then_some((region, providers))
}

fn movie_filter(view: &View) -> Result<MovieFilter, ApiError> {
    Ok(MovieFilter {
        include_adult: view.flag("include_adult").unwrap_or_default(),
        include_video: view.flag("include_video").unwrap_or_default(),
        genres: terms(view, "with_genres", integer),
        without_genres: each(view, "without_genres"),
        keywords: terms(view, "with_keywords", integer),
        without_keywords: each(view, "without_keywords"),
        companies: terms(view, "with_companies", integer),
        without_companies: each(view, "without_companies"),
        cast: terms(view, "with_cast", integer),
        crew: terms(view, "with_crew", integer),
        people: terms(view, "with_people", integer),
        original_language: terms(view, "with_original_language", text),
        origin_country: terms(view, "with_origin_country", country),
        primary_release_date: bounds(view, "primary_release_date", date)
            .intersect(year_of(view, "primary_release_year")),
        releases: releases(view),
        certification: certification(view),
        vote_average: bounds(view, "vote_average", number),
        vote_count: bounds(view, "vote_count", number),
        runtime: bounds(view, "with_runtime", number),
        offers: offers(view),
        without_providers: without_providers(view),
        title_translation: locale(view, "with_title_translation")?,
        overview_translation: locale(view, "with_overview_translation")?,
    })
}

fn text(text: &str) -> Option<String> {
    Some(text.to_ascii_lowercase())
}

fn country(text: &str) -> Option<String> {
    Some(text.to_ascii_uppercase())
}

/// What releases are asked for: country, type and date hold for one and the same. Types joined by `,` ask for a release of
/// each. Types alone ask for nothing (contract 1.12).
fn releases(view: &View) -> Vec<ReleaseFilter> {
    let country = view.country("region");
    let dates = bounds(view, "release_date", date).intersect(year_of(view, "year"));
    if country.is_none() && dates.is_open() {
        return Vec::new();
    }
    let mut types = terms(view, "with_release_type", integer).all;
    if types.is_empty() {
        types.push(Vec::new());
    }
    let filters = types.into_iter().map(|types| ReleaseFilter {
        country: country.clone(),
        types,
        dates,
    });
    filters.collect()
}

/// Which certifications of a country are asked for, by name and by their order there.
fn certification(view: &View) -> Option<CertificationFilter> {
    let country = view
        .country("certification_country")
        .or_else(|| view.country("region"))?;
    let (least, most) = (
        view.query.get("certification.gte"),
        view.query.get("certification.lte"),
    );
    let named = view.query.get("certification").unwrap_or_default();
    let named: Vec<&str> = named
        .split([',', '|'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if named.is_empty() && least.is_none() && most.is_none() {
        return None;
    }
    let table = view.reference.certifications(Kind::Movie).certifications;
    let table = table.get(&country).map(Vec::as_slice).unwrap_or_default();
    let order = |name: &str| {
        let row = table
            .iter()
            .find(|row| row.certification.eq_ignore_ascii_case(name.trim()));
        row.map(|row| row.order)
    };
    let mut allowed: Vec<String> = match named.is_empty() {
        true => table.iter().map(|row| row.certification.clone()).collect(),
        false => named.iter().map(|name| (*name).to_owned()).collect(),
    };
    // A bound that the country does not know leaves nothing, as does a certification without a place in its order.
    let above = |name: &str, bound: &str| order(name) >= order(bound) && order(bound).is_some();
    let below = |name: &str, bound: &str| order(name) <= order(bound) && order(name).is_some();
    allowed.retain(|name| least.is_none_or(|bound| above(name, bound)));
    allowed.retain(|name| most.is_none_or(|bound| below(name, bound)));
    Some(CertificationFilter { country, allowed })
}

fn sort_by(view: &View) -> (&str, bool) {
    let sort = view.query.get("sort_by").unwrap_or_default();
    match sort.rsplit_once('.') {
        Some((key, "asc")) => (key, false),
        Some((key, "desc")) => (key, true),
        _ => ("", true),
    }
}

fn movie_order(view: &View) -> MovieOrder {
    let (key, descending) = sort_by(view);
    let key = match key {
        "popularity" => MovieKey::Popularity,
        "revenue" => MovieKey::Revenue,
        "primary_release_date" => MovieKey::PrimaryReleaseDate,
        "release_date" => MovieKey::ReleaseDate {
            country: view.country("region"),
            types: view.release_types(),
        },
        "title" => MovieKey::Title,
        "original_title" => MovieKey::OriginalTitle,
        "vote_average" => MovieKey::VoteAverage,
        "vote_count" => MovieKey::VoteCount,
        _ => {
            return MovieOrder {
                key: MovieKey::Popularity,
                descending: true,
            };
        }
    };
    MovieOrder { key, descending }
}

fn series_filter(view: &View) -> Result<SeriesFilter, ApiError> {
    Ok(SeriesFilter {
        include_adult: view.flag("include_adult").unwrap_or_default(),
        include_null_first_air_dates: view
            .flag("include_null_first_air_dates")
            .unwrap_or_default(),
        genres: terms(view, "with_genres", integer),
        without_genres: each(view, "without_genres"),
        keywords: terms(view, "with_keywords", integer),
        without_keywords: each(view, "without_keywords"),
        companies: terms(view, "with_companies", integer),
        without_companies: each(view, "without_companies"),
        networks: terms(view, "with_networks", integer),
        original_language: terms(view, "with_original_language", text),
        origin_country: terms(view, "with_origin_country", country),
        first_air_date: bounds(view, "first_air_date", date)
            .intersect(year_of(view, "first_air_date_year")),
        air_date: bounds(view, "air_date", date),
        screened_theatrically: view.flag("screened_theatrically").filter(|only| *only),
        status: terms(view, "with_status", integer),
        series_type: terms(view, "with_type", integer),
        vote_average: bounds(view, "vote_average", number),
        vote_count: bounds(view, "vote_count", number),
        runtime: bounds(view, "with_runtime", number),
        offers: offers(view),
        without_providers: without_providers(view),
        name_translation: locale(view, "with_name_translation")?,
        overview_translation: locale(view, "with_overview_translation")?,
    })
}

fn series_order(view: &View) -> SeriesOrder {
    let (key, descending) = sort_by(view);
    let key = match key {
        "popularity" => SeriesKey::Popularity,
        "first_air_date" => SeriesKey::FirstAirDate,
        "name" => SeriesKey::Name,
        "original_name" => SeriesKey::OriginalName,
        "vote_average" => SeriesKey::VoteAverage,
        "vote_count" => SeriesKey::VoteCount,
        _ => {
            return SeriesOrder {
                key: SeriesKey::Popularity,
                descending: true,
            };
        }
    };
    SeriesOrder { key, descending }
}
