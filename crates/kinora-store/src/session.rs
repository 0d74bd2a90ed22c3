//! What somebody is recognised by: sessions of accounts, request tokens, guest sessions. Their secrets are random and kept as
//! hashes only; times are milliseconds since 1970.

use kinora_model::account::Account;

use crate::{Store, StoreError, api_key::hash, ask, sqlite};

/// What a session is used by. They are stored by their number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// An application, as `session_id`.
    Api,
    /// A browser on the site, as a cookie.
    Browser,
    /// An application, as the bearer token of a user.
    AccessToken,
    /// A browser whose password was right and whose second factor is still asked for.
    HalfSignedIn,
}

/// A session to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// Whose it is.
    pub account_id: i64,
    /// What uses it.
    pub kind: SessionKind,
    /// Whether it may change something.
    pub may_write: bool,
    /// The API key of the application; `None` for the operator's own.
    pub api_key_id: Option<i64>,
    /// When it ends by itself.
    pub expires_at: Option<i64>,
}

/// A session that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub account: Account,
    /// Whether it may change something.
    pub may_write: bool,
}

/// How far a request token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// Nobody decided.
    Waiting,
    /// An account approved it.
    Approved,
    /// Somebody denied it.
    Denied,
}

impl TokenState {
    /// Every state: `ALL[n]` is stored as `n`.
    pub(crate) const ALL: [TokenState; 3] = [
        TokenState::Waiting,
        TokenState::Approved,
        TokenState::Denied,
    ];
}

/// A request token that has not expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestToken {
    /// How far it is.
    pub state: TokenState,
    /// The name of the API key of the application that asks; `None` for the operator's own key.
    pub application: Option<String>,
    /// When it expires.
    pub expires_at: i64,
}

/// A guest session that has not expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Its number.
    pub id: i64,
    /// Whether it rated something.
    pub used: bool,
}

/// A session as its account sees it. The secret cannot be had from it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenSession {
    /// Its number.
    pub id: i64,
    /// What uses it.
    pub kind: SessionKind,
    /// The name of the API key of the application that uses it, unless that is the operator's own.
    pub application: Option<String>,
    /// Whether it may change something.
    pub may_write: bool,
    /// When it was opened.
    pub opened_at: i64,
}

impl SessionKind {
    /// Every kind: `ALL[n]` is stored as `n`.
    pub(crate) const ALL: [SessionKind; 4] = [
        SessionKind::Api,
        SessionKind::Browser,
        SessionKind::AccessToken,
        SessionKind::HalfSignedIn,
    ];
}

impl Store {
    /// Opens a session with this secret.
    pub async fn open_session(&self, secret: &str, session: NewSession) -> Result<(), StoreError> {
        let hash = hash(secret);
        ask!(self, write, |db| sqlite::session::open(db, &hash, &session))
    }

    /// The open session with this secret, of this kind.
    pub async fn session(
        &self,
        secret: &str,
        kind: SessionKind,
        now: i64,
    ) -> Result<Option<Session>, StoreError> {
        let hash = hash(secret);
        ask!(self, glance, |db| sqlite::session::find(
            db, &hash, kind, now
        ))
    }

    /// Ends a session; answers whether there was one.
    pub async fn end_session(&self, secret: &str, kind: SessionKind) -> Result<bool, StoreError> {
        let hash = hash(secret);
        ask!(self, write, |db| sqlite::session::end(db, &hash, kind))
    }

    /// The open sessions of an account, the newest first.
    pub async fn sessions_of(
        &self,
        account: i64,
        now: i64,
    ) -> Result<Vec<OpenSession>, StoreError> {
        ask!(self, read, |db| sqlite::session::of_account(
            db, account, now
        ))
    }

    /// Ends a session of an account by its number; answers whether there was one.
    pub async fn end_session_of(&self, account: i64, session: i64) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::session::end_of(
            db, account, session
        ))
    }

    /// Ends every session of an account: of browsers, of applications, and its access tokens.
    pub async fn end_sessions(&self, account: i64) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::session::end_all(db, account))
    }

    /// Stores a request token. Those that expired are removed.
    pub async fn create_request_token(
        &self,
        secret: &str,
        api_key_id: Option<i64>,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let hash = hash(secret);
        ask!(self, write, |db| sqlite::request_token::create(
            db, &hash, api_key_id, now, expires_at
        ))
    }

    /// The request token with this secret.
    pub async fn request_token(
        &self,
        secret: &str,
        now: i64,
    ) -> Result<Option<RequestToken>, StoreError> {
        let hash = hash(secret);
        ask!(self, glance, |db| sqlite::request_token::find(
            db, &hash, now
        ))
    }

    /// An account approves a request token, or somebody denies it (`None`); answers whether one was waiting, or had been
    /// approved by the same account.
    pub async fn decide_request_token(
        &self,
        secret: &str,
        account_id: Option<i64>,
        now: i64,
    ) -> Result<bool, StoreError> {
        let hash = hash(secret);
        ask!(self, write, |db| sqlite::request_token::decide(
            db, &hash, account_id, now
        ))
    }

    /// Exchanges an approved request token for a session with this secret. The token is gone then, so that of two who try at
    /// once one succeeds. Answers the account, or `None` when the token is unknown, expired, not approved, or of another
    /// application.
    pub async fn exchange_request_token(
        &self,
        token: &str,
        session_secret: &str,
        api_key_id: Option<i64>,
        now: i64,
    ) -> Result<Option<Account>, StoreError> {
        let (token, session) = (hash(token), hash(session_secret));
        ask!(self, write, |db| sqlite::request_token::exchange(
            db, &token, &session, api_key_id, now
        ))
    }

    /// Opens a guest session. Those that expired without being used are removed.
    pub async fn create_guest_session(
        &self,
        secret: &str,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let hash = hash(secret);
        ask!(self, write, |db| sqlite::guest_session::create(
            db, &hash, now, expires_at
        ))
    }

    /// The guest session with this secret.
    pub async fn guest_session(&self, secret: &str, now: i64) -> Result<Option<Guest>, StoreError> {
        let hash = hash(secret);
        ask!(self, glance, |db| sqlite::guest_session::find(
            db, &hash, now
        ))
    }
}
