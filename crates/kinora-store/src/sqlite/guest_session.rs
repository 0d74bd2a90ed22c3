//! The table of guest sessions.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::session::Guest;

/// Adds a guest session and removes those that expired without having been used.
pub fn create(db: &Connection, hash: &str, now: i64, expires_at: i64) -> Result<(), StoreError> {
    db.prepare_cached("delete from guest_session where used = 0 and expires_at <= ?1")?
        .execute([now])?;
    let sql = "insert into guest_session (secret_hash, expires_at) values (?1, ?2)";
    db.prepare_cached(sql)?.execute((hash, expires_at))?;
    Ok(())
}

/// The guest session with this hash.
pub fn find(db: &Connection, hash: &str, now: i64) -> Result<Option<Guest>, StoreError> {
    let sql = "select id, used from guest_session
                where secret_hash = ?1 and (used = 1 or expires_at > ?2)";
    let guest = db.prepare_cached(sql)?.query_row((hash, now), |row| {
        Ok(Guest {
            id: row.get(0)?,
            used: row.get(1)?,
        })
    });
    Ok(guest.optional()?)
}
