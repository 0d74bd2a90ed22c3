//! What an import reads before and writes after merging: whole things, many at a time.

use kinora_model::credit::Credit;
use kinora_model::key::EntityKey;
use kinora_model::reference::Told;
use kinora_model::review::{EpisodeGroup, Review};
use rustc_hash::FxHashMap;

use crate::record::Record;
use crate::{Store, StoreError, ask, sqlite};

/// Popularity and votes: loaded in bulk or computed, without history.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stat {
    /// The daily score.
    pub popularity: f64,
    /// The mean of the ratings, 0 to 10.
    pub vote_average: f64,
    /// How many ratings.
    pub vote_count: i64,
}

/// The new state of everything that a batch of an import changes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entities, whole.
    pub records: Vec<Record>,
    /// Credits, whole.
    pub credits: Vec<Credit>,
    /// Credits that are gone, by id.
    pub dropped_credits: Vec<String>,
    /// Statistics.
    pub stats: Vec<(EntityKey, Stat)>,
    /// Reviews, whole.
    pub reviews: Vec<Review>,
    /// Episode groups, whole.
    pub groups: Vec<EpisodeGroup>,
    /// Reference tables.
    pub told: Vec<Told>,
    /// What the feed says of it.
    pub comment: String,
    /// The fingerprint of the block of an archive that it comes from; remembered in the same transaction.
    pub block: Option<String>,
}

impl Batch {
    /// Whether it changes nothing in the catalogue.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
            && self.credits.is_empty()
            && self.dropped_credits.is_empty()
            && self.stats.is_empty()
            && self.reviews.is_empty()
            && self.groups.is_empty()
            && self.told.is_empty()
    }
}

/// What an import wants to know before it merges.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Entities.
    pub keys: Vec<EntityKey>,
    /// Credits, by id.
    pub credits: Vec<String>,
    /// Seasons by series and number.
    pub seasons: Vec<(i64, i32)>,
    /// Episodes by series, season and number.
    pub episodes: Vec<(i64, i32, i32)>,
    /// Reviews, by id.
    pub reviews: Vec<String>,
    /// Episode groups, by id.
    pub groups: Vec<String>,
    /// Names of reference tables, with locale.
    pub told: Vec<(String, String)>,
}

/// What is stored of what was wanted; what is not there is missing.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// Entities with every part.
    pub records: Vec<Record>,
    /// Their statistics.
    pub stats: Vec<(EntityKey, Stat)>,
    /// Credits.
    pub credits: Vec<Credit>,
    /// Season ids by place.
    pub seasons: FxHashMap<(i64, i32), i64>,
    /// Episode ids by place.
    pub episodes: FxHashMap<(i64, i32, i32), i64>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Episode groups.
    pub groups: Vec<EpisodeGroup>,
    /// Reference tables.
    pub told: Vec<Told>,
}

impl Store {
    /// What is stored about the things that an import is about to change.
    pub async fn existing(&self, wanted: Wanted) -> Result<Existing, StoreError> {
        ask!(self, read, |db| sqlite::bulk::existing(db, &wanted))
    }

    /// Writes a batch of an import in one transaction, without history, and tells the feed that everything derived is to be
    /// rebuilt. A batch that changes nothing tells nothing. Answers the sequence number.
    pub async fn bulk(&self, batch: Batch) -> Result<i64, StoreError> {
        if batch.is_empty() && batch.block.is_none() {
            return self.last_seq().await;
        }
        let seq = ask!(self, load, |db| sqlite::bulk::write(db, &batch))?;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// The fingerprints of every block of an archive that was taken in.
    pub async fn imported_blocks(&self) -> Result<Vec<String>, StoreError> {
        ask!(self, read, |db| sqlite::bulk::imported_blocks(db))
    }
}
