//! What an account thinks of a title, as clients of the queue say it: a rating, indifference, or nothing.

use kinora_model::key::EntityKey;
use kinora_model::rating::Rating;

use crate::{Store, StoreError, ask, sqlite};

/// What an account thinks of a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opinion {
    /// It has not said.
    #[default]
    None,
    /// It does not care for the title. That is no vote.
    Indifferent,
    /// It rated the title.
    Rated(Rating),
}

/// An opinion with the mark of its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The opinion.
    pub opinion: Opinion,
    /// When it was said, milliseconds since 1970; 0 for none.
    pub said_at: i64,
}

impl Held {
    /// The mark of this state, 0 for no opinion.
    pub fn etag(self) -> String {
        match self.opinion {
            Opinion::None => "0".to_owned(),
            Opinion::Indifferent => format!("{}00", self.said_at),
            Opinion::Rated(rating) => format!("{}{:02}", self.said_at, rating.halves()),
        }
    }
}

/// A change of an opinion.
#[derive(Clone, Debug)]
pub struct OpinionChange {
    /// Whose.
    pub account: i64,
    /// Of what.
    pub title: EntityKey,
    /// What it is to be.
    pub opinion: Opinion,
    /// Whether it is the first: refused where there is one. Otherwise there must be one.
    pub is_first: bool,
    /// The mark that it must have; `None` for any.
    pub etag: Option<String>,
    /// What time it is, milliseconds since 1970.
    pub now: i64,
}

/// Why an opinion was not changed.
#[derive(Debug, thiserror::Error)]
pub enum OpinionError {
    /// There is no such title, or no opinion of it to change.
    #[error("there is no such title, or no opinion of it")]
    Absent,
    /// It is not in the state that the change was meant for.
    #[error("the opinion has changed")]
    Stale,
    /// There is one.
    #[error("there is an opinion")]
    Present,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// What an account thinks of each of these titles.
    pub async fn opinions(
        &self,
        account: i64,
        titles: Vec<EntityKey>,
    ) -> Result<Vec<Held>, StoreError> {
        ask!(self, read, |db| titles
            .iter()
            .map(|title| sqlite::opinion::get(db, account, *title))
            .collect::<Result<_, _>>())
    }

    /// The titles of which an account has an opinion, the newest opinion first.
    pub async fn opinionated(&self, account: i64) -> Result<Vec<(EntityKey, Held)>, StoreError> {
        ask!(self, read, |db| sqlite::opinion::of_account(db, account))
    }

    /// Changes an opinion; its vote follows in the same transaction.
    pub async fn change_opinion(&self, change: OpinionChange) -> Result<Held, OpinionError> {
        ask!(
            self,
            write,
            |db| match sqlite::opinion::change(db, &change) {
                Err(OpinionError::Store(error)) => Err(error),
                other => Ok(other),
            }
        )?
    }
}
