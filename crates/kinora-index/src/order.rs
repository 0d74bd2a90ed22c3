//! The orders of lists (contract 3.10).

use std::cmp::Ordering;

use crate::columns::{Number, Words};

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

/// An order as columns know it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Order {
    /// What entries are ordered by.
    pub by: SortBy,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// What entries of any kind can be ordered by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortBy {
    Number(Number),
    /// The first day.
    Day,
    /// The day that lists of a country show, else the first one.
    ShownDay {
        country: String,
        types: Vec<i32>,
    },
    Words(Words),
    /// See [`weighted_rating`].
    WeightedRating {
        prior: f64,
        mean: f64,
    },
}

impl Order {
    /// The most popular first.
    pub const USUAL: Order = Order {
        by: SortBy::Number(Number::Popularity),
        descending: true,
    };

    /// Whether it is the most popular first.
    pub fn is_usual(&self) -> bool {
        *self == Order::USUAL
    }
}

/// The key of an entry in an order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SortKey<'a> {
    Number(f64),
    /// The number of a day, where it is known.
    Day(Option<i32>),
    Text(&'a str),
}

impl SortKey<'_> {
    /// A number that is smaller than another one's only if this key comes first. Keys with the same number may still differ: of a
    /// text it is the beginning.
    pub fn rank(&self, descending: bool) -> u64 {
        const SIGN: u64 = 1 << 63;
        let ascending = match self {
            // The bits of numbers are in their total order, those of negative ones in the opposite one.
            SortKey::Number(number) => match number.to_bits() {
                bits if bits & SIGN == 0 => bits | SIGN,
                bits => !bits,
            },
            SortKey::Day(Some(day)) => (i64::from(*day) - i64::from(i32::MIN)).unsigned_abs(),
            SortKey::Day(None) => return u64::MAX,
            SortKey::Text(text) => {
                let mut beginning = [0; 8];
                let length = text.len().min(beginning.len());
                beginning[..length].copy_from_slice(&text.as_bytes()[..length]);
                u64::from_be_bytes(beginning)
            }
        };
        match descending {
            true => !ascending,
            false => ascending,
        }
    }

    /// Which comes first.
    pub fn compare(&self, other: &SortKey<'_>, descending: bool) -> Ordering {
        let ascending = match (self, other) {
            (SortKey::Number(one), SortKey::Number(two)) => one.total_cmp(two),
            (SortKey::Text(one), SortKey::Text(two)) => one.cmp(two),
            (SortKey::Day(Some(one)), SortKey::Day(Some(two))) => one.cmp(two),
            (SortKey::Day(one), SortKey::Day(two)) => return one.is_none().cmp(&two.is_none()),
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
    /// The same as columns know it. `mean_vote` is the mean of all movies.
    pub(crate) fn order(&self, mean_vote: impl Fn() -> f64) -> Order {
        let by = match &self.key {
            MovieKey::Popularity => SortBy::Number(Number::Popularity),
            MovieKey::Revenue => SortBy::Number(Number::Revenue),
            MovieKey::PrimaryReleaseDate | MovieKey::ReleaseDate { country: None, .. } => {
                SortBy::Day
            }
            MovieKey::ReleaseDate {
                country: Some(country),
                types,
            } => SortBy::ShownDay {
                country: country.clone(),
                types: types.clone(),
            },
            MovieKey::Title => SortBy::Words(Words::Title),
            MovieKey::OriginalTitle => SortBy::Words(Words::Original),
            MovieKey::VoteAverage => SortBy::Number(Number::VoteAverage),
            MovieKey::VoteCount => SortBy::Number(Number::VoteCount),
            MovieKey::WeightedRating { prior_votes } => SortBy::WeightedRating {
                prior: *prior_votes,
                mean: mean_vote(),
            },
        };
        Order {
            by,
            descending: self.descending,
        }
    }
}

impl SeriesOrder {
    /// The same as columns know it. `mean_vote` is the mean of all series.
    pub(crate) fn order(&self, mean_vote: impl Fn() -> f64) -> Order {
        let by = match self.key {
            SeriesKey::Popularity => SortBy::Number(Number::Popularity),
            SeriesKey::FirstAirDate => SortBy::Day,
            SeriesKey::Name => SortBy::Words(Words::Title),
            SeriesKey::OriginalName => SortBy::Words(Words::Original),
            SeriesKey::VoteAverage => SortBy::Number(Number::VoteAverage),
            SeriesKey::VoteCount => SortBy::Number(Number::VoteCount),
            SeriesKey::WeightedRating { prior_votes } => SortBy::WeightedRating {
                prior: prior_votes,
                mean: mean_vote(),
            },
        };
        Order {
            by,
            descending: self.descending,
        }
    }
}

/// The Bayesian mean of a title's ratings: `prior` ratings at the mean of all titles are added to its own.
pub(crate) fn weighted_rating(average: f64, votes: f64, prior: f64, mean: f64) -> f64 {
    if votes + prior > 0.0 {
        (votes * average + prior * mean) / (votes + prior)
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranks_are_in_the_order_of_keys(
            numbers in any::<(f64, f64)>(),
            days in any::<(Option<i32>, Option<i32>)>(),
            texts in ("[ab ]{0,10}", "[ab ]{0,10}"),
            descending: bool,
        ) {
            for (one, two) in [
                (SortKey::Number(numbers.0), SortKey::Number(numbers.1)),
                (SortKey::Day(days.0), SortKey::Day(days.1)),
                (SortKey::Text(&texts.0), SortKey::Text(&texts.1)),
            ] {
                let by_rank = one.rank(descending).cmp(&two.rank(descending));
                prop_assert!(by_rank.is_eq() || by_rank == one.compare(&two, descending));
            }
        }
    }

    #[test]
    fn unknown_dates_are_last_in_both_directions() {
        let known = SortKey::Day(Some(4));
        let later = SortKey::Day(Some(5));
        let unknown = SortKey::Day(None);

        assert!(known.compare(&later, false).is_lt() && known.compare(&later, true).is_gt());
        assert!(known.compare(&unknown, false).is_lt() && known.compare(&unknown, true).is_lt());
        assert!(unknown.compare(&unknown, true).is_eq());
    }

    #[test]
    fn few_ratings_weigh_little() {
        assert_eq!(weighted_rating(9.0, 10.0, 10.0, 5.0), 7.0);
        assert_eq!(weighted_rating(0.0, 0.0, 10.0, 5.0), 5.0);
        assert_eq!(weighted_rating(0.0, 0.0, 0.0, 5.0), 5.0);
        assert_eq!(weighted_rating(9.0, 1.0, 0.0, 5.0), 9.0);
    }
}
