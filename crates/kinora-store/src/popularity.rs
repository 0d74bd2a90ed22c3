//! Daily scores: what is counted, and what trends.

use kinora_model::key::{EntityKey, Kind};
use rustc_hash::FxHashMap;

use crate::{Store, StoreError, ask, sqlite};

/// What happened to an entity on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// How often its details were asked for.
    pub views: i64,
    /// How many ratings were given.
    pub votes: i64,
    /// How many accounts made it a favourite.
    pub favourites: i64,
    /// How many accounts put it on their watchlist.
    pub watchlist: i64,
}

/// The last score of an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The number of the day that it is of, from 1970-01-01.
    pub day: i64,
    /// The popularity before.
    pub before: f64,
    /// The popularity that was made of it.
    pub after: f64,
}

/// What most was made of, over the day that was scored last and over the week that it ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trends {
    /// Entities with the amount of the day, the largest first.
    pub day: Vec<(EntityKey, f64)>,
    /// The same of the week.
    pub week: Vec<(EntityKey, f64)>,
}

impl Store {
    /// Adds views of entities on a day, numbered from 1970-01-01.
    pub async fn add_views(
        &self,
        day: i64,
        views: Vec<(EntityKey, u32)>,
    ) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::popularity::add_views(
            db, day, &views
        ))
    }

    /// What happened on a day, for every entity for which something was counted.
    pub async fn signals(&self, day: i64) -> Result<FxHashMap<EntityKey, Signals>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::signals(db, day))
    }

    /// The last day that was scored to its end.
    pub async fn scored_day(&self) -> Result<Option<i64>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::scored_day(db))
    }

    /// The last scores of entities of a kind with ids from one to another.
    pub async fn scored(
        &self,
        kind: Kind,
        ids: (i64, i64),
    ) -> Result<FxHashMap<i64, Scored>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::scored(db, kind, ids))
    }

    /// The popularity of all entities of a kind that have one, by id.
    pub async fn popularities(&self, kind: Kind) -> Result<Vec<(i64, f64)>, StoreError> {
        ask!(self, read, |db| sqlite::popularity::popularities(db, kind))
    }

    /// Writes scores; they are the popularity from now on. Readers of derived data see them after
    /// [`finish_scores`](Store::finish_scores).
    pub async fn put_scores(&self, scores: Vec<(EntityKey, Scored)>) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::popularity::put_scores(
            db, &scores
        ))
    }

    /// Ends the scoring of a day, with how much was made of what. Answers the sequence number.
    pub async fn finish_scores(
        &self,
        day: i64,
        amounts: Vec<(EntityKey, f64)>,
    ) -> Result<i64, StoreError> {
        let seq = ask!(self, write, |db| sqlite::popularity::finish(
            db, day, &amounts
        ))?;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// What was made of an entity on each of the days of the week that ended with the last day that was scored, the oldest first; all
    /// nothing where none was.
    pub async fn activity(&self, key: EntityKey) -> Result<Vec<f64>, StoreError> {
        ask!(self, glance, |db| sqlite::popularity::activity(db, key))
    }

    /// What trends, as of the last day that was scored.
    pub async fn trends(&self) -> Result<Trends, StoreError> {
        ask!(self, read, |db| sqlite::popularity::trends(db))
    }
}
