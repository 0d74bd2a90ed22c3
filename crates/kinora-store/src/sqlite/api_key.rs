//! The table of API keys.

use rusqlite::{Connection, OptionalExtension, Row};

use super::now;
use crate::StoreError;
use crate::api_key::{ApiKey, Hashes, KeyChange, KeyTerms};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "id, name, account_id, may_write, rate_limit, suspended, created_at, revoked_at"
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    Ok(ApiKey {
        id: row.get(0)?,
        name: row.get(1)?,
        account_id: row.get(2)?,
        may_write: row.get(3)?,
        rate_limit: row.get(4)?,
        suspended: row.get(5)?,
        created_at: row.get(6)?,
        revoked_at: row.get(7)?,
    })
}

/// Adds a key.
pub fn create(db: &Connection, terms: &KeyTerms, hashes: &Hashes) -> Result<ApiKey, StoreError> {
    let sql = concat!(
        "insert into api_key (name, key_hash, token_hash, created_at, account_id, may_write, rate_limit)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning ",
        columns!()
    );
    let row = (
        &terms.name,
        &hashes.key,
        &hashes.token,
        now(),
        terms.account_id,
        terms.may_write,
        terms.rate_limit,
    );
    Ok(db.prepare_cached(sql)?.query_row(row, read)?)
}

/// Every key, oldest first.
pub fn all(db: &Connection) -> Result<Vec<ApiKey>, StoreError> {
    let sql = concat!("select ", columns!(), " from api_key order by id");
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::api_keys_of`](crate::Store::api_keys_of).
pub fn of_account(db: &Connection, account: i64) -> Result<Vec<ApiKey>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from api_key where account_id = ?1 and revoked_at is null order by id"
    );
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([account], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::revoke_api_key`](crate::Store::revoke_api_key).
pub fn revoke(db: &Connection, account: i64, key: i64) -> Result<bool, StoreError> {
    let sql = "update api_key set revoked_at = ?3 where id = ?2 and account_id = ?1 and revoked_at is null";
    Ok(db.prepare_cached(sql)?.execute((account, key, now()))? > 0)
}

/// Changes the keys of a name that are not revoked; answers how many there were to change.
pub fn change(db: &Connection, name: &str, change: KeyChange) -> Result<usize, StoreError> {
    let set = match change {
        KeyChange::Revoke => "revoked_at = ?2 where",
        KeyChange::Suspend => "suspended = 1 where ?2 > 0 and suspended = 0 and",
        KeyChange::Resume => "suspended = 0 where ?2 > 0 and suspended = 1 and",
    };
    let sql = format!("update api_key set {set} name = ?1 and revoked_at is null");
    Ok(db.prepare_cached(&sql)?.execute((name, now()))?)
}

/// The key whose key or token has this hash, unless it is revoked.
pub fn with_hash(db: &Connection, hash: &str) -> Result<Option<ApiKey>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from api_key where (key_hash = ?1 or token_hash = ?1) and revoked_at is null"
    );
    Ok(db.prepare_cached(sql)?.query_row([hash], read).optional()?)
}
