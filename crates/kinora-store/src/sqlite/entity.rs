//! The tables of entities: all kinds have the same shape, so the statements are made from the table of parts.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use kinora_model::Date;
use kinora_model::key::{EntityKey, Kind, Known, State};
use kinora_model::part::{Part, PartSet};
use rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::StoreError;
use crate::record::Record;

/// The columns that are set from facts, by kind.
const fn derived(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Movie => &["collection_id"],
        Kind::Season => &["series_id", "season"],
        Kind::Episode => &["series_id", "season", "episode"],
        _ => &[],
    }
}

/// The facts from which columns are set.
#[derive(Default, Deserialize)]
struct DerivedFacts {
    collection: Option<i64>,
    series: Option<i64>,
    season: Option<i64>,
    number: Option<i64>,
}

fn derived_values(record: &Record) -> Vec<Value> {
    let facts = || {
        record
            .raw(Part::Facts)
            .and_then(|facts| serde_json::from_str::<DerivedFacts>(facts).ok())
            .unwrap_or_default()
    };
    let values = match record.key.kind {
        Kind::Movie => vec![facts().collection],
        Kind::Season => {
            let facts = facts();
            vec![facts.series, facts.number]
        }
        Kind::Episode => {
            let facts = facts();
            vec![facts.series, facts.season, facts.number]
        }
        _ => Vec::new(),
    };
    values.into_iter().map(Value::from).collect()
}

/// The documents of a kind that are in a set of parts.
fn columns_of(kind: Kind, parts: PartSet) -> Vec<Part> {
    let columns = Part::of(kind).iter().copied();
    columns.filter(|part| parts.contains(*part)).collect()
}

/// The statement that selects what [`read`] reads, up to its condition.
fn select(kind: Kind, columns: &[Part]) -> String {
    let mut sql = String::with_capacity(192);
    sql.push_str("select id, version, state, merged_into, known");
    for part in columns {
        sql.push_str(", ");
        sql.push_str(part.name());
    }
    let _ = write!(sql, " from {}", kind.name());
    sql
}

fn read(row: &Row<'_>, kind: Kind, columns: &[Part]) -> rusqlite::Result<Record> {
    let mut record = Record::new(EntityKey::new(kind, row.get(0)?));
    record.version = row.get(1)?;
    record.state = State::from_number(row.get(2)?);
    record.merged_into = row.get(3)?;
    record.known = Known::from_number(row.get(4)?);
    for (index, part) in columns.iter().enumerate() {
        record.put_raw(*part, row.get(5 + index)?);
    }
    Ok(record)
}

/// An entity with the parts in `parts`; deleted and merged ones as well.
pub fn get(db: &Connection, key: EntityKey, parts: PartSet) -> Result<Option<Record>, StoreError> {
    let columns = columns_of(key.kind, parts);
    let sql = select(key.kind, &columns) + " where id = ?1";
    Ok(db
        .prepare_cached(&sql)?
        .query_row([key.id], |row| read(row, key.kind, &columns))
        .optional()?)
}

/// Live entities of a kind with an id above `after`, by id, at most `limit`.
pub fn scan(
    db: &Connection,
    kind: Kind,
    parts: PartSet,
    after: i64,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    let columns = columns_of(kind, parts);
    let sql = select(kind, &columns) + " where id > ?1 and state = 0 order by id limit ?2";
    let mut statement = db.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map((after, limit), |row| read(row, kind, &columns))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every entity of a kind with the parts in `parts`, by id, whatever its state, until `take` breaks off.
pub fn each(
    db: &Connection,
    kind: Kind,
    parts: PartSet,
    mut take: impl FnMut(Record) -> Result<ControlFlow<()>, StoreError>,
) -> Result<(), StoreError> {
    let columns = columns_of(kind, parts);
    let sql = select(kind, &columns) + " order by id";
    let mut statement = db.prepare_cached(&sql)?;
    for record in statement.query_map([], |row| read(row, kind, &columns))? {
        if take(record?)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// A live entity; merged ones are followed to what they were merged into.
pub fn live(db: &Connection, key: EntityKey, parts: PartSet) -> Result<Option<Record>, StoreError> {
    let mut key = key;
    // Merges of merges are rare and short; the bound keeps a cycle from hanging a request.
    for _ in 0..8 {
        match get(db, key, parts)? {
            Some(record) if record.state == State::Live => return Ok(Some(record)),
            Some(Record {
                state: State::Merged,
                merged_into: Some(id),
                ..
            }) => key.id = id,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

static UPSERTS: LazyLock<Vec<String>> = LazyLock::new(|| Kind::ALL.map(upsert).to_vec());

fn upsert(kind: Kind) -> String {
    let mut columns = vec!["id", "version", "state", "merged_into", "known"];
    columns.extend(derived(kind));
    columns.extend(Part::of(kind).iter().map(|part| part.name()));
    let places: Vec<String> = (1..=columns.len())
        .map(|number| format!("?{number}"))
        .collect();
    let sets: Vec<String> = columns[1..]
        .iter()
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!(
        "insert into {} ({}) values ({}) on conflict (id) do update set {}",
        kind.name(),
        columns.join(", "),
        places.join(", "),
        sets.join(", ")
    )
}

/// Writes an entity whole. Where another live season or episode holds its place in the series, that one is merged into it;
/// answers which that was.
pub fn put(db: &Connection, record: &Record) -> Result<Option<i64>, StoreError> {
    put_at(db, record, record.version)
}

/// The same under another version.
pub fn put_at(db: &Connection, record: &Record, version: i64) -> Result<Option<i64>, StoreError> {
    let derived = derived_values(record);
    match insert(db, record, version, &derived) {
        Err(error)
            if error
                .sqlite_error()
                .is_some_and(|error| error.extended_code == SQLITE_CONSTRAINT_UNIQUE) =>
        {
            let vacated = vacate(db, record, version, &derived)?;
            insert(db, record, version, &derived)?;
            Ok(vacated)
        }
        inserted => Ok(inserted.map(|()| None)?),
    }
}

fn insert(
    db: &Connection,
    record: &Record,
    version: i64,
    derived: &[Value],
) -> rusqlite::Result<()> {
    let mut values = vec![
        Value::from(record.key.id),
        Value::from(version),
        Value::from(record.state as i64),
        Value::from(record.merged_into),
        Value::from(record.known as i64),
    ];
    values.extend_from_slice(derived);
    let mut statement = db.prepare_cached(&UPSERTS[record.key.kind as usize - 1])?;
    let mut index = 0;
    for value in &values {
        index += 1;
        statement.raw_bind_parameter(index, value)?;
    }
    for part in Part::of(record.key.kind) {
        index += 1;
        statement.raw_bind_parameter(index, record.raw(*part))?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn vacate(
    db: &Connection,
    record: &Record,
    version: i64,
    place: &[Value],
) -> Result<Option<i64>, StoreError> {
    let kind = record.key.kind;
    let episode = if kind == Kind::Episode {
        " and episode = ?5"
    } else {
        ""
    };
    let sql = format!(
        "update {} set state = 2, merged_into = ?1, version = ?2
          where series_id = ?3 and season = ?4{episode} and state = 0 and id <> ?1
      returning id",
        kind.name()
    );
    let mut values = vec![Value::from(record.key.id), Value::from(version)];
    values.extend_from_slice(place);
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement
        .query_row(rusqlite::params_from_iter(values), |row| row.get(0))
        .optional()?)
}

/// Takes a season or episode from its place until it is [`put`] again, so that others can take the place.
pub fn park(db: &Connection, key: EntityKey) -> Result<(), StoreError> {
    let sql = format!(
        "update {} set series_id = null where id = ?1",
        key.kind.name()
    );
    db.prepare_cached(&sql)?.execute([key.id])?;
    Ok(())
}

/// Which other live season or episode is at the place of this one.
pub fn at_place_of(db: &Connection, record: &Record) -> Result<Option<i64>, StoreError> {
    let Ok(facts) = serde_json::from_str::<DerivedFacts>(record.raw(Part::Facts).unwrap_or("{}"))
    else {
        return Ok(None);
    };
    let small = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
    let found = match (record.key.kind, facts.series) {
        (Kind::Season, Some(series)) => match small(facts.number) {
            Some(number) => season_at(db, series, number)?,
            None => None,
        },
        (Kind::Episode, Some(series)) => match (small(facts.season), small(facts.number)) {
            (Some(season), Some(number)) => episode_at(db, series, season, number)?,
            _ => None,
        },
        _ => None,
    };
    Ok(found.filter(|id| *id != record.key.id))
}

/// Says which change of an entity was the last.
pub fn set_version(db: &Connection, key: EntityKey, version: i64) -> Result<(), StoreError> {
    let sql = format!("update {} set version = ?2 where id = ?1", key.kind.name());
    db.prepare_cached(&sql)?.execute((key.id, version))?;
    Ok(())
}

/// The largest id of a kind from `first` to `last`, whatever its state.
pub fn largest_id(
    db: &Connection,
    kind: Kind,
    first: i64,
    last: i64,
) -> Result<Option<i64>, StoreError> {
    let sql = format!(
        "select max(id) from {} where id between ?1 and ?2",
        kind.name()
    );
    Ok(db
        .prepare_cached(&sql)?
        .query_row((first, last), |row| row.get(0))?)
}

/// The id of the live season at this place.
pub fn season_at(db: &Connection, series: i64, season: i32) -> Result<Option<i64>, StoreError> {
    let sql = "select id from season where series_id = ?1 and season = ?2 and state = 0";
    Ok(db
        .prepare_cached(sql)?
        .query_row((series, season), |row| row.get(0))
        .optional()?)
}

/// The id of the live episode at this place.
pub fn episode_at(
    db: &Connection,
    series: i64,
    season: i32,
    episode: i32,
) -> Result<Option<i64>, StoreError> {
    let sql = "select id from episode where series_id = ?1 and season = ?2 and episode = ?3 and state = 0";
    Ok(db
        .prepare_cached(sql)?
        .query_row((series, season, episode), |row| row.get(0))
        .optional()?)
}

/// Ids of the live seasons of a series by number, with how much is known of each.
pub fn seasons_of(db: &Connection, series: i64) -> Result<Vec<(i64, Known)>, StoreError> {
    let sql = "select id, known from season where series_id = ?1 and state = 0 order by season";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([series], |row| {
        Ok((row.get(0)?, Known::from_number(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ids of the live episodes of a season by number, with how much is known of each.
pub fn episodes_of(
    db: &Connection,
    series: i64,
    season: i32,
) -> Result<Vec<(i64, Known)>, StoreError> {
    let sql = "select id, known from episode where series_id = ?1 and season = ?2 and state = 0 order by episode";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((series, season), |row| {
        Ok((row.get(0)?, Known::from_number(row.get(1)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The days on which live episodes of a series were aired, as far as known.
pub fn air_dates(db: &Connection, series: i64) -> Result<Vec<Date>, StoreError> {
    let sql =
        "select facts ->> '$.air_date' from episode where series_id = ?1 and state = 0 order by id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([series], |row| row.get::<_, Option<String>>(0))?;
    let dates: Vec<Option<String>> = rows.collect::<Result<_, _>>()?;
    Ok(dates
        .into_iter()
        .filter_map(|date| date?.parse().ok())
        .collect())
}

/// The series of these episodes, also of those that are gone.
pub fn series_of_episodes(db: &Connection, episodes: &[i64]) -> Result<Vec<i64>, StoreError> {
    let sql = "select series_id from episode where id = ?1 and series_id is not null";
    let mut statement = db.prepare_cached(sql)?;
    let mut series = Vec::new();
    for id in episodes {
        let own = statement.query_row([id], |row| row.get::<_, i64>(0));
        series.extend(own.optional()?);
    }
    series.sort_unstable();
    series.dedup();
    Ok(series)
}

/// Ids of the live movies whose facts name a collection.
pub fn movies_of_collection(db: &Connection, collection: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "select id from movie where collection_id = ?1 and state = 0 order by id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([collection], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The largest id of a live entity of a kind.
pub fn latest(db: &Connection, kind: Kind) -> Result<Option<i64>, StoreError> {
    let sql = format!("select max(id) from {} where state = 0", kind.name());
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// The smallest id of a live entity of a kind.
pub fn example(db: &Connection, kind: Kind) -> Result<Option<i64>, StoreError> {
    let sql = format!("select min(id) from {} where state = 0", kind.name());
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// Some of the live entities of a kind, without what is for adults, by their ids: so many, after so many others.
pub fn ids(
    db: &Connection,
    kind: Kind,
    skipped: usize,
    limit: usize,
) -> Result<Vec<i64>, StoreError> {
    let sql = format!(
        "select id from {} where state = 0 and not coalesce(facts ->> '$.adult', 0)
          order by id limit ?2 offset ?1",
        kind.name()
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map((skipped as i64, limit as i64), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When each entity of a kind was changed last, in milliseconds since 1970; those that are not there are left out.
pub fn changed_at(
    db: &Connection,
    kind: Kind,
    ids: &[i64],
) -> Result<FxHashMap<i64, i64>, StoreError> {
    let sql = format!(
        "select made_at from {} join revision on revision.seq = version where {0}.id = ?1",
        kind.name()
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut changed = FxHashMap::default();
    for id in ids {
        let made_at = statement.query_row([id], |row| row.get(0)).optional()?;
        changed.extend(made_at.map(|made_at| (*id, made_at)));
    }
    Ok(changed)
}
