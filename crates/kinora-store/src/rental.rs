//! Discs that were sent to accounts, and what was watched: told by an operator or an import, never by clients.

use kinora_model::key::EntityKey;
use kinora_model::queue::Format;

use crate::{Store, StoreError, ask, sqlite};

/// A title that was sent to an account, or that it watched. Times are seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rental {
    /// The movie or episode.
    pub title: EntityKey,
    /// In which form.
    pub format: Format,
    /// When the disc was sent.
    pub shipped_at: Option<i64>,
    /// When it was expected to arrive.
    pub expected_at: Option<i64>,
    /// When it came back.
    pub returned_at: Option<i64>,
    /// When it was watched.
    pub watched_at: Option<i64>,
    /// How much of it was watched, seconds.
    pub viewed_seconds: Option<i64>,
}

impl Rental {
    /// A title of which nothing happened.
    pub fn of(title: EntityKey, format: Format) -> Rental {
        Rental {
            title,
            format,
            shipped_at: None,
            expected_at: None,
            returned_at: None,
            watched_at: None,
            viewed_seconds: None,
        }
    }

    /// Whether the disc was sent and has not come back.
    pub fn is_at_home(&self) -> bool {
        self.shipped_at.is_some() && self.returned_at.is_none()
    }
}

impl Store {
    /// Adds to what an account was sent or watched; answers whether there is such a title.
    pub async fn add_rental(
        &self,
        account: i64,
        rental: Rental,
        now: i64,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::rental::add(
            db, account, &rental, now
        ))
    }

    /// A disc comes back (seconds since 1970); answers whether it was out.
    pub async fn return_rental(
        &self,
        account: i64,
        title: EntityKey,
        returned_at: i64,
        now: i64,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::rental::give_back(
            db,
            account,
            title,
            returned_at,
            now
        ))
    }

    /// Everything that an account was sent or watched, the newest first, each with the time of its last change in milliseconds.
    pub async fn rentals(&self, account: i64) -> Result<Vec<(Rental, i64)>, StoreError> {
        ask!(self, read, |db| sqlite::rental::of_account(db, account))
    }
}
