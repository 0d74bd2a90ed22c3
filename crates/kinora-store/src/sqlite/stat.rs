//! Popularity and votes.

use kinora_model::key::EntityKey;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::batch::Stat;

/// The statistics of an entity.
pub fn get(db: &Connection, key: EntityKey) -> Result<Option<Stat>, StoreError> {
    let sql = "select popularity, vote_average, vote_count from stat where kind = ?1 and id = ?2";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Stat {
            popularity: row.get(0)?,
            vote_average: row.get(1)?,
            vote_count: row.get(2)?,
        })
    };
    Ok(db
        .prepare_cached(sql)?
        .query_row((key.kind as i64, key.id), read)
        .optional()?)
}

/// Writes the statistics of an entity.
pub fn put(db: &Connection, key: EntityKey, stat: Stat) -> Result<(), StoreError> {
    let sql = "insert into stat (kind, id, popularity, vote_average, vote_count) values (?1, ?2, ?3, ?4, ?5)
                   on conflict (kind, id) do update set popularity = ?3, vote_average = ?4, vote_count = ?5";
    let values = (
        key.kind as i64,
        key.id,
        stat.popularity,
        stat.vote_average,
        stat.vote_count,
    );
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
