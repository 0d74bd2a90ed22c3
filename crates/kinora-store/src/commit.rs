//! Committing an edit: what can go wrong, and what history and the feed keep of it.

use std::ops::Range;

use kinora_model::diff::FieldChange;
use kinora_model::edit::Edit;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use serde::Serialize;

use crate::{Store, StoreError, ask, sqlite};

/// Why an edit was not committed. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed the entity since the version that the edit was made against.
    #[error("{key} has changed since version {base}; it is at {current} now")]
    Stale {
        /// The entity.
        key: EntityKey,
        /// The version that the edit was made against.
        base: i64,
        /// The version that it has.
        current: i64,
    },
    /// A document is not one of its part.
    #[error("{key} cannot have this as its {part}: {reason}")]
    Invalid {
        /// The entity.
        key: EntityKey,
        /// The part.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Moderators locked what the edit would change.
    #[error("{part} of {key} is locked")]
    Locked {
        /// The entity.
        key: EntityKey,
        /// The part.
        part: &'static str,
        /// The fields of the change that are locked.
        fields: Vec<String>,
    },
    /// Something that the edit names does not exist.
    #[error("{0} does not exist")]
    Missing(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for CommitError {
    fn from(error: rusqlite::Error) -> CommitError {
        CommitError::Store(error.into())
    }
}

/// One change as history and feed keep it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revision {
    /// Its number: 1, 2, 3 ... in the order of committing.
    pub seq: i64,
    /// The entity; `None` for a bulk load, after which everything derived is rebuilt, and for [the scores of a
    /// day](Revision::is_of_scores).
    pub key: Option<EntityKey>,
    /// The name of the part.
    pub part: &'static str,
    /// The account that made it.
    pub editor: Option<i64>,
    /// Why.
    pub comment: String,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// The part as it was.
    pub before: Option<serde_json::Value>,
    /// What changed, field by field.
    pub changes: Vec<FieldChange>,
}

impl Revision {
    /// The comment under which the feed tells that a day was scored.
    pub(crate) const SCORES: &str = "popularity";

    /// Whether it is the scores of a day: every popularity may have changed, and nothing else.
    pub fn is_of_scores(&self) -> bool {
        self.key.is_none() && self.comment == Revision::SCORES
    }

    /// The id of the credit that a change of credits is about; `None` when it is about the lists of credits, or something else.
    pub fn credit_id(&self) -> Option<&str> {
        if self.part != Part::Credits.name() {
            return None;
        }
        let before = self.before.as_ref().and_then(|credit| credit.get("id"));
        let new = || {
            let id = self.changes.iter().find(|change| change.field == "id");
            id.and_then(|change| change.after.as_ref())
        };
        before.or_else(new)?.as_str()
    }
}

/// A change with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedEvent {
    /// The change.
    pub revision: Revision,
    /// The part, the credit, or the state with its target as it was after the change; `None` when it was removed, and for loads
    /// in bulk.
    pub after: Option<serde_json::Value>,
}

/// A change of a season as its series tells it, or of an episode as its season does.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeBelow {
    /// The number of the revision.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub made_at: i64,
    /// The id of the season or episode.
    pub id: i64,
    /// Its number.
    pub number: i32,
    /// Whether it is new.
    pub is_new: bool,
    /// How its state changed; empty when it did not.
    pub states: Vec<FieldChange>,
}

impl Revision {
    /// The public id of the credit or episode group that it is about; `None` when it is about a document of the entity.
    pub fn row(&self) -> Option<&str> {
        let before = self.before.as_ref().and_then(|before| before.get("id"));
        let named = self.changes.iter().find(|change| change.field == "id");
        let id = before.or_else(|| named?.after.as_ref())?;
        id.as_str()
            .filter(|_| matches!(self.part, "credits" | "groups"))
    }
}

impl Store {
    /// Commits an edit: all of it or nothing, with history. Answers the number of its last change.
    pub async fn commit(&self, edit: Edit) -> Result<i64, CommitError> {
        let seq = ask!(self, write, |db| sqlite::commit::commit(db, &edit))??;
        self.moved.send_replace(seq);
        Ok(seq)
    }

    /// The changes after a number, oldest first, at most `limit`.
    pub async fn feed(&self, after: i64, limit: usize) -> Result<Vec<Revision>, StoreError> {
        ask!(self, read, |db| sqlite::revision::after(db, after, limit))
    }

    /// The same with what each change came to.
    pub async fn feed_events(
        &self,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FeedEvent>, StoreError> {
        ask!(self, read, |db| sqlite::feed::events(db, after, limit))
    }

    /// Tells when this process commits something: the number of its last commit.
    pub fn moved(&self) -> tokio::sync::watch::Receiver<i64> {
        self.moved.subscribe()
    }

    /// The history of an entity, oldest first.
    pub async fn history(&self, key: EntityKey) -> Result<Vec<Revision>, StoreError> {
        ask!(self, read, |db| sqlite::revision::of(db, key))
    }

    /// The history of an entity, newest first, a page of it; and how long it is.
    pub async fn history_page(
        &self,
        key: EntityKey,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<Revision>), StoreError> {
        ask!(self, read, |db| sqlite::revision::page(
            db, key, offset, limit
        ))
    }

    /// A page of the entities of a kind that changed between two moments (milliseconds since 1970), oldest change first, and how
    /// many there are. A series changes with its seasons and episodes. Loads in bulk are no changes.
    pub async fn changed(
        &self,
        kind: Kind,
        times: Range<i64>,
        (offset, limit): (usize, usize),
    ) -> Result<(Vec<i64>, usize), StoreError> {
        ask!(self, read, |db| sqlite::changes::changed(
            db,
            kind,
            &times,
            (offset, limit)
        ))
    }

    /// The changes of an entity between two moments, oldest first, and those of the seasons or episodes below it.
    pub async fn changes(
        &self,
        key: EntityKey,
        times: Range<i64>,
    ) -> Result<(Vec<Revision>, Vec<ChangeBelow>), StoreError> {
        ask!(self, read, |db| Ok((
            sqlite::changes::of(db, key, &times)?,
            sqlite::changes::below(db, key, &times)?,
        )))
    }
}
