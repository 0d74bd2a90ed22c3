//! Reviews that accounts write. Those that were imported come with their titles and are nobody's here.

use kinora_model::key::EntityKey;
use kinora_model::review::{Review, ReviewText};

use crate::{Backend, Put, Store, StoreError, ask, random_hex, sqlite};

impl Store {
    /// Writes what an account says about a movie or series, in place of what it said before. Answers the review, or `None` when
    /// there is no such title.
    pub async fn write_review(
        &self,
        account: i64,
        title: EntityKey,
        text: ReviewText,
        language: String,
    ) -> Result<Option<(Put, Review)>, StoreError> {
        let id = random_hex(12)?;
        ask!(self, write, |db| sqlite::review::write(
            db, account, title, &text, &language, id
        ))
    }

    /// Removes what an account says about a title; answers whether it said something.
    pub async fn remove_review(&self, account: i64, title: EntityKey) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::review::remove(db, account, title))
    }
}
