//! History and feed: one table, numbered inside the transaction that makes the change. SQLite has one writer, so the number
//! after the largest is nobody else's.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use rusqlite::{Connection, Row};

use super::now;
use crate::StoreError;
use crate::commit::Revision;

/// A revision to be written.
pub struct Entry<'a> {
    /// The entity; `None` for a bulk load.
    pub key: Option<EntityKey>,
    /// The part.
    pub part: Part,
    /// The account.
    pub editor: Option<i64>,
    /// Why.
    pub comment: &'a str,
    /// The part as it was, JSON.
    pub before: Option<&'a str>,
    /// What changed, JSON.
    pub changes: &'a str,
}

/// The newest number; 0 for an empty history.
pub fn last_seq(db: &Connection) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("select coalesce(max(seq), 0) from revision")?
        .query_row([], |row| row.get(0))?)
}

/// Adds a revision; answers its number.
pub fn add(db: &Connection, entry: &Entry<'_>) -> Result<i64, StoreError> {
    let seq = last_seq(db)? + 1;
    let (kind, id) = entry.key.map_or((0, 0), |key| (key.kind as i64, key.id));
    db.prepare_cached(
        "insert into revision (seq, kind, id, part, editor, comment, made_at, before, changes)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((
        seq,
        kind,
        id,
        entry.part as i64,
        entry.editor,
        entry.comment,
        now(),
        entry.before,
        entry.changes,
    ))?;
    Ok(seq)
}

/// A revision with its documents as they are stored.
pub fn read(row: &Row<'_>) -> rusqlite::Result<(Revision, Option<String>, String)> {
    let part: i64 = row.get(3)?;
    let part = Part::DOCUMENTS
        .into_iter()
        .chain(Part::ROWS)
        .find(|candidate| *candidate as i64 == part);
    let revision = Revision {
        seq: row.get(0)?,
        key: Kind::from_number(row.get(1)?)
            .map(|kind| row.get(2).map(|id| EntityKey::new(kind, id)))
            .transpose()?,
        part: part.map_or("", Part::name),
        editor: row.get(4)?,
        comment: row.get(5)?,
        made_at: row.get(6)?,
        before: None,
        changes: Vec::new(),
    };
    Ok((revision, row.get(7)?, row.get(8)?))
}

/// Revisions with their documents read.
pub fn collect(
    rows: impl Iterator<Item = rusqlite::Result<(Revision, Option<String>, String)>>,
) -> Result<Vec<Revision>, StoreError> {
    rows.map(|row| {
        let (mut revision, before, changes) = row?;
        revision.before = before
            .map(|before| serde_json::from_str(&before))
            .transpose()?;
        revision.changes = serde_json::from_str(&changes)?;
        Ok(revision)
    })
    .collect()
}

/// What [`read`] reads.
pub const COLUMNS: &str = "seq, kind, id, part, editor, comment, made_at, before, changes";

/// Revisions after a number, oldest first.
pub fn after(db: &Connection, seq: i64, limit: usize) -> Result<Vec<Revision>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "select {COLUMNS} from revision where seq > ?1 order by seq limit ?2"
    ))?;
    let rows = statement.query_map((seq, i64::try_from(limit).unwrap_or(i64::MAX)), read)?;
    collect(rows)
}

/// The history of an entity, oldest first.
pub fn of(db: &Connection, key: EntityKey) -> Result<Vec<Revision>, StoreError> {
    let sql = format!("select {COLUMNS} from revision where kind = ?1 and id = ?2 order by seq");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((key.kind as i64, key.id), read)?;
    collect(rows)
}

/// The history of an entity, newest first, a page of it; and how long it is.
pub fn page(
    db: &Connection,
    key: EntityKey,
    offset: i64,
    limit: i64,
) -> Result<(i64, Vec<Revision>), StoreError> {
    let total = db
        .prepare_cached("select count(*) from revision where kind = ?1 and id = ?2")?
        .query_row((key.kind as i64, key.id), |row| row.get(0))?;
    let sql = format!(
        "select {COLUMNS} from revision where kind = ?1 and id = ?2 order by seq desc limit ?3 offset ?4"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((key.kind as i64, key.id, limit, offset), read)?;
    Ok((total, collect(rows)?))
}

/// The revisions of an entity after a number, oldest first, at most `limit`.
pub fn since(
    db: &Connection,
    key: EntityKey,
    seq: i64,
    limit: i64,
) -> Result<Vec<Revision>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from revision where kind = ?1 and id = ?2 and seq > ?3 order by seq limit ?4"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((key.kind as i64, key.id, seq, limit), read)?;
    collect(rows)
}

/// The revisions of a part of an entity from a number on, oldest first.
pub fn of_part(
    db: &Connection,
    key: EntityKey,
    part: Part,
    from: i64,
) -> Result<Vec<Revision>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from revision where kind = ?1 and id = ?2 and part = ?3 and seq >= ?4 order by seq"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((key.kind as i64, key.id, part as i64, from), read)?;
    collect(rows)
}
