//! Imports: reading what is there, and writing a batch without history.

use kinora_model::links::Links;
use kinora_model::part::{Part, PartSet};
use rusqlite::Connection;

use super::{credit, entity, link, merged, now, reference, review, revision, stat};
use crate::StoreError;
use crate::batch::{Batch, Existing, Wanted};
use crate::record::Record;

/// What is stored of what is wanted.
pub fn existing(db: &Connection, wanted: &Wanted) -> Result<Existing, StoreError> {
    let mut existing = Existing::default();
    for key in &wanted.keys {
        if let Some(record) = entity::get(db, *key, PartSet::ALL)? {
            existing.records.push(record);
        }
        if let Some(stat) = stat::loaded(db, *key)? {
            existing.stats.push((*key, stat));
        }
    }
    for id in &wanted.credits {
        existing.credits.extend(credit::get(db, id)?);
    }
    for &(series, season) in &wanted.seasons {
        if let Some(id) = entity::season_at(db, series, season)? {
            existing.seasons.insert((series, season), id);
        }
    }
    for &(series, season, episode) in &wanted.episodes {
        if let Some(id) = entity::episode_at(db, series, season, episode)? {
            existing.episodes.insert((series, season, episode), id);
        }
    }
    for id in &wanted.reviews {
        existing.reviews.extend(review::get(db, id)?);
    }
    for id in &wanted.groups {
        existing.groups.extend(review::group(db, id)?);
    }
    for (table, locale) in &wanted.told {
        existing.told.extend(reference::get(db, table, locale)?);
    }
    Ok(existing)
}

/// Writes a batch and one feed record for all of it.
pub fn write(db: &Connection, batch: &Batch) -> Result<i64, StoreError> {
    if let Some(block) = &batch.block {
        let sql = "insert into imported (block, imported_at) values (?1, ?2) on conflict (block) do nothing";
        db.prepare_cached(sql)?.execute((block, now()))?;
    }
    if batch.is_empty() {
        return revision::last_seq(db);
    }
    let entry = revision::Entry {
        key: None,
        part: Part::State,
        editor: None,
        comment: &batch.comment,
        before: None,
        changes: "[]",
    };
    let seq = revision::add(db, &entry)?;
    for record in &batch.records {
        put_links(db, record)?;
        if let Some(vacated) = entity::put_at(db, record, seq)? {
            let vacated = kinora_model::EntityKey::new(record.key.kind, vacated);
            merged::go_along(db, vacated, record.key)?;
        }
    }
    for id in &batch.dropped_credits {
        credit::delete(db, id)?;
    }
    for credit in &batch.credits {
        credit::put(db, credit)?;
    }
    for (key, stat) in &batch.stats {
        stat::put(db, *key, *stat)?;
    }
    for review in &batch.reviews {
        review::put(db, review)?;
    }
    for group in &batch.groups {
        review::put_group(db, group)?;
    }
    for told in &batch.told {
        reference::put(db, told)?;
    }
    Ok(seq)
}

/// The fingerprints of the blocks that were taken in.
pub fn imported_blocks(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare_cached("select block from imported")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Brings the table of links in line with a record that is about to be written.
pub fn put_links(db: &Connection, record: &Record) -> Result<(), StoreError> {
    let before = match record.version {
        0 => None,
        _ => entity::get(db, record.key, PartSet::of(&[Part::Links]))?,
    };
    let before: Option<Links> = before.map(|record| record.get()).transpose()?.flatten();
    let now: Option<Links> = record.get()?;
    if before.is_none() && now.is_none() {
        return Ok(());
    }
    link::put(db, record.key, before.as_ref(), &now.unwrap_or_default())
}
