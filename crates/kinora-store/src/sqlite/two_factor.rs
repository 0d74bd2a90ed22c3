//! The tables of second factors and recovery codes.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::two_factor::TwoFactor;

/// See [`Store::two_factor`](crate::Store::two_factor).
pub fn get(db: &Connection, account: i64) -> Result<Option<TwoFactor>, StoreError> {
    let sql = "select shared_secret, is_on,
                      (select count(*) from recovery_code where recovery_code.account_id = two_factor.account_id)
                 from two_factor where account_id = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(TwoFactor {
            secret: row.get(0)?,
            is_on: row.get(1)?,
            recovery_codes: row.get(2)?,
        })
    };
    Ok(db
        .prepare_cached(sql)?
        .query_row([account], read)
        .optional()?)
}

/// See [`Store::begin_two_factor`](crate::Store::begin_two_factor).
pub fn begin(db: &Connection, account: i64, secret: &[u8]) -> Result<bool, StoreError> {
    let sql = "insert into two_factor (account_id, shared_secret) values (?1, ?2)
                   on conflict (account_id) do update set shared_secret = ?2, last_step = 0 where is_on = 0";
    Ok(db.prepare_cached(sql)?.execute((account, secret))? > 0)
}

/// See [`Store::turn_two_factor_on`](crate::Store::turn_two_factor_on).
pub fn turn_on(
    db: &Connection,
    account: i64,
    step: i64,
    recovery_codes: &[String],
) -> Result<bool, StoreError> {
    let sql =
        "update two_factor set is_on = 1, last_step = max(last_step, ?2) where account_id = ?1";
    if db.prepare_cached(sql)?.execute((account, step))? == 0 {
        return Ok(false);
    }
    forget_codes(db, account)?;
    let sql =
        "insert into recovery_code (account_id, code_hash) values (?1, ?2) on conflict do nothing";
    let mut insert = db.prepare_cached(sql)?;
    for hash in recovery_codes {
        insert.execute((account, hash))?;
    }
    Ok(true)
}

/// See [`Store::turn_two_factor_off`](crate::Store::turn_two_factor_off).
pub fn turn_off(db: &Connection, account: i64) -> Result<(), StoreError> {
    forget_codes(db, account)?;
    db.prepare_cached("delete from two_factor where account_id = ?1")?
        .execute([account])?;
    Ok(())
}

fn forget_codes(db: &Connection, account: i64) -> Result<(), StoreError> {
    db.prepare_cached("delete from recovery_code where account_id = ?1")?
        .execute([account])?;
    Ok(())
}

/// See [`Store::use_step`](crate::Store::use_step).
pub fn use_step(db: &Connection, account: i64, step: i64) -> Result<bool, StoreError> {
    let sql = "update two_factor set last_step = ?2 where account_id = ?1 and last_step < ?2";
    Ok(db.prepare_cached(sql)?.execute((account, step))? > 0)
}

/// See [`Store::use_recovery_code`](crate::Store::use_recovery_code).
pub fn use_recovery_code(db: &Connection, account: i64, hash: &str) -> Result<bool, StoreError> {
    let sql = "delete from recovery_code where account_id = ?1 and code_hash = ?2";
    Ok(db.prepare_cached(sql)?.execute((account, hash))? > 0)
}
