//! The table of accounts.

use kinora_model::account::{Account, AccountState, Role};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{now, session};
use crate::StoreError;
use crate::account::{AccountChange, AccountError, Login, NewAccount};

/// What [`read`] reads, in its order, of the table `account`.
macro_rules! columns {
    () => {
        "account.id, account.name, account.role, account.state, account.email, account.verified,
         account.full_name, account.include_adult, account.language, account.country, account.created_at"
    };
}
pub(crate) use columns;

/// How many columns [`read`] reads.
pub const COLUMNS: usize = 11;

/// Reads an account from the columns that the macro `columns` names, which come first.
pub fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    let role: u8 = row.get(2)?;
    let state: u8 = row.get(3)?;
    Ok(Account {
        id: row.get(0)?,
        name: row.get(1)?,
        role: Role::ALL
            .get(usize::from(role))
            .copied()
            .unwrap_or_default(),
        state: AccountState::ALL
            .get(usize::from(state))
            .copied()
            .unwrap_or_default(),
        email: row.get(4)?,
        verified: row.get(5)?,
        full_name: row.get(6)?,
        include_adult: row.get(7)?,
        language: row.get(8)?,
        country: row.get(9)?,
        created_at: row.get(10)?,
    })
}

/// Adds an account.
pub fn create(
    db: &Connection,
    account: &NewAccount,
) -> Result<Result<Account, AccountError>, StoreError> {
    let sql = concat!(
        "insert into account (name, folded_name, password_hash, role, email, verified, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (folded_name) do nothing returning ",
        columns!()
    )
    .replace("account.", "");
    let row = (
        account.name.as_str(),
        account.name.folded(),
        &account.password_hash,
        account.role as i64,
        &account.email,
        account.verified,
        now(),
    );
    let created = db.prepare_cached(&sql)?.query_row(row, read).optional()?;
    Ok(created.ok_or(AccountError::NameTaken))
}

/// Adds an account if there is none.
pub fn create_first(
    db: &Connection,
    account: &NewAccount,
) -> Result<Result<Account, AccountError>, StoreError> {
    match any(db)? {
        true => Ok(Err(AccountError::NotTheFirst)),
        false => create(db, account),
    }
}

/// Every account, by name.
pub fn all(db: &Connection) -> Result<Vec<Account>, StoreError> {
    let sql = concat!("select ", columns!(), " from account order by folded_name");
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether there is an account.
pub fn any(db: &Connection) -> Result<bool, StoreError> {
    let sql = "select exists (select 1 from account)";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// An account.
pub fn with_id(db: &Connection, id: i64) -> Result<Option<Account>, StoreError> {
    let sql = concat!("select ", columns!(), " from account where id = ?1");
    Ok(db.prepare_cached(sql)?.query_row([id], read).optional()?)
}

/// The account with this folded name, with the hash of its password.
pub fn login(db: &Connection, folded: &str) -> Result<Option<Login>, StoreError> {
    let sql = concat!(
        "select ",
        columns!(),
        ", password_hash from account where folded_name = ?1"
    );
    let login = |row: &Row<'_>| {
        Ok(Login {
            account: read(row)?,
            password_hash: row.get(COLUMNS)?,
        })
    };
    Ok(db
        .prepare_cached(sql)?
        .query_row([folded], login)
        .optional()?)
}

/// Changes an account; answers whether there is one.
pub fn change(db: &Connection, id: i64, change: &AccountChange) -> Result<bool, StoreError> {
    let set = |sql: &str, value: &dyn rusqlite::ToSql| {
        let sql = format!("update account set {sql} where id = ?1");
        db.prepare_cached(&sql)?.execute((id, value))
    };
    let changed = match change {
        AccountChange::Password(hash) => {
            session::end_all(db, id)?;
            set("password_hash = ?2", hash)
        }
        AccountChange::Role(role) => set("role = ?2", &(*role as i64)),
        AccountChange::State(state) => set("state = ?2", &(*state as i64)),
        AccountChange::Verified(verified) => set("verified = ?2", verified),
        AccountChange::Email(email) => set("email = ?2", email),
        AccountChange::FullName(name) => set("full_name = ?2", name),
        AccountChange::IncludeAdult(include) => set("include_adult = ?2", include),
        AccountChange::Locale(language, country) => {
            set("country = ?2", country)?;
            set("language = ?2", language)
        }
    }?;
    Ok(changed > 0)
}
