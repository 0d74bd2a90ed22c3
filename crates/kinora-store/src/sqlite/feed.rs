//! The feed with what each change came to. History keeps what was before; what came after is what the next change found, or what is
//! there now.

use kinora_model::edit::part_named;
use kinora_model::key::EntityKey;
use kinora_model::part::PartSet;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{credit, entity, revision};
use crate::StoreError;
use crate::commit::{FeedEvent, Revision};

/// Changes after a number with what came of them, oldest first.
pub fn events(db: &Connection, seq: i64, limit: usize) -> Result<Vec<FeedEvent>, StoreError> {
    let revisions = revision::after(db, seq, limit)?.into_iter();
    revisions
        .map(|revision| {
            let after = match revision.key {
                None => None,
                Some(_) if revision.part == "state" => state_after(&revision),
                Some(key) => match revision.credit_id() {
                    Some(id) => credit_after(db, key, &revision, id)?,
                    None => part_after(db, key, &revision)?,
                },
            };
            Ok(FeedEvent { revision, after })
        })
        .collect()
}

/// The state and, for merged entities, what they were merged into.
fn state_after(revision: &Revision) -> Option<Value> {
    let before = revision.before.as_ref();
    let of = |field: &str| {
        let mut changes = revision.changes.iter();
        match changes.find(|change| change.field == field) {
            Some(change) => change.after.clone(),
            None => before.and_then(|before| before.get(field).cloned()),
        }
    };
    Some(json!({ "state": of("state")?, "merged_into": of("merged_into") }))
}

fn credit_after(
    db: &Connection,
    key: EntityKey,
    revision: &Revision,
    id: &str,
) -> Result<Option<Value>, StoreError> {
    let next = next_of(db, key, revision, |next| next.credit_id() == Some(id))?;
    match next {
        Some(next) => Ok(next.before),
        None => {
            let credit = credit::get(db, id)?;
            Ok(credit.map(serde_json::to_value).transpose()?)
        }
    }
}

fn part_after(
    db: &Connection,
    key: EntityKey,
    revision: &Revision,
) -> Result<Option<Value>, StoreError> {
    let next = next_of(db, key, revision, |next| next.credit_id().is_none())?;
    if let Some(next) = next {
        return Ok(next.before);
    }
    let Some(part) = part_named(revision.part) else {
        return Ok(None);
    };
    let record = entity::get(db, key, PartSet::of(&[part]))?;
    let document = record.as_ref().and_then(|record| record.raw(part));
    Ok(document.map(serde_json::from_str).transpose()?)
}

/// The next change of the same part that is about the same thing.
fn next_of(
    db: &Connection,
    key: EntityKey,
    revision: &Revision,
    is_same: impl Fn(&Revision) -> bool,
) -> Result<Option<Revision>, StoreError> {
    let Some(part) = part_named(revision.part) else {
        return Ok(None);
    };
    let sql = format!(
        "select {} from revision where kind = ?1 and id = ?2 and seq > ?3 and part = ?4 order by seq",
        revision::COLUMNS
    );
    let mut statement = db.prepare_cached(&sql)?;
    let values = (key.kind as i64, key.id, revision.seq, part as i64);
    let rows = statement.query_map(values, revision::read)?;
    for row in rows {
        let found = revision::collect(std::iter::once(row))?.pop();
        if found.as_ref().is_some_and(&is_same) {
            return Ok(found);
        }
    }
    Ok(None)
}
