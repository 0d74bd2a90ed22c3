//! The threads that read: few, each with a connection of its own, fed from one queue.
//!
//! A question takes microseconds. On as many threads as there are questions most of the time would go into waking threads,
//! switching between them, and opening connections. A reader that is busy takes the next question when it is done with
//! one, without anybody being woken.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::{in_snapshot, open_reader};
use crate::StoreError;

/// How many threads read at most. While one waits for the disk, others go on.
const MOST: usize = 8;

/// A question, which sends its answer itself.
type Question = Box<dyn FnOnce(Result<&Connection, StoreError>) + Send>;

/// Threads that read.
pub struct Readers {
    path: PathBuf,
    queue: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    arrival: Condvar,
}

#[derive(Default)]
struct State {
    questions: VecDeque<Question>,
    /// How many threads wait for a question.
    idle: usize,
    /// How many threads there are.
    threads: usize,
    is_closed: bool,
}

impl Readers {
    /// Readers of a database; threads begin when they are needed.
    pub fn new(path: PathBuf) -> Readers {
        Readers {
            path,
            queue: Arc::default(),
            threads: Mutex::default(),
        }
    }

    /// Asks a question in one read transaction.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, answer) = tokio::sync::oneshot::channel();
        self.submit(Box::new(move |connection| {
            let answer = connection.and_then(|connection| in_snapshot(connection, question));
            // Who asked may have gone.
            let _ = sender.send(answer);
        }))?;
        answer.await.map_err(|_| StoreError::Interrupted)?
    }

    fn submit(&self, question: Question) -> Result<(), StoreError> {
        let mut state = self.queue.state();
        state.questions.push_back(question);
        if state.questions.len() <= state.idle {
            self.queue.arrival.notify_one();
        } else if state.threads < MOST {
            state.threads += 1;
            drop(state);
            self.begin()?;
        }
        Ok(())
    }

    fn begin(&self) -> Result<(), StoreError> {
        let (path, queue) = (self.path.clone(), Arc::clone(&self.queue));
        let thread = std::thread::Builder::new().name("reader".to_owned());
        match thread.spawn(move || queue.serve(&path)) {
            Ok(thread) => {
                let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
                threads.push(thread);
                Ok(())
            }
            Err(error) => {
                let mut state = self.queue.state();
                state.threads -= 1;
                // Others will come to the question, if there are any.
                match state.threads {
                    0 => Err(StoreError::Folder {
                        path: self.path.display().to_string(),
                        error,
                    }),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Drop for Readers {
    /// Waits for the threads, so that their connections are closed.
    fn drop(&mut self) {
        self.queue.state().is_closed = true;
        self.queue.arrival.notify_all();
        let threads = self.threads.get_mut();
        for thread in threads.unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = thread.join();
        }
    }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers questions until the queue is closed.
    fn serve(&self, path: &std::path::Path) {
        let mut connection = None;
        while let Some(question) = self.next() {
            let opened = match &connection {
                Some(connection) => Ok(connection),
                None => open_reader(path).map(|opened| &*connection.insert(opened)),
            };
            // Who asked is told by the channel that is dropped.
            let outcome = catch_unwind(AssertUnwindSafe(|| question(opened)));
            if outcome.is_err() {
                connection = None;
            }
        }
    }

    fn next(&self) -> Option<Question> {
        let mut state = self.state();
        loop {
            if let Some(question) = state.questions.pop_front() {
                return Some(question);
            }
            if state.is_closed {
                return None;
            }
            state.idle += 1;
            let woken = self.arrival.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers.sqlite");
        let writer = Connection::open(&path).unwrap();
        writer.execute_batch("create table number (value)").unwrap();
        (folder, path)
    }

    #[tokio::test]
    async fn many_questions_share_few_threads() {
        let (_folder, path) = database();
        let readers = Arc::new(Readers::new(path));
        let ask = |number: i64| {
            let readers = Arc::clone(&readers);
            tokio::spawn(async move {
                let add = move |db: &Connection| {
                    let sum = db.query_row("select ?1 + count(*) from number", [number], |row| {
                        row.get(0)
                    });
                    Ok(sum?)
                };
                readers.ask::<i64>(add).await.unwrap()
            })
        };

        let asked: Vec<_> = (0..200).map(ask).collect();
        for (number, answer) in (0..).zip(asked) {
            assert_eq!(answer.await.unwrap(), number);
        }

        assert!((1..=MOST).contains(&readers.queue.state().threads));
    }

    #[tokio::test]
    async fn a_question_that_panics_takes_nobody_along() {
        let (_folder, path) = database();
        let readers = Readers::new(path);

        for _ in 0..2 * MOST {
            let failed = readers.ask::<()>(|_| panic!("a question that fails on purpose"));
            assert!(matches!(failed.await, Err(StoreError::Interrupted)));
        }

        let one = readers.ask(|db| Ok(db.query_row("select 1", [], |row| row.get::<_, i64>(0))?));
        assert_eq!(one.await.unwrap(), 1);
    }
}
