//! Entities as editors read them.

use kinora_model::form;
use kinora_model::key::EntityKey;
use kinora_model::part::PartSet;
use rusqlite::Connection;

use super::{entity, lock, lower};
use crate::StoreError;
use crate::submission::Worded;

/// An entity with every part that editors write.
pub fn entity(db: &Connection, key: EntityKey) -> Result<Option<Worded>, StoreError> {
    let Some(record) = entity::get(db, key, PartSet::ALL)? else {
        return Ok(None);
    };
    let mut parts = Vec::new();
    for (part, _) in form::parts(key.kind) {
        if let Some(document) = lower::worded(db, Some(&record), part)? {
            parts.push((part.name(), document));
        }
    }
    Ok(Some(Worded {
        key,
        version: record.version,
        state: record.state,
        merged_into: record.merged_into,
        parts,
        locks: lock::of(db, key)?,
    }))
}
