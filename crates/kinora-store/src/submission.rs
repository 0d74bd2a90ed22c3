//! Editing by people: what they hand in, what comes of it, and why it may be refused.

use kinora_model::draft::{Draft, MOST_CHANGES};
use kinora_model::form::Fault;
use kinora_model::key::{EntityKey, State};
use kinora_model::part::Part;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::commit::{CommitError, Revision};
use crate::{Store, StoreError, ask, sqlite};

/// A draft that an account hands in.
#[derive(Clone, Debug)]
pub struct Submission {
    /// What shall change.
    pub draft: Draft,
    /// The account.
    pub account: i64,
    /// Whether locks hold for the account.
    pub is_bound: bool,
    /// Whether the draft waits for a moderator instead of being committed.
    pub is_proposal: bool,
    /// What makes repeating the request harmless.
    pub once: Option<Once>,
}

/// A key under which a request is carried out once.
#[derive(Clone, Debug)]
pub struct Once {
    /// The key that the client chose.
    pub key: String,
    /// A fingerprint of the request; another request may not have the same key.
    pub fingerprint: String,
}

impl Once {
    /// A key for this request, written out.
    pub fn of(key: &str, request: &str) -> Once {
        Once {
            key: key.to_owned(),
            fingerprint: crate::api_key::hash(request),
        }
    }
}

/// An entity that an edit changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edited {
    /// The entity.
    #[serde(flatten)]
    pub key: EntityKey,
    /// The version that it has since: what the next edit is made against.
    pub version: i64,
    /// The negative id under which the draft named it, when it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<i64>,
}

/// What came of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The number of its last change, or the newest one where it changed nothing; 0 for a proposal.
    pub revision: i64,
    /// How many revisions it made.
    pub changes: i64,
    /// The entities that it names.
    pub entities: Vec<Edited>,
    /// The number of the proposal that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<i64>,
}

/// An entity that changed since the version that a draft was made against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// The entity.
    pub key: EntityKey,
    /// The version that the draft was made against.
    pub base: i64,
    /// The version that it has.
    pub version: i64,
    /// What changed since, oldest first, at most 100.
    pub since: Vec<Revision>,
}

/// Why a draft was refused. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It is not what it has to be.
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    /// Others changed the same entities since.
    #[error("{} entities have changed", .0.len())]
    Stale(Vec<Changed>),
    /// What a revision changed was changed again since, so that it cannot be taken back.
    #[error("revision {revision} was built upon")]
    BuiltUpon {
        /// The revision.
        revision: i64,
        /// The fields that were changed since.
        fields: Vec<String>,
    },
    /// Moderators locked what it would change.
    #[error("{part} of {key} is locked")]
    Locked {
        /// The entity.
        key: EntityKey,
        /// The part.
        part: &'static str,
        /// The fields.
        fields: Vec<String>,
    },
    /// Another request had the same key.
    #[error("the key was used for another request")]
    KeyUsed,
    /// The account has as many open proposals as it may have.
    #[error("too many open proposals")]
    TooManyProposals,
    /// There is no open proposal with this number.
    #[error("no such proposal")]
    NoProposal,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for SubmitError {
    fn from(error: rusqlite::Error) -> SubmitError {
        SubmitError::Store(error.into())
    }
}

impl SubmitError {
    /// A refusal of the commit; `field` names the change.
    pub(crate) fn of_commit(error: CommitError, field: &str) -> SubmitError {
        let fault = |message: String| SubmitError::Faults(vec![Fault::new(field, message)]);
        match error {
            CommitError::Stale { key, base, current } => SubmitError::Stale(vec![Changed {
                key,
                base,
                version: current,
                since: Vec::new(),
            }]),
            CommitError::Invalid { reason, .. } => fault(reason),
            CommitError::Missing(what) => fault(format!("{what} does not exist")),
            CommitError::Locked { key, part, fields } => SubmitError::Locked { key, part, fields },
            CommitError::Store(error) => SubmitError::Store(error),
        }
    }
}

/// Why a draft cannot even be looked at.
pub(crate) fn faults_of_shape(draft: &Draft) -> Vec<Fault> {
    let mut faults: Vec<Fault> = kinora_model::form::check_comment(&draft.comment)
        .into_iter()
        .collect();
    if !(1..=MOST_CHANGES).contains(&draft.changes.len()) {
        let message = format!("has to have 1 to {MOST_CHANGES} changes");
        faults.push(Fault::new("changes", message));
    }
    faults
}

/// A lock on a part of an entity, or on a field of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lock {
    /// The name of the part.
    pub part: &'static str,
    /// The field, as differences name it; empty for the whole part.
    pub field: String,
    /// The account that locked it.
    pub account: i64,
    /// Why.
    pub reason: String,
    /// When, milliseconds since 1970.
    pub made_at: i64,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// It waits.
    Open,
    /// It was committed.
    Accepted,
    /// It was not.
    Rejected,
}

impl ProposalState {
    /// Every state: `ALL[n]` is stored as `n`.
    pub const ALL: [ProposalState; 3] = [
        ProposalState::Open,
        ProposalState::Accepted,
        ProposalState::Rejected,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            ProposalState::Open => "open",
            ProposalState::Accepted => "accepted",
            ProposalState::Rejected => "rejected",
        }
    }
}

/// A draft that waits for a moderator, or waited.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its number.
    pub id: i64,
    /// The account that handed it in.
    pub account: i64,
    /// When, milliseconds since 1970.
    pub made_at: i64,
    /// What shall change.
    pub draft: Draft,
    /// What became of it.
    pub state: ProposalState,
    /// The account that decided.
    pub decided_by: Option<i64>,
    /// When, milliseconds since 1970.
    pub decided_at: Option<i64>,
    /// Why.
    pub reason: String,
    /// The number of its last change once accepted.
    pub revision: Option<i64>,
}

/// An entity as editors read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Worded {
    /// The entity.
    pub key: EntityKey,
    /// Its version.
    pub version: i64,
    /// Whether it is shown.
    pub state: State,
    /// Where readers are led, for merged entities.
    pub merged_into: Option<i64>,
    /// The parts that it has, by name, in the form in which they are written.
    pub parts: Vec<(&'static str, Value)>,
    /// What is locked.
    pub locks: Vec<Lock>,
}

impl Store {
    /// Checks what an account hands in and commits it, or keeps it as a proposal.
    pub async fn submit(&self, submission: Submission) -> Result<Outcome, SubmitError> {
        let reference = self.reference();
        ask!(self, write, |db| sqlite::submit::submit(
            db,
            &submission,
            &reference
        ))?
    }

    /// The proposal with this number.
    pub async fn proposal(&self, id: i64) -> Result<Option<Proposal>, StoreError> {
        ask!(self, read, |db| sqlite::proposal::get(db, id))
    }

    /// Proposals in a state, the newest first, a page of them; and how many there are.
    pub async fn proposals(
        &self,
        state: ProposalState,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<Proposal>), StoreError> {
        ask!(self, read, |db| sqlite::proposal::page(
            db, state, offset, limit
        ))
    }

    /// Commits an open proposal against the versions that there are.
    pub async fn accept_proposal(
        &self,
        id: i64,
        moderator: i64,
        reason: &str,
    ) -> Result<Outcome, SubmitError> {
        let (reason, reference) = (reason.to_owned(), self.reference());
        ask!(self, write, |db| sqlite::submit::accept(
            db, id, moderator, &reason, &reference
        ))?
    }

    /// Closes an open proposal without committing it.
    pub async fn reject_proposal(
        &self,
        id: i64,
        account: i64,
        reason: &str,
    ) -> Result<(), SubmitError> {
        let reason = reason.to_owned();
        ask!(self, write, |db| sqlite::submit::reject(
            db, id, account, &reason
        ))?
    }

    /// Locks a part of an entity, or a field of it (named as differences name it), for everyone but moderators.
    pub async fn lock(
        &self,
        key: EntityKey,
        part: Part,
        field: &str,
        account: i64,
        reason: &str,
    ) -> Result<(), StoreError> {
        let (field, reason) = (field.to_owned(), reason.to_owned());
        ask!(self, write, |db| sqlite::lock::put(
            db, key, part, &field, account, &reason
        ))
    }

    /// Unlocks a part or field; answers whether it was locked.
    pub async fn unlock(
        &self,
        key: EntityKey,
        part: Part,
        field: &str,
    ) -> Result<bool, StoreError> {
        let field = field.to_owned();
        ask!(self, write, |db| sqlite::lock::delete(
            db, key, part, &field
        ))
    }

    /// An entity as editors read it, whatever its state.
    pub async fn worded(&self, key: EntityKey) -> Result<Option<Worded>, StoreError> {
        ask!(self, read, |db| sqlite::worded::entity(db, key))
    }
}
