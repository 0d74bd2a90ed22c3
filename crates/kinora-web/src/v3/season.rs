//! Seasons, episodes and episode groups.

use axum::extract::{Path, RawQuery, State};
use kinora_model::Date;
use kinora_model::credit::TitleCredits;
use kinora_model::facts::SeasonFacts;
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::review::EpisodeGroup;
use kinora_model::text::{TextField, Texts};
use kinora_store::{Loaded, Record, Related, Wants};
use serde::Serialize;
use serde_json::{Value, json};

use super::company::{CompanyRow, company_rows};
use super::credits::{CastRow, CrewRow, cast_rows, crew_rows};
use super::movie::WATCH_PROVIDERS;
use super::namespace::{Namespace, json};
use super::texts::{EXTERNAL_IDS, TRANSLATIONS};
use super::titles::{EpisodeRow, episode_row, poster, text_or};
use super::{View, credits, images};
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;

/// `/3/tv/{series_id}/season/{season_number}`
pub static SEASON: Namespace = Namespace {
    kind: Kind::Season,
    path: "tv/{series_id}/season/{season_number}",
    wants: Wants::of(
        &[Part::Facts, Part::Texts],
        &[Related::Companies, Related::Episodes],
    ),
    details: season,
    resources: &[
        credits::AGGREGATE_CREDITS,
        credits::TITLE_CREDITS,
        EXTERNAL_IDS,
        images::SEASON_IMAGES,
        TRANSLATIONS,
        images::VIDEOS,
        WATCH_PROVIDERS,
    ],
};

/// `/3/tv/{series_id}/season/{season_number}/episode/{episode_number}`
pub static EPISODE: Namespace = Namespace {
    kind: Kind::Episode,
    path: "tv/{series_id}/season/{season_number}/episode/{episode_number}",
    wants: Wants::of(
        &[Part::Facts, Part::Texts, Part::Credits],
        &[Related::Credits],
    ),
    details: episode,
    resources: &[
        credits::EPISODE_CREDITS,
        EXTERNAL_IDS,
        images::EPISODE_IMAGES,
        TRANSLATIONS,
        images::VIDEOS,
    ],
};

/// An episode with its crew and guests.
#[derive(Serialize)]
struct EpisodeDetails {
    #[serde(flatten)]
    row: EpisodeRow,
    crew: Vec<CrewRow>,
    guest_stars: Vec<CastRow>,
}

#[derive(Serialize)]
struct SeasonDetails {
    _id: String,
    air_date: Option<Date>,
    episodes: Vec<EpisodeDetails>,
    name: String,
    networks: Vec<CompanyRow>,
    overview: String,
    id: i64,
    poster_path: Option<String>,
    season_number: i32,
    vote_average: f64,
}

fn season(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let record = &loaded.record;
    let (facts, texts): (SeasonFacts, Texts) = (record.part()?, record.part()?);
    let number = facts.number.unwrap_or_default();
    let usual = view.reference.season_name(number, view.locale);
    let episodes = loaded
        .episodes
        .iter()
        .filter_map(|episode| loaded.get(Kind::Episode, *episode));
    let episodes: Result<Vec<EpisodeDetails>, ApiError> = episodes
        .map(|episode| episode_details(loaded, episode, view))
        .collect();
    json(&SeasonDetails {
        _id: facts.object_id.unwrap_or_default(),
        air_date: facts.air_date,
        episodes: episodes?,
        name: text_or(&texts, view.locale, TextField::Title, Some(&usual)),
        networks: company_rows(loaded, Kind::Network, facts.networks)?,
        overview: texts.read(view.locale, TextField::Overview).to_owned(),
        id: record.key.id,
        poster_path: poster(&texts, view.locale, None, facts.poster_path.as_deref()),
        season_number: number,
        vote_average: loaded.stat(Kind::Season, record.key.id).vote_average,
    })
}

fn episode_details(
    loaded: &Loaded,
    record: &Record,
    view: &View,
) -> Result<EpisodeDetails, ApiError> {
    let lists: TitleCredits = record.part()?;
    Ok(EpisodeDetails {
        row: episode_row(loaded, record, view)?,
        crew: crew_rows(loaded, lists.crew.as_deref().unwrap_or_default())?,
        guest_stars: cast_rows(loaded, lists.guests.as_deref().unwrap_or_default())?,
    })
}

fn episode(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let mut details = episode_details(loaded, &loaded.record, view)?;
    // Details do not repeat the series that their path names (contract 3.24).
    details.row.show_id = None;
    json(&details)
}

/// An episode group as its series lists it.
pub fn group_row(loaded: &Loaded, group: &EpisodeGroup) -> Result<Value, ApiError> {
    let network = company_rows(
        loaded,
        Kind::Network,
        group.network.map(|network| vec![network]),
    )?;
    Ok(json!({
        "description": group.description, "episode_count": group.episode_count, "group_count": group.group_count,
        "id": group.id, "name": group.name, "network": network.first(), "type": group.group_type,
    }))
}

/// `GET /3/tv/episode_group/{tv_episode_group_id}`
pub async fn episode_group(
    State(app): State<App>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Answer, ApiError> {
    let view = app.view(query.as_deref());
    let (group, loaded) = app
        .store
        .episode_group(&id)
        .await?
        .ok_or(ApiError::NotFound)?;
    let mut parts = Vec::new();
    for part in group.groups.iter().flatten() {
        let mut episodes = Vec::new();
        for (id, order) in &part.episodes {
            if let Some(record) = loaded.get(Kind::Episode, *id) {
                episodes.push(EpisodeRow {
                    order: Some(*order),
                    ..episode_row(&loaded, record, &view)?
                });
            }
        }
        parts.push(json!({
            "id": part.id, "name": part.name, "order": part.order, "episodes": episodes, "locked": part.locked,
        }));
    }
    let mut body = group_row(&loaded, &group)?;
    body["groups"] = Value::Array(parts);
    Ok(Answer {
        body: json(&body)?,
        max_age: 3600,
    })
}
