//! What is below an entity: the seasons of a series, the episodes of a season.

use kinora_model::{Kind, Part};
use serde::Deserialize;

use super::super::Site;
use super::Desk;
use crate::error::ApiError;

/// A link to something else that belongs to the entity.
pub struct Below {
    /// Where it is edited or made.
    pub address: String,
    /// Its number and name; `+` for a new one.
    pub name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Parent {
    seasons: Vec<Child>,
    episodes: Vec<Child>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Child {
    id: i64,
    name: String,
    season_number: i64,
    episode_number: i64,
}

/// The seasons of a series or the episodes of a season, and where one more is made.
pub async fn below(site: &Site, desk: Option<&Desk>) -> Result<Vec<Below>, ApiError> {
    let Some(desk) = desk else {
        return Ok(Vec::new());
    };
    let (kind, id) = (desk.worded.key.kind, desk.worded.key.id);
    if !matches!(kind, Kind::Series | Kind::Season) {
        return Ok(Vec::new());
    }
    // What is deleted has no answer.
    let parent: Parent = site.ask_whole(&desk.address).await.unwrap_or_default();
    let link = |child: &Child, kind: &str, number: i64| Below {
        address: format!("/{kind}/{}/edit", child.id),
        name: format!("{number} {}", child.name),
    };
    let one_more = |address: String| Below {
        address,
        name: "+".to_owned(),
    };
    let mut below: Vec<Below>;
    if kind == Kind::Series {
        let seasons = parent.seasons.iter();
        below = seasons
            .map(|season| link(season, "season", season.season_number))
            .collect();
        let last = parent.seasons.iter().map(|season| season.season_number);
        let next = last.max().map_or(1, |last| last + 1);
        below.push(one_more(format!(
            "/season/new?facts.series={id}&facts.number={next}"
        )));
    } else {
        let episodes = parent.episodes.iter();
        below = episodes
            .map(|episode| link(episode, "episode", episode.episode_number))
            .collect();
        let last = parent.episodes.iter().map(|episode| episode.episode_number);
        let next = last.max().map_or(1, |last| last + 1);
        let facts = desk.document(Part::Facts);
        let number = |name: &str| facts.and_then(|facts| facts.get(name)?.as_i64());
        if let (Some(series), Some(season)) = (number("series"), number("number")) {
            below.push(one_more(format!(
                "/episode/new?facts.series={series}&facts.season={season}&facts.number={next}"
            )));
        }
    }
    Ok(below)
}
