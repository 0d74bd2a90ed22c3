//! Discussions and their messages.

use kinora_model::discussion::{Act, Acted, Discussion, Message, MessageText, Writer};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::Stretch;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use serde_json::{Value, json};

use super::load;
use crate::StoreError;
use crate::discussion::{
    DiscussionChange, DiscussionError, Discussions, MESSAGE_PACE, NewDiscussion, Reader,
};
use crate::loaded::Locator;

/// Whether a reader sees a discussion: `?1` is the account, 0 for none, and `?2` whether it is a moderator.
const IS_SEEN: &str = "(discussion.is_public or ?2 or discussion.account_id = ?1
          or exists (select 1 from message where message.discussion_id = discussion.id and message.account_id = ?1))";

/// Discussions with what their rows tell of others.
const FROM: &str = "from discussion
    join message as last on last.id = discussion.last_message
    left join account as beginner on beginner.id = discussion.account_id
    left join account as writer on writer.id = last.account_id
    left join discussion_reader as reader on reader.discussion_id = discussion.id and reader.account_id = ?1";

const COLUMNS: &str = "select discussion.id, discussion.kind, discussion.about, discussion.subject, discussion.account_id, beginner.name,
    discussion.is_open, discussion.is_public, discussion.begun_at, discussion.messages, discussion.last_message,
    last.written_at, last.account_id, writer.name, coalesce(reader.read_to, 0), coalesce(reader.watches, 0)";

const MESSAGE: &str = "select message.id, message.discussion_id, message.account_id, account.name, message.text, message.written_at,
    message.changed_at from message left join account on account.id = message.account_id";

fn values(reader: Reader) -> Vec<i64> {
    vec![
        reader.account.unwrap_or_default(),
        i64::from(reader.is_moderator),
    ]
}

/// An account and its name in two columns.
pub fn writer(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Writer>> {
    let account: Option<i64> = row.get(column)?;
    let name: Option<String> = row.get(column + 1)?;
    Ok(account
        .zip(name)
        .map(|(account, name)| Writer { account, name }))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Discussion> {
    let kind: Option<i64> = row.get(1)?;
    let about: Option<i64> = row.get(2)?;
    let about = kind.and_then(Kind::from_number).zip(about);
    Ok(Discussion {
        id: row.get(0)?,
        about: about.map(|(kind, id)| EntityKey::new(kind, id)),
        subject: row.get(3)?,
        begun_by: writer(row, 4)?,
        is_open: row.get(6)?,
        is_public: row.get(7)?,
        begun_at: row.get(8)?,
        messages: row.get(9)?,
        last_message: row.get(10)?,
        last_at: row.get(11)?,
        last_by: writer(row, 12)?,
        read_to: row.get(14)?,
        is_watched: row.get(15)?,
    })
}

/// A message in the first seven columns.
pub fn read_message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get(0)?,
        discussion: row.get(1)?,
        written_by: writer(row, 2)?,
        text: row.get(4)?,
        written_at: row.get(5)?,
        changed_at: row.get(6)?,
    })
}

/// See [`Store::discussion`](crate::Store::discussion).
pub fn get(db: &Connection, reader: Reader, id: i64) -> Result<Option<Discussion>, StoreError> {
    let sql = format!("{COLUMNS} {FROM} where {IS_SEEN} and discussion.id = ?3");
    let mut statement = db.prepare_cached(&sql)?;
    let values = values(reader).into_iter().chain([id]);
    Ok(statement
        .query_row(params_from_iter(values), read)
        .optional()?)
}

/// See [`Store::discussions`](crate::Store::discussions).
pub fn page(
    db: &Connection,
    reader: Reader,
    which: Discussions,
    (first, length): (usize, usize),
) -> Result<Stretch<Discussion>, StoreError> {
    let mut values = values(reader);
    let condition = match which {
        Discussions::All => "",
        Discussions::General => "and discussion.kind is null",
        Discussions::About(key) => {
            values.extend([key.kind as i64, key.id]);
            "and discussion.kind = ?3 and discussion.about = ?4"
        }
        Discussions::Watched => "and reader.watches",
    };
    let sql = format!("select count(*) {FROM} where {IS_SEEN} {condition}");
    let total: i64 = db
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!(
        "{COLUMNS} {FROM} where {IS_SEEN} {condition} order by discussion.last_message desc limit {length} offset {first}"
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(&values), read)?;
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: rows.collect::<Result<_, _>>()?,
    })
}

/// See [`Store::unread_discussions`](crate::Store::unread_discussions).
pub fn unread(db: &Connection, reader: Reader) -> Result<i64, StoreError> {
    let sql = format!(
        "select count(*) from discussion_reader as reader join discussion on discussion.id = reader.discussion_id
          where reader.account_id = ?1 and reader.watches and reader.read_to < discussion.last_message and {IS_SEEN}"
    );
    Ok(db
        .prepare_cached(&sql)?
        .query_row(params_from_iter(values(reader)), |row| row.get(0))?)
}

/// See [`Store::messages`](crate::Store::messages).
pub fn messages(
    db: &Connection,
    discussion: i64,
    (first, length): (usize, usize),
) -> Result<Vec<Message>, StoreError> {
    let sql = format!(
        "{MESSAGE} where message.discussion_id = ?1 order by message.id limit ?2 offset ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let values = (discussion, length as i64, first as i64);
    let rows = statement.query_map(values, read_message)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::message`](crate::Store::message).
pub fn message(
    db: &Connection,
    reader: Reader,
    id: i64,
) -> Result<Option<(Message, usize)>, StoreError> {
    let sql = format!("{MESSAGE} where message.id = ?1");
    let found = db
        .prepare_cached(&sql)?
        .query_row([id], read_message)
        .optional()?;
    let Some(found) = found else {
        return Ok(None);
    };
    if get(db, reader, found.discussion)?.is_none() {
        return Ok(None);
    }
    let sql = "select count(*) from message where discussion_id = ?1 and id < ?2";
    let before: i64 = db
        .prepare_cached(sql)?
        .query_row((found.discussion, id), |row| row.get(0))?;
    Ok(Some((found, usize::try_from(before).unwrap_or_default())))
}

/// See [`Store::discussion_log`](crate::Store::discussion_log).
pub fn log(db: &Connection, discussion: i64) -> Result<Vec<Acted>, StoreError> {
    let sql = "select act, acted_at, account_id, account.name
                 from discussion_act left join account on account.id = account_id
                where discussion_id = ?1 order by discussion_act.id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([discussion], |row| {
        let act: i64 = row.get(0)?;
        let act = Act::ALL.into_iter().find(|known| *known as i64 == act);
        Ok(Acted {
            act: act.unwrap_or(Act::Begun),
            at: row.get(1)?,
            by: writer(row, 2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::begin_discussion`](crate::Store::begin_discussion).
pub fn begin(
    db: &Connection,
    account: i64,
    new: &NewDiscussion,
    now: i64,
) -> Result<i64, DiscussionError> {
    let about = match new.about {
        None => None,
        Some(key) => {
            let live = load::live_key(db, &Locator::Key(key))?;
            Some(live.ok_or(DiscussionError::Missing)?)
        }
    };
    keep_pace(db, account, now)?;
    let sql = "insert into discussion (kind, about, subject, account_id, begun_at) values (?1, ?2, ?3, ?4, ?5) returning id";
    let values = (
        about.map(|key| key.kind as i64),
        about.map(|key| key.id),
        new.subject.as_str(),
        account,
        now,
    );
    let id = db
        .prepare_cached(sql)?
        .query_row(values, |row| row.get(0))?;
    write(db, account, id, &new.text, now)?;
    note(db, id, account, Act::Begun, now)?;
    set_watching(db, account, id, true)?;
    Ok(id)
}

/// See [`Store::reply`](crate::Store::reply).
pub fn reply(
    db: &Connection,
    reader: Reader,
    discussion: i64,
    text: &MessageText,
    now: i64,
) -> Result<i64, DiscussionError> {
    let account = reader.account.ok_or(DiscussionError::NotAllowed)?;
    let found = get(db, reader, discussion)?.ok_or(DiscussionError::Missing)?;
    if !found.is_open {
        return Err(DiscussionError::Closed);
    }
    keep_pace(db, account, now)?;
    Ok(write(db, account, discussion, text, now)?)
}

/// Refuses an account that wrote as much as it may.
fn keep_pace(db: &Connection, account: i64, now: i64) -> Result<(), DiscussionError> {
    let sql = "select count(*) from message where account_id = ?1 and written_at > ?2";
    for (span, most) in MESSAGE_PACE {
        let written: i64 = db
            .prepare_cached(sql)?
            .query_row((account, now - span), |row| row.get(0))?;
        if written >= most {
            return Err(DiscussionError::TooFast);
        }
    }
    Ok(())
}

/// Adds a message, which its writer has read.
fn write(
    db: &Connection,
    account: i64,
    discussion: i64,
    text: &MessageText,
    now: i64,
) -> Result<i64, StoreError> {
    let sql = "insert into message (discussion_id, account_id, text, written_at) values (?1, ?2, ?3, ?4) returning id";
    let id: i64 = db
        .prepare_cached(sql)?
        .query_row((discussion, account, text.as_str(), now), |row| row.get(0))?;
    db.prepare_cached(
        "update discussion set messages = messages + 1, last_message = ?2 where id = ?1",
    )?
    .execute((discussion, id))?;
    read_to(db, account, discussion, id)?;
    Ok(id)
}

/// A message that the reader sees in an open discussion.
fn open_message(
    db: &Connection,
    reader: Reader,
    id: i64,
) -> Result<(Message, Discussion), DiscussionError> {
    let (found, _) = message(db, reader, id)?.ok_or(DiscussionError::Missing)?;
    let discussion = get(db, reader, found.discussion)?.ok_or(DiscussionError::Missing)?;
    Ok((found, discussion))
}

fn is_own(message: &Message, reader: Reader) -> bool {
    let writer = message.written_by.as_ref().map(|writer| writer.account);
    writer.is_some() && writer == reader.account
}

/// See [`Store::rewrite_message`](crate::Store::rewrite_message).
pub fn rewrite(
    db: &Connection,
    reader: Reader,
    id: i64,
    text: &MessageText,
    now: i64,
) -> Result<(), DiscussionError> {
    let (found, discussion) = open_message(db, reader, id)?;
    if !is_own(&found, reader) || found.text.is_empty() {
        return Err(DiscussionError::NotAllowed);
    }
    if !discussion.is_open {
        return Err(DiscussionError::Closed);
    }
    db.prepare_cached("update message set text = ?2, changed_at = ?3 where id = ?1")?
        .execute((id, text.as_str(), now))?;
    Ok(())
}

/// See [`Store::remove_message`](crate::Store::remove_message).
pub fn remove_message(
    db: &Connection,
    reader: Reader,
    id: i64,
    now: i64,
) -> Result<(), DiscussionError> {
    let (found, discussion) = open_message(db, reader, id)?;
    let account = reader.account.ok_or(DiscussionError::NotAllowed)?;
    if !reader.is_moderator && !is_own(&found, reader) {
        return Err(DiscussionError::NotAllowed);
    }
    db.prepare_cached("update message set text = '', changed_at = ?2 where id = ?1")?
        .execute((id, now))?;
    db.prepare_cached(
        "update report set settled_at = ?2 where message_id = ?1 and settled_at is null",
    )?
    .execute((id, now))?;
    note(db, discussion.id, account, Act::Removed, now)?;
    Ok(())
}

/// See [`Store::change_discussion`](crate::Store::change_discussion).
pub fn change(
    db: &Connection,
    reader: Reader,
    id: i64,
    change: DiscussionChange,
    now: i64,
) -> Result<(), DiscussionError> {
    let found = get(db, reader, id)?.ok_or(DiscussionError::Missing)?;
    let account = reader.account.ok_or(DiscussionError::NotAllowed)?;
    let begun_by = found.begun_by.as_ref().map(|writer| writer.account);
    let (may, is_same, column, value, act) = match change {
        DiscussionChange::Open(open) => (
            reader.is_moderator || begun_by == Some(account),
            found.is_open == open,
            "is_open",
            open,
            if open { Act::Opened } else { Act::Closed },
        ),
        DiscussionChange::Public(public) => (
            reader.is_moderator,
            found.is_public == public,
            "is_public",
            public,
            if public {
                Act::MadePublic
            } else {
                Act::MadePrivate
            },
        ),
    };
    if !may {
        return Err(DiscussionError::NotAllowed);
    }
    if is_same {
        return Ok(());
    }
    let sql = format!("update discussion set {column} = ?2 where id = ?1");
    db.prepare_cached(&sql)?.execute((id, value))?;
    note(db, id, account, act, now)?;
    Ok(())
}

/// Adds to the log of a discussion.
fn note(
    db: &Connection,
    discussion: i64,
    account: i64,
    act: Act,
    now: i64,
) -> Result<(), StoreError> {
    let sql = "insert into discussion_act (discussion_id, account_id, act, acted_at) values (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?
        .execute((discussion, account, act as i64, now))?;
    Ok(())
}

/// See [`Store::watch_discussion`](crate::Store::watch_discussion).
pub fn watch(
    db: &Connection,
    reader: Reader,
    discussion: i64,
    watches: bool,
) -> Result<(), DiscussionError> {
    let account = reader.account.ok_or(DiscussionError::NotAllowed)?;
    get(db, reader, discussion)?.ok_or(DiscussionError::Missing)?;
    Ok(set_watching(db, account, discussion, watches)?)
}

fn set_watching(
    db: &Connection,
    account: i64,
    discussion: i64,
    watches: bool,
) -> Result<(), StoreError> {
    let sql =
        "insert into discussion_reader (account_id, discussion_id, watches) values (?1, ?2, ?3)
             on conflict do update set watches = ?3";
    db.prepare_cached(sql)?
        .execute((account, discussion, watches))?;
    Ok(())
}

/// See [`Store::read_discussion`](crate::Store::read_discussion).
pub fn read_to(
    db: &Connection,
    account: i64,
    discussion: i64,
    message: i64,
) -> Result<(), StoreError> {
    let sql =
        "insert into discussion_reader (account_id, discussion_id, read_to) values (?1, ?2, ?3)
             on conflict do update set read_to = max(read_to, ?3)";
    db.prepare_cached(sql)?
        .execute((account, discussion, message))?;
    Ok(())
}

/// What an account wrote, oldest first, to be handed to its owner.
pub fn export(db: &Connection, account: i64) -> Result<Vec<Value>, StoreError> {
    let sql = "select message.discussion_id, discussion.subject, message.text, message.written_at
                 from message join discussion on discussion.id = message.discussion_id
                where message.account_id = ?1 order by message.id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([account], |row| {
        Ok(json!({
            "discussion": row.get::<_, i64>(0)?,
            "subject": row.get::<_, String>(1)?,
            "text": row.get::<_, String>(2)?,
            "at": row.get::<_, i64>(3)?,
        }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes what an account wrote. Discussions in which others wrote stay, with empty messages in its place.
pub fn remove(db: &Connection, account: i64) -> Result<(), StoreError> {
    const STEPS: [&str; 6] = [
        "delete from report where account_id = ?1",
        "delete from discussion_reader where account_id = ?1",
        "update discussion_act set account_id = null where account_id = ?1",
        "delete from discussion where id in (select discussion_id from message where account_id = ?1)
            and not exists (select 1 from message where message.discussion_id = discussion.id
                               and message.account_id is not null and message.account_id <> ?1)",
        "update message set account_id = null, text = '' where account_id = ?1",
        "update discussion set account_id = null where account_id = ?1",
    ];
    for step in STEPS {
        db.prepare_cached(step)?.execute([account])?;
    }
    Ok(())
}
