//! Ratings of movies, series and episodes by accounts and guests.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Added, Stretch};
use kinora_model::rating::{Owner, Rating};

use crate::{Locator, Store, StoreError, ask, sqlite};

/// What became of something that was put in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It was not there.
    Added,
    /// It was there, and is what it was put to.
    Replaced,
}

/// What somebody said about a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TitleState {
    /// Whether it is a favourite.
    pub favourite: bool,
    /// Whether it is to be watched.
    pub watchlist: bool,
    /// The rating.
    pub rating: Option<Rating>,
}

impl Store {
    /// Rates a title, whose votes follow in the same transaction. `None` when there is no such title.
    pub async fn rate(
        &self,
        owner: Owner,
        title: Locator,
        rating: Rating,
    ) -> Result<Option<Put>, StoreError> {
        ask!(self, write, |db| sqlite::rating::put(
            db, owner, &title, rating
        ))
    }

    /// Takes a rating back, its vote included; answers whether there was one.
    pub async fn unrate(&self, owner: Owner, title: Locator) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::rating::remove(db, owner, &title))
    }

    /// The ratings that somebody gave to titles of a kind which are still there, in the order in which they were first rated.
    pub async fn rated(
        &self,
        owner: Owner,
        kind: Kind,
        order: Added,
        first: usize,
        length: usize,
    ) -> Result<Stretch<(EntityKey, Rating)>, StoreError> {
        ask!(self, read, |db| sqlite::rating::of_owner(
            db,
            owner,
            kind,
            order,
            (first, length)
        ))
    }

    /// What somebody said about each of these titles.
    pub async fn title_states(
        &self,
        owner: Owner,
        titles: Vec<EntityKey>,
    ) -> Result<Vec<TitleState>, StoreError> {
        ask!(self, read, |db| titles
            .iter()
            .map(|title| sqlite::rating::state(db, owner, *title))
            .collect::<Result<_, _>>())
    }
}
