//! Settings that the catalogue carries with it.

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// The value of a setting.
pub fn get(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(db
        .prepare_cached("select value from setting where name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Changes a setting.
pub fn set(db: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "insert into setting (name, value) values (?1, ?2) on conflict (name) do update set value = ?2";
    db.prepare_cached(sql)?.execute((name, value))?;
    Ok(())
}
