//! The configuration tables: languages, countries, time zones, jobs, certifications, genres, watch providers.
//!
//! A complete set is bundled with the program. Imported reference answers are kept beside it as [`Told`] documents and
//! answered as they were told. Names that title answers mention otherwise than these are [`Learned`], and used in titles.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::key::Kind;
use crate::locale::{Language, Locale};

/// A row of the list of languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LanguageRow {
    /// ISO 639-1 or one of TMDB's codes.
    pub iso_639_1: String,
    /// English name.
    pub english_name: String,
    /// Its own name; may be empty.
    pub name: String,
}

/// A row of the list of countries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CountryRow {
    /// ISO 3166-1, historic codes included.
    pub iso_3166_1: String,
    /// English name.
    pub english_name: String,
    /// Name in the language asked for.
    pub native_name: String,
}

/// The time zones of a country (names of the IANA database).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimezoneRow {
    /// ISO 3166-1.
    pub iso_3166_1: String,
    /// Names such as `Europe/Berlin`.
    pub zones: Vec<String>,
}

/// The jobs of a department.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// The department.
    pub department: String,
    /// Its jobs.
    pub jobs: Vec<String>,
}

/// A certification of a country; `order` compares them, 0 is unrated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Certification {
    /// The code.
    pub certification: String,
    /// What it means.
    pub meaning: String,
    /// Its place among the country's.
    pub order: i64,
}

/// Certifications by country.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Certifications {
    /// By ISO 3166-1 code; Quebec is `CA-QC`.
    pub certifications: BTreeMap<String, Vec<Certification>>,
}

/// A genre in a language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Genre {
    /// Its id.
    pub id: i32,
    /// Its name.
    pub name: String,
}

/// The genres of movies or of series.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Genres {
    /// In alphabetical order of their English names.
    pub genres: Vec<Genre>,
}

/// A watch provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

/// The reference tables that a server answers from.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    told: BTreeMap<(String, String), serde_json::Value>,
    languages: Option<Vec<LanguageRow>>,
    countries: Option<Vec<CountryRow>>,
    genres: BTreeMap<(Table, String), Genres>,
    learned: Learned,
}

struct Bundled {
    languages: Vec<LanguageRow>,
    countries: Vec<CountryRow>,
    country_names: BTreeMap<String, BTreeMap<String, String>>,
    genres: BTreeMap<(Table, String), Genres>,
    season_words: BTreeMap<String, [String; 3]>,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split('\t').collect())
}

fn cell<'a>(row: &[&'a str], index: usize) -> &'a str {
    row.get(index).copied().unwrap_or_default()
}

static BUNDLED: LazyLock<Bundled> = LazyLock::new(|| Bundled {
    languages: rows(include_str!("../reference/languages.tsv"))
        .map(|row| LanguageRow {
            iso_639_1: cell(&row, 0).into(),
            english_name: cell(&row, 1).into(),
            name: cell(&row, 2).into(),
        })
        .collect(),
    countries: rows(include_str!("../reference/countries.tsv"))
        .map(|row| CountryRow {
            iso_3166_1: cell(&row, 0).into(),
            english_name: cell(&row, 1).into(),
            native_name: cell(&row, 2).into(),
        })
        .collect(),
    country_names: columns(include_str!("../reference/country_names.tsv")),
    genres: bundled_genres(),
    season_words: rows(include_str!("../reference/season_words.tsv"))
        .map(|row| {
            (
                cell(&row, 0).to_owned(),
                [1, 2, 3].map(|index| cell(&row, index).to_owned()),
            )
        })
        .collect(),
});

/// A table with a code in the first column and one language a column: by language, then code; empty cells left out.
fn columns(table: &'static str) -> BTreeMap<String, BTreeMap<String, String>> {
    let header: Vec<_> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let mut names: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows(table) {
        for (language, name) in header
            .iter()
            .zip(&row)
            .skip(1)
            .filter(|(_, name)| !name.is_empty())
        {
            names
                .entry((*language).to_owned())
                .or_default()
                .insert(row[0].to_owned(), (*name).to_owned());
        }
    }
    names
}

fn bundled_genres() -> BTreeMap<(Table, String), Genres> {
    let table = include_str!("../reference/genres.tsv");
    let header: Vec<_> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let mut genres: BTreeMap<(Table, String), Genres> = BTreeMap::new();
    for row in rows(table) {
        let kind = if row[0] == "movie" {
            Table::MovieGenres
        } else {
            Table::SeriesGenres
        };
        let id = cell(&row, 1).parse().unwrap_or_default();
        for (index, language) in header.iter().enumerate().skip(2) {
            let name = Some(cell(&row, index))
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| cell(&row, 2));
            let list = genres.entry((kind, (*language).to_owned())).or_default();
            list.genres.push(Genre {
                id,
                name: name.to_owned(),
            });
        }
    }
    genres
}

/// The keys under which a localised table may know a locale, best first.
fn locale_keys(locale: Locale) -> [String; 3] {
    [
        locale.with_main_country().to_string(),
        locale.to_string(),
        locale.language.to_string(),
    ]
}

/// Finds the entry of a locale: the locale itself, then any country of its language.
fn localised<T>(locale: Locale, get: impl Fn(&str) -> Option<T>) -> Option<T> {
    locale_keys(locale).iter().find_map(|key| get(key))
}

impl Reference {
    /// The bundled tables with what was imported laid over them. Documents that cannot be read are left out.
    pub fn with(told: Vec<Told>) -> Reference {
        let mut reference = Reference::default();
        for Told {
            table,
            locale,
            document,
        } in told
        {
            let Ok(value) = serde_json::from_str::<serde_json::Value>(&document) else {
                continue;
            };
            let known = Table::ALL
                .iter()
                .find(|row| row.1 == table)
                .map(|row| row.0);
            match known {
                Some(Table::Languages) => {
                    reference.languages = serde_json::from_value(value.clone()).ok();
                }
                Some(Table::Countries) => {
                    let rows: Option<Vec<CountryRow>> = serde_json::from_value(value.clone()).ok();
                    reference.countries = rows.or(reference.countries);
                }
                Some(table @ (Table::MovieGenres | Table::SeriesGenres)) => {
                    if let Ok(genres) = serde_json::from_value(value.clone()) {
                        reference.genres.insert((table, locale.clone()), genres);
                    }
                }
                Some(Table::Learned) => {
                    reference.learned = serde_json::from_value(value).unwrap_or_default();
                    continue;
                }
                _ => {}
            }
            reference.told.insert((table, locale), value);
        }
        reference
    }

    fn told(&self, table: Table, locale: &str) -> Option<&serde_json::Value> {
        self.told.get(&(table.name().to_owned(), locale.to_owned()))
    }

    /// The language with this code.
    pub fn language(&self, code: &str) -> Option<&LanguageRow> {
        let in_list = |list: &'static [LanguageRow]| list.iter().find(|row| row.iso_639_1 == code);
        let told = self
            .languages
            .as_ref()
            .and_then(|list| list.iter().find(|row| row.iso_639_1 == code));
        self.learned
            .languages
            .get(code)
            .or(told)
            .or_else(|| in_list(&BUNDLED.languages))
    }

    /// The English name of a country; its code when unknown.
    pub fn country_name<'a>(&'a self, code: &'a str) -> &'a str {
        let told = self
            .countries
            .as_ref()
            .and_then(|list| list.iter().find(|row| row.iso_3166_1 == code));
        let told = told.map(|row| row.english_name.as_str());
        let learned = self.learned.countries.get(code).map(String::as_str);
        let bundled = || {
            BUNDLED
                .countries
                .iter()
                .find(|row| row.iso_3166_1 == code)
                .map(|row| row.english_name.as_str())
        };
        learned.or(told).or_else(bundled).unwrap_or(code)
    }

    /// The name of a genre in a language, else in English; empty for unknown ids.
    pub fn genre_name(&self, kind: Kind, id: i32, locale: Locale) -> &str {
        let (table, noun) = match kind {
            Kind::Movie => (Table::MovieGenres, "movie"),
            _ => (Table::SeriesGenres, "series"),
        };
        let name_in = |locale: Locale| {
            let told = localised(locale, |key| {
                find_genre(self.genres.get(&(table, key.to_owned())), id)
            });
            let learned = || {
                localised(locale, |key| {
                    self.learned
                        .genres
                        .get(&format!("{noun}/{key}"))?
                        .get(&id)
                        .map(String::as_str)
                })
            };
            let bundled = || {
                localised(locale, |key| {
                    find_genre(BUNDLED.genres.get(&(table, key.to_owned())), id)
                })
            };
            learned().or(told).or_else(bundled)
        };
        name_in(locale)
            .or_else(|| name_in(Locale::DEFAULT))
            .unwrap_or_default()
    }

    /// The genres of movies or series in a language.
    pub fn genres(&self, kind: Kind, locale: Locale) -> Genres {
        let table = if kind == Kind::Movie {
            Table::MovieGenres
        } else {
            Table::SeriesGenres
        };
        if let Some(told) = localised(locale, |key| self.genres.get(&(table, key.to_owned()))) {
            return told.clone();
        }
        let english = self
            .genres
            .get(&(table, "en-US".to_owned()))
            .or_else(|| BUNDLED.genres.get(&(table, "en".to_owned())));
        let rows = english.iter().flat_map(|list| &list.genres);
        Genres {
            genres: rows
                .map(|row| Genre {
                    id: row.id,
                    name: self.genre_name(kind, row.id, locale).to_owned(),
                })
                .collect(),
        }
    }

    /// The countries, their native names in a language.
    pub fn countries(&self, locale: Locale) -> Cow<'_, [CountryRow]> {
        let told = localised(locale, |key| {
            self.told(Table::Countries, key)?.as_array().cloned()
        });
        if let Some(rows) = told.and_then(|rows| serde_json::from_value(rows.into()).ok()) {
            return Cow::Owned(rows);
        }
        let rows = self.countries.as_deref().unwrap_or(&BUNDLED.countries);
        Cow::Owned(
            rows.iter()
                .map(|row| CountryRow {
                    native_name: native_name(row, locale),
                    ..row.clone()
                })
                .collect(),
        )
    }

    /// The countries for which watch providers are known, their native names in a language.
    pub fn provider_regions(&self, locale: Locale) -> Results<CountryRow> {
        let told = |locale| {
            localised(locale, |key| {
                self.told(Table::ProviderRegions, key).cloned()
            })
        };
        let read = |value| serde_json::from_value::<Results<CountryRow>>(value).ok();
        if let Some(regions) = told(locale).and_then(read) {
            return regions;
        }
        let codes: Vec<String> = match told(Locale::DEFAULT).and_then(read) {
            Some(regions) => regions
                .results
                .into_iter()
                .map(|row| row.iso_3166_1)
                .collect(),
            None => rows(include_str!("../reference/provider_regions.tsv"))
                .map(|row| row[0].to_owned())
                .collect(),
        };
        let countries = self.countries(locale);
        let of = |code: &String| {
            countries
                .iter()
                .find(|row| row.iso_3166_1 == *code)
                .cloned()
        };
        Results {
            results: codes.iter().filter_map(of).collect(),
        }
    }

    /// The watch providers of movies or series; with a region those of that country, with its priorities.
    pub fn providers(&self, kind: Kind, region: Option<&str>) -> Results<Provider> {
        let table = if kind == Kind::Movie {
            Table::MovieProviders
        } else {
            Table::SeriesProviders
        };
        let told = self
            .told(table, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok());
        let mut providers: Results<Provider> = told.unwrap_or_default();
        if let Some(region) = region {
            providers.results.retain_mut(|provider| {
                let priority = provider.display_priorities.get(region).copied();
                provider.display_priority = priority.unwrap_or(provider.display_priority);
                priority.is_some()
            });
        }
        providers
    }

    /// The certifications of movies or series.
    pub fn certifications(&self, kind: Kind) -> Certifications {
        let (table, bundled) = match kind {
            Kind::Movie => (
                Table::MovieCertifications,
                include_str!("../reference/certifications_movie.tsv"),
            ),
            _ => (
                Table::SeriesCertifications,
                include_str!("../reference/certifications_tv.tsv"),
            ),
        };
        if let Some(told) = self
            .told(table, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok())
        {
            return told;
        }
        let mut certifications = Certifications::default();
        for row in rows(bundled) {
            let country = certifications
                .certifications
                .entry(cell(&row, 0).to_owned())
                .or_default();
            country.push(Certification {
                certification: cell(&row, 1).into(),
                order: cell(&row, 2).parse().unwrap_or_default(),
                meaning: cell(&row, 3).into(),
            });
        }
        certifications
    }

    /// The languages.
    pub fn languages(&self) -> &[LanguageRow] {
        self.languages.as_deref().unwrap_or(&BUNDLED.languages)
    }

    /// The time zones by country.
    pub fn timezones(&self) -> Vec<TimezoneRow> {
        self.told(Table::Timezones, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok())
            .unwrap_or_else(|| {
                let zones = |list: &str| {
                    list.split(',')
                        .filter(|zone| !zone.is_empty())
                        .map(str::to_owned)
                        .collect()
                };
                rows(include_str!("../reference/timezones.tsv"))
                    .map(|row| TimezoneRow {
                        iso_3166_1: cell(&row, 0).into(),
                        zones: zones(cell(&row, 1)),
                    })
                    .collect()
            })
    }

    /// The departments and their jobs.
    pub fn jobs(&self) -> Vec<JobRow> {
        self.told(Table::Jobs, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok())
            .unwrap_or_else(|| {
                let mut departments: Vec<JobRow> = Vec::new();
                for row in rows(include_str!("../reference/jobs.tsv")) {
                    let (department, job) = (cell(&row, 0), cell(&row, 1).to_owned());
                    match departments
                        .last_mut()
                        .filter(|last| last.department == department)
                    {
                        Some(last) => last.jobs.push(job),
                        None => departments.push(JobRow {
                            department: department.into(),
                            jobs: vec![job],
                        }),
                    }
                }
                departments
            })
    }

    /// The department of a job, for credits that name only the job.
    pub fn department_of(&self, job: &str) -> Option<String> {
        self.jobs()
            .into_iter()
            .find(|row| row.jobs.iter().any(|name| name == job))
            .map(|row| row.department)
    }

    /// The locales in which titles are translated.
    pub fn primary_translations(&self) -> Vec<String> {
        let told = self
            .told(Table::PrimaryTranslations, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok());
        told.unwrap_or_else(|| {
            rows(include_str!("../reference/primary_translations.tsv"))
                .map(|row| row[0].to_owned())
                .collect()
        })
    }

    /// Image sizes and change keys.
    pub fn configuration(&self) -> Configuration {
        let told = self
            .told(Table::Configuration, "")
            .cloned()
            .and_then(|value| serde_json::from_value(value).ok());
        told.unwrap_or_else(bundled_configuration)
    }

    /// The usual name of a season in a language: "Specials" or "Season 3".
    pub fn season_name(&self, number: i32, locale: Locale) -> String {
        let [season, _, specials] = season_words(locale);
        if number == 0 {
            specials.clone()
        } else {
            season.replace("{n}", &number.to_string())
        }
    }

    /// The usual name of an episode in a language: "Episode 4".
    pub fn episode_name(&self, number: i32, locale: Locale) -> String {
        season_words(locale)[1].replace("{n}", &number.to_string())
    }

    /// What this reference lacks of the names that a title answer mentions; `None` when it knows them all.
    pub fn learn(&self, learned: &Learned) -> Option<Learned> {
        let mut news = self.learned.clone();
        for (code, row) in &learned.languages {
            if self.language(code) != Some(row) {
                news.languages.insert(code.clone(), row.clone());
            }
        }
        for (code, name) in &learned.countries {
            if self.country_name(code) != name {
                news.countries.insert(code.clone(), name.clone());
            }
        }
        for (place, names) in &learned.genres {
            let Some((noun, locale)) = place.split_once('/') else {
                continue;
            };
            let kind = if noun == "movie" {
                Kind::Movie
            } else {
                Kind::Series
            };
            let Ok(locale) = locale.parse() else { continue };
            for (id, name) in names {
                if self.genre_name(kind, *id, locale) != name {
                    news.genres
                        .entry(place.clone())
                        .or_default()
                        .insert(*id, name.clone());
                }
            }
        }
        (news != self.learned).then_some(news)
    }
}

fn find_genre(list: Option<&Genres>, id: i32) -> Option<&str> {
    list?
        .genres
        .iter()
        .find(|genre| genre.id == id)
        .map(|genre| genre.name.as_str())
}

fn native_name(row: &CountryRow, locale: Locale) -> String {
    if locale.language == Language::ENGLISH {
        let bundled = BUNDLED
            .countries
            .iter()
            .find(|other| other.iso_3166_1 == row.iso_3166_1);
        return bundled.map_or_else(
            || row.english_name.clone(),
            |other| other.native_name.clone(),
        );
    }
    localised(locale, |key| {
        BUNDLED
            .country_names
            .get(key)?
            .get(&row.iso_3166_1)
            .cloned()
    })
    .unwrap_or_else(|| row.english_name.clone())
}

fn season_words(locale: Locale) -> &'static [String; 3] {
    static ENGLISH: LazyLock<[String; 3]> =
        LazyLock::new(|| ["Season {n}", "Episode {n}", "Specials"].map(str::to_owned));
    localised(locale, |key| BUNDLED.season_words.get(key)).unwrap_or(&ENGLISH)
}

/// Sizes of contract 1.13 and change keys of contract 3.5.
fn bundled_configuration() -> Configuration {
    const CHANGE_KEYS: &str = "adult air_date also_known_as alternative_titles biography birthday budget cast certifications \
        character_names created_by crew deathday episode episode_number episode_run_time freebase_id freebase_mid general genres \
        guest_stars homepage images imdb_id languages name network origin_country original_name original_title overview parts \
        place_of_birth plot_keywords production_code production_companies production_countries releases revenue runtime season \
        season_number season_regular softcore spoken_languages status tagline title translations tvdb_id tvrage_id type video \
        videos";
    let words = |list: &str| list.split_ascii_whitespace().map(str::to_owned).collect();
    Configuration {
        images: ImageSizes {
            backdrop_sizes: words("w300 w780 w1280 original"),
            logo_sizes: words("w45 w92 w154 w185 w300 w500 original"),
            poster_sizes: words("w92 w154 w185 w342 w500 w780 original"),
            profile_sizes: words("w45 w185 h632 original"),
            still_sizes: words("w92 w185 w300 original"),
        },
        change_keys: words(CHANGE_KEYS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        text.parse().unwrap()
    }

    #[test]
    fn the_bundled_tables_are_complete() {
        let reference = Reference::default();

        assert!(
            reference.languages().len() >= 187,
            "{}",
            reference.languages().len()
        );
        assert!(reference.countries(Locale::DEFAULT).len() >= 249);
        assert_eq!(
            reference
                .jobs()
                .iter()
                .map(|row| row.jobs.len())
                .sum::<usize>(),
            941
        );
        assert_eq!(reference.jobs().len(), 12);
        assert!(reference.primary_translations().len() >= 144);
        assert_eq!(
            reference.genres(Kind::Movie, Locale::DEFAULT).genres.len(),
            19
        );
        assert_eq!(
            reference.genres(Kind::Series, Locale::DEFAULT).genres.len(),
            16
        );
        assert!(reference.certifications(Kind::Movie).certifications.len() >= 45);
        assert!(reference.certifications(Kind::Series).certifications.len() >= 40);
        assert!(
            reference
                .timezones()
                .iter()
                .map(|row| row.zones.len())
                .sum::<usize>()
                >= 400
        );
        assert!(reference.provider_regions(Locale::DEFAULT).results.len() >= 120);
        assert_eq!(reference.configuration().change_keys.len(), 54);
    }

    #[test]
    fn names_follow_the_language() {
        let reference = Reference::default();

        assert_eq!(
            reference.genre_name(Kind::Movie, 35, locale("de-AT")),
            "Komödie"
        );
        assert_eq!(
            reference.genre_name(Kind::Movie, 35, locale("qq")),
            "Comedy"
        );
        assert_eq!(reference.season_name(2, locale("de")), "Staffel 2");
        assert_eq!(reference.season_name(0, locale("en-US")), "Specials");
        let germany = |language: &str| {
            let countries = reference.countries(locale(language)).into_owned();
            countries
                .into_iter()
                .find(|row| row.iso_3166_1 == "DE")
                .unwrap()
                .native_name
        };
        assert_eq!(
            (germany("en").as_str(), germany("fr").as_str()),
            ("Germany", "Allemagne")
        );
        assert_eq!(reference.country_name("XK"), "Kosovo");
        assert_eq!(
            reference.department_of("Director").as_deref(),
            Some("Directing")
        );
    }

    #[test]
    fn what_was_told_is_answered() {
        let told = |table: Table, locale: &str, document: &str| Told {
            table: table.name().into(),
            locale: locale.into(),
            document: document.into(),
        };
        let reference = Reference::with(vec![
            told(
                Table::MovieGenres,
                "da-DK",
                r#"{"genres":[{"id":35,"name":"Komedie "}]}"#,
            ),
            told(
                Table::Languages,
                "",
                r#"[{"iso_639_1":"de","english_name":"German","name":"Hochdeutsch"}]"#,
            ),
        ]);

        assert_eq!(
            reference.genre_name(Kind::Movie, 35, locale("da")),
            "Komedie "
        );
        assert_eq!(reference.language("de").unwrap().name, "Hochdeutsch");
        assert_eq!(reference.language("fr").unwrap().english_name, "French");
    }

    #[test]
    fn only_news_are_learned() {
        let reference = Reference::default();
        let mut mention = Learned::default();
        mention
            .countries
            .insert("US".into(), "United States of America".into());
        assert_eq!(reference.learn(&mention), None);

        mention.countries.insert("QQ".into(), "Atlantis".into());
        let news = reference.learn(&mention).unwrap();

        assert_eq!(news.countries.len(), 1);
    }
}
