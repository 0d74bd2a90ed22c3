//! What people said of a title goes with it when it is merged into another, and comes back with it.
//!
//! A row that goes along notes where it stood first. Where its owner said the same thing of the other title already, that stands: the
//! row stays, out of sight, with the title that was merged away. What is said anew after the merge is of the other title alone.

use kinora_model::key::EntityKey;
use rusqlite::Connection;

use super::tally;
use crate::StoreError;

/// Tables of what people say of titles, and which rows of the title `?3` keep a row of theirs from going there.
const SAID: [(&str, &str); 4] = [
    (
        "rating",
        "select 1 from rating other
          where other.kind = ?1 and other.id = ?3
            and other.owner_kind = rating.owner_kind and other.owner_id = rating.owner_id
         union all
         select 1 from title_indifference other
          where other.kind = ?1 and other.id = ?3
            and rating.owner_kind = 0 and other.account_id = rating.owner_id",
    ),
    (
        "title_indifference",
        "select 1 from title_indifference other
          where other.kind = ?1 and other.id = ?3 and other.account_id = title_indifference.account_id
         union all
         select 1 from rating other
          where other.kind = ?1 and other.id = ?3
            and other.owner_kind = 0 and other.owner_id = title_indifference.account_id",
    ),
    (
        "bookmark",
        "select 1 from bookmark other
          where other.kind = ?1 and other.id = ?3
            and other.account_id = bookmark.account_id and other.bookmark = bookmark.bookmark",
    ),
    (
        "list_item",
        "select 1 from list_item other
          where other.kind = ?1 and other.id = ?3 and other.list_id = list_item.list_id",
    ),
];

/// Takes what was said of a title along to the one that it is merged into.
pub fn go_along(db: &Connection, title: EntityKey, into: EntityKey) -> Result<(), StoreError> {
    for (table, in_the_way) in SAID {
        let moved = format!(
            "update {table} set id = ?3, merged_from = coalesce(merged_from, ?2)
              where kind = ?1 and id = ?2 and not exists ({in_the_way})"
        );
        carry(db, table, &moved, title, into)?;
    }
    Ok(())
}

/// Brings back what was taken along from a title that stands by itself again, wherever it went since.
pub fn come_back(db: &Connection, title: EntityKey) -> Result<(), StoreError> {
    for (table, in_the_way) in SAID {
        let moved = format!(
            "update {table} set id = ?3, merged_from = null
              where kind = ?1 and id = ?2 and merged_from = ?3 and not exists ({in_the_way})"
        );
        let places =
            format!("select distinct id from {table} where kind = ?1 and merged_from = ?2");
        let mut statement = db.prepare_cached(&places)?;
        let places = statement.query_map((title.kind as i64, title.id), |row| row.get(0))?;
        let places: Vec<i64> = places.collect::<Result<_, _>>()?;
        for place in places {
            carry(db, table, &moved, EntityKey::new(title.kind, place), title)?;
        }
    }
    Ok(())
}

/// Moves rows between titles, with the votes that they are.
fn carry(
    db: &Connection,
    table: &str,
    moved: &str,
    from: EntityKey,
    to: EntityKey,
) -> Result<(), StoreError> {
    let halves = if table == "rating" { "halves" } else { "0" };
    let mut statement = db.prepare_cached(&format!("{moved} returning {halves}"))?;
    let rows = statement.query_map((from.kind as i64, from.id, to.id), |row| row.get(0))?;
    let halves: Vec<i64> = rows.collect::<Result<_, _>>()?;
    if !halves.is_empty() {
        let votes = if table == "rating" {
            halves.len() as i64
        } else {
            0
        };
        let sum: i64 = halves.iter().sum();
        tally::add(db, from, -votes, -sum)?;
        tally::add(db, to, votes, sum)?;
    }
    Ok(())
}
