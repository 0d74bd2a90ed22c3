//! What users add to titles, as those see it who keep something derived of it.
//!
//! Votes are no edits: they have no history and are far more frequent. They are counted apart from the statistics that were loaded
//! in bulk and shown as their sum, and they have a sequence of their own beside the feed.

use kinora_model::key::EntityKey;

use crate::{Store, StoreError, ask, sqlite};

/// A title to which users added something or from which they took something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The number of the change.
    pub seq: i64,
    /// The title.
    pub key: EntityKey,
}

impl Store {
    /// The number of the newest change by users; 0 when there is none.
    pub async fn last_tally(&self) -> Result<i64, StoreError> {
        ask!(self, read, |db| sqlite::tally::last(db))
    }

    /// The titles that users changed after a number, at most `limit`, those first whose last change is the oldest. Each title is
    /// named once, however often it changed.
    pub async fn tallies(&self, after: i64, limit: usize) -> Result<Vec<Tally>, StoreError> {
        ask!(self, read, |db| sqlite::tally::after(db, after, limit))
    }
}
