//! The conditions on series, and their orders.

use kinora_index::{
    Bounds, Monetization, OfferFilter, SeriesFilter, SeriesKey, SeriesOrder, Terms,
};
use kinora_model::providers::{Offer, Offers, WatchProviders};
use kinora_model::release::Screened;
use kinora_model::titles::Keywords;
use kinora_model::{Date, SeriesFacts};

use super::catalogue::{ALL, Entry, TestIndex, episode, series, texts};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn between(least: &str, most: &str) -> Bounds<Date> {
    Bounds {
        least: Some(day(least)),
        most: Some(day(most)),
    }
}

/// The first series has everything, the second other things, of the third only a name is known.
fn everything() -> Entry {
    let facts = SeriesFacts {
        original_name: Some("Les Vampires".into()),
        original_language: Some("fr".into()),
        origin_country: Some(vec!["FR".into()]),
        first_air_date: Some(day("1915-11-13")),
        last_air_date: Some(day("1916-06-30")),
        status: Some("Ended".into()),
        series_type: Some("Miniseries".into()),
        episode_run_time: Some(vec![15, 40]),
        genres: Some(vec![80]),
        companies: Some(vec![9]),
        networks: Some(vec![7]),
        ..SeriesFacts::default()
    };
    let offers = Offers {
        ads: vec![Offer {
            provider_id: 3,
            ..Offer::default()
        }],
        ..Offers::default()
    };
    series(1, &facts)
        .with(&Keywords(vec![200]))
        .with(&Screened(vec![11]))
        .with(&WatchProviders([("FR".to_owned(), offers)].into()))
        .with(&texts(&[("de-DE", "Die Vampire", "Eine Bande.")]))
        .rated(6.7, 60)
        .popular(1.0)
}

async fn catalogue() -> TestIndex {
    let facts = SeriesFacts {
        original_name: Some("Anders".into()),
        original_language: Some("de".into()),
        first_air_date: Some(day("1984-09-16")),
        status: Some("Returning Series".into()),
        series_type: Some("Documentary".into()),
        genres: Some(vec![18]),
        ..SeriesFacts::default()
    };
    let named = SeriesFacts {
        original_name: Some("Caligari".into()),
        ..SeriesFacts::default()
    };
    let adult = SeriesFacts {
        adult: Some(true),
        ..SeriesFacts::default()
    };
    TestIndex::of([
        everything(),
        series(2, &facts).rated(9.0, 1).popular(3.0),
        series(3, &named).popular(3.0),
        series(4, &adult),
        episode(11, 1, "1915-11-13"),
        episode(12, 1, "1916-02-04"),
        episode(13, 3, "2020-01-01"),
        episode(14, 404, "2020-01-01"),
    ])
    .await
}

/// The filter with one condition.
fn only(condition: impl FnOnce(&mut SeriesFilter)) -> SeriesFilter {
    let mut filter = SeriesFilter::default();
    condition(&mut filter);
    filter
}

/// Each condition alone, and the series that it leaves.
fn conditions() -> Vec<(SeriesFilter, &'static [i64])> {
    let offers = |provider, way| OfferFilter {
        region: "FR".into(),
        providers: Terms::any([provider]),
        monetization: Terms::any([way]),
    };
    let from = |least| Bounds {
        least: Some(least),
        most: None,
    };
    vec![
        (SeriesFilter::default(), &[1, 2, 3]),
        (only(|filter| filter.include_adult = true), &[1, 2, 3, 4]),
        (
            only(|filter| filter.include_null_first_air_dates = false),
            &[1, 2],
        ),
        (only(|filter| filter.genres = Terms::any([80, 18])), &[1, 2]),
        (only(|filter| filter.without_genres = vec![80]), &[2, 3]),
        (only(|filter| filter.keywords = Terms::any([200])), &[1]),
        (only(|filter| filter.without_keywords = vec![200]), &[2, 3]),
        (only(|filter| filter.companies = Terms::any([9])), &[1]),
        (only(|filter| filter.without_companies = vec![9]), &[2, 3]),
        (only(|filter| filter.networks = Terms::any([7])), &[1]),
        (
            only(|filter| filter.original_language = Terms::any(["FR".to_owned()])),
            &[1],
        ),
        (
            only(|filter| filter.origin_country = Terms::any(["fr".to_owned()])),
            &[1],
        ),
        (
            only(|filter| filter.first_air_date = between("1900-01-01", "1950-01-01")),
            &[1],
        ),
        (
            only(|filter| filter.air_date = between("1916-01-01", "1916-02-28")),
            &[1],
        ),
        (
            only(|filter| filter.air_date = between("1916-06-30", "1916-06-30")),
            &[1],
        ),
        (
            only(|filter| filter.air_date = between("1916-03-01", "1916-06-29")),
            &[],
        ),
        (
            only(|filter| filter.air_date = between("1984-01-01", "2020-12-31")),
            &[2, 3],
        ),
        (
            only(|filter| filter.screened_theatrically = Some(true)),
            &[1],
        ),
        (
            only(|filter| filter.screened_theatrically = Some(false)),
            &[2, 3],
        ),
        (only(|filter| filter.status = Terms::any([0, 5])), &[2]),
        (only(|filter| filter.status = Terms::any([3])), &[1]),
        (only(|filter| filter.series_type = Terms::any([2])), &[1]),
        (only(|filter| filter.series_type = Terms::any([0])), &[2]),
        (only(|filter| filter.runtime = from(30.0)), &[1]),
        (only(|filter| filter.runtime = from(41.0)), &[]),
        (only(|filter| filter.vote_average = from(7.0)), &[2]),
        (only(|filter| filter.vote_count = from(2.0)), &[1]),
        (
            only(|filter| filter.offers = Some(offers(3, Monetization::Ads))),
            &[1],
        ),
        (
            only(|filter| filter.offers = Some(offers(3, Monetization::Buy))),
            &[],
        ),
        (
            only(|filter| filter.without_providers = Some(("FR".into(), vec![3]))),
            &[2, 3],
        ),
        (
            only(|filter| filter.name_translation = "de".parse().ok()),
            &[1],
        ),
        (
            only(|filter| filter.overview_translation = "de-AT".parse().ok()),
            &[],
        ),
    ]
}

#[tokio::test]
async fn each_condition_leaves_the_series_that_meet_it() {
    let catalogue = catalogue().await;

    for (filter, expected) in conditions() {
        assert_eq!(catalogue.series(&filter), expected, "{filter:?}");
    }
}

#[tokio::test]
async fn series_are_ordered_with_ties_by_id_and_unknown_dates_last() {
    let catalogue = catalogue().await;
    let weighted = SeriesKey::WeightedRating { prior_votes: 100.0 };

    for (key, descending, expected) in [
        (SeriesKey::Popularity, true, [2, 3, 1]),
        (SeriesKey::Popularity, false, [1, 2, 3]),
        (SeriesKey::FirstAirDate, true, [2, 1, 3]),
        (SeriesKey::FirstAirDate, false, [1, 2, 3]),
        (SeriesKey::Name, false, [2, 3, 1]),
        (SeriesKey::OriginalName, true, [1, 3, 2]),
        (SeriesKey::VoteAverage, true, [2, 1, 3]),
        (SeriesKey::VoteCount, true, [1, 2, 3]),
        // Of 1 rating little is believed, of 60 more: the third is at the mean of the two others, 7.85.
        (weighted, true, [2, 3, 1]),
    ] {
        let order = SeriesOrder { key, descending };
        let found = catalogue
            .snapshot()
            .series(&SeriesFilter::default(), order, ALL);
        assert_eq!(found.items, expected, "{order:?}");
    }
}
