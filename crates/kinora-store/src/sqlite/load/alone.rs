//! What is asked for by ids of its own: credits, a review, an episode group; each with what it belongs to.

use kinora_model::credit::{Credit, TitleCredits};
use kinora_model::facts::SeasonFacts;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::{Part, PartSet};
use kinora_model::review::{EpisodeGroup, Review};
use rusqlite::Connection;

use super::{CARD, FACTS, Loader};
use crate::StoreError;
use crate::loaded::{Loaded, Work};
use crate::record::Record;
use crate::sqlite::{credit, entity, review};

/// See [`Store::credit`](crate::Store::credit).
pub fn credit(db: &Connection, id: &str) -> Result<Option<(Credit, Loaded)>, StoreError> {
    let Some(credit) = credit::get(db, id)? else {
        return Ok(None);
    };
    let Some(record) = entity::live(db, credit.title, CARD)? else {
        return Ok(None);
    };
    let mut loader = Loader::new(db, record);
    loader.loaded.sought.push(credit.title);
    loader.stat(credit.title)?;
    loader.others(Kind::Person, credit.person, FACTS)?;
    if credit.title.kind == Kind::Series {
        let parts = PartSet::of(&[Part::Facts, Part::Texts, Part::Credits]);
        let names = |loaded: &Loaded, kind: Kind, id: i64| -> Result<bool, StoreError> {
            let lists = loaded
                .get(kind, id)
                .map(|record| record.part::<TitleCredits>())
                .transpose()?;
            Ok(lists.is_some_and(|lists| lists.ids().any(|named| named == credit.id)))
        };
        for (season, _) in entity::seasons_of(db, credit.title.id)? {
            loader.other(Kind::Season, season, parts)?;
            if names(&loader.loaded, Kind::Season, season)? {
                loader.loaded.seasons.push(season);
                loader.count_episodes(season)?;
            }
            let facts = loader
                .loaded
                .get(Kind::Season, season)
                .map(|record| record.part::<SeasonFacts>())
                .transpose()?;
            let Some(number) = facts.and_then(|facts| facts.number) else {
                continue;
            };
            if credit.appearances > 0 {
                for (episode, _) in entity::episodes_of(db, credit.title.id, number)? {
                    loader.other(Kind::Episode, episode, parts)?;
                    if names(&loader.loaded, Kind::Episode, episode)? {
                        loader.loaded.episodes.push(episode);
                    }
                }
            }
        }
    }
    Ok(Some((credit, loader.loaded)))
}

/// See [`Store::works`](crate::Store::works).
pub fn works(db: &Connection, person: i64, works: &[Work]) -> Result<Option<Loaded>, StoreError> {
    let Some(record) = entity::live(db, EntityKey::new(Kind::Person, person), FACTS)? else {
        return Ok(None);
    };
    let person = record.key.id;
    let mut loader = Loader::new(db, record);
    for work in works {
        if let Some(credit) = credit::of_work(db, person, work)? {
            loader.work(credit)?;
        }
    }
    Ok(Some(loader.loaded))
}

/// See [`Store::review`](crate::Store::review).
pub fn review(db: &Connection, id: &str) -> Result<Option<(Review, Loaded)>, StoreError> {
    let Some(review) = review::get(db, id)? else {
        return Ok(None);
    };
    Ok(entity::live(db, review.title, CARD)?.map(|record| {
        let mut loaded = Loaded::new(record);
        loaded.sought.push(review.title);
        (review, loaded)
    }))
}

/// See [`Store::episode_group`](crate::Store::episode_group).
pub fn episode_group(
    db: &Connection,
    id: &str,
) -> Result<Option<(EpisodeGroup, Loaded)>, StoreError> {
    let Some(group) = review::group(db, id)? else {
        return Ok(None);
    };
    let series = EntityKey::new(Kind::Series, group.series.unwrap_or_default());
    let record = entity::live(db, series, FACTS)?.unwrap_or_else(|| Record::new(series));
    let mut loader = Loader::new(db, record);
    loader.others(Kind::Network, group.network, FACTS)?;
    let episodes = group
        .groups
        .iter()
        .flatten()
        .flat_map(|part| &part.episodes);
    for (episode, _) in episodes {
        loader.other(Kind::Episode, *episode, CARD)?;
    }
    Ok(Some((group, loader.loaded)))
}
