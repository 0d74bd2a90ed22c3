//! How titles can be had: what an operator said, otherwise what their dates say.

use kinora_model::queue::{Format, Offer, Offers};
use kinora_model::{Date, EntityKey, EpisodeFacts, Kind, MovieFacts, Part, PartSet};
use rusqlite::Connection;

use super::{entity, queue};
use crate::StoreError;

/// One day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// No offers.
const NONE: Offers = Offers::new([Offer::Never; 3]);

/// The offers of a title at a time; those of a season or series are the best of its episodes. Titles that are gone have none.
pub fn of(db: &Connection, title: EntityKey, now: i64) -> Result<Offers, StoreError> {
    let Some(record) = entity::live(db, title, PartSet::of(&[Part::Facts]))? else {
        return Ok(NONE);
    };
    let usual = match record.key.kind {
        Kind::Movie => {
            let facts: MovieFacts = record.part()?;
            usual(facts.release_date, facts.status.as_deref())
        }
        Kind::Episode => usual(record.part::<EpisodeFacts>()?.air_date, None),
        Kind::Season | Kind::Series => return best(db, record.key, now),
        _ => return Ok(NONE),
    };
    let mut offers = Offers::new([usual, Offer::Never, usual]);
    let sql =
        "select format, state, from_ms, until_ms from title_offer where kind = ?1 and id = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((record.key.kind as i64, record.key.id))?;
    while let Some(row) = rows.next()? {
        let (format, state): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (from, until) = (row.get(2)?, row.get(3)?);
        if let Some(format) = Format::from_number(format) {
            let offer = match state {
                0 => Offer::Never,
                1 => Offer::Awaited(from),
                _ => Offer::Available { from, until },
            };
            offers.set(format, offer);
        }
    }
    for format in Format::ALL {
        offers.set(format, offers.of(format).at(now));
    }
    Ok(offers)
}

/// The best that an episode of a season or series offers, format by format.
fn best(db: &Connection, title: EntityKey, now: i64) -> Result<Offers, StoreError> {
    let mut best = NONE;
    for part in queue::parts(db, title)? {
        let offers = of(db, part, now)?;
        for format in Format::ALL {
            best.set(format, best.of(format).max(offers.of(format)));
        }
    }
    Ok(best)
}

/// What a title's own dates say: it can be had from its first day on. Without one, whatever is not still being made.
fn usual(first_day: Option<Date>, status: Option<&str>) -> Offer {
    const UNFINISHED: [&str; 5] = [
        "Rumored",
        "Planned",
        "In Production",
        "Post Production",
        "Canceled",
    ];
    match first_day {
        Some(day) if day > Date::EPOCH => Offer::Available {
            from: Some(day.day_number() * DAY),
            until: None,
        },
        Some(_) => Offer::UNDATED,
        None if status.is_some_and(|status| UNFINISHED.contains(&status)) => Offer::Awaited(None),
        None => Offer::UNDATED,
    }
}

/// See [`Store::set_offer`](crate::Store::set_offer).
pub fn set(
    db: &Connection,
    title: EntityKey,
    format: Format,
    offer: Offer,
    now: i64,
) -> Result<bool, StoreError> {
    let Some(record) = entity::live(db, title, PartSet::NONE)? else {
        return Ok(false);
    };
    let (state, from, until) = match offer {
        Offer::Never => (0, None, None),
        Offer::Awaited(from) => (1, from, None),
        Offer::Available { from, until } => (2, from, until),
    };
    let sql = "insert into title_offer (kind, id, format, state, from_ms, until_ms) values (?1, ?2, ?3, ?4, ?5, ?6)
                   on conflict (kind, id, format) do update set state = ?4, from_ms = ?5, until_ms = ?6";
    let key = record.key;
    db.prepare_cached(sql)?.execute((
        key.kind as i64,
        key.id,
        format as i64,
        state,
        from,
        until,
    ))?;
    queue::release_saved(db, now)?;
    Ok(true)
}
