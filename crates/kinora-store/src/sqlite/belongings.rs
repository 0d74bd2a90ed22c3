//! Everything that an account put into the catalogue.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::Bookmark;
use kinora_model::rating::{Owner, Rating};
use rusqlite::{Connection, Params, Row};
use serde_json::{Value, json};

use super::{discussion, image_vote, list, rating, review};
use crate::StoreError;

/// Every row of an answer as JSON.
fn rows(
    db: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<Value>,
) -> Result<Vec<Value>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The word for a stored kind.
fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<&'static str> {
    Ok(Kind::from_number(row.get(column)?).map_or("", Kind::name))
}

/// See [`Store::belongings`](crate::Store::belongings).
pub fn export(db: &Connection, account: i64) -> Result<Value, StoreError> {
    let sql = "select kind, id, halves, rated_at from rating
                where owner_kind = 0 and owner_id = ?1 order by number";
    let ratings = rows(db, sql, [account], |row| {
        let value = Rating::from_halves(row.get(2)?).map(Rating::value);
        Ok(
            json!({ "kind": kind(row, 0)?, "id": row.get::<_, i64>(1)?, "value": value, "at": row.get::<_, i64>(3)? }),
        )
    })?;
    let bookmarks = |bookmark: Bookmark| {
        let sql = "select kind, id, added_at from bookmark
                    where account_id = ?1 and bookmark = ?2 order by number";
        rows(db, sql, (account, bookmark as i64), titled)
    };
    let sql = "select id, name, description, language, country, is_public, created_at from list
                where account_id = ?1 order by id";
    let mut lists = rows(db, sql, [account], |row| {
        Ok(json!({
            "id": row.get::<_, i64>(0)?,
            "name": row.get::<_, String>(1)?,
            "description": row.get::<_, String>(2)?,
            "language": row.get::<_, String>(3)?,
            "country": row.get::<_, String>(4)?,
            "public": row.get::<_, bool>(5)?,
            "at": row.get::<_, i64>(6)?,
        }))
    })?;
    for list in &mut lists {
        let sql = "select kind, id, added_at from list_item where list_id = ?1 order by number";
        let items = rows(db, sql, [list["id"].as_i64()], titled)?;
        list["items"] = Value::Array(items);
    }
    let reviews = review::of_account(db, account)?.into_iter().map(|review| {
        json!({
            "id": review.id,
            "kind": review.title.kind.name(),
            "title": review.title.id,
            "content": review.content,
            "language": review.language,
            "created_at": review.created_at,
            "updated_at": review.updated_at,
        })
    });
    let sql = "select kind, id, halves, voted_at, file_path from image_vote
                where account_id = ?1 order by voted_at";
    let image_votes = rows(db, sql, [account], |row| {
        let value = Rating::from_halves(row.get(2)?).map(Rating::value);
        Ok(json!({
            "kind": kind(row, 0)?,
            "id": row.get::<_, i64>(1)?,
            "file_path": row.get::<_, String>(4)?,
            "value": value,
            "at": row.get::<_, i64>(3)?,
        }))
    })?;
    Ok(json!({
        "ratings": ratings,
        "favourites": bookmarks(Bookmark::Favourite)?,
        "watchlist": bookmarks(Bookmark::Watchlist)?,
        "lists": lists,
        "reviews": reviews.collect::<Vec<_>>(),
        "image_votes": image_votes,
        "messages": discussion::export(db, account)?,
    }))
}

/// A title and when something was done with it.
fn titled(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({ "kind": kind(row, 0)?, "id": row.get::<_, i64>(1)?, "at": row.get::<_, i64>(2)? }))
}

/// See [`Store::remove_belongings`](crate::Store::remove_belongings).
pub fn remove(db: &Connection, account: i64) -> Result<(), StoreError> {
    let owner = Owner::Account(account);
    let titles = |sql: &str| -> Result<Vec<(i64, i64)>, StoreError> {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let rated = titles("select kind, id from rating where owner_kind = 0 and owner_id = ?1")?;
    for (kind, id) in rated {
        if let Some(kind) = Kind::from_number(kind) {
            rating::take_back(db, owner, EntityKey::new(kind, id))?;
        }
    }
    for review in review::of_account(db, account)? {
        review::remove(db, account, review.title)?;
    }
    for (id, _) in titles("select id, 0 from list where account_id = ?1")? {
        list::delete(db, id)?;
    }
    db.prepare_cached("delete from bookmark where account_id = ?1")?
        .execute([account])?;
    image_vote::remove(db, account)?;
    discussion::remove(db, account)
}
