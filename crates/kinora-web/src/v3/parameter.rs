//! The parameters of the API: how each is named, described and checked. Operations name theirs; the check before a request and
//! the OpenAPI document are both made from that.

use std::str::FromStr;

use jiff::tz::TimeZone;
use kinora_model::Date;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::query::Query;

/// What values a parameter takes, and what happens to others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// Any text.
    Text,
    /// A language or a chain of them; unknown ones have no translations.
    Language,
    /// A country code; unknown ones have nothing.
    Country,
    /// 1 to 500, else status 22.
    Page,
    /// At most 20 names separated by commas, else status 27.
    Names,
    /// `YYYY-MM-DD`, else status 23. What follows the date is ignored (contract 3.5).
    Date,
    /// A flag; what is neither true nor false counts as absent.
    Flag,
    /// A year; what is none counts as absent (contract 3.19).
    Year,
    /// A number, else status 5.
    Number,
    /// Numbers separated by `,` (and) or `|` (or), else status 5.
    Ids,
    /// Words separated by `,` (and) or `|` (or).
    Words,
    /// The name of a time zone, else status 28.
    Timezone,
    /// One of these; what others do is said by the operation.
    OneOf(&'static [&'static str]),
}

/// A parameter of the query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub takes: Takes,
    /// What it does.
    pub description: &'static str,
}

/// A parameter of this name, these values and this effect.
pub const fn parameter(name: &'static str, takes: Takes, description: &'static str) -> Parameter {
    Parameter {
        name,
        takes,
        description,
    }
}

/// `language` where texts are translated.
pub const LANGUAGE: Parameter = parameter(
    "language",
    Takes::Language,
    "The language of texts, `xx` or `xx-YY`; `en-US` by default. Several, separated by commas, are a chain: what the first lacks \
     comes from the next, field by field, and the header `Kinora-Languages` tells what came from where.",
);
/// `language` where only rows of that language are wanted.
pub const ONLY_LANGUAGE: Parameter = parameter(
    "language",
    Takes::Language,
    "Only what is in this language.",
);
/// `page`.
pub const PAGE: Parameter = parameter("page", Takes::Page, "The page, 1 to 500.");
/// `append_to_response`.
pub const APPEND: Parameter = parameter(
    "append_to_response",
    Takes::Names,
    "Names of sub-resources, separated by commas, at most 20. Each becomes a key of the answer.",
);
/// `include_adult`.
pub const INCLUDE_ADULT: Parameter = parameter(
    "include_adult",
    Takes::Flag,
    "Whether pornographic titles are shown; `false` by default.",
);
/// `region`.
pub const REGION: Parameter = parameter(
    "region",
    Takes::Country,
    "The country (ISO 3166-1) whose release dates are shown.",
);
/// `include_image_language`.
pub const IMAGE_LANGUAGE: Parameter = parameter(
    "include_image_language",
    Takes::Text,
    "Further languages of images, separated by commas; `null` for images without language.",
);
/// `include_video_language`.
pub const VIDEO_LANGUAGE: Parameter = parameter(
    "include_video_language",
    Takes::Text,
    "Further languages of videos, separated by commas.",
);
/// `country` of alternative titles.
pub const COUNTRY: Parameter = parameter("country", Takes::Country, "Only titles of this country.");
/// `watch_region` of lists of watch providers.
pub const WATCH_REGION: Parameter = parameter(
    "watch_region",
    Takes::Country,
    "Only providers of this country, with their places there.",
);
/// `start_date`.
pub const START_DATE: Parameter = parameter("start_date", Takes::Date, "The first day, in UTC.");
/// `end_date`.
pub const END_DATE: Parameter = parameter("end_date", Takes::Date, "The last day, in UTC.");
/// `timezone`.
pub const TIMEZONE: Parameter = parameter(
    "timezone",
    Takes::Timezone,
    "The time zone that decides which day it is, such as `Europe/Berlin`; `America/New_York` by default.",
);
/// `query` of searches.
pub const QUERY: Parameter = parameter(
    "query",
    Takes::Text,
    "What is looked for. The last word may be the beginning of one.",
);
/// `callback`, which every operation takes.
pub const CALLBACK: Parameter = parameter(
    "callback",
    Takes::Text,
    "The name of a function to wrap the answer in (JSONP); what is no name is ignored.",
);

impl Parameter {
    /// Refuses values that this parameter does not take (contract 1.8).
    pub fn check(&self, query: &Query) -> Result<(), ApiError> {
        let Some(value) = query.get(self.name) else {
            return Ok(());
        };
        let fits = |fits: bool, error: ApiError| if fits { Ok(()) } else { Err(error) };
        match self.takes {
            Takes::Page => {
                let page = value.parse::<usize>();
                fits(matches!(page, Ok(1..=500)), ApiError::InvalidPage)
            }
            Takes::Names => fits(names(value).count() <= 20, ApiError::TooManyAppends),
            Takes::Date => fits(date(value).is_some(), ApiError::InvalidDate),
            Takes::Number => fits(number(value).is_some(), ApiError::InvalidParameters),
            Takes::Ids => fits(
                value
                    .split([',', '|'])
                    .all(|id| id.trim().is_empty() || leading_number(id.trim()).is_some()),
                ApiError::InvalidParameters,
            ),
            Takes::Timezone => fits(timezone(value).is_some(), ApiError::InvalidTimezone),
            Takes::Text
            | Takes::Language
            | Takes::Country
            | Takes::Flag
            | Takes::Year
            | Takes::Words
            | Takes::OneOf(_) => Ok(()),
        }
    }

    /// The OpenAPI object of this parameter.
    pub fn describe(&self) -> Value {
        let schema = match self.takes {
            Takes::Page => json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 1 }),
            Takes::Date => json!({ "type": "string", "format": "date" }),
            Takes::Number => json!({ "type": "number" }),
            Takes::Ids => json!({
                "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+([,|][0-9]+)*$" }],
            }),
            // What is no flag or year is ignored, so any text is taken.
            Takes::Flag => json!({ "anyOf": [{ "type": "boolean" }, { "type": "string" }] }),
            Takes::Year => json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] }),
            Takes::Names => {
                json!({ "type": "string", "pattern": "^[^,]*(,[^,]*){0,19}$" })
            }
            Takes::Timezone => {
                json!({ "type": "string", "enum": ["America/New_York", "Europe/Berlin", "Asia/Tokyo", "UTC"] })
            }
            Takes::OneOf(values) => json!({ "type": "string", "enum": values }),
            Takes::Text | Takes::Language | Takes::Country | Takes::Words => {
                json!({ "type": "string" })
            }
        };
        json!({
            "name": self.name, "in": "query", "required": false, "description": self.description, "schema": schema,
        })
    }
}

/// The names in a list separated by commas, without empty ones.
pub fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// A date; what follows it is ignored.
pub fn date(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// A finite number.
pub fn number(text: &str) -> Option<f64> {
    f64::from_str(text.trim())
        .ok()
        .filter(|number| number.is_finite())
}

/// A year, 1000 to 9999.
pub fn year(text: &str) -> Option<u16> {
    let year = text.trim().parse().ok()?;
    (1000..=9999).contains(&year).then_some(year)
}

/// A time zone by its name in the IANA database, in any case.
pub fn timezone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name.trim()).ok()
}

/// The number that a text begins with (contract 1.4).
pub fn leading_number(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}
