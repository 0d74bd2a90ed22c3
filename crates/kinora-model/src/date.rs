//! Calendar dates as the v3 API writes them.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date, `YYYY-MM-DD` on the wire (v3 documentation, contract 1.5). Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// The text is not a date of the form `YYYY-MM-DD`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a date of the form YYYY-MM-DD")]
pub struct InvalidDate;

impl Date {
    /// 1970-01-01.
    pub const EPOCH: Date = Date {
        year: 1970,
        month: 1,
        day: 1,
    };

    /// The date with these numbers, if there is such a day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let valid =
            year <= 9999 && (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The number of days since 1970-01-01, negative before it.
    pub fn day_number(self) -> i64 {
        // Years begin in March, so that the day that leap years add is their last (the usual civil calendar arithmetic).
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day with this number, if its year has four digits.
    pub fn from_day_number(number: i64) -> Option<Date> {
        let number = number + 719_468;
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date::new(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The day so many days later, or earlier; the same day where the calendar ends.
    pub fn plus_days(self, days: i64) -> Date {
        Date::from_day_number(self.day_number().saturating_add(days)).unwrap_or(self)
    }

    /// The day of the week, from Monday as 0.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.day_number() + 3).rem_euclid(7)).unwrap_or_default()
    }
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Date, InvalidDate> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(InvalidDate);
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range].iter().try_fold(0u16, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum * 10 + u16::from(byte - b'0'))
                    .ok_or(InvalidDate)
            })
        };
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        Date::new(year, month as u8, day as u8).ok_or(InvalidDate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_real_days_are_dates() {
        assert_eq!(
            "1922-03-04".parse::<Date>().unwrap().to_string(),
            "1922-03-04"
        );
        for text in [
            "",
            "1922",
            "1922-13-01",
            "1923-02-29",
            "1900-02-29",
            "1922-3-4",
            "1922-03-04T00:00",
            "１922-03-04",
        ] {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate), "{text}");
        }
        assert!("2000-02-29".parse::<Date>().is_ok());
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (text, number, weekday) in [
            ("1970-01-01", 0, 3),
            ("1969-12-31", -1, 2),
            ("2000-02-29", 11_016, 1),
            ("2026-11-21", 20_778, 5),
        ] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.day_number(), number, "{text}");
            assert_eq!(date.weekday(), weekday, "{text}");
            assert_eq!(Date::from_day_number(number), Some(date));
        }
        let last: Date = "9999-12-31".parse().unwrap();
        assert_eq!(last.plus_days(1), last);
        assert_eq!(last.plus_days(-31).to_string(), "9999-11-30");
    }

    proptest! {
        #[test]
        fn the_next_day_has_the_next_number(year in 0u16..=9999, month in 1u8..=12, day in 1u8..=31) {
            if let Some(date) = Date::new(year, month, day) {
                prop_assert_eq!(Date::from_day_number(date.day_number()), Some(date));
                if let Some(next) = Date::from_day_number(date.day_number() + 1) {
                    prop_assert!(next > date);
                }
            }
        }

        #[test]
        fn what_is_written_is_read_again(year in 0u16..=9999, month in 1u8..=12, day in 1u8..=31) {
            if let Some(date) = Date::new(year, month, day) {
                prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,14}") {
            let _ = text.parse::<Date>();
        }
    }
}
