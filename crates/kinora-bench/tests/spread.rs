//! The catalogue is spread as it is said to be.

use std::collections::BTreeMap;

use kinora_bench::Catalogue;
use kinora_bench::movie::Movie;
use kinora_model::Kind;
use kinora_model::reference::Reference;

const MOVIES: i64 = 20_000;

fn movies() -> Vec<Movie> {
    let catalogue = Catalogue::new(7, MOVIES as u64, 0, 6_000);
    (1..=MOVIES).map(|id| catalogue.movie(id)).collect()
}

fn mean(numbers: impl Iterator<Item = usize>) -> f64 {
    numbers.sum::<usize>() as f64 / MOVIES as f64
}

fn share(movies: &[Movie], is: impl Fn(&Movie) -> bool) -> f64 {
    movies.iter().filter(|movie| is(movie)).count() as f64 / movies.len() as f64
}

#[track_caller]
fn is_near(number: f64, least: f64, most: f64) {
    assert!(
        (least..=most).contains(&number),
        "{number} is not from {least} to {most}"
    );
}

#[test]
fn movies_have_as_much_as_is_said() {
    let movies = movies();

    is_near(
        mean(
            movies
                .iter()
                .map(|movie| movie.credits.cast.len() + movie.credits.crew.len()),
        ),
        9.0,
        11.0,
    );
    is_near(
        mean(movies.iter().map(|movie| movie.writing.alternatives.len())),
        0.5,
        0.7,
    );
    is_near(
        mean(
            movies
                .iter()
                .map(|movie| movie.writing.title().split(' ').count()),
        ),
        2.7,
        3.3,
    );
    is_near(
        share(&movies, |movie| movie.releases.countries.is_empty()),
        0.18,
        0.22,
    );
    is_near(
        share(&movies, |movie| movie.fame.stat.vote_count >= 30),
        0.055,
        0.08,
    );
    is_near(
        share(&movies, |movie| movie.writing.tongue.code == "en"),
        0.36,
        0.44,
    );
    for movie in &movies {
        assert!((1..=4).contains(&movie.genres.len()));
        assert!(movie.releases.countries.len() <= 6);
        assert!((3..=8).contains(&movie.writing.translations.len()));
    }
}

#[test]
fn a_third_of_the_popular_movies_can_be_watched_in_ten_countries() {
    let movies: Vec<Movie> = movies()
        .into_iter()
        .filter(|movie| movie.fame.is_popular())
        .collect();
    let offered = movies.iter().filter(|movie| !movie.offers.0.is_empty());
    let countries: usize = offered.clone().map(|movie| movie.offers.0.len()).sum();

    is_near(
        share(&movies, |movie| !movie.offers.0.is_empty()),
        0.28,
        0.38,
    );
    is_near(countries as f64 / offered.count() as f64, 8.0, 12.0);
}

#[test]
fn what_is_popular_is_newer_and_has_more_credits() {
    let (popular, others): (Vec<Movie>, Vec<Movie>) = movies()
        .into_iter()
        .partition(|movie| movie.fame.stat.vote_count >= 100);
    let year = |movies: &[Movie]| {
        let years = movies
            .iter()
            .filter_map(|movie| movie.releases.date)
            .map(|date| f64::from(date.year()));
        years.clone().sum::<f64>() / years.count() as f64
    };
    let credits = |movies: &[Movie]| {
        let counts = movies
            .iter()
            .map(|movie| movie.credits.cast.len() + movie.credits.crew.len());
        counts.sum::<usize>() as f64 / movies.len() as f64
    };

    assert!(year(&popular) > year(&others) + 5.0);
    assert!(credits(&popular) > 4.0 * credits(&others));
}

#[test]
fn a_few_people_and_keywords_are_everywhere_and_most_are_rare() {
    let movies = movies();
    let counts = |ids: &mut dyn Iterator<Item = i64>| {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        ids.for_each(|id| *counts.entry(id).or_default() += 1);
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable();
        counts
    };

    let keywords = counts(
        &mut movies
            .iter()
            .flat_map(|movie| movie.keywords.iter().copied()),
    );
    let cast = counts(
        &mut movies
            .iter()
            .flat_map(|movie| movie.credits.cast.iter().map(|role| role.person)),
    );

    assert!(keywords[keywords.len() / 2] <= 2);
    is_near(
        keywords[keywords.len() - 1] as f64 / MOVIES as f64,
        0.01,
        0.1,
    );
    assert!(cast[cast.len() - 1] > 10 * cast[cast.len() / 2]);
}

#[test]
fn ratings_are_those_of_their_countries() {
    let table = Reference::default()
        .certifications(Kind::Movie)
        .certifications;
    for movie in movies() {
        for country in &movie.releases.countries {
            let known = |rating: &str| {
                table[&country.iso_3166_1]
                    .iter()
                    .any(|row| row.certification == rating)
            };
            for release in &country.release_dates {
                let rating = release.certification.as_str();
                assert!(
                    rating.is_empty() || known(rating),
                    "{} {rating}",
                    country.iso_3166_1
                );
            }
        }
    }
}
