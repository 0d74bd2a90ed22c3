//! Ids elsewhere as a table, for looking things up by them.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::links::{Links, Source};
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// Replaces the rows of an entity: those of its links before by those of its links now.
pub fn put(
    db: &Connection,
    key: EntityKey,
    before: Option<&Links>,
    now: &Links,
) -> Result<(), StoreError> {
    let (before, now) = (
        before.map(Links::entries).unwrap_or_default(),
        now.entries(),
    );
    let mut delete = db.prepare_cached(
        "delete from link where source = ?1 and value = ?2 and kind = ?3 and id = ?4",
    )?;
    for (source, value) in before.iter().filter(|entry| !now.contains(entry)) {
        delete.execute((*source as i64, value, key.kind as i64, key.id))?;
    }
    let mut insert = db.prepare_cached(
        "insert into link (source, value, kind, id, told)
         values (?1, ?2, ?3, ?4,
                 (select coalesce(max(told), 0) + 1 from link where source = ?1 and value = ?2 and kind = ?3))
             on conflict (source, value, kind, id) do update set told = excluded.told",
    )?;
    for (source, value) in now.iter().filter(|entry| !before.contains(entry)) {
        insert.execute((*source as i64, value, key.kind as i64, key.id))?;
    }
    Ok(())
}

/// The entity of a kind that has this id elsewhere: of several, the one that was told last.
pub fn find(
    db: &Connection,
    source: Source,
    value: &str,
    kind: Kind,
) -> Result<Option<i64>, StoreError> {
    let sql = "select id from link where source = ?1 and value = ?2 and kind = ?3 order by told desc limit 1";
    Ok(db
        .prepare_cached(sql)?
        .query_row((source as i64, value, kind as i64), |row| row.get(0))
        .optional()?)
}

/// Every entity that has this id elsewhere, by kind.
pub fn keys_of(db: &Connection, source: Source, value: &str) -> Result<Vec<EntityKey>, StoreError> {
    let sql = "select kind, id, max(told) from link where source = ?1 and value = ?2 group by kind order by kind";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((source as i64, value))?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(kind) = Kind::from_number(row.get(0)?) {
            keys.push(EntityKey::new(kind, row.get(1)?));
        }
    }
    Ok(keys)
}
