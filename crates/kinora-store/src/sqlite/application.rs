//! The tables of applications and their tokens.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::application::{
    AccessToken, Application, Decision, FeedToken, NewApplication, OauthToken,
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "queue_application.id, queue_application.consumer_key, queue_application.secret, queue_application.name,
         queue_application.revoked_at"
    };
}

fn read(row: &Row<'_>) -> rusqlite::Result<Application> {
    Ok(Application {
        id: row.get(0)?,
        key: row.get(1)?,
        secret: row.get(2)?,
        name: row.get(3)?,
        revoked_at: row.get(4)?,
    })
}

/// Adds an application; `None` when another one has its name or key.
pub fn create(
    db: &Connection,
    new: &NewApplication,
    now: i64,
) -> Result<Option<Application>, StoreError> {
    let sql = concat!(
        "insert into queue_application (consumer_key, secret, name, created_at) values (?1, ?2, ?3, ?4)
             on conflict do nothing returning ",
        columns!()
    )
    .replace("queue_application.", "");
    let row = (&new.key, &new.secret, &new.name, now);
    Ok(db.prepare_cached(&sql)?.query_row(row, read).optional()?)
}

/// Every application, oldest first.
pub fn all(db: &Connection) -> Result<Vec<Application>, StoreError> {
    let sql = concat!("select ", columns!(), " from queue_application order by id");
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The application with this key, unless it is revoked.
pub fn with_key(db: &Connection, key: &str) -> Result<Option<Application>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from queue_application where consumer_key = ?1 and revoked_at is null"
    );
    Ok(db.prepare_cached(sql)?.query_row([key], read).optional()?)
}

/// The applications that act for an account.
pub fn of_account(db: &Connection, account: i64) -> Result<Vec<Application>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from queue_application
          where id in (select application_id from queue_access_token where account_id = ?1 and revoked_at is null)
          order by name"
    );
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([account], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// See [`Store::revoke_application`](crate::Store::revoke_application).
pub fn revoke(db: &Connection, name: &str, now: i64) -> Result<bool, StoreError> {
    let sql = "update queue_application set revoked_at = ?2 where name = ?1 and revoked_at is null";
    Ok(db.prepare_cached(sql)?.execute((name, now))? > 0)
}

/// See [`Store::withdraw`](crate::Store::withdraw).
pub fn withdraw(
    db: &Connection,
    account: i64,
    application: i64,
    now: i64,
) -> Result<usize, StoreError> {
    let mut withdrawn = 0;
    for table in ["queue_access_token", "queue_feed_token"] {
        let sql = format!(
            "update {table} set revoked_at = ?3
              where account_id = ?1 and application_id = ?2 and revoked_at is null"
        );
        withdrawn += db
            .prepare_cached(&sql)?
            .execute((account, application, now))?;
    }
    Ok(withdrawn)
}

/// Adds a request token and removes those that expired.
pub fn add_request_token(db: &Connection, token: &OauthToken, now: i64) -> Result<(), StoreError> {
    db.prepare_cached("delete from queue_request_token where expires_at <= ?1")?
        .execute([now])?;
    let sql = "insert into queue_request_token (token, secret, application_id, callback, verifier, expires_at)
               values (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute((
        &token.token,
        &token.secret,
        token.application,
        &token.callback,
        &token.verifier,
        token.expires_at,
    ))?;
    Ok(())
}

/// See [`Store::oauth_token`](crate::Store::oauth_token).
pub fn request_token(
    db: &Connection,
    token: &str,
    now: i64,
) -> Result<Option<(OauthToken, Application)>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        ", token, queue_request_token.secret, callback, verifier, account_id, is_refused, expires_at
            from queue_request_token join queue_application on queue_application.id = application_id
           where token = ?1 and expires_at > ?2"
    );
    let found = db.prepare_cached(sql)?.query_row((token, now), |row| {
        let application = read(row)?;
        let token = OauthToken {
            token: row.get(5)?,
            secret: row.get(6)?,
            application: application.id,
            callback: row.get(7)?,
            verifier: row.get(8)?,
            account: row.get(9)?,
            is_refused: row.get(10)?,
            expires_at: row.get(11)?,
        };
        Ok((token, application))
    });
    Ok(found.optional()?)
}

/// See [`Store::decide_oauth_token`](crate::Store::decide_oauth_token).
pub fn decide(
    db: &Connection,
    token: &str,
    decision: Decision,
    now: i64,
) -> Result<bool, StoreError> {
    let (account, is_refused) = match decision {
        Decision::Approve(account) => (Some(account), false),
        Decision::Refuse => (None, true),
    };
    let sql = "update queue_request_token set account_id = ?2, is_refused = ?3
                where token = ?1 and expires_at > ?4 and is_refused = 0 and (account_id is null or account_id = ?2)";
    let values = (token, account, is_refused, now);
    Ok(db.prepare_cached(sql)?.execute(values)? > 0)
}

/// See [`Store::exchange_oauth_token`](crate::Store::exchange_oauth_token).
pub fn exchange(
    db: &Connection,
    token: &str,
    access: &str,
    secret: &str,
    now: i64,
) -> Result<Option<AccessToken>, StoreError> {
    let sql = "delete from queue_request_token
                where token = ?1 and account_id is not null and expires_at > ?2
               returning application_id, account_id";
    let approved: Option<(i64, i64)> = db
        .prepare_cached(sql)?
        .query_row((token, now), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((application, account)) = approved else {
        return Ok(None);
    };
    let sql =
        "insert into queue_access_token (token, secret, application_id, account_id, created_at)
               values (?1, ?2, ?3, ?4, ?5)";
    db.prepare_cached(sql)?
        .execute((access, secret, application, account, now))?;
    Ok(Some(AccessToken {
        token: access.to_owned(),
        secret: secret.to_owned(),
        application,
        account,
        is_revoked: false,
    }))
}

/// See [`Store::access_token`](crate::Store::access_token).
pub fn access_token(db: &Connection, token: &str) -> Result<Option<AccessToken>, StoreError> {
    let sql = "select token, secret, application_id, account_id, revoked_at is not null
                 from queue_access_token where token = ?1";
    let found = db.prepare_cached(sql)?.query_row([token], |row| {
        Ok(AccessToken {
            token: row.get(0)?,
            secret: row.get(1)?,
            application: row.get(2)?,
            account: row.get(3)?,
            is_revoked: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

/// The valid feed tokens of these relations, as far as there are any.
pub fn feed_tokens(
    db: &Connection,
    account: i64,
    application: i64,
    relations: &[&str],
) -> Result<Vec<Option<String>>, StoreError> {
    let sql = "select secret from queue_feed_token
                where account_id = ?1 and application_id = ?2 and relation = ?3 and revoked_at is null";
    let mut statement = db.prepare_cached(sql)?;
    let mut tokens = Vec::with_capacity(relations.len());
    for relation in relations {
        let token = statement.query_row((account, application, relation), |row| row.get(0));
        tokens.push(token.optional()?);
    }
    Ok(tokens)
}

/// Adds those feed tokens that are fresh (`Err`), unless somebody else was quicker; answers all of them.
pub fn add_feed_tokens(
    db: &Connection,
    (account, application): (i64, i64),
    relations: &[&str],
    tokens: Vec<Result<String, String>>,
    now: i64,
) -> Result<Vec<String>, StoreError> {
    let known = feed_tokens(db, account, application, relations)?;
    let sql =
        "insert into queue_feed_token (secret, application_id, account_id, relation, created_at)
               values (?1, ?2, ?3, ?4, ?5)";
    let mut insert = db.prepare_cached(sql)?;
    let mut all = Vec::with_capacity(relations.len());
    for ((relation, known), fresh) in relations.iter().zip(known).zip(tokens) {
        let fresh = fresh.unwrap_or_else(|fresh| fresh);
        if known.is_none() {
            insert.execute((&fresh, application, account, relation, now))?;
        }
        all.push(known.unwrap_or(fresh));
    }
    Ok(all)
}

/// See [`Store::feed_token`](crate::Store::feed_token).
pub fn feed_token(db: &Connection, token: &str) -> Result<Option<FeedToken>, StoreError> {
    let sql = "select application_id, account_id, relation, revoked_at is not null
                 from queue_feed_token where secret = ?1";
    let found = db.prepare_cached(sql)?.query_row([token], |row| {
        Ok(FeedToken {
            application: row.get(0)?,
            account: row.get(1)?,
            relation: row.get(2)?,
            is_revoked: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}
