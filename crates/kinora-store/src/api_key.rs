//! API keys: random secrets of which only hashes are stored.

use sha2::{Digest, Sha256};

use crate::{Store, StoreError, ask, sqlite};

/// A stored API key; its secrets cannot be had from it.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// The account that made it for itself; `None` for the operator's.
    pub account_id: Option<i64>,
    /// Whether it may change something.
    pub may_write: bool,
    /// How many requests a second it may make, 0 for any number; `None` for what its owner implies.
    pub rate_limit: Option<u32>,
    /// Whether it is barred (status 10).
    pub suspended: bool,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

/// What a key is for and what it may do.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyTerms {
    /// What it is for.
    pub name: String,
    /// The account that makes it for itself; `None` for the operator's.
    pub account_id: Option<i64>,
    /// Whether it may change something.
    pub may_write: bool,
    /// How many requests a second it may make, 0 for any number; `None` for what its owner implies.
    pub rate_limit: Option<u32>,
}

impl From<&str> for KeyTerms {
    /// A key of the operator that may do everything.
    fn from(name: &str) -> KeyTerms {
        KeyTerms {
            name: name.to_owned(),
            account_id: None,
            may_write: true,
            rate_limit: None,
        }
    }
}

/// What becomes of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyChange {
    /// They are good for nothing from now on.
    Revoke,
    /// They are barred.
    Suspend,
    /// They are not barred any more.
    Resume,
}

/// The secrets of a new key, shown once.
pub struct Secrets {
    /// The v3 key: 32 hex digits.
    pub key: String,
    /// The read access token for `Authorization: Bearer`.
    pub token: String,
}

/// The hashes of a key's secrets.
pub(crate) struct Hashes {
    pub key: String,
    pub token: String,
}

impl Secrets {
    pub(crate) fn hashes(&self) -> Hashes {
        Hashes {
            key: hash(&self.key),
            token: hash(&self.token),
        }
    }
}

/// SHA-256 in hex. The secrets are 128 random bits and more, so a slow hash would add nothing.
pub(crate) fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Random bytes as hex digits, two a byte.
pub fn random_hex(bytes: usize) -> Result<String, StoreError> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(StoreError::Random)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Store {
    /// Stores an API key; only hashes of its secrets are kept.
    pub async fn create_api_key(
        &self,
        terms: impl Into<KeyTerms>,
        secrets: &Secrets,
    ) -> Result<ApiKey, StoreError> {
        let (terms, secrets) = (terms.into(), secrets.hashes());
        ask!(self, write, |db| sqlite::api_key::create(
            db, &terms, &secrets
        ))
    }

    /// Every API key, oldest first.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, StoreError> {
        ask!(self, read, |db| sqlite::api_key::all(db))
    }

    /// The API keys that an account made for itself and that are not revoked, oldest first.
    pub async fn api_keys_of(&self, account: i64) -> Result<Vec<ApiKey>, StoreError> {
        ask!(self, read, |db| sqlite::api_key::of_account(db, account))
    }

    /// Revokes a key that an account made for itself; answers whether there was one.
    pub async fn revoke_api_key(&self, account: i64, key: i64) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::api_key::revoke(db, account, key))
    }

    /// Revokes the keys of this name; answers how many there were.
    pub async fn revoke_api_keys(&self, name: &str) -> Result<usize, StoreError> {
        self.change_api_keys(name, KeyChange::Revoke).await
    }

    /// Changes the keys of this name that are not revoked; answers how many there were to change.
    pub async fn change_api_keys(
        &self,
        name: &str,
        change: KeyChange,
    ) -> Result<usize, StoreError> {
        let name = name.to_owned();
        ask!(self, write, |db| sqlite::api_key::change(db, &name, change))
    }

    /// The API key with this secret, which may be the key or the token; `None` for revoked ones.
    pub async fn api_key_of(&self, secret: &str) -> Result<Option<ApiKey>, StoreError> {
        let hash = hash(secret);
        ask!(self, glance, |db| sqlite::api_key::with_hash(db, &hash))
    }
}
