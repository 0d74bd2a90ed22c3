//! Brings a database up to the schema of this program: numbered files, only ever appended.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Every step; schema `n` is what the first `n` steps make.
const STEPS: [&str; 11] = [
    include_str!("../../migrations/sqlite/0001_catalogue.sql"),
    include_str!("../../migrations/sqlite/0002_accounts.sql"),
    include_str!("../../migrations/sqlite/0003_state.sql"),
    include_str!("../../migrations/sqlite/0004_edits.sql"),
    include_str!("../../migrations/sqlite/0005_feed.sql"),
    include_str!("../../migrations/sqlite/0006_queue.sql"),
    include_str!("../../migrations/sqlite/0007_two_factor.sql"),
    include_str!("../../migrations/sqlite/0008_discussions.sql"),
    include_str!("../../migrations/sqlite/0009_image_votes.sql"),
    include_str!("../../migrations/sqlite/0010_merged.sql"),
    include_str!("../../migrations/sqlite/0011_works.sql"),
];

/// Applies the steps that the database lacks, each in a transaction of its own; refuses a database of a newer program.
pub fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let known = STEPS.len() as i64;
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    for (schema, step) in (1_i64..).zip(STEPS) {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read again under the lock: another process may have migrated meanwhile.
        let current: i64 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if current < schema {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", schema)?;
        }
        transaction.commit()?;
    }
    Ok(())
}
