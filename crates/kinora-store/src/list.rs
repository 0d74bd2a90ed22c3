//! Lists of titles that accounts make.

use kinora_model::key::EntityKey;
use kinora_model::list::{List, NewList, Stretch};

use crate::{Store, StoreError, ask, sqlite};

/// How many lists an account may have.
pub const MOST_LISTS: i64 = 1_000;
/// How many titles may be on a list.
pub const MOST_ITEMS: i64 = 10_000;

/// Why a list was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// There is no such list.
    #[error("there is no such list")]
    NoList,
    /// It is somebody else's.
    #[error("the list is somebody else's")]
    NotOwner,
    /// There is no such title, or it is not on the list.
    #[error("there is no such title")]
    NoTitle,
    /// The title is on the list.
    #[error("the title is on the list")]
    Duplicate,
    /// There are as many as may be.
    #[error("there are as many as may be")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ListError {
    fn from(error: rusqlite::Error) -> ListError {
        ListError::Store(error.into())
    }
}

/// What happens to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// A title comes last.
    Add(EntityKey),
    /// A title on it goes before another on it, or to the end.
    Move(EntityKey, Option<EntityKey>),
    /// A title is taken off.
    Remove(EntityKey),
    /// Every title is taken off.
    Clear,
    /// The list goes, with what is on it.
    Delete,
}

impl Store {
    /// Makes a list; answers its number.
    pub async fn create_list(&self, account: i64, list: NewList) -> Result<i64, ListError> {
        ask!(self, write, |db| Ok::<_, StoreError>(sqlite::list::create(
            db, account, &list
        )))?
    }

    /// Changes a list of an account.
    pub async fn change_list(
        &self,
        account: i64,
        list: i64,
        change: ListChange,
    ) -> Result<(), ListError> {
        ask!(self, write, |db| Ok::<_, StoreError>(sqlite::list::change(
            db, account, list, change
        )))?
    }

    /// Changes what a list of an account is about, and who sees it; its language and country stay.
    pub async fn describe_list(
        &self,
        account: i64,
        list: i64,
        described: NewList,
    ) -> Result<(), ListError> {
        ask!(self, write, |db| Ok::<_, StoreError>(
            sqlite::list::describe(db, account, list, &described)
        ))?
    }

    /// A list, whoever may see it.
    pub async fn list(&self, id: i64) -> Result<Option<List>, StoreError> {
        ask!(self, read, |db| sqlite::list::get(db, id))
    }

    /// The titles on a list which are still there, in the order in which they were added or put.
    pub async fn list_items(
        &self,
        list: i64,
        first: usize,
        length: usize,
    ) -> Result<Stretch, StoreError> {
        ask!(self, read, |db| sqlite::list::items(
            db,
            list,
            (first, length)
        ))
    }

    /// Whether a title is on a list.
    pub async fn is_listed(&self, list: i64, title: EntityKey) -> Result<bool, StoreError> {
        ask!(self, read, |db| sqlite::list::holds(db, list, title))
    }

    /// The public lists whose names hold a text, in any case of its ASCII letters, oldest first; none for no text.
    pub async fn lists_named(
        &self,
        text: &str,
        first: usize,
        length: usize,
    ) -> Result<Stretch<List>, StoreError> {
        let text = text.trim().to_owned();
        ask!(self, read, |db| sqlite::list::named(
            db,
            &text,
            (first, length)
        ))
    }

    /// The lists of an account that a title is on, oldest first.
    pub async fn lists_holding(
        &self,
        account: i64,
        title: EntityKey,
    ) -> Result<Vec<List>, StoreError> {
        ask!(self, read, |db| sqlite::list::holding(db, account, title))
    }

    /// The lists that an account made and shows to others, oldest first.
    pub async fn public_lists_of(
        &self,
        account: i64,
        first: usize,
        length: usize,
    ) -> Result<Stretch<List>, StoreError> {
        ask!(self, read, |db| sqlite::list::of_account(
            db,
            account,
            true,
            (first, length)
        ))
    }

    /// The lists that an account made, private ones included, oldest first.
    pub async fn lists_of(
        &self,
        account: i64,
        first: usize,
        length: usize,
    ) -> Result<Stretch<List>, StoreError> {
        ask!(self, read, |db| sqlite::list::of_account(
            db,
            account,
            false,
            (first, length)
        ))
    }
}
