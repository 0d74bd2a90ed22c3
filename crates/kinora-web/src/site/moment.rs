//! Times of events as pages show them.

use std::fmt;

use jiff::Timestamp;

/// A moment, shown to the minute in UTC.
#[derive(Clone, Copy, Debug)]
pub struct Moment(Timestamp);

impl Moment {
    /// From milliseconds since 1970; what no calendar holds is 1970.
    pub fn of(milliseconds: i64) -> Moment {
        Moment(Timestamp::from_millisecond(milliseconds).unwrap_or_default())
    }

    /// The day, as in `2023-11-14`.
    pub fn day(self) -> String {
        self.0.strftime("%Y-%m-%d").to_string()
    }

    /// As `time` elements want it.
    pub fn machine(&self) -> String {
        self.0.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_to_the_minute() {
        assert_eq!(
            Moment::of(1_700_000_000_000).to_string(),
            "2023-11-14 22:13"
        );
        assert_eq!(Moment::of(i64::MAX).to_string(), "1970-01-01 00:00");
    }
}
