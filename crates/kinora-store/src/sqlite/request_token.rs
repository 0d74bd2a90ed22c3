//! The table of request tokens.

use kinora_model::account::Account;
use rusqlite::{Connection, OptionalExtension};

use super::{account, session};
use crate::StoreError;
use crate::session::{NewSession, RequestToken, SessionKind, TokenState};

/// Adds a token and removes those that expired.
pub fn create(
    db: &Connection,
    hash: &str,
    api_key_id: Option<i64>,
    now: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    db.prepare_cached("delete from request_token where expires_at <= ?1")?
        .execute([now])?;
    let sql = "insert into request_token (secret_hash, api_key_id, expires_at) values (?1, ?2, ?3)";
    db.prepare_cached(sql)?
        .execute((hash, api_key_id, expires_at))?;
    Ok(())
}

/// The token with this hash.
pub fn find(db: &Connection, hash: &str, now: i64) -> Result<Option<RequestToken>, StoreError> {
    let sql = "select state, api_key.name, expires_at
                 from request_token left join api_key on api_key.id = api_key_id
                where secret_hash = ?1 and expires_at > ?2";
    let token = db.prepare_cached(sql)?.query_row((hash, now), |row| {
        let state: u8 = row.get(0)?;
        Ok(RequestToken {
            state: TokenState::ALL
                .get(usize::from(state))
                .copied()
                .unwrap_or(TokenState::Denied),
            application: row.get(1)?,
            expires_at: row.get(2)?,
        })
    });
    Ok(token.optional()?)
}

/// Approves (with an account) or denies a token; answers whether one was there to decide about.
pub fn decide(
    db: &Connection,
    hash: &str,
    account_id: Option<i64>,
    now: i64,
) -> Result<bool, StoreError> {
    let state = match account_id {
        Some(_) => TokenState::Approved,
        None => TokenState::Denied,
    };
    let sql = "update request_token set state = ?2, account_id = ?3
                where secret_hash = ?1 and expires_at > ?4 and (state = 0 or (state = 1 and account_id = ?3))";
    let row = (hash, state as i64, account_id, now);
    Ok(db.prepare_cached(sql)?.execute(row)? > 0)
}

/// Takes an approved token away and opens a session of the account that approved it.
pub fn exchange(
    db: &Connection,
    hash: &str,
    session_hash: &str,
    api_key_id: Option<i64>,
    now: i64,
) -> Result<Option<Account>, StoreError> {
    let sql = "delete from request_token
                where secret_hash = ?1 and state = 1 and expires_at > ?2 and api_key_id is ?3
               returning account_id";
    let approved: Option<i64> = db
        .prepare_cached(sql)?
        .query_row((hash, now, api_key_id), |row| row.get(0))
        .optional()?;
    let Some(account_id) = approved else {
        return Ok(None);
    };
    let opened = NewSession {
        account_id,
        kind: SessionKind::Api,
        may_write: true,
        api_key_id,
        expires_at: None,
    };
    session::open(db, session_hash, &opened)?;
    account::with_id(db, account_id)
}
