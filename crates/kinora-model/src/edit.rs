//! An edit as a value: what changes, against which version, by whom and why.
//!
//! Everything that changes the catalogue one thing at a time is an [`Edit`]; the store commits it whole or not at all.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::credit::Credit;
use crate::key::{EntityKey, State};
use crate::part::{Document, Part};
use crate::review::EpisodeGroup;

/// One change within an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Puts a new document in place of a part; creates the entity when it is new.
    PutPart {
        /// The entity.
        key: EntityKey,
        /// The version that the edit was made against: the entity's last sequence number, 0 for a new entity.
        base: i64,
        /// The column, by its name.
        part: String,
        /// The new document; `None` removes the part.
        document: Option<Value>,
    },
    /// Shows, hides or merges an entity.
    SetState {
        /// The entity.
        key: EntityKey,
        /// The version that the edit was made against.
        base: i64,
        /// What it becomes.
        state: State,
        /// Where readers are led, for [`State::Merged`].
        merged_into: Option<i64>,
    },
    /// Creates or changes a credit; it belongs to its title's history.
    PutCredit {
        /// The version of its title that the edit was made against.
        base: i64,
        /// The credit as it shall be.
        credit: Credit,
    },
    /// Removes a credit.
    DropCredit {
        /// The version of its title that the edit was made against.
        base: i64,
        /// Its public id.
        id: String,
    },
    /// Creates or changes an episode group; it belongs to the history of its series.
    PutGroup {
        /// The version of the series that the edit was made against.
        base: i64,
        /// The group as it shall be.
        group: EpisodeGroup,
    },
    /// Removes an episode group.
    DropGroup {
        /// The version of the series that the edit was made against.
        base: i64,
        /// Its public id.
        id: String,
    },
}

impl Change {
    /// The change that puts this document in place.
    pub fn put<D: Document>(key: EntityKey, base: i64, document: &D) -> serde_json::Result<Change> {
        let document = Some(serde_json::to_value(document)?);
        Ok(Change::PutPart {
            key,
            base,
            part: D::PART.name().to_owned(),
            document,
        })
    }
}

/// A set of changes that are made together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The account that makes it; `None` for the server itself.
    pub editor: Option<i64>,
    /// Why.
    pub comment: String,
    /// What changes.
    pub changes: Vec<Change>,
}

/// The part with this name, if it is a document.
pub fn part_named(name: &str) -> Option<Part> {
    Part::DOCUMENTS.into_iter().find(|part| part.name() == name)
}
