//! Links to trailers and clips, in the field names of the v3 API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::image::{Filtered, LanguageFilter, merge_filtered};
use crate::lenient;
use crate::part::{Document, Part};

/// A link to a video on another site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Video {
    /// Language.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub iso_639_1: String,
    /// Country.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub iso_3166_1: String,
    /// Its title.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub name: String,
    /// Its id on the site.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub key: String,
    /// The site.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub site: String,
    /// Lines: 360, 480, 720, 1080, 2160.
    #[serde(deserialize_with = "lenient::integer")]
    pub size: i64,
    /// Trailer, Teaser, Clip ... (contract 1.16).
    #[serde(rename = "type")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub video_type: String,
    /// Whether its maker published it.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub official: bool,
    /// ISO 8601 with milliseconds.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub published_at: String,
    /// 24 hex digits.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub id: String,
}

impl Filtered for Video {
    fn identity(&self) -> &str {
        &self.id
    }

    fn language(&self) -> Option<&str> {
        Some(&self.iso_639_1)
    }

    fn precedes(&self, other: &Video) -> bool {
        self.published_at > other.published_at
    }
}

/// The videos of a title, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Videos(pub Vec<Video>);

impl Videos {
    /// Takes in an answer that covers some languages.
    pub fn merge(&mut self, told: Vec<Video>, filter: &LanguageFilter) {
        self.0 = merge_filtered(Some(std::mem::take(&mut self.0)), told, filter);
    }
}

impl Document for Videos {
    const PART: Part = Part::Videos;
}
