//! The parameters of the API: how each is named, described and checked. Operations name theirs; the check before a request and
//! the OpenAPI document are both made from that.

use std::str::FromStr;

use jiff::tz::TimeZone;
use kinora_model::{Date, Locale};
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::query::Query;

/// The longest range of changes, in days (status 20).
const LONGEST_RANGE: i64 = 14;

/// What values a parameter takes, and what happens to others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// Any text.
    Text,
    /// A language or a chain of them; unknown ones have no translations.
    Language,
    /// One language, `xx` or `xx-YY`, else status 5.
    Locale,
    /// A country code; unknown ones have nothing.
    Country,
    /// 1 to 500, else status 22.
    Page,
    /// At most 20 names separated by commas, else status 27.
    Names,
    /// `YYYY-MM-DD`, else status 23. What follows the date is ignored (contract 3.5).
    Date,
    /// The last day of a range that `start_date` begins: a date like the others, and no more than 14 days later, else status 20.
    LastDay,
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

/// `session_id` where an account asks.
pub const SESSION_ID: Parameter = parameter(
    "session_id",
    Takes::Text,
    "The session of an account. The bearer token of a user may take its place.",
);
/// `guest_session_id` where guests may ask.
pub const GUEST_SESSION_ID: Parameter =
    parameter("guest_session_id", Takes::Text, "A guest session.");
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
/// `language` where it changes nothing.
pub const IDLE_LANGUAGE: Parameter = parameter(
    "language",
    Takes::Language,
    "Has no effect: nothing here is translated.",
);
/// `page`.
pub const PAGE: Parameter = parameter("page", Takes::Page, "The page, 1 to 500.");
/// `append_to_response`.
pub const APPEND: Parameter = parameter(
    "append_to_response",
    Takes::Names,
    "Names of sub-resources, separated by commas, at most 20. Each becomes a key of the answer, made with the parameters of \
     its own operation; what there is not is left out.",
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
pub const END_DATE: Parameter = parameter(
    "end_date",
    Takes::LastDay,
    "The last day, in UTC; at most 14 days after the first.",
);
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
            Takes::LastDay => {
                let last = date(value).ok_or(ApiError::InvalidDate)?;
                let days = match query.get(START_DATE.name) {
                    Some(first) => {
                        let first = date(first).ok_or(ApiError::InvalidDate)?;
                        last.day_number() - first.day_number()
                    }
                    None => 0,
                };
                fits(
                    (0..=LONGEST_RANGE).contains(&days),
                    ApiError::InvalidDateRange,
                )
            }
            Takes::Locale => fits(value.parse::<Locale>().is_ok(), ApiError::InvalidParameters),
            Takes::Number => fits(number(value).is_some(), ApiError::InvalidParameters),
            Takes::Ids => fits(
                value.split([',', '|']).map(str::trim_ascii).all(|id| {
                    id.is_empty() || id.starts_with(|first: char| first.is_ascii_digit())
                }),
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

    /// The OpenAPI object of this parameter. Empty ones count as absent (contract 1.4), so all may be empty.
    pub fn describe(&self) -> Value {
        let schema = match self.takes {
            Takes::Page => json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 1 }),
            Takes::Locale => {
                json!({ "type": "string", "pattern": "^[A-Za-z]{2}([-_][A-Za-z]{2})?$" })
            }
            Takes::Date | Takes::LastDay => {
                json!({ "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "pattern": DATE_AND_MORE }] })
            }
            Takes::Number => json!({ "type": "number" }),
            Takes::Ids => {
                json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": IDS }] })
            }
            // What is no flag or year is ignored, so any text is taken.
            Takes::Flag => json!({ "anyOf": [{ "type": "boolean" }, { "type": "string" }] }),
            Takes::Year => json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] }),
            Takes::Names => json!({ "type": "string", "pattern": AT_MOST_20 }),
            Takes::Timezone => json!({ "$ref": "#/components/schemas/Timezone" }),
            Takes::OneOf(values) => json!({ "type": "string", "enum": values }),
            Takes::Text | Takes::Language | Takes::Country | Takes::Words => {
                json!({ "type": "string" })
            }
        };
        json!({
            "name": self.name,
            "in": "query",
            "required": false,
            "allowEmptyValue": true,
            "description": self.description,
            "schema": schema,
        })
    }
}

/// A date with something behind it.
const DATE_AND_MORE: &str = r"^[\t\n\f\r ]*[0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
/// Numbers with anything behind each; there may be nothing between separators.
const IDS: &str =
    r"^[\t\n\f\r ,|]*([0-9][^,|]*([,|][\t\n\f\r ,|]*[0-9][^,|]*)*([,|][\t\n\f\r ,|]*)?)?$";
/// At most 20 names; there may be nothing between commas.
const AT_MOST_20: &str = r"^[\t\n\f\r ,]*([^\t\n\f\r ,][^,]*(,[\t\n\f\r ,]*[^\t\n\f\r ,][^,]*){0,19}(,[\t\n\f\r ,]*)?)?$";

/// The schema of time zones: their names in the IANA database, which are read in any case.
pub fn timezones() -> Value {
    let mut names: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .collect();
    names.sort();
    json!({ "type": "string", "enum": names })
}

/// The names in a list separated by commas, without empty ones.
pub fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim_ascii)
        .filter(|name| !name.is_empty())
}

/// A date; what follows it is ignored.
pub fn date(text: &str) -> Option<Date> {
    text.trim_ascii().get(..10)?.parse().ok()
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

/// The number that a text begins with (contract 1.4). Numbers that no id can be are the largest one, which nothing has.
pub fn leading_number(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| text[..digits].parse().unwrap_or(i64::MAX))
}

/// The number of a thing that a path names, whatever slug follows it. With something else behind it the name is another one,
/// which nothing has: escapes that were escaped, backslashes and `;parameters` mean nothing in paths (contract 1.1).
pub fn number_in_path(segment: &str) -> Result<Option<i64>, ApiError> {
    match segment.contains(['%', '\\', ';', '\u{FF0F}']) {
        true => Err(ApiError::NotFound),
        false => Ok(leading_number(segment)),
    }
}
