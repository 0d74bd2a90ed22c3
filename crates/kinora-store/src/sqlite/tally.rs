//! The votes of users, and the sequence that tells which titles users added something to.

use kinora_model::key::{EntityKey, Kind};
use rusqlite::Connection;

use crate::StoreError;
use crate::tally::Tally;

/// The number of the newest change; 0 when there is none.
pub fn last(db: &Connection) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("select coalesce(max(seq), 0) from tally")?
        .query_row([], |row| row.get(0))?)
}

/// Adds to the votes of a title and to the sum of their halves.
pub fn add(db: &Connection, key: EntityKey, votes: i64, halves: i64) -> Result<(), StoreError> {
    let sql = "insert into tally (kind, id, seq, votes, halves)
               values (?1, ?2, (select coalesce(max(seq), 0) + 1 from tally), ?3, ?4)
                   on conflict (kind, id) do update
                  set seq = excluded.seq, votes = votes + ?3, halves = halves + ?4";
    db.prepare_cached(sql)?
        .execute((key.kind as i64, key.id, votes, halves))?;
    Ok(())
}

/// Tells that users changed something else about a title: a review, a list that it is on.
pub fn touch(db: &Connection, key: EntityKey) -> Result<(), StoreError> {
    add(db, key, 0, 0)
}

/// Changes after a number, oldest first.
pub fn after(db: &Connection, seq: i64, limit: usize) -> Result<Vec<Tally>, StoreError> {
    let sql = "select seq, kind, id from tally where seq > ?1 order by seq limit ?2";
    let mut statement = db.prepare_cached(sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query((seq, limit))?;
    let mut tallies = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(kind) = Kind::from_number(row.get(1)?) else {
            continue;
        };
        tallies.push(Tally {
            seq: row.get(0)?,
            key: EntityKey::new(kind, row.get(2)?),
        });
    }
    Ok(tallies)
}
