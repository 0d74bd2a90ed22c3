//! API keys: random secrets of which only hashes are stored.

use sha2::{Digest, Sha256};

/// A stored API key; its secrets cannot be had from it.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
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
pub fn random_hex(bytes: usize) -> Result<String, crate::StoreError> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(crate::StoreError::Random)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
