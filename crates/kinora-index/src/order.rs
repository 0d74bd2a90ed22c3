//! The orders of lists (contract 3.10).

use std::cmp::Ordering;

use kinora_model::Date;

use crate::movie::Movie;
use crate::release::shown;
use crate::series::Series;
use crate::title::Title;

/// An order of movies. Ties are broken by id, ascending, whatever the direction; unknown dates come last in both.
#[derive(Clone, Debug, PartialEq)]
pub struct MovieOrder {
    /// What they are ordered by.
    pub key: MovieKey,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What movies can be ordered by.
#[derive(Clone, Debug, PartialEq)]
pub enum MovieKey {
    /// The daily score.
    Popularity,
    /// US dollars.
    Revenue,
    /// The primary release date.
    PrimaryReleaseDate,
    /// The date that lists show: that of the country as [`shown_date`](crate::shown_date) picks it, and where there is
    /// none, or without a country, the primary one (contract 1.12).
    ReleaseDate {
        /// ISO 3166-1.
        country: Option<String>,
        /// Release types, the preferred first.
        types: Vec<i32>,
    },
    /// The title in the default language, else the original one, folded.
    Title,
    /// The original title, folded.
    OriginalTitle,
    /// The mean of the ratings.
    VoteAverage,
    /// How many ratings.
    VoteCount,
    /// The mean of the ratings as if there were some more at the mean of all movies: few ratings say little.
    WeightedRating {
        /// How many more.
        prior_votes: f64,
    },
}

/// An order of series. Ties are broken by id, ascending, whatever the direction; unknown dates come last in both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesOrder {
    /// What they are ordered by.
    pub key: SeriesKey,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What series can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SeriesKey {
    /// The daily score.
    Popularity,
    /// The day of the first episode.
    FirstAirDate,
    /// The name in the default language, else the original one, folded.
    Name,
    /// The original name, folded.
    OriginalName,
    /// The mean of the ratings.
    VoteAverage,
    /// How many ratings.
    VoteCount,
    /// The mean of the ratings as if there were some more at the mean of all series.
    WeightedRating {
        /// How many more.
        prior_votes: f64,
    },
}

/// What an entry is ordered by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SortKey<'a> {
    Number(f64),
    Date(Option<Date>),
    Text(&'a str),
}

impl SortKey<'_> {
    /// Which comes first.
    pub fn compare(&self, other: &SortKey<'_>, descending: bool) -> Ordering {
        let ascending = match (self, other) {
            (SortKey::Number(one), SortKey::Number(two)) => one.total_cmp(two),
            (SortKey::Text(one), SortKey::Text(two)) => one.cmp(two),
            (SortKey::Date(Some(one)), SortKey::Date(Some(two))) => one.cmp(two),
            (SortKey::Date(one), SortKey::Date(two)) => return one.is_none().cmp(&two.is_none()),
            // The keys of one list are all of one kind.
            _ => Ordering::Equal,
        };
        if descending {
            ascending.reverse()
        } else {
            ascending
        }
    }
}

impl MovieOrder {
    /// Whether it is the most popular first.
    pub(crate) fn is_usual(&self) -> bool {
        self.key == MovieKey::Popularity && self.descending
    }

    /// What a movie is ordered by. `mean_vote` is the mean of all movies.
    pub(crate) fn key<'a>(&self, movie: &'a Movie, mean_vote: impl Fn() -> f64) -> SortKey<'a> {
        let title = &movie.title;
        match &self.key {
            MovieKey::Popularity => SortKey::Number(title.popularity),
            MovieKey::Revenue => SortKey::Number(movie.revenue as f64),
            MovieKey::PrimaryReleaseDate => SortKey::Date(movie.release_date),
            MovieKey::ReleaseDate { country, types } => {
                let country = country.as_deref();
                let shown = country.and_then(|country| shown(&movie.releases, country, types));
                SortKey::Date(shown.or(movie.release_date))
            }
            MovieKey::Title => SortKey::Text(&title.title),
            MovieKey::OriginalTitle => SortKey::Text(&title.original_title),
            MovieKey::VoteAverage => SortKey::Number(title.vote_average),
            MovieKey::VoteCount => SortKey::Number(title.vote_count as f64),
            MovieKey::WeightedRating { prior_votes } => {
                SortKey::Number(weighted_rating(title, *prior_votes, mean_vote()))
            }
        }
    }
}

impl SeriesOrder {
    /// Whether it is the most popular first.
    pub(crate) fn is_usual(&self) -> bool {
        self.key == SeriesKey::Popularity && self.descending
    }

    /// What a series is ordered by. `mean_vote` is the mean of all series.
    pub(crate) fn key<'a>(&self, series: &'a Series, mean_vote: impl Fn() -> f64) -> SortKey<'a> {
        let title = &series.title;
        match self.key {
            SeriesKey::Popularity => SortKey::Number(title.popularity),
            SeriesKey::FirstAirDate => SortKey::Date(series.first_air_date),
            SeriesKey::Name => SortKey::Text(&title.title),
            SeriesKey::OriginalName => SortKey::Text(&title.original_title),
            SeriesKey::VoteAverage => SortKey::Number(title.vote_average),
            SeriesKey::VoteCount => SortKey::Number(title.vote_count as f64),
            SeriesKey::WeightedRating { prior_votes } => {
                SortKey::Number(weighted_rating(title, prior_votes, mean_vote()))
            }
        }
    }
}

/// The Bayesian mean of a title's ratings: `prior` ratings at the mean of all titles are added to its own.
fn weighted_rating(title: &Title, prior: f64, mean: f64) -> f64 {
    let votes = title.vote_count as f64;
    if votes + prior > 0.0 {
        (votes * title.vote_average + prior * mean) / (votes + prior)
    } else {
        mean
    }
}

/// The more popular first, then the smaller id: the order of everything that has no other.
pub(crate) fn by_popularity(one: (f64, i64), two: (f64, i64)) -> Ordering {
    two.0.total_cmp(&one.0).then(one.1.cmp(&two.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_dates_are_last_in_both_directions() {
        let known = SortKey::Date("1922-03-04".parse().ok());
        let later = SortKey::Date("1922-03-05".parse().ok());
        let unknown = SortKey::Date(None);

        assert!(known.compare(&later, false).is_lt() && known.compare(&later, true).is_gt());
        assert!(known.compare(&unknown, false).is_lt() && known.compare(&unknown, true).is_lt());
        assert!(unknown.compare(&unknown, true).is_eq());
    }

    #[test]
    fn few_ratings_weigh_little() {
        let rated = |vote_average, vote_count| Title {
            vote_average,
            vote_count,
            ..Title::default()
        };

        assert_eq!(weighted_rating(&rated(9.0, 10), 10.0, 5.0), 7.0);
        assert_eq!(weighted_rating(&rated(0.0, 0), 10.0, 5.0), 5.0);
        assert_eq!(weighted_rating(&rated(0.0, 0), 0.0, 5.0), 5.0);
        assert_eq!(weighted_rating(&rated(9.0, 1), 0.0, 5.0), 9.0);
    }
}
