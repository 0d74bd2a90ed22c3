//! Everything that an account put into the catalogue: to be handed to its owner, or removed with the account.

use crate::{Store, StoreError, ask, sqlite};

impl Store {
    /// The ratings, favourites, titles to watch, lists, reviews, votes on images and messages of an account as one JSON object. Times are milliseconds
    /// since 1970; titles are named by their kind and id.
    pub async fn belongings(&self, account: i64) -> Result<serde_json::Value, StoreError> {
        ask!(self, read, |db| sqlite::belongings::export(db, account))
    }

    /// Removes all of it; votes are taken back, and discussions in which others wrote keep an empty message.
    pub async fn remove_belongings(&self, account: i64) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::belongings::remove(db, account))
    }
}
