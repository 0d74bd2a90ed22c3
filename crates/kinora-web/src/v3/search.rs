//! Search (contract 3.19).

use kinora_index::{Found, Search, Slice};
use kinora_model::key::Kind;

use super::account_lists::stretch;
use super::company::{CompanyRow, KeywordRow};
use super::mixed::{CollectionRow, MixedRow, PersonRow};
use super::operation::{Call, Operation};
use super::page::{PAGE_SIZE, Paged, Row, paged};
use super::parameter::{
    INCLUDE_ADULT, LANGUAGE, PAGE, Parameter, QUERY, REGION, Takes, parameter, year,
};
use super::title_lists::ListRow;
use super::titles::{MovieRow, SeriesRow};
use crate::error::ApiError;

const PRIMARY_RELEASE_YEAR: Parameter = parameter(
    "primary_release_year",
    Takes::Year,
    "Only movies whose first release was in this year.",
);
const FIRST_AIR_DATE_YEAR: Parameter = parameter(
    "first_air_date_year",
    Takes::Year,
    "Only series that began in this year.",
);
const MOVIE_YEAR: Parameter = parameter(
    "year",
    Takes::Year,
    "Only movies with a release in this year, anywhere.",
);
const SERIES_YEAR: Parameter = parameter(
    "year",
    Takes::Year,
    "Only series that began or had an episode in this year.",
);

/// The operations.
pub fn operations() -> Vec<Operation> {
    const MULTI: [Kind; 4] = [Kind::Movie, Kind::Series, Kind::Person, Kind::Collection];
    vec![
        search::<MovieRow>(
            "movie",
            "movies",
            &[
                QUERY,
                INCLUDE_ADULT,
                LANGUAGE,
                PRIMARY_RELEASE_YEAR,
                PAGE,
                REGION,
                MOVIE_YEAR,
            ],
            &[Kind::Movie],
        ),
        search::<SeriesRow>(
            "tv",
            "series",
            &[
                QUERY,
                FIRST_AIR_DATE_YEAR,
                INCLUDE_ADULT,
                LANGUAGE,
                PAGE,
                SERIES_YEAR,
            ],
            &[Kind::Series],
        ),
        search::<MixedRow>(
            "multi",
            "movies, series, people and collections",
            &[QUERY, INCLUDE_ADULT, LANGUAGE, PAGE],
            &MULTI,
        ),
        search::<PersonRow>(
            "person",
            "people",
            &[QUERY, INCLUDE_ADULT, LANGUAGE, PAGE],
            &[Kind::Person],
        ),
        search::<CollectionRow>(
            "collection",
            "collections",
            &[QUERY, INCLUDE_ADULT, LANGUAGE, PAGE, REGION],
            &[Kind::Collection],
        ),
        search::<CompanyRow>("company", "companies", &[QUERY, PAGE], &[Kind::Company]),
        search::<KeywordRow>("keyword", "keywords", &[QUERY, PAGE], &[Kind::Keyword]),
        Operation::get(
            "/search/list",
            "Finds public lists by their names",
            &[QUERY, PAGE],
            lists,
        )
        .kept_for(0),
    ]
}

async fn lists(call: Call) -> Result<Paged<ListRow>, ApiError> {
    let page = call.view.page()?;
    let query = call.view.query.get("query").unwrap_or_default();
    let (first, length) = stretch(page);
    let lists = call.app.store.lists_named(query, first, length).await?;
    let rows = lists.items.iter().map(ListRow::of).collect();
    Ok(Paged::of(page, rows, lists.total).at_least_one())
}

fn search<R: Row + 'static>(
    name: &str,
    nouns: &str,
    parameters: &[Parameter],
    kinds: &'static [Kind],
) -> Operation {
    Operation::get(
        &format!("/search/{name}"),
        &format!("Finds {nouns} by their names"),
        parameters,
        move |call: Call| async move { find::<R>(&call, kinds).await },
    )
}

/// A page of what is found; without a query nothing is.
async fn find<R: Row>(call: &Call, kinds: &[Kind]) -> Result<Paged<R>, ApiError> {
    let (view, page) = (&*call.view, call.view.page()?);
    let text = view.query.get("query").unwrap_or_default().trim();
    let year_of = |name| view.query.get(name).and_then(year);
    let search = Search {
        text: text.to_owned(),
        kinds: kinds.to_vec(),
        include_adult: view.flag("include_adult").unwrap_or_default(),
        year: year_of("year"),
        primary_year: year_of("primary_release_year").or(year_of("first_air_date_year")),
    };
    let snapshot = call.app.index.snapshot();
    let found = match text.is_empty() {
        true => Found {
            total: 0,
            items: Vec::new(),
        },
        false => snapshot.search(&search, Slice::page(page, PAGE_SIZE)),
    };
    paged(&call.app, view, &snapshot, page, found).await
}
