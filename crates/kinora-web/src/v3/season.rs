//! Seasons, episodes and episode groups.

use kinora_model::Date;
use kinora_model::credit::TitleCredits;
use kinora_model::facts::SeasonFacts;
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::review::EpisodeGroup;
use kinora_model::text::{TextField, Texts};
use kinora_store::{Loaded, Record, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::account_states::{ACCOUNT_STATES, SEASON_ACCOUNT_STATES};
use super::company::{CompanyRow, company_rows};
use super::credits::{CastRow, CrewRow, cast_rows, crew_rows};
use super::movie::WATCH_PROVIDERS;
use super::namespace::{Namespace, Resource, Typed};
use super::operation::{Call, Operation};
use super::parameter::IDLE_LANGUAGE;
use super::texts::{EXTERNAL_IDS, TRANSLATIONS};
use super::titles::{EpisodeRow, episode_row};
use super::{View, changes, credits, images};
use crate::error::ApiError;

/// `/3/tv/{series_id}/season/{season_number}`
pub static SEASON: Namespace = Namespace {
    kind: Kind::Season,
    path: "tv/{series_id}/season/{season_number}",
    localised: true,
    wants: Wants::of(
        &[Part::Facts, Part::Texts],
        &[Related::Companies, Related::Episodes],
    ),
    details: &Typed(season),
    resources: &[
        SEASON_ACCOUNT_STATES,
        credits::AGGREGATE_CREDITS,
        credits::TITLE_CREDITS,
        EXTERNAL_IDS,
        images::TITLE_IMAGES,
        TRANSLATIONS,
        images::VIDEOS,
        Resource {
            parameters: &[IDLE_LANGUAGE],
            ..WATCH_PROVIDERS
        },
    ],
    appended: &[changes::CHANGES],
};

/// `/3/tv/{series_id}/season/{season_number}/episode/{episode_number}`
pub static EPISODE: Namespace = Namespace {
    kind: Kind::Episode,
    path: "tv/{series_id}/season/{season_number}/episode/{episode_number}",
    localised: true,
    wants: Wants::of(
        &[Part::Facts, Part::Texts, Part::Credits],
        &[Related::Credits],
    ),
    details: &Typed(episode),
    resources: &[
        ACCOUNT_STATES,
        credits::EPISODE_CREDITS,
        EXTERNAL_IDS,
        images::TITLE_IMAGES,
        TRANSLATIONS,
        images::VIDEOS,
    ],
    appended: &[changes::CHANGES],
};

/// An episode with its crew and guests.
#[derive(Serialize, JsonSchema)]
struct EpisodeDetails {
    #[serde(flatten)]
    row: EpisodeRow,
    crew: Vec<CrewRow>,
    guest_stars: Vec<CastRow>,
}

#[derive(Serialize, JsonSchema)]
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

fn season(loaded: &Loaded, view: &View) -> Result<SeasonDetails, ApiError> {
    let record = &loaded.record;
    let (facts, texts): (SeasonFacts, Texts) = (record.part()?, record.part()?);
    let number = facts.number.unwrap_or_default();
    let words = view.words(&texts, None);
    let usual = view.season_name(number);
    let episodes = loaded
        .episodes
        .iter()
        .filter_map(|episode| loaded.get(Kind::Episode, *episode));
    let episodes: Result<Vec<EpisodeDetails>, ApiError> = episodes
        .map(|episode| episode_details(loaded, episode, view))
        .collect();
    Ok(SeasonDetails {
        _id: facts.object_id.unwrap_or_default(),
        air_date: facts.air_date,
        episodes: episodes?,
        name: words.text_or(TextField::Title, Some(&usual)),
        networks: company_rows(loaded, Kind::Network, facts.networks)?,
        overview: words.text(TextField::Overview),
        id: record.key.id,
        poster_path: words.poster(facts.poster_path.as_deref()),
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
        row: episode_row(record, loaded.stat(Kind::Episode, record.key.id), view)?,
        crew: crew_rows(loaded, lists.crew.as_deref().unwrap_or_default())?,
        guest_stars: cast_rows(loaded, lists.guests.as_deref().unwrap_or_default())?,
    })
}

fn episode(loaded: &Loaded, view: &View) -> Result<EpisodeDetails, ApiError> {
    let mut details = episode_details(loaded, &loaded.record, view)?;
    // Details do not repeat the series that their path names (contract 3.24).
    details.row.show_id = None;
    Ok(details)
}

/// An episode group as its series lists it.
#[derive(Serialize, JsonSchema)]
pub struct GroupRow {
    description: String,
    episode_count: i32,
    group_count: i32,
    id: String,
    name: String,
    network: Option<CompanyRow>,
    /// 1 original air date, 2 absolute, 3 DVD, 4 digital, 5 story arc, 6 production, 7 TV.
    #[serde(rename = "type")]
    group_type: i32,
}

#[derive(Serialize, JsonSchema)]
struct GroupPart {
    id: String,
    name: String,
    order: i32,
    episodes: Vec<EpisodeRow>,
    locked: bool,
}

#[derive(Serialize, JsonSchema)]
struct GroupDetails {
    #[serde(flatten)]
    row: GroupRow,
    groups: Vec<GroupPart>,
}

/// The row of an episode group.
pub fn group_row(loaded: &Loaded, group: &EpisodeGroup) -> Result<GroupRow, ApiError> {
    let network = group.network.map(|network| vec![network]);
    let network = company_rows(loaded, Kind::Network, network)?;
    Ok(GroupRow {
        description: group.description.clone(),
        episode_count: group.episode_count,
        group_count: group.group_count,
        id: group.id.clone(),
        name: group.name.clone(),
        network: network.into_iter().next(),
        group_type: group.group_type,
    })
}

/// `GET /3/tv/episode_group/{tv_episode_group_id}`
pub fn episode_group() -> Operation {
    Operation::get(
        "/tv/episode_group/{tv_episode_group_id}",
        "An order of the episodes of a series",
        &[],
        group_details,
    )
}

async fn group_details(call: Call) -> Result<GroupDetails, ApiError> {
    let found = call.app.store.episode_group(call.segment(0)).await?;
    let (group, loaded) = found.ok_or(ApiError::NotFound)?;
    call.view.made_of(loaded.sought.iter().copied());
    let mut groups = Vec::new();
    for part in group.groups.iter().flatten() {
        let mut episodes = Vec::new();
        for (id, order) in &part.episodes {
            if let Some(record) = loaded.get(Kind::Episode, *id) {
                let stat = loaded.stat(Kind::Episode, *id);
                episodes.push(EpisodeRow {
                    order: Some(*order),
                    ..episode_row(record, stat, &call.view)?
                });
            }
        }
        groups.push(GroupPart {
            id: part.id.clone(),
            name: part.name.clone(),
            order: part.order,
            episodes,
            locked: part.locked,
        });
    }
    Ok(GroupDetails {
        row: group_row(&loaded, &group)?,
        groups,
    })
}
