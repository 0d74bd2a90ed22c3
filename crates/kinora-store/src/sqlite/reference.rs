//! Imported reference tables.

use kinora_model::reference::Told;
use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;

/// Every imported reference document.
pub fn all(db: &Connection) -> Result<Vec<Told>, StoreError> {
    let mut statement =
        db.prepare_cached("select name, locale, document from reference order by name, locale")?;
    let rows = statement.query_map([], |row| {
        Ok(Told {
            table: row.get(0)?,
            locale: row.get(1)?,
            document: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One of them.
pub fn get(db: &Connection, table: &str, locale: &str) -> Result<Option<Told>, StoreError> {
    let sql = "select document from reference where name = ?1 and locale = ?2";
    let document = db
        .prepare_cached(sql)?
        .query_row((table, locale), |row| row.get(0))
        .optional()?;
    Ok(document.map(|document| Told {
        table: table.into(),
        locale: locale.into(),
        document,
    }))
}

/// Writes one.
pub fn put(db: &Connection, told: &Told) -> Result<(), StoreError> {
    let sql = "insert into reference (name, locale, document) values (?1, ?2, ?3)
                   on conflict (name, locale) do update set document = ?3";
    db.prepare_cached(sql)?
        .execute((&told.table, &told.locale, &told.document))?;
    Ok(())
}
