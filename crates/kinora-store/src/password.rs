//! Passwords: hashed with Argon2id, in the form of the PHC (`$argon2id$v=19$m=...`).
//!
//! A hash takes memory and time on purpose, so it is made on threads for blocking work, and only a few at once: whoever sends
//! many logins waits in line and takes no more memory than that.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::StoreError;

/// The longest password in bytes.
const LONGEST: usize = 1024;

/// How hard a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// How often it is gone through.
    pub passes: u32,
}

impl PasswordCost {
    /// Next to nothing: for tests.
    pub const CHEAP: PasswordCost = PasswordCost {
        memory_kib: 8,
        passes: 1,
    };
}

impl Default for PasswordCost {
    /// What OWASP recommends for Argon2id with one lane: 19 MiB, two passes.
    fn default() -> PasswordCost {
        PasswordCost {
            memory_kib: 19 * 1024,
            passes: 2,
        }
    }
}

/// A text that cannot be a password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// It is too short or too long.
    #[error("a password has 4 to 1024 bytes")]
    Length,
    /// It could not be hashed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Hashes and checks passwords. Cheap to clone; clones share the line.
#[derive(Clone)]
pub struct Passwords {
    cost: PasswordCost,
    line: Arc<Semaphore>,
}

impl Passwords {
    /// Passwords of this cost, two at once.
    pub fn new(cost: PasswordCost) -> Passwords {
        Passwords {
            cost,
            line: Arc::new(Semaphore::new(2)),
        }
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        if !(4..=LONGEST).contains(&password.len()) {
            return Err(PasswordError::Length);
        }
        let (cost, password) = (self.cost, password.to_owned());
        self.in_line(move || {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(StoreError::Random)?;
            let argon = argon(cost)?;
            let hash = argon.hash_password_with_salt(password.as_bytes(), &salt);
            Ok(hash.map_err(|_| StoreError::Hash)?.to_string())
        })
        .await
        .map_err(PasswordError::Store)
    }

    /// Whether a password is the one of this hash. Without a hash the same work is done in vain, so that the time it takes
    /// does not tell which accounts there are.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, StoreError> {
        if password.len() > LONGEST {
            return Ok(false);
        }
        let Some(hash) = hash else {
            let padded = format!("{password}    ");
            return match self.hash(&padded[..padded.len().min(LONGEST)]).await {
                Ok(_) | Err(PasswordError::Length) => Ok(false),
                Err(PasswordError::Store(error)) => Err(error),
            };
        };
        let (password, hash) = (password.to_owned(), hash.to_owned());
        self.in_line(move || {
            let hash = PasswordHash::new(&hash).map_err(|_| StoreError::Hash)?;
            // The cost is read from the hash, so that older ones stay good when it is raised.
            let verified = Argon2::default().verify_password(password.as_bytes(), &hash);
            Ok(verified.is_ok())
        })
        .await
    }

    async fn in_line<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.line).acquire_owned().await;
        let place = place.map_err(|_| StoreError::Interrupted)?;
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(place);
            answer
        });
        done.await.map_err(|_| StoreError::Interrupted)?
    }
}

fn argon(cost: PasswordCost) -> Result<Argon2<'static>, StoreError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None);
    let params = params.map_err(|_| StoreError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
