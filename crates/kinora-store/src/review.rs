//! Reviews that accounts write. Those that were imported come with their titles and are nobody's here.

use kinora_model::key::EntityKey;
use kinora_model::list::Stretch;
use kinora_model::review::{Review, ReviewText};

use crate::{Put, Store, StoreError, ask, random_hex, sqlite};

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

    /// What an account says about a title.
    pub async fn review_by(
        &self,
        account: i64,
        title: EntityKey,
    ) -> Result<Option<Review>, StoreError> {
        ask!(self, read, |db| sqlite::review::by(db, account, title))
    }

    /// The reviews that an account wrote, the newest first, a page of them; and how many there are.
    pub async fn reviews_of(
        &self,
        account: i64,
        first: usize,
        length: usize,
    ) -> Result<Stretch<Review>, StoreError> {
        ask!(self, read, |db| sqlite::review::page_of(
            db,
            account,
            (first, length)
        ))
    }

    /// Removes what an account says about a title; answers whether it said something.
    pub async fn remove_review(&self, account: i64, title: EntityKey) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::review::remove(db, account, title))
    }
}
