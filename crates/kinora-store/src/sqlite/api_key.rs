//! The table of API keys.

use rusqlite::{Connection, OptionalExtension, Row};

use super::now;
use crate::StoreError;
use crate::api_key::{ApiKey, Hashes};

fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    Ok(ApiKey {
        id: row.get(0)?,
        name: row.get(1)?,
        created_at: row.get(2)?,
        revoked_at: row.get(3)?,
    })
}

/// Adds a key.
pub fn create(db: &Connection, name: &str, hashes: &Hashes) -> Result<ApiKey, StoreError> {
    let sql = "insert into api_key (name, key_hash, token_hash, created_at) values (?1, ?2, ?3, ?4)
               returning id, name, created_at, revoked_at";
    Ok(db
        .prepare_cached(sql)?
        .query_row((name, &hashes.key, &hashes.token, now()), read)?)
}

/// Every key, oldest first.
pub fn all(db: &Connection) -> Result<Vec<ApiKey>, StoreError> {
    let mut statement =
        db.prepare_cached("select id, name, created_at, revoked_at from api_key order by id")?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Revokes the keys of a name; answers how many.
pub fn revoke(db: &Connection, name: &str) -> Result<usize, StoreError> {
    let sql = "update api_key set revoked_at = ?2 where name = ?1 and revoked_at is null";
    Ok(db.prepare_cached(sql)?.execute((name, now()))?)
}

/// The valid key whose key or token has this hash.
pub fn with_hash(db: &Connection, hash: &str) -> Result<Option<ApiKey>, StoreError> {
    let sql = "select id, name, created_at, revoked_at from api_key
                where (key_hash = ?1 or token_hash = ?1) and revoked_at is null";
    Ok(db.prepare_cached(sql)?.query_row([hash], read).optional()?)
}
