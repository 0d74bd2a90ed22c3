//! Committing what people hand in: a draft is checked, turned into changes, and committed, one change after the other inside
//! one savepoint. Every fault is found before it is refused; what is refused leaves nothing behind.

use std::collections::BTreeMap;

use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::{Catalogue, FIRST_ID, Fault, LARGEST_ID};
use kinora_model::key::{EntityKey, Kind, State};
use kinora_model::part::{Part, PartSet};
use kinora_model::reference::Reference;
use rusqlite::Connection;

use super::commit::Commit;
use super::{answered, credit, entity, lower, proposal, revision};
use crate::StoreError;
use crate::submission::{
    Changed, Edited, Outcome, Proposal, ProposalState, Submission, SubmitError, faults_of_shape,
};

/// How many open proposals an account may have.
const MOST_PROPOSALS: i64 = 500;

/// How many revisions are told of an entity that has changed.
const MOST_TOLD: i64 = 100;

type Submitted = Result<Outcome, SubmitError>;

/// Commits a submission, or keeps it as a proposal.
pub fn submit(
    db: &Connection,
    submission: &Submission,
    reference: &Reference,
) -> Result<Submitted, StoreError> {
    whole_or_nothing(db, || once(db, submission, reference))
}

/// Commits an open proposal against the versions that there are, or answers what has changed since it was made.
pub fn accept(
    db: &Connection,
    id: i64,
    moderator: i64,
    reason: &str,
    reference: &Reference,
) -> Result<Submitted, StoreError> {
    whole_or_nothing(db, || {
        let found = open(db, id)?;
        let submission = Submission {
            draft: found.draft,
            account: found.account,
            is_bound: false,
            is_proposal: false,
            once: None,
        };
        let outcome = commit(db, &submission, reference)?;
        let seq = Some(outcome.revision);
        proposal::decide(db, id, ProposalState::Accepted, moderator, reason, seq)?;
        Ok(outcome)
    })
}

/// Closes an open proposal without committing it.
pub fn reject(
    db: &Connection,
    id: i64,
    account: i64,
    reason: &str,
) -> Result<Result<(), SubmitError>, StoreError> {
    whole_or_nothing(db, || {
        open(db, id)?;
        proposal::decide(db, id, ProposalState::Rejected, account, reason, None)?;
        Ok(())
    })
}

fn open(db: &Connection, id: i64) -> Result<Proposal, SubmitError> {
    let found = proposal::get(db, id)?;
    found
        .filter(|found| found.state == ProposalState::Open)
        .ok_or(SubmitError::NoProposal)
}

/// Runs a change so that nothing of it stays when it is refused, although the transaction around it is committed.
fn whole_or_nothing<T>(
    db: &Connection,
    change: impl FnOnce() -> Result<T, SubmitError>,
) -> Result<Result<T, SubmitError>, StoreError> {
    db.execute_batch("savepoint submission")?;
    let made = change();
    let end = match made {
        Ok(_) => "release submission",
        Err(_) => "rollback to submission; release submission",
    };
    db.execute_batch(end)?;
    Ok(made)
}

/// Carries a request out unless it was before.
fn once(db: &Connection, submission: &Submission, reference: &Reference) -> Submitted {
    if let Some(once) = &submission.once
        && let Some((fingerprint, outcome)) = answered::get(db, submission.account, &once.key)?
    {
        return match fingerprint == once.fingerprint {
            true => Ok(outcome),
            false => Err(SubmitError::KeyUsed),
        };
    }
    let outcome = match submission.is_proposal {
        true => propose(db, submission, reference)?,
        false => commit(db, submission, reference)?,
    };
    if let Some(once) = &submission.once {
        answered::put(db, submission.account, once, &outcome)?;
    }
    Ok(outcome)
}

/// Keeps a draft that could be committed as it is.
fn propose(db: &Connection, submission: &Submission, reference: &Reference) -> Submitted {
    if proposal::count_open(db, submission.account)? >= MOST_PROPOSALS {
        return Err(SubmitError::TooManyProposals);
    }
    db.execute_batch("savepoint trial")?;
    let tried = commit(db, submission, reference);
    db.execute_batch("rollback to trial; release trial")?;
    tried?;
    let id = proposal::add(db, submission.account, &submission.draft)?;
    Ok(Outcome {
        proposal: Some(id),
        ..Outcome::default()
    })
}

fn commit(db: &Connection, submission: &Submission, reference: &Reference) -> Submitted {
    let draft = &submission.draft;
    let mut faults = faults_of_shape(draft);
    if !faults.is_empty() {
        return Err(SubmitError::Faults(faults));
    }
    let new_ids = new_ids(db, draft)?;
    faults.extend(faults_of_names(db, draft, &new_ids)?);
    let changed = changed(db, draft)?;
    if !changed.is_empty() && faults.is_empty() {
        return Err(SubmitError::Stale(changed));
    }
    let mut commit = Commit::new(
        db,
        Some(submission.account),
        &draft.comment,
        submission.is_bound,
    );
    let placed = draft.changes.iter().filter_map(|change| match change {
        DraftChange::Put { key, part, .. } if part == Part::Facts.name() => Some(*key),
        _ => None,
    });
    let parked = commit.park(placed);
    parked.map_err(|error| SubmitError::of_commit(error, "changes"))?;
    let before = revision::last_seq(db)?;
    let mut seq = before;
    for (index, change) in draft.changes.iter().enumerate() {
        let field = format!("changes[{index}]");
        let mut known = Known {
            db,
            new_ids: &new_ids,
            error: None,
        };
        let lowered = lower::lower(db, &commit, change, reference, &mut known);
        if let Some(error) = known.error {
            return Err(error.into());
        }
        match lowered {
            Ok(changes) if faults.is_empty() => {
                let made = commit.run(&changes);
                seq = made.map_err(|error| SubmitError::of_commit(error, &field))?;
            }
            Ok(_) => {}
            Err(SubmitError::Faults(found)) => {
                faults.extend(found.into_iter().map(|fault| Fault {
                    field: format!("{field}.{}", fault.field),
                    ..fault
                }));
            }
            Err(error) => return Err(error),
        }
    }
    if !faults.is_empty() {
        return Err(SubmitError::Faults(faults));
    }
    Ok(Outcome {
        revision: seq,
        changes: seq - before,
        entities: edited(db, draft, &new_ids)?,
        proposal: None,
    })
}

/// The ids that new entities of a draft get, by the names that they have in it.
fn new_ids(db: &Connection, draft: &Draft) -> Result<BTreeMap<EntityKey, i64>, StoreError> {
    let mut ids = BTreeMap::new();
    let mut next: BTreeMap<Kind, i64> = BTreeMap::new();
    for change in &draft.changes {
        let DraftChange::Put { key, .. } = change else {
            continue;
        };
        if key.id >= 0 || ids.contains_key(key) {
            continue;
        }
        let id = match next.get(&key.kind) {
            Some(id) => *id,
            None => {
                let largest = entity::largest_id(db, key.kind, FIRST_ID, LARGEST_ID)?;
                largest.map_or(FIRST_ID, |id| id + 1)
            }
        };
        next.insert(key.kind, id + 1);
        ids.insert(*key, id);
    }
    Ok(ids)
}

/// What is wrong with the entities that a draft names.
fn faults_of_names(
    db: &Connection,
    draft: &Draft,
    new_ids: &BTreeMap<EntityKey, i64>,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    for (index, change) in draft.changes.iter().enumerate() {
        let key = change.key();
        let mut fault = |name: &str, message: String| {
            faults.push(Fault::new(format!("changes[{index}].{name}"), message));
        };
        if let Some(id) = new_ids.get(&key) {
            let told = draft.changes.iter().any(|other| {
                matches!(other, DraftChange::Put { key: other, part, document: Some(_), .. }
                    if *other == key && part == Part::Facts.name())
            });
            if !told {
                fault("part", "a new entity needs facts".to_owned());
            }
            if change.base() != Some(0) {
                fault("base", "has to be 0 for a new entity".to_owned());
            }
            if *id > LARGEST_ID {
                fault("id", "there are no more ids".to_owned());
            }
            continue;
        }
        let record = entity::get(db, key, PartSet::NONE)?;
        match (record.map(|record| record.state), change) {
            (None, _) => fault("id", format!("there is no {key}")),
            (Some(State::Live), DraftChange::Restore { .. }) => {
                fault("id", format!("{key} is not deleted"));
            }
            (Some(State::Live), _)
            | (Some(_), DraftChange::Restore { .. } | DraftChange::Undo { .. }) => {}
            (Some(_), _) => fault("id", format!("{key} was deleted or merged")),
        }
    }
    Ok(faults)
}

/// The entities that are not at the version that a draft was made against.
fn changed(db: &Connection, draft: &Draft) -> Result<Vec<Changed>, StoreError> {
    let mut changed: Vec<Changed> = Vec::new();
    for change in &draft.changes {
        let (key, Some(base)) = (change.key(), change.base()) else {
            continue;
        };
        let Some(record) = entity::get(db, key, PartSet::NONE)? else {
            continue;
        };
        if record.version != base && !changed.iter().any(|known| known.key == key) {
            changed.push(Changed {
                key,
                base,
                version: record.version,
                since: revision::since(db, key, base, MOST_TOLD)?,
            });
        }
    }
    Ok(changed)
}

/// The entities that a draft names, as they are after it.
fn edited(
    db: &Connection,
    draft: &Draft,
    new_ids: &BTreeMap<EntityKey, i64>,
) -> Result<Vec<Edited>, StoreError> {
    let mut edited: Vec<Edited> = Vec::new();
    for change in &draft.changes {
        let named = change.key();
        let id = new_ids.get(&named).copied();
        let key = EntityKey::new(named.kind, id.unwrap_or(named.id));
        if edited.iter().any(|known| known.key == key) {
            continue;
        }
        if let Some(record) = entity::get(db, key, PartSet::NONE)? {
            edited.push(Edited {
                key,
                version: record.version,
                placeholder: id.map(|_| named.id),
            });
        }
    }
    Ok(edited)
}

/// What documents may refer to: live entities, and those that the draft makes.
pub struct Known<'a> {
    db: &'a Connection,
    new_ids: &'a BTreeMap<EntityKey, i64>,
    error: Option<StoreError>,
}

impl Known<'_> {
    /// The entity that a name in the draft means.
    pub fn named(&self, key: EntityKey) -> EntityKey {
        let id = self.new_ids.get(&key).copied();
        EntityKey::new(key.kind, id.unwrap_or(key.id))
    }
}

impl Catalogue for Known<'_> {
    fn entity(&mut self, key: EntityKey) -> Option<i64> {
        if key.id < 0 || self.new_ids.values().any(|id| *id == key.id) {
            let new = self
                .new_ids
                .iter()
                .find(|(name, id)| name.kind == key.kind && (name.id == key.id || **id == key.id));
            if let Some((_, id)) = new {
                return Some(*id);
            }
        }
        match entity::live(self.db, key, PartSet::NONE) {
            Ok(found) => found.map(|_| key.id),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    fn credit(&mut self, id: &str) -> bool {
        match credit::get(self.db, id) {
            Ok(found) => found.is_some(),
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}
