//! The table of subscribers.

use rusqlite::{Connection, OptionalExtension, Params};

use super::account;
use crate::StoreError;
use crate::subscriber::{Plan, Subscriber};

fn find(
    db: &Connection,
    condition: &str,
    values: impl Params,
) -> Result<Option<Subscriber>, StoreError> {
    let columns = account::columns!();
    let sql = format!(
        "select {columns}, user_id, blu_ray, instant, terms_accepted_at is not null
           from subscriber join account on account.id = account_id where {condition}"
    );
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Subscriber {
            account: account::read(row)?,
            user_id: row.get(account::COLUMNS)?,
            plan: Plan {
                blu_ray: row.get(account::COLUMNS + 1)?,
                instant: row.get(account::COLUMNS + 2)?,
            },
            accepted_terms: row.get(account::COLUMNS + 3)?,
        })
    };
    Ok(db
        .prepare_cached(&sql)?
        .query_row(values, read)
        .optional()?)
}

/// The subscriber that an account is.
pub fn of_account(db: &Connection, account: i64) -> Result<Option<Subscriber>, StoreError> {
    find(db, "account_id = ?1", [account])
}

/// The subscriber who is called so in paths.
pub fn named(db: &Connection, user_id: &str) -> Result<Option<Subscriber>, StoreError> {
    find(db, "user_id = ?1", [user_id])
}

/// Makes an account a subscriber, unless it is one.
pub fn add(db: &Connection, account: i64, user_id: &str) -> Result<(), StoreError> {
    let sql = "insert into subscriber (account_id, user_id) values (?1, ?2) on conflict (account_id) do nothing";
    db.prepare_cached(sql)?.execute((account, user_id))?;
    Ok(())
}

/// In which forms an account may have titles.
pub fn plan(db: &Connection, account: i64) -> Result<Plan, StoreError> {
    let sql = "select blu_ray, instant from subscriber where account_id = ?1";
    let plan = db.prepare_cached(sql)?.query_row([account], |row| {
        Ok(Plan {
            blu_ray: row.get(0)?,
            instant: row.get(1)?,
        })
    });
    Ok(plan.optional()?.unwrap_or_default())
}

/// See [`Store::set_plan`](crate::Store::set_plan).
pub fn set_plan(db: &Connection, account: i64, plan: Plan) -> Result<(), StoreError> {
    let sql = "update subscriber set blu_ray = ?2, instant = ?3 where account_id = ?1";
    db.prepare_cached(sql)?
        .execute((account, plan.blu_ray, plan.instant))?;
    Ok(())
}

/// See [`Store::accept_terms`](crate::Store::accept_terms).
pub fn accept_terms(db: &Connection, account: i64, now: i64) -> Result<(), StoreError> {
    let sql = "update subscriber set terms_accepted_at = ?2 where account_id = ?1 and terms_accepted_at is null";
    db.prepare_cached(sql)?.execute((account, now))?;
    Ok(())
}
