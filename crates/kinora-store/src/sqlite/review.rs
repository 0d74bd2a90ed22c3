//! Reviews and episode groups.

use std::ops::ControlFlow;

use kinora_model::key::EntityKey;
use kinora_model::list::Stretch;
use kinora_model::rating::Rating;
use kinora_model::review::{EpisodeGroup, Review, ReviewText};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;

use super::{load, now, tally};
use crate::StoreError;
use crate::loaded::Locator;
use crate::rating::Put;

/// What [`read`] reads. What an account wrote is shown with its name and rating as they are.
const SELECT: &str = "select document, account.name, account.full_name, rating.halves
      from review
      left join account on account.id = review.account_id
      left join rating on rating.owner_kind = 0 and rating.owner_id = review.account_id
                      and rating.kind = review.title_kind and rating.id = review.title_id";

fn read(row: &Row<'_>) -> Result<Review, StoreError> {
    let document: String = row.get(0)?;
    let mut review: Review = serde_json::from_str(&document)?;
    if let Some(name) = row.get::<_, Option<String>>(1)? {
        review.author.clone_from(&name);
        review.username = name;
        review.name = row.get(2)?;
        let halves: Option<i64> = row.get(3)?;
        review.rating = halves.and_then(Rating::from_halves).map(Rating::value);
    }
    Ok(review)
}

fn select(
    db: &Connection,
    condition: &str,
    values: impl Params,
) -> Result<Vec<Review>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{SELECT} {condition}"))?;
    let mut rows = statement.query(values)?;
    let mut reviews = Vec::new();
    while let Some(row) = rows.next()? {
        reviews.push(read(row)?);
    }
    Ok(reviews)
}

/// The review with this public id.
pub fn get(db: &Connection, id: &str) -> Result<Option<Review>, StoreError> {
    Ok(select(db, "where review.id = ?1", [id])?.pop())
}

/// The reviews of a title, oldest first.
pub fn of_title(db: &Connection, title: EntityKey) -> Result<Vec<Review>, StoreError> {
    let condition = "where title_kind = ?1 and title_id = ?2 order by review.created_at, review.id";
    select(db, condition, (title.kind as i64, title.id))
}

/// The reviews that an account wrote, oldest first.
pub fn of_account(db: &Connection, account: i64) -> Result<Vec<Review>, StoreError> {
    let condition = "where review.account_id = ?1 order by review.created_at, review.id";
    select(db, condition, [account])
}

/// See [`Store::review_by`](crate::Store::review_by).
pub fn by(db: &Connection, account: i64, title: EntityKey) -> Result<Option<Review>, StoreError> {
    let condition = "where review.account_id = ?1 and title_kind = ?2 and title_id = ?3";
    Ok(select(db, condition, (account, title.kind as i64, title.id))?.pop())
}

/// See [`Store::reviews_of`](crate::Store::reviews_of).
pub fn page_of(
    db: &Connection,
    account: i64,
    slice: (usize, usize),
) -> Result<Stretch<Review>, StoreError> {
    let sql = "select count(*) from review where account_id = ?1";
    let total: i64 = db
        .prepare_cached(sql)?
        .query_row([account], |row| row.get(0))?;
    let condition = "where review.account_id = ?1 order by review.created_at desc, review.id desc limit ?2 offset ?3";
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: select(db, condition, (account, slice.1 as i64, slice.0 as i64))?,
    })
}

/// See [`Store::write_review`](crate::Store::write_review).
pub fn write(
    db: &Connection,
    account: i64,
    title: EntityKey,
    text: &ReviewText,
    language: &str,
    id: String,
) -> Result<Option<(Put, Review)>, StoreError> {
    let Some(title) = load::live_key(db, &Locator::Key(title))? else {
        return Ok(None);
    };
    let before = by(db, account, title)?;
    let written_at: String = db
        .prepare_cached("select strftime('%Y-%m-%dT%H:%M:%fZ', ?1 / 1000.0, 'unixepoch')")?
        .query_row([now()], |row| row.get(0))?;
    let put = before.as_ref().map_or(Put::Added, |_| Put::Replaced);
    let review = before.unwrap_or_else(|| Review {
        id,
        title,
        author: String::new(),
        name: String::new(),
        username: String::new(),
        avatar_path: None,
        rating: None,
        content: String::new(),
        language: None,
        created_at: written_at.clone(),
        updated_at: String::new(),
        url: String::new(),
    });
    let review = Review {
        content: text.as_str().to_owned(),
        language: Some(language.to_owned()),
        updated_at: written_at,
        ..review
    };
    self::put(db, &review)?;
    db.prepare_cached("update review set account_id = ?2 where id = ?1")?
        .execute((&review.id, account))?;
    tally::touch(db, title)?;
    Ok(get(db, &review.id)?.map(|review| (put, review)))
}

/// See [`Store::remove_review`](crate::Store::remove_review).
pub fn remove(db: &Connection, account: i64, title: EntityKey) -> Result<bool, StoreError> {
    let sql = "delete from review where account_id = ?1 and title_kind = ?2 and title_id = ?3";
    let removed = db
        .prepare_cached(sql)?
        .execute((account, title.kind as i64, title.id))?;
    if removed > 0 {
        tally::touch(db, title)?;
    }
    Ok(removed > 0)
}

/// Every review by id, until `take` breaks off.
pub fn each(
    db: &Connection,
    take: impl FnMut(Review) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    each_document(db, "select document from review order by id", take)
}

/// Every episode group in the order in which they were told first, until `take` breaks off.
pub fn each_group(
    db: &Connection,
    take: impl FnMut(EpisodeGroup) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    each_document(
        db,
        "select document from episode_group order by rowid",
        take,
    )
}

fn each_document<D: DeserializeOwned>(
    db: &Connection,
    sql: &str,
    mut take: impl FnMut(D) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    for document in statement.query_map([], |row| row.get::<_, String>(0))? {
        if take(serde_json::from_str(&document?)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Writes a review whole.
pub fn put(db: &Connection, review: &Review) -> Result<(), StoreError> {
    let sql = "insert into review (id, title_kind, title_id, created_at, document) values (?1, ?2, ?3, ?4, ?5)
                   on conflict (id) do update set title_kind = ?2, title_id = ?3, created_at = ?4, document = ?5";
    let values = (
        &review.id,
        review.title.kind as i64,
        review.title.id,
        &review.created_at,
        serde_json::to_string(review)?,
    );
    db.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// The episode group with this public id.
pub fn group(db: &Connection, id: &str) -> Result<Option<EpisodeGroup>, StoreError> {
    let sql = "select document from episode_group where id = ?1";
    let document: Option<String> = db
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(document
        .map(|document| serde_json::from_str(&document))
        .transpose()?)
}

/// The episode groups of a series by type.
pub fn groups_of_series(db: &Connection, series: i64) -> Result<Vec<EpisodeGroup>, StoreError> {
    let mut statement = db
        .prepare_cached("select document from episode_group where series_id = ?1 order by rowid")?;
    let rows = statement.query_map([series], |row| row.get::<_, String>(0))?;
    let groups: Result<Vec<EpisodeGroup>, StoreError> = rows
        .map(|document| Ok(serde_json::from_str(&document?)?))
        .collect();
    let mut groups = groups?;
    groups.sort_by_key(|group| group.group_type);
    Ok(groups)
}

/// Writes an episode group whole.
pub fn put_group(db: &Connection, group: &EpisodeGroup) -> Result<(), StoreError> {
    let sql = "insert into episode_group (id, series_id, document) values (?1, ?2, ?3)
                   on conflict (id) do update set series_id = ?2, document = ?3";
    db.prepare_cached(sql)?
        .execute((&group.id, group.series, serde_json::to_string(group)?))?;
    Ok(())
}

/// Removes an episode group; answers whether it was there.
pub fn delete_group(db: &Connection, id: &str) -> Result<bool, StoreError> {
    let sql = "delete from episode_group where id = ?1";
    Ok(db.prepare_cached(sql)?.execute([id])? > 0)
}
