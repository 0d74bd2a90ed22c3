//! Finding by ids elsewhere (contract 3.11).

use kinora_model::key::{EntityKey, Kind};
use kinora_model::links::Source;
use kinora_model::part::{Part, PartSet};
use kinora_store::Card;
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::mixed::MixedRow;
use super::operation::{Call, Operation};
use super::page::{Mentioned, Row, rows};
use super::parameter::{LANGUAGE, Parameter, Takes, parameter};
use super::titles::{EpisodeRow, SeasonRow, episode_row, season_row};
use crate::error::ApiError;

const SOURCE_NAMES: [&str; 11] = [
    "imdb_id",
    "tvdb_id",
    "tvrage_id",
    "freebase_mid",
    "freebase_id",
    "wikidata_id",
    "facebook_id",
    "instagram_id",
    "twitter_id",
    "tiktok_id",
    "youtube_id",
];

/// What `external_source` may be, and which kinds are found by it.
const SOURCES: [(&str, Source, &[Kind]); 11] = {
    use Kind::{Episode, Movie, Person, Season, Series};
    const ON_TV: &[Kind] = &[Person, Series, Season, Episode];
    const SOCIAL: &[Kind] = &[Movie, Person, Series];
    [
        ("imdb_id", Source::Imdb, &[Movie, Person, Series, Episode]),
        ("tvdb_id", Source::Tvdb, &[Series, Season, Episode]),
        ("tvrage_id", Source::Tvrage, ON_TV),
        ("freebase_mid", Source::FreebaseMid, ON_TV),
        ("freebase_id", Source::Freebase, ON_TV),
        (
            "wikidata_id",
            Source::Wikidata,
            &[Movie, Person, Series, Season, Episode],
        ),
        ("facebook_id", Source::Facebook, SOCIAL),
        ("instagram_id", Source::Instagram, SOCIAL),
        ("twitter_id", Source::Twitter, SOCIAL),
        ("tiktok_id", Source::Tiktok, &[Person]),
        ("youtube_id", Source::Youtube, &[Person]),
    ]
};

const EXTERNAL_SOURCE: Parameter = parameter(
    "external_source",
    Takes::OneOf(&SOURCE_NAMES),
    "Where the id is from. Required but for IMDb ids; nothing is found with others.",
);

/// The operation.
pub fn operation() -> Operation {
    Operation::get(
        "/find/{external_id}",
        "Finds by an id elsewhere",
        &[EXTERNAL_SOURCE, LANGUAGE],
        find,
    )
}

/// What was found, by kind; all lists are always there.
#[derive(Serialize, JsonSchema)]
struct FindResults {
    movie_results: Vec<MixedRow>,
    person_results: Vec<MixedRow>,
    tv_results: Vec<MixedRow>,
    tv_episode_results: Vec<FoundEpisode>,
    tv_season_results: Vec<FoundSeason>,
}

async fn find(call: Call) -> Result<FindResults, ApiError> {
    // IMDb ids tell where they are from.
    let usual = Some("imdb_id").filter(|_| is_imdb(call.segment(0)));
    let asked = call.view.query.get("external_source").or(usual);
    let source = SOURCES.iter().find(|(name, ..)| Some(*name) == asked);
    let (_, source, kinds) = source.ok_or(ApiError::NotFound)?;
    // Ids of Freebase begin with a slash, which paths do not keep.
    let id = match source {
        Source::FreebaseMid | Source::Freebase => format!("/{}", call.segment(0)),
        _ => call.segment(0).to_owned(),
    };
    let mut keys = call.app.store.find(*source, &id).await?;
    keys.retain(|key| kinds.contains(&key.kind));
    Ok(FindResults {
        movie_results: found(&call, &keys, Kind::Movie).await?,
        person_results: found(&call, &keys, Kind::Person).await?,
        tv_results: found(&call, &keys, Kind::Series).await?,
        tv_episode_results: found(&call, &keys, Kind::Episode).await?,
        tv_season_results: found(&call, &keys, Kind::Season).await?,
    })
}

fn is_imdb(id: &str) -> bool {
    let digits = id.strip_prefix("tt").or(id.strip_prefix("nm"));
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

async fn found<R: Row>(call: &Call, keys: &[EntityKey], kind: Kind) -> Result<Vec<R>, ApiError> {
    let keys: Vec<EntityKey> = keys
        .iter()
        .copied()
        .filter(|key| key.kind == kind)
        .collect();
    match keys.is_empty() {
        true => Ok(Vec::new()),
        false => rows(&call.app, &call.view, &call.app.index.snapshot(), &keys).await,
    }
}

/// `FindEpisode` of contract 2.
#[derive(Serialize, JsonSchema)]
struct FoundEpisode(EpisodeRow);

impl Row for FoundEpisode {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts, Part::Texts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<FoundEpisode, ApiError> {
        let row = episode_row(&card.record, card.stat, view)?;
        Ok(FoundEpisode(EpisodeRow {
            media_type: Some("tv_episode"),
            ..row
        }))
    }
}

/// `FindSeason` of contract 2.
#[derive(Serialize, JsonSchema)]
struct FoundSeason(SeasonRow);

impl Row for FoundSeason {
    fn parts(_: &View) -> PartSet {
        PartSet::of(&[Part::Facts, Part::Texts])
    }

    fn of(card: &Card, _: &Mentioned<'_>, view: &View) -> Result<FoundSeason, ApiError> {
        let facts: kinora_model::SeasonFacts = card.record.part()?;
        let row = season_row(&card.record, card.stat, view)?;
        Ok(FoundSeason(SeasonRow {
            media_type: Some("tv_season"),
            show_id: facts.series,
            ..row
        }))
    }
}
