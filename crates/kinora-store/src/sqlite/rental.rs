//! The table of rentals.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::PartSet;
use kinora_model::queue::Format;
use rusqlite::Connection;

use super::entity;
use crate::StoreError;
use crate::rental::Rental;

/// See [`Store::add_rental`](crate::Store::add_rental).
pub fn add(db: &Connection, account: i64, rental: &Rental, now: i64) -> Result<bool, StoreError> {
    let Some(record) = entity::live(db, rental.title, PartSet::NONE)? else {
        return Ok(false);
    };
    let sql = "insert into rental (account_id, kind, id, format, shipped_at, expected_at, returned_at, watched_at,
                                   viewed_seconds, updated_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    db.prepare_cached(sql)?.execute((
        account,
        record.key.kind as i64,
        record.key.id,
        rental.format as i64,
        rental.shipped_at,
        rental.expected_at,
        rental.returned_at,
        rental.watched_at,
        rental.viewed_seconds,
        now,
    ))?;
    Ok(true)
}

/// See [`Store::return_rental`](crate::Store::return_rental).
pub fn give_back(
    db: &Connection,
    account: i64,
    title: EntityKey,
    returned_at: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let sql = "update rental set returned_at = ?4, updated_at = ?5
                where account_id = ?1 and kind = ?2 and id = ?3 and shipped_at is not null and returned_at is null";
    let values = (account, title.kind as i64, title.id, returned_at, now);
    Ok(db.prepare_cached(sql)?.execute(values)? > 0)
}

/// Whether a title was sent to an account and has not come back.
pub fn is_at_home(db: &Connection, account: i64, title: EntityKey) -> Result<bool, StoreError> {
    let sql = "select 1 from rental
                where account_id = ?1 and kind = ?2 and id = ?3 and shipped_at is not null and returned_at is null";
    Ok(db
        .prepare_cached(sql)?
        .exists((account, title.kind as i64, title.id))?)
}

/// See [`Store::rentals`](crate::Store::rentals).
pub fn of_account(db: &Connection, account: i64) -> Result<Vec<(Rental, i64)>, StoreError> {
    let sql = "select kind, id, format, shipped_at, expected_at, returned_at, watched_at, viewed_seconds, updated_at
                 from rental where account_id = ?1 order by number desc";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let mut rentals = Vec::new();
    while let Some(row) = rows.next()? {
        let format = Format::from_number(row.get(2)?);
        let (Some(kind), Some(format)) = (Kind::from_number(row.get(0)?), format) else {
            continue;
        };
        let named = EntityKey::new(kind, row.get(1)?);
        let Some(record) = entity::live(db, named, PartSet::NONE)? else {
            continue;
        };
        let rental = Rental {
            title: record.key,
            format,
            shipped_at: row.get(3)?,
            expected_at: row.get(4)?,
            returned_at: row.get(5)?,
            watched_at: row.get(6)?,
            viewed_seconds: row.get(7)?,
        };
        rentals.push((rental, row.get(8)?));
    }
    Ok(rentals)
}
