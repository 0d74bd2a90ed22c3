//! What changed between two moments. Times are milliseconds since 1970, the first inclusive, the second exclusive.

use std::ops::Range;

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::Part;
use rusqlite::Connection;

use super::revision;
use crate::StoreError;
use crate::commit::{ChangeBelow, Revision};

/// A page of the entities of a kind that changed, oldest change first, and how many there are. A series changes with its
/// seasons and episodes.
pub fn changed(
    db: &Connection,
    kind: Kind,
    times: &Range<i64>,
    (offset, limit): (usize, usize),
) -> Result<(Vec<i64>, usize), StoreError> {
    let below = match kind {
        Kind::Series => {
            "union all
             select season.series_id, revision.seq from revision join season on season.id = revision.id
              where revision.kind = 3 and made_at >= ?2 and made_at < ?3
             union all
             select episode.series_id, revision.seq from revision join episode on episode.id = revision.id
              where revision.kind = 4 and made_at >= ?2 and made_at < ?3"
        }
        _ => "",
    };
    let all = format!(
        "select id, min(seq) as first from (
             select id, seq from revision where kind = ?1 and made_at >= ?2 and made_at < ?3 {below}
         ) where id is not null group by id"
    );
    let values = (kind as i64, times.start, times.end);
    let total: i64 = db
        .prepare_cached(&format!("select count(*) from ({all})"))?
        .query_row(values, |row| row.get(0))?;
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut page = db.prepare_cached(&format!("{all} order by first limit ?4 offset ?5"))?;
    let (kind, from, to) = values;
    let values = (kind, from, to, number(limit), number(offset));
    let ids = page.query_map(values, |row| row.get(0))?;
    Ok((
        ids.collect::<Result<_, _>>()?,
        usize::try_from(total).unwrap_or_default(),
    ))
}

/// The revisions of an entity, oldest first.
pub fn of(
    db: &Connection,
    key: EntityKey,
    times: &Range<i64>,
) -> Result<Vec<Revision>, StoreError> {
    let sql = format!(
        "select {} from revision where kind = ?1 and id = ?2 and made_at >= ?3 and made_at < ?4 order by seq",
        revision::COLUMNS
    );
    let mut statement = db.prepare_cached(&sql)?;
    let values = (key.kind as i64, key.id, times.start, times.end);
    revision::collect(statement.query_map(values, revision::read)?)
}

/// Changes of the seasons of a series, or of the episodes of a season, oldest first. A season changes with its episodes.
pub fn below(
    db: &Connection,
    key: EntityKey,
    times: &Range<i64>,
) -> Result<Vec<ChangeBelow>, StoreError> {
    let sql = match key.kind {
        Kind::Series => {
            "select seq, made_at, part, before is null, changes, season.id, season.season
               from revision join season on season.id = revision.id
              where revision.kind = 3 and made_at >= ?2 and made_at < ?3 and season.series_id = ?1
             union all
             select seq, made_at, 0, 0, '[]', season.id, season.season
               from revision
               join episode on episode.id = revision.id
               join season on season.series_id = episode.series_id and season.season = episode.season and season.state = 0
              where revision.kind = 4 and made_at >= ?2 and made_at < ?3 and episode.series_id = ?1
              order by seq"
        }
        Kind::Season => {
            "select seq, made_at, part, before is null, changes, episode.id, episode.episode
               from revision
               join episode on episode.id = revision.id
               join season on season.series_id = episode.series_id and season.season = episode.season
              where revision.kind = 4 and made_at >= ?2 and made_at < ?3 and season.id = ?1
              order by seq"
        }
        _ => return Ok(Vec::new()),
    };
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((key.id, times.start, times.end), |row| {
        let part: i64 = row.get(2)?;
        let change = ChangeBelow {
            seq: row.get(0)?,
            made_at: row.get(1)?,
            id: row.get(5)?,
            number: row.get::<_, Option<i32>>(6)?.unwrap_or_default(),
            is_new: part == Part::Facts as i64 && row.get(3)?,
            states: Vec::new(),
        };
        let states: Option<String> = match part == Part::State as i64 {
            true => Some(row.get(4)?),
            false => None,
        };
        Ok((change, states))
    })?;
    rows.map(|row| {
        let (mut change, states) = row?;
        if let Some(states) = states {
            change.states = serde_json::from_str(&states)?;
        }
        Ok(change)
    })
    .collect()
}
