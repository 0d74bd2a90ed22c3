//! Votes on images. They are added to the lists of images when these are read; the documents stay as they were edited.

use std::collections::BTreeSet;

use kinora_model::image::{Image, Images};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::{Part, PartSet};
use kinora_model::rating::Rating;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::{entity, now, tally};
use crate::StoreError;
use crate::rating::Put;
use crate::record::Record;

/// See [`Store::vote_on_image`](crate::Store::vote_on_image).
pub fn put(
    db: &Connection,
    account: i64,
    key: EntityKey,
    file_path: &str,
    vote: Rating,
) -> Result<Option<Put>, StoreError> {
    let record = entity::live(db, key, PartSet::of(&[Part::Images]))?;
    let Some(record) = record else {
        return Ok(None);
    };
    let mut images: Images = record.part()?;
    let mut lists = images.lists_mut().into_iter().flatten();
    if !lists.any(|list| list.iter().any(|image| image.file_path == file_path)) {
        return Ok(None);
    }
    let key = record.key;
    let is_new = !take_back(db, account, key, file_path)?;
    db.prepare_cached(
        "insert into image_vote (account_id, kind, id, file_path, halves, voted_at) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((account, key.kind as i64, key.id, file_path, vote.halves(), now()))?;
    tally::touch(db, key)?;
    Ok(Some(match is_new {
        true => Put::Added,
        false => Put::Replaced,
    }))
}

/// See [`Store::take_back_image_vote`](crate::Store::take_back_image_vote).
pub fn take_back(
    db: &Connection,
    account: i64,
    key: EntityKey,
    file_path: &str,
) -> Result<bool, StoreError> {
    let sql =
        "delete from image_vote where kind = ?1 and id = ?2 and file_path = ?3 and account_id = ?4";
    let gone = db
        .prepare_cached(sql)?
        .execute((key.kind as i64, key.id, file_path, account))?;
    if gone > 0 {
        tally::touch(db, key)?;
    }
    Ok(gone > 0)
}

/// Takes every vote of an account back.
pub fn remove(db: &Connection, account: i64) -> Result<(), StoreError> {
    let mut statement =
        db.prepare_cached("delete from image_vote where account_id = ?1 returning kind, id")?;
    let rows = statement.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let voted: BTreeSet<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    for (kind, id) in voted {
        if let Some(kind) = Kind::from_number(kind) {
            tally::touch(db, EntityKey::new(kind, id))?;
        }
    }
    Ok(())
}

/// Adds the votes of accounts to the images of a record, and puts the lists in which there are any in the order of votes.
pub fn add_to(db: &Connection, record: &mut Record) -> Result<(), StoreError> {
    let sql = "select file_path, count(*), sum(halves) from image_vote where kind = ?1 and id = ?2 group by file_path";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((record.key.kind as i64, record.key.id), |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))
    })?;
    let votes: FxHashMap<String, (i64, i64)> = rows.collect::<Result<_, _>>()?;
    if votes.is_empty() {
        return Ok(());
    }
    let mut images: Images = record.part()?;
    for list in images.lists_mut().into_iter().flatten() {
        let mut is_voted = false;
        for image in list.iter_mut() {
            if let Some((count, halves)) = votes.get(&image.file_path) {
                add(image, *count, *halves);
                is_voted = true;
            }
        }
        if is_voted {
            list.sort_by(|one, other| {
                let scores = other.vote_average.total_cmp(&one.vote_average);
                scores.then(other.vote_count.cmp(&one.vote_count))
            });
        }
    }
    record.put(&images)?;
    Ok(())
}

fn add(image: &mut Image, count: i64, halves: i64) {
    let sum = image.vote_average * image.vote_count as f64 + halves as f64 / 2.0;
    image.vote_count += count;
    image.vote_average = (sum / image.vote_count as f64 * 1000.0).round() / 1000.0;
}
