//! What languages, countries, genres, seasons and episodes are called in a language.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::bundled::BUNDLED;
use super::{CountryRow, Genre, Genres, LanguageRow, Reference, Table, locale_keys, localised};
use crate::key::Kind;
use crate::locale::{Language, Locale};

impl Reference {
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

    /// The name of a language in another one, else in English; its code when unknown.
    pub fn language_name_in<'a>(&'a self, code: &'a str, locale: Locale) -> &'a str {
        let named = localised(locale, |key| BUNDLED.language_names.get(key)?.get(code));
        let english = || self.language(code).map(|row| row.english_name.as_str());
        named.map(String::as_str).or_else(english).unwrap_or(code)
    }

    /// Whether there is a country with this code.
    pub fn is_country(&self, code: &str) -> bool {
        let told = self.countries.as_deref().unwrap_or_default().iter();
        let mut rows = told.chain(&BUNDLED.countries);
        self.learned.countries.contains_key(code) || rows.any(|row| row.iso_3166_1 == code)
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

    /// The name of a country in a language, else in English; its code when unknown.
    pub fn country_name_in<'a>(&'a self, code: &'a str, locale: Locale) -> &'a str {
        let named = localised(locale, |key| BUNDLED.country_names.get(key)?.get(code));
        named.map_or_else(|| self.country_name(code), String::as_str)
    }

    /// The name of a genre in a language, else in English; empty for unknown ids.
    pub fn genre_name(&self, kind: Kind, id: i32, locale: Locale) -> &str {
        self.genre_name_in(kind, id, locale)
            .or_else(|| self.genre_name_in(kind, id, Locale::DEFAULT))
            .unwrap_or_default()
    }

    /// The name of a genre in a language, if it has one.
    pub fn genre_name_in(&self, kind: Kind, id: i32, locale: Locale) -> Option<&str> {
        let (table, noun) = match kind {
            Kind::Movie => (Table::MovieGenres, "movie"),
            _ => (Table::SeriesGenres, "series"),
        };
        let keys = locale_keys(locale);
        let learned = keys.iter().find_map(|key| {
            let names = self.learned.genres.get(&format!("{noun}/{key}"))?;
            names.get(&id).map(String::as_str)
        });
        learned.or_else(|| {
            let lists = [&self.genres, &BUNDLED.genres].into_iter();
            let mut lists = lists.filter_map(|lists| lists.get(&table));
            lists.find_map(|lists| {
                let mut lists = keys.iter().filter_map(|key| lists.get(key));
                lists.find_map(|list| list.name(id))
            })
        })
    }

    /// The genres of movies or series in a language.
    pub fn genres(&self, kind: Kind, locale: Locale) -> Genres {
        let table = if kind == Kind::Movie {
            Table::MovieGenres
        } else {
            Table::SeriesGenres
        };
        let told = self.genres.get(&table);
        if let Some(told) = told.and_then(|told| localised(locale, |key| told.get(key))) {
            return told.clone();
        }
        let bundled = || BUNDLED.genres.get(&table)?.get("en");
        let english = told.and_then(|told| told.get("en-US")).or_else(bundled);
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

    /// Whether countries have names of their own in a language.
    pub fn names_countries_in(&self, locale: Locale) -> bool {
        let is_english = locale.language == Language::ENGLISH;
        let told = || localised(locale, |key| self.told(Table::Countries, key)).is_some();
        let bundled = || localised(locale, |key| BUNDLED.country_names.get(key)).is_some();
        is_english || told() || bundled()
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

    /// Whether the usual names of seasons and episodes are known in a language.
    pub fn names_seasons_in(&self, locale: Locale) -> bool {
        let is_english = locale.language == Language::ENGLISH;
        is_english || localised(locale, |key| BUNDLED.season_words.get(key)).is_some()
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
