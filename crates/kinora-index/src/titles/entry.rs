//! What is entered: things with names, and what decides whether and where they are shown.

use std::cmp::Ordering;

use kinora_store::Card;

/// A thing that is found by its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Named {
    /// Its id.
    pub id: i64,
    /// The daily score.
    pub popularity: f64,
    /// How many ratings.
    pub vote_count: i64,
    /// Whether it is pornographic.
    pub is_adult: bool,
    /// The year of its primary date.
    pub first_year: Option<u16>,
    /// Every year in which it was released or on air, sorted, each once.
    pub years: Vec<u16>,
    /// The [forms](super::spelling::forms) of its names, sorted, each once.
    pub names: Vec<String>,
}

impl Named {
    /// A thing with its statistics and without names.
    pub fn new(card: &Card) -> Named {
        Named {
            id: card.record.key.id,
            popularity: card.stat.popularity,
            vote_count: card.stat.vote_count,
            ..Named::default()
        }
    }

    /// What decides its place.
    pub fn fame(&self) -> Fame {
        Fame {
            popularity: self.popularity,
            vote_count: self.vote_count,
            id: self.id,
        }
    }
}

/// What decides the order of things whose names are equally close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fame {
    /// The daily score.
    pub popularity: f64,
    /// How many ratings.
    pub vote_count: i64,
    /// The id.
    pub id: i64,
}

impl Fame {
    /// The most popular first, then those with the most ratings, then by id.
    pub fn compare(&self, other: &Fame) -> Ordering {
        let by_popularity = other.popularity.total_cmp(&self.popularity);
        by_popularity
            .then(other.vote_count.cmp(&self.vote_count))
            .then(self.id.cmp(&other.id))
    }
}

/// Which of the things that match are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    /// Whether adult ones are.
    pub include_adult: bool,
    /// Only those of this year.
    pub year: Option<u16>,
    /// Only those whose primary date is in this year.
    pub primary_year: Option<u16>,
    /// By how much years may differ.
    pub tolerance: u16,
}

impl Shown {
    /// Whether years matter.
    pub fn asks_for_years(&self) -> bool {
        self.year.is_some() || self.primary_year.is_some()
    }

    /// Whether something of these years is shown.
    pub fn is_of_years(&self, first: Option<u16>, years: &[u16]) -> bool {
        let near = |wanted: u16, year: u16| wanted.abs_diff(year) <= self.tolerance;
        let has_year = |wanted| years.iter().any(|year| near(wanted, *year));
        self.year.is_none_or(has_year)
            && (self.primary_year).is_none_or(|wanted| first.is_some_and(|year| near(wanted, year)))
    }
}
