//! Ratings: what somebody thinks of a title, and who that somebody is.

use std::fmt;

/// Whose something is: an account, or a guest who has nothing but a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The account with this number.
    Account(i64),
    /// The guest session with this number.
    Guest(i64),
}

/// From 0.5 to 10 in steps of 0.5, kept as a number of halves so that sums are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rating(u8);

/// A value that no rating can have, in the words that clients of the v3 API know (contract 3.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRating {
    /// Zero or less.
    #[error("Value too low: Value must be greater than 0.0.")]
    TooLow,
    /// More than ten.
    #[error("Value too high: Value must be less than, or equal to 10.0.")]
    TooHigh,
    /// Between two steps.
    #[error("Value invalid: Values must be a multiple of 0.50.")]
    BetweenSteps,
}

impl Rating {
    /// The rating of so many halves, 1 to 20.
    pub fn from_halves(halves: i64) -> Option<Rating> {
        let halves = u8::try_from(halves).ok()?;
        (1..=20).contains(&halves).then_some(Rating(halves))
    }

    /// How many halves it is.
    pub fn halves(self) -> i64 {
        i64::from(self.0)
    }

    /// Its value, 0.5 to 10.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl TryFrom<f64> for Rating {
    type Error = InvalidRating;

    fn try_from(value: f64) -> Result<Rating, InvalidRating> {
        if value <= 0.0 {
            return Err(InvalidRating::TooLow);
        }
        if value > 10.0 {
            return Err(InvalidRating::TooHigh);
        }
        // Halves of numbers up to ten are exact, so that a step is met exactly or not at all.
        let steps = (1..=20).map(Rating);
        let mut met = steps.filter(|rating| rating.value() == value);
        met.next().ok_or(InvalidRating::BetweenSteps)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.1}", self.value())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_is_refused_for_the_first_reason_that_applies() {
        let refused = |value| Rating::try_from(value).unwrap_err();

        assert_eq!(refused(0.0), InvalidRating::TooLow);
        assert_eq!(refused(-0.3), InvalidRating::TooLow);
        assert_eq!(refused(10.1), InvalidRating::TooHigh);
        assert_eq!(refused(f64::INFINITY), InvalidRating::TooHigh);
        assert_eq!(refused(0.4), InvalidRating::BetweenSteps);
        assert_eq!(refused(f64::NAN), InvalidRating::BetweenSteps);
    }

    proptest! {
        #[test]
        fn every_step_is_a_rating_and_comes_back(halves in 1..=20_i64) {
            let rating = Rating::from_halves(halves).unwrap();

            prop_assert_eq!(Rating::try_from(rating.value()), Ok(rating));
            prop_assert_eq!(rating.halves(), halves);
        }
    }
}
