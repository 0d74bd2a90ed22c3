//! Copies of the database while it is in use.

use std::path::Path;

use rusqlite::Connection;

use crate::StoreError;

/// Copies the database as it is at this moment into an empty file. Writers go on meanwhile; the copy is one file, without
/// the log.
pub fn backup(db: &Connection, target: &Path) -> Result<(), StoreError> {
    // A read of the whole database in one transaction; copying page by page would begin anew at each change of another process.
    db.execute("vacuum into ?1", [target.to_string_lossy().as_ref()])?;
    Ok(())
}
