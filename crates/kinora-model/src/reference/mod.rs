//! The configuration tables: languages, countries, time zones, jobs, certifications, genres, watch providers.
//!
//! A complete set is bundled with the program. Imported reference answers are kept beside it as [`Told`] documents and
//! answered as they were told. Names that title answers mention otherwise than these are [`Learned`], and used in titles.

use std::collections::BTreeMap;

use crate::key::Kind;
use crate::locale::Locale;

mod bundled;
mod names;
mod rows;

pub use rows::*;

use bundled::{BUNDLED, bundled_configuration, cell, rows};

/// The reference tables that a server answers from.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    told: BTreeMap<(String, String), serde_json::Value>,
    languages: Option<Vec<LanguageRow>>,
    countries: Option<Vec<CountryRow>>,
    genres: GenreLists,
    learned: Learned,
}

/// Genres by table and locale.
type GenreLists = BTreeMap<Table, BTreeMap<String, Genres>>;

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
                        let lists = reference.genres.entry(table).or_default();
                        lists.insert(locale.clone(), genres);
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
            None => rows(include_str!("../../reference/provider_regions.tsv"))
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
                include_str!("../../reference/certifications_movie.tsv"),
            ),
            _ => (
                Table::SeriesCertifications,
                include_str!("../../reference/certifications_tv.tsv"),
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
                rows(include_str!("../../reference/timezones.tsv"))
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
                for row in rows(include_str!("../../reference/jobs.tsv")) {
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
            rows(include_str!("../../reference/primary_translations.tsv"))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        text.parse().unwrap()
    }

    #[test]
    fn languages_and_countries_have_names_in_other_languages() {
        let reference = Reference::default();

        assert_eq!(
            reference.language_name_in("de", locale("fr-FR")),
            "Allemand"
        );
        assert_eq!(reference.language_name_in("de", locale("en-US")), "German");
        assert_eq!(reference.language_name_in("de", locale("ja-JP")), "German");
        assert_eq!(reference.language_name_in("qq", locale("de-DE")), "qq");
        assert_eq!(
            reference.country_name_in("DE", locale("fr-FR")),
            "Allemagne"
        );
        assert_eq!(reference.country_name_in("QQ", locale("fr-FR")), "QQ");
        for row in reference.languages() {
            for language in ["de", "fr", "es"] {
                let named = BUNDLED.language_names[language].contains_key(&row.iso_639_1);
                assert!(named, "{} in {language}", row.iso_639_1);
            }
        }
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
