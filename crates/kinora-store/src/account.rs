//! Accounts in the store: what makes one, what can be changed, what signing in needs.

use kinora_model::account::{Account, AccountName, AccountState, Role};

use crate::{Store, StoreError, ask, sqlite};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name.
    pub name: AccountName,
    /// The hash of its password.
    pub password_hash: String,
    /// What it may do.
    pub role: Role,
    /// Where its owner can be written to.
    pub email: Option<String>,
    /// Whether that address is known to be right.
    pub verified: bool,
}

/// An account with the hash of its password.
#[derive(Clone, Debug)]
pub struct Login {
    /// The account.
    pub account: Account,
    /// The hash.
    pub password_hash: String,
}

/// What an operator, or the owner, changes about an account.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountChange {
    /// The hash of a new password. Sessions that were opened with the old one end.
    Password(String),
    /// What it may do.
    Role(Role),
    /// Whether it may be used.
    State(AccountState),
    /// Whether its address is known to be right.
    Verified(bool),
    /// Where its owner can be written to.
    Email(Option<String>),
    /// The name of its owner.
    FullName(String),
    /// Whether its owner wants to see adult titles.
    IncludeAdult(bool),
    /// Language and country.
    Locale(String, String),
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Another one has the name.
    #[error("the name is taken")]
    NameTaken,
    /// There are accounts, and the first one was to be made.
    #[error("there is an account already")]
    NotTheFirst,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Makes an account.
    pub async fn create_account(&self, account: NewAccount) -> Result<Account, AccountError> {
        ask!(self, write, |db| sqlite::account::create(db, &account))?
    }

    /// Makes an account if there is none.
    pub async fn create_first_account(&self, account: NewAccount) -> Result<Account, AccountError> {
        ask!(self, write, |db| sqlite::account::create_first(
            db, &account
        ))?
    }

    /// Every account, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        ask!(self, read, |db| sqlite::account::all(db))
    }

    /// Whether there is an account.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        ask!(self, read, |db| sqlite::account::any(db))
    }

    /// An account.
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        ask!(self, read, |db| sqlite::account::with_id(db, id))
    }

    /// The account of a name, with the hash of its password. Capitals do not matter.
    pub async fn login(&self, name: &str) -> Result<Option<Login>, StoreError> {
        let folded = name.to_lowercase();
        ask!(self, read, |db| sqlite::account::login(db, &folded))
    }

    /// The account of a name. Capitals do not matter.
    pub async fn account_named(&self, name: &str) -> Result<Option<Account>, StoreError> {
        Ok(self.login(name).await?.map(|login| login.account))
    }

    /// Changes an account; answers whether there is one.
    pub async fn change_account(&self, id: i64, change: AccountChange) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::account::change(db, id, &change))
    }

    /// Everything that is kept about an account, by table, without its secrets.
    pub async fn account_data(&self, id: i64) -> Result<serde_json::Value, StoreError> {
        ask!(self, read, |db| sqlite::held::export(db, id))
    }

    /// Deletes an account and everything that is kept about it; answers whether there was one.
    pub async fn delete_account(&self, id: i64) -> Result<bool, StoreError> {
        ask!(self, write, |db| sqlite::held::delete(db, id))
    }
}
