//! Questions for a few rows by their keys, answered on the thread that asks.
//!
//! While the database is in memory, handing such a question to a reader and its answer back takes about as long as the answer itself.
//! Where rows come from the disk instead, a thread that waits for them would keep everybody else waiting who is served by it. So
//! after a question that took long, questions are for the [readers](super::readers) for a while.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{in_snapshot, open_reader};
use crate::StoreError;

/// What takes longer has waited for a slow disk, or was no question for a few rows. A busy machine alone seldom makes it that long.
const LONG: Duration = Duration::from_millis(20);
/// For how long nothing is asked here after that.
const PAUSE: Duration = Duration::from_millis(100);

/// Connections for those who ask on their own thread: as many as there were at once.
pub struct Glances {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    began: Instant,
    /// Microseconds from `began` to the end of the pause.
    paused_until: AtomicU64,
}

impl Glances {
    /// Connections to a database; they are opened when they are needed.
    pub fn new(path: PathBuf) -> Glances {
        Glances {
            path,
            idle: Mutex::default(),
            began: Instant::now(),
            paused_until: AtomicU64::new(0),
        }
    }

    /// Whether answers come quickly at present.
    pub fn are_quick(&self) -> bool {
        micros(self.began.elapsed()) >= self.paused_until.load(Ordering::Relaxed)
    }

    /// Asks a question in one read transaction.
    pub fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| open_reader(&self.path), Ok)?;
        let asked = Instant::now();
        // A question that panics takes its connection along, and nothing else.
        let answer = catch_unwind(AssertUnwindSafe(|| in_snapshot(&connection, question)));
        let answer = answer.map_err(|_| StoreError::Interrupted)?;
        self.idle().push(connection);
        if asked.elapsed() > LONG {
            let until = micros(self.began.elapsed() + PAUSE);
            self.paused_until.store(until, Ordering::Relaxed);
        }
        answer
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glances() -> (tempfile::TempDir, Glances) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers.sqlite");
        let writer = Connection::open(&path).unwrap();
        writer.execute_batch("create table number (value)").unwrap();
        (folder, Glances::new(path))
    }

    fn count(db: &Connection) -> Result<i64, StoreError> {
        Ok(db.query_row("select count(*) from number", [], |row| row.get(0))?)
    }

    #[test]
    fn those_who_ask_one_after_the_other_share_a_connection() {
        let (_folder, glances) = glances();

        for _ in 0..3 {
            assert_eq!(glances.ask(count).unwrap(), 0);
        }

        assert_eq!(glances.idle().len(), 1);
    }

    #[test]
    fn a_question_that_panics_takes_only_its_connection_along() {
        let (_folder, glances) = glances();

        let failed = glances.ask::<()>(|_| panic!("a question that fails on purpose"));

        assert!(matches!(failed, Err(StoreError::Interrupted)));
        assert_eq!(glances.idle().len(), 0);
        assert_eq!(glances.ask(count).unwrap(), 0);
    }

    #[test]
    fn after_a_long_answer_there_is_a_pause() {
        let (_folder, glances) = glances();
        assert!(glances.are_quick());

        let long = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) select count(*) from n";
        let wait = |db: &Connection| {
            let began = Instant::now();
            while began.elapsed() <= LONG {
                db.query_row(long, [], |row| row.get::<_, i64>(0))?;
            }
            Ok(())
        };
        glances.ask(wait).unwrap();

        let pause_ends = Duration::from_micros(glances.paused_until.load(Ordering::Relaxed));
        assert!(pause_ends >= LONG + PAUSE);
    }
}
