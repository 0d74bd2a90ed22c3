//! The table of sessions.

use rusqlite::{Connection, OptionalExtension};

use super::account::{self, columns};
use super::now;
use crate::StoreError;
use crate::session::{NewSession, OpenSession, Session, SessionKind};

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

/// See [`Store::sessions_of`](crate::Store::sessions_of).
pub fn of_account(db: &Connection, account: i64, now: i64) -> Result<Vec<OpenSession>, StoreError> {
    let sql = "select user_session.id, user_session.kind, api_key.name, user_session.may_write, user_session.created_at
                 from user_session left join api_key on api_key.id = user_session.api_key_id
                where user_session.account_id = ?1 and (expires_at is null or expires_at > ?2)
                order by user_session.id desc";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((account, now), |row| {
        let kind: u8 = row.get(1)?;
        Ok(SessionKind::ALL.get(usize::from(kind)).map(|kind| {
            Ok(OpenSession {
                id: row.get(0)?,
                kind: *kind,
                application: row.get(2)?,
                may_write: row.get(3)?,
                opened_at: row.get(4)?,
            })
        }))
    })?;
    let known = rows.filter_map(Result::transpose);
    Ok(known
        .map(|session| session.and_then(|session| session))
        .collect::<Result<_, _>>()?)
}

/// See [`Store::end_session_of`](crate::Store::end_session_of).
pub fn end_of(db: &Connection, account: i64, session: i64) -> Result<bool, StoreError> {
    let sql = "delete from user_session where id = ?2 and account_id = ?1";
    Ok(db.prepare_cached(sql)?.execute((account, session))? > 0)
}
