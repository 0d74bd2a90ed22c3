//! The tables of queues. A queue is read whole, changed in memory, and written whole: it has 500 titles at most, and what a
//! change means is told by one list of rules instead of by statements.

use kinora_model::key::{EntityKey, Kind};
use kinora_model::part::PartSet;
use kinora_model::queue::{Entry, Format, Offer, Place, Queue, QueueKind};
use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashSet;

use super::{entity, offer, rental, subscriber};
use crate::StoreError;
use crate::queue::{FormatWish, QueueError, QueueTarget, Queued, Wish};

/// See [`Store::queue`](crate::Store::queue).
pub fn read(db: &Connection, account: i64, kind: QueueKind) -> Result<Queue, StoreError> {
    let sql = "select version, changed_at from queue where account_id = ?1 and queue = ?2";
    let head = db
        .prepare_cached(sql)?
        .query_row((account, kind as i64), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (version, changed_at) = head.unwrap_or_default();
    let mut queue = Queue {
        version,
        changed_at,
        ..Queue::default()
    };
    let sql = "select is_saved, kind, id, format, updated_at from queue_entry
                where account_id = ?1 and queue = ?2 order by is_saved, position";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((account, kind as i64))?;
    let mut seen = FxHashSet::default();
    while let Some(row) = rows.next()? {
        let format = Format::from_number(row.get(3)?);
        let (Some(title), Some(format)) = (Kind::from_number(row.get(1)?), format) else {
            continue;
        };
        let named = EntityKey::new(title, row.get(2)?);
        // What was merged answers as what it was merged into, and what is gone is left out.
        let Some(record) = entity::live(db, named, PartSet::NONE)? else {
            continue;
        };
        if !seen.insert(record.key) {
            continue;
        }
        let entry = Entry {
            title: record.key,
            format,
            updated_at: row.get(4)?,
        };
        match row.get(0)? {
            true => queue.saved.push(entry),
            false => queue.available.push(entry),
        }
    }
    Ok(queue)
}

/// Writes what changed of a queue, and gives it the next version; answers whether anything did.
fn write(
    db: &Connection,
    target: &QueueTarget,
    before: &Queue,
    queue: &mut Queue,
) -> Result<bool, StoreError> {
    if before == queue {
        return Ok(false);
    }
    let (account, kind, now) = (target.account, target.kind, target.now);
    queue.version += 1;
    queue.changed_at = now;
    let sql = "insert into queue (account_id, queue, version, changed_at) values (?1, ?2, ?3, ?4)
                   on conflict (account_id, queue) do update set version = ?3, changed_at = ?4";
    db.prepare_cached(sql)?
        .execute((account, kind as i64, queue.version, now))?;
    db.prepare_cached("delete from queue_entry where account_id = ?1 and queue = ?2")?
        .execute((account, kind as i64))?;
    let sql = "insert into queue_entry (account_id, queue, is_saved, position, kind, id, format, updated_at)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut insert = db.prepare_cached(sql)?;
    for (is_saved, list) in [(false, &queue.available), (true, &queue.saved)] {
        for (position, entry) in (1_i64..).zip(list) {
            insert.execute((
                account,
                kind as i64,
                is_saved,
                position,
                entry.title.kind as i64,
                entry.title.id,
                entry.format as i64,
                entry.updated_at,
            ))?;
        }
    }
    Ok(true)
}

/// A queue that is about to be changed, if it is in the state that is asked for.
fn opened(db: &Connection, target: &QueueTarget) -> Result<Queue, QueueError> {
    let queue = read(db, target.account, target.kind)?;
    match &target.etag {
        Some(etag) if *etag != queue.etag().to_string() => Err(QueueError::Stale),
        _ => Ok(queue),
    }
}

/// See [`Store::enqueue`](crate::Store::enqueue).
pub fn enqueue(db: &Connection, target: &QueueTarget, wish: &Wish) -> Result<Queued, QueueError> {
    let before = opened(db, target)?;
    let live = entity::live(db, wish.title, PartSet::NONE)?;
    let title = live.ok_or(QueueError::NotOffered)?.key;
    let mut queued = Queued {
        queue: before.clone(),
        ..Queued::default()
    };
    match title.kind {
        Kind::Movie | Kind::Episode => one(db, target, wish, title, &mut queued)?,
        Kind::Season | Kind::Series => set(db, target, wish, title, &mut queued)?,
        _ => return Err(QueueError::NotOffered),
    }
    write(db, target, &before, &mut queued.queue)?;
    Ok(queued)
}

/// Adds or moves a movie or episode.
fn one(
    db: &Connection,
    target: &QueueTarget,
    wish: &Wish,
    title: EntityKey,
    queued: &mut Queued,
) -> Result<(), QueueError> {
    let wanted = wanted(db, target, wish.format, title)?;
    let queue = &mut queued.queue;
    match (queue.find(title), wish.position) {
        (Some(Place::Saved), Some(_)) => return Err(QueueError::SavedHasNoPlace),
        (Some(_), None) => return Err(QueueError::Present),
        (Some(Place::Available(from)), Some(position)) => {
            let mut entry = queue.available.remove(from - 1);
            let to = position.min(queue.available.len() + 1);
            let format = match wish.format {
                FormatWish::Best => entry.format,
                _ => wanted.format,
            };
            if to != from || format != entry.format {
                entry.updated_at = target.now;
            }
            entry.format = format;
            queue.available.insert(to - 1, entry);
            queued.moved = true;
        }
        (None, _) if queue.len() >= Queue::MOST => return Err(QueueError::Full),
        (None, position) => {
            place(queue, wanted, position);
        }
    }
    queued.placed.push(title);
    Ok(())
}

/// Adds the episodes of a season or series that can be added, from the position on.
fn set(
    db: &Connection,
    target: &QueueTarget,
    wish: &Wish,
    title: EntityKey,
    queued: &mut Queued,
) -> Result<(), QueueError> {
    let parts = parts(db, title)?;
    if wish.format == FormatWish::Unknown && !parts.is_empty() {
        return Err(QueueError::NotInFormat);
    }
    let is_queued = |part: &EntityKey| queued.queue.find(*part).is_some();
    if title.kind == Kind::Series && wish.position.is_some() && parts.iter().any(is_queued) {
        return Err(QueueError::SeriesHasNoPlace);
    }
    // Why nothing was added is told by the first part for which that was so.
    let mut reason = None;
    let mut position = wish.position;
    for part in parts {
        if queued.queue.find(part).is_some() {
            queued.present.push(part);
            continue;
        }
        let wanted = match wanted(db, target, wish.format, part) {
            Err(error @ (QueueError::Store(_) | QueueError::NotForAccount)) => return Err(error),
            Ok(_) if queued.queue.len() >= Queue::MOST => Err(QueueError::Full),
            other => other,
        };
        match wanted {
            Ok(wanted) => {
                if place(&mut queued.queue, wanted, position) {
                    position = position.map(|position| position.saturating_add(1));
                }
                queued.placed.push(part);
            }
            Err(error) => {
                reason.get_or_insert(error);
                queued.refused.push(part);
            }
        }
    }
    match (queued.placed.is_empty(), reason) {
        (false, _) => Ok(()),
        (true, Some(reason)) => Err(reason),
        (true, None) if queued.present.is_empty() => Err(QueueError::NotOffered),
        (true, None) => Err(QueueError::Present),
    }
}

/// An entry to be placed.
#[derive(Clone, Copy)]
struct Wanted {
    title: EntityKey,
    format: Format,
    is_available: bool,
    now: i64,
}

/// Puts a new entry where it belongs; answers whether that is a position.
fn place(queue: &mut Queue, wanted: Wanted, position: Option<usize>) -> bool {
    let entry = Entry {
        title: wanted.title,
        format: wanted.format,
        updated_at: wanted.now,
    };
    match wanted.is_available {
        true => {
            let end = queue.available.len() + 1;
            let position = position.map_or(end, |position| position.min(end));
            queue.available.insert(position - 1, entry);
        }
        false => queue.saved.push(entry),
    }
    wanted.is_available
}

/// In which form an account gets a title, if it does.
fn wanted(
    db: &Connection,
    target: &QueueTarget,
    wish: FormatWish,
    title: EntityKey,
) -> Result<Wanted, QueueError> {
    let offers = offer::of(db, title, target.now)?;
    let offered: Vec<Format> = offers.formats(target.kind).collect();
    let is_at_home = rental::is_at_home(db, target.account, title)?;
    if offered.is_empty() {
        // The disc is why it is not offered a second time.
        return Err(match is_at_home && target.kind == QueueKind::Instant {
            true => QueueError::AtHome,
            false => QueueError::NotOffered,
        });
    }
    let wanted: Vec<Format> = match wish {
        FormatWish::Best => offered,
        FormatWish::Only(format) if offered.contains(&format) => vec![format],
        FormatWish::Only(_) | FormatWish::Unknown => return Err(QueueError::NotInFormat),
    };
    let plan = subscriber::plan(db, target.account)?;
    let own = wanted.into_iter().filter(|format| plan.has(*format));
    let own: Vec<Format> = own.collect();
    // What can be had now is better than what is better.
    let has_come = |format: &&Format| matches!(offers.of(**format), Offer::Available { .. });
    let format = own.iter().find(has_come).or(own.first()).copied();
    let format = format.ok_or(QueueError::NotForAccount)?;
    if is_at_home && target.kind == QueueKind::Disc {
        return Err(QueueError::AtHome);
    }
    Ok(Wanted {
        title,
        format,
        is_available: has_come(&&format),
        now: target.now,
    })
}

/// See [`Store::queue_parts`](crate::Store::queue_parts). Specials are not part of a series that has other seasons.
pub fn parts(db: &Connection, title: EntityKey) -> Result<Vec<EntityKey>, StoreError> {
    let place = |season: i64| -> Result<Option<(i64, i32)>, StoreError> {
        let sql = "select series_id, season from season where id = ?1 and series_id is not null";
        let place = db
            .prepare_cached(sql)?
            .query_row([season], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(place.optional()?)
    };
    let seasons: Vec<(i64, i32)> = match title.kind {
        Kind::Season => place(title.id)?.into_iter().collect(),
        Kind::Series => {
            let mut seasons = Vec::new();
            for (season, _) in entity::seasons_of(db, title.id)? {
                seasons.extend(place(season)?);
            }
            if seasons.iter().any(|(_, number)| *number > 0) {
                seasons.retain(|(_, number)| *number > 0);
            }
            seasons
        }
        _ => return Ok(vec![title]),
    };
    let mut parts = Vec::new();
    for (series, season) in seasons {
        let episodes = entity::episodes_of(db, series, season)?;
        parts.extend(
            episodes
                .iter()
                .map(|(id, _)| EntityKey::new(Kind::Episode, *id)),
        );
    }
    Ok(parts)
}

/// See [`Store::dequeue`](crate::Store::dequeue).
pub fn dequeue(
    db: &Connection,
    target: &QueueTarget,
    title: EntityKey,
) -> Result<Queue, QueueError> {
    let before = opened(db, target)?;
    let title = entity::live(db, title, PartSet::NONE)?.map_or(title, |record| record.key);
    let mut queue = before.clone();
    match queue.find(title) {
        Some(Place::Available(position)) => drop(queue.available.remove(position - 1)),
        Some(Place::Saved) => queue.saved.retain(|entry| entry.title != title),
        None => return Err(QueueError::Absent),
    }
    write(db, target, &before, &mut queue)?;
    Ok(queue)
}

/// See [`Store::rearrange`](crate::Store::rearrange).
pub fn rearrange(
    db: &Connection,
    target: &QueueTarget,
    titles: &[EntityKey],
) -> Result<(Queue, bool), QueueError> {
    let before = opened(db, target)?;
    if titles.len() > Queue::MOST {
        return Err(QueueError::Full);
    }
    let mut queue = Queue {
        available: Vec::new(),
        saved: Vec::new(),
        ..before
    };
    for title in titles {
        let live = entity::live(db, *title, PartSet::NONE)?;
        let title = live.ok_or(QueueError::NotOffered)?.key;
        if queue.find(title).is_some() {
            return Err(QueueError::Twice);
        }
        match (before.find(title), before.entry(title)) {
            (Some(Place::Saved), Some(entry)) => queue.saved.push(*entry),
            (Some(Place::Available(_)), Some(entry)) => queue.available.push(*entry),
            _ => drop(place(
                &mut queue,
                wanted(db, target, FormatWish::Best, title)?,
                None,
            )),
        }
    }
    let changed = write(db, target, &before, &mut queue)?;
    Ok((queue, changed))
}

/// Whether a title waits in any queue.
pub fn has_saved(db: &Connection) -> Result<bool, StoreError> {
    let sql = "select 1 from queue_entry where is_saved = 1";
    Ok(db.prepare_cached(sql)?.exists([])?)
}

/// See [`Store::release_saved`](crate::Store::release_saved).
pub fn release_saved(db: &Connection, now: i64) -> Result<usize, StoreError> {
    let sql = "select distinct account_id, queue from queue_entry where is_saved = 1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let waiting: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    let mut released = 0;
    for (account, kind) in waiting {
        let Some(kind) = QueueKind::from_number(kind) else {
            continue;
        };
        let before = read(db, account, kind)?;
        let mut queue = before.clone();
        for entry in before.saved.iter().copied() {
            let offer = offer::of(db, entry.title, now)?.of(entry.format);
            if matches!(offer, Offer::Available { .. }) {
                queue.saved.retain(|other| other.title != entry.title);
                queue.available.push(Entry {
                    updated_at: now,
                    ..entry
                });
                released += 1;
            }
        }
        let target = QueueTarget {
            account,
            kind,
            etag: None,
            now,
        };
        write(db, &target, &before, &mut queue)?;
    }
    Ok(released)
}
