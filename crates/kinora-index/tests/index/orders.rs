//! The orders of movies.

use kinora_index::{MovieFilter, MovieKey, MovieOrder};
use kinora_model::MovieFacts;
use kinora_model::release::{CountryReleases, Release, Releases};

use super::catalogue::{ALL, Entry, TestIndex, movie};

fn of(id: i64, title: &str, date: Option<&str>, revenue: i64) -> Entry {
    let facts = MovieFacts {
        original_title: Some(title.to_owned()),
        release_date: date.map(|date| date.parse().unwrap()),
        revenue: Some(revenue),
        ..MovieFacts::default()
    };
    movie(id, &facts)
}

fn released(country: &str, rows: &[(i32, &str)]) -> Releases {
    let row = |(release_type, date): &(i32, &str)| Release {
        release_type: *release_type,
        release_date: (*date).to_owned(),
        ..Release::default()
    };
    Releases {
        countries: Some(vec![CountryReleases {
            iso_3166_1: country.to_owned(),
            release_dates: rows.iter().map(row).collect(),
        }]),
        legacy: None,
    }
}

async fn catalogue() -> TestIndex {
    TestIndex::of([
        of(1, "Äpfel", Some("1920-02-26"), 5)
            .popular(2.0)
            .rated(8.0, 1_000),
        of(2, "zebra", None, 5).popular(7.0).rated(10.0, 1),
        of(3, "Metropolis", Some("1927-01-10"), 9)
            .popular(2.0)
            .rated(6.0, 500)
            .translated("en-US", "The Big City")
            .with(&released(
                "DE",
                &[(1, "1930-01-10"), (3, "1931-02-01"), (2, "1932-01-01")],
            )),
        of(4, "Abc", None, 1).popular(0.5),
    ])
    .await
}

fn ordered(catalogue: &TestIndex, key: MovieKey, descending: bool) -> Vec<i64> {
    let order = MovieOrder { key, descending };
    let found = catalogue
        .snapshot()
        .movies(&MovieFilter::default(), &order, ALL);
    found.items
}

#[tokio::test]
async fn movies_are_ordered_with_ties_by_id_and_unknown_dates_last() {
    let catalogue = catalogue().await;

    for (key, descending, expected) in [
        (MovieKey::Popularity, true, [2, 1, 3, 4]),
        (MovieKey::Popularity, false, [4, 1, 3, 2]),
        (MovieKey::Revenue, true, [3, 1, 2, 4]),
        (MovieKey::Revenue, false, [4, 1, 2, 3]),
        (MovieKey::PrimaryReleaseDate, true, [3, 1, 2, 4]),
        (MovieKey::PrimaryReleaseDate, false, [1, 3, 2, 4]),
        (MovieKey::Title, false, [4, 1, 3, 2]),
        (MovieKey::Title, true, [2, 3, 1, 4]),
        (MovieKey::OriginalTitle, false, [4, 1, 3, 2]),
        (MovieKey::VoteAverage, true, [2, 1, 3, 4]),
        (MovieKey::VoteCount, true, [1, 3, 2, 4]),
    ] {
        assert_eq!(
            ordered(&catalogue, key.clone(), descending),
            expected,
            "{key:?}"
        );
    }
}

#[tokio::test]
async fn one_rating_of_ten_is_less_than_many_of_eight() {
    let catalogue = catalogue().await;

    let weighted = MovieKey::WeightedRating { prior_votes: 200.0 };

    // The mean of the three movies with ratings is 8.
    assert_eq!(ordered(&catalogue, weighted, true), [2, 1, 4, 3]);
    let plain = MovieKey::WeightedRating { prior_votes: 0.0 };
    assert_eq!(ordered(&catalogue, plain, false), [3, 1, 4, 2]);
}

#[tokio::test]
async fn the_release_date_is_that_of_the_country_and_type_asked_for() {
    let later = of(5, "Later", Some("1931-06-01"), 0);
    let catalogue = catalogue().await;
    catalogue.bulk([later], []).await;
    let ordered = |country: Option<&str>, types: &[i32]| {
        let key = MovieKey::ReleaseDate {
            country: country.map(str::to_owned),
            types: types.to_vec(),
        };
        ordered(&catalogue, key, true)
    };

    // Metropolis is shown with 1927-01-10, 1931-02-01 or 1932-01-01; the others have their primary date everywhere.
    assert_eq!(ordered(None, &[]), [5, 3, 1, 2, 4]);
    assert_eq!(ordered(Some("DE"), &[]), [5, 3, 1, 2, 4]);
    assert_eq!(ordered(Some("de"), &[2, 3]), [3, 5, 1, 2, 4]);
}
