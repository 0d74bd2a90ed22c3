//! Views, daily scores and trends. Days are numbered from 1970-01-01, in UTC.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::Bookmark;
use kinora_model::part::Part;
use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;

use super::{revision, setting};
use crate::StoreError;
use crate::commit::Revision;
use crate::popularity::{Scored, Signals, Trends};

/// The setting that names the last day that was scored.
const SCORED_DAY: &str = "popularity_day";
/// For how many days views are kept.
const VIEW_DAYS: i64 = 30;
/// How many days make a week.
const WEEK: i64 = 7;
/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// How many entities trend at most.
const TRENDING: i64 = 10_000;

/// Adds views of a day.
pub fn add_views(db: &Connection, day: i64, views: &[(EntityKey, u32)]) -> Result<(), StoreError> {
    let mut add = db.prepare_cached(
        "insert into view (day, kind, id, views) values (?1, ?2, ?3, ?4)
             on conflict (day, kind, id) do update set views = views + ?4",
    )?;
    for (key, count) in views {
        add.execute((day, key.kind as i64, key.id, count))?;
    }
    Ok(())
}

fn key(row: &Row<'_>) -> rusqlite::Result<Option<EntityKey>> {
    let id = row.get(1)?;
    Ok(Kind::from_number(row.get(0)?).map(|kind| EntityKey::new(kind, id)))
}

/// What happened on a day: views as they were counted, votes and marks as they stand. Who changes a vote votes again.
pub fn signals(db: &Connection, day: i64) -> Result<FxHashMap<EntityKey, Signals>, StoreError> {
    let sql = "select kind, id, sum(views), sum(votes), sum(favourites), sum(watchlist) from (
                   select kind, id, views, 0 as votes, 0 as favourites, 0 as watchlist from view where day = ?1
                   union all
                   select kind, id, 0, 1, 0, 0 from rating where rated_at >= ?2 and rated_at < ?3
                   union all
                   select kind, id, 0, 0, bookmark = ?4, bookmark = ?5 from bookmark where added_at >= ?2 and added_at < ?3
               ) group by kind, id";
    let mut statement = db.prepare_cached(sql)?;
    let (from, to) = (day * DAY, (day + 1) * DAY);
    let (favourite, watchlist) = (Bookmark::Favourite as i64, Bookmark::Watchlist as i64);
    let rows = statement.query_map((day, from, to, favourite, watchlist), |row| {
        let signals = Signals {
            views: row.get(2)?,
            votes: row.get(3)?,
            favourites: row.get(4)?,
            watchlist: row.get(5)?,
        };
        Ok(key(row)?.map(|key| (key, signals)))
    })?;
    rows.filter_map(|row| row.map_err(StoreError::from).transpose())
        .collect()
}

/// The last day that was scored to its end.
pub fn scored_day(db: &Connection) -> Result<Option<i64>, StoreError> {
    let day = setting::get(db, SCORED_DAY)?;
    Ok(day.and_then(|day| day.parse().ok()))
}

/// The last scores of entities of a kind with ids from `first` to `last`.
pub fn scored(
    db: &Connection,
    kind: Kind,
    (first, last): (i64, i64),
) -> Result<FxHashMap<i64, Scored>, StoreError> {
    let sql = "select id, day, before, after from score where kind = ?1 and id between ?2 and ?3";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((kind as i64, first, last), |row| {
        let scored = Scored {
            day: row.get(1)?,
            before: row.get(2)?,
            after: row.get(3)?,
        };
        Ok((row.get(0)?, scored))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes scores, and what they make of the popularity.
pub fn put_scores(db: &Connection, scores: &[(EntityKey, Scored)]) -> Result<(), StoreError> {
    let mut put = db.prepare_cached(
        "insert into score (kind, id, day, before, after) values (?1, ?2, ?3, ?4, ?5)
             on conflict (kind, id) do update set day = ?3, before = ?4, after = ?5",
    )?;
    let mut show = db.prepare_cached(
        "insert into stat (kind, id, popularity, vote_average, vote_count) values (?1, ?2, ?3, 0, 0)
             on conflict (kind, id) do update set popularity = ?3",
    )?;
    for (key, scored) in scores {
        let kind = key.kind as i64;
        put.execute((kind, key.id, scored.day, scored.before, scored.after))?;
        show.execute((kind, key.id, scored.after))?;
    }
    Ok(())
}

/// The popularity of all entities of a kind that have one, by id.
pub fn popularities(db: &Connection, kind: Kind) -> Result<Vec<(i64, f64)>, StoreError> {
    let sql = "select id, popularity from stat where kind = ?1 order by id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([kind as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ends a day: keeps how much was made of what, forgets what is old, and tells the feed that every popularity may have changed.
pub fn finish(db: &Connection, day: i64, amounts: &[(EntityKey, f64)]) -> Result<i64, StoreError> {
    db.execute(
        "delete from activity where day = ?1 or day <= ?1 - ?2",
        (day, WEEK),
    )?;
    db.execute("delete from view where day <= ?1 - ?2", (day, VIEW_DAYS))?;
    let mut put =
        db.prepare_cached("insert into activity (day, kind, id, amount) values (?1, ?2, ?3, ?4)")?;
    for (key, amount) in amounts {
        put.execute((day, key.kind as i64, key.id, amount))?;
    }
    setting::set(db, SCORED_DAY, &day.to_string())?;
    let entry = revision::Entry {
        key: None,
        part: Part::State,
        editor: None,
        comment: Revision::SCORES,
        before: None,
        changes: "[]",
    };
    revision::add(db, &entry)
}

/// What was made of an entity on each day of the week that ended with the last day that was scored. Days are asked for one by one: as a
/// range they would take going through what was made of everything.
pub fn activity(db: &Connection, key: EntityKey) -> Result<Vec<f64>, StoreError> {
    let Some(last) = scored_day(db)? else {
        return Ok(vec![0.0; usize::try_from(WEEK).unwrap_or_default()]);
    };
    let sql = "select amount from activity where day = ?1 and kind = ?2 and id = ?3";
    let mut statement = db.prepare_cached(sql)?;
    let days = last - WEEK + 1..=last;
    days.map(|day| {
        let amount = statement.query_row((day, key.kind as i64, key.id), |row| row.get(0));
        Ok(amount.optional()?.unwrap_or_default())
    })
    .collect()
}

/// What trends, as of the last day that was scored.
pub fn trends(db: &Connection) -> Result<Trends, StoreError> {
    let Some(day) = scored_day(db)? else {
        return Ok(Trends::default());
    };
    let of = |days: i64| -> Result<Vec<(EntityKey, f64)>, StoreError> {
        let mut statement = db.prepare_cached(
            "select kind, id, sum(amount) as amount from activity where day > ?1 - ?2 and day <= ?1
              group by kind, id order by amount desc, kind, id limit ?3",
        )?;
        let rows = statement.query_map((day, days, TRENDING), |row| {
            let amount = row.get(2)?;
            Ok(key(row)?.map(|key| (key, amount)))
        })?;
        rows.filter_map(|row| row.map_err(StoreError::from).transpose())
            .collect()
    };
    Ok(Trends {
        day: of(1)?,
        week: of(WEEK)?,
    })
}
