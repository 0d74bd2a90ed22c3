//! What came of requests that named a key, so that repeating one does nothing a second time.

use rusqlite::{Connection, OptionalExtension};

use super::now;
use crate::StoreError;
use crate::submission::{Once, Outcome};

/// For how long an outcome is kept, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1000;

/// The fingerprint of the request that had this key, and what came of it.
pub fn get(
    db: &Connection,
    account: i64,
    key: &str,
) -> Result<Option<(String, Outcome)>, StoreError> {
    let sql = "select fingerprint, outcome from answered where account = ?1 and key = ?2 and made_at > ?3";
    let found: Option<(String, String)> = db
        .prepare_cached(sql)?
        .query_row((account, key, now() - KEPT), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let read = |(fingerprint, outcome): (String, String)| {
        Ok((fingerprint, serde_json::from_str(&outcome)?))
    };
    found.map(read).transpose()
}

/// Keeps what came of a request, and forgets what is too old.
pub fn put(
    db: &Connection,
    account: i64,
    once: &Once,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    db.prepare_cached("delete from answered where made_at <= ?1")?
        .execute([now() - KEPT])?;
    db.prepare_cached(
        "insert into answered (account, key, fingerprint, outcome, made_at) values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        account,
        &once.key,
        &once.fingerprint,
        serde_json::to_string(outcome)?,
        now(),
    ))?;
    Ok(())
}
