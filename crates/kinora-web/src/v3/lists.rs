//! Ranked lists: popular, top rated, in theatres, on air, latest, trending (contract 3.15, 3.20, 3.21).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kinora_index::{
    Bounds, Found, MovieFilter, MovieKey, MovieOrder, ReleaseFilter, SeriesFilter, SeriesKey,
    SeriesOrder, Slice, Snapshot, Terms, Window,
};
use kinora_model::Date;
use kinora_model::key::{EntityKey, Kind};
use kinora_store::Locator;
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::mixed::{MixedRow, PersonRow};
use super::namespace::Namespace;
use super::operation::{Call, Describe, Operation};
use super::page::{PAGE_SIZE, Paged, Row, paged};
use super::parameter::{
    INCLUDE_ADULT, LANGUAGE, PAGE, Parameter, REGION, TIMEZONE, number_in_path, timezone,
};
use super::related::{of_kind, popular};
use super::titles::{MovieRow, SeriesRow};
use super::{movie, person, series};
use crate::App;
use crate::error::ApiError;

/// Trending lists end here (contract 1.9).
const LONGEST_TREND: usize = 10_000;
/// How long a movie counts as being in theatres, and how far upcoming ones are looked for, in days (contract 3.15).
const IN_THEATRES: i64 = 42;
const SOON: i64 = 21;
/// The types of releases in theatres (contract 1.12).
const THEATRICAL: [i32; 2] = [2, 3];
/// Documentaries, and a genre that is gone: neither is among the top rated (contract 3.15).
const NOT_TOP_RATED: [i32; 2] = [99, 10755];
/// How far ahead series count as being on the air, in days (contract 3.21).
const ON_THE_AIR: i64 = 7;
const BY_POPULARITY: SeriesOrder = SeriesOrder {
    key: SeriesKey::Popularity,
    descending: true,
};

/// The operations.
pub fn operations() -> Vec<Operation> {
    let of_movies: &[Parameter] = &[LANGUAGE, PAGE, REGION];
    let of_series: &[Parameter] = &[LANGUAGE, PAGE];
    let on_air: &[Parameter] = &[LANGUAGE, PAGE, TIMEZONE];
    let mut operations = vec![
        list::<MovieRow>("/movie/popular", "Popular movies", of_movies, |list| {
            let filter = MovieFilter {
                include_video: false,
                ..MovieFilter::default()
            };
            popular(list.snapshot, &filter, list.slice)
        }),
        list::<MovieRow>("/movie/top_rated", "Movies rated best", of_movies, |list| {
            let floor = list.app.settings.top_rated_votes;
            let filter = MovieFilter {
                include_video: false,
                without_genres: NOT_TOP_RATED.to_vec(),
                vote_count: at_least(floor),
                ..MovieFilter::default()
            };
            let key = MovieKey::WeightedRating { prior_votes: floor };
            list.movies(&filter, key)
        }),
        Operation::get(
            "/movie/now_playing",
            "Movies in theatres",
            of_movies,
            async |call: Call| {
                let wednesday = next_wednesday(call.app.today(&TimeZone::UTC));
                in_theatres(&call, wednesday.plus_days(-IN_THEATRES), wednesday).await
            },
        ),
        Operation::get(
            "/movie/upcoming",
            "Movies soon in theatres",
            of_movies,
            async |call: Call| {
                let wednesday = next_wednesday(call.app.today(&TimeZone::UTC));
                in_theatres(&call, wednesday, wednesday.plus_days(SOON)).await
            },
        ),
        list::<SeriesRow>("/tv/popular", "Popular series", of_series, |list| {
            list.series(&aired(), BY_POPULARITY)
        }),
        list::<SeriesRow>("/tv/top_rated", "Series rated best", of_series, |list| {
            let floor = list.app.settings.top_rated_votes;
            let filter = SeriesFilter {
                vote_count: at_least(floor),
                ..aired()
            };
            let order = SeriesOrder {
                key: SeriesKey::WeightedRating { prior_votes: floor },
                descending: true,
            };
            list.series(&filter, order)
        }),
        list::<SeriesRow>(
            "/tv/airing_today",
            "Series with an episode today",
            on_air,
            |list| list.airing(0),
        ),
        list::<SeriesRow>(
            "/tv/on_the_air",
            "Series with an episode in the next seven days",
            on_air,
            |list| list.airing(ON_THE_AIR),
        ),
        list::<PersonRow>("/person/popular", "Popular people", of_series, |list| {
            of_kind(Kind::Person, list.snapshot.people(list.slice))
        }),
        latest(&movie::NAMESPACE, "/movie/latest", "The newest movie"),
        latest(&series::NAMESPACE, "/tv/latest", "The newest series"),
        latest(&person::NAMESPACE, "/person/latest", "The newest person"),
        Operation::get(
            "/genre/{genre_id}/movies",
            "Movies of a genre, the most popular first",
            &[INCLUDE_ADULT, LANGUAGE, PAGE],
            genre_movies,
        ),
    ];
    let kinds: [(&str, &str, &[Kind]); 4] = [
        (
            "all",
            "Movies and series of the day or week",
            &[Kind::Movie, Kind::Series],
        ),
        ("movie", "Movies of the day or week", &[Kind::Movie]),
        ("tv", "Series of the day or week", &[Kind::Series]),
        ("person", "People of the day or week", &[Kind::Person]),
    ];
    for (name, summary, kinds) in kinds {
        let path = format!("/trending/{name}/{{time_window}}");
        let trend = Operation::get(&path, summary, of_series, move |call: Call| async move {
            trending(&call, kinds).await
        });
        operations.push(trend.kept_for(300));
    }
    operations
}

/// What a list is made from.
struct List<'a> {
    app: &'a App,
    view: &'a View,
    snapshot: &'a Snapshot,
    slice: Slice,
}

impl List<'_> {
    fn movies(&self, filter: &MovieFilter, key: MovieKey) -> Found<EntityKey> {
        let order = MovieOrder {
            key,
            descending: true,
        };
        of_kind(
            Kind::Movie,
            self.snapshot.movies(filter, &order, self.slice),
        )
    }

    fn series(&self, filter: &SeriesFilter, order: SeriesOrder) -> Found<EntityKey> {
        of_kind(
            Kind::Series,
            self.snapshot.series(filter, order, self.slice),
        )
    }

    /// Series with an episode from today to so many days later.
    fn airing(&self, days: i64) -> Found<EntityKey> {
        let zone = self.view.query.get("timezone").unwrap_or(DEFAULT_TIMEZONE);
        let today = self.app.today(&timezone(zone).unwrap_or(TimeZone::UTC));
        let filter = SeriesFilter {
            air_date: Bounds {
                least: Some(today),
                most: Some(today.plus_days(days)),
            },
            include_null_first_air_dates: true,
            ..aired()
        };
        self.series(&filter, BY_POPULARITY)
    }
}

/// Where days begin when a request does not say (contract 3.21).
const DEFAULT_TIMEZONE: &str = "America/New_York";

/// Series whose first episode has a date.
fn aired() -> SeriesFilter {
    SeriesFilter {
        include_null_first_air_dates: false,
        ..SeriesFilter::default()
    }
}

fn at_least(votes: f64) -> Bounds<f64> {
    Bounds {
        least: Some(votes),
        most: None,
    }
}

fn list<R: Row + 'static>(
    path: &str,
    summary: &str,
    parameters: &[Parameter],
    find: fn(&List<'_>) -> Found<EntityKey>,
) -> Operation {
    Operation::get(path, summary, parameters, move |call: Call| async move {
        let page = call.view.page()?;
        let snapshot = call.app.index.snapshot();
        let found = find(&List {
            app: &call.app,
            view: &call.view,
            snapshot: &snapshot,
            slice: Slice::page(page, PAGE_SIZE),
        });
        paged::<R>(&call.app, &call.view, &snapshot, page, found).await
    })
}

/// The first and last day of a list.
#[derive(Serialize, JsonSchema)]
struct Dates {
    maximum: Date,
    minimum: Date,
}

#[derive(Serialize, JsonSchema)]
struct Dated {
    dates: Dates,
    #[serde(flatten)]
    page: Paged<MovieRow>,
}

/// The next Wednesday, or today when it is one: the day on which lists of theatres turn (contract 3.15).
fn next_wednesday(today: Date) -> Date {
    const WEDNESDAY: i64 = 2;
    today.plus_days((WEDNESDAY - i64::from(today.weekday())).rem_euclid(7))
}

/// Movies with a release in theatres between two days, in `region` or anywhere.
async fn in_theatres(call: &Call, minimum: Date, maximum: Date) -> Result<Dated, ApiError> {
    let page = call.view.page()?;
    call.view.prefer_releases(&THEATRICAL);
    let snapshot = call.app.index.snapshot();
    let filter = MovieFilter {
        include_video: false,
        releases: vec![ReleaseFilter {
            country: call.view.country("region"),
            types: THEATRICAL.to_vec(),
            dates: Bounds {
                least: Some(minimum),
                most: Some(maximum),
            },
        }],
        ..MovieFilter::default()
    };
    let slice = Slice::page(page, PAGE_SIZE);
    let found = popular(&snapshot, &filter, slice);
    Ok(Dated {
        dates: Dates { maximum, minimum },
        page: paged(&call.app, &call.view, &snapshot, page, found).await?,
    })
}

/// Details of the entity with the largest id; asked for anew every time.
fn latest(namespace: &'static Namespace, path: &str, summary: &str) -> Operation {
    let schema: Describe = std::sync::Arc::new(|generator| namespace.details.schema(generator));
    let latest = Operation::get_json(path, summary, &[], schema, async |call: Call| {
        let newest = call.app.store.latest(namespace.kind).await?;
        let newest = EntityKey::new(namespace.kind, newest.ok_or(ApiError::NotFound)?);
        namespace.answer(&call, Locator::Key(newest)).await
    });
    latest.kept_for(0)
}

/// A page that names what its rows belong to.
#[derive(Serialize, JsonSchema)]
struct Owned {
    id: i64,
    #[serde(flatten)]
    page: Paged<MovieRow>,
}

async fn genre_movies(call: Call) -> Result<Owned, ApiError> {
    let id = number_in_path(call.segment(0))?.and_then(|id| i32::try_from(id).ok());
    let is_genre = |id: &i32| {
        let name = call
            .view
            .reference
            .genre_name(Kind::Movie, *id, call.view.locale());
        !name.is_empty()
    };
    let id = id.filter(is_genre).ok_or(ApiError::NotFound)?;
    let page = call.view.page()?;
    let snapshot = call.app.index.snapshot();
    let filter = MovieFilter {
        genres: Terms::any(vec![id]),
        include_adult: call.view.flag("include_adult").unwrap_or_default(),
        ..MovieFilter::default()
    };
    let slice = Slice::page(page, PAGE_SIZE);
    let found = popular(&snapshot, &filter, slice);
    Ok(Owned {
        id: i64::from(id),
        page: paged(&call.app, &call.view, &snapshot, page, found).await?,
    })
}

async fn trending(call: &Call, kinds: &[Kind]) -> Result<Paged<MixedRow>, ApiError> {
    let window = match call.segment(0) {
        "day" => Window::Day,
        "week" => Window::Week,
        _ => return Err(ApiError::InvalidParameters),
    };
    let page = call.view.page()?;
    let snapshot = call.app.index.snapshot();
    let found = snapshot.trending(kinds, window, Slice::page(page, PAGE_SIZE));
    let found = Found {
        total: found.total.min(LONGEST_TREND),
        ..found
    };
    paged(&call.app, &call.view, &snapshot, page, found).await
}

impl App {
    /// Which day it is.
    fn today(&self, zone: &TimeZone) -> Date {
        let now = Timestamp::try_from(self.settings.clock.now()).unwrap_or_default();
        let local = now.as_second() + i64::from(zone.to_offset(now).seconds());
        Date::from_day_number(local.div_euclid(24 * 60 * 60)).unwrap_or(Date::EPOCH)
    }
}
