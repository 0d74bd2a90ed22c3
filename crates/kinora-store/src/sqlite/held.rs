//! Everything that is kept about an account: what it signs in with, by one table, and what it put into the catalogue
//! ([`belongings`]).

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::{Map, Value};

use super::belongings;
use crate::StoreError;

/// Tables with the rows of an account, `?1`. Rows that others point at stand after those that point at them.
const HELD: [(&str, &str); 14] = [
    ("recovery_code", "account_id = ?1"),
    ("two_factor", "account_id = ?1"),
    ("queue_feed_token", "account_id = ?1"),
    ("queue_access_token", "account_id = ?1"),
    ("queue_request_token", "account_id = ?1"),
    ("queue_entry", "account_id = ?1"),
    ("queue", "account_id = ?1"),
    ("rental", "account_id = ?1"),
    ("title_indifference", "account_id = ?1"),
    ("subscriber", "account_id = ?1"),
    ("user_session", "account_id = ?1"),
    ("request_token", "account_id = ?1"),
    ("api_key", "account_id = ?1"),
    ("account", "id = ?1"),
];

/// Everything that is kept about an account, by table. Secrets and their hashes are left out.
pub fn export(db: &Connection, account: i64) -> Result<Value, StoreError> {
    let mut tables = Map::new();
    for (table, rows) in HELD {
        let mut statement = db.prepare(&format!("select * from {table} where {rows}"))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let read = statement.query_map([account], |row| object(row, &names))?;
        let read: Vec<Value> = read.collect::<Result<_, _>>()?;
        tables.insert(table.to_owned(), read.into());
    }
    tables.insert("belongings".to_owned(), belongings::export(db, account)?);
    Ok(tables.into())
}

/// Deletes an account and everything that is kept about it; answers whether there was one.
pub fn delete(db: &Connection, account: i64) -> Result<bool, StoreError> {
    belongings::remove(db, account)?;
    // Sessions that were opened with a key of the account stay with whose they are.
    for table in ["user_session", "request_token"] {
        let keys = "select id from api_key where account_id = ?1";
        let sql = format!("update {table} set api_key_id = null where api_key_id in ({keys})");
        db.execute(&sql, [account])?;
    }
    let mut deleted = 0;
    for (table, rows) in HELD {
        deleted = db.execute(&format!("delete from {table} where {rows}"), [account])?;
    }
    Ok(deleted > 0)
}

fn object(row: &Row<'_>, names: &[String]) -> rusqlite::Result<Value> {
    let mut object = Map::new();
    for (index, name) in names.iter().enumerate() {
        let value = match row.get_ref(index)? {
            _ if name.ends_with("_hash") || name.ends_with("secret") => continue,
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Blob(bytes) => bytes.len().into(),
        };
        object.insert(name.clone(), value);
    }
    Ok(object.into())
}
