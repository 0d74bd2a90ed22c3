//! Discover as a form: every filter of the API, in an address that can be shared.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use kinora_model::Kind;

use super::Site;
use super::answer::encoded;
use super::card::Cards;
use super::filters::{COMMON, Codes, filter};
use super::page::{Page, shown};
use super::visitor::Visitor;
use crate::error::ApiError;
use crate::query::Query;
use crate::v3::{Takes, discover_parameters};

/// Filters that have a place of their own at the top of the form, or mean nothing in it.
pub const ELSEWHERE: [&str; 5] = ["sort_by", "with_genres", "page", "language", "timezone"];

/// The filter by the country of offers.
const OFFERS_IN: &str = "watch_region";

/// The orders that the form offers for both kinds, with their names.
const ORDERS: [(&str, &str); 4] = [
    ("popularity.desc", "Most popular"),
    ("vote_average.desc", "Best rated"),
    ("vote_count.desc", "Most rated"),
    ("primary_release_date.desc", "Newest"),
];

/// A filter as a field.
struct Field {
    name: &'static str,
    /// What it is called, as a phrase of the site.
    label: &'static str,
    description: &'static str,
    /// The codes that it suggests.
    codes: Codes,
    /// The type of the input.
    input: &'static str,
    value: String,
}

/// One of several things that can be chosen.
struct Choice {
    value: String,
    name: String,
    is_chosen: bool,
}

#[derive(serde::Deserialize)]
struct Genres {
    genres: Vec<Genre>,
}

#[derive(serde::Deserialize)]
struct Genre {
    id: i64,
    name: String,
}

#[derive(Template)]
#[template(path = "discover.html")]
struct Discover {
    page: Page,
    kind: String,
    orders: Vec<Choice>,
    genres: Vec<Choice>,
    /// The filters that the form begins with, and the others.
    common: Vec<Field>,
    further: Vec<Field>,
    /// The codes that fields suggest, with their names.
    codes: [(&'static str, Vec<(String, String)>); 4],
    /// Whether one of the further filters is used.
    is_open: bool,
    cards: Cards,
    turn: String,
}

/// `GET /discover/{movie|tv}`
pub async fn page(
    State(site): State<Site>,
    visitor: Visitor,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    if let Some(tidy) = tidy(&query) {
        return Redirect::to(&format!("/discover/{}?{tidy}", encoded(&kind))).into_response();
    }
    shown(
        &site,
        visitor.clone(),
        discover(&site, visitor, &kind, &query),
    )
    .await
}

/// A query without fields that nobody filled, if it has some: browsers send all of a form, and addresses are for sharing.
fn tidy(query: &str) -> Option<String> {
    let filled: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.ends_with('='))
        .collect();
    (filled.len() < query.split('&').count()).then(|| filled.join("&"))
}

async fn discover(
    site: &Site,
    visitor: Visitor,
    kind: &str,
    raw: &str,
) -> Result<Discover, ApiError> {
    let parameters = discover_parameters(kind).ok_or(ApiError::NotFound)?;
    let query = Query::parse(raw);
    let genres = chosen_genres(&query, raw);
    let order = order(kind, query.get("sort_by"));
    let mut asked: Vec<(&str, &str)> = Vec::new();
    for parameter in &parameters {
        if !ELSEWHERE.contains(&parameter.name) {
            asked.extend(
                query
                    .get(parameter.name)
                    .map(|value| (parameter.name, value)),
            );
        }
    }
    asked.push(("sort_by", &order));
    if !genres.is_empty() {
        asked.push(("with_genres", &genres));
    }
    let address = asked
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    let address = format!("/discover/{kind}?{}", address.collect::<Vec<_>>().join("&"));
    asked.extend(query.get("page").map(|page| ("page", page)));
    let cards: Cards = site
        .ask(&visitor, &format!("/discover/{kind}"), &asked)
        .await?;
    let known: Genres = site
        .ask(&visitor, &format!("/genre/{kind}/list"), &[])
        .await?;
    let fields = parameters
        .iter()
        .filter(|parameter| !ELSEWHERE.contains(&parameter.name));
    let fields = fields.map(|parameter| {
        let (label, codes) = filter(parameter.name);
        Field {
            name: parameter.name,
            label,
            description: parameter.description,
            codes,
            input: match parameter.takes {
                Takes::Number | Takes::Year => "number",
                Takes::Date => "date",
                _ => "text",
            },
            value: match (query.get(parameter.name), parameter.name) {
                // Filters by offers need a country.
                (None, OFFERS_IN) => visitor.region.clone(),
                (value, _) => value.unwrap_or_default().to_owned(),
            },
        }
    });
    let (common, further): (Vec<Field>, Vec<Field>) =
        fields.partition(|field| COMMON.contains(&field.name));
    let mut used = further.iter().filter(|field| !field.value.is_empty());
    let is_open = used.any(|field| field.name != OFFERS_IN);
    let reference = site.app.store.reference();
    let words = visitor.words.locale();
    let languages = reference.languages().iter();
    let languages = languages.map(|row| {
        let name = reference.language_name_in(&row.iso_639_1, words);
        (row.iso_639_1.clone(), name.to_owned())
    });
    let countries = reference.countries(words);
    let countries = countries.iter();
    let of = if kind == "movie" {
        Kind::Movie
    } else {
        Kind::Series
    };
    let region = query.get(OFFERS_IN).unwrap_or(&visitor.region);
    let providers = reference.providers(of, Some(region)).results.into_iter();
    let providers = providers.map(|row| (row.provider_id.to_string(), row.provider_name));
    let countries = countries.map(|row| (row.iso_3166_1.clone(), row.native_name.clone()));
    let genre_names = known.genres.iter();
    let genre_names = genre_names.map(|genre| (genre.id.to_string(), genre.name.clone()));
    let genre_names = genre_names.collect();
    let title = visitor.words.say("Discover").to_owned();
    Ok(Discover {
        orders: ORDERS
            .iter()
            .map(|(value, name)| Choice {
                is_chosen: order == self::order(kind, Some(value)),
                value: (*value).to_owned(),
                name: visitor.words.say(name).to_owned(),
            })
            .collect(),
        genres: known
            .genres
            .into_iter()
            .map(|genre| Choice {
                is_chosen: genres
                    .split(',')
                    .any(|chosen| chosen == genre.id.to_string()),
                value: genre.id.to_string(),
                name: genre.name,
            })
            .collect(),
        common,
        further,
        codes: [
            ("languages", languages.collect()),
            ("countries", countries.collect()),
            ("providers", providers.collect()),
            ("genres", genre_names),
        ],
        is_open,
        cards: cards.of(kind),
        turn: format!("{address}&page="),
        kind: kind.to_owned(),
        page: Page::new(site, visitor, &address, &title),
    })
}

/// The genres of a query, which the form gives one by one and addresses of the API together.
fn chosen_genres(query: &Query, raw: &str) -> String {
    let one_by_one = raw
        .split('&')
        .filter_map(|pair| pair.strip_prefix("genre="));
    let one_by_one =
        one_by_one.filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
    let chosen: Vec<&str> = query
        .get("with_genres")
        .into_iter()
        .chain(one_by_one)
        .collect();
    chosen.join(",")
}

/// The order of the API: series have another name for their date.
fn order(kind: &str, asked: Option<&str>) -> String {
    let asked = asked.unwrap_or("popularity.desc");
    match kind {
        "tv" => asked.replace("primary_release_date", "first_air_date"),
        _ => asked.to_owned(),
    }
}
