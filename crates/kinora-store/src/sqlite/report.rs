//! Reports of messages, which wait for moderators.

use kinora_model::discussion::{Report, ReportReason};
use kinora_model::list::Stretch;
use rusqlite::Connection;

use super::discussion::{message, read_message, writer};
use crate::StoreError;
use crate::discussion::{DiscussionError, MOST_REPORTS, Reader};

/// The span within which reports are counted, in milliseconds.
const DAY: i64 = 24 * 60 * 60_000;

/// See [`Store::report_message`](crate::Store::report_message).
pub fn put(
    db: &Connection,
    reader: Reader,
    id: i64,
    reason: &ReportReason,
    now: i64,
) -> Result<(), DiscussionError> {
    let account = reader.account.ok_or(DiscussionError::NotAllowed)?;
    message(db, reader, id)?.ok_or(DiscussionError::Missing)?;
    let made: i64 = db
        .prepare_cached("select count(*) from report where account_id = ?1 and made_at > ?2")?
        .query_row((account, now - DAY), |row| row.get(0))?;
    if made >= MOST_REPORTS {
        return Err(DiscussionError::TooFast);
    }
    let sql = "insert into report (message_id, account_id, reason, made_at) values (?1, ?2, ?3, ?4)
                   on conflict (message_id, account_id) do update set reason = ?3, made_at = ?4, settled_at = null";
    db.prepare_cached(sql)?
        .execute((id, account, reason.as_str(), now))?;
    Ok(())
}

/// See [`Store::reports`](crate::Store::reports).
pub fn open(
    db: &Connection,
    (first, length): (usize, usize),
) -> Result<Stretch<Report>, StoreError> {
    let total: i64 = db
        .prepare_cached("select count(*) from report where settled_at is null")?
        .query_row([], |row| row.get(0))?;
    let sql =
        "select message.id, message.discussion_id, message.account_id, account.name, message.text,
                      message.written_at, message.changed_at, report.account_id, reporter.name,
                      report.id, discussion.subject, report.reason, report.made_at
                 from report
                 join message on message.id = report.message_id
                 join discussion on discussion.id = message.discussion_id
                 left join account on account.id = message.account_id
                 left join account as reporter on reporter.id = report.account_id
                where report.settled_at is null order by report.id limit ?1 offset ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((length as i64, first as i64), |row| {
        Ok(Report {
            message: read_message(row)?,
            by: writer(row, 7)?,
            id: row.get(9)?,
            subject: row.get(10)?,
            reason: row.get(11)?,
            at: row.get(12)?,
        })
    })?;
    Ok(Stretch {
        total: usize::try_from(total).unwrap_or_default(),
        items: rows.collect::<Result<_, _>>()?,
    })
}

/// See [`Store::settle_report`](crate::Store::settle_report).
pub fn settle(db: &Connection, id: i64, now: i64) -> Result<bool, StoreError> {
    let sql = "update report set settled_at = ?2 where id = ?1 and settled_at is null";
    Ok(db.prepare_cached(sql)?.execute((id, now))? > 0)
}
