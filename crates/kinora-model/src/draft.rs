//! An edit as an editor words it: whole parts in the [form](crate::form) that editors write, and what to do with entities.
//!
//! The store checks a draft and turns it into an [`Edit`](crate::edit::Edit) in the transaction that commits it. A draft that
//! waits for review is kept as it is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::key::EntityKey;

/// The most changes that one draft may have.
pub const MOST_CHANGES: usize = 100;

/// One change within a draft. An entity with a negative id is a new one; the same number names it throughout the draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum DraftChange {
    /// Puts a document in place of a part.
    Put {
        /// The entity.
        key: EntityKey,
        /// The version that the change was made against; 0 for a new entity.
        base: i64,
        /// The part, by its name.
        part: String,
        /// The document; `None` removes the part.
        document: Option<Value>,
    },
    /// Removes an entity.
    Delete {
        /// The entity.
        key: EntityKey,
        /// The version that the change was made against.
        base: i64,
    },
    /// Shows a deleted or merged entity again.
    Restore {
        /// The entity.
        key: EntityKey,
        /// The version that the change was made against.
        base: i64,
    },
    /// Says that an entity is another one.
    Merge {
        /// The entity.
        key: EntityKey,
        /// The version that the change was made against.
        base: i64,
        /// The one that stays.
        into: i64,
    },
    /// Takes a revision back, or some fields of it.
    Undo {
        /// The entity.
        key: EntityKey,
        /// The number of the revision.
        revision: i64,
        /// The fields, as the revision names them; empty for all.
        fields: Vec<String>,
    },
}

impl DraftChange {
    /// The entity that it is about.
    pub fn key(&self) -> EntityKey {
        match self {
            DraftChange::Put { key, .. }
            | DraftChange::Delete { key, .. }
            | DraftChange::Restore { key, .. }
            | DraftChange::Merge { key, .. }
            | DraftChange::Undo { key, .. } => *key,
        }
    }

    /// The version that it was made against; taking a revision back has none of its own.
    pub fn base(&self) -> Option<i64> {
        match self {
            DraftChange::Put { base, .. }
            | DraftChange::Delete { base, .. }
            | DraftChange::Restore { base, .. }
            | DraftChange::Merge { base, .. } => Some(*base),
            DraftChange::Undo { .. } => None,
        }
    }
}

/// Changes that are made together, and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Why.
    pub comment: String,
    /// What changes, in this order.
    pub changes: Vec<DraftChange>,
}
