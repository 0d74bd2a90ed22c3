//! Translations, alternative titles, and what titles share: genres, countries, languages, keywords, ids elsewhere.

use kinora_model::KeywordFacts;
use kinora_model::key::Kind;
use kinora_model::links::Links;
use kinora_model::part::Part;
use kinora_model::reference::{Genre, LanguageRow};
use kinora_model::text::Texts;
use kinora_model::titles::{AlternativeTitles, Keywords};
use kinora_store::{Loaded, Related, Wants};
use serde::Serialize;
use serde_json::{Value, json};

use super::View;
use super::namespace::{Resource, json};
use crate::error::ApiError;

/// `translations` of any namespace.
pub const TRANSLATIONS: Resource = Resource {
    name: "translations",
    wants: Wants::of(&[Part::Texts], &[]),
    render: translations,
};

/// `keywords` of movies, whose list is under `keywords`.
pub const MOVIE_KEYWORDS: Resource = Resource {
    name: "keywords",
    wants: KEYWORDS,
    render: |loaded, _| json(&json!({ "keywords": keywords(loaded)? })),
};

/// `keywords` of series, whose list is under `results`.
pub const SERIES_KEYWORDS: Resource = Resource {
    name: "keywords",
    wants: KEYWORDS,
    render: |loaded, _| json(&json!({ "results": keywords(loaded)? })),
};

const KEYWORDS: Wants = Wants::of(&[Part::Keywords], &[Related::Keywords]);

/// `external_ids` of any namespace.
pub const EXTERNAL_IDS: Resource = Resource {
    name: "external_ids",
    wants: Wants::of(&[Part::Links], &[]),
    render: external_ids,
};

/// A country that a title was made in.
#[derive(Serialize)]
pub struct Country {
    iso_3166_1: String,
    name: String,
}

/// Genres by id, in the reader's language.
pub fn genres(view: &View, kind: Kind, ids: Option<Vec<i32>>) -> Vec<Genre> {
    let named = |id| Genre {
        id,
        name: view.reference.genre_name(kind, id, view.locale).to_owned(),
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

fn translations(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
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
        let names = view
            .reference
            .language(&language)
            .cloned()
            .unwrap_or_default();
        let data = match loaded.record.key.kind {
            Kind::Movie => json!({
                "homepage": text.homepage, "overview": text.overview, "runtime": text.runtime, "tagline": text.tagline,
                "title": text.title,
            }),
            Kind::Series => json!({
                "name": text.title, "overview": text.overview, "homepage": text.homepage, "tagline": text.tagline,
            }),
            Kind::Person => json!({ "biography": text.overview, "name": text.title }),
            Kind::Collection => {
                json!({ "title": text.title, "overview": text.overview, "homepage": text.homepage })
            }
            _ => json!({ "name": text.title, "overview": text.overview }),
        };
        rows.push(json!({
            "iso_3166_1": translation.locale.country().unwrap_or_default(), "iso_639_1": language, "name": names.name,
            "english_name": names.english_name, "data": data,
        }));
    }
    json(&json!({ "translations": rows }))
}

/// The alternative titles, of one country when `country` is given.
pub fn alternative_titles(loaded: &Loaded, view: &View) -> Result<AlternativeTitles, ApiError> {
    let mut titles: AlternativeTitles = loaded.record.part()?;
    if let Some(country) = view.query.get("country") {
        titles
            .0
            .retain(|title| title.iso_3166_1.eq_ignore_ascii_case(country));
    }
    Ok(titles)
}

fn keywords(loaded: &Loaded) -> Result<Vec<Value>, ApiError> {
    let ids: Keywords = loaded.record.part()?;
    let mut rows = Vec::new();
    for id in ids.0 {
        if let Some(record) = loaded.get(Kind::Keyword, id) {
            let facts: KeywordFacts = record.part()?;
            rows.push(json!({ "id": id, "name": facts.name.unwrap_or_default() }));
        }
    }
    Ok(rows)
}

/// Which ids a kind answers (contract 2).
fn external_ids(loaded: &Loaded, _: &View) -> Result<Vec<u8>, ApiError> {
    let links: Links = loaded.record.part()?;
    let all = [
        ("imdb_id", json!(links.imdb_id)),
        ("freebase_mid", json!(links.freebase_mid)),
        ("freebase_id", json!(links.freebase_id)),
        ("tvdb_id", json!(links.tvdb_id)),
        ("tvrage_id", json!(links.tvrage_id)),
        ("wikidata_id", json!(links.wikidata_id)),
        ("facebook_id", json!(links.facebook_id)),
        ("instagram_id", json!(links.instagram_id)),
        ("tiktok_id", json!(links.tiktok_id)),
        ("twitter_id", json!(links.twitter_id)),
        ("youtube_id", json!(links.youtube_id)),
    ];
    let names: &[&str] = match loaded.record.key.kind {
        Kind::Movie => &[
            "imdb_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "twitter_id",
        ],
        Kind::Series => &[
            "imdb_id",
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "twitter_id",
        ],
        Kind::Season => &[
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
        ],
        Kind::Episode => &[
            "imdb_id",
            "freebase_mid",
            "freebase_id",
            "tvdb_id",
            "tvrage_id",
            "wikidata_id",
        ],
        _ => &[
            "freebase_mid",
            "freebase_id",
            "imdb_id",
            "tvrage_id",
            "wikidata_id",
            "facebook_id",
            "instagram_id",
            "tiktok_id",
            "twitter_id",
            "youtube_id",
        ],
    };
    let ids: serde_json::Map<String, Value> = all
        .into_iter()
        .filter(|(name, _)| names.contains(name))
        .map(|(name, id)| (name.to_owned(), id))
        .collect();
    json(&ids)
}
