//! Reviews and episode groups.

use std::ops::ControlFlow;

use kinora_model::key::EntityKey;
use kinora_model::review::{EpisodeGroup, Review};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use crate::StoreError;

/// The review with this public id.
pub fn get(db: &Connection, id: &str) -> Result<Option<Review>, StoreError> {
    let sql = "select document from review where id = ?1";
    let document: Option<String> = db
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(document
        .map(|document| serde_json::from_str(&document))
        .transpose()?)
}

/// The reviews of a title, oldest first.
pub fn of_title(db: &Connection, title: EntityKey) -> Result<Vec<Review>, StoreError> {
    let sql = "select document from review where title_kind = ?1 and title_id = ?2 order by created_at, id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((title.kind as i64, title.id), |row| row.get::<_, String>(0))?;
    rows.map(|document| Ok(serde_json::from_str(&document?)?))
        .collect()
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
