//! Translations, alternative titles, and what titles share: genres, countries, languages, keywords, ids elsewhere.

use kinora_model::key::Kind;
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::reference::{Genre, LanguageRow, Results};
use kinora_model::text::{Text, Texts};
use kinora_model::titles::{AlternativeTitle, AlternativeTitles, Keywords};
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::company::KeywordRow;
use super::namespace::{Resource, Source, Typed};
use crate::error::ApiError;

/// `translations` of any namespace.
pub const TRANSLATIONS: Resource = Resource {
    name: "translations",
    summary: "Translations",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(Wants::of(&[Part::Texts], &[]), &Typed(translations)),
};

/// `keywords` of movies, whose list is under `keywords`.
pub const MOVIE_KEYWORDS: Resource = Resource {
    name: "keywords",
    summary: "Keywords",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(
        KEYWORDS,
        &Typed(|loaded, _| {
            Ok(MovieKeywords {
                keywords: keywords(loaded)?,
            })
        }),
    ),
};

/// `keywords` of series, whose list is under `results`.
pub const SERIES_KEYWORDS: Resource = Resource {
    name: "keywords",
    summary: "Keywords",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(
        KEYWORDS,
        &Typed(|loaded, _| {
            Ok(Results {
                results: keywords(loaded)?,
            })
        }),
    ),
};

const KEYWORDS: Wants = Wants::of(&[Part::Keywords], &[Related::Keywords]);

/// `external_ids` of any namespace.
pub const EXTERNAL_IDS: Resource = Resource {
    name: "external_ids",
    summary: "Ids elsewhere",
    parameters: &[],
    with_id: true,
    source: Source::Loaded(Wants::of(&[Part::Links], &[]), &Typed(external_ids)),
};

#[derive(Serialize, JsonSchema)]
struct MovieKeywords {
    keywords: Vec<KeywordRow>,
}

/// A country that a title was made in.
#[derive(Serialize, JsonSchema)]
pub struct Country {
    iso_3166_1: String,
    name: String,
}

/// Genres by id, in the reader's language.
pub fn genres(view: &View, kind: Kind, ids: Option<Vec<i32>>) -> Vec<Genre> {
    let named = |id| Genre {
        id,
        name: view.genre_name(kind, id),
    };
    ids.unwrap_or_default().into_iter().map(named).collect()
}

/// Countries by code, with English names.
pub fn countries(view: &View, codes: Option<Vec<String>>) -> Vec<Country> {
    let named = |code: String| Country {
        name: view.reference.country_name(&code).to_owned(),
        iso_3166_1: code,
    };
    codes.unwrap_or_default().into_iter().map(named).collect()
}

/// Languages by code.
pub fn languages(view: &View, codes: Option<Vec<String>>) -> Vec<LanguageRow> {
    let unknown = |code: String| LanguageRow {
        english_name: code.clone(),
        name: String::new(),
        iso_639_1: code,
    };
    let named = |code: String| {
        view.reference
            .language(&code)
            .cloned()
            .unwrap_or_else(|| unknown(code))
    };
    codes.unwrap_or_default().into_iter().map(named).collect()
}

/// A translation; which fields its data has depends on the kind (contract 2).
#[derive(Serialize, JsonSchema)]
struct TranslationRow {
    iso_3166_1: String,
    iso_639_1: String,
    name: String,
    english_name: String,
    data: TranslationData,
}

#[derive(Default, Serialize, JsonSchema)]
struct TranslationData {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biography: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tagline: Option<String>,
}

impl TranslationData {
    fn of(kind: Kind, text: &Text) -> TranslationData {
        let (title, overview) = (Some(text.title.clone()), Some(text.overview.clone()));
        let (homepage, tagline) = (Some(text.homepage.clone()), Some(text.tagline.clone()));
        let empty = TranslationData::default();
        match kind {
            Kind::Movie => TranslationData {
                title,
                overview,
                homepage,
                runtime: Some(text.runtime),
                tagline,
                ..empty
            },
            Kind::Series => TranslationData {
                name: title,
                overview,
                homepage,
                tagline,
                ..empty
            },
            Kind::Person => TranslationData {
                name: title,
                biography: overview,
                ..empty
            },
            Kind::Collection => TranslationData {
                title,
                overview,
                homepage,
                ..empty
            },
            _ => TranslationData {
                name: title,
                overview,
                ..empty
            },
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Translations {
    translations: Vec<TranslationRow>,
}

fn translations(loaded: &Loaded, view: &View) -> Result<Translations, ApiError> {
    let texts: Texts = loaded.record.part()?;
    let mut rows = Vec::new();
    for translation in &texts.translations {
        let Some(text) = translation.listed.as_ref().or_else(|| {
            // Without a list the texts that answers showed are the translations.
            translation
                .seen
                .as_ref()
                .map(|seen| &seen.text)
                .filter(|text| !texts.complete && !text.is_empty())
        }) else {
            continue;
        };
        let language = translation.locale.language.to_string();
        let names = view.reference.language(&language);
        let names = names.cloned().unwrap_or_default();
        rows.push(TranslationRow {
            iso_3166_1: translation.locale.country().unwrap_or_default().to_owned(),
            iso_639_1: language,
            name: names.name,
            english_name: names.english_name,
            data: TranslationData::of(loaded.record.key.kind, text),
        });
    }
    Ok(Translations { translations: rows })
}

/// The alternative titles, of one country when `country` is given.
pub fn alternative_titles(loaded: &Loaded, view: &View) -> Result<Vec<AlternativeTitle>, ApiError> {
    let AlternativeTitles(mut titles) = loaded.record.part()?;
    if let Some(country) = view.country("country") {
        titles.retain(|title| title.iso_3166_1.eq_ignore_ascii_case(&country));
    }
    Ok(titles)
}

fn keywords(loaded: &Loaded) -> Result<Vec<KeywordRow>, ApiError> {
    let Keywords(ids) = loaded.record.part()?;
    let records = ids.iter().filter_map(|id| loaded.get(Kind::Keyword, *id));
    records.map(KeywordRow::of_record).collect()
}

/// Ids elsewhere. Every kind answers those that it can have, unknown ones as null.
#[derive(Serialize, JsonSchema)]
struct ExternalIds {
    #[serde(skip_serializing_if = "Option::is_none")]
    imdb_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    freebase_mid: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    freebase_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tvdb_id: Option<Option<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tvrage_id: Option<Option<i64>>,
    wikidata_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facebook_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instagram_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tiktok_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    twitter_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    youtube_id: Option<Option<String>>,
}

/// Which ids a kind answers (contract 2).
fn external_ids(loaded: &Loaded, _: &View) -> Result<ExternalIds, ApiError> {
    use Kind::{Episode, Movie, Person, Season, Series};
    let links: Links = loaded.record.part()?;
    let kind = loaded.record.key.kind;
    let is = |kinds: &[Kind]| kinds.contains(&kind);
    let social = is(&[Movie, Series, Person]);
    let freebase = is(&[Series, Season, Episode, Person]);
    Ok(ExternalIds {
        imdb_id: is(&[Movie, Series, Episode, Person]).then_some(links.imdb_id),
        freebase_mid: freebase.then_some(links.freebase_mid),
        freebase_id: freebase.then_some(links.freebase_id),
        tvdb_id: is(&[Series, Season, Episode]).then_some(links.tvdb_id),
        tvrage_id: freebase.then_some(links.tvrage_id),
        wikidata_id: links.wikidata_id,
        facebook_id: social.then_some(links.facebook_id),
        instagram_id: social.then_some(links.instagram_id),
        tiktok_id: is(&[Person]).then_some(links.tiktok_id),
        twitter_id: social.then_some(links.twitter_id),
        youtube_id: is(&[Person]).then_some(links.youtube_id),
    })
}
