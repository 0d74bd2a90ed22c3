//! Votes on images.

use kinora_model::key::EntityKey;
use kinora_model::rating::Rating;

use crate::{Put, Store, StoreError, ask, sqlite};

impl Store {
    /// An account's vote on an image of an entity, in place of an earlier one. `None` when there is no such entity, or no such
    /// image in its lists. Images are read with their votes, and in their order.
    pub async fn vote_on_image(
        &self,
        account: i64,
        key: EntityKey,
        file_path: String,
        vote: Rating,
    ) -> Result<Option<Put>, StoreError> {
        ask!(self, write, |db| sqlite::image_vote::put(
            db, account, key, &file_path, vote
        ))
    }

    /// Takes a vote back; answers whether there was one.
    pub async fn take_back_image_vote(
        &self,
        account: i64,
        key: EntityKey,
        file_path: String,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::image_vote::take_back(
            db, account, key, &file_path
        ))
    }
}
