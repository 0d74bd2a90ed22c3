//! The SQLite backend: one writer, several readers, each question one transaction.
//!
//! The write-ahead log with `synchronous = full` makes an acknowledged commit survive a killed process and a lost
//! machine. Readers see the snapshot of the moment they began.

pub mod account;
pub mod api_key;
pub mod backup;
pub mod bulk;
pub mod changes;
pub mod commit;
pub mod credit;
pub mod entity;
pub mod feed;
pub mod guest_session;
pub mod held;
pub mod link;
pub mod load;
pub mod migrate;
pub mod popularity;
pub mod reference;
pub mod request_token;
pub mod review;
pub mod revision;
pub mod session;
pub mod setting;
pub mod stat;
pub mod stored;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::StoreError;

/// How many read connections are kept when nobody uses them.
const IDLE_READERS: usize = 8;

/// After how many pages of 4 KiB the log is written back; bulk loads write the same pages many times.
const CHECKPOINT_PAGES: i64 = 16_384;

/// A SQLite catalogue.
pub struct Database {
    path: PathBuf,
    /// Closed before the writer: the last connection writes the log back, which readers cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl Database {
    /// Opens `catalogue.sqlite` in the folder and migrates it.
    pub fn open(folder: &Path) -> Result<Database, StoreError> {
        let failed = |error| StoreError::Folder {
            path: folder.display().to_string(),
            error,
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let path = folder.join("catalogue.sqlite");
        let mut writer = Connection::open(&path)?;
        writer.busy_timeout(std::time::Duration::from_secs(30))?;
        writer.pragma_update(None, "journal_mode", "wal")?;
        writer.pragma_update(None, "synchronous", "full")?;
        writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        configure(&writer, 64)?;
        migrate::migrate(&mut writer)?;
        Ok(Database {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// Runs a question in one read transaction.
    pub fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.open_reader()?,
        };
        let transaction = connection.transaction()?;
        let answer = question(&transaction)?;
        drop(transaction);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        Ok(answer)
    }

    /// Runs a batch of a bulk load in one write transaction. It survives a killed process; a lost machine may take the last
    /// batches with it, whole, and loading them again brings them back. Not waiting for the disk
    /// after each is what makes many batches quick.
    pub fn load<T, E: Into<StoreError>>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.pragma_update(None, "synchronous", "normal")?;
        let answer = in_transaction(&mut writer, change);
        writer.pragma_update(None, "synchronous", "full")?;
        answer
    }

    /// Runs a change in one write transaction; it is undone when the change fails.
    pub fn write<T, E: Into<StoreError>>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        in_transaction(&mut writer, change)
    }

    /// Runs a long question on a connection of its own and outside of a transaction.
    pub fn apart<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        question(&self.open_reader()?)
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        configure(&connection, 16)?;
        Ok(connection)
    }
}

fn in_transaction<T, E: Into<StoreError>>(
    writer: &mut Connection,
    change: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, StoreError> {
    let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = change(&transaction).map_err(Into::into)?;
    transaction.commit()?;
    Ok(answer)
}

/// Cache in MiB; memory-mapped reads come on top and belong to the system.
fn configure(connection: &Connection, cache: i64) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -1024 * cache)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| {
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    })
}
