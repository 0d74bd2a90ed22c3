//! The table of sessions.

use rusqlite::{Connection, OptionalExtension};

use super::account::{self, columns};
use super::now;
use crate::StoreError;
use crate::session::{NewSession, Session, SessionKind};

/// Opens a session.
pub fn open(db: &Connection, hash: &str, session: &NewSession) -> Result<(), StoreError> {
    let sql = "insert into user_session (secret_hash, account_id, kind, may_write, api_key_id, created_at, expires_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.prepare_cached(sql)?.execute((
        hash,
        session.account_id,
        session.kind as i64,
        session.may_write,
        session.api_key_id,
        now(),
        session.expires_at,
    ))?;
    // Sessions of browsers end by themselves.
    let sql = "delete from user_session where account_id = ?1 and expires_at < ?2";
    db.prepare_cached(sql)?
        .execute((session.account_id, now()))?;
    Ok(())
}

/// The session with this hash.
pub fn find(
    db: &Connection,
    hash: &str,
    kind: SessionKind,
    now: i64,
) -> Result<Option<Session>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        ", user_session.id, user_session.may_write
           from user_session join account on account.id = user_session.account_id
          where secret_hash = ?1 and kind = ?2 and (expires_at is null or expires_at > ?3)"
    );
    let session = db
        .prepare_cached(sql)?
        .query_row((hash, kind as i64, now), |row| {
            Ok(Session {
                account: account::read(row)?,
                id: row.get(account::COLUMNS)?,
                may_write: row.get(account::COLUMNS + 1)?,
            })
        });
    Ok(session.optional()?)
}

/// Ends a session; answers whether there was one.
pub fn end(db: &Connection, hash: &str, kind: SessionKind) -> Result<bool, StoreError> {
    let sql = "delete from user_session where secret_hash = ?1 and kind = ?2";
    Ok(db.prepare_cached(sql)?.execute((hash, kind as i64))? > 0)
}

/// Ends every session of an account.
pub fn end_all(db: &Connection, account: i64) -> Result<(), StoreError> {
    let sql = "delete from user_session where account_id = ?1";
    db.prepare_cached(sql)?.execute([account])?;
    Ok(())
}
