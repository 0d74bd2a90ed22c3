//! Locks: parts and fields that only moderators change.

use kinora_model::diff::FieldChange;
use kinora_model::key::EntityKey;
use kinora_model::part::Part;
use rusqlite::Connection;

use super::now;
use crate::StoreError;
use crate::submission::Lock;

/// The locks of an entity.
pub fn of(db: &Connection, key: EntityKey) -> Result<Vec<Lock>, StoreError> {
    let mut statement = db.prepare_cached(
        "select part, field, account, reason, made_at from lock where kind = ?1 and id = ?2 order by part, field",
    )?;
    let rows = statement.query_map((key.kind as i64, key.id), |row| {
        let part: i64 = row.get(0)?;
        let parts = Part::DOCUMENTS.into_iter().chain(Part::ROWS);
        let part = parts.into_iter().find(|known| *known as i64 == part);
        Ok(Lock {
            part: part.map_or("", Part::name),
            field: row.get(1)?,
            account: row.get(2)?,
            reason: row.get(3)?,
            made_at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The fields of a change that are locked.
pub fn locked(
    db: &Connection,
    key: EntityKey,
    part: Part,
    changes: &[FieldChange],
) -> Result<Vec<String>, StoreError> {
    let locks = of(db, key)?;
    let holds = |field: &str| {
        let mut locks = locks.iter().filter(|lock| lock.part == part.name());
        locks.any(|lock| is_within(field, &lock.field) || is_within(&lock.field, field))
    };
    let fields = changes.iter().map(|change| change.field.as_str());
    Ok(fields
        .filter(|field| holds(field))
        .map(str::to_owned)
        .collect())
}

/// Whether a field is the outer one, or inside of it.
fn is_within(field: &str, outer: &str) -> bool {
    outer.is_empty()
        || field
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Locks a part or field.
pub fn put(
    db: &Connection,
    key: EntityKey,
    part: Part,
    field: &str,
    account: i64,
    reason: &str,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "insert into lock (kind, id, part, field, account, reason, made_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             on conflict (kind, id, part, field) do update set account = ?5, reason = ?6, made_at = ?7",
    )?
    .execute((key.kind as i64, key.id, part as i64, field, account, reason, now()))?;
    Ok(())
}

/// Unlocks a part or field; answers whether it was locked.
pub fn delete(
    db: &Connection,
    key: EntityKey,
    part: Part,
    field: &str,
) -> Result<bool, StoreError> {
    let sql = "delete from lock where kind = ?1 and id = ?2 and part = ?3 and field = ?4";
    Ok(db
        .prepare_cached(sql)?
        .execute((key.kind as i64, key.id, part as i64, field))?
        > 0)
}
