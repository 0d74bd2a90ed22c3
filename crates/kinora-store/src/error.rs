//! How the store fails.

use kinora_model::key::EntityKey;

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A stored document cannot be read.
    #[error("{key} has a document in {part} that cannot be read: {error}")]
    Document {
        /// Whose.
        key: EntityKey,
        /// Which part.
        part: &'static str,
        /// Why.
        error: serde_json::Error,
    },
    /// A row outside the entities cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Row(#[from] serde_json::Error),
    /// The database was written by a newer version of the program.
    #[error(
        "the database has schema {found}, this program knows schemas up to {known}: use the newer program again"
    )]
    NewerSchema {
        /// The schema of the database.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// A file or folder cannot be used.
    #[error("{path}: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The system gave no random numbers.
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Hash,
    /// A worker ended before it answered.
    #[error("the request was interrupted")]
    Interrupted,
}

impl StoreError {
    /// Whether the database is away, rather than wrong: its file cannot be opened or read, its disk is full, or something holds
    /// it for too long.
    pub fn is_offline(&self) -> bool {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed,
            NotADatabase, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let StoreError::Database(rusqlite::Error::SqliteFailure(failure, _)) = self else {
            return false;
        };
        matches!(
            failure.code,
            CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | DiskFull
                | FileLockingProtocolFailed
                | NotADatabase
                | PermissionDenied
                | ReadOnly
                | SystemIoFailure
        )
    }
}
