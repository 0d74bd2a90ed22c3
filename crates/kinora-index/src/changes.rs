//! What the store holds of entities that changed since a snapshot.

use kinora_model::{Date, EntityKey, Kind, Part};
use kinora_store::{Card, Revision, Store, StoreError};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::affected::title_before;
use crate::builder::SOURCES;
use crate::credits::{Credits, Work};

/// The entities that a change is about: the one in whose history it stands, and what that was a part of before: the title that
/// a credit left, the series that an episode left.
pub(crate) fn named(revision: &Revision) -> impl Iterator<Item = EntityKey> {
    let before = revision.before.as_ref();
    let is_of = |part: Part| revision.part == part.name();
    let title = title_before(revision).filter(|_| is_of(Part::Credits));
    let is_episode = revision.key.is_some_and(|key| key.kind == Kind::Episode);
    let series = before.filter(|_| is_episode && is_of(Part::Facts));
    let series = series.and_then(|before| before.get("series")?.as_i64());
    let series = series.map(|id| EntityKey::new(Kind::Series, id));
    revision.key.into_iter().chain(title).chain(series)
}

/// What the store holds of an entity.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The entity.
    pub card: Card,
    /// Who worked on it, for titles.
    pub credits: Credits,
    /// The days of its episodes, for series.
    pub episodes: Vec<Date>,
}

/// What the store holds of entities that changed.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The position in the feed up to which changes are named.
    pub position: i64,
    /// The entities, each once, with what there is of them; `None` for those that are gone.
    pub entities: Vec<(EntityKey, Option<Changed>)>,
}

impl Changes {
    /// Reads what is needed to bring a snapshot along.
    pub async fn load(
        store: &Store,
        mut keys: FxHashSet<EntityKey>,
        position: i64,
    ) -> Result<Changes, StoreError> {
        let episodes = keys.iter().filter(|key| key.kind == Kind::Episode);
        let episodes: Vec<i64> = episodes.map(|key| key.id).collect();
        let series = store.series_of_episodes(episodes).await?;
        keys.extend(
            series
                .into_iter()
                .map(|id| EntityKey::new(Kind::Series, id)),
        );
        let mut entities = Vec::new();
        for (kind, parts) in SOURCES {
            let keys = keys.iter().copied().filter(|key| key.kind == kind);
            let keys: Vec<EntityKey> = keys.collect();
            let cards = store.cards(keys.clone(), parts).await?;
            // What was merged answers as something else, which has its own place in the feed when it changed.
            let cards = cards.into_iter().map(|card| (card.record.key, card));
            let mut cards: FxHashMap<EntityKey, Card> = cards.collect();
            for key in keys {
                let changed = match cards.remove(&key) {
                    Some(card) => Some(Changed::load(store, card).await?),
                    None => None,
                };
                entities.push((key, changed));
            }
        }
        Ok(Changes { position, entities })
    }
}

impl Changed {
    async fn load(store: &Store, card: Card) -> Result<Changed, StoreError> {
        let key = card.record.key;
        let works: Vec<Work> = match key.kind {
            Kind::Movie | Kind::Series => {
                let credits = store.credits_of_title(key).await?;
                credits.iter().filter_map(Work::of).collect()
            }
            _ => Vec::new(),
        };
        let episodes = match key.kind {
            Kind::Series => store.air_dates(key.id).await?,
            _ => Vec::new(),
        };
        Ok(Changed {
            card,
            credits: Credits::of(&works),
            episodes,
        })
    }
}
