//! Lists of accounts.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{List, NewList, Stretch};
use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::{load, now, tally};
use crate::StoreError;
use crate::list::{ListChange, ListError, MOST_ITEMS, MOST_LISTS};
use crate::loaded::Locator;

/// How many of the lists that a title is on are shown.
const SHOWN_LISTS: i64 = 1_000;

/// The items that are shown: those whose titles are still there.
const ITEMS: &str = "from list_item
    left join movie on list_item.kind = 1 and movie.id = list_item.id and movie.state = 0
    left join series on list_item.kind = 2 and series.id = list_item.id and series.state = 0
   where (movie.id is not null or series.id is not null)";

fn select(condition: &str) -> String {
    format!(
        "select list.id, list.account_id, account.name, list.name, list.description, list.language, list.country,
                list.is_public, (select count(*) from list_item where list_id = list.id)
           from list join account on account.id = list.account_id {condition}"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<List> {
    Ok(List {
        id: row.get(0)?,
        account: row.get(1)?,
        created_by: row.get(2)?,
        name: row.get(3)?,
        description: row.get(4)?,
        language: row.get(5)?,
        country: row.get(6)?,
        is_public: row.get(7)?,
        item_count: row.get(8)?,
    })
}

fn count(db: &Connection, sql: &str, values: impl Params) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached(sql)?
        .query_row(values, |row| row.get(0))?)
}

/// See [`Store::create_list`](crate::Store::create_list).
pub fn create(db: &Connection, account: i64, list: &NewList) -> Result<i64, ListError> {
    let sql = "select count(*) from list where account_id = ?1";
    if count(db, sql, [account])? >= MOST_LISTS {
        return Err(ListError::Full);
    }
    let sql =
        "insert into list (account_id, name, description, language, country, is_public, created_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id";
    let values = (
        account,
        list.name.as_str(),
        list.description.as_str(),
        &list.language,
        &list.country,
        list.is_public,
        now(),
    );
    Ok(db
        .prepare_cached(sql)?
        .query_row(values, |row| row.get(0))?)
}

/// See [`Store::change_list`](crate::Store::change_list).
pub fn change(
    db: &Connection,
    account: i64,
    list: i64,
    change: ListChange,
) -> Result<(), ListError> {
    owned(db, account, list)?;
    match change {
        ListChange::Add(title) => add(db, list, title),
        ListChange::Move(title, before) => put_before(db, list, title, before),
        ListChange::Remove(title) => remove(db, list, title),
        ListChange::Clear => Ok(clear(db, list)?),
        ListChange::Delete => Ok(delete(db, list)?),
    }
}

/// See [`Store::describe_list`](crate::Store::describe_list).
pub fn describe(
    db: &Connection,
    account: i64,
    list: i64,
    described: &NewList,
) -> Result<(), ListError> {
    owned(db, account, list)?;
    let sql = "update list set name = ?2, description = ?3, is_public = ?4 where id = ?1";
    let name = described.name.as_str();
    let values = (
        list,
        name,
        described.description.as_str(),
        described.is_public,
    );
    db.prepare_cached(sql)?.execute(values)?;
    touch_items(db, list)?;
    Ok(())
}

/// Refuses lists that are not the account's.
fn owned(db: &Connection, account: i64, list: i64) -> Result<(), ListError> {
    let owner: Option<i64> = db
        .prepare_cached("select account_id from list where id = ?1")?
        .query_row([list], |row| row.get(0))
        .optional()?;
    match owner {
        None => Err(ListError::NoList),
        Some(owner) if owner != account => Err(ListError::NotOwner),
        Some(_) => Ok(()),
    }
}

/// Puts a title before another. The order is that of the numbers, so those between the two places are handed on.
fn put_before(
    db: &Connection,
    list: i64,
    title: EntityKey,
    before: Option<EntityKey>,
) -> Result<(), ListError> {
    let sql = "select number, kind, id from list_item where list_id = ?1 order by number";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([list], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut rows: Vec<(i64, i64, i64)> = rows.collect::<Result<_, _>>()?;
    let numbers: Vec<i64> = rows.iter().map(|(number, ..)| *number).collect();
    let place = |rows: &[(i64, i64, i64)], key: EntityKey| {
        let found = rows
            .iter()
            .position(|(_, kind, id)| (*kind, *id) == (key.kind as i64, key.id));
        found.ok_or(ListError::NoTitle)
    };
    let moved = rows.remove(place(&rows, title)?);
    let to = match before {
        Some(before) if before == title => return Ok(()),
        Some(before) => place(&rows, before)?,
        None => rows.len(),
    };
    rows.insert(to, moved);
    let handed_on = numbers.iter().zip(&rows);
    let handed_on = handed_on.filter(|(number, (own, ..))| *number != own);
    // Numbers are unique at every moment: first they are out of the way.
    let mut update = db.prepare_cached("update list_item set number = ?2 where number = ?1")?;
    for (number, (own, ..)) in handed_on.clone() {
        update.execute((own, -number))?;
    }
    for (number, _) in handed_on {
        update.execute((-number, number))?;
    }
    Ok(())
}

fn add(db: &Connection, list: i64, title: EntityKey) -> Result<(), ListError> {
    let Some(key) = load::live_key(db, &Locator::Key(title))? else {
        return Err(ListError::NoTitle);
    };
    let sql = "select count(*) from list_item where list_id = ?1";
    if count(db, sql, [list])? >= MOST_ITEMS {
        return Err(ListError::Full);
    }
    let sql = "insert into list_item (list_id, kind, id, added_at) values (?1, ?2, ?3, ?4) on conflict do nothing";
    let values = (list, key.kind as i64, key.id, now());
    match db.prepare_cached(sql)?.execute(values)? {
        0 => Err(ListError::Duplicate),
        _ => Ok(tally::touch(db, key)?),
    }
}

fn remove(db: &Connection, list: i64, title: EntityKey) -> Result<(), ListError> {
    let sql = "delete from list_item where list_id = ?1 and kind = ?2 and id = ?3";
    let values = (list, title.kind as i64, title.id);
    match db.prepare_cached(sql)?.execute(values)? {
        0 => Err(ListError::NoTitle),
        _ => Ok(tally::touch(db, title)?),
    }
}

fn clear(db: &Connection, list: i64) -> Result<(), StoreError> {
    touch_items(db, list)?;
    db.prepare_cached("delete from list_item where list_id = ?1")?
        .execute([list])?;
    Ok(())
}

/// Says that the titles on a list are told anew: they tell the lists that they are on.
fn touch_items(db: &Connection, list: i64) -> Result<(), StoreError> {
    let sql = "select kind, id from list_item where list_id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([list], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let items: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    for (kind, id) in items {
        if let Some(kind) = Kind::from_number(kind) {
            tally::touch(db, EntityKey::new(kind, id))?;
        }
    }
    Ok(())
}

/// Removes a list with what is on it.
pub fn delete(db: &Connection, list: i64) -> Result<(), StoreError> {
    clear(db, list)?;
    db.prepare_cached("delete from list where id = ?1")?
        .execute([list])?;
    Ok(())
}

/// See [`Store::list`](crate::Store::list).
pub fn get(db: &Connection, id: i64) -> Result<Option<List>, StoreError> {
    let sql = select("where list.id = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

/// See [`Store::list_items`](crate::Store::list_items).
pub fn items(db: &Connection, list: i64, slice: (usize, usize)) -> Result<Stretch, StoreError> {
    let total = count(
        db,
        &format!("select count(*) {ITEMS} and list_item.list_id = ?1"),
        [list],
    )?;
    let sql = format!(
        "select list_item.kind, list_item.id {ITEMS} and list_item.list_id = ?1 order by number limit ?2 offset ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let values = (list, slice.1 as i64, slice.0 as i64);
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut items = Vec::new();
    for row in rows {
        let (kind, id): (i64, i64) = row?;
        items.extend(Kind::from_number(kind).map(|kind| EntityKey::new(kind, id)));
    }
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items,
    })
}

/// See [`Store::is_listed`](crate::Store::is_listed).
pub fn holds(db: &Connection, list: i64, title: EntityKey) -> Result<bool, StoreError> {
    let sql = "select 1 from list_item where list_id = ?1 and kind = ?2 and id = ?3";
    Ok(db
        .prepare_cached(sql)?
        .exists((list, title.kind as i64, title.id))?)
}

/// See [`Store::lists_holding`](crate::Store::lists_holding).
pub fn holding(db: &Connection, account: i64, title: EntityKey) -> Result<Vec<List>, StoreError> {
    let sql = select(
        "join list_item on list_item.list_id = list.id and list_item.kind = ?2 and list_item.id = ?3
        where list.account_id = ?1 order by list.id",
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((account, title.kind as i64, title.id), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::lists_of`](crate::Store::lists_of); the public ones alone where that is asked for.
pub fn of_account(
    db: &Connection,
    account: i64,
    only_public: bool,
    slice: (usize, usize),
) -> Result<Stretch<List>, StoreError> {
    let total = count(
        db,
        "select count(*) from list where account_id = ?1 and is_public >= ?2",
        (account, only_public),
    )?;
    let sql = select(
        "where list.account_id = ?1 and list.is_public >= ?2 order by list.id limit ?3 offset ?4",
    );
    let mut statement = db.prepare_cached(&sql)?;
    let values = (account, only_public, slice.1 as i64, slice.0 as i64);
    let rows = statement.query_map(values, read)?;
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: rows.collect::<Result<_, _>>()?,
    })
}

/// See [`Store::lists_named`](crate::Store::lists_named).
pub fn named(
    db: &Connection,
    text: &str,
    slice: (usize, usize),
) -> Result<Stretch<List>, StoreError> {
    const CONDITION: &str =
        "where list.is_public and ?1 <> '' and instr(lower(list.name), lower(?1)) > 0";
    let total = count(
        db,
        &format!("select count(*) from list {CONDITION}"),
        [text],
    )?;
    let sql = select(&format!("{CONDITION} order by list.id limit ?2 offset ?3"));
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((text, slice.1 as i64, slice.0 as i64), read)?;
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: rows.collect::<Result<_, _>>()?,
    })
}

/// The public lists that a title is on, oldest first.
pub fn of_title(db: &Connection, title: EntityKey) -> Result<Vec<List>, StoreError> {
    let sql = select(
        "join list_item on list_item.list_id = list.id and list_item.kind = ?1 and list_item.id = ?2
        where list.is_public order by list.id limit ?3",
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((title.kind as i64, title.id, SHOWN_LISTS), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
