//! What the editing API answers.

use std::collections::BTreeMap;

use kinora_store::{Edited, Lock, Outcome, Proposal, Revision, Worded};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::App;
use crate::error::ApiError;

/// The names of accounts.
pub struct Names(BTreeMap<i64, String>);

impl Names {
    /// The names of these accounts.
    pub async fn of(app: &App, accounts: Vec<i64>) -> Result<Names, ApiError> {
        let mut names = BTreeMap::new();
        for id in accounts {
            if let std::collections::btree_map::Entry::Vacant(place) = names.entry(id) {
                let account = app.store.account(id).await?;
                place.insert(account.map_or_else(String::new, |account| account.name));
            }
        }
        Ok(Names(names))
    }

    /// The name of an account; empty for none and for one that is gone.
    pub fn name(&self, account: Option<i64>) -> String {
        let name = account.and_then(|id| self.0.get(&id));
        name.cloned().unwrap_or_default()
    }

    /// An account with its name.
    pub fn get(&self, account: Option<i64>) -> Option<Editor> {
        let name = self.name(account);
        account.map(|id| Editor { id, name })
    }
}

/// An account that did something.
#[derive(Serialize, JsonSchema)]
pub struct Editor {
    /// Its number.
    id: i64,
    /// Its name; empty when it is gone.
    name: String,
}

/// The schema of a document of any part.
pub fn anything(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["object", "array", "null"], "additionalProperties": true })
}

/// What came of an edit.
#[derive(Serialize, JsonSchema)]
pub struct Made {
    success: bool,
    /// The number of its last change; 0 for a proposal.
    revision: i64,
    /// How many revisions it made.
    changes: i64,
    /// The number of the proposal that it became, where edits are reviewed.
    proposal: Option<i64>,
    /// The entities that it names, with the versions that they have since.
    entities: Vec<MadeEntity>,
}

#[derive(Serialize, JsonSchema)]
struct MadeEntity {
    kind: &'static str,
    id: i64,
    version: i64,
    /// The negative id under which the edit named a new entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    placeholder: Option<i64>,
}

impl From<Outcome> for Made {
    fn from(outcome: Outcome) -> Made {
        let entity = |edited: Edited| MadeEntity {
            kind: edited.key.kind.name(),
            id: edited.key.id,
            version: edited.version,
            placeholder: edited.placeholder,
        };
        Made {
            success: true,
            revision: outcome.revision,
            changes: outcome.changes,
            proposal: outcome.proposal,
            entities: outcome.entities.into_iter().map(entity).collect(),
        }
    }
}

/// A lock.
#[derive(Serialize, JsonSchema)]
pub struct ShownLock {
    part: &'static str,
    /// The field; empty for the whole part.
    field: String,
    account: Option<Editor>,
    reason: String,
    /// Milliseconds since 1970.
    made_at: i64,
}

/// An entity as editors read it.
#[derive(Serialize, JsonSchema)]
pub struct ShownEntity {
    kind: &'static str,
    id: i64,
    /// What an edit is made against.
    version: i64,
    /// live, deleted or merged.
    state: String,
    merged_into: Option<i64>,
    /// Its parts by name, as they are written.
    parts: Map<String, Value>,
    locks: Vec<ShownLock>,
}

impl ShownEntity {
    /// Words an entity.
    pub async fn of(app: &App, worded: Worded) -> Result<ShownEntity, ApiError> {
        let names = Names::of(app, worded.locks.iter().map(|lock| lock.account).collect()).await?;
        let lock = |lock: Lock| ShownLock {
            part: lock.part,
            field: lock.field,
            account: names.get(Some(lock.account)),
            reason: lock.reason,
            made_at: lock.made_at,
        };
        let parts = worded.parts.into_iter();
        Ok(ShownEntity {
            kind: worded.key.kind.name(),
            id: worded.key.id,
            version: worded.version,
            state: json!(worded.state).as_str().unwrap_or_default().to_owned(),
            merged_into: worded.merged_into,
            parts: parts
                .map(|(name, document)| (name.to_owned(), document))
                .collect(),
            locks: worded.locks.into_iter().map(lock).collect(),
        })
    }

    /// One part of it.
    pub fn into_part(mut self, part: &'static str) -> ShownPart {
        ShownPart {
            kind: self.kind,
            id: self.id,
            version: self.version,
            part,
            document: self.parts.remove(part),
            locks: self
                .locks
                .into_iter()
                .filter(|lock| lock.part == part)
                .collect(),
        }
    }
}

/// A part of an entity as editors read it.
#[derive(Serialize, JsonSchema)]
pub struct ShownPart {
    kind: &'static str,
    id: i64,
    /// The version of the entity.
    version: i64,
    part: &'static str,
    /// The document; null when nothing was told.
    #[schemars(schema_with = "anything")]
    document: Option<Value>,
    locks: Vec<ShownLock>,
}

/// A revision.
#[derive(Serialize, JsonSchema)]
pub struct ShownRevision {
    revision: i64,
    part: &'static str,
    /// The credit or episode group that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    /// Who; null for the server.
    editor: Option<Editor>,
    comment: String,
    /// Milliseconds since 1970.
    made_at: i64,
    /// The part as it was.
    #[schemars(schema_with = "anything")]
    before: Value,
    /// What changed, field by field.
    #[schemars(schema_with = "anything")]
    changes: Value,
}

impl ShownRevision {
    /// Words a revision.
    pub fn of(revision: Revision, names: &Names) -> ShownRevision {
        ShownRevision {
            row: revision.row().map(str::to_owned),
            revision: revision.seq,
            part: revision.part,
            editor: names.get(revision.editor),
            comment: revision.comment,
            made_at: revision.made_at,
            before: revision.before.unwrap_or_default(),
            changes: json!(revision.changes),
        }
    }
}

/// A proposal.
#[derive(Serialize, JsonSchema)]
pub struct ShownProposal {
    id: i64,
    /// Who handed it in.
    editor: Option<Editor>,
    /// Milliseconds since 1970.
    made_at: i64,
    comment: String,
    /// What shall change, as it was sent.
    #[schemars(schema_with = "anything")]
    changes: Value,
    /// open, accepted or rejected.
    state: &'static str,
    /// Who decided.
    decided_by: Option<Editor>,
    decided_at: Option<i64>,
    reason: String,
    /// The number of its last change once accepted.
    revision: Option<i64>,
}

impl ShownProposal {
    /// Words a proposal.
    pub fn of(proposal: Proposal, names: &Names) -> ShownProposal {
        ShownProposal {
            id: proposal.id,
            editor: names.get(Some(proposal.account)),
            made_at: proposal.made_at,
            comment: proposal.draft.comment,
            changes: json!(proposal.draft.changes),
            state: proposal.state.name(),
            decided_by: names.get(proposal.decided_by),
            decided_at: proposal.decided_at,
            reason: proposal.reason,
            revision: proposal.revision,
        }
    }
}
