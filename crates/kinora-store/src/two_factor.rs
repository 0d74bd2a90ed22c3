//! The second factor of signing in: codes of an authenticator application, and recovery codes for those who lost it.
//!
//! The secret that the application shares has to be read back to check a code, so it is the one secret that is not kept as a hash.

use totp_rs::{Builder, Totp};

use crate::{Store, StoreError, api_key::hash, ask, sqlite};

/// The second factor of an account. It is not printed: it holds the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct TwoFactor {
    /// What the application knows.
    pub secret: Vec<u8>,
    /// Whether it is asked for; not before the application has shown that it knows the secret.
    pub is_on: bool,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

impl Store {
    /// The second factor of an account, if one was begun.
    pub async fn two_factor(&self, account: i64) -> Result<Option<TwoFactor>, StoreError> {
        ask!(self, read, |db| sqlite::two_factor::get(db, account))
    }

    /// Begins with a new secret; answers whether it did, which it does not while one is on.
    pub async fn begin_two_factor(
        &self,
        account: i64,
        secret: Vec<u8>,
    ) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::two_factor::begin(
            db, account, &secret
        ))
    }

    /// Asks for the second factor from now on, with new recovery codes. The code of this step is used. Answers whether one was
    /// begun.
    pub async fn turn_two_factor_on(
        &self,
        account: i64,
        step: i64,
        recovery_codes: &[String],
    ) -> Result<bool, StoreError> {
        let hashes: Vec<String> = recovery_codes.iter().map(|code| hash(code)).collect();
        ask!(self, write, |db| sqlite::two_factor::turn_on(
            db, account, step, &hashes
        ))
    }

    /// Asks for the password alone again, and forgets the secret and the recovery codes.
    pub async fn turn_two_factor_off(&self, account: i64) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::two_factor::turn_off(db, account))
    }

    /// Uses the code of a step; answers whether neither it nor a later one was used before.
    pub async fn use_step(&self, account: i64, step: i64) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::two_factor::use_step(
            db, account, step
        ))
    }

    /// Uses a recovery code; answers whether it was one.
    pub async fn use_recovery_code(&self, account: i64, code: &str) -> Result<bool, StoreError> {
        let hash = hash(code);
        ask!(self, write, |db| sqlite::two_factor::use_recovery_code(
            db, account, &hash
        ))
    }

    /// Uses a code of the application at a time (seconds since 1970), or a recovery code; answers whether it was one that is good.
    pub async fn use_code(
        &self,
        account: i64,
        code: &str,
        seconds: i64,
    ) -> Result<bool, StoreError> {
        let Some(second) = self.two_factor(account).await? else {
            return Ok(false);
        };
        match step_of(&second.secret, code, seconds) {
            Some(step) => self.use_step(account, step).await,
            None => self.use_recovery_code(account, &plain(code)).await,
        }
    }
}

/// The step of 30 seconds whose code it is, if it is the one of a time (seconds since 1970), the one before, or the one after.
pub fn step_of(secret: &[u8], code: &str, seconds: i64) -> Option<i64> {
    let step = totp(secret)?.check(&plain(code), u64::try_from(seconds).ok()?)?;
    i64::try_from(step).ok()
}

/// What an application makes of a secret: six digits, every 30 seconds, by SHA-1, which is all that every one of them knows.
pub fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).build().ok()
}

/// A code without what people put between its digits.
fn plain(code: &str) -> String {
    let digits = code.chars().filter(char::is_ascii_alphanumeric);
    digits.collect::<String>().to_ascii_lowercase()
}
