//! Where a title can be watched, country by country, in the field names of the v3 API.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lenient;
use crate::part::{Document, Part};

/// One provider's offer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Offer {
    /// The provider's logo.
    pub logo_path: Option<String>,
    /// The provider.
    #[serde(deserialize_with = "lenient::integer")]
    pub provider_id: i64,
    /// Its name.
    #[serde(deserialize_with = "lenient::or_empty")]
    pub provider_name: String,
    /// Its place among the offers; lower is earlier.
    #[serde(deserialize_with = "lenient::integer")]
    pub display_priority: i64,
}

/// The offers in one country, by the way of paying.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are the monetization types of contract 1.16"
)]
pub struct Offers {
    #[serde(deserialize_with = "lenient::or_empty")]
    pub link: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub flatrate: Vec<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub free: Vec<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub ads: Vec<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub rent: Vec<Offer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "lenient::or_empty")]
    pub buy: Vec<Offer>,
}

/// Offers by country (ISO 3166-1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WatchProviders(pub BTreeMap<String, Offers>);

impl Document for WatchProviders {
    const PART: Part = Part::Providers;
}
