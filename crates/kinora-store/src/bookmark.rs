//! Favourites and titles to watch.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Added, Bookmark, Stretch};

use crate::{Put, Store, StoreError, ask, sqlite};

impl Store {
    /// Marks a movie or series. `None` when there is no such title.
    pub async fn add_bookmark(
        &self,
        account: i64,
        bookmark: Bookmark,
        title: EntityKey,
    ) -> Result<Option<Put>, StoreError> {
        ask!(self, write, |db| sqlite::bookmark::put(
            db, account, bookmark, title
        ))
    }

    /// Removes a mark, if it is there; answers whether there is such a title.
    pub async fn remove_bookmark(
        &self,
        account: i64,
        bookmark: Bookmark,
        title: EntityKey,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::bookmark::remove(
            db, account, bookmark, title
        ))
    }

    /// The titles of a kind with a mark which are still there, in the order in which they were marked.
    pub async fn bookmarks(
        &self,
        account: i64,
        bookmark: Bookmark,
        kind: Kind,
        order: Added,
        first: usize,
        length: usize,
    ) -> Result<Stretch, StoreError> {
        ask!(self, read, |db| sqlite::bookmark::of_account(
            db,
            account,
            bookmark,
            kind,
            order,
            (first, length)
        ))
    }
}
