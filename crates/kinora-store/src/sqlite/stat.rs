//! Popularity and votes: what was loaded, and what users added.

use kinora_model::key::EntityKey;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::batch::Stat;

/// The statistics of an entity as they were loaded, without the votes of users.
pub fn loaded(db: &Connection, key: EntityKey) -> Result<Option<Stat>, StoreError> {
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

/// The statistics of an entity as they are shown: the votes of users are added to those that were loaded.
pub fn get(db: &Connection, key: EntityKey) -> Result<Option<Stat>, StoreError> {
    let loaded = loaded(db, key)?;
    let sql = "select votes, halves from tally where kind = ?1 and id = ?2 and votes > 0";
    let added: Option<(i64, i64)> = db
        .prepare_cached(sql)?
        .query_row((key.kind as i64, key.id), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((votes, halves)) = added else {
        return Ok(loaded);
    };
    let loaded = loaded.unwrap_or_default();
    let vote_count = loaded.vote_count + votes;
    let sum = loaded.vote_average * loaded.vote_count as f64 + halves as f64 / 2.0;
    Ok(Some(Stat {
        // Averages have three decimals (contract 1.5).
        vote_average: (sum / vote_count as f64 * 1000.0).round() / 1000.0,
        vote_count,
        ..loaded
    }))
}

/// Writes the statistics of an entity as they are loaded.
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
