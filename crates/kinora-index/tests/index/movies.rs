//! The conditions on movies, each alone and where several must hold on the same thing.

use kinora_index::{
    Bounds, CertificationFilter, Monetization, MovieFilter, OfferFilter, ReleaseFilter, Terms,
};
use kinora_model::MovieFacts;
use kinora_model::credit::CreditType;
use kinora_model::providers::{Offer, Offers, WatchProviders};
use kinora_model::release::{CountryReleases, Release, Releases};
use kinora_model::titles::Keywords;

use super::catalogue::{Entry, TestIndex, credit, movie, movie_key, person, texts, titled};

fn at_least<T>(least: T) -> Bounds<T> {
    Bounds {
        least: Some(least),
        most: None,
    }
}

fn at_most<T>(most: T) -> Bounds<T> {
    Bounds {
        least: None,
        most: Some(most),
    }
}

fn words(words: &[&str]) -> Terms<String> {
    Terms::any(
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>(),
    )
}

fn release(release_type: i32, date: &str, certification: &str) -> Release {
    Release {
        release_type,
        release_date: format!("{date}T00:00:00.000Z"),
        certification: certification.to_owned(),
        ..Release::default()
    }
}

fn released(country: &str, release_dates: Vec<Release>) -> Releases {
    Releases {
        countries: Some(vec![CountryReleases {
            iso_3166_1: country.to_owned(),
            release_dates,
        }]),
        legacy: None,
    }
}

fn offer(provider_id: i64) -> Offer {
    Offer {
        provider_id,
        ..Offer::default()
    }
}

/// Nosferatu has everything, the second movie other things, and of the third nothing is known.
fn nosferatu() -> Entry {
    let facts = MovieFacts {
        original_title: Some("Nosferatu, eine Symphonie des Grauens".into()),
        original_language: Some("de".into()),
        release_date: "1922-03-15".parse().ok(),
        runtime: Some(94),
        genres: Some(vec![27, 14]),
        companies: Some(vec![4]),
        origin_country: Some(vec!["DE".into()]),
        ..MovieFacts::default()
    };
    let releases = vec![
        release(1, "1922-03-04", ""),
        release(3, "1922-03-15", "12"),
        release(5, "2001-05-01", "12"),
    ];
    let german = Offers {
        flatrate: vec![offer(8)],
        rent: vec![offer(2)],
        ..Offers::default()
    };
    movie(1, &facts)
        .with(&Keywords(vec![100, 101]))
        .with(&released("DE", releases))
        .with(&WatchProviders([("DE".to_owned(), german)].into()))
        .with(&texts(&[
            ("en-US", "Nosferatu", "A vampire."),
            ("fr-FR", "", "Un vampire."),
        ]))
        .rated(7.7, 2_000)
}

async fn catalogue() -> TestIndex {
    let facts = MovieFacts {
        original_title: Some("Safety Last!".into()),
        original_language: Some("en".into()),
        release_date: "1923-04-01".parse().ok(),
        runtime: Some(74),
        genres: Some(vec![35, 14]),
        companies: Some(vec![5]),
        origin_country: Some(vec!["US".into()]),
        video: Some(true),
        ..MovieFacts::default()
    };
    let french = Offers {
        buy: vec![offer(8)],
        ..Offers::default()
    };
    let second = movie(2, &facts)
        .with(&Keywords(vec![101]))
        .with(&released("US", vec![release(3, "1923-04-01", "G")]))
        .with(&WatchProviders([("FR".to_owned(), french)].into()))
        .rated(8.0, 300);
    let adult = MovieFacts {
        adult: Some(true),
        ..MovieFacts::default()
    };
    let credits = [
        credit(1, movie_key(1), 50, CreditType::Cast),
        credit(2, movie_key(1), 51, CreditType::Crew),
        credit(3, movie_key(2), 51, CreditType::Cast),
    ];
    let people = [person(50, "Max Schreck"), person(51, "Somebody")];
    let movies = [nosferatu(), second, titled(3, "Unknown"), movie(4, &adult)];
    TestIndex::with_credits([&movies[..], &people[..]].concat(), credits).await
}

/// The filter with one condition.
fn only(condition: impl FnOnce(&mut MovieFilter)) -> MovieFilter {
    let mut filter = MovieFilter::default();
    condition(&mut filter);
    filter
}

/// Each condition alone, and the movies that it leaves.
fn conditions() -> Vec<(MovieFilter, &'static [i64])> {
    let german = |providers, monetization| {
        Some(OfferFilter {
            region: "DE".into(),
            providers,
            monetization,
        })
    };
    let (anybody, anyhow) = (Terms::default, Terms::default);
    let bought = || Terms::any([Monetization::Buy]);
    vec![
        (MovieFilter::default(), &[1, 2, 3]),
        (only(|filter| filter.include_adult = true), &[1, 2, 3, 4]),
        (only(|filter| filter.include_video = false), &[1, 3]),
        (only(|filter| filter.genres = Terms::any([27, 35])), &[1, 2]),
        (only(|filter| filter.genres = Terms::every([14, 35])), &[2]),
        (only(|filter| filter.without_genres = vec![35, 99]), &[1, 3]),
        (only(|filter| filter.keywords = Terms::any([101])), &[1, 2]),
        (
            only(|filter| filter.keywords = Terms::every([100, 101])),
            &[1],
        ),
        (only(|filter| filter.without_keywords = vec![100]), &[2, 3]),
        (only(|filter| filter.companies = Terms::any([5])), &[2]),
        (only(|filter| filter.without_companies = vec![5]), &[1, 3]),
        (only(|filter| filter.cast = Terms::any([50, 51])), &[1, 2]),
        (only(|filter| filter.cast = Terms::every([50, 51])), &[]),
        (only(|filter| filter.crew = Terms::any([51])), &[1]),
        (only(|filter| filter.people = Terms::any([51])), &[1, 2]),
        (only(|filter| filter.people = Terms::every([50, 51])), &[1]),
        (
            only(|filter| filter.original_language = words(&["DE", "fr"])),
            &[1],
        ),
        (
            only(|filter| filter.original_language = words(&["en-US"])),
            &[],
        ),
        (
            only(|filter| filter.origin_country = words(&["us", "FR"])),
            &[2],
        ),
        (
            only(|filter| filter.primary_release_date = at_least("1922-03-16".parse().unwrap())),
            &[2],
        ),
        (
            only(|filter| filter.primary_release_date = at_most("1922-03-15".parse().unwrap())),
            &[1],
        ),
        (only(|filter| filter.vote_average = at_least(7.7)), &[1, 2]),
        (only(|filter| filter.vote_average = at_most(7.7)), &[1, 3]),
        (only(|filter| filter.vote_count = at_least(301.0)), &[1]),
        (only(|filter| filter.runtime = at_least(94.0)), &[1]),
        (only(|filter| filter.runtime = at_most(74.0)), &[2, 3]),
        (
            only(|filter| filter.offers = german(Terms::any([8]), anyhow())),
            &[1],
        ),
        (
            only(|filter| filter.offers = german(anybody(), bought())),
            &[],
        ),
        (
            only(|filter| filter.offers = german(anybody(), anyhow())),
            &[1, 2, 3],
        ),
        (
            only(|filter| filter.without_providers = Some(("FR".into(), vec![8]))),
            &[1, 3],
        ),
        (
            only(|filter| filter.title_translation = "en".parse().ok()),
            &[1],
        ),
        (
            only(|filter| filter.title_translation = "fr-FR".parse().ok()),
            &[],
        ),
        (
            only(|filter| filter.overview_translation = "fr-FR".parse().ok()),
            &[1],
        ),
    ]
}

#[tokio::test]
async fn each_condition_leaves_the_movies_that_meet_it() {
    let catalogue = catalogue().await;

    for (filter, expected) in conditions() {
        assert_eq!(catalogue.movies(&filter), expected, "{filter:?}");
    }
}

#[tokio::test]
async fn releases_are_found_by_country_type_and_date_of_one_and_the_same() {
    let catalogue = catalogue().await;
    let by = |country: Option<&str>, types: &[i32], dates: Bounds<&str>| {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let filter = ReleaseFilter {
            country: country.map(str::to_owned),
            types: types.to_vec(),
            dates: Bounds {
                least: day(dates.least),
                most: day(dates.most),
            },
        };
        catalogue.movies(&MovieFilter {
            releases: vec![filter],
            ..MovieFilter::default()
        })
    };

    assert_eq!(by(Some("DE"), &[], Bounds::default()), [1]);
    assert_eq!(by(None, &[3], Bounds::default()), [1, 2]);
    assert_eq!(by(None, &[], at_least("2001-01-01")), [1]);
    assert_eq!(by(Some("de"), &[5], at_least("2001-01-01")), [1]);
    assert!(by(Some("DE"), &[3], at_least("2001-01-01")).is_empty());
    assert!(by(Some("US"), &[], at_least("2001-01-01")).is_empty());
}

#[tokio::test]
async fn conditions_on_releases_may_be_met_by_different_ones() {
    let catalogue = catalogue().await;
    let of_type = |release_type| ReleaseFilter {
        types: vec![release_type],
        ..ReleaseFilter::default()
    };

    let found = catalogue.movies(&MovieFilter {
        releases: vec![of_type(1), of_type(5)],
        ..MovieFilter::default()
    });

    assert_eq!(found, [1]);
}

#[tokio::test]
async fn a_movie_known_only_from_a_row_is_found_by_its_primary_date() {
    let facts = MovieFacts {
        release_date: "1895-12-28".parse().ok(),
        ..MovieFacts::default()
    };
    let catalogue = TestIndex::of([movie(1, &facts), titled(2, "Without a date")]).await;
    let dates = at_most("1899-12-31".parse().unwrap());
    let find = |country: Option<&str>| {
        let filter = ReleaseFilter {
            country: country.map(str::to_owned),
            types: Vec::new(),
            dates,
        };
        catalogue.movies(&MovieFilter {
            releases: vec![filter],
            ..MovieFilter::default()
        })
    };

    assert_eq!(find(None), [1]);
    assert!(find(Some("FR")).is_empty());
}

#[tokio::test]
async fn ratings_are_compared_in_their_country_in_any_case() {
    let catalogue = catalogue().await;
    let find = |country: &str, allowed: &[&str]| {
        let certification = CertificationFilter {
            country: country.to_owned(),
            allowed: allowed.iter().map(|rating| (*rating).to_owned()).collect(),
        };
        catalogue.movies(&MovieFilter {
            certification: Some(certification),
            ..MovieFilter::default()
        })
    };

    assert_eq!(find("us", &["PG", "g"]), [2]);
    assert_eq!(find("DE", &["12"]), [1]);
    assert!(find("US", &["12"]).is_empty());
}

#[tokio::test]
async fn provider_and_way_must_hold_on_the_same_offer() {
    let catalogue = catalogue().await;
    let find = |provider, way| {
        let offers = OfferFilter {
            region: "DE".into(),
            providers: Terms::any([provider]),
            monetization: Terms::any([way]),
        };
        catalogue.movies(&MovieFilter {
            offers: Some(offers),
            ..MovieFilter::default()
        })
    };

    assert_eq!(find(8, Monetization::Flatrate), [1]);
    assert_eq!(find(2, Monetization::Rent), [1]);
    assert!(find(8, Monetization::Rent).is_empty());
}

#[tokio::test]
async fn conditions_hold_together() {
    let catalogue = catalogue().await;
    let filter = MovieFilter {
        genres: Terms::any([14]),
        vote_count: at_least(100.0),
        runtime: at_most(80.0),
        ..MovieFilter::default()
    };

    assert_eq!(catalogue.movies(&filter), [2]);
}
