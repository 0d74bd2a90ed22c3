//! Ratings, and the votes that they add up to.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{Added, Bookmark, Stretch};
use kinora_model::rating::{Owner, Rating};
use rusqlite::{Connection, OptionalExtension};

use super::{bookmark, load, now, tally};
use crate::StoreError;
use crate::loaded::Locator;
use crate::rating::{Put, TitleState};

/// An owner as its two columns.
pub fn columns(owner: Owner) -> (i64, i64) {
    match owner {
        Owner::Account(id) => (0, id),
        Owner::Guest(id) => (1, id),
    }
}

/// The rating that somebody gave to a title.
pub fn get(db: &Connection, owner: Owner, key: EntityKey) -> Result<Option<Rating>, StoreError> {
    let sql = "select halves from rating where owner_kind = ?1 and owner_id = ?2 and kind = ?3 and id = ?4";
    let (owner_kind, owner_id) = columns(owner);
    let halves = db
        .prepare_cached(sql)?
        .query_row((owner_kind, owner_id, key.kind as i64, key.id), |row| {
            row.get(0)
        })
        .optional()?;
    Ok(halves.and_then(Rating::from_halves))
}

/// See [`Store::rate`](crate::Store::rate).
pub fn put(
    db: &Connection,
    owner: Owner,
    title: &Locator,
    rating: Rating,
) -> Result<Option<Put>, StoreError> {
    let Some(key) = load::live_key(db, title)? else {
        return Ok(None);
    };
    let before = get(db, owner, key)?;
    let sql = "insert into rating (owner_kind, owner_id, kind, id, halves, rated_at) values (?1, ?2, ?3, ?4, ?5, ?6)
                   on conflict (owner_kind, owner_id, kind, id) do update set halves = ?5, rated_at = ?6, merged_from = null";
    let (owner_kind, owner_id) = columns(owner);
    let halves = rating.halves();
    db.prepare_cached(sql)?.execute((
        owner_kind,
        owner_id,
        key.kind as i64,
        key.id,
        halves,
        now(),
    ))?;
    match before {
        Some(before) if before == rating => {}
        Some(before) => tally::add(db, key, 0, halves - before.halves())?,
        None => tally::add(db, key, 1, halves)?,
    }
    if let Owner::Guest(id) = owner {
        db.prepare_cached("update guest_session set used = 1 where id = ?1 and used = 0")?
            .execute([id])?;
    }
    Ok(Some(match before {
        Some(_) => Put::Replaced,
        None => Put::Added,
    }))
}

/// See [`Store::unrate`](crate::Store::unrate).
pub fn remove(db: &Connection, owner: Owner, title: &Locator) -> Result<bool, StoreError> {
    let Some(key) = load::live_key(db, title)? else {
        return Ok(false);
    };
    take_back(db, owner, key)
}

/// Removes a rating and takes its vote back; answers whether there was one.
pub fn take_back(db: &Connection, owner: Owner, key: EntityKey) -> Result<bool, StoreError> {
    let sql = "delete from rating where owner_kind = ?1 and owner_id = ?2 and kind = ?3 and id = ?4 returning halves";
    let (owner_kind, owner_id) = columns(owner);
    let halves: Option<i64> = db
        .prepare_cached(sql)?
        .query_row((owner_kind, owner_id, key.kind as i64, key.id), |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(halves) = halves {
        tally::add(db, key, -1, -halves)?;
    }
    Ok(halves.is_some())
}

/// See [`Store::rated`](crate::Store::rated).
pub fn of_owner(
    db: &Connection,
    owner: Owner,
    kind: Kind,
    order: Added,
    slice: (usize, usize),
) -> Result<Stretch<(EntityKey, Rating)>, StoreError> {
    let (owner_kind, owner_id) = columns(owner);
    let (table, direction) = (kind.name(), direction(order));
    let from = format!(
        "from rating join {table} on {table}.id = rating.id and {table}.state = 0
        where owner_kind = ?1 and owner_id = ?2 and kind = ?3"
    );
    let total: i64 = db
        .prepare_cached(&format!("select count(*) {from}"))?
        .query_row((owner_kind, owner_id, kind as i64), |row| row.get(0))?;
    let sql =
        format!("select rating.id, halves {from} order by number {direction} limit ?4 offset ?5");
    let mut statement = db.prepare_cached(&sql)?;
    let values = (
        owner_kind,
        owner_id,
        kind as i64,
        slice.1 as i64,
        slice.0 as i64,
    );
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut items = Vec::new();
    for row in rows {
        let (id, halves): (i64, i64) = row?;
        items.extend(Rating::from_halves(halves).map(|rating| (EntityKey::new(kind, id), rating)));
    }
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items,
    })
}

/// How an order by `number` is written.
pub fn direction(order: Added) -> &'static str {
    match order {
        Added::First => "asc",
        Added::Last => "desc",
    }
}

/// What somebody said about a title.
pub fn state(db: &Connection, owner: Owner, key: EntityKey) -> Result<TitleState, StoreError> {
    let is = |mark| match owner {
        Owner::Account(account) => bookmark::exists(db, account, mark, key),
        Owner::Guest(_) => Ok(false),
    };
    Ok(TitleState {
        favourite: is(Bookmark::Favourite)?,
        watchlist: is(Bookmark::Watchlist)?,
        rating: get(db, owner, key)?,
    })
}
