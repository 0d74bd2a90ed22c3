//! Accounts as subscribers: what they are called in paths of the queue, and in which forms they may have titles.

use kinora_model::account::Account;
use kinora_model::queue::Format;

use crate::{Store, StoreError, ask, random_hex, sqlite};

/// In which forms an account may have titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whether Blu-ray discs.
    pub blu_ray: bool,
    /// Whether at once.
    pub instant: bool,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            blu_ray: true,
            instant: true,
        }
    }
}

impl Plan {
    /// Whether a format is in it. DVDs always are.
    pub fn has(self, format: Format) -> bool {
        match format {
            Format::Dvd => true,
            Format::BluRay => self.blu_ray,
            Format::Instant => self.instant,
        }
    }
}

/// An account with what makes it a subscriber.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// The account.
    pub account: Account,
    /// What it is called in paths.
    pub user_id: String,
    /// What it may have.
    pub plan: Plan,
    /// Whether it accepted the terms.
    pub accepted_terms: bool,
}

impl Store {
    /// An account as a subscriber, which it becomes when it is asked for first; `None` when there is no such account.
    pub async fn subscriber(&self, account: i64) -> Result<Option<Subscriber>, StoreError> {
        let known = ask!(self, read, |db| sqlite::subscriber::of_account(db, account))?;
        if known.is_some() || self.account(account).await?.is_none() {
            return Ok(known);
        }
        // Clients expect this form; it says nothing about the account.
        let user_id = format!("T1{}-", random_hex(12)?);
        ask!(self, write, |db| {
            sqlite::subscriber::add(db, account, &user_id)?;
            sqlite::subscriber::of_account(db, account)
        })
    }

    /// The subscriber who is called so in paths.
    pub async fn subscriber_named(&self, user_id: &str) -> Result<Option<Subscriber>, StoreError> {
        let user_id = user_id.to_owned();
        ask!(self, read, |db| sqlite::subscriber::named(db, &user_id))
    }

    /// Says what a subscriber may have.
    pub async fn set_plan(&self, account: i64, plan: Plan) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::subscriber::set_plan(
            db, account, plan
        ))
    }

    /// A subscriber accepts the terms.
    pub async fn accept_terms(&self, account: i64, now: i64) -> Result<(), StoreError> {
        ask!(self, write, |db| sqlite::subscriber::accept_terms(
            db, account, now
        ))
    }
}
