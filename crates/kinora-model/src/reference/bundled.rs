//! The tables that come with the program: tab-separated files, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Configuration, CountryRow, Genre, GenreLists, ImageSizes, LanguageRow, Table};

/// What is looked up often.
pub(super) struct Bundled {
    pub(super) languages: Vec<LanguageRow>,
    pub(super) countries: Vec<CountryRow>,
    pub(super) country_names: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) language_names: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) genres: GenreLists,
    pub(super) season_words: BTreeMap<String, [String; 3]>,
}

pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split('\t').collect())
}

pub(super) fn cell<'a>(row: &[&'a str], index: usize) -> &'a str {
    row.get(index).copied().unwrap_or_default()
}

/// The tables.
pub(super) static BUNDLED: LazyLock<Bundled> = LazyLock::new(|| Bundled {
    languages: rows(include_str!("../../reference/languages.tsv"))
        .map(|row| LanguageRow {
            iso_639_1: cell(&row, 0).into(),
            english_name: cell(&row, 1).into(),
            name: cell(&row, 2).into(),
        })
        .collect(),
    countries: rows(include_str!("../../reference/countries.tsv"))
        .map(|row| CountryRow {
            iso_3166_1: cell(&row, 0).into(),
            english_name: cell(&row, 1).into(),
            native_name: cell(&row, 2).into(),
        })
        .collect(),
    country_names: columns(include_str!("../../reference/country_names.tsv")),
    language_names: columns(include_str!("../../reference/language_names.tsv")),
    genres: bundled_genres(),
    season_words: rows(include_str!("../../reference/season_words.tsv"))
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

fn bundled_genres() -> GenreLists {
    let table = include_str!("../../reference/genres.tsv");
    let header: Vec<_> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let mut genres = GenreLists::new();
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
            let lists = genres.entry(kind).or_default();
            let list = lists.entry((*language).to_owned()).or_default();
            list.genres.push(Genre {
                id,
                name: name.to_owned(),
            });
        }
    }
    genres
}

/// Sizes of contract 1.13 and change keys of contract 3.5.
pub(super) fn bundled_configuration() -> Configuration {
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
