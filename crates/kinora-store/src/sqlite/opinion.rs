//! Opinions: ratings of accounts, and the table of indifference beside them.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::PartSet;
use kinora_model::rating::{Owner, Rating};
use rusqlite::{Connection, OptionalExtension};

use super::{entity, rating};
use crate::StoreError;
use crate::loaded::Locator;
use crate::opinion::{Held, Opinion, OpinionChange, OpinionError};

/// What an account thinks of a title.
pub fn get(db: &Connection, account: i64, title: EntityKey) -> Result<Held, StoreError> {
    let sql = "select halves, rated_at from rating where owner_kind = 0 and owner_id = ?1 and kind = ?2 and id = ?3
               union all
               select 0, said_at from title_indifference where account_id = ?1 and kind = ?2 and id = ?3";
    let held = db
        .prepare_cached(sql)?
        .query_row((account, title.kind as i64, title.id), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(held.map_or_else(Held::default, |(halves, said_at)| held_of(halves, said_at)))
}

/// An opinion as it is stored; no halves are indifference.
fn held_of(halves: i64, said_at: i64) -> Held {
    Held {
        opinion: Rating::from_halves(halves).map_or(Opinion::Indifferent, Opinion::Rated),
        said_at,
    }
}

/// See [`Store::opinionated`](crate::Store::opinionated).
pub fn of_account(db: &Connection, account: i64) -> Result<Vec<(EntityKey, Held)>, StoreError> {
    let sql =
        "select kind, id, halves, rated_at as at from rating where owner_kind = 0 and owner_id = ?1
               union all
               select kind, id, 0, said_at as at from title_indifference where account_id = ?1
               order by at desc, kind, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let mut held = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(kind) = Kind::from_number(row.get(0)?) else {
            continue;
        };
        let title = EntityKey::new(kind, row.get(1)?);
        if let Some(record) = entity::live(db, title, PartSet::NONE)? {
            held.push((record.key, held_of(row.get(2)?, row.get(3)?)));
        }
    }
    Ok(held)
}

/// See [`Store::change_opinion`](crate::Store::change_opinion).
pub fn change(db: &Connection, change: &OpinionChange) -> Result<Held, OpinionError> {
    let live = entity::live(db, change.title, PartSet::NONE)?;
    let title = live.ok_or(OpinionError::Absent)?.key;
    let before = get(db, change.account, title)?;
    if change
        .etag
        .as_ref()
        .is_some_and(|etag| *etag != before.etag())
    {
        return Err(OpinionError::Stale);
    }
    match (before.opinion, change.is_first) {
        (Opinion::None, false) => return Err(OpinionError::Absent),
        (Opinion::Indifferent | Opinion::Rated(_), true) => return Err(OpinionError::Present),
        _ => {}
    }
    if before.opinion == change.opinion {
        return Ok(before);
    }
    let owner = Owner::Account(change.account);
    let (account, kind, id) = (change.account, title.kind as i64, title.id);
    let forget = "delete from title_indifference where account_id = ?1 and kind = ?2 and id = ?3";
    db.prepare_cached(forget)
        .and_then(|mut statement| statement.execute((account, kind, id)))
        .map_err(StoreError::from)?;
    match change.opinion {
        Opinion::Rated(value) => {
            rating::put(db, owner, &Locator::Key(title), value)?;
            // The mark is made of the time that the caller knows.
            let sql = "update rating set rated_at = ?4
                        where owner_kind = 0 and owner_id = ?1 and kind = ?2 and id = ?3";
            db.prepare_cached(sql)
                .and_then(|mut statement| statement.execute((account, kind, id, change.now)))
                .map_err(StoreError::from)?;
        }
        Opinion::Indifferent | Opinion::None => {
            rating::take_back(db, owner, title)?;
        }
    }
    if change.opinion == Opinion::Indifferent {
        let sql = "insert into title_indifference (account_id, kind, id, said_at) values (?1, ?2, ?3, ?4)";
        db.prepare_cached(sql)
            .and_then(|mut statement| statement.execute((account, kind, id, change.now)))
            .map_err(StoreError::from)?;
    }
    Ok(Held {
        opinion: change.opinion,
        said_at: change.now,
    })
}
