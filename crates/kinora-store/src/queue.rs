//! Queues in the store: reading, and changes that are refused or made as a whole.

use kinora_model::key::EntityKey;
use kinora_model::queue::{Format, Offer, Offers, Queue, QueueKind};

use crate::{Store, StoreError, ask, sqlite};

/// Whose queue, and in which state it has to be for a change of it.
#[derive(Clone, Debug)]
pub struct QueueTarget {
    /// The account.
    pub account: i64,
    /// Which of its queues.
    pub kind: QueueKind,
    /// The mark that the queue must have; `None` for any.
    pub etag: Option<String>,
    /// What time it is, milliseconds since 1970.
    pub now: i64,
}

/// A title that is to be put into a queue, or moved there.
#[derive(Clone, Debug)]
pub struct Wish {
    /// A movie or episode; a season or series stands for all of its episodes.
    pub title: EntityKey,
    /// Where to, from 1; a place behind the end is the end.
    pub position: Option<usize>,
    /// The form in which it is wanted.
    pub format: FormatWish,
}

/// In which form a title is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatWish {
    /// In the best that the account and the title have.
    Best,
    /// In this one.
    Only(Format),
    /// In one that there is not.
    Unknown,
}

/// What became of a wish.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queued {
    /// The queue after it.
    pub queue: Queue,
    /// What was added or moved.
    pub placed: Vec<EntityKey>,
    /// Whether it was moved.
    pub moved: bool,
    /// Parts of a season or series that were there.
    pub present: Vec<EntityKey>,
    /// Parts of a season or series that cannot be had, or for which there was no room.
    pub refused: Vec<EntityKey>,
}

/// Why a queue was not changed. They are looked for in this order.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// It is not in the state that the change was meant for.
    #[error("the queue has changed")]
    Stale,
    /// There is no such title, or it is never offered in this queue.
    #[error("the title is not offered")]
    NotOffered,
    /// There is no such format, or the title is not offered in it.
    #[error("the title is not offered in this format")]
    NotInFormat,
    /// The account may not have titles in this format.
    #[error("the format is not one of the account's")]
    NotForAccount,
    /// The disc was sent and has not come back.
    #[error("the title is at home")]
    AtHome,
    /// Episodes of the series are queued, and a series has no place of its own.
    #[error("a series cannot be moved")]
    SeriesHasNoPlace,
    /// It waits until it can be had, and has no position.
    #[error("a saved title cannot be moved")]
    SavedHasNoPlace,
    /// It is there.
    #[error("the title is in the queue")]
    Present,
    /// There is no room.
    #[error("the queue is full")]
    Full,
    /// It is not there.
    #[error("the title is not in the queue")]
    Absent,
    /// A title is named twice.
    #[error("a title is named twice")]
    Twice,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for QueueError {
    fn from(error: rusqlite::Error) -> QueueError {
        QueueError::Store(error.into())
    }
}

/// Keeps refusals apart from failures of the store, which undo what was written.
pub(crate) fn settled<T>(done: Result<T, QueueError>) -> Result<Result<T, QueueError>, StoreError> {
    match done {
        Err(QueueError::Store(error)) => Err(error),
        other => Ok(other),
    }
}

impl Store {
    /// A queue of an account, as far as its titles are still there.
    pub async fn queue(&self, account: i64, kind: QueueKind) -> Result<Queue, StoreError> {
        ask!(self, read, |db| sqlite::queue::read(db, account, kind))
    }

    /// Puts a title into a queue, or moves it there.
    pub async fn enqueue(&self, target: QueueTarget, wish: Wish) -> Result<Queued, QueueError> {
        ask!(self, write, |db| settled(sqlite::queue::enqueue(
            db, &target, &wish
        )))?
    }

    /// Takes a title out of a queue; answers the queue after it.
    pub async fn dequeue(
        &self,
        target: QueueTarget,
        title: EntityKey,
    ) -> Result<Queue, QueueError> {
        ask!(self, write, |db| settled(sqlite::queue::dequeue(
            db, &target, title
        )))?
    }

    /// Puts the titles of a queue into this order. Titles that are not named leave the queue, others come into it. Answers the
    /// queue after it, and whether anything changed.
    pub async fn rearrange(
        &self,
        target: QueueTarget,
        titles: Vec<EntityKey>,
    ) -> Result<(Queue, bool), QueueError> {
        ask!(self, write, |db| settled(sqlite::queue::rearrange(
            db, &target, &titles
        )))?
    }

    /// How titles can be had at a time, in the order in which they are named.
    pub async fn offers(
        &self,
        titles: Vec<EntityKey>,
        now: i64,
    ) -> Result<Vec<Offers>, StoreError> {
        ask!(self, read, |db| titles
            .iter()
            .map(|title| sqlite::offer::of(db, *title, now))
            .collect::<Result<_, _>>())
    }

    /// Says how a title can be had. Queues in which it waits are brought up to date. Answers whether there is such a title.
    pub async fn set_offer(
        &self,
        title: EntityKey,
        format: Format,
        offer: Offer,
        now: i64,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::offer::set(
            db, title, format, offer, now
        ))
    }

    /// Moves titles that waited in queues, and can be had now, to the end of what can be had; answers how many.
    pub async fn release_saved(&self, now: i64) -> Result<usize, StoreError> {
        // Most of the time nothing waits, and nobody has to wait for the lock.
        match ask!(self, read, |db| sqlite::queue::has_saved(db))? {
            true => ask!(self, write, |db| sqlite::queue::release_saved(db, now)),
            false => Ok(0),
        }
    }

    /// The movies and episodes that a title stands for: itself, or its episodes.
    pub async fn queue_parts(&self, title: EntityKey) -> Result<Vec<EntityKey>, StoreError> {
        ask!(self, read, |db| sqlite::queue::parts(db, title))
    }
}
