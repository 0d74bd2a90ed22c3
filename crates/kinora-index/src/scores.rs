//! The scores of a day, by which everything is numbered anew.

use std::sync::Arc;

use kinora_model::Kind;
use kinora_store::{Store, StoreError, Trends};
use rustc_hash::FxHashMap;

use crate::builder::SOURCES;

/// What the scoring of a day changed: the popularity of everything, and what trends.
pub(crate) struct Scores {
    /// The position in the feed at which it was told.
    pub position: i64,
    /// What trends.
    pub trends: Arc<Trends>,
    /// Kind by kind, sorted by id.
    popularity: FxHashMap<Kind, Vec<(i64, f64)>>,
}

impl Scores {
    /// Reads them. Those of a later day may be among them already; the feed tells of that day as well.
    pub async fn load(store: &Store, position: i64) -> Result<Scores, StoreError> {
        let mut popularity = FxHashMap::default();
        for (kind, _) in SOURCES {
            popularity.insert(kind, store.popularities(kind).await?);
        }
        Ok(Scores {
            position,
            trends: Arc::new(store.trends().await?),
            popularity,
        })
    }

    /// The popularity of an entity; nothing for one that has none.
    pub fn popularity(&self, kind: Kind, id: i64) -> f64 {
        let scores = self.popularity.get(&kind).map_or(&[][..], Vec::as_slice);
        let place = scores.binary_search_by_key(&id, |(id, _)| *id);
        place.map_or(0.0, |place| scores[place].1)
    }
}
