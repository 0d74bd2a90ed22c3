//! Alternative titles and names, and keywords of titles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::part::{Document, Part};

/// Another title, or another name of a company or network (then without a country).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AlternativeTitle {
    /// ISO 3166-1; empty for names of companies and networks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub iso_3166_1: String,
    /// The title or name.
    pub title: String,
    /// What kind of title, free text.
    #[serde(rename = "type")]
    pub title_type: String,
}

/// Alternative titles in the order told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AlternativeTitles(pub Vec<AlternativeTitle>);

impl AlternativeTitles {
    /// Takes in an answer for one country, or for all.
    pub fn merge(&mut self, told: Vec<AlternativeTitle>, country: Option<&str>) {
        match country {
            None => self.0 = told,
            Some(country) => {
                self.0
                    .retain(|title| !title.iso_3166_1.eq_ignore_ascii_case(country));
                self.0.extend(told);
            }
        }
    }
}

impl Document for AlternativeTitles {
    const PART: Part = Part::Titles;
}

/// Ids of keywords, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Keywords(pub Vec<i64>);

impl Document for Keywords {
    const PART: Part = Part::Keywords;
}
