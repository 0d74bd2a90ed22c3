//! Releases of movies and ratings of series, country by country, in the field names of the v3 API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lenient;
use crate::part::{Document, Part};

/// One release. `type`: 1 premiere, 2 theatrical (limited), 3 theatrical, 4 digital, 5 physical, 6 TV (contract 1.12).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Release {
    /// The rating given; empty when none.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub certification: String,
    /// Reasons for the rating.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub descriptors: Vec<String>,
    /// The language of this version; empty when unknown.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub iso_639_1: String,
    /// A remark, such as a festival or a medium.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub note: String,
    /// ISO 8601 with milliseconds.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub release_date: String,
    /// What kind of release.
    #[serde(rename = "type")]
    #[serde(deserialize_with = "lenient::small")]
    pub release_type: i32,
}

/// The releases of one country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CountryReleases {
    /// ISO 3166-1.
    pub iso_3166_1: String,
    /// In the order told.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub release_dates: Vec<Release>,
}

/// One row of the legacy `releases` answer: a country's first certified release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LegacyRelease {
    /// The rating given; empty when none.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub certification: String,
    /// Reasons for the rating.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub descriptors: Vec<String>,
    /// ISO 3166-1.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub iso_3166_1: String,
    /// Whether the primary release date comes from here.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub primary: bool,
    /// `YYYY-MM-DD`.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub release_date: String,
}

/// The releases of a movie. Either list may be all that is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Releases {
    /// By country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<CountryReleases>>,
    /// As the legacy answer told them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legacy: Option<Vec<LegacyRelease>>,
}

impl Document for Releases {
    const PART: Part = Part::Releases;
}

/// The rating of a series in one country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ContentRating {
    /// Reasons for the rating.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub descriptors: Vec<String>,
    /// ISO 3166-1.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub iso_3166_1: String,
    /// The rating.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub rating: String,
}

/// The ratings of a series.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ContentRatings(pub Vec<ContentRating>);

impl Document for ContentRatings {
    const PART: Part = Part::Ratings;
}

/// The ids of episodes that were shown in theatres, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Screened(pub Vec<i64>);

impl Document for Screened {
    const PART: Part = Part::Screened;
}
