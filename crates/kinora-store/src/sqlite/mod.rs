//! The SQLite backend: one writer, several readers, each question one transaction.
//!
//! The write-ahead log with `synchronous = full` makes an acknowledged commit survive a killed process and a lost
//! machine. Readers see the snapshot of the moment they began.

pub mod account;
pub mod answered;
pub mod api_key;
pub mod application;
pub mod backup;
pub mod belongings;
pub mod bookmark;
pub mod bulk;
pub mod changes;
pub mod commit;
pub mod credit;
pub mod credit_lists;
pub mod discussion;
pub mod entity;
pub mod feed;
mod glance;
pub mod groups;
pub mod guest_session;
pub mod held;
pub mod image_vote;
pub mod link;
pub mod list;
pub mod load;
pub mod lock;
pub mod lower;
pub mod merged;
pub mod migrate;
pub mod offer;
pub mod opinion;
pub mod popularity;
pub mod proposal;
pub mod queue;
pub mod rating;
mod readers;
pub mod reference;
pub mod rental;
pub mod report;
pub mod request_token;
pub mod review;
pub mod revision;
pub mod session;
pub mod setting;
pub mod stat;
pub mod stored;
pub mod submit;
pub mod subscriber;
pub mod tally;
pub mod two_factor;
pub mod worded;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::StoreError;
use glance::Glances;
use readers::Readers;

/// After how many pages of 4 KiB the log is written back; bulk loads write the same pages many times.
const CHECKPOINT_PAGES: i64 = 16_384;

/// How many bytes of the database are mapped into memory, which count as memory of the process as soon as they were read. The rest is
/// read by system calls, which costs a twentieth of the time of a question.
const MAPPED: i64 = 256 << 20;

/// A SQLite catalogue.
pub struct Database {
    path: PathBuf,
    /// Closed before the writer, as the readers: the last connection writes the log back, which those that only read cannot.
    glances: Glances,
    readers: Readers,
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
            glances: Glances::new(path.clone()),
            readers: Readers::new(path.clone()),
            path,
            writer: Mutex::new(writer),
        })
    }

    /// Runs a question in one read transaction.
    pub async fn read<T: Send + 'static>(
        self: Arc<Database>,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.ask(question).await
    }

    /// Runs a question for a few rows by their keys in one read transaction.
    pub async fn glance<T: Send + 'static>(
        self: Arc<Database>,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.glances.are_quick() {
            true => self.glances.ask(question),
            false => self.readers.ask(question).await,
        }
    }

    /// Runs a batch of a bulk load in one write transaction. It survives a killed process; a lost machine may take the last
    /// batches with it, whole, and loading them again brings them back. Not waiting for the disk
    /// after each is what makes many batches quick.
    pub async fn load<T: Send + 'static, E: Into<StoreError>>(
        self: Arc<Database>,
        change: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, StoreError> {
        let load = move || {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.pragma_update(None, "synchronous", "normal")?;
            let answer = in_transaction(&mut writer, change);
            writer.pragma_update(None, "synchronous", "full")?;
            answer
        };
        blocking(load).await
    }

    /// Runs a change in one write transaction; it is undone when the change fails.
    pub async fn write<T: Send + 'static, E: Into<StoreError>>(
        self: Arc<Database>,
        change: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, StoreError> {
        let write = move || {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            in_transaction(&mut writer, change)
        };
        blocking(write).await
    }

    /// Runs a long question on a connection of its own and outside of a transaction. It reads without mapping the file, so that
    /// going through all of it takes no memory.
    pub async fn apart<T: Send + 'static>(
        self: Arc<Database>,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let ask = move || {
            let connection = open_reader(&self.path)?;
            connection.pragma_update(None, "mmap_size", 0)?;
            question(&connection)
        };
        blocking(ask).await
    }
}

/// Runs what waits for the disk on a thread for such work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let work = tokio::task::spawn_blocking(work);
    work.await.map_err(|_| StoreError::Interrupted)?
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    configure(&connection, 16)?;
    Ok(connection)
}

/// Runs a question in one read transaction. The statements around it are kept prepared, as those inside are.
fn in_snapshot<T>(
    connection: &Connection,
    question: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.prepare_cached("begin")?.execute([])?;
    let answer = question(connection);
    connection.prepare_cached("commit")?.execute([])?;
    answer
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
    connection.pragma_update(None, "mmap_size", MAPPED)?;
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
