//! The rows of the configuration tables, in the field names of the v3 API, and the names of the tables.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A row of the list of languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LanguageRow {
    /// ISO 639-1 or one of TMDB's codes.
    pub iso_639_1: String,
    /// English name.
    pub english_name: String,
    /// Its own name; may be empty.
    pub name: String,
}

/// A row of the list of countries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CountryRow {
    /// ISO 3166-1, historic codes included.
    pub iso_3166_1: String,
    /// English name.
    pub english_name: String,
    /// Name in the language asked for.
    pub native_name: String,
}

/// The time zones of a country (names of the IANA database).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimezoneRow {
    /// ISO 3166-1.
    pub iso_3166_1: String,
    /// Names such as `Europe/Berlin`.
    pub zones: Vec<String>,
}

/// The jobs of a department.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobRow {
    /// The department.
    pub department: String,
    /// Its jobs.
    pub jobs: Vec<String>,
}

/// A certification of a country; `order` compares them, 0 is unrated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certification {
    /// The code.
    pub certification: String,
    /// What it means.
    pub meaning: String,
    /// Its place among the country's.
    pub order: i64,
}

/// Certifications by country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certifications {
    /// By ISO 3166-1 code; Quebec is `CA-QC`.
    pub certifications: BTreeMap<String, Vec<Certification>>,
}

/// A genre in a language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Genre {
    /// Its id.
    pub id: i32,
    /// Its name.
    pub name: String,
}

/// The genres of movies or of series.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Genres {
    /// In alphabetical order of their English names.
    pub genres: Vec<Genre>,
}

impl Genres {
    /// The name of a genre.
    pub fn name(&self, id: i32) -> Option<&str> {
        let genre = self.genres.iter().find(|genre| genre.id == id)?;
        Some(&genre.name)
    }
}

/// A watch provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provider {
    /// Its place in each country.
    pub display_priorities: BTreeMap<String, i64>,
    /// Its place overall.
    pub display_priority: i64,
    /// Its logo.
    pub logo_path: Option<String>,
    /// Its name.
    pub provider_name: String,
    /// Its id.
    pub provider_id: i64,
}

/// A list under `results`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ResultsOf{T}")]
pub struct Results<T> {
    /// The rows.
    pub results: Vec<T>,
}

/// The sizes in which images are served.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of the configuration answer"
)]
pub struct ImageSizes {
    pub backdrop_sizes: Vec<String>,
    pub logo_sizes: Vec<String>,
    pub poster_sizes: Vec<String>,
    pub profile_sizes: Vec<String>,
    pub still_sizes: Vec<String>,
}

/// The configuration answer without the addresses, which each server has its own of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Configuration {
    /// Image sizes.
    pub images: ImageSizes,
    /// Keys under which changes are told.
    pub change_keys: Vec<String>,
}

/// Names that title answers mention and the tables lack or name otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Learned {
    /// Language code to its row.
    pub languages: BTreeMap<String, LanguageRow>,
    /// Country code to its English name.
    pub countries: BTreeMap<String, String>,
    /// `movie/de` to genre ids and names.
    pub genres: BTreeMap<String, BTreeMap<i32, String>>,
}

/// A reference answer that was imported: which table, and for localised ones in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// [`Configuration`].
    Configuration,
    /// `Vec<CountryRow>`, localised.
    Countries,
    /// `Vec<JobRow>`.
    Jobs,
    /// `Vec<LanguageRow>`.
    Languages,
    /// `Vec<String>`.
    PrimaryTranslations,
    /// `Vec<TimezoneRow>`.
    Timezones,
    /// [`Certifications`].
    MovieCertifications,
    /// [`Certifications`].
    SeriesCertifications,
    /// [`Genres`], localised.
    MovieGenres,
    /// [`Genres`], localised.
    SeriesGenres,
    /// `Results<Provider>`.
    MovieProviders,
    /// `Results<Provider>`.
    SeriesProviders,
    /// `Results<CountryRow>`, localised.
    ProviderRegions,
    /// [`Learned`].
    Learned,
}

impl Table {
    /// Every table with its stored name and whether it is localised.
    pub const ALL: [(Table, &'static str, bool); 14] = [
        (Table::Configuration, "configuration", false),
        (Table::Countries, "countries", true),
        (Table::Jobs, "jobs", false),
        (Table::Languages, "languages", false),
        (Table::PrimaryTranslations, "primary_translations", false),
        (Table::Timezones, "timezones", false),
        (Table::MovieCertifications, "movie_certifications", false),
        (Table::SeriesCertifications, "series_certifications", false),
        (Table::MovieGenres, "movie_genres", true),
        (Table::SeriesGenres, "series_genres", true),
        (Table::MovieProviders, "movie_providers", false),
        (Table::SeriesProviders, "series_providers", false),
        (Table::ProviderRegions, "provider_regions", true),
        (Table::Learned, "learned", false),
    ];

    /// The stored name.
    pub fn name(self) -> &'static str {
        Table::ALL
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.1)
    }

    /// Whether there is a document for each language.
    pub fn is_localised(self) -> bool {
        Table::ALL.iter().any(|row| row.0 == self && row.2)
    }
}

/// A reference document as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The name of its table.
    pub table: String,
    /// The locale that it is in; empty for tables that are not localised.
    pub locale: String,
    /// The document as JSON.
    pub document: String,
}
