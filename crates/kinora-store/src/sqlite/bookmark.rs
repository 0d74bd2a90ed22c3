//! Favourites and titles to watch.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Added, Bookmark, Stretch};
use rusqlite::Connection;

use super::{load, now, rating};
use crate::StoreError;
use crate::loaded::Locator;
use crate::rating::Put;

/// Whether a title has a mark.
pub fn exists(
    db: &Connection,
    account: i64,
    bookmark: Bookmark,
    key: EntityKey,
) -> Result<bool, StoreError> {
    let sql =
        "select 1 from bookmark where account_id = ?1 and bookmark = ?2 and kind = ?3 and id = ?4";
    Ok(db
        .prepare_cached(sql)?
        .exists((account, bookmark as i64, key.kind as i64, key.id))?)
}

/// See [`Store::add_bookmark`](crate::Store::add_bookmark).
pub fn put(
    db: &Connection,
    account: i64,
    bookmark: Bookmark,
    title: EntityKey,
) -> Result<Option<Put>, StoreError> {
    let Some(key) = load::live_key(db, &Locator::Key(title))? else {
        return Ok(None);
    };
    let sql = "insert into bookmark (account_id, bookmark, kind, id, added_at) values (?1, ?2, ?3, ?4, ?5)
                   on conflict do nothing";
    let values = (account, bookmark as i64, key.kind as i64, key.id, now());
    Ok(Some(match db.prepare_cached(sql)?.execute(values)? {
        0 => Put::Replaced,
        _ => Put::Added,
    }))
}

/// See [`Store::remove_bookmark`](crate::Store::remove_bookmark).
pub fn remove(
    db: &Connection,
    account: i64,
    bookmark: Bookmark,
    title: EntityKey,
) -> Result<bool, StoreError> {
    let Some(key) = load::live_key(db, &Locator::Key(title))? else {
        return Ok(false);
    };
    let sql =
        "delete from bookmark where account_id = ?1 and bookmark = ?2 and kind = ?3 and id = ?4";
    db.prepare_cached(sql)?
        .execute((account, bookmark as i64, key.kind as i64, key.id))?;
    Ok(true)
}

/// See [`Store::bookmarks`](crate::Store::bookmarks).
pub fn of_account(
    db: &Connection,
    account: i64,
    bookmark: Bookmark,
    kind: Kind,
    order: Added,
    slice: (usize, usize),
) -> Result<Stretch, StoreError> {
    let (table, direction) = (kind.name(), rating::direction(order));
    let from = format!(
        "from bookmark join {table} on {table}.id = bookmark.id and {table}.state = 0
        where account_id = ?1 and bookmark = ?2 and kind = ?3"
    );
    let total: i64 = db
        .prepare_cached(&format!("select count(*) {from}"))?
        .query_row((account, bookmark as i64, kind as i64), |row| row.get(0))?;
    let sql = format!("select bookmark.id {from} order by number {direction} limit ?4 offset ?5");
    let mut statement = db.prepare_cached(&sql)?;
    let values = (
        account,
        bookmark as i64,
        kind as i64,
        slice.1 as i64,
        slice.0 as i64,
    );
    let rows = statement.query_map(values, |row| Ok(EntityKey::new(kind, row.get(0)?)))?;
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: rows.collect::<Result<_, _>>()?,
    })
}
