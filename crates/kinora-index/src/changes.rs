//! What the store holds of entities that changed since a snapshot.

use kinora_model::{EntityKey, Kind, Part};
use kinora_store::{Card, Locator, Related, Revision, Store, StoreError, Wants};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::builder::SOURCES;
use crate::credits::Work;
use crate::snapshot::Snapshot;

/// The entities that a change is about: the one in whose history it stands and, for a credit that went to another title, the
/// title that it left.
pub(crate) fn named(revision: &Revision) -> impl Iterator<Item = EntityKey> {
    let left = revision.before.as_ref().and_then(|before| {
        let title = before.get("title")?;
        let kind = title.get("kind")?.as_str()?;
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
        Some(EntityKey::new(kind, title.get("id")?.as_i64()?))
    });
    let is_credit = revision.part == Part::Credits.name();
    revision.key.into_iter().chain(left.filter(|_| is_credit))
}

/// What the store holds of entities that changed.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The position in the feed up to which changes are named.
    pub position: i64,
    /// The entities, each once, with what there is of them; `None` for those that are gone.
    pub cards: Vec<(EntityKey, Option<Card>)>,
    /// The credits of the titles among them.
    pub works: FxHashMap<EntityKey, Vec<Work>>,
    /// The titles of those people among them who are new.
    pub titles: FxHashMap<i64, Vec<EntityKey>>,
}

impl Changes {
    /// Reads what is needed to bring a snapshot along.
    pub async fn load(
        store: &Store,
        before: &Snapshot,
        keys: FxHashSet<EntityKey>,
        position: i64,
    ) -> Result<Changes, StoreError> {
        let mut changes = Changes {
            position,
            cards: Vec::new(),
            works: FxHashMap::default(),
            titles: FxHashMap::default(),
        };
        for (kind, parts) in SOURCES {
            let keys: Vec<EntityKey> = keys
                .iter()
                .copied()
                .filter(|key| key.kind == kind)
                .collect();
            let cards = store.cards(keys.clone(), parts).await?;
            // What was merged answers as something else, which has its own place in the feed when it changed.
            let mut cards: FxHashMap<EntityKey, Card> = cards
                .into_iter()
                .map(|card| (card.record.key, card))
                .collect();
            for key in keys {
                let card = cards.remove(&key);
                if card.is_some() {
                    changes.load_credits(store, before, key).await?;
                }
                changes.cards.push((key, card));
            }
        }
        Ok(changes)
    }

    async fn load_credits(
        &mut self,
        store: &Store,
        before: &Snapshot,
        key: EntityKey,
    ) -> Result<(), StoreError> {
        match key.kind {
            Kind::Movie | Kind::Series => {
                let credits = store.credits_of_title(key).await?;
                self.works
                    .insert(key, credits.iter().filter_map(Work::of).collect());
            }
            Kind::Person if before.people.get(key.id).is_none() => {
                let wants = Wants::of(&[], &[Related::Filmography]);
                if let Some(loaded) = store.load(Locator::Key(key), wants).await? {
                    let titles = loaded.credits.values().map(|credit| credit.title);
                    self.titles.insert(key.id, titles.collect());
                }
            }
            _ => {}
        }
        Ok(())
    }
}
