//! Popularity and votes: invented, but the same every time, and higher for what the sources say more about.

use super::ids::Dice;
use super::source::{Film, Series};

/// What people think of a title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stats {
    /// Between 1 and 60.
    pub popularity: f64,
    /// Between 5.5 and 8.6.
    pub vote_average: f64,
    /// Votes.
    pub vote_count: i64,
}

/// The statistics of a film.
pub fn of_film(film: &Film) -> Stats {
    let said = film.cast.len()
        + 2 * film.keywords.len()
        + 6 * film.texts.len()
        + 3 * film.alternative_titles.len();
    of(&format!("film {}", film.number), said)
}

/// The statistics of a series.
pub fn of_series(series: &Series) -> Stats {
    let said = series.cast.len()
        + 2 * series.keywords.len()
        + 6 * series.texts.len()
        + series.episodes().count() / 4;
    of(&format!("series {}", series.number), said)
}

/// The statistics of an episode of a series with these.
pub fn of_episode(series: Stats, key: &str) -> Stats {
    let mut dice = Dice::of(key);
    let vote_average = (series.vote_average - 0.4 + 0.8 * dice.share()).clamp(5.5, 8.6);
    let vote_count = 3 + (series.vote_count as f64 * 0.2 * dice.share()) as i64;
    Stats {
        popularity: 0.0,
        vote_average: round(vote_average),
        vote_count,
    }
}

/// The popularity of a person.
pub fn of_person(name: &str, credits: usize, biographies: usize) -> f64 {
    let fame = ((2 * credits + 8 * biographies) as f64 / 80.0).min(1.0);
    round(1.0 + 50.0 * fame + 6.0 * Dice::of(name).share())
}

/// The statistics of a title; `said` measures how much the sources say about it.
fn of(key: &str, said: usize) -> Stats {
    let mut dice = Dice::of(key);
    let fame = (said as f64 / 60.0).min(1.0);
    Stats {
        popularity: round(1.0 + 50.0 * fame * fame + 8.0 * dice.share()),
        vote_average: round(5.5 + 3.1 * (0.55 * dice.share() + 0.45 * fame)),
        vote_count: 12 + (fame * fame * 1500.0 * (0.5 + dice.share())) as i64,
    }
}

/// The mean of votes, 0 without any.
pub fn mean(votes: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = votes.fold((0.0, 0), |(sum, count), vote| (sum + vote, count + 1));
    if count == 0 {
        0.0
    } else {
        round(sum / f64::from(count))
    }
}

/// To three decimals.
pub fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
