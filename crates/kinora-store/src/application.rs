//! Applications that act for accounts by OAuth 1.0a, and their tokens.
//!
//! A signature is made with the secret itself, so secrets are kept as they are, unlike those of the v3 API. They are written to no
//! log, and are answered to nobody but whom they were made for.

use std::fmt;

use crate::{Store, StoreError, ask, random_hex, sqlite};

/// An application.
#[derive(Clone, PartialEq, Eq)]
pub struct Application {
    /// Its number.
    pub id: i64,
    /// What it is known by.
    pub key: String,
    /// What it signs with.
    pub secret: String,
    /// Its name, which people are shown.
    pub name: String,
    /// When it was revoked, milliseconds since 1970.
    pub revoked_at: Option<i64>,
}

impl fmt::Debug for Application {
    /// Without the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Application({}, {:?})", self.id, self.name)
    }
}

/// An application to be made.
#[derive(Clone)]
pub struct NewApplication {
    /// What it is known by.
    pub key: String,
    /// What it signs with.
    pub secret: String,
    /// Its name.
    pub name: String,
}

impl NewApplication {
    /// An application with a random key and secret.
    pub fn named(name: &str) -> Result<NewApplication, StoreError> {
        Ok(NewApplication {
            key: random_hex(12)?,
            secret: random_hex(16)?,
            name: name.to_owned(),
        })
    }
}

/// Why an application was not made.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// Another one has the name or the key.
    #[error("there is an application of this name or key")]
    Taken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A token with what is signed with it.
#[derive(Clone, PartialEq, Eq)]
pub struct OauthToken {
    /// The token.
    pub token: String,
    /// Its secret.
    pub secret: String,
    /// The application that it was made for.
    pub application: i64,
    /// What the application named to be sent back to; `None` where it named nothing.
    pub callback: Option<String>,
    /// What it has to show when the token was approved.
    pub verifier: String,
    /// Who approved it.
    pub account: Option<i64>,
    /// Whether somebody refused it.
    pub is_refused: bool,
    /// When it expires, milliseconds since 1970.
    pub expires_at: i64,
}

/// What somebody says to a request token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The account lets the application act for it.
    Approve(i64),
    /// It does not.
    Refuse,
}

/// What an application acts for an account with.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token.
    pub token: String,
    /// Its secret.
    pub secret: String,
    /// The application.
    pub application: i64,
    /// The account.
    pub account: i64,
    /// Whether the account took it back.
    pub is_revoked: bool,
}

/// What opens one list of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedToken {
    /// The application that asked for it.
    pub application: i64,
    /// Whose list.
    pub account: i64,
    /// Which list.
    pub relation: String,
    /// Whether the account took it back.
    pub is_revoked: bool,
}

impl Store {
    /// Makes an application.
    pub async fn create_application(
        &self,
        new: NewApplication,
        now: i64,
    ) -> Result<Application, ApplicationError> {
        let made = ask!(self, write, |db| sqlite::application::create(db, &new, now))?;
        made.ok_or(ApplicationError::Taken)
    }

    /// Every application, oldest first.
    pub async fn applications(&self) -> Result<Vec<Application>, StoreError> {
        ask!(self, read, |db| sqlite::application::all(db))
    }

    /// The application with this key, unless it is revoked.
    pub async fn application(&self, key: &str) -> Result<Option<Application>, StoreError> {
        let key = key.to_owned();
        ask!(self, read, |db| sqlite::application::with_key(db, &key))
    }

    /// Revokes an application: its key is good for nothing from now on. Answers whether there was one of this name.
    pub async fn revoke_application(&self, name: &str, now: i64) -> Result<bool, StoreError> {
        let name = name.to_owned();
        ask!(self, write, |db| sqlite::application::revoke(
            db, &name, now
        ))
    }

    /// An account takes back what it gave to an application: every access token and feed token. Answers how many there were.
    pub async fn withdraw(
        &self,
        account: i64,
        application: i64,
        now: i64,
    ) -> Result<usize, StoreError> {
        ask!(self, write, |db| sqlite::application::withdraw(
            db,
            account,
            application,
            now
        ))
    }

    /// The applications that act for an account.
    pub async fn applications_of(&self, account: i64) -> Result<Vec<Application>, StoreError> {
        ask!(self, read, |db| sqlite::application::of_account(
            db, account
        ))
    }

    /// Stores a request token of an application. Those that expired are removed.
    pub async fn create_oauth_token(
        &self,
        application: i64,
        callback: Option<String>,
        now: i64,
        expires_at: i64,
    ) -> Result<OauthToken, StoreError> {
        let token = OauthToken {
            token: random_hex(12)?,
            secret: random_hex(12)?,
            application,
            callback,
            verifier: random_hex(4)?,
            account: None,
            is_refused: false,
            expires_at,
        };
        ask!(self, write, |db| {
            sqlite::application::add_request_token(db, &token, now)?;
            Ok::<_, StoreError>(token)
        })
    }

    /// A request token that has not expired, with the application that it was made for.
    pub async fn oauth_token(
        &self,
        token: &str,
        now: i64,
    ) -> Result<Option<(OauthToken, Application)>, StoreError> {
        let token = token.to_owned();
        ask!(self, read, |db| sqlite::application::request_token(
            db, &token, now
        ))
    }

    /// Decides about a request token. Answers whether it was waiting.
    pub async fn decide_oauth_token(
        &self,
        token: &str,
        decision: Decision,
        now: i64,
    ) -> Result<bool, StoreError> {
        let token = token.to_owned();
        ask!(self, write, |db| sqlite::application::decide(
            db, &token, decision, now
        ))
    }

    /// Exchanges an approved request token for an access token. It is gone then, so that of two who try at once one succeeds.
    pub async fn exchange_oauth_token(
        &self,
        token: &str,
        now: i64,
    ) -> Result<Option<AccessToken>, StoreError> {
        let token = token.to_owned();
        let (access, secret) = (format!("T1{}", random_hex(16)?), random_hex(12)?);
        ask!(self, write, |db| sqlite::application::exchange(
            db, &token, &access, &secret, now
        ))
    }

    /// An access token, also one that was taken back.
    pub async fn access_token(&self, token: &str) -> Result<Option<AccessToken>, StoreError> {
        let token = token.to_owned();
        ask!(self, read, |db| sqlite::application::access_token(
            db, &token
        ))
    }

    /// The tokens with which lists of an account are read through an application, one for each relation, which are made as far
    /// as there are none.
    pub async fn feed_tokens(
        &self,
        account: i64,
        application: i64,
        relations: &'static [&'static str],
        now: i64,
    ) -> Result<Vec<String>, StoreError> {
        let known = ask!(self, read, |db| sqlite::application::feed_tokens(
            db,
            account,
            application,
            relations
        ))?;
        let mut fresh = Vec::new();
        for token in known {
            fresh.push(match token {
                Some(token) => Ok(token),
                None => Err(format!("T1{}", random_hex(16)?)),
            });
        }
        if fresh.iter().all(Result::is_ok) {
            return Ok(fresh.into_iter().flatten().collect());
        }
        ask!(self, write, |db| sqlite::application::add_feed_tokens(
            db,
            (account, application),
            relations,
            fresh,
            now
        ))
    }

    /// A feed token, also one that was taken back.
    pub async fn feed_token(&self, token: &str) -> Result<Option<FeedToken>, StoreError> {
        let token = token.to_owned();
        ask!(self, read, |db| sqlite::application::feed_token(db, &token))
    }
}
